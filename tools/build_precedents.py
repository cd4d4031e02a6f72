"""Run the packaged cases and keep what the model said of them: backtest/precedents.csv.

usage: python tools/build_precedents.py [CASE ...]    (about a minute; before tools/build_record.py)

Every case is run as of its first day without a known path, 32 draws, seed 0. Ranges of forecasts
are set by these rows, never by those of a case of the same name.
"""

import sys
from pathlib import Path

from detente.facts import hindcast_names, load_facts, load_hindcast
from detente.impact.backtest import hindcast
from detente.impact.backtest._precedents import Precedent, precedents_text
from detente.world import World

OUT = Path(__file__).resolve().parents[1] / "src/detente/impact/backtest/precedents.csv"


def main() -> None:
    """Write the record of all packaged cases, or of those named."""
    facts, world = load_facts(), World.load()
    rows: list[Precedent] = []
    for name in sys.argv[1:] or hindcast_names():
        found = hindcast(load_hindcast(name, facts).blind(), world=world, facts=facts)
        rows += [row.said for row in found.rows]
        print(f"{name}: {len(found.rows)} rows", file=sys.stderr)
    OUT.write_text(precedents_text(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
