"""Figures as they come from a form."""

import math

from detente._errors import DetenteError

__all__ = ["ENDS", "number_of", "ordered", "same"]

ENDS = ("low", "central", "high")


def number_of(text: str, what: str) -> float:
    """Read a number from a form.

    Parameters
    ----------
    text
        What was written.
    what
        The field, for the message.

    Raises
    ------
    DetenteError
        If it is no finite number.
    """
    try:
        value = float(text.strip().rstrip("%").replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise DetenteError(f"{what}: {text.strip()[:20]!r} is not a number")
    return value


def same(given: float, before: float) -> float:
    """Keep the value before: what was shown rounded and came back untouched is not a change.

    Parameters
    ----------
    given, before
        From the form, and as it was [any].
    """
    return before if math.isclose(given, before, rel_tol=1e-5, abs_tol=1e-9) else given


def ordered(ends: dict[str, float], what: str) -> dict[str, float]:
    """Check that a range is one.

    Parameters
    ----------
    ends
        ``low``, ``central``, ``high`` [any].
    what
        The field, for the message.

    Raises
    ------
    DetenteError
        If they are not in order.
    """
    if not ends["low"] <= ends["central"] <= ends["high"]:
        words = " <= ".join(f"{end} {value:g}" for end, value in ends.items())
        raise DetenteError(f"{what}: {words} does not hold")
    return ends
