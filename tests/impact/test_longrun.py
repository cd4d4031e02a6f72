"""The trade model: closed forms, curbs, and the path from weeks to years."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import ImpactError
from detente.controls import Figure, standoff_from_register
from detente.facts import load_facts
from detente.impact import simulate
from detente.impact.longrun import (
    Curb,
    TradeBase,
    Wedges,
    at_horizon,
    long_run,
    settle,
    solve,
    welfare,
    years,
)
from detente.world import World, open_world


def random_base(seed, regions=3, sectors=2, *, tariff=0.0):
    rng = np.random.default_rng(seed)
    purchases = rng.uniform(0.2, 2.0, (sectors, regions, regions))
    purchases[:, np.arange(regions), np.arange(regions)] += 4.0
    base = TradeBase.from_purchases(
        purchases,
        regions=tuple("ABCDEF"[:regions]),
        sectors=tuple(f"s{j}" for j in range(sectors)),
        value_added_share=rng.uniform(0.4, 0.7, (sectors, regions)),
        inputs=rng.uniform(0.1, 1.0, (regions, sectors, sectors)),
        theta=rng.uniform(2.0, 8.0, sectors),
        tariff=np.where(np.eye(regions, dtype=bool), 0.0, tariff)[None].repeat(sectors, axis=0),
    )
    return settle(base)


def simple(home=0.8, theta=5.0):
    """Two regions, one sector, no intermediates, trade in balance."""
    share = np.array([[[home, 1 - home], [1 - home, home]]])
    return TradeBase.from_purchases(
        share * 10.0,
        regions=("A", "B"),
        sectors=("s",),
        value_added_share=np.ones((1, 2)),
        inputs=np.zeros((2, 1, 1)),
        theta=np.array([theta]),
    )


def both_ways(**curb):
    return [
        Curb(sector="s", exporter="A", importer="B", **curb),
        Curb(sector="s", exporter="B", importer="A", **curb),
    ]


@pytest.mark.parametrize(("home", "theta"), [(0.8, 5.0), (0.6, 2.0), (0.95, 8.2)])
def test_autarky_costs_what_the_formula_says(home, theta):
    base = simple(home, theta)
    found = welfare(solve(base, Wedges.of(base, [both_ways(quota=0.0)])))
    assert -found.real_income[:, 0] == pytest.approx(1 - home ** (1 / theta), abs=1e-9)


def test_a_foreign_shock_is_read_off_the_home_share():
    base = simple()
    equilibrium = solve(base, Wedges.of(base, [both_ways(iceberg=0.3)]))
    share = equilibrium.market.purchases(0)[0]
    home = share[0, 0] / share[0].sum() / 0.8
    gain = welfare(equilibrium).real_income[0, 0]
    assert gain == pytest.approx(home ** (-1 / 5.0) - 1, abs=1e-9)


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_no_change_in_no_change_out(seed):
    base = random_base(seed, tariff=0.1)
    equilibrium = solve(base, Wedges.of(base, [[]]))
    assert equilibrium.wage == pytest.approx(1.0, abs=1e-8)
    assert equilibrium.market.price == pytest.approx(1.0, abs=1e-8)
    assert welfare(equilibrium).real_income == pytest.approx(0.0, abs=1e-8)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.floats(0.05, 0.95), st.sampled_from(["quota", "export_tax"]))
def test_trade_balances_after_a_curb(seed, size, kind):
    base = random_base(seed, tariff=0.05)
    curb = Curb(sector="s0", exporter="A", importer="B", **{kind: size}, to_importer=0.3)
    market = solve(base, Wedges.of(base, [[curb]])).market
    paid = market.purchases(0) / (1 + market.tariffs(0))
    paid[0, 1, 0] -= 0.3 * market.flow_rents()[0, 0]  # the importer's part never leaves it
    abroad = paid * (1 - np.eye(3))
    surplus = abroad.sum(axis=(0, 1)) - abroad.sum(axis=(0, 2))
    assert surplus == pytest.approx(base.surplus, abs=1e-7)


def test_only_relative_size_matters():
    base = random_base(3)
    larger = replace(base, value_added=base.value_added * 7, surplus=base.surplus * 7)
    curb = [[Curb(sector="s0", exporter="A", importer="B", quota=0.5)]]
    small, large = (welfare(solve(one, Wedges.of(one, curb))) for one in (base, larger))
    assert large.real_income == pytest.approx(small.real_income, abs=1e-8)
    assert large.loss == pytest.approx(7 * small.loss, abs=1e-7)


def test_a_quota_at_the_base_has_no_wedge():
    base = random_base(4)
    found = solve(
        base, Wedges.of(base, [[Curb(sector="s0", exporter="A", importer="B", quota=1.0)]])
    )
    assert found.market.quota_wedge == pytest.approx(1.0, abs=1e-6)
    assert welfare(found).rents.burned == pytest.approx(0.0, abs=1e-6)


def test_quotas_are_met_and_rents_shared():
    base = random_base(5)
    curb = Curb(
        sector="s1", exporter="B", importer="A", quota=0.4, to_exporter=0.5, to_importer=0.2
    )
    found = solve(base, Wedges.of(base, [[curb]]))
    assert found.market.flow_quantity() == pytest.approx(0.4, abs=1e-7)
    rents = welfare(found).rents
    assert rents.exporter > 0
    assert rents.importer == pytest.approx(0.4 * rents.exporter)
    assert rents.burned == pytest.approx(0.6 * rents.exporter)


def test_rent_in_the_exporters_hands_is_worth_more_to_it_than_paper():
    base = random_base(6)
    kept, burned = (
        Curb(sector="s1", exporter="B", importer="A", quota=0.4, to_exporter=share)
        for share in (1.0, 0.0)
    )
    found = welfare(solve(base, Wedges.of(base, [[kept], [burned]])))
    assert found.real_income[1, 0] > found.real_income[1, 1]


def test_a_ban_is_the_limit_of_rising_wedges():
    base = random_base(7)
    quotas = (0.1, 0.01, 1e-3, 1e-5, 0.0)
    found = welfare(
        solve(
            base,
            Wedges.of(
                base,
                [[Curb(sector="s0", exporter="A", importer="B", quota=q)] for q in quotas],
            ),
        )
    )
    gaps = np.abs(found.real_income[1, :-1] - found.real_income[1, -1])
    assert (np.diff(gaps) < 0).all()
    assert gaps[-1] < 1e-3


def test_rising_wedges_end_in_the_ban():
    base = random_base(7)
    flow = {"sector": "s0", "exporter": "A", "importer": "B"}
    scenarios = [[Curb(**flow, iceberg=cost)] for cost in (1.0, 10.0, 100.0, 1e4)]
    found = welfare(solve(base, Wedges.of(base, [*scenarios, [Curb(**flow, quota=0.0)]])))
    gaps = np.abs(found.real_income[1, :-1] - found.real_income[1, -1])
    assert (np.diff(gaps) < 0).all()
    assert gaps[-1] < 1e-5


def test_going_round_a_ban_costs_less_than_the_ban():
    base = random_base(8, regions=4)
    ban = Curb(sector="s0", exporter="A", importer="B", quota=0.0)
    also = Curb(sector="s0", exporter="C", importer="B", quota=0.0)
    found = welfare(solve(base, Wedges.of(base, [[ban], [ban, also]])))
    assert found.loss[1, 1] > found.loss[1, 0] > 0


def test_small_export_taxes_pay_and_large_ones_do_not():
    base = simple(0.7, 3.0)
    rates = (0.0, 0.1, 5.0)
    found = welfare(
        solve(
            base,
            Wedges.of(
                base,
                [[Curb(sector="s", exporter="A", importer="B", export_tax=r)] for r in rates],
            ),
        )
    )
    own = found.real_income[0]
    assert own[1] > own[0] > own[2]


@pytest.mark.parametrize(
    ("curbs", "words"),
    [
        ([[Curb(sector="s", exporter="A", importer="Z")]], "no region 'Z'"),
        ([[Curb(sector="x", exporter="A", importer="B")]], "no sector 'x'"),
        ([both_ways() + both_ways()], "more than once"),
        ([], "at least one"),
    ],
)
def test_what_cannot_be_placed_is_named(curbs, words):
    with pytest.raises(ImpactError, match=words):
        Wedges.of(simple(), curbs)


@pytest.mark.parametrize(
    "fault",
    [{"quota": -0.1}, {"export_tax": float("nan")}, {"to_exporter": 0.8, "to_importer": 0.4}],
)
def test_curbs_that_make_no_sense(fault):
    with pytest.raises(ImpactError):
        Curb(sector="s", exporter="A", importer="B", **fault)


def test_a_buyer_without_sellers_is_named():
    base = simple(home=0.0)
    with pytest.raises(ImpactError, match="nobody left"):
        solve(base, Wedges.of(base, [both_ways(quota=0.0)]))


def test_the_ladder_rises_from_the_short_to_the_long_run():
    facts, world = load_facts(), World.load()
    theta = long_run(facts, world.sectors)
    assert (np.diff(theta, axis=0) >= 0).all()
    at = [at_horizon(theta[1], days, short=0.76, pace=1100.0) for days in (100, 365, 2000, 1e6)]
    assert at[0] == pytest.approx(0.76)
    assert at[1] == pytest.approx(0.76)
    assert (at[2] > at[1]).all()
    assert at[3] == pytest.approx(theta[1])


def test_a_sector_without_elasticity_is_named():
    with pytest.raises(ImpactError, match="ZZ"):
        long_run(load_facts(), ("C20", "ZZ"))


@pytest.fixture(scope="module")
def path(london_module):
    return years(simulate(london_module, days=365, draws=2), months=120)


def test_the_world_table_is_an_equilibrium():
    world = World.load()
    base = settle(TradeBase.from_world(world, long_run(load_facts(), world.sectors)[1]))
    found = solve(base, Wedges.of(base, [[]]))
    assert found.market.price == pytest.approx(1.0, abs=1e-8)
    usa = base.region("USA")
    assert base.value_added[usa] == pytest.approx(world.gdp("USA") / 1000, rel=0.02)


def test_the_years_begin_with_the_simulation(path):
    for one in path.paths:
        simulated = path.impact.loss(one.party, one.name).by_month
        assert one.cost[1, : len(simulated)] == pytest.approx([m.central for m in simulated])
        assert (np.diff(one.cost, axis=0) >= -1e-12).all()
        assert one.cost.shape == (3, 120)


def test_leverage_is_outgrown(path):
    for name in ("CN-2025-18", "together"):
        one = path.path("USA", name)
        assert one.peak < 12
        assert one.halved is not None
        assert one.peak < one.halved < 60
        assert one.cost[1, -1] < 0.2 * one.cost[1].max()


def test_the_payload_is_the_result(path):
    payload = path.to_payload()
    assert payload["schema"] == "detente.years/1"
    at = next(at for at in payload["paths"][0]["trade_model"] if at["month"] == 60)
    assert at["real_income"]["low"] <= at["real_income"]["central"] <= at["real_income"]["high"]
    assert set(at["first_order"]) == {"low", "central", "high"}
    row = next(
        row for row in payload["paths"] if (row["control"], row["party"]) == ("together", "USA")
    )
    assert row["by_month"][59]["central"] == path.path("USA").cost[1, 59]
    assert row["halved_month"] == path.path("USA").halved


def test_months_out_of_bounds(path):
    with pytest.raises(ImpactError, match="more than the 12"):
        years(path.impact, months=12)


@pytest.mark.parametrize("cost", [0.1, 0.5])
def test_a_ban_that_goes_round_costs_the_way_round(cost):
    base = random_base(9)
    found = [
        welfare(
            solve(base, Wedges.of(base, [[Curb(sector="s0", exporter="A", importer="B", **c)]]))
        )
        for c in ({"quota": 0.0, "reroute": cost}, {"iceberg": cost}, {"quota": 0.0})
    ]
    assert found[0].real_income == pytest.approx(found[1].real_income, abs=1e-8)
    assert found[0].loss[1, 0] < found[2].loss[1, 0]
    assert found[0].rents.exporter == pytest.approx(0.0)


def test_only_what_has_a_licence_earns_a_rent():
    base = random_base(10)
    curb = Curb(sector="s0", exporter="A", importer="B", quota=0.3, to_exporter=1.0)
    shut = solve(base, Wedges.of(base, [[curb]]))
    wedge = float(shut.market.quota_wedge[0, 0]) - 1.0
    dear, cheap = (
        solve(base, Wedges.of(base, [[replace(curb, reroute=cost)]]))
        for cost in (1.1 * wedge, 0.5 * wedge)
    )
    assert welfare(dear).real_income == pytest.approx(welfare(shut).real_income, abs=1e-8)
    market = cheap.market
    assert float(market.quota_wedge[0, 0]) == pytest.approx(1 + 0.5 * wedge, abs=1e-8)
    assert float(market.flow_quantity()[0, 0]) > 0.31
    licensed = 0.3 / market.flow_quantity()[0, 0]
    assert welfare(cheap).rents.exporter == pytest.approx(licensed * market.flow_rents()[0, 0])
    assert welfare(cheap).loss[1, 0] < welfare(shut).loss[1, 0]


def test_a_quota_sold_by_its_exporter_is_an_export_tax():
    base = random_base(11)
    flow = {"sector": "s0", "exporter": "A", "importer": "B"}
    taxed = solve(base, Wedges.of(base, [[Curb(**flow, export_tax=0.2)]]))
    quota = float(taxed.market.flow_quantity()[0, 0])
    sold = solve(base, Wedges.of(base, [[Curb(**flow, quota=quota, to_exporter=1.0)]]))
    assert sold.market.quota_wedge[0, 0] == pytest.approx(1.2, abs=1e-6)
    assert welfare(sold).real_income == pytest.approx(welfare(taxed).real_income, abs=1e-8)


def test_where_it_starts_changes_nothing_but_the_time():
    base = random_base(12)
    flow = {"sector": "s0", "exporter": "A", "importer": "B"}
    curbs = [[Curb(**flow, quota=q)] for q in (0.3, 0.6)]
    cold = solve(base, Wedges.of(base, curbs), tolerance=1e-10)
    near = [[Curb(**flow, quota=q + 0.001)] for q in (0.3, 0.6)]
    warm = solve(base, Wedges.of(base, near), start=cold, tolerance=1e-10)
    again = solve(base, Wedges.of(base, near), tolerance=1e-10)
    assert welfare(warm).real_income == pytest.approx(welfare(again).real_income, abs=1e-8)
    assert warm.rounds < again.rounds
    one = solve(base, Wedges.of(base, near[:1]), start=cold, tolerance=1e-10)
    assert welfare(one).real_income[:, 0] == pytest.approx(
        welfare(again).real_income[:, 0], abs=1e-8
    )


def test_plants_that_open_later_take_leverage_away():
    on = dt.date(2025, 12, 20)
    standoff = standoff_from_register(["CN-2025-18"], target="USA", on=on)
    shut = standoff.controls[0].model_copy(
        update={
            "intensity": Figure(low=0.7, central=0.9, high=1.0),
            "goods": ["dysprosium", "terbium", "ndfeb-magnet"],  # what the plant stands in for
        }
    )
    standoff = standoff.model_copy(update={"controls": [shut]})
    facts = load_facts()
    without = replace(facts, capacity=tuple(r for r in facts.capacity if r.project != "MP 10X"))
    paths = []
    for known in (facts, without):
        found = years(simulate(standoff, days=61, draws=1, facts=known))
        paths.append(found.path("USA"))
    opens = int(np.ceil((dt.date(2028, 12, 31) - on).days / (365 / 12)))
    built, never = (one.cost[1] for one in paths)
    assert built[:2] == pytest.approx(never[:2])
    assert built[20] == pytest.approx(never[20])
    assert (built[opens:] < 0.75 * never[opens:]).all()
    assert paths[0].long_run[1, 3] < paths[1].long_run[1, 3]


def test_the_way_round_makes_controls_cheaper(path):
    round_about = years(path.impact, reroute=0.02).path("USA")
    straight = path.path("USA")
    assert (round_about.long_run[2] < straight.long_run[2]).all()
    with pytest.raises(ImpactError, match="reroute"):
        years(path.impact, reroute=-1.0)


@pytest.mark.shared
def test_the_full_table_of_eighty_countries(shared):
    table = shared / "data/world/icio2022.npz"
    if not table.is_file():
        pytest.skip("shared/data/world/icio2022.npz is not beside this checkout")
    world = open_world(table)
    base = settle(TradeBase.from_world(world, long_run(load_facts(), world.sectors)[1]))
    cut = Curb(sector="C26", exporter="CHN", importer="USA", quota=0.3)
    found = solve(base, Wedges.of(base, [[], [cut]]))
    loss = welfare(found).loss
    assert loss[:, 0] == pytest.approx(0.0, abs=1e-3)
    assert found.market.flow_quantity()[0, 1] == pytest.approx(0.3, abs=1e-6)
    assert loss[base.region("USA"), 1] > 0.5
    assert loss[base.region("VNM"), 1] < 0  # buyers turn to it


def test_a_residual_region_that_only_buys_has_no_wage():
    base = random_base(13)
    idle = replace(
        base,
        value_added=np.append(base.value_added, 0.0),
        surplus=np.append(base.surplus, 0.0),
        regions=(*base.regions, "rest"),
        share=np.pad(base.share, ((0, 0), (0, 1), (0, 1))),
        tariff=np.pad(base.tariff, ((0, 0), (0, 1), (0, 1))),
        value_added_share=np.pad(base.value_added_share, ((0, 0), (0, 1))),
        inputs=np.pad(base.inputs, ((0, 1), (0, 0), (0, 0))),
        final_share=np.pad(base.final_share, ((0, 0), (0, 1))),
    )
    curb = [[Curb(sector="s0", exporter="A", importer="B", quota=0.5)]]
    with_it, without = (
        welfare(solve(one, Wedges.of(one, curb))).real_income for one in (idle, base)
    )
    assert with_it[:3] == pytest.approx(without, abs=1e-8)
    assert with_it[3, 0] == 0.0
