"""Score the reader on openings with labels, one in a line of JSON (tests/openings).

usage: python tools/score_openings.py [FILE] [--each] [--json]

offers, exclusions    F1 with hits, read and labelled; two are one from an overlap of 0.3
lenient, strict       linking to rows of the register, as in score_linking.py; a row that the labels
                      call over is none at issue
exact                 openings whose rows at issue are right
unedited, two ticks   openings right in all of this; with at most two faults

The weights of clauses were learned from tests/openings/openings.jsonl, so that its offers say how
well they fit, not how well they carry over; give a FILE of your own for that.
"""

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from detente._errors import DetenteError
from detente.reading import read_bytes
from score_linking import Score, count, linked
from score_reading import Tally, match
from score_terms import offers_alike, spans_alike

OPENINGS = Path(__file__).resolve().parents[1] / "tests/openings/openings.jsonl"
PARTS = (("offers", offers_alike), ("exclusions", spans_alike))
LEAST, FEW = 0.3, 2
Record = dict[str, Any]


def spans(text: str, words: list[str]) -> list[Record]:
    """Where words of a label stand."""
    return [{"span": {"start": text.index(w), "end": text.index(w) + len(w)}} for w in words]


def gold_of(row: Record) -> Record:
    """The labels of an opening in the form of a reading."""
    text = row["text"]
    sides = ("gives", "gets")
    return {
        "offers": [{s: spans(text, offer.get(s, [])) for s in sides} for offer in row["offers"]],
        "exclusions": spans(text, row["exclusions"]),
    }


def score(rows: list[Record], *, each: bool) -> Record:
    """All measures over openings."""
    totals = {part: Tally(0, 0, 0) for part, _ in PARTS}
    links = Score()
    unedited = ticks = 0
    for row in rows:
        gold = gold_of(row)
        ours: Record = {part: [] for part, _ in PARTS}
        got: dict[str, str] = {}
        try:
            reading = read_bytes(
                row["text"].encode(), name=row["id"], on=dt.date.fromisoformat(row["on"])
            )
            ours, got = reading.to_dict(), linked(reading, row["on"])
        except DetenteError as error:
            print(error, file=sys.stderr)
        faults = 0
        for part, alike in PARTS:
            hits = len(match(ours[part], gold[part], alike, LEAST))
            totals[part] += Tally(hits, len(gold[part]), len(ours[part]))
            faults += len(gold[part]) + len(ours[part]) - 2 * hits
        core = [name for name in row["core"] if name not in row["over"]]
        labels = {"core": core, "over": row["over"], "also": row["also"]}
        missed, false = count(links, {k: ";".join(v) for k, v in labels.items()}, got)
        faults += len(missed) + len(false)
        unedited += not faults
        ticks += faults <= FEW
        if each and faults:
            print(f"{row['id']}: {faults} faults; missed {sorted(missed)}, false {sorted(false)}")
    parts = {k: {**vars(t), "f1": round(t.score, 3)} for k, t in totals.items()}
    return {**parts, **links.record(), "unedited": unedited, "two_ticks": ticks}


def main() -> int:
    """Score what the command line asks for."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?", default=OPENINGS)
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    lines = wanted.file.read_text(encoding="utf-8").splitlines()
    found = score([json.loads(line) for line in lines], each=wanted.each)
    text = "\n".join(f"{name:12} {value}" for name, value in found.items())
    print(json.dumps(found) if wanted.json else text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
