"""Numbers as words: never without a range, never more figures than they carry."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import say

NBSP = "\u00a0"
amounts = st.floats(min_value=-5000, max_value=5000)
positive = st.floats(min_value=0, max_value=5000)


def back(text: str) -> float:
    """Read an amount back from what was written [USD bn]."""
    text = text.replace(NBSP, " ").replace("−", "-").replace("$", "").replace(",", "")
    size, unit = text.split(" ")
    return float(size) * {"m": 0.001, "bn": 1.0, "tn": 1000.0}[unit]


@given(amounts.filter(lambda x: abs(x) >= say.TINY))
def test_money_reads_back_within_its_two_figures(value: float) -> None:
    assert back(say.money(value)) == pytest.approx(value, rel=0.051)


@given(st.floats(min_value=1e-12, max_value=say.TINY, exclude_max=True))
def test_tiny_money_is_not_nothing(value: float) -> None:
    assert say.money(value) == f"less than $1{NBSP}m"


@given(positive, positive, positive)
def test_a_range_of_money_always_shows_both_ends_or_is_tiny(a: float, b: float, c: float) -> None:
    low, central, high = sorted((a, b, c))
    words = say.money_range({"low": low, "central": central, "high": high})
    if low == high:
        assert words == say.money(central)
    elif high >= say.TINY:
        assert " to " in words
        assert words.endswith(")")
    else:
        assert words in {"$0", f"less than $1{NBSP}m"}


def test_range_names_the_unit_again_where_it_changes() -> None:
    words = say.money_range({"low": 0.004, "central": 0.034, "high": 1.2})
    assert words.replace(NBSP, " ") == "$34 m ($4.0 m to $1.2 bn)"


def test_losses_that_are_gains_keep_their_sign() -> None:
    words = say.money_range({"low": -0.5, "central": -0.2, "high": 0.1})
    assert words.replace(NBSP, " ") == "−$200 m (−500 to 100)"


@given(st.floats(min_value=1e-6, max_value=1e9))
def test_number_keeps_two_figures(value: float) -> None:
    written = float(say.number(value).replace(",", ""))
    assert math.isclose(written, value, rel_tol=0.0501)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"low": 31, "central": 44, "high": 66}, "44 days (31 to 66)"),
        ({"low": 5, "central": 5, "high": 5}, "5 days"),
        ({"low": 1, "central": 1, "high": 1}, "1 day"),
        ({"low": 31, "central": 44, "high": None}, "44 days (31 to beyond the horizon)"),
        ({"low": 0, "central": 0, "high": 0}, "already short"),
        ({"low": 0, "central": 0, "high": None}, "already short (0 to beyond the horizon)"),
        ({"low": None, "central": None, "high": None}, "not within the horizon"),
        (
            {"low": 80, "central": None, "high": None},
            "not within the horizon in most draws; 80 days at the earliest",
        ),
        (
            {"low": 0, "central": None, "high": None},
            "not within the horizon in most draws; in some already short",
        ),
        (None, "not within the horizon"),
    ],
)
def test_days(value: dict[str, float | None] | None, words: str) -> None:
    assert say.days_range(value).replace(NBSP, " ") == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-06-10", "10 June 2025"),
        ("2025-W24", "2025-W24"),
        ("", ""),
        ("2025-02-31", "2025-02-31"),
    ],
)
def test_dates(value: str, words: str) -> None:
    assert say.date_words(value).replace(NBSP, " ") == words


@given(st.text(), st.integers(min_value=10, max_value=200))
def test_shortened_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    short = say.shorten(text, limit)
    assert len(short) <= limit
    assert " ".join(text.split()).startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [("“in volume,”", "“in volume”"), ('"yes"', "“yes”"), ("plain", "“plain”")],
)
def test_quotes_are_not_doubled(text: str, quoted: str) -> None:
    assert say.quote(text) == quoted


def test_counting() -> None:
    assert say.count(1, "control") == "one control"
    assert say.count(3, "control") == "three controls"
    assert say.count(1200, "package") == "1,200 packages"
    assert say.count(2, "country", "countries") == "two countries"


def test_possessive() -> None:
    assert say.possessive("China") == "China’s"
    assert say.possessive("the United States") == "the United States’"


def test_shares_near_the_ends_say_so() -> None:
    assert [say.per_cent(x) for x in (0.0001, 0.9999, 0.5)] == ["under 1%", "over 99%", "50%"]
