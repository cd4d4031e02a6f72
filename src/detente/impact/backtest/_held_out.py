"""How forecasts fare on cases that set none of their ranges: coverage, width, scores, chances."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from detente.impact.backtest._calibrate import Calibrated, Calibration, calibration
from detente.impact.backtest._precedents import EVENTS, Precedent, precedents
from detente.impact.backtest._score import inside, interval_score
from detente.impact.goods.lifting import class_of

__all__ = ["ALL_GOODS", "ALL_ROWS", "Held", "held_out", "held_out_of_record"]

ALL_GOODS = "all goods"
ALL_ROWS = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Scores of forecasts of one kind of quantity, each set by other cases."""

    quantity: str
    """A key of `detente.facts.QUANTITIES`, or ``all``."""
    goods: str
    """Class of goods, or ``all goods``."""
    cases: int
    count: int
    """Cases and rows."""
    two_sided: int
    """Rows with a value to be met, in place of "not before" or "by"."""
    coverage: float | None = None
    """Part of those whose range meets what was seen; None without any [share]."""
    width: float | None = None
    """Median of high over low (prices and days), or of high less low (exports)."""
    interval_score: float | None = None
    naive_interval_score: float | None = None
    """Mean interval score of the forecasts, and of ranges around "no change" by its own errors
    (logarithms for prices and days); None where there is none."""
    error: float | None = None
    no_change: float | None = None
    permitted: float | None = None
    """Root mean square (exports), median absolute logarithm (prices and days) of the centre, of no
    change, and of the permitted share of exports; None where there is none."""
    brier: float | None = None
    never: float | None = None
    base_rate: float | None = None
    """Mean squared error of the chance of an event, of the chance zero, and of the mean over the
    other cases; None for what is no event."""

    def to_payload(self) -> dict[str, Any]:
        """Return the scores under their names."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Row:
    """A forecast, what happened, and who sets the naive ranges."""

    said: Precedent
    told: Calibrated
    record: Calibration


def held_out(
    rows: Iterable[tuple[Precedent, Calibrated]], record: Calibration | None = None
) -> tuple[Held, ...]:
    """Score forecasts."""
    mine = [_Row(said, told, record or calibration(said.case)) for said, told in rows]
    if not mine:
        return ()
    found = [_whole(mine)]
    for quantity in dict.fromkeys(row.said.quantity for row in mine):
        of = [row for row in mine if row.said.quantity == quantity]
        found.append(_scored(quantity, ALL_GOODS, of))
        classes = sorted({class_of(row.said.kind) for row in of})
        if len(classes) > 1:
            found += [
                _scored(quantity, name, [row for row in of if class_of(row.said.kind) == name])
                for name in classes
            ]
    return tuple(found)


def held_out_of_record() -> tuple[Held, ...]:
    """Score every packaged case with ranges set by the others, without running anything."""
    return held_out((row, calibration(row.case).of(row)) for row in precedents())


def _two_sided(rows: Sequence[_Row]) -> list[_Row]:
    return [row for row in rows if row.said.relation == "equal"]


def _covered(row: _Row) -> bool:
    return inside(row.told.low, row.told.high, (row.said.low, row.said.high))


def _whole(rows: Sequence[_Row]) -> Held:
    both = _two_sided(rows)
    return Held(
        quantity=ALL_ROWS,
        goods=ALL_GOODS,
        cases=len({row.said.case for row in rows}),
        count=len(rows),
        two_sided=len(both),
        coverage=float(np.mean([_covered(row) for row in both])) if both else None,
    )


def _scored(quantity: str, goods: str, rows: Sequence[_Row]) -> Held:
    both, event = _two_sided(rows), quantity in EVENTS
    scores: dict[str, float | None] = {}
    if both:
        logs = quantity != "exports"
        ends = [(row.told.low, row.told.high) for row in both]
        scores["coverage"] = float(np.mean([_covered(row) for row in both]))
        scores["width"] = float(
            np.median([high / max(low, 1e-9) if logs else high - low for low, high in ends])
        )
        scores["interval_score"] = _interval(both, ends, logs=logs)
        naive = [row.record.naive(quantity, 1.0) for row in both]
        if not event:
            scores["naive_interval_score"] = _interval(both, [n for n in naive if n], logs=logs)
            scores["no_change"] = _error(both, [1.0] * len(both), logs=logs)
        scores["error"] = _error(both, [row.told.central for row in both], logs=logs)
        shares = [row.said.permitted for row in both if row.said.permitted is not None]
        if len(shares) == len(both):
            scores["permitted"] = _error(both, shares, logs=False)
    if event:
        came = np.array([row.said.came for row in rows], dtype=float)
        chance = np.array([row.told.chance or 0.0 for row in rows])
        rate = np.array([row.record.rate(quantity) for row in rows])
        scores["brier"] = float(np.mean((chance - came) ** 2))
        scores["never"] = float(np.mean(came**2))
        scores["base_rate"] = float(np.mean((rate - came) ** 2))
    return Held(
        quantity=quantity,
        goods=goods,
        cases=len({row.said.case for row in rows}),
        count=len(rows),
        two_sided=len(both),
        **scores,
    )


def _interval(rows: Sequence[_Row], ends: Sequence[tuple[float, float]], *, logs: bool) -> float:
    def on(value: float) -> float:
        return math.log(max(value, 1e-6)) if logs else value

    return float(
        np.mean(
            [
                interval_score(on(low), on(high), (on(row.said.low), on(row.said.high)))
                for row, (low, high) in zip(rows, ends, strict=True)
            ]
        )
    )


def _error(rows: Sequence[_Row], said: Sequence[float], *, logs: bool) -> float:
    seen = np.array([row.said.value for row in rows])
    if logs:
        return float(np.median(np.abs(np.log(np.maximum(seen, 1e-6) / np.array(said)))))
    return float(np.sqrt(np.mean((seen - np.array(said)) ** 2)))
