"""How many tranches two or more sides need who lose only what they put up if they cheat."""

from collections.abc import Sequence

import numpy as np

from detente._errors import DealError
from detente.deal.surface.runs import Array

__all__ = ["tranche_schedule"]

_MOST = 10_000


def tranche_schedule(
    costs: Sequence[float], gains: Sequence[float], hostages: Sequence[float], discount: float
) -> Array:
    """Return the shortest credible sequence of equal-share tranches, swapped at the same time.

    Parameters
    ----------
    costs
        What delivering all of its part costs each party, shape (parties,) [USD bn].
    gains
        What all that the others deliver brings each party, shape (parties,) [USD bn].
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


def _check(costs: Sequence[float], gains: Sequence[float], discount: float) -> tuple[Array, Array]:
    cost, gain = np.array(costs, dtype=float), np.array(gains, dtype=float)
    if cost.shape != gain.shape or cost.ndim != 1 or not len(cost):
        raise DealError(f"{len(cost)} costs and {len(gain)} gains: give one of each per party")
    if not (np.isfinite(cost).all() and np.isfinite(gain).all() and (cost >= 0).all()):
        raise DealError("costs and gains of tranches must be numbers, and costs zero or more")
    if not 0 < discount <= 1:
        raise DealError(f"discount factor {discount}: give a number above 0, at most 1")
    return cost, gain
