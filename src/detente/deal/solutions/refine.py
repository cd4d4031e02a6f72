"""From the best package of the grid to the best package between the grid's levels."""

import numpy as np

from detente.deal.game.utility import Game
from detente.deal.solutions.goal import TIE, Goal
from detente.deal.solutions.linear import least_cost
from detente.deal.solutions.two_parties import best_trade
from detente.deal.surface.runs import Array, Flags

__all__ = ["climb"]

_STEP = 1e-6
_ROUNDS = 60
_TANGENTS = np.array([0.25, 0.5, 0.8, 0.95, 1.0, 1.05, 1.25, 2.0, 4.0])


def climb(game: Game, start: Array, goal: Goal) -> Array:
    """Improve a package by successive linear programmes in a trust region.

    Parameters
    ----------
    game
        The game; its red lines bound the search.
    start
        An acceptable package, shape (columns,) [share].
    goal
        What to increase.

    Returns
    -------
    Array
        An acceptable package that is never worse by the goal, shape (columns,) [share].

    Notes
    -----
    Utilities are linear in each column between the knots of the shapes, so one-sided differences
    are exact slopes; the slopes to both sides of the present point enter, hence a kink of a concave
    utility is modelled exactly. Each programme (HiGHS) is solved within a box whose size doubles
    when the model was right and halves when the step does not improve the true goal. Logarithms
    enter as tangents. A control that is kept and costs politically to touch stays kept, and one
    that knows only steps stays on its step: such jumps are left to the grid. The result is a local
    optimum.
    """
    point, radius = start.copy(), 1.0
    value = goal.merit(_gains(game, point))
    slack, slopes = game.tolerance, _slopes(game, point)
    for _ in range(_ROUNDS):
        margin = np.zeros(len(game.parties))
        moved = False
        for _attempt in range(3):
            step, hope = _programme(game, goal, slopes, radius, margin)
            if hope <= value + 1e-9 * max(1.0, abs(value)):
                radius = 0.0  # no better package even if the model were right
                break
            trial = np.clip(point + step, game.least, game.bounds)
            gains = _gains(game, trial)
            short = game.floor - game.disagreement - gains
            if (short > slack).any():
                margin = margin + 1.1 * np.maximum(short, 0.0)
                continue
            better = goal.merit(gains)
            if better > value + 1e-11 * max(1.0, abs(value)):
                point, value, moved = trial, better, True
            break
        radius = min(1.0, 2 * radius) if moved else radius / 2
        if radius < 1e-5:
            break
        if moved:
            slopes = _slopes(game, point)
    return _snap(game, point, goal)


def _stepped(game: Game) -> Flags:
    return np.array([steps is not None for steps in game.steps])


def _gains(game: Game, point: Array) -> Array:
    return np.asarray(game.utility(point[None])[0] - game.disagreement)


def _slopes(game: Game, point: Array) -> tuple[Array, Array, Array, Array, Array]:
    """Return gains, slopes up and down, and the room each way."""
    size = len(point)
    costly = np.array([one.political.central > 0 for one in game.stakes] + [False] * len(game.side))
    stepped = _stepped(game)
    up = np.where((point == 0) & costly | stepped, 0.0, game.bounds - point)
    down = np.where(stepped, 0.0, point - game.least)
    up[up < 2 * _STEP] = 0.0
    down[down < 2 * _STEP] = 0.0
    shift = _STEP * np.eye(size)
    values = game.utility(
        np.concatenate([point[None], point + shift, point - shift]).clip(0.0, 1.0)
    )
    here = values[0]
    rising = (values[1 : size + 1] - here).T / _STEP
    falling = (values[size + 1 :] - here).T / _STEP
    return here - game.disagreement, rising, falling, up, down


def _programme(
    game: Game,
    goal: Goal,
    slopes: tuple[Array, Array, Array, Array, Array],
    radius: float,
    margin: Array,
) -> tuple[Array, float]:
    """Solve the linear model: the step, and the goal it promises (-inf without a solution)."""
    here, rising, falling, up, down = slopes
    size = len(up)
    change = np.concatenate([rising, falling], axis=1)
    most = np.minimum(radius, np.concatenate([up, down]))
    least = game.floor - game.disagreement + margin - game.tolerance
    solve = _between_two if len(here) == 2 else _between_many
    found = solve(goal, change, most, here, least)
    if found is None:
        return np.zeros(size), -np.inf
    return found[0][:size] - found[0][size:], found[1]


def _tangents(here: Array) -> tuple[Array, Array]:
    """Where tangents touch the logarithm of each gain, and their values at zero."""
    touch = here * _TANGENTS[:, None]
    return touch, np.log(touch) - 1


def _between_two(
    goal: Goal, change: Array, most: Array, here: Array, least: Array
) -> tuple[Array, float] | None:
    """The linear model in closed form."""
    counted = np.flatnonzero(goal.counted)
    scale, own = goal.scale[counted], here[counted]
    bends: list[Array] = [np.zeros(0), np.zeros(0)]
    if goal.kind == "least":

        def worth(gains: Array) -> Array:
            shares = gains[:, counted] / scale
            return np.asarray(shares.min(axis=1) + TIE * shares.mean(axis=1))

        even = 1 / goal.scale if len(counted) > 1 else None
        return best_trade(change, most, here, least, (bends[0], bends[1], even), worth)
    touch, level = _tangents(own)
    for party, x, y in zip(counted, touch.T, level.T, strict=True):
        bends[party] = (y[1:] - y[:-1]) / (1 / x[:-1] - 1 / x[1:])

    def logs(gains: Array) -> Array:
        return np.asarray((gains[:, None, counted] / touch + level).min(axis=1) @ scale)

    return best_trade(change, most, here, least, (bends[0], bends[1], None), logs)


def _between_many(
    goal: Goal, change: Array, most: Array, here: Array, least: Array
) -> tuple[Array, float] | None:
    """The linear model as a linear programme."""
    moves, counted = len(most), np.flatnonzero(goal.counted)
    extra = 1 if goal.kind == "least" else len(counted)
    rows, limits = [np.hstack([-change, np.zeros((len(here), extra))])], [here - least]
    for position, party in enumerate(counted):
        unit = np.zeros((1, extra))
        if goal.kind == "least":
            unit[0, 0] = 1.0
            touch: Array = np.array([goal.scale[party]])
            level: Array = np.zeros(1)
        else:
            unit[0, position] = 1.0
            touch, level = (one[:, 0] for one in _tangents(here[[party]]))
        rows.append(np.hstack([-change[party] / touch[:, None], np.repeat(unit, len(touch), 0)]))
        limits.append(here[party] / touch + level)
    reward, start = np.concatenate([np.zeros(moves), goal.scale[counted]]), 0.0
    if goal.kind == "least":
        tie = TIE / len(counted) / goal.scale[counted]
        reward, start = np.append(tie @ change[counted], 1.0), float(tie @ here[counted])
    free, above = np.full(extra, np.inf), np.concatenate(limits)
    solved = least_cost(
        -reward,
        np.vstack(rows),
        (np.full(len(above), -np.inf), above),
        (np.concatenate([np.zeros(moves), -free]), np.concatenate([most, free])),
    )
    return None if solved is None else (solved[:moves], start + float(reward @ solved))


def _snap(game: Game, point: Array, goal: Goal) -> Array:
    """Round away what the solver leaves behind, if nobody loses acceptance by it."""
    round_point = np.where(_stepped(game), point, np.round(point, 6))
    tidy = np.where(np.abs(round_point - game.bounds) < 2e-6, game.bounds, round_point)
    tidy = np.clip(tidy, game.least, game.bounds)
    before, after = _gains(game, point), _gains(game, tidy)
    fine = (after >= game.floor - game.disagreement - game.tolerance).all()
    old = goal.merit(before)
    if fine and goal.merit(after) >= old - 1e-5 * max(1.0, abs(old)):
        return tidy
    return point
