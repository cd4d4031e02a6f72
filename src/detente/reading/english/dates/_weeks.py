"""Values of weeks, weekends and days named by their week."""

import re
from datetime import date, timedelta

from detente.facts.words import word_class
from detente.reading.english.dates._values import STEPS, Found, Values
from detente.reading.english.dates.calendar import (
    absolute_day,
    nth_week,
    nth_weekday,
    quarter_of,
    shifted,
    week_of,
    weekday_of,
)
from detente.reading.english.dates.words import WEEKDAYS, count_of, day_number, month_number

__all__ = ["WeekValues"]


class WeekValues(Values):
    """Reads weeks by number or place, weekends, and weekdays of a week."""

    def _week_of(self, match: re.Match[str]) -> Found | None:
        day = absolute_day(match, self.anchor.day)
        return None if day is None else self._plain(match, week_of(day))

    def _numbered_week(self, match: re.Match[str]) -> Found | None:
        year = self._year_of(match["year"]) or self.anchor.day.year
        week = int(match["week"])
        return self._plain(match, f"{year}-W{week:02d}") if 1 <= week <= 53 else None

    def _month_week(self, match: re.Match[str]) -> Found | None:
        """*The second week of December*, *the last week of this month*, *the first of 2015*."""
        nth = -1 if match["nth"] in word_class("last_final") else day_number(match["nth"])
        if match["year2"]:
            return self._plain(match, nth_week(int(match["year2"]), None, nth))
        if match["mod"]:
            day = self.anchor.day
            whole = shifted(day, STEPS.get(match["mod"], 0), match["unit"])
            month = int(whole[5:7]) if match["unit"] == "month" else None
            return self._plain(match, nth_week(int(whole[:4]), month, nth))
        month = month_number(match["month"])
        if match["year"]:
            return self._plain(match, nth_week(int(match["year"]), month, nth))
        return self._plain(match, nth_week(self._month_year(month, *match.span()), month, nth))

    def _short_weekday(self, match: re.Match[str]) -> Found | None:
        """*Mon 13th*, *Friday the 26th*: of the nearest month that has such a day."""
        said = self.ahead(*match.span()) if self.ahead else None
        steps = (1, -1) if said is None else (1,) if said else (-1,)
        name = (match["name"] or match["whole"] or match["whole2"])[:3].title()
        number = day_number(match["day"] or match["day2"])
        for months in range(24):
            for step in steps:
                month = date.fromisoformat(shifted(self.anchor.day, step * months, "month") + "-01")
                day = month + timedelta(days=number - 1)
                ahead = (day - self.anchor.day).days * step >= 0
                if ahead and day.month == month.month and day.strftime("%a") == name:
                    return self._found(*self._timed(*match.span(), day))
        return None

    def _day_of_week(self, match: re.Match[str]) -> Found | None:
        """*next week on Tuesday*, *Monday of last week*, *next week Mon*."""
        word = (match["mod"] or match["mod2"]).lower().split()[-1]
        monday = self.anchor.day - timedelta(days=self.anchor.day.weekday())
        monday += timedelta(weeks=STEPS.get(word, 0))
        name = (match["name"] or match["name2"]).lower()
        place = next(i for i, weekday in enumerate(WEEKDAYS) if weekday.startswith(name[:3]))
        day = monday + timedelta(days=place)
        return self._found(*self._timed(*match.span(), day))

    def _weekend(self, match: re.Match[str]) -> Found | None:
        """*over the weekend*: the one ahead if the verb says so, else the last that began."""
        day = self.anchor.day
        ahead = self._future(*match.span())
        if not ahead and day.weekday() < 5:
            day -= timedelta(weeks=1)
        return self._plain(match, week_of(day) + "-WE")

    def _after_next(self, match: re.Match[str]) -> Found | None:
        """*The week after next*, *the day after tomorrow*, *the year before last*."""
        words = {"day": word_class("day_beside")}.get(match["unit"], word_class("next_last"))
        if (match["ahead"] or match["back"]) not in words:
            return None
        unit, steps = match["unit"], 2 if match["ahead"] else -2
        if unit in word_class("week_part"):
            value = week_of(self.anchor.day + timedelta(weeks=steps))
            return self._plain(match, value + ("-WE" if unit == "weekend" else ""))
        value = shifted(self.anchor.day, steps, unit)
        if unit == "day":
            return self._found(*self._timed(*match.span(), date.fromisoformat(value)))
        return self._plain(match, quarter_of(value) if unit == "quarter" else value)

    def _nth_weekday(self, match: re.Match[str]) -> Found | None:
        """*The first Friday of next month*, *the last Monday in July 2026*."""
        nth = -1 if match["nth"] in word_class("last_final") else day_number(match["nth"])
        if match["month"]:
            month = month_number(match["month"])
            year = self._year_of(match["year"]) or self._month_year(month, *match.span())
        else:
            word = match["mod"].split()[-1]
            told = self.told[1] if self.told else ""
            back = word in word_class("same_week")
            base = (
                date.fromisoformat(told[:7] + "-01")
                if back and re.match(r"\d{4}-\d\d", told)
                else self.anchor.day
            )
            whole = shifted(base, STEPS.get(word, 0), "month")
            year, month = int(whole[:4]), int(whole[5:7])
        day = nth_weekday(year, month, match["name"], nth)
        return None if day is None else self._found(*self._timed(*match.span(), day))

    def _weekdays_ago(self, match: re.Match[str]) -> Found | None:
        """*Two Fridays ago*: the last Friday but one."""
        back = match["way"] in word_class("counted_back")
        base = self.anchor.day if match["way"] in word_class("before_now") else self.last
        nearest = weekday_of(
            match["name"], base, modifier="last" if back else "next", future=not back
        )
        weeks = int(count_of(match["count"]) or 0) - 1
        day = nearest + timedelta(weeks=-weeks if back else weeks)
        return self._found(*self._timed(*match.span(), day))

    def _weekday_week(self, match: re.Match[str]) -> Found | None:
        """*Thursday week*, *a week on Thursday*: a week after the next Thursday."""
        span = match["span"] or match["span2"]
        day = weekday_of(
            match["name"] or match["name2"], self.anchor.day, modifier="", future=True
        ) + timedelta(weeks=1 if span.endswith("week") else 2)
        return self._found(*self._timed(*match.span(), day))

    def _weekday_after_next(self, match: re.Match[str]) -> Found | None:
        """*The Friday before last*, *the Monday after next*."""
        ahead = bool(match["ahead"])
        day = weekday_of(
            match["name"], self.anchor.day, modifier="next" if ahead else "last", future=ahead
        ) + timedelta(weeks=1 if ahead else -1)
        return self._found(*self._timed(*match.span(), day))
