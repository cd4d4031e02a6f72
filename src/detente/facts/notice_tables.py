"""The importer's own tables: countries by name, and goods by the codes and words of notices."""

import re
from functools import cache
from typing import ClassVar, Literal

from .reading_tables import VocabularyRow, Words, rows_of

__all__ = [
    "CountryRow",
    "NoticeCodeRow",
    "countries_named",
    "country_named",
    "load_countries",
    "load_notice_codes",
]


class CountryRow(VocabularyRow):
    """A country or bloc with its codes, and its names in English and in Chinese.

    Notes
    -----
    `m49` are the codes of the United Nations, and those under which UN Comtrade and BACI file it.
    """

    key = ("iso3",)

    iso3: str
    iso2: str
    m49: Words = ()
    names: Words
    chinese: Words


class NoticeCodeRow(VocabularyRow):
    """A code or a word by which notices of one government name goods.

    Notes
    -----
    `system` says what `code` is: ``china`` a control code of China's list, ``eccn`` one of the US
    list, ``word`` Chinese words that name goods where no code does, ``product`` Chinese words that
    name goods beside a code. A code stands for all that begin with it.
    """

    key = ("system", "code")
    refers: ClassVar[dict[str, str]] = {"goods": "good", "source": "source"}

    system: Literal["china", "eccn", "word", "product"]
    code: str
    goods: Words
    note: str = ""


@cache
def load_countries() -> tuple[CountryRow, ...]:
    """Countries and blocs by name."""
    return rows_of("countries", CountryRow)


@cache
def load_notice_codes() -> tuple[NoticeCodeRow, ...]:
    """Goods by the codes and words of notices."""
    return rows_of("notice_codes", NoticeCodeRow)


def countries_named(text: str) -> list[tuple[int, str]]:
    """Countries that a text names, with the place of each first mention, in order.

    Examples
    --------
    >>> countries_named("exports to the People's Republic of China and to Macau")
    [(15, 'CHN'), (49, 'MAC')]
    """
    first: dict[str, int] = {}
    pattern, by_name = _names()
    for match in pattern.finditer(text):
        first.setdefault(by_name[match[0]], match.start())
    return sorted((place, iso3) for iso3, place in first.items())


def country_named(text: str) -> str:
    """The country of an address: the one named first in Chinese, or last in English.

    Examples
    --------
    >>> country_named("Via J.F. Kennedy 43, Venice, Italy"), country_named("日本东京都")
    ('ITA', 'JPN')
    """
    found = countries_named(text)
    if not found:
        return ""
    chinese = bool(re.match(r"[\u4e00-\u9fff]", text.strip()))
    return found[0 if chinese else -1][1]


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    by_name: dict[str, str] = {}
    for row in load_countries():
        for name in (*row.names, *row.chinese):
            by_name.setdefault(name, row.iso3)
    longest = sorted(by_name, key=len, reverse=True)
    parts = [
        re.escape(name) if not name.isascii() else rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])"
        for name in longest
    ]
    return re.compile("|".join(parts)), by_name
