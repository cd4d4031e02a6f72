"""The best step of a linear model between two parties, in closed form."""

from collections.abc import Callable

import numpy as np

from detente.deal.surface.runs import Array

__all__ = ["best_trade"]

_ROUNDING = 1e-12


def best_trade(
    change: Array,
    most: Array,
    here: Array,
    least: Array,
    kinks: tuple[Array, Array, Array | None],
    worth: Callable[[Array], Array],
) -> tuple[Array, float] | None:
    """Return the moves within their room that are worth most, and what they are worth.

    Parameters
    ----------
    change
        What a unit of each move brings each party, shape (2, moves) [USD bn per month].
    most
        Room of each move, shape (moves,) [share].
    here
        Gains without a move, shape (2,) [USD bn per month].
    least
        Gains below which a party refuses, shape (2,) [USD bn per month].
    kinks
        Gains of each party at which the worth bends, and the weights ``w`` of a kink at
        ``w_1 g_1 = w_2 g_2``, or None where there is none.
    worth
        Concave worth of gains, shape (points, 2) to (points,), that no gain makes smaller.

    Returns
    -------
    tuple or None
        Moves of shape (moves,) [share] and their worth; None if no moves reach ``least``.

    Notes
    -----
    What two parties can gain from moves that each add in proportion is a zonotope, whose upper
    right edge is walked by making the moves in the order of what they bring the second party for
    what they cost the first. A concave worth is largest at a corner of that edge, at a kink, or
    where a party would refuse.

    References
    ----------
    .. [1] Ziegler, G. M. (1995). Lectures on Polytopes. Springer, section 7.3.
    """
    first, second = change
    on = (first > 0) | ((first == 0) & (second > 0))
    way = np.where(on, -1.0, 1.0)
    order = np.flatnonzero((way * second > 0) & (most > 0))
    order = order[np.argsort(second[order] / first[order], kind="stable")]  # both signs differ
    start = np.where(on, most, 0.0)
    steps = np.cumsum((way * most * change)[:, order], axis=1)
    one, two = (here + change @ start)[:, None] + np.concatenate([np.zeros((2, 1)), steps], axis=1)
    places = np.arange(len(order) + 1.0)
    stops = [
        places,
        np.interp(-np.append(kinks[0], least[0]), -one, places),
        np.interp(np.append(kinks[1], least[1]), two, places),
    ]
    if kinks[2] is not None:
        stops.append(np.interp([0.0], kinks[2][1] * two - kinks[2][0] * one, places))
    at = np.concatenate(stops)
    gains = np.stack([np.interp(at, places, one), np.interp(at, places, two)], axis=1)
    fine = (gains >= least - _ROUNDING * np.maximum(1.0, np.abs(gains))).all(axis=1)
    if not fine.any():
        return None
    values = np.where(fine, worth(gains), -np.inf)
    best = int(np.argmax(values))
    made = start.copy()
    done = np.clip(at[best] - places[:-1], 0.0, 1.0)
    made[order] += way[order] * most[order] * done
    return made, float(values[best])
