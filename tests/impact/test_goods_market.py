"""One world market: sharing out, and the price that clears it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from detente.impact.goods._market import (
    available,
    clearing_price,
    home_price,
    lasting_elasticity,
    pooled_shortfall,
    shortage_days,
)

SHARES = st.floats(0, 1)
SHORTFALLS = hnp.arrays(float, (5, 2), elements=SHARES)
USE = np.array([0.4, 0.3, 0.2, 0.1, 0.0])


FOREIGN = np.array([1.0, 0.6, 0.1, 0.0, 0.3])


def shared_out(shortfall, pooled, foreign=1.0):
    """Two markets with five buyers each, one a column."""
    use, abroad = (np.repeat(one[:, None], 2, axis=1) for one in (USE, np.broadcast_to(foreign, 5)))
    flat = [shortfall, use, np.full((5, 2), pooled)]
    market = np.tile([0, 1], 5)
    return pooled_shortfall(
        *(values.reshape(-1) for values in flat), market, abroad.reshape(-1)
    ).reshape(5, 2)


@given(SHORTFALLS, SHARES, st.sampled_from([1.0, FOREIGN]))
def test_the_market_moves_supply_and_makes_none(shortfall, share, foreign):
    after = shared_out(shortfall, share, foreign)
    assert USE @ after == pytest.approx(USE @ shortfall)
    assert (after[4] == shortfall[4]).all(), "the imposer keeps its own"
    assert (after >= 0).all()
    assert (after <= 1 + 1e-12).all()


@given(SHORTFALLS)
def test_contracts_or_one_market(shortfall):
    assert shared_out(shortfall, 0.0) == pytest.approx(shortfall)
    alike = shared_out(shortfall, 1.0)[:4]
    assert alike == pytest.approx(np.broadcast_to(alike[:1], alike.shape))


@given(SHORTFALLS, SHARES)
def test_who_makes_a_good_at_home_does_not_run_short_for_others(shortfall, share):
    after = shared_out(shortfall, share, FOREIGN)
    assert after[3] == pytest.approx(shortfall[3]), "buys nothing abroad"
    assert (after[2] <= np.maximum(shortfall[2], FOREIGN[2]) + 1e-12).all()


def test_what_is_traded_runs_short_alike():
    """Closed form: one importer is cut off by half, and all traded supply falls by 0.2 / 0.6."""
    shortfall = np.array([[0.5, 0.5], [0, 0], [0, 0], [0, 0], [0, 0]])
    after = shared_out(shortfall, 1.0, FOREIGN)
    assert after[:, 0] == pytest.approx(0.2 / (0.4 + 0.18 + 0.02) * FOREIGN * (USE > 0))


@given(SHORTFALLS, SHORTFALLS, SHARES)
def test_more_scarcity_anywhere_never_helps_anyone(one, other, share):
    worse = np.maximum(one, other)
    before, after = (shared_out(s, share) for s in (one, worse))
    assert (after >= before - 1e-12).all()


def test_the_price_clears_a_market_of_constant_elasticity():
    price = clearing_price(np.array([1.0, 0.5, 0.25]), np.array(0.5), np.array(10.0))
    assert price == pytest.approx([1, 4, 10])
    assert clearing_price(np.array(0.5), np.array(1.0), np.array(10.0)) == pytest.approx(2)


@given(st.floats(0, 5), st.floats(0, 5), st.floats(0.1, 2))
def test_a_glut_at_home_is_the_market_outside_turned_round(added, more, elasticity):
    cap = np.array(1e9)
    price = home_price(np.array(added), np.array(elasticity), cap)
    assert price == pytest.approx((1 + added) ** (-1 / elasticity), rel=1e-9, abs=1e-9)
    assert home_price(np.array(added + more), np.array(elasticity), cap) <= price
    assert home_price(np.array(added), np.array(elasticity), np.array(2.0)) >= 0.5


@pytest.mark.parametrize("elasticity", [0.2, 0.5, 1.0])
@pytest.mark.parametrize("short", [0.2, 0.6, 0.95])
def test_one_price_uses_up_flow_and_stock_over_the_shortage(short, elasticity):
    """Storage at no cost: use at the price over all days is what flows in and what was there."""
    days, spare = 120.0, 15.0
    supply = available(np.array(short), np.array(spare), np.array(days))
    price = clearing_price(supply, np.array(elasticity), np.array(1e6))
    assert days * price**-elasticity == pytest.approx((1 - short) * days + spare)
    later = available(np.array(short), np.array(0.0), np.array(days))
    assert later == pytest.approx(1 - short)


def test_a_price_moves_while_stocks_last_and_not_without_a_shortage():
    assert available(np.array(0.5), np.array(20.0), np.array(100.0)) == pytest.approx(0.7)
    assert available(np.array(0.5), np.array(90.0), np.array(100.0)) == 1
    assert available(np.array(0.0), np.array(0.0), np.array(100.0)) == 1


@given(short=st.floats(0, 1), more=st.floats(0, 1), spare=st.floats(0, 400), days=st.floats(1, 2e3))
def test_more_shortage_or_a_longer_one_never_lowers_the_price(short, more, spare, days):
    worse = min(1.0, short + more)

    def left(shortage, lasts):
        return available(np.array(shortage), np.array(spare), np.array(lasts))

    assert left(worse, days) <= left(short, days) + 1e-12
    assert left(short, 2 * days) <= left(short, days) + 1e-12


def test_whatever_comes_first_ends_a_shortage():
    assert shortage_days(np.array(300.0), np.array(600.0), np.array(600.0)) == pytest.approx(150)
    assert shortage_days(np.array(1e9), np.array(500.0), np.array(1e12)) == pytest.approx(500)


def test_the_elasticity_grows_from_the_first_weeks_to_a_year_and_more():
    days = np.array([0.0, 365.0, 1e6])
    found = lasting_elasticity(np.array(0.2), np.array(2.5), days)
    assert found == pytest.approx([0.2, 0.2 * (1 + 1.5 * (1 - np.exp(-1))), 0.5])
