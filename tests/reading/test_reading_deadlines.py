"""Dates of deadlines and effect, drawn: each against plain arithmetic of the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading import read_text

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]
COUNTS = ["zero", "one", "two", "three", "four"]
ON = date(2025, 6, 10)
days = st.integers(0, 6)
few = settings(max_examples=12)


def values(text):
    return [found.value for found in read_text(text, on=ON.isoformat()).dates]


def ahead(weekday):
    return ON + timedelta(days=(weekday - ON.weekday()) % 7 or 7)


def behind(weekday):
    return ON - timedelta(days=(ON.weekday() - weekday) % 7)


@few
@given(
    weekday=days.filter(lambda day: day != ON.weekday()),
    hour=st.integers(1, 11),
    text=st.sampled_from(
        [
            "The deadline for the licences is {hour} p.m. EDT on {day}.",
            "Comments on the rule are due by {hour} p.m. EDT on {day}.",
            "The deadline for all bids is {day} at {hour} p.m. EDT.",
        ]
    ),
)
def test_a_clock_time_does_not_hide_that_a_deadline_lies_ahead(weekday, hour, text):
    said = text.format(hour=hour, day=WEEKDAYS[weekday])
    assert values(said) == [f"{ahead(weekday)}T{hour + 12}:00:00-04:00"]


@few
@given(
    count=st.integers(5, 180),
    text=st.sampled_from(
        [
            "The rule takes effect {n} days after publication in the Federal Register.",
            "The curbs will end {n} days after the ministry issues a notice.",
            "They met on Monday. The ban enters into force {n} days after it is published.",
        ]
    ),
)
def test_days_after_an_undated_step_are_how_long_it_takes(count, text):
    assert values(text.format(n=count))[-1] == f"P{count}D"


@few
@given(
    weekday=st.integers(0, 4),
    nth=st.integers(1, 4),
    month=st.integers(6, 11),
    text=st.sampled_from(
        ["Talks on gallium resume on the {nth} {day} of {month}.",
         "The quota for magnets is due by the {nth} {day} in {month}."]
    ),
)  # fmt: skip
def test_ordinal_weekdays_are_days(weekday, nth, month, text):
    first = date(2025, month + 1, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    name = "next month" if month == 6 else MONTHS[month]
    words = ["first", "second", "third", "fourth"][nth - 1]
    assert values(text.format(nth=words, day=WEEKDAYS[weekday], month=name)) == [day.isoformat()]


@few
@given(
    year=st.integers(2020, 2022),
    month=st.integers(1, 12),
    count=st.integers(1, 3),
    unit=st.sampled_from(["month", "quarter", "year"]),
)
def test_months_quarters_and_years_count_from_the_month_told_before(year, month, count, unit):
    moved = year * 12 + month - 1 + count * {"month": 1, "quarter": 3, "year": 12}[unit]
    whole, place = divmod(moved, 12)
    expected = {
        "month": f"{whole}-{place + 1:02d}",
        "quarter": f"{whole}-Q{place // 3 + 1}",
        "year": f"{whole}",
    }[unit]
    said = f"A {unit}" if count == 1 else f"{COUNTS[count].title()} {unit}s"
    text = f"The curbs were announced in {MONTHS[month - 1]} {year}. {said} later exports fell."
    assert values(text)[-1] == expected


@few
@given(
    weekday=days,
    who=st.sampled_from(["The US Commerce Department", "China's commerce ministry", "Berlin"]),
    said=st.sampled_from(["said", "announced", "told reporters"]),
    what=st.sampled_from(["would not lift the curbs on chips", "would ease its gallium curbs"]),
)
def test_who_spoke_on_a_weekday_spoke_before_the_article(weekday, who, said, what):
    text = f"{who} {said} on {WEEKDAYS[weekday]} it {what} sold abroad."
    assert values(text)[0] == behind(weekday).isoformat()


@few
@given(
    sure=st.dates(date(2024, 1, 13), date(2025, 5, 28)).filter(lambda day: day.day > 12),
    other=st.dates(date(2024, 1, 1), date(2025, 5, 12)).filter(lambda day: day.day <= 12),
    first=st.booleans(),
)
def test_a_date_that_can_only_be_read_one_way_fixes_the_order(sure, other, first):
    pair = (sure, other) if first else (other, sure)
    for form in ("%d/%m/%Y", "%m/%d/%Y"):
        a, b = (day.strftime(form) for day in pair)
        found = values(f"The order of {a} on gallium exports was amended on {b} again.")
        assert found == [day.isoformat() for day in pair]


@few
@given(day=st.dates(date(2021, 1, 1), date(2025, 6, 9)), count=st.integers(2, 4))
def test_short_forms_are_read(day, count):
    short = f"{day.day}-{day:%b}-{day:%y}"
    assert values(f"The ban on gallium exports was signed on {short}.") == [day.isoformat()]
    quarter = (day.month + 2) // 3
    text = f"Exports of gallium to Japan fell in {quarter}Q{day:%y}."
    assert values(text) == [f"{day.year}-Q{quarter}"]
    name = WEEKDAYS[day.weekday()]
    past = behind(day.weekday())
    past -= timedelta(weeks=count - (past < ON))
    text = f"The curbs on gallium were announced {COUNTS[count]} {name}s ago."
    assert values(text) == [past.isoformat()]
    text = f"The two sides will meet for talks {name} week."
    expected = ahead(day.weekday()) if name != "Tuesday" else ON
    assert values(text) == [(expected + timedelta(weeks=1)).isoformat()]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The curbs on gallium were announced the year before last.", "2023"),
        ("The ban was imposed in the quarter before last.", "2024-Q4"),
        ("The ban on chips was imposed the Friday before last.", "2025-05-30"),
        ("They will be announced on Friday by the ministry.", "2025-06-13"),
        ("The list is to be announced on Friday by Beijing.", "2025-06-13"),
    ],
)
def test_before_last_and_what_is_yet_to_be_announced(text, value):
    assert value in values(text)
