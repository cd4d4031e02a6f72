"""What one control blocks, day by day: the evidence, and how it goes on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from detente.controls import (
    Control,
    IntensityPoint,
    Range,
    Register,
    Standoff,
    TabledControl,
    on_path,
)
from detente.facts import Facts
from detente.impact._draws import Sampler
from detente.impact.goods._drawn import Drawn
from detente.impact.goods._grades import grade_of
from detente.impact.goods._market import shortage_days
from detente.impact.goods.licences import Approvals
from detente.impact.goods.lifting import LiftRecord
from detente.impact.goods.paths import Blocked, Path, Paths, path_of, queued
from detente.world import World

__all__ = ["Course"]

Array = npt.NDArray[np.floating]

SEEN = 400
"""Days of a queue beyond the horizon that a market looks at [day]."""

FAINT = 0.05
"""A queue that blocks less than this share today cannot be scaled to today's intensity."""


def _positions(world: World, facts: Facts, party: str) -> tuple[int, ...]:
    codes = [code for code in facts.regions_of(party) if code in world.regions]
    return tuple(world.regions.index(code) for code in codes)


class Course:
    """The blocked shares of one tabled control over time.

    Parameters
    ----------
    entry
        The control on the table.
    standoff, world, facts, register, sampler
        As for `detente.impact.goods.levers.build_levers`.
    lifts
        How long other controls lasted.

    Attributes
    ----------
    exporters
        Positions of the imposer's regions.
    passing
        Part of others' exports that passes the imposer, as in `Lever`.
    targets
        Which regions the control's target has, shape (regions,).
    age
        Days since it took effect on the standoff's date; negative where it comes later [day].
    """

    def __init__(
        self,
        entry: TabledControl,
        *,
        standoff: Standoff,
        world: World,
        facts: Facts,
        register: Register,
        sampler: Sampler,
        lifts: LiftRecord,
    ) -> None:
        self.lifts = lifts
        self.entry, self.on, self.world, self.facts = entry, standoff.on, world, facts
        self.sampler, self.age = sampler, (standoff.on - entry.effective).days
        self.moving = entry.followed(standoff.on)
        self.known = [register.get(name) for name in entry.register_ids]
        self.exporters = _positions(world, facts, entry.imposer)
        self.passing = {
            (world.region_index(code), row.good): sampler.values(
                f"intensity of {entry.control}", row.low, row.value, row.high
            )
            for row in facts.passage_of(entry.register_ids)
            if row.good in entry.goods
            for code in facts.regions_of(row.exporter)
            if world.has_region(code)
        }
        self.targets = np.zeros(len(world.regions), dtype=bool)
        self.targets[list(_positions(world, facts, entry.target))] = True
        self.drawn = Drawn(entry, facts, sampler)

    @property
    def covered_grade(self) -> frozenset[str]:
        """Those of the goods of which the control names only the covered grade."""
        return frozenset(good for good in self.entry.goods if self.drawn.names_grade(good))

    def by_good(self, history: int, days: int, paths: Paths) -> dict[str, Blocked]:
        """Blocked share of each good; goods with the same evidence share one.

        Parameters
        ----------
        history
            Days before the standoff's date [day].
        days
            Horizon from that date [day].
        paths
            How intensities go on after it.

        Returns
        -------
        dict[str, Blocked]
            By good, as in `Lever.intensity`.
        """
        entry = self.entry
        shared: dict[object, Blocked] = {}
        intensity: dict[str, Blocked] = {}
        for good in entry.goods:
            path = path_of(paths, entry.control, good)
            own = any(
                row.control in entry.register_ids and row.good == good
                for row in self.facts.good_intensity
            )
            grade = grade_of(self.facts, good)
            named = any(good in row.goods for row in self.facts.licence_queues)
            alone = own or (queued(path) and named) or path == "until-lifted"
            rules = tuple(control.id for control in self._on(good))
            key = (path, good if alone else None, grade, rules)
            if key not in shared:
                shared[key] = self._intensity(good, path, history, days)
            intensity[good] = shared[key]
        return intensity

    def _intensity(self, good: str, path: Path, history: int, days: int) -> Blocked:
        """Blocked share by day and region; nothing between the imposer's own."""
        last = self._last_change(path, days)
        found: dict[tuple[object, ...], int] = {}
        courses: list[Array] = [np.zeros((history + last + 1, self.sampler.size))]
        of = np.zeros(len(self.world.regions), dtype=np.intp)
        controls = [self._for_good(control, good) for control in self._on(good)]
        for region, code in enumerate(self.world.regions):
            if region in self.exporters:
                continue
            at_target = bool(self.targets[region])
            named = self.entry.target if at_target else code
            key = (at_target, *(_destination(control, named) for control in controls))
            if queued(path):
                key = (*key, code)
            if key not in found:
                span, found[key] = (history, last), len(courses)
                courses.append(self._course(good, path, controls, code, span, at_target=at_target))
            of[region] = found[key]
        return Blocked(np.stack(courses, axis=1), of)

    def _last_change(self, path: Path, days: int) -> int:
        """Last day on which a path may move, counted from the standoff's date [day]."""
        if path not in ("known", "held"):
            return days - 1
        moving = self.moving if path == "known" else ()
        ends = [-self.age, *((point.date - self.on).days for point in moving[-1:])]
        return max(0, min(max(ends), days - 1))

    def _on(self, good: str) -> list[Control]:
        """The rules of the register that are on a good; all of them where none names it."""
        return [control for control in self.known if good in control.goods] or self.known

    def _for_good(self, control: Control, good: str) -> Control:
        """Give the control the evidence on this good alone, where there is any."""
        own = tuple(
            IntensityPoint(target=row.target, date=row.date, value=Range.of(row), source=row.source)
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
        rows = [
            self.drawn.value(self._evidence(controls, code, day, at_target=at_target, path=path))
            for day in range(-history, last + 1)
        ]
        held = np.stack(rows)
        ages = np.arange(0, last + 1, dtype=float) + self.age
        if path == "until-lifted":
            held[history:] *= ages[:, None] < self._lifted(good)
        if isinstance(path, str) and not path.startswith("queue"):
            return held
        if isinstance(path, Approvals):
            held[history:] = self.drawn.queue(good, code, ages, path, known_on=self.on)
        elif isinstance(path, str):
            known_on = dt.date.max if path == "queue-known" else self.on
            queue = self.drawn.queue(good, code, ages, None, known_on=known_on)
            today = held[history]
            if self.age > 0 and queue[0, 0] > FAINT:
                queue = np.minimum(queue * today / np.maximum(queue[0], FAINT), 1.0)
            held[history:] = queue
        else:
            held[history:] = self.drawn.points(path, code, ages)
        return held

    def _evidence(
        self, controls: list[Control], code: str, day: int, *, at_target: bool, path: Path
    ) -> Range:
        """Blocked share on a day, as the register and the standoff have it."""
        on, entry = self.on + dt.timedelta(days=day), self.entry
        stated = Range(
            low=entry.intensity.low, central=entry.intensity.central, high=entry.intensity.high
        )
        if on < entry.effective:
            return Range(low=0.0, central=0.0, high=0.0)
        record, moving = path == "record", path == "known" and bool(self.moving)
        if day >= 0 and at_target and not (record and controls):
            return on_path(self.moving, on) if moving else stated
        seen = max(self.on, entry.effective, *(p.date for p in self.moving if moving))
        known = [
            control.intensity(
                on, entry.target if at_target else code, known_on=None if record else seen
            )
            for control in controls
        ]
        if known:
            return max(known, key=lambda value: value.central)
        return stated if at_target else Range(low=0.0, central=0.0, high=0.0)

    def _lifted(self, good: str) -> Array:
        """Day on which the control is lifted, counted from its effect, shape (draws + 1,) [day]."""
        quantile = self.sampler.quantile(f"lift_days of {self.entry.control}")
        return self.lifts.lifted(quantile, self._factor(good), max(self.age, 0))

    def _factor(self, good: str) -> float:
        kind = self.facts.good(good).kind
        return self.lifts.factor(self.entry.instrument, kind, self.entry.imposer)

    def wait(self, history: int, days: int) -> dict[str, Array]:
        """Days for which it can be expected to last on, by good, on every day from history on.

        Shape (history + days,) [day]. Nobody on a market knows the day; all know how long such
        controls last.
        """
        ages = np.maximum(np.arange(-history, days, dtype=float) + self.age, 0.0)
        return {good: self.lifts.remaining(ages, self._factor(good)) for good in self.entry.goods}

    def outlook(
        self, history: int, days: int, wait: Mapping[str, Array], paths: Paths
    ) -> dict[str, Array]:
        """Blocked share that can be expected over a shortage, over that of the day, by good.

        Shape (history + days,) [share]. Licences are expected to come where a queue is: a market
        that knows it pays for what will be short, not for what is held up today.
        """
        found: dict[str, Array] = {}
        for good in self.entry.goods:
            found[good] = np.ones(history + days)
            path = path_of(paths, self.entry.control, good)
            if not isinstance(path, str) or not path.startswith("queue"):
                continue
            ages = np.arange(-history, days + SEEN, dtype=float) + self.age
            code = next((c for c, at in zip(self.world.regions, self.targets, strict=True) if at))
            blocked = self.drawn.queue(good, code, ages, None, known_on=self.on).mean(axis=1)
            total = np.r_[0.0, np.cumsum(blocked)]
            start = np.arange(history + days)
            stop = start + np.clip(self._shortage(good, wait[good]), 1, SEEN).astype(np.intp)
            mean = (total[stop] - total[start]) / (stop - start)
            now = blocked[: history + days]
            found[good] = np.where(now > 0, np.minimum(mean / np.maximum(now, 1e-9), 1.0), 1.0)
        return found

    def _shortage(self, good: str, wait: Array) -> Array:
        """Days of a shortage at central figures, shape of ``wait`` [day]."""
        rows = (self.facts.parameter(good, name) for name in ("substitution_days", "ramp_days"))
        without, ramp = (np.array(row.value) for row in rows)
        return shortage_days(wait, without, ramp)


def _destination(control: Control, code: str) -> tuple[bool, str | None]:
    """Which of a control's evidence speaks of a destination."""
    for named in (code, control.blocs.get(code), "*"):
        if any(point.target == named for point in control.path):
            return control.aims_at(code), named
    return control.aims_at(code), None
