"""Caps on deliveries along flows of the network, as small products beside the big ones.

An order is the same share of base for every supplier of an input, so a cap bites on all flows of a
block or on none: what a user orders above the cap is refused. The refused part is taken off the
suppliers' demand on the day, and off the user's deliveries on the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from detente.impact.disruption.model import InputGroup, LooseGroup
from detente.impact.disruption.network import Network

__all__ = ["FlowCell", "FlowCuts"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]
Path = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlowCell:
    """A block of flows under one cap per column."""

    suppliers: IntArray
    users: IntArray
    """Positions within the input group."""
    columns: IntArray
    """Scenarios in which the block is capped, shape (columns,)."""
    shares: tuple[tuple[Path, ...], ...]
    """For each column, the (day, share cut off) steps of every cap that covers the block."""
    cut: Array
    """Share of base cut off today, shape (columns,); the strongest cap counts."""
    refused: Array
    """What users order above the cap, shape (users, columns) [share of base]."""
    block: list[Array] = field(default_factory=list)
    sold: list[Array] = field(default_factory=list)

    def at(self, day: int) -> None:
        """Set today's caps."""
        for position, paths in enumerate(self.shares):
            self.cut[position] = max(held(path, day) for path in paths)

    def refuse_orders(self, group: InputGroup | LooseGroup, orders: Array, wanted: Array) -> None:
        """Take what is ordered above the cap off the suppliers' demand."""
        part = np.ix_(self.users, self.columns)
        np.maximum(self.cut - orders[part], 0.0, out=self.refused)
        if not self.sold:
            self.sold.append(group.sales[np.ix_(self.suppliers, self.users)])
        wanted[np.ix_(self.suppliers, self.columns)] += self.sold[0] @ self.refused

    def refuse_deliveries(self, group: InputGroup, unmet: Array, missing: Array) -> None:
        """Take off yesterday's deliveries what was ordered above the cap."""
        filled = 1.0 - unmet[np.ix_(self.suppliers, self.columns)]
        missing[np.ix_(self.users, self.columns)] += self.refused * (self._weights(group) @ filled)

    def _weights(self, group: InputGroup) -> Array:
        if not self.block:
            self.block.append(group.weights[np.ix_(self.users, self.suppliers)])
        return self.block[0]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlowCuts:
    """All capped flows of a block of scenarios."""

    stocked: tuple[tuple[FlowCell, ...], ...]
    """Cells of each input group."""
    as_used: tuple[tuple[FlowCell, ...], ...]
    """Cells of each input without a stock."""

    @classmethod
    def none(cls, network: Network) -> "FlowCuts":
        """No flow is capped."""
        return cls(stocked=((),) * len(network.groups), as_used=((),) * len(network.as_used))

    @classmethod
    def build(
        cls, network: Network, caps: Sequence[Sequence[tuple[IntArray, IntArray, Path]]]
    ) -> "FlowCuts":
        """Resolve caps into disjoint cells."""
        stocked = tuple(
            _cells(network, caps, group.suppliers, group.users) for group in network.groups
        )
        as_used = tuple(
            _cells(network, caps, loose.suppliers, loose.users) for loose in network.as_used
        )
        return cls(stocked=stocked, as_used=as_used)

    def at(self, day: int) -> None:
        """Set today's caps."""
        for cells in (*self.stocked, *self.as_used):
            for cell in cells:
                cell.at(day)


def held(path: Path, day: int) -> float:
    """Share of the last step at or before a day; 0 before the first."""
    share = 0.0
    for start, value in path:
        if start > day:
            break
        share = value
    return share


def _cells(
    network: Network,
    caps: Sequence[Sequence[tuple[IntArray, IntArray, Path]]],
    suppliers: IntArray,
    users: IntArray,
) -> tuple[FlowCell, ...]:
    """Blocks of one group in which the same caps meet, joined over the columns that share them."""
    found: dict[tuple[bytes, bytes], tuple[IntArray, IntArray, list[int], list[tuple[Path, ...]]]]
    found = {}
    for column, of_column in enumerate(caps):
        hits = [
            (np.isin(suppliers, sold), np.isin(users, bought), path)
            for sold, bought, path in of_column
        ]
        hits = [hit for hit in hits if hit[0].any() and hit[1].any()]
        if not hits:
            continue
        for sellers, sold in _patterns([hit[0] for hit in hits]):
            for buyers, bought in _patterns([hit[1] for hit in hits]):
                paths = tuple(hits[i][2] for i in sorted(sold & bought))
                if paths:
                    key = (sellers.tobytes(), buyers.tobytes())
                    cell = found.setdefault(key, (sellers, buyers, [], []))
                    cell[2].append(column)
                    cell[3].append(paths)
    return tuple(
        FlowCell(
            suppliers=sellers,
            users=buyers,
            columns=np.array(columns, dtype=np.intp),
            shares=tuple(paths),
            cut=np.zeros(len(columns), network.dtype),
            refused=np.zeros((len(buyers), len(columns)), network.dtype),
        )
        for sellers, buyers, columns, paths in found.values()
    )


def _patterns(masks: list[npt.NDArray[np.bool_]]) -> list[tuple[IntArray, frozenset[int]]]:
    """Positions grouped by the set of masks that cover them, without the uncovered."""
    covered = np.stack(masks, axis=1)
    kinds, which = np.unique(covered, axis=0, return_inverse=True)
    return [
        (
            np.flatnonzero(which.ravel() == k).astype(np.intp),
            frozenset(map(int, np.flatnonzero(kind))),
        )
        for k, kind in enumerate(kinds)
        if kind.any()
    ]
