"""One world market: sharing out, and the price that clears it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from detente.impact.goods._market import available, clearing_price, pooled_shortfall

SHARES = st.floats(0, 1)
SHORTFALLS = hnp.arrays(float, (5, 2), elements=SHARES)
USE = np.array([0.4, 0.3, 0.2, 0.1, 0.0])


def shared_out(shortfall, pooled):
    """Two markets with five buyers each, one a column."""
    flat = [shortfall, np.repeat(USE[:, None], 2, axis=1), np.full((5, 2), pooled)]
    market = np.tile([0, 1], 5)
    return pooled_shortfall(*(values.reshape(-1) for values in flat), market).reshape(5, 2)


@given(SHORTFALLS, SHARES)
def test_the_market_moves_supply_and_makes_none(shortfall, share):
    after = shared_out(shortfall, share)
    assert USE @ after == pytest.approx(USE @ shortfall)
    assert (after[4] == shortfall[4]).all(), "the imposer keeps its own"
    assert (after >= 0).all()
    assert (after <= 1 + 1e-12).all()


@given(SHORTFALLS)
def test_contracts_or_one_market(shortfall):
    assert shared_out(shortfall, 0.0) == pytest.approx(shortfall)
    alike = shared_out(shortfall, 1.0)[:4]
    assert alike == pytest.approx(np.broadcast_to(alike[:1], alike.shape))


@given(SHORTFALLS, SHORTFALLS, SHARES)
def test_more_scarcity_anywhere_never_helps_anyone(one, other, share):
    worse = np.maximum(one, other)
    before, after = (shared_out(s, share) for s in (one, worse))
    assert (after >= before - 1e-12).all()


def test_the_price_clears_a_market_of_constant_elasticity():
    price = clearing_price(np.array([1.0, 0.5, 0.25]), np.array(0.5), np.array(10.0))
    assert price == pytest.approx([1, 4, 10])
    assert clearing_price(np.array(0.5), np.array(1.0), np.array(10.0)) == pytest.approx(2)


def test_scarcity_is_felt_as_stocks_run_out():
    supply = available(np.array(0.8), np.array([1.5, 1.0, 0.5, 0.0]))
    assert supply == pytest.approx([1, 1, 0.6, 0.2])
