"""From losses and stakes to the deals that all sides would accept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from detente._errors import DealError, UnknownCodeError
from detente.deal._deals import Deals
from detente.deal.game.acceptance import acceptable, drawn_acceptance, improving
from detente.deal.game.compensation import compensation
from detente.deal.game.exists import ExistsIf, Threshold, deal_map, thresholds
from detente.deal.game.package import Package
from detente.deal.game.stakes import Stakes
from detente.deal.game.uncosted import Uncosted, conditional_on
from detente.deal.game.utility import Game
from detente.deal.game.words import threshold_words
from detente.deal.keeping.keep import Question, keep
from detente.deal.keeping.trust import Keeping
from detente.deal.solutions.candidates import candidates
from detente.deal.solutions.rubinstein import nash_weights
from detente.deal.solutions.rules import all_solutions
from detente.deal.solutions.solve import Table, frontier, likeliest, solutions
from detente.deal.surface.fit import LossSurface
from detente.deal.surface.runs import Array, Runs
from detente.deal.without.disagreement import Disagreement, DisagreementKind, disagreement_point
from detente.impact.ranges import quantile_range
from detente.say import per_cent

__all__ = ["Rules", "bargain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How the bargain is computed."""

    draws: int | None = None
    """Draws of losses and values together; as many as there are loss draws if None."""
    discounts: Mapping[str, float] = field(default_factory=dict)
    """Discount factor of each party per unit of time, for the Nash weights; equal weights if empty
    [1]."""
    error_bound: float = 0.15
    """Largest mean error of the loss surface on held-out runs, of the loss [share]."""
    accept_error: bool = False
    """Bargain on a surface that is worse than that."""
    refine: bool = True
    """Look between the levels of the grid for the three solutions."""
    most_packages: int = 250_000
    """Size guard of the grid."""
    keeping_draws: int = 1000
    """Draws behind the risk of breakdown and the worth of information."""


def bargain(  # noqa: PLR0913 - data and settings of a bargain
    runs: Runs,
    stakes: Stakes,
    *,
    levels: tuple[float, ...] | None = None,
    seed: int = 0,
    names: Mapping[str, str] | None = None,
    rules: Rules | None = None,
    disagreement: DisagreementKind | Disagreement = "status-quo",
    keeping: Keeping | None = None,
    uncosted: tuple[Uncosted, ...] = (),
) -> Deals:
    """Find the packages that all parties would accept, and the best of them by three rules.

    Parameters
    ----------
    runs
        Losses of a design of packages, from the impact layer.
    stakes
        Security values, political costs, red lines, reservations, side issues.
    levels
        Easings that are combined [share]; quarters, halves or all-or-nothing by size, if None.
    seed
        Seed of the draws of the security values.
    names
        Words for control ids and ISO3 codes.
    rules
        How it is computed; the defaults of `Rules` if None.
    disagreement
        What happens without a deal: ``"status-quo"``, ``"control-game"`` (each sets its own
        controls to suit itself) or ``"escalation"`` (each tightens as far as it can); or a point
        worked out before, such as `tax_war_point`.
    keeping
        Patience, lags, stakes and stocks; then the result says who keeps the deal.
    uncosted
        Controls on the table without figures; then the result says what they would have to be
        worth.

    Returns
    -------
    Deals
        Also when there is no deal: then its frontier is empty and its notes say why.

    Raises
    ------
    DealError
        Runs that do not fit together, a surface too far from held-out runs, too many packages.
    """
    rules = rules or Rules()
    words = names or {}
    if rules.draws is not None and rules.draws < 1:
        raise DealError(f"draws is {rules.draws}: ask for one or more")
    surface = LossSurface.fit(runs)
    if not rules.accept_error:
        surface.error.require(rules.error_bound)
    rng = np.random.default_rng(seed)
    game = Game.build(runs, surface, stakes, rng=rng, draws=rules.draws)
    without = (
        disagreement
        if isinstance(disagreement, Disagreement)
        else disagreement_point(game, disagreement, names=words)
    )
    if len(without.utility) != len(game.parties):
        raise DealError(
            f"the disagreement point has {len(without.utility)} values for "
            f"{len(game.parties)} parties"
        )
    game = game.with_disagreement(without.utility)
    weights = _weights(game, rules)
    looked = candidates(game, levels=levels, most=rules.most_packages, weights=weights)
    packages, utility = looked.packages, looked.utility
    accepted = acceptable(utility, game.floor, tolerance=game.tolerance)
    better = improving(utility, game.disagreement, tolerance=game.tolerance)
    table = Table(
        game=game,
        packages=packages,
        gains=utility - game.disagreement,
        accepted=accepted,
        deals=accepted & better & (packages > 0).any(axis=1),
        names=words,
    )
    rows = all_solutions()
    solved = solutions(table, weights, rows, refine=rules.refine)
    found = thresholds(game, packages)
    drawn = drawn_acceptance(game, packages, weights=weights)
    exists = float(drawn.exists.mean())
    likely = likeliest(table, drawn.share)
    best = frontier(table)
    kept = None
    if keeping is not None:
        wide = Game.build(
            runs, surface, stakes, rng=np.random.default_rng(seed), draws=rules.keeping_draws
        )
        kept = keep(
            wide.with_disagreement(without.utility),
            keeping,
            _question(game, solved.get("nash"), best, found),
            rng=np.random.default_rng(seed),
            names=words,
        )
    return Deals(
        parties=game.parties,
        surface_error=surface.error,
        error_bound=rules.error_bound,
        stakes=game.stakes,
        levels=dict(zip(game.names, looked.levels, strict=True)),
        accepted=looked.accepted,
        tried=looked.tried,
        share_of_draws=exists,
        frontier=best,
        likeliest=likely,
        rules=rows,
        solutions=solved,
        exists_if=tuple(_exists_if(game, one, words) for one in found),
        map=deal_map(game, packages, found, words, traded=_traded(game, solved)),
        disagreement=without,
        gaps=looked.gaps,
        compensation=None if best else compensation(game, packages, utility, names=words),
        notes=(
            *_notes(table, rules, likely, without, costed=not uncosted),
            *_left_out(uncosted, words),
            *filter(None, [looked.note]),
            *(() if kept is None else kept.notes),
        ),
        kept=kept,
        conditional=(
            conditional_on(game, packages, uncosted, without=exists) if uncosted else None
        ),
    )


def _left_out(uncosted: tuple[Uncosted, ...], names: Mapping[str, str]) -> Iterator[str]:
    for one in uncosted:
        name = names.get(one.control, one.control)
        yield (
            f"Left out for want of figures: {name} ({one.why}). No share of draws speaks of a deal "
            "that eases it."
        )


def _question(
    game: Game, nash: Package | None, best: tuple[Package, ...], found: tuple[Threshold, ...]
) -> Question:
    gains = [[gain.central for gain in package.gains.values()] for package in best]
    return Question(
        name="nash",
        package=None if nash is None else np.array([nash.easings[name] for name in game.names]),
        frontier=np.array(gains).reshape(-1, len(game.parties)),
        thresholds={game.controls[one.control]: one.full for one in found if np.isfinite(one.full)},
    )


def _traded(game: Game, solved: Mapping[str, Package]) -> frozenset[int]:
    """Positions of the controls that the Nash package eases."""
    nash = solved.get("nash")
    if nash is None:
        return frozenset()
    return frozenset(k for k, name in enumerate(game.controls) if nash.easings[name] > 0)


def _weights(game: Game, rules: Rules) -> Array:
    for party in rules.discounts:
        if party not in game.parties:
            raise UnknownCodeError("party", party, game.parties)
    if not rules.discounts:
        return np.full(len(game.parties), 1 / len(game.parties))
    missing = [party for party in game.parties if party not in rules.discounts]
    if missing:
        raise DealError(f"discounts lack {', '.join(missing)}: name every party, or none")
    return nash_weights([rules.discounts[party] for party in game.parties])


def _exists_if(game: Game, one: Threshold, names: Mapping[str, str]) -> ExistsIf:
    party, control = game.parties[one.party], game.controls[one.control]
    assumed = game.stakes[one.control].security
    return ExistsIf(
        party=party,
        control=control,
        threshold=quantile_range(np.maximum(one.draws, 0.0), max(one.full, 0.0)),
        assumed=assumed,
        holds=bool(assumed.central <= one.full + game.tolerance),
        words=threshold_words(
            names.get(party, party),
            names.get(control, control),
            bound=float(game.bounds[one.control]),
            full=one.full,
            threshold=quantile_range(np.maximum(one.draws, 0.0), max(one.full, 0.0)),
            assumed=assumed,
            partial=(one.partial_easing, one.partial),
            without=one.without,
        ),
    )


def _notes(
    table: Table, rules: Rules, likely: Package | None, without: Disagreement, *, costed: bool
) -> tuple[str, ...]:
    game, error = table.game, table.game.surface.error
    notes = []
    if game.conflicts:
        notes.append(f"No deal can suit all: {' '.join(game.conflicts)}")
    elif not table.deals.any():
        notes.append(
            "No deal: at central values no package within the red lines leaves every party at "
            "least as well off as it asks and somebody better off."
        )
        if likely is not None:
            notes.append(f"The package that is a deal in the most draws: {likely.words}")
    if not (game.bounds > 0).any():
        what = "on the table" if costed else "that has figures"
        notes.append(f"Nothing to trade: every control {what} is a red line.")
    outside = sorted({o for o in game.owners if o not in game.parties})
    if outside:
        notes.append(
            f"Controls of {', '.join(outside)} stay as they are: their owner is not at the table."
        )
    if without.kind != "status-quo":
        notes.append(without.words)
    if error.held_out == 0:
        notes.append("The loss surface was not checked against held-out runs.")
    elif error.relative > rules.error_bound:
        notes.append(
            f"The loss surface misses held-out runs by {per_cent(error.relative)} of the loss, "
            f"more than the bound of {per_cent(rules.error_bound)}; it was used "
            "because that was asked for."
        )
    return tuple(notes)
