"""What rules a pattern out of a text never rules out one that fits."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.facts.reading_tables import load_patterns
from detente.facts.words import compiled, fragment
from detente.reading.english.text.needed import fold, may_hold, needed

PIECES = (
    "ban", "[Bb]an", r"\d{1,2}", r"\d+", "(?:19|20)\\d\\d", r"\b", r"\s+", "(?i:Ease)", "[0-9]",
    "(?=ban)", "(?!ease)", "(?<=x)", "[^a]", "Straße", r"(?P<name>cut|curb)", "", ".",
)  # fmt: skip


def patterns() -> st.SearchStrategy[str]:
    return st.recursive(
        st.sampled_from(PIECES),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=4).map("".join),
            st.lists(inner, min_size=1, max_size=4).map(lambda some: f"(?:{'|'.join(some)})"),
            st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{1,3}", "+?"])).map(
                lambda pair: f"(?:{pair[0]}){pair[1]}"
            ),
        ),
        max_leaves=8,
    ).filter(lambda text: text.count("?P<name>") < 2)


@settings(max_examples=80, deadline=None)
@given(patterns(), st.text(alphabet="xbaneuscrtBANE S1920ßſ", max_size=30))
def test_no_text_that_fits_is_ruled_out(pattern: str, text: str) -> None:
    if re.search(pattern, text, re.IGNORECASE):
        assert may_hold(fold(text), pattern)


def test_every_time_expression_may_stand_in_its_example() -> None:
    rows = [row for row in load_patterns().values() if row.name.startswith("time.")]
    fits = [row for row in rows if row.case != "part" and compiled(row.name).search(row.example)]
    assert len(fits) > 30
    assert [r.name for r in fits if not may_hold(fold(r.example), fragment(r.name))] == []


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        (r"\b(?:[Tt]wo|ten) ago", {"two ago", "ten ago"}),
        (r"\w+ (?:of|in) \d{4}", {" of 0000", " in 0000"}),
        (r"(?:ban|\w+)", set()),
        (r"(?:export )?bans?", {"ban"}),
    ],
)  # fmt: skip
def test_the_longest_of_what_must_stand_there_is_taken(pattern: str, pieces: set[str]) -> None:
    assert needed(pattern) == pieces
