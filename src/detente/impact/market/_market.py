"""Several events and assets in one study, with what the register holds around each."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from detente._errors import ImpactError
from detente._shown import Shown
from detente._version import __version__
from detente.impact.market._event_study import FlatError, Outcome, Window, study_asset
from detente.impact.market._nearby import Nearby, nearby
from detente.impact.market._prices import Prices

__all__ = ["MarketStudy", "market_check"]

Event = tuple[dt.date, dt.date]

LEVEL = 0.05
"""Below it, in all tests, a move is called beyond noise."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class MarketStudy(Shown):
    """What each asset did around each event."""

    market: str | None
    """Name of the market's column, or None for the constant-mean model."""
    window: Window
    """Which days count."""
    events: tuple[Event, ...]
    """First and last day of each."""
    outcomes: tuple[tuple[Outcome, ...], ...]
    """By event, then asset."""
    holm: tuple[tuple[float, ...], ...]
    """Student's p values, corrected for their number by Holm's method; in the same order."""
    around: tuple[tuple[Nearby, ...], ...]
    """What the register and the calendar hold near each event."""
    seed: int = 0
    """Of the permutation test."""
    left_out: tuple[str, ...] = ()
    """Assets whose prices do not move in an estimation window, and are not studied."""

    def to_payload(self) -> dict[str, Any]:
        """Say it as ``detente.market/1``."""
        return {
            "schema": "detente.market/1",
            "unit": "logarithmic return, share",
            "market": self.market,
            "events": [
                {
                    "first": event[0].isoformat(),
                    "last": event[1].isoformat(),
                    "other_events_in_estimation": [
                        f"{first.isoformat()}..{last.isoformat()}"
                        for first, last in self._within(outcomes[0])
                    ],
                    "around": [
                        {"date": at.date.isoformat(), "kind": at.kind, "id": at.id, "name": at.name}
                        for at in around
                    ],
                    "assets": [
                        _asset(outcome, corrected)
                        for outcome, corrected in zip(outcomes, holm, strict=True)
                    ],
                }
                for event, around, outcomes, holm in zip(
                    self.events, self.around, self.outcomes, self.holm, strict=True
                )
            ],
            "together": self._together(),
            "left_out": [{"asset": name, "why": "prices do not move"} for name in self.left_out],
            "manifest": {
                "version": __version__,
                "model": "market" if self.market else "constant mean",
                "level": LEVEL,
                "before": self.window.before,
                "after": self.window.after,
                "estimation": self.window.estimation,
                "gap": self.window.gap,
                "permutations": self.window.permutations,
                "placebos": self.window.placebos,
                "seed": self.seed,
            },
        }

    def _within(self, outcome: Outcome) -> list[Event]:
        """Other events whose days lie in an estimation window, which they make noisier."""
        known = (outcome.estimated[0], outcome.estimated[-1])
        return [event for event in self.events if event[0] <= known[1] and event[1] >= known[0]]

    def _together(self) -> list[dict[str, Any]]:
        """Mean over the events of each asset's cumulative return, events taken as independent."""
        if len(self.events) < 2:
            return []
        from scipy import stats  # noqa: PLC0415 - slow to import, seldom needed

        spans = sorted((one[0].days[0], one[0].days[-1]) for one in self.outcomes)
        apart = all(ended < began for (_, ended), (began, _) in pairwise(spans))
        rows = []
        for of_asset in zip(*self.outcomes, strict=True):
            mean = float(np.mean([one.cumulative[-1] for one in of_asset]))
            se = float(np.sqrt(sum(one.cumulative_se[-1] ** 2 for one in of_asset)) / len(of_asset))
            rows.append(
                {
                    "asset": of_asset[0].asset,
                    "mean_cumulative": mean,
                    "se": se,
                    "p_value": float(2 * stats.norm.sf(abs(mean) / se)),
                    "windows_apart": apart,
                }
            )
        return rows


def _asset(outcome: Outcome, corrected: float) -> dict[str, Any]:
    tests = [corrected, outcome.permutation_p]
    tests += [] if outcome.placebo_p is None else [outcome.placebo_p]
    return {
        "asset": outcome.asset,
        "alpha": outcome.alpha,
        "beta": outcome.beta,
        "r_squared": outcome.r_squared,
        "residual_sd": outcome.residual_sd,
        "days": [
            {
                "date": day.isoformat(),
                "day": at - outcome.first,
                "abnormal": float(outcome.abnormal[at]),
                "abnormal_se": float(outcome.abnormal_se[at]),
                "cumulative": float(outcome.cumulative[at]),
                "cumulative_se": float(outcome.cumulative_se[at]),
            }
            for at, day in enumerate(outcome.days)
        ],
        "cumulative": float(outcome.cumulative[-1]),
        "se": float(outcome.cumulative_se[-1]),
        "t": float(outcome.cumulative[-1] / outcome.cumulative_se[-1]),
        "freedom": outcome.freedom,
        "p_value": outcome.p_value,
        "p_holm": corrected,
        "permutation_p": outcome.permutation_p,
        "placebo_p": outcome.placebo_p,
        "placebos": outcome.placebos,
        "halts": [
            {"until": halt.until.isoformat(), "trading_days": halt.trading_days}
            for halt in outcome.halts
        ],
        "beyond_noise": max(tests) < LEVEL,
    }


def market_check(
    prices: Prices,
    events: Sequence[Event],
    *,
    market: str | None = None,
    assets: Sequence[str] | None = None,
    window: Window | None = None,
    seed: int = 0,
) -> MarketStudy:
    """Study assets around events.

    Parameters
    ----------
    prices
        Closing prices.
    events
        First and last day of each.
    market
        Column that stands for the market; without it, the constant-mean model.
    assets
        Columns to study; all but the market if not given.
    window
        Which days count.
    seed
        Same seed, same permutation test.

    Returns
    -------
    MarketStudy

    Raises
    ------
    ImpactError
        If there is no event or asset, an event ends before it starts, prices do not cover it, or
        those of the market or of all assets stand still.
    """
    window = window or Window()
    names = [name for name in (assets or prices.by_asset) if name != market]
    if not events or not names:
        raise ImpactError("give at least one event and one asset besides the market")
    for first, last in events:
        if last < first:
            raise ImpactError(f"the event {first}..{last} ends before it starts")
    studied: dict[str, list[Outcome]] = {}
    flat: dict[str, FlatError] = {}
    for name in names:
        days, moves, of_market = prices.returns(name, market)
        spans = prices.spans(name, market)
        try:
            studied[name] = [
                study_asset(
                    name,
                    days,
                    moves,
                    of_market,
                    event,
                    window,
                    rng=np.random.default_rng([seed, *name.encode(), event[0].toordinal()]),
                    spans=spans,
                    others=[other for other in events if other != event],
                )
                for event in events
            ]
        except FlatError as error:
            flat[name] = error
    if not studied:
        words = str(next(iter(flat.values())))
        raise ImpactError(words.replace("the market:", f"the market, {market}:"))
    names = list(studied)
    outcomes = tuple(zip(*studied.values(), strict=True))
    corrected = _holm([one.p_value for row in outcomes for one in row])
    return MarketStudy(
        market=market,
        window=window,
        events=tuple(events),
        outcomes=outcomes,
        holm=tuple(
            tuple(corrected[at : at + len(names)]) for at in range(0, len(corrected), len(names))
        ),
        around=tuple(nearby(*event) for event in events),
        seed=seed,
        left_out=tuple(flat),
    )


def _holm(values: Sequence[float]) -> list[float]:
    """Holm's step-down values (1979); that of statsmodels empties all memory at every call."""
    raw, count = np.asarray(values), len(values)
    order = np.argsort(raw)
    found = np.empty(count)
    found[order] = np.maximum.accumulate(raw[order] * np.arange(count, 0, -1)).clip(max=1.0)
    return [float(value) for value in found]
