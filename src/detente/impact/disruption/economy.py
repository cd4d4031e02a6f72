"""The disruption engine's step: one day of deliveries, stocks, orders and production.

Every state is a *shortfall* from the base year, zero without a shock, so that a calm run stays at
exactly zero and a small shock is not lost in single precision: output ``1 - x/x0``, demand
``1 - d/d0``, orders ``1 - O/Z0``; a stock is kept as the days of base use that are missing from it.
"""

from collections.abc import Sequence

import numpy as np

from detente.impact.disruption._flow_cuts import FlowCell, FlowCuts
from detente.impact.disruption._state import Array, rows
from detente.impact.disruption.model import InputGroup, LooseGroup, Rules
from detente.impact.disruption.network import Network

__all__ = ["Economy"]

TINY = 1e-6
"""Demand or supply below this share of base is taken for none when it is divided by."""


class Economy:
    r"""State of the economy for a block of scenarios that advance together.

    Parameters
    ----------
    network
        The prepared world table, with the rules of its model.
    columns
        Number of scenarios in the block.
    flow_cuts
        Caps on deliveries between nodes, if any.

    Attributes
    ----------
    output, demand
        Shortfalls of the day, shape (n, columns) [share of base]; negative above base.
    unmet
        Part of each node's orders that it did not deliver, shape (n, columns) [share].

    Notes
    -----
    Users buy an input from the nodes that make it in base shares :math:`w`, so stocks and orders
    are kept by (input sector, user) and not by pair of nodes. A day is one sweep over input
    sectors, in which the shares of an input are read once for both of their products, and then
    output. With n days of stock, :math:`\sigma` its filling, :math:`u` the part of orders that was
    not delivered the day before:

    1. deliveries :math:`O (1 - \sum_j w_j u_j)`; the stock rises by them and falls by what was
       used;
    2. what the stock allows (`InputGroup.slope`), and the day's order (`Rules.order`);
    3. demand as the sum of orders and of final demand;
    4. output as the least of capacity, demand and what inputs allow; all customers get the same
       part of what they ordered.
    """

    grows: bool = False
    """Whether columns that rest may be left out of a day; here all are stepped."""

    def __init__(
        self, network: Network, columns: int, *, flow_cuts: FlowCuts | None = None
    ) -> None:
        shape, dtype = (network.world.n, columns), network.dtype
        self._network = network
        self._cuts = flow_cuts or FlowCuts.none(network)
        self._rules: Rules = network.model.rules(shape, dtype)
        self.output: Array = np.zeros(shape, dtype)
        self.demand: Array = np.zeros(shape, dtype)
        self.unmet: Array = np.zeros(shape, dtype)
        self._next_output: Array = np.zeros(shape, dtype)
        self._next_demand: Array = np.zeros(shape, dtype)
        self._room: Array = np.zeros(shape, dtype)
        self._withheld: Array = self.unmet
        if self._rules.favours:
            self._withheld = np.zeros(shape, dtype)
        self._gap: list[Array] = [np.zeros((len(g.users), columns), dtype) for g in network.groups]
        self._orders: list[Array] = [np.zeros_like(gap) for gap in self._gap]
        inputs = (*network.groups, *network.as_used)
        widest = max((len(group.users) for group in inputs), default=0)
        makers = max((len(group.suppliers) for group in inputs), default=0)
        self._at_users = [np.zeros((widest, columns), dtype) for _ in range(3)]
        self._wanted: Array = np.zeros((makers, columns), dtype)
        self._more: Array = np.zeros_like(self._wanted)
        self._none = np.zeros((widest if self._rules.favours else 0, columns), dtype=np.bool_)

    def step(self, capacity: Array, final: Array | None = None) -> Array:
        """Advance one day.

        Parameters
        ----------
        capacity
            Shortfall of capacity on this day, shape (n, columns) [share of base], 0 to 1; where the
            model hires and fires, of the labour that may work from the next day on.
        final
            Final demand missing on this day, shape (n, columns) [share of a node's output].

        Returns
        -------
        Array
            Shortfall of output, shape (n, columns) [share of base]; overwritten two steps later.
        """
        output, demand = self._next_output, self._next_demand
        demand[:] = 0.0
        for loose, cells in zip(self._network.as_used, self._cuts.as_used, strict=True):
            self._use(loose, cells, demand)
        if final is not None:
            demand += final
        self._rules.open(output, capacity)
        for position, group in enumerate(self._network.groups):
            self._sweep(position, group, output, demand)
        self._rules.limit(output, capacity, demand)
        np.minimum(output, 1.0, out=output)
        unmet, room = self.unmet, self._room
        np.subtract(output, demand, out=unmet)
        np.subtract(1.0, demand, out=room)
        np.maximum(room, TINY, out=room)
        unmet /= room
        np.clip(unmet, 0.0, 1.0, out=unmet)
        if self._rules.favours:
            self._withhold()
        self._rules.close(output, demand, unmet, capacity)
        self.output, self._next_output = output, self.output
        self.demand, self._next_demand = demand, self.demand
        return output

    def _use(self, loose: LooseGroup, cells: Sequence[FlowCell], demand: Array) -> None:
        """What is ordered as it is used, of one input."""
        used, wanted = self._at_users[0][: len(loose.users)], self._wanted[: len(loose.suppliers)]
        np.take(self.output, loose.users, axis=0, out=used, mode="clip")
        np.matmul(loose.sales, used, out=wanted)
        for cell in cells:
            cell.refuse_orders(loose, used, wanted)
        demand[loose.made_at] += wanted

    def _sweep(self, position: int, group: InputGroup, bound: Array, demand: Array) -> None:
        """Yesterday's deliveries, the stock, what it allows, and today's orders of one input."""
        gap, orders = self._gap[position], self._orders[position]
        arrived, used, work = (array[: len(gap)] for array in self._at_users)
        makers, wanted = self._withheld[group.made_at], self._wanted[: len(group.suppliers)]
        cells = self._cuts.stocked[position]
        np.matmul(group.weights, makers, out=arrived)
        np.subtract(1.0, orders, out=work)
        arrived *= work
        for cell in cells:
            cell.refuse_deliveries(group, makers, arrived)
        arrived += orders
        used = rows(self.output, group.used_at, used)
        arrived -= used
        gap += arrived
        if self._rules.always or gap.max(initial=0.0) > group.ample:
            np.minimum(gap, group.days, out=gap)
            self._rules.bind(group, gap, bound, work, arrived)
        self._rules.order(group, gap, orders, output=used, demand=self.demand, work=work)
        orders.clip(self._rules.least_order, 1.0, out=orders)
        if self._rules.favours:
            self._favour_makers(group, orders, arrived, work)
        np.matmul(group.sales, orders, out=wanted)
        for cell in cells:
            cell.refuse_orders(group, orders, wanted)
        if self._rules.favours:
            more = self._more[: len(wanted)]
            np.subtract(group.sold, wanted, out=more)
            more *= self._rules.lead(self.output)[group.made_at]
            wanted += more
        demand[group.made_at] += wanted

    # --- orders that favour suppliers (Guan et al. 2020) ------------------------------------

    def _favour_makers(self, group: InputGroup, orders: Array, work: Array, rest: Array) -> None:
        """Divide an order by what its suppliers lead with, so that the parts of it add up."""
        np.matmul(group.weights, self._rules.lead(self.output)[group.made_at], out=work)
        orders -= work
        np.subtract(1.0, work, out=work)
        np.maximum(work, TINY, out=rest)
        orders /= rest
        none = self._none[: len(work)]
        np.less(work, TINY, out=none)
        np.copyto(orders, 1.0, where=none)

    def _withhold(self) -> None:
        """Join what suppliers were not asked for to what they did not deliver."""
        made, withheld = self._rules.lead(self.output), self._withheld
        np.subtract(1.0, made, out=withheld)
        withheld *= self.unmet
        withheld += made
