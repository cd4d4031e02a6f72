"""A standoff that came from outside: what cannot be worked on is refused before anything runs."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from detente._days import near
from detente._errors import DetenteError

if TYPE_CHECKING:
    from detente.controls import Standoff, TabledControl

__all__ = ["MOST_CONTROLS", "check"]

MOST_CONTROLS = 20
MOST_PARTIES = 6
LARGEST = 1e6


def check(standoff: "Standoff") -> None:
    """Refuse a standoff that cannot be worked on, before anything is computed."""
    from detente.facts import load_facts  # noqa: PLC0415 - tables load when asked for

    facts = load_facts()
    if len(standoff.controls) + len(standoff.side_issues) > MOST_CONTROLS:
        raise DetenteError(
            f"more than {MOST_CONTROLS} controls and side issues are on the table; take some off"
        )
    codes = [one.party for one in standoff.parties]
    if not 1 <= len(codes) <= MOST_PARTIES:
        raise DetenteError(f"a standoff on the page has 1 to {MOST_PARTIES} parties")
    if len(set(codes)) < len(codes):
        raise DetenteError("a party is named twice; keep one of them")
    for code in codes:
        facts.regions_of(code)
    for party, good, _ in standoff.stated_stocks():
        facts.good(good)
        if party:
            facts.regions_of(party)
    for where, number in _numbers(standoff.model_dump()):
        if not math.isfinite(number) or abs(number) > LARGEST:
            raise DetenteError(f"{where} is {number:g}: give a finite number, in its unit")
    for entry in standoff.controls:
        _check_control(entry)


def _check_control(entry: "TabledControl") -> None:
    from detente.controls import Register  # noqa: PLC0415 - tables load when asked for
    from detente.facts import load_facts  # noqa: PLC0415

    facts, register = load_facts(), Register.load()
    near(entry.effective)
    for name in entry.register_ids:
        register.get(name)
    for good in entry.goods:
        facts.good(good)
    facts.regions_of(entry.target)
    if min(entry.security.low, entry.political.low) < 0:
        raise DetenteError(f"{entry.control}: give a value of zero or more for keeping it")


def _numbers(value: Any, where: str = "") -> Iterator[tuple[str, float]]:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _numbers(item, f"{where} {key}".strip())
    elif isinstance(value, list):
        for item in value:
            yield from _numbers(item, where)
    elif isinstance(value, int | float):
        yield where, float(value)
