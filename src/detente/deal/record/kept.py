"""Scores of the packaged record, worked out once and kept beside the code."""

import dataclasses
import functools
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from detente.deal.record.scores import Score
from detente.deal.record.survival import Watched

__all__ = ["SCORES_FILE", "kept_score", "record_mark"]

SCORES_FILE = Path(__file__).parent / "data" / "record_scores.json"
"""Made by ``tools/build_record_scores.py``; of other rows than those it was made of, not used."""


def record_mark(bargains: Sequence[Watched]) -> str:
    """Return a mark of everything that a score hangs on."""
    told = [f"{b.id} {b.months:.6f} {b.ended} {' '.join(sorted(b.traits))}" for b in bargains]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def kept_score(bargains: Sequence[Watched], outcome: str, months: float) -> Score | None:
    """Return the score that was kept of these bargains; None if it is of others."""
    found = _kept().get(f"{outcome} {months:g}")
    if found is None or found["mark"] != record_mark(bargains):
        return None
    cells = {field.name: found[field.name] for field in dataclasses.fields(Score)}
    cells["forecasts"], cells["happened"] = tuple(cells["forecasts"]), tuple(cells["happened"])
    return Score(**cells)


@functools.cache
def _kept() -> dict[str, Any]:
    """What the file holds; nothing if it is not there, so that scores are worked out."""
    if not SCORES_FILE.exists():
        return {}
    return dict(json.loads(SCORES_FILE.read_text("utf-8")))
