"""The Nash bargaining solution, with weights from patience."""

import math
from collections.abc import Sequence

import numpy as np

from detente._errors import DealError
from detente.deal._runs import Array, Flags, Indices

__all__ = ["nash_ranking", "nash_weights", "rubinstein_share"]


def rubinstein_share(first: float, second: float) -> float:
    """Return the share of the party that proposes first in alternating offers.

    Parameters
    ----------
    first
        Discount factor per round of the party that proposes first [1].
    second
        Discount factor per round of the other [1].

    Notes
    -----
    ``(1 - d2) / (1 - d1 d2)``

    References
    ----------
    Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50, 97-109.
    https://doi.org/10.2307/1912531

    Examples
    --------
    >>> round(rubinstein_share(0.95, 0.9), 4)
    0.6897
    """
    for factor in (first, second):
        if not 0 <= factor < 1:
            raise DealError(
                f"discount factor {factor}: give a number from 0 up to, not including, 1"
            )
    return (1 - second) / (1 - first * second)


def nash_weights(discounts: Sequence[float]) -> Array:
    """Return the Nash weights that alternating offers lead to when rounds are short.

    Parameters
    ----------
    discounts
        Discount factor of each party per unit of time [1].

    Returns
    -------
    Array
        Weights that sum to 1, shape (parties,) [1].

    Notes
    -----
    With rates ``r_i = -ln d_i`` the weight of party i is ``(1/r_i) / sum_j 1/r_j``; for two
    parties ``r_2 / (r_1 + r_2)``, the limit of Rubinstein's split.

    References
    ----------
    Binmore, K., Rubinstein, A. and Wolinsky, A. (1986). The Nash bargaining solution in economic
    modelling. RAND Journal of Economics 17, 176-188. https://doi.org/10.2307/2555382

    Examples
    --------
    >>> nash_weights([0.95, 0.9]).round(4).tolist()
    [0.6726, 0.3274]
    """
    for factor in discounts:
        if not 0 < factor < 1:
            raise DealError(
                f"discount factor {factor}: give a number between 0 and 1, neither included"
            )
    patience = np.array([-1 / math.log(factor) for factor in discounts])
    return np.asarray(patience / patience.sum())


def nash_ranking(gains: Array, accepted: Flags, *, weights: Array | None = None) -> Indices:
    """Return the accepted packages, best by the Nash product first.

    Parameters
    ----------
    gains
        Utility above disagreement, shape (packages, parties) [USD bn per month].
    accepted
        Which packages are acceptable to all, shape (packages,).
    weights
        Weight of each party [1]; equal if None.

    Returns
    -------
    Array
        Indices of accepted packages.

    Notes
    -----
    Maximises ``sum_i w_i ln g_i``. Where no package makes everybody strictly better off, packages
    that make more parties strictly better off come first, then those with the larger product over
    these parties: a party that nothing can help does not make every product zero.

    References
    ----------
    Nash, J. F. (1950). The bargaining problem. Econometrica 18, 155-162.
    https://doi.org/10.2307/1907266
    """
    which = np.flatnonzero(accepted)
    own = gains[which]
    share = np.ones(gains.shape[1]) / gains.shape[1] if weights is None else weights
    least = 1e-9 * np.abs(own).max(initial=0.0)
    strict = own > least
    logs = np.log(np.where(strict, own, 1.0))
    merit = np.where(strict, logs * share, 0.0).sum(axis=1)
    return np.asarray(which[np.lexsort((-np.round(merit, 10), -strict.sum(axis=1)))])
