"""Score forecasts from the record of deals, each bargain left out.

usage: python tools/build_record_scores.py    (two seconds; run it when the record changes)
"""

import dataclasses
import json

from detente.deal import HORIZONS, SCORES_FILE, watched
from detente.deal.record.kept import record_mark
from detente.deal.record.scores import score_left_out
from detente.facts import load_facts


def main() -> None:
    """Work out the scores and write the file."""
    found = {}
    for outcome in ("core", "strict"):
        bargains = watched(load_facts().bargains, outcome)
        mark = record_mark(bargains)
        for months in HORIZONS:
            score = dataclasses.asdict(score_left_out(bargains, outcome, months))
            found[f"{outcome} {months:g}"] = {"mark": mark, **score}
    SCORES_FILE.parent.mkdir(exist_ok=True)
    SCORES_FILE.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
