"""Values of dates written in digits, and of days by their number in a month."""

import re
from datetime import date

from detente.reading.english.dates._values import STEPS, Found, Values
from detente.reading.english.dates.calendar import shifted, whole_year
from detente.reading.english.dates.words import day_number, month_number

__all__ = ["NumberValues"]


class NumberValues(Values):
    """Reads dates in digits, with or without their year, and ranges of them."""

    def _year_first(self, match: re.Match[str]) -> Found | None:
        month = month_number(match["month"])
        return self._numbered(match, int(match["year"]), month, int(match["day"]))

    def _year_last(self, match: re.Match[str]) -> Found | None:
        """*Sep-23-2020*, *23/Sep/2020*, *19-Nov-24*."""
        month = month_number(match["month"] or match["month2"])
        year = whole_year(int(match["year"]), self.anchor.day)
        return self._numbered(match, year, month, int(match["day"] or match["day2"]))

    def _numeric(self, match: re.Match[str]) -> Found | None:
        """*10/15/2025*: month first, unless it or another date of the text says otherwise."""
        if match["day"]:
            return self._numbered(
                match, int(match["year2"]), int(match["month"]), int(match["day"])
            )
        one, two = int(match["one"]), int(match["two"])
        month, day = (two, one) if one > 12 or (two <= 12 and self.day_first) else (one, two)
        return self._numbered(match, whole_year(int(match["year"]), self.anchor.day), month, day)

    def _numeric_pair(self, match: re.Match[str]) -> Found | None:
        """*on 11/20*: month first unless it can only be a day; no fractions, no *24/7*."""
        one, two = int(match["one"]), int(match["two"])
        if (one, two) in {(24, 7), (1, 2), (1, 3), (2, 3), (1, 4), (3, 4)}:
            return None
        month, day = (two, one) if one > 12 or (two <= 12 and self.day_first) else (one, two)
        try:
            near = date(self.anchor.day.year, month, day)
        except ValueError:
            return None
        return self._found(*self._timed(*match.span(), self._nearest_year(near, *match.span())))

    def _nth_day(self, match: re.Match[str]) -> Found | None:
        """*the 15th day of next month*."""
        month = shifted(self.anchor.day, STEPS.get(match["mod"], 0), "month")
        return self._numbered(match, int(month[:4]), int(month[5:7]), day_number(match["day"]))

    def _numbered(self, match: re.Match[str], year: int, month: int, day: int) -> Found | None:
        try:
            return self._found(*self._timed(*match.span(), date(year, month, day)))
        except ValueError:
            return None

    def _numeric_range(self, match: re.Match[str]) -> Found | None:
        """*10/1-11/7/2017*: both days, as one range."""
        first = match["one"], match["two"]
        last = match["three"], match["four"]
        step = -1 if self.day_first or int(first[0]) > 12 or int(last[0]) > 12 else 1
        try:
            low = date(2000, *map(int, first[::step]))
            high = date(2000, *map(int, last[::step]))
        except ValueError:
            return None
        year = (
            int(match["year"])
            if match["year"]
            else self._nearest_year(high.replace(year=self.anchor.day.year), *match.span()).year
        )
        try:
            ends = low.replace(year=year - (low > high)), high.replace(year=year)
        except ValueError:  # 29 February
            return None
        return self._plain(match, f"{ends[0].isoformat()}/{ends[1].isoformat()}")
