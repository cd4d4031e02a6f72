"""How many tranches two or more sides need who lose only what they put up if they cheat."""

import math
from collections.abc import Sequence

import numpy as np

from detente._errors import DealError
from detente.deal.surface.runs import Array

__all__ = ["hostage_needed", "tranche_count", "tranche_ratio", "tranche_schedule"]

_MOST = 10_000


def tranche_ratio(costs: Sequence[float], gains: Sequence[float], discount: float) -> float:
    """Return by which ratio tranches without hostages must shrink.

    Parameters
    ----------
    costs
        What delivering all of its part costs each party, shape (parties,) [USD bn].
    gains
        What all that the others deliver brings each party, shape (parties,) [USD bn].
    discount
        Discount factor from one tranche to the next [1].

    Returns
    -------
    float
        ``max_i c_i / (delta g_i)``; at 1 or above no sequence of tranches is credible.

    Notes
    -----
    With tranches ``s_n = (1 - r) r^n`` what is still to come after tranche n is
    ``(g_i - c_i) sum_{m>n} delta^(m-n) s_m``; it is worth more than the cost of tranche n if and
    only if ``r >= c_i / (delta g_i)``.

    References
    ----------
    Lockwood, B. and Thomas, J. P. (2002). Gradualism and irreversibility. Review of Economic
    Studies 69, 339-356. https://doi.org/10.1111/1467-937X.00209

    Examples
    --------
    >>> round(tranche_ratio([1, 1.5], [3, 4], 0.98), 5)
    0.38265
    """
    cost, gain = _check(costs, gains, discount)
    worst = [
        c / (discount * g) if g > 0 else math.inf for c, g in zip(cost, gain, strict=True) if c > 0
    ]
    return float(max(worst, default=0.0))


def tranche_count(ratio: float, *, left: float = 0.05) -> int:
    """Return how many shrinking tranches deliver all but a small rest.

    Parameters
    ----------
    ratio
        Ratio of one tranche to the one before, from `tranche_ratio` [1].
    left
        Share of the package that may be left open [share].

    Raises
    ------
    DealError
        If the ratio is 1 or more: then no number of tranches is enough.

    Examples
    --------
    >>> tranche_count(0.38265)
    4
    """
    if ratio >= 1:
        raise DealError(
            f"tranches would have to shrink by a ratio of {ratio:.3g}: without hostages no "
            "sequence is credible; put up a hostage or ask for less"
        )
    if not 0 < left < 1:
        raise DealError(f"left is {left}: give a share between 0 and 1")
    return 1 if ratio <= 0 else max(1, math.ceil(math.log(left) / math.log(ratio) - 1e-12))


def tranche_schedule(
    costs: Sequence[float], gains: Sequence[float], hostages: Sequence[float], discount: float
) -> Array:
    """Return the shortest credible sequence of equal-share tranches, swapped at the same time.

    Parameters
    ----------
    costs, gains
        As in `tranche_ratio` [USD bn].
    hostages
        What each party loses if it cheats: escrow, reputation, side issues; may be infinite,
        shape (parties,) [USD bn].
    discount
        Discount factor from one tranche to the next [1].

    Returns
    -------
    Array
        Shares of the package that sum to 1, first to last; empty if no finite sequence is
        credible, shape (tranches,) [share].

    Notes
    -----
    Backwards: ``s_N = min_i H_i / c_i``, then ``s_n = min_i (H_i + F_i) / c_i`` with
    ``F_i <- delta (F_i + (g_i - c_i) s_n)``, until the sum reaches 1; the first tranche takes what
    is left. Taking each tranche as large as it can be makes every future as large as it can be, so
    no other sequence is shorter.

    Examples
    --------
    >>> tranche_schedule([1, 1.5], [3, 4], [0.05, 0.05], 0.98).round(4).tolist()
    [0.0469, 0.6019, 0.2301, 0.0878, 0.0333]
    """
    cost, gain = _check(costs, gains, discount)
    hostage = np.array(hostages, dtype=float)
    if hostage.shape != cost.shape or (hostage < 0).any() or np.isnan(hostage).any():
        raise DealError(f"hostages {tuple(hostages)}: give one number of zero or more per party")
    pays = cost > 0
    backwards: list[float] = []
    future, done = np.zeros(len(cost)), 0.0
    while done < 1 - 1e-12:
        room = np.divide(hostage + future, cost, out=np.full(len(cost), np.inf), where=pays)
        share = min(float(room.min(initial=np.inf)), 1 - done)
        if share <= 1e-9 or len(backwards) >= _MOST:
            return np.empty(0)
        backwards.append(share)
        done += share
        future = discount * (future + (gain - cost) * share)
    return np.array(backwards[::-1])


def hostage_needed(
    costs: Sequence[float], gains: Sequence[float], tranches: int, discount: float
) -> float:
    """Return the smallest hostage, the same for every party, with which so many tranches suffice.

    Parameters
    ----------
    costs, gains, discount
        As in `tranche_ratio`.
    tranches
        Number of tranches.

    Returns
    -------
    float
        [USD bn]; it never rises with the number of tranches.

    Examples
    --------
    >>> round(hostage_needed([1, 1.5], [3, 4], 1, 0.98), 6)
    1.5
    """
    if tranches < 1:
        raise DealError(f"tranches is {tranches}: ask for one or more")
    cost, _ = _check(costs, gains, discount)
    low, high = 0.0, float(cost.max())
    for _ in range(60):
        middle = (low + high) / 2
        found = tranche_schedule(costs, gains, [middle] * len(cost), discount)
        if 0 < len(found) <= tranches:
            high = middle
        else:
            low = middle
    return high


def _check(costs: Sequence[float], gains: Sequence[float], discount: float) -> tuple[Array, Array]:
    cost, gain = np.array(costs, dtype=float), np.array(gains, dtype=float)
    if cost.shape != gain.shape or cost.ndim != 1 or not len(cost):
        raise DealError(f"{len(cost)} costs and {len(gain)} gains: give one of each per party")
    if not (np.isfinite(cost).all() and np.isfinite(gain).all() and (cost >= 0).all()):
        raise DealError("costs and gains of tranches must be numbers, and costs zero or more")
    if not 0 < discount <= 1:
        raise DealError(f"discount factor {discount}: give a number above 0, at most 1")
    return cost, gain
