"""Normalisation, segments and quotes keep every offset."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading._text import normalise, trim
from detente.reading.english.text.quotes import find_quotes
from detente.reading.english.text.segments import segment
from detente.reading.source.unwrap import unwrap


@given(st.text(max_size=300))
def test_normalised_text_has_the_same_length(text):
    assert len(normalise(text)) == len(text)


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(alphabet='ab ."\n“”’', max_size=200))
def test_segments_are_in_order_and_apart(text):
    norm = normalise(text)
    parts = segment(norm)
    assert all(a.end <= b.start for a, b in pairwise(parts))
    assert all(norm[p.start : p.end].strip() for p in parts)


@given(st.text(alphabet='ab ."', max_size=120))
def test_quotes_are_in_order_and_apart(text):
    quotes = find_quotes(text, text, 0, len(text))
    assert all(a.end <= b.start for a, b in pairwise(quotes))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“We will see,” he said.", ["“We will see,”"]),
        ("that day.”The call went well.” He left.", ["”The call went well.”"]),
        ("He said ‘we will not sell these chips’, and left.", ["‘we will not sell these chips’"]),
        ("''We will sign,'' she said.", ["'We will sign,'"]),
        ("“It never ends", ["“It never ends"]),
        ('the 12" wafer line is full', []),
        ("China’s curbs and Japan’s curbs hurt users’ lines", []),
    ],
)
def test_quotes(text, quoted):
    norm = normalise(text)
    found = find_quotes(norm, text, 0, len(text))
    assert [text[q.start : q.end].strip() for q in found] == quoted


def test_product_codes_with_a_letter_for_a_zero():
    assert normalise("the H2O chips and MI3OO") == "the H20 chips and MI3OO"


def test_segments_of_a_page():
    text = (
        "NEWS / Analysis\n\nChina Eases Curbs on Magnets After Talks\n\nBy Jo Roe  Jun 10, 2025\n\n"
        "Photo: Some Agency\n\nBEIJING -- China eased its curbs on Monday, the ministry said in a "
        "statement that was short.\n\nPlease sign in to comment"
    )
    kinds = [(p.kind, text[p.start : p.end][:8]) for p in segment(normalise(text))]
    assert [k for k, _ in kinds] == [
        "furniture", "headline", "byline", "caption", "dateline", "paragraph", "furniture",
    ]  # fmt: skip


def test_hard_wrapped_lines_are_one_paragraph():
    line = "word " * 14
    text = "\n".join([line.strip()] * 3) + "\nend of it.\n\nAnother paragraph here."
    assert len(segment(unwrap(text).text)) == 2


def test_trim_keeps_the_stop_of_an_abbreviation():
    text = " curbs from the U.S. "
    assert text[slice(*trim(text, 0, len(text)))] == "curbs from the U.S."
    text = " curbs, "
    assert text[slice(*trim(text, 0, len(text)))] == "curbs"
