"""Time expressions and their TIMEX3 values, anchored at the publication time."""

import re
from collections.abc import Callable, Iterator

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, fragment
from detente.reading.english.dates._days import DayValues
from detente.reading.english.dates._fiscal import FiscalValues
from detente.reading.english.dates._numbers import NumberValues
from detente.reading.english.dates._periods import PeriodValues
from detente.reading.english.dates._spans import SpanValues
from detente.reading.english.dates._values import Anchor, Found
from detente.reading.english.dates._weeks import WeekValues
from detente.reading.english.text.needed import fold, may_hold

__all__ = ["Anchor", "Found", "find_dates"]


class _Resolver(DayValues, NumberValues, WeekValues, PeriodValues, FiscalValues, SpanValues):
    """All kinds of expressions; a pattern's name is the name of its method."""


def _matches(norm: str) -> Iterator[tuple[str, re.Match[str]]]:
    taken = bytearray(len(norm))
    lines = [(line.span(), fold(line[0])) for line in re.finditer(r"[^\n]+", norm)]
    for name in load_lexicon()["time_expression"]:  # each is read by the method of its name
        told = (span for span, folded in lines if may_hold(folded, fragment(f"time.{name}")))
        for match in (
            found for span in told for found in compiled(f"time.{name}").finditer(norm, *span)
        ):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield name, match


def find_dates(
    norm: str,
    anchor: Anchor,
    *,
    place_zone: str | None,
    within: list[tuple[int, int]],
    ahead: Callable[[int, int], bool | None] | None = None,
) -> list[Found]:
    """Find time expressions and give each its value.

    References
    ----------
    Pustejovsky et al. (2003), TimeML: robust specification of event and temporal expressions.
    """
    resolver = _Resolver(norm, anchor, place_zone, ahead)
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
