"""The step of `Economy` for the built-in models, compiled: the same day with fewer passes.

What differs is the order of the work. An order is not kept until it is delivered but worked out
again from the stock it was made for, makers that delivered everything are skipped, and all that
happens to one use of an input is done while it lies in the processor's nearest cache. Columns in
which nothing has happened yet take no part: a block grows from the left as its columns wake.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np

from detente.impact.disruption._flow_cuts import FlowCuts
from detente.impact.disruption._state import Array
from detente.impact.disruption.ario import Ario
from detente.impact.disruption.economy import TINY, Economy
from detente.impact.disruption.model import InputGroup
from detente.impact.disruption.network import Network
from detente.impact.disruption.variants import Leontief

__all__ = ["CompiledEconomy", "start"]

WORTH = 4_000_000
"""Nodes times columns times days from which on loading the compiler takes less than it saves."""

FEW = 0.4
"""Makers that did not deliver all, of those of an input, up to which they are taken out [share]."""


def start(
    network: Network, columns: int, *, days: int | None = None, flow_cuts: FlowCuts | None = None
) -> "Economy | CompiledEconomy":
    """Start a block of scenarios, compiled where the model and the installation allow it.

    In double precision, which is for comparison with other programs, it is never compiled, nor is a
    run of so few ``days`` that loading the compiler would cost more than it saves.
    """
    numbers = _NUMBERS.get(type(network.model), lambda _: None)(network.model)
    quick = network.dtype == np.float32 and find_spec("numba") is not None
    short = days is not None and network.world.n * columns * days < WORTH
    if numbers is None or short or not quick:
        return Economy(network, columns, flow_cuts=flow_cuts)
    return CompiledEconomy(network, columns, numbers, flow_cuts=flow_cuts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbers:
    """What the compiled day must know of a model."""

    per_day: float
    """Part of a gap in the stock that is ordered in a day [share per day]."""
    least_order: float = -np.inf
    """Least shortfall of an order, negative above base [share]."""
    overproduction: tuple[float, float] | None = None
    """Most that capacity rises above base [share] and part of the way in a day [share per day];
    None where nobody overproduces."""
    favours: bool = False
    """Whether orders go by suppliers' output."""


def _of_leontief(model: Leontief) -> _Numbers | None:
    if model.variant == "linear" or model.labour is not None:
        return None
    return _Numbers(per_day=1.0 / model.order_days, least_order=1.0 - model.most_ordered)


def _of_ario(model: Ario) -> _Numbers | None:
    if model.as_boario:
        return None
    return _Numbers(
        per_day=1.0 / model.restock_days,
        overproduction=(model.overproduction_max - 1.0, 1.0 / model.overproduction_days),
        favours=model.orders == "alt",
    )


_NUMBERS: Mapping[type[Any], Callable[[Any], _Numbers | None]] = {
    Leontief: _of_leontief,
    Ario: _of_ario,
}
"""By the very class: a model derived from one of these may have other rules, and is not here."""


class CompiledEconomy:
    """State of the economy for a block of scenarios that advance together.

    Parameters
    ----------
    network
        The prepared world table.
    columns
        Number of scenarios in the block.
    numbers
        Of its model.
    flow_cuts
        Caps on deliveries between nodes, if any.

    Attributes
    ----------
    output, demand
        Shortfalls of the day, shape (n, columns) [share of base]; negative above base.
    """

    grows: bool = True

    def __init__(
        self,
        network: Network,
        columns: int,
        numbers: _Numbers,
        *,
        flow_cuts: FlowCuts | None = None,
    ) -> None:
        from detente.impact.disruption import _day_kernels  # noqa: PLC0415 - the compiler is heavy

        self._kernels = _day_kernels
        self._network, self._numbers = network, numbers
        self._cuts = flow_cuts or FlowCuts.none(network)
        n, dtype = network.world.n, network.dtype
        number = dtype.type

        def zeros(rows: int) -> Array:
            return np.zeros((rows, columns), dtype)

        self.output, self._next_output, self._last_output = zeros(n), zeros(n), zeros(n)
        self.demand, self._next_demand, self._last_demand = zeros(n), zeros(n), zeros(n)
        self._unmet = zeros(n)
        self._lacks = np.zeros(n, dtype=np.bool_)
        adapts = numbers.overproduction is not None
        self._over, self._wanted, self._last_wanted = (zeros(n if adapts else 0) for _ in range(3))
        self._uses = [_uses_of(group) for group in network.groups]
        self._gap = [zeros(len(group.users)) for group in network.groups]
        widest = max((len(group.users) for group in network.groups), default=0)
        makers = max((len(group.suppliers) for group in network.groups), default=0)
        self._back = zeros(widest if any(self._cuts.stocked) else 0)
        self._work, self._made_for = zeros(2 * widest if numbers.favours else widest), zeros(makers)
        self._orders = [zeros(widest)] * len(network.groups)
        if numbers.favours:  # orders are kept until they are delivered
            self._orders = [zeros(len(group.users)) for group in network.groups]
        self._tiny = number(TINY)
        self._per_day, self._least = number(numbers.per_day), number(numbers.least_order)
        most, daily = numbers.overproduction or (0.0, 0.0)
        self._more = (self._tiny, number(most), number(daily))

    @property
    def unmet(self) -> Array:
        """Part of each node's orders that it did not deliver, shape (n, columns) [share].

        Where orders favour suppliers, as a part of what base shares would have asked for.
        """
        return self._unmet

    def step(self, capacity: Array, final: Array | None = None) -> Array:
        """Advance one day.

        Parameters
        ----------
        capacity
            Shortfall of capacity on this day, shape (n, awake) [share of base], 0 to 1, of the
            first columns; those after them have had no shock yet. It never gets narrower.
        final
            Final demand missing on this day, shape (n, awake) [share of a node's output].

        Returns
        -------
        Array
            Shortfall of output, shape (n, awake) [share of base]; overwritten three steps later.
        """
        width = capacity.shape[1]
        output, demand = self._next_output, self._next_demand
        first = demand[:, :width]
        if self._network.as_used is None:
            first[:] = 0.0
        else:
            np.matmul(self._network.as_used, self.output[:, :width], out=first)
            self._cuts.refuse_as_used(self._network.as_used, self.output, demand)
        if final is not None:
            first += final
        adapts = self._numbers.overproduction is not None
        if adapts:
            output[:, :width] = -np.inf
        else:
            output[:, :width] = capacity
        for position, group in enumerate(self._network.groups):
            self._sweep(position, group, output, demand, width)
        if adapts:
            self._close_adaptive(capacity, output, demand, width)
        else:
            self._kernels.close_binding(
                capacity, demand, output, self._unmet, self._lacks, self._tiny, width
            )
        self.output, self._last_output, self._next_output = output, self.output, self._last_output
        self.demand, self._last_demand, self._next_demand = demand, self.demand, self._last_demand
        return output[:, :width]

    def _close_adaptive(self, capacity: Array, output: Array, demand: Array, width: int) -> None:
        """Output of ARIO, what was wanted, and overproduction."""
        self._wanted, self._last_wanted = self._last_wanted, self._wanted
        lead = self.output if self._numbers.favours else self.output[:0]
        self._kernels.close_adaptive(
            (capacity, demand, output, self._over, self._wanted),
            self._unmet, self._lacks, self._more, width, lead,
        )  # fmt: skip

    def _sweep(
        self, position: int, group: InputGroup, bound: Array, demand: Array, width: int
    ) -> None:
        """Yesterday's deliveries, the stock, what it allows, and today's orders of one input."""
        uses, cells = self._uses[position], self._cuts.stocked[position]
        orders = self._orders[position][: len(group.users)]
        wanted = self._made_for[: len(group.suppliers), :width]
        gap, missing = self._gap[position], self._missing(group, width)
        day: tuple[Array, ...]
        numbers: tuple[Any, ...]
        if self._numbers.overproduction is None:
            day = (gap, self._last_demand, self.demand, self.output, bound)
            shelve, numbers = self._kernels.shelve_binding, (self._per_day, self._least)
        else:
            day = (gap, self._last_output, self.output, bound, self._last_wanted, self._wanted)
            shelve, numbers = self._kernels.shelve_adaptive, (self._per_day,)
            if self._numbers.favours:
                shelve, numbers = self._kernels.shelve_favoured, (self._per_day, self._tiny)
        refused = self._refused(position, group)
        shelve(uses, day, numbers, width, missing, refused, orders)
        np.matmul(group.sales, orders[:, :width], out=wanted)
        for cell in cells:
            cell.refuse_orders(group, orders, wanted)
        if self._numbers.favours:
            wanted += (group.sold - wanted) * self.output[group.made_at, :width]
        demand[group.made_at, :width] += wanted

    def _missing(self, group: InputGroup, width: int) -> Array:
        """Part of yesterday's orders of an input that did not come, makers that lack nothing apart.

        Where orders favour suppliers, beside it what suppliers lead with today.
        """
        made = group.made_at
        if self._numbers.favours:
            both = self._work.reshape(-1)[: len(group.users) * 2 * width].reshape(-1, 2 * width)
            led = np.concatenate([self._unmet[made, :width], self.output[made, :width]], axis=1)
            return np.matmul(group.weights, led, out=both)
        lacks = self._lacks[made]
        number = np.count_nonzero(lacks)
        if not number:
            return self._work[:0]
        missing = self._work[: len(group.users)]
        weights, unmet = group.weights, self._unmet[made, :width]
        if number <= FEW * len(lacks):
            some = np.flatnonzero(lacks)
            weights, unmet = weights.take(some, axis=1), unmet[some]
        np.matmul(weights, unmet, out=missing[:, :width])
        return missing

    def _refused(self, position: int, group: InputGroup) -> Array:
        """What else did not come, since it was ordered above a cap; no rows where none is."""
        cells = self._cuts.stocked[position]
        refused = self._back[: len(group.users) if cells else 0]
        refused[:] = 0.0
        for cell in cells:
            cell.refuse_deliveries(group, self._unmet[group.made_at], refused)
        return refused


def _uses_of(group: InputGroup) -> tuple[Any, ...]:
    """The numbers of an input as the compiled day takes them, one row per use."""
    days, slope, offset = (
        np.ascontiguousarray(column[:, 0]) for column in (group.days, group.slope, group.offset)
    )
    return np.asarray(group.users, dtype=np.intp), days, slope, offset
