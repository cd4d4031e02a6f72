"""Who supplies whom with a good, and what the trade is worth, from the facts tables."""

import numpy as np
import numpy.typing as npt

from detente.facts import DependenceRow, Facts, TradeRow
from detente.impact._draws import Sampler
from detente.impact.goods._model import SELF_SUFFICIENT
from detente.world import World

__all__ = ["dependence_of", "trade_of", "world_shares", "world_supply"]

Array = npt.NDArray[np.floating]


def world_shares(good: str, world: World, facts: Facts) -> Array:
    """Shares of suppliers (rows) in each region's need (columns), from world supply."""
    supply = world_supply(good, world, facts)
    shares = np.repeat((supply / supply.sum())[:, None], len(supply), axis=1)
    for region in np.flatnonzero(supply / supply.sum() >= SELF_SUFFICIENT):
        shares[:, region] = 0.0
        shares[region, region] = 1.0
    return shares


def world_supply(good: str, world: World, facts: Facts) -> Array:
    """Part of world supply that each region provides, shape (regions,)."""
    supply = np.zeros(len(world.regions))
    for row in facts.supply_of(good):
        codes = [code for code in facts.regions_of(row.country) if code in world.regions]
        for code in codes:
            supply[world.regions.index(code)] += row.value / len(codes)
    if supply.sum() <= 0:
        supply[:] = 1.0
    return supply


def dependence_of(
    facts: Facts, good: str, importer: str, exporter: str, world: World
) -> DependenceRow | None:
    """Return the row on what an importer gets from an exporter, or from a part of it."""
    for country in (exporter, *world.members.get(exporter, ())):
        for row in facts.dependence:
            if (row.good, row.importer, row.exporter) == (good, importer, country):
                return row
    return None


def trade_of(
    facts: Facts, good: str, world: World, sampler: Sampler, *, exporter: int | None = None
) -> Array:
    """Value of imports by region, from one exporter or from all [USD bn per month]."""
    value = np.zeros((len(world.regions), sampler.size))
    for row in facts.trade:
        if row.good != good:
            continue
        if exporter is not None and world.regions[exporter] not in facts.regions_of(row.exporter):
            continue
        yearly = sampler.values(f"trade of {good}", row.low, row.value, row.high)
        importers = _importers(row, facts, world)
        for region in importers:
            value[region] += yearly / 12.0 / len(importers)
    return value


def _importers(row: TradeRow, facts: Facts, world: World) -> list[int]:
    """Regions behind an importer; ``*`` is every region that no other row of the flow names."""
    if row.importer != "*":
        codes = facts.regions_of(row.importer)
        return [world.regions.index(code) for code in codes if code in world.regions]
    named = {
        code
        for other in facts.trade
        if (other.good, other.exporter) == (row.good, row.exporter) and other.importer != "*"
        for code in facts.regions_of(other.importer)
    } | set(facts.regions_of(row.exporter))
    return [i for i, code in enumerate(world.regions) if code not in named]
