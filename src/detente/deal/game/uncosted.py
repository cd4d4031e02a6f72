"""Controls on the table without figures: what they would have to be worth for a deal.

Let lifting them bring their targets ``b`` and cost their owners ``c``, both unknown. A package that
an owner's counterpart needs ``b >= floor - u(x)`` for, and an owner can carry ``c <= u(x) - floor``
of, gives the least and the most in closed form: no package is solved for twice.
"""

from dataclasses import dataclass

import numpy as np

from detente.controls import Range
from detente.deal.game.utility import Game
from detente.deal.shape import deals as shape
from detente.deal.surface.runs import Array
from detente.impact.ranges import quantile_range

__all__ = ["Conditional", "Uncosted", "conditional_on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncosted:
    """A control on the table of which no loss can be computed."""

    control: str
    owner: str
    target: str
    """Its id, who imposes it, and whom it hits."""
    why: str
    """For want of what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    """What the bargain over the other controls says, and on what the rest hangs."""

    controls: tuple[Uncosted, ...]
    """The controls that were left out."""
    without: float
    """Share of draws in which a deal exists that leaves them as they are [share]."""
    least: dict[str, Range]
    """By party that they hit: the least that lifting them would have to be worth to it before it
    eases a control of its own; zero where it would anyway [USD bn per month]."""
    most: dict[str, Range]
    """By party that owns them: the most that lifting them may cost it, for the best package the
    other side could be brought to give; zero where nothing on the table would repay it
    [USD bn per month]."""

    def to_payload(self) -> shape.Conditional:
        """Return the ``conditional`` object of the brief."""
        return {
            "controls": [
                {"control": c.control, "party": c.owner, "target": c.target, "why": c.why}
                for c in self.controls
            ],
            "share_of_draws_without": self.without,
            "least": [{"party": p, **one.as_dict()} for p, one in self.least.items()],
            "most": [{"party": p, **one.as_dict()} for p, one in self.most.items()],
        }


def conditional_on(
    game: Game, packages: Array, controls: tuple[Uncosted, ...], *, without: float
) -> Conditional:
    """Work out what controls without figures would have to be worth.

    Parameters
    ----------
    game
        The bargain over the controls with figures.
    packages
        Its grid, shape (packages, columns) [share].
    controls
        The controls without.
    without
        Share of draws with a deal that leaves them as they are [share].
    """
    hit = [p for p in game.parties if any(c.target == p for c in controls)]
    owning = [p for p in game.parties if any(c.owner == p for c in controls)]
    changed = packages[(packages > 0).any(axis=1)]
    least = {party: ends for party in hit if (ends := _least(game, changed, party)) is not None}
    most = {party: _most(game, packages, party, hit) for party in owning}
    return Conditional(controls=controls, without=without, least=least, most=most)


def _least(game: Game, packages: Array, party: str) -> Range | None:
    """Least shortfall of a party over the packages that ease a control of its own."""
    at = game.parties.index(party)
    own = packages[:, : len(game.controls)][:, game.own[at]]
    given = packages[(own > 0).any(axis=1)]
    if not len(given):
        return None
    central = game.floor[at] - game.utility(given)[:, at].max()
    drawn = np.full(game.drawn.shape[2], -np.inf)
    for _, utility in game.blocks(given):
        drawn = np.maximum(drawn, utility[at].max(axis=0))
    return _range(float(central), game.floor[at] - drawn)


def _most(game: Game, packages: Array, party: str, hit: list[str]) -> Range:
    """Most that a party has left over packages that those who are not hit accept."""
    at = game.parties.index(party)
    others = [i for i, name in enumerate(game.parties) if name != party and name not in hit]
    utility, slack = game.utility(packages), game.tolerance
    fine = (utility[:, others] >= game.floor[others] - slack).all(axis=1)
    central = np.where(fine, utility[:, at], -np.inf).max(initial=game.floor[at])
    drawn = np.full(game.drawn.shape[2], game.floor[at])
    for _, some in game.blocks(packages):
        well = (some[others] >= game.floor[others][:, None, None] - slack).all(axis=0)
        drawn = np.maximum(drawn, np.where(well, some[at], -np.inf).max(axis=0))
    return _range(float(central - game.floor[at]), drawn - game.floor[at])


def _range(central: float, drawn: Array) -> Range:
    """Central and 5th to 95th percentile, none below zero."""
    return quantile_range(np.maximum(drawn, 0.0), max(central, 0.0))
