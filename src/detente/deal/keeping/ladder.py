"""The schedule as a dated ladder: who moves when, from where to where, and what it risks."""

import dataclasses
import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente._units import DAYS_PER_MONTH
from detente.deal.game.utility import Game
from detente.deal.keeping.exchange import Exchange
from detente.deal.keeping.schedule import Order, Plan, shortest
from detente.deal.keeping.trust import Keeping, Trust, movable
from detente.deal.shape import keeping as shape
from detente.deal.surface.runs import Array, Flags
from detente.shape.common import Term

__all__ = ["Rung", "Schedule", "contributions", "exchange_of", "ladder"]

CAUTIONS = (1.0, 0.75, 0.5, 0.25, 0.0, -0.25, -0.5, -1.0)
"""How far towards the worst ends of the ranges a schedule should hold, most demanding first."""

_EXACT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One move."""

    step: int
    """Number of the step, from 1."""
    date: dt.date
    """Its day."""
    party: str
    control: str
    """Who moves, on which control or side issue."""
    kind: Literal["ease", "load"]
    """``ease``, or ``load``: ship, but do not hand over until a later step."""
    from_easing: float
    to_easing: float
    """Easing before and after [share]; the same for ``load``."""
    worth: Mapping[str, float]
    """What the move brings each party [USD bn per month]."""
    exposed: float
    """What the mover would lose by this step if another then broke its word [USD bn]."""
    slack: float
    """How much more it still has from going on than from breaking off [USD bn]."""
    words: str = ""
    """The same in plain words."""

    def as_dict(self) -> shape.Rung:
        """Return the rung for JSON."""
        return {
            "step": self.step,
            "date": self.date.isoformat(),
            "party": self.party,
            "control": self.control,
            "kind": self.kind,
            "from": self.from_easing,
            "to": self.to_easing,
            "worth": dict(self.worth),
            "exposed": self.exposed,
            "slack": self.slack if math.isfinite(self.slack) else None,
            "words": self.words,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The shortest credible schedule of a package."""

    package: str
    """Name of the package."""
    rungs: tuple[Rung, ...]
    """The moves, by date."""
    credible: bool
    """Whether no party gains by breaking off at any step."""
    caution: float
    """How far towards the worst ends of all ranges it still is, 0 = central values, -1 = only at
    the most trusting ends [1]."""
    steps: int
    """Number of steps."""
    step_days: float
    """From one step to the next: the time until the last move has been seen [day]."""
    order: Order
    """Whether the parties move together or in turn."""
    least_slack: Mapping[str, float]
    """Smallest slack, by party [USD bn]."""
    validity: Mapping[str, Term]
    """By licensor, how long its licences may run so that the others still keep their word, low,
    central, high over the draws; None where no limit is needed [day]."""
    alternatives: Mapping[str, int | None]
    """Steps needed in each order at the same caution; None if no schedule is credible."""
    words: str = ""
    """The same in plain words."""

    def as_dict(self) -> shape.Schedule:
        """Return the schedule for JSON."""
        return {
            "package": self.package,
            "credible": self.credible,
            "caution": self.caution,
            "steps": self.steps,
            "step_days": self.step_days,
            "order": self.order,
            "least_slack": {
                party: value if math.isfinite(value) else None
                for party, value in self.least_slack.items()
            },
            "validity_days": dict(self.validity),
            "alternatives": dict(self.alternatives),
            "rungs": [rung.as_dict() for rung in self.rungs],
            "words": self.words,
        }


def contributions(game: Game, package: Array) -> Array:
    """Return what each column of a package adds to each party's utility.

    Parameters
    ----------
    game
        The game.
    package
        One package, shape (columns,) [share].

    Returns
    -------
    Array
        shape (parties, columns), sums to the utility of the package [USD bn per month].

    Notes
    -----
    Shapley values up to ten eased columns: the mean over all orders of easing them. Beyond that the
    mean of what a column adds first and last, with the rest shared in proportion.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games 2,
    307-317.
    """
    eased = np.flatnonzero(package > 0)
    out = np.zeros((len(game.parties), len(package)))
    count = len(eased)
    if not count:
        return out
    whole = game.utility(package[None])[0]
    if count > _EXACT:
        first = np.zeros((count, len(package)))
        first[np.arange(count), eased] = package[eased]
        last = np.repeat(package[None], count, axis=0)
        last[np.arange(count), eased] = 0.0
        added = (game.utility(first) + whole - game.utility(last)).T / 2
        size = np.abs(added)
        rest = whole - added.sum(axis=1)
        total = np.where(size.sum(axis=1) > 0, size.sum(axis=1), 1.0)
        out[:, eased] = added + size * (rest / total)[:, None]
        return out
    masks = np.arange(2**count)
    inside = (masks[:, None] >> np.arange(count)) & 1
    rows = np.zeros((len(masks), len(package)))
    rows[:, eased] = inside * package[eased]
    utility = game.utility(rows)
    sizes = inside.sum(axis=1)
    weight = np.array(
        [
            math.factorial(s) * math.factorial(count - s - 1) / math.factorial(count)
            for s in range(count)
        ]
    )
    for place, column in enumerate(eased):
        without = masks[inside[:, place] == 0]
        added = utility[without | (1 << place)] - utility[without]
        out[:, column] = weight[sizes[without]] @ added
    return out


def exchange_of(game: Game, package: Array, trust: Trust, keeping: Keeping) -> Exchange:
    """Return the exchange that a package is: what is worth what, at once and lastingly.

    Parameters
    ----------
    game
        The game.
    package
        One package, shape (columns,) [share].
    trust
        One reading of patience, lags, stakes and stocks.
    keeping
        The ranges, for how long deliveries stay with the buyer.

    Notes
    -----
    If i breaks the deal, the others' flows go on for its lag T, ``w (1 - exp(-r T)) / r``, then
    stop until the deal is taken up again after P more. What it has itself delivered goes on
    costing it for as long as the goods last where they now are (their stock days), whatever it
    does; only what comes after that is saved. After T + P all is as before.
    """
    eased = np.flatnonzero(package > 0)
    flow = contributions(game, package)[:, eased]
    own: Flags = np.asarray(movable(game)[:, eased])
    rate, lag = trust.rate[:, None], np.minimum(trust.lag[:, None], 1e6)
    controls = len(game.controls)
    count = len(eased)
    stock, worth = np.zeros(count), np.zeros((len(game.parties), count))
    base, slope, held = np.zeros(count), np.zeros(count), np.zeros(count)
    for place, column in enumerate(eased):
        if column < controls:
            known = keeping.stock_days.get(game.controls[column])
            stock[place] = 0.0 if known is None else known.central / DAYS_PER_MONTH
            worth[:, place] = trust.worth[:, column]
            base[place] = trust.build_base[column]
            slope[place] = trust.build_slope[column] * package[column]
            held[place] = trust.stock_months[column]
    worth_of = flow / rate
    pays = own & (flow < 0)
    # Months from a breach until the deal is taken up again, and until it begins to matter.
    until = -np.expm1(-rate * (lag + float(trust.pause)))
    begins = np.where(pays, np.minimum(stock[None, :], lag + float(trust.pause)), lag)
    stays = -np.expm1(-rate * begins)
    step = _step(game, trust, own)
    return Exchange(
        own=own,
        once=np.where(own & ~pays, 0.0, worth_of * stays),
        lasting=worth_of * (until - stays),
        future=worth_of * until,
        discount=np.exp(-trust.rate * step),
        stake=trust.stake,
        step=step,
        lag=np.minimum(trust.lag, 1e6) * own.any(axis=1),
        build_base=base,
        build_slope=slope,
        worth=worth,
        stock_months=np.minimum(held, float(trust.pause)),
    )


def ladder(
    game: Game, name: str, package: Array, keeping: Keeping, *, say: Callable[[Rung], str]
) -> Schedule:
    """Return the shortest schedule that is credible at the most cautious reading possible.

    Parameters
    ----------
    game
        The game.
    name
        Name of the package.
    package
        One package, shape (columns,) [share].
    keeping
        Ranges of patience, lags, stakes and stocks.
    say
        Words for a rung.

    Notes
    -----
    Readings between the worst and the best ends of all ranges at once are tried by bisection. A
    delivery by sea that has to wait for a later step may set out before: loading risks nothing
    that unloading does not, so it is put as much earlier as the voyage takes.
    """
    low, high = 0, len(CAUTIONS) - 1
    tried: dict[int, tuple[Exchange, Plan, Plan, Plan]] = {}
    while True:
        place = (low + high) // 2
        trust = Trust.reading(keeping, game, caution=CAUTIONS[place])
        exchange = exchange_of(game, package, trust, keeping)
        together, in_turn = shortest(exchange), shortest(exchange, order="in turn")
        best = together if together.credible or not in_turn.credible else in_turn
        tried[place] = exchange, together, in_turn, best
        if low == high:
            break
        low, high = (low, place) if best.credible else (place + 1, high)
        if low == high and low in tried:
            break
    exchange, together, in_turn, best = tried[low]
    caution = CAUTIONS[low]
    rungs = _rungs(game, package, best, exchange, keeping)
    return Schedule(
        package=name,
        rungs=tuple(_with_words(rung, say) for rung in rungs),
        credible=best.credible,
        caution=caution,
        steps=best.steps,
        step_days=exchange.step * DAYS_PER_MONTH,
        order=best.order,
        least_slack=dict(zip(game.parties, best.slack.min(axis=0).tolist(), strict=True)),
        validity={},
        alternatives={
            "together": together.steps if together.credible else None,
            "in turn": in_turn.steps if in_turn.credible else None,
        },
    )


def _step(game: Game, trust: Trust, own: Flags) -> float:
    """The longest time until a move has been seen, among those who move [month]."""
    acts = [i for i in range(len(game.parties)) if own[i].any()]
    return float(max((trust.seen[i] for i in acts), default=0.0))


def _rungs(
    game: Game, package: Array, best: Plan, exchange: Exchange, keeping: Keeping
) -> list[Rung]:
    eased = np.flatnonzero(package > 0)
    flow = contributions(game, package)[:, eased]
    so_far = np.cumsum(best.shares, axis=0)
    step_days = exchange.step * DAYS_PER_MONTH
    longest = exchange.lag[exchange.own.any(axis=1)].max(initial=0.0)
    rungs: list[Rung] = []
    for n, place in np.argwhere(best.shares > 1e-6):
        share, column = best.shares[n, place], eased[place]
        for i in np.flatnonzero(exchange.own[:, place]):
            own = exchange.own[i]
            running = -np.minimum(flow[i, own], 0.0) @ so_far[n, own]
            exposed = -exchange.once[i, own] @ best.shares[n, own] + running * longest
            to = float(so_far[n, place] * package[column])
            common = {
                "party": game.parties[i],
                "control": game.names[column],
                "exposed": float(max(exposed, 0.0)),
                "slack": float(best.slack[n, i]),
            }
            start = to - float(share * package[column])
            worth = dict(zip(game.parties, (flow[:, place] * share).tolist(), strict=True))
            rungs.append(
                Rung(
                    step=int(n) + 1,
                    date=_day(keeping.on, n * step_days),
                    kind="ease",
                    from_easing=max(start, 0.0),
                    to_easing=to,
                    worth=worth,
                    **common,
                )
            )
            voyage = keeping.transit_days.get(game.names[column])
            if n == 0 or voyage is None or voyage.central < 2:
                continue
            early = max(0, int(n) - math.ceil(voyage.central / max(step_days, 1.0)))
            rungs.append(
                Rung(
                    step=early + 1,
                    date=_day(keeping.on, early * step_days),
                    kind="load",
                    from_easing=max(start, 0.0),
                    to_easing=max(start, 0.0),
                    worth=dict.fromkeys(game.parties, 0.0),
                    **(common | {"exposed": 0.0, "slack": float(best.slack[early, i])}),
                )
            )
    return sorted(rungs, key=lambda one: (one.step, one.party, one.control, one.kind))


def _with_words(rung: Rung, say: Callable[[Rung], str]) -> Rung:
    return dataclasses.replace(rung, words=say(rung))


def _day(start: dt.date, days: float) -> dt.date:
    return start + dt.timedelta(days=round(days))
