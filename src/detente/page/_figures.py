"""Figures as they come from a form."""

import math
from collections.abc import Mapping

from detente._errors import DetenteError
from detente.page._form import Field

__all__ = ["ENDS", "asked_mandates", "number_of", "ordered", "same"]

ENDS = ("low", "central", "high")


def number_of(text: str, what: str) -> float:
    """Read a number from a form."""
    try:
        value = float(text.strip().rstrip("%").replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise DetenteError(f"{what}: {text.strip()[:20]!r} is not a number")
    return value


def same(given: float, before: float) -> float:
    """Keep the value before: what was shown rounded and came back untouched is not a change."""
    return before if math.isclose(given, before, rel_tol=1e-5, abs_tol=1e-9) else given


def ordered(ends: dict[str, float], what: str) -> dict[str, float]:
    """Check that a range is one."""
    if not ends["low"] <= ends["central"] <= ends["high"]:
        words = " <= ".join(f"{end} {value:g}" for end, value in ends.items())
        raise DetenteError(f"{what}: {words} does not hold")
    return ends


def asked_mandates(
    form: Mapping[str, Field], prefix: str, before: Mapping[str, float], *, what: str, unit: float
) -> dict[str, float]:
    """Read the least that each party asks for; a blank field asks for nothing."""
    kept = dict(before)
    for name, field in form.items():
        if not name.startswith(prefix):
            continue
        party = name.removeprefix(prefix)
        if not field.text.strip():
            kept.pop(party, None)
            continue
        given = number_of(field.text, f"{what}, mandate of {party}") / unit
        kept[party] = same(given, before[party]) if party in before else given
    return kept
