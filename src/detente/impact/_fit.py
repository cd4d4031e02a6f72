"""The facts tables for another world: rows of a group of countries go to its members."""

from collections.abc import Iterable
from typing import Any

from detente._errors import ImpactError
from detente.controls import Standoff
from detente.facts import (
    TABLES,
    DependenceRow,
    Facts,
    FigureRow,
    PartyRow,
    RegionRow,
    Row,
    SupplyShareRow,
    TradeRow,
)
from detente.impact._fit_sectors import fit_sectors
from detente.impact._marked import marked, marked_sources
from detente.impact._member_weights import MemberWeights
from detente.impact.goods.needs import Needs
from detente.world import World

__all__ = ["MEMBER", "fit_facts", "require_regions"]

MEMBER = ", for a member"
"""Ends the id of the source of a figure that a country has from its region."""
_MEMBERS_FIGURE = (
    "A figure of a group of countries, for one of them: amounts split and "
    "shares moved by its own trade in the world table, the rest as for the group"
)


def fit_facts(facts: Facts, world: World) -> Facts:
    """Rewrite what the tables say of groups for a world in which their members stand alone.

    Notes
    -----
    An amount goes to the members in proportion to what they need of the good from the exporter
    (trade, `Needs.need`) or make of the products of the sector that makes it (supply). A flow to
    ``*`` stays one to all that no other row names. What part of its use
    a member has from an exporter: see `MemberWeights.moved`. A row that names the member itself
    stands before that of its group.
    """
    facts = fit_sectors(facts, world)
    known = {row.code for row in facts.regions}
    if set(world.regions) <= known:
        listed = tuple(row for row in facts.dependence if row.importer in known)
        same = len(listed) == len(facts.dependence)
        return facts if same else facts.with_rows(dependence=listed)
    members = {row.code: _places(row, world) for row in facts.regions}
    split = {
        row.code: members[row.code]
        for row in facts.regions
        if members[row.code] not in {(), (row.code,)}
        and set(members[row.code]) <= {row.code, *row.members}
    }
    tables: dict[str, tuple[Row, ...]] = {}
    for name, model in TABLES.items():
        columns = [column for column, kind in model.refers.items() if kind in {"region", "region*"}]
        if name not in {"regions", "parties"} and columns:
            rows: tuple[Row, ...] = getattr(facts, name)
            tables[name] = tuple(new for row in rows for new in _spread_row(row, columns, split))
    weights = MemberWeights(world, facts)
    tables["supply_shares"] = tuple(_supply(facts, members, weights))
    tables["dependence"] = tuple(_dependence(facts, split, weights))
    tables["regions"] = tuple(_regions(facts, world, split))
    tables["parties"] = tuple(_party(row, world, members) for row in facts.parties)
    needs = Needs(facts.with_rows(**tables), world)
    tables["trade"] = tuple(_trade(facts, members, weights, needs))
    tables["sources"] = (*facts.sources, *marked_sources(facts, tables, MEMBER, _MEMBERS_FIGURE))
    return facts.with_rows(**tables)


def require_regions(standoff: Standoff, world: World, facts: Facts) -> None:
    """Refuse a world without a region that the case needs."""
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
    inside = tuple(c for c in row.members if c != row.code and world.has_region(c))
    if world.has_region(row.code):
        return (row.code, *inside)
    if inside:
        return inside
    return tuple(
        code for code in world.regions if set(row.members) <= set(world.members.get(code, ()))
    )


def _spread_row(row: Row, columns: list[str], split: dict[str, tuple[str, ...]]) -> list[Row]:
    """Repeat a row for each member of each group that it names."""
    rows = [row]
    for column in columns:
        rows = [
            _of_member(one, **{column: code}) if code != getattr(one, column) else one
            for one in rows
            for code in split.get(getattr(one, column), (getattr(one, column),))
        ]
    return rows


def _of_member(row: Row, **changed: Any) -> Any:  # noqa: ANN401 - the row's own type
    """Row with other cells, whose source says that the figure is its region's."""
    if isinstance(row, FigureRow):
        changed["source"] = marked(row.source, MEMBER)
    return row.model_copy(update=changed)


def _scaled(row: TradeRow | SupplyShareRow, share: float, **where: str) -> Any:  # noqa: ANN401
    amounts = {name: getattr(row, name) * share for name in ("value", "low", "high")}
    return _of_member(row, **amounts, **where)


def _trade(
    facts: Facts, members: dict[str, tuple[str, ...]], weights: MemberWeights, needs: Needs
) -> Iterable[TradeRow]:
    for row in facts.trade:
        groups: list[str] = []
        if row.importer == "*":
            yield row  # goes to all that no row names, whoever they are
        elif weights.world.has_region(row.importer) and row.importer not in members:
            yield row  # a country with a row of its own
        elif any(party.iso3 == row.importer for party in facts.parties):
            groups = list(facts.regions_of(row.importer))
        else:
            groups = [row.importer]
        for group in groups:
            inside = tuple(code for code in members.get(group, ()) if code != row.exporter)
            if not inside or (len(groups) == 1 and inside == (row.importer,)):
                yield row
                continue
            for code, share in zip(inside, _parts(row, inside, weights, needs), strict=True):
                yield _scaled(row, share / len(groups), importer=code)


def _parts(
    row: TradeRow, inside: tuple[str, ...], weights: MemberWeights, needs: Needs
) -> list[float]:
    """What of a group's flow goes to each member [share]."""
    if set(inside) <= set(needs.world.outside):
        return list(map(float, weights.bought(row.good, row.exporter, inside)))
    return list(needs.shared(row.good, row.exporter, inside).values())


def _supply(
    facts: Facts, members: dict[str, tuple[str, ...]], weights: MemberWeights
) -> Iterable[SupplyShareRow]:
    for row in facts.supply_shares:
        inside = members.get(row.country, ())
        if inside in {(), (row.country,)}:
            yield row
            continue
        for code, share in zip(inside, weights.made(row.good, inside), strict=True):
            yield _scaled(row, share, country=code)


def _dependence(
    facts: Facts, split: dict[str, tuple[str, ...]], weights: MemberWeights
) -> Iterable[DependenceRow]:
    own = {(row.good, row.importer, row.exporter) for row in facts.dependence}
    regions = {row.code for row in facts.regions}
    for row in facts.dependence:
        if row.importer not in split:
            if row.importer in regions or weights.world.has_region(row.importer):
                yield row
            continue
        for code in split[row.importer]:
            if code == row.importer:
                yield row
            elif code != row.exporter and (row.good, code, row.exporter) not in own:
                low, value, high = weights.moved(row, code)
                yield _of_member(row, importer=code, low=low, value=value, high=high)


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
            if code == row.code:
                continue
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
