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
        By input: addresses of the shares of its makers in each use, and of what each use takes of
        them; its makers [count], the first of them, where its uses begin; the same two for uses
        without a stock; part of every node's output that goes to stocked uses [share]; and nodes from
        a maker to the next.
    uses
        Users, days, slope and offset of every use as of `InputGroup`; users without a stock.
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
    weights, sales, makers, firsts, begins, loose_sales, loose_begins, sold, apart = inputs
    users, loose_users = uses[0], uses[4]
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
            wanted[:number, :size] = 0.0
            lacking = 0
            for maker in range(number):
                node, lacks = first + maker * apart, 0
                for column in range(size):
                    made[maker, column] = unmet[node, left + column]
                    lacks += made[maker, column] > 0.0
                some[lacking] = maker
                lacking += lacks > 0
            packs = lacking <= FEW * number
            if packs:
                for at in range(lacking):
                    made[at, :size] = made[some[at], :size]
            elif lacking > 0:
                lacking = number
            if rules == FAVOURED:
                for maker in range(number):
                    lead[maker, :size] = output[first + maker * apart, left : left + size]
            for at in range(begin, end, TILE):
                rows = min(TILE, end - at)
                shares = weights[group] + 4 * number * (at - begin)
                if packs and lacking > 0:
                    take(shares, 4 * number, some, lacking, few, rows)
                    multiply(few.ctypes.data, few.strides[0], made, tile, rows, lacking, lanes, False)
                elif lacking > 0:
                    multiply(shares, 4 * number, made, tile, rows, lacking, lanes, False)
                if rules == BINDING:
                    _shelve_binding(at, rows, left, size, uses, day, numbers, lacking, tile, other, cells)
                elif rules == ADAPTIVE:
                    _shelve_adaptive(at, rows, left, size, uses, day, numbers, lacking, tile, other, cells)
                else:
                    multiply(shares, 4 * number, lead, other, rows, number, lanes, False)
                    _shelve_favoured(at, rows, left, size, uses, day, numbers, lacking, tile, other)
                part = sales[group] + 4 * (at - begin)
                multiply(part, 4 * (end - begin), tile, wanted, number, rows, lanes, True)
            for at in range(loose, last, TILE):
                rows = min(TILE, last - at)
                for row in range(rows):
                    user = loose_users[at + row]
                    for column in range(size):
                        tile[row, column] = output[user, left + column]
                part = loose_sales[group] + 4 * (at - loose)
                multiply(part, 4 * (last - loose), tile, wanted, number, rows, lanes, True)
            for maker in range(number):
                node = first + maker * apart
                if rules == FAVOURED:
                    for column in range(size):
                        more = (sold[node] - wanted[maker, column]) * lead[maker, column]
                        wanted[maker, column] += more
                for column in range(size):
                    demand[node, left + column] += wanted[maker, column]


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
    users, days, slope, offset = uses[:4]
    per_day, least, tiny = numbers
    one = tiny / tiny
    zero = one - one
    capped = len(cells[0]) > 0
    for row in range(rows):
        use = at + row
        user, held, rise, free = users[use], days[use], slope[use], offset[use]
        gap = day[0][use, left : left + size]
        before = day[2][user, left : left + size]
        now = day[3][user, left : left + size]
        output = day[4][user, left : left + size]
        bound = day[5][user, left : left + size]
        orders = tile[row, :size]
        if lacking == 0:
            orders[:] = zero
        if capped:
            spare[row, :size] = output - cells[0][use, left : left + size]
            output = spare[row, :size]
        for column in range(size):
            stock = gap[column]
            order = before[column] - stock * per_day
            order = order if order > least else least
            order = order if order < one else one
            stock += orders[column] * (one - order) + order - output[column]
            stock = stock if stock < held else held
            gap[column] = stock
            allowed = stock * rise - free
            most = bound[column] * one
            bound[column] = allowed if allowed > most else most
            order = now[column] - stock * per_day
            order = order if order > least else least
            orders[column] = order if order < one else one
        if capped:
            cells[1][use, left : left + size] = orders


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
    users, days, slope, offset = uses[:4]
    per_day, _, tiny = numbers
    one = tiny / tiny
    zero = one - one
    capped = len(cells[0]) > 0
    for row in range(rows):
        use = at + row
        user, held, rise, free = users[use], days[use], slope[use], offset[use]
        gap = day[0][use, left : left + size]
        before = day[2][user, left : left + size]
        now = day[3][user, left : left + size]
        output = now
        bound = day[5][user, left : left + size]
        wanted_before = day[6][user, left : left + size]
        wanted = day[7][user, left : left + size]
        orders = tile[row, :size]
        if lacking == 0:
            orders[:] = zero
        if capped:
            spare[row, :size] = now - cells[0][use, left : left + size]
            output = spare[row, :size]
        for column in range(size):
            stock = gap[column]
            short = stock - wanted_before[column] * held
            order = before[column] - (short if short > zero else zero) * per_day
            order = order if order < one else one
            stock += orders[column] * (one - order) + order - output[column]
            stock = stock if stock < held else held
            gap[column] = stock
            allowed = stock * rise - free
            most = bound[column] * one
            bound[column] = allowed if allowed > most else most
            short = stock - wanted[column] * held
            order = now[column] - (short if short > zero else zero) * per_day
            orders[column] = order if order < one else one
        if capped:
            cells[1][use, left : left + size] = orders


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
    users, days, slope, offset = uses[:4]
    per_day, _, tiny = numbers
    one = tiny / tiny
    zero = one - one
    for row in range(rows):
        use = at + row
        user, held, rise, free = users[use], days[use], slope[use], offset[use]
        gap = day[0][use, left : left + size]
        kept = day[1][use, left : left + size]
        before = day[2][user, left : left + size]
        now = day[3][user, left : left + size]
        bound = day[5][user, left : left + size]
        wanted_before = day[6][user, left : left + size]
        wanted = day[7][user, left : left + size]
        orders, leads = tile[row, :size], led[row, :size]
        if lacking == 0:
            orders[:] = zero
        for column in range(size):
            stock = gap[column]
            short = stock - wanted_before[column] * held
            order = before[column] - (short if short > zero else zero) * per_day
            order = order if order < one else one
            asked = one - kept[column]
            came = order + asked * orders[column]
            came = came if asked > zero else one
            stock += came - now[column]
            stock = stock if stock < held else held
            gap[column] = stock
            allowed = stock * rise - free
            most = bound[column] * one
            bound[column] = allowed if allowed > most else most
            short = stock - wanted[column] * held
            order = now[column] - (short if short > zero else zero) * per_day
            order = order if order < one else one
            asked = one - leads[column]
            part = (order - leads[column]) / (asked if asked > tiny else tiny)
            part = part if asked >= tiny else one
            kept[column] = part
            orders[column] = part


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
