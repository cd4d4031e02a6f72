"""Goods of the tables by the codes and the words of notices."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from detente.facts import load_facts
from detente.facts.notice_tables import load_notice_codes
from detente.facts.reading_tables import load_reading_goods
from detente.notices._notice import Found, Passage

__all__ = ["by_code", "by_english", "by_hs", "by_word", "goods_of_codes"]

_OF_THE_RULE = re.compile(r"export|control|restrict|sanction|technolog|entity list", re.IGNORECASE)


@cache
def _codes(system: str) -> dict[str, tuple[str, ...]]:
    return {row.code: row.goods for row in load_notice_codes() if row.system == system}


@cache
def _hs6() -> dict[str, tuple[str, ...]]:
    goods: defaultdict[str, list[str]] = defaultdict(list)
    for row in load_facts().goods:
        for code in row.hs6:
            goods[code].append(row.good)
    return {code: tuple(names) for code, names in goods.items()}


def by_code(system: str, code: str) -> tuple[str, ...]:
    """Goods of a control code: those of the longest code of the table that it begins with.

    Examples
    --------
    >>> by_code("china", "1C117.d.1"), by_code("eccn", "3B001.f"), by_code("china", "9Z999")
    (('tungsten',), ('chip-making-equipment',), ())
    """
    table = _codes(system)
    parts = code.split(".")
    for length in range(len(parts), 0, -1):
        goods = table.get(".".join(parts[:length]))
        if goods is not None:
            return goods
    return ()


def by_hs(code: str) -> tuple[str, ...]:
    """Goods of a customs code by its first six digits; several where it cannot tell them apart."""
    return _hs6().get(re.sub(r"\D", "", code)[:6], ())


def by_word(flat: str, system: str = "word") -> list[tuple[str, int, int]]:
    """Goods that Chinese words name, each with the place of its first mention."""
    table = _codes(system)
    found: dict[str, tuple[str, int, int]] = {}
    for match in _words(system).finditer(flat):
        for good in table[match[0]]:
            found.setdefault(good, (good, *match.span()))
    return list(found.values())


@cache
def _words(system: str) -> re.Pattern[str]:
    longest = sorted(_codes(system), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)))


@lru_cache(maxsize=1024)
def by_english(text: str) -> tuple[tuple[str, int, int], ...]:
    """Goods that English words name, each with the place of its first mention; longest wins."""
    pattern, rows = _english()
    found: dict[str, tuple[str, int, int]] = {}
    taken: list[tuple[int, int]] = []
    for rule, goods in zip(pattern, rows, strict=True):
        for match in rule.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            if _OF_THE_RULE.search(match[0]):  # "export controls" names no good
                continue
            for good in goods:
                found.setdefault(good, (good, *match.span()))
    return tuple(sorted(found.values(), key=lambda item: item[1]))


@cache
def _english() -> tuple[list[re.Pattern[str]], list[tuple[str, ...]]]:
    facts = load_facts()
    names = {row.good: row.name for row in facts.goods}
    groups = {row.group: row.goods for row in facts.good_groups}
    patterns: list[tuple[str, tuple[str, ...]]] = []
    for row in load_reading_goods():
        members = [g for word in row.goods for g in groups.get(word, (word,)) if g in names]
        patterns.append((rf"(?:{row.pattern})", tuple(dict.fromkeys(members))))
    patterns += [
        (rf"\b{re.escape(name)}\b", (good,)) for good, name in names.items() if " " not in name
    ]
    patterns.sort(key=lambda pair: len(pair[0]), reverse=True)
    return [re.compile(p, re.IGNORECASE) for p, _ in patterns], [goods for _, goods in patterns]


def goods_of_codes(system: str, codes: Iterable[Found[str]]) -> tuple[list[Found[str]], list[str]]:
    """Goods of several codes, each with its first passage; and the codes that give none."""
    goods: dict[str, Passage] = {}
    bare: list[str] = []
    for code in codes:
        named = by_code(system, code.value)
        if not named:
            bare.append(code.value)
        for good in named:
            goods.setdefault(good, code.passage)
    return [Found(value=good, passage=passage) for good, passage in goods.items()], bare
