"""Marks of notes, which stand raised behind a word or a date and are no part of either."""

import re

__all__ = ["flat", "raised", "without_marks"]

_DIGITS = "0123456789"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_UP, _DOWN = str.maketrans(_DIGITS, _RAISED), str.maketrans(_RAISED, _DIGITS)
_MONTH = "(?:ary|rch|ril|May|une|uly|ust|ber|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_BEHIND = (r"[A-Za-z]{3}", r"[.,”\"]", r" (?:19|20)\d\d", rf"{_MONTH} \d", rf"{_MONTH} \d\d")
"""What a mark stands behind; an exponent stands behind another number, or a short unit."""
_MARK = re.compile(f"(?:{'|'.join(f'(?<={one})' for one in _BEHIND)})[⁰¹²³⁴-⁹]+")
_SIGN = re.compile(r"[\s\d*†‡§,–\[\]-]{1,8}")


def without_marks(text: str) -> str:
    """Take raised numbers off words, dates and stops; exponents and isotopes stay.

    Examples
    --------
    >>> without_marks("gallium⁴ on July 1¹² and 3 m² of 10⁶")
    'gallium on July 1 and 3 m² of 10⁶'
    """
    return _MARK.sub("", text)


def raised(text: str) -> str | None:
    """A small piece of text as raised numbers; None if it is none that a note could have.

    Examples
    --------
    >>> raised(" 12"), raised("*"), raised("th")
    ('¹²', '', None)
    """
    if not _SIGN.fullmatch(text) or not text.strip() or "\n" in text:
        return None
    return re.sub(r"[^\d]", "", text).translate(_UP)


def flat(text: str) -> str:
    """Raised numbers as plain ones."""
    return text.translate(_DOWN)
