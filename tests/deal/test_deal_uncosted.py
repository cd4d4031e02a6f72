"""Controls without figures, a verdict said three ways, and a deal that was reported."""

import numpy as np
import pytest
from deal_games import losses

from detente._errors import StandoffError
from detente.controls import Agreement, Figure, Given, Range, Standoff, TabledControl
from detente.deal import Rules, Stake, Stakes, bargain, stakes_of
from detente.deal.game.reported import reported_deal
from detente.deal.game.uncosted import Uncosted
from detente.facts import load_facts

RULES = Rules(accept_error=True, refine=False)
NEON = Uncosted(control="X", owner="B", target="A", why="the goods tables hold nothing on it")


def game(a_keeps=0.5, b_keeps=0.1):
    """A's control costs B 2 and A 0.1; B's costs A 0.3 and B 0.1; nothing interacts."""
    runs = losses(
        [[0.1, 2.0], [0.3, 0.1]], owners=("A", "B"), parties=("A", "B"), controls=("CA", "CB")
    )
    values = Stakes(
        stakes=(
            Stake(party="A", control="CA", security=Range(low=0, central=a_keeps, high=5)),
            Stake(party="B", control="CB", security=Range(low=0, central=b_keeps, high=5)),
        )
    )
    return runs, values


def test_without_uncosted_controls_nothing_is_conditional():
    runs, values = game()
    assert bargain(runs, values, rules=RULES).conditional is None


@pytest.mark.parametrize("a_keeps", [0.2, 0.9, 3.0])
def test_the_least_and_the_most_are_the_closed_form(a_keeps):
    runs, values = game(a_keeps=a_keeps)
    found = bargain(runs, values, levels=(0.0, 1.0), rules=RULES, uncosted=(NEON,))
    said = found.conditional
    # A lifts CA: it saves 0.1 of its own, gains 0.3 with CB, and gives up what CA is worth.
    assert said.least["A"].central == pytest.approx(max(a_keeps - 0.1 - 0.3, 0.0), abs=1e-6)
    # B keeps CB and has all of CA lifted: 2 a month is the most that lifting X may cost it.
    assert said.most["B"].central == pytest.approx(2.0, abs=1e-6)
    assert said.without == found.share_of_draws
    for one in (*said.least.values(), *said.most.values()):
        assert 0 <= one.low <= one.central <= one.high
    assert any("Left out for want of figures" in note for note in found.notes)


def test_the_verdict_names_the_threshold_that_is_missed_or_nearest():
    runs, values = game(a_keeps=3.0)
    found = bargain(runs, values, rules=RULES)
    verdict = found.verdict
    assert verdict.central == found.exists
    assert verdict.share_of_draws == found.share_of_draws
    assert verdict.deciding in found.exists_if
    missed = [one for one in found.exists_if if one.holds == verdict.central]
    assert not missed or verdict.deciding in missed


def test_a_reported_deal_says_who_accepts_it():
    runs, values = game(a_keeps=3.0)
    part = Figure(low=0.5, central=0.75, high=1.0)
    told = Agreement(
        words="A agreed with B",
        gives=[
            Given(party="A", words="lift", controls=["CA"], easing=part),
            Given(party="B", words="ease", controls=["CB"], easing=part),
        ],
    )
    found = reported_deal(told, runs, values)
    assert found.appraisal.package.easings == {"CA": 0.75, "CB": 0.75}
    assert not found.appraisal.accepted
    assert found.appraisal.short["A"] == pytest.approx(0.75 * (3.0 - 0.1 - 0.3), abs=1e-6)
    assert found.accepts["B"] > found.accepts["A"]
    shares = found.to_payload()["accepted_share"]
    assert shares["low"] <= shares["central"] <= shares["high"]
    assert reported_deal(None, runs, values) is None
    elsewhere = told.model_copy(update={"gives": [Given(party="A", words="cut tariffs")]})
    assert reported_deal(elsewhere, runs, values) is None


def entry(name, **more):
    return TabledControl(
        control=name, name=name, imposer="CHN", target="USA", effective="2025-04-04",
        intensity=Figure(low=0.5, central=0.7, high=0.9), **more,
    )  # fmt: skip


def test_what_is_not_costed_stays_out_of_the_stakes_and_on_the_table():
    case = Standoff(
        name="two", on="2025-06-10",
        controls=[entry("a", goods=["gallium"]), entry("b", not_costed="nothing known")],
    )  # fmt: skip
    assert [one.control for one in stakes_of(case).stakes] == ["a"]
    assert [one.control for one in case.controls] == ["a", "b"]
    alone = case.model_copy(update={"controls": [case.controls[1]]})
    with pytest.raises(
        StandoffError, match=r"nothing on the table can be costed \(b: nothing known"
    ):
        alone.costed()


def test_values_left_out_of_a_file_are_ranges_by_class_and_said():
    left_out = entry("a", goods=["wheat"], instrument="ban")
    assert 0 < left_out.security.low < left_out.security.central < left_out.security.high
    said = "judgement by class: ban, food, "
    assert left_out.valued.startswith(said)
    assert left_out.valued.endswith(" times that by the record of deals")
    times = float(left_out.valued.removeprefix(said).split()[0])
    row = load_facts().default_value("security", "ban", "food")
    assert left_out.security.central == pytest.approx(
        row.value * times, rel=0.015
    )  # two digits are said
    zero = Figure(low=0.0, central=0.0, high=0.0)
    own = entry("a", goods=["wheat"], security=zero, political=zero)
    assert (own.security, own.valued) == (zero, "")
    assert np.isclose(own.political.central, 0.0)
