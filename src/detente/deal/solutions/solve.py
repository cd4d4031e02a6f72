"""Solutions on the grid, refined between its levels, and described."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from detente.deal.game.package import Package
from detente.deal.game.utility import Game
from detente.deal.game.words import deal_words, package_words
from detente.deal.solutions.frontier import pareto
from detente.deal.solutions.goal import Goal
from detente.deal.solutions.kalai_smorodinsky import ideal_gains
from detente.deal.solutions.refine import climb
from detente.deal.solutions.rules import Problem, Solution
from detente.deal.surface.runs import Array, Flags, Indices
from detente.impact import quantile_range

__all__ = ["Table", "frontier", "likeliest", "solutions"]

_STARTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The grid with everything that is known about it at central values."""

    game: Game
    packages: Array
    gains: Array
    accepted: Flags
    deals: Flags
    names: Mapping[str, str]


def solutions(
    table: Table, weights: Array, rows: Iterable[Solution], *, refine: bool
) -> dict[str, Package]:
    """Return the package of each solution by its name; none if there is no deal."""
    if not table.deals.any():
        return {}
    game, gains = table.game, table.gains
    ideal = ideal_gains(gains, table.deals)
    if refine:
        for party in range(len(ideal)):
            goal = Goal(
                kind="least", scale=np.ones(len(ideal)), counted=np.arange(len(ideal)) == party
            )
            order = np.flatnonzero(table.deals)[
                np.argsort(-gains[table.deals, party], kind="stable")
            ]
            best = _climb_from(table, order, goal)
            ideal[party] = max(
                ideal[party], game.utility(best[None])[0, party] - game.disagreement[party]
            )
    problem = Problem(gains=gains, accepted=table.deals, ideal=ideal, weights=weights)
    solved = {}
    for row in rows:
        ranked = row.ranking(problem)
        sought = row.goal(problem) if refine and row.goal is not None else None
        if (
            sought is not None and sought.kind == "log"
        ):  # no logarithm of a gain that nothing brings
            sought = dataclasses.replace(sought, counted=gains[ranked[0]] > problem.tiny)
        solved[row.name] = (
            table.packages[ranked[0]] if sought is None else _climb_from(table, ranked, sought)
        )
    described = _describe(table, np.stack(list(solved.values())), list(solved))
    return dict(zip(solved, described, strict=True))


def _climb_from(table: Table, order: Indices, goal: Goal) -> Array:
    """Climb from the best packages of the grid, and the best that touch different controls."""
    touched = table.packages[order[:200]] > 0
    _, first = np.unique(touched, axis=0, return_index=True)
    positions = dict.fromkeys([*np.sort(first)[:_STARTS], *range(min(_STARTS, len(order)))])
    starts = [table.packages[order[index]] for index in positions]
    ends = [climb(table.game, start, goal) for start in starts]
    values = table.game.utility(np.stack(ends)) - table.game.disagreement
    merits = [goal.merit(one) for one in values]
    return ends[int(np.argmax(merits))]


def frontier(table: Table) -> tuple[Package, ...]:
    """Return the deals that no other deal betters for everybody."""
    which = np.flatnonzero(table.deals)
    if not len(which):
        return ()
    best = which[pareto(table.gains[which], tolerance=table.game.tolerance)]
    labels = [f"frontier-{number:0{len(str(len(best)))}d}" for number in range(1, len(best) + 1)]
    return tuple(_describe(table, table.packages[best], labels))


def likeliest(table: Table, share: Array) -> Package | None:
    """Return the package that is a deal in the most draws; None if none is in any.

    Parameters
    ----------
    table
        The grid.
    share
        Share of draws in which each package is a deal, shape (packages,) [share].

    Notes
    -----
    Of packages with the same share, the one with the largest smallest gain.
    """
    if not (share > 0).any():
        return None
    best = np.lexsort((-table.gains.min(axis=1), -share))[:1]
    return _describe(table, table.packages[best], ["likeliest"])[0]


def _describe(table: Table, packages: Array, labels: list[str]) -> list[Package]:
    game = table.game
    gains = game.utility(packages) - game.disagreement
    owners = dict(zip(game.controls, game.owners, strict=True))
    bounds = dict(zip(game.names, game.bounds.tolist(), strict=True))
    against = "no deal" if game.disagreement.any() else "today"
    described = []
    for part, drawn in game.blocks(packages):
        accepted = (drawn >= game.floor[:, None, None] - game.tolerance).all(axis=0).mean(axis=1)
        for offset, row in enumerate(range(part.start, part.stop)):
            ranges = {
                party: quantile_range(drawn[i, offset] - game.disagreement[i], float(gains[row, i]))
                for i, party in enumerate(game.parties)
            }
            easings = dict(zip(game.names, packages[row].tolist(), strict=True))
            moves = deal_words(easings, owners, bounds, table.names)
            share = float(accepted[offset])
            described.append(
                Package(
                    name=labels[row],
                    easings=easings,
                    gains=ranges,
                    accepted_share=share,
                    words=package_words(moves, ranges, share, table.names, against=against),
                )
            )
    return described
