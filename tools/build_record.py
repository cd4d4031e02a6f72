"""Run the hindcasts and keep what the brief shows: src/detente/brief/data/record.json.

usage: python tools/build_record.py    (about half a minute; run it when the engine or facts change)
"""

import json
from pathlib import Path

from detente.brief._record import summary
from detente.facts import hindcast_names, load_facts, load_hindcast
from detente.impact.backtest import backtest_payload, hindcast
from detente.world import World

OUT = Path(__file__).resolve().parents[1] / "src" / "detente" / "brief" / "data" / "record.json"
DRAWS, SEED = 32, 0


def main() -> None:
    """Forecast every packaged case as of its first day, and write the record."""
    facts, world = load_facts(), World.load()
    found = [
        hindcast(load_hindcast(name, facts), draws=DRAWS, seed=SEED, world=world, facts=facts)
        for name in hindcast_names()
    ]
    payload = backtest_payload(found, draws=DRAWS, seed=SEED, world=world, facts=facts)
    OUT.write_text(json.dumps(summary(payload), indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
