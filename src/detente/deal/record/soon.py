"""Whether talks come to a bargain within six months, and whether that can be foretold."""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente._units import DAYS_PER_MONTH
from detente.deal.record.scores import Score, score_of
from detente.deal.surface.runs import Array
from detente.facts import BargainRow, Facts, PartyRow, TalksRow

__all__ = ["SOON_MONTHS", "Sought", "soon_score", "sought"]

SOON_MONTHS = 6.0
"""Time within which a bargain is asked about [month]."""

_RIDGE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """One matter on which talks were sought."""

    id: str
    """Its id."""
    traits: tuple[bool, ...]
    """Which of `SOON_TRAITS` it has, shape (4,)."""
    soon: bool
    """Whether a bargain came within six months."""


def sought(facts: Facts) -> tuple[Sought, ...]:
    """Return the matters on which talks were sought; one with a later bargain counts by its row."""
    return _sought(facts.bargains, facts.talks, facts.parties)


@functools.lru_cache(maxsize=8)
def _sought(
    bargains: tuple[BargainRow, ...], talks: tuple[TalksRow, ...], parties: tuple[PartyRow, ...]
) -> tuple[Sought, ...]:
    governments = {row.iso3 for row in parties}
    struck = [(row.date, frozenset(row.parties)) for row in bargains]

    def traits(sides: Sequence[str], begun: dt.date) -> tuple[bool, ...]:
        return (
            not set(sides) <= governments,
            len(sides) > 2,
            "USA" in sides,
            any(day < begun and len(both & set(sides)) > 1 for day, both in struck),
        )

    found = [
        Sought(
            id=row.id,
            traits=traits(row.parties, row.talks_from),
            soon=(row.date - row.talks_from).days / DAYS_PER_MONTH <= SOON_MONTHS,
        )
        for row in bargains
        if row.talks_from is not None
    ]
    found += [
        Sought(id=row.id, traits=traits(row.parties, row.started), soon=False)
        for row in talks
        if row.later_deal is None
    ]
    return tuple(found)


def soon_score(facts: Facts) -> Score:
    """Score forecasts of a bargain within six months, each matter left out in turn.

    Notes
    -----
    A logistic regression on four traits that are known when talks begin, with a normal prior of
    spread one on each effect. The base rate is that of the other matters.
    """
    return _soon_score(sought(facts))


@functools.lru_cache(maxsize=8)
def _soon_score(found: tuple[Sought, ...]) -> Score:
    traits = np.array([one.traits for one in found], dtype=float)
    came = np.array([one.soon for one in found], dtype=float)
    told, base = [], []
    for place in range(len(found)):
        others = np.arange(len(found)) != place
        weight = _fitted(traits[others], came[others])
        told.append(float(_chance(weight[0] + traits[place] @ weight[1:])))
        base.append(float(came[others].mean()))
    return score_of("soon", SOON_MONTHS, told, base, [one.soon for one in found])


def _chance(score: Array) -> Array:
    """Logistic function, without an overflow."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -score)))


def _fitted(traits: Array, came: Array) -> Array:
    """Constant and effects."""
    columns = np.column_stack([np.ones(len(traits)), traits])

    def surprise(weight: Array) -> tuple[float, Array]:
        score = columns @ weight
        value = np.logaddexp(0, score).sum() - came @ score + _RIDGE / 2 * (weight[1:] ** 2).sum()
        slope = columns.T @ (_chance(score) - came)
        slope[1:] += _RIDGE * weight[1:]
        return float(value), slope

    from scipy.optimize import minimize  # noqa: PLC0415 - slow to import, seldom needed

    return np.asarray(minimize(surprise, np.zeros(columns.shape[1]), jac=True, method="BFGS").x)
