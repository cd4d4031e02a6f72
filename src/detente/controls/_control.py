"""One control: who restricts what towards whom, from when, and how much of the flow it blocks."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from detente._errors import DetenteError
from detente.controls._state import Check, Dates, End, State, Status
from detente.facts import ControlEndRow, ControlIntensityRow, ControlRow
from detente.facts import Figure as Fact
from detente.shape.common import Range as Ends

__all__ = ["Control", "IntensityPoint", "Range", "from_rows", "on_path"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A figure with its range.

    Raises
    ------
    DetenteError
        If a value is not finite, or they are not in order.
    """

    low: float
    central: float
    high: float
    """Ends of the plausible range and the most plausible value, ``low <= central <= high``
    [the quantity's unit]."""

    def __post_init__(self) -> None:
        values = (self.low, self.central, self.high)
        if not all(math.isfinite(value) for value in values):
            raise DetenteError(f"range {values} holds a value that is not a finite number")
        if not self.low <= self.central <= self.high:
            raise DetenteError(f"range {values} is not in order: expected low <= central <= high")

    @classmethod
    def exactly(cls, value: float) -> "Range":
        """Return a range without width.

        Parameters
        ----------
        value
            The one value [the quantity's unit].
        """
        return cls(low=value, central=value, high=value)

    @classmethod
    def of(cls, row: Fact) -> "Range":
        """Return the range of a row of facts."""
        return cls(low=row.low, central=row.value, high=row.high)

    def as_dict(self) -> Ends:
        """Return the three numbers under their names."""
        return {"low": self.low, "central": self.central, "high": self.high}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntensityPoint:
    """Evidence on how much of the base flow a control blocked on a date."""

    target: str
    """ISO3 of the destination, or ``"*"`` for every other target."""
    date: date
    """Day from which the value holds; values between two points are linear."""
    value: Range
    """Share of the base flow that is blocked [share]."""
    source: str
    """Id in the sources table."""


_NONE = Range.exactly(0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One government's restriction on exports of goods to targets."""

    id: str
    name: str
    imposer: str
    targets: tuple[str, ...]
    goods: tuple[str, ...]
    tiers: tuple[str, ...]
    instrument: str
    """Register id, readable name, ISO3 of the imposer, ISO3 of the targets (or ``ALL``), ids of the
    goods, tiers within them, and ban, licence, entity-list, ..."""
    announced: date | None
    effective: date | None
    suspended: date | None
    resumed: date | None
    lifted: date | None
    expires: date | None
    """Dates; ``expires`` is the last day of a suspension, or of the control's own term where it is
    not suspended."""
    checks: tuple[Check, ...]
    """When which source last said how the control stands; the newest counts."""
    entities: tuple[str, ...]
    """Named firms where the control is aimed at firms and not at a country."""
    legal_source: str
    note: str
    source: str
    """The act or letter, remarks, and the id in the sources table."""
    path: tuple[IntensityPoint, ...]
    """Evidence on the intensity, ordered by date."""
    blocs: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Members of the blocs among the targets: code of a country or region to code of its bloc."""
    ends: tuple[End, ...] = ()
    """Ends as they were said one after another, where the end moved; ``expires`` is the last."""

    @property
    def dates(self) -> Dates:
        """The dates that decide on its state."""
        return Dates(
            announced=self.announced,
            effective=self.effective,
            suspended=self.suspended,
            resumed=self.resumed,
            lifted=self.lifted,
            expires=self.expires,
            ends=self.ends,
        )

    @property
    def checked(self) -> Check | None:
        """The last check of a source on how it stands."""
        return max(self.checks, default=None)

    def state(self, on: date) -> State:
        """Return how the control stands on a day, how well that is known, and on what it rests.

        Notes
        -----
        Lifted comes before suspended until its own end, that before in force, that before unknown.
        After the last check the last state known stays, with the date of the check. Only after the
        end of a suspension, or of the control's own term, is it unknown until a source says more.
        """
        return self.dates.on(on, self.checked)

    def status(self, on: date) -> Status:
        """Return the last status known of the control on a date."""
        return self.state(on).status

    def aims_at(self, target: str) -> bool:
        """Tell whether exports to ``target`` (ISO3) fall under the control."""
        if target == self.imposer:
            return False
        return "ALL" in self.targets or target in self.targets or target in self.blocs

    def intensity(self, on: date, target: str, *, known_on: date | None = None) -> Range:
        """Share of the base flow towards ``target`` that is blocked on a date.

        Parameters
        ----------
        on
            The day asked about.
        target
            ISO3 of the destination.
        known_on
            Use only decisions and evidence dated up to this day, and hold the last value: a
            forecast must not look ahead. Without it the whole path is used, as a hindcast does.

        Returns
        -------
        Range
            Blocked share [share]; zero where the control does not apply or is not in force. Where
            its suspension or its term is over and no source says what came then, from nothing to
            all that it would block, the middle in the centre.
        """
        if not self.aims_at(target):
            return _NONE
        dates = self.dates
        if known_on is not None:
            if dates.first is not None and dates.first > known_on:
                return _NONE
            dates = dates.known(known_on)
        status = dates.on(on, None).status
        if status not in (Status.IN_FORCE, Status.UNKNOWN):
            return _NONE
        points = self.points(target)
        if known_on is not None:
            points = [p for p in points if p.date <= known_on] or points[:1]
        if status is Status.IN_FORCE:
            return on_path(points, on)
        full = on_path(points, dates.full_day(on) or on)
        return Range(low=0.0, central=full.central / 2, high=full.high)

    def points(self, target: str) -> list[IntensityPoint]:
        """Return the evidence on a destination: its own, its bloc's, or that for the rest."""
        for named in (target, self.blocs.get(target), "*"):
            points = [p for p in self.path if p.target == named]
            if points:
                return points
        return []


def on_path(points: Sequence[IntensityPoint], on: date) -> Range:
    """Return the value of a path on a day.

    Parameters
    ----------
    points
        Evidence on one destination, ordered by date; the value is linear between two points, and
        held before the first and after the last.
    on
        The day.

    Returns
    -------
    Range
        Blocked share [share]; nothing without points.
    """
    if not points:
        return _NONE
    if on <= points[0].date:
        return points[0].value
    for before, after in itertools.pairwise(points):
        if on < after.date:
            share = (on - before.date).days / (after.date - before.date).days
            a, b = before.value, after.value
            low, central, high = sorted(  # rounding may swap ends that are the same
                start + share * (end - start)
                for start, end in ((a.low, b.low), (a.central, b.central), (a.high, b.high))
            )
            return Range(low=low, central=central, high=high)
    return points[-1].value


def from_rows(
    row: ControlRow,
    points: tuple[ControlIntensityRow, ...],
    blocs: Mapping[str, str],
    checked: Mapping[str, date],
    ends: tuple[ControlEndRow, ...] = (),
) -> Control:
    """Build a control from its row, its intensity rows, blocs, checks of sources and ends."""
    path = tuple(
        IntensityPoint(target=p.target, date=p.date, value=Range.of(p), source=p.source)
        for p in sorted(points, key=lambda p: (p.target, p.date))
    )
    return Control(
        id=row.id,
        name=row.name,
        imposer=row.imposer,
        targets=row.targets,
        goods=row.goods,
        tiers=row.tiers,
        instrument=row.instrument,
        announced=row.announced,
        effective=row.effective,
        suspended=row.suspended,
        resumed=row.resumed,
        lifted=row.lifted,
        expires=row.expires,
        checks=tuple(Check(on=on, source=source) for on, source in row.checks(checked)),
        entities=row.entities,
        legal_source=row.legal_source or "",
        note=row.note or "",
        source=row.source,
        path=path,
        blocs={code: bloc for code, bloc in blocs.items() if bloc in row.targets},
        ends=tuple(End(said_on=end.said_on, ends=end.ends, source=end.source) for end in ends),
    )
