"""Best export taxes: the small economy's closed form, and the war of two."""

import numpy as np
import pytest

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
