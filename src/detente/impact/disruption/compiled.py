"""The step of `Economy` for the built-in models, compiled: the same day with fewer passes.

What differs is the order of the work. An order is not kept until it is delivered but worked out
again from the stock it was made for, makers that delivered everything are skipped, and all that
happens to one use of an input is done while it lies in the processor's nearest cache. Columns in
which nothing has happened yet take no part: a block grows from the left as its columns wake.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np

from detente.impact.disruption._flow_cuts import FlowCell, FlowCuts
from detente.impact.disruption._state import Array
from detente.impact.disruption.ario import Ario
from detente.impact.disruption.economy import TINY, Economy
from detente.impact.disruption.model import InputGroup
from detente.impact.disruption.network import Network
from detente.impact.disruption.variants import Leontief

__all__ = ["CompiledEconomy", "start"]

LANE = 8
"""Columns of a register; a block is filled up to a multiple of it [count]."""

WORTH = 4_000_000
"""Nodes times columns times days from which on loading the compiler takes less than it saves."""


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

        kernels = self._kernels = _day_kernels
        self._network, self._numbers = network, numbers
        self._cuts = flow_cuts or FlowCuts.none(network)
        n, dtype, wide, tile = network.world.n, network.dtype, kernels.WIDE, kernels.TILE
        padded = -(-columns // LANE) * LANE

        def zeros(rows: int, columns: int = padded) -> Array:
            return np.zeros((rows, columns), dtype)

        self.output, self._next_output, self._last_output = zeros(n), zeros(n), zeros(n)
        self.demand, self._next_demand, self._last_demand = zeros(n), zeros(n), zeros(n)
        self._unmet = zeros(n)
        adapts = numbers.overproduction is not None
        self._over, self._wanted, self._last_wanted = (zeros(n if adapts else 0) for _ in range(3))
        self._inputs, self._uses = _inputs_of(network)
        uses = len(self._uses[0])
        self._gap, self._kept = zeros(uses), zeros(uses if numbers.favours else 0)
        makers = int(self._inputs[2].max(initial=1))
        self._room = (*(zeros(rows, wide) for rows in (makers, makers, tile, tile, makers)),
                      zeros(tile, makers))  # fmt: skip
        capped = uses if any(self._cuts.stocked) else 0
        self._back, self._orders = zeros(capped), zeros(capped)
        self._rules = kernels.BINDING
        if adapts:
            self._rules = kernels.FAVOURED if numbers.favours else kernels.ADAPTIVE
        self._tiny = dtype.type(TINY)
        most, daily = numbers.overproduction or (0.0, 0.0)
        self._more = (self._tiny, dtype.type(most), dtype.type(daily))
        self._order = (*map(dtype.type, (numbers.per_day, numbers.least_order)), self._tiny)

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
        demand[:, :width] = 0.0 if final is None else final
        adapts = self._numbers.overproduction is not None
        output[:, :width] = -np.inf if adapts else capacity
        self._refuse_deliveries()
        before, now = self._last_demand, self.demand
        if adapts:
            before, now = self._last_output, self.output
        day = (self._gap, self._kept, before, now, self.output, output, self._last_wanted,
               self._wanted, self._unmet, demand)  # fmt: skip
        self._kernels.sweep(
            self._rules, self._inputs, self._uses, day, self._order, -(-width // LANE) * LANE,
            self._room, (self._back, self._orders),
        )  # fmt: skip
        self._refuse_orders(demand)
        if adapts:
            self._close_adaptive(capacity, output, demand, width)
        else:
            self._kernels.close_binding(capacity, demand, output, self._unmet, self._tiny, width)
        self.output, self._last_output, self._next_output = output, self.output, self._last_output
        self.demand, self._last_demand, self._next_demand = demand, self.demand, self._last_demand
        return output[:, :width]

    def _close_adaptive(self, capacity: Array, output: Array, demand: Array, width: int) -> None:
        """Output of ARIO, what was wanted, and overproduction."""
        self._wanted, self._last_wanted = self._last_wanted, self._wanted
        lead = self.output if self._numbers.favours else self.output[:0]
        self._kernels.close_adaptive(
            (capacity, demand, output, self._over, self._wanted),
            self._unmet, self._more, width, lead,
        )  # fmt: skip

    def _stocked(self) -> Iterator[tuple[InputGroup, Sequence[FlowCell], slice]]:
        """Inputs whose deliveries are capped, with their rows among all uses."""
        first = 0
        for group, cells in zip(self._network.groups, self._cuts.stocked, strict=True):
            if cells:
                yield group, cells, slice(first, first + len(group.users))
            first += len(group.users)

    def _refuse_deliveries(self) -> None:
        """What did not come since it was ordered above a cap."""
        self._back[:] = 0.0
        for group, cells, rows in self._stocked():
            for cell in cells:
                cell.refuse_deliveries(group, self._unmet[group.made_at], self._back[rows])

    def _refuse_orders(self, demand: Array) -> None:
        """Take what is ordered above a cap off the suppliers' demand."""
        for group, cells, rows in self._stocked():
            for cell in cells:
                cell.refuse_orders(group, self._orders[rows], demand[group.made_at])
        for loose, cells in zip(self._network.as_used, self._cuts.as_used, strict=True):
            for cell in cells:
                cell.refuse_orders(loose, self.output[loose.users], demand[loose.made_at])


def _inputs_of(network: Network) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Inputs and uses as the compiled day takes them; see `_day_kernels.sweep`."""
    sectors, sold = len(network.world.sectors), np.zeros(network.world.n, network.dtype)
    stocked = {int(group.suppliers[0]): group for group in network.groups}
    loose = {int(group.suppliers[0]): group for group in network.as_used}
    rows: list[tuple[int, ...]] = []
    for first in sorted(stocked | loose):
        mine, rest = stocked.get(first), loose.get(first)
        both = [group for group in (mine, rest) if group is not None]
        rows.append((
            0 if mine is None else mine.weights.ctypes.data,
            0 if mine is None else mine.sales.ctypes.data,
            len(both[0].suppliers),
            first,
            0 if mine is None else len(mine.users),
            0 if rest is None else rest.sales.ctypes.data,
            0 if rest is None else len(rest.users),
        ))  # fmt: skip
        if mine is not None:
            sold[mine.made_at] = mine.sold[:, 0]
    weights, sales, makers, firsts, uses, loose_sales, loose_uses = (
        np.array(rows, dtype=np.int64).reshape(-1, 7).T.copy()
    )
    begins, loose_begins = (np.append(0, np.cumsum(number)) for number in (uses, loose_uses))
    inputs = (weights, sales, makers, firsts, begins, loose_sales, loose_begins, sold, sectors)
    columns = (
        np.concatenate([np.zeros((0, 1), network.dtype), *parts])[:, 0]
        for parts in zip(*[(g.days, g.slope, g.offset) for g in network.groups], strict=True)
    )
    users, loose_users = (
        np.concatenate([np.zeros(0, np.int64), *(group.users for group in groups)])
        for groups in (network.groups, network.as_used)
    )
    return inputs, (users, *columns, loose_users)
