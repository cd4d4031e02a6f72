"""What happened to controls and when: the history of one, and what changed since a day."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.controls._control import Control
from detente.controls._state import day_words

__all__ = ["Change", "changes_since", "history"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Change:
    """Something that happened to a control, or a check of a source."""

    on: dt.date
    """The day."""
    control: str
    """Id of the control; empty for a check of a source on which several rest."""
    what: str
    """``announced``, ``takes effect``, ``suspended``, ``resumed``, ``lifted``, ``end set``, ``end
    moved``, ``suspension ends``, ``term ends``, ``blocks`` or ``checked``."""
    words: str
    """Name of the control, or what is new."""
    source: str
    """Id in the sources table."""

    def as_dict(self) -> dict[str, str]:
        """Return the change as plain values, the date as ISO 8601."""
        return {
            "date": self.on.isoformat(),
            "control": self.control,
            "what": self.what,
            "words": self.words,
            "source": self.source,
        }


def history(control: Control) -> tuple[Change, ...]:
    """Return all that is known to have happened to a control, and what it blocked, in order.

    Examples
    --------
    >>> from detente.controls import Register
    >>> [str(one.on) for one in history(Register.load().get("US-2025-EDA")) if one.what == "lifted"]
    ['2025-07-02']
    """
    blocked = (
        Change(
            on=point.date,
            control=control.id,
            what="blocks",
            words=f"{point.value.central:.0%} ({point.value.low:.0%} to {point.value.high:.0%}) "
            f"{'towards all others' if point.target == '*' else f'towards {point.target}'}",
            source=point.source,
        )
        for point in control.path
    )
    checks = (
        Change(on=check.on, control=control.id, what="checked", words="", source=check.source)
        for check in control.checks
    )
    return _ordered([*_dated(control), *blocked, *checks])


def changes_since(
    controls: Iterable[Control], since: dt.date, until: dt.date
) -> tuple[Change, ...]:
    """Return what changed from one day to another, both included, in order.

    Parameters
    ----------
    controls
        The controls to look at.
    since, until
        First and last day. A suspension or a term counts on its last day.

    Returns
    -------
    tuple of Change
        Decisions on each control, and the checks of sources, each source and day once.
    """
    listed = tuple(controls)
    found = [one for control in listed for one in _dated(control) if since <= one.on <= until]
    checks = Counter(check for control in listed for check in control.checks)
    found += [
        Change(
            on=check.on,
            control="",
            what="checked",
            words=f"{count} controls rest on it" if count > 1 else "one control rests on it",
            source=check.source,
        )
        for check, count in checks.items()
        if since <= check.on <= until
    ]
    return _ordered(found)


_ORDER = (
    "announced",
    "takes effect",
    "blocks",
    "suspended",
    "end set",
    "end moved",
    "resumed",
    "lifted",
)


def _ordered(changes: Iterable[Change]) -> tuple[Change, ...]:
    """By day, on one day in the order in which things are done."""
    return tuple(
        sorted(
            changes,
            key=lambda one: (
                one.on,
                _ORDER.index(one.what) if one.what in _ORDER else len(_ORDER),
                one,
            ),
        )
    )


def _dated(control: Control) -> Iterator[Change]:
    """The decisions on a control, what was said of its end, and that end."""
    dates = control.dates
    stopped = dates.suspended is not None and dates.resumed is None
    for day, what in (
        (dates.announced, "announced"),
        (dates.effective, "takes effect"),
        (dates.suspended, "suspended"),
        (dates.resumed, "resumed"),
        (dates.lifted, "lifted"),
        (dates.expires, "suspension ends" if stopped else "term ends"),
    ):
        over = dates.lifted is not None and day is not None and day > dates.lifted
        if day is None or over:
            continue
        words = control.name
        until = dates.end_known(day)
        if what == "suspended" and stopped and until is not None:
            words += f", until {day_words(until)}"
        yield Change(on=day, control=control.id, what=what, words=words, source=control.source)
    before = None
    for end in control.ends:
        what, words = "end set", f"{control.name}, to {day_words(end.ends)}"
        if before is not None:
            what = "end moved"
            words = f"{control.name}, from {day_words(before)} to {day_words(end.ends)}"
        first, before = before is None, end.ends
        if first and end.said_on == dates.suspended:
            continue  # said with the suspension
        yield Change(on=end.said_on, control=control.id, what=what, words=words, source=end.source)
