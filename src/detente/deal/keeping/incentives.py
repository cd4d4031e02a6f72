"""Which promise breaks first, for whom, and by how much."""

import itertools
from dataclasses import dataclass
from typing import Literal, TypedDict

import numpy as np

from detente._errors import DealError
from detente._units import DAYS_PER_MONTH
from detente.deal.game.utility import Game
from detente.deal.keeping.trust import Trust, movable
from detente.deal.shape import keeping as shape
from detente.deal.surface.runs import Array

__all__ = ["PUNISHMENTS", "Promise", "Punishment", "breaches", "largest_lag", "promises", "slack"]

Punishment = Literal["status-quo", "control-game", "equivalent"]
PUNISHMENTS: tuple[Punishment, ...] = ("status-quo", "control-game", "equivalent")

_SUBSETS = 10
"""Up to so many own concessions every subset is tried as a breach; beyond, each alone and all."""
_FASTEST = 50.0


class _Terms(TypedDict):
    stake: float
    refill: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What holds a party to its part of a package."""

    party: str
    """Whose promise, ISO3."""
    controls: tuple[str, ...]
    """What it would take back in the breach that tempts it most; empty if it gives nothing."""
    against: str | None
    """Who would lose most by it; None if nobody."""
    temptation: float
    """What the breach gains until the others answer [USD bn per month]."""
    harm: float
    """What it costs the one it is against [USD bn per month]."""
    slack: float
    """How much more keeping is worth than breaking, over all time [USD bn]."""
    lag: float
    """From the breach until the answer bites [day]; infinite if nobody can answer."""
    survives_lag: float
    """Longest such lag at which it keeps its word [day]; 0 if none, infinite if any."""
    rate: float
    """Discounting and hazard together [per month]."""
    survives_rate: float
    """Highest such rate at which it keeps its word [per month]; 0 if none, infinite if any."""
    refill: float
    """What stocks filled during the deal are worth to it once it has broken it [USD bn]."""
    holds: float
    """How long it keeps its word while its stocks fill [day]; infinite if for good, 0 if it does
    not even at first."""
    punishment: Punishment
    """What follows a breach."""

    @property
    def kept(self) -> bool:
        """Whether keeping is worth as much as breaking, or more."""
        return self.slack >= 0

    @property
    def discount_needed(self) -> float:
        """Smallest discount factor per month at which the party keeps its word [1]."""
        return float(np.exp(-self.survives_rate))

    def as_dict(self, words: str) -> shape.Promise:
        """Return the promise for JSON, said in words; infinite lags and rates are null."""
        return {
            "party": self.party,
            "controls": list(self.controls),
            "against": self.against,
            "kept": self.kept,
            "temptation": self.temptation,
            "harm": self.harm,
            "slack": _finite(self.slack),
            "lag_days": _finite(self.lag),
            "survives_lag_days": _finite(self.survives_lag),
            "rate": self.rate,
            "survives_rate": _finite(self.survives_rate),
            "discount_needed": self.discount_needed,
            "refill": self.refill,
            "holds_days": _finite(self.holds),
            "punishment": self.punishment,
            "words": words,
        }


def slack(
    kept: Array | float,
    broken: Array | float,
    punished: Array | float,
    *,
    rate: Array | float,
    lag: Array | float,
    stake: Array | float = 0.0,
    refill: Array | float = 0.0,
) -> Array:
    """Return how much more keeping a promise is worth than breaking it.

    Notes
    -----
    ``u / r + H - [ u_dev (1 - x) / r + x (v / r + B) ]`` with ``x = exp(-r T)``. With H = B = 0 it
    is positive if and only if ``x >= (u_dev - u) / (u_dev - v)``, the incentive constraint of
    Bagwell and Staiger (1990) and Maggi (1999) with a detection lag T.

    References
    ----------
    Bagwell, K. and Staiger, R. W. (1990). A theory of managed trade. American Economic Review 80,
    779-795. Maggi, G. (1999). The role of multilateral institutions in international trade
    cooperation. American Economic Review 89, 190-214. https://doi.org/10.1257/aer.89.1.190

    Examples
    --------
    >>> round(float(slack(1.0, 2.0, 0.0, rate=0.1, lag=3.0)), 3)
    4.816
    """
    left = np.exp(-np.multiply(rate, lag))
    broken_worth = np.multiply(broken, (1 - left) / rate) + left * (np.divide(punished, rate))
    return np.asarray(np.divide(kept, rate) + stake - broken_worth - left * refill)


def largest_lag(
    kept: Array | float,
    broken: Array | float,
    punished: Array | float,
    *,
    rate: Array | float,
    stake: Array | float = 0.0,
    refill: Array | float = 0.0,
) -> Array:
    """Return the longest lag at which a promise is kept.

    Notes
    -----
    ``-ln((u_dev - u - r H) / (u_dev - v - r B)) / r``

    Examples
    --------
    >>> round(float(largest_lag(1.0, 2.0, 0.0, rate=0.1)), 3)
    6.931
    """
    tempted = np.asarray(np.subtract(broken, kept) - np.multiply(rate, stake))
    lost = np.asarray(np.subtract(broken, punished) - np.multiply(rate, refill))
    tempted, lost, pace = np.broadcast_arrays(tempted, lost, rate)
    share = np.divide(tempted, lost, out=np.ones(tempted.shape), where=lost > 0)
    bounded = (tempted > 0) & (lost > 0)
    lag = np.log(1.0 / np.clip(share, 1e-300, 1.0)) / pace
    # Nothing to gain while the others still ease: it is broken, if at all, at once for the refill.
    always = np.where(tempted <= np.minimum(lost, 0.0), np.inf, 0.0)
    return np.asarray(np.where(bounded, lag, np.where(lost > 0, np.inf, always)))


def breaches(game: Game, package: Array, party: int) -> Array:
    """Return the packages that are left when a party takes back some of its concessions.

    Parameters
    ----------
    game
        The game.
    package
        One package, shape (columns,) [share].
    party
        Position of the party.

    Returns
    -------
    Array
        One row for each non-empty set of what it takes back, shape (sets, columns) [share].
    """
    given = np.flatnonzero(movable(game)[party] & (package > 0))
    if len(given) > _SUBSETS:
        chosen = [*((k,) for k in given), tuple(given)]
    else:
        sizes = range(1, len(given) + 1)
        chosen = [c for size in sizes for c in itertools.combinations(given, size)]
    rows = np.repeat(package[None], len(chosen), axis=0)
    for row, taken in zip(rows, chosen, strict=True):
        row[list(taken)] = 0.0
    return rows


def promises(
    game: Game,
    package: Array,
    trust: Trust,
    *,
    punishment: Punishment = "status-quo",
    control_game: Array | None = None,
) -> tuple[Promise, ...]:
    """Return what holds each party to a package, the most fragile promise first.

    Parameters
    ----------
    game
        The game, at central values.
    package
        One package, shape (columns,) [share].
    trust
        One reading of patience, lags, stakes and stocks.
    punishment
        What follows a breach: all goes back to the status quo, to the equilibrium of the control
        game, or the others withdraw concessions worth as much to the cheat as it took from them.
    control_game
        Utility of each party in that equilibrium, shape (parties,) [USD bn per month].

    Raises
    ------
    DealError
        If the punishment is not known, or needs the utility of the control game.

    Notes
    -----
    Every set of own concessions is tried as a breach; the one with the least slack counts. Most
    fragile is the promise that survives the smallest multiple of its present lag.
    """
    if punishment not in PUNISHMENTS:
        raise DealError(f"punishment {punishment!r}: write one of {', '.join(PUNISHMENTS)}")
    if punishment == "control-game" and control_game is None:
        raise DealError(
            "punishment by the control game needs its utilities: solve it first, or write "
            "'status-quo'"
        )
    after = np.zeros(len(game.parties)) if control_game is None else control_game
    if punishment != "control-game":
        after = np.zeros(len(game.parties))
    refill = trust.refill(package[: len(game.controls)])
    found = [
        _promise(game, package, trust, party, refill[party], punishment, float(after[party]))
        for party in range(len(game.parties))
    ]
    return tuple(sorted(found, key=lambda one: (_margin(one), one.slack, one.party)))


def _promise(
    game: Game,
    package: Array,
    trust: Trust,
    party: int,
    refill: float,
    punishment: Punishment,
    after: float,
) -> Promise:
    rows = breaches(game, package, party)
    rate, stake = float(trust.rate[party]), float(trust.stake[party])
    alone = np.delete(np.arange(len(game.parties)), party)
    answers = movable(game)[alone] & (package > 0)
    lag = float(trust.lag[party]) if answers.any() else np.inf
    kept = game.utility(package[None])[0]
    if not len(rows):
        return Promise(
            party=game.parties[party],
            controls=(),
            against=None,
            temptation=0.0,
            harm=0.0,
            slack=np.inf,
            lag=_days(lag),
            survives_lag=np.inf,
            rate=rate,
            survives_rate=np.inf,
            refill=0.0,
            holds=np.inf,
            punishment=punishment,
        )
    broken = game.utility(rows)
    punished = np.full(len(rows), after)
    if punishment == "equivalent":
        bare = rows.copy()
        bare[:, answers.any(axis=0)] = 0.0
        harm = np.clip(kept[alone] - broken[:, alone], 0.0, None).sum(axis=1)
        punished = np.maximum(broken[:, party] - harm, game.utility(bare)[:, party])
    punished = trust.punished(kept[party], punished, party)
    terms: _Terms = {"stake": stake, "refill": refill}
    margins = slack(
        kept[party], broken[:, party], punished, rate=np.array(rate), lag=np.array(lag), **terms
    )
    worst = int(np.argmin(np.round(margins, 12)))
    fell = kept - broken[worst]
    fell[party] = -np.inf
    victim = int(np.argmax(fell))
    ends = (kept[party], broken[worst, party], punished[worst])
    taken = np.flatnonzero(rows[worst] != package)
    return Promise(
        party=game.parties[party],
        controls=tuple(game.names[k] for k in taken),
        against=game.parties[victim] if fell[victim] > 0 else None,
        temptation=float(broken[worst, party] - kept[party]),
        harm=float(max(fell[victim], 0.0)),
        slack=float(margins[worst]),
        lag=_days(lag),
        survives_lag=_days(float(largest_lag(*ends, rate=np.array(rate), **terms))),
        rate=rate,
        survives_rate=_largest_rate(ends, rate, lag, terms),
        refill=float(refill),
        holds=_holds(float(margins[worst]), float(refill), rate * lag, trust, package, party),
        punishment=punishment,
    )


def _largest_rate(ends: tuple[float, float, float], now: float, lag: float, terms: _Terms) -> float:
    """Rate next to today's at which the sign of the slack changes; by bisection."""

    def at(rate: Array) -> Array:
        return slack(*map(np.array, ends), rate=rate, lag=np.array(lag), **terms)

    kept = bool(at(np.array(now)) >= 0)
    rates = np.geomspace(now, _FASTEST, 300) if kept else np.geomspace(now, 1e-6, 300)
    changed = np.flatnonzero((at(rates) >= 0) != kept)
    if not len(changed):
        return np.inf if kept else 0.0
    inside, outside = rates[changed[0] - 1], rates[changed[0]]
    for _ in range(60):
        middle = (inside + outside) / 2
        if (at(np.array(middle)) >= 0) == kept:
            inside = middle
        else:
            outside = middle
    return float(inside if kept else outside)


def _holds(
    margin: float, full: float, waiting: float, trust: Trust, package: Array, party: int
) -> float:
    """Days until stocks have grown so far that the slack, ``margin`` with full ones, is gone."""
    if margin >= 0:
        return np.inf
    left = float(np.exp(-waiting))
    days = np.arange(0, 3651, 5)
    eased = package[: trust.worth.shape[1]]
    stock = np.array([trust.refill(eased, months=day / DAYS_PER_MONTH)[party] for day in days])
    gone = margin + left * (full - stock) < 0
    return float(days[np.argmax(gone)])


def _margin(one: Promise) -> float:
    if not np.isfinite(one.lag):
        return np.inf if one.kept else 0.0
    return one.survives_lag / max(one.lag, 1e-9)


def _days(months: float) -> float:
    return months * DAYS_PER_MONTH


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
