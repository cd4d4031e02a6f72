"""The facts tables for another world: rows of a group of countries go to its members."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.controls import Standoff
from detente.facts import TABLES, Facts, PartyRow, RegionRow, Row, SupplyShareRow, TradeRow
from detente.world import World

__all__ = ["fit_facts", "require_regions"]

Array = npt.NDArray[np.floating]


def fit_facts(facts: Facts, world: World) -> Facts:
    """Rewrite what the tables say of groups for a world in which their members stand alone.

    Parameters
    ----------
    facts
        Tables for the regions of the embedded world.
    world
        Any table of the world.

    Returns
    -------
    Facts
        The same tables where all regions of the world are known to them. Else each group is
        replaced by those of its members that the world has: shares, days and elasticities are the
        same in each member, amounts (trade, shares of world supply) are split. A region of the
        world that holds several regions of the tables gets their amounts, and what holds for ``*``.

    Notes
    -----
    An amount goes to the members in proportion to their purchases (trade) or output (supply) of the
    sector that makes the good. A flow to ``*``, all that no other row names, goes to the same
    groups as before and within them in this way.
    """
    known = {row.code for row in facts.regions}
    if set(world.regions) <= known:
        return facts
    members = {row.code: _places(row, world) for row in facts.regions}
    split = {
        row.code: members[row.code]
        for row in facts.regions
        if members[row.code] not in {(), (row.code,)} and set(members[row.code]) <= set(row.members)
    }
    tables: dict[str, tuple[Row, ...]] = {}
    for name, model in TABLES.items():
        rows: tuple[Row, ...] = getattr(facts, name)
        columns = [column for column, kind in model.refers.items() if kind in {"region", "region*"}]
        if name not in {"regions", "parties"} and columns:
            rows = tuple(new for row in rows for new in _spread_row(row, columns, split))
        tables[name] = rows
    weights = _Weights(world, facts)
    tables["trade"] = tuple(_trade(facts, members, weights))
    tables["supply_shares"] = tuple(_supply(facts, members, weights))
    tables["regions"] = tuple(_regions(facts, world, split))
    tables["parties"] = tuple(_party(row, world, members) for row in facts.parties)
    fitted: dict[str, Any] = dict(tables)
    return replace(facts, **fitted)


def require_regions(standoff: Standoff, world: World, facts: Facts) -> None:
    """Refuse a world without a region that the case needs.

    Parameters
    ----------
    standoff
        The case.
    world
        The table.
    facts
        Tables fitted to that world.

    Raises
    ------
    ImpactError
        Naming the party whose regions are missing.
    """
    parties = [p.party for p in standoff.parties]
    ends = [code for entry in standoff.controls for code in (entry.imposer, entry.target)]
    for party in dict.fromkeys([*parties, *ends]):
        regions = facts.regions_of(party)
        if not any(world.has_region(code) for code in regions):
            raise ImpactError(
                f"the table of {world.year} has no region for {party} "
                f"(looked for {', '.join(regions[:6])}): give a table that has it, "
                f"or take {party} out of the standoff"
            )


def _places(row: RegionRow, world: World) -> tuple[str, ...]:
    """Where in a world a region of the tables lies: itself, its members, or what it is part of."""
    if world.has_region(row.code):
        return (row.code,)
    inside = tuple(code for code in row.members if world.has_region(code))
    if inside:
        return inside
    return tuple(
        code for code in world.regions if set(row.members) <= set(world.members.get(code, ()))
    )


class _Weights:
    """How members share what the tables say of their group."""

    def __init__(self, world: World, facts: Facts) -> None:
        self._world, self._facts = world, facts
        self._bought: dict[str, Array] = {}

    def _sector(self, good: str) -> npt.NDArray[np.intp] | None:
        sector = self._facts.good(good).host_sector
        return self._world.sector_indices(sector) if self._world.has_sector(sector) else None

    def made(self, good: str, regions: tuple[str, ...]) -> Array:
        """Shares by output of the sector that makes the good, shape (regions,) [share]."""
        nodes = self._sector(good)
        amounts = self._world.output if nodes is None else self._world.output[nodes]
        return self._shares(amounts.reshape(len(self._world.regions), -1).sum(axis=1), regions)

    def bought(self, good: str, regions: tuple[str, ...]) -> Array:
        """Shares by purchases of that sector's products, shape (regions,) [share]."""
        nodes, key = self._sector(good), self._facts.good(good).host_sector
        if key not in self._bought:
            rows = self._world.flows if nodes is None else self._world.flows[nodes]
            by_node = rows.sum(axis=0)
            self._bought[key] = by_node.reshape(len(self._world.regions), -1).sum(axis=1)
        return self._shares(self._bought[key], regions)

    def _shares(self, amounts: Array, regions: tuple[str, ...]) -> Array:
        if not regions:
            return np.zeros(0)
        mine = amounts[[self._world.region_index(code) for code in regions]]
        total = mine.sum()
        return mine / total if total > 0 else np.full(len(regions), 1.0 / len(regions))


def _spread_row(row: Row, columns: list[str], split: dict[str, tuple[str, ...]]) -> list[Row]:
    """Repeat a row for each member of each group that it names."""
    rows = [row]
    for column in columns:
        rows = [
            one.model_copy(update={column: code}) if code != getattr(one, column) else one
            for one in rows
            for code in split.get(getattr(one, column), (getattr(one, column),))
        ]
    return rows


def _scaled(row: TradeRow | SupplyShareRow, share: float, **where: str) -> Row:
    amounts = {name: getattr(row, name) * share for name in ("value", "low", "high")}
    return row.model_copy(update={**amounts, **where})


def _trade(facts: Facts, members: dict[str, tuple[str, ...]], weights: _Weights) -> Iterable[Row]:
    for row in facts.trade:
        if row.importer == "*":
            named = {
                code
                for other in facts.trade
                if (other.good, other.exporter) == (row.good, row.exporter)
                and other.importer != "*"
                for code in facts.regions_of(other.importer)
            } | set(facts.regions_of(row.exporter))
            groups = [code for code in members if code not in named and code != "ROW"]
        elif any(party.iso3 == row.importer for party in facts.parties):
            groups = list(facts.regions_of(row.importer))
        else:
            groups = [row.importer]
        for group in groups:
            inside = members.get(group, ())
            for code, share in zip(inside, weights.bought(row.good, inside), strict=True):
                yield _scaled(row, share / len(groups), importer=code)


def _supply(
    facts: Facts, members: dict[str, tuple[str, ...]], weights: _Weights
) -> Iterable[SupplyShareRow]:
    for row in facts.supply_shares:
        inside = members.get(row.country, ())
        if inside in {(), (row.country,)}:
            yield row
            continue
        for code, share in zip(inside, weights.made(row.good, inside), strict=True):
            yield _scaled(row, share, country=code)  # type: ignore[misc]


def _regions(facts: Facts, world: World, split: dict[str, tuple[str, ...]]) -> Iterable[RegionRow]:
    names = {row.iso3: row.name for row in facts.parties} | dict(world.region_names)
    listed: set[str] = set()
    known = {row.code for row in facts.regions}
    held = {
        country for code in world.regions if code not in known for country in _inside(world, code)
    }
    for row in facts.regions:
        inside = split.get(row.code, ())
        rest = tuple(code for code in row.members if code not in held)
        listed |= {row.code, *inside}
        for code in inside:
            name = names.get(code, code)
            yield row.model_copy(update={"code": code, "name": name, "members": (code,)})
        if row.code not in held:  # groups stay known by name, though the world has them not
            yield row.model_copy(update={"members": rest or (row.code,)})
    pattern = facts.regions[0]
    for code in world.regions:
        if code not in listed:
            name = names.get(code, code)
            yield pattern.model_copy(
                update={"code": code, "name": name, "members": _inside(world, code)}
            )


def _inside(world: World, code: str) -> tuple[str, ...]:
    return world.members.get(code, (code,))


def _party(row: PartyRow, world: World, members: dict[str, tuple[str, ...]]) -> PartyRow:
    """A country that stands alone is its own region; a bloc is all its members."""
    if world.has_region(row.iso3):
        return row.model_copy(update={"region": (row.iso3,)})
    inside = tuple(code for region in row.region for code in members.get(region, ()) or (region,))
    return row.model_copy(update={"region": inside})
