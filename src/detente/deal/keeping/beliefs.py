"""What a side's words say about what it values: Bayes on a grid, with the cost of bluff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente._errors import DealError
from detente.controls import Range
from detente.deal.game.utility import Game
from detente.deal.keeping.trust import Keeping, Said
from detente.deal.surface.runs import Array

__all__ = ["EASING_WORDS", "Belief", "beliefs", "bluff_rate", "weights_of"]

FIRM_WORDS = frozenset({"refused", "denied"})
EASING_WORDS = frozenset({"done", "pledged", "expected", "willing", "conditional"})
_GRID = 801


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What is thought of a security value before and after a statement."""

    party: str
    control: str
    """Whose value of keeping what."""
    prior: Range
    posterior: Range
    """5th percentile, median and 95th percentile before and after [USD bn per month]."""
    said: tuple[Said, ...]
    """The statements that moved it."""
    threshold: float
    """Value above which the party would truly not ease [USD bn per month]."""
    firm_before: float
    firm_after: float
    """Chance that its value is above that [share]."""
    bluff_cost: float
    """What saying the opposite of what it then does costs [USD bn per month]."""
    bluff_gain: float
    """What being believed would bring [USD bn per month]."""
    bluff: float
    """Chance that a party of the other type says the same, at the last statement [share]."""
    words: str = ""
    """The same in plain words."""


def bluff_rate(prior: float, gain: float, cost: float) -> float:
    """Return how often a party of the other type says the same in equilibrium.

    Parameters
    ----------
    prior
        Chance that a party is what it says [share].
    gain
        What being taken for certain to be it brings [USD bn per month].
    cost
        What it costs to have bluffed [USD bn per month].

    Notes
    -----
    Separating if ``cost >= gain``. Otherwise bluffing is mixed so that what belief brings,
    ``mu gain`` with mu the posterior, equals its cost; if even with everybody bluffing belief
    brings more than that (``p gain >= cost``), words say nothing.

    References
    ----------
    Fearon, J. D. (1997). Signaling foreign policy interests: tying hands versus sinking costs.
    Journal of Conflict Resolution 41, 68-90. https://doi.org/10.1177/0022002797041001004

    Examples
    --------
    >>> bluff_rate(0.5, 1.0, 1.0), round(bluff_rate(0.5, 1.0, 2 / 3), 3), bluff_rate(0.5, 1.0, 0.3)
    (0.0, 0.5, 1.0)
    """
    if not 0 <= prior <= 1:
        raise DealError(f"chance {prior}: give a share from 0 to 1")
    if gain < 0 or cost < 0:
        raise DealError(f"gain {gain} and cost {cost} of a bluff: give amounts of zero or more")
    if cost >= gain:
        return 0.0
    belief = cost / gain
    if belief <= prior:
        return 1.0
    return prior * (1 - belief) / ((1 - prior) * belief)


def beliefs(
    game: Game, keeping: Keeping, *, thresholds: Mapping[str, float], gains: Mapping[str, float]
) -> tuple[Belief, ...]:
    """Return what the parties' words say about what they value."""
    by_control: dict[str, list[Said]] = {}
    for one in keeping.said:
        if one.commitment in FIRM_WORDS | EASING_WORDS and one.control in game.controls:
            by_control.setdefault(one.control, []).append(one)
    stakes = dict(zip(game.controls, game.stakes, strict=True))
    return tuple(
        _belief(
            stakes[control].security,
            tuple(one for one in said if one.party == stakes[control].party),
            keeping,
            party=stakes[control].party,
            limit=thresholds.get(control, stakes[control].security.central),
            gain=gains.get(stakes[control].party, 0.0),
        )
        for control, said in by_control.items()
        if any(one.party == stakes[control].party for one in said)
        and stakes[control].security.high > stakes[control].security.low
    )


def weights_of(game: Game, found: Sequence[Belief]) -> Array:
    """Return the weight of each draw of the game after what was said, shape (draws,) [share]."""
    count = len(game.controls)
    start = count + count * (count - 1) // 2
    weights = np.ones(game.drawn.shape[2])
    for one in found:
        k, i = game.controls.index(one.control), game.parties.index(one.party)
        firm = -game.drawn[i, start + k] > one.threshold
        share = np.where(
            firm,
            _ratio(one.firm_after, one.firm_before),
            _ratio(1 - one.firm_after, 1 - one.firm_before),
        )
        weights *= share
    total = weights.sum()
    return np.asarray(weights / total if total > 0 else np.full(len(weights), 1 / len(weights)))


def _belief(
    range_: Range,
    said: tuple[Said, ...],
    keeping: Keeping,
    *,
    party: str,
    limit: float,
    gain: float,
) -> Belief:
    edges = np.linspace(range_.low, range_.high, _GRID + 1)
    values = (edges[1:] + edges[:-1]) / 2
    mass = np.diff([_chance(edge, range_) for edge in edges])
    firm = values > limit
    before = now = float(mass[firm].sum())
    cost = bluff = 0.0
    after = mass
    for one in said:
        price = keeping.bluff.get(one.commitment, keeping.bluff.get("*", Range.exactly(0.0)))
        cost = price.central
        means_firm = one.commitment in FIRM_WORDS
        prior = now if means_firm else 1 - now
        bluff = bluff_rate(prior, gain, cost)
        likelihood = np.where(firm == means_firm, 1.0, bluff)
        likely = after * likelihood
        after = likely / likely.sum() if likely.sum() > 0 else after
        now = float(after[firm].sum())
    return Belief(
        party=party,
        control=said[0].control,
        prior=_quantiles(values, mass),
        posterior=_quantiles(values, after),
        said=said,
        threshold=limit,
        firm_before=before,
        firm_after=now,
        bluff_cost=cost,
        bluff_gain=gain,
        bluff=bluff,
    )


def _chance(value: float, range_: Range) -> float:
    """Chance of at most a value under the two-piece triangular distribution."""
    low, middle, high = range_.low, range_.central, range_.high
    if value <= low:
        return 0.0
    if value >= high:
        return 1.0
    if value < middle:
        return 0.5 * ((value - low) / (middle - low)) ** 2
    return 1 - 0.5 * ((high - value) / (high - middle)) ** 2


def _quantiles(values: Array, mass: Array) -> Range:
    low, middle, high = (
        float(values[np.searchsorted(np.cumsum(mass), q * mass.sum())]) for q in (0.05, 0.5, 0.95)
    )
    return Range(low=low, central=middle, high=high)


def _ratio(after: float, before: float) -> float:
    return after / before if before > 0 else 0.0
