"""Shocks of a block of scenarios, turned into what the engine takes day by day."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.impact.disruption._flow_cuts import FlowCuts, held
from detente.impact.disruption.network import Network
from detente.impact.disruption.shocks import (
    CapacityCut,
    DeliveryCut,
    DemandCut,
    Shock,
    Steps,
    nodes_at,
)

__all__ = ["ShockPlan"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]


class ShockPlan:
    """Daily caps of a block of scenarios; only what changes on a day is written again.

    Parameters
    ----------
    network
        The prepared world table.
    scenarios
        Shocks of each column; columns without shocks may follow to fill the block.

    Attributes
    ----------
    capacity
        Shortfall of capacity today, shape (n, columns) [share of base].
    final
        Final demand missing today, shape (n, columns) [share of a node's output]; None where no
        scenario touches final demand.
    flow_cuts
        Caps on deliveries.

    Raises
    ------
    ImpactError
        If a place is not understood, or deliveries are cut where orders follow output.
    UnknownCodeError
        If a region or sector is not in the table.
    """

    def __init__(self, network: Network, scenarios: Sequence[Sequence[Shock]]) -> None:
        world = network.world
        shape = (world.n, len(scenarios))
        self._world = world
        self._capacity: list[list[tuple[IntArray, Steps]]] = []
        self._final: list[list[tuple[IntArray, DemandCut]]] = []
        caps: list[list[tuple[IntArray, IntArray, Steps]]] = []
        days: list[set[int]] = []
        for shocks in scenarios:
            for kept in (self._capacity, self._final, caps):
                kept.append([])
            days.append(set())
            for shock in shocks:
                steps = _steps_of(shock)
                days[-1].update(max(day, 0) for day, _ in steps)
                if isinstance(shock, CapacityCut):
                    self._capacity[-1].append((nodes_at(world, shock.at), steps))
                elif isinstance(shock, DemandCut):
                    self._final[-1].append((nodes_at(world, shock.at), shock))
                elif isinstance(shock, DeliveryCut):
                    ends = nodes_at(world, shock.suppliers), nodes_at(world, shock.users)
                    caps[-1].append((*ends, steps))
        self._days = days
        self.capacity: Array = np.zeros(shape, network.dtype)
        self.final: Array | None = None
        if any(self._final):
            self.final = np.zeros(shape, network.dtype)
        if any(caps) and network.model.why_no_delivery_cuts:
            raise ImpactError(network.model.why_no_delivery_cuts)
        self.flow_cuts = FlowCuts.build(network, caps)

    def at(self, day: int) -> None:
        """Set today's caps, in place."""
        changed = [column for column, days in enumerate(self._days) if day in days]
        for column in changed:
            capacity = self.capacity[:, column]
            capacity[:] = 0.0
            for nodes, steps in self._capacity[column]:
                capacity[nodes] = np.maximum(capacity[nodes], held(steps, day))
            if self.final is not None:
                self.final[:, column] = self._missing_demand(self._final[column], day)
        if changed:
            self.flow_cuts.at(day)

    def _missing_demand(self, cuts: Sequence[tuple[IntArray, DemandCut]], day: int) -> Array:
        """Final demand that falls away, less what goes to other products instead."""
        world = self._world
        missing = np.zeros(world.n)
        for buyer, name in enumerate(world.destinations):
            mine = [(n, cut) for n, cut in cuts if cut.buyers in {"*", name}]
            bought = np.maximum(world.final_demand[:, buyer], 0.0)
            if not mine or bought.sum() <= 0:
                continue
            cut = np.zeros(world.n)
            for nodes, shock in mine:
                cut[nodes] = np.maximum(cut[nodes], held(_steps_of(shock), day))
            kept = (1.0 - cut) * bought
            saved = max(shock.saved for _, shock in mine)
            spent = bought.sum() - saved * (bought.sum() - kept.sum())
            if kept.sum() > 0:
                kept *= spent / kept.sum()
            missing += bought - kept
        return np.divide(missing, world.output, out=np.zeros(world.n), where=world.output > 0)


def _steps_of(shock: Shock) -> Steps:
    """The steps of a shock; its own check has made them of a number."""
    assert isinstance(shock.share, tuple)  # noqa: S101 - `_steps` of every shock's own check
    return shock.share
