"""Closed forms: CES cut-off, nested-CES leverage, concentration, market equilibrium."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente._errors import ImpactError
from detente.impact.exposure import (
    ces_cut_off,
    dependency_indicators,
    equilibrium,
    herfindahl,
    nested_ces_loss,
)

# percent change of output; Bachmann et al. (2022) technology, computed in closed form
CUT_OFF = [
    (0.04, 0.90, 0.04, -1.569, -0.933),
    (0.04, 0.90, 0.1, -0.679, -0.613),
    (0.04, 0.90, 0.2, -0.517, -0.507),
    (0.04, 0.90, 1.0, -0.421, None),
    (0.012, 0.70, 0.04, -15.89, -2.238),
    (0.012, 0.70, 0.1, -2.751, -1.107),
    (0.012, 0.70, 0.2, -0.928, -0.730),
    (0.012, 0.70, 1.0, -0.427, None),
]
# percent loss for spending 2 %: rows controlled share, columns (inside, across)
PAIRS = [(5, 0.5), (5, 1), (5, 2), (2, 0.5), (2, 1), (2, 2)]
LEVERAGE = {
    0.5: (0.362, 0.347, 0.319, 1.65, 1.39, 1.01),
    0.7: (0.649, 0.602, 0.521, 3.28, 2.41, 1.41),
    0.9: (1.330, 1.151, 0.879, 8.47, 4.61, 1.82),
    0.95: (1.809, 1.498, 1.060, 13.4, 5.99, 1.92),
    0.99: (3.089, 2.303, 1.377, 33.1, 9.21, 2.00),
}
SHARES = st.floats(0.001, 0.5)


@pytest.mark.parametrize(("share", "ratio", "elasticity", "exact", "second"), CUT_OFF)
def test_cut_off_table(share, ratio, elasticity, exact, second):
    found = ces_cut_off(share, ratio, elasticity)
    printed = 0.5 * 10.0 ** -(len(str(exact).split(".")[1]))  # half of the last printed digit
    assert 100 * found.exact == pytest.approx(exact, abs=max(1e-3, printed))
    if second is not None:
        assert 100 * found.second_order == pytest.approx(second, abs=1e-3)


def test_cut_off_limits():
    assert ces_cut_off(0.3, 0.6, 1e-3).exact == pytest.approx(0.6 - 1, abs=2e-3)  # Leontief
    assert ces_cut_off(0.3, 0.6, 1.0).exact == pytest.approx(0.6**0.3 - 1, rel=1e-12)
    near = ces_cut_off(0.3, 0.6, [1 - 1e-6, 1 + 1e-6]).exact
    assert near == pytest.approx(0.6**0.3 - 1, rel=1e-5)


@given(SHARES, st.floats(0.05, 0.999), st.floats(0.02, 5))
def test_cut_off_shadow_price_is_the_marginal_product(share, ratio, elasticity):
    found = ces_cut_off(share, ratio, elasticity)
    assert -1 <= found.exact <= 1e-12
    assert found.exact <= ces_cut_off(share, ratio, elasticity * 1.5).exact + 1e-12
    step = 1e-6 * ratio
    more, less = (ces_cut_off(share, ratio + d, elasticity).exact for d in (step, -step))
    assert found.shadow_price == pytest.approx((more - less) / (2 * step) / share, rel=1e-3)


@given(SHARES, st.floats(0.995, 0.9999), st.floats(0.3, 5))
def test_second_order_meets_exact_for_small_cuts(share, ratio, elasticity):
    found = ces_cut_off(share, ratio, elasticity)
    third = np.log(ratio) ** 2  # the expansion is of the logarithm of output
    assert np.log1p(found.exact) == pytest.approx(
        found.second_order, abs=5 * third * -np.log(ratio)
    )


@pytest.mark.parametrize(
    "given_", [(0.0, 0.5, 1), (1.0, 0.5, 1), (0.1, 0.0, 1), (0.1, 1.2, 1), (0.1, 0.5, 0)]
)
def test_cut_off_refuses(given_):
    with pytest.raises(ImpactError, match="must"):
        ces_cut_off(*given_)


@pytest.mark.parametrize("controlled", LEVERAGE)
@pytest.mark.parametrize("column", range(len(PAIRS)))
def test_leverage_table(controlled, column):
    inside, across = PAIRS[column]
    found = 100 * float(nested_ces_loss([0.02], [controlled], [inside], across))
    printed = LEVERAGE[controlled][column]
    half = 0.05 if printed > 10 else 0.005 if inside == 2 else 0.0005
    assert found == pytest.approx(printed, abs=max(1e-3, half))


def test_a_partner_that_completes_the_coalition_is_worth_more_than_its_share():
    before, after = (float(nested_ces_loss([0.02], [w], [5.0], 1.0)) for w in (0.7, 0.95))
    assert after / before == pytest.approx(2.5, abs=0.02)
    assert after / before > 0.95 / 0.7


@given(
    SHARES,
    st.floats(0.01, 0.97),
    st.floats(1.05, 8),
    st.floats(0, 8),
)
def test_leverage_is_convex_where_nests_are_tighter_than_the_rest(spending, part, inside, across):
    assume(across <= inside)
    low, high = part * 0.9, min(part * 1.1, 0.985)
    ends = [float(nested_ces_loss([spending], [w], [inside], across)) for w in (low, high)]
    middle = float(nested_ces_loss([spending], [(low + high) / 2], [inside], across))
    assert middle <= sum(ends) / 2 * (1 + 1e-9)
    assert ends[0] <= middle <= ends[1]


@given(
    st.lists(st.floats(0.001, 0.3), min_size=2, max_size=3),
    st.floats(0.05, 0.95),
    st.floats(1.1, 8),
    st.sampled_from([0.0, 0.5, 1.0, 1.5, 3.0]),
)
def test_joint_against_separate(spending, part, inside, across):
    count = len(spending)
    joint = float(nested_ces_loss(spending, [part] * count, [inside] * count, across))
    alone = sum(float(nested_ces_loss([one], [part], [inside], across)) for one in spending)
    tolerance = 1e-9 * alone
    if across < 1:
        assert joint <= alone + tolerance
    elif across == 1:
        assert joint == pytest.approx(alone, rel=1e-9)
    else:
        assert joint >= alone - tolerance


@pytest.mark.parametrize(
    "given_",
    [([0.6, 0.6], [0.1, 0.1], [2, 2]), ([0.1], [1.0], [2]), ([0.1], [0.5], [1.0])],
)
def test_leverage_refuses(given_):
    with pytest.raises(ImpactError, match="must"):
        nested_ces_loss(*given_, 0.5)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=20))
def test_herfindahl_lies_between_one_over_n_and_one(amounts):
    found = herfindahl(amounts)
    assert 1 / len(amounts) - 1e-9 <= found <= 1 + 1e-9
    assert herfindahl([3 * one for one in amounts]) == pytest.approx(found)


def test_dependency_indicators():
    found = dependency_indicators(
        {"CHN": 6.0, "JPN": 2.0, "DEU": 2.0}, inside=("DEU",), exports=4.0, world=[9, 1]
    )
    assert found.cdi1 == pytest.approx(0.625)
    assert (found.cdi2, found.cdi3) == (pytest.approx(0.8), pytest.approx(2.0))
    assert found.export_concentration == pytest.approx(0.82)
    assert found.dependent
    assert all(found.flags.values())
    few = dependency_indicators({"A": 1.0, "B": 1.0, "C": 1.0}, exports=10.0)
    assert few.flags == {"cdi1": False, "cdi2": True, "cdi3": False, "export_concentration": None}
    assert not few.dependent
    assert dependency_indicators({}).cdi2 == 0
    with pytest.raises(ImpactError, match="negative"):
        dependency_indicators({"CHN": -1.0})
    with pytest.raises(ImpactError, match="exports"):
        dependency_indicators({"CHN": 1.0}, exports=-1.0)


def one_market(supply, net_exports, demand, offer, cut=1.0, capacity=np.inf):
    return equilibrium(
        np.array([[supply]]),
        np.array([[capacity]]),
        np.array([net_exports]),
        demand_elasticity=np.array([demand]),
        supply_elasticity=np.array([offer]),
        restriction=np.array([cut]),
    )


@given(
    st.floats(1, 100),
    st.floats(1, 100),
    st.floats(0.2, 1),
    st.floats(0.2, 1),
)
def test_equilibrium_meets_the_closed_form(supply, net_exports, demand, offer):
    found = one_market(supply, net_exports, demand, offer)
    price = (supply / (supply + net_exports)) ** (-1 / (demand + offer))
    assert found.price[0] == pytest.approx(price, rel=1e-9)
    assert found.quantity[0] == pytest.approx(price**-demand, rel=1e-9)


@given(st.floats(5, 100), st.floats(5, 100), st.floats(0, 1), st.floats(1, 3))
def test_equilibrium_clears_and_a_stronger_cut_never_lowers_the_price(supply, sold, cut, spare):
    found = one_market(supply, sold, 0.3, 0.4, cut, capacity=spare * supply)
    offered = found.supply[0, 0] + (1 - cut) * sold
    assert offered == pytest.approx(found.quantity[0] * (supply + sold), rel=1e-9)
    assert found.supply[0, 0] <= max(spare, 1) * supply * (1 + 1e-12)
    stronger = one_market(supply, sold, 0.3, 0.4, min(1.0, cut + 0.1), capacity=spare * supply)
    assert stronger.price[0] >= found.price[0] * (1 - 1e-12)


def test_equilibrium_at_capacity():
    found = one_market(50.0, 50.0, 0.25, 0.5, capacity=50.0)
    assert found.price[0] == pytest.approx(2.0**4)  # nothing can be added: 0.5 = p^-0.25
    assert one_market(50.0, 50.0, 0.25, 0.5, cut=0.0).price[0] == 1.0


def test_equilibrium_refuses():
    with pytest.raises(ImpactError, match="no supplier"):
        one_market(0.0, 1.0, 0.3, 0.3)
    with pytest.raises(ImpactError, match="0 to 1"):
        one_market(1.0, 1.0, 0.3, 0.3, cut=1.5)
    with pytest.raises(ImpactError, match="negative"):
        one_market(-1.0, 1.0, 0.3, 0.3)
