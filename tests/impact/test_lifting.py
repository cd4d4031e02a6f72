"""How long controls last, by what became of those of the register."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from detente.controls import Register
from detente.facts import load_facts
from detente.impact.goods.lifting import EQUAL_CASES, FAR, LiftRecord, class_of


@pytest.fixture(scope="module")
def facts():
    return load_facts()


@pytest.fixture(scope="module")
def register(facts):
    return Register.from_facts(facts)


@pytest.fixture(scope="module")
def record(facts, register):
    return LiftRecord(facts, register)


class Few:
    """A register of a few controls, all like one of the real ones."""

    def __init__(self, like, spells):
        start = dt.date(2020, 1, 1)
        self._rows = [
            dataclasses.replace(
                like,
                id=f"C{at}",
                effective=start,
                suspended=None,
                lifted=start + dt.timedelta(days=days) if ended else None,
                checks=(dataclasses.replace(like.checks[0], on=start + dt.timedelta(days=days)),),
            )
            for at, (days, ended) in enumerate(spells)
        ]

    def __iter__(self):
        return iter(self._rows)


def test_product_limit_by_hand(facts, register):
    """Ends on days 10 and 30, one control last seen in force on day 20: hazards 1/3 and 1/1."""
    like = next(c for c in register if c.checks and c.goods)
    found = LiftRecord(facts, Few(like, [(10, True), (20, False), (30, True)]))
    assert found.lasts(np.array([0.0, 10.0, 30.0]), 1.0) == pytest.approx(
        np.exp([0, -1 / 3, -4 / 3])
    )
    expected = 1 / 3 + (1 / 3 + 0.5) + 4 / 3
    kind = facts.good(like.goods[0]).kind
    each = (2 + EQUAL_CASES) / (expected + EQUAL_CASES)
    assert found.factor(like.instrument, kind, like.imposer) == pytest.approx(each**2)
    assert found.factor("no such", kind, "no such") == 1


def test_bans_on_food_end_sooner_than_controls_on_made_goods(record):
    food, chips = record.factor("ban", "food", "IND"), record.factor("entity-list", "chip", "USA")
    assert food > 2 * chips
    year = np.array(365.0)
    assert record.lasts(year, food) < 0.5 < record.lasts(year, chips)


def test_quantiles_invert_the_chance_to_last(record):
    factor = record.factor("ban", "food", "IND")
    for age in (0.0, 100.0):
        day = record.lifted(np.array([0.1, 0.5]), factor, age)
        gone = 1 - record.lasts(day, factor) / record.lasts(np.array(age), factor)
        assert gone == pytest.approx([0.1, 0.5], abs=1e-3)
        assert (day >= age).all()
    assert record.lifted(np.array(1.0), 1e-6) == np.inf


def test_days_left_are_the_area_under_the_chance_to_last(record):
    left = record.remaining(np.array([0.0]), 1.0)[0]
    assert left == pytest.approx(record.lasts(np.arange(FAR), 1.0).sum(), rel=1e-3)
    assert 0 < left <= FAR


def test_the_control_in_question_does_not_count(facts, register):
    ended = [c for c in register if c.lifted and c.effective and c.imposer == "IND"]
    without = LiftRecord(facts, register, [c.id for c in ended])
    kind = facts.good(ended[0].goods[0]).kind
    some = LiftRecord(facts, register).factor(ended[0].instrument, kind, "IND")
    assert without.factor(ended[0].instrument, kind, "IND") < some


def test_every_kind_of_good_has_a_class(facts):
    assert {class_of(good.kind) for good in facts.goods} == {"farm", "fuel", "raw", "tech"}
