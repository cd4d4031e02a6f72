"""How long bargains last: a falling hazard with structure, partly pooled, from the record."""

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente._errors import DealError
from detente.controls import Range
from detente.deal._runs import Array
from detente.deal._trust import DAYS_PER_MONTH
from detente.facts import BargainRow, Facts

__all__ = [
    "TRAITS",
    "Outcome",
    "Survival",
    "Watched",
    "record_survival",
    "traits_of",
    "watched",
]

EDGES = (0.0, 1.0, 3.0, 6.0, 12.0, 24.0)
"""Starts of the pieces within which the hazard is constant; the last is open [month]."""

TRAITS = ("truce", "term", "monitored", "snapback")
"""Traits of a bargain that move its hazard."""

POOLING = 4.0
"""Shape and rate of the gamma prior of a multiplier: a spread of a half around 1 [1]."""

BASELINE = 1.0
"""Events that the prior of each piece is worth, at the mean rate of the record [count]."""

_ROUNDS = 200
_CLOSE = 1e-7
_LEAST_MONTHS = 1.0 / DAYS_PER_MONTH
_DRAWS = 400

Outcome = str
"""``strict`` (no promise withdrawn, no new like measure) or ``core`` (easings in force)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One bargain as a survival model sees it.

    Parameters
    ----------
    id
        Its id.
    months
        Time until its end, or for which it was followed [month].
    ended
        Whether it ended then.
    traits
        Which of `TRAITS` it has.
    """

    id: str
    months: float
    ended: bool
    traits: frozenset[str]

    def stands(self, months: float) -> bool | None:
        """Whether it stood after a time; None where it was not followed for so long.

        Parameters
        ----------
        months
            The time [month].
        """
        if self.ended and self.months <= months:
            return False
        return True if self.months >= months else None


def traits_of(*, form: str, ends: dt.date | None, monitored: bool, snapback: bool) -> frozenset[str]:
    """Return the traits of a bargain.

    Parameters
    ----------
    form
        ``truce`` or ``settlement``.
    ends
        End date that was agreed, or None.
    monitored, snapback
        Whether a third party watches it, and whether easings fall back by a rule.
    """
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

    Parameters
    ----------
    shape, rate
        Gamma posterior of the hazard of each piece, shape (pieces,) [1] and [month].
    trait_shape, trait_rate
        Gamma posterior of each multiplier, shape (traits, 2): absent, present [1].
    mixture
        Traits of the bargains it was fitted to, shape (bargains, traits).

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
    trait_shape: Array
    trait_rate: Array
    mixture: Array

    @classmethod
    def fit(cls, bargains: Sequence[Watched], *, traits: Sequence[str] = TRAITS) -> "Survival":
        """Fit the model.

        Parameters
        ----------
        bargains
            What is known of each.
        traits
            Those of `TRAITS` that may move the hazard; the others are left at 1.

        Raises
        ------
        DealError
            If no bargain is given.
        """
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
        for _ in range(_ROUNDS):
            before = trait_rate.copy()
            factors = _factors(trait_shape / trait_rate, has, used)
            rate = BASELINE / mean_rate + factors.prod(axis=1) @ spent
            load = spent @ (shape / rate)
            for k in used:
                factors = _factors(trait_shape / trait_rate, has, used)
                others = np.delete(factors, used.index(k), axis=1).prod(axis=1) * load
                for value in (0, 1):
                    trait_rate[k, value] = POOLING + others[has[:, k] == value].sum()
            if np.abs(trait_rate - before).max() < _CLOSE * np.abs(trait_rate).max():
                break
        return cls(
            shape=shape,
            rate=rate,
            trait_shape=trait_shape,
            trait_rate=trait_rate,
            mixture=has.astype(float),
        )

    def chance(self, months: float, traits: frozenset[str] | None = None) -> float:
        """Return the chance that a bargain still stands, at mean values.

        Parameters
        ----------
        months
            Time since it was struck [month].
        traits
            Its traits; None for one of which nothing is known, drawn from the record.
        """
        base = float(_exposure(months) @ (self.shape / self.rate))
        factors = self._multipliers(self.trait_shape / self.trait_rate, traits)
        return float(np.exp(-base * factors).mean())

    def stands(
        self, months: float, traits: frozenset[str] | None = None, *, since: float = 0.0
    ) -> Range:
        """Return the chance that a bargain still stands, with its range over the posterior.

        Parameters
        ----------
        months
            Time since it was struck [month].
        traits
            Its traits; None for one of which nothing is known.
        since
            Time for which it is known to stand already [month].
        """
        rng = np.random.default_rng(0)
        hazards = rng.gamma(self.shape, 1 / self.rate, (_DRAWS, len(EDGES)))
        drawn = rng.gamma(self.trait_shape, 1 / self.trait_rate, (_DRAWS, *self.trait_shape.shape))
        base = hazards @ (_exposure(max(months, since)) - _exposure(since))
        chances = np.array(
            [
                np.exp(-load * self._multipliers(one, traits)).mean()
                for load, one in zip(base, drawn, strict=True)
            ]
        )
        low, high = (float(q) for q in np.quantile(chances, (0.05, 0.95)))
        mean = float(chances.mean())
        return Range(low=min(low, mean), central=mean, high=max(high, mean))

    def _multipliers(self, means: Array, traits: frozenset[str] | None) -> Array:
        has = self.mixture if traits is None else np.array([[t in traits for t in TRAITS]])
        return np.asarray(np.where(has > 0, means[:, 1], means[:, 0]).prod(axis=1))

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
    """Return the models of both outcomes, fitted to the record of deals.

    Parameters
    ----------
    facts
        The tables.
    """
    return {outcome: _fitted(facts.bargains, outcome) for outcome in ("strict", "core")}


def _exposure(months: float) -> Array:
    """Months that a bargain of this age spent in each piece."""
    starts = np.array(EDGES)
    ends = np.append(starts[1:], np.inf)
    return np.asarray(np.clip(months, starts, ends) - starts)


def _factors(means: Array, has: Array, used: Sequence[int]) -> Array:
    """Multiplier of each bargain for each trait that is used, shape (bargains, traits)."""
    return np.stack([means[k][has[:, k]] for k in used], axis=1) if used else np.ones((len(has), 1))
