"""What the rows of the register share when they are weighed: an article and its day."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.controls import Control
from detente.facts import Facts
from detente.reading.english.text.needed import fold
from detente.reading.standoff.linking._by_day import ruled_on
from detente.reading.standoff.linking._partners import aimed_rows
from detente.reading.standoff.linking._passages import Passage

__all__ = ["Article", "article_of"]


@dataclass(frozen=True, slots=True)
class Article:
    """The sentences of an article, its day, and what its candidates say together.

    ``whole`` is its text and ``folded`` the same for a quick look; ``told`` holds the goods that
    it names, ``sole`` those that one candidate's imposer alone controls, ``ruled`` the goods of
    each imposer's rules by their days, ``aimed`` the rows that curbs on a partner may mean.
    """

    passages: tuple[Passage, ...]
    day: dt.date
    facts: Facts
    whole: str
    folded: str
    told: frozenset[str]
    sole: frozenset[str]
    ruled: Mapping[tuple[str, str], frozenset[str]]
    aimed: frozenset[str]

    def beside(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """Return the sentences before and after one."""
        number, last = passage.number, len(self.passages) - 1
        before = self.passages[number - 1] if number else None
        return before, self.passages[number + 1] if number < last else None


def article_of(
    passages: tuple[Passage, ...], rows: Sequence[Control], day: dt.date, facts: Facts
) -> Article:
    """Gather what an article's candidates share."""
    imposers: dict[str, set[str]] = {}
    for control in rows:
        for good in control.goods:
            imposers.setdefault(good, set()).add(control.imposer)
    whole = "\n".join(passage.spelled for passage in passages)
    return Article(
        passages=passages,
        day=day,
        facts=facts,
        whole=whole,
        folded=fold(whole),
        told=frozenset(good for passage in passages for good in passage.goods),
        sole=frozenset(good for good, who in imposers.items() if len(who) == 1),
        ruled=ruled_on(rows, day),
        aimed=aimed_rows(rows, day, facts),
    )
