"""Time expressions and their TIMEX3 values, anchored at the publication time."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from detente.reading._calendar import (
    ABSOLUTE,
    CLOCK,
    MONTHS,
    TAIL,
    WEEKDAY,
    ZONE,
    absolute_day,
    count_of,
    duration,
    season_of,
    shifted,
    stamp,
    week_of,
    weekday_of,
)
from detente.reading._date_patterns import FUTURE_WORDS, PATTERNS

__all__ = ["Anchor", "Found", "find_dates"]

_PARTS = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}
_STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}
_UNANCHORED = re.compile(r"P[\dXT]|PAST|PRESENT|FUTURE")


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


def _matches(norm: str) -> Iterator[tuple[str, re.Match[str]]]:
    taken: list[tuple[int, int]] = []
    for name, pattern in PATTERNS:
        for match in pattern.finditer(norm):
            start, end = match.span()
            if not any(start < b and a < end for a, b in taken):
                taken.append((start, end))
                yield name, match


def _clause(norm: str, start: int, end: int) -> str:
    left = max(norm.rfind(mark, 0, start) for mark in (". ", "\n", '"', "; "))
    ahead = re.compile(r",? (?:will|would)\b").match(norm, end)
    return norm[left + 1 : start] + (ahead[0] if ahead and left + 4 > start else "")


def _future_words(norm: str, start: int, end: int) -> bool:
    """Whether the words before a time expression put it ahead of the article."""
    before = _clause(norm, start, end)[-70:]
    said = list(re.finditer(r"\b(?:said|told|wrote|reported|announced|met|opened|spoke)\b", before))
    ahead = list(FUTURE_WORDS.finditer(before))
    if not ahead:
        return False
    return not said or ahead[-1].start() > said[-1].start()


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day


_MEETING = re.compile(r"\b(?:opened|met|meeting|talks)\b")
_Reader = Callable[[re.Match[str]], "Found | None"]


class _Resolver:
    """Values, one after the other, so that *that day* finds the day before it."""

    def __init__(
        self,
        norm: str,
        anchor: Anchor,
        place_zone: str | None,
        ahead: Callable[[int, int], bool | None] | None,
    ) -> None:
        self.norm, self.anchor, self.place_zone, self.ahead = norm, anchor, place_zone, ahead
        self.last: date = anchor.day
        self.span: str | None = None
        self.days: list[tuple[int, date]] = []

    def resolve(self, name: str, match: re.Match[str]) -> Found | None:
        reader: _Reader = getattr(self, f"_{name}")
        found = reader(match)
        if found is not None and re.match(r"PT?[\d.]", found.value):
            self.span = found.value
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

    # days and clock times

    def _absolute(self, match: re.Match[str]) -> Found | None:
        day = absolute_day(match, self.anchor.day)
        if day is None:
            return None
        if not (match["year"] or match["year2"] or match["iso"]):
            day = self._nearest_year(day, *match.span())
        return self._found(*self._timed(*match.span(), day))

    def _nearest_year(self, day: date, start: int, end: int) -> date:
        """Place a date without its year: after the start of a range, else as the verb says."""
        low = self.anchor.day
        beside = self.norm[max(0, start - 30) : start]
        if self.days and re.search(r"\b(?:to|until|through) $", beside):
            low = self.days[-1][1]
            later = day < low and (low - day).days < 366
        else:
            ahead = self.ahead(start, end) if self.ahead else None
            if ahead is False and day > low and not beside.endswith(("until ", "by ")):
                return _in_year(day, day.year - 1)
            later = bool(ahead) and (low - day).days > 120
        return _in_year(day, day.year + 1) if later else day

    def _same_month(self, match: re.Match[str]) -> Found | None:
        """*July 28 and 29*: the second day takes the month of the first."""
        if not self.days or not re.search(
            rf"(?:{'|'.join(m.title() for m in MONTHS)})[a-z.]* \d{{1,2}}$",
            self.norm[max(0, match.start() - 16) : match.start()],
        ):
            return None
        first = self.days[-1][1]
        try:
            day = first.replace(day=int(match["day"]))
        except ValueError:
            return None
        self.last = day
        return self._found(match.start("day"), match.end("day"), day.isoformat())

    def _weekday(self, match: re.Match[str]) -> Found | None:
        modifier = (match["mod"] or "").lower()
        keep = modifier in {"last", "next", "this", "later", "early", "late", "earlier"}
        start = match.start() if keep else match.start("name")
        end = match.end()
        future = self._future(start, end)
        if modifier == "this" and self.ahead and self.ahead(start, end) is not False:
            future = True
        day = weekday_of(match["name"], self.anchor.day, modifier=modifier, future=future)
        if match["part"]:
            self.last = day
            self.days.append((start, day))
            return self._found(start, end, day.isoformat() + _PARTS[match["part"]])
        return self._found(*self._timed(start, end, day))

    def _part_of_day(self, match: re.Match[str]) -> Found | None:
        shift = {"yesterday": -1, "tomorrow": 1}.get(match["mod"].lower(), 0)
        base = self.last if match["mod"].lower() == "the" else self.anchor.day
        day = base + timedelta(days=shift)
        return self._plain(match, day.isoformat() + _PARTS[match["part"]])

    def _day(self, match: re.Match[str]) -> Found | None:
        shift = {"yesterday": -1, "tomorrow": 1}.get(match[0].lower(), 0)
        day = self.anchor.day + timedelta(days=shift)
        if match[0].lower() == "tonight":
            return self._plain(match, day.isoformat() + "TNI")
        return self._found(*self._timed(*match.span(), day))

    def _that_day(self, match: re.Match[str]) -> Found | None:
        lowered = match[0].lower()
        shift = 1 if re.search("next|following|after|later$", lowered) else 0
        shift = -1 if re.search("previous|before|earlier", lowered) else shift
        day = self.last + timedelta(days=shift)
        self.last = day
        part = next((code for word, code in _PARTS.items() if lowered.endswith(word)), "")
        return self._found(*match.span(), day.isoformat() + part, previous=True)

    def _shifted(self, match: re.Match[str]) -> Found | None:
        count, way = count_of(match["count"]) or 0, match["way"]
        back = way in {"ago", "earlier", "before", "prior"}
        now = way in {"ago", "from now"}
        base = self.anchor.day if now else self.last
        value = shifted(base, (-1 if back else 1) * count, match["unit"])
        if now and match["unit"].startswith("week"):
            value = week_of(date.fromisoformat(value))
        if not now and len(value) == 10:
            self.last = date.fromisoformat(value)
        return self._found(*match.span(), value, previous=not now)

    def _relative_to_event(self, match: re.Match[str]) -> Found | None:
        return self._from_event(match)

    def _clock(self, match: re.Match[str]) -> Found | None:
        if not (match["half"] or match["minute"] or match["zone"]):
            return None
        if re.compile(rf" on (?:{WEEKDAY}|{ABSOLUTE.pattern})").match(self.norm, match.end()):
            return None  # read with its day
        value = stamp(self.last, match, match["zone"], self.place_zone)
        return self._found(match.start() + 3, match.end(), value)

    def _new_year(self, match: re.Match[str]) -> Found | None:
        day = self.anchor.day
        year = day.year + 1 if day.month > 2 else day.year
        return self._plain(match, f"{year}-01-01")

    def _timed(self, start: int, end: int, day: date) -> tuple[int, int, str]:
        """Take up a clock time beside a day."""
        self.last = day
        self.days.append((start, day))
        tail = TAIL.match(self.norm, end)
        if tail and (tail["half"] or tail["minute"] or tail["zone"]) and int(tail["hour"]) < 25:
            return start, tail.end(), stamp(day, tail, tail["zone"], self.place_zone)
        head = re.search(
            rf"{CLOCK}(?: (?P<zone>{ZONE}))? (?:on )?$", self.norm[max(0, start - 40) : start]
        )
        if head and head["half"]:
            left = start - (len(head[0]))
            return left, end, stamp(day, head, head["zone"], self.place_zone)
        return start, end, day.isoformat()

    def _from_event(self, match: re.Match[str]) -> Found | None:
        """Read *four days after X spoke to Y*: the day of X plus four, else the running day."""
        count = count_of(match["count"]) or 0
        stop = re.compile(r"(?<![A-Z])\.|[,;]|\b(?:during|at|by|last|this|in|on)\b|\n").search(
            self.norm, match.end()
        )
        end = len(self.norm) if stop is None else stop.start()
        end = match.end() + len(self.norm[match.end() : end].rstrip())
        sentence_end = re.compile(r"\.\s|\n").search(self.norm, match.end())
        limit = sentence_end.start() if sentence_end else len(self.norm)
        sign = -1 if match["way"] == "before" else 1
        named = re.compile(
            rf"(?P<mod>last|next|this)? ?(?P<name>{WEEKDAY})|{ABSOLUTE.pattern}"
        ).search(self.norm, match.end(), limit)
        base = self.last
        if named and named["name"]:
            base = weekday_of(
                named["name"], self.anchor.day, modifier=named["mod"] or "", future=False
            )
        elif named:
            base = absolute_day(named, self.anchor.day) or base
        else:
            sign = 0  # the event's own day is not given: the day is that of what came after it
            base = self._meeting_day(match.start()) or base
        value = shifted(base, sign * count, match["unit"]) if sign else base.isoformat()
        return Found(start=match.start(), end=end, value=value, anchored=True, on_previous=True)

    def _meeting_day(self, position: int) -> date | None:
        """The last day before a position on which something opened, met or was held."""
        for start, day in reversed(self.days):
            left = max(self.norm.rfind(". ", 0, start), self.norm.rfind("\n", 0, start)) + 1
            sentence = self.norm[left : self.norm.find("\n", start)][:300]
            if start < position and _MEETING.search(sentence.split(". ")[0]):
                return day
        return None

    # months, quarters, years

    def _year_of(self, words: str | None) -> int | None:
        if words is None:
            return None
        if words.isdigit():
            return int(words)
        return self.anchor.day.year + {"last year": -1, "next year": 1}.get(words, 0)

    def _month(self, match: re.Match[str]) -> Found | None:
        day = self.anchor.day
        month = MONTHS.index(match["month"][:3].lower()) + 1
        after = self.norm[match.end() : match.end() + 12]
        if match["month"] == "May" and re.match(r"\s+(?:be|have|not|also)\b", after):
            return None
        if match["year"]:
            return self._plain(match, f"{self._year_of(match['year'])}-{month:02d}")
        future = self._future(*match.span())
        year = day.year
        if month > day.month and not future:
            year -= 1
        elif month < day.month and future and day.month - month > 4:
            year += 1
        since = re.compile(rf"from ({'|'.join(m.title() for m in MONTHS)})\w*\.? (?:to|until) $")
        first = since.search(self.norm[max(0, match.start() - 30) : match.start()])
        if first and MONTHS.index(first[1].lower()) + 1 > month:
            year += 1
        return self._plain(match, f"{year}-{month:02d}")

    def _months_of_year(self, match: re.Match[str]) -> Found | None:
        year, count = self._year_of(match["year"]), int(count_of(match["count"]) or 0)
        if not 1 <= count <= 11 or year is None:
            return None
        low, high = (1, count) if match["end"] == "first" else (13 - count, 12)
        return self._plain(match, f"{year}-{low:02d}/{year}-{high:02d}")

    def _quarter(self, match: re.Match[str]) -> Found | None:
        what = match["what"]
        last = 4 if what == "quarter" else 2
        order = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(match["ordinal"], last)
        if order == last and match["ordinal"] == "last" and not match["year"] and not match["bare"]:
            return None
        year = self._year_of(match["year"] or match["bare"])
        if year is None:
            year = self.anchor.day.year
            start = date(year, 1 + (order - 1) * (12 // last), 1)
            if start > self.anchor.day and not self._future(*match.span()):
                year -= 1
        if order > last:
            return None
        return self._plain(match, f"{year}-{'Q' if what == 'quarter' else 'H'}{order}")

    def _coded_quarter(self, match: re.Match[str]) -> Found | None:
        following = re.compile(r"[^.\n]{0,40}?\b[QH][1-4] (\d{4})").match(self.norm, match.end())
        year = match["year"] or (following[1] if following else None) or self.anchor.day.year
        return self._plain(match, f"{year}-{match['code']}")

    def _fiscal(self, match: re.Match[str]) -> Found | None:
        given = match["year"] or match["year2"] or match["year3"] or match["year4"]
        year = f"20{given}" if given and len(given) == 2 else given or str(self.anchor.day.year)
        ordinal, what = match["ordinal"] or match["ordinal2"], match["what"] or match["what2"]
        if ordinal is None:
            return self._plain(match, f"FY{year}")
        order = {"first": 1, "second": 2, "third": 3}.get(ordinal, 4 if what == "quarter" else 2)
        return self._plain(match, f"FY{year}-{'Q' if what == 'quarter' else 'H'}{order}")

    def _season(self, match: re.Match[str]) -> Found | None:
        season = match["season"] or match["season2"]
        modifier = (match["mod"] or "").lower().split()
        given = match["year"] or match["year2"]
        start = match.start()
        if modifier and modifier[0] not in {"last", "next", "this", "the"}:
            inner = match.start("season")
            start = inner - 4 if self.norm[inner - 4 : inner] == "the " else inner
        word = modifier[0] if modifier else ""
        future = word == "next" or (word != "last" and self._future(start, match.end()))
        value = season_of(season, self.anchor.day, word=word, future=future, year=given)
        return self._found(start, match.end(), value)

    def _edge(self, match: re.Match[str]) -> Found | None:
        if match["year_end"]:
            return self._plain(match, str(self.anchor.day.year))
        modifier, unit = match["whole"].split()
        return self._plain(match, self._whole(modifier, unit))

    def _this(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, self._whole(match["mod"].lower().split()[-1], match["unit"]))

    def _whole(self, modifier: str, unit: str) -> str:
        """Value of *last month*, *this week*, *next year*."""
        day, step = self.anchor.day, _STEPS.get(modifier, 0)
        if unit in {"week", "weekend"}:
            value = week_of(day + timedelta(weeks=step))
            return value + "-WE" if unit == "weekend" else value
        if unit == "quarter":
            quarter = day.year * 4 + (day.month - 1) // 3 + step
            return f"{quarter // 4}-Q{quarter % 4 + 1}"
        moved = shifted(day, step, unit) if step else day.isoformat()
        return moved[: {"month": 7, "year": 4, "decade": 3}[unit]]

    def _decade(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, match["decade"][:3])

    def _year(self, match: re.Match[str]) -> Found | None:
        group = "year" if match["year"] else "year2"
        return self._found(*match.span(group), match[group])

    # durations, sets, vague times

    def _every(self, match: re.Match[str]) -> Found | None:
        count = {"two": 2, "other": 2, "three": 3, "six": 6}.get(match["count"] or "", 1)
        return self._plain(match, duration(count, match["unit"]))

    def _recent_span(self, match: re.Match[str]) -> Found | None:
        start = match.start("recent")
        past = match["recent"].lower() == "recent"
        return self._found(start, match.end(), "PAST_REF" if past else "FUTURE_REF")

    def _vague_span(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, duration(None, match["unit"]))

    def _half_span(self, match: re.Match[str]) -> Found | None:
        if match["half"]:
            return self._plain(match, duration(0.5, match["half"]))
        return self._plain(match, duration(1.5, match["unit"]))

    def _range_span(self, match: re.Match[str]) -> Found | None:
        low = duration(count_of(match["low"]), match["unit"])
        high = duration(count_of(match["high"]), match["unit"])
        return self._plain(match, f"{low}/{high}")

    def _span_of(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, duration(count_of(match["count"]), match["unit"]))

    def _same_span(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, self.span)

    def _bare_span(self, match: re.Match[str]) -> Found | None:
        return self._found(*match.span("unit"), duration(None, match["unit"]))

    def _past(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, "PAST_REF")

    def _present(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, "PRESENT_REF")

    def _future_ref(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, "FUTURE_REF")


def find_dates(
    norm: str,
    anchor: Anchor,
    *,
    place_zone: str | None,
    within: list[tuple[int, int]],
    ahead: Callable[[int, int], bool | None] | None = None,
) -> list[Found]:
    """Find time expressions and give each its value.

    Parameters
    ----------
    norm
        Normalised text.
    anchor
        The publication time.
    place_zone
        IANA zone of the article's place, for *local time*.
    within
        Stretches to read, end-exclusive [code points].
    ahead
        Says of a stretch whether its verb puts it ahead of the article; None reads the words
        before it only.

    Returns
    -------
    list of Found
        In the order of the text.

    References
    ----------
    Pustejovsky et al. (2003), TimeML: robust specification of event and temporal expressions.
    """
    resolver = _Resolver(norm, anchor, place_zone, ahead)
    found: list[Found] = []
    matches = sorted(_matches(norm), key=lambda item: item[1].start())
    for name, match in matches:
        if anchor.start < match.end() and match.start() < anchor.end:
            continue
        if not any(start <= match.start() < end for start, end in within):
            continue
        result = resolver.resolve(name, match)
        if result is None or (found and result.start < found[-1].end):
            continue
        found.append(result)
    return found
