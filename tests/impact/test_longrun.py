"""The trade model: closed forms, curbs, and the path from weeks to years."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import ImpactError
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
from detente.world import World


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
    row = next(
        row for row in payload["paths"] if (row["control"], row["party"]) == ("together", "USA")
    )
    assert row["by_month"][59]["central"] == path.path("USA").cost[1, 59]
    assert row["halved_month"] == path.path("USA").halved


def test_months_out_of_bounds(path):
    with pytest.raises(ImpactError, match="more than the 12"):
        years(path.impact, months=12)
