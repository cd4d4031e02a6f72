"""Blocked shares of one control in every draw: by evidence, by a given path, by its queue."""

import datetime as dt

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.controls import IntensityPoint, Range, TabledControl
from detente.facts import QUEUE_PARAMETERS, Facts
from detente.impact._draws import Sampler
from detente.impact.goods._grades import grade_of
from detente.impact.goods.licences import (
    Approvals,
    Points,
    Queue,
    passed_inspection,
    permitted_flow,
    queue_rows,
)

__all__ = ["Drawn"]

Array = npt.NDArray[np.floating]


class Drawn:
    """Draws of what one tabled control blocks; equal evidence is drawn once."""

    def __init__(self, entry: TabledControl, facts: Facts, sampler: Sampler) -> None:
        self.entry, self.facts, self.sampler = entry, facts, sampler
        self._values: dict[tuple[float, float, float], Array] = {}

    def names_grade(self, good: str) -> bool:
        """Whether the control names only the covered grade of a good."""
        ids = set(self.entry.register_ids)
        return any(row.good == good and ids & set(row.controls) for row in self.facts.grades)

    def value(self, blocked: Range, name: str = "intensity") -> Array:
        """Draw a figure from its range, shape (draws + 1,)."""
        key = (blocked.low, blocked.central, blocked.high)
        if blocked.high <= 0:
            return np.zeros(self.sampler.size)
        if name != "intensity":
            return self.sampler.values(f"{name} of {self.entry.control}", *key)
        if key not in self._values:
            self._values[key] = self.sampler.values(f"intensity of {self.entry.control}", *key)
        return self._values[key]

    def queue(
        self, good: str, code: str, ages: Array, approvals: Approvals | None, *, known_on: dt.date
    ) -> Array:
        """Blocked share by the licence queue, shape (days, draws + 1)."""
        rows = queue_rows(
            self.facts,
            tuple(self.entry.register_ids),
            self._codes(code),
            known_on=known_on,
            good=good,
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
        if grade is not None and self.names_grade(good):
            covered = self.sampler.values(
                f"grade_share of {good}", grade.low, grade.value, grade.high
            )
        queue = Queue(figures=figures, covered=covered)
        if approvals is None:
            return queue.blocked(ages)
        known = {
            name: self.points(_intensity_points(points), code, ages, name=name)
            for name, points in (
                ("approvals", approvals.points),
                ("filing_days", approvals.filing_days),
                ("shipping_days", approvals.shipping_days),
                ("inspected", approvals.inspected),
                ("inspection_days", approvals.inspection_days),
            )
            if points
        }
        at_once = np.zeros_like(known["approvals"])
        most = self.facts.model_parameter("rebuild_multiple")
        return queue.blocked(
            ages,
            permitted_flow(
                known["approvals"],
                ages,
                filing=known.get("filing_days", at_once),
                shipping=known.get("shipping_days", at_once),
                most=self.sampler.values("rebuild_multiple", most.low, most.value, most.high),
            ),
            passed_inspection(known["inspected"], known["inspection_days"])
            if approvals.inspected
            else None,
        )

    def points(
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
            self.value(Range(low=low, central=central, high=high), name)
            for low, central, high in zip(*(end.tolist() for end in ends), strict=True)
        ]
        return np.where(ages[:, None] < 0, 0.0, np.stack(drawn))

    def _codes(self, code: str) -> tuple[str, ...]:
        """Codes under which a table may speak of a region: itself, its members, its blocs."""
        members = next((r.members for r in self.facts.regions if r.code == code), ())
        blocs = tuple(p.iso3 for p in self.facts.parties if code in p.region)
        return tuple(dict.fromkeys((code, *members, *blocs)))


def _intensity_points(points: Points) -> tuple[IntensityPoint, ...]:
    return tuple(
        IntensityPoint(
            target=target, date=date, value=Range(low=low, central=central, high=high), source=""
        )
        for target, date, low, central, high in points
    )
