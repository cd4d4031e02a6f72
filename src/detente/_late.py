"""Names of a package that load their module when they are first asked for."""

import importlib
from collections.abc import Mapping
from typing import Any

__all__ = ["late"]


def late(package: str, homes: Mapping[str, str], name: str) -> Any:  # noqa: ANN401 - any name
    """Find a public name of a package, for its ``__getattr__``.

    Parameters
    ----------
    package
        Its dotted name.
    homes
        By module within the package, the names that it holds, separated by blanks.
    name
        The name asked for.

    Raises
    ------
    AttributeError
        If the package has no such name.
    """
    for module, names in homes.items():
        if name in names.split():
            return getattr(importlib.import_module(f"{package}.{module}"), name)
    raise AttributeError(f"module {package!r} has no attribute {name!r}")
