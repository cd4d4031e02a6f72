"""Offers, exclusions and order of short passages of our own on many standoffs.

The passages were annotated before they were read. A part of one is here if it is now read right
as a whole: nothing missed, nothing made up.
"""

import json
from pathlib import Path

import pytest

from detente.reading import read_text

PASSAGES = json.loads(Path(__file__).with_name("trades_passages.json").read_text(encoding="utf-8"))
HEAD = "Export trade news of the day\n\n"
TITLED = ("announcement", "fact sheet", "press release", "notice", "joint")
LEAST = 0.3
"""Share of common characters from which two spans are one, as in the scorer."""


def _reading(passage):
    text = passage["text"]
    text = text if text.lower().startswith(TITLED) else HEAD + text
    return read_text(text, on="2025-06-10"), text


def _with(part):
    kept = [p for p in PASSAGES if part in p]
    return pytest.mark.parametrize("passage", kept, ids=[p["name"] for p in kept])


def _places(words, text):
    return {at for word in words for at in range(text.index(word), text.index(word) + len(word))}


def _covered(spans):
    return {at for span in spans for at in range(span.start, span.end)}


def _alike(a, b):
    return len(a & b) / len(a | b) if a | b else 1.0


@_with("offers")
def test_offers(passage):
    reading, text = _reading(passage)
    assert len(reading.offers) == len(passage["offers"]), reading.offers
    for gold in passage["offers"]:
        gives, gets = _places(gold["gives"], text), _places(gold["gets"], text)
        scores = [
            _alike(_covered(leg.span for leg in offer.gives), gives)
            + _alike(_covered(leg.span for leg in offer.gets), gets)
            for offer in reading.offers
        ]
        assert max(scores) / 2 >= LEAST, reading.offers


@_with("exclusions")
def test_exclusions(passage):
    reading, text = _reading(passage)
    assert len(reading.exclusions) == len(passage["exclusions"]), reading.exclusions
    for gold in passage["exclusions"]:
        place = _places([gold], text)
        assert max(_alike(_covered([x.span]), place) for x in reading.exclusions) >= LEAST


@_with("sequence")
def test_sequence(passage):
    reading, text = _reading(passage)
    spans = {event.id: _covered([event.span]) for event in reading.events}
    found = [(spans[order.first], spans[order.second]) for order in reading.sequence]
    assert len(found) == len(passage["sequence"]), reading.sequence
    for first, second in passage["sequence"]:
        a, b = _places([first], text), _places([second], text)
        assert any(one & a and other & b for one, other in found), reading.sequence
