"""Stock, bound and orders of a tile of uses by the rules of each built-in model, compiled.

Places are counted without a sign, since what might be counted from the end does not run in lanes.
Each model writes out what it shares with the others: as a kernel of its own, called for each use,
the part that makes room made a day of ``half`` take 1.3 times as long (`benchmarks/against.py`).
"""

import functools
from typing import Any

import numpy as np

from detente.impact._kernel import kernel as compiled

__all__ = ["shelve_adaptive", "shelve_binding", "shelve_favoured"]

kernel = functools.partial(compiled, error_model="numpy")
"""Without a test for a division by zero, which keeps loops from running in lanes."""

Arrays = tuple[Any, ...]


@kernel
def shelve_binding(
    at: int,
    rows: int,
    left: int,
    size: int,
    uses: Arrays,
    day: Arrays,
    numbers: Arrays,
    lacking: int,
    room: Arrays,
    cells: Arrays,
) -> None:
    """Stock and orders of a tile of uses under partially binding Leontief, after its deliveries.

    ``tile`` is the part of yesterday's orders that did not come, and becomes today's orders. An
    order is not kept until it is delivered but worked out again from the stock it was made for.
    ``spare`` is room for what was used, less what else did not come.
    """
    users, days, slope, offset = uses[0], uses[1], uses[2], uses[3]
    gaps, befores, nows, outputs, bounds = day[0], day[2], day[3], day[4], day[5]
    per_day, least, tiny = numbers
    one = tiny / tiny
    start, span = np.uint64(left), np.uint64(size)
    zero = one - one
    back, refusable = cells
    tile, spare = room[2], room[3]
    capped = len(back) > 0
    for row in range(rows):
        use = at + row
        user, held, rise, free = users[use], days[use], slope[use], offset[use]
        if lacking == 0:
            for column in range(span):
                tile[row, column] = zero
        for column in range(span):
            spare[row, column] = outputs[user, start + column]
        if capped:
            for column in range(span):
                spare[row, column] -= back[use, start + column]
        for column in range(span):
            stock = gaps[use, start + column]
            order = befores[user, start + column] - stock * per_day
            order = order if order > least else least
            order = order if order < one else one
            stock += tile[row, column] * (one - order) + order - spare[row, column]
            stock = stock if stock < held else held
            gaps[use, start + column] = stock
            allowed = stock * rise - free
            most = bounds[user, start + column] * one
            bounds[user, start + column] = allowed if allowed > most else most
            order = nows[user, start + column] - stock * per_day
            order = order if order > least else least
            tile[row, column] = order if order < one else one
        if capped:
            for column in range(span):
                refusable[use, start + column] = tile[row, column]


@kernel
def shelve_adaptive(
    at: int,
    rows: int,
    left: int,
    size: int,
    uses: Arrays,
    day: Arrays,
    numbers: Arrays,
    lacking: int,
    room: Arrays,
    cells: Arrays,
) -> None:
    """As `shelve_binding`, under ARIO with orders in base shares, which follow output."""
    users, days, slope, offset = uses[0], uses[1], uses[2], uses[3]
    gaps, befores, nows, outputs, bounds = day[0], day[2], day[3], day[4], day[5]
    wanted_befores, wanteds = day[6], day[7]
    per_day, _, tiny = numbers
    one = tiny / tiny
    start, span = np.uint64(left), np.uint64(size)
    zero = one - one
    back, refusable = cells
    tile, spare = room[2], room[3]
    capped = len(back) > 0
    for row in range(rows):
        use = at + row
        user, held, rise, free = users[use], days[use], slope[use], offset[use]
        if lacking == 0:
            for column in range(span):
                tile[row, column] = zero
        for column in range(span):
            spare[row, column] = outputs[user, start + column]
        if capped:
            for column in range(span):
                spare[row, column] -= back[use, start + column]
        for column in range(span):
            stock = gaps[use, start + column]
            short = stock - wanted_befores[user, start + column] * held
            order = befores[user, start + column] - (short if short > zero else zero) * per_day
            order = order if order < one else one
            stock += tile[row, column] * (one - order) + order - spare[row, column]
            stock = stock if stock < held else held
            gaps[use, start + column] = stock
            allowed = stock * rise - free
            most = bounds[user, start + column] * one
            bounds[user, start + column] = allowed if allowed > most else most
            short = stock - wanteds[user, start + column] * held
            order = nows[user, start + column] - (short if short > zero else zero) * per_day
            tile[row, column] = order if order < one else one
        if capped:
            for column in range(span):
                refusable[use, start + column] = tile[row, column]


@kernel
def shelve_favoured(
    at: int,
    rows: int,
    left: int,
    size: int,
    uses: Arrays,
    day: Arrays,
    numbers: Arrays,
    lacking: int,
    room: Arrays,
) -> None:
    """As `shelve_adaptive`, where orders follow suppliers' output.

    ``tile`` is what did not come as a part of what base shares would have asked for, and ``led``
    what today's suppliers lead with. Orders are divided by what is left of base shares, so that the
    parts of them add up; what base shares would have asked for is kept until the next day.
    """
    users, days, slope, offset = uses[0], uses[1], uses[2], uses[3]
    gaps, kepts, befores, nows, bounds = day[0], day[1], day[2], day[3], day[5]
    wanted_befores, wanteds = day[6], day[7]
    per_day, _, tiny = numbers
    one = tiny / tiny
    tile, led = room[2], room[3]
    start, span = np.uint64(left), np.uint64(size)
    zero = one - one
    for row in range(rows):
        use = at + row
        user, held, rise, free = users[use], days[use], slope[use], offset[use]
        if lacking == 0:
            for column in range(span):
                tile[row, column] = zero
        for column in range(span):
            stock = gaps[use, start + column]
            short = stock - wanted_befores[user, start + column] * held
            order = befores[user, start + column] - (short if short > zero else zero) * per_day
            order = order if order < one else one
            asked = one - kepts[use, start + column]
            came = order + asked * tile[row, column]
            came = came if asked > zero else one
            stock += came - nows[user, start + column]
            stock = stock if stock < held else held
            gaps[use, start + column] = stock
            allowed = stock * rise - free
            most = bounds[user, start + column] * one
            bounds[user, start + column] = allowed if allowed > most else most
            short = stock - wanteds[user, start + column] * held
            order = nows[user, start + column] - (short if short > zero else zero) * per_day
            order = order if order < one else one
            asked = one - led[row, column]
            part = (order - led[row, column]) / (asked if asked > tiny else tiny)
            part = part if asked >= tiny else one
            kepts[use, start + column] = part
            tile[row, column] = part
