"""What each tabled control blocks, by day, region and good."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.controls import Register, Standoff, own_names
from detente.facts import QUEUE_PARAMETERS, Facts
from detente.impact._draws import Sampler
from detente.impact.goods._intensity import Course
from detente.impact.goods.lifting import LiftRecord
from detente.impact.goods.paths import Blocked, Paths
from detente.world import World

__all__ = ["Lever", "build_levers", "leads_of", "lever_names"]

Array = npt.NDArray[np.floating]

LONGEST_HISTORY = 270
"""Days before the standoff's date that are stepped through; older controls keep their age."""

PATH_PARAMETERS = (
    *QUEUE_PARAMETERS,
    *("approvals", "filing_days", "shipping_days", "inspected", "inspection_days"),
    "lift_days",
)
"""What a path may draw, each once per control."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One tabled control as the engine sees it."""

    control: str
    """Key on the table."""
    exporters: tuple[int, ...]
    """Positions of the imposer's regions."""
    passing: Mapping[tuple[int, str], Array]
    """Of others whose exports of a good pass the imposer, by position and good: the part that
    passes, shape (draws + 1,) [share]."""
    targets: npt.NDArray[np.bool_]
    """Which regions the easing reaches, shape (regions,)."""
    goods: tuple[str, ...]
    """Ids of the goods it covers."""
    covered_grade: frozenset[str]
    """Those of the goods of which it names only the covered grade."""
    effective_day: int
    """Day on which it took effect, counted from the standoff's date; negative is past [day]."""
    intensity: Mapping[str, Blocked]
    """By good: share of the base flow blocked."""
    wait: Mapping[str, Array]
    """By good: days for which the control can be expected to last on, on every day from the first
    of history on, shape (days,) [day]."""
    outlook: Mapping[str, Array]
    """By good: blocked share that can be expected while the shortage lasts, over that of the day,
    likewise [share]."""

    def sources(self, good: str) -> tuple[int, ...]:
        """Positions of whose exports of a good the control can stop: the imposer's, and others'."""
        if good not in self.goods:
            return ()
        return (*self.exporters, *(e for e, other in self.passing if other == good))

    def on(self, good: str, row: int) -> Array:
        """Blocked share of one good's flow on a day of the path, shape (regions, draws + 1)."""
        return self.intensity[good].on(row)


def lever_names(standoff: Standoff, paths: Paths | None = None) -> dict[str, str]:
    """Names under which intensities, and figures of the queues in use, are drawn."""
    drawn = ("intensity", *(PATH_PARAMETERS if paths else ()))
    own = own_names(standoff.controls)
    return {f"{name} of {label}": f"{name} of {own[label]}" for name in drawn for label in own}


def leads_of(standoff: Standoff, register: Register) -> dict[str, int]:
    """Days between the announcement of the first control on a good and its first day, by good."""
    first: dict[str, tuple[int, int]] = {}
    for entry in standoff.controls:
        for name in entry.register_ids:
            told = register.get(name).announced
            lead = max(0, (entry.effective - told).days) if told is not None else 0
            for good in entry.goods:
                day = entry.effective.toordinal()
                first[good] = min(first.get(good, (day, lead)), (day, lead))
    return {good: lead for good, (_, lead) in first.items()}


def build_levers(
    standoff: Standoff,
    *,
    world: World,
    facts: Facts,
    register: Register,
    sampler: Sampler,
    days: int,
    paths: Paths | None = None,
) -> tuple[list[Lever], int]:
    """Turn the controls on the table into daily blocked shares.

    Notes
    -----
    No look-ahead unless ``paths`` asks for it: evidence dated after ``standoff.on`` is not used,
    and the intensity that the standoff states is held until a package eases it. A control that is
    announced for later blocks nothing before its day.
    """
    ages = [(standoff.on - entry.effective).days for entry in standoff.controls]
    history = min(LONGEST_HISTORY, max([*ages, 0]))
    levers = []
    lifts = LiftRecord(facts, register, standoff.register_ids())
    for entry in standoff.controls:
        course = Course(
            entry,
            standoff=standoff,
            world=world,
            facts=facts,
            register=register,
            sampler=sampler,
            lifts=lifts,
        )
        wait = course.wait(history, days)
        levers.append(
            Lever(
                control=entry.control,
                exporters=course.exporters,
                passing=course.passing,
                targets=course.targets,
                goods=tuple(entry.goods),
                covered_grade=course.covered_grade,
                effective_day=-course.age,
                intensity=course.by_good(history, days, paths or {}),
                wait=wait,
                outlook=course.outlook(history, days, wait, paths or {}),
            )
        )
    return levers, history
