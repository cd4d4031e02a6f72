"""What each tabled control blocks, by day and region: evidence before the day, held after it."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.controls import Range, Register, Standoff, TabledControl
from detente.facts import Facts
from detente.impact._draws import Sampler
from detente.world import World

__all__ = ["Lever", "build_levers", "lever_names"]

Array = npt.NDArray[np.floating]

LONGEST_HISTORY = 270
"""Days before the standoff's date that are stepped through; older controls keep their age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One tabled control as the engine sees it.

    Parameters
    ----------
    control
        Key on the table.
    exporters
        Positions of the imposer's regions.
    targets
        Which regions the easing reaches, shape (regions,).
    goods
        Ids of the goods it covers.
    effective_day
        Day on which it took effect, counted from the standoff's date; negative is past [day].
    intensity
        Share of the base flow blocked, shape (history + 1, regions, draws + 1) [share]; the last
        row holds on the standoff's date and for as long as nothing is eased.
    """

    control: str
    exporters: tuple[int, ...]
    targets: npt.NDArray[np.bool_]
    goods: tuple[str, ...]
    effective_day: int
    intensity: Array


def lever_names(standoff: Standoff) -> list[str]:
    """Names under which the intensities are drawn."""
    return [f"intensity of {entry.control}" for entry in standoff.controls]


def build_levers(
    standoff: Standoff, *, world: World, facts: Facts, register: Register, sampler: Sampler
) -> tuple[list[Lever], int]:
    """Turn the controls on the table into daily blocked shares.

    Parameters
    ----------
    standoff
        The standoff.
    world
        Gives the regions.
    facts
        Gives each party's regions.
    register
        Gives the evidence on intensities before the standoff's date.
    sampler
        Draws of the intensities, under the names of `lever_names`.

    Returns
    -------
    levers, history
        One lever per control, and the number of days stepped through before the date [day].

    Notes
    -----
    No look-ahead: evidence dated after ``standoff.on`` is not used; the intensity that the
    standoff states is held until a package eases it. A control that is announced for later counts
    from the standoff's date on.
    """
    ages = [(standoff.on - entry.effective).days for entry in standoff.controls]
    history = min(LONGEST_HISTORY, max([*ages, 0]))
    levers = []
    for entry, age in zip(standoff.controls, ages, strict=True):
        name = f"intensity of {entry.control}"
        exporters = _positions(world, facts, entry.imposer)
        targets = np.zeros(len(world.regions), dtype=bool)
        targets[list(_positions(world, facts, entry.target))] = True
        paths = np.zeros((history + 1, len(world.regions), sampler.size))
        for region, code in enumerate(world.regions):
            if region in exporters:
                continue
            for day in range(history + 1):
                blocked = _blocked(
                    entry, register, standoff, code, day - history, at_target=bool(targets[region])
                )
                if blocked.high > 0:
                    paths[day, region] = sampler.values(
                        name, blocked.low, blocked.central, blocked.high
                    )
        levers.append(
            Lever(
                control=entry.control,
                exporters=exporters,
                targets=targets,
                goods=tuple(entry.goods),
                effective_day=-age,
                intensity=paths,
            )
        )
    return levers, history


def _positions(world: World, facts: Facts, party: str) -> tuple[int, ...]:
    codes = [code for code in facts.regions_of(party) if code in world.regions]
    return tuple(world.regions.index(code) for code in codes)


def _blocked(
    entry: TabledControl,
    register: Register,
    standoff: Standoff,
    region: str,
    day: int,
    *,
    at_target: bool,
) -> Range:
    """Blocked share towards a region on a day counted from the standoff's date."""
    on = standoff.on + dt.timedelta(days=day)
    stated = entry.intensity
    if day < 0 and on < entry.effective:
        return Range(low=0.0, central=0.0, high=0.0)
    if day == 0 and at_target:
        return Range(low=stated.low, central=stated.central, high=stated.high)
    known = [
        control.intensity(on, entry.target if at_target else region, known_on=standoff.on)
        for control in (register.get(name) for name in entry.register_ids)
    ]
    if known:
        return max(known, key=lambda value: value.central)
    if at_target:
        return Range(low=stated.low, central=stated.central, high=stated.high)
    return Range(low=0.0, central=0.0, high=0.0)
