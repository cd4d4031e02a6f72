"""What the register and the calendar hold around the days of an event."""

import datetime as dt
from dataclasses import dataclass

from detente._errors import ImpactError
from detente.controls import Register
from detente.facts import load_facts

__all__ = ["Nearby", "event_days", "nearby"]

TURNS = ("announced", "effective", "suspended", "resumed", "lifted", "expires")


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A dated turn of a control, or an event between parties."""

    date: dt.date
    """The day."""
    kind: str
    """``announced``, ``effective``, ..., or the kind of the event."""
    id: str
    name: str
    """Of the control or event."""


def nearby(first: dt.date, last: dt.date, *, days: int = 3) -> tuple[Nearby, ...]:
    """Find what happened within some days of a stretch of days, by date."""
    low, high = first - dt.timedelta(days), last + dt.timedelta(days)
    found = [
        Nearby(date=day, kind=turn, id=control.id, name=control.name)
        for control in Register.load()
        for turn in TURNS
        if (day := getattr(control, turn)) is not None and low <= day <= high
    ]
    found += [
        Nearby(date=row.date, kind=row.kind, id=row.id, name=row.name)
        for row in load_facts().events
        if row.date <= high and (row.end or row.date) >= low
    ]
    return tuple(sorted(found, key=lambda one: (one.date, one.id, one.kind)))


def event_days(text: str) -> tuple[dt.date, dt.date]:
    """Read an event: a day, a stretch of days, or what the register or the calendar calls it.

    Parameters
    ----------
    text
        Such as ``2025-04-04``, ``2025-06-09..2025-06-11``, ``london-talks`` or ``CN-2025-18``
        (the day on which the control was announced).

    Returns
    -------
    tuple of date
        First and last day.

    Raises
    ------
    ImpactError
        If it is none of these.

    Examples
    --------
    >>> [f"{day}" for day in event_days("2025-06-09..2025-06-11")]
    ['2025-06-09', '2025-06-11']
    >>> [f"{day}" for day in event_days("CN-2025-18")]
    ['2025-04-04', '2025-04-04']
    """
    first, between, last = text.partition("..")
    try:
        start = dt.date.fromisoformat(first.strip())
        return start, dt.date.fromisoformat(last.strip()) if between else start
    except ValueError:
        pass
    for row in load_facts().events:
        if row.id == text:
            return row.date, row.end or row.date
    for control in Register.load():
        day = control.announced or control.effective
        if control.id == text and day is not None:
            return day, day
    raise ImpactError(
        f"event {text!r}: write YYYY-MM-DD, YYYY-MM-DD..YYYY-MM-DD, or an id of "
        "`detente controls` or of the events table"
    )
