"""A lower bound: sectors that are struck stop, and nobody behind them misses what they made."""

from dataclasses import dataclass

import numpy as np

from detente.facts import Facts
from detente.impact import Leontief

__all__ = ["NoSpread", "no_spread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSpread(Leontief):
    """Partially binding Leontief in which no input binds, so that only orders travel."""

    def binding(self, rating: np.ndarray) -> np.ndarray:
        """No missing input lowers output."""
        return np.zeros_like(rating)


def no_spread(facts: Facts) -> NoSpread:
    """The model with the parameters of the facts."""
    return NoSpread(order_days=facts.model_parameter("order_days").value)
