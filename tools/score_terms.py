"""Score offers and exclusions against labels that hold places and hashes, no text.

usage: python tools/score_terms.py LABELS FOLDER [--set NAME] [--each] [--json]

LABELS is a CSV file with the columns article, set, on, sha256, kind, group, side, start, end and
words: kind is ``offer`` or ``exclusion``; the rows of one offer share a group; side is ``gives`` or
``gets``; start and end are code points of the text [end-exclusive]; words is the hash of what
stands there. An article without a row of a kind has ``none`` as its kind. FOLDER, and the folders
in it, hold the texts. Two offers are alike if their sides overlap by 0.3 on average, two exclusions
if they overlap by 0.3; an article whose text is not the one that was labelled is left out.
"""

import hashlib
import json
import sys
from collections import defaultdict

from detente._errors import DetenteError
from detente.reading import read
from score_linking import command_line, labelled
from score_reading import Record, Tally, characters, match, overlap


def gold_of(rows: list[dict[str, str]], raw: str) -> dict[str, list[Record]]:
    """The labelled offers and exclusions of one article."""
    offers: dict[str, Record] = defaultdict(lambda: {"gives": [], "gets": []})
    exclusions: list[Record] = []
    for row in rows:
        if row["kind"] == "none":
            continue
        span = {"start": int(row["start"]), "end": int(row["end"])}
        words = raw[span["start"] : span["end"]]
        if hashlib.sha256(words.encode()).hexdigest() != row["words"]:
            print(f"{row['article']}: not the words that were labelled", file=sys.stderr)
        if row["kind"] == "exclusion":
            exclusions.append({"span": span})
        else:
            offers[row["group"]][row["side"]].append({"span": span})
    return {"offers": list(offers.values()), "exclusions": exclusions}


def offers_alike(ours: Record, gold: Record) -> float:
    """How far two offers overlap, over the sides that either has."""
    parts = []
    for side in ("gives", "gets"):
        a, b = (characters(leg["span"] for leg in offer[side]) for offer in (ours, gold))
        if a or b:
            parts.append(overlap(a, b))
    return sum(parts) / len(parts) if parts else 0.0


def spans_alike(ours: Record, gold: Record) -> float:
    """How far two exclusions overlap."""
    return overlap(characters([ours["span"]]), characters([gold["span"]]))


def main() -> int:
    """Score what the command line asks for."""
    wanted = command_line(str(__doc__))
    totals = {"offers": Tally(0, 0, 0), "exclusions": Tally(0, 0, 0)}
    for path, rows in labelled(wanted):
        name = rows[0]["article"]
        gold = gold_of(rows, path.read_text(encoding="utf-8"))
        try:
            ours: Record = read(path, on=rows[0]["on"]).to_dict()
        except DetenteError as error:
            print(f"{name}: {error}", file=sys.stderr)
            ours = {"offers": [], "exclusions": []}
        for part, alike in (("offers", offers_alike), ("exclusions", spans_alike)):
            hits = len(match(ours[part], gold[part], alike, 0.3))
            found = Tally(hits, len(gold[part]), len(ours[part]))
            totals[part] += found
            if wanted.each and (hits < found.gold or hits < (found.ours or 0)):
                print(f"{name}: {part} {hits} of {found.gold}, {found.ours} read")
    shown = {part: {**vars(tally), "f1": round(tally.score, 3)} for part, tally in totals.items()}
    print(json.dumps(shown) if wanted.json else "\n".join(f"{k:11} {v}" for k, v in shown.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
