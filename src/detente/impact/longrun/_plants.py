"""New plants in the long run: what they make at home, a control no longer takes away."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from detente.facts import Facts
from detente.world import World

__all__ = ["Filled", "filled_by"]

Filled = Mapping[tuple[str, str], float]
"""Good and region to the part of the region's use that plants can make by then [share]."""


def filled_by(
    facts: Facts, world: World, *, on: dt.date, day: float, end: str
) -> dict[tuple[str, str], float]:
    """Return what plants that were announced by a date can make some days after it."""
    filled: dict[tuple[str, str], float] = defaultdict(float)
    name = "value" if end == "central" else end
    for row in facts.capacity:
        if row.as_of > on or (row.opens - on).days > day:
            continue
        for code in facts.regions_of(row.country):
            if world.has_region(code):
                filled[row.good, code] = min(filled[row.good, code] + getattr(row, name), 1.0)
    return dict(filled)
