"""New plants: capacity that opens on a known day and fills what a control leaves short."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.facts import Facts
from detente.impact._draws import Sampler
from detente.world import World

__all__ = ["Plant", "plants_of"]

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """Capacity that opens on a day."""

    good: int
    region: int
    """Positions of the good and of the region whose need it can meet."""
    opens: int
    """Day of opening, counted from the standoff's date [day]."""
    share: Array
    """Part of the region's use that it can supply, shape (draws + 1,) [share]."""


def plants_of(
    goods: Sequence[str], *, world: World, facts: Facts, sampler: Sampler, on: dt.date
) -> tuple[Plant, ...]:
    """Collect the plants that were announced by a day."""
    plants = []
    for row in facts.capacity:
        if row.good not in goods or row.as_of > on:
            continue
        for code in facts.regions_of(row.country):
            if code in world.regions:
                name = f"new_capacity of {row.good}"
                plants.append(
                    Plant(
                        good=goods.index(row.good),
                        region=world.regions.index(code),
                        opens=(row.opens - on).days,
                        share=sampler.values(name, row.low, row.value, row.high),
                    )
                )
    return tuple(plants)
