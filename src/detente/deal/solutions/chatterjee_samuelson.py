"""What two-sided private values cost at best: the linear equilibrium of the double auction."""

from dataclasses import dataclass

import numpy as np

from detente._errors import DealError
from detente.deal.surface.runs import Array

__all__ = ["DoubleAuction", "chatterjee_samuelson", "linear_bids"]

MARGIN = 0.25
"""By how much the buyer's value must exceed the seller's, in the linear equilibrium [1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleAuction:
    """Trade between a seller and a buyer with values spread evenly over 0 to 1.

    Parameters
    ----------
    probability
        Chance of trade [share].
    gain
        Expected gain from trade [1].
    """

    probability: float
    gain: float


def chatterjee_samuelson(margin: float = MARGIN) -> DoubleAuction:
    """Return chance and gain of trade if it happens when buyer exceeds seller by a margin.

    Parameters
    ----------
    margin
        1/4 in the linear equilibrium, which no mechanism beats; 0 if values were known [1].

    Notes
    -----
    With both values uniform the difference ``d = b - s`` has density ``1 - d`` on 0 to 1, so the
    chance is ``(1 - m)^2 / 2`` and the gain the integral of ``d (1 - d)`` from m to 1.

    References
    ----------
    Chatterjee, K. and Samuelson, W. (1983). Bargaining under incomplete information. Operations
    Research 31, 835-851. https://doi.org/10.1287/opre.31.5.835. Myerson, R. and Satterthwaite, M.
    (1983). Efficient mechanisms for bilateral trading. Journal of Economic Theory 29, 265-281.

    Examples
    --------
    >>> chatterjee_samuelson() == DoubleAuction(probability=9 / 32, gain=9 / 64)
    True
    """
    if not 0 <= margin <= 1:
        raise DealError(f"margin is {margin}: give a number from 0 to 1")
    gain = (1 - margin**2) / 2 - (1 - margin**3) / 3
    return DoubleAuction(probability=(1 - margin) ** 2 / 2, gain=gain)


def linear_bids(seller: Array, buyer: Array) -> tuple[Array, Array]:
    """Return what each side asks and offers in the linear equilibrium.

    Parameters
    ----------
    seller, buyer
        True values between 0 and 1, same shape [1].

    Returns
    -------
    tuple
        The seller's price ``2 s / 3 + 1/4`` and the buyer's ``2 b / 3 + 1/12``; they trade where
        the second is at least the first [1].
    """
    return np.asarray(2 * seller / 3 + 1 / 4), np.asarray(2 * buyer / 3 + 1 / 12)
