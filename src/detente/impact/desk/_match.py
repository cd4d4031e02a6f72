"""Which good of the tables a part is, and how sure that is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from detente._errors import UnknownCodeError
from detente.facts import Facts
from detente.impact.desk._parts import Unit

__all__ = ["Match", "Matcher", "Sureness"]

Sureness = Literal["named", "code", "shared code", "heading"]
"""``named``: the file names the good, or a code of a control list that only it has. ``code``: its
customs code is no other good's, though other products may lie under it. ``shared code``: the code,
word or list code stands for several goods. ``heading``: four digits only."""

_SIX = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A good that a part may be."""

    good: str
    """Its id."""
    sureness: Sureness
    """How it was found."""
    candidates: int
    """Goods of the tables that it may be as well, this one included [count]."""

    @property
    def sure(self) -> bool:
        """Whether a stop may be counted on the match."""
        return self.sureness in {"named", "code"}


class Matcher:
    """Finds the goods of parts.

    Attributes
    ----------
    unknown
        Words for goods that no table knows, with what the nearest are.
    disagree
        Rows of which word and codes stand for different goods, with which is taken.
    """

    def __init__(self, facts: Facts) -> None:
        self._names = facts.good_names()
        self._by_hs: defaultdict[str, list[str]] = defaultdict(list)
        for row in facts.goods:
            for code in row.hs6:
                self._by_hs[code].append(row.good)
                if row.good not in self._by_hs[code[:4]]:
                    self._by_hs[code[:4]].append(row.good)
        self._known: dict[tuple[str, str, str], tuple[Match, ...]] = {}
        self.unknown: dict[str, str] = {}
        self.disagree: dict[str, str] = {}

    def of(self, unit: Unit) -> tuple[Match, ...]:
        """Goods that a part may be; none if no table has its code or word."""
        key = (unit.good, unit.code, unit.hs)
        if key not in self._known:
            self._known[key] = tuple(self._found(*key))
        return self._known[key]

    def _found(self, good: str, code: str, hs: str) -> Iterable[Match]:
        said = {word: goods for word in (good, code) if word and (goods := self._named(word))}
        by_hs = self._by_hs.get(hs[:_SIX] if len(hs) >= _SIX else hs, []) if hs else []
        every = {**said, **({hs: by_hs} if by_hs else {})}
        if not every:
            return []
        word, goods = next(iter(every.items()))
        for other, others in every.items():
            if not set(goods) & set(others):
                self.disagree[f"{word} {other}"] = (
                    f"{word!r} is {', '.join(goods[:3])} and {other!r} is {', '.join(others[:3])}; "
                    f"{word!r} is taken"
                )
        if word in said:
            return _matches(goods, "named" if len(goods) == 1 else "shared code")
        if len(hs) >= _SIX:
            return _matches(goods, "code" if len(goods) == 1 else "shared code")
        return _matches(goods, "heading")

    def _named(self, word: str) -> list[str]:
        """Goods of a word or of a code of a control list; none is kept as unknown."""
        try:
            return [row.good for row in self._names.several(word)]
        except UnknownCodeError as error:
            self.unknown[word] = str(error)
            return []


def _matches(goods: list[str], sureness: Sureness) -> list[Match]:
    return [Match(good=good, sureness=sureness, candidates=len(goods)) for good in goods]
