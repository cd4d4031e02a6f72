"""Whether a deal is kept: schedule, fragile promises, risk of failure, worth of knowing more."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from detente._units import DAYS_PER_MONTH
from detente.controls import Range
from detente.deal.game.utility import Game
from detente.deal.keeping._words import (
    belief_words,
    breakdown_words,
    promise_words,
    rung_words,
    schedule_words,
    unknown_words,
)
from detente.deal.keeping.beliefs import Belief, beliefs, weights_of
from detente.deal.keeping.breakdown import Breakdown, breakdown, outcomes, talks_delay
from detente.deal.keeping.incentives import Promise, breaches, promises, slack
from detente.deal.keeping.information import Unknown, unknowns, value_of_information
from detente.deal.keeping.ladder import Schedule, ladder
from detente.deal.keeping.trust import Keeping, Trust, movable, run_down
from detente.deal.shape import keeping as shape
from detente.deal.surface.runs import Array
from detente.impact import two_piece
from detente.impact.ranges import quantile_range
from detente.say import capital
from detente.shape.common import Term

__all__ = ["BreaksFirst", "Kept", "Question", "keep"]

MOST_TRADABLE = 12
_NO_LIMIT = 3650.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BreaksFirst:
    """What holds each party to a package."""

    package: str
    """Name of the package."""
    promises: tuple[Promise, ...]
    """One for each party, the most fragile first."""
    words: tuple[str, ...]
    """One sentence for each; the first with who broke first in the record of deals."""

    @property
    def first(self) -> Promise:
        """The promise that breaks first."""
        return self.promises[0]

    def as_dict(self) -> shape.BreaksFirst:
        """Return the promises for JSON, most fragile first."""
        return {
            "package": self.package,
            "promises": [
                one.as_dict(said) for one, said in zip(self.promises, self.words, strict=True)
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Answers to the question who keeps a deal."""

    schedule: Schedule | None
    breaks_first: BreaksFirst | None
    """Of the package that is asked about; None if there is none."""
    breakdown_risk: Breakdown | None
    """None with more than twelve controls that may be eased."""
    value_of_information: tuple[Unknown, ...]
    """The unknowns, most useful first; empty where the risk is not computed."""
    beliefs: tuple[Belief, ...]
    """What the parties' words say."""
    notes: tuple[str, ...]
    """What the reader must know."""

    def as_dict(self) -> shape.Kept:
        """Return what stands in a brief, for JSON."""
        return {
            "schedule": None if self.schedule is None else self.schedule.as_dict(),
            "breaks_first": None if self.breaks_first is None else self.breaks_first.as_dict(),
            "breakdown_risk": (
                None if self.breakdown_risk is None else self.breakdown_risk.as_dict()
            ),
            "value_of_information": [one.as_dict() for one in self.value_of_information],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: a package, the frontier it lies on, and what is known of thresholds."""

    name: str
    package: Array | None
    """The package asked about; None if there is no deal."""
    frontier: Array
    """Gains on the frontier, shape (packages, parties) [USD bn per month]."""
    thresholds: Mapping[str, float]
    """By control, security value above which its owner does not ease [USD bn per month]."""
    months: float = 12.0
    """Horizon within which a shock counts [month]."""


def keep(
    game: Game,
    keeping: Keeping,
    question: Question,
    *,
    rng: np.random.Generator,
    names: Mapping[str, str],
) -> Kept:
    """Answer whether, how and with which risk a deal is kept."""
    keeping.check(game.parties)
    notes: list[str] = []
    acts = movable(game)
    idle = [party for i, party in enumerate(game.parties) if not acts[i].any()]
    if idle:
        who = " and ".join(names.get(p, p) for p in idle)
        notes.append(f"{capital(who)} has no control of its own, so it has no promise to break.")
    late = run_down(game, keeping)
    drawn = Trust.drawn(keeping, game, rng=rng)
    believed = beliefs(
        game, keeping, thresholds=question.thresholds, gains=_belief_gains(game, question)
    )
    weights = weights_of(game, believed)
    schedule, first = None, None
    if question.package is not None:
        first = _breaks_first(late, keeping, question, names)
        schedule = _schedule(late, keeping, question, drawn, names)
    else:
        notes.append("No deal at central values, so there is no schedule to keep.")
    risk: Breakdown | None = None
    learnt: tuple[Unknown, ...] = ()
    if int((game.bounds > 0).sum()) > MOST_TRADABLE:
        notes.append(
            f"More than {MOST_TRADABLE} controls may be eased: the risk of breakdown and the "
            "worth of information are not computed; table fewer, or set red lines."
        )
    else:
        found = outcomes(game, late, drawn)
        settled = np.zeros(len(game.parties))
        if question.package is not None:
            settled = game.utility(question.package[None])[0] - game.disagreement
        if keeping.outlook is not None:
            delay = keeping.outlook.talks
        else:
            delay = talks_delay(
                question.frontier,
                settled,
                drawn.rate,
                _stubborn(keeping, len(weights), rng),
                weights=weights,
            )
        risk = breakdown(found, drawn, weights=weights, months=question.months, delay=delay)
        risk = dataclasses.replace(risk, outlook=keeping.outlook)
        risk = dataclasses.replace(risk, words=breakdown_words(risk))
        learnt = tuple(
            dataclasses.replace(one, words=unknown_words(one, names))
            for one in value_of_information(unknowns(game, drawn), found, weights, rng=rng)
        )
    return Kept(
        schedule=schedule,
        breaks_first=first,
        breakdown_risk=risk,
        value_of_information=learnt,
        beliefs=tuple(dataclasses.replace(one, words=belief_words(one, names)) for one in believed),
        notes=tuple(notes),
    )


def _breaks_first(
    game: Game, keeping: Keeping, question: Question, names: Mapping[str, str]
) -> BreaksFirst:
    if question.package is None:
        raise AssertionError("no package to ask about")
    found = promises(game, question.package, Trust.reading(keeping, game))
    words = [promise_words(one, names) for one in found]
    if keeping.outlook is not None and words:
        words[0] = f"{words[0]} {keeping.outlook.breakers.words}".rstrip()
    return BreaksFirst(package=question.name, promises=found, words=tuple(words))


def _schedule(
    game: Game, keeping: Keeping, question: Question, drawn: Trust, names: Mapping[str, str]
) -> Schedule:
    if question.package is None:
        raise AssertionError("no package to schedule")
    made = ladder(
        game, question.name, question.package, keeping, say=lambda rung: rung_words(rung, names)
    )
    made = dataclasses.replace(made, validity=_validity(game, question.package, keeping, drawn))
    return dataclasses.replace(made, words=schedule_words(made, names))


def _validity(game: Game, package: Array, keeping: Keeping, drawn: Trust) -> dict[str, Term]:
    """How long one licence of each party may run, by the promises of those it is given to.

    Who breaks its word the day after a licence for V was issued enjoys it until it lapses, and its
    stocks grow as long. The longest V at which it still keeps its word bounds the licence.
    """
    central = Trust.reading(keeping, game)
    longest: dict[int, Range] = {}
    for party in range(len(game.parties)):
        rows = breaches(game, package, party)
        if not len(rows):
            continue
        worst = int(np.argmax(game.utility(rows)[:, party]))
        both = np.stack([package, rows[worst]])
        now, broken = game.utility(both)[:, party]
        middle = float(_licence_days(now, broken, central, party, package))
        now, broken = game.draw_utility(both)[party]
        some = _licence_days(now, broken, drawn, party, package)
        longest[party] = quantile_range(some, middle)
    out: dict[str, Term] = {}
    controls = len(game.controls)
    for licensor, name in enumerate(game.parties):
        gives = (game.own[licensor] & (package[:controls] > 0)).any()
        others = [one for i, one in longest.items() if i != licensor]
        if gives and others:
            out[name] = {
                "low": _limit(one.low for one in others),
                "central": _limit(one.central for one in others),
                "high": _limit(one.high for one in others),
            }
    return out


def _limit(days: Iterable[float]) -> float | None:
    """The tightest of some limits; None where there is none."""
    tightest = min(days)
    return None if tightest >= _NO_LIMIT else tightest


def _licence_days(now: Array, broken: Array, trust: Trust, party: int, package: Array) -> Array:
    eased = package[: trust.worth.shape[1]]
    days = np.concatenate([[0.0], np.geomspace(5.0, _NO_LIMIT, 60)])
    safe = np.ones(np.shape(now), dtype=bool)
    longest = np.zeros(np.shape(now))
    for day in days:
        months = day / DAYS_PER_MONTH
        margin = slack(
            now,
            broken,
            trust.punished(now, 0.0, party),
            rate=trust.rate[party],
            lag=np.maximum(trust.seen[party] + months, trust.lag[party]),
            stake=trust.stake[party],
            refill=trust.refill(eased, months=months)[party],
        )
        safe &= margin >= 0
        longest = np.where(safe, day, longest)
    return np.asarray(longest)


def _belief_gains(game: Game, question: Question) -> dict[str, float]:
    """What being taken for firm brings: its best on the frontier against the settled package."""
    if question.package is None or not len(question.frontier):
        return {
            party: max((s.security.central for s in game.stakes if s.party == party), default=0.0)
            for party in game.parties
        }
    settled = game.utility(question.package[None])[0] - game.disagreement
    most = np.maximum(question.frontier.max(axis=0) - settled, 0.0)
    return dict(zip(game.parties, most.tolist(), strict=True))


def _stubborn(keeping: Keeping, count: int, rng: np.random.Generator) -> Array:
    one: Range = keeping.stubborn
    return two_piece(rng.random(count), one.low, one.central, one.high)
