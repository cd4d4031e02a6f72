"""Products of small matrices, eight columns to a register, for kernels that go on with the result.

A library's product packs both its matrices and writes the result to memory. Here a few rows of the
result stay in registers until they are done, and what they are made of in the nearest cache.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from detente.impact._kernel import kernel
from detente.impact.disruption._state import Array

__all__ = ["LANE", "multiply", "take"]

LANE = 8
"""Columns of a register [count]."""

ROWS = {1: 12, 2: 6}
"""Rows of the result that are made together, by registers a row: with twelve sums none waits."""

Indices = npt.NDArray[np.int64]

WORD, LONG, NUMBER = ir.IntType(32), ir.IntType(64), ir.FloatType()
VECTOR = ir.VectorType(NUMBER, LANE)
NONE, SAME = ir.Constant(VECTOR, ir.Undefined), ir.Constant(ir.VectorType(WORD, LANE), [0] * LANE)
ARGUMENTS = ("left", "left_step", "right", "right_step", "out", "out_step", "rows", "depth", "keep")


def _panel(lanes: int) -> Any:  # noqa: ANN401 - the compiler's own kind
    """A compiled product of all rows with some lanes of columns; addresses and steps in bytes."""

    def typed(_context: Any, words: Any) -> Any:  # noqa: ANN401
        def emit(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:  # noqa: ANN401
            name = f"detente_panel_{lanes}"
            function = builder.module.globals.get(name)
            if function is None:
                kind = ir.FunctionType(ir.VoidType(), [LONG] * len(ARGUMENTS))
                function = ir.Function(builder.module, kind, name)
                function.linkage = "internal"
                _write_panel(function, lanes)
            builder.call(function, cgutils.unpack_tuple(builder, arguments[0]))
            return context.get_dummy_value()

        return types.void(words), emit

    return intrinsic(typed)


def _write_panel(function: Any, lanes: int) -> None:
    """Blocks of as many rows as registers hold, and then those that are left."""
    most, rows = ROWS[lanes], function.args[ARGUMENTS.index("rows")]
    start, head, body, rest, end = (
        function.append_basic_block(name) for name in ("start", "head", "body", "rest", "end")
    )
    builder = ir.IRBuilder(start)
    builder.branch(head)
    builder.position_at_end(head)
    row = builder.phi(LONG)
    row.add_incoming(LONG(0), start)
    after = builder.add(row, LONG(most))
    builder.cbranch(builder.icmp_signed("<=", after, rows), body, rest)
    builder.position_at_end(body)
    _write_block(builder, function, lanes, most, row)
    row.add_incoming(after, builder.block)
    builder.branch(head)
    builder.position_at_end(rest)
    choice = builder.switch(builder.sub(rows, row), end)
    for left in range(1, most):
        case = function.append_basic_block("left")
        choice.add_case(LONG(left), case)
        builder.position_at_end(case)
        _write_block(builder, function, lanes, left, row)
        builder.branch(end)
    builder.position_at_end(end)
    builder.ret_void()


def _write_block(builder: Any, function: Any, lanes: int, rows: int, first: Any) -> None:
    """Some rows of the result: their sums stay in registers over the whole depth."""
    left, left_step, right, right_step, out, out_step, _, depth, keep = function.args
    load, before, loop, done = (
        function.append_basic_block(name) for name in ("load", "before", "loop", "done")
    )
    numbers = [builder.add(first, LONG(row)) for row in range(rows)]
    lefts = [builder.add(left, builder.mul(number, left_step)) for number in numbers]
    places = [
        builder.add(builder.add(out, builder.mul(number, out_step)), LONG(4 * LANE * lane))
        for number in numbers
        for lane in range(lanes)
    ]
    start = builder.block
    builder.cbranch(builder.icmp_signed("!=", keep, LONG(0)), load, before)
    builder.position_at_end(load)
    held = [_read(builder, place) for place in places]
    builder.branch(before)
    builder.position_at_end(before)
    begun = []
    for value in held:
        begun.append(builder.phi(VECTOR))
        begun[-1].add_incoming(ir.Constant(VECTOR, [0.0] * LANE), start)
        begun[-1].add_incoming(value, load)
    builder.branch(loop)
    builder.position_at_end(loop)
    step = builder.phi(LONG)
    step.add_incoming(LONG(0), before)
    sums = []
    for value in begun:
        sums.append(builder.phi(VECTOR))
        sums[-1].add_incoming(value, before)
    row = builder.add(right, builder.mul(step, right_step))
    rights = [_read(builder, builder.add(row, LONG(4 * LANE * lane))) for lane in range(lanes)]
    results = []
    for place in lefts:
        at = builder.inttoptr(
            builder.add(place, builder.shl(step, LONG(2))), NUMBER.as_pointer()
        )
        one = builder.insert_element(NONE, builder.load(at), WORD(0))
        factor = builder.shuffle_vector(one, NONE, SAME)
        for value in rights:
            product = builder.fmul(factor, value, flags=("contract",))
            results.append(builder.fadd(sums[len(results)], product, flags=("contract",)))
    after = builder.add(step, LONG(1))
    step.add_incoming(after, loop)
    for value, result in zip(sums, results, strict=True):
        value.add_incoming(result, loop)
    builder.cbranch(builder.icmp_signed("<", after, depth), loop, done)
    builder.position_at_end(done)
    for place, result in zip(places, results, strict=True):
        builder.store(result, builder.inttoptr(place, VECTOR.as_pointer())).align = 4


def _read(builder: Any, place: Any) -> Any:  # noqa: ANN401
    value = builder.load(builder.inttoptr(place, VECTOR.as_pointer()))
    value.align = 4
    return value


def _number(_context: Any, place: Any) -> Any:  # noqa: ANN401
    """The number in single precision at an address."""

    def emit(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:  # noqa: ANN401
        return builder.load(builder.inttoptr(arguments[0], NUMBER.as_pointer()))

    return types.float32(place), emit


_ONE, _TWO, _at = _panel(1), _panel(2), intrinsic(_number)


@kernel
def multiply(
    left: int,
    left_step: int,
    right: Array,
    out: Array,
    rows: int,
    depth: int,
    lanes: int,
    keep: bool,  # noqa: FBT001 - compiled code has no keywords
) -> None:
    """Multiply a matrix of some rows with some lanes of columns.

    Parameters
    ----------
    left, left_step
        Address of the matrix, single precision, and from a row to the next [byte].
    right
        The other, shape (depth or more, columns).
    out
        The result, shape (rows or more, columns); written here.
    rows, depth
        Of the first matrix.
    lanes
        Columns, in lanes of eight.
    keep
        Whether the result is added to what is there.
    """
    if depth <= 0:
        return
    source, target = right.ctypes.data, out.ctypes.data
    steps = right.strides[0], out.strides[0]
    added = 1 if keep else 0
    for lane in range(0, lanes - 1, 2):
        at = 4 * LANE * lane
        _TWO((left, left_step, source + at, steps[0], target + at, steps[1], rows, depth, added))
    if lanes % 2:
        at = 4 * LANE * (lanes - 1)
        _ONE((left, left_step, source + at, steps[0], target + at, steps[1], rows, depth, added))


@kernel
def take(left: int, left_step: int, some: Indices, number: int, out: Array, rows: int) -> None:
    """Take some columns out of a matrix that is told by its address and step."""
    for row in range(rows):
        for at in range(number):
            out[row, at] = _at(left + left_step * row + 4 * some[at])
