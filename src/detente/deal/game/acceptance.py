"""The acceptance set: packages that leave nobody below the least it accepts."""

from dataclasses import dataclass

import numpy as np

from detente.deal.game.utility import Game
from detente.deal.surface.runs import Array, Flags, Indices

__all__ = ["DrawnAcceptance", "acceptable", "drawn_acceptance", "improving"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnAcceptance:
    """Acceptance over the draws."""

    exists: Flags
    """Whether a deal exists in each draw, shape (draws,)."""
    share: Array
    """Share of draws in which each package is a deal, shape (packages,) [share]."""
    nash: Indices
    """The package that is the Nash solution of each draw, -1 where there is no deal, shape
    (draws,)."""
    gains: Array
    """Gains there, zero where there is no deal, shape (draws, parties) [USD bn per month]."""


def acceptable(utility: Array, floor: Array, *, tolerance: float = 0.0) -> Flags:
    """Return which packages leave every party at its floor or above.

    Parameters
    ----------
    utility
        shape (packages, parties) [USD bn per month].
    floor
        Least utility each party accepts, shape (parties,) [USD bn per month].
    tolerance
        Shortfall that is rounding [USD bn per month].
    """
    return np.asarray((utility >= floor - tolerance).all(axis=1))


def improving(utility: Array, disagreement: Array, *, tolerance: float = 0.0) -> Flags:
    """Return which packages make some party better off than without a deal.

    Parameters
    ----------
    utility
        shape (packages, parties) [USD bn per month].
    disagreement
        Utility without a deal, shape (parties,) [USD bn per month].
    tolerance
        Gain that is rounding [USD bn per month].
    """
    return np.asarray((utility > disagreement + tolerance).any(axis=1))


def drawn_acceptance(
    game: Game, packages: Array, *, weights: Array | None = None
) -> DrawnAcceptance:
    """Answer the whole question in every draw: which packages are deals, and which is Nash's.

    A deal is a package that changes something, is acceptable to all and makes somebody better off.

    Parameters
    ----------
    game
        The game.
    packages
        shape (packages, columns) [share].
    weights
        Nash weights, shape (parties,) [1]; equal if None.
    """
    parties, draws = len(game.parties), game.drawn.shape[2]
    best = np.full(draws, -np.inf)
    nash = np.full(draws, -1)
    gains = np.zeros((draws, parties))
    power = np.full(parties, 1 / parties) if weights is None else weights
    exists = np.zeros(game.drawn.shape[2], dtype=bool)
    share = np.empty(len(packages))
    changes = np.asarray((packages > 0).any(axis=1))
    slack = game.tolerance
    for part, utility in game.blocks(packages):
        fine = (utility >= game.floor[:, None, None] - slack).all(axis=0)
        better = (utility > game.disagreement[:, None, None] + slack).any(axis=0)
        deal = fine & better & changes[part, None]
        share[part] = deal.mean(axis=1)
        exists |= deal.any(axis=0)
        gain = utility - game.disagreement[:, None, None]
        merit = _merit(gain, power, slack)
        merit[~deal] = -np.inf
        top = np.argmax(merit, axis=0)
        value = merit[top, np.arange(draws)]
        better_now = value > best
        best[better_now] = value[better_now]
        nash[better_now] = top[better_now] + part.start
        gains[better_now] = gain[:, top, np.arange(draws)].T[better_now]
    return DrawnAcceptance(exists=exists, share=share, nash=nash, gains=gains)


def _merit(gain: Array, power: Array, slack: float) -> Array:
    """Weighted product of the gains, shape (packages, draws); one not helped counts as rounding.

    With equal weights the plain product has the same order and costs no logarithm.
    """
    helped = np.maximum(gain, max(slack, 1e-12))
    if np.ptp(power) < 1e-12:
        return np.asarray(helped.prod(axis=0))
    return np.asarray(np.exp(np.einsum("p,pnd->nd", power, np.log(helped))))
