"""Compiled functions, kept on disk under a name that holds every file of their package.

The compiler's own store looks at the file of a function alone: a constant or a helper that changes
in another file would be answered from before the change.
"""

from collections.abc import Callable
from typing import Any

import numba
from numba.core.caching import FunctionCache

from detente._digest import code_digest

__all__ = ["kernel"]


class _PackageCache(FunctionCache):
    """The compiler's store, with the code of the whole package in every name."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._code = code_digest(function.__module__.rpartition(".")[0])
        super().__init__(function)  # type: ignore[no-untyped-call]

    def _index_key(self, sig: Any, codegen: Any) -> tuple[Any, ...]:  # noqa: ANN401
        key = super()._index_key(sig, codegen)  # type: ignore[no-untyped-call]
        return (*key, self._code)


def kernel(function: Callable[..., Any]) -> Any:  # noqa: ANN401 - the compiler's own kind
    """Compile a function when it is first called, without the interpreter's lock."""
    compiled: Any = numba.njit(nogil=True)(function)
    compiled._cache = _PackageCache(function)
    return compiled
