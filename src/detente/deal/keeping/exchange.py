"""What is delivered step by step, and how much each party has from going on at each step."""

from dataclasses import dataclass

import numpy as np

from detente.deal.surface.runs import Array, Flags

__all__ = ["Exchange", "sizes", "slacks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What each part of a package is worth to whom, at once and as long as the deal lasts.

    P parties exchange K parts; each part is delivered in shares that sum to 1.
    """

    own: Flags
    """Who delivers what, shape (P, K)."""
    once: Array
    """Worth of all of a part that remains with the party whatever happens next, negative for who
    delivers it, shape (P, K) [USD bn]."""
    lasting: Array
    """Worth of all of a part that is lost, or saved, if this party breaks the deal, shape (P, K)
    [USD bn]."""
    future: Array
    """What a party that breaks the deal forgoes of a part that is not yet delivered, shape (P, K)
    [USD bn]."""
    discount: Array
    """Discount factor of each party from one step to the next, shape (P,) [1]."""
    stake: Array
    """What a breach costs outside the deal, shape (P,) [USD bn]."""
    step: float
    """From one step to the next [month]."""
    lag: Array
    """From a breach by each party until the others answer, shape (P,) [month]."""
    build_base: Array
    build_slope: Array
    """Months of use that go into stock in a month once share s is delivered: ``max(0, base + slope
    s)``, shape (K,) [1]."""
    worth: Array
    """Worth to each party, when it breaks the deal, of a month of use in stock, shape (P, K)
    [USD bn per month]."""
    stock_months: Array
    """Use that full stocks cover, shape (K,) [month]."""

    @classmethod
    def swap(
        cls, costs: Array, gains: Array, hostages: Array, discount: float | Array
    ) -> "Exchange":
        """Return the exchange of the closed form: one part each, nothing lasts, no stocks."""
        count = len(costs)
        own: Flags = np.eye(count, dtype=bool)
        once = np.where(own, -np.asarray(costs), np.asarray(gains)[:, None] / max(count - 1, 1))
        nothing = np.zeros(count)
        return cls(
            own=own,
            once=once,
            lasting=np.zeros((count, count)),
            future=once,
            discount=np.broadcast_to(np.asarray(discount, dtype=float), (count,)),
            stake=np.asarray(hostages, dtype=float),
            step=1.0,
            lag=nothing,
            build_base=nothing,
            build_slope=nothing,
            worth=np.zeros((count, count)),
            stock_months=nothing,
        )


def slacks(exchange: Exchange, shares: Array) -> Array:
    """Return the slack of each party at each step of a schedule.

    Parameters
    ----------
    exchange
        What is exchanged.
    shares
        Share of each part delivered at each step, shape (steps, K) [share].

    Returns
    -------
    Array
        shape (steps, P) [USD bn]; infinite for a party that delivers nothing.
    """
    steps = len(shares)
    so_far = np.cumsum(shares, axis=0)
    building = np.where(
        so_far > 0, np.maximum(0.0, exchange.build_base + exchange.build_slope * so_far), 0.0
    )
    before = np.cumsum(building, axis=0) - building
    out = np.full((steps, len(exchange.own)), np.inf)
    for i in np.flatnonzero(exchange.own.any(axis=1)):
        value = exchange.future[i] @ shares.T
        ahead = 0.0
        for n in reversed(range(steps)):
            own = exchange.own[i]
            held = exchange.step * before[n] + exchange.lag[i] * building[n]
            stock = exchange.worth[i] @ np.minimum(held, exchange.stock_months)
            now = exchange.once[i, own] @ shares[n, own] + exchange.lasting[i] @ so_far[n]
            out[n, i] = exchange.stake[i] + now + ahead - stock
            ahead = exchange.discount[i] * (ahead + value[n])
    return out


def sizes(exchange: Exchange) -> Array:
    """Return what the package is about for each party, to compare slacks with.

    Returns
    -------
    Array
        shape (P,) [USD bn]; 1 for a party that it brings and costs nothing.
    """
    size = np.abs(exchange.once).sum(axis=1) + np.abs(exchange.lasting).sum(axis=1)
    return np.asarray(np.where(size > 0, size, 1.0))
