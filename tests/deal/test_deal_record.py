"""The record of deals, survival, scores and signed deals."""

import datetime as dt
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from detente._errors import DealError
from detente.deal import (
    Signed,
    bargain_line,
    find_bargains,
    find_talks,
    outlook,
    standing,
    watched,
    with_own_bargains,
)
from detente.deal.record.outlook import even_hazard
from detente.deal.record.scores import score_left_out
from detente.deal.record.survival import TRAITS, Survival, Watched
from detente.facts import load_facts

FACTS = load_facts()
NONE = frozenset()


def one(months, *, ended=True, traits=NONE, name="x"):
    return Watched(id=name, months=months, ended=ended, traits=frozenset(traits))


def drawn(count, rate, seed, traits=NONE, until=60.0):
    times = np.random.default_rng(seed).exponential(1 / rate, count)
    return [one(min(t, until), ended=t < until, traits=traits) for t in times]


def test_the_record_is_as_large_as_it_says_and_every_bargain_has_two_sides():
    assert len(FACTS.bargains) >= 60
    assert len(FACTS.talks) >= 25
    gave = {row.id: set() for row in FACTS.bargains}
    for term in FACTS.bargain_terms:
        gave[term.bargain].add(term.party)
    assert [name for name, who in gave.items() if len(who) < 2] == []
    for row in FACTS.bargains:
        assert (row.first_breach is None) <= (row.easings_end is None)  # what ends is broken too
        assert (row.grade == "memory") == (row.sources == ("memory-bargains",))


def test_many_draws_of_a_constant_rate_give_it_back():
    model = Survival.fit(drawn(4000, 0.05, 1))
    for months in (3.0, 12.0, 24.0):
        assert model.chance(months, NONE) == pytest.approx(np.exp(-0.05 * months), abs=0.02)


def test_the_curve_without_traits_follows_kaplan_and_meier():
    for rule in ("strict", "core"):
        record = watched(FACTS.bargains, rule)
        model = Survival.fit(record, traits=())
        kept = ecdf(
            CensoredData(
                uncensored=[b.months for b in record if b.ended],
                right=[b.months for b in record if not b.ended],
            )
        ).sf
        for months in (3.0, 6.0, 12.0, 24.0):
            assert model.chance(months) == pytest.approx(kept.evaluate(months), abs=0.05)


def test_a_trait_that_trebles_the_rate_is_found_and_one_seen_once_hardly_moves():
    many = [*drawn(400, 0.03, 2), *drawn(400, 0.09, 3, traits={"truce"})]
    effect = Survival.fit(many).as_dict()["effect"]
    assert effect["truce"] == pytest.approx(3.0, rel=0.2)
    few = Survival.fit([*drawn(60, 0.03, 4), one(0.2, traits={"snapback"})]).as_dict()["effect"]
    assert 1.0 < few["snapback"] < 1.6


@given(st.integers(0, 10**6), st.sets(st.sampled_from(TRAITS)))
def test_chances_fall_with_time_and_lie_in_their_range(seed, traits):
    model = Survival.fit(drawn(12, 0.08, seed, traits=traits))
    curve = [model.stands(months, frozenset(traits)) for months in (0.0, 1.0, 6.0, 24.0, 90.0)]
    assert curve[0].central == pytest.approx(1.0)
    for early, late in itertools.pairwise(curve):
        assert late.central <= early.central
        assert 0 <= late.low <= late.central <= late.high <= 1
    later = model.stands(24.0, frozenset(traits), since=6.0)
    assert later.central >= curve[3].central


def test_the_order_of_the_record_does_not_matter():
    record = watched(FACTS.bargains, "strict")
    there, back = Survival.fit(record), Survival.fit(record[::-1])
    assert there.chance(12.0, frozenset({"truce"})) == pytest.approx(
        back.chance(12.0, frozenset({"truce"})), rel=1e-4
    )


def test_who_was_not_followed_for_so_long_does_not_answer():
    assert one(5.0, ended=False).stands(12.0) is None
    assert one(5.0, ended=False).stands(3.0) is True
    assert one(5.0).stands(12.0) is False
    assert one(5.0).stands(3.0) is True
    score = score_left_out([one(5.0, ended=False), one(2.0), one(20.0)], "core", 12.0)
    assert score.cases == 2


def test_scores_are_those_of_forecasts_that_have_not_seen_the_case():
    record = [*drawn(12, 0.05, 5), one(0.5, name="early")]
    score = score_left_out(record, "strict", 6.0)
    told = Survival.fit(record[:-1]).chance(6.0, NONE)
    assert score.forecasts[-1] == pytest.approx(told)
    assert score.happened[-1] is False
    wanted = np.mean([(f - h) ** 2 for f, h in zip(score.forecasts, score.happened, strict=True)])
    assert score.brier == pytest.approx(wanted)


def test_a_chance_leaves_the_base_rate_only_where_that_has_paid():
    found, bare = outlook(FACTS, frozenset({"truce"})), outlook(FACTS)
    for rule in ("core", "strict"):
        assert (found.told_by[rule] == "structure") == found.scores[rule].adds
        assert bare.told_by[rule] == "base rate"
    assert f"{found.scores['core'].cases} bargains" in found.words
    assert f"{found.scores['strict'].cases} bargains" in found.words
    year = bare.months.index(12.0)
    rate = even_hazard(bare)
    assert np.exp(-12 * rate.central) == pytest.approx(bare.core[year].central)
    assert rate.low <= rate.central <= rate.high


OWN = "id,name,date,parties,kind,form,delivery,followed\n"


def test_own_bargains_stand_beside_the_record_and_are_found(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(
        OWN + "mine,Tin for tea,2024-02-03,AAA;BBB,government,truce,at once,2025-01-01\n"
    )
    facts = with_own_bargains(FACTS, path)
    assert len(facts.bargains) == len(FACTS.bargains) + 1
    (row,) = find_bargains(facts, "TIN FOR")
    assert bargain_line(row, facts)["terms"] == []
    assert find_bargains(facts, party="AAA") == (row,)
    assert find_talks(facts, "no such word") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,name\na,b\n", "no column date"),
        (OWN + "a,b,2024-02-03,A;B,government,peace,at once,2025-01-01\n", "row 2, field form"),
        (OWN + "a,b,2024-02-03,A;B,government,truce,at once,2023-01-01\n", "is before the bargain"),
        (OWN + "a,b,2024-02-03\n", "not as many cells"),
        (OWN, "no rows"),
        (OWN.replace("name", "names") + "a\n", "'names' is not known"),
    ],
)
def test_wrong_files_are_refused_in_one_line(tmp_path, text, said):
    path = tmp_path / "own.csv"
    path.write_text(text)
    with pytest.raises(DealError, match=said) as caught:
        with_own_bargains(FACTS, path)
    assert "\n" not in str(caught.value)


DEAL = """
name = "Tin for tea"
signed = 2025-06-10
parties = ["USA", "CHN"]
form = "truce"
ends = 2025-12-10
[[terms]]
party = "CHN"
words = "licences"
control = "CN-2025-18"
seen_by = "customs figures"
[[terms]]
party = "USA"
words = "ten points"
kind = "tariff"
"""
EVENT = '[[events]]\ndate = 2025-09-29\nwords = "a rule"\nwhat = "{}"\n'


def signed(tmp_path, text):
    path = tmp_path / "deal.toml"
    path.write_text(text)
    return Signed.from_toml(path)


def test_a_signed_deal_stands_until_it_is_broken_and_ends_with_its_easings(tmp_path):
    day = dt.date(2025, 10, 10)
    quiet = standing(signed(tmp_path, DEAL), FACTS, day)
    assert quiet.strict_broken == quiet.core_ended == ""
    assert [t.party for t in quiet.costed] == ["CHN"]
    assert [t.words for t in quiet.not_costed] == ["ten points"]
    assert quiet.watch[0].date == dt.date(2025, 12, 10)
    new = standing(signed(tmp_path, DEAL + EVENT.format("new measure")), FACTS, day)
    assert new.strict_broken
    assert new.core_ended == ""
    refused = standing(signed(tmp_path, DEAL + EVENT.format("buyer refuses")), FACTS, day)
    assert refused.core_ended
    assert refused.outlook is None
    before = standing(
        signed(tmp_path, DEAL + EVENT.format("buyer refuses")), FACTS, dt.date(2025, 9, 1)
    )
    assert before.core_ended == ""
    late = standing(signed(tmp_path, DEAL), FACTS, dt.date(2026, 1, 10))
    assert "2025-12-10" in late.core_ended
    renewed = standing(
        signed(tmp_path, DEAL + EVENT.format("renewal")), FACTS, dt.date(2026, 1, 10)
    )
    assert renewed.core_ended == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DEAL.replace('party = "USA"', 'party = "FRA"'), "'FRA' is none of the parties"),
        (DEAL.replace("2025-12-10", "2024-12-10"), "is before signed"),
        (DEAL.replace('form = "truce"', 'form = "peace"'), "field form"),
        (DEAL + "x = ", "not valid TOML"),
        (DEAL.replace("form", "shape"), "field form"),
    ],
)
def test_wrong_deals_are_refused_in_one_line(tmp_path, text, said):
    with pytest.raises(DealError, match=said):
        signed(tmp_path, text)


def test_a_control_that_the_register_lacks_is_named(tmp_path):
    deal = signed(tmp_path, DEAL.replace("CN-2025-18", "CN-NONE"))
    with pytest.raises(DealError, match="'CN-NONE' is not in the register"):
        standing(deal, FACTS, dt.date(2025, 7, 1))
