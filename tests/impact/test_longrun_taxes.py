"""Best export taxes: the small economy's closed form, and the war of two."""

import numpy as np
import pytest
from scipy.optimize import brentq

from detente._errors import ImpactError
from detente.impact.longrun import Curb, TradeBase, Wedges, best_taxes, solve, tax_war, welfare


def pair(theta, size=1.0, home=0.7):
    """Two regions, one sector, balanced trade; B is ``size`` times as large as A."""
    sold = 1.0 - home
    purchases = np.array([[[home, sold], [sold, size - sold]]])
    return TradeBase.from_purchases(
        purchases,
        regions=("A", "B"),
        sectors=("s",),
        value_added_share=np.ones((1, 2)),
        inputs=np.zeros((2, 1, 1)),
        theta=np.array([theta]),
    )


A_TO_B, B_TO_A = ("s", "A", "B"), ("s", "B", "A")


@pytest.mark.parametrize("theta", [2.0, 4.0, 8.0])
def test_a_small_economy_takes_one_over_theta(theta):
    base = pair(theta, size=20_000.0)
    assert best_taxes(base, "A", [A_TO_B])[A_TO_B] == pytest.approx(1 / theta, rel=0.01)


@pytest.mark.parametrize(
    ("theta", "size", "home"), [(4.0, 1.0, 0.7), (2.5, 3.0, 0.8), (6.0, 0.4, 0.6)]
)
def test_a_large_economy_takes_more_by_the_home_share_of_its_buyer(theta, size, home):
    # Gros (1987): 1 / (theta pi), pi what the buyer spends at home, under the tax.
    if size < 1:
        home = 1 - size * (1 - home)
    base = pair(theta, size=size, home=home)
    tax = best_taxes(base, "A", [A_TO_B])[A_TO_B]
    share = solve(base, Wedges.of(base, [curbs({A_TO_B: tax})])).market.purchases(0)[0]
    assert tax == pytest.approx(1 / (theta * share[1, 1] / share[1].sum()), abs=2e-4)


def symmetric_war(theta, home):
    """Tax and gain of two equal economies at war, from the conditions of a best reply."""

    def at_home(tax):  # part of spending
        return home / (home + (1 - home) * (1 + tax) ** -theta)

    def gap(tax):
        # A reply of 1 / eta, eta = theta pi / (1 - (1 - pi) t / (1 + t)): what the other earns on
        # its own tax falls with its sales, and so do its purchases.
        own = at_home(tax)
        return tax - (1 + tax * own) / (theta * own * (1 + tax))

    tax = brentq(gap, 1e-6, 10)
    income = 1 / (1 - tax / (1 + tax) * (1 - at_home(tax)))
    price = (home + (1 - home) * (1 + tax) ** -theta) ** (-1 / theta)
    return tax, income / price - 1


@pytest.mark.parametrize(("theta", "home"), [(4.0, 0.7), (2.0, 0.6), (8.0, 0.9)])
def test_two_equals_at_war_meet_the_closed_form(theta, home):
    tax, gain = symmetric_war(theta, home)
    war = tax_war(pair(theta, home=home), [A_TO_B, B_TO_A], tolerance=1e-4)
    assert (war.taxes[A_TO_B], war.taxes[B_TO_A]) == pytest.approx((tax, tax), abs=1e-3)
    assert (war.gain["A"], war.gain["B"]) == pytest.approx((gain, gain), abs=1e-5)
    assert gain < 0


def income(base, party, tax):
    curb = Curb(sector="s", exporter="A", importer="B", export_tax=tax)
    found = welfare(solve(base, Wedges.of(base, [[curb]])))
    return found.real_income[base.region(party), 0]


def test_the_best_beats_its_neighbours():
    base = pair(4.0)
    best = best_taxes(base, "A", [A_TO_B])[A_TO_B]
    assert best > 1 / 4.0
    assert income(base, "A", best) > max(income(base, "A", best + step) for step in (-0.02, 0.02))
    assert income(base, "B", best) < 0


def test_equal_parties_end_where_both_lose():
    war = tax_war(pair(4.0), [A_TO_B, B_TO_A])
    assert war.settled
    assert war.taxes[A_TO_B] == pytest.approx(war.taxes[B_TO_A], abs=5e-3)
    assert war.gain["A"] < 0
    assert war.gain["B"] < 0


def test_a_larger_party_takes_more():
    war = tax_war(pair(4.0, size=5.0), [A_TO_B, B_TO_A])
    assert war.settled
    assert war.gain["B"] > war.gain["A"]


@pytest.mark.parametrize(("levers", "words"), [([], "no flow"), ([B_TO_A], "not its export")])
def test_levers_must_be_ones_own(levers, words):
    with pytest.raises(ImpactError, match=words):
        best_taxes(pair(4.0), "A", levers)


def test_nobody_gains_by_leaving_the_war():
    base = pair(4.0, size=2.0)
    war = tax_war(base, [A_TO_B, B_TO_A])
    for lever, party in ((A_TO_B, "A"), (B_TO_A, "B")):
        kept = welfare(solve(base, Wedges.of(base, [curbs(war.taxes)])))
        at = base.region(party)
        for factor in (0.0, 0.8, 0.95, 1.05, 1.25):
            other = dict(war.taxes) | {lever: factor * war.taxes[lever]}
            left = welfare(solve(base, Wedges.of(base, [curbs(other)])))
            assert left.real_income[at, 0] <= kept.real_income[at, 0] + 1e-7
    assert war.gain["A"] == pytest.approx(kept.real_income[0, 0], abs=1e-7)
    sold = [
        Curb(
            sector="s",
            exporter=one,
            importer=other,
            quota=war.quotas["s", one, other],
            to_exporter=1.0,
        )
        for one, other in (("A", "B"), ("B", "A"))
    ]
    by_quota = welfare(solve(base, Wedges.of(base, [sold])))
    assert by_quota.real_income == pytest.approx(kept.real_income, abs=1e-6)
    assert war.loss["A"] == pytest.approx(-war.gain["A"] * kept.income[0], abs=1e-7)


def curbs(taxes):
    return [
        Curb(sector=sector, exporter=seller, importer=buyer, export_tax=tax)
        for (sector, seller, buyer), tax in taxes.items()
    ]


def three():
    """Three regions alike, one sector."""
    purchases = np.array([[[0.6, 0.2, 0.2], [0.2, 0.6, 0.2], [0.2, 0.2, 0.6]]])
    return TradeBase.from_purchases(
        purchases,
        regions=("A", "B", "C"),
        sectors=("s",),
        value_added_share=np.ones((1, 3)),
        inputs=np.zeros((3, 1, 1)),
        theta=np.array([4.0]),
    )


def test_regions_of_a_bloc_tax_as_one():
    base, levers = three(), [("s", "A", "C"), ("s", "B", "C")]
    apart = tax_war(base, levers)
    as_one = tax_war(base, levers, blocs=[("A", "B")])
    assert as_one.taxes[levers[0]] > apart.taxes[levers[0]] + 0.01
    assert as_one.gain["A"] + as_one.gain["B"] > apart.gain["A"] + apart.gain["B"]


def test_a_war_is_counted_from_what_stands():
    base = three()
    ban = Curb(sector="s", exporter="A", importer="C", quota=0.2)
    war = tax_war(base, [("s", "A", "B")], standing=[ban])
    with_it = [ban, *curbs(war.taxes)]
    found = welfare(solve(base, Wedges.of(base, [with_it, [ban]])))
    assert war.gain["B"] == pytest.approx(found.real_income[1, 0] - found.real_income[1, 1])
    assert war.gain["A"] > 0 > war.gain["B"]
    earned = tax_war(base, [("s", "A", "C")], standing=[ban])
    assert earned.gain["A"] > 0  # the tax takes what waiting for a licence burned
