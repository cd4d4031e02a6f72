"""Time expressions and their TIMEX3 values, anchored at the publication time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from detente.reading._segments import MONTH

__all__ = ["Anchor", "Found", "find_dates", "parse_full_date", "zone_offset"]

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90, "couple of": 2}
_NUMBER = (
    r"(?:\d{1,4}(?:\.\d+)?|a couple of|an?|one and a half|two and a half|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen|twenty|thirty|forty|sixty|ninety)"
)
_UNIT = r"(?:minute|hour|day|week|month|quarter|year|decade)s?"
_VAGUE = r"(?:many|several|some|a few|few|recent|numerous)"
_LETTER = {"day": "D", "week": "W", "month": "M", "year": "Y", "decade": "DE", "quarter": "Q"}
_CLOCK = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>a\.m\.|p\.m\.|am|pm|AM|PM)?"
_ZONE = r"(?:ET|EST|EDT|GMT|UTC|BST|CET|CEST|JST|KST|CST|MSK|PT|PST|PDT|local time|Beijing time|London time|Eastern(?: [Tt]ime)?)"
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


def _stamp(day: date, clock: re.Match[str], zone: str | None, place_zone: str | None) -> str:
    hour, minute = _hour(clock)
    if hour > 23:
        return day.isoformat()
    stamp = f"{day.isoformat()}T{hour:02d}:{minute:02d}"
    offset = zone_offset(zone, day, place_zone) if zone else None
    if offset is None:
        return stamp if not zone else stamp + ":00"
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=offset).isoformat()


_ABSOLUTE = re.compile(
    rf"(?:{_WEEKDAY},? )?(?:(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month2>{MONTH})(?:,? (?P<year2>\d{{4}}))?"
    r"|(?P<iso>\d{4}[-/]\d{2}[-/]\d{2}))(?!\d)"
)
_TAIL = re.compile(rf"(?:T|,? (?:at |- )?){_CLOCK}(?::\d{{2}})?(?: ?(?P<zone>{_ZONE}|Z|[+-]\d\d:?\d\d))?(?!\d)")


def _absolute(match: re.Match[str], near: date | None) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"].replace("/", "-"))
        month = _MONTHS.index((match["month"] or match["month2"])[:3].lower()) + 1
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
    for match in _ABSOLUTE.finditer(line):
        day = _absolute(match, near)
        if day is None:
            continue
        end, iso = match.end(), day.isoformat()
        tail = _TAIL.match(line, end)
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
    return _stamp(day, tail, zone, None)


def _count(words: str) -> float | None:
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


def _duration(count: float | None, unit: str) -> str:
    unit = unit.lower().rstrip("s")
    amount = "X" if count is None else f"{count:g}"
    if unit in {"hour", "minute"}:
        if count is not None and unit == "hour" and count % 1:
            return f"PT{int(count)}H{int(count % 1 * 60)}M"
        return f"PT{amount}{unit[0].upper()}"
    return f"P{amount}{_LETTER[unit]}"


def _shift(day: date, count: float, unit: str) -> str:
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


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _weekday(name: str, anchor: date, *, modifier: str, future: bool) -> date:
    target = _WEEKDAYS.index(name.lower())
    back = (anchor.weekday() - target) % 7
    if modifier == "last":
        return anchor - timedelta(days=back or 7)
    if modifier in {"next", "coming"}:
        return anchor + timedelta(days=(7 - back) if back else 7)
    if back == 0 or not future:
        return anchor - timedelta(days=back)
    return anchor + timedelta(days=7 - back)


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("absolute", _ABSOLUTE.pattern),
        (
            "relative_to_event",
            rf"\b(?P<count>{_NUMBER}) (?P<unit>{_UNIT}) (?P<way>after|before)(?= \w)",
        ),
        (
            "shifted",
            rf"\b(?P<count>{_NUMBER}) (?P<unit>{_UNIT}) (?P<way>ago|earlier|later|before|prior|from now)\b",
        ),
        (
            "weekday",
            rf"\b(?:(?P<mod>last|next|this|coming|later|early|late|earlier|on) (?:on )?)?(?P<name>{_WEEKDAY})"
            r"(?: (?:morning|afternoon|evening|night))?\b",
        ),
        (
            "month",
            rf"\b(?:(?:early|late|mid|in early|in late)[ -])?(?P<month>January|February|March|April|May|June|July|August|"
            rf"September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.)(?: (?:of )?(?P<year>\d{{4}}))?(?![\w-]| \d)",
        ),
        ("quarter", r"\b(?:the )?(?P<ordinal>first|second|third|fourth) (?P<what>quarter|half)(?: of (?P<year>\d{4}|this year|last year))?\b"),
        ("this", r"\b(?P<mod>[Ll]ast|[Nn]ext|[Tt]his|earlier this|later this|the past|the previous|[Tt]he same) (?P<unit>week|month|quarter|year|weekend|decade)\b"),
        ("day", r"\b(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight)\b"),
        ("that_day", r"\b(?:(?:later )?(?:that|the same) day|the (?:next|following|previous) day|the day (?:before|after)|a day (?:earlier|later))\b"),
        ("decade", r"\b(?:the )?(?P<decade>(?:19|20)\d0)s\b"),
        ("vague_span", rf"\b(?:(?:the )?(?:past|last|next|coming|previous) )?(?P<vague>{_VAGUE}) (?P<unit>{_UNIT})\b"),
        ("span_of", rf"\b(?:approximately |about |around |nearly |almost |at least |up to |more than |over |within |the (?:past|last|next) )?(?P<count>{_NUMBER})[ -](?P<unit>{_UNIT})\b(?!-old)"),
        ("bare_span", r"\b(?:for |in )?(?P<unit>days|weeks|months|years|decades)\b(?= (?:of|to|without|after|before|ago)\b|[.,])"),
        ("year", r"\b(?:in|since|by|from|until|of|during|through|before|after|late|early|mid-?) ?(?P<year>(?:19|20)\d{2})\b(?! ?(?:percent|%|tons|people))"),
        ("clock", rf"\bat {_CLOCK}(?: (?P<zone>{_ZONE}))?(?!\d|,\d| percent|%)"),
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


class _Resolver:
    """Values, one after the other, so that *that day* finds the day before it."""

    def __init__(self, norm: str, anchor: Anchor, place_zone: str | None) -> None:
        self.norm, self.anchor, self.place_zone = norm, anchor, place_zone
        self.last: date = anchor.day
        self.event_days: dict[int, date] = {}

    def resolve(self, name: str, match: re.Match[str]) -> Found | None:
        value: str | None = None
        start, end = match.span()
        previous = False
        day = self.anchor.day
        lowered = match[0].lower()
        groups = match.groupdict()
        if name == "absolute":
            found = _absolute(match, day)
            if found is None:
                return None
            start, end, value = self._timed(start, end, found)
        elif name == "weekday":
            modifier = match["mod"] or ""
            keep = modifier in {"last", "next", "later", "early", "late", "earlier"}
            start = start if keep else match.start("name")
            future = _future(self.norm, start, end)
            found = _weekday(match["name"], day, modifier=modifier, future=future)
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
            count = _count(match["count"])
            back = match["way"] in {"ago", "earlier", "before", "prior"}
            base = self.anchor.day if match["way"] in {"ago", "from now"} else self.last
            previous = base is self.last and match["way"] not in {"ago", "from now"}
            value = _shift(base, (-1 if back else 1) * (count or 0), match["unit"])
        elif name == "relative_to_event":
            return self._from_event(match)
        elif name in {"month", "quarter", "year", "this", "decade"}:
            value = self._calendar(name, match)
            if name == "year":
                start = match.start("year")
        elif name in {"span_of", "vague_span", "bare_span"}:
            count = _count(groups["count"]) if groups.get("count") else None
            value = _duration(count, match["unit"])
            if name == "bare_span":
                start = match.start("unit")
        elif name == "clock":
            if not (match["half"] or match["minute"] or match["zone"]):
                return None
            start = start + 3
            value = _stamp(self.last, match, match["zone"], self.place_zone)
        else:
            value = {"past": "PAST_REF", "present": "PRESENT_REF", "future": "FUTURE_REF"}[name]
        if value is None:
            return None
        hung = not re.match(r"P[\dXT]|PAST|PRESENT|FUTURE", value) and "iso" not in groups
        return Found(start=start, end=end, value=value, anchored=hung, on_previous=previous)

    def _timed(self, start: int, end: int, day: date) -> tuple[int, int, str]:
        """Take up a clock time beside a day."""
        self.last = day
        tail = _TAIL.match(self.norm, end)
        if tail and (tail["half"] or tail["minute"] or tail["zone"]) and int(tail["hour"]) < 25:
            return start, tail.end(), _stamp(day, tail, tail["zone"], self.place_zone)
        head = re.search(
            rf"{_CLOCK}(?: (?P<zone>{_ZONE}))? (?:on )?$", self.norm[max(0, start - 40) : start]
        )
        if head and head["half"]:
            left = start - (len(head[0]))
            return left, end, _stamp(day, head, head["zone"], self.place_zone)
        return start, end, day.isoformat()

    def _from_event(self, match: re.Match[str]) -> Found | None:
        """Read *four days after X spoke to Y*: the day of X, else of the subject, plus four days."""
        count = _count(match["count"]) or 0
        stop = re.compile(r"(?<![A-Z])\.|[,;]|\b(?:during|at|by|last|this|in|on)\b|\n").search(
            self.norm, match.end()
        )
        end = len(self.norm) if stop is None else stop.start()
        end = match.end() + len(self.norm[match.end() : end].rstrip())
        sentence_end = re.compile(r"\.\s|\n").search(self.norm, match.end())
        limit = sentence_end.start() if sentence_end else len(self.norm)
        sign = -1 if match["way"] == "before" else 1
        named = re.compile(
            rf"(?P<mod>last|next|this)? ?(?P<name>{_WEEKDAY})|{_ABSOLUTE.pattern}"
        ).search(self.norm, end, limit)
        base = self.last
        if named and named["name"]:
            base = _weekday(named["name"], self.anchor.day, modifier=named["mod"] or "", future=False)
        elif named:
            base = _absolute(named, self.anchor.day) or base
        else:
            sign = 0  # the event's own day is not given: the sentence's day is the narrative's
        value = _shift(base, sign * count, match["unit"]) if sign else base.isoformat()
        return Found(start=match.start(), end=end, value=value, anchored=True, on_previous=True)

    def _calendar(self, name: str, match: re.Match[str]) -> str | None:
        day = self.anchor.day
        if name == "year":
            return match["year"]
        if name == "decade":
            return match["decade"][:3]
        if name == "month":
            month = _MONTHS.index(match["month"][:3].lower()) + 1
            if match["month"] == "May" and re.match(r"\s+(?:be|have|not|also)\b", self.norm[match.end() :]):
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
        step = {"last": -1, "the past": -1, "the previous": -1, "next": 1}.get(match["mod"].lower(), 0)
        unit = match["unit"]
        if unit in {"week", "weekend"}:
            value = _week(day + timedelta(weeks=step))
            return value + "-WE" if unit == "weekend" else value
        if unit == "quarter":
            quarter = day.year * 4 + (day.month - 1) // 3 + step
            return f"{quarter // 4}-Q{quarter % 4 + 1}"
        return _shift(day, step, unit)[: {"month": 7, "year": 4, "decade": 3}[unit]] if step else (
            day.isoformat()[: {"month": 7, "year": 4, "decade": 3}[unit]]
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


