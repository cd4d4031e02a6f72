"""Months as customs count them: growth known before, and lots of a thin flow."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.facts import MonthsBefore
from detente.impact.backtest._months import NO_LOTS, as_counted, lots

BEFORE = MonthsBefore(
    good="gallium",
    since=dt.date(2024, 7, 1),
    growth={"low": 0.0, "central": 0.1, "high": 0.2},
    spread=0.3,
    source="judgement",
)


@pytest.mark.parametrize(("mean", "spread"), [(1.0, 0.14), (0.5, 0.45), (0.05, 0.45)])
def test_lots_keep_the_mean_and_have_the_spread(mean, spread):
    drawn = lots(np.full(200_000, mean), spread, np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(mean, rel=0.02)
    assert drawn.var() == pytest.approx(spread**2 * mean, rel=0.03)
    none = np.exp(-2 * mean / spread**2)
    assert (drawn == 0).mean() == pytest.approx(none, abs=0.01)


@given(st.floats(0, 3), st.floats(0, 1), st.integers(0, 9))
def test_lots_are_never_negative_and_nothing_stays_nothing(mean, spread, seed):
    drawn = lots(np.array([0.0, mean]), spread, np.random.default_rng(seed))
    assert drawn[0] == 0
    assert drawn[1] >= 0
    if spread < NO_LOTS:
        assert drawn[1] == mean


def test_the_central_run_grows_and_has_no_lots():
    when = dt.date(2025, 6, 16)  # the middle of the month that follows is a year after ``since``
    counted = as_counted(np.full(9, 0.5), BEFORE, when, seed=0)
    assert counted[0] == pytest.approx(0.55, rel=1e-3)
    assert len(set(counted[1:])) > 4


def test_growth_is_one_for_all_months_and_lots_are_each_months_own():
    calm = BEFORE.model_copy(update={"spread": 0.0})
    june, december = dt.date(2025, 6, 16), dt.date(2025, 12, 16)
    one, later = (as_counted(np.ones(33), calm, when, seed=3) for when in (june, december))
    assert np.argsort(one).tolist() == np.argsort(later).tolist()
    assert 1.0 < one[1:].min() < one[1:].max() < 1.2
    lumpy = [as_counted(np.ones(33), BEFORE, when, seed=3) for when in (june, december)]
    assert abs(np.corrcoef(lumpy[0][1:], lumpy[1][1:])[0, 1]) < 0.7
    again = as_counted(np.ones(33), BEFORE, june, seed=3)
    assert again.tolist() == lumpy[0].tolist()
