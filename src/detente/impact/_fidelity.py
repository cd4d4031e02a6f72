"""Columns of the merged table, set right by those of the same scenario that the whole one has."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.impact._coarse import Coarse, Estimates

__all__ = ["Pairing", "corrected"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]

ENOUGH = 8
"""Columns on both tables from which on their ratio is fitted, not taken from the central one."""

NEAR = 2.0
"""Most by which the whole table may be over or under the merged one at central values; where it is
further off the loss is near nothing, and the merged one is taken as it is."""

ERROR = 0.03
"""Root mean square error of a region's loss, each column left out in turn, from which on the whole
table is stepped after all [share]."""

FAR = 20.0
"""Variance of a fitted ratio, over the median of columns left out, from which on likewise [1]."""

LEAST = 1e-3
"""Losses below this are not looked at [USD bn per month]."""

NOTHING = 1e-9
"""What spreads below this has no ratio [USD bn per month]."""

NOISE = 1e-3
"""Variance of a ratio that no input explains, over that which all share [1]."""

SLOPE = 4.0
"""Variance that the inputs furthest from the central ones explain, likewise [1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Columns of one scenario.

    Parameters
    ----------
    rough
        Those that the merged table alone was stepped in.
    both
        Those that both tables were stepped in, the one with central inputs first.
    """

    rough: IntArray
    both: IntArray

    @property
    def columns(self) -> IntArray:
        """All of them, those on both tables first."""
        return np.concatenate([self.both, self.rough])


def corrected(
    coarse: Coarse,
    found: Estimates,
    *,
    stopped: Array,
    sectors: Array,
    other: Array,
    pairings: Sequence[Pairing],
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

    Returns
    -------
    list[int]
        Columns that cannot be told well enough, so that the whole table is to be stepped in them.

    Notes
    -----
    What sectors lose for want of the goods themselves is known in every column. What that spreads
    to is taken from the merged table, times what the whole table has over it: a control variate
    over two fidelities (Peherstorfer, Willcox and Gunzburger 2018, *SIAM Review* 60:550-591). The
    ratio is that of the central column, or, where there are columns enough on both, a Gaussian
    process that is linear in the logarithms of what the merged table says (Kennedy and O'Hagan
    2000, *Biometrika* 87:1-13), region by region and month by month.
    """
    doubtful: list[int] = []
    for pairing in pairings:
        rough, both = pairing.rough, pairing.both
        if len(both) < ENOUGH:
            _by_central(coarse, found, stopped, sectors, rough, both[0])
            continue
        fit = _Fit.of(found, pairing)
        known = stopped[:, :, both] - found.direct[:, :, both]
        ratios = _Ratios.of(known, found.spread[coarse.group][:, :, pairing.columns])
        loss = other[:, both] + stopped[:, :, both].mean(axis=1)
        if fit.far or fit.error(ratios, loss) > ERROR:
            doubtful += rough.tolist()
        stopped[:, :, rough] = found.direct[:, :, rough] + fit.spread(ratios)
        known = (sectors - found.sectors)[:, None, both]
        merged = found.spread_sectors[coarse.node()][:, None, pairing.columns]
        spread = fit.spread(_Ratios.of(known, merged))[:, 0]
        sectors[:, rough] = found.sectors[:, rough] + spread
    return sorted(doubtful)


def _by_central(
    coarse: Coarse, found: Estimates, stopped: Array, sectors: Array, rough: IntArray, base: int
) -> None:
    """Fill in columns by the ratio of the central one alone."""
    true = (stopped - found.direct)[:, :, base].mean(axis=1)
    merged = found.spread[:, :, base].mean(axis=1)
    by_group = np.zeros_like(merged)
    np.add.at(by_group, coarse.group, true)
    known = (merged > 0) & (by_group < NEAR * merged) & (merged < NEAR * by_group)
    ratio = np.divide(by_group, merged, out=np.ones_like(merged), where=known)
    whole = by_group[coarse.group]
    part = np.divide(true, whole, out=coarse.value_shares(), where=whole > 0)
    spread = found.spread[:, :, rough] * ratio[:, None, None]
    stopped[:, :, rough] = found.direct[:, :, rough] + part[:, None, None] * spread[coarse.group]
    grown = np.divide(
        spread.mean(axis=1),
        by_group[:, None],
        out=np.zeros((len(by_group), len(rough))),
        where=by_group[:, None] > 0,
    )
    rest = (sectors - found.sectors)[:, [base]]
    size = len(sectors) // len(stopped)
    sectors[:, rough] = found.sectors[:, rough] + rest * np.repeat(
        grown[coarse.group], size, axis=0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ratios:
    """What the whole table has over the merged one, in the columns on both, by row and month.

    ``ratio`` has shape (rows, months, both), ``merged``, what the merged one says, (rows, months,
    columns), columns on both first.
    """

    ratio: Array
    merged: Array

    @classmethod
    def of(cls, known: Array, merged: Array) -> "_Ratios":
        """Of months in which next to nothing spreads the ratio is that of the horizon."""
        mine = merged[:, :, : known.shape[2]]
        tiny, total = mine <= NOTHING, mine.sum(axis=1)
        mean = np.divide(known.sum(axis=1), total, out=np.zeros_like(total), where=total > NOTHING)
        ratio = np.where(tiny, mean[:, None], known / np.where(tiny, 1.0, mine))
        return cls(ratio=np.maximum(ratio, 0.0), merged=merged)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """A Gaussian process over the columns of a scenario, known in those on both tables.

    ``inverse`` is that of the covariance of these, ``cross`` their covariance with the others.
    """

    inverse: Array
    cross: Array
    far: bool

    @classmethod
    def of(cls, found: Estimates, pairing: Pairing) -> "_Fit":
        many = len(pairing.both)
        said = np.concatenate([found.spread, found.direct])[:, :, pairing.columns].mean(axis=1)
        said = said[said.max(axis=1) > LEAST / 100.0]
        log = np.log(said + 1e-3 * said.max(axis=1, initial=0.0, keepdims=True)).T
        log -= log[:1]
        furthest = float((log**2).sum(axis=1).max(initial=0.0))
        covariance = 1.0 + SLOPE * (log @ log.T) / max(furthest, NOTHING)
        inverse = np.linalg.inv(covariance[:many, :many] + NOISE * np.eye(many))
        cross = covariance[:many, many:]
        variance = np.diag(covariance)[many:] - np.einsum("br,bc,cr->r", cross, inverse, cross)
        usual = np.median(1.0 / np.diag(inverse))
        return cls(inverse=inverse, cross=cross, far=bool((variance > FAR * usual).any()))

    def spread(self, ratios: _Ratios) -> Array:
        """What spreads in the columns on the merged table alone, shape (rows, months, rough)."""
        ratio = ratios.ratio
        mean = ratio.mean(axis=2, keepdims=True)
        low, high = ratio.min(axis=2, keepdims=True), ratio.max(axis=2, keepdims=True)
        room = (high - low) / 2.0
        fitted = mean + (ratio - mean) @ self.inverse @ self.cross
        fitted = np.clip(fitted, np.maximum(low - room, 0.0), high + room)
        return np.asarray(fitted * ratios.merged[:, :, ratio.shape[2] :])

    def error(self, ratios: _Ratios, loss: Array) -> float:
        """Largest error of a region's loss, each column left out in turn [share].

        ``loss`` is that of the columns on both tables, shape (regions, columns).
        """
        ratio = ratios.ratio
        mean = ratio.mean(axis=2, keepdims=True)
        off = (ratio - mean) @ self.inverse / np.diag(self.inverse)
        off = (off * ratios.merged[:, :, : ratio.shape[2]]).mean(axis=1)
        usual, size = np.median(np.abs(loss), axis=1), np.abs(loss).max(axis=1)
        root = np.sqrt((off**2).mean(axis=1)) / np.maximum(usual, LEAST)
        return float(root[size >= LEAST].max(initial=0.0))
