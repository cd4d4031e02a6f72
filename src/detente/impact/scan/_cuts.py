"""What a scan asks: every export of a sector or a good, cut off from a party or from the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from detente._errors import ImpactError, UnknownCodeError
from detente.facts import Facts, load_facts
from detente.impact.goods.suppliers import world_supply
from detente.world import World

__all__ = ["EACH", "WORLD", "Cut", "Kind", "all_cuts", "good_cuts"]

Kind = Literal["sector", "good", "firms"]

WORLD = "world"
"""Target of a cut that spares nobody but the exporter."""

EACH = "each"
"""Stands for every region of the table as a target, one at a time."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Cut:
    """One export cut off."""

    exporter: str
    """Region."""
    product: str
    """A sector of the table or network, or a good of the facts."""
    target: str
    """A region, a party of several regions, or ``world`` for all but the exporter."""
    buyers: tuple[str, ...]
    """Regions that are cut off."""


def all_cuts(
    world: World,
    *,
    exporters: Sequence[str] = (),
    sectors: Sequence[str] = (),
    targets: Sequence[str] = (WORLD,),
    facts: Facts | None = None,
) -> tuple[Cut, ...]:
    """List the cuts of a scan over sectors, in the order of the table.

    Raises
    ------
    ImpactError
        If nothing is left to cut.
    UnknownCodeError
        If a code is not of the table.
    """
    for code in sectors:
        world.sector_index(code)
    cuts = tuple(
        Cut(exporter=exporter, product=sector, target=target, buyers=buyers)
        for target, regions in _regions(world, targets, facts).items()
        for exporter in _exporters(world, exporters)
        if (buyers := tuple(code for code in regions if code != exporter)) and exporter != target
        for sector in (sectors or world.sectors)
        if world.output[world.index(exporter, sector)] > 0
    )
    return _some(cuts)


def good_cuts(
    world: World,
    *,
    facts: Facts,
    exporters: Sequence[str] = (),
    goods: Sequence[str] = (),
    targets: Sequence[str] = (WORLD,),
) -> tuple[Cut, ...]:
    """List the cuts of a scan over goods; those of one exporter and good stand together.

    Raises
    ------
    ImpactError
        If nothing is left to cut.
    UnknownCodeError
        If a code is not of the table, or a good not of the facts.
    """
    regions = _regions(world, targets, facts)
    named = _exporters(world, exporters)
    cuts = []
    names = facts.good_names()
    for good in [names.one(name).good for name in goods] or [row.good for row in facts.goods]:
        supply = world_supply(good, world, facts)
        cuts += [
            Cut(exporter=exporter, product=good, target=target, buyers=buyers)
            for exporter in named
            if supply[world.region_index(exporter)] > 0
            for target, codes in regions.items()
            if (buyers := tuple(code for code in codes if code != exporter)) and exporter != target
        ]
    return _some(tuple(cuts))


def _some(cuts: tuple[Cut, ...]) -> tuple[Cut, ...]:
    if not cuts:
        raise ImpactError("nothing to cut: name another exporter, product or target")
    return cuts


def _exporters(world: World, named: Sequence[str]) -> tuple[str, ...]:
    for code in named:
        world.region_index(code)
    return tuple(dict.fromkeys(named)) or world.regions


def _regions(
    world: World, targets: Sequence[str], facts: Facts | None
) -> dict[str, tuple[str, ...]]:
    """Regions behind each target; a party that is no region of the table is its regions."""
    found: dict[str, tuple[str, ...]] = {}
    for target in targets:
        if target == WORLD:
            found[target] = world.regions
        elif target == EACH:
            found |= {code: (code,) for code in world.regions}
        elif world.has_region(target):
            found[target] = (target,)
        else:
            parties = {p.iso3: p.region for p in (facts or load_facts()).parties}
            inside = tuple(code for code in parties.get(target, ()) if world.has_region(code))
            if len(inside) < 2:  # a country within a region cannot be cut off alone
                raise UnknownCodeError("target", target, [*world.regions, WORLD, EACH])
            found[target] = inside
    return found
