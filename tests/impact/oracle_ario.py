"""ARIO with inventories from its published equations, and what BoARIO 0.7.2 does differently.

An oracle for tests, in double precision and without thought for speed. The equations are those of
BoARIO's documentation ("Model description"), after Hallegatte (2014) and, for orders that follow
suppliers, Guan et al. (2020). Runs of BoARIO, as a package, showed these departures; `departures`
turns them on, and the two agree to 1e-14:

weights
    Under ``alt`` orders follow a supplier's *capacity* over its base output, not its production.
scarcity
    Overproduction answers at the start of a day to that day's demand over the output of the day
    *before*, and counts on the same day.
fading
    Where output exceeds demand so measured, overproduction changes by the rule for scarcity (whose
    scarcity is negative) and stops at its base; the documented relaxation is not applied.

Two more do not touch the equations: the documentation writes capacity as a part of x(t) where x(0)
is meant, and an event of duration D that occurs at step E with recovery time 1 cuts capacity in
steps E + 1 to E + D + 2 (`event_days`).
"""

import numpy as np

DEPARTURES = frozenset({"weights", "scarcity", "fading"})


def event_days(occurrence, duration):
    """Steps, counted from 0, in which BoARIO's arbitrary-production event cuts capacity."""
    return range(occurrence + 1, occurrence + duration + 3)


def simulate(
    flows,
    final,
    sectors,
    cut,
    *,
    days,
    orders,
    departures=frozenset(),
    stock_days=90.0,
    psi=0.8,
    restock_days=60.0,
    most=1.25,
    over_days=365.0,
):
    """Output by day and node, shape (days, n).

    `flows` (n, n) and `final` (n,) are per day, nodes region by region with `sectors` sectors each;
    `cut(day)` gives the share of capacity lost, shape (n,).
    """
    size = len(final)
    regions = size // sectors
    x0 = flows.sum(axis=1) + final

    def by_input(matrix):
        return matrix.reshape(regions, sectors, size).sum(axis=0)

    def shares(matrix):
        total = np.tile(by_input(matrix), (regions, 1))
        return np.divide(matrix, total, out=np.zeros_like(matrix), where=total > 0)

    A = by_input(flows) / x0
    stock, ordered = stock_days * A * x0, flows.copy()
    over, output, path = np.ones(size), x0.copy(), []
    for day in range(days):
        demand = ordered.sum(axis=1) + final
        if day > 0 and "scarcity" in departures:
            over = _overproduction(over, (demand - output) / demand, departures, most, over_days)
        capacity = over * (1 - cut(day)) * x0
        optimal = np.minimum(demand, capacity)
        needed = psi * stock_days * A * optimal
        filled = np.divide(stock, needed, out=np.full_like(stock, np.inf), where=needed > 0)
        output = optimal * np.minimum(1, filled.min(axis=0))
        if "scarcity" not in departures:
            over = _overproduction(over, (demand - output) / demand, departures, most, over_days)
        delivered = by_input(ordered * (output / demand)[:, None])
        stock = stock + delivered - A * output
        wanted = np.maximum(0, stock_days * A * optimal - stock) / restock_days + A * output
        follow = capacity if "weights" in departures else output
        weighted = flows * (follow / x0)[:, None] if orders == "alt" else flows
        ordered = np.tile(wanted, (regions, 1)) * shares(weighted)
        path.append(output)
    return np.array(path)


def _overproduction(over, scarcity, departures, most, over_days):
    rises = over + (most - over) * scarcity / over_days
    if "fading" in departures:
        return np.maximum(rises, 1.0)
    return np.where(scarcity > 0, rises, over + (1 - over) / over_days)
