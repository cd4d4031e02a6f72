"""How a control stands on a day, how well that is known, and on what it rests."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from detente._days import iso

if TYPE_CHECKING:
    from detente.controls.shape import StateRow

__all__ = ["Check", "Dates", "End", "State", "Status", "day_words"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class Status(StrEnum):
    """What is known of a control on a date."""

    ANNOUNCED = "announced"
    IN_FORCE = "in force"
    SUSPENDED = "suspended"
    LIFTED = "lifted"
    UNKNOWN = "unknown"
    NOT_YET = "not yet announced"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Check:
    """A day on which a source said how a control stands."""

    on: dt.date
    """The day to which the source was checked."""
    source: str
    """Id in the sources table."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class End:
    """An end of a control as it was said on a day."""

    said_on: dt.date
    """The day from which it was known."""
    ends: dt.date
    """Last day of the suspension, or of the control's own term."""
    source: str
    """Id in the sources table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a control stands on a day."""

    status: Status
    """The last state known: lifted before suspended until its own end, before in force, before
    unknown."""
    since: dt.date | None
    """The day from which it stands so, or ``None``."""
    until: dt.date | None
    """The last day of the suspension, or of the control's own term; for ``unknown`` the day with
    which it ended. ``None`` if it has no end."""
    starts: dt.date | None = None
    """The day on which what is announced is to take effect, if that is known."""
    ended: str = ""
    """What ended where the status is unknown: ``"suspension"`` or ``"term"``."""
    checked: Check | None
    """The last check of a source, or ``None`` if there was none."""
    certain: bool
    """Whether a source speaks of the day asked about: false after the last check, unless the
    control was lifted by then, and where the status is unknown."""

    @property
    def rests_on(self) -> str:
        """Id of the source that was checked last, empty if there is none."""
        return self.checked.source if self.checked else ""

    def words(self) -> str:
        """Say the state in a clause, with the date of the last check where that is the newest word.

        Examples
        --------
        >>> check = Check(on=dt.date(2026, 6, 17), source="notes")
        >>> State(
        ...     status=Status.SUSPENDED,
        ...     since=dt.date(2025, 11, 9),
        ...     until=dt.date(2026, 11, 27),
        ...     checked=check,
        ...     certain=False,
        ... ).words()
        'suspended when last checked on 17 June 2026, until 27 November 2026'
        """
        seen = f"last checked on {day_words(self.checked.on)}" if self.checked else "never checked"
        if self.status is Status.UNKNOWN:
            when = f" on {day_words(self.until)}" if self.until else ""
            return f"not known since its {self.ended or 'term'} ended{when} ({seen})"
        if self.status is Status.NOT_YET:
            return str(self.status)
        end = f", until {day_words(self.until)}" if self.until else ""
        end += f", to take effect on {day_words(self.starts)}" if self.starts else ""
        if self.certain:
            word = "since" if self.status in (Status.IN_FORCE, Status.SUSPENDED) else "on"
            since = f" {word} {day_words(self.since)}" if self.since else ""
            return f"{self.status}{since}{end}"
        if self.checked is not None and self.since is not None and self.since > self.checked.on:
            planned = "in force" if self.status is Status.IN_FORCE else str(self.status)
            return f"to be {planned} from {day_words(self.since)} when {seen}{end}"
        return f"{self.status} when {seen}{end}"

    def as_dict(self) -> "StateRow":
        """Return the state as plain values, dates as ISO 8601."""
        return {
            "status": str(self.status),
            "words": self.words(),
            "since": iso(self.since),
            "until": iso(self.until),
            "starts": iso(self.starts),
            "checked": iso(self.checked.on) if self.checked else None,
            "rests_on": self.rests_on or None,
            "certain": self.certain,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The dates of a control, as of `detente.controls.Control`, and its ends in order."""

    announced: dt.date | None
    effective: dt.date | None
    suspended: dt.date | None
    resumed: dt.date | None
    lifted: dt.date | None
    expires: dt.date | None
    ends: tuple[End, ...] = ()

    def end_known(self, on: dt.date) -> dt.date | None:
        """Return the end of its suspension or its term, as it had been said by a day."""
        if not self.ends:
            return self.expires
        said = [end.ends for end in self.ends if end.said_on <= on]
        return said[-1] if said else None

    def known(self, on: dt.date) -> "Dates":
        """Return what of them was known on a day: decisions of later are left out."""
        stopped = self.suspended is not None and self.suspended > on
        return Dates(
            announced=self.announced,
            effective=self.effective,
            suspended=None if stopped else self.suspended,
            resumed=self.resumed if self.resumed is not None and self.resumed <= on else None,
            lifted=self.lifted if self.lifted is not None and self.lifted <= on else None,
            expires=None if stopped else self.end_known(on),
        )

    @property
    def first(self) -> dt.date | None:
        """The day on which it was first heard of."""
        return self.announced or self.effective

    def decided(self, after: dt.date) -> dt.date | None:
        """The first day after another on which it is suspended or lifted."""
        days = [day for day in (self.suspended, self.lifted) if day is not None and day > after]
        return min(days, default=None)

    def on(self, day: dt.date, checked: Check | None) -> State:
        """Return the state on a day."""
        status, since, until, ended = self._standing(day)
        settled = since if status is Status.LIFTED and since is not None else day
        return State(
            status=status,
            since=since,
            until=until,
            starts=self.effective if status is Status.ANNOUNCED else None,
            ended=ended,
            checked=checked,
            certain=status is not Status.UNKNOWN and checked is not None and settled <= checked.on,
        )

    def _standing(self, day: dt.date) -> tuple[Status, dt.date | None, dt.date | None, str]:
        """Status, since when, until when, and what ended."""
        if self.first is not None and day < self.first:
            return Status.NOT_YET, None, None, ""
        if self.lifted is not None and day >= self.lifted:
            return Status.LIFTED, self.lifted, None, ""
        back = self.resumed if self.resumed is not None and day >= self.resumed else None
        if self.suspended is not None and day >= self.suspended and back is None:
            return self._until_its_end(day, Status.SUSPENDED, self.suspended, "suspension")
        if self.effective is None or day < self.effective:
            return Status.ANNOUNCED, self.announced, None, ""
        since = max(self.effective, back) if back else self.effective
        end = self.end_known(day)
        if self.suspended is None or (back and end is not None and since < end):
            return self._until_its_end(day, Status.IN_FORCE, since, "term")
        return Status.IN_FORCE, since, None, ""

    def _until_its_end(
        self, day: dt.date, status: Status, since: dt.date, what: str
    ) -> tuple[Status, dt.date | None, dt.date | None, str]:
        """The status up to the control's own end, unknown after it."""
        end = self.end_known(day)
        if end is not None and day > end:
            return Status.UNKNOWN, None, end, what
        return status, since, end, ""

    def full_day(self, day: dt.date) -> dt.date | None:
        """The day whose intensity it would have on another, if it came back after its own end."""
        if self.suspended is not None and self.resumed is None:
            return self.suspended - dt.timedelta(days=1)
        return self.end_known(day)


def day_words(day: dt.date) -> str:
    """Write a date as it is spoken.

    Examples
    --------
    >>> day_words(dt.date(2025, 6, 10))
    '10 June 2025'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
