"""The article's text survives its marking, whatever the spans."""

import re
from html import unescape
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sample import TEXT, bare, payload, span

from detente.brief._spans import anchor, mark_article, passages
from detente.brief.view import View
from detente.say import clean


def view_with(text: str, spans: list[tuple[int, int]]) -> View:
    value = bare()
    value["article_text"] = text
    value["reading"] = {
        "statements": [{"content": [{"start": a, "end": b, "text": ""}]} for a, b in spans[::2]],
        "exclusions": [{"span": {"start": a, "end": b, "text": ""}} for a, b in spans[1::2]],
    }
    return View(value)


def plain(marked: str) -> str:
    """Take links back and tags away again."""
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r'<a [^>]*class="back".*?</a>', "", marked)))


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60),
    st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70)), max_size=8),
)
def test_text_is_unchanged_by_any_spans(text: str, spans: list[tuple[int, int]]) -> None:
    assert plain(mark_article(view_with(text, spans))) == clean(text)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8))
def test_every_span_inside_the_text_has_its_anchor_once(spans: list[tuple[int, int]]) -> None:
    marked = mark_article(view_with("x" * 30, spans))
    inside = {(a, b) for a, b in spans if 0 <= a < b <= 30}
    for a, b in inside:
        assert marked.count(f'id="at-{a}-{b}"') == 1
    assert marked.count('id="at-') == len(inside)


def test_overlapping_kinds_are_all_kept() -> None:
    marked = mark_article(view_with("abcdef", [(0, 4), (2, 6)]))
    assert '<mark class="said">ab</mark>' in marked
    assert '<mark class="excluded said">cd</mark>' in marked
    assert '<mark class="excluded">ef</mark>' in marked


def test_sample_passages_lead_back_to_their_rows() -> None:
    marked = mark_article(View(payload()))
    for row in ("s-1", "s-2", "s-3", "o-1", "x-1"):
        assert f'href="#{row}"' in marked


def test_article_text_is_escaped() -> None:
    marked = mark_article(View(payload()))
    assert "<script>" not in marked
    assert "&lt;script&gt;" in marked


def test_passages_are_in_order_and_inside() -> None:
    found = passages(View(payload()))
    assert found == sorted(found)
    assert all(0 <= row.start < row.end <= len(TEXT) for row in found)


def test_anchor_of_nothing_is_empty() -> None:
    where: dict[str, Any] = span("Monday")
    assert anchor(None) == ""
    assert anchor(where) == f"at-{where['start']}-{where['end']}"
