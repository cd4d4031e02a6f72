"""Values of days and clock times."""

import re
from datetime import date, timedelta

from detente.reading._calendar import (
    ABSOLUTE,
    MONTHS,
    WEEKDAY,
    WEEKDAYS,
    absolute_day,
    count_of,
    duration,
    shifted,
    stamp,
    week_of,
    weekday_of,
)
from detente.reading._date_values import PARTS, STEPS, Found, Values

__all__ = ["DayValues"]

_MEETING = re.compile(r"\b(?:opened|met|meeting|talks)\b")


class DayValues(Values):
    """Reads days, given or counted from others, and clock times."""

    def _absolute(self, match: re.Match[str]) -> Found | None:
        day = absolute_day(match, self.anchor.day)
        if day is None:
            return None
        if not (match["year"] or match["year2"] or match["iso"]):
            day = self._nearest_year(day, *match.span())
        return self._found(*self._timed(*match.span(), day))

    def _week_of(self, match: re.Match[str]) -> Found | None:
        day = absolute_day(match, self.anchor.day)
        return None if day is None else self._plain(match, week_of(day))

    def _numbered_week(self, match: re.Match[str]) -> Found | None:
        year = self._year_of(match["year"]) or self.anchor.day.year
        week = int(match["week"])
        return self._plain(match, f"{year}-W{week:02d}") if 1 <= week <= 53 else None

    def _short_weekday(self, match: re.Match[str]) -> Found | None:
        """*Mon 13th*: the nearest month, in the direction of the verb, in which it is a Monday."""
        step = 1 if self._future(*match.span()) else -1
        for months in range(24):
            month = date.fromisoformat(shifted(self.anchor.day, step * months, "month") + "-01")
            day = month + timedelta(days=int(match["day"]) - 1)
            ahead = (day - self.anchor.day).days * step >= 0
            if ahead and day.month == month.month and day.strftime("%a") == match["name"][:3]:
                return self._found(*self._timed(*match.span(), day))
        return None

    def _year_first(self, match: re.Match[str]) -> Found | None:
        month = MONTHS.index(match["month"][:3].lower()) + 1
        return self._numbered(match, int(match["year"]), month, int(match["day"]))

    def _numeric(self, match: re.Match[str]) -> Found | None:
        """*10/15/2025*: month first, as American agencies write, unless it can only be a day."""
        one, two = int(match["one"]), int(match["two"])
        month, day = (two, one) if one > 12 else (one, two)
        return self._numbered(match, int(match["year"]), month, day)

    def _numbered(self, match: re.Match[str], year: int, month: int, day: int) -> Found | None:
        try:
            return self._found(*self._timed(*match.span(), date(year, month, day)))
        except ValueError:
            return None

    def _first_of_two(self, match: re.Match[str]) -> Found | None:
        """*28 and 29 July*: the first day takes the month of the second."""
        named = ABSOLUTE.match(match["second"])
        second = absolute_day(named, self.anchor.day) if named else None
        if second is None or int(match["day"]) >= second.day:
            return None
        if not match["year"]:
            second = self._nearest_year(second, *match.span())
        day = second.replace(day=int(match["day"]))
        self.days.append((match.start(), day))
        return self._plain(match, day.isoformat())

    def _day_of_month(self, match: re.Match[str]) -> Found | None:
        """*the 18th*: of the month named, else the nearest in the direction of the verb."""
        step = {"next": 1, "last": -1}.get(match["month"] or "", 0)
        if not match["month"]:
            if self._future(*match.span()):
                step = 1 if int(match["day"]) < self.anchor.day.day else 0
            else:
                step = -1 if int(match["day"]) > self.anchor.day.day else 0
        month = date.fromisoformat(shifted(self.anchor.day, step, "month") + "-01")
        try:
            day = month.replace(day=int(match["day"]))
        except ValueError:
            return None
        if match["week"]:
            return self._plain(match, week_of(day))
        return self._found(*self._timed(*match.span(), day))

    def _day_of_week(self, match: re.Match[str]) -> Found | None:
        """*next week on Tuesday*, *Monday of last week*."""
        word = (match["mod"] or match["mod2"]).lower().split()[-1]
        monday = self.anchor.day - timedelta(days=self.anchor.day.weekday())
        monday += timedelta(weeks=STEPS.get(word, 0))
        day = monday + timedelta(days=WEEKDAYS.index((match["name"] or match["name2"]).lower()))
        return self._found(*self._timed(*match.span(), day))

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
        keep = modifier in {"last", "previous", "next", "this", "later", "early", "late", "earlier"}
        start = match.start() if keep else match.start("name")
        end = match.end()
        future = self._future(start, end)
        if modifier == "this" and self.ahead and self.ahead(start, end) is not False:
            future = True
        day = weekday_of(match["name"], self.anchor.day, modifier=modifier, future=future)
        if match["part"]:
            self.last = day
            self.days.append((start, day))
            return self._found(start, end, day.isoformat() + PARTS[match["part"]])
        return self._found(*self._timed(start, end, day))

    def _part_of_day(self, match: re.Match[str]) -> Found | None:
        shift = {"yesterday": -1, "tomorrow": 1}.get(match["mod"].lower(), 0)
        base = self.last if match["mod"].lower() == "the" else self.anchor.day
        day = base + timedelta(days=shift)
        return self._plain(match, day.isoformat() + PARTS[match["part"]])

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
        part = next((code for word, code in PARTS.items() if lowered.endswith(word)), "")
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

    def _from_day(self, match: re.Match[str]) -> Found | None:
        base = self.anchor.day + timedelta(
            days={"yesterday": -1, "tomorrow": 1}.get(match["day"], 0)
        )
        sign = -1 if match["way"] == "before" else 1
        value = shifted(base, sign * (count_of(match["count"]) or 0), match["unit"])
        return self._plain(match, value)

    def _from_date(self, match: re.Match[str]) -> Found | None:
        if match["name"]:
            base = weekday_of(
                match["name"],
                self.anchor.day,
                modifier=match["mod"] or "",
                future=self._future(match.start("name"), match.end()),
            )
        elif (named := absolute_day(match, self.anchor.day)) is None:
            return None
        elif match["year"] or match["year2"] or match["iso"]:
            base = named
        else:
            base = self._nearest_year(named, *match.span())
        return self._plain(match, shifted(base, count_of(match["count"]) or 0, match["unit"]))

    def _in_span(self, match: re.Match[str]) -> Found | None:
        """*in two weeks*: a time ahead where the verb looks ahead, else how long it takes."""
        count = count_of(match["count"])
        if self.ahead and self.ahead(*match.span()):
            value = shifted(self.anchor.day, count or 0, match["unit"])
            if match["unit"].startswith("week"):
                value = week_of(date.fromisoformat(value))
            return self._plain(match, value)
        return self._found(match.start() + 3, match.end(), duration(count, match["unit"]))

    def _relative_to_event(self, match: re.Match[str]) -> Found | None:
        return self._from_event(match)

    def _clock(self, match: re.Match[str]) -> Found | None:
        if not (match["half"] or match["minute"] or match["zone"]):
            return None
        if re.compile(rf" (?:on )?(?:{WEEKDAY}|{ABSOLUTE.pattern})").match(self.norm, match.end()):
            return None  # read with its day
        value = stamp(self.last, match, match["zone"], self.place_zone)
        return self._found(match.start() + 3, match.end(), value)

    def _new_year(self, match: re.Match[str]) -> Found | None:
        day = self.anchor.day
        year = day.year + 1 if day.month > 2 else day.year
        return self._plain(match, f"{year}-01-01")

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
