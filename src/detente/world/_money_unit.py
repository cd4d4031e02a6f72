"""The unit of money in which a table is written: thousands, millions or billions of a currency."""

import re
from dataclasses import dataclass

from detente._errors import WorldError

__all__ = ["MoneyUnit", "money_unit"]

_SCALES = (
    (("000000000", "billions", "billion", "bill", "bln", "bn", "mrd", "b", "g"), 1e3),
    (("000000", "millions", "million", "mill", "mio", "mln", "mn", "mm", "m"), 1.0),
    (("000", "1000", "thousands", "thousand", "thous", "ths", "th", "tsd", "k", "t"), 1e-3),
)
_DOLLARS = ("usdollars", "usdollar", "us$", "usd", "dollars", "dollar", "$")
_OTHERS = {
    "€": "EUR", "euros": "EUR", "euro": "EUR", "£": "GBP", "¥": "JPY", "yen": "JPY", "rmb": "CNY",
    "yuan": "CNY", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "r$": "BRL", "hk$": "HKD",
    "nt$": "TWD", "s$": "SGD", "mx$": "MXN", "nz$": "NZD", "₹": "INR", "₩": "KRW",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyUnit:
    """A unit of money."""

    said: str
    """As the table says it."""
    currency: str
    """ISO 4217 code."""
    millions: float
    """Millions of the currency in one unit [1]."""


def money_unit(said: str) -> MoneyUnit:
    """Read a unit of money.

    Examples
    --------
    >>> money_unit("M.EUR")
    MoneyUnit(said='M.EUR', currency='EUR', millions=1.0)
    >>> money_unit("'000 US$").millions
    0.001
    """
    words = re.sub(r"\bof\b|\bcurrent\b|\bprices?\b", " ", said.casefold())
    words = re.sub(r"\bu\.\s?s\.", "us", words)
    squeezed = re.sub(r"(?<=\d)[,.](?=\d{3})", "", words)
    squeezed = re.sub(r"[^\w$€£¥₹₩]|_", "", squeezed)
    squeezed = re.sub(r"^1(?=0{3,9}\D|\D)", "", squeezed) or squeezed
    for currency, rest in _currencies(squeezed):
        for names, millions in (*_SCALES, (("",), 1e-6)):
            if rest in names:
                return MoneyUnit(said=said, currency=currency, millions=millions)
    raise WorldError(
        f"the unit {said!r} is no unit of money that is known: write one such as Million USD, "
        "000 USD or M.EUR"
    )


def _currencies(squeezed: str) -> list[tuple[str, str]]:
    """Currencies that a text may end or begin with, each with what is left of it."""
    found = []
    for sign, code in [*((one, "USD") for one in _DOLLARS), *_OTHERS.items()]:
        if squeezed.endswith(sign):
            found.append((code, squeezed.removesuffix(sign)))
        if squeezed.startswith(sign):
            found.append((code, squeezed.removeprefix(sign)))
    found.sort(key=lambda pair: len(pair[1]))
    for pattern in (r"(?P<rest>.*?)(?P<code>[a-z]{3})", r"(?P<code>[a-z]{3})(?P<rest>.*)"):
        match = re.fullmatch(pattern, squeezed)
        if match and match["code"].upper() in ISO_4217:
            found.append((match["code"].upper(), match["rest"]))
    return found


ISO_4217 = frozenset(
    [
        "AED",
        "ARS",
        "AUD",
        "BGN",
        "BRL",
        "CAD",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CZK",
        "DKK",
        "EGP",
        "EUR",
        "GBP",
        "HKD",
        "HRK",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "ISK",
        "JPY",
        "KRW",
        "KZT",
        "MXN",
        "MYR",
        "NOK",
        "NZD",
        "PEN",
        "PHP",
        "PLN",
        "RON",
        "RUB",
        "SAR",
        "SEK",
        "SGD",
        "THB",
        "TRY",
        "TWD",
        "UAH",
        "USD",
        "VND",
        "ZAR",
    ]
)
"""Codes of currencies in which input-output tables are published."""
