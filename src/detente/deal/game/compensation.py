"""What else would have to be on the table where the controls alone make no deal."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.controls import Range
from detente.deal.game.utility import Game
from detente.deal.game.words import compensation_words, deal_words
from detente.deal.shape import deals as shape
from detente.deal.surface.runs import Array, Indices
from detente.impact import quantile_range

__all__ = ["Compensation", "compensation"]

_NEAR = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation:
    """The package with the largest joint gain, and who would have to be paid for it."""

    easings: Mapping[str, float]
    """Share by control, and by side issue [share]."""
    asks: Mapping[str, Range]
    """Least worth to each party that loses by the package [USD bn per month]."""
    offers: Mapping[str, Range]
    """Most that it is worth to each party that gains by it [USD bn per month]."""
    share_of_draws: float
    """Share of draws in which the offers together cover the asks [share]."""
    words: str
    """The same in plain words."""

    def to_payload(self) -> shape.Compensation:
        """Return the ``compensation`` object of the brief."""
        return {
            "easings": dict(self.easings),
            "asks": {party: one.as_dict() for party, one in self.asks.items()},
            "offers": {party: one.as_dict() for party, one in self.offers.items()},
            "share_of_draws": self.share_of_draws,
            "words": self.words,
        }


def compensation(
    game: Game, packages: Array, utility: Array, *, names: Mapping[str, str]
) -> Compensation | None:
    """Find the package that would be a deal with the smallest help from outside the controls.

    Parameters
    ----------
    game
        The game.
    packages
        shape (packages, columns) [share].
    utility
        Their central utilities, shape (packages, parties) [USD bn per month].
    names
        Words for control ids and ISO3 codes.

    Returns
    -------
    Compensation or None
        None where nothing can be eased, where demands contradict each other, or where no party
        asks for anything.

    Notes
    -----
    With utilities in money that can change hands, a package can be made acceptable to all if and
    only if the gains over what each party asks sum to more than zero; the one with the largest sum
    leaves most to share (Coase 1960). The asks are the sum's negative terms, the offers its
    positive ones: a payment, a purchase or any other favour worth between the two makes the deal.
    Where no package has a positive sum, it is the one whose offers cover most of the asks, and of
    several that cover about as much the one that eases most.

    References
    ----------
    Coase, R. H. (1960). The problem of social cost. Journal of Law and Economics 3, 1-44.
    https://doi.org/10.1086/466560
    """
    moves = np.flatnonzero((packages > 0).any(axis=1))
    if game.conflicts or not len(moves):
        return None
    gains = utility[moves] - game.floor
    first = _order(gains, packages[moves])[0]
    best = moves[[first]]
    central = gains[first]
    if (central >= -game.tolerance).all():
        return None
    drawn = next(game.blocks(packages[best]))[1][:, 0] - game.floor[:, None]
    room = float((drawn.sum(axis=0) > game.tolerance).mean())
    asks, offers = {}, {}
    for party, mine, draws in zip(game.parties, central, drawn, strict=True):
        if mine < -game.tolerance:
            asks[party] = quantile_range(-draws, -float(mine))
        elif mine > game.tolerance:
            offers[party] = quantile_range(draws, float(mine))
    easings = dict(zip(game.names, packages[best[0]].tolist(), strict=True))
    owners = dict(zip(game.controls, game.owners, strict=True))
    bounds = dict(zip(game.names, game.bounds.tolist(), strict=True))
    moved = {name: share for name, share in easings.items() if share > 0}
    return Compensation(
        easings=easings,
        asks=asks,
        offers=offers,
        share_of_draws=room,
        words=compensation_words(
            deal_words(moved, {k: v for k, v in owners.items() if k in moved}, bounds, names),
            asks,
            offers,
            room,
            names,
        ),
    )


def _order(gains: Array, packages: Array) -> Indices:
    """Positions of the packages, the one that comes closest to a deal first."""
    asks = np.maximum(-gains, 0.0).sum(axis=1)
    offers = np.maximum(gains, 0.0).sum(axis=1)
    total = offers - asks
    if (total > 0).any():
        return np.asarray(np.lexsort((asks, -np.round(total / total.max(), 10))))
    covered = np.divide(offers, asks, out=np.ones_like(asks), where=asks > 0)
    if not covered.any():
        return np.argsort(asks, kind="stable")
    near = covered >= _NEAR * covered.max()
    return np.asarray(np.lexsort((-packages.sum(axis=1), ~near)))
