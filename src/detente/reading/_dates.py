"""Time expressions and their TIMEX3 values, anchored at the publication time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from detente.reading._calendar import (
    ABSOLUTE,
    CLOCK,
    MONTHS,
    NUMBER,
    TAIL,
    UNIT,
    VAGUE,
    WEEKDAY,
    ZONE,
    absolute_day,
    count_of,
    duration,
    shifted,
    stamp,
    week_of,
    weekday_of,
)

__all__ = ["Anchor", "Found", "find_dates"]

_FUTURE = re.compile(
    r"\b(?:will|would|shall|to (?:be|meet|resume|begin|start|take|hold|end|expire)|scheduled|due|"
    r"set|expected|plans?|planned|next|upcoming|resumes?|continues?|until|by|deadline|expires?|"
    r"effective|takes? effect|from|starting|beginning)\b"
)


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


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("absolute", ABSOLUTE.pattern),
        (
            "relative_to_event",
            rf"\b(?P<count>{NUMBER}) (?P<unit>{UNIT}) (?P<way>after|before)(?= \w)",
        ),
        (
            "shifted",
            (
                rf"\b(?P<count>{NUMBER}) (?P<unit>{UNIT}) (?P<way>ago|earlier|later|before|"
                rf"prior|from now)\b"
            ),
        ),
        (
            "weekday",
            (
                rf"\b(?:(?P<mod>last|next|this|coming|later|early|late|earlier|on) (?:on )?)?"
                rf"(?P<name>{WEEKDAY})"
                r"(?: (?:morning|afternoon|evening|night))?\b"
            ),
        ),
        (
            "month",
            (
                r"\b(?:(?:early|late|mid|in early|in late)[ -])?(?P<month>January|February|"
                r"March|April|May|June|July|August|"
                r"September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|"
                r"Dec\.)(?: (?:of )?(?P<year>\d{4}))?(?![\w-]| \d)"
            ),
        ),
        (
            "quarter",
            (
                r"\b(?:the )?(?P<ordinal>first|second|third|fourth) (?P<what>quarter|"
                r"half)(?: of (?P<year>\d{4}|this year|last year))?\b"
            ),
        ),
        (
            "this",
            (
                r"\b(?P<mod>[Ll]ast|[Nn]ext|[Tt]his|earlier this|later this|the past|"
                r"the previous|[Tt]he same) (?P<unit>week|month|quarter|year|weekend|decade)\b"
            ),
        ),
        ("day", r"\b(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight)\b"),
        (
            "that_day",
            (
                r"\b(?:(?:later )?(?:that|the same) day|the (?:next|following|previous) day|"
                r"the day (?:before|after)|a day (?:earlier|later))\b"
            ),
        ),
        ("decade", r"\b(?:the )?(?P<decade>(?:19|20)\d0)s\b"),
        (
            "vague_span",
            (
                rf"\b(?:(?:the )?(?:past|last|next|coming|previous) )?"
                rf"(?P<vague>{VAGUE}) (?P<unit>{UNIT})\b"
            ),
        ),
        (
            "span_of",
            (
                rf"\b(?:approximately |about |around |nearly |almost |at least |up to |"
                rf"more than |over |within |the (?:past|last|next) )?"
                rf"(?P<count>{NUMBER})[ -](?P<unit>{UNIT})\b(?!-old)"
            ),
        ),
        (
            "bare_span",
            (
                r"\b(?:for |in )?(?P<unit>days|weeks|months|years|decades)\b(?= (?:of|to|"
                r"without|after|before|ago)\b|[.,])"
            ),
        ),
        (
            "year",
            (
                r"\b(?i:in|since|by|from|until|of|during|through|before|after|late|early|"
                r"mid-?) ?(?P<year>(?:19|20)\d{2})\b(?! ?(?:percent|%|tons|people))"
            ),
        ),
        ("clock", rf"\bat {CLOCK}(?: (?P<zone>{ZONE}))?(?!\d|,\d| percent|%)"),
        ("past", r"\b(?:[Rr]ecent|[Rr]ecently|[Ll]ately)\b"),
        ("present", r"\b(?:[Cc]urrently|[Nn]owadays|at present|right now)\b"),
        ("future", r"\b(?:soon|in the near future)\b"),
    )
)


def _matches(norm: str) -> Iterator[tuple[str, re.Match[str]]]:
    taken: list[tuple[int, int]] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(norm):
            start, end = match.span()
            if not any(start < b and a < end for a, b in taken):
                taken.append((start, end))
                yield name, match


def _clause(norm: str, start: int, end: int) -> str:
    left = max(norm.rfind(mark, 0, start) for mark in (". ", "\n", '"', "; "))
    ahead = re.compile(r",? (?:will|would)\b").match(norm, end)
    return norm[left + 1 : start] + (ahead[0] if ahead and left + 4 > start else "")


def _future(norm: str, start: int, end: int) -> bool:
    """Whether the words before a time expression put it ahead of the article."""
    before = _clause(norm, start, end)[-70:]
    said = list(re.finditer(r"\b(?:said|told|wrote|reported|announced|met|opened|spoke)\b", before))
    ahead = list(_FUTURE.finditer(before))
    if not ahead:
        return False
    return not said or ahead[-1].start() > said[-1].start()


_MEETING = re.compile(r"\b(?:opened|met|meeting|talks)\b")


class _Resolver:
    """Values, one after the other, so that *that day* finds the day before it."""

    def __init__(self, norm: str, anchor: Anchor, place_zone: str | None) -> None:
        self.norm, self.anchor, self.place_zone = norm, anchor, place_zone
        self.last: date = anchor.day
        self.days: list[tuple[int, date]] = []
        self.event_days: dict[int, date] = {}

    def resolve(self, name: str, match: re.Match[str]) -> Found | None:  # noqa: C901, PLR0912 - one branch a rule of grammar
        value: str | None = None
        start, end = match.span()
        previous = False
        day = self.anchor.day
        lowered = match[0].lower()
        groups = match.groupdict()
        if name == "absolute":
            found = absolute_day(match, day)
            if found is None:
                return None
            start, end, value = self._timed(start, end, found)
        elif name == "weekday":
            modifier = match["mod"] or ""
            keep = modifier in {"last", "next", "later", "early", "late", "earlier"}
            start = start if keep else match.start("name")
            future = _future(self.norm, start, end)
            found = weekday_of(match["name"], day, modifier=modifier, future=future)
            start, end, value = self._timed(start, end, found)
        elif name == "day":
            shift = {"yesterday": -1, "tomorrow": 1}.get(lowered, 0)
            found = day + timedelta(days=shift)
            start, end, value = self._timed(start, end, found)
        elif name == "that_day":
            shift = 1 if re.search("next|following|after|later$", lowered) else 0
            shift = -1 if re.search("previous|before|earlier", lowered) else shift
            found = self.last + timedelta(days=shift)
            value, previous, self.last = found.isoformat(), True, found
        elif name == "shifted":
            count = count_of(match["count"])
            back = match["way"] in {"ago", "earlier", "before", "prior"}
            base = self.anchor.day if match["way"] in {"ago", "from now"} else self.last
            previous = base is self.last and match["way"] not in {"ago", "from now"}
            value = shifted(base, (-1 if back else 1) * (count or 0), match["unit"])
        elif name == "relative_to_event":
            return self._from_event(match)
        elif name in {"month", "quarter", "year", "this", "decade"}:
            value = self._calendar(name, match)
            if name == "year":
                start = match.start("year")
        elif name in {"span_of", "vague_span", "bare_span"}:
            count = count_of(groups["count"]) if groups.get("count") else None
            value = duration(count, match["unit"])
            if name == "bare_span":
                start = match.start("unit")
        elif name == "clock":
            if not (match["half"] or match["minute"] or match["zone"]):
                return None
            start = start + 3
            value = stamp(self.last, match, match["zone"], self.place_zone)
        else:
            value = {"past": "PAST_REF", "present": "PRESENT_REF", "future": "FUTURE_REF"}[name]
        if value is None:
            return None
        hung = not re.match(r"P[\dXT]|PAST|PRESENT|FUTURE", value) and "iso" not in groups
        return Found(start=start, end=end, value=value, anchored=hung, on_previous=previous)

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
        ).search(self.norm, end, limit)
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

    def _calendar(self, name: str, match: re.Match[str]) -> str | None:  # noqa: C901, PLR0911 - one branch a rule of grammar
        day = self.anchor.day
        if name == "year":
            return match["year"]
        if name == "decade":
            return match["decade"][:3]
        if name == "month":
            month = MONTHS.index(match["month"][:3].lower()) + 1
            if match["month"] == "May" and re.match(
                r"\s+(?:be|have|not|also)\b", self.norm[match.end() :]
            ):
                return None
            if match["year"]:
                return f"{match['year']}-{month:02d}"
            future = _future(self.norm, match.start(), match.end())
            year = day.year
            if month > day.month and not future:
                year -= 1
            elif month < day.month and future and day.month - month > 4:
                year += 1
            return f"{year}-{month:02d}"
        if name == "quarter":
            number = ["first", "second", "third", "fourth"].index(match["ordinal"]) + 1
            given = match["year"] or ""
            year_text = given if given.isdigit() else str(day.year - (given == "last year"))
            return f"{year_text}-{'Q' if match['what'] == 'quarter' else 'H'}{number}"
        step = {"last": -1, "the past": -1, "the previous": -1, "next": 1}.get(
            match["mod"].lower(), 0
        )
        unit = match["unit"]
        if unit in {"week", "weekend"}:
            value = week_of(day + timedelta(weeks=step))
            return value + "-WE" if unit == "weekend" else value
        if unit == "quarter":
            quarter = day.year * 4 + (day.month - 1) // 3 + step
            return f"{quarter // 4}-Q{quarter % 4 + 1}"
        return (
            shifted(day, step, unit)[: {"month": 7, "year": 4, "decade": 3}[unit]]
            if step
            else (day.isoformat()[: {"month": 7, "year": 4, "decade": 3}[unit]])
        )


def find_dates(
    norm: str, anchor: Anchor, *, place_zone: str | None, within: list[tuple[int, int]]
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

    Returns
    -------
    list of Found
        In the order of the text.

    References
    ----------
    Pustejovsky et al. (2003), TimeML: robust specification of event and temporal expressions.
    """
    resolver = _Resolver(norm, anchor, place_zone)
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
