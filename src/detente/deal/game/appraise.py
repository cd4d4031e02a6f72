"""One package held against the parties' values: would each accept it, and up to which values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente._errors import DealError, UnknownCodeError
from detente.controls import Range
from detente.deal.game.acceptance import acceptable
from detente.deal.game.package import Package
from detente.deal.game.stakes import Stakes
from detente.deal.game.utility import Game
from detente.deal.game.words import deal_words, package_words
from detente.deal.surface.fit import LossSurface
from detente.deal.surface.runs import Array, Runs
from detente.impact.ranges import quantile_range
from detente.say import capital, money_range, per_cent

__all__ = ["Appraisal", "Limit", "appraise"]

_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Up to which security value of one control its owner accepts the package."""

    party: str
    """The owner, ISO3."""
    control: str
    """The control."""
    most: Range
    """Largest security value at which it accepts, all else central; range over the draws of the
    losses; not below zero [USD bn per month]."""
    assumed: Range
    """What is assumed [USD bn per month]."""
    words: str
    """The same in plain words."""

    def as_dict(self) -> dict[str, Any]:
        """Return the limit for JSON."""
        return {
            "party": self.party,
            "control": self.control,
            "most": self.most.as_dict(),
            "assumed": self.assumed.as_dict(),
            "words": self.words,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """Result of `appraise`."""

    package: Package
    """The package, with the gain of each party and the share of draws in which all accept."""
    accepted: bool
    """Whether all accept it at central values, within red lines and mandates."""
    short: Mapping[str, float]
    """By party, what it would have to be given elsewhere to accept, zero if it does
    [USD bn per month]."""
    crossed: tuple[str, ...]
    """Controls that it eases beyond their red line."""
    missed: tuple[str, ...]
    """Controls and side issues of which it gives less than somebody's mandate asks for."""
    limits: tuple[Limit, ...]
    """One for each eased control."""
    accepts: Mapping[str, float]
    """By party, share of draws of losses and values in which it accepts [share]."""

    def as_dict(self) -> dict[str, Any]:
        """Return the appraisal for JSON."""
        return {
            "package": self.package.to_payload(),
            "accepted": self.accepted,
            "short": dict(self.short),
            "crossed": list(self.crossed),
            "missed": list(self.missed),
            "limits": [one.as_dict() for one in self.limits],
            "accepts": dict(self.accepts),
        }


def appraise(
    runs: Runs,
    stakes: Stakes,
    easings: Mapping[str, float],
    *,
    seed: int = 0,
    names: Mapping[str, str] | None = None,
    draws: int = 1000,
) -> Appraisal:
    """Hold one package against what the parties value, gains counted from today."""
    words = names or {}
    surface = LossSurface.fit(runs)
    game = Game.build(runs, surface, stakes, rng=np.random.default_rng(seed), draws=draws)
    row = _row(game, easings)
    utility = game.utility(row[None])[0]
    drawn = game.draw_utility(row[None])[:, 0]
    held = game.draw_utility(row[None], values=False)[:, 0]
    crossed = tuple(
        name for name, share, most in zip(game.names, row, game.bounds, strict=True) if share > most
    )
    missed = tuple(
        name
        for name, share, least in zip(game.names, row, game.least, strict=True)
        if share < least - _ROUNDING
    )
    agreed = not crossed and not missed
    gains = {
        party: quantile_range(drawn[i], float(utility[i])) for i, party in enumerate(game.parties)
    }
    share = float((drawn >= game.floor[:, None] - game.tolerance).all(axis=0).mean())
    shown = dict(zip(game.names, row.tolist(), strict=True))
    moves = deal_words(
        shown,
        dict(zip(game.controls, game.owners, strict=True)),
        dict(zip(game.controls, game.bounds[: len(game.controls)].tolist(), strict=True)),
        words,
    )
    fine = acceptable(utility[None], game.floor, tolerance=game.tolerance)[0]
    return Appraisal(
        package=Package(
            name="given",
            easings=shown,
            gains=gains,
            accepted_share=share if agreed else 0.0,
            words=package_words(moves, gains, share if agreed else 0.0, words),
        ),
        accepted=bool(fine) and agreed,
        short={
            party: float(max(game.floor[i] - utility[i], 0.0))
            for i, party in enumerate(game.parties)
        },
        crossed=crossed,
        missed=missed,
        limits=tuple(
            _limit(game, row, k, float(utility[i] - game.floor[i]), held[i] - game.floor[i], words)
            for k in range(len(game.controls))
            if row[k] > 0
            for i in np.flatnonzero(game.own[:, k])
        ),
        accepts={
            party: float((drawn[i] >= game.floor[i] - game.tolerance).mean())
            for i, party in enumerate(game.parties)
        },
    )


def _row(game: Game, easings: Mapping[str, float]) -> Array:
    for name, share in easings.items():
        if name not in game.names:
            raise UnknownCodeError("control or side issue", name, game.names)
        if not 0 <= share <= 1:
            raise DealError(f"{name} is eased by {share}: give a share from 0 to 1")
    row = np.array([easings.get(name, 0.0) for name in game.names])
    for name, share, steps in zip(game.names, row.tolist(), game.steps, strict=True):
        if steps is not None and min(abs(share - step) for step in steps) > _ROUNDING:
            known = ", ".join(f"{per_cent(step)}" for step in steps)
            raise DealError(
                f"{name} is eased by {per_cent(share)}, and its levels are {known}: use one"
            )
    if not row.any():
        raise DealError("the package eases nothing: name at least one control")
    return row


def _limit(
    game: Game, row: Array, k: int, room: float, drawn: Array, names: Mapping[str, str]
) -> Limit:
    """As ``u_o`` falls by ``e_k`` for each unit of the value, the room left says how far."""
    own = game.stakes[k]
    value = own.security.central
    most = quantile_range(np.maximum(value + drawn / row[k], 0.0), max(value + room / row[k], 0.0))
    party = names.get(own.party, own.party)
    control = names.get(own.control, own.control)
    said = capital(party)
    if most.central > 0:
        said += (
            f" accepts unless keeping {control} is worth more than {money_range(most.as_dict())} "
            f"a month to it, over the draws of the losses; assumed here is "
            f"{money_range(own.security.as_dict())}."
        )
    else:
        said += f" does not accept, even if keeping {control} were worth nothing to it."
    return Limit(party=own.party, control=own.control, most=most, assumed=own.security, words=said)
