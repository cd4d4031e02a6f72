"""How intensities go on after the standoff's date: held, forecast by the queue, or known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.controls import IntensityPoint, Standoff
from detente.impact.goods.licences import Approvals

__all__ = ["Blocked", "Path", "PathKind", "Paths", "check_paths", "path_of", "queued"]

PathKind = Literal["known", "held", "until-lifted", "queue", "queue-known", "record"]
Path = PathKind | tuple[IntensityPoint, ...] | Approvals
"""``known`` goes along the path that the standoff carries, where it carries one, and keeps what it
states elsewhere; ``held`` keeps that in any case; ``until-lifted`` keeps it until a day that nobody
knows, which is drawn from how long bans have lasted; ``queue`` lets the licence queue work on as
could be expected on the standoff's date, ``queue-known`` as was known later; ``record`` follows the
register's evidence, later decisions included; points are a path of one's own, and `Approvals` what
a queue is known to have approved (its hold-up of other grades stays as could be expected)."""

Paths = Mapping[str, PathKind | Sequence[IntensityPoint] | Approvals]
"""Path by tabled control, or by ``control:good`` for one of its goods."""

Array = npt.NDArray[np.floating]

LONGEST_WAIT = 730.0
"""Longest wait for a test or a departure that is taken seriously [day]."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Blocked share of a good's flow day by day; regions that are treated alike share a path."""

    paths: Array
    """Shape (rows, paths, draws + 1) [share]; the first row is the first day of history, and the
    last one holds for as long as it takes."""
    of: npt.NDArray[np.intp]
    """Path of each region, shape (regions,)."""

    def on(self, row: int) -> Array:
        """Blocked share on a day of the path, shape (regions, draws + 1)."""
        return np.asarray(self.paths[min(row, len(self.paths) - 1)][self.of])

    def to(self, region: int) -> Array:
        """Blocked share towards one region, shape (rows, draws + 1)."""
        return np.asarray(self.paths[:, self.of[region]])

    def reaches(self) -> npt.NDArray[np.bool_]:
        """Regions to which anything is ever blocked, shape (regions,)."""
        ever: npt.NDArray[np.bool_] = np.asarray((self.paths > 0).any(axis=(0, 2)))
        return ever[self.of]


def path_of(paths: Paths, control: str, good: str) -> Path:
    """Return the path of one good under one control; the standoff's own if nothing is said."""
    found = paths.get(f"{control}:{good}", paths.get(control, "known"))
    return found if isinstance(found, str | Approvals) else tuple(found)


def queued(path: Path) -> bool:
    """Whether a path rests on a queue, or on points by destination."""
    return not isinstance(path, str) or path.startswith("queue")


def check_paths(paths: Paths, standoff: Standoff) -> None:
    """Refuse paths that fit no control on the table, or that are out of order."""
    keys = [entry.control for entry in standoff.controls]
    keys += [f"{entry.control}:{good}" for entry in standoff.controls for good in entry.goods]
    for key, path in paths.items():
        if key not in keys:
            near = get_close_matches(key, keys, n=1, cutoff=0.3)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ImpactError(f"path {key!r} is of no control (or control:good) on the table{hint}")
        if isinstance(path, str):
            if path not in get_args(PathKind):
                known = ", ".join(repr(kind) for kind in get_args(PathKind))
                raise ImpactError(f"path of {key!r} is {path!r}; write one of {known}, or points")
            continue
        if isinstance(path, Approvals):
            _check_approvals(key, path)
            continue
        rows = [(p.target, p.date, p.value.low, p.value.central, p.value.high) for p in path]
        _check_points(key, rows)


def _check_approvals(key: str, path: Approvals) -> None:
    _check_points(key, path.points)
    if bool(path.inspected) != bool(path.inspection_days):
        raise ImpactError(
            f"path of {key!r} knows only one of inspected and inspection_days; give both or neither"
        )
    if path.inspected:
        _check_points(f"{key}: inspected", path.inspected)
    for name, rows in (
        ("inspection_days", path.inspection_days),
        ("filing_days", path.filing_days),
        ("shipping_days", path.shipping_days),
    ):
        if rows:
            _check_points(f"{key}: {name}", rows, most=LONGEST_WAIT, unit="days")


def _check_points(
    key: str,
    rows: Iterable[tuple[str, object, float, float, float]],
    *,
    most: float = 1.0,
    unit: str = "shares",
) -> None:
    by_target: dict[str, list[tuple[object, float, float, float]]] = {}
    for target, *row in rows:
        by_target.setdefault(target, []).append(tuple(row))  # type: ignore[arg-type]
    if not by_target:
        raise ImpactError(f"path of {key!r} has no points; give at least one, or 'held'")
    for target, points in by_target.items():
        for date, low, central, high in points:
            if not 0.0 <= low <= central <= high <= most:
                raise ImpactError(
                    f"path of {key!r} to {target} on {date}: {low:g}, {central:g}, {high:g} are "
                    f"not {unit} in order; write 0 <= low <= central <= high <= {most:g}"
                )
        for (before, *_), (after, *_) in pairwise(points):
            if not before < after:  # type: ignore[operator]
                raise ImpactError(
                    f"path of {key!r} to {target}: {after} comes after {before} in the list; "
                    "put the dates in order, each once"
                )
