"""How forecasts from the record of deals have come true, each bargain left out in turn."""

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.deal.record.survival import TRAITS, Survival, Watched

__all__ = ["HORIZONS", "Score", "score_left_out", "score_of"]

HORIZONS = (3.0, 6.0, 12.0)
"""Times after which it is asked whether a bargain stands [month]."""

_LEAST = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Forecasts of one question beside the base rate."""

    outcome: str
    """``strict`` or ``core`` (a bargain stands), or ``soon`` (talks come to one)."""
    months: float
    """Time after which, or within which, it is asked [month]."""
    cases: int
    """How many bargains or talks answer [count]."""
    stood: float
    """Part of them in which it was so: the base rate [share]."""
    brier: float
    base_brier: float
    """Mean squared error of the forecasts, and of the base rate of the others [1]."""
    log: float
    base_log: float
    """Mean of minus the logarithm of what was given to what happened [1]."""
    forecasts: tuple[float, ...]
    happened: tuple[bool, ...]
    """Each forecast [share] and whether it stood."""

    @property
    def gain(self) -> float:
        """Part of the error of the base rate that the forecasts save; negative if they lose."""
        return 1.0 - self.brier / self.base_brier if self.base_brier > 0 else 0.0

    @property
    def adds(self) -> bool:
        """Whether the forecasts beat the base rate by a tenth or more."""
        return self.gain >= 0.1

    def bins(self, edges: Sequence[float] = (0.0, 0.4, 0.7, 1.0)) -> list[dict[str, float]]:
        """Return how often what was forecast happened, by size of the forecast.

        Parameters
        ----------
        edges
            Ends of the bins, rising [share].
        """
        told, came = np.array(self.forecasts), np.array(self.happened, dtype=float)
        found = []
        for low, high in itertools.pairwise(edges):
            inside = (told >= low) & ((told < high) | (high == edges[-1]))
            if inside.any():
                found.append(
                    {
                        "forecast": float(told[inside].mean()),
                        "happened": float(came[inside].mean()),
                        "cases": float(inside.sum()),
                    }
                )
        return found

    def as_dict(self) -> dict[str, object]:
        """Return the score for JSON."""
        return {
            "outcome": self.outcome,
            "months": self.months,
            "cases": self.cases,
            "stood": self.stood,
            "brier": self.brier,
            "base_brier": self.base_brier,
            "log": self.log,
            "base_log": self.base_log,
            "gain": self.gain,
            "calibration": self.bins(),
        }


def score_left_out(
    bargains: Sequence[Watched], outcome: str, months: float, *, traits: Sequence[str] = TRAITS
) -> Score:
    """Score forecasts for each bargain by a model that has not seen it."""
    told, base, came = [], [], []
    for i, one in enumerate(bargains):
        stood = one.stands(months)
        if stood is None:
            continue
        model = _without(tuple(bargains), i, tuple(traits))
        told.append(model.chance(months, one.traits))
        base.append(_base([*bargains[:i], *bargains[i + 1 :]], months))
        came.append(stood)
    return score_of(outcome, months, told, base, came)


@functools.lru_cache(maxsize=1024)
def _without(bargains: tuple[Watched, ...], i: int, traits: tuple[str, ...]) -> Survival:
    """A model of all but one: the same for every horizon that is asked."""
    return Survival.fit([*bargains[:i], *bargains[i + 1 :]], traits=traits)


def _base(bargains: Sequence[Watched], months: float) -> float:
    """Part of the bargains that stood, of those that were followed."""
    known = [stood for one in bargains if (stood := one.stands(months)) is not None]
    return sum(known) / len(known) if known else 0.5


def score_of(
    outcome: str, months: float, told: list[float], base: list[float], came: list[bool]
) -> Score:
    """Return the score of forecasts that were made."""
    happened = np.array(came, dtype=float)

    def squared(forecast: list[float]) -> float:
        return float(((np.array(forecast) - happened) ** 2).mean()) if came else 0.0

    def surprise(forecast: list[float]) -> float:
        given = np.clip(np.array(forecast), _LEAST, 1 - _LEAST)
        return float(-np.log(np.where(happened > 0, given, 1 - given)).mean()) if came else 0.0

    return Score(
        outcome=outcome,
        months=months,
        cases=len(came),
        stood=float(happened.mean()) if came else 0.0,
        brier=squared(told),
        base_brier=squared(base),
        log=surprise(told),
        base_log=surprise(base),
        forecasts=tuple(told),
        happened=tuple(came),
    )
