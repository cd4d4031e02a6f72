"""Forecasts set by how earlier ones came true."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.facts import hindcast_names, load_hindcast
from detente.impact.backtest import (
    Calibration,
    Precedent,
    hindcast,
    precedents,
)
from detente.impact.backtest._calibrate import FLOOR, calibration
from detente.impact.backtest._held_out import held_out_of_record

PRICE = Precedent(
    case="a",
    path="until-lifted",
    quantity="price_outside",
    good="cobalt",
    kind="metal",
    region="CHN",
    day=0,
    relation="equal",
    said=0.0,
    spread=0.0,
    chance=0.0,
    low=1.0,
    value=1.0,
    high=1.0,
)


def prices(logs):
    """Prices of which the model said nothing, seen at given logarithms, each in its own case."""
    return [
        dataclasses.replace(
            PRICE, case=f"c{at}", low=math.exp(x), value=math.exp(x), high=math.exp(x)
        )
        for at, x in enumerate(logs)
    ]


def test_ranges_hold_what_they_are_meant_to_hold_on_cases_that_set_none_of_them():
    """New cases drawn like the old: 85 of a hundred inside, a little more or less."""
    rng = np.random.default_rng(3)
    inside = []
    for _ in range(60):
        told = Calibration(prices(rng.normal(0.1, 0.4, 25))).of(PRICE)
        seen = np.exp(rng.normal(0.1, 0.4, 40))
        inside.append(np.mean((told.low <= seen) & (seen <= told.high)))
    assert 0.8 <= np.mean(inside) <= 0.92


def test_a_line_through_earlier_prices_is_found():
    rng = np.random.default_rng(5)
    rows = [
        dataclasses.replace(PRICE, case=f"c{at}", said=x, low=y, value=y, high=y)
        for at, x in enumerate(rng.uniform(0, 1, 200))
        for y in [math.exp(0.2 + 0.5 * x)]
    ]
    told = Calibration(rows).of(dataclasses.replace(PRICE, said=0.6))
    assert math.log(told.central) == pytest.approx(0.5, abs=0.02)


def test_without_any_record_the_run_speaks_for_itself():
    told = Calibration([]).of(dataclasses.replace(PRICE, said=0.7))
    assert math.log(told.central) == pytest.approx(0.7)


def test_a_price_that_the_model_moves_more_has_a_wider_range():
    record = Calibration(prices([-0.3, -0.1, 0.0, 0.2, 0.4, 0.6]))
    still, moved = (record.of(dataclasses.replace(PRICE, said=x)) for x in (0.0, 1.0))
    assert moved.high / moved.low > 2 * still.high / still.low > 1
    assert FLOOR > 0


@given(said=st.floats(0, 3), chance=st.floats(0, 1), day=st.integers(0, 900))
def test_ranges_hold_their_centre_and_chances_are_chances(said, chance, day):
    record = calibration("")
    for quantity in ("price_outside", "price_inside", "exports", "stoppage", "resumption"):
        days = 100 * said + 1 if quantity in ("stoppage", "resumption") else said
        row = dataclasses.replace(PRICE, quantity=quantity, said=days, chance=chance, day=day)
        told = record.of(row)
        assert 0 <= told.low <= told.central <= told.high
        assert told.chance is None or 0 <= told.chance <= 1


def test_a_case_sets_none_of_its_own_ranges():
    own = {row.case for row in precedents()}
    assert own == set(hindcast_names())
    for case in sorted(own):
        assert case not in {row.case for row in precedents(without=case)}
        assert vars(calibration(case))["_rows"] == precedents(without=case)


def test_the_record_is_of_the_engine_as_it_is():
    """One case made again gives the rows that are kept, but for what the register learnt since."""
    case = load_hindcast("engines-2025").blind()
    rows = [row.said for row in hindcast(case).rows]
    kept = [row for row in precedents() if row.case == "engines-2025"]
    assert len(rows) == len(kept) > 0
    for now, then in zip(rows, kept, strict=True):
        assert now.said == pytest.approx(then.said, rel=0.05)
        assert now.chance == pytest.approx(then.chance, abs=0.05)
        same = {"said": then.said, "chance": then.chance, "spread": then.spread}
        assert dataclasses.replace(now, **same) == then


def test_held_out_the_record_meets_its_aims():
    """As measured; see docs/methods/backtest.md for what is missed."""
    found = {(held.quantity, held.goods): held for held in held_out_of_record()}
    everything = found["all", "all goods"]
    assert everything.coverage >= 0.8
    price = found["price_outside", "all goods"]
    assert price.error <= 0.75 * price.no_change
    assert price.width <= 3
    assert price.interval_score < price.naive_interval_score
    stops = found["stoppage", "all goods"]
    assert stops.brier < min(stops.never, stops.base_rate)
