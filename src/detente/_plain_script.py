"""Processes that are started do not run the caller's script again."""

import contextlib
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from typing import Any

__all__ = ["apart_from_script"]


@contextlib.contextmanager
def apart_from_script() -> Iterator[None]:
    """Hide the caller's script from processes that are started inside.

    Yields
    ------
    None
        A process that is spawned runs the main module of its parent again, to find functions that
        it may be sent. Those of this package are never there, and a script without
        ``if __name__ == "__main__":`` would start processes without end.
    """
    main: Any = sys.modules["__main__"]
    before = getattr(main, "__spec__", None)
    main.__spec__ = ModuleSpec("__main__", None)  # of this name a new process runs nothing again
    try:
        yield
    finally:
        main.__spec__ = before
