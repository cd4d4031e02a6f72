"""Builds the goods layer's fixed numbers from the facts tables."""

import datetime as dt
from collections.abc import Mapping, Sequence
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente._units import MN_PER_BN, MONTHS_PER_YEAR
from detente.facts import Facts, Figure, UserRow
from detente.impact._draws import Sampler
from detente.impact._member_weights import MemberWeights
from detente.impact.goods._capacity import plants_of
from detente.impact.goods._grades import grade_of, grade_use
from detente.impact.goods._market import use_weights
from detente.impact.goods.firms import NamedFirm
from detente.impact.goods.imports import bought_abroad, foreign_part
from detente.impact.goods.levers import Lever
from detente.impact.goods.model import CRITICALITY, PER_GOOD, WHOLE_MODEL, GoodsModel
from detente.impact.goods.needs import Needs, needs_of
from detente.impact.goods.parts import grouped
from detente.impact.goods.suppliers import share_from, world_shares, world_supply
from detente.impact.goods.trade import trade_of
from detente.world import World

__all__ = ["build_goods_model"]

Array = npt.NDArray[np.floating]

STOCK_CLASSES = 5
"""Plants are grouped by how much they hold in stock, from the leanest fifth to the fullest."""

LONGEST_LEAD = 120
"""Days before a rule's first day in which buying ahead counts at most [day]."""

OTHER = "other"
"""Grade of a good that is not the covered one."""


def build_goods_model(
    goods: tuple[str, ...],
    *,
    levers: list[Lever],
    world: World,
    facts: Facts,
    sampler: Sampler,
    on: dt.date,
    firms: Sequence[NamedFirm] = (),
    leads: Mapping[str, int] | None = None,
) -> GoodsModel:
    """Collect the goods layer's numbers from the facts tables."""
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
        {(at[good], e) for lever in levers for good in lever.goods for e in lever.sources(good)}
    )
    share = np.zeros((len(pairs), len(regions), sampler.size))
    trade = np.zeros_like(share)
    needs = needs_of(facts, world)
    rest = np.stack([world_shares(good, world, facts) for good in goods])
    for p, (g, e) in enumerate(pairs):
        for r, region in enumerate(regions):
            if r == e:
                continue
            low, central, high = share_from(facts, goods[g], region, regions[e], world)
            share[p, r] = sampler.values(f"dependence of {goods[g]}", low, central, high)
    _refuse_empty(levers, pairs, share, goods)
    for p, (g, e) in enumerate(pairs):
        rest[g, e] = 0.0
        trade[p] = trade_of(goods[g], needs, sampler, exporter=e)
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
    user_good = [at[g] for g, _, _ in users]
    whole = {name: _drawn(sampler, name, facts.model_parameter(name)) for name in WHOLE_MODEL}
    lead = np.array([min((leads or {}).get(good, 0), LONGEST_LEAD) for good in goods], dtype=float)
    foreign = np.stack(
        [
            foreign_part(
                good,
                needs,
                controlled={e: share[p] for p, (h, e) in enumerate(pairs) if h == g},
                rest=rest[g],
                draws=sampler.size,
            )
            for good, g in at.items()
        ]
    )
    imports = np.stack(
        [
            bought_abroad(good, needs, sampler, foreign=foreign[g], exporters=_valued(good, needs))
            for good, g in at.items()
        ]
    )
    coverage = np.array(
        [CRITICALITY[r.criticality] * _drawn(sampler, f"coverage of {g}", r) for g, _, r in users]
    ).reshape(len(users), sampler.size)
    capital = _capital(users, imports, world, facts, sampler, goods)
    own_items = [[first[goods[f.good]], last[goods[f.good]]] for f in firms]
    return GoodsModel(
        goods=goods,
        regions=regions,
        parameters=parameters,
        whole=whole,
        part=grouped(
            goods,
            levers=levers,
            inputs=[(at[r.good], h) for _, h, r in inputs],
            firms=firms,
            pairs=pairs,
        ),
        item_good=np.array([at[good] for good, _ in items], dtype=np.intp),
        item_share=np.stack([_item_share(sampler, facts, g, grade) for g, grade in items]),
        stock_days=stock_days,
        stock_class=_stock_classes(parameters["stock_spread"]),
        pair_good=np.array([g for g, _ in pairs], dtype=np.intp),
        pair_exporter=np.array([e for _, e in pairs], dtype=np.intp),
        pair_share=share,
        pair_trade=trade,
        rest=rest,
        imports=imports,
        foreign=foreign,
        use=use_weights(
            goods,
            users=[(at[g], n, r.value) for g, n, r in users],
            makers={at[good]: tuple(made) for good, made in makers.items()},
            supply=np.stack([world_supply(good, world, facts) for good in goods]),
            imposers=pairs,
            world=world,
        ),
        wait=_of_inputs(goods, [lever.wait for lever in levers], facts),
        outlook=_outlook(goods, levers, facts),
        plants=plants_of(goods, world=world, facts=facts, sampler=sampler, on=on),
        user_good=np.array([*user_good, *(f.good for f in firms)], dtype=np.intp),
        user_node=np.array([*(n for _, n, _ in users), *(f.node for f in firms)], dtype=np.intp),
        user_region=np.array(
            [*(n // len(world.sectors) for _, n, _ in users), *(f.region for f in firms)],
            dtype=np.intp,
        ),
        user_coverage=np.concatenate([coverage, *(f.part[None] for f in firms)]),
        user_critical=np.array(
            [*(r.criticality == "critical" for _, _, r in users), *(True for _ in firms)],
            dtype=bool,
        ),
        user_items=np.array(
            [*([first[g], last[g]] for g, _, _ in users), *own_items], dtype=np.intp
        )
        .reshape(-1, 2)
        .T,
        user_item_share=np.concatenate(
            [
                _user_shares(users, facts, world, sampler),
                np.full((2, len(firms), sampler.size), 0.5),
            ],
            axis=1,
        ),
        user_firm=np.array([*(-1 for _ in users), *range(len(firms))], dtype=np.intp),
        user_capital=np.concatenate([capital, np.zeros((len(firms), sampler.size))]),
        firms=tuple(firms),
        lead=lead,
        prebought=lead[:, None] * whole["prebuying"],
        exported=np.array([_exported(goods[g], regions[e], world, facts) for g, e in pairs]),
        input_of=np.array([i for i, _, _ in inputs], dtype=np.intp),
        input_from=np.array([h for _, h, _ in inputs], dtype=np.intp),
        input_coverage=np.array(
            [
                CRITICALITY[r.criticality] * _drawn(sampler, f"input_need of {r.good}", r)
                for _, _, r in inputs
            ]
        ).reshape(len(inputs), sampler.size),
    )


def _capital(
    users: list[tuple[str, int, UserRow]],
    imports: Array,
    world: World,
    facts: Facts,
    sampler: Sampler,
    goods: tuple[str, ...],
) -> Array:
    """Value added a year that a year's imports make possible, over the node's, by user.

    Users in one region share what it imports of the good by what they need of it.
    """
    yields = {row.good: row for row in facts.capital_goods}
    found = np.zeros((len(users), sampler.size))
    wanted = [row.value * float(world.output[node]) for _, node, row in users]
    for u, (good, node, _) in enumerate(users):
        if good not in yields:
            continue
        region = node // len(world.sectors)
        alike = sum(
            need
            for (other, at, _), need in zip(users, wanted, strict=True)
            if other == good and at // len(world.sectors) == region
        )
        row, made = yields[good], max(float(world.value_added[node]), 1e-9)
        bought = (
            imports[goods.index(good), region]
            * MONTHS_PER_YEAR
            * MN_PER_BN
            * wanted[u]
            / max(alike, 1e-9)
        )
        gives = sampler.values(f"coverage of {good}", row.low, row.value, row.high)
        found[u] = np.minimum(gives * bought / made, 1.0)
    return found


def _exported(good: str, exporter: str, world: World, facts: Facts) -> float:
    """Part of an exporter's output of a good that leaves it [share].

    That of its row; without one, of the sector that makes the good, by the world table.
    """
    places = {exporter, *world.members.get(exporter, ())}
    for row in facts.exported_shares:
        if row.good == good and row.country in places:
            return row.value
    sold = MemberWeights(world, facts).sold(good)[world.region_index(exporter)]
    total = float(sold.sum())
    return 1.0 - float(sold[world.region_index(exporter)]) / total if total > 0 else 0.0


def _valued(good: str, needs: Needs) -> list[str]:
    """Regions some of whose flows of a good rows of ``trade`` value."""
    found = [code for row in needs.rows(good) for code in needs.facts.regions_of(row.exporter)]
    return [code for code in dict.fromkeys(found) if needs.world.has_region(code)]


def _of_inputs(goods: tuple[str, ...], found: Sequence[Mapping[str, Array]], facts: Facts) -> Array:
    """Most that any control on a good, or on what it is made from, has of a figure, by day."""
    most = np.zeros((len(goods), max(len(row) for by_good in found for row in by_good.values())))
    for g, good in enumerate(goods):
        for by_good in found:
            if good in by_good:
                np.maximum(most[g], by_good[good], out=most[g])
        for row in facts.inputs_of(good):
            if row.input in goods:
                np.maximum(most[g], most[goods.index(row.input)], out=most[g])
    return most


def _outlook(goods: tuple[str, ...], levers: list[Lever], facts: Facts) -> Array:
    """Shortfall to be expected over the day's; of the control that lets least through to come."""
    most = _of_inputs(goods, [lever.outlook for lever in levers], facts)
    return np.where(most > 0, most, 1.0)


def _refuse_empty(
    levers: list[Lever], pairs: list[tuple[int, int]], share: Array, goods: tuple[str, ...]
) -> None:
    """Refuse a control none of whose goods its imposer supplies to anyone."""
    served = {pair for p, pair in enumerate(pairs) if share[p].any()}
    for lever in levers:
        mine = {(goods.index(good), e) for good in lever.goods for e in lever.sources(good)}
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


def _users(goods: tuple[str, ...], world: World, facts: Facts) -> list[tuple[str, int, UserRow]]:
    return [
        (good, world.index(region, row.sector), row)
        for good in goods
        for region in world.regions
        for row in facts.users_of(good, region)
        if row.sector in world.sectors
    ]
