"""Calendar arithmetic for time expressions: dates, clock times, zones, shifts and durations."""

import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from detente.reading._gazetteer import time_zone
from detente.reading._segments import MONTH

__all__ = [
    "ABSOLUTE",
    "CLOCK",
    "MONTHS",
    "NUMBER",
    "TAIL",
    "UNIT",
    "VAGUE",
    "WEEKDAY",
    "WEEKDAYS",
    "ZONE",
    "absolute_day",
    "count_of",
    "duration",
    "parse_full_date",
    "season_of",
    "shifted",
    "stamp",
    "week_of",
    "weekday_of",
    "zone_offset",
]

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90, "couple of": 2}
NUMBER = (
    r"(?:\d{1,4}(?:\.\d+)?|a couple of|an?|one and a half|two and a half|one|two|three|"
    r"four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen|twenty|thirty|forty|sixty|ninety)"
)
UNIT = r"(?:minute|hour|day|week|month|quarter|year|decade)s?"
VAGUE = r"(?:many|several|some|a few|few|recent|numerous)"
_LETTER = {"day": "D", "week": "W", "month": "M", "year": "Y", "decade": "DE", "quarter": "Q"}
CLOCK = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>a\.m\.|p\.m\.|am|pm|AM|PM)?"
ZONE = (
    r"(?:ET|EST|EDT|GMT|UTC|BST|CET|CEST|JST|KST|CST|MSK|PT|PST|PDT|local time|"
    r"Eastern(?: [Tt]ime)?|[A-Z][a-z]+(?: [A-Z][a-z]+)? time)"
)
_ZONES = {
    "et": "America/New_York",
    "eastern": "America/New_York",
    "eastern time": "America/New_York",
    "pt": "America/Los_Angeles",
    "beijing time": "Asia/Shanghai",
    "london time": "Europe/London",
    "cst": "Asia/Shanghai",
}
_FIXED = {
    "est": -5, "edt": -4, "pst": -8, "pdt": -7, "gmt": 0, "utc": 0,
    "bst": 1, "cet": 1, "cest": 2, "msk": 3, "jst": 9, "kst": 9,
}  # fmt: skip


def zone_offset(name: str, day: date, place_zone: str | None) -> timezone | None:
    """Return the offset from UTC that a zone's name means on a day.

    Parameters
    ----------
    name
        As written: ``ET``, ``GMT``, ``local time``.
    day
        The day, for summer time.
    place_zone
        IANA name of the zone of the article's place, for ``local time``.
    """
    lowered = name.lower().strip()
    if lowered in _FIXED:
        return timezone(timedelta(hours=_FIXED[lowered]))
    iana = place_zone if lowered == "local time" else _ZONES.get(lowered)
    if not iana and lowered.endswith(" time"):
        iana = time_zone(name.strip()[:-5])
    if not iana:
        return None
    try:
        offset = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(iana)).utcoffset()
    except ZoneInfoNotFoundError:
        return None
    return timezone(offset) if offset is not None else None


def _hour(match: re.Match[str]) -> tuple[int, int]:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower().replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return hour, minute


def stamp(day: date, clock: re.Match[str], zone: str | None, place_zone: str | None) -> str:
    hour, minute = _hour(clock)
    if hour > 23:
        return day.isoformat()
    stamp = f"{day.isoformat()}T{hour:02d}:{minute:02d}"
    offset = zone_offset(zone, day, place_zone) if zone else None
    if offset is None:
        return stamp if not zone else stamp + ":00"
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=offset).isoformat()


ABSOLUTE = re.compile(
    rf"(?:{WEEKDAY},? )?(?:(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:,? (?P<year>\d{{4}}))?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month2>{MONTH})(?:,? (?P<year2>\d{{4}}))?"
    r"|(?P<iso>\d{4}[-/]\d{2}[-/]\d{2}))(?!\d)"
)
TAIL = re.compile(
    rf"(?:T|,? (?:at |- )?){CLOCK}(?::\d{{2}})?(?: ?(?P<zone>{ZONE}|Z|[+-]\d\d:?\d\d))?(?!\d)"
)


def absolute_day(match: re.Match[str], near: date | None) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"].replace("/", "-"))
        month = MONTHS.index((match["month"] or match["month2"])[:3].lower()) + 1
        day = int(match["day"] or match["day2"])
        year = match["year"] or match["year2"]
        if year:
            return date(int(year), month, day)
        if near is None:
            return None
        choices = [date(near.year + shift, month, day) for shift in (-1, 0, 1)]
    except ValueError:
        return None
    return min(choices, key=lambda choice: abs((choice - near).days + 60))


def parse_full_date(line: str, *, near: date | None = None) -> tuple[int, int, date, str] | None:
    """Find the first date with a year in a line, with the clock time that follows it.

    Parameters
    ----------
    line
        Normalised text.
    near
        A day close to which a date without its year is placed; None refuses such dates.

    Returns
    -------
    tuple or None
        Start, end, day and ISO form (with time and offset where the line has them).

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
        if tail and (tail["half"] or tail["minute"]):
            iso, end = _with_zone(day, tail), tail.end()
        return match.start(), end, day, iso
    return None


def _with_zone(day: date, tail: re.Match[str]) -> str:
    zone = tail["zone"]
    if zone and re.fullmatch(r"Z|[+-]\d\d:?\d\d", zone):
        hour, minute = _hour(tail)
        shift = "+00:00" if zone == "Z" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
        return f"{day.isoformat()}T{hour:02d}:{minute:02d}:00{shift}"
    return stamp(day, tail, zone, None)


def count_of(words: str) -> float | None:
    lowered = words.lower()
    if lowered in {"one and a half", "two and a half"}:
        return 1.5 if lowered.startswith("one") else 2.5
    if lowered == "a couple of":
        return 2
    if lowered in _NUMBERS:
        return _NUMBERS[lowered]
    try:
        return float(lowered)
    except ValueError:
        return None


def duration(count: float | None, unit: str) -> str:
    unit = unit.lower().rstrip("s")
    amount = "X" if count is None else f"{count:g}"
    if unit in {"hour", "minute"}:
        if count is not None and unit == "hour" and count % 1:
            whole = f"{int(count)}H" if count >= 1 else ""
            return f"PT{whole}{int(count % 1 * 60)}M"
        return f"PT{amount}{unit[0].upper()}"
    return f"P{amount}{_LETTER[unit]}"


def shifted(day: date, count: float, unit: str) -> str:
    unit = unit.lower().rstrip("s")
    if unit == "day":
        return (day + timedelta(days=count)).isoformat()
    if unit == "week":
        moved = day + timedelta(weeks=count)
        return moved.isoformat()
    if unit in {"month", "quarter"}:
        months = day.year * 12 + day.month - 1 + int(count) * (3 if unit == "quarter" else 1)
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    if unit == "year":
        return f"{day.year + int(count):04d}"
    if unit == "decade":
        return f"{(day.year + 10 * int(count)) // 10}"
    return day.isoformat()


_SEASONS = {"spring": ("SP", 3), "summer": ("SU", 6), "autumn": ("FA", 9), "fall": ("FA", 9),
            "winter": ("WI", 12)}  # fmt: skip


def season_of(name: str, day: date, *, word: str, future: bool, year: str | None) -> str:
    """Return the TIMEX3 value of a season; winter counts to the year in which it begins.

    Parameters
    ----------
    name
        ``spring``, ``summer``, ``autumn``, ``fall`` or ``winter``.
    day
        The day of publication.
    word
        ``last``, ``next``, ``this`` or another word before it.
    future
        Whether the season lies ahead.
    year
        The year, where it is given.
    """
    code, month = _SEASONS[name]
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
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def weekday_of(name: str, anchor: date, *, modifier: str, future: bool) -> date:
    target = WEEKDAYS.index(name.lower())
    back = (anchor.weekday() - target) % 7
    if modifier == "last":
        return anchor - timedelta(days=back or 7)
    if modifier == "previous":  # of the week before
        return anchor - timedelta(days=anchor.weekday() + 7 - target)
    if modifier in {"next", "coming"}:
        return anchor + timedelta(days=(7 - back) if back else 7)
    if back == 0 or not future:
        return anchor - timedelta(days=back)
    return anchor + timedelta(days=7 - back)
