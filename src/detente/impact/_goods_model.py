"""The goods layer's fixed numbers: who supplies whom, who needs what, stocks, delays, values."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.facts import DependenceRow, Facts, Figure, TradeRow, UserRow
from detente.impact._capacity import Plant, plants_of
from detente.impact._draws import Sampler
from detente.impact._grades import grade_of, grade_use
from detente.impact._levers import Lever
from detente.impact._market import use_weights
from detente.world import World

__all__ = ["UNCERTAIN_KINDS", "GoodsModel", "build_goods_model", "goods_in_play", "uncertain_names"]

Array = npt.NDArray[np.floating]

CRITICALITY = {"critical": 1.0, "important": 0.5, "substitutable": 0.0}
"""What a missing input costs a user: all of the output that needs it, half, or only its price
(Pichler et al. 2022, equations 11 and 12)."""

STOCK_CLASSES = 5
"""Plants are grouped by how much they hold in stock, from the leanest fifth to the fullest."""

SELF_SUFFICIENT = 0.3
"""A region with at least this share of world supply is taken to serve itself."""

OTHER = "other"
"""Grade of a good that is not the covered one."""

PER_GOOD = (
    "stock_days",
    "stock_spread",
    "transit_days",
    "ramp_days",
    "substitution_days",
    "demand_elasticity",
    "supply_elasticity",
    "spare_capacity",
    "diversion_share",
    "diversion_days",
    "export_margin",
    "resale_share",
    "price_multiple_cap",
    "pooled_share",
    "scare_stock",
    "diversion_premium",
)

WHOLE_MODEL = ("rebuild_multiple", "rebuild_days", "price_leak")
"""Parameters of the goods layer that belong to no good."""


UNCERTAIN_KINDS = (
    *PER_GOOD,
    "coverage",
    "dependence",
    "trade",
    "input_need",
    "grade_share",
    "new_capacity",
)
"""Kinds of figures that are drawn, each once per good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsModel:
    """Everything the goods layer needs that does not change from day to day.

    Parameters
    ----------
    goods, regions
        Ids, in the order of every array; a good comes after the goods it is made from.
    parameters
        Name to values, shape (goods, draws + 1); units as in the facts tables.
    whole
        Name to values of what belongs to no good, shape (draws + 1,).
    item_good, item_share
        What flows is an *item*: a good, or one grade of it, the covered grade first. Which good it
        is of, shape (items,), and its part of the good's flow, shape (items, draws + 1) [share].
    stock_days
        Days of need in stock, shape (goods, regions, draws + 1) [day].
    stock_class
        Stock of each class of plants relative to the mean, shape (classes, goods, draws + 1).
    pair_good, pair_exporter
        Controlled flows as (good, exporting region), shape (pairs,).
    pair_share
        Part of a region's need that comes from the exporter, shape (pairs, regions, draws + 1).
    pair_trade
        Value of the flow, shape (pairs, regions, draws + 1) [USD bn per month].
    rest
        How the other suppliers share the rest, shape (goods, regions, regions): exporter, importer.
    imports
        Value of a region's imports from all, shape (goods, regions, draws + 1) [USD bn per month].
    use
        Each region's part in the use of a good outside the imposers, shape (goods, regions).
    plants
        New capacity with the day it opens.
    user_good, user_node, user_region, user_coverage
        Which node (of which region) needs which good, shape (users,), and for what part of its
        output, shape (users, draws + 1) [share], already times the weight of the criticality.
    user_critical
        Whether a missing good stops the user, shape (users,).
    user_items, user_item_share
        First and last item of the user's good, shape (2, users), and their parts in its use,
        shape (2, users, draws + 1) [share].
    input_of, input_from, input_coverage
        Which item is made from which good, shape (inputs,), (inputs,), (inputs, draws + 1) [share].
    """

    goods: tuple[str, ...]
    regions: tuple[str, ...]
    parameters: dict[str, Array]
    whole: dict[str, Array]
    item_good: npt.NDArray[np.intp]
    item_share: Array
    stock_days: Array
    stock_class: Array
    pair_good: npt.NDArray[np.intp]
    pair_exporter: npt.NDArray[np.intp]
    pair_share: Array
    pair_trade: Array
    rest: Array
    imports: Array
    use: Array
    plants: tuple[Plant, ...]
    user_good: npt.NDArray[np.intp]
    user_node: npt.NDArray[np.intp]
    user_region: npt.NDArray[np.intp]
    user_coverage: Array
    user_critical: npt.NDArray[np.bool_]
    user_items: npt.NDArray[np.intp]
    user_item_share: Array
    input_of: npt.NDArray[np.intp]
    input_from: npt.NDArray[np.intp]
    input_coverage: Array


def goods_in_play(controlled: Iterable[str], facts: Facts) -> tuple[str, ...]:
    """Controlled goods and all that is made from them, inputs before products."""
    found = set(controlled)
    while True:
        more = {row.good for row in facts.good_inputs if row.input in found} - found
        if not more:
            break
        found |= more
    ordered: list[str] = []
    while len(ordered) < len(found):
        ready = [
            good.good
            for good in facts.goods
            if good.good in found
            and good.good not in ordered
            and all(i.input not in found or i.input in ordered for i in facts.inputs_of(good.good))
        ]
        ordered += ready or sorted(found - set(ordered))
    return tuple(ordered)


def uncertain_names(goods: Iterable[str]) -> list[str]:
    """Names under which the goods' figures are drawn: one per good and kind of figure."""
    return [f"{kind} of {good}" for good in goods for kind in UNCERTAIN_KINDS] + [*WHOLE_MODEL]


def build_goods_model(
    goods: tuple[str, ...],
    *,
    levers: list[Lever],
    world: World,
    facts: Facts,
    sampler: Sampler,
    on: dt.date,
) -> GoodsModel:
    """Collect the goods layer's numbers from the facts tables.

    Parameters
    ----------
    goods
        Goods in play, as `goods_in_play` orders them.
    levers
        The tabled controls; they say which flows can be blocked.
    world
        Gives regions and nodes.
    facts
        The tables.
    sampler
        Draws, under the names of `uncertain_names`.
    on
        The standoff's date; plants announced later are not counted on.

    Raises
    ------
    ImpactError
        If a control is on goods that its imposer supplies to nobody.
    """
    at, regions = {good: i for i, good in enumerate(goods)}, world.regions
    shape = (len(goods), len(regions), sampler.size)
    parameters = {
        name: np.stack([_drawn(sampler, f"{name} of {g}", facts.parameter(g, name)) for g in goods])
        for name in PER_GOOD
    }
    stock_days = np.empty(shape)
    for good, g in at.items():
        for r, region in enumerate(regions):
            row = facts.parameter(good, "stock_days", region)
            stock_days[g, r] = _drawn(sampler, f"stock_days of {good}", row)
    pairs = sorted(
        {(at[good], e) for lever in levers for good in lever.goods for e in lever.exporters}
    )
    share = np.zeros((len(pairs), len(regions), sampler.size))
    trade = np.zeros_like(share)
    rest = np.stack([_world_shares(good, world, facts) for good in goods])
    for p, (g, e) in enumerate(pairs):
        for r, region in enumerate(regions):
            if r == e:
                continue
            found = _dependence(facts, goods[g], region, regions[e], world)
            default = rest[g, e, r]
            name = f"dependence of {goods[g]}"
            share[p, r] = (
                _drawn(sampler, name, found)
                if found is not None
                else sampler.values(name, 0.6 * default, default, min(1.0, 1.2 * default))
            )
    _refuse_empty(levers, pairs, share, goods)
    for p, (g, e) in enumerate(pairs):
        rest[g, e] = 0.0
        trade[p] = _trade(facts, goods[g], world, sampler, exporter=e)
    for g, e in pairs:
        mine = [p for p, (h, _) in enumerate(pairs) if h == g]
        share[mine] /= np.maximum(1.0, share[mine].sum(axis=0))
        rest[g, :, e] = 0.0
        rest[g, e, e] = 1.0
    nobody, importer = np.nonzero(rest.sum(axis=1) <= 0)
    rest[nobody, importer, importer] = 1.0
    rest /= rest.sum(axis=1, keepdims=True)
    users = [u for u in _users(goods, world, facts) if u[2].criticality != "substitutable"]
    items = _items(goods, facts)
    first = {good: min(i for i, (g, _) in enumerate(items) if g == good) for good in goods}
    last = {good: max(i for i, (g, _) in enumerate(items) if g == good) for good in goods}
    inputs = [
        (i, at[r.input], r)
        for r in facts.good_inputs
        if r.good in at and r.input in at
        for i, (good, grade) in enumerate(items)
        if good == r.good and r.grade in ("", grade)
    ]
    makers = {
        good: [at[r.good] for r in facts.good_inputs if r.input == good and r.good in at]
        for good in goods
    }
    return GoodsModel(
        goods=goods,
        regions=regions,
        parameters=parameters,
        whole={name: _drawn(sampler, name, facts.model_parameter(name)) for name in WHOLE_MODEL},
        item_good=np.array([at[good] for good, _ in items], dtype=np.intp),
        item_share=np.stack([_item_share(sampler, facts, g, grade) for g, grade in items]),
        stock_days=stock_days,
        stock_class=_stock_classes(parameters["stock_spread"]),
        pair_good=np.array([g for g, _ in pairs], dtype=np.intp),
        pair_exporter=np.array([e for _, e in pairs], dtype=np.intp),
        pair_share=share,
        pair_trade=trade,
        rest=rest,
        imports=np.stack([_trade(facts, good, world, sampler) for good in goods]),
        use=use_weights(
            goods,
            users=[(at[g], n, r.value) for g, n, r in users],
            makers={at[good]: tuple(made) for good, made in makers.items()},
            supply=np.stack([_world_supply(good, world, facts) for good in goods]),
            imposers=pairs,
            world=world,
        ),
        plants=plants_of(goods, world=world, facts=facts, sampler=sampler, on=on),
        user_good=np.array([at[g] for g, _, _ in users], dtype=np.intp),
        user_node=np.array([n for _, n, _ in users], dtype=np.intp),
        user_region=np.array([n // len(world.sectors) for _, n, _ in users], dtype=np.intp),
        user_coverage=np.array(
            [
                CRITICALITY[r.criticality] * _drawn(sampler, f"coverage of {g}", r)
                for g, _, r in users
            ]
        ).reshape(len(users), sampler.size),
        user_critical=np.array([r.criticality == "critical" for _, _, r in users], dtype=bool),
        user_items=np.array(
            [[first[g] for g, _, _ in users], [last[g] for g, _, _ in users]], dtype=np.intp
        ).reshape(2, len(users)),
        user_item_share=_user_shares(users, facts, world, sampler),
        input_of=np.array([i for i, _, _ in inputs], dtype=np.intp),
        input_from=np.array([h for _, h, _ in inputs], dtype=np.intp),
        input_coverage=np.array(
            [
                CRITICALITY[r.criticality] * _drawn(sampler, f"input_need of {r.good}", r)
                for _, _, r in inputs
            ]
        ).reshape(len(inputs), sampler.size),
    )


def _refuse_empty(
    levers: list[Lever], pairs: list[tuple[int, int]], share: Array, goods: tuple[str, ...]
) -> None:
    """Refuse a control none of whose goods its imposer supplies to anyone."""
    served = {pair for p, pair in enumerate(pairs) if share[p].any()}
    for lever in levers:
        mine = {(goods.index(good), e) for good in lever.goods for e in lever.exporters}
        if not mine & served:
            raise ImpactError(
                f"control {lever.control!r}: its imposer supplies no {', '.join(lever.goods)} to "
                "anyone; mend the goods or the imposer of the control, or add the shares to "
                "dependence.csv or supply_shares.csv"
            )


def _items(goods: tuple[str, ...], facts: Facts) -> list[tuple[str, str]]:
    """Good and grade of every item; ungraded goods have one item with an empty grade."""
    items: list[tuple[str, str]] = []
    for good in goods:
        grade = grade_of(facts, good)
        items += [(good, "")] if grade is None else [(good, grade.grade), (good, OTHER)]
    return items


def _item_share(sampler: Sampler, facts: Facts, good: str, grade: str) -> Array:
    row = grade_of(facts, good)
    if row is None:
        return np.ones(sampler.size)
    covered = _drawn(sampler, f"grade_share of {good}", row)
    return 1.0 - covered if grade == OTHER else covered


def _user_shares(
    users: list[tuple[str, int, UserRow]], facts: Facts, world: World, sampler: Sampler
) -> Array:
    """Parts of the first and the last item in each user's use, shape (2, users, draws + 1)."""
    shares = np.zeros((2, len(users), sampler.size))
    for u, (good, node, _) in enumerate(users):
        row = grade_use(facts, good, world.sectors[node % len(world.sectors)])
        shares[0, u] = 1.0 if row is None else _drawn(sampler, f"grade_share of {good}", row)
    shares[1] = 1.0 - shares[0]
    return shares


def _drawn(sampler: Sampler, name: str, row: Figure) -> Array:
    return sampler.values(name, row.low, row.value, row.high)


def _stock_classes(spread: Array) -> Array:
    """Lognormal quantiles with mean one and the given coefficient of variation."""
    sigma = np.sqrt(np.log1p(spread**2))
    middles = [(q + 0.5) / STOCK_CLASSES for q in range(STOCK_CLASSES)]
    classes = np.exp(np.array([NormalDist().inv_cdf(m) for m in middles])[:, None, None] * sigma)
    return np.asarray(classes / classes.mean(axis=0))


def _world_shares(good: str, world: World, facts: Facts) -> Array:
    """Shares of suppliers (rows) in each region's need (columns), from world supply."""
    supply = _world_supply(good, world, facts)
    shares = np.repeat((supply / supply.sum())[:, None], len(supply), axis=1)
    for region in np.flatnonzero(supply / supply.sum() >= SELF_SUFFICIENT):
        shares[:, region] = 0.0
        shares[region, region] = 1.0
    return shares


def _world_supply(good: str, world: World, facts: Facts) -> Array:
    """Part of world supply that each region provides, shape (regions,)."""
    supply = np.zeros(len(world.regions))
    for row in facts.supply_of(good):
        codes = [code for code in facts.regions_of(row.country) if code in world.regions]
        for code in codes:
            supply[world.regions.index(code)] += row.value / len(codes)
    if supply.sum() <= 0:
        supply[:] = 1.0
    return supply


def _dependence(
    facts: Facts, good: str, importer: str, exporter: str, world: World
) -> DependenceRow | None:
    for country in (exporter, *world.members.get(exporter, ())):
        for row in facts.dependence:
            if (row.good, row.importer, row.exporter) == (good, importer, country):
                return row
    return None


def _trade(
    facts: Facts, good: str, world: World, sampler: Sampler, *, exporter: int | None = None
) -> Array:
    """Value of imports by region, from one exporter or from all [USD bn per month]."""
    value = np.zeros((len(world.regions), sampler.size))
    for row in facts.trade:
        if row.good != good:
            continue
        if exporter is not None and world.regions[exporter] not in facts.regions_of(row.exporter):
            continue
        yearly = _drawn(sampler, f"trade of {good}", row)
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


def _users(goods: tuple[str, ...], world: World, facts: Facts) -> list[tuple[str, int, UserRow]]:
    return [
        (good, world.index(region, row.sector), row)
        for good in goods
        for region in world.regions
        for row in facts.users_of(good, region)
        if row.sector in world.sectors
    ]
