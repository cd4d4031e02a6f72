"""What other installed packages add: entry points of four groups, loaded when asked for.

A package names what it adds in its ``pyproject.toml``::

    [project.entry-points."detente.solutions"]
    utilitarian = "my_package:UTILITARIAN"

>>> sorted(DOORS)
['detente.disruption', 'detente.importers', 'detente.readers', 'detente.solutions']
"""

import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from detente._errors import PlugInError

__all__ = ["DOORS", "Plug", "members", "plugs"]

DOORS = {
    "detente.readers": "a reader of articles",
    "detente.importers": "an importer of notices",
    "detente.solutions": "a solution of a bargain",
    "detente.disruption": "a disruption model",
}
"""What an entry point of each group adds."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plug:
    """One entry point of another package."""

    group: str
    """One of `DOORS`."""
    name: str
    """What it is called by."""
    package: str
    """The package it comes from, with its version, such as ``"my-package 1.0"``."""
    point: EntryPoint
    """The entry point itself."""

    def load(self, kind: type[T]) -> T:
        """Import what the entry point names.

        Raises
        ------
        PlugInError
            It does not import, or is something else.
        """
        with self.blamed("does not load"):
            found = self.point.load()
        if not isinstance(found, kind):
            missing = [name for name in members(kind) if not hasattr(found, name)]
            lacks = f"; it lacks {', '.join(missing)}" if missing else ""
            needed = f"where a {kind.__name__} is needed{lacks}"
            raise self.wrong(f"is a {type(found).__name__}, {needed}")
        return found

    @contextmanager
    def blamed(self, what: str, *, but: tuple[type[Exception], ...] = ()) -> Iterator[None]:
        """Tell whatever fails inside as a fault of the package.

        Parameters
        ----------
        what
            What the package does then, such as ``"fails to rank"``.
        but
            Errors that it may raise of itself.

        Raises
        ------
        PlugInError
            Something failed.
        """
        try:
            yield
        except but:
            raise
        except Exception as error:
            raise self.wrong(f"{what}: {type(error).__name__}: {error}") from error

    def wrong(self, what: str) -> PlugInError:
        """Return the error that says what is wrong with it, where it comes from, what to do.

        Parameters
        ----------
        what
            Such as ``"does not load: ..."``.
        """
        return PlugInError(
            f"{DOORS[self.group]} {self.name!r} of the package {self.package} "
            f"({self.group}: {self.point.value}) {what}. Mend or uninstall that package."
        )


def members(kind: type) -> list[str]:
    """What a protocol asks for by name; nothing of a class that is none."""
    names = {**vars(kind), **vars(kind).get("__annotations__", {})}
    protocol = vars(kind).get("_is_protocol", False)
    return [name for name in names if protocol and (name[0] != "_" or name == "__call__")]


@functools.cache
def plugs(group: str) -> Mapping[str, Plug]:
    """List the entry points of a group by name, none of them imported yet.

    Parameters
    ----------
    group
        One of `DOORS`.

    Raises
    ------
    PlugInError
        Two packages use one name.
    """
    found: dict[str, Plug] = {}
    for point in sorted(entry_points(group=group), key=lambda one: (one.name, one.value)):
        package = "unknown" if point.dist is None else f"{point.dist.name} {point.dist.version}"
        plug = Plug(group=group, name=point.name, package=package, point=point)
        twin = found.setdefault(point.name, plug)
        if twin.point.value != point.value:
            raise plug.wrong(f"has the name of one of the package {twin.package}")
    return found
