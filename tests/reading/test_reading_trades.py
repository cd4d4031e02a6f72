"""Offers, exclusions and order of short passages of our own on many standoffs.

The passages were annotated before they were read. A part of one is here if it is now read right
as a whole: nothing missed, nothing made up.
"""

import json
from pathlib import Path

import pytest
from passage_cases import covered, exclusions_agree, offers_agree, places

from detente.reading import read_text

PASSAGES = json.loads(Path(__file__).with_name("trades_passages.json").read_text(encoding="utf-8"))
HEAD = "Export trade news of the day\n\n"
TITLED = ("announcement", "fact sheet", "press release", "notice", "joint")


def _reading(passage):
    text = passage["text"]
    text = text if text.lower().startswith(TITLED) else HEAD + text
    return read_text(text, on="2025-06-10"), text


def _with(part):
    kept = [p for p in PASSAGES if part in p]
    return pytest.mark.parametrize("passage", kept, ids=[p["name"] for p in kept])


@_with("offers")
def test_offers(passage):
    reading, text = _reading(passage)
    offers_agree(reading, passage, text)


@_with("exclusions")
def test_exclusions(passage):
    reading, text = _reading(passage)
    exclusions_agree(reading, passage, text)


@_with("sequence")
def test_sequence(passage):
    reading, text = _reading(passage)
    spans = {event.id: covered([event.span]) for event in reading.events}
    found = [(spans[order.first], spans[order.second]) for order in reading.sequence]
    assert len(found) == len(passage["sequence"]), reading.sequence
    for first, second in passage["sequence"]:
        a, b = places([first], text), places([second], text)
        assert any(one & a and other & b for one, other in found), reading.sequence
