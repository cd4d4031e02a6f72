"""The table that a standoff needs: the usual regions, with parties and suppliers apart."""

from collections.abc import Iterable

from detente.controls import Standoff
from detente.facts import Facts, held_share
from detente.impact._fit import fit_facts, require_regions
from detente.impact.goods.model import goods_in_play
from detente.impact.goods.trade import complete_trade
from detente.world import World, listed_countries

__all__ = ["MAIN_SUPPLIER", "ground", "world_of"]

MAIN_SUPPLIER = 0.05
"""Least part of world supply for which a supplier stands apart beside a party that does [share]."""


def ground(standoff: Standoff, facts: Facts, world: World | None) -> tuple[World, Facts]:
    """World and facts of a standoff: the table it needs, and the figures for its regions."""
    for good in (good for entry in standoff.controls for good in entry.goods):
        facts.good(good)
    if world is None:
        ends = (code for entry in standoff.controls for code in (entry.imposer, entry.target))
        passing = (row.exporter for row in facts.passage_of(standoff.register_ids()))
        named = dict.fromkeys([*(party.party for party in standoff.parties), *ends, *passing])
        goods = (good for entry in standoff.controls for good in entry.goods)
        world = world_of(named, facts, goods=goods)
    fitted = fit_facts(facts, world)
    require_regions(standoff, world, fitted)
    flows = {
        (good, exporter): None
        for entry in standoff.controls
        for exporter in fitted.regions_of(entry.imposer)
        if world.has_region(exporter)
        for good in entry.goods
    }
    flows |= {
        (row.good, exporter): None
        for row in fitted.passage_of(standoff.register_ids())
        for exporter in fitted.regions_of(row.exporter)
        if world.has_region(exporter)
    }
    return world, complete_trade(fitted, world, tuple(flows))


def world_of(codes: Iterable[str], facts: Facts, *, goods: Iterable[str] = ()) -> World:
    """Merge the packaged table of 80 countries so that each of some countries is a region."""
    home = {member: row.code for row in facts.regions for member in row.members}
    usual = {row.code for row in facts.regions}
    alone = [code for code in codes if code in home and code not in usual]
    listed = listed_countries() if alone else frozenset()
    apart = {code for code in alone if code in listed}
    outside = {code for code in alone if code not in listed}
    if alone:
        for good in goods_in_play(goods, facts):
            for country in {row.country for row in facts.supply_shares if row.good == good}:
                held = held_share(facts, good, country)
                if held is not None and held.value >= MAIN_SUPPLIER and country in listed - usual:
                    apart.add(country)
    return World.load(apart=sorted(apart), outside=sorted(outside))
