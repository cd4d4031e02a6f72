"""The licence queue in closed form, and what it may never do."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.facts import QUEUE_PARAMETERS, load_facts
from detente.impact.goods._grades import split_by_grade
from detente.impact.goods.licences import (
    Queue,
    held_up,
    logistic,
    passed_inspection,
    permitted_flow,
    queue_rows,
    valid_licences,
)

ARRAY = np.array
SHARES = st.floats(0, 1)
CLEPA = {"approval_midpoint_days": 80.0, "approval_scale_days": 17.2, "approved_share": 1.0}
NO_HOLD_UP = {
    "hold_up_share": 0.0,
    "hold_up_onset_days": 10.0,
    "hold_up_midpoint_days": 60.0,
    "hold_up_scale_days": 5.0,
}


def queue(covered=1.0, **figures):
    given_figures = CLEPA | NO_HOLD_UP | {"validity_days": 1e6, "renewal_days": 0.0} | figures
    return Queue(
        figures={name: ARRAY([value]) for name, value in given_figures.items()},
        covered=ARRAY([covered]),
    )


def test_the_curve_goes_through_the_approvals_seen_in_june_2025():
    approved = 1 - queue().blocked(ARRAY([61.0, 87.0]))[:, 0]
    assert approved == pytest.approx([0.25, 0.60], abs=0.01)


def test_nothing_is_blocked_before_the_rule():
    assert queue().blocked(ARRAY([-5.0, -1.0])).tolist() == [[0.0], [0.0]]


def test_licences_lapse_and_are_renewed():
    """All approved on day 0, valid 180 days, 20 days until the next: on, off, on."""
    day = ARRAY([0.0, 179.0, 180.0, 199.0, 200.0, 379.0, 380.0, 400.0])[:, None]
    valid = valid_licences(np.ones_like, day, ARRAY([180.0]), ARRAY([20.0]), horizon=400)
    assert valid[:, 0].tolist() == [1, 1, 0, 0, 1, 1, 0, 1]


@given(st.floats(30, 720), st.floats(0, 90), st.floats(10, 200), st.floats(5, 40), SHARES)
def test_valid_licences_never_exceed_those_approved(validity, renewal, midpoint, scale, share):
    day = np.arange(0.0, 400.0, 7.0)
    capped = queue(
        validity_days=validity,
        renewal_days=renewal,
        approval_midpoint_days=midpoint,
        approval_scale_days=scale,
        approved_share=share,
    )
    valid = 1 - capped.blocked(day)[:, 0]
    approved = capped.approved(day[:, None])[:, 0]
    assert (valid >= -1e-12).all()
    assert (valid <= approved + 1e-12).all()


@given(SHARES, SHARES, st.floats(1, 40), st.floats(20, 150), st.floats(2, 30))
def test_permitted_flow_is_the_formula(covered, share, onset, midpoint, scale):
    day = np.arange(0.0, 200.0, 9.0)
    held = {
        "hold_up_share": share,
        "hold_up_onset_days": onset,
        "hold_up_midpoint_days": midpoint,
        "hold_up_scale_days": scale,
    }
    permitted = 1 - queue(covered, **held).blocked(day)[:, 0]
    passed = 1 - held_up(day, *(ARRAY(held[name]) for name in held))
    approved = logistic(day, ARRAY(80.0), ARRAY(17.2))
    assert permitted == pytest.approx((1 - covered) * passed + covered * approved, abs=1e-9)
    assert (permitted >= 0).all()
    assert (permitted <= 1 + 1e-12).all()


def test_the_hold_up_begins_at_nothing_and_ends():
    p = [ARRAY(x) for x in (0.8, 10.0, 60.0, 5.0)]
    assert held_up(ARRAY([0.0]), *p)[0] == 0
    assert held_up(ARRAY([40.0]), *p)[0] > 0.7
    assert held_up(ARRAY([120.0]), *p)[0] < 1e-4


def permitted(granted, *, filing=0.0, shipping=0.0, most=1.2):
    days = np.arange(float(len(granted)))
    wide = np.ones((len(granted), 1))
    return permitted_flow(
        np.asarray(granted, float)[:, None],
        days,
        filing=filing * wide,
        shipping=shipping * wide,
        most=ARRAY([most]),
    )[:, 0]


def test_a_share_of_applications_lets_through_all_that_waited():
    """A quarter of what was filed by day 60 is granted: that is 15 days of the flow at once."""
    granted = np.where(np.arange(120) < 60, 0.0, 0.25)
    flow = permitted(granted, most=1.0)
    assert flow[:60].tolist() == [0.0] * 60
    assert flow[60:78] == pytest.approx(1.0)
    assert flow.sum() == pytest.approx(0.25 * 119)
    assert flow[-1] == pytest.approx(0.25)


def test_everything_granted_at_once_is_the_base_flow_after_the_two_waits():
    flow = permitted(np.ones(100), filing=20, shipping=10)
    assert flow[:30].tolist() == [0.0] * 30
    assert flow[31:] == pytest.approx(1.0)


@given(
    st.lists(SHARES, min_size=30, max_size=90), st.floats(0, 40), st.floats(0, 40), st.floats(1, 2)
)
def test_licences_never_let_through_more_than_was_granted(shares, filing, shipping, most):
    flow = permitted(shares, filing=filing, shipping=shipping, most=most)
    good_for = np.maximum.accumulate(shares * np.maximum(np.arange(len(shares)) - filing, 0.0))
    assert (flow >= 0).all()
    assert (flow <= 1).all()
    assert (np.cumsum(flow) <= good_for + 1e-9).all()


def test_a_test_delays_and_does_not_forbid():
    days = np.ones((120, 1))
    flow = passed_inspection(0.8 * days, 45.0 * days)[:, 0]
    assert flow[:30] == pytest.approx(0.2)
    assert 0.2 < flow[45] < 1
    assert flow[61:] == pytest.approx(1.0)
    assert passed_inspection(0.0 * days, 45.0 * days).tolist() == days.tolist()


@given(st.lists(SHARES, min_size=5, max_size=60), st.floats(0, 90))
def test_inspections_neither_make_nor_lose_goods(shares, mean):
    taken = np.array(shares)[:, None]
    flow = passed_inspection(taken, np.full_like(taken, mean))
    assert (flow >= 0).all()
    assert (flow <= 1).all()
    assert (flow >= 1 - taken - 1e-12).all()


@given(SHARES, st.floats(0.05, 0.95))
def test_grades_share_out_what_is_blocked(blocked, covered):
    first, rest = split_by_grade(ARRAY(blocked), ARRAY(covered))
    assert covered * first + (1 - covered) * rest == pytest.approx(blocked, abs=1e-12)
    assert first >= rest
    assert 0 <= rest <= first <= 1 + 1e-12


def test_a_queue_uses_only_what_was_known_on_the_day():
    facts = load_facts()
    spring = queue_rows(facts, ("CN-2025-18",), ("USA",), known_on=dt.date(2025, 4, 4))
    later = queue_rows(facts, ("CN-2025-18",), ("USA",), known_on=dt.date(2025, 12, 31))
    assert set(spring) == set(later) == set(QUEUE_PARAMETERS)
    assert {row.control for row in spring.values()} == {"*"}
    assert all(row.as_of <= dt.date(2025, 4, 4) for row in spring.values())
    assert later["validity_days"].value == 180
    assert later["approval_scale_days"].target == "*"
    assert later["approval_midpoint_days"].target == "USA"
    early = queue_rows(facts, ("JP-2019-HF",), ("KOR",), known_on=dt.date(2019, 7, 4))
    assert set(early) == set(QUEUE_PARAMETERS)
    assert queue_rows(facts, (), (), known_on=dt.date(2010, 1, 1)) == {}


def test_metals_have_a_queue_of_their_own_where_nothing_better_is_known():
    facts, april = load_facts(), dt.date(2025, 4, 4)
    any_good = queue_rows(facts, ("CN-2025-18",), ("USA",), known_on=april)
    yttrium = queue_rows(facts, ("CN-2025-18",), ("USA",), known_on=april, good="yttrium")
    assert set(yttrium) == set(QUEUE_PARAMETERS)
    assert yttrium["approved_share"].value < any_good["approved_share"].value
    assert yttrium["renewal_days"] == any_good["renewal_days"]
    later = queue_rows(facts, ("CN-2025-18",), ("*",), known_on=dt.date.max, good="yttrium")
    assert later["approved_share"].control == "CN-2025-18"
    before = queue_rows(facts, ("CN-2023-23",), (), known_on=dt.date(2023, 8, 1), good="gallium")
    assert all(row.goods == ("*",) for row in before.values())
