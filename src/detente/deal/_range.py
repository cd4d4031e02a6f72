"""A number with its range."""

import math
from dataclasses import dataclass

import numpy as np

from detente._errors import DealError
from detente.deal._runs import Array

__all__ = ["Range", "quantile_range"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Low, central and high of one quantity.

    Parameters
    ----------
    low
        Lower end of the plausible range [the quantity's unit].
    central
        Most plausible value [the quantity's unit].
    high
        Upper end of the plausible range [the quantity's unit].
    """

    low: float
    central: float
    high: float

    def __post_init__(self) -> None:
        values = (self.low, self.central, self.high)
        if not all(math.isfinite(value) for value in values):
            raise DealError(f"range {values} holds a value that is not a finite number")
        if not self.low <= self.central <= self.high:
            raise DealError(f"range {values} is not in order: expected low <= central <= high")

    @classmethod
    def exactly(cls, value: float) -> "Range":
        """Return a range without width.

        Parameters
        ----------
        value
            The one value [the quantity's unit].
        """
        return cls(low=value, central=value, high=value)

    def to_payload(self) -> dict[str, float]:
        """Return ``{"low", "central", "high"}``."""
        return {"low": self.low, "central": self.central, "high": self.high}


def quantile_range(draws: Array, central: float) -> Range:
    """Return the 5th and 95th percentile around a central value that is kept inside.

    Parameters
    ----------
    draws
        Values over the draws, shape (draws,) [the quantity's unit].
    central
        Central value, from the central surface [the quantity's unit].

    Examples
    --------
    >>> import numpy as np
    >>> quantile_range(np.arange(101.0), 50.0)
    Range(low=5.0, central=50.0, high=95.0)
    """
    low, high = (float(value) for value in np.quantile(draws, (0.05, 0.95)))
    return Range(low=min(low, central), central=central, high=max(high, central))
