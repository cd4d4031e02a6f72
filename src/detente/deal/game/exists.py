"""For which security values a deal exists: thresholds and a map, in closed form over the grid.

A utility is linear in its owner's security value, ``u_o(x; s) = u_o(x; 0) - s e_k``. A package that
all others accept is therefore acceptable up to ``s = (u_o(x; 0) - floor_o) / e_k``, and the
threshold is the largest of these over the packages: no package is solved for twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.controls import Range
from detente.deal.game.acceptance import acceptable, improving
from detente.deal.game.utility import Game
from detente.deal.game.words import map_words
from detente.deal.shape import deals as shape
from detente.deal.surface.runs import Array, Flags
from detente.shape.common import Threshold as Form

__all__ = [
    "DealMap",
    "ExistsIf",
    "Threshold",
    "axis_values",
    "deal_map",
    "exists_grid",
    "thresholds",
]

_MAP_POINTS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Largest security value of one control at which a deal that eases it exists."""

    control: int
    """Position of the control."""
    party: int
    """Position of its owner."""
    full: float
    """For easing up to the red line: central value; ``-inf`` if the others never accept
    [USD bn per month]."""
    draws: Array
    """The same over draws of the losses, shape (draws,) [USD bn per month]."""
    partial: float
    """For easing by the first step of the grid, central [USD bn per month]."""
    partial_easing: float
    """That first step [share]."""
    without: bool
    """Whether a deal exists that keeps the control as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistsIf:
    """A threshold with what is assumed and the words for it."""

    party: str
    """Owner of the control, ISO3."""
    control: str
    """Register id."""
    threshold: Range
    """Largest security value at which a deal that lifts the control (or eases it to its red line)
    exists, not below zero [USD bn per month]."""
    assumed: Range
    """Security value assumed [USD bn per month]."""
    holds: bool
    """Whether the assumed central value is at or below the threshold."""
    words: str
    """One sentence for the reader."""

    def to_payload(self) -> Form:
        """Return the ``exists_if`` row of the brief."""
        return {
            "party": self.party,
            "control": self.control,
            "threshold": self.threshold.as_dict(),
            "assumed": self.assumed.as_dict(),
            "holds": self.holds,
            "words": self.words,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DealMap:
    """Where in the plane of two security values a deal exists that eases both controls."""

    x_control: str
    x_party: str
    y_control: str
    y_party: str
    """The two controls and their owners."""
    x_values: Array
    y_values: Array
    """Security values tried [USD bn per month]."""
    exists: Flags
    """Whether a deal exists, shape (y, x)."""
    x_assumed: float
    y_assumed: float
    """Central assumptions [USD bn per month]."""
    words: str
    """One sentence for the reader."""

    def to_payload(self) -> shape.Map:
        """Return the ``map`` object of the brief."""
        return {
            "x": {
                "control": self.x_control,
                "party": self.x_party,
                "values": self.x_values.tolist(),
            },
            "y": {
                "control": self.y_control,
                "party": self.y_party,
                "values": self.y_values.tolist(),
            },
            "exists": self.exists.astype(int).tolist(),
            "assumed": {"x": self.x_assumed, "y": self.y_assumed},
            "words": self.words,
        }


def thresholds(game: Game, packages: Array) -> tuple[Threshold, ...]:
    """Return the threshold of every control that may be eased, all other values central.

    Parameters
    ----------
    game
        The game.
    packages
        The grid, shape (packages, columns) [share].
    """
    tradable = [k for k in range(len(game.controls)) if (packages[:, k] > 0).any()]
    central = game.utility(packages).T[:, :, None]
    best = {k: _largest(game, packages, central, k) for k in tradable}
    some = {k: _largest(game, packages, central, k, least=0.0) for k in tradable}
    drawn = {k: np.full(game.drawn_losses.shape[2], -np.inf) for k in tradable}
    for part, utility in game.blocks(packages, values=False):
        for k in tradable:
            drawn[k] = np.maximum(drawn[k], _largest(game, packages[part], utility, k))
    utility, slack = central[:, :, 0].T, game.tolerance
    deals = (
        acceptable(utility, game.floor, tolerance=slack)
        & improving(utility, game.disagreement, tolerance=slack)
        & (packages > 0).any(axis=1)
    )
    return tuple(
        Threshold(
            control=k,
            party=int(np.flatnonzero(game.own[:, k])[0]),
            full=float(best[k][0]),
            draws=drawn[k],
            partial=float(some[k][0]),
            partial_easing=float(packages[packages[:, k] > 0, k].min()),
            without=bool((deals & (packages[:, k] == 0)).any()),
        )
        for k in tradable
    )


def _largest(
    game: Game, packages: Array, utility: Array, k: int, *, least: float | None = None
) -> Array:
    """Return the threshold of control k for easing it fully, or more than ``least``, (draws,)."""
    owner = int(np.flatnonzero(game.own[:, k])[0])
    column = packages[:, k]
    eases = np.flatnonzero(column >= game.bounds[k] if least is None else column > least)
    easing = column[eases][:, None]
    fine = np.ones((len(eases), utility.shape[2]), dtype=bool)
    for party in range(len(game.parties)):
        if party != owner:
            fine &= utility[party, eases] >= game.floor[party] - game.tolerance
    most = (utility[owner, eases] - game.floor[owner]) / easing
    highest = np.where(fine, most, -np.inf).max(axis=0, initial=-np.inf)
    return np.asarray(highest + game.stakes[k].security.central)


def deal_map(
    game: Game,
    packages: Array,
    found: tuple[Threshold, ...],
    names: Mapping[str, str],
    *,
    traded: frozenset[int] = frozenset(),
) -> DealMap | None:
    """Return the map for the two most decisive security values, or None with fewer than two.

    Parameters
    ----------
    game
        The game.
    packages
        The grid, shape (packages, columns) [share].
    found
        The thresholds.
    names
        Words for ids.
    traded
        Positions of the controls that the solution eases; they come first.

    Notes
    -----
    Decisive is the value whose threshold is nearest to what is assumed, in widths of the assumed
    range; one value per party where two parties have controls.
    """
    ranked = sorted(
        found,
        key=lambda one: (
            one.control not in traded,
            _distance(game, one),
            game.controls[one.control],
        ),
    )
    if len(ranked) < 2:
        return None
    x = ranked[0]
    y = next((one for one in ranked if one.party != x.party), ranked[1])
    x, y = sorted((x, y), key=lambda one: one.party)
    x_values, y_values = (axis_values(game, one) for one in (x, y))
    both = (packages[:, x.control] > 0) & (packages[:, y.control] > 0)
    exists = exists_grid(game, packages[both], (x, y), x_values, y_values)
    x_own, y_own = game.stakes[x.control].security.central, game.stakes[y.control].security.central
    axes = [(game.parties[one.party], game.controls[one.control]) for one in (x, y)]
    said = [(names.get(party, party), names.get(control, control)) for party, control in axes]
    return DealMap(
        x_control=axes[0][1],
        x_party=axes[0][0],
        y_control=axes[1][1],
        y_party=axes[1][0],
        x_values=x_values,
        y_values=y_values,
        exists=exists,
        x_assumed=x_own,
        y_assumed=y_own,
        words=map_words(*said, least=float(packages[packages > 0].min(initial=1.0))),
    )


def exists_grid(
    game: Game, packages: Array, axes: tuple[Threshold, Threshold], x_values: Array, y_values: Array
) -> Flags:
    """Tell for each pair of security values whether all accept one of the packages.

    Parameters
    ----------
    game
        The game.
    packages
        shape (packages, columns) [share].
    axes
        The two controls.
    x_values, y_values
        Their security values [USD bn per month].

    Returns
    -------
    Flags
        shape (y, x).
    """
    x, y = axes
    x_own, y_own = (game.stakes[one.control].security.central for one in axes)
    room = game.utility(packages) - game.floor + game.tolerance
    exists = np.zeros((len(y_values), len(x_values)), dtype=bool)
    for row, y_value in enumerate(y_values):
        for column, x_value in enumerate(x_values):
            left = room.copy()
            left[:, x.party] -= (x_value - x_own) * packages[:, x.control]
            left[:, y.party] -= (y_value - y_own) * packages[:, y.control]
            exists[row, column] = (left >= 0).all(axis=1).any()
    return exists


def _distance(game: Game, one: Threshold) -> float:
    assumed = game.stakes[one.control].security
    width = max(assumed.high - assumed.low, 1e-9 + 0.1 * abs(assumed.central))
    return abs(one.partial - assumed.central) / width


def axis_values(game: Game, one: Threshold) -> Array:
    """Security values of one control to look at, from nothing to well past what is assumed."""
    assumed = game.stakes[one.control].security
    top = max(1.25 * assumed.high, 1.25 * one.partial, 1e-6)
    if one.partial > 4 * assumed.high > 0:
        top = 4 * assumed.high
    return np.linspace(0.0, top, _MAP_POINTS)
