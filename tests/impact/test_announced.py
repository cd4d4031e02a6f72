"""Prices between the announcement of a rule and its first day."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.controls import standoff_from_register
from detente.impact import Study
from detente.impact._batch import Scenario
from detente.impact.goods._announced import announced_price
from detente.impact.goods.switches import switched_off

CHANCE = st.floats(0, 1)
PRICE = st.floats(1, 20)


@given(PRICE, CHANCE, CHANCE)
def test_the_price_is_the_mean_of_both_futures_once_quotes_have_moved(expected, chance, reached):
    price = announced_price(np.array(expected), np.array(chance), np.array(1.0))
    assert price == pytest.approx(chance * expected + (1 - chance))
    partly = announced_price(np.array(expected), np.array(chance), np.array(reached))
    assert np.log(partly) == pytest.approx(reached * np.log(price), abs=1e-12)


def test_what_is_sure_is_priced_at_once_and_what_is_idle_talk_is_not():
    assert announced_price(np.array(3.0), np.array([0.0, 1.0]), np.array(1.0)) == pytest.approx(
        [1, 3]
    )


@pytest.fixture(scope="module")
def antimony():
    """China's licences of 2024 from their announcement, beside an old rule on gallium."""
    ids = ["CN-2024-33", "CN-2023-23"]
    standoff = standoff_from_register(ids, on=dt.date(2024, 8, 15), target="USA")
    study = Study(standoff, days=40, draws=1)
    one = Scenario(name="rule", existed=(True, True), easing=(0.0, 0.0))
    none = Scenario(name="none", existed=(False, True), easing=(0.0, 0.0))
    with_it = study.run([(one, 0), (none, 0)], keep_paths=(0, 1), economy=False)
    study.model = switched_off(study.model, [("announcement",), ()])
    return study, with_it, study.run([(one, 0)], keep_paths=(0,), economy=False)


def test_a_price_rises_before_the_rule_and_jumps_on_its_day(antimony):
    study, batch, _ = antimony
    start = study.levers[0].effective_day
    price = batch.price[study.model.goods.index("antimony"), :, 0]
    assert price[0] == 1
    assert (np.diff(price[:start]) > 0).all()
    assert 1 < price[start - 1] < price[start]


def test_the_switch_leaves_the_days_of_the_rule_alone(antimony):
    study, batch, without = antimony
    start = study.levers[0].effective_day
    at = study.model.goods.index("antimony")
    assert (without.price[at, :start, 0] == 1).all()
    assert without.price[at, start:, 0] == pytest.approx(batch.price[at, start:, 0])
    assert batch.price_paid[:, 0, 0].sum() > without.price_paid[:, 0, 0].sum()


def test_a_rule_that_never_was_moves_nothing(antimony):
    study, batch, _ = antimony
    assert (batch.price[study.model.goods.index("antimony"), :, 1] == 1).all()
