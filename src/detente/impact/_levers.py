"""What each tabled control blocks, by day, region and good."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.controls import Control, IntensityPoint, Range, Register, Standoff, TabledControl
from detente.facts import QUEUE_PARAMETERS, Facts
from detente.impact._draws import Sampler
from detente.impact._grades import grade_of
from detente.impact._licences import Approvals, Queue, queue_rows
from detente.impact._paths import Path, Paths, path_of
from detente.world import World

__all__ = ["Lever", "build_levers", "lever_names"]

Array = npt.NDArray[np.floating]

LONGEST_HISTORY = 270
"""Days before the standoff's date that are stepped through; older controls keep their age."""

FAINT = 0.05
"""A queue that blocks less than this share today cannot be scaled to today's intensity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One tabled control as the engine sees it.

    Parameters
    ----------
    control
        Key on the table.
    exporters
        Positions of the imposer's regions.
    targets
        Which regions the easing reaches, shape (regions,).
    goods
        Ids of the goods it covers.
    covered_grade
        Those of the goods of which it names only the covered grade.
    effective_day
        Day on which it took effect, counted from the standoff's date; negative is past [day].
    intensity
        By good: share of the base flow blocked, shape (days, regions, draws + 1) [share]; the
        first row is the first day of history, and the last one holds for as long as it takes.
    """

    control: str
    exporters: tuple[int, ...]
    targets: npt.NDArray[np.bool_]
    goods: tuple[str, ...]
    covered_grade: frozenset[str]
    effective_day: int
    intensity: Mapping[str, Array]

    def on(self, good: str, row: int) -> Array:
        """Blocked share of one good's flow on a day of the path, shape (regions, draws + 1)."""
        path = self.intensity[good]
        return np.asarray(path[min(row, len(path) - 1)])


def lever_names(standoff: Standoff, paths: Paths | None = None) -> list[str]:
    """Names under which the intensities, and the figures of the queues in use, are drawn."""
    names = [f"intensity of {entry.control}" for entry in standoff.controls]
    if paths:
        for entry in standoff.controls:
            names += [f"{name} of {entry.control}" for name in (*QUEUE_PARAMETERS, "approvals")]
    return names


def build_levers(
    standoff: Standoff,
    *,
    world: World,
    facts: Facts,
    register: Register,
    sampler: Sampler,
    days: int,
    paths: Paths | None = None,
) -> tuple[list[Lever], int]:
    """Turn the controls on the table into daily blocked shares.

    Parameters
    ----------
    standoff
        The standoff.
    world
        Gives the regions.
    facts
        Gives each party's regions, licence queues and grades.
    register
        Gives the evidence on intensities.
    sampler
        Draws of the intensities, under the names of `lever_names`.
    days
        Horizon from the standoff's date [day].
    paths
        How intensities go on after the standoff's date; held where nothing is said.

    Returns
    -------
    levers, history
        One lever per control, and the number of days stepped through before the date [day].

    Notes
    -----
    No look-ahead unless ``paths`` asks for it: evidence dated after ``standoff.on`` is not used,
    and the intensity that the standoff states is held until a package eases it. A control that is
    announced for later blocks nothing before its day.
    """
    ages = [(standoff.on - entry.effective).days for entry in standoff.controls]
    history = min(LONGEST_HISTORY, max([*ages, 0]))
    levers = []
    for entry in standoff.controls:
        builder = _Builder(
            entry, standoff=standoff, world=world, facts=facts, register=register, sampler=sampler
        )
        levers.append(builder.lever(history, days, paths or {}))
    return levers, history


def _positions(world: World, facts: Facts, party: str) -> tuple[int, ...]:
    codes = [code for code in facts.regions_of(party) if code in world.regions]
    return tuple(world.regions.index(code) for code in codes)


class _Builder:
    """Builds the lever of one tabled control."""

    def __init__(
        self,
        entry: TabledControl,
        *,
        standoff: Standoff,
        world: World,
        facts: Facts,
        register: Register,
        sampler: Sampler,
    ) -> None:
        self.entry, self.on, self.world, self.facts = entry, standoff.on, world, facts
        self.sampler, self.age = sampler, (standoff.on - entry.effective).days
        self.known = [register.get(name) for name in entry.register_ids]
        self.exporters = _positions(world, facts, entry.imposer)
        self.targets = np.zeros(len(world.regions), dtype=bool)
        self.targets[list(_positions(world, facts, entry.target))] = True
        self._values: dict[tuple[float, float, float], Array] = {}

    def lever(self, history: int, days: int, paths: Paths) -> Lever:
        entry = self.entry
        shared: dict[object, Array] = {}
        intensity: dict[str, Array] = {}
        for good in entry.goods:
            path = path_of(paths, entry.control, good)
            own = any(
                row.control in entry.register_ids and row.good == good
                for row in self.facts.good_intensity
            )
            grade = grade_of(self.facts, good)
            key = (path, good if own else None, grade)
            if key not in shared:
                shared[key] = self._intensity(good, path, history, days)
            intensity[good] = shared[key]
        return Lever(
            control=entry.control,
            exporters=self.exporters,
            targets=self.targets,
            goods=tuple(entry.goods),
            covered_grade=frozenset(g for g in entry.goods if self._names_grade(g)),
            effective_day=-self.age,
            intensity=intensity,
        )

    def _names_grade(self, good: str) -> bool:
        ids = set(self.entry.register_ids)
        return any(row.good == good and ids & set(row.controls) for row in self.facts.grades)

    def _intensity(self, good: str, path: Path, history: int, days: int) -> Array:
        """Blocked share by day and region, shape (rows, regions, draws + 1)."""
        last = max(0, min(-self.age, days - 1)) if path == "held" else days - 1
        found: dict[tuple[object, ...], Array] = {}
        out = np.zeros((history + last + 1, len(self.world.regions), self.sampler.size))
        controls = [self._for_good(control, good) for control in self.known]
        for region, code in enumerate(self.world.regions):
            if region in self.exporters:
                continue
            at_target = bool(self.targets[region])
            named = self.entry.target if at_target else code
            key = (at_target, *(_destination(control, named) for control in controls))
            if not isinstance(path, str) or path.startswith("queue"):
                key = (*key, code)
            if key not in found:
                found[key] = self._course(
                    good, path, controls, code, (history, last), at_target=at_target
                )
            out[:, region] = found[key]
        return out

    def _for_good(self, control: Control, good: str) -> Control:
        """Give the control the evidence on this good alone, where there is any."""
        own = tuple(
            IntensityPoint(
                target=row.target,
                date=row.date,
                value=Range(low=row.low, central=row.value, high=row.high),
                source=row.source,
            )
            for row in self.facts.good_intensity
            if row.control == control.id and row.good == good
        )
        ordered = tuple(sorted(own, key=lambda point: (point.target, point.date)))
        return replace(control, path=ordered) if own else control

    def _course(
        self,
        good: str,
        path: Path,
        controls: list[Control],
        code: str,
        span: tuple[int, int],
        *,
        at_target: bool,
    ) -> Array:
        history, last = span
        record = path == "record"
        rows = [
            self._drawn(self._evidence(controls, code, day, at_target=at_target, record=record))
            for day in range(-history, last + 1)
        ]
        held = np.stack(rows)
        if isinstance(path, str) and not path.startswith("queue"):
            return held
        ages = np.arange(0, last + 1, dtype=float) + self.age
        if isinstance(path, Approvals):
            held[history:] = self._queue(good, code, ages, path, known_on=self.on)
        elif isinstance(path, str):
            known_on = dt.date.max if path == "queue-known" else self.on
            queue = self._queue(good, code, ages, None, known_on=known_on)
            today = held[history]
            if self.age > 0 and queue[0, 0] > FAINT:
                queue = np.minimum(queue * today / np.maximum(queue[0], FAINT), 1.0)
            held[history:] = queue
        else:
            held[history:] = self._points(path, code, ages)
        return held

    def _evidence(
        self, controls: list[Control], code: str, day: int, *, at_target: bool, record: bool
    ) -> Range:
        """Blocked share on a day, as the register and the standoff have it."""
        on, entry = self.on + dt.timedelta(days=day), self.entry
        stated = Range(
            low=entry.intensity.low, central=entry.intensity.central, high=entry.intensity.high
        )
        if on < entry.effective:
            return Range(low=0.0, central=0.0, high=0.0)
        if day >= 0 and at_target and not (record and controls):
            return stated
        seen = None if record else self.on
        known = [
            control.intensity(on, entry.target if at_target else code, known_on=seen)
            for control in controls
        ]
        if known:
            return max(known, key=lambda value: value.central)
        return stated if at_target else Range(low=0.0, central=0.0, high=0.0)

    def _drawn(self, blocked: Range, name: str = "intensity") -> Array:
        key = (blocked.low, blocked.central, blocked.high)
        if blocked.high <= 0:
            return np.zeros(self.sampler.size)
        if name != "intensity":
            return self.sampler.values(f"{name} of {self.entry.control}", *key)
        if key not in self._values:
            self._values[key] = self.sampler.values(f"intensity of {self.entry.control}", *key)
        return self._values[key]

    def _queue(
        self, good: str, code: str, ages: Array, approvals: Approvals | None, *, known_on: dt.date
    ) -> Array:
        """Blocked share by the licence queue, shape (days, draws + 1)."""
        rows = queue_rows(
            self.facts, tuple(self.entry.register_ids), self._codes(code), known_on=known_on
        )
        missing = [name for name in QUEUE_PARAMETERS if name not in rows]
        if missing:
            raise ImpactError(
                f"control {self.entry.control!r}: nothing was known of its licence queue on "
                f"{known_on} ({missing[0]}); add rows of an earlier as_of to licence_queues.csv"
            )
        figures = {
            name: self.sampler.values(f"{name} of {self.entry.control}", r.low, r.value, r.high)
            for name, r in rows.items()
        }
        covered: Array = np.ones(self.sampler.size)
        grade = grade_of(self.facts, good)
        if grade is not None and self._names_grade(good):
            covered = self.sampler.values(
                f"grade_share of {good}", grade.low, grade.value, grade.high
            )
        queue = Queue(figures=figures, covered=covered)
        if approvals is None:
            return queue.blocked(ages)
        points = [
            IntensityPoint(
                target=target,
                date=date,
                value=Range(low=low, central=central, high=high),
                source="",
            )
            for target, date, low, central, high in approvals.points
        ]
        known = self._points(tuple(points), code, ages, name="approvals")
        return queue.blocked(ages, lambda _: known)

    def _points(
        self, points: tuple[IntensityPoint, ...], code: str, ages: Array, name: str = "intensity"
    ) -> Array:
        """Values of a given path towards a region, shape (days, draws + 1)."""
        for target in (*self._codes(code), "*"):
            mine = [point for point in points if point.target == target]
            if mine:
                break
        else:
            return np.zeros((len(ages), self.sampler.size))
        at = [(point.date - self.entry.effective).days for point in mine]
        ends = [
            np.interp(ages, at, [getattr(point.value, end) for point in mine])
            for end in ("low", "central", "high")
        ]
        drawn = [
            self._drawn(Range(low=low, central=central, high=high), name)
            for low, central, high in zip(*(end.tolist() for end in ends), strict=True)
        ]
        return np.where(ages[:, None] < 0, 0.0, np.stack(drawn))

    def _codes(self, code: str) -> tuple[str, ...]:
        """Codes under which a table may speak of a region: itself, its members, its blocs."""
        members = next((r.members for r in self.facts.regions if r.code == code), ())
        blocs = tuple(p.iso3 for p in self.facts.parties if code in p.region)
        return tuple(dict.fromkeys((code, *members, *blocs)))


def _destination(control: Control, code: str) -> tuple[bool, str | None]:
    """Which of a control's evidence speaks of a destination."""
    for named in (code, control.blocs.get(code), "*"):
        if any(point.target == named for point in control.path):
            return control.aims_at(code), named
    return control.aims_at(code), None
