"""Forecasts and ranges set by how earlier ones came true: split conformal, case by case.

A run's draws know what plants and markets do and not how far a ministry keeps to its text, what
else moves a price, or how often a line that runs short is seen to stop. What the model said of
past standoffs and what then happened (`Precedent`) tells. Every case counts with the square root of
its rows, since rows of one case hang together; residuals are of forecasts that were set without the
residual's own case.

References
----------
Koenker, R. and Bassett, G. (1978), Regression quantiles, Econometrica 46:33-50.

Lei, J., G'Sell, M., Rinaldo, A., Tibshirani, R. J. and Wasserman, L. (2018), Distribution-free
predictive inference for regression, J. American Statistical Association 113:1094-1111.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from detente._units import DAYS_PER_YEAR
from detente.impact.backtest._precedents import EVENTS, PRICES, Precedent, precedents
from detente.impact.goods.lifting import class_of

__all__ = ["Calibrated", "Calibration", "calibration"]

Array = npt.NDArray[np.floating]
F = TypeVar("F")

TAILS = {"price": 0.075, "exports": 0.05, "event": 0.1}
"""Part of outcomes that should fall beyond each end of a range [share]."""

FLOOR, VOLATILITY, OWN = 0.25, 0.35, 0.7
"""What makes one price harder to tell than another: quotes and bases (spread of the logarithm), a
year of a traded commodity (the same), and how far the model itself sees it move (part of that).
Only their proportions matter; the record sets the width."""

FARTHEST = 1.5
"""Largest logarithm of a price that pulls on the line through earlier ones."""

KEEP = {"rule": 0.4, "queue": 1.0}
"""Weight of a run of exports against what such rules let through, by what the run rests on."""

UNTOLD_DAYS = math.log(2.5)
"""How far a day may lie off where no earlier event of its kind is known, either way (logarithm)."""

PRIOR, CASES = 0.5, 3.0
"""Exports under a rule of which nothing is known, and how many cases it counts as."""

AGE_DAYS, AGE_REACH, OTHER = 30.0, 0.6, 0.5
"""Scale on which ages of rules are near (logarithm of one and days over this), how far near
reaches there, and what a rule on another class of goods counts for."""

RATES, RATE_CASES = (0.1, 0.5), 2.0
"""Chances that a stop is seen where the model has none, and where it has one, where nothing is
known yet, and how many cases it takes to move them half way."""

SHRUNK = (0.2, 2.0)
"""Pull of level and slope of prices towards the run's own."""

NEAR, FITS = 0.02, 60
"""Distance of a price from its line, in logarithms, within which deviations count squared, and how
often the line is fitted anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """A forecast after the record."""

    low: float
    central: float
    high: float
    """Range and centre; of events given that they come [the quantity's unit]."""
    chance: float | None = None
    """Chance that an event has come by the day asked about; None for what is no event [share]."""


class Calibration:
    """What earlier forecasts say of a new one.

    Parameters
    ----------
    rows
        Earlier forecasts and what happened, of other cases.
    """

    def __init__(self, rows: Sequence[Precedent]) -> None:
        self._rows = tuple(rows)
        prices = [row for row in rows if row.quantity in PRICES]
        exports = [row for row in rows if row.quantity == "exports"]
        self._line = _line(prices)
        self._exports = tuple(exports)
        self._price_end = _end(prices, _line, _price_residual, TAILS["price"])
        self._export_end = _end(exports, tuple, _export_residual, TAILS["exports"])
        events = [row for row in rows if row.quantity in EVENTS]
        dated = [row for row in events if row.relation == "equal"]
        self._day_end = {
            quantity: _end(
                [row for row in dated if row.quantity == quantity],
                lambda _: None,
                _day_residual,
                TAILS["event"],
            )
            or UNTOLD_DAYS
            for quantity in EVENTS
        }
        self._untold, self._told = _rates(events)

    def of(self, row: Precedent) -> Calibrated:
        """Set a forecast by the record.

        Parameters
        ----------
        row
            What the model says; what happened is not looked at but for the day asked about.
        """
        if row.quantity in PRICES:
            middle, reach = _price(self._line, row), self._price_end * _price_scale(row)
            low, central, high = (math.exp(middle + part * reach) for part in (-1, 0, 1))
            return Calibrated(low=low, central=central, high=high)
        if row.quantity == "exports":
            middle = _exports(self._exports, row)
            low, high = max(0.0, middle - self._export_end), middle + self._export_end
            return Calibrated(low=low, central=middle, high=high)
        factor = math.exp(max(self._day_end[row.quantity], row.spread))
        chance = self._untold + (self._told - self._untold) * row.chance
        return Calibrated(
            low=row.said / factor,
            central=row.said,
            high=row.said * factor,
            chance=min(max(chance, 0.0), 1.0),
        )

    def rate(self, quantity: str) -> float:
        """Part of the cases in which an event had come by the day it was counted [share]."""
        mine = [row for row in self._rows if row.quantity == quantity]
        cases = sorted({row.case for row in mine})
        if not cases:
            return 0.5
        return float(np.mean([np.mean([r.came for r in mine if r.case == c]) for c in cases]))

    def naive(self, quantity: str, value: float) -> tuple[float, float] | None:
        """Range around a naive forecast, from its own errors in the record.

        Parameters
        ----------
        quantity
            What is forecast.
        value
            The naive forecast of every row [the quantity's unit].

        Returns
        -------
        tuple of float or None
            Ends; None for events.
        """
        if quantity in EVENTS:
            return None
        family = PRICES if quantity in PRICES else frozenset({"exports"})
        mine = [row for row in self._rows if row.quantity in family]
        if quantity in PRICES:
            log = math.log(value)
            end = _end(mine, lambda _: None, lambda _, row: _off(_logs(row), log), TAILS["price"])
            return value * math.exp(-end), value * math.exp(end)
        end = _end(mine, lambda _: None, lambda _, row: _off(_seen(row), value), TAILS["exports"])
        return max(0.0, value - end), value + end


@lru_cache(maxsize=64)
def calibration(without: str = "") -> Calibration:
    """Return the calibration by all packaged cases but one."""
    return Calibration(precedents(without))


def _weights(rows: Sequence[Precedent]) -> Array:
    number: dict[str, int] = {}
    for row in rows:
        number[row.case] = number.get(row.case, 0) + 1
    return np.array([1.0 / math.sqrt(number[row.case]) for row in rows])


def _line(rows: Sequence[Precedent]) -> tuple[float, float]:
    """Level and slope of the logarithm of prices outside over what the model said of them.

    Least absolute deviations (Koenker and Bassett 1978), by least squares weighted anew: half of
    what happened lies above the line, and the few prices that went far do not lift the rest.
    """
    mine = [row for row in rows if row.quantity == "price_outside"]
    if not mine:
        return 0.0, 1.0
    said = np.array([row.said for row in mine])
    over = np.clip([math.log(row.value) for row in mine], -FARTHEST, FARTHEST) - said
    x, w = np.stack([np.ones_like(said), said]), _weights(mine)
    found = np.zeros(2)
    for _ in range(FITS):
        near = w / np.maximum(np.abs(over - found @ x) / NEAR, 1.0)
        found = np.linalg.solve((x * near) @ x.T + np.diag(SHRUNK), (x * near) @ over)
    return float(found[0]), float(1.0 + found[1])


def _price(line: tuple[float, float], row: Precedent) -> float:
    """Logarithm of a price; inside the imposer the model's own, of which too few are known."""
    level, slope = line
    return level + slope * row.said if row.quantity == "price_outside" else row.said


def _price_scale(row: Precedent) -> float:
    year = min(max(row.day, 0) / DAYS_PER_YEAR, 1.0)
    return math.sqrt(FLOOR**2 + VOLATILITY**2 * year + (OWN * row.said) ** 2)


def _price_residual(line: tuple[float, float], row: Precedent) -> float:
    return _off(_logs(row), _price(line, row)) / _price_scale(row)


def _exports(record: Sequence[Precedent], row: Precedent) -> float:
    """A run of exports, drawn towards what such rules let through at such an age.

    What a rule says is half the story; a queue already comes from what such rules let through.
    """
    keep = KEEP["queue" if row.path.startswith("queue") else "rule"]
    return keep * row.said + (1.0 - keep) * (_let_through(record, row) if keep < 1.0 else 0.0)


def _let_through(record: Sequence[Precedent], row: Precedent) -> float:
    """Exports under earlier rules: near in age, and of the same class of goods, counts for more.

    A kernel mean over cases (Nadaraya 1964), each with the weight of its nearest row, drawn to
    `PRIOR`.
    """
    total, weight = PRIOR * CASES, CASES
    for case in sorted({one.case for one in record}):
        mine = [one for one in record if one.case == case]
        near = np.array([_nearness(one, row) for one in mine])
        seen = np.array([one.value for one in mine])
        total += float(near.max() * (near @ seen) / near.sum())
        weight += float(near.max())
    return total / weight


def _nearness(one: Precedent, row: Precedent) -> float:
    apart = abs(math.log1p(max(one.day, 0) / AGE_DAYS) - math.log1p(max(row.day, 0) / AGE_DAYS))
    alike = 1.0 if class_of(one.kind) == class_of(row.kind) else OTHER
    return math.exp(-apart / AGE_REACH) * alike


def _export_residual(record: Sequence[Precedent], row: Precedent) -> float:
    return _off(_seen(row), _exports(record, row))


def _day_residual(_: None, row: Precedent) -> float:
    return _off(_logs(row), math.log(max(row.said, 1.0)))


def _rates(rows: Sequence[Precedent]) -> tuple[float, float]:
    """Chances that a stop is seen where no draw has one, and where all have one."""
    mine = [row for row in rows if row.quantity == "stoppage"]
    if not mine:
        return RATES
    chance = np.array([row.chance for row in mine])
    came = np.array([row.came for row in mine], dtype=float)
    x, w, prior = np.stack([1.0 - chance, chance]), _weights(mine), np.array(RATES)
    pull = np.linalg.solve((x * w) @ x.T + RATE_CASES * np.eye(2), (x * w) @ (came - prior @ x))
    untold, told = np.clip(prior + pull, 0.0, 1.0)
    return float(untold), float(told)


def _end(
    rows: Sequence[Precedent],
    fit: Callable[[Sequence[Precedent]], F],
    residual: Callable[[F, Precedent], float],
    tail: float,
) -> float:
    """Distance within which all but two tails of the residuals lie, and of one case more.

    Each residual is from a fit without its own case. The case that is forecast counts as one that
    lies farther than all, as in split conformal prediction: with ``n`` cases the part within is
    ``(1 - 2 tail) (n + 1) / n``.
    """
    if not rows:
        return 0.0
    without = {
        case: fit([row for row in rows if row.case != case]) for case in {r.case for r in rows}
    }
    found = np.abs([residual(without[row.case], row) for row in rows])
    order, weights = np.argsort(found), _weights(rows)
    part = np.cumsum(weights[order]) / weights.sum()
    within = (1.0 - 2.0 * tail) * (1.0 + 1.0 / len(without))
    return float(found[order][min(int(np.searchsorted(part, within)), len(rows) - 1)])


def _seen(row: Precedent) -> tuple[float, float]:
    return row.low, row.high


def _logs(row: Precedent) -> tuple[float, float]:
    return math.log(max(row.low, 1e-6)), math.log(max(row.high, 1e-6))


def _off(seen: tuple[float, float], said: float) -> float:
    """Distance from a forecast to what was seen, which has a range of its own."""
    return max(0.0, seen[0] - said) - max(0.0, said - seen[1])
