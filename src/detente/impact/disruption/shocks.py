"""Shocks to the economy: dated caps on capacity, on deliveries, and on final demand."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.world import World

__all__ = ["CapacityCut", "DeliveryCut", "DemandCut", "Shock", "Steps", "hold", "nodes_at"]

Steps: TypeAlias = tuple[tuple[int, float], ...]
Place: TypeAlias = str | tuple[str, ...]

EVERY = "*"


def hold(share: float, *, start: int = 0, end: int | None = None) -> Steps:
    """A cut of one size between two days.

    Parameters
    ----------
    share
        Share of base cut off [share].
    start
        First day of the cut [day].
    end
        First day without it; by default it lasts [day].

    Raises
    ------
    ImpactError
        If the cut ends before it starts.

    Examples
    --------
    >>> hold(0.3, start=10, end=60)
    ((10, 0.3), (60, 0.0))
    """
    if end is None:
        return ((start, share),)
    if end <= start:
        raise ImpactError(f"a cut from day {start} cannot end on day {end}: swap or mend the days")
    return ((start, share), (end, 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityCut:
    """A cap on what nodes can make.

    Raises
    ------
    ImpactError
        If a share is not between 0 and 1, or the days are out of order.
    """

    at: Place
    """Nodes such as ``"USA C29"``, ``"USA *"``, ``"* C29"`` or ``"*"``; or several of these."""
    share: float | Steps
    """Share of base capacity cut off: a number from day 0 on, or (day, share) steps, each held
    until the next [share]. Where cuts meet the strongest counts."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "share", _steps(self.share, f"the capacity cut at {self.at!r}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryCut:
    """A cap on deliveries between nodes: on each flow, base times one minus the share.

    Raises
    ------
    ImpactError
        If a share is not between 0 and 1, or the days are out of order.

    Notes
    -----
    Orders above the cap are refused: they are no demand for the supplier, and the user does not get
    them. It goes on ordering from its other suppliers, more as its stock runs down.
    """

    suppliers: Place
    users: Place
    """Ends of the flows, as in `CapacityCut`."""
    share: float | Steps
    """Share of every base flow cut off, as in `CapacityCut` [share]."""

    def __post_init__(self) -> None:
        what = f"the delivery cut from {self.suppliers!r} to {self.users!r}"
        object.__setattr__(self, "share", _steps(self.share, what))


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandCut:
    """A fall of final demand.

    Raises
    ------
    ImpactError
        If a share is not between 0 and 1, or the days are out of order.

    References
    ----------
    Pichler et al. (2022), section on household demand: preference shift and saving.
    """

    at: Place
    """Nodes whose products are bought less, as in `CapacityCut`."""
    share: float | Steps
    """Share of base final demand that falls away, as in `CapacityCut` [share]."""
    buyers: str = EVERY
    """Region whose final demand falls, or ``"*"`` for all."""
    saved: float = 1.0
    """Part of the money that is saved; the rest goes to what else the region buys, in base shares
    [share]."""

    def __post_init__(self) -> None:
        what = f"the demand cut at {self.at!r}"
        object.__setattr__(self, "share", _steps(self.share, what))
        if not 0 <= self.saved <= 1:
            raise ImpactError(f"{what}: saved is a share, 0 to 1, got {self.saved:g}")


Shock: TypeAlias = CapacityCut | DeliveryCut | DemandCut


def nodes_at(world: World, place: Place) -> npt.NDArray[np.intp]:
    """Nodes that a place names, in table order."""
    if not isinstance(place, str):
        parts = [nodes_at(world, one) for one in place]
        return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.intp)
    words = place.split()
    if words == [EVERY]:
        words = [EVERY, EVERY]
    if len(words) != 2:
        raise ImpactError(
            f'{place!r} names no nodes: write "USA C29", "USA *" (a region), "* C29" (a sector) '
            'or "*" (all)'
        )
    region, sector = words
    at_regions = range(len(world.regions)) if region == EVERY else [world.region_index(region)]
    at_sectors = range(len(world.sectors)) if sector == EVERY else [world.sector_index(sector)]
    width = len(world.sectors)
    return np.array([r * width + s for r in at_regions for s in at_sectors], dtype=np.intp)


def _steps(share: float | Sequence[tuple[int, float]], what: str) -> Steps:
    given = share if isinstance(share, Sequence) else ((0, share),)
    try:
        steps = tuple((int(day), float(value)) for day, value in given)
    except (TypeError, ValueError):
        steps = ()
    if not steps:
        raise ImpactError(f"{what}: share is a number or (day, share) steps, got {share!r}")
    for day, value in steps:
        if math.isnan(value) or not 0 <= value <= 1:
            raise ImpactError(
                f"{what}: the share on day {day} is {value:g}; give a part of base, 0 to 1"
            )
    for (day, _), (later, _) in itertools.pairwise(steps):
        if later <= day:
            raise ImpactError(
                f"{what}: day {later} comes after day {day}; put the steps in order of days, "
                "each day once"
            )
    return steps
