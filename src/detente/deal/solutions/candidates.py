"""The packages a bargain looks at: all of them, or the best of too many, with certified gaps."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from detente._errors import DealError
from detente.deal.game.acceptance import acceptable, improving
from detente.deal.game.grid import choose_levels, grid
from detente.deal.game.utility import Game
from detente.deal.solutions.frontier import pareto
from detente.deal.solutions.kalai_smorodinsky import ideal_gains
from detente.deal.solutions.milp import Programme, Solved, epsilon_frontier
from detente.deal.solutions.rules import Problem, all_solutions
from detente.deal.surface.runs import Array, Indices

__all__ = ["ENUMERATED", "Candidates", "candidates"]

ENUMERATED = 2**20
"""All-or-nothing packages up to this number are all looked at: twenty controls."""

_SHORTLIST = 400
_FRONTIER_POINTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Packages and their central utilities."""

    packages: Array
    """No change first, shape (packages, columns) [share]."""
    utility: Array
    """shape (packages, parties) [USD bn per month]."""
    levels: tuple[tuple[float, ...], ...]
    """Levels of each column that were combined [share]."""
    tried: int
    accepted: int
    """Packages other than no change that were looked at, and those of them that all accept."""
    gaps: Mapping[str, float] = field(default_factory=dict)
    """With integer programmes, for each rule how much better an all-or-nothing package could be at
    most [share]; empty where every package was looked at."""
    note: str = ""
    """What the reader must know; empty where every package is among the candidates."""


def candidates(
    game: Game,
    *,
    levels: tuple[float, ...] | None = None,
    most: int = 250_000,
    weights: Array | None = None,
) -> Candidates:
    """Return the packages to bargain over.

    Parameters
    ----------
    game
        The game.
    levels
        Levels asked for [share]; the default ladders if None.
    most
        Largest number of packages that go through every draw. Up to 2^20 all-or-nothing packages
        are solved centrally, and the best of them go through the draws; beyond, integer programmes
        find the best.
    weights
        Nash weights, shape (parties,) [1]; equal if None.

    Raises
    ------
    DealError
        Levels were asked for and are too many to combine.
    """
    power = np.full(len(game.parties), 1 / len(game.parties)) if weights is None else weights
    if game.conflicts:
        none = np.zeros((1, len(game.names)))
        return _all(game, none, game.utility(none), tuple((0.0,) for _ in game.names))
    try:
        chosen = choose_levels(game.bounds, levels, most, least=game.least, steps=game.steps)
    except DealError:
        if levels is not None or any(steps is not None for steps in game.steps):
            raise
        chosen = choose_levels(game.bounds, (0.0, 1.0), 2**1000, least=game.least)
        if math.prod(map(len, chosen)) > ENUMERATED:
            return _programmed(game, chosen, power)
        return _shortlisted(game, chosen, power)
    return _all(game, *_table(game, chosen), chosen)


def _table(game: Game, levels: tuple[tuple[float, ...], ...]) -> tuple[Array, Array]:
    """Every combination and its utilities, no change first."""
    packages, utility = grid(levels), game.grid_utility(levels)
    if (game.least > 0).any():  # then no change is not on the grid
        packages = np.concatenate([np.zeros((1, packages.shape[1])), packages])
        utility = np.concatenate([np.zeros((1, utility.shape[1])), utility])
    return packages, utility


def _all(
    game: Game, packages: Array, utility: Array, levels: tuple[tuple[float, ...], ...]
) -> Candidates:
    changed = (packages > 0).any(axis=1)
    accepted = acceptable(utility, game.floor, tolerance=game.tolerance)
    return Candidates(
        packages=packages,
        utility=utility,
        levels=levels,
        tried=int(changed.sum()),
        accepted=int((accepted & changed).sum()),
    )


def _shortlisted(game: Game, levels: tuple[tuple[float, ...], ...], power: Array) -> Candidates:
    """Look at every package centrally; keep the frontier, and the best by each rule."""
    packages, utility = _table(game, levels)
    accepted = acceptable(utility, game.floor, tolerance=game.tolerance)
    deals = accepted & improving(utility, game.disagreement, tolerance=game.tolerance)
    accepted[0] = deals[0] = False
    kept = [np.zeros(1, dtype=int), *_pivotal(game, packages, utility)]
    if deals.any():
        which = np.flatnonzero(deals)
        kept += _leaders(which, utility[which] - game.disagreement, power, game.tolerance)
    order = np.unique(np.concatenate(kept))
    return Candidates(
        packages=packages[order],
        utility=utility[order],
        levels=levels,
        tried=len(utility) - 1,
        accepted=int(accepted.sum()),
        note=(
            f"All {len(utility) - 1} all-or-nothing packages were looked at with central values; "
            f"the {len(order)} best went through the draws, so the share of draws with a deal is "
            "a lower bound."
        ),
    )


def _leaders(which: Indices, gains: Array, power: Array, tolerance: float) -> Iterator[Indices]:
    """The frontier, and the best by each rule, among deals only."""
    front = pareto(gains, tolerance=tolerance)
    yield which[front]
    near = front if len(front) >= _SHORTLIST else np.argsort(-gains.min(axis=1))[:20_000]
    near = np.union1d(near, front)
    every, some = np.ones(len(near), dtype=bool), gains[near]
    problem = Problem(gains=some, accepted=every, ideal=ideal_gains(some, every), weights=power)
    for row in all_solutions():
        yield which[near[row.ranking(problem)[:_SHORTLIST]]]


def _pivotal(game: Game, packages: Array, utility: Array) -> Iterator[Indices]:
    """For each control the lifting package that decides its threshold, and one that keeps it."""
    fine = utility >= game.floor - game.tolerance
    for k in np.flatnonzero(game.bounds[: len(game.controls)] > 0):
        owner = int(np.argmax(game.own[:, k]))
        others = np.delete(fine, owner, axis=1).all(axis=1)
        for lifted in (packages[:, k] >= game.bounds[k], packages[:, k] == 0):
            which = np.flatnonzero(others & lifted)
            if len(which):
                yield which[_top(utility[which, owner], 8)]


def _programmed(game: Game, levels: tuple[tuple[float, ...], ...], power: Array) -> Candidates:
    """Solve for the best by each rule and along the frontier; add what is one change away."""
    programme = Programme(game)
    found: list[Solved] = list(epsilon_frontier(programme, points=_FRONTIER_POINTS))
    gaps = {"frontier": max((one.gap for one in found), default=0.0)}
    if found:
        gains = np.stack([programme.gains(one.package) for one in found])
        every = np.ones(len(found), dtype=bool)
        problem = Problem(gains=gains, accepted=every, ideal=gains.max(axis=0), weights=power)
        for row in all_solutions():
            goal = None if row.goal is None else row.goal(problem)
            one = None if goal is None or not goal.counted.any() else programme.best(goal)
            if one is not None:
                found.append(one)
                gaps[row.name] = one.gap
    tops = [one.package for one in found]
    rows = np.array([np.zeros(len(levels)), *tops, *_one_away(levels, tops)])
    packages = np.unique(rows, axis=0)  # no change sorts first
    utility = game.utility(packages)
    accepted = acceptable(utility, game.floor, tolerance=game.tolerance)
    total = math.prod(map(len, levels))
    return Candidates(
        packages=packages,
        utility=utility,
        levels=levels,
        tried=len(packages) - 1,
        accepted=int(accepted[1:].sum()),
        gaps=gaps,
        note=(
            f"There are {total:.2g} all-or-nothing packages: integer programmes found the best by "
            f"each rule (at most {max(gaps.values()):.1g} from the best there is) and "
            f"{len(packages) - 1} packages around them; counts, thresholds and shares of draws "
            "are those of these."
        ),
    )


def _one_away(levels: tuple[tuple[float, ...], ...], tops: list[Array]) -> Iterator[Array]:
    for top in tops:
        for column, some in enumerate(levels):
            for level in some:
                if level != top[column]:
                    other = top.copy()
                    other[column] = level
                    yield other


def _top(values: Array, count: int) -> Indices:
    """Positions of the largest values, in any order."""
    if len(values) <= count:
        return np.arange(len(values))
    return np.asarray(np.argpartition(-values, count)[:count])
