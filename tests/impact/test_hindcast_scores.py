"""Scores of forecasts: closed forms and properties."""

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.facts import HappenedRow, KnownPath
from detente.impact.backtest import Forecast
from detente.impact.backtest._groups import score_rows
from detente.impact.backtest._score import (
    MISSES,
    event_error,
    inside,
    interval_score,
    log_error,
    rmse,
    skill,
)

number = st.floats(-1e3, 1e3)
relations = st.sampled_from(["equal", "at least", "at most"])


@dataclass(frozen=True)
class Row:
    path: KnownPath
    happened: HappenedRow
    forecast: Forecast
    baselines: dict
    scored: bool
    inside: bool


def path(name, **fields):
    return KnownPath(name=name, kind="held", known=False, words="", **fields)


def row(quantity, value, forecast, *, run="a", scored=True, relation="equal", region="*", **naive):
    unit = "day" if quantity in {"stoppage", "resumption"} else "1"
    seen = HappenedRow(
        file="happened.csv",
        line=2,
        quantity=quantity,
        good="gallium",
        region=region,
        when=dt.date(2023, 9, 1),
        relation=relation,
        who="",
        weak=False,
        note="",
        unit=unit,
        value=value,
        low=value,
        high=value,
        as_of=dt.date(2023, 9, 1),
        source="judgement",
    )
    low, central, high = forecast
    met = inside(low, high, (value, value), relation)
    ends = Forecast(low=low, central=central, high=high)
    return Row(path(run), seen, ends, naive, scored, met)


def test_scores_by_hand():
    rows = [
        row("exports", 0.5, (0.4, 0.8, 0.9), no_change=1.0),
        row("exports", 1.0, (0.2, 0.6, 0.8), no_change=1.0),
        row("stoppage", 50.0, (40.0, 62.0, math.inf), mean_stock=45.0),
        row("stoppage", 60.0, (10.0, 30.0, 40.0), relation="at most", mean_stock=45.0),
        row("price_outside", 3.0, (1.0, 1.5, 2.0), no_change=1.0),
    ]
    scores = {score.group: score for score in score_rows(rows, 100.0)}
    exports = scores["exports of gallium"]
    assert exports.error == pytest.approx(math.sqrt((0.3**2 + 0.4**2) / 2))
    assert exports.baselines["no_change"] == pytest.approx(math.sqrt(0.5**2 / 2))
    assert exports.skill["no_change"] == pytest.approx(1 - 0.3535534 / 0.3535534, abs=1e-6)
    assert exports.inside == 0.5
    assert exports.width == pytest.approx(0.55)
    assert exports.interval_score == pytest.approx((0.5 + 0.6 + 20 * 0.2) / 2)
    assert exports.within_ten_days is None
    stops = scores["stoppage"]
    assert stops.error == pytest.approx((12 + 0) / 2)
    assert stops.within_ten_days == 0.5
    assert stops.baselines["mean_stock"] == pytest.approx((5 + 0) / 2)
    assert stops.width == pytest.approx((60 + 30) / 2)
    price = scores["price_outside"]
    assert price.error == pytest.approx(math.log(2))
    assert price.interval_score == pytest.approx(math.log(2) + 20 * math.log(1.5))
    assert (scores["all"].count, scores["all"].inside, scores["all"].error) == (5, 0.6, None)


def test_groups_keep_runs_and_destinations_apart_and_leave_out_what_is_circular():
    rows = [
        row("exports", 0.5, (0.4, 0.5, 0.6), run="a"),
        row("exports", 0.5, (0.4, 0.5, 0.6), run="a", region="USA"),
        row("exports", 0.5, (0.4, 0.9, 0.6), run="b"),
        row("exports", 0.5, (0.4, 0.5, 0.6), run="c", scored=False),
    ]
    scores = list(score_rows(rows, 100.0))
    assert [(s.path, s.group, s.count) for s in scores] == [
        ("a", "exports of gallium", 1),
        ("a", "exports of gallium to USA", 1),
        ("a", "all", 2),
        ("b", "exports of gallium", 1),
        ("b", "all", 1),
    ]
    assert scores[0].error == 0.0
    assert scores[3].error == pytest.approx(0.4)


def test_an_event_that_never_comes():
    assert event_error(math.inf, (50, 50), "equal", 180) == 130
    assert event_error(math.inf, (50, 50), "at least", 180) == 0
    assert event_error(30, (50, 50), "at least", 180) == -20
    assert event_error(math.inf, (50, 50), "at most", 180) == 130
    assert inside(40, math.inf, (90, 90), "equal")
    assert not inside(math.inf, math.inf, (90, 90), "equal")
    assert Forecast(low=3.0, central=math.inf, high=math.inf).as_dict() == {
        "low": 3.0,
        "central": None,
        "high": None,
    }


@given(st.floats(0.1, 50), st.floats(0.1, 50))
def test_twice_too_high_is_as_wrong_as_half(value, factor):
    assert log_error(value * factor, value) == pytest.approx(-log_error(value, value * factor))


@given(number, number, number, number, relations)
def test_interval_score_is_the_width_exactly_where_the_ranges_meet(a, b, c, d, relation):
    (low, high), seen = sorted((a, b)), tuple(sorted((c, d)))
    score = interval_score(low, high, seen, relation)
    assert score >= high - low
    if inside(low, high, seen, relation):
        assert score == high - low
    elif min(abs(low - seen[1]), abs(seen[0] - high)) > 1e-6:
        assert score > high - low


@given(number, number, number, relations)
def test_a_point_inside_what_was_seen_has_no_error(a, b, c, relation):
    low, forecast, high = sorted((a, b, c))
    assert event_error(forecast, (low, high), relation, 1e9) == 0.0


def test_the_best_range_in_the_mean_holds_ninety_percent():
    rng = np.random.default_rng(0)
    draws = rng.normal(size=4000)

    def mean_score(z):
        return np.mean([interval_score(-z, z, (x, x)) for x in draws])

    best = min(np.arange(0.8, 2.6, 0.1), key=mean_score)
    assert best == pytest.approx(1.645, abs=0.15)
    assert pytest.approx(0.1) == MISSES


@given(st.lists(number, min_size=1, max_size=20), st.floats(0.1, 10))
def test_rmse_scales_and_bounds(errors, factor):
    array = np.array(errors)
    assert rmse(factor * array) == pytest.approx(factor * rmse(array), abs=1e-9)
    assert np.abs(array).mean() <= rmse(array) + 1e-9
    assert rmse(array) <= np.abs(array).max() + 1e-9


def test_skill():
    assert skill(0.1, 0.4) == pytest.approx(0.75)
    assert skill(0.8, 0.4) == pytest.approx(-1.0)
    assert skill(0.1, 0.0) is None
