"""Bargains of the record held against the acceptance set, and the values that they reveal."""

import dataclasses
import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import DealError
from detente.controls import Register
from detente.deal import (
    acceptance_of_record,
    matters,
    value_shifts,
    watched,
    who_broke,
)
from detente.deal.record.acceptance import costed_matters, held, table_of
from detente.deal.record.answers import class_spread
from detente.deal.record.cases import record_standoff
from detente.deal.record.evidence import Evidence, Item, KeptControl
from detente.deal.record.kept import kept_score, record_mark
from detente.deal.record.revealed import reveal
from detente.deal.record.runs import kept_runs
from detente.deal.record.scores import score_left_out
from detente.deal.record.soon import SOON_MONTHS, soon_score, sought
from detente.facts import load_facts

FACTS = load_facts()
MATTERS = {one.id: one for one in matters(FACTS)}


def test_at_least_ten_bargains_and_talks_have_a_control_of_the_register():
    assert sum(one.struck for one in MATTERS.values()) >= 10
    assert sum(not one.struck for one in MATTERS.values()) >= 5


@pytest.mark.parametrize("name", sorted(MATTERS))
def test_a_standoff_knows_nothing_later_than_its_day(name):
    matter, register = MATTERS[name], Register.load()
    standoff = record_standoff(matter, FACTS, register)
    traded = set(matter.controls)
    assert standoff.on == matter.on
    assert {e.control for e in standoff.controls} >= {
        c for c in traded if (register.get(c).announced or dt.date.min) <= matter.on
    }
    for entry in standoff.controls:
        control = register.get(entry.control)
        first = control.announced or control.effective
        assert first is not None
        assert first <= matter.on
        assert not entry.path  # what came after would price the deal into the standoff
        if entry.control not in traded:
            assert entry.effective <= matter.on
            assert (matter.on - entry.effective).days <= 365
        if control.effective and control.effective <= matter.on:
            known = control.intensity(matter.on, entry.target, known_on=matter.on)
            assert entry.intensity.central == pytest.approx(known.central)


def test_kept_losses_are_of_the_standoffs_of_today():
    assert costed_matters(FACTS)[1] == ()  # else run tools/build_deal_runs.py


def test_losses_of_other_terms_are_refused():
    register, runs, name = Register.load(), kept_runs(), "London-2025"
    other = dataclasses.replace(runs[name], mark="of other terms")
    with pytest.raises(DealError, match=r"London-2025: its kept losses are of other terms"):
        table_of(MATTERS[name], FACTS, register, {name: other})
    with pytest.raises(DealError, match=r"are not kept; run tools/build_deal_runs\.py"):
        table_of(MATTERS[name], FACTS, register, {})


def test_a_package_is_held_against_the_values_and_dearer_controls_are_given_up_less():
    tables = {table.matter.id: table for table in costed_matters(FACTS)[0]}
    table = tables["London-2025"]
    found = held(table, FACTS)
    assert set(found.accepts) == {"USA", "CHN"}
    assert 0 < found.accepted_share <= min(found.accepts.values()) <= found.exists + 1e-9
    assert 0 <= found.rank < 1
    entries = [
        e.model_copy(
            update={"security": e.security.model_copy(update={"central": 50.0, "high": 60})}
        )
        if e.control == "CN-2025-18"
        else e
        for e in table.standoff.controls
    ]
    dear = dataclasses.replace(
        table, standoff=table.standoff.model_copy(update={"controls": entries})
    )
    worse = held(dear, FACTS)
    assert not worse.accepted
    assert worse.accepts["CHN"] < found.accepts["CHN"]
    assert worse.accepts["USA"] == found.accepts["USA"]
    # the largest value at which the owner accepts does not hang on the one assumed
    assert worse.most["CN-2025-18"] == pytest.approx(found.most["CN-2025-18"])


def test_terms_that_nothing_costs_are_named():
    tables = {table.matter.id: table for table in costed_matters(FACTS)[0]}
    words = held(tables["JPKR-2023"], FACTS).not_costed
    assert "KOR: complaint at the WTO withdrawn" in words
    assert "KR-2019-whitelist" in tables["JPKR-2023"].left_out
    assert tables["London-2025"].terms_without_cost() == ()


def evidence(name, avoided, *, struck=True, central=1.0, cost=None, kind="class metal"):
    loads = (("control", 1.0), (kind, 1.0))
    item = Item(party=0, amount=-1.0, central=central, loads=loads, noise=0)
    kept = dataclasses.replace(item, amount=1.0)
    draws = np.full((4, 1), float(avoided))
    return Evidence(
        id=name,
        struck=struck,
        avoided=draws,
        centre=draws[0],
        items=(item,),
        kept=() if cost is None else (KeptControl(cost=np.full(4, cost), items=(kept,)),),
        noises=1,
    )


def test_bargains_that_bring_little_say_that_values_are_small_and_failed_talks_that_they_are_not():
    small = [evidence(f"s{i}", 0.05) for i in range(6)]
    low = reveal(small, spread=0.5).factors["control"].times
    assert low.high < 1
    large = [evidence(f"f{i}", 5.0, struck=False) for i in range(6)]
    high = reveal(large, spread=0.5).factors["control"].times
    assert high.central > 1 > low.central
    held_dear = [evidence(f"k{i}", 0.05, cost=4.0) for i in range(6)]
    both = reveal(held_dear, spread=0.5).factors["control"].times
    assert low.central < both.central


def test_a_matter_left_out_does_not_speak_for_itself():
    others = [evidence(f"s{i}", 0.3, kind=f"class {i}") for i in range(4)]
    for struck in (True, False):
        one = evidence("x", 0.3, struck=struck, kind="class x")
        told = {o.id: o for o in reveal([*others, one], spread=0.5).left_out}["x"]
        alone = {o.id: o for o in reveal([*others, one], spread=0.5, seed=1).left_out}["x"]
        assert told.chance == pytest.approx(alone.chance, abs=0.05)
        if struck:
            first = told.chance
    assert told.chance == pytest.approx(first, abs=0.05)


@settings(max_examples=5)
@given(st.permutations(range(4)))
def test_the_order_of_the_matters_moves_nothing_but_the_draws(order):
    found = [evidence(f"s{i}", 0.2 + 0.1 * i) for i in range(4)]
    base = reveal(found, spread=0.5).factors["control"].times.central
    other = reveal([found[i] for i in order], spread=0.5).factors["control"].times.central
    assert math.log(other) == pytest.approx(math.log(base), abs=0.15)


def test_the_shifts_of_the_tables_are_those_that_the_record_reveals():
    answer = acceptance_of_record()
    if answer.stale:
        pytest.skip("tools/build_deal_runs.py has to be run first; another test says so")
    found = {one.name: one for one in value_shifts(answer.revealed)}
    assert set(found) == {row.factor for row in FACTS.value_shifts}
    for row in FACTS.value_shifts:
        assert set(row.cases) == set(found[row.factor].cases)
        assert row.value == pytest.approx(found[row.factor].times.central, rel=0.15), row.factor
    assert 0.5 < class_spread(FACTS) < 2.0


def test_no_matter_is_judged_by_a_value_of_its_own():
    answer = acceptance_of_record()
    assert [one.id for one in answer.held] == [one.id for one in answer.revealed.left_out]
    struck = [one for one in answer.revealed.left_out if one.struck]
    assert answer.revealed.inside == pytest.approx(np.mean([one.accepted for one in struck]))
    assert f"of {len(struck)} traded packages" in answer.words


def test_scores_that_are_kept_are_those_of_the_record_and_of_no_other():
    bargains = watched(FACTS.bargains, "core")
    kept = kept_score(bargains, "core", 12.0)
    fresh = score_left_out(bargains, "core", 12.0)
    assert kept is not None
    assert kept.brier == pytest.approx(fresh.brier, abs=1e-6)
    assert kept.happened == fresh.happened
    fewer = bargains[1:]
    assert record_mark(fewer) != record_mark(bargains)
    assert kept_score(fewer, "core", 12.0) is None


def test_a_deal_soon_is_counted_once_and_its_forecast_is_held_against_the_base_rate():
    found, score = sought(FACTS), soon_score(FACTS)
    assert len({one.id for one in found}) == len(found) == score.cases
    later = {row.id for row in FACTS.talks if row.later_deal is not None}
    assert not later & {one.id for one in found}
    quick = next(row for row in FACTS.bargains if row.id == "London-2025")
    assert (quick.date - quick.talks_from).days < 30 * SOON_MONTHS
    assert {one.id: one.soon for one in found}["London-2025"]
    assert score.stood == pytest.approx(np.mean([one.soon for one in found]))
    assert all(0 < told < 1 for told in score.forecasts)


def test_who_broke_first_counts_only_bargains_of_two_that_were_broken():
    found = who_broke(FACTS)
    broken = [row for row in FACTS.bargains if len(row.parties) == 2 and row.broken_by]
    assert found.cases + found.open_cases == len(broken)
    assert 0 < found.right <= found.cases
    assert f"{found.right} of {found.cases}" in found.words
    none = who_broke(FACTS.with_rows(bargains=()))
    assert (none.cases, none.words) == (0, "")
