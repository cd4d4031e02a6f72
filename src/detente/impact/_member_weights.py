"""What of a group's figure goes to one of its members, by the member's own trade."""

import numpy as np
import numpy.typing as npt

from detente.facts import DependenceRow, Facts
from detente.world import World

__all__ = ["MemberWeights"]

Array = npt.NDArray[np.floating]

MOST_MOVED = 10.0
"""Odds of a share are moved at most by this factor, either way [1]."""


class MemberWeights:
    """Deliveries of the sector that makes a good, from the world table.

    Parameters
    ----------
    world
        The table.
    facts
        Tables of the usual regions; value added of countries that the table does not have.
    """

    def __init__(self, world: World, facts: Facts) -> None:
        self.world, self._facts = world, facts
        self._sold: dict[str, Array] = {}
        self._home = {
            member: code for code, inside in world.members.items() for member in (code, *inside)
        }

    def sold(self, good: str) -> Array:
        """Deliveries of the sector that makes a good, all sectors where the table has not that one.

        Parameters
        ----------
        good
            Id of the good.

        Returns
        -------
        Array
            From each region to each, intermediate and final, shape (regions, regions)
            [USD mn per year]. A region without an economy has, as a buyer, its part by value added
            in what goes to the rest of the world, and sells nothing that is known.
        """
        sector = self._facts.good(good).host_sector
        if sector in self._sold:
            return self._sold[sector]
        world, count = self.world, len(self.world.regions)
        nodes = world.sector_indices(sector) if world.has_sector(sector) else slice(None)
        by_node = world.flows[nodes].reshape(-1, count, len(world.sectors)).sum(axis=2, dtype=float)
        final = world.final_demand[nodes]
        for at, code in enumerate(world.regions):
            if code in world.outside:
                by_node[:, at] += final[:, -1] * self.of_rest(code)
        found = (by_node + final[:, :-1]).reshape(count, -1, count).sum(axis=1)
        self._sold[sector] = np.asarray(found)
        return self._sold[sector]

    def of_rest(self, code: str) -> float:
        """Part of the rest of the world's value added that is one country's [share]."""
        return self._facts.gdp_of(code).value / self._facts.gdp_of(self.world.residual).value

    def made(self, good: str, regions: tuple[str, ...]) -> Array:
        """Shares by deliveries of the sector that makes the good, shape (regions,) [share]."""
        return self._shares(self.sold(good).sum(axis=1), regions)

    def bought(self, good: str, exporter: str, regions: tuple[str, ...]) -> Array:
        """Shares by what regions buy from an exporter, or from all where it sells them nothing."""
        amounts = self.sold(good)
        seller = self._home.get(exporter)
        if seller is not None:
            row = amounts[self.world.region_index(seller)]
            if self._of(row, regions).sum() > 0:
                return self._shares(row, regions)
        return self._shares(amounts.sum(axis=0), regions)

    def moved(self, row: DependenceRow, member: str) -> tuple[float, float, float]:
        """Part of a member's use that comes from an exporter, from that of its group.

        Notes
        -----
        Let ``k`` be the odds of the exporter's part in the member's purchases of the sector that
        makes the good, over those in the group's. The odds of the share at the high end are moved
        by ``k`` where that is above one, at the low end where it is below, and in the middle by
        its square root: the group's figure and the member's own trade weigh alike, and the range
        holds both.
        """
        k = self._odds_ratio(row, member)
        return (
            _moved(row.low, min(k, 1.0)),
            _moved(row.value, k**0.5),
            _moved(row.high, max(k, 1.0)),
        )

    def _odds_ratio(self, row: DependenceRow, member: str) -> float:
        seller = self._home.get(row.exporter)
        group = self._facts.region(row.importer)
        inside = [c for c in {group.code, *group.members} if self.world.has_region(c)]
        if seller in (None, member, *inside) or seller in self.world.outside:
            return 1.0
        amounts, at = self.sold(row.good), self.world.region_index(str(seller))
        theirs = [self.world.region_index(code) for code in inside]
        mine = self.world.region_index(member)
        odds = [
            float(amounts[at, who].sum()) / max(float(amounts[:, who].sum()), 1e-9)
            for who in ([mine], theirs)
        ]
        if not 0 < odds[1] < 1:
            return 1.0
        k = (odds[0] / max(1.0 - odds[0], 1e-9)) / (odds[1] / (1.0 - odds[1]))
        return min(max(k, 1.0 / MOST_MOVED), MOST_MOVED)

    def _of(self, amounts: Array, regions: tuple[str, ...]) -> Array:
        return amounts[[self.world.region_index(code) for code in regions]]

    def _shares(self, amounts: Array, regions: tuple[str, ...]) -> Array:
        if regions and set(regions) <= set(self.world.outside):
            return np.array([self.of_rest(code) for code in regions])
        mine = self._of(amounts, regions)
        total = mine.sum()
        return mine / total if total > 0 else np.full(len(regions), 1.0 / max(len(regions), 1))


def _moved(share: float, factor: float) -> float:
    """Share whose odds are those of the given one times a factor [share]."""
    return share * factor / (1.0 - share + share * factor)
