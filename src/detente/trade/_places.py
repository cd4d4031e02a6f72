"""Countries by the codes under which offices of statistics file them."""

from functools import cache

from detente._errors import UnknownCodeError
from detente.facts import load_facts
from detente.facts.notice_tables import load_countries
from detente.trade._flows import WORLD

__all__ = ["by_iso2", "by_m49", "by_name"]

_ALL = frozenset({"world", "total", "all countries", "total for all countries", "all partners"})
_OTHER_ISO2 = {"EL": "GRC", "UK": "GBR", "XI": "GBR", "XU": "GBR", "XS": "SRB"}
"""Codes of Comext that are not those of ISO 3166."""
_TOTAL_ISO2 = frozenset({"WORLD", "W1", "1000"})


@cache
def _m49() -> dict[str, str]:
    return {code: row.iso3 for row in load_countries() for code in row.m49}


@cache
def _iso2() -> dict[str, str]:
    return {row.iso2: row.iso3 for row in load_countries() if row.iso2} | _OTHER_ISO2


def by_m49(code: str) -> str | None:
    """Code of a country by the number that UN Comtrade or BACI has for it."""
    number = code.strip().removesuffix(".0").lstrip("0")
    return WORLD if number == "" and code.strip() else _m49().get(number)


def by_iso2(code: str) -> str | None:
    """Code of a country by the two letters of Eurostat."""
    letters = code.strip().upper()
    return WORLD if letters in _TOTAL_ISO2 else _iso2().get(letters)


@cache
def by_name(name: str) -> str | None:
    """Code of a country by an English name, also one that is turned round (``KOREA, SOUTH``)."""
    words = name.strip().casefold()
    if words in _ALL or words.startswith("total"):
        return WORLD
    turned = " ".join(reversed([part.strip() for part in words.split(",")]))
    names = load_facts().party_names()
    for one in (words, turned):
        try:
            return names.code(one)
        except UnknownCodeError:
            continue
    return None
