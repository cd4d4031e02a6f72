"""What a model of production must say, for itself, to the engine.

A model is added by name in `models.py`, or by another package through the entry points of the
group ``detente.disruption``. The engine asks the model and knows none of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from detente.facts import Facts
from detente.impact.disruption.inputs import Inputs
from detente.world import World

__all__ = ["InputGroup", "LooseGroup", "Model", "Rules"]

Array = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InputGroup:
    """All stocked uses of one input sector, by every user of every region."""

    sector: str
    """Code of the input sector."""
    suppliers: IntArray
    """Nodes that make the input, shape (suppliers,)."""
    users: IntArray
    """Nodes that stock it, shape (uses,)."""
    made_at: slice
    used_at: slice | IntArray
    """The same as rows of a state array: slices where they can be, so that nothing is copied."""
    weights: Array
    """Share of each supplier in a user's purchases, shape (uses, suppliers) [share]."""
    sales: Array
    """Part of a supplier's output that each use takes, shape (suppliers, uses) [share]."""
    sold: Array
    """Part of a supplier's output that goes to the uses of this group, shape (suppliers, 1)
    [share]."""
    days: Array
    """Stock in days of base use, shape (uses, 1) [day]."""
    slope: Array
    offset: Array
    """What the stock's gap (days of use missing) takes from output: ``slope * gap - offset``,
    shapes (uses, 1); where an input does not bind the slope is zero."""
    ample: float
    """Gap up to which no use of the group is bound, and no stock is empty [day]."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LooseGroup:
    """All uses of one input sector that have no stock: they are ordered as they are used."""

    suppliers: IntArray
    """Nodes that make the input, shape (suppliers,)."""
    users: IntArray
    """Nodes that use it, shape (uses,)."""
    made_at: slice
    """Suppliers as rows of a state array."""
    sales: Array
    """Part of a supplier's output that each use takes, shape (suppliers, uses) [share]."""


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


@runtime_checkable
class Model(Protocol):
    """A model of production: its parameters, and what follows from them.

    A frozen dataclass, so that a run can be told by its parameters.
    """

    @property
    def why_no_delivery_cuts(self) -> str:
        """Why deliveries between nodes cannot be cut, and what to do; empty where they can."""

    def inputs(self, world: World, facts: Facts) -> Inputs:
        """Give ratings and stocks where none are given.

        Parameters
        ----------
        world
            The input-output table.
        facts
            The tables of facts.
        """

    def binding(self, rating: Array) -> Array:
        """Tell how far a missing input lowers output, same shape as the ratings [1].

        Parameters
        ----------
        rating
            As in `Inputs`, shape (sectors, n) [1].
        """

    def stocked(self, rating: Array) -> Flags:
        """Tell which inputs have a stock of their own, same shape as the ratings.

        Parameters
        ----------
        rating
            As in `Inputs`, shape (sectors, n) [1].
        """

    def production(self, binds: Array, days: Array) -> tuple[Array, Array]:
        """Give slope and offset of what a gap in the stock takes from output, shapes (uses,).

        Parameters
        ----------
        binds
            As of `binding`, for the users of one input, shape (uses,) [1].
        days
            Their stock, shape (uses,) [day].
        """

    def joined(self, groups: Sequence[InputGroup], world: World) -> Sequence[InputGroup]:
        """Change the groups where inputs bind together; give them back where each binds alone.

        Parameters
        ----------
        groups
            Every stocked input.
        world
            The input-output table.
        """

    def rules(self, shape: tuple[int, int], dtype: np.dtype[np.floating]) -> Rules:
        """Start a block of scenarios.

        Parameters
        ----------
        shape
            Nodes and columns.
        dtype
            Precision of the state.
        """
