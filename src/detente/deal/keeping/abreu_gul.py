"""Delay: a war of attrition between sides that may be stubborn."""

import math
from dataclasses import dataclass

from detente._errors import DealError

__all__ = ["Attrition", "abreu_gul"]

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attrition:
    """How long two sides hold out."""

    hazards: Pair
    """Rate at which each side gives in, once talks have begun [1 per unit of time]."""
    latest: float
    """Time by which every side that is not stubborn has given in [unit of time]."""
    weaker: int | None
    """Position of the side that gives in at once with some probability; None if neither does."""
    at_once: float
    """That probability [share]."""
    expected_delay: float
    """Mean time to a deal, given that there is one [unit of time]."""
    never: float
    """Chance that both sides are stubborn, so that there is no deal [share]."""


def abreu_gul(demands: Pair, rates: Pair, stubborn: Pair) -> Attrition:
    """Return the equilibrium of the war of attrition with reputation.

    Parameters
    ----------
    demands
        Share that each side insists on; together more than 1 [share].
    rates
        Discount rate of each side [1 per unit of time].
    stubborn
        Chance that each side never gives in [share].

    Raises
    ------
    DealError
        If demands fit together, so that there is nothing to hold out for, or a value is outside
        its range.

    Notes
    -----
    Side j gives in at the rate that makes i indifferent, ``l_j = r_i (1 - a_j) / (a_i + a_j - 1)``:
    i gets ``1 - a_j`` by giving in now and ``a_i + a_j - 1`` more if j does so first. Reputation of
    j reaches 1 at ``T_j = -ln z_j / l_j``; talks end by ``T0 = min T_j``. The side with the later T
    gives in at once with probability ``1 - z e^(l T0)``.

    References
    ----------
    Abreu, D. and Gul, F. (2000). Bargaining and reputation. Econometrica 68, 85-117.
    https://doi.org/10.1111/1468-0262.00094

    Examples
    --------
    >>> talks = abreu_gul((0.7, 0.7), (0.1, 0.1), (0.1, 0.05))
    >>> [round(talks.hazards[0], 3), round(talks.latest, 2), talks.weaker, round(talks.at_once, 2)]
    [0.075, 30.7, 1, 0.5]
    """
    excess = demands[0] + demands[1] - 1
    if not (excess > 0 and all(0 < demand < 1 for demand in demands)):
        raise DealError(f"demands {demands}: give shares below 1 that together exceed 1")
    if not all(rate > 0 for rate in rates):
        raise DealError(f"rates {rates}: give rates above 0")
    if not all(0 < share < 1 for share in stubborn):
        raise DealError(f"stubborn {stubborn}: give chances between 0 and 1, neither included")
    hazards = (rates[1] * (1 - demands[0]) / excess, rates[0] * (1 - demands[1]) / excess)
    ends = tuple(-math.log(z) / rate for z, rate in zip(stubborn, hazards, strict=True))
    latest = min(ends)
    weaker = None if math.isclose(ends[0], ends[1], rel_tol=1e-12) else int(ends[1] > ends[0])
    left = [1.0, 1.0]
    if weaker is not None:
        left[weaker] = stubborn[weaker] * math.exp(hazards[weaker] * latest)
    both, never = sum(hazards), stubborn[0] * stubborn[1]
    waited = left[0] * left[1] * -math.expm1(-both * latest) / both
    return Attrition(
        hazards=hazards,
        latest=latest,
        weaker=weaker,
        at_once=0.0 if weaker is None else 1 - left[weaker],
        expected_delay=(waited - latest * never) / (1 - never),
        never=never,
    )
