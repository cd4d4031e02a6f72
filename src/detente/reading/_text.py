"""Normalised text that keeps every offset: one character for one character."""

import re

from detente.reading._records import Span

__all__ = ["normalise", "span_of", "trim"]

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u200a\u202f\u3000\t\u2002\u2003"), " ")
_BLANKS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\r\u000b\u000c"), " ")
_SINGLE = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u2032\u00b4\u0060"), "'")
_DOUBLE = dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"')
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011"), "-")
_TABLE = {**_SPACES, **_BLANKS, **_SINGLE, **_DOUBLE, **_DASHES}

_ZERO_IN_CODE = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,2}\d{1,3})O(?=s?(?![A-Za-z0-9]))")


def normalise(text: str) -> str:
    r"""Make spaces, quotes and dashes plain, one character for one.

    A letter O that closes a product code is read as a zero (``H2O`` chips are ``H20`` chips; the
    formula of water stands alone and no rule of the reader looks for it), and two apostrophes that
    stand for a double quote become a double quote and a blank.

    Examples
    --------
    >>> normalise("“the H2O’s”")
    '"the H20\'s"'
    """
    plain = text.translate(_TABLE)
    plain = re.sub(r"(?<![\w'])''(?=[\w\"'])", ' "', plain)
    plain = re.sub(r"''(?!\w)", '" ', plain)
    return _ZERO_IN_CODE.sub(lambda match: match[1] + "0", plain)


def span_of(text: str, start: int, end: int) -> Span:
    """Return the span of ``text`` from ``start`` to ``end`` with its raw slice."""
    return Span(start=start, end=end, text=text[start:end])


def trim(text: str, start: int, end: int, *, marks: str = " \n,;:.-–—") -> tuple[int, int]:
    """Move both ends of a stretch inward past blanks and stray marks."""
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        if text[end - 1] == "." and re.search(r"\b[A-Za-z]\.[A-Za-z]\.$", text[start:end]):
            break
        end -= 1
    return start, end
