"""Bargains and failed talks of the record as standoffs, as they stood on the day before."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente._errors import DealError
from detente.controls import (
    Control,
    Figure,
    Origin,
    Party,
    Range,
    Register,
    Standoff,
    Status,
    TabledControl,
    entry_of,
)
from detente.facts import BargainRow, BargainTermRow, Facts, TalksRow, TalksTermRow

__all__ = ["Matter", "matters", "record_standoff"]

ALSO = 4
"""Most controls besides those traded that are put on the table, the newest first [count]."""

NEW_DAYS = 365
"""A control besides those traded is put on the table if it is no older [day]."""

BITES = 0.1
"""... and if it blocks at least this much [share of the base flow]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A bargain, or talks that failed, with what each side gave or was asked for."""

    id: str
    name: str
    """As in ``bargains.csv`` or ``talks.csv``."""
    struck: bool
    """Whether it was struck."""
    on: dt.date
    """The day before the bargain, or the day after talks began that failed."""
    parties: tuple[str, ...]
    """Governments whose acceptance is asked about: those that struck it or talked, and who pays or
    gets what a firm promised."""
    terms: tuple[BargainTermRow | TalksTermRow, ...]
    """What each side gave, or was asked for."""
    easing: Mapping[str, Figure]
    """By control how far the terms ease it [share]."""
    broken_by: str
    """Who broke the bargain first; empty if nobody did."""
    worth: Mapping[str, Mapping[str, Figure]]
    """By number of a term, what it is worth to each party [USD bn per month]."""

    @property
    def controls(self) -> tuple[str, ...]:
        """Controls of the register that the terms ease, each once."""
        return tuple(dict.fromkeys(term.control for term in self.terms if term.control))


def matters(facts: Facts) -> tuple[Matter, ...]:
    """Return the bargains and failed talks that ease at least one control of the register."""
    found = []
    for row in facts.bargains:
        terms = tuple(t for t in facts.bargain_terms if t.bargain == row.id)
        day = row.date - dt.timedelta(days=1)
        found.append(_matter(facts, row, day, terms))
    for talks in facts.talks:
        asked = tuple(t for t in facts.talks_terms if t.talks == talks.id)
        day = talks.started + dt.timedelta(days=1)
        found.append(_matter(facts, talks, day, asked))
    return tuple(one for one in found if one.controls)


def _matter(
    facts: Facts,
    matter: BargainRow | TalksRow,
    on: dt.date,
    terms: "tuple[BargainTermRow | TalksTermRow, ...]",
) -> Matter:
    worth: dict[str, dict[str, Figure]] = {}
    easing = {term.control: _all() for term in terms if term.control}
    control_of = {term.number: term.control for term in terms}
    for row in facts.record_values:
        if row.matter == matter.id and row.measure == "worth":
            worth.setdefault(row.number, {})[row.party] = Figure.of(row)
        elif row.matter == matter.id:
            easing[control_of[row.number]] = Figure.of(row)
    governments = {row.iso3 for row in facts.parties}
    named = [side for side in matter.parties if side in governments]
    paid = [party for one in worth.values() for party in one]
    return Matter(
        id=matter.id,
        name=matter.name,
        struck=isinstance(matter, BargainRow),
        on=on,
        parties=tuple(dict.fromkeys([*named, *paid])),
        terms=terms,
        easing=easing,
        broken_by=matter.broken_by if isinstance(matter, BargainRow) else "",
        worth=worth,
    )


def record_standoff(
    matter: Matter,
    facts: Facts,
    register: Register | None = None,
    *,
    besides: Sequence[str] | None = None,
) -> Standoff:
    """Return the standoff of a matter of the record as it was known on its day.

    Parameters
    ----------
    matter
        The bargain, or the talks.
    facts, register
        The tables, and the register (the shipped one if not given).
    besides
        Ids of the controls besides those traded; found as below if not given.

    Raises
    ------
    DealError
        If none of its controls was announced by then.

    Notes
    -----
    On the table are the controls that it eases, as they stood on the day and without what followed,
    and those besides that one side had put on the other in the year before, the newest first, as
    far as they block something.
    """
    register = register or Register.load()
    traded = [register.get(name) for name in matter.controls]
    traded = [one for one in traded if _known(one, matter.on)]
    if not traded:
        raise DealError(f"{matter.id}: none of its controls was announced on {matter.on}")
    sides = _sides(matter, traded)
    entries = [_entry(one, matter, _target(one, sides), facts) for one in traded]
    if besides is None:
        besides = _besides(matter, sides, register)
    others = [register.get(name) for name in besides]
    entries += [_entry(one, matter, _target(one, sides), facts) for one in others]
    codes = dict.fromkeys([*sides, *(entry.target for entry in entries)])
    return Standoff(
        name=matter.name,
        on=matter.on,
        parties=[Party(party=code, name=facts.party(code).name) for code in codes],
        controls=entries,
    )


def _besides(matter: Matter, sides: Sequence[str], register: Register) -> list[str]:
    """Controls that one side had put on the other in the year before, the newest first."""
    found = [
        (one.effective, one.id)
        for one in register.controls
        if one.id not in matter.controls and one.imposer in sides and one.effective is not None
        for target in [_target(one, sides)]
        if target and _is_new(one, matter.on, target)
    ]
    return [name for _, name in sorted(found, reverse=True)[:ALSO]]


def _sides(matter: Matter, traded: Sequence[Control]) -> tuple[str, ...]:
    """The parties, and whom a control aims at where its owner stands alone."""
    sides = list(dict.fromkeys([*matter.parties, *(one.imposer for one in traded)]))
    if len(sides) == 1:
        sides += [code for one in traded for code in one.targets if code != "ALL"][:1]
    if len(sides) == 1:
        raise DealError(f"{matter.id}: nobody is named whom its controls are held against")
    return tuple(sides)


def _target(control: Control, sides: Sequence[str]) -> str:
    """The other side that a control aims at; empty if none."""
    return next((side for side in sides if control.aims_at(side)), "")


def _known(control: Control, on: dt.date) -> bool:
    first = control.announced or control.effective
    return first is not None and first <= on


def _is_new(control: Control, on: dt.date, target: str) -> bool:
    start = control.effective
    return (
        bool(control.goods)
        and start is not None
        and 0 <= (on - start).days <= NEW_DAYS
        and control.status(on) is Status.IN_FORCE
        and control.intensity(on, target, known_on=on).central >= BITES
    )


def _entry(control: Control, matter: Matter, target: str, facts: Facts) -> TabledControl:
    """A control as it stood on the day; what was only announced as it was to begin."""
    start = max(control.effective or matter.on, matter.on)
    points = control.points(target)
    blocked = control.intensity(start, target, known_on=matter.on)
    if start > matter.on and points:
        blocked = points[0].value
    if control.effective is None and blocked.high <= 0:
        blocked = Range.of(facts.if_carried_out(control.id))
    why = ""
    if not control.goods:
        why = "it names no good of the tables"
    elif blocked.high <= 0:
        why = f"the register has no share that it blocked of what goes to {target}"
    eased = matter.easing.get(control.id)
    return entry_of(
        control,
        target,
        matter.on,
        not_costed=why,
        intensity=Figure(**blocked.as_dict()),
        facts=facts,
        origin=Origin(
            kind="register",
            register_id=control.id,
            words="a term of the record" if eased else "in force between the two sides",
        ),
    )


def _all() -> Figure:
    return Figure(low=1.0, central=1.0, high=1.0)
