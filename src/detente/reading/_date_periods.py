"""Values of months, quarters, seasons, years."""

import re
from datetime import date, timedelta

from detente.reading._calendar import MONTHS, count_of, season_of, shifted, week_of
from detente.reading._date_values import STEPS, Found, Values

__all__ = ["PeriodValues"]


class PeriodValues(Values):
    """Reads weeks, months, quarters, seasons, years and decades."""

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

    def _short_month(self, match: re.Match[str]) -> Found | None:
        name = match["month"] or match["month2"]
        month = MONTHS.index(name[:3].lower()) + 1
        year = int(match["year"]) if match["year"] else self.anchor.day.year
        if not match["year"] and month > self.anchor.day.month:
            year -= not self._future(*match.span())
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
        year = (
            match["before"]
            or match["year"]
            or (following[1] if following else None)
            or self.anchor.day.year
        )
        return self._plain(match, f"{year}-{match['code'].upper()}")

    def _fiscal(self, match: re.Match[str]) -> Found | None:
        given = match["year"] or match["year2"] or match["year3"] or match["year4"]
        year = f"20{given}" if given and len(given) == 2 else given or str(self.anchor.day.year)
        ordinal, what = match["ordinal"] or match["ordinal2"], match["what"] or match["what2"]
        if ordinal is None:
            return self._plain(match, f"FY{year}")
        order = {"first": 1, "second": 2, "third": 3}.get(ordinal, 4 if what == "quarter" else 2)
        return self._plain(match, f"FY{year}-{'Q' if what == 'quarter' else 'H'}{order}")

    def _year_kind(self, match: re.Match[str]) -> Found | None:
        step = STEPS.get((match["mod"] or "").lower(), 0)
        year = match["year"] or str(self.anchor.day.year + step)
        return self._plain(match, year if match["kind"] in {None, "calendar"} else f"FY{year}")

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
        if word == "this" and self.ahead and self.ahead(start, match.end()) is not False:
            future = True
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
        day, step = self.anchor.day, STEPS.get(modifier, 0)
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
