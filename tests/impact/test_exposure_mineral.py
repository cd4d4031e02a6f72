"""Gallium and germanium against the published result, and the allotment against the full table."""

import numpy as np
import pytest
from scipy import optimize

from detente._errors import ImpactError, UnknownCodeError
from detente.facts import load_facts
from detente.impact.exposure import (
    Applications,
    CutEconomy,
    allocate,
    mineral_loss,
    minerals,
)
from detente.world import UsTable

SEMICONDUCTORS = "334413"
# USGS Open-File Report 2024-1057: central, low, high [USD bn per year]
PUBLISHED = {
    ("gallium",): (3.1, 1.7, 8.2),
    ("germanium",): (0.4, 0.01, 1.1),
    ("gallium", "germanium"): (3.4, 1.7, 9.0),
}
PRICE = {"gallium": 1.50, "germanium": 0.26}


@pytest.fixture(scope="module")
def table():
    return UsTable.load()


@pytest.fixture(scope="module")
def losses(table):
    return {goods: mineral_loss(goods, draws=200, table=table) for goods in PUBLISHED}


@pytest.mark.parametrize("goods", PUBLISHED)
def test_losses_lie_in_the_published_ranges(losses, goods):
    central, low, high = PUBLISHED[goods]
    found = losses[goods].total
    assert low <= found.central <= high
    assert central / 2 <= found.central <= central * 2
    inside = np.mean((losses[goods].draws >= low) & (losses[goods].draws <= high))
    assert inside > 0.85  # of the draws, not only the central run


def test_joint_loss_is_below_the_sum(losses):
    single = [losses[goods].draws for goods in PUBLISHED if len(goods) == 1]
    joint = losses["gallium", "germanium"].draws
    assert joint[0] < single[0][0] + single[1][0]
    assert (joint <= single[0] + single[1] + 1e-9).all()
    assert (joint >= np.maximum(*single) - 1e-9).all()


def test_most_of_the_loss_is_in_semiconductors(losses):
    assert losses["gallium", "germanium"].share_of(SEMICONDUCTORS) > 0.40
    assert losses["gallium",].industries[0].industry == SEMICONDUCTORS


def test_prices_rise_by_the_published_order(losses):
    gallium = losses["gallium",].price["gallium"].central - 1
    germanium = losses["germanium",].price["germanium"].central - 1
    assert PRICE["gallium"] <= gallium <= 2 * PRICE["gallium"]
    assert PRICE["germanium"] / 2 <= germanium <= 2 * PRICE["germanium"]


def test_loss_comes_from_missing_supply_not_from_the_price(losses):
    for found in losses.values():
        assert found.price_paid.central < 0.1 * found.total.central


def test_no_restriction_costs_nothing_and_more_costs_more(table):
    steps = [
        mineral_loss(["gallium"], restriction=cut, draws=1, table=table).total.central
        for cut in (0.0, 0.3, 0.6, 1.0)
    ]
    assert steps[0] == pytest.approx(0.0, abs=1e-12)
    assert steps == sorted(steps)
    assert steps[-1] > 1


def test_same_seed_same_numbers(table):
    one, same, other = (
        mineral_loss(["germanium"], draws=8, seed=seed, table=table).draws for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_refuses_what_has_no_market(table):
    with pytest.raises(ImpactError, match="gallium, germanium"):
        mineral_loss(["tungsten"], table=table)
    with pytest.raises(UnknownCodeError, match="gallium"):
        mineral_loss(["galium"], table=table)
    with pytest.raises(ImpactError, match="share"):
        mineral_loss(["gallium"], restriction=1.2, table=table)
    with pytest.raises(ImpactError, match="at least one"):
        mineral_loss([], table=table)


def test_every_industry_of_the_uses_is_in_the_table(table):
    facts = load_facts()
    for row in facts.mineral_uses:
        if row.industry != "*":
            table.index(row.industry)
    for good in minerals(facts):
        shares = [r.value for r in facts.mineral_uses_of(good) if r.quantity == "use_share"]
        assert sum(shares) == pytest.approx(1.0, abs=0.02)


def uses_of_one():
    return Applications(
        mineral=np.array([0, 0, 1]),
        use_share=np.array([0.7, 0.3, 1.0]),
        substitutable=np.array([0.1, 0.2, 0.05]),
        needed=np.array([[0.2, 0.1, 0.0], [0.05, 0.0, 0.3], [0.1, 0.2, 0.1]]),
    )


HIT = ("334413", "334220", "333314")


def test_reduced_programme_equals_that_of_all_industries(table):
    uses, short, pro_rata = uses_of_one(), np.array([0.35, 0.2]), 0.4
    found = allocate(CutEconomy(table, HIT), uses, short, pro_rata=pro_rata)
    # the same written out over 402 industries
    n, kinds = len(table.industries), 3
    output = table.output / 1e3
    share = np.maximum(table.value_added, 0) / np.maximum(table.output, 1e-12)
    firm = uses.use_share * (1 - uses.substitutable)
    rows, limits = [], []
    floor = np.zeros(kinds)
    for mineral, missing in enumerate(short):
        member = uses.mineral == mineral
        rows.append(np.concatenate([-(member * firm), np.zeros(n)]))
        limits.append(min(1 - missing - firm[member].sum(), 0))
        floor[member] = pro_rata * max(0, 1 - (1 - missing) / firm[member].sum())
        for at, code in enumerate(HIT):
            row = np.zeros(kinds + n)
            row[:kinds] = member * uses.needed[:, at] * output[table.index(code)]
            row[kinds + table.index(code)] = -1
            rows.append(row)
            limits.append(0)
    upstream = np.concatenate(
        [np.zeros((n, kinds)), table.domestic_coefficients() - np.eye(n)], axis=1
    )
    full = optimize.linprog(
        np.concatenate([np.zeros(kinds), share]),
        A_ub=np.concatenate([np.array(rows), upstream]),
        b_ub=np.concatenate([limits, np.zeros(n)]),
        bounds=[*((f, 1) for f in floor), *((0, x) for x in output)],
        method="highs",
    )
    assert full.status == 0
    assert found.lost_value_added.sum() == pytest.approx(full.fun, rel=1e-7)
    assert (found.cut >= floor - 1e-9).all()


def test_allotment_spares_the_use_that_is_worth_most(table):
    economy = CutEconomy(table, HIT)
    uses, short = uses_of_one(), np.array([0.2, 0.0])
    best, alike = (allocate(economy, uses, short, pro_rata=p) for p in (0.0, 1.0))
    assert best.lost_value_added.sum() <= alike.lost_value_added.sum() + 1e-12
    assert alike.cut[0] == pytest.approx(alike.cut[1])
    assert best.cut[:2].min() == pytest.approx(0.0, abs=1e-9)
    # substitution covers a small shortage: nobody stops
    none = allocate(economy, uses, np.array([0.1, 0.0]), pro_rata=0.5)
    assert none.lost_output.sum() == pytest.approx(0.0, abs=1e-9)
    with pytest.raises(ImpactError, match="0 to 1"):
        allocate(economy, uses, np.array([1.2, 0.0]), pro_rata=0.5)


def test_losses_reach_suppliers_upstream(table):
    found = allocate(CutEconomy(table, HIT), uses_of_one(), np.array([0.5, 0.0]), pro_rata=1.0)
    hit = [table.index(code) for code in HIT]
    assert (found.lost_output >= 0).all()
    assert found.lost_output.sum() > found.lost_output[hit].sum() > 0
    assert (found.lost_output <= table.output / 1e3 + 1e-9).all()
