"""Values of fiscal and calendar years; when a fiscal year begins depends on the country."""

import re

from detente.facts.reading_tables import load_fiscal_years
from detente.reading.english.dates._values import STEPS, Found, Values
from detente.reading.english.dates.words import day_number
from detente.reading.english.text.gazetteer import party_word

__all__ = ["FiscalValues"]

_END = re.compile(r"(?<![A-Z])\.\s|\n")  # of a sentence, not of *U.S.*


class FiscalValues(Values):
    """Reads fiscal years, halves and quarters."""

    def _fiscal(self, match: re.Match[str]) -> Found | None:
        given = match["year"] or match["year2"] or match["year3"] or match["year4"]
        year = f"20{given}" if given and len(given) == 2 else given or str(self._running(match))
        ordinal, what = match["ordinal"] or match["ordinal2"], match["what"] or match["what2"]
        if ordinal is None:
            return self._plain(match, f"FY{year}")
        order = min(day_number(ordinal) or 4, 4 if what == "quarter" else 2)
        return self._plain(match, f"FY{year}-{'Q' if what == 'quarter' else 'H'}{order}")

    def _split_year(self, match: re.Match[str]) -> Found | None:
        """*The 2023-24 fiscal year*: named by the year in which it ends."""
        low, high = int(match["low"] or match["low2"]), int(match["high"] or match["high2"])
        return self._plain(match, f"FY{low + 1}") if (low + 1) % 100 == high else None

    def _year_kind(self, match: re.Match[str]) -> Found | None:
        step = STEPS.get((match["mod"] or "").lower(), 0)
        if match["kind"] in {None, "calendar"}:
            return self._plain(match, match["year"] or str(self.anchor.day.year + step))
        return self._plain(match, f"FY{self._running(match) + step}")

    def _running(self, match: re.Match[str]) -> int:
        """Return the fiscal year that runs on the day of publication, for the country named."""
        day = self.anchor.day
        row = load_fiscal_years().get(self._party(match) or "")
        if row is None or row.start_month == 1:
            return day.year
        begun = day.month >= row.start_month
        return day.year - (not begun) + (row.named_by == "end")

    def _party(self, match: re.Match[str]) -> str | None:
        """The country named last before it in its sentence, else first after it."""
        left = max((m.end() for m in _END.finditer(self.norm, 0, match.start())), default=0)
        stop = _END.search(self.norm, match.end())
        right = stop.start() if stop else len(self.norm)
        pattern, parties = party_word()
        before = list(pattern.finditer(self.norm, left, match.start()))
        named = before[-1] if before else pattern.search(self.norm, match.end(), right)
        return parties[named[0]] if named else None
