"""The acceptance set: packages that leave nobody below the least it accepts."""

from dataclasses import dataclass

import numpy as np

from detente.deal._runs import Array, Flags
from detente.deal._utility import Game

__all__ = ["DrawnAcceptance", "acceptable", "drawn_acceptance", "improving"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnAcceptance:
    """Acceptance over the draws.

    Parameters
    ----------
    exists
        Whether a deal exists in each draw, shape (draws,).
    share
        Share of draws in which each package is a deal, shape (packages,) [share].
    """

    exists: Flags
    share: Array


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


def drawn_acceptance(game: Game, packages: Array) -> DrawnAcceptance:
    """Return how often each package is a deal, and in which draws there is any.

    A deal is a package that changes something, is acceptable to all and makes somebody better off.

    Parameters
    ----------
    game
        The game.
    packages
        shape (packages, columns) [share].
    """
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
    return DrawnAcceptance(exists=exists, share=share)
