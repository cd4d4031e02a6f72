"""Columns of the merged table, set right by those of the same scenario that the whole one has."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.impact._coarse import Coarse, Estimates

__all__ = ["Pairing", "corrected"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]

NEAR = 2.0
"""Most by which the whole table may be over or under the merged one at central values; where it is
further off the loss is near nothing, and the merged one is taken as it is."""

ERROR = 0.03
"""Error of a party's loss, in a draw that both tables were stepped in, from which on the whole one
is stepped in all draws of the scenario after all [share]."""

LEAST = 1e-3
"""Losses below this are not looked at [USD bn per month]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Columns of one scenario."""

    rough: IntArray
    """Those that the merged table alone was stepped in."""
    both: IntArray
    """Those that both tables were stepped in, the one with central inputs first."""


def corrected(
    coarse: Coarse,
    found: Estimates,
    *,
    stopped: Array,
    sectors: Array,
    other: Array,
    pairings: Sequence[Pairing],
    parties: Sequence[Sequence[int]],
) -> list[int]:
    """Fill in columns that the merged table alone was stepped in, in place.

    Parameters
    ----------
    coarse
        The merged table.
    found
        What it says.
    stopped
        Value added lost, shape (regions, months, columns) [USD bn per month]; right in the columns
        that the whole table was stepped in.
    sectors
        The same by node, mean over the horizon, shape (n, columns) [USD bn per month].
    other
        What regions lose beside, mean over the horizon, shape (regions, columns) [USD bn per
        month].
    pairings
        Columns to fill in and those to set them right by, by scenario.
    parties
        Regions of each party.

    Returns
    -------
    list[int]
        Columns of scenarios in which a party's loss is not told well enough, so that the whole
        table is to be stepped in them.

    Notes
    -----
    What sectors lose for want of the goods themselves is known in every column. What that spreads
    to is taken from the merged table, times what the whole table has over it in the central run of
    the scenario: a control variate whose coefficient is that ratio (Peherstorfer, Willcox and
    Gunzburger 2018, *SIAM Review* 60:550-591). How far that is off is seen in the other columns
    that both were stepped in.
    """
    doubtful: list[int] = []
    for pairing in pairings:
        central, tried = pairing.both[0], pairing.both[1:]
        base = _by_group(coarse, (stopped - found.direct)[:, :, central])
        ratio, part = _ratio(coarse, base, found.spread[:, :, central].mean(axis=1))
        told = found.direct[:, :, tried] + part * (ratio * found.spread[:, :, tried])[coarse.group]
        if _error(stopped[:, :, tried], told, other[:, tried], parties) > ERROR:
            doubtful += pairing.rough.tolist()
        rough = pairing.rough
        spread = ratio * found.spread[:, :, rough]
        stopped[:, :, rough] = found.direct[:, :, rough] + part * spread[coarse.group]
        whole = base.sum(axis=1, keepdims=True)
        grown = np.divide(
            spread.mean(axis=1), whole, out=np.zeros((len(base), len(rough))), where=whole > 0
        )
        rest = (sectors - found.sectors)[:, [central]]
        size = len(sectors) // len(stopped)
        grown = np.repeat(grown[coarse.group], size, axis=0)
        sectors[:, rough] = found.sectors[:, rough] + rest * grown
    return sorted(doubtful)


def _by_group(coarse: Coarse, spread: Array) -> Array:
    """What spreads in a column of the whole table, mean over months, shape (groups, regions)."""
    by_group = np.zeros((len(coarse.network.world.regions), len(spread)))
    by_group[coarse.group, np.arange(len(spread))] = spread.mean(axis=1)
    return by_group


def _ratio(coarse: Coarse, by_group: Array, merged: Array) -> tuple[Array, Array]:
    """What the whole table has over the merged one, and each region's part of its group.

    Both in one column; shapes (groups, 1, 1) and (regions, 1, 1).
    """
    whole = by_group.sum(axis=1)
    known = (merged > 0) & (whole < NEAR * merged) & (merged < NEAR * whole)
    ratio = np.divide(whole, merged, out=np.ones_like(merged), where=known)
    own, all_there = by_group.sum(axis=0), whole[coarse.group]
    part = np.divide(own, all_there, out=coarse.value_shares(), where=all_there > 0)
    return ratio[:, None, None], part[:, None, None]


def _error(true: Array, told: Array, other: Array, parties: Sequence[Sequence[int]]) -> float:
    """Largest error of a party's loss over some columns, of that of both tables [share]."""
    worst = 0.0
    for rows in parties:
        loss = (true.mean(axis=1) + other)[list(rows)].sum(axis=0)
        off = np.abs((told - true).mean(axis=1)[list(rows)].sum(axis=0))
        share = off / np.maximum(np.abs(loss), LEAST)
        worst = max(worst, float(share.max(initial=0.0, where=np.abs(loss) >= LEAST)))
    return worst
