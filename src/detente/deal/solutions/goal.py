"""What a solution makes as large as possible, for a search between the levels of the grid."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.deal.surface.runs import Array, Flags

__all__ = ["TIE", "Goal"]

TIE = 1e-6
"""Weight of the mean, which tells equal minima apart [1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What is made as large as possible over the acceptable packages.

    Parameters
    ----------
    kind
        ``"least"``: the smallest of ``g_i / scale_i`` (plus a millionth of their mean, for
        equal minima); ``"log"``: ``sum_i scale_i ln g_i``.
    scale
        Scale or weight of each party, shape (parties,); only those in ``counted`` matter.
    counted
        Parties that count, shape (parties,). With one party both goals are that party's gain.
    """

    kind: Literal["least", "log"]
    scale: Array
    counted: Flags

    def merit(self, gains: Array) -> float:
        """Return the value of the goal.

        Parameters
        ----------
        gains
            shape (parties,) [USD bn per month].
        """
        own, scale = gains[self.counted], self.scale[self.counted]
        if self.kind == "least":
            return float((own / scale).min() + TIE * (own / scale).mean())
        if (own <= 0).any():
            return -np.inf
        return float(scale @ np.log(own))
