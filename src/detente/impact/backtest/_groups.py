"""Scores of a case's rows, group by group and run by run."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from detente.facts import HappenedRow, KnownPath
from detente.impact.backtest._forecast import Forecast
from detente.impact.backtest._precedents import EVENTS
from detente.impact.backtest._score import event_error, interval_score, log_error, rmse, skill

__all__ = ["ALL", "Score", "score_rows"]

ALL = "all"
"""Label of the group of all scored rows, whose units differ: only shares are given for it."""

TEN_DAYS = 10.0


class Scorable(Protocol):
    """What a score needs of a row."""

    @property
    def path(self) -> KnownPath: ...
    @property
    def happened(self) -> HappenedRow: ...
    @property
    def forecast(self) -> Forecast: ...
    @property
    def baselines(self) -> dict[str, float]: ...
    @property
    def scored(self) -> bool: ...
    @property
    def inside(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How good one run was on one group of rows."""

    path: str
    """Name of the run."""
    known: bool
    """Whether it used anything that became known later."""
    group: str
    """``exports of GOOD``, ``exports of GOOD to REGION``, ``stoppage``, ... or ``all``."""
    measure: str
    """What the error is: root mean square (exports), mean absolute (days), mean absolute logarithm
    (prices); empty for ``all``."""
    count: int
    """Rows in the group."""
    error: float | None
    """The error of the central run; None for ``all`` [the quantity's unit]."""
    baselines: dict[str, float]
    """The same error for each naive forecast."""
    inside: float
    """Part of the rows whose range meets what happened [share]."""
    width: float | None
    """Mean width of the ranges; None for ``all`` [the quantity's unit, logarithm for prices]."""
    interval_score: float | None
    """Mean interval score, less is better; None for ``all`` [as ``width``]."""
    within_ten_days: float | None
    """Part of the events that were forecast to ten days; None for what is no event [share]."""

    @property
    def skill(self) -> dict[str, float | None]:
        """Part of each baseline's error that the forecast takes away [share]."""
        if self.error is None:
            return {}
        return {name: skill(self.error, value) for name, value in self.baselines.items()}

    def to_payload(self) -> dict[str, Any]:
        """Return the score as ``detente.backtest/1`` has it."""
        return {
            "path": self.path,
            "known": self.known,
            "group": self.group,
            "measure": self.measure,
            "count": self.count,
            "error": self.error,
            "baselines": dict(self.baselines),
            "skill": self.skill,
            "inside": self.inside,
            "width": self.width,
            "interval_score": self.interval_score,
            "within_ten_days": self.within_ten_days,
        }


def score_rows(rows: Iterable[Scorable], horizon: float) -> Iterator[Score]:
    """Score the rows of a case: one score for each run and group, and one for all of its rows."""
    groups: dict[tuple[str, str], list[Scorable]] = {}
    for row in rows:
        if row.scored:
            groups.setdefault((row.path.name, _label(row.happened)), []).append(row)
            groups.setdefault((row.path.name, ALL), []).append(row)
    order = list(groups)
    for key in sorted(order, key=lambda key: (_first(order, key[0]), key[1] == ALL)):
        yield _score(key[1], groups[key], horizon)


def _first(order: Sequence[tuple[str, str]], path: str) -> int:
    return next(at for at, key in enumerate(order) if key[0] == path)


def _label(row: HappenedRow) -> str:
    if row.quantity != "exports":
        return row.quantity
    to = "" if row.region == "*" else f" to {row.region}"
    return f"exports of {row.good}{to}"


def _score(group: str, rows: Sequence[Scorable], horizon: float) -> Score:
    path = rows[0].path
    whole = Score(
        path=path.name,
        known=path.known,
        group=group,
        measure="",
        count=len(rows),
        error=None,
        baselines={},
        inside=float(np.mean([row.inside for row in rows])),
        width=None,
        interval_score=None,
        within_ten_days=None,
    )
    if group == ALL:
        return whole
    quantity = rows[0].happened.quantity
    errors = [_error(row.forecast.central, row.happened, horizon) for row in rows]
    naive = {
        name: [_error(row.baselines[name], row.happened, horizon) for row in rows]
        for name in rows[0].baselines
    }
    ranges = [_ends(row, horizon) for row in rows]
    scores = [
        interval_score(low, high, seen, row.happened.relation)
        for row, (low, high, seen) in zip(rows, ranges, strict=True)
    ]
    near = float(np.mean([abs(error) <= TEN_DAYS for error in errors]))
    return replace(
        whole,
        measure=_measure(quantity),
        error=_whole(errors, quantity),
        baselines={name: _whole(found, quantity) for name, found in naive.items()},
        width=float(np.mean([high - low for low, high, _ in ranges])),
        interval_score=float(np.mean(scores)),
        within_ten_days=near if quantity in EVENTS else None,
    )


def _measure(quantity: str) -> str:
    if quantity == "exports":
        return "root mean square error"
    return "mean absolute error" if quantity in EVENTS else "mean absolute log error"


def _whole(errors: Sequence[float], quantity: str) -> float:
    array = np.asarray(errors)
    return rmse(array) if quantity == "exports" else float(np.abs(array).mean())


def _error(forecast: float, seen: HappenedRow, horizon: float) -> float:
    if seen.quantity == "exports":
        return forecast - seen.value
    if seen.quantity in EVENTS:
        return event_error(forecast, (seen.low, seen.high), seen.relation, horizon)
    return log_error(forecast, seen.value)


def _ends(row: Scorable, horizon: float) -> tuple[float, float, tuple[float, float]]:
    """Ends of the range and of what happened, on the scale of the group's errors."""
    low, high = row.forecast.low, row.forecast.high
    seen = row.happened.low, row.happened.high
    if row.happened.quantity in EVENTS:
        return min(low, horizon), min(high, horizon), seen
    if row.happened.quantity == "exports":
        return low, high, seen
    return math.log(low), math.log(high), (math.log(seen[0]), math.log(seen[1]))
