"""Values of months, quarters, seasons, years."""

import re
from datetime import date, timedelta

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading.english.dates._values import STEPS, Found, Values
from detente.reading.english.dates.calendar import season_of, shifted, week_of
from detente.reading.english.dates.words import count_of, day_number, month_number

__all__ = ["PeriodValues"]

_DIGITS = {unit: int(size) for unit, size in load_lexicon()["iso_digits"].items()}
_TIME_BEFORE = compiled("periods.time_before")
_FROM_MONTH = compiled("periods.from_month")
# *January to April 2015*: the first month has the year of the second
_YEAR_OF_RANGE = compiled("periods.year_of_range")


class PeriodValues(Values):
    """Reads weeks, months, quarters, seasons, years and decades."""

    def _month(self, match: re.Match[str]) -> Found | None:
        day = self.anchor.day
        month = month_number(match["month"])
        after = self.norm[match.end() : match.end() + 12]
        if match["month"] == "May" and compiled("periods.may_verb").match(after):
            return None
        if match["year"]:
            return self._plain(match, f"{self._year_of(match['year'])}-{month:02d}")
        if re.match(r" [A-Z]", after) and not _TIME_BEFORE.search(self.norm[: match.start()][-12:]):
            return None  # a name: *April Group*
        if match["mod"]:
            ahead = match["mod"].lower() == "next"
            year = day.year + (month <= day.month) if ahead else day.year - (month >= day.month)
            return self._plain(match, f"{year}-{month:02d}")
        if upto := _YEAR_OF_RANGE.match(self.norm, match.end()):
            year = int(upto["year"]) - (month_number(upto["month"]) < month)
            return self._plain(match, f"{year}-{month:02d}")
        year = self._month_year(month, *match.span())
        first = _FROM_MONTH.search(self.norm[max(0, match.start() - 45) : match.start()])
        if first:  # of a range: the year of its first month, or the next
            start = month_number(first["month"])
            begun = self.month_year or self._month_year(start, match.start(), match.end())
            year = begun + (month < start)
        self.month_year = year
        return self._plain(match, f"{year}-{month:02d}")

    def _short_month(self, match: re.Match[str]) -> Found | None:
        name = match["month"] or match["month2"] or match["month3"]
        month = month_number(name)
        if upto := None if match["year"] else _YEAR_OF_RANGE.match(self.norm, match.end()):
            year = int(upto["year"]) - (month_number(upto["month"]) < month)
        elif match["year"]:
            year = int(match["year"])
        else:
            year = self._month_year(month, *match.span())
        self.month_year = year
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
        said = match["ordinal"]
        order = day_number(said) or last
        if (
            order == last
            and match["ordinal"] == "last"
            and not (match["year"] or match["bare"] or match["whose"])
        ):
            return None
        year = self._year_of(match["whose"] or match["year"] or match["bare"])
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
        year = (
            match["before"]
            or match["year"]
            or (following[1] if following else None)
            or self.anchor.day.year
        )
        return self._plain(match, f"{year}-{match['code'].upper()}")

    def _short_quarter(self, match: re.Match[str]) -> Found | None:
        """*1Q25*, *2H 2024*, *Q1'25*."""
        what = (match["what"] or match["what2"]).upper()
        order = match["order"] or match["order2"]
        year = self._year_of(match["year"] or match["year2"])
        if what == "H" and int(order) > 2:
            return None
        return self._plain(match, f"{year}-{what}{order}")

    def _season(self, match: re.Match[str]) -> Found | None:
        season = (match["season"] or match["season2"]).lower()
        modifier = (match["mod"] or "").lower().split()
        given = match["year"] or match["year2"]
        start = match.start()
        if modifier and modifier[0] not in word_class("next_last", "this_the"):
            inner = match.start("season")
            start = inner - 4 if self.norm[inner - 4 : inner] == "the " else inner
        word = modifier[0] if modifier else ""
        future = word == "next" or (word != "last" and self._future(start, match.end()))
        if word == "this" and self.ahead and self.ahead(start, match.end()) is not False:
            future = True
        value = season_of(season, self.anchor.day, word=word, future=future, year=given)
        return self._found(start, match.end(), value)

    def _edge(self, match: re.Match[str]) -> Found | None:
        if match["year_end"]:
            return self._plain(match, str(self.anchor.day.year))
        if match["unit_end"]:
            return self._plain(match, self._whole("this", match["unit_end"]))
        *words, unit = match["whole"].split()
        return self._plain(match, self._whole(words[-1] if words else "this", unit))

    def _year_to_date(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, str(self.anchor.day.year))

    def _month_by_number(self, match: re.Match[str]) -> Found | None:
        """*The third month of 2021*."""
        number = day_number(match["nth"])
        year = self._year_of(match["year"])
        return self._plain(match, f"{year}-{number:02d}") if 1 <= number <= 12 else None

    def _within(self, match: re.Match[str]) -> Found | None:
        """*earlier in the week*, *the rest of the year*."""
        return self._plain(match, self._whole("this", match["unit"]))

    def _that_period(self, match: re.Match[str]) -> Found | None:
        """*Later that year*, *the following month*: counted from the time told last."""
        word = match["mod"].lower().split()[-1]
        told = self.told if self.told and match.start() - self.told[0] < 250 else None
        length = _DIGITS.get(match["unit"], 10)
        base = re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?", told[1]) if told else None
        if base is None or len(base[0]) < length:
            return None if word == "that" else self._plain(match, self._whole(word, match["unit"]))
        day = date.fromisoformat(base[0] + "0000-01-01"[len(base[0]) :])
        step = STEPS.get(word, 0)
        value = self._whole_of(day, step, match["unit"])
        return self._found(*match.span(), value, previous=True)

    def _iso_month(self, match: re.Match[str]) -> Found | None:
        """*2015-12*, *12-2015*; *2009-10* is taken for two years."""
        year, month = int(match["year"] or match["year2"]), int(match["month"] or match["month2"])
        if match["month"] and len(match["month"]) == 2 and month == (year + 1) % 100:
            return None
        return self._plain(match, f"{year}-{month:02d}")

    def _year_month(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, f"{match['year']}-{month_number(match['month']):02d}")

    def _this(self, match: re.Match[str]) -> Found | None:
        unit = "week" if match["unit"].endswith("week") else match["unit"]
        return self._plain(match, self._whole(match["mod"].lower().split()[-1], unit))

    def _whole(self, modifier: str, unit: str) -> str:
        """Value of *last month*, *this week*, *next year*."""
        return self._whole_of(self.anchor.day, STEPS.get(modifier, 0), unit)

    def _whole_of(self, day: date, step: int, unit: str) -> str:
        if unit in word_class("week_part"):
            value = week_of(day + timedelta(weeks=step))
            return value + "-WE" if unit == "weekend" else value
        if unit == "quarter":
            quarter = day.year * 4 + (day.month - 1) // 3 + step
            return f"{quarter // 4}-Q{quarter % 4 + 1}"
        if unit == "decade" and step:
            return "P10Y"  # the ten years before or after, not those of the calendar
        moved = shifted(day, step, unit) if step else day.isoformat()
        return moved[: _DIGITS.get(unit, 10)]

    def _decade(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, match["decade"][:3])

    def _decade_name(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, load_lexicon()["decade_name"][match["decade"]][:3])

    def _century(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, f"{int(match['century']) - 1:02d}")

    def _year(self, match: re.Match[str]) -> Found | None:
        group = next(name for name, year in match.groupdict().items() if year)
        if group in {"short", "year6"}:  # *1957-58*: only if the years follow each other in time
            low = self.norm[match.start() - 5 :] if group == "short" else self.norm[match.start() :]
            century, first, second = low[:2], low[2:4], low[5:7]
            if not first < second:
                return None
            return self._plain(match, century + (second if group == "short" else first))
        if group == "year5" and int(match[group]) > self.anchor.day.year + 15:
            return None
        return self._found(*match.span(group), match[group])
