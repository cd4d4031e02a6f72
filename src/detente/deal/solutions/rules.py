"""The solutions, one row each: what it is called, how packages are ranked, what is searched for.

A solution is added here, or by another package through the entry points of the group
``detente.solutions``. The bargain, the brief and the page use the rows and name no solution.
"""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from detente._doors import Plug, plugs
from detente.deal.solutions.equal_gains import equal_gains_ranking
from detente.deal.solutions.goal import Goal
from detente.deal.solutions.kalai_smorodinsky import kalai_smorodinsky_ranking
from detente.deal.solutions.nash import nash_ranking
from detente.deal.surface.runs import Array, Flags, Indices

__all__ = ["BUILT_IN", "Problem", "Solution", "all_solutions"]

DOOR = "detente.solutions"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_TAKEN = frozenset({"frontier", "likeliest", "none", "today"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A bargaining problem over a table of packages.

    Parameters
    ----------
    gains
        Utility above disagreement, shape (packages, parties) [USD bn per month].
    accepted
        Which packages are acceptable to all, shape (packages,).
    ideal
        The most each party could gain from one of these, shape (parties,) [USD bn per month].
    weights
        Weight of each party, shape (parties,) [1].
    """

    gains: Array
    accepted: Flags
    ideal: Array
    weights: Array

    @property
    def helped(self) -> Flags:
        """Parties that some acceptable package helps, shape (parties,)."""
        return np.asarray(self.ideal > self.tiny)

    @property
    def tiny(self) -> float:
        """A gain that counts as none [USD bn per month]."""
        return float(1e-9 * np.abs(self.gains[self.accepted]).max(initial=0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """One rule that picks a package of those that all accept.

    Parameters
    ----------
    name
        Such as ``"equal-gains"``; its key in JSON has ``_`` for ``-``.
    title
        As the brief calls it.
    letter
        What marks it on the chart of the frontier, one character.
    label
        As the workbench calls it.
    means
        The rule in words that follow "is": ``"the package with the largest product of gains"``.
    ranking
        From a `Problem` to the positions of the acceptable packages, best first.
    goal
        From a `Problem` to what is made large between the levels of the grid; None where that
        cannot be said as a `Goal`: then the answer is the best package of the grid.
    """

    name: str
    title: str
    letter: str
    label: str
    means: str
    ranking: Callable[[Problem], Indices]
    goal: Callable[[Problem], Goal] | None = None

    @property
    def key(self) -> str:
        """Its key in JSON."""
        return self.name.replace("-", "_")


def _nash(problem: Problem) -> Indices:
    return nash_ranking(problem.gains, problem.accepted, weights=problem.weights)


def _kalai_smorodinsky(problem: Problem) -> Indices:
    return kalai_smorodinsky_ranking(problem.gains, problem.accepted, ideal=problem.ideal)


def _equal_gains(problem: Problem) -> Indices:
    return equal_gains_ranking(problem.gains, problem.accepted)


BUILT_IN = (
    Solution(
        name="nash",
        title="Nash",
        letter="N",
        label="Balanced (Nash)",
        means="the package with the largest product of gains",
        ranking=_nash,
        goal=lambda p: Goal(kind="log", scale=p.weights, counted=p.helped),
    ),
    Solution(
        name="kalai-smorodinsky",
        title="Kalai–Smorodinsky",
        letter="K",
        label="Equal share of the best (Kalai–Smorodinsky)",
        means="the one that gives both the same share of the most each could hope for",
        ranking=_kalai_smorodinsky,
        goal=lambda p: Goal(kind="least", scale=p.ideal, counted=p.helped),
    ),
    Solution(
        name="equal-gains",
        title="equal gains",
        letter="E",
        label="Equal gains",
        means="the one where both gain alike",
        ranking=_equal_gains,
        goal=lambda p: Goal(kind="least", scale=np.ones(len(p.ideal)), counted=p.helped),
    ),
)
"""The solutions of the field; schedule, promises and risks are those of the first."""


@functools.cache
def all_solutions() -> tuple[Solution, ...]:
    """Return every solution: `BUILT_IN`, then those of other packages by name."""
    found = list(BUILT_IN)
    for plug in plugs(DOOR).values():
        one = plug.load(Solution)
        _check(plug, one, found)
        found.append(_guarded(plug, one))
    return tuple(found)


def _check(plug: Plug, one: Solution, others: list[Solution]) -> None:
    """Raise `PlugInError` unless the row can stand beside the others."""
    if not _NAME.fullmatch(one.name):
        raise plug.wrong(f"has the name {one.name!r}: use small letters, digits and single hyphens")
    for field in ("name", "title", "letter", "label"):
        mine = getattr(one, field)
        if mine in {getattr(other, field) for other in others} or mine in _TAKEN:
            raise plug.wrong(f"has the {field} {mine!r}, which is taken")
    if len(one.letter) != 1 or not one.title or not one.label or not one.means:
        raise plug.wrong("lacks a letter of one character, a title, a label or what it means")


def _guarded(plug: Plug, one: Solution) -> Solution:
    """The row with answers held against what they must be."""

    def ranking(problem: Problem) -> Indices:
        with plug.blamed("fails to rank"):
            order = np.asarray(one.ranking(problem))
        fine = order.ndim == 1 and np.issubdtype(order.dtype, np.integer)
        if not fine or sorted(order.tolist()) != np.flatnonzero(problem.accepted).tolist():
            raise plug.wrong("does not rank the acceptable packages, each once")
        return order

    def goal(problem: Problem) -> Goal:
        assert one.goal is not None  # noqa: S101 - it is used only then
        with plug.blamed("fails to say its goal"):
            found = one.goal(problem)
        if not isinstance(found, Goal):
            raise plug.wrong(f"gives a {type(found).__name__} as its goal, where a Goal is needed")
        return found

    return replace(one, ranking=ranking, goal=None if one.goal is None else goal)
