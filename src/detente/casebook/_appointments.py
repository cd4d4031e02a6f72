"""Days ahead that an article names, and what kind of day each is."""

import csv
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.reading import Reading, Span

__all__ = ["Appointment", "appointments_of"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_END = re.compile(r"[.!?](?=\s)|\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A day ahead."""

    kind: str
    """``meeting``, ``summit``, ``call``, ``deadline``, ``start`` or ``decision``."""
    day: dt.date
    """The day."""
    span: "Span"
    """The words that say the day."""
    words: str
    """The sentence."""


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kinds of days and the words for them, the more exact first."""
    path = resources.files("detente.casebook") / "tables" / "appointments.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return tuple((row["kind"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows)


def appointments_of(reading: "Reading", published: dt.date) -> Iterator[Appointment]:
    """Find the days ahead that an article names, the first of each kind."""
    met: set[str] = set()
    for date in reading.dates:
        if not _DAY.match(date.value):
            continue
        day = dt.date.fromisoformat(date.value[:10])
        if day <= published:
            continue
        words = _sentence(reading.text, date.span)
        kind = next((name for name, pattern in _kinds() if pattern.search(words)), None)
        if kind is not None and kind not in met:
            met.add(kind)
            yield Appointment(kind=kind, day=day, span=date.span, words=words)


def _sentence(text: str, span: "Span") -> str:
    """The sentence around a span."""
    start = max((found.end() for found in _END.finditer(text, 0, span.start)), default=0)
    found = _END.search(text, span.end)
    return " ".join(text[start : found.start() if found else len(text)].split())
