"""The shortest credible schedule: unequal tranches, in turn or together, with stocks that fill."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente._errors import DealError
from detente.deal.keeping.exchange import Exchange, sizes, slacks
from detente.deal.solutions.linear import least_cost
from detente.deal.surface.runs import Array, Flags

__all__ = ["MOST_STEPS", "Order", "Plan", "plan", "shortest"]

Order = Literal["together", "in turn"]

MOST_STEPS = 12
_PATIENCE = 3
"""After so many more steps that do not help, no more are tried."""
_TINY = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A schedule of deliveries."""

    shares: Array
    """Share of each part delivered at each step, shape (steps, K) [share]."""
    slack: Array
    """How much more each party has from going on than from breaking the deal at each step, shape
    (steps, P) [USD bn]."""
    moves: Flags
    """Whether each party delivers something at each step, shape (steps, P)."""
    order: Order
    """Whether the parties deliver together or in turn."""

    @property
    def steps(self) -> int:
        """Number of steps."""
        return len(self.shares)

    @property
    def credible(self) -> bool:
        """Whether nobody gains by breaking the deal at any step."""
        return bool((self.slack >= -_TINY * max(1.0, float(np.abs(self.slack).max()))).all())


def plan(
    exchange: Exchange,
    steps: int,
    *,
    order: Order = "together",
    first: int = 0,
    equal_shares: bool = False,
) -> Plan:
    """Return the schedule of so many steps whose weakest promise is strongest.

    Notes
    -----
    A linear programme in the shares ``x_kn`` and their sums ``S_kn``. At step n party i must not
    gain by keeping its own delivery back and withdrawing the rest:

    ``H_i + sum_{own k} once_ik x_kn + sum_k lasting_ik S_kn
    + sum_{m>n} d_i^(m-n) sum_k future_ik x_km >= B_in``

    where ``B_in`` is what stocks that grew until then are worth to it after the breach. Stocks
    grow by ``max(0, base + slope S)`` a month, a convex function, so that their worth is bounded
    from below by linear constraints. The smallest slack, relative to what the package is worth to
    the party, is maximised; of equals the earliest deliveries are taken.
    """
    if not exchange.own.any():
        raise DealError("nothing is exchanged: no party delivers a part of the package")
    if steps < 1:
        raise DealError(f"steps is {steps}: ask for one or more")
    movers = _movers(exchange, steps, order, first)
    if not (movers[:, :, None] & exchange.own[None]).any(axis=(0, 1)).all():
        raise DealError(f"{steps} steps in turn are too few for every party to deliver: add steps")
    problem = _Problem(exchange, steps, movers, equal_shares=equal_shares)
    shares = problem.solve()
    return Plan(
        shares=shares,
        slack=slacks(exchange, shares),
        moves=np.asarray(((shares[:, None, :] > _TINY) & exchange.own[None]).any(axis=2)),
        order=order,
    )


def shortest(
    exchange: Exchange,
    *,
    order: Order = "together",
    equal_shares: bool = False,
    most: int = MOST_STEPS,
) -> Plan:
    """Return the credible schedule with the fewest steps, or the best one there is."""
    givers = int(exchange.own.any(axis=1).sum())
    starts = range(givers if order == "in turn" else 1)
    best: Plan | None = None
    margins: list[float] = []
    for steps in range(givers if order == "in turn" else 1, most + 1):
        found = [
            plan(exchange, steps, order=order, first=first, equal_shares=equal_shares)
            for first in starts
        ]
        least = [float((one.slack / sizes(exchange)).min()) for one in found]
        leader = found[int(np.argmax(least))]
        if best is None or leader.credible or max(least) > max(margins):
            best = leader
        margins.append(max(least))
        stuck = len(margins) > _PATIENCE and margins[-1] <= max(margins[:-_PATIENCE]) + _TINY
        if leader.credible or stuck:
            break
    if best is None:
        raise DealError(f"most is {most}: allow at least as many steps as parties that deliver")
    return best


def _movers(exchange: Exchange, steps: int, order: Order, first: int) -> Flags:
    """Who may deliver at each step, shape (steps, P)."""
    givers = np.flatnonzero(exchange.own.any(axis=1))
    movers = np.zeros((steps, len(exchange.own)), dtype=bool)
    if order == "together":
        movers[:, givers] = True
    else:
        for n in range(steps):
            movers[n, givers[(n + first) % len(givers)]] = True
    return movers


def _minimum(
    cost: Array,
    limits: tuple[Array, Array],
    equal: tuple[Array, Array],
    bounds: tuple[Array, Array],
) -> Array:
    found = least_cost(
        cost,
        np.concatenate([limits[0], equal[0]]),
        (
            np.concatenate([np.full(len(limits[1]), -np.inf), equal[1]]),
            np.concatenate([limits[1], equal[1]]),
        ),
        bounds,
    )
    if found is None:
        raise DealError("no schedule could be computed: nothing meets its conditions")
    return found


class _Problem:
    """The linear programme; variables are shares, stock-building, the goal."""

    def __init__(
        self, exchange: Exchange, steps: int, movers: Flags, *, equal_shares: bool
    ) -> None:
        parts = int(exchange.own.shape[1])
        self.exchange, self.steps, self.parts = exchange, steps, parts
        self.size = 2 * steps * parts + 1
        self.goal = self.size - 1
        upper = [*self._keeping(), *self._building()]
        delivered = [self._row({self._x(n, k): 1.0 for n in range(steps)}) for k in range(parts)]
        together = [
            self._row({self._x(n, k): 1.0, self._x(n, 0): -1.0})
            for n in range(steps)
            for k in range(1, parts)
            if equal_shares
        ]
        least, most = np.zeros(self.size), np.full(self.size, np.inf)
        most[: steps * parts] = (movers[:, :, None] & exchange.own[None]).any(axis=1).ravel()
        least[self.goal] = -np.inf
        limits = np.array([row for row, _ in upper]), np.array([limit for _, limit in upper])
        equal = np.array([*delivered, *together]), np.array([1.0] * parts + [0.0] * len(together))
        strongest = np.zeros(self.size)
        strongest[self.goal] = -1.0
        found = _minimum(strongest, limits, equal, (least, most))
        earliest = np.repeat(np.arange(steps, dtype=float), parts)
        best = float(found[self.goal])
        least[self.goal] = best - _TINY * max(1.0, abs(best))
        self.values = _minimum(
            np.concatenate([earliest, np.zeros(self.size - len(earliest))]),
            limits,
            equal,
            (least, most),
        )

    def solve(self) -> Array:
        """Shares, shape (steps, K); tiny ones are rounding and are taken out."""
        shares = self.values[: self.steps * self.parts].reshape(self.steps, self.parts)
        shares = np.where(shares > 1e-7, shares, 0.0)
        return np.asarray(shares / shares.sum(axis=0))

    def _x(self, n: int, k: int) -> int:
        return n * self.parts + k

    def _row(self, entries: dict[int, float]) -> Array:
        row = np.zeros(self.size)
        for index, value in entries.items():
            row[index] += value
        return row

    def _keeping(self) -> list[tuple[Array, float]]:
        """``-(slack without stake) + goal x scale <= stake`` for each party and step."""
        one = self.exchange
        rows: list[tuple[Array, float]] = []
        scale = sizes(one)
        for i in np.flatnonzero(one.own.any(axis=1)):
            if not np.isfinite(one.stake[i]):
                continue
            for n in range(self.steps):
                row = np.zeros(self.size)
                for k in range(self.parts):
                    for m in range(n + 1):
                        row[self._x(m, k)] -= one.lasting[i, k]
                    if one.own[i, k]:
                        row[self._x(n, k)] -= one.once[i, k]
                    for m in range(n + 1, self.steps):
                        row[self._x(m, k)] -= one.discount[i] ** (m - n) * one.future[i, k]
                    for m in range(n):
                        row[self._b(m, k)] += one.worth[i, k] * one.step
                    row[self._b(n, k)] += one.worth[i, k] * one.lag[i]
                row[self.goal] = scale[i]
                rows.append((row, float(one.stake[i])))
        if not rows:
            row = np.zeros(self.size)
            row[self.goal] = 1.0
            rows.append((row, 1.0))
        return rows

    def _building(self) -> list[tuple[Array, float]]:
        """``base + slope S_kn - b_kn <= 0``, where stocks are worth anything to anybody."""
        rows: list[tuple[Array, float]] = []
        for k in np.flatnonzero((self.exchange.worth > 0).any(axis=0)).tolist():
            for n in range(self.steps):
                row = np.zeros(self.size)
                for m in range(n + 1):
                    row[self._x(m, k)] = self.exchange.build_slope[k]
                row[self._b(n, k)] = -1.0
                rows.append((row, -float(self.exchange.build_base[k])))
        return rows

    def _b(self, n: int, k: int) -> int:
        return self.steps * self.parts + n * self.parts + k
