"""What a model of production must say to the engine's step."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from detente.impact.disruption._network import InputGroup

__all__ = ["Rules"]

Array = npt.NDArray[np.floating]


class Rules(Protocol):
    """Production and order rules of one model, with their state for a block of scenarios.

    All arrays are shortfalls from base; those of the sweep over input sectors have shape
    (uses, columns), the others (n, columns).

    Attributes
    ----------
    always
        Whether what inputs allow must be known even where it does not bind.
    least_order
        Least shortfall of an order, negative above base; the most is one [share].
    favours
        Whether orders favour suppliers that are near or above base (see `lead`).
    """

    always: bool
    least_order: float
    favours: bool

    def open(self, bound: Array, capacity: Array) -> None:
        """Set what inputs allow, before any input is looked at, in place."""

    def bind(self, group: InputGroup, gap: Array, bound: Array, work: Array, spare: Array) -> None:
        """Lower what inputs allow by the gap in the stock of one input, in place."""

    def order(
        self,
        group: InputGroup,
        gap: Array,
        orders: Array,
        *,
        output: Array,
        demand: Array,
        work: Array,
    ) -> None:
        """Set today's orders from the gap and from yesterday's output and demand, in place.

        ``output`` is that of the group's users, ``demand`` that of all nodes.
        """

    def lead(self, output: Array) -> Array:
        """Shortfall of that which orders are in proportion to, given yesterday's output."""

    def limit(self, bound: Array, capacity: Array, demand: Array) -> None:
        """Turn what inputs allow into output, in place."""

    def close(self, output: Array, demand: Array, unmet: Array, capacity: Array) -> None:
        """Move the state of the model at the end of the day."""
