"""Chinese official text: numerals, full-width letters and dates, at unchanged positions."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.notices._notice import Passage

__all__ = ["DATE", "NUMERAL", "YEAR", "Day", "days", "numeral", "passage", "plain"]

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys((*range(0x2000, 0x2010), 0x2060, 0x3000, 0xA0, 0xAD, 0xFEFF), 0x20)
_DOTS = {ord("．"): ord("."), ord("·"): ord("."), ord("○"): ord("〇")}
_ONE_FOR_ONE = _FULL_WIDTH | _SPACES | _DOTS

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}

NUMERAL = r"(?:\d{1,4}|[〇零一二两三四五六七八九十百]{1,7})"
"""A number in digits or in Chinese numerals."""

YEAR = r"(?:\d{4}|[〇零一二三四五六七八九]{4})"
"""A year in digits or in Chinese numerals."""

DATE = (
    rf"(?:{YEAR}\s*年\s*)?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*月\s*"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
"""A day, with its year or without."""

_DATE = re.compile(
    rf"(?:(?P<year>{YEAR})\s*年\s*)?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*月\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day in a text, and where it stands there."""

    date: dt.date
    start: int
    end: int


def plain(text: str) -> str:
    """Full-width letters, digits and signs as narrow ones; every character keeps its place.

    Examples
    --------
    >>> plain("（１Ｃ９０２．ａ）：２０２５年")
    '(1C902.a):2025年'
    """
    return text.translate(_ONE_FOR_ONE)


def numeral(text: str) -> int:
    """Read a number in digits or Chinese numerals.

    Examples
    --------
    >>> numeral("二〇二五"), numeral("十八"), numeral("一百二十"), numeral("62")
    (2025, 18, 120, 62)
    """
    if text.isdecimal():
        return int(text)
    if not any(unit in text for unit in "十百"):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, pending = 0, 0
    for char in text:
        if char in "十百":
            total += (pending or 1) * (10 if char == "十" else 100)
            pending = 0
        else:
            pending = _DIGITS[char]
    return total + pending


def days(text: str, year: int | None = None) -> Iterator[Day]:
    """Every day in a text that exists; one without a year takes the last one named before it."""
    for match in _DATE.finditer(text):
        year = numeral(match["year"]) if match["year"] else year
        if year is None:
            continue
        try:
            date = dt.date(year, numeral(match["month"]), numeral(match["day"]))
        except ValueError:
            continue
        yield Day(date=date, start=match.start(), end=match.end())


def passage(text: str, start: int, end: int) -> Passage:
    """The words between two places of the text as printed."""
    return Passage(text=text[start:end].strip(), where=f"characters {start}-{end}")
