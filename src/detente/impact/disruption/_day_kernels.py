"""A day's work on stocks, orders and output, compiled: each array is read once.

All arrays are shortfalls from base, shape (rows, columns of the block); only the first ``width``
columns are worked on.
"""

import functools
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.impact._kernel import kernel as compiled
from detente.impact.disruption._state import Array

__all__ = [
    "add_up",
    "close_adaptive",
    "close_binding",
    "shelve_adaptive",
    "shelve_binding",
    "shelve_favoured",
]

kernel = functools.partial(compiled, error_model="numpy")
"""Without a test for a division by zero, which keeps loops from running in lanes."""

Arrays = tuple[Any, ...]
Flags = npt.NDArray[np.bool_]


@kernel
def _bind(
    gap: Array,
    row: int,
    bound: Array,
    user: int,
    slope: float,
    offset: float,
    one: float,
    width: int,
) -> None:
    """What a stock allows bounds output.

    ``one`` is 1, which the compiler does not know: it would write only where the bound rises, and
    a loop with such a choice does not run in lanes.
    """
    for column in range(width):
        allowed = gap[row, column] * slope - offset
        most = bound[user, column] * one
        bound[user, column] = allowed if allowed > most else most


@kernel
def shelve_binding(
    uses: Arrays,
    day: Arrays,
    numbers: Arrays,
    width: int,
    missing: Array,
    refused: Array,
    orders: Array,
) -> None:
    """Stock and orders of one input under partially binding Leontief, after its deliveries.

    Parameters
    ----------
    uses
        Users, and for each use days, slope and offset as of `InputGroup`.
    day
        Gap in the stocks, shape (uses, columns) [day]; demand of the day before yesterday and of
        yesterday, yesterday's output, and what bounds today's, shape (n, columns) [share of base].
    numbers
        Part of a gap that is ordered in a day [share per day], and the least order [share].
    width
        Columns that are worked on.
    missing
        Part of yesterday's orders that did not come, shape (uses, columns) [share]; no rows where
        all came.
    refused
        What else did not come since it was ordered above a cap, likewise.
    orders
        Today's orders, shape (uses, columns) [share]; written here.
    """
    users, days, slope, offset = uses
    gap, before, now, output, bound = day
    per_day, least = numbers
    one = per_day / per_day
    zero = one - one
    lacking, capped = len(missing) > 0, len(refused) > 0
    for i in range(len(users)):
        user, held = users[i], days[i]
        for column in range(width):
            stock = gap[i, column]
            order = before[user, column] - stock * per_day
            order = order if order > least else least
            order = order if order < one else one
            lost = missing[i, column] * (one - order) if lacking else zero
            if capped:
                lost += refused[i, column]
            stock += lost + order - output[user, column]
            gap[i, column] = stock if stock < held else held
        _bind(gap, i, bound, user, slope[i], offset[i], one, width)
        for column in range(width):
            order = now[user, column] - gap[i, column] * per_day
            order = order if order > least else least
            orders[i, column] = order if order < one else one


@kernel
def shelve_adaptive(
    uses: Arrays,
    day: Arrays,
    numbers: Arrays,
    width: int,
    missing: Array,
    refused: Array,
    orders: Array,
) -> None:
    """Stock and orders of one input under ARIO with orders in base shares.

    As `shelve_binding`; orders follow output, and ``day`` also has the output that was wanted on
    the day before yesterday and yesterday.
    """
    users, days, slope, offset = uses
    gap, before, now, bound, wanted_before, wanted = day
    (per_day,) = numbers
    one = per_day / per_day
    zero = one - one
    lacking, capped = len(missing) > 0, len(refused) > 0
    for i in range(len(users)):
        user, held = users[i], days[i]
        for column in range(width):
            stock = gap[i, column]
            short = stock - wanted_before[user, column] * held
            order = before[user, column] - (short if short > zero else zero) * per_day
            order = order if order < one else one
            lost = missing[i, column] * (one - order) if lacking else zero
            if capped:
                lost += refused[i, column]
            stock += lost + order - now[user, column]
            gap[i, column] = stock if stock < held else held
        _bind(gap, i, bound, user, slope[i], offset[i], one, width)
        for column in range(width):
            short = gap[i, column] - wanted[user, column] * held
            order = now[user, column] - (short if short > zero else zero) * per_day
            orders[i, column] = order if order < one else one


@kernel
def shelve_favoured(
    uses: Arrays,
    day: Arrays,
    numbers: Arrays,
    width: int,
    missing: Array,
    _refused: Array,
    orders: Array,
) -> None:
    """Stock and orders of one input under ARIO with orders that follow suppliers' output.

    As `shelve_adaptive`; the columns of ``missing`` are those of what did not come, as a part of
    what base shares would have asked for, and then those of what today's suppliers lead with.
    Orders are divided by what is left of base shares, so that the parts of them add up, and are
    kept by the caller until the next day.
    """
    users, days, slope, offset = uses
    gap, before, now, bound, wanted_before, wanted = day
    per_day, tiny = numbers
    one = per_day / per_day
    zero = one - one
    for i in range(len(users)):
        user, held = users[i], days[i]
        for column in range(width):
            stock = gap[i, column]
            short = stock - wanted_before[user, column] * held
            order = before[user, column] - (short if short > zero else zero) * per_day
            order = order if order < one else one
            asked = one - orders[i, column]
            came = order + asked * missing[i, column] if asked > zero else one
            stock += came - now[user, column]
            gap[i, column] = stock if stock < held else held
        _bind(gap, i, bound, user, slope[i], offset[i], one, width)
        for column in range(width):
            short = gap[i, column] - wanted[user, column] * held
            order = now[user, column] - (short if short > zero else zero) * per_day
            order = order if order < one else one
            led = missing[i, width + column]
            asked = one - led
            part = (order - led) / (asked if asked > tiny else tiny)
            orders[i, column] = part if asked >= tiny else one


@kernel
def close_binding(
    capacity: Array,
    demand: Array,
    output: Array,
    unmet: Array,
    lacks: Flags,
    tiny: float,
    width: int,
) -> None:
    """Output is the least of capacity, inputs and demand; all customers get the same part."""
    zero = tiny - tiny
    one = tiny / tiny
    for node in range(len(output)):
        lacking = 0
        for column in range(width):
            wanted = demand[node, column]
            able = capacity[node, column]
            short = output[node, column]
            short = short if short > able else able
            short = short if short > wanted else wanted
            short = short if short < one else one
            output[node, column] = short
            room = one - wanted
            part = (short - wanted) / (room if room > tiny else tiny)
            part = part if part > zero else zero
            part = part if part < one else one
            unmet[node, column] = part
            lacking += part > zero
        lacks[node] = lacking > 0


@kernel
def close_adaptive(
    day: Arrays, unmet: Array, lacks: Flags, numbers: Arrays, width: int, lead: Array
) -> None:
    """Output of ARIO, and overproduction, which rises while demand is unmet and else fades.

    ``day`` is (capacity, demand, output, over, wanted). Where orders favour suppliers, ``lead``
    is yesterday's output and ``unmet`` is left as the part of base shares that was asked for and
    did not come; else ``lead`` has no rows.
    """
    capacity, demand, output, over, wanted = day
    tiny, most, per_day = numbers
    zero = tiny - tiny
    one = tiny / tiny
    favours = len(lead) > 0
    for node in range(len(output)):
        lacking = 0
        for column in range(width):
            asked = demand[node, column]
            able = capacity[node, column]
            more = over[node, column]
            spare = (able - one) * more + able
            spare = spare if spare > asked else asked
            wanted[node, column] = spare
            short = output[node, column]
            short = short if short > spare else spare
            short = short if short < one else one
            output[node, column] = short
            room = one - asked
            part = (short - asked) / (room if room > tiny else tiny)
            part = part if part > zero else zero
            part = part if part < one else one
            unmet[node, column] = part
            lacking += part > zero
            change = (most - more) * part if part > zero else -more
            more += change * per_day
            over[node, column] = more if more > zero else zero
        if favours and lacking > 0:
            for column in range(width):
                unmet[node, column] *= one - lead[node, column]
        lacks[node] = lacking > 0


@kernel
def add_up(total: Array, values: Array, width: int) -> None:
    """Add single-precision values of the first columns to sums in double precision, in place."""
    for row in range(len(total)):
        for column in range(width):
            total[row, column] += values[row, column]
