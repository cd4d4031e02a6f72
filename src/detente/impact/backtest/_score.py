"""Scores of forecasts against what happened: plain functions on arrays.

Point errors are root mean square for monthly indices, mean absolute for days, mean absolute
logarithm for price multiples (twice too high is as wrong as half). The interval score of Gneiting
and Raftery (2007) rewards narrow ranges and charges for what falls outside.

References
----------
Gneiting, T. and Raftery, A. E. (2007), Strictly proper scoring rules, prediction, and estimation,
J. American Statistical Association 102:359-378, equation 43. doi:10.1198/016214506000001437
"""

import numpy as np
import numpy.typing as npt

from detente.facts import Relation

__all__ = ["MISSES", "event_error", "inside", "interval_score", "log_error", "rmse", "skill"]

Array = npt.NDArray[np.floating]

MISSES = 0.1
"""Part of what happens that should fall outside a range from the 5th to the 95th percentile."""


def rmse(errors: Array) -> float:
    """Root mean square of errors.

    Parameters
    ----------
    errors
        Forecast less what happened, shape (n,) [the quantity's unit].

    Examples
    --------
    >>> rmse(np.array([3.0, -4.0]))
    3.5355339059327378
    """
    return float(np.sqrt(np.mean(np.square(errors))))


def event_error(
    forecast: float, seen: tuple[float, float], relation: Relation, horizon: float
) -> float:
    """Days by which a forecast of an event is off, positive is too late [day].

    Examples
    --------
    >>> event_error(50.0, (45.0, 61.0), "at most", 300.0)
    0.0
    >>> event_error(70.0, (45.0, 61.0), "at most", 300.0)
    9.0
    """
    first, last = seen
    late = max(0.0, min(forecast, horizon) - last)
    early = min(0.0, min(forecast, horizon) - first)
    if relation == "at most":
        return late
    return early if relation == "at least" else late + early


def log_error(forecast: float, happened: float) -> float:
    """Natural logarithm of a forecast multiple over the one that was seen [1]."""
    return float(np.log(forecast / happened))


def inside(
    low: float, high: float, seen: tuple[float, float], relation: Relation = "equal"
) -> bool:
    """Tell whether a forecast's range meets what was seen, which has a range of its own.

    Examples
    --------
    >>> inside(44, 81, (40, 57)), inside(58, 81, (40, 57))
    (True, False)
    """
    if relation == "at most":
        return low <= seen[1]
    if relation == "at least":
        return high >= seen[0]
    return low <= seen[1] and high >= seen[0]


def interval_score(
    low: float, high: float, seen: tuple[float, float], relation: Relation = "equal"
) -> float:
    """Width of a range, and twenty times its distance from what was seen.

    Parameters
    ----------
    low, high
        Ends of the range from the 5th to the 95th percentile [the quantity's unit].
    seen
        Low and high end of what was seen.
    relation
        One-sided events are charged on one side only.

    Examples
    --------
    >>> interval_score(0.0, 1.0, (0.5, 0.5)), round(interval_score(0.0, 1.0, (1.1, 1.2)), 6)
    (1.0, 3.0)
    """
    above = max(0.0, seen[0] - high) if relation != "at most" else 0.0
    below = max(0.0, low - seen[1]) if relation != "at least" else 0.0
    return (high - low) + 2.0 / MISSES * (above + below)


def skill(error: float, baseline: float) -> float | None:
    """Part of a baseline's error that a forecast takes away; negative is worse than it."""
    return None if baseline == 0 else 1.0 - error / baseline
