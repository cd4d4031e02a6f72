"""Offers and exclusions of short passages of our own in the styles of trade news.

The passages were written beside the rules and used for them: they hold what reads well now.
"""

import json
from pathlib import Path

import pytest
from passage_cases import exclusions_agree, offers_agree

from detente.reading import read_text
from detente.reading.english.offers._carve_outs import refuses

PASSAGES = json.loads(Path(__file__).with_name("terms_passages.json").read_text(encoding="utf-8"))
HEAD = "Export trade news of the day\n\n"


def _reading(passage):
    text = passage["text"]
    text = text if "\n\n" in text else HEAD + text
    return read_text(text, on="2025-11-12"), text


def _with(part):
    kept = [p for p in PASSAGES if part in p]
    return pytest.mark.parametrize("passage", kept, ids=[p["name"] for p in kept])


@_with("offers")
def test_offers_are_read_in_every_style(passage):
    reading, text = _reading(passage)
    offers_agree(reading, passage, text)


@_with("exclusions")
def test_exclusions_are_read_in_every_style(passage):
    reading, text = _reading(passage)
    exclusions_agree(reading, passage, text)


def test_a_trade_names_both_sides_and_what_ties_them():
    reading, _ = _reading(next(p for p in PASSAGES if p["name"] == "fact_sheet"))
    (offer,) = reading.offers
    assert {leg.actor for leg in offer.gives} == {"JPN"}
    assert {leg.actor for leg in offer.gets} == {"KOR"}
    assert (offer.kind, offer.strength) == ("exchange", "pledged")


def test_a_condition_is_kept_with_its_word():
    reading, _ = _reading(next(p for p in PASSAGES if p["name"] == "wire_provided"))
    (offer,) = reading.offers
    assert offer.kind.startswith("conditional")
    assert offer.trigger.text == "provided that"
    assert offer.condition.text == "provided that European mills invest in local smelters"


def test_a_demand_is_got_from_the_other_side():
    reading, _ = _reading(next(p for p in PASSAGES if p["name"] == "demand_urge"))
    (offer,) = reading.offers
    assert (offer.kind, offer.gives) == ("demand", ())
    assert offer.gets[0].actor == "CHN"


@pytest.mark.parametrize(
    ("clause", "kept"),
    [
        ("the pause leaves the rules on memory chips untouched", True),
        ("tungsten is exempt from the suspension", True),
        ("tungsten is exempt from the export ban", False),
        ("no licence is needed for tungsten", False),
        ("we will not supply anything if they cap the price", False),
        ("the minister kept a channel open", False),
    ],
)
def test_what_keeps_something_back(clause, kept):
    assert refuses(clause, "assert") is kept
