"""Alternating offers: what patience is worth."""

import math
from collections.abc import Sequence

import numpy as np

from detente._errors import DealError
from detente.deal.surface.runs import Array

__all__ = ["nash_weights"]


def nash_weights(discounts: Sequence[float], *, hazards: Sequence[float] = ()) -> Array:
    """Return the Nash weights that alternating offers lead to when rounds are short.

    Parameters
    ----------
    discounts
        Discount factor of each party per unit of time [1].
    hazards
        Rate per unit of time at which a party's stocks run out, so that waiting costs it more; none
        if empty [1 per unit of time].

    Returns
    -------
    Array
        Weights that sum to 1, shape (parties,) [1].

    Raises
    ------
    DealError
        If a factor is not between 0 and 1, or a hazard is negative.

    Notes
    -----
    With rates ``r_i = -ln d_i + h_i`` the weight of party i is ``(1/r_i) / sum_j 1/r_j``; for two
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
    if any(hazard < 0 for hazard in hazards):
        raise DealError(f"hazards {tuple(hazards)}: give rates of zero or more")
    rates = np.array([-math.log(factor) for factor in discounts])
    patience = 1.0 / (rates + (np.array(hazards, dtype=float) if len(hazards) else 0.0))
    return np.asarray(patience / patience.sum())
