"""Which lines stop first: party by good by sector, with the days and how often."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detente.controls import Range
from detente.impact.ranges import HIGH, LOW, spread

if TYPE_CHECKING:
    from detente.impact._clocks import GoodClock
    from detente.impact._impact import Impact

__all__ = ["Stoppage", "day_bounds", "day_range", "first_stoppages"]

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stoppage:
    """When the first lines of one sector stop for want of one good, controls as they stand."""

    party: str
    good: str
    control: str
    """Whose lines, for want of what, and under which tabled control."""
    sector: str
    sector_name: str
    """Code and name of the sector."""
    days: Range | None
    """From the standoff's date to the first shortage [day]; a draw without one counts as the
    horizon. None where the run at central values has none."""
    share_of_draws: float
    """Part of the draws in which there is one within the horizon [share]."""
    output_lost: Range
    """Output of the sector that is missing on its worst day, from all controls together [share]."""


def day_bounds(days: Array) -> tuple[float, float, float]:
    """Low, central and high of a first day; infinite where it is beyond the horizon.

    Parameters
    ----------
    days
        The central run first, then one per draw, shape (draws + 1,) [day]; NaN or infinite for
        never.

    Returns
    -------
    tuple of float
        Of the draws, the last day among the first twentieth and among the first 95 % [day]; days
        are not interpolated, since one of them may be never.

    Examples
    --------
    >>> day_bounds(np.array([5.0, 3.0, np.nan, 6.0]))
    (3.0, 5.0, 6.0)
    """
    filled = np.where(np.isnan(days), np.inf, days)
    draws, central = np.sort(filled[1:]), float(filled[0])
    if not len(draws):
        return central, central, central
    low, high = (float(draws[int(share * (len(draws) - 1))]) for share in (LOW, HIGH))
    return min(low, central), central, max(high, central)


def day_range(days: Array, horizon: int) -> Range | None:
    """Return the same as a range in which never counts as the horizon.

    None where the central run has no such day.
    """
    low, central, high = day_bounds(days)
    if np.isinf(central):
        return None
    return Range(low=low, central=central, high=min(high, float(horizon)))


def first_stoppages(impact: "Impact") -> list[Stoppage]:
    """Work out the first stoppages of a simulation, soonest first.

    Notes
    -----
    A line counts as stopped on the first day on which the leanest plants miss a quarter of their
    need for the good: the fifth with the smallest stocks among those whose suppliers are cut off,
    if they make up a hundredth of the region's use. A sector that is spread over
    several regions of the party counts from the first of them.
    """
    found = [row for clock in impact.clocks() for row in _of_clock(impact, clock)]
    horizon = float(impact.study.days)
    return sorted(
        found,
        key=lambda row: (
            row.days.central if row.days else horizon,
            -row.share_of_draws,
            -row.output_lost.central,
        ),
    )


def _of_clock(impact: "Impact", clock: "GoodClock") -> list[Stoppage]:
    study, batch = impact.study, impact.batch
    model, world = study.model, study.world
    columns = impact.columns("together")
    kept = np.searchsorted(batch.path_columns, columns)
    good, rows = model.goods.index(clock.good), impact.rows(clock.party)
    rows_of: dict[str, list[int]] = {sector: [] for sector in clock.sectors}
    for user, node in enumerate(model.user_node):
        sector = world.sectors[node % len(world.sectors)]
        mine = model.user_good[user] == good and model.user_region[user] in rows
        if mine and model.user_critical[user] and sector in rows_of:
            rows_of[sector].append(user)
    draws = batch.draw[columns]
    found = []
    for sector, users in rows_of.items():
        short = batch.first_shortage[good][model.user_region[users]][:, columns]
        short = np.where(model.user_coverage[users][:, draws] > 0, short, np.nan)
        days = np.where(np.isnan(short), np.inf, short).min(axis=0)
        value_added = study.network.value_added[model.user_node[users]]
        output = batch.user_output[np.searchsorted(study.watched, users)][:, :, kept]
        lost = 1.0 - np.average(output, axis=0, weights=np.maximum(value_added, 1e-12))
        found.append(
            Stoppage(
                party=clock.party,
                good=clock.good,
                control=clock.control,
                sector=sector,
                sector_name=study.sector_name(sector),
                days=day_range(days, study.days),
                share_of_draws=float(np.isfinite(days[1:]).mean()),
                output_lost=spread(np.maximum(lost.max(axis=0), 0.0)),
            )
        )
    return found
