"""A day's work on stocks, orders and output, compiled: each array is read once.

All arrays are shortfalls from base, shape (rows, columns of the block); columns are worked on in
lanes of eight, those that fill the last one rest at zero.
"""

import functools
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.impact._kernel import kernel as compiled
from detente.impact.disruption._lanes import LANE, multiply, take
from detente.impact.disruption._shelves import shelve_adaptive, shelve_binding, shelve_favoured
from detente.impact.disruption._state import Array

__all__ = [
    "ADAPTIVE",
    "BINDING",
    "FAVOURED",
    "TILE",
    "WIDE",
    "add_up",
    "close_adaptive",
    "close_binding",
    "sweep",
]

kernel = functools.partial(compiled, error_model="numpy")
"""Without a test for a division by zero, which keeps loops from running in lanes."""

Arrays = tuple[Any, ...]
Indices = npt.NDArray[np.int64]

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
    made, lead, wanted = room[0], room[1], room[4]
    some = np.empty(len(made), np.int64)
    for group in range(len(makers)):
        number, first = makers[group], firsts[group]
        begin, end = begins[group], begins[group + 1]
        loose, last = loose_begins[group], loose_begins[group + 1]
        for left in range(0, width, WIDE):
            size = min(WIDE, width - left)
            lacking = _makers(first, apart, number, left, size, day, made, lead, wanted, some)
            for at in range(begin, end, TILE):
                rows = min(TILE, end - at)
                shares = weights[group] + 4 * number * (at - begin)
                _deliver(shares, number, rows, lacking, size, room, some)
                if rules == BINDING:
                    shelve_binding(at, rows, left, size, uses, day, numbers, lacking, room, cells)
                elif rules == ADAPTIVE:
                    shelve_adaptive(at, rows, left, size, uses, day, numbers, lacking, room, cells)
                else:
                    steps = 4 * number, 4
                    multiply(shares, steps, lead, room[3], rows, number, size // LANE, 0)
                    shelve_favoured(at, rows, left, size, uses, day, numbers, lacking, room)
                _sell(shares, number, at, rows, size, uses, room)
            for maker in range(number):
                worth = per_output[first + maker * apart]
                for column in range(np.uint64(size)):
                    wanted[maker, column] *= worth
            for at in range(loose, last, TILE):
                part = loose_sales[group] + 4 * number * (at - loose)
                _use(part, number, at, min(TILE, last - at), left, size, uses, day, room)
            _ask(rules, first, apart, number, left, size, sold, day, room)


@kernel
def _makers(
    first: int,
    apart: int,
    number: int,
    left: int,
    size: int,
    day: Arrays,
    made: Array,
    lead: Array,
    wanted: Array,
    some: Indices,
) -> int:
    """Fetch what makers did not deliver, and count those who lack; all where these are many."""
    output, unmet = day[4], day[8]
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
    if lacking > FEW * number:
        return number
    for at in range(lacking):
        for column in range(span):
            made[at, column] = made[some[at], column]
    return lacking


@kernel
def _deliver(
    shares: int, number: int, rows: int, lacking: int, size: int, room: Arrays, some: Indices
) -> None:
    """The part of yesterday's orders of a tile that did not come."""
    made, tile, few = room[0], room[2], room[5]
    if 0 < lacking < number:
        take(shares, 4 * number, some, lacking, few, rows)
        steps = few.strides[0], 4
        multiply(few.ctypes.data, steps, made, tile, rows, lacking, size // LANE, 0)
    elif lacking > 0:
        multiply(shares, (4 * number, 4), made, tile, rows, number, size // LANE, 0)


@kernel
def _sell(
    shares: int, number: int, at: int, rows: int, size: int, uses: Arrays, room: Arrays
) -> None:
    """Add a tile's orders to the sums of makers, in money."""
    bought, tile, wanted = uses[4], room[2], room[4]
    for row in range(rows):
        for column in range(np.uint64(size)):
            tile[row, column] *= bought[at + row]
    multiply(shares, (4, 4 * number), tile, wanted, number, rows, size // LANE, 1)


@kernel
def _use(
    part: int,
    number: int,
    at: int,
    rows: int,
    left: int,
    size: int,
    uses: Arrays,
    day: Arrays,
    room: Arrays,
) -> None:
    """Add what is ordered as it is used to the sums of makers."""
    loose_users, output, tile, wanted = uses[5], day[4], room[2], room[4]
    start = np.uint64(left)
    for row in range(rows):
        user = loose_users[at + row]
        for column in range(np.uint64(size)):
            tile[row, column] = output[user, start + column]
    multiply(part, (4, 4 * number), tile, wanted, number, rows, size // LANE, 1)


@kernel
def _ask(
    rules: int,
    first: int,
    apart: int,
    number: int,
    left: int,
    size: int,
    sold: Array,
    day: Arrays,
    room: Arrays,
) -> None:
    """Add what is ordered of an input to the demand for its makers."""
    lead, wanted, demand = room[1], room[4], day[9]
    start, span = np.uint64(left), np.uint64(size)
    for maker in range(number):
        node = first + maker * apart
        if rules == FAVOURED:
            for column in range(span):
                wanted[maker, column] += (sold[node] - wanted[maker, column]) * lead[maker, column]
        for column in range(span):
            demand[node, start + column] += wanted[maker, column]


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
def close_adaptive(day: Arrays, unmet: Array, numbers: Arrays, width: int, lead: Array) -> None:
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
