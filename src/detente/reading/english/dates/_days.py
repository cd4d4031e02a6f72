"""Values of days and clock times."""

import re
from datetime import date, timedelta

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading.english.dates._values import PARTS, STEPS, Found, Values
from detente.reading.english.dates.calendar import (
    ABSOLUTE,
    absolute_day,
    duration,
    quarter_of,
    shifted,
    week_of,
    weekday_of,
)
from detente.reading.english.dates.clock import TAIL, clock_said, stamp
from detente.reading.english.dates.words import count_of, day_number

__all__ = ["DayValues"]

_MEETING = compiled("days.meeting")
_WITH_DAY = compiled("days.with_day")
_MONTH_BEFORE = compiled("dates.month_day_before")
_TONIGHT = compiled("days.tonight")
_DATED = compiled("days.dated")
_TOLD_ON = compiled("days.told_on")
_YET = compiled("days.yet")
_DAY_STEPS = {word: int(step) for word, step in load_lexicon()["day_step"].items()}
_STOP = compiled("days.stop")
_SENTENCE_END = re.compile(r"\.\s|\n")


class DayValues(Values):
    """Reads days, given or counted from others, and clock times."""

    def _absolute(self, match: re.Match[str]) -> Found | None:
        day = absolute_day(match, self.anchor.day)
        if day is None:
            return None
        if not (match["year"] or match["year2"] or match["iso"]):
            day = self._nearest_year(day, *match.span())
        return self._found(*self._timed(*match.span(), day))

    def _first_of_two(self, match: re.Match[str]) -> Found | None:
        """*28 and 29 July*: the first day takes the month of the second."""
        named = ABSOLUTE.match(match["second"])
        second = absolute_day(named, self.anchor.day) if named else None
        number = day_number(match["day"])
        if second is None or number >= second.day:
            return None
        if not match["year"]:
            second = self._nearest_year(second, *match.span())
        day = second.replace(day=number)
        self.days.append((match.start(), day))
        return self._plain(match, day.isoformat())

    def _day_of_month(self, match: re.Match[str]) -> Found | None:
        """*the 18th*: of the month named, else the nearest in the direction of the verb."""
        step = STEPS.get(match["month"] or "", 0)
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

    def _same_month(self, match: re.Match[str]) -> Found | None:
        """*July 28 and 29*: the second day takes the month of the first."""
        if not self.days or not _MONTH_BEFORE.search(
            self.norm[max(0, match.start() - 30) : match.start()]
        ):
            return None
        first = self.days[-1][1]
        number = day_number(match["day"])
        whole = shifted(first, number <= first.day, "month")  # *April 27 to the 3rd*
        try:
            day = date(int(whole[:4]), int(whole[5:7]), number)
        except ValueError:
            return None
        self.last = day
        return self._found(match.start("day"), match.end(), day.isoformat())

    def _weekday(self, match: re.Match[str]) -> Found | None:
        modifier = (match["mod"] or "").lower()
        keep = bool(modifier) and modifier not in word_class("weekday_lead")
        start = match.start() if keep else match.start("name")
        end = match.end()
        future = self._future(start, end) and not self._told_on(start)
        if modifier == "this" and self.ahead and self.ahead(start, end) is not False:
            future = True
        day = self._weekday_day(match["name"], modifier, start, future=future)
        if match["part"]:
            self.last = day
            self.days.append((start, day))
            tail = TAIL.match(self.norm, end)
            if tail and clock_said(tail):
                value = stamp(day, tail, tail["zone"], self.place_zone)
                if match["part"] != "morning" and re.search(r"T(?:0\d|1[01]):", value):
                    value = re.sub(r"T(\d\d)", lambda m: f"T{int(m[1]) + 12}", value)
                return self._found(start, tail.end(), value)
            return self._found(start, end, day.isoformat() + PARTS[match["part"]])
        return self._found(*self._timed(start, end, day))

    def _told_on(self, start: int) -> bool:
        """Whether a weekday is when somebody spoke: *said on Monday it would*."""
        told = _TOLD_ON.search(self.norm, max(0, start - 90), start)
        return told is not None and not _YET.search(
            self.norm[max(0, told.start() - 25) : told.start()]
        )

    def _weekday_day(self, name: str, modifier: str, start: int, *, future: bool) -> date:
        """Place a weekday; *the following Monday* and *Monday to Friday* follow the day told."""
        told = self.days[-1][1] if self.days else None
        ranged = told and compiled("days.range_before").search(
            self.norm[max(0, start - 12) : start]
        )
        if told and (ranged or modifier == "the following"):
            return weekday_of(name, told, modifier="next", future=True)
        past = modifier == "this past"
        words = load_lexicon()["weekday_modifier"]
        return weekday_of(
            name,
            self.anchor.day,
            modifier=words.get(modifier, modifier),
            future=future and not past,
        )

    def _part_of_day(self, match: re.Match[str]) -> Found | None:
        if match["part2"]:
            day = self.anchor.day + timedelta(days=1 if match["mod2"].lower() == "tomorrow" else -1)
            return self._plain(match, day.isoformat() + PARTS["night"])
        shift = _DAY_STEPS.get(match["mod"].lower(), 0)
        base = self.last if match["mod"].lower() == "the" else self.anchor.day
        day = base + timedelta(days=shift)
        return self._plain(match, day.isoformat() + PARTS[match["part"]])

    def _day(self, match: re.Match[str]) -> Found | None:
        shift = _DAY_STEPS.get(match[0].lower(), 0)
        day = self.anchor.day + timedelta(days=shift)
        start, end, value = self._timed(*match.span(), day)
        if match[0].lower() == "tonight" and "T" not in value:
            hour = _TONIGHT.match(self.norm, end)
            if hour and 5 <= int(hour["hour"]) < 12:
                value = f"{value}T{int(hour['hour']) + 12}:00"
                return self._found(start, hour.end(), value)
            return self._found(start, end, value + "TNI")
        return self._found(start, end, value)

    def _that_day(self, match: re.Match[str]) -> Found | None:
        lowered = match[0].lower()
        shift = 1 if compiled("days.day_after").search(lowered) else 0
        shift = -1 if compiled("days.day_before").search(lowered) else shift
        day = self.last + timedelta(days=shift)
        self.last = day
        part = next((code for word, code in PARTS.items() if lowered.endswith(word)), "")
        return self._found(*match.span(), day.isoformat() + part, previous=True)

    def _shifted(self, match: re.Match[str]) -> Found | None:
        count, way = count_of(match["count"]) or 0, match["way"]
        if way == "on":  # *Twelve days on, they still wait*: that is now
            days = match["unit"].startswith("day")
            value = self.anchor.day.isoformat() if days else duration(count, match["unit"])
            return self._plain(match, value)
        back = way in word_class("counted_back", "before_prior")
        now = way in word_class("before_now")
        if not now and (counted := self._from_told(match, -count if back else count)):
            return self._found(*match.span(), counted, previous=True)
        base = self.anchor.day if now else self.last
        value = shifted(base, (-1 if back else 1) * count, match["unit"])
        if not back and not now and value > self.anchor.iso and not self._future(*match.span()):
            # what has happened was not counted from a day ahead: from the last one told before
            past = [day for _, day in self.days if day <= self.anchor.day]
            value = shifted(past[-1], count, match["unit"]) if past else value
        if now and match["unit"].startswith("week"):
            value = week_of(date.fromisoformat(value))
        if not now and len(value) == 10:
            self.last = date.fromisoformat(value)
        return self._found(*match.span(), value, previous=not now)

    def _from_told(self, match: re.Match[str], count: float) -> str | None:
        """*In July 2023. A month later ...*; None where a day was told last."""
        unit = match["unit"].lower().rstrip("s")
        if self.told is None:
            return None if self.days else duration(abs(count), unit)
        told = self.told[1]
        if re.match(r"\d{4}-\d\d-\d\d", told):
            if unit != "quarter":
                return None
            told = told[:7]
        if quarter := re.match(r"(\d{4})-([QH])([1-4])$", told):
            length = 3 if quarter[2] == "Q" else 6
            told = f"{quarter[1]}-{(int(quarter[3]) - 1) * length + 1:02d}"
        if re.fullmatch(r"\d{4}-\d\d", told) and unit in word_class("month_part", "year_unit"):
            value = shifted(date.fromisoformat(told + "-01"), count, unit)
            return quarter_of(value) if unit == "quarter" else value
        if re.fullmatch(r"\d{4}", told) and unit in word_class("year_unit", "decade_unit"):
            return shifted(date(int(told), 1, 1), count * (10 if unit == "decade" else 1), "year")
        if re.match(r"\d{4}(?:-\d\d)?$", told) and not self.days:
            return duration(abs(count), unit)  # days after a month, months after a year
        return None

    def _compound(self, match: re.Match[str]) -> Found | None:
        """*2 years 1 month 21 days later*: the parts one after the other, the largest first."""
        back, now = (
            match["way"] in word_class("counted_back"),
            match["way"] in word_class("before_now"),
        )
        day = self.anchor.day if now else self.last
        for part in compiled("dates.count_and_unit").finditer(match["sum"]):
            count = int(count_of(part["count"]) or 0) * (-1 if back else 1)
            moved = shifted(day, count, part["unit"])
            try:
                day = date.fromisoformat(
                    f"{moved}-{day:%m-%d}"[:10] if len(moved) == 4 else f"{moved}-{day:%d}"[:10]
                )
            except ValueError:
                return None
        return self._found(*match.span(), day.isoformat(), previous=not now)

    def _from_day(self, match: re.Match[str]) -> Found | None:
        base = self.anchor.day + timedelta(days=_DAY_STEPS.get(match["day"], 0))
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
        elif match["given"]:
            try:
                base = date(int(match["given"]), int(match["one"]), int(match["two"]))
            except ValueError:
                return None
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
        if not (clock_said(match) or match["zone"]):
            return None
        if _WITH_DAY.match(self.norm, match.end()):
            return None  # read with its day
        value = stamp(self.last, match, match["zone"], self.place_zone)
        return self._found(match.start() + 3, match.end(), value)

    def _stamp(self, match: re.Match[str]) -> Found | None:
        """*17:05* at the start of a line: of an entry in a live report, in the page's own zone."""
        if not (match["minute"] or match["half"]) or match["noon"]:
            return None
        value = stamp(self.anchor.day, match, match["zone"], self.place_zone)
        if not match["zone"] and (offset := re.search(r"[+-]\d\d:\d\d$", self.anchor.iso)):
            value += f":00{offset[0]}"
        return self._plain(match, value)

    def _new_year(self, match: re.Match[str]) -> Found | None:
        day = self.anchor.day
        year = day.year + 1 if day.month > 2 else day.year
        return self._plain(match, f"{year}-01-01")

    def _from_event(self, match: re.Match[str]) -> Found | None:
        """Read *four days after X spoke to Y*: counted from a day that is said, else how long."""
        count, unit = count_of(match["count"]) or 0, match["unit"]
        stop = _STOP.search(self.norm, match.end())
        end = len(self.norm) if stop is None else stop.start()
        end = match.end() + len(self.norm[match.end() : end].rstrip())
        sentence_end = _SENTENCE_END.search(self.norm, match.end())
        limit = sentence_end.start() if sentence_end else len(self.norm)
        sign = -1 if match["way"] == "before" else 1
        named = _DATED.search(self.norm, match.end(), limit)
        base = None
        if named and named["name"]:
            base = weekday_of(
                named["name"], self.anchor.day, modifier=named["mod"] or "", future=False
            )
        elif named:
            base = absolute_day(named, self.anchor.day)
        if base is not None:
            value = shifted(base, sign * count, unit)
        elif unit.startswith("day"):
            met = self._meeting_day(match.start()) if sign > 0 else None
            if not self.days or self._future(*match.span()):
                length = duration(count, unit)
                return self._found(match.start("count"), match.end("unit"), length)
            value = (met or self.last).isoformat()
        else:
            return self._found(*match.span("count")[:1], match.end("unit"), duration(count, unit))
        return Found(start=match.start(), end=end, value=value, anchored=True, on_previous=True)

    def _meeting_day(self, position: int) -> date | None:
        """The last day before a position on which something opened, met or was held."""
        for start, day in reversed(self.days):
            left = max(self.norm.rfind(". ", 0, start), self.norm.rfind("\n", 0, start)) + 1
            sentence = self.norm[left : self.norm.find("\n", start)][:300]
            if start < position and _MEETING.search(sentence.split(". ")[0]):
                return day
        return None
