"""Who exactly is hit: firms by name, goods that are capacity, and buying ahead of a rule."""

import datetime as dt
import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.controls import Register, standoff_from_register
from detente.facts import load_facts, load_hindcast
from detente.impact import Scenario, Study
from detente.impact.backtest import case_standoff
from detente.impact.backtest._forecast import _of_month
from detente.impact.goods.day import Plan
from detente.impact.goods.firms import Firms, NamedFirm
from detente.impact.goods.levers import leads_of
from detente.impact.goods.switches import switched_off

ONE = Plan(existed=np.ones((1, 1)), easing=np.zeros((1, 1)), draw=np.zeros(1, dtype=np.intp))


def firm(blocked, stock=10.0):
    """A firm whose purchases are blocked day by day."""
    return NamedFirm(
        name="f",
        control=0,
        good=0,
        region=0,
        node=0,
        exporters=(1,),
        part=np.array([0.1]),
        purchases=np.array([0.2]),
        stock_days=np.array([stock]),
        blocked=np.asarray(blocked, dtype=float)[:, None],
    )


def misses(blocked, days, plan=ONE, stock=10.0):
    """Part of the need that is missed on each day."""
    firms, found = Firms([firm(blocked, stock)], plan, history=0), []
    for day in range(days):
        firms.advance(day)
        found.append(float(firms.unmet[0, 0]))
    return np.array(found)


@pytest.mark.parametrize("share", [0.2, 0.5, 1.0])
def test_what_is_blocked_runs_out_with_its_own_stock_and_then_is_missed(share):
    missed = misses([share], 30)
    assert (missed[:10] == 0).all()
    assert missed[10:] == pytest.approx(share)


def test_parts_blocked_later_come_with_a_full_stock():
    missed = misses([0.2] * 40 + [0.8], 80)
    assert missed[39] == pytest.approx(0.2)
    assert missed[60] == pytest.approx(0.8)
    assert missed[41] < 0.2, "the new parts last a while"


@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 60))
def test_more_blocked_never_leaves_less_missing(one, other, days):
    low, high = sorted((one, other))
    assert misses([low], days)[-1] <= misses([high], days)[-1] + 1e-12


def test_easing_lets_the_parts_through_and_lost_sales_end_with_it():
    eased = Plan(existed=np.ones((1, 1)), easing=np.ones((1, 1)), draw=ONE.draw)
    assert (misses([1.0], 30, eased) == 0).all()
    firms = Firms([firm([0.5])], ONE, history=0)
    firms.advance(0)
    lost = firms.own_lost(np.array([[0.4]]), (2, 1))
    assert lost[1, 0] == pytest.approx(0.2 * 0.5 * 0.4)
    assert lost[0, 0] == 0


def alone(study):
    return study.run([(Scenario(name="c", existed=(True,), easing=(0.0,)), 0)], keep_paths=[0])


def test_a_denial_order_stops_the_firm_and_costs_its_suppliers_and_the_switch_shows_it():
    standoff = case_standoff(load_hindcast("zte-2018"), Register.load())
    study = Study(standoff, days=90, draws=1)
    found = alone(study)
    chn, usa = (study.world.regions.index(code) for code in ("CHN", "USA"))
    assert found.first_shortage[study.model.goods.index("advanced-chip"), chn, 0] == 30
    assert found.stopped_lines[chn].mean() > 0.1
    assert found.own_exports_lost[usa].mean() > 0.02
    study.model = switched_off(study.model, [("named firms",), ()])
    assert alone(study).stopped_lines[chn].mean() < 0.1 * found.stopped_lines[chn].mean()


def test_tools_that_are_not_bought_are_missing_from_then_on():
    standoff = standoff_from_register(["US-2022-1007-tools"])
    study = Study(standoff, days=91, draws=1)
    found = alone(study)
    chn = study.world.regions.index("CHN")
    lost = found.stopped_lines[chn, :, 0]
    assert 0 < lost[0] < lost[1] < lost[2]
    assert lost[2] / lost[0] == pytest.approx(5, rel=0.35), "linear: 0.5, 1.5 and 2.5 months"


def test_buyers_order_ahead_of_a_rule_that_was_announced():
    register, facts = Register.load(), load_facts()
    standoff = standoff_from_register(["CN-2024-33"], target="USA", facts=facts)
    assert leads_of(standoff, register)["antimony"] == 31
    study = SimpleNamespace(standoff=SimpleNamespace(on=dt.date(2024, 9, 15)))
    month = _of_month(np.zeros((60, 1)), study, dt.date(2024, 9, 1), ahead=0.5, lead=10)
    assert month[0] == pytest.approx((14 + 0.5 * 10) / 30)
    assert _of_month(np.zeros((60, 1)), study, dt.date(2024, 10, 1), ahead=0.5, lead=10) == 0
    assert math.isclose(_of_month(np.ones((60, 1)), study, dt.date(2024, 9, 1))[0], 1.0)
