"""How a deal fails: none exists, none is kept, or shocks end it; and how long talks last."""

import dataclasses
from dataclasses import dataclass

import numpy as np

from detente.controls import Range
from detente.deal.game.grid import choose_levels, grid
from detente.deal.game.utility import Game
from detente.deal.keeping.abreu_gul import abreu_gul
from detente.deal.keeping.incentives import slack
from detente.deal.keeping.trust import Trust, movable
from detente.deal.record.outlook import Outlook
from detente.deal.shape import keeping as shape
from detente.deal.surface.runs import Array, Flags, Indices
from detente.impact.ranges import quantile_range

__all__ = ["Breakdown", "Outcomes", "best_breach", "breakdown", "outcomes", "talks_delay"]

_MOST_PACKAGES = 3200
_BLOCK = 200
_DRAWN = (
    "rate",
    "lag",
    "seen",
    "pause",
    "stake",
    "hazard",
    "stock_months",
    "build_base",
    "build_slope",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What happens in each draw."""

    packages: Array
    """The packages that were tried, shape (packages, columns) [share]."""
    exists: Flags
    """Whether some package is a deal, shape (draws,)."""
    kept: Flags
    """Whether some deal is kept by all, shape (draws,)."""
    good: Flags
    """Whether each package is a deal that all keep, shape (packages, draws)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The chances that there is no lasting deal, which add up."""

    no_deal: float
    """No package suits all [share]."""
    none_kept: float
    """Packages suit all, but each is broken by somebody [share]."""
    shock: float
    """A deal is made and kept, and ended by a shock within the horizon [share]."""
    months: float
    """That horizon [month]."""
    delay: Range | None
    """Months of talks before a deal, by the war of attrition; None if its demands do not clash
    [month]."""
    draws: int
    """Number of draws."""
    words: str = ""
    """The same in plain words."""
    outlook: Outlook | None = None
    """Chances that a deal stands once it is struck, from the record of deals; None if not asked."""

    @property
    def total(self) -> float:
        """Chance that there is no deal that still stands at the horizon [share]."""
        return self.no_deal + self.none_kept + self.shock

    def as_dict(self) -> shape.BreakdownRisk:
        """Return the risk for JSON."""
        return {
            "total": self.total,
            "no_deal": self.no_deal,
            "none_kept": self.none_kept,
            "shock": self.shock,
            "months": self.months,
            "delay_months": None if self.delay is None else self.delay.as_dict(),
            "draws": self.draws,
            "outlook": None if self.outlook is None else self.outlook.as_dict(),
            "words": self.words,
        }


def best_breach(utility: Array, sizes: tuple[int, ...], own: Indices) -> Array:
    """Return a party's best utility over all own re-impositions, on a whole grid.

    Parameters
    ----------
    utility
        The party's utility at every package of a grid, shape (packages, draws).
    sizes
        Number of levels of each column of the grid, first column slowest.
    own
        Columns that the party can take back.

    Returns
    -------
    Array
        shape (packages, draws): the largest utility over packages that differ only in own columns
        and are nowhere easier there.
    """
    cube = utility.reshape(*sizes, -1)
    for axis in own:
        cube = np.maximum.accumulate(cube, axis=int(axis))
    return np.asarray(cube.reshape(utility.shape))


def outcomes(game: Game, late: Game, trust: Trust) -> Outcomes:
    """Try every package of a grid in every draw."""
    levels = _levels(game)
    sizes = tuple(len(one) for one in levels)
    packages = grid(levels)
    draws = game.drawn.shape[2]
    good = np.zeros((len(packages), draws), dtype=bool)
    exists = np.zeros(draws, dtype=bool)
    changes: Flags = np.asarray((packages > 0).any(axis=1))
    changes &= (packages >= game.least - 1e-12).all(axis=1) & (not game.conflicts)
    for start in range(0, draws, _BLOCK):
        part = slice(start, min(start + _BLOCK, draws))
        utility = _some(game, part).draw_utility(packages)
        floor, before = game.floor[:, None, None], game.disagreement[:, None, None]
        room = game.tolerance
        deals = (utility >= floor - room).all(axis=0) & changes[:, None]
        deals &= (utility > before + room).any(axis=0)
        exists[part] = deals.any(axis=0)
        good[:, part] = deals & _kept(late, trust, packages, part, sizes)
    return Outcomes(packages=packages, exists=exists, kept=np.asarray(good.any(axis=0)), good=good)


def _some(game: Game, part: slice) -> Game:
    return dataclasses.replace(game, drawn=game.drawn[:, :, part])


def _kept(late: Game, trust: Trust, packages: Array, part: slice, sizes: tuple[int, ...]) -> Flags:
    """Which packages of a whole grid all parties keep, shape (packages, draws)."""
    moves: Flags = np.asarray(movable(late))
    keeps: Flags = np.ones((len(packages), part.stop - part.start), dtype=bool)
    some, few = _some(late, part), _drawn(trust, part)
    utility = some.draw_utility(packages)
    for party in range(len(late.parties)):
        own = np.flatnonzero(moves[party])
        if not len(own):
            continue
        margin = slack(
            utility[party],
            best_breach(utility[party], sizes, own),
            few.punished(utility[party], 0.0, party),
            rate=few.rate[party],
            lag=np.minimum(few.lag[party], 1e6),
            stake=few.stake[party],
            refill=_refill(few, packages[:, : len(late.controls)], party),
        )
        idle: Flags = np.asarray((packages[:, own] <= 0).all(axis=1))
        keeps &= (margin >= -late.tolerance) | idle[:, None]
    return keeps


def _drawn(trust: Trust, part: slice) -> Trust:
    return dataclasses.replace(trust, **{name: getattr(trust, name)[..., part] for name in _DRAWN})


def breakdown(
    found: Outcomes, trust: Trust, *, weights: Array, months: float, delay: Range | None
) -> Breakdown:
    """Return the chances of failure.

    Parameters
    ----------
    found
        What happens in each draw.
    trust
        Its draws.
    weights
        Weight of each draw, shape (draws,) [share].
    months
        Horizon within which a shock counts [month].
    delay
        From `talks_delay`.

    Notes
    -----
    ``P(no deal) + P(a deal, none kept) + E[kept (1 - exp(-hazard x months))]``
    """
    ends = -np.expm1(-trust.hazard * months)
    return Breakdown(
        no_deal=float(weights @ ~found.exists),
        none_kept=float(weights @ (found.exists & ~found.kept)),
        shock=float(weights @ (found.kept * ends)),
        months=months,
        delay=delay,
        draws=len(weights),
    )


def talks_delay(
    gains: Array, settled: Array, rates: Array, stubborn: Array, *, weights: Array
) -> Range | None:
    """Return how long two parties haggle, by the war of attrition.

    Parameters
    ----------
    gains
        Gains of the frontier packages, shape (packages, 2) [USD bn per month].
    settled
        Gains at the package they settle on, shape (2,) [USD bn per month].
    rates, stubborn
        Draws of the rates [per month] and of the chance of being stubborn [share], shapes
        (2, draws) and (draws,).
    weights
        Weight of each draw [share].

    Returns
    -------
    Range or None
        Mean, with 5th and 95th percentile over the draws; None with other than two parties or if
        they want the same package.

    Notes
    -----
    Each side demands halfway between the settled package and its favourite on the frontier, in
    shares of what it could have at most.
    """
    if gains.shape[1] != 2 or not len(gains):
        return None
    ideal = gains.max(axis=0)
    if (ideal <= 0).any():
        return None
    demands = (np.clip(settled / ideal, 0.0, 1.0) + 1) / 2
    first, second = (float(min(demand, 0.99)) for demand in demands)
    if first + second <= 1:
        return None
    delays = np.array(
        [
            abreu_gul((first, second), (float(a), float(b)), (float(z), float(z))).expected_delay
            for a, b, z in zip(*rates, np.clip(stubborn, 1e-6, 1 - 1e-6), strict=True)
        ]
    )
    return quantile_range(delays, float(weights @ delays), weights=weights)


def _levels(game: Game) -> tuple[tuple[float, ...], ...]:
    """Levels that deals can have, and zero, to which a breach can go back whatever was asked."""
    most = max(_MOST_PACKAGES, 2 ** int((game.bounds > 0).sum()))
    deals = choose_levels(game.bounds, None, most, least=game.least, steps=game.steps)
    return tuple(tuple(sorted({0.0, *one})) for one in deals)


def _refill(trust: Trust, easings: Array, party: int) -> Array:
    """As `Trust.refill` after a long time, for many packages, shape (packages, draws)."""
    total = np.zeros((len(easings), trust.stock_months.shape[1]))
    for k in np.flatnonzero(trust.worth[party] > 0):
        levels, place = np.unique(easings[:, k], return_inverse=True)
        grows = trust.build_base[k] + trust.build_slope[k] * levels[:, None] > 0
        held = np.minimum(trust.stock_months[k], trust.pause)
        worth = trust.worth[party, k] * held * (grows & (levels > 0)[:, None])
        total += worth[place]
    return total
