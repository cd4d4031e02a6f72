"""Ranges over draws: one meaning of low, central and high for all results."""

from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.controls import Range

__all__ = ["HIGH", "LOSS_PARTS", "LOW", "LossPart", "RangeFrom", "quantile_range", "spread"]

Array = npt.NDArray[np.floating]

LOW, HIGH = 0.05, 0.95
"""Quantiles over the draws that stand for low and high."""

LossPart: TypeAlias = Literal["stopped_lines", "price_paid", "own_exports_lost"]

RangeFrom: TypeAlias = Literal["whole table", "merged table"]
"""Which table the draws of a range were stepped on, see docs/methods/quick.md."""

LOSS_PARTS: tuple[LossPart, ...] = ("stopped_lines", "price_paid", "own_exports_lost")
"""What a loss is the sum of; fields of a batch."""


def quantile_range(draws: Array, central: float, *, weights: Array | None = None) -> Range:
    """Return the 5th and 95th percentile around a central value that is kept inside.

    Parameters
    ----------
    draws
        Values over the draws, shape (draws,) [the quantity's unit]; without any, the range has no
        width.
    central
        Value at central inputs [the quantity's unit].
    weights
        How likely each draw is, shape (draws,) [share]; all alike if not given.

    Notes
    -----
    Of weighted draws the percentile is the first draw that reaches it; else it is interpolated.

    Examples
    --------
    >>> quantile_range(np.arange(101.0), 50.0)
    Range(low=5.0, central=50.0, high=95.0)
    """
    if not len(draws):
        return Range.exactly(central)
    if weights is None:
        low, high = (float(value) for value in np.quantile(draws, (LOW, HIGH)))
    else:
        order = np.argsort(draws)
        reached = np.cumsum(weights[order])
        low, high = (float(draws[order][np.searchsorted(reached, q)]) for q in (LOW, HIGH))
    return Range(low=min(low, central), central=central, high=max(high, central))


def spread(values: Array) -> Range:
    """Return the range of a run: its central value and the percentiles of its draws.

    Parameters
    ----------
    values
        The central value first, then one per draw, shape (draws + 1,) [the quantity's unit].

    Examples
    --------
    >>> spread(np.array([2.0, 1.0, 2.0, 3.0]))
    Range(low=1.1, central=2.0, high=2.9)
    """
    return quantile_range(np.asarray(values[1:]), float(values[0]))
