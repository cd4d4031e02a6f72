"""Run by a test with the installed wheels alone on the path: one thing through each door."""

import json
import sys
from pathlib import Path

import numpy as np

import detente
from detente.deal import bargain
from detente.impact import CapacityCut, disrupt, hold
from detente.notices import read_notices
from detente.reading import read_text
from detente.world import World

FRENCH = (
    "La Chine suspend les exportations de gallium depuis lundi. Le ministère a annoncé que Pékin "
    "interdira aussi les ventes de germanium. Les entreprises européennes craignent pour leurs "
    "usines et cherchent d'autres fournisseurs dans le monde entier."
)
NOTICE = """Notice of export control
Imposer: AUS
Number: 2026-14
Date: 2026-03-02
Effective: 2026-04-01
Act: imposes
HS: 2846.90
"""


def main(folder):
    from deal_games import toy  # in tests/deal

    deals = bargain(*toy()).to_payload()
    chain = World.from_arrays(
        ("AAA",), ("C27", "C29"), np.array([[0.0, 100.0], [0.0, 0.0]]), [[0.0], [400.0]], year=2000
    )
    cut = CapacityCut(at="AAA C27", share=hold(1.0))
    lost = {
        model: disrupt(chain, [[cut]], days=120, model=model).lost_output[1, 0]
        for model in ("leontief", "no-spread")
    }
    notice = Path(folder, "notice.txt")
    notice.write_text(NOTICE, encoding="utf-8")
    imported = read_notices([notice])
    reading = read_text(FRENCH, on="2025-06-10", reader="french")
    answer = {
        "from": detente.__file__,
        "solutions": {
            row["key"]: {p: g["central"] for p, g in row["package"]["gains"].items()}
            for row in deals["solutions"]
        },
        "frontier": [
            sum(g["central"] for g in package["gains"].values()) for package in deals["frontier"]
        ],
        "lost": lost,
        "notices": [(one.imposer, one.number.value, one.hs[0].value) for one in imported.notices],
        "refused": imported.refused,
        "controls": [(c.imposer, c.status, reading.goods[c.id]) for c in reading.controls],
        "spacy": "spacy" in sys.modules,
    }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
