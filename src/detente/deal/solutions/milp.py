"""Large tables: the best all-or-nothing package by integer programming, with a certified gap."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack, vstack

from detente._errors import DealError
from detente.deal.game.utility import Game
from detente.deal.solutions._quiet import quiet
from detente.deal.solutions.goal import Goal
from detente.deal.surface.runs import Array, Flags, Indices

__all__ = ["Programme", "Solved", "epsilon_frontier"]

_RATIO = 1.02
_COARSE = 1.6
_NEAR = 1.25
_SMALLEST = 1e-4
_TIE = 1e-6
_ROUNDS = 25
_CLOSE = 5e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """A package and how far from the best it can be at most."""

    package: Array
    """The package, shape (columns,) [share]."""
    value: float
    """What the goal is worth there: `Goal.merit`, computed from the true utilities."""
    bound: float
    """No all-or-nothing package is worth more."""
    seconds: float
    """Time taken [s]."""

    @property
    def gap(self) -> float:
        """How much more the best can be worth, over what this is worth [share].

        For the logarithmic goal, how much larger the weighted geometric mean of the gains can be.
        """
        return max(0.0, self.bound - self.value) / max(1.0, abs(self.value))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows ``low <= matrix @ variables`` that all goals share, and what the variables stand for."""

    matrix: csr_array
    low: Array
    gains: Array
    start: Array


class Programme:
    """The packages of a game in which each control is kept or eased to its red line.

    Parameters
    ----------
    game
        The game. Controls go from what mandates ask for (else zero) to their red line, all or
        nothing; side issues are continuous.
    time_limit
        Most time for one solution [s].
    tolerance
        Relative gap at which the solver may stop [share].

    Notes
    -----
    With ``x_k`` in {0, 1} utilities are ``u_i = c_i + sum_k a_ik x_k + sum_kl q_ikl x_k x_l``. Each
    product becomes a variable ``w`` with ``w <= x_k``, ``w <= x_l``, ``w >= x_k + x_l - 1``
    (McCormick 1976), which is exact at whole numbers; only the sides that can bind are written.
    HiGHS solves the mixed-integer programme. Its bound holds whatever it was stopped by, so the
    gap is a certificate.

    References
    ----------
    McCormick, G. P. (1976). Computability of global solutions to factorable nonconvex programs.
    Mathematical Programming 10, 147-175. https://doi.org/10.1007/BF01580665
    """

    def __init__(self, game: Game, *, time_limit: float = 60.0, tolerance: float = 1e-6) -> None:
        if game.conflicts:
            raise DealError(game.conflicts[0])
        self.game, self.time_limit, self.tolerance = game, time_limit, tolerance
        self.controls = len(game.controls)
        low = game.least.copy()
        high = np.maximum(game.bounds, low)
        self._low, self._span = low, high - low
        self._free = np.flatnonzero(self._span > 0)
        self._pairs, self._rows = self._build()

    def _build(self) -> tuple[Indices, _Rows]:
        game, free, low = self.game, self._free, self._low
        base = game.utility(low[None])[0]
        single = game.utility(low + self._span[free, None] * np.eye(len(low))[free]) - base
        first, second = np.triu_indices(self.controls, k=1)
        size = self._span[: self.controls]
        joint = -game.central[:, self.controls : self.controls + len(first)]
        joint = joint * size[first] * size[second]
        there = np.abs(joint).max(axis=0, initial=0.0) > game.tolerance
        first, second, joint = first[there], second[there], joint[:, there]
        place = np.full(len(low), -1)
        place[free] = np.arange(len(free))
        pairs = np.stack([place[first], place[second]], axis=1)
        gains = np.concatenate([single.T, joint], axis=1)
        matrix, lower = _mccormick(pairs, joint, len(free))
        rows = vstack([matrix, csr_array(gains)], format="csr")
        start = base - game.disagreement
        needed = game.floor - base
        return pairs, _Rows(matrix=rows, low=np.append(lower, needed), gains=gains, start=start)

    def best(self, goal: Goal, *, at_least: Array | None = None) -> Solved | None:
        """Return the best package that suits all; None if there is none.

        Parameters
        ----------
        goal
            What to make large.
        at_least
            Gain that each party must have besides what it accepts, shape (parties,)
            [USD bn per month].

        Raises
        ------
        DealError
            No package found in the time allowed, which does not mean that there is none.
        """
        began = time.perf_counter()
        if goal.kind == "least":
            found, bound = self._solve(*self._least(goal), at_least)
            if found is None:
                return None
            return self._solved(goal, found, bound, began)
        counted = np.flatnonzero(goal.counted)
        seen: list[Array] = []
        best: Solved | None = None
        for _ in range(_ROUNDS):  # tangents are made fine around every package that comes up
            found, bound = self._solve(*self._log(goal, seen), at_least)
            if found is None:
                return None
            fresh = self._solved(goal, found, bound, began)
            best = fresh if best is None else _sharper(best, fresh)
            if best.gap <= _CLOSE:
                break
            seen.append(self.gains(found)[counted])
        return best

    def gains(self, package: Array) -> Array:
        """Return the gains of a package, shape (parties,) [USD bn per month]."""
        return np.asarray(self.game.utility(package[None])[0] - self.game.disagreement)

    def _solved(self, goal: Goal, package: Array, bound: float, began: float) -> Solved:
        value = goal.merit(self.gains(package))
        seconds = time.perf_counter() - began
        return Solved(package=package, value=value, bound=max(bound, value), seconds=seconds)

    def _least(self, goal: Goal) -> tuple[Array, csr_array, Array, float]:
        """Largest smallest gain over scale: one more variable, below each party's share."""
        rows, counted = self._rows, np.flatnonzero(goal.counted)
        share = rows.gains[counted] / goal.scale[counted, None]
        offset = rows.start[counted] / goal.scale[counted]
        matrix = np.hstack([share, -np.ones((len(counted), 1))])
        reward = np.append(_TIE * share.mean(axis=0), 1.0)
        return reward, csr_array(matrix), -offset, float(_TIE * offset.mean())

    def _log(self, goal: Goal, seen: list[Array]) -> tuple[Array, csr_array, Array, float]:
        """Sum of logarithms: one more variable per party, below tangents of ``ln``.

        Between two tangents at points of ratio ``1 + D`` they lie above it by ``D^2 / 8`` at most.
        """
        rows, counted = self._rows, np.flatnonzero(goal.counted)
        blocks, lower = [], []
        for position, party in enumerate(counted):
            reach = rows.start[party] + np.maximum(rows.gains[party], 0.0).sum()
            points = _tangents(max(reach, 1e-9), [float(gains[position]) for gains in seen])
            unit = np.zeros((len(points), len(counted)))
            unit[:, position] = -1.0
            blocks.append(np.hstack([rows.gains[party] / points[:, None], unit]))
            lower.append(1.0 - np.log(points) - rows.start[party] / points)
        reward = np.concatenate([np.zeros(rows.gains.shape[1]), goal.scale[counted]])
        return reward, csr_array(np.vstack(blocks)), np.concatenate(lower), 0.0

    def _solve(
        self, reward: Array, extra: csr_array, lower: Array, offset: float, at_least: Array | None
    ) -> tuple[Array | None, float]:
        rows, free = self._rows, self._free
        columns, known = extra.shape[1], rows.gains.shape[1]
        padding = csr_array((rows.matrix.shape[0], columns - known))
        shared = hstack([rows.matrix, padding], format="csr")
        low = rows.low.copy()
        if at_least is not None:
            wanted = at_least - rows.start
            low[-len(wanted) :] = np.maximum(low[-len(wanted) :], wanted)
        low[-len(rows.start) :] -= self.game.tolerance
        matrix = vstack([shared, extra], format="csr")
        whole = np.zeros(columns, dtype=int)
        whole[: len(free)] = free < self.controls
        ends = np.full((2, columns), np.inf)
        ends[0, :known], ends[1, :known], ends[0, known:] = 0.0, 1.0, -np.inf
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - slow to import, seldom needed

        with quiet():
            answer = milp(
                -reward,
                constraints=LinearConstraint(matrix, np.append(low, lower), np.inf),
                integrality=whole,
                bounds=Bounds(ends[0], ends[1]),
                options={"time_limit": self.time_limit, "mip_rel_gap": self.tolerance},
            )
        if answer.status == 2:
            return None, -math.inf
        if answer.x is None:
            raise DealError(
                f"no package found within {self.time_limit:g} s over {len(free)} columns: allow "
                "more time, set red lines, or table fewer controls"
            )
        package = self._low.copy()
        share = np.where(
            whole[: len(free)] > 0, np.round(answer.x[: len(free)]), answer.x[: len(free)]
        )
        package[free] += self._span[free] * np.clip(share, 0.0, 1.0)
        bound = answer.mip_dual_bound if answer.mip_dual_bound is not None else answer.fun
        return package, offset - float(bound)


def epsilon_frontier(programme: Programme, *, points: int = 12) -> Iterator[Solved]:
    """Yield Pareto packages by epsilon constraints: the first party's best for each least gain.

    Notes
    -----
    A millionth of the others' gains is added to the first party's, so that what is found is not
    dominated (weak efficiency is ruled out). With more than two parties the others' least gains
    move together.

    References
    ----------
    Haimes, Y. Y., Lasdon, L. S. and Wismer, D. A. (1971). On a bicriterion formulation of the
    problems of integrated system identification and system optimization. IEEE Transactions on
    Systems, Man, and Cybernetics 1, 296-297. https://doi.org/10.1109/TSMC.1971.4308298
    """
    parties = len(programme.game.parties)
    best = [programme.best(_one(party, parties)) for party in range(parties)]
    ends = [one for one in best if one is not None]
    if len(ends) < parties:
        return
    yield from ends
    most = np.array([programme.gains(one.package)[party] for party, one in enumerate(ends)])
    start = programme.gains(ends[0].package)
    for share in np.linspace(0, 1, points + 2)[1:-1]:
        wanted = start + share * (most - start)
        wanted[0] = -np.inf
        found = programme.best(_one(0, parties), at_least=wanted)
        if found is not None:
            yield found


def _one(party: int, parties: int) -> Goal:
    counted: Flags = np.arange(parties) == party
    return Goal(kind="least", scale=np.ones(parties), counted=counted)


def _sharper(old: Solved, new: Solved) -> Solved:
    """The better package of the two, with the smaller of their bounds."""
    better = new if new.value > old.value else old
    bound = max(better.value, min(old.bound, new.bound))
    return Solved(package=better.package, value=better.value, bound=bound, seconds=new.seconds)


def _tangents(reach: float, seen: list[float]) -> Array:
    """Points of a coarse geometric grid up to what can be reached, finer around those seen."""
    points = [reach * _COARSE**-k for k in range(int(math.log(1 / _SMALLEST, _COARSE)) + 1)]
    steps = int(math.log(_NEAR, _RATIO)) + 1
    for gain in seen:
        if gain > 0:
            points += [gain * _RATIO**k for k in range(-steps, steps + 1)]
    return np.array(sorted(points))


def _mccormick(pairs: Indices, joint: Array, free: int) -> tuple[csr_array, Array]:
    """Rows that tie each product to its factors, where the sign of its effect asks for it."""
    rows: list[tuple[int, int, float]] = []
    low: list[float] = []
    for index, (first, second) in enumerate(pairs.tolist()):
        product = free + index
        if joint[:, index].max() > 0:
            for factor in (first, second):
                rows += [(len(low), factor, 1.0), (len(low), product, -1.0)]
                low.append(0.0)
        if joint[:, index].min() < 0:
            rows += [(len(low), product, 1.0), (len(low), first, -1.0), (len(low), second, -1.0)]
            low.append(-1.0)
    where = np.array([(row, column) for row, column, _ in rows], dtype=int).reshape(-1, 2)
    values = np.array([value for *_, value in rows])
    shape = (len(low), free + len(pairs))
    return coo_array((values, (where[:, 0], where[:, 1])), shape=shape).tocsr(), np.array(low)
