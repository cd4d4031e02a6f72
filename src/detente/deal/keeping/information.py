"""Which unknown, if it were learnt, would change the answer most."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from detente.deal.game.utility import Game
from detente.deal.keeping.breakdown import Outcomes
from detente.deal.keeping.trust import Trust
from detente.deal.shape import keeping as shape
from detente.deal.surface.runs import Array, Flags

__all__ = ["Unknown", "unknowns", "value_of_information"]

_BINS = 5
_CANDIDATES = 300

Named: TypeAlias = tuple[shape.Kind, str, str | None]
"""Kind, party and control of an unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """One quantity that is not known, and what knowing it would bring."""

    kind: shape.Kind
    """``security``, ``political``, ``loss``, ``patience``, ``lag`` or ``stake``."""
    party: str
    """Whose it is, ISO3."""
    control: str | None
    """Of which control; None for what belongs to the party."""
    gain: float
    """By how much the chance that the best proposal is accepted and kept rises [share]."""
    swing: float
    """Chance that a kept deal exists where it is in its highest third, less that where it is in its
    lowest [share]."""
    words: str = ""
    """The same in plain words."""

    def as_dict(self) -> shape.ValueOfInformation:
        """Return the row for JSON."""
        return {
            "kind": self.kind,
            "party": self.party,
            "control": self.control,
            "gain": self.gain,
            "swing": self.swing,
            "words": self.words,
        }


def unknowns(game: Game, trust: Trust) -> dict[Named, Array]:
    """Return the draws of everything that is not known, by (kind, party, control)."""
    count = len(game.controls)
    start = count + count * (count - 1) // 2
    found: dict[Named, Array] = {}
    for k, (control, owner) in enumerate(zip(game.controls, game.owners, strict=True)):
        if game.bounds[k] > 0 and owner in game.parties:
            i = game.parties.index(owner)
            found["security", owner, control] = -game.drawn[i, start + k]
            found["political", owner, control] = -game.drawn[i, start + count + k]
            for j, party in enumerate(game.parties):
                found["loss", party, control] = game.drawn[j, k]
    for i, party in enumerate(game.parties):
        found["patience", party, None] = trust.rate[i]
        found["lag", party, None] = trust.lag[i]
        found["stake", party, None] = trust.stake[i]
    return {
        key: one for key, one in found.items() if np.isfinite(one).all() and np.ptp(one) > 1e-12
    }


def value_of_information(
    known: dict[Named, Array], found: Outcomes, weights: Array, *, rng: np.random.Generator
) -> tuple[Unknown, ...]:
    """Return what learning each unknown before proposing would bring, the most useful first.

    Notes
    -----
    Expected value of partial perfect information about ``P(accepted and kept)`` of the best
    proposal, by quantile bins. The proposal is chosen on one half of the draws and judged on the
    other, and the other way round, so that what is irrelevant is worth nothing on average.
    """
    draws = len(weights)
    half = np.zeros(draws, dtype=bool)
    half[rng.permutation(draws)[: draws // 2]] = True
    best = np.sort(np.argsort(-(found.good @ weights), kind="stable")[:_CANDIDATES])
    value = found.good[best] * weights
    base = _crossed(value, weights, [np.ones(draws, dtype=bool)], half)
    rows = []
    for (kind, party, control), drawn in known.items():
        edges = np.quantile(drawn, np.linspace(0, 1, _BINS + 1)[1:-1])
        place = np.searchsorted(edges, drawn, side="right")
        learnt = _crossed(value, weights, [place == b for b in range(_BINS)], half)
        low, high = np.quantile(drawn, (1 / 3, 2 / 3))
        swing = _mean(found.kept, weights, drawn >= high) - _mean(found.kept, weights, drawn <= low)
        rows.append(
            Unknown(
                kind=kind, party=party, control=control, gain=max(0.0, learnt - base), swing=swing
            )
        )
    return tuple(
        sorted(
            rows,
            key=lambda one: (
                -round(one.gain, 4),
                -abs(one.swing),
                one.kind,
                one.party,
                one.control or "",
            ),
        )
    )


def _crossed(value: Array, weights: Array, bins: list[Flags], half: Flags) -> float:
    total = 0.0
    for inside in bins:
        for chosen_on in (half, ~half):
            train, test = inside & chosen_on, inside & ~chosen_on
            if not train.any() or not test.any():
                continue
            best = int(np.argmax(value[:, train].sum(axis=1)))
            total += float(value[best, test].sum())
    return total / float(weights.sum())


def _mean(flags: Flags, weights: Array, where: Flags) -> float:
    total = float(weights[where].sum())
    return float(weights[where] @ flags[where]) / total if total > 0 else 0.0
