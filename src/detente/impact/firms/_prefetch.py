"""Ask the processor for memory ahead of its use: what a loop over links waits for most.

Links lead to places all over memory. Beyond some 100,000 firms these are in no cache, and a
processor looks only a few links ahead by itself; told which places come next, it fetches them
while it adds.
"""

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

__all__ = ["prefetch"]

TO_WRITE, TO_KEEP, DATA = 1, 3, 1
"""Arguments of LLVM's instruction: it is about to be written, used soon again, and no code."""


def _prefetch(_context: Any, array: Any, row: Any) -> Any:  # noqa: ANN401 - types of the compiler
    """Fetch the start of a row of an array, in compiled code; says and changes nothing.

    Parameters
    ----------
    array
        Of numbers, shape (rows,) or (rows, columns).
    row
        Position in it; one that is out of range does no harm.
    """

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ANN401
        word = ir.IntType(32)
        view = context.make_array(signature.args[0])(context, builder, arguments[0])
        at = context.cast(builder, arguments[1], signature.args[1], types.int64)
        start = builder.ptrtoint(view.data, ir.IntType(64))
        step = builder.extract_value(view.strides, 0)
        place = builder.inttoptr(
            builder.add(start, builder.mul(at, step)), ir.IntType(8).as_pointer()
        )
        kind = ir.FunctionType(ir.VoidType(), [place.type, word, word, word])
        fetch = builder.module.declare_intrinsic("llvm.prefetch", [place.type], kind)
        builder.call(fetch, [place, word(TO_WRITE), word(TO_KEEP), word(DATA)])
        return context.get_dummy_value()

    return types.void(array, row), emit


prefetch: Any = intrinsic(_prefetch)
