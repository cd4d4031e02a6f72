"""The control game: what each party would do with its own controls, for itself alone."""

import math
from dataclasses import dataclass

import numpy as np

from detente.deal.game.grid import grid
from detente.deal.game.utility import Game
from detente.deal.surface.runs import Array, Flags, Indices
from detente.deal.without.equilibria import (
    MixedEquilibrium,
    guaranteed,
    mixed_equilibria,
    pure_equilibria,
)

__all__ = ["ControlGame", "control_game", "own_reply"]

_MOST_PROFILES = 2**20
_MOST_OWN = 4096
_MOST_MIXED = 8
_STARTS = 12
_ROUNDS = 60
_STEPS = (0.0, 0.5, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlGame:
    """What was found in the control game."""

    packages: Array
    """Easings in each pure equilibrium, shape (equilibria, columns) [share]; negative where a party
    tightens. The first is the one that best replies lead to from the status quo, where they lead to
    any."""
    utility: Array
    """Utilities there, shape (equilibria, parties) [USD bn per month]."""
    strict: Flags
    """Whether every deviation from it costs the deviator something, shape (equilibria,)."""
    exhaustive: bool
    """Whether every combination was looked at: then these are all pure equilibria on the levels. If
    not, best replies were followed from a few starts, and there may be others."""
    cycles: int
    """Number of starts from which best replies went round without end."""
    mixed: tuple[MixedEquilibrium, ...]
    """Equilibria in mixed strategies of two parties with no pure one; empty otherwise, or where
    they have more than eight strategies."""
    guaranteed: Array
    """What each party can make sure of, shape (parties,) [USD bn per month]; not a number where not
    every combination was looked at."""


def control_game(
    game: Game, *, levels: tuple[float, ...] = _STEPS, most: int = _MOST_PROFILES
) -> ControlGame:
    """Find the equilibria when each party chooses its own controls to suit itself.

    Notes
    -----
    In a pure equilibrium no party gains by changing its own controls, the others' given: the
    one-shot outcome without a deal (Bagwell and Staiger's starting point for tariffs).

    References
    ----------
    Bagwell, K. and Staiger, R. W. (1999). An economic theory of GATT. American Economic Review 89,
    215-248. https://doi.org/10.1257/aer.89.1.215
    """
    chosen = _choices(game, levels)
    if math.prod(len(one) for one in chosen) <= most:
        return _enumerate(game, chosen)
    return _follow(game, chosen)


def own_reply(
    game: Game, package: Array, party: int, levels: tuple[tuple[float, ...], ...]
) -> Array:
    """Return the package with the party's own controls changed to suit it best.

    Parameters
    ----------
    game
        The game.
    package
        What the others do, shape (columns,) [share].
    party
        Position of the party.
    levels
        Levels of each column [share].

    Returns
    -------
    Array
        shape (columns,) [share]. What it does now, if nothing is better. With more than 4,096 own
        combinations the controls are improved one or two at a time, a local best reply.
    """
    own = np.flatnonzero(game.own[party])
    own = own[[len(levels[k]) > 1 for k in own]] if len(own) else own
    if not len(own):
        return package
    if math.prod(len(levels[k]) for k in own) <= _MOST_OWN:
        trials = np.repeat(package[None], math.prod(len(levels[k]) for k in own), axis=0)
        trials[:, own] = grid(tuple(levels[k] for k in own))
        return _best(game, party, np.concatenate([package[None], trials]))
    while True:
        better = _best(game, party, np.concatenate([package[None], _near(package, own, levels)]))
        if (better == package).all():
            return package
        package = better


def _choices(game: Game, levels: tuple[float, ...]) -> tuple[tuple[float, ...], ...]:
    chosen: list[tuple[float, ...]] = []
    held = {int(k) for k in np.flatnonzero(np.any(game.own, axis=0))}
    for column, bound in enumerate(game.bounds.tolist()):
        if column not in held:
            chosen.append((0.0,))
            continue
        steps = game.steps[column] or tuple(bound * level for level in levels)
        tighter = {-float(game.room[column])} if game.room[column] > 0 else set()
        chosen.append(tuple(sorted({0.0, *steps} | tighter)))
    return tuple(chosen)


def _enumerate(game: Game, chosen: tuple[tuple[float, ...], ...]) -> ControlGame:
    shape = tuple(len(one) for one in chosen)
    owner = np.array(
        [*(int(np.argmax(column)) for column in game.own.T), *(0 for _ in game.side)], dtype=int
    )
    order = np.argsort(owner, kind="stable")
    utility = game.grid_utility(chosen).reshape(*shape, len(game.parties))
    sizes = [
        math.prod(shape[k] for k in np.flatnonzero(owner == party))
        for party in range(len(game.parties))
    ]
    payoffs = utility.transpose(*order, len(shape)).reshape(*sizes, len(game.parties))
    slack = game.tolerance
    found = pure_equilibria(payoffs, tolerance=slack)
    own_levels = [
        grid(tuple(chosen[k] for k in np.flatnonzero(owner == party)))
        if (owner == party).any()
        else np.zeros((1, 0))
        for party in range(len(game.parties))
    ]
    packages = np.zeros((len(found), len(chosen)))
    for party, rows in enumerate(own_levels):
        packages[:, owner == party] = rows[found[:, party]]
    small = len(game.parties) == 2 and max(sizes) <= _MOST_MIXED
    mixed = mixed_equilibria(payoffs) if small and not len(found) else ()
    start = _settle(game, chosen, np.zeros(len(chosen)))
    return _ordered(
        game,
        packages,
        first=start,
        strict=_strict(payoffs, found, slack),
        exhaustive=True,
        cycles=int(start is None),
        mixed=mixed,
        safe=guaranteed(payoffs),
    )


def _follow(game: Game, chosen: tuple[tuple[float, ...], ...]) -> ControlGame:
    rng = np.random.default_rng(0)
    top = np.array([one[-1] for one in chosen])
    random = np.stack([rng.choice(np.array(one), size=_STARTS) for one in chosen], axis=1)
    starts = [np.zeros(len(chosen)), top, *random]
    ends = [_settle(game, chosen, start) for start in starts]
    found = [end for end in ends if end is not None]
    packages = np.unique(np.array(found), axis=0) if found else np.zeros((0, len(chosen)))
    strict = np.array([_strict_alone(game, one, chosen) for one in packages], dtype=bool)
    return _ordered(
        game,
        packages,
        first=ends[0],
        strict=strict,
        exhaustive=False,
        cycles=sum(end is None for end in ends),
        mixed=(),
        safe=np.full(len(game.parties), np.nan),
    )


def _ordered(
    game: Game,
    packages: Array,
    *,
    first: Array | None,
    strict: Flags,
    exhaustive: bool,
    cycles: int,
    mixed: tuple[MixedEquilibrium, ...],
    safe: Array,
) -> ControlGame:
    reached = (packages == first).all(axis=1) if first is not None else np.zeros(len(packages))
    order = np.argsort(~reached.astype(bool), kind="stable")
    utility = game.utility(packages) if len(packages) else np.zeros((0, len(game.parties)))
    return ControlGame(
        packages=packages[order],
        utility=utility[order],
        strict=strict[order],
        exhaustive=exhaustive,
        cycles=cycles,
        mixed=mixed,
        guaranteed=safe,
    )


def _settle(game: Game, chosen: tuple[tuple[float, ...], ...], start: Array) -> Array | None:
    """Follow best replies, one party after another; None if they never come to rest."""
    package = start
    for _ in range(_ROUNDS):
        before = package
        for party in range(len(game.parties)):
            package = own_reply(game, package, party, chosen)
        if (package == before).all():
            return package
    return None


def _best(game: Game, party: int, trials: Array) -> Array:
    """Return the best of some packages for a party; the first, unless another is truly better."""
    value = game.utility(trials)[:, party]
    top = int(np.argmax(value))
    return np.asarray(trials[top if value[top] > value[0] + game.tolerance else 0])


def _near(package: Array, own: Indices, levels: tuple[tuple[float, ...], ...]) -> Array:
    """Packages in which one or two own controls differ."""
    moves = [(int(k), level) for k in own for level in levels[int(k)] if level != package[int(k)]]
    trials = []
    for index, (k, level) in enumerate(moves):
        one = package.copy()
        one[k] = level
        trials.append(one)
        for other, second in moves[index + 1 :]:
            if other != k:
                two = one.copy()
                two[other] = second
                trials.append(two)
    return np.array(trials)


def _strict(payoffs: Array, found: Indices, slack: float) -> Flags:
    out = np.ones(len(found), dtype=bool)
    for row, profile in enumerate(found):
        for player in range(payoffs.shape[-1]):
            others = tuple(
                slice(None) if axis == player else int(choice)
                for axis, choice in enumerate(profile)
            )
            own = payoffs[..., player][others]
            out[row] &= (own >= own.max() - slack).sum() == 1
    return out


def _strict_alone(game: Game, package: Array, levels: tuple[tuple[float, ...], ...]) -> bool:
    """Whether changing any one or two controls costs their owner something."""
    for party in range(len(game.parties)):
        own = np.array([k for k in np.flatnonzero(game.own[party]) if len(levels[k]) > 1])
        if len(own):
            near = _near(package, own, levels)
            value = game.utility(np.concatenate([package[None], near]))[:, party]
            if (value[1:] >= value[0] - game.tolerance).any():
                return False
    return True
