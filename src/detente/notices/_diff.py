"""What a proposed row says differently from the register."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from detente.facts import ALL_DUAL_USE, ControlRow
from detente.notices._cells import Cell
from detente.notices._notice import Passage

__all__ = ["Change", "differences"]

_COMPARED = (
    "imposer",
    "targets",
    "goods",
    "instrument",
    "announced",
    "effective",
    "suspended",
    "resumed",
    "lifted",
    "expires",
)
_SETS = frozenset({"targets", "goods"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field that the register and a notice give differently."""

    field: str
    """The column."""
    register: str
    notice: str
    """Its cell there, and as the notice has it."""
    passage: Passage | None
    """The words of the notice."""


def differences(
    row: ControlRow | Mapping[str, str], cells: Mapping[str, Cell], days: tuple[str, ...]
) -> tuple[Change, ...]:
    """Fields of a row that a notice gives, and gives differently."""
    changes: list[Change] = []
    for name in _COMPARED:
        value, passage = cells.get(name, ("", None))
        if not value:
            continue
        known = _cell(row, name)
        if name in _SETS:
            value = _joined(known, value)
        if known == value or (name == "effective" and known in days):
            continue
        changes.append(Change(field=name, register=known, notice=value, passage=passage))
    return tuple(changes)


def _joined(known: str, value: str) -> str:
    """What the register has, and what a notice adds; a register may know more than one text."""
    if known and value in {ALL_DUAL_USE, "ALL"}:
        return known
    words = [word for word in (*known.split(";"), *value.split(";")) if word]
    return ";".join(dict.fromkeys(words))


def _cell(row: ControlRow | Mapping[str, str], name: str) -> str:
    value = row.get(name, "") if isinstance(row, Mapping) else getattr(row, name)
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)
