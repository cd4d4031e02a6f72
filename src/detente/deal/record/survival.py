"""How long bargains last: a falling hazard with structure, partly pooled, from the record."""

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente._errors import DealError
from detente._units import DAYS_PER_MONTH
from detente.controls import Range
from detente.deal.surface.runs import Array
from detente.facts import BargainRow, Facts
from detente.impact.ranges import quantile_range

__all__ = ["TRAITS", "Outcome", "Survival", "Watched", "record_survival", "traits_of", "watched"]

EDGES = (0.0, 1.0, 3.0, 6.0, 12.0, 24.0)
"""Starts of the pieces within which the hazard is constant; the last is open [month]."""

TRAITS = ("truce", "term", "monitored", "snapback")
"""Traits of a bargain that move its hazard."""

POOLING = 4.0
"""Shape and rate of the gamma prior of a multiplier: a spread of a half around 1 [1]."""

BASELINE = 1.0
"""Events that the prior of each piece is worth, at the mean rate of the record [count]."""

_ROUNDS = 200
_CLOSE = 1e-5
_LEAST_MONTHS = 1.0 / DAYS_PER_MONTH
_DRAWS = 400

Outcome = str
"""``strict`` (no promise withdrawn, no new like measure) or ``core`` (easings in force)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One bargain as a survival model sees it."""

    id: str
    """Its id."""
    months: float
    """Time until its end, or for which it was followed [month]."""
    ended: bool
    """Whether it ended then."""
    traits: frozenset[str]
    """Which of `TRAITS` it has."""

    def stands(self, months: float) -> bool | None:
        """Whether it stood after a time; None where it was not followed for so long."""
        if self.ended and self.months <= months:
            return False
        return True if self.months >= months else None


def traits_of(
    *, form: str, ends: dt.date | None, monitored: bool, snapback: bool
) -> frozenset[str]:
    """Return the traits of a bargain."""
    held = {
        "truce": form == "truce",
        "term": ends is not None,
        "monitored": monitored,
        "snapback": snapback,
    }
    return frozenset(name for name, has in held.items() if has)


def watched(rows: Iterable[BargainRow], outcome: Outcome) -> tuple[Watched, ...]:
    """Return the bargains that are coded by one rule.

    Parameters
    ----------
    rows
        Rows of ``bargains.csv``.
    outcome
        ``strict`` or ``core``.

    Raises
    ------
    DealError
        If the outcome is another word.
    """
    if outcome not in {"strict", "core"}:
        raise DealError(f"outcome {outcome!r}: give strict or core")
    found = []
    for row in rows:
        end = row.first_breach if outcome == "strict" else row.easings_end
        seen = row.followed if outcome == "strict" else row.easings_seen
        last = end or seen
        if last is None:
            continue  # not coded by this rule
        found.append(
            Watched(
                id=row.id,
                months=max((last - row.date).days / DAYS_PER_MONTH, _LEAST_MONTHS),
                ended=end is not None,
                traits=traits_of(
                    form=row.form,
                    ends=row.ends,
                    monitored=row.monitored == "yes",
                    snapback=row.snapback == "yes",
                ),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """A piecewise constant hazard times a multiplier for each trait, present or absent.

    Notes
    -----
    Deaths in piece ``j`` are Poisson with mean ``h_j prod_k m_k E_ij``, ``E_ij`` the months that
    bargain ``i`` spent in it. Priors are gamma: each ``m_k`` around 1, each ``h_j`` around the mean
    rate of the record. The posterior is taken as a product (mean field), where each factor is gamma
    again and is updated in turn; so effects of rare traits shrink towards 1 [BKM]_.

    References
    ----------
    .. [BKM] Blei, Kucukelbir and McAuliffe (2017), J. Am. Stat. Assoc. 112, 859-877.
    """

    shape: Array
    rate: Array
    """Gamma posterior of the hazard of each piece, shape (pieces,) [1] and [month]."""
    trait_shape: Array
    trait_rate: Array
    """Gamma posterior of each multiplier, shape (traits, 2): absent, present [1]."""
    mixture: Array
    """Traits of the bargains it was fitted to, shape (bargains, traits)."""

    @classmethod
    def fit(cls, bargains: Sequence[Watched], *, traits: Sequence[str] = TRAITS) -> "Survival":
        """Fit the model."""
        if not bargains:
            raise DealError("no bargain to learn from; give a record with at least one")
        spent = np.array([_exposure(one.months) for one in bargains])
        deaths = np.zeros_like(spent)
        for i, one in enumerate(bargains):
            if one.ended:
                deaths[i, int(np.flatnonzero(spent[i] > 0)[-1])] = 1.0
        has = np.array([[name in one.traits for name in TRAITS] for one in bargains], dtype=int)
        mean_rate = (deaths.sum() + 1.0) / (spent.sum() + 12.0)
        shape, rate = BASELINE + deaths.sum(axis=0), np.full(len(EDGES), BASELINE / mean_rate)
        trait_shape = np.full((len(TRAITS), 2), POOLING)
        trait_rate = np.full((len(TRAITS), 2), POOLING)
        used = [TRAITS.index(name) for name in traits]
        for k in used:
            for value in (0, 1):
                trait_shape[k, value] += deaths[has[:, k] == value].sum()
        column = np.arange(len(TRAITS))
        where = [(k, value, has[:, k] == value) for k in used for value in (0, 1)]
        for _ in range(_ROUNDS):
            before = trait_rate.copy()
            rate = (
                BASELINE / mean_rate + (trait_shape / trait_rate)[column, has].prod(axis=1) @ spent
            )
            load = spent @ (shape / rate)
            for k, value, rows in where:
                factors = (trait_shape / trait_rate)[column, has]
                others = factors.prod(axis=1) / factors[:, k] * load
                trait_rate[k, value] = POOLING + others[rows].sum()
            if np.abs(trait_rate / before - 1.0).max() < _CLOSE:
                break
        return cls(
            shape=shape, rate=rate, trait_shape=trait_shape, trait_rate=trait_rate, mixture=has
        )

    def chance(self, months: float, traits: frozenset[str] | None = None) -> float:
        """Return the chance that a bargain still stands, at mean values."""
        base = float(_exposure(months) @ (self.shape / self.rate))
        means = (self.trait_shape / self.trait_rate)[np.arange(len(TRAITS)), self._asked(traits)]
        return float(np.exp(-base * means.prod(axis=1)).mean())

    def stands(
        self, months: float, traits: frozenset[str] | None = None, *, since: float = 0.0
    ) -> Range:
        """Return the chance that a bargain still stands, with its range over the posterior."""
        rng = np.random.default_rng(0)
        hazards = rng.gamma(self.shape, 1 / self.rate, (_DRAWS, len(EDGES)))
        drawn = rng.gamma(self.trait_shape, 1 / self.trait_rate, (_DRAWS, *self.trait_shape.shape))
        base = hazards @ (_exposure(max(months, since)) - _exposure(since))
        has = self._asked(traits)
        column = np.arange(len(TRAITS))
        factors = np.stack([one[column, has].prod(axis=1) for one in drawn])
        chances = np.exp(-base[:, None] * factors).mean(axis=1)
        return quantile_range(chances, float(chances.mean()))

    def _asked(self, traits: frozenset[str] | None) -> Array:
        """Traits present, shape (bargains, traits): the one asked about, or all of the record."""
        asked = self.mixture if traits is None else [[name in traits for name in TRAITS]]
        return np.asarray(asked, dtype=int)

    def as_dict(self) -> dict[str, object]:
        """Return hazards by piece [per month] and the effect of each trait [1] for JSON."""
        means = self.trait_shape / self.trait_rate
        return {
            "from_month": list(EDGES),
            "hazard_per_month": (self.shape / self.rate).tolist(),
            "effect": {name: float(means[k, 1] / means[k, 0]) for k, name in enumerate(TRAITS)},
        }


@functools.lru_cache(maxsize=8)
def _fitted(rows: tuple[BargainRow, ...], outcome: Outcome) -> Survival:
    return Survival.fit(watched(rows, outcome))


def record_survival(facts: Facts) -> Mapping[Outcome, Survival]:
    """Return the models of both outcomes, fitted to the record of deals."""
    return {outcome: _fitted(facts.bargains, outcome) for outcome in ("strict", "core")}


def _exposure(months: float) -> Array:
    """Months that a bargain of this age spent in each piece."""
    starts = np.array(EDGES)
    ends = np.append(starts[1:], np.inf)
    return np.asarray(np.clip(months, starts, ends) - starts)
