"""Curbs of one government on another that are told by no good: *Japan's export curbs on Korea*."""

import datetime as dt
from collections.abc import Iterable

from detente.controls import Control
from detente.facts import Facts
from detente.reading.standoff.linking._candidates import ahead, freshness, over
from detente.reading.standoff.linking._passages import Passage

__all__ = ["SMALL", "aimed_rows", "curbs_on_partner"]

_FEW = 4
"""How many rows such words may mean; where there are more, they mean none [count]."""
_LATELY = 45
"""Days within which rows are what such words mean first [day]."""
_CURBS = frozenset({"control", "ban", "licence"})
_NOT_MEANT = frozenset({"entity-list", "threat"})
SMALL = frozenset({"narrow", "none"})
"""Breadths of rows that cover little of their goods, or nothing."""


def aimed_rows(rows: Iterable[Control], day: dt.date, facts: Facts) -> frozenset[str]:
    """Return the ids that one government's curbs on another mean, where nothing else is said.

    Of its candidate rows on that partner alone those of late, or all where they are few.
    """
    breadth = {row.id: row.breadth for row in facts.controls}
    pairs: dict[tuple[str, str], list[Control]] = {}
    for row in rows:
        alone = len(row.targets) == 1 and row.targets[0] != "ALL"
        stands = not over(row, day) and not ahead(row, day)
        wide = row.instrument not in _NOT_MEANT and breadth.get(row.id) not in SMALL
        if alone and stands and wide:
            pairs.setdefault((row.imposer, row.targets[0]), []).append(row)
    found: set[str] = set()
    for held in pairs.values():
        late = [row for row in held if freshness(row, day) <= _LATELY]
        meant = late or held
        if len(meant) <= _FEW:
            found |= {row.id for row in meant}
    return frozenset(found)


def curbs_on_partner(control: Control, passage: Passage) -> bool:
    """Whether a sentence speaks of a row's imposer's curbs on its one target, and of no good."""
    if passage.goods or "entity-list" in passage.words:
        return False
    voiced = any(v.imposer == control.imposer and v.bare(passage.text) for v in passage.voices)
    news = passage.lead or passage.bargains
    return (
        voiced and news and bool(passage.words & _CURBS) and control.targets[0] in passage.parties
    )
