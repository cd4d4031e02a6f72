"""No two sentences of a brief disagree, whatever the standoff; and the rules see what once did."""

import itertools
import re

import numpy as np
import pytest
from agreement import MOST_CHANCES, disagreements
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from random_briefs import random_brief
from sample import bare, payload

from detente.brief._key_figures import key_figures
from detente.brief._measure import ALL, OTHERS, _ratio
from detente.brief._proper import Proper, brief_proper
from detente.brief.brief import rounded
from detente.brief.view import Payload, View
from detente.say import Claim, Sentence, money_range, per_cent

seeds = st.integers(min_value=0, max_value=2**32 - 1)
NO_SHRINKING = (Phase.explicit, Phase.generate)
"""A smaller seed is no simpler standoff."""


def tables(value: Payload) -> Sentence:
    """What the tables of the annex say, as claims beside those of the first pages."""
    deals, findings = value["deals"], value["findings"]
    claims = [
        Claim(relation="packages", value=deals["accepted"]["count"], high=deals["accepted"]["of"])
    ]
    for side in findings["sides"]:
        counted = ((ALL, "all"), (OTHERS, "by_others"), ("its own controls", "by_own"))
        claims += [
            Claim(
                relation="loses",
                who=side["party"],
                of=of,
                value=side[name]["central"],
                low=side[name]["low"],
                high=side[name]["high"],
            )
            for of, name in counted
            if side[name]
        ]
    if deals["nash"]:
        claims += [
            Claim(relation="easing", who=code, value=share)
            for code, share in deals["nash"]["easings"].items()
            if share > 0.005
        ]
    return Sentence(topic="tables", text="", anchor="", how="", claims=tuple(claims))


def plain(proper: Proper) -> str:
    return " ".join(one.text for one in proper.sentences).replace("\u00a0", " ")


def amount(words: str) -> float:
    """Read the central figure of an amount back [USD bn]."""
    if words.startswith(("less than", "a gain of")):
        return 0.0005
    found = re.match(r"−?\$([\d.,]+)(?: (tn|bn|m))?", words)
    assert found, words
    unit = {"tn": 1e3, "bn": 1.0, "m": 1e-3, None: 1.0}[found[2]]
    return float(found[1].replace(",", "")) * unit


@given(seeds)
@settings(max_examples=300, phases=NO_SHRINKING)
def test_no_two_claims_of_a_brief_disagree(seed: int) -> None:
    value = rounded(random_brief(seed))
    view = View(value)
    proper = brief_proper(view)
    assert disagreements([*proper.sentences, tables(value)]) == []
    words_agree(view, proper)
    lifted_is_not_kept(value, proper)


def words_agree(view: View, proper: Proper) -> None:
    """The same without the claims: what a reader can hold against each other in the text."""
    text = plain(proper)
    whole = re.search(r"(The United Arland|Borland) holds the leverage throughout", text)
    lost = re.search(r"alone the United Arland loses (.*?) and Borland loses (.*?) a month", text)
    if whole and lost:
        ours, theirs = amount(lost[1]), amount(lost[2])
        assert (ours <= theirs) if whole[1] == "The United Arland" else (ours >= theirs)
    chances = re.findall(r"(?:chance of a deal is|after 12 months,) (under 1%|over 99%|\d+%)", text)
    assert len(chances) <= MOST_CHANCES
    shown = [one.value for one in key_figures(view, proper.found) if "Chance" in one.label]
    assert shown == (chances or (["not given"] if proper.found.withheld else []))
    assert len(set(re.findall(r"[\d,]+ of [\d,]+ packages", text))) <= 1
    if "one-sided lift" in text or "balanced trade" in text:
        easings = view.payload["deals"]["nash"]["easings"]
        giving = {code[:2] for code, share in easings.items() if share > 0.005}
        assert ("balanced trade" in text) == (len(giving) == 2)
    for side in proper.found.sides:
        assert money_range(side.loss).replace("\u00a0", " ") in text


def lifted_is_not_kept(value: Payload, proper: Proper) -> None:
    """A control that is lifted is never said to be kept."""
    nash = value["deals"]["nash"] or {"easings": {}}
    for row in proper.table:
        share = nash["easings"].get(row.control, 0.0)
        if row.eased not in {"red line", "not costed", "may be eased"}:
            said = "in full" if share >= 0.995 else "kept" if share <= 0.005 else per_cent(share)
            assert row.eased == said


@pytest.mark.parametrize("make", [payload, bare])
def test_the_samples_agree(make) -> None:
    assert disagreements(brief_proper(View(make())).sentences) == []


def loses(who: str, value: float, of: str = ALL) -> Claim:
    return Claim(relation="loses", who=who, of=of, value=value, low=value / 2, high=value * 2)


def chance(who: str, value: float) -> Claim:
    return Claim(relation="chance", who=who, value=value)


def leverage(who: str, first: int, last: int, of: str = "") -> Claim:
    return Claim(relation="leverage", who=who, low=first, high=last, of=of)


MORE = Claim(relation="loses more", who="JPN", other="CHN", of=ALL, value=6.6)
FAULTS = {
    "who loses more holds the leverage": [MORE, leverage("JPN", 1, 6, "throughout")],
    "two counts of one loss": [loses("JPN", 0.028), loses("JPN", 0.030)],
    "a ratio that is not that of the losses": [MORE, loses("JPN", 2.0), loses("CHN", 1.0)],
    "throughout and passes in month 2": [
        leverage("CHN", 1, 6, "throughout"),
        leverage("USA", 2, 6),
    ],
    "24 of 24 packages beside 0 %": [
        chance("a deal", 0.0),
        Claim(relation="packages", value=24, high=24),
    ],
    "no package beside 100 %": [
        chance("a deal", 1.0),
        Claim(relation="packages", value=0, high=24),
    ],
    "four chances": [chance(f"chance {at}", at / 10) for at in range(4)],
    "a deal stands more often than there is one": [
        chance("a deal", 0.1),
        chance("a deal that stands", 0.7),
    ],
    "a chance told and withheld": [
        chance("a deal", 0.7),
        Claim(relation="withheld", who="a deal"),
    ],
    "lifted in full beyond its limit": [
        Claim(relation="limit", who="CN-2025-18", other="CHN", of="fails", value=0.48),
        Claim(relation="easing", who="CN-2025-18", value=1.0),
    ],
    "a limit that holds without any deal": [
        Claim(relation="limit", who="CN-2025-18", other="CHN", of="holds", value=0.48),
        Claim(relation="packages", value=0, high=24),
    ],
    "a trade to which one side gives nothing": [
        Claim(relation="kind", who="trade"),
        Claim(relation="gives", who="CHN", value=1.0),
        Claim(relation="gives", who="JPN", value=0.0),
    ],
    "nothing ruled out, and something": [
        Claim(relation="excluded", value=0.0),
        Claim(relation="excluded", value=2.0),
    ],
    "a claim that is not in its words": [
        Claim(relation="chance", who="a deal", value=0.7, shown="70%")
    ],
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_rules_see_what_once_stood_on_a_first_page(name: str) -> None:
    claims = FAULTS[name]
    for order in itertools.permutations(claims) if len(claims) < 4 else [claims]:
        sentences = [
            Sentence(topic="", text=f"Sentence {at}.", anchor="", how="", claims=(claim,))
            for at, claim in enumerate(order)
        ]
        assert disagreements(sentences), name


def test_both_counts_told_apart_are_no_fault() -> None:
    claims = (
        MORE,
        leverage("JPN", 1, 6, "throughout"),
        loses("JPN", 0.02, "its own controls"),
    )
    one = Sentence(topic="", text="Both.", anchor="", how="", claims=claims)
    assert disagreements([one]) == []


def test_who_loses_more_is_said_where_the_range_of_the_ratio_says_it_too() -> None:
    rng = np.random.default_rng(5)
    told = []
    for _ in range(400):
        draws = rng.lognormal([[rng.uniform(0, 1.5)], [0.0]], 0.5, (2, 33))
        row = _ratio(ALL, ("AAA", draws[0]), ("BBB", draws[1]))
        told.append(row["sure"])
        assert not row["sure"] or row["low"] >= 1
    assert 20 < sum(told) < 380
