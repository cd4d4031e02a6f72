"""A day's work on stocks, orders and output, compiled: each array is read once.

All arrays are shortfalls from base, shape (rows, columns of the block); columns are worked on in
lanes of eight, those that fill the last one rest at zero.
"""

import functools
from typing import Any

import numpy as np

from detente.impact._kernel import kernel as compiled
from detente.impact.disruption._lanes import LANE, multiply, take
from detente.impact.disruption._state import Array

__all__ = ["ADAPTIVE", "BINDING", "FAVOURED", "TILE", "WIDE", "add_up", "close_adaptive",
           "close_binding", "sweep"]

kernel = functools.partial(compiled, error_model="numpy")
"""Without a test for a division by zero, which keeps loops from running in lanes."""

Arrays = tuple[Any, ...]

BINDING, ADAPTIVE, FAVOURED = 0, 1, 2
"""Rules: partially binding Leontief, ARIO, and ARIO with orders that follow suppliers' output."""

TILE, WIDE = 48, 4 * LANE
"""Uses and columns that are worked on together, so that all of it stays in the nearest cache."""

FEW = 0.4
"""Makers that did not deliver all, of those of an input, up to which they are taken out [share]."""


@kernel
def sweep(
    rules: int,
    inputs: Arrays,
    uses: Arrays,
    day: Arrays,
    numbers: Arrays,
    width: int,
    room: Arrays,
    cells: Arrays,
) -> None:
    """Yesterday's deliveries, stocks, what they allow, and today's orders, of every input.

    Parameters
    ----------
    rules
        `BINDING`, `ADAPTIVE` or `FAVOURED`.
    inputs
        By input: address of the shares of its makers in each use, its makers [count], the first of
        them, where its uses begin; address of the parts of makers' output that uses without a stock
        take, and where these begin. By node: part of its output that goes to stocked uses [share],
        and one over its output [1/USD mn]. Nodes from a maker to the next.
    uses
        Users, days, slope, offset and worth of every use as of `InputGroup`; users without a stock.
    day
        Gap in the stocks [day] and, where orders favour suppliers, what was asked of base shares,
        shape (uses, columns); what orders go by on the day before yesterday and yesterday (demand,
        or output under ARIO); yesterday's output; what bounds today's; output that was wanted on
        the day before yesterday and yesterday; what makers did not deliver; today's demand; shape
        (n, columns) [share of base].
    numbers
        Part of a gap that is ordered in a day [share per day], the least order [share], and what
        is divided by at least [share].
    width
        Columns that are worked on, in whole lanes.
    room
        To work in: makers' rows twice, a tile twice, the sums of makers, shares of few makers.
    cells
        Where deliveries are capped: what else did not come, and today's orders, which are written
        there, shape (uses, columns) [share]; no rows where none is.
    """
    weights, makers, firsts, begins, loose_sales, loose_begins, sold, per_output, apart = inputs
    bought, loose_users = uses[4], uses[5]
    unmet, demand, output = day[8], day[9], day[4]
    made, lead, tile, other, wanted, few = room
    some = np.empty(len(made), np.int64)
    for group in range(len(makers)):
        number, first = makers[group], firsts[group]
        begin, end = begins[group], begins[group + 1]
        loose, last = loose_begins[group], loose_begins[group + 1]
        for left in range(0, width, WIDE):
            size = min(WIDE, width - left)
            lanes = size // LANE
            start, span = np.uint64(left), np.uint64(size)
            lacking = 0
            for maker in range(number):
                node, lacks = first + maker * apart, 0
                for column in range(span):
                    wanted[maker, column] = 0.0
                    lead[maker, column] = output[node, start + column]
                    made[maker, column] = unmet[node, start + column]
                    lacks += made[maker, column] > 0.0
                some[lacking] = maker
                lacking += lacks > 0
            packs = lacking <= FEW * number
            if packs:
                for at in range(lacking):
                    for column in range(span):
                        made[at, column] = made[some[at], column]
            elif lacking > 0:
                lacking = number
            for at in range(begin, end, TILE):
                rows = min(TILE, end - at)
                shares = weights[group] + 4 * number * (at - begin)
                if packs and lacking > 0:
                    take(shares, 4 * number, some, lacking, few, rows)
                    multiply(few.ctypes.data, (few.strides[0], 4), made, tile, rows, lacking, lanes, False)
                elif lacking > 0:
                    multiply(shares, (4 * number, 4), made, tile, rows, lacking, lanes, False)
                if rules == BINDING:
                    _shelve_binding(at, rows, left, size, uses, day, numbers, lacking, tile, other, cells)
                elif rules == ADAPTIVE:
                    _shelve_adaptive(at, rows, left, size, uses, day, numbers, lacking, tile, other, cells)
                else:
                    multiply(shares, (4 * number, 4), lead, other, rows, number, lanes, False)
                    _shelve_favoured(at, rows, left, size, uses, day, numbers, lacking, tile, other)
                for row in range(rows):
                    worth = bought[at + row]
                    for column in range(span):
                        tile[row, column] *= worth
                multiply(shares, (4, 4 * number), tile, wanted, number, rows, lanes, True)
            for maker in range(number):
                worth = per_output[first + maker * apart]
                for column in range(span):
                    wanted[maker, column] *= worth
            for at in range(loose, last, TILE):
                rows = min(TILE, last - at)
                for row in range(rows):
                    user = loose_users[at + row]
                    for column in range(span):
                        tile[row, column] = output[user, start + column]
                part = loose_sales[group] + 4 * number * (at - loose)
                multiply(part, (4, 4 * number), tile, wanted, number, rows, lanes, True)
            for maker in range(number):
                node = first + maker * apart
                if rules == FAVOURED:
                    for column in range(span):
                        more = (sold[node] - wanted[maker, column]) * lead[maker, column]
                        wanted[maker, column] += more
                for column in range(span):
                    demand[node, start + column] += wanted[maker, column]


@kernel
def _shelve_binding(
    at: int,
    rows: int,
    left: int,
    size: int,
    uses: Arrays,
    day: Arrays,
    numbers: Arrays,
    lacking: int,
    tile: Array,
    spare: Array,
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
def _shelve_adaptive(
    at: int,
    rows: int,
    left: int,
    size: int,
    uses: Arrays,
    day: Arrays,
    numbers: Arrays,
    lacking: int,
    tile: Array,
    spare: Array,
    cells: Arrays,
) -> None:
    """As `_shelve_binding`, under ARIO with orders in base shares, which follow output."""
    users, days, slope, offset = uses[0], uses[1], uses[2], uses[3]
    gaps, befores, nows, outputs, bounds = day[0], day[2], day[3], day[4], day[5]
    wanted_befores, wanteds = day[6], day[7]
    per_day, _, tiny = numbers
    one = tiny / tiny
    start, span = np.uint64(left), np.uint64(size)
    zero = one - one
    back, refusable = cells
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
def _shelve_favoured(
    at: int,
    rows: int,
    left: int,
    size: int,
    uses: Arrays,
    day: Arrays,
    numbers: Arrays,
    lacking: int,
    tile: Array,
    led: Array,
) -> None:
    """As `_shelve_adaptive`, where orders follow suppliers' output.

    ``tile`` is what did not come as a part of what base shares would have asked for, and ``led``
    what today's suppliers lead with. Orders are divided by what is left of base shares, so that the
    parts of them add up; what base shares would have asked for is kept until the next day.
    """
    users, days, slope, offset = uses[0], uses[1], uses[2], uses[3]
    gaps, kepts, befores, nows, bounds = day[0], day[1], day[2], day[3], day[5]
    wanted_befores, wanteds = day[6], day[7]
    per_day, _, tiny = numbers
    one = tiny / tiny
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


@kernel
def close_binding(
    capacity: Array, demand: Array, output: Array, unmet: Array, tiny: float, width: int
) -> None:
    """Output is the least of capacity, inputs and demand; all customers get the same part."""
    zero = tiny - tiny
    one = tiny / tiny
    for node in range(len(output)):
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


@kernel
def close_adaptive(
    day: Arrays, unmet: Array, numbers: Arrays, width: int, lead: Array
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


@kernel
def add_up(total: Array, values: Array, width: int) -> None:
    """Add single-precision values of the first columns to sums in double precision, in place."""
    for row in range(len(total)):
        for column in range(width):
            total[row, column] += values[row, column]
