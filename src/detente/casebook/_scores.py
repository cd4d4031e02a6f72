"""Scores of forecasts whose day has come: plain functions of a forecast and what was seen."""

import itertools

import numpy as np

__all__ = ["brier", "crps"]

LEVELS = (0.05, 0.5, 0.95)
"""Parts of the probability below low, central and high [share]."""


def brier(chance: float, happened: bool) -> float:  # noqa: FBT001 - what happened is the datum
    """Squared error of a chance; 0 is best, a coin gives 0.25.

    Parameters
    ----------
    chance
        What was given to it [share].
    happened
        Whether it happened.

    Examples
    --------
    >>> brier(0.8, True), brier(0.5, False)
    (0.03999999999999998, 0.25)
    """
    return (chance - happened) ** 2


def crps(low: float, central: float, high: float, seen: float) -> float:
    r"""Continuous ranked probability score of a range, in the unit of what is forecast.

    Parameters
    ----------
    low, central, high
        5th, 50th and 95th percentile [the quantity's unit].
    seen
        What happened [the quantity's unit].

    Notes
    -----
    .. math:: \int (F(x) - 1\{x \ge y\})^2 \, dx

    with F straight between the three percentiles and on to its ends at the slope of the half it
    belongs to. Without a range it is the absolute error.

    References
    ----------
    Gneiting, T. and Raftery, A. E. (2007), Strictly proper scoring rules, prediction, and
    estimation, J. American Statistical Association 102:359-378. doi:10.1198/016214506000001437

    Examples
    --------
    >>> crps(3.0, 3.0, 3.0, 5.0), round(crps(0.05, 0.5, 0.95, 0.5), 4)
    (2.0, 0.0833)
    """
    tail = LEVELS[0] / (LEVELS[1] - LEVELS[0])
    start, end = low - (central - low) * tail, high + (high - central) * tail
    places = np.array([start, low, central, high, end])
    levels = np.array([0.0, *LEVELS, 1.0])
    total = max(0.0, start - seen, seen - end)  # beyond its ends F is 0 or 1
    for one, two in itertools.pairwise(range(len(places))):
        total += _piece(places[one], places[two], levels[one], levels[two], seen)
    return float(total)


def _piece(one: float, two: float, below: float, above: float, seen: float) -> float:
    """The integral over a straight piece of F, cut where the step is."""
    if two <= one:
        return 0.0
    cut = min(max(seen, one), two)
    at = below + (above - below) * (cut - one) / (two - one)
    return _square(cut - one, below, at) + _square(two - cut, 1.0 - at, 1.0 - above)


def _square(width: float, start: float, end: float) -> float:
    """Integral of the square of a straight line."""
    return width * (start * start + start * end + end * end) / 3.0
