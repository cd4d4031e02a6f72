"""One name for any content: a digest of arrays, records and plain values, whatever their class."""

import dataclasses
import functools
import hashlib
from collections.abc import Mapping, Sequence, Set
from importlib import resources
from pathlib import Path

import numpy as np

__all__ = ["UnnamedError", "code_digest", "digest"]

_PLAIN = (bool, int, float, str, bytes, slice, np.generic, np.dtype)


class UnnamedError(TypeError):
    """A value holds something whose content cannot be told."""


def digest(*values: object) -> str:
    """Name what values hold: equal content gives an equal name, on any machine.

    Parameters
    ----------
    values
        Arrays, dataclasses, plain values, and sequences, sets and mappings of these. Numbers of
        different types are different content, as are arrays of different precision.

    Returns
    -------
    str
        64 hexadecimal digits (BLAKE2b).

    Raises
    ------
    UnnamedError
        For a value of another class, which may hold what does not show.

    Examples
    --------
    >>> digest([1, 2.0, "a"]) == digest((1, 2.0, "a"))
    True
    >>> digest(np.arange(3)) == digest(np.arange(3.0))
    False
    """
    state = hashlib.blake2b(digest_size=32)
    for value in values:
        _feed(state, value)
    return state.hexdigest()


def _feed(state: hashlib.blake2b, value: object) -> None:
    """Add one value; every piece says its kind and size first, so that no two run together."""
    if value is None or isinstance(value, _PLAIN):
        text = f"{type(value).__name__}:{value!r}"
        state.update(f"{len(text)}:{text}".encode("utf-8", "surrogatepass"))
    elif isinstance(value, np.ndarray):
        if value.dtype.hasobject:
            raise UnnamedError(f"an array of {value.dtype} has no digest")
        state.update(f"array:{value.dtype.str}:{value.shape}:".encode())
        state.update(np.ascontiguousarray(value).data)
    else:
        kind, items = _pieces(value)
        state.update(f"{kind}:{len(items)}:".encode())
        for item in items:
            _feed(state, item)


def _pieces(value: object) -> tuple[str, Sequence[object]]:
    """Name the kind of a compound value, and give what it is made of in one order."""
    match value:
        case Mapping():
            return "mapping", [x for key in sorted(value, key=repr) for x in (key, value[key])]
        case Set():
            return "set", sorted(value, key=repr)
        case Sequence():
            return "sequence", value
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            names = [field.name for field in dataclasses.fields(value)]
            return f"record {type(value).__qualname__}", [
                x for name in names for x in (name, getattr(value, name))
            ]
    raise UnnamedError(f"a value of {type(value).__qualname__} has no digest")


@functools.cache
def code_digest(*packages: str, files: str = "*.py") -> str:
    """Name the code that computes: every Python file of some packages, and numpy's version.

    Parameters
    ----------
    packages
        Names of packages, each with all that lies under it.
    files
        Which files count, if not those of Python; ``*`` for the data beside them too.
    """
    state = hashlib.blake2b(np.__version__.encode(), digest_size=32)
    for package in sorted(packages):
        root = Path(str(resources.files(package)))
        for file in sorted(root.rglob(files)):
            if file.suffix == ".pyc" or not file.is_file():
                continue
            state.update(file.relative_to(root).as_posix().encode() + b"\0")
            state.update(file.read_bytes() + b"\0")
    return state.hexdigest()
