"""Partially binding Leontief production: which missing inputs bind, in five variants.

Pichler, Pangallo, del Rio-Chanona, Lafond and Farmer (2022), *Journal of Economic Dynamics and
Control* 144:104527, equations 9 to 13.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.facts import Facts
from detente.impact.disruption._state import Array, raise_rows, rows
from detente.impact.disruption.inputs import Inputs
from detente.impact.disruption.labour import Labour
from detente.impact.disruption.model import InputGroup
from detente.world import World

__all__ = ["Leontief", "PartiallyBinding", "Variant"]

Variant = Literal["leontief", "strong", "half", "weak", "linear"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leontief:
    r"""Rules of the partially binding Leontief model.

    Parameters
    ----------
    variant
        Which inputs bind production (see Notes).
    order_days
        Days in which an order closes a gap in the stock [day], their :math:`\tau`.
    stocks
        ``"all"``: every input is stocked and ordered by equation 4, as in the paper. ``"binding"``:
        only inputs that can bind are; the others are ordered as they are used, which needs no state
        and changes nothing for those who use them.
    labour
        Hiring and firing; None keeps capacity at what the caps leave of the base.
    most_ordered
        Most that a firm orders of an input while its stock is low [multiple of base use]. The paper
        has no such limit: a firm whose shelves are empty may order many times its use, and in
        rationing in proportion to orders it then starves firms whose shelves are full.

    Raises
    ------
    ImpactError
        If the variant is not one of the five, or orders take less than a day.

    Notes
    -----
    With :math:`S_{ji}/A_{ji}` the output for which the stock of input j suffices,

    =========== ========== =============================================================
    variant     equation   output allowed by inputs
    =========== ========== =============================================================
    leontief    9          least over all inputs
    strong      10         least over critical and important inputs
    half        11         least over critical inputs, and half-way to base for important
    weak        12         least over critical inputs
    linear      13         sum of all stocks over sum of all coefficients
    =========== ========== =============================================================
    """

    variant: Variant = "half"
    order_days: float
    stocks: Literal["binding", "all"] = "binding"
    labour: Labour | None = None
    most_ordered: float = math.inf

    def __post_init__(self) -> None:
        if self.variant not in get_args(Variant):
            raise ImpactError(
                f"unknown variant {self.variant!r}: choose one of {', '.join(get_args(Variant))}"
            )
        if self.order_days < 1:
            raise ImpactError(f"order_days must be at least 1 day, got {self.order_days:g}")
        if self.most_ordered < 1:
            raise ImpactError(f"most_ordered is at least 1, got {self.most_ordered:g}")

    def binding(self, rating: Array) -> Array:
        """How far a missing input lowers output, same shape as the ratings [1]."""
        match self.variant:
            case "leontief" | "linear":
                return np.ones_like(rating)
            case "strong":
                return np.asarray(rating > 0, dtype=rating.dtype)
            case "half":
                return rating
            case _:
                return np.asarray(rating == 1, dtype=rating.dtype)

    def stocked(self, rating: Array) -> npt.NDArray[np.bool_]:
        """Which inputs have a stock of their own, same shape as the ratings."""
        return np.asarray((self.binding(rating) > 0) | (self.stocks == "all"))

    @property
    def why_no_delivery_cuts(self) -> str:
        """Empty: deliveries can be cut."""
        return ""

    def inputs(self, world: World, facts: Facts) -> Inputs:
        """Ratings and stocks of the facts."""
        return Inputs.from_facts(world, facts)

    def production(self, binds: Array, days: Array) -> tuple[Array, Array]:
        """An empty shelf takes what the input binds; a day's use on it takes nothing."""
        return binds, np.where(binds > 0, binds * (days - 1.0), np.inf)

    def joined(self, groups: Sequence[InputGroup], world: World) -> Sequence[InputGroup]:
        """Equation 13 sums over inputs; the others take the least of them."""
        return _pooled(groups, world) if self.variant == "linear" else groups

    def rules(self, shape: tuple[int, int], dtype: np.dtype[np.floating]) -> "PartiallyBinding":
        """Start a block of scenarios."""
        return PartiallyBinding(self, shape, dtype)


class PartiallyBinding:
    """State and rules of the partially binding Leontief model for a block of scenarios.

    Parameters
    ----------
    model
        Its parameters.
    shape
        Nodes and columns.
    dtype
        Precision of the state.
    """

    favours: bool = False

    def __init__(
        self, model: Leontief, shape: tuple[int, int], dtype: np.dtype[np.floating]
    ) -> None:
        self._linear, self._labour = model.variant == "linear", model.labour
        self._per_order_day = 1.0 / model.order_days
        self.least_order = 1.0 - model.most_ordered
        self.always = self._linear or self._labour is not None
        self._idle: Array = np.zeros(shape if self._labour else (0, 0), dtype)
        self._bound: Array = np.zeros_like(self._idle)
        self._unfed: npt.NDArray[np.bool_] = np.ones(shape[0], dtype=np.bool_)

    def open(self, bound: Array, capacity: Array) -> None:
        """Start from capacity; from no bound at all where the bound itself is wanted later."""
        if self._linear:
            bound[:] = 0.0
        elif self._labour is not None:
            bound[:] = -np.inf
        else:
            np.copyto(bound, capacity)

    def bind(self, group: InputGroup, gap: Array, bound: Array, work: Array, spare: Array) -> None:
        """Equations 9 to 13: the least over inputs, or their sum in the linear variant."""
        np.multiply(gap, group.slope, out=work)
        work -= group.offset
        if self._linear:
            work += rows(bound, group.used_at, spare)
            bound[group.used_at] = work
            self._unfed[group.used_at] = False
        else:
            raise_rows(bound, group.used_at, work, spare)

    def order(
        self,
        group: InputGroup,
        gap: Array,
        orders: Array,
        *,
        output: Array,  # noqa: ARG002 - of the protocol
        demand: Array,
        work: Array,
    ) -> None:
        """Equation 4: yesterday's demand and a part of the gap in the stock."""
        np.multiply(gap, self._per_order_day, out=work)
        np.subtract(rows(demand, group.used_at, orders), work, out=orders)

    def lead(self, output: Array) -> Array:
        """Orders go by base shares alone; not asked for."""
        return output

    def limit(self, bound: Array, capacity: Array, demand: Array) -> None:
        """Equation 14: the least of capacity, inputs and demand."""
        if self._labour is not None:
            if self._linear:
                bound[self._unfed] = -np.inf  # who buys nothing is not bound by its stocks
            np.copyto(self._bound, bound)
            np.maximum(bound, self._idle, out=bound)
        else:
            np.maximum(bound, capacity, out=bound)
        np.maximum(bound, demand, out=bound)

    def close(
        self,
        output: Array,  # noqa: ARG002 - of the protocol
        demand: Array,
        unmet: Array,  # noqa: ARG002
        capacity: Array,
    ) -> None:
        """Hire and fire."""
        if self._labour is not None:
            self._labour.adjust(self._idle, bound=self._bound, demand=demand, cap=capacity)


def _pooled(groups: Sequence[InputGroup], world: World) -> list[InputGroup]:
    """Give each input its share in all that a user buys (equation 13)."""
    total = np.zeros(world.n)
    for group in groups:
        total[group.users] += _purchases(group, world)
    pooled = []
    total[total == 0] = 1.0
    for group in groups:
        share = (_purchases(group, world) / total[group.users])[:, None].astype(group.days.dtype)
        pooled.append(replace(group, slope=share, offset=share * (group.days - 1.0), ample=-1.0))
    return pooled


def _purchases(group: InputGroup, world: World) -> Array:
    return np.asarray(world.flows[np.ix_(group.suppliers, group.users)].sum(axis=0, dtype=float))
