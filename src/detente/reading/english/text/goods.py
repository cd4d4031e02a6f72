"""Goods named in a text, by the patterns of ``reading_goods.csv``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from detente.facts.reading_tables import ReadingGoodRow, load_reading_goods
from detente.facts.words import compiled
from detente.reading.english.text.needed import fold, may_hold

__all__ = ["GoodMention", "find_goods", "named_good"]

GENERIC = "technology"
_TRADED = compiled("goods.traded")

_SHORT = re.compile(r"\s?\(([A-Z]{2,6})\)")
"""The short name that a text gives a good: *rare earth elements (REE)*."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodMention:
    """A stretch that names a good or a group of goods."""

    start: int
    end: int
    row: ReadingGoodRow


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])", re.IGNORECASE)


def _all_matches(norm: str) -> Iterator[tuple[re.Match[str], int, ReadingGoodRow]]:
    """Every match of every pattern, those of one pattern apart from each other."""
    folded = fold(norm)
    for rank, row in enumerate(load_reading_goods()):
        if may_hold(folded, row.pattern):
            for match in _compiled(row.pattern).finditer(norm):
                yield match, rank, row


@lru_cache(maxsize=16)
def find_goods(norm: str) -> tuple[GoodMention, ...]:
    """Find every good that a text names, the longest at each place.

    Examples
    --------
    >>> [m.row.family for m in find_goods("curbs on gallium and H20 chips")]
    ['gallium-germanium', 'ai-chips']
    """
    found = [(match.start(), match.end(), rank, row) for match, rank, row in _all_matches(norm)]
    whole = _longest(norm, found)
    short = [
        (match.start(), match.end(), rank, row)
        for _, end, rank, row in whole
        if (name := _SHORT.match(norm, end)) is not None
        for match in re.finditer(rf"\b{name[1]}\b", norm)
    ]
    return tuple(
        GoodMention(start=a, end=b, row=row)
        for a, b, _, row in sorted(
            _longest(norm, found + short) if short else whole, key=lambda item: item[0]
        )
    )


def _longest(
    norm: str, found: list[tuple[int, int, int, ReadingGoodRow]]
) -> list[tuple[int, int, int, ReadingGoodRow]]:
    """The longest name at each place."""
    kept: list[tuple[int, int, int, ReadingGoodRow]] = []
    ranked = sorted(
        found, key=lambda item: (-_length(norm[item[0] : item[1]]), item[0] - item[1], item[2])
    )
    for start, end, rank, row in ranked:
        if not any(start < b and a < end for a, b, *_ in kept):
            kept.append((start, end, rank, row))
    return kept


def _length(words: str) -> int:
    """Length of a good's own name, without the nouns of trade after it: *gas exports* is *gas*."""
    return len(_TRADED.sub("", words))


def named_good(start: int, end: int, name: str) -> GoodMention:
    """A good that is in no table, by the name the text gives it.

    Examples
    --------
    >>> named_good(10, 24, "nitrocellulose").row.product
    'nitrocellulose'
    """
    row = ReadingGoodRow(
        pattern=re.escape(name), product=name, family=f"named:{name.casefold()}",
        as_of="0001-01-01", source="the text",
    )  # fmt: skip
    return GoodMention(start=start, end=end, row=row)
