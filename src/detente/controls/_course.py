"""How a control goes on by itself after a day, as the register knows it today."""

import datetime as dt
from collections.abc import Iterable

from detente.controls._control import Control
from detente.controls._figures import Figure, PathPoint
from detente.controls._state import Status, day_words
from detente.controls._tabled import TabledControl
from detente.facts import EventRow

__all__ = ["course_words", "followed_to", "known_course"]


def known_course(
    control: Control, target: str, day: dt.date, events: Iterable[EventRow]
) -> tuple[Figure, list[PathPoint]]:
    """Return what a control blocks on a day, and its own known path from then on.

    Parameters
    ----------
    control
        The control.
    target
        ISO3 of the destination.
    day
        The day from which it is asked about; not before it takes effect.
    events
        Dated events: what follows an agreement is its outcome.

    Returns
    -------
    Figure, list of PathPoint
        Blocked share on the day [share], and points from that day on; no points where the
        register knows of no change.
    """
    to = followed_to(control, target, day, events)
    today = control.intensity(day, target, known_on=to)
    figure = Figure(**today.as_dict())
    if control.status(day) is not Status.IN_FORCE:
        return figure, []
    later = [point for point in control.points(target) if day < point.date <= to]
    if all(point.value == today for point in later):
        return figure, []
    values = [(day, today), *((point.date, point.value) for point in later)]
    return figure, [PathPoint(date=when, **value.as_dict()) for when, value in values]


def followed_to(control: Control, target: str, day: dt.date, events: Iterable[EventRow]) -> dt.date:
    """Return the last day whose evidence shows the control as it goes on by itself.

    What the two sides agree, and a suspension or a lifting, is no course of the control: it is what
    they bargain over. Evidence after the first of these would price a deal into the standoff.

    Parameters
    ----------
    control, target, day, events
        As for `known_course`.
    """
    sides = {control.imposer}, {target, control.blocs.get(target, target)}
    agreed = [
        event.date
        for event in events
        if event.kind == "agreement"
        and event.date >= day
        and all(side & set(event.parties) for side in sides)
    ]
    decided = control.dates.decided(day)
    ends = [*agreed, *([decided - dt.timedelta(days=1)] if decided else [])]
    return max(day, min(ends, default=dt.date.max))


def course_words(entry: TabledControl, on: dt.date) -> str:
    """Say what a reader has to know of how a tabled control stands and goes on, if anything.

    Returns
    -------
    str
        How it stood when last checked, where no source speaks of the date, and what it blocks
        first and last, where it moves by itself; empty if neither.
    """
    said = [] if entry.certain or not entry.state else [entry.state]
    path = entry.followed(on)
    if path:
        first, last = path[0], path[-1]
        said.append(
            f"blocks {first.value.central:.0%} on {day_words(first.date)}, "
            f"{last.value.central:.0%} from {day_words(last.date)}"
        )
    return f"{entry.control}: {'; '.join(said)}" if said else ""
