"""Names of a package that load their module when they are first asked for."""

import ast
import importlib
import inspect
import sys
from functools import cache
from typing import Any

__all__ = ["late"]


def late(package: str, name: str) -> Any:  # noqa: ANN401 - any name
    """Find a public name of a package, for its ``__getattr__``, where it is imported for types.

    Raises
    ------
    AttributeError
        If the package has no such name.
    """
    if name not in sys.modules[package].__all__ or name not in _homes(package):
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    module, there = _homes(package)[name]
    return getattr(importlib.import_module(module), there)


@cache
def _homes(package: str) -> dict[str, tuple[str, str]]:
    """By name the module of what a package imports for types only, and its name there."""
    tree = ast.parse(inspect.getsource(sys.modules[package]))
    blocks = [one for one in tree.body if isinstance(one, ast.If)]
    found = [one for block in blocks for one in block.body if isinstance(one, ast.ImportFrom)]
    return {n.asname or n.name: (one.module or "", n.name) for one in found for n in one.names}
