"""Nash equilibria of a game in normal form: all pure ones, and the mixed ones of two players."""

import itertools
from dataclasses import dataclass

import numpy as np

from detente._errors import DealError
from detente.deal.surface.runs import Array, Flags, Indices

__all__ = ["MixedEquilibrium", "best_replies", "guaranteed", "mixed_equilibria", "pure_equilibria"]

_MOST_SUPPORTS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedEquilibrium:
    """An equilibrium of two players in mixed strategies."""

    first: Array
    second: Array
    """Probability of each strategy of the two players [share]."""
    utility: Array
    """Expected payoff of each, shape (2,) [the payoffs' unit]."""


def best_replies(payoffs: Array, player: int, *, tolerance: float = 0.0) -> Flags:
    """Return in which profiles a player cannot gain by another strategy of its own.

    Parameters
    ----------
    payoffs
        Payoff of each player in each profile, shape (strategies of player 1, ..., of player n, n).
    player
        Position of the player.
    tolerance
        Gain that is rounding [the payoffs' unit].

    Returns
    -------
    Flags
        shape (strategies of player 1, ..., of player n).
    """
    own = payoffs[..., player]
    return np.asarray(own >= own.max(axis=player, keepdims=True) - tolerance)


def pure_equilibria(payoffs: Array, *, tolerance: float = 0.0) -> Indices:
    """Return every profile in which nobody gains by a strategy of its own.

    Parameters
    ----------
    payoffs
        As in `best_replies`.
    tolerance
        Gain that is rounding [the payoffs' unit].

    Returns
    -------
    Indices
        Strategy of each player, shape (equilibria, players); none in some games.

    Examples
    --------
    The prisoners' dilemma, cooperate first:

    >>> import numpy as np
    >>> first = np.array([[3, 0], [5, 1]])
    >>> pure_equilibria(np.stack([first, first.T], axis=-1)).tolist()
    [[1, 1]]
    """
    stable = np.ones(payoffs.shape[:-1], dtype=bool)
    for player in range(payoffs.shape[-1]):
        stable &= best_replies(payoffs, player, tolerance=tolerance)
    return np.argwhere(stable)


def guaranteed(payoffs: Array) -> Array:
    """Return what each player can make sure of in pure strategies, whatever the others do.

    Returns
    -------
    Array
        ``max`` over own of ``min`` over the others' strategies, shape (players,)
        [the payoffs' unit].
    """
    players = payoffs.shape[-1]
    worst = [
        payoffs[..., one].min(axis=tuple(k for k in range(players) if k != one))
        for one in range(players)
    ]
    return np.array([float(one.max()) for one in worst])


def mixed_equilibria(payoffs: Array, *, tolerance: float = 1e-9) -> tuple[MixedEquilibrium, ...]:
    """Return the equilibria of two players, pure ones among them, by support enumeration.

    Parameters
    ----------
    payoffs
        shape (strategies of the first, strategies of the second, 2).
    tolerance
        Rounding, of the largest payoff [share].

    Raises
    ------
    DealError
        Other than two players, or more than 200 000 pairs of supports (beyond about nine
        strategies each).

    Notes
    -----
    For supports of equal size each player mixes so that the other is indifferent over its own
    support; the pair is kept if probabilities are positive and no strategy outside pays more. In
    games where some mix has more best replies than it has strategies (degenerate games, which are
    exceptions) equilibria with supports of different sizes exist too and are not listed.

    References
    ----------
    Porter, R., Nudelman, E. and Shoham, Y. (2008). Simple search methods for finding a Nash
    equilibrium. Games and Economic Behavior 63, 642-662. https://doi.org/10.1016/j.geb.2006.03.015
    """
    if payoffs.ndim != 3 or payoffs.shape[-1] != 2:
        raise DealError(f"mixed equilibria need two players, got {payoffs.shape[-1]}")
    rows, columns = payoffs.shape[:2]
    sizes = range(1, min(rows, columns) + 1)
    counts = [_choose(rows, size) * _choose(columns, size) for size in sizes]
    if sum(counts) > _MOST_SUPPORTS:
        raise DealError(
            f"{rows} by {columns} strategies have {sum(counts)} pairs of supports, more than "
            f"{_MOST_SUPPORTS}: use fewer levels of easing"
        )
    slack = tolerance * max(1.0, float(np.abs(payoffs).max()))
    found: list[MixedEquilibrium] = []
    for size in sizes:
        own = np.array(list(itertools.combinations(range(rows), size)))
        other = np.array(list(itertools.combinations(range(columns), size)))
        left, right = np.repeat(own, len(other), axis=0), np.tile(other, (len(own), 1))
        first = _indifferent(payoffs[..., 1].T, right, left, rows)
        second = _indifferent(payoffs[..., 0], left, right, columns)
        replies = second @ payoffs[..., 0].T, first @ payoffs[..., 1]
        mean = np.stack(
            [(first * replies[0]).sum(axis=1), (second * replies[1]).sum(axis=1)], axis=1
        )
        with np.errstate(invalid="ignore"):
            stable = (
                (np.take_along_axis(first, left, 1) > 1e-12).all(axis=1)
                & (np.take_along_axis(second, right, 1) > 1e-12).all(axis=1)
                & (replies[0] <= mean[:, :1] + slack).all(axis=1)
                & (replies[1] <= mean[:, 1:] + slack).all(axis=1)
            )
        found += [
            MixedEquilibrium(first=first[index], second=second[index], utility=mean[index])
            for index in np.flatnonzero(stable)
        ]
    return tuple(found)


def _indifferent(payoff: Array, rows: Indices, columns: Indices, total: int) -> Array:
    """Mix over ``columns`` that makes the player of ``rows`` indifferent over them; NaN if none."""
    count, size = rows.shape
    system = np.zeros((count, size + 1, size + 1))
    system[:, :size, :size] = payoff[rows[:, :, None], columns[:, None, :]]
    system[:, :size, size] = -1.0
    system[:, size, :size] = 1.0
    target = np.zeros((count, size + 1, 1))
    target[:, size] = 1.0
    scale = np.abs(system).max(axis=(1, 2)) ** (size + 1)
    regular = np.abs(np.linalg.det(system)) > 1e-12 * scale
    mix = np.full((count, size), np.nan)
    mix[regular] = np.linalg.solve(system[regular], target[regular])[:, :size, 0]
    whole = np.zeros((count, total))
    np.put_along_axis(whole, columns, mix, axis=1)
    return whole


def _choose(total: int, size: int) -> int:
    return int(np.prod([(total - k) / (k + 1) for k in range(size)]).round())
