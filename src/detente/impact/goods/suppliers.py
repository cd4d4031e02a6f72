"""Who supplies whom with a good, from the facts tables."""

import numpy as np
import numpy.typing as npt

from detente.facts import DependenceRow, Facts, held_share
from detente.impact.goods.model import SELF_SUFFICIENT
from detente.world import World

__all__ = ["share_from", "world_shares", "world_supply"]

Array = npt.NDArray[np.floating]


def share_from(
    facts: Facts, good: str, importer: str, exporter: str, world: World
) -> tuple[float, float, float]:
    """Part of an importer's need that comes from an exporter.

    Notes
    -----
    The row of ``dependence`` where there is one. Else the exporter's part of world supply at the
    stage where its control bites (`held_share`), among the suppliers that rows name. A region that
    makes the good itself, with at least `SELF_SUFFICIENT` of world supply, gets nothing from
    abroad. Of a stage before the good's own only those buy who make the good: all of it from that
    share of world supply on, in proportion below.
    """
    if (known := _dependence_of(facts, good, importer, exporter, world)) is not None:
        return known.low, known.value, known.high
    row = facts.good(good)
    held = [
        found
        for country in dict.fromkeys((exporter, *world.members.get(exporter, ())))
        if (found := held_share(facts, good, country)) is not None
    ]
    if not held:
        return 0.0, 0.0, 0.0
    stage = max(held, key=lambda one: one.value).stage
    at, supply = world.region_index(importer), world_supply(good, world, facts, stage=stage)
    if row.stages.index(stage) < row.stages.index(row.stage):
        buys = min(float(world_supply(good, world, facts)[at]) / SELF_SUFFICIENT, 1.0)
    else:
        buys = float(supply[at] / supply.sum() < SELF_SUFFICIENT)
    whole = float(supply.sum())
    if world.has_region(exporter):
        mine = float(supply[world.region_index(exporter)])
    else:
        mine = sum(one.value for one in held if one.stage == stage)
    share = buys * mine / whole
    return 0.6 * share, share, min(1.0, 1.2 * share)


def world_shares(good: str, world: World, facts: Facts) -> Array:
    """Shares of suppliers (rows) in each region's need (columns), from world supply."""
    supply = world_supply(good, world, facts)
    shares = np.repeat((supply / supply.sum())[:, None], len(supply), axis=1)
    for region in np.flatnonzero(supply / supply.sum() >= SELF_SUFFICIENT):
        shares[:, region] = 0.0
        shares[region, region] = 1.0
    return shares


def world_supply(good: str, world: World, facts: Facts, *, stage: str | None = None) -> Array:
    """Part of world supply at a stage, by default the good's own, of each region, shape (regions,).

    Where no row names a region, all are alike.
    """
    supply = np.zeros(len(world.regions))
    for row in facts.supply_of(good, stage):
        codes = [code for code in facts.regions_of(row.country) if code in world.regions]
        for code in codes:
            supply[world.regions.index(code)] += row.value / len(codes)
    if supply.sum() <= 0:
        supply[:] = 1.0
    return supply


def _dependence_of(
    facts: Facts, good: str, importer: str, exporter: str, world: World
) -> DependenceRow | None:
    """Return the row on what an importer gets from an exporter, or from a part of it."""
    countries = (exporter, *world.members.get(exporter, ()))
    rows = (facts.dependence_row(good, importer, country) for country in countries)
    return next((row for row in rows if row is not None), None)
