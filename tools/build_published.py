"""Run the shocks that others have computed and keep both: src/detente/brief/data/published.json.

usage: python tools/build_published.py    (three minutes; run it when the engine or facts change)
"""

import json
from pathlib import Path

from detente.facts import load_facts
from detente.impact.backtest import published, published_payload

OUT = Path(__file__).resolve().parents[1] / "src" / "detente" / "brief" / "data" / "published.json"
DRAWS, SEED = 16, 0


def main() -> None:
    """Run every row of the table ``published`` and write theirs beside ours."""
    facts = load_facts()
    payload = published_payload(
        published(draws=DRAWS, seed=SEED, facts=facts), draws=DRAWS, seed=SEED, facts=facts
    )
    OUT.write_text(json.dumps(payload, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
