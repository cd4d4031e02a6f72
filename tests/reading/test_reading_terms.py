"""Offers and exclusions of short passages of our own in the styles of trade news.

The passages were written beside the rules and used for them: they hold what reads well now.
"""

import json
from pathlib import Path

import pytest

from detente.reading import read_text
from detente.reading._carve_outs import refuses

PASSAGES = json.loads(Path(__file__).with_name("terms_passages.json").read_text(encoding="utf-8"))
HEAD = "Export trade news of the day\n\n"
LEAST = 0.3
"""Share of common characters from which two spans are one, as in the scorer."""


def _places(words, text):
    return {at for word in words for at in range(text.index(word), text.index(word) + len(word))}


def _covered(spans):
    return {at for span in spans for at in range(span.start, span.end)}


def _alike(a, b):
    return len(a & b) / len(a | b) if a | b else 1.0


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
    assert len(reading.offers) == len(passage["offers"])
    for gold in passage["offers"]:
        gives, gets = _places(gold["gives"], text), _places(gold["gets"], text)
        scores = [
            _alike(_covered(leg.span for leg in offer.gives), gives)
            + _alike(_covered(leg.span for leg in offer.gets), gets)
            for offer in reading.offers
        ]
        assert max(scores) / 2 >= LEAST, reading.offers


@_with("exclusions")
def test_exclusions_are_read_in_every_style(passage):
    reading, text = _reading(passage)
    assert len(reading.exclusions) == len(passage["exclusions"])
    for gold in passage["exclusions"]:
        place = _places([gold], text)
        assert max(_alike(_covered([x.span]), place) for x in reading.exclusions) >= LEAST


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
