"""Calendar arithmetic for time expressions: full dates, shifts, durations, weeks and seasons."""

import re
from calendar import isleap
from datetime import date, timedelta

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading.english.dates.clock import TAIL, clock_said, with_zone
from detente.reading.english.dates.words import WEEKDAYS, day_number, month_number

__all__ = [
    "ABSOLUTE",
    "absolute_day",
    "duration",
    "nth_week",
    "nth_weekday",
    "parse_full_date",
    "quarter_of",
    "season_of",
    "shifted",
    "week_of",
    "weekday_of",
    "whole_year",
]

_LETTER = load_lexicon()["calendar_unit"]
ABSOLUTE = compiled("dates.full_date")


def absolute_day(match: re.Match[str], near: date | None) -> date | None:
    """The day of a match of `ABSOLUTE`; without its year, the one nearest to a day close by."""
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"].replace("/", "-"))
        month = month_number(match["month"] or match["month2"])
        day = day_number(match["day"] or match["day2"])
        year = match["year"] or match["year2"]
        if year:
            return date(whole_year(int(year), near), month, day)
        if near is None:
            return None
        leap = (month, day) == (2, 29)
        years = [near.year + shift for shift in (range(-4, 5) if leap else (-1, 0, 1))]
        choices = [date(y, month, day) for y in years if not leap or isleap(y)]
    except ValueError:
        return None
    return min(choices, key=lambda choice: abs((choice - near).days + 60))


def whole_year(year: int, near: date | None) -> int:
    """Return the year nearest to a day that ends in two digits; four digits stay."""
    if year > 99:
        return year
    now = near.year if near else 2000
    return min((year + 100 * c for c in range(19, 22)), key=lambda choice: abs(choice - now))


def parse_full_date(
    line: str, *, near: date | None = None, place_zone: str | None = None
) -> tuple[int, int, date, str] | None:
    """Find the first date with a year in a line, with the clock time that follows it.

    Examples
    --------
    >>> parse_full_date("Jun 10, 2025, 12:19 a.m. ET")[3]
    '2025-06-10T00:19:00-04:00'
    """
    for match in ABSOLUTE.finditer(line):
        day = absolute_day(match, near)
        if day is None:
            continue
        end, iso = match.end(), day.isoformat()
        tail = TAIL.match(line, end)
        if tail and clock_said(tail):
            iso, end = with_zone(day, tail, place_zone), tail.end()
        return match.start(), end, day, iso
    return None


def duration(count: float | None, unit: str) -> str:
    """Return the TIMEX3 value of a count of units; None counts as some."""
    unit = unit.lower().rstrip("s")
    if unit == "fortnight":
        unit, count = "week", None if count is None else 2 * count
    if unit == "decade":
        unit, count = "year", None if count is None else 10 * count
    amount = "X" if count is None else f"{count:g}"
    if unit in word_class("clock_unit"):
        if count is not None and unit == "hour" and count % 1:
            whole = f"{int(count)}H" if count >= 1 else ""
            return f"PT{whole}{int(count % 1 * 60)}M"
        return f"PT{amount}{unit[0].upper()}"
    return f"P{amount}{_LETTER[unit]}"


def shifted(day: date, count: float, unit: str) -> str:
    """Return the day, month or year that lies a count of units from a day."""
    unit = unit.lower().rstrip("s")
    if unit == "day":
        return (day + timedelta(days=count)).isoformat()
    if unit == "fortnight":
        unit, count = "week", 2 * count
    if unit == "week":
        moved = day + timedelta(weeks=count)
        return moved.isoformat()
    if unit in word_class("month_part"):
        months = day.year * 12 + day.month - 1 + int(count) * (3 if unit == "quarter" else 1)
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    if unit == "year":
        return f"{day.year + int(count):04d}"
    if unit == "fortnight":
        unit, count = "week", None if count is None else 2 * count
    if unit == "decade":
        return f"{(day.year + 10 * int(count)) // 10}"
    return day.isoformat()


def season_of(name: str, day: date, *, word: str, future: bool, year: str | None) -> str:
    """Return the TIMEX3 value of a season; winter counts to the year in which it begins."""
    code, number = load_lexicon()["season"][name].split()
    month = int(number)
    if year:
        return f"{year}-{code}"
    begins = date(day.year, month, 1)
    ends = date(day.year + (month == 12), (month + 2) % 12 + 1, 1)
    chosen = day.year
    if word == "next" and begins <= day:
        chosen += 1
    elif word == "last" or not future:
        chosen -= 0 if (ends <= day or (word != "last" and begins <= day)) else 1
    return f"{chosen}-{code}"


def week_of(day: date) -> str:
    """Return the ISO week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def nth_week(year: int, month: int | None, nth: int) -> str | None:
    """Return the week of a month or year; a week counts to the month that has its Thursday.

    Examples
    --------
    >>> nth_week(2015, 1, 1), nth_week(2016, None, -1)
    ('2015-W01', '2016-W52')
    """
    first = date(year, month or 1, 1)
    end = date(year + (month is None or month == 12), (month or 12) % 12 + 1, 1)
    thursday = first + timedelta(days=(3 - first.weekday()) % 7)
    weeks = ((end - thursday).days + 6) // 7
    if not (nth == -1 or 1 <= nth <= weeks):
        return None
    return week_of(thursday + timedelta(weeks=(nth if nth > 0 else weeks) - 1))


def nth_weekday(year: int, month: int, name: str, nth: int) -> date | None:
    """Return the nth weekday of a month, None where the month has none.

    Examples
    --------
    >>> nth_weekday(2025, 7, "Friday", 1), nth_weekday(2025, 6, "Monday", -1)
    (datetime.date(2025, 7, 4), datetime.date(2025, 6, 30))
    """
    first = date(year, month, 1)
    first += timedelta(days=(WEEKDAYS.index(name.lower()) - first.weekday()) % 7)
    days = [first + timedelta(weeks=week) for week in range(5)]
    days = [day for day in days if day.month == month]
    return days[nth - 1 if nth > 0 else nth] if nth <= len(days) else None


def quarter_of(month: str) -> str:
    """Return the quarter of a month: ``2024-Q1`` of ``2024-02``."""
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def weekday_of(name: str, anchor: date, *, modifier: str, future: bool) -> date:
    """Return the day that a weekday's name means beside *last*, *next* or nothing."""
    target = WEEKDAYS.index(name.lower())
    back = (anchor.weekday() - target) % 7
    if modifier == "last":
        return anchor - timedelta(days=back or 7)
    if modifier == "previous":  # of the week before
        return anchor - timedelta(days=anchor.weekday() + 7 - target)
    if modifier in word_class("next_coming"):
        return anchor + timedelta(days=(7 - back) if back else 7)
    if back == 0 or not future:
        return anchor - timedelta(days=back)
    return anchor + timedelta(days=7 - back)
