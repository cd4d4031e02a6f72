"""Days in English official text, and the words that give them their role."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["MONTHS", "EnglishDay", "english_days"]

MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ),
        start=1,
    )
}
"""Months by their English names."""

_MONTH = "|".join(MONTHS) + "|" + "|".join(sorted({name[:3] for name in MONTHS})) + "|sept"
_DAY = re.compile(
    rf"\b(?:(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*[,.]?\s+(?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})\s*(?:st|nd|rd|th)?\s+(?:day of\s+)?"
    rf"(?P<month2>{_MONTH})\.?,?\s+(?P<year2>\d{{4}})"
    r"|(?P<day3>\d{1,2})[./](?P<month3>\d{1,2})[./](?P<year3>\d{4})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishDay:
    """A day in a text, and where it stands there."""

    date: dt.date
    start: int
    end: int


def english_days(text: str) -> Iterator[EnglishDay]:
    """Every day of a text that exists; days in figures are read day first.

    Examples
    --------
    >>> [str(day.date) for day in english_days("effective January 13. 2025; dated 7th March, 2025")]
    ['2025-01-13', '2025-03-07']
    """
    for match in _DAY.finditer(text):
        try:
            if match["iso"]:
                date = dt.date.fromisoformat(match["iso"])
            elif match["day3"]:
                date = dt.date(int(match["year3"]), int(match["month3"]), int(match["day3"]))
            else:
                name = (match["month"] or match["month2"]).lower()
                month = next(number for full, number in MONTHS.items() if full.startswith(name[:3]))
                day, year = match["day"] or match["day2"], match["year"] or match["year2"]
                date = dt.date(int(year), month, int(day))
        except ValueError:
            continue
        yield EnglishDay(date=date, start=match.start(), end=match.end())
