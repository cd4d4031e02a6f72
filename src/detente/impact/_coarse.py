"""Draws on a table merged for the standoff, set right by the central run on the whole table."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.controls import Standoff
from detente.facts import Facts
from detente.impact._short_nodes import ShortNodes
from detente.impact.disruption.compiled import start
from detente.impact.disruption.models import BUILT_IN, prepare
from detente.impact.disruption.network import Network
from detente.impact.goods.model import GoodsModel
from detente.world import World

__all__ = ["Coarse", "CoarseSectors", "Estimates"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]

APART = 4
"""Regions that stand apart beside the parties: those with most output that needs the goods."""

WORTH_IT = 3
"""A table with fewer regions than the merged one and this many more is stepped as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coarse:
    """The economy with all regions merged that matter little to a standoff."""

    network: Network
    """The merged table, prepared for stepping."""
    group: IntArray
    """Region of the merged table that each region is in, shape (regions,)."""
    share: Array
    """Part of each node in the output of the node that it is merged into, shape (n,) [share]."""

    @classmethod
    def of(
        cls,
        standoff: Standoff,
        *,
        world: World,
        facts: Facts,
        model: GoodsModel,
        production: object,
    ) -> "Coarse | None":
        """Merge a standoff's table: each side is a region, as are some that need the goods most."""
        if not isinstance(production, str) or production not in BUILT_IN:
            return None
        into: dict[str, str] = {}
        ends = [code for entry in standoff.controls for code in (entry.imposer, entry.target)]
        for side in dict.fromkeys([*(one.party for one in standoff.parties), *ends]):
            mine = [code for code in facts.regions_of(side) if world.has_region(code)]
            if len(mine) < len(world.regions):
                into |= {code: mine[0] for code in mine if code not in into}
        need = np.zeros(len(world.regions))
        worth = model.user_coverage[:, 0] * world.output[model.user_node]
        np.add.at(need, model.user_region, worth)
        others = [r for r in np.argsort(-need, kind="stable") if world.regions[r] not in into]
        into |= {world.regions[r]: world.regions[r] for r in others[:APART]}
        rest = [world.regions[r] for r in sorted(others[APART:])]
        into |= dict.fromkeys(rest, rest[0] if rest else "")
        if len(set(into.values())) + WORTH_IT > len(world.regions):
            return None
        merged = world.aggregate(into)
        group = np.array([merged.regions.index(into[code]) for code in world.regions])
        whole = merged.output.reshape(len(merged.regions), -1)[group].reshape(-1)
        return cls(
            network=prepare(merged, production, facts=facts),
            group=group,
            share=np.divide(world.output, whole, out=np.zeros(world.n), where=whole > 0),
        )

    def node(self) -> IntArray:
        """Node of the merged table that each node is in, shape (n,)."""
        size = len(self.share) // len(self.group)
        return np.asarray((self.group[:, None] * size + np.arange(size)).reshape(-1))

    def value_shares(self) -> Array:
        """Part of each region in the output of the one that it is merged into, (regions,)."""
        share = self.share.reshape(len(self.group), -1)
        output = self.network.world.output.reshape(-1, share.shape[1])
        return np.asarray(
            (share * output[self.group]).sum(axis=1)
            / np.maximum(output.sum(axis=1), 1e-9)[self.group]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """What the merged table says of some columns."""

    direct: Array
    """Value added that sectors lose for want of the goods themselves, by region, shape (regions,
    months, columns) [USD bn per month]."""
    sectors: Array
    """The same by node, mean over the horizon, shape (n, columns) [USD bn per month]."""
    spread: Array
    """What their suppliers and customers lose, by region of the merged table, shape (groups,
    months, columns) [USD bn per month]."""

    @classmethod
    def empty(
        cls, coarse: Coarse, *, regions: int, nodes: int, months: int, columns: int
    ) -> "Estimates":
        """Nothing lost anywhere."""
        return cls(
            direct=np.zeros((regions, months, columns)),
            sectors=np.zeros((nodes, columns)),
            spread=np.zeros((len(coarse.network.world.regions), months, columns)),
        )


class CoarseSectors:
    """The merged economy behind the goods layer, in some of the columns.

    Parameters
    ----------
    coarse
        The merged table.
    node
        Node of each user of a good, shape (users,).
    of_user
        Where each user's state is among the columns of the goods layer, shape (users, chosen).
    width
        Columns of the goods layer [count].
    value_added
        Value added of each node of the whole table, shape (n,) [USD bn per month].
    chosen
        Columns that are stepped.
    lengths
        Days of each month, shape (months,) [day].
    """

    def __init__(
        self,
        coarse: Coarse,
        *,
        node: IntArray,
        of_user: IntArray,
        width: int,
        value_added: Array,
        chosen: IntArray,
        lengths: IntArray,
    ) -> None:
        self._chosen, self._lengths = chosen, lengths
        network = coarse.network
        self._economy = start(network, len(chosen), days=int(lengths.sum()))
        self._short = ShortNodes(
            node, of_user, width, dtype=network.dtype, asleep=self._economy.grows
        )
        self._node = self._short.node
        self._region = self._node // len(network.world.sectors)
        self._value = value_added[self._node][:, None]
        self._joined = merged = coarse.node()[self._node]
        self._sorted = np.argsort(merged, kind="stable")
        self._merged, self._first = np.unique(merged[self._sorted], return_index=True)
        self._share = coarse.share[self._node[self._sorted], None].astype(network.dtype)
        self._network, self._group = network, coarse.group
        self._direct: Array = np.zeros((len(self._node), len(chosen)))
        self._lost: Array = np.zeros((network.world.n, len(chosen)))
        self._missing: Array = np.zeros(self._lost.shape, dtype=network.dtype)

    def step(self, month: int, short: Array, out: Estimates, *, last: bool) -> None:
        """Step a day.

        Parameters
        ----------
        month
            Month of the day.
        short
            Capacity shortfall of the users, shape (users, goods' columns) [share].
        out
            Takes the month's losses on its last day.
        last
            Whether this is the last day of the month.
        """
        lost = self._short.step(short)
        awake = lost.shape[1]
        if awake:
            missing = self._missing[:, :awake]
            weighed = lost[self._sorted] * self._share
            missing[self._merged] = np.add.reduceat(weighed, self._first, axis=0)
            self._direct[:, :awake] += lost
            self._lost[:, :awake] += self._economy.step(missing)
        if last:
            self._close(month, out)

    def _close(self, month: int, out: Estimates) -> None:
        order = self._short.order
        if not order.size:
            return
        columns = self._chosen[order]
        direct, lost = self._direct[:, : order.size], self._lost[:, : order.size]
        direct *= self._value
        groups, each = len(self._network.world.regions), len(self._network.world.sectors)
        spread = lost * self._network.value_added[:, None]
        np.subtract.at(spread, self._joined, direct)
        by_region = np.zeros((len(self._group), order.size))
        np.add.at(by_region, self._region, direct)
        out.direct[:, month, columns] = by_region / self._lengths[month]
        by_group = spread.reshape(groups, each, order.size).sum(axis=1)
        out.spread[:, month, columns] = by_group / self._lengths[month]
        out.sectors[self._node[:, None], columns] += direct / self._lengths.sum()
        self._direct[:] = 0.0
        self._lost[:] = 0.0
