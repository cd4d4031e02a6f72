"""What every reader of time expressions uses: the anchor, what is found, days said before."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled
from detente.reading.english.dates.calendar import whole_year
from detente.reading.english.dates.clock import TAIL, clock_said, stamp
from detente.reading.english.dates.words import month_number

__all__ = ["PARTS", "STEPS", "Anchor", "Found", "Values"]

PARTS = load_lexicon()["part_of_day"]
STEPS = {word: int(step) for word, step in load_lexicon()["time_step"].items()}
_UNANCHORED = re.compile(r"P[\dXT]|PAST|PRESENT|FUTURE")
_HEAD = compiled("dates.clock_before")
_YEAR_AHEAD = compiled("values.year_ahead")
_BARE_PAIR = compiled("values.bare_pair")
"""A day in two numbers without its year, after a word that says that it is one."""
_IN_DIGITS = re.compile(
    r"(?<![\d/.-])(?P<one>\d{1,2})(?P<mark>[-/])(?P<two>\d{1,2})(?P=mark)(?:(?:19|20)\d\d|\d\d)"
    r"(?![\d/-])"
)
_HALF_DAY = re.compile(r"\b([ap])\.m\. ")
_BEGINS = compiled("assembly.from")
"""Words before a day on which a rule begins, which lies near whatever the verb says."""
_BEGAN = compiled("dates.began")
_HALF_YEAR, _SEASON = 183, 92  # [day]
_REL_YEAR = compiled("values.rel_year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The publication time and how it is known."""

    start: int
    end: int
    day: date
    iso: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A time expression, its value, and the expression it hangs on (index or None)."""

    start: int
    end: int
    value: str
    anchored: bool = False
    on_previous: bool = False


def _day_first(norm: str) -> bool:
    """Whether the dates in digits that are read in one way only all have the day first."""
    pairs = [(int(found["one"]), int(found["two"])) for found in _IN_DIGITS.finditer(norm)]
    pairs += [(int(one), int(two)) for one, two in _BARE_PAIR.findall(norm) if one + two != "247"]
    day_first = any(one > 12 >= two for one, two in pairs)
    return day_first and not any(two > 12 >= one for one, two in pairs)


def _clause(norm: str, start: int, end: int) -> str:
    near = max(0, start - 400)
    before = _HALF_DAY.sub(r"\1,m, ", norm[near:start])
    left = near + max(before.rfind(mark) for mark in (". ", "\n", '"', "; "))
    left = left if left >= near else near - 1
    ahead = compiled("values.will_follows").match(norm, end)
    return norm[left + 1 : start] + (ahead[0] if ahead and left + 4 > start else "")


def _future_words(norm: str, start: int, end: int) -> bool:
    """Whether the words before a time expression put it ahead of the article."""
    before = _clause(norm, start, end)[-70:]
    said = list(compiled("values.telling_verb").finditer(before))
    ahead = list(compiled("dates.ahead").finditer(before))
    if not ahead:
        return False
    return not said or ahead[-1].start() > said[-1].start()


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day


_Reader = Callable[[re.Match[str]], "Found | None"]


class Values:
    """Values, one after the other, so that *that day* finds the day before it."""

    def __init__(
        self,
        norm: str,
        anchor: Anchor,
        place_zone: str | None,
        ahead: Callable[[int, int], bool | None] | None,
    ) -> None:
        self.norm, self.anchor, self.place_zone, self.ahead = norm, anchor, place_zone, ahead
        self.day_first = _day_first(norm)
        self.last: date = anchor.day
        self.span: str | None = None
        self.days: list[tuple[int, date]] = []
        self.month_year: int | None = None  # of the month that was said last without its year
        self.told: tuple[int, str] | None = None  # the last time that was said, and where

    def resolve(self, name: str, match: re.Match[str]) -> Found | None:
        reader: _Reader = getattr(self, f"_{name}")
        found = reader(match)
        if found is not None and re.match(r"PT?[\d.]", found.value):
            self.span = found.value
        if found is not None and re.match(r"\d{4}(?!\d)", found.value):
            self.told = found.end, found.value
        return found

    def _future(self, start: int, end: int) -> bool:
        said = self.ahead(start, end) if self.ahead else None
        return _future_words(self.norm, start, end) if said is None else said

    def _found(
        self, start: int, end: int, value: str | None, *, previous: bool = False
    ) -> Found | None:
        if value is None:
            return None
        hung = not _UNANCHORED.match(value)
        return Found(start=start, end=end, value=value, anchored=hung, on_previous=previous)

    def _plain(self, match: re.Match[str], value: str | None) -> Found | None:
        return self._found(match.start(), match.end(), value)

    def _month_year(self, month: int, start: int, end: int) -> int:
        """Place a month without its year: as the verb says; if none does, the one close ahead."""
        day = self.anchor.day
        said = self.ahead(start, end) if self.ahead else None
        future = _future_words(self.norm, start, end) if said is None else said
        if month > day.month:
            close = self.ahead is not None and said is None and month - day.month <= 3
            return day.year - (not future and not close)
        return day.year + (future and day.month - month > 4)

    def _nearest_year(self, day: date, start: int, end: int) -> date:
        """Place a date without its year: after the start of a range, else as the verb says."""
        low = self.anchor.day
        if named := _REL_YEAR.match(self.norm, end):
            return _in_year(day, low.year + STEPS.get(named[1], 0))
        beside = self.norm[max(0, start - 30) : start]
        upto = _YEAR_AHEAD.match(self.norm, end)
        if upto and not beside.endswith("on "):  # *Nov 18 to Dec 19, 2015*
            last = month_number(upto["month"])
            return _in_year(day, int(upto["year"]) - (last < day.month))
        if self.days and compiled("values.range_before").search(beside):
            low = self.days[-1][1]
            later = day < low and (low - day).days < 366
        else:
            ahead = self.ahead(start, end) if self.ahead else None
            if ahead is False and day > low and not compiled("values.until_before").search(beside):
                near = _SEASON * beside.endswith("from ")
                if _BEGINS.search(beside) and not _BEGAN.search(beside):
                    near = _HALF_YEAR
                return day if (day - low).days <= near else _in_year(day, day.year - 1)
            later = bool(ahead) and (low - day).days > 120
        return _in_year(day, day.year + 1) if later else day

    def _timed(self, start: int, end: int, day: date) -> tuple[int, int, str]:
        """Take up a clock time beside a day."""
        self.last = day
        self.days.append((start, day))
        tail = TAIL.match(self.norm, end)
        if tail and (clock_said(tail) or tail["zone"]):
            return start, tail.end(), stamp(day, tail, tail["zone"], self.place_zone)
        left = max(0, start - 40)
        head = _HEAD.search(self.norm[left:start])
        if head and clock_said(head):
            return left + head.start(), end, stamp(day, head, head["zone"], self.place_zone)
        return start, end, day.isoformat()

    def _year_of(self, words: str | None) -> int | None:
        if words is None:
            return None
        if words.isdigit():
            return whole_year(int(words), self.anchor.day)
        return self.anchor.day.year + STEPS.get(words.removesuffix(" year"), 0)
