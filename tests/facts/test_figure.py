"""A figure keeps its order, its unit and its share within bounds."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from detente.facts import UNITS, Figure

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)
SHARES = st.floats(0, 1)


def figure(value, low, high, unit="day"):
    return Figure(value=value, low=low, high=high, unit=unit, as_of="2025-06-10", source="s")


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS).map(sorted))
def test_any_ordered_numbers_make_a_figure(numbers):
    low, value, high = numbers
    assert figure(value, low, high).range == (low, value, high)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_numbers_out_of_order_are_refused(value, low, high):
    assume(not low <= value <= high)
    with pytest.raises(ValidationError, match="order low <= value <= high"):
        figure(value, low, high)


@given(st.tuples(SHARES, SHARES, SHARES).map(sorted), st.sampled_from([-0.01, 1.01, 70]))
def test_a_share_is_a_part_of_a_whole(numbers, outside):
    low, value, high = numbers
    assert figure(value, low, high, unit="share").unit == "share"
    with pytest.raises(ValidationError, match="a share is a part of a whole"):
        figure(outside, low, high, unit="share")


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_every_unit_is_explained_and_taken(unit):
    assert UNITS[unit]
    assert figure(0.5, 0.5, 0.5, unit=unit).unit == unit


def test_cells_are_read_as_text():
    read = Figure.model_validate(
        {
            "value": "0.35",
            "low": "0",
            "high": "1",
            "unit": "share",
            "as_of": "2024-12-31",
            "source": "s",
        }
    )
    assert read.value == 0.35
    assert read.as_of == dt.date(2024, 12, 31)


@pytest.mark.parametrize("cell", ["", "abc", "nan", "inf", "1,5"])
def test_what_is_not_a_number_is_refused(cell):
    with pytest.raises(ValidationError, match="is not a number; write digits"):
        figure(cell, 0, 1)


@pytest.mark.parametrize("cell", ["2025-13-01", "2025", "10 June 2025", "20250610", ""])
def test_what_is_not_a_date_is_refused(cell):
    with pytest.raises(ValidationError, match="is not a date; write YYYY-MM-DD"):
        Figure(value=1, low=0, high=2, unit="day", as_of=cell, source="s")


def test_a_figure_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        figure(1, 0, 2).value = 3
