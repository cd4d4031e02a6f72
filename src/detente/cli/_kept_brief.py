"""A brief that was made before, found again by all that it depends on."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli._sources import is_id

if TYPE_CHECKING:
    from detente.brief import Brief

__all__ = ["KeptBrief"]


class KeptBrief:
    """The place in the user's store of the brief that a command asks for.

    Its name is the digest of the words and files given, of every file of this package, of what is
    installed beside it, of the rows of a workspace, and of the day. There is no place for what is
    fetched or piped in, nor where another package adds a solution, whose code is in no digest.

    Parameters
    ----------
    sources
        As of `detente.cli._sources.is_read`.
    asked
        Every option that the brief depends on.
    """

    def __init__(self, sources: Sequence[str], *asked: object) -> None:
        from detente._store import Store

        self._store = Store.of_user()
        self._name = None if self._store is None else _name(sources, asked)

    def find(self) -> "Brief | None":
        """The brief, if it was kept."""
        from detente.brief.brief import Brief

        if self._store is None or self._name is None:
            return None
        kept = self._store.get(self._name)
        if kept is None:
            return None
        return Brief.from_json(kept["json"].tobytes().decode())

    def keep(self, made: "Brief") -> None:
        """Keep the brief, where it has a place."""
        import numpy as np

        if self._store is not None and self._name is not None:
            self._store.put(self._name, {"json": np.frombuffer(made.to_json().encode(), np.uint8)})


def _name(sources: Sequence[str], asked: Sequence[object]) -> str | None:
    """Name what is asked for; None where that cannot be told before it is worked out."""
    from detente._digest import code_digest, digest
    from detente._doors import plugs
    from detente.controls import today
    from detente.facts import load_facts
    from detente.workspace import current

    given: list[object] = []
    for source in sources:
        if is_id(source):
            given.append(source)
        elif Path(source).is_file():
            try:
                given += [source, Path(source).read_bytes()]
            except OSError:
                return None
        else:
            return None
    if plugs("detente.solutions"):
        return None
    beside = sorted(
        found.name
        for folder in {*sys.path}
        if Path(folder).is_dir()
        for found in Path(folder).glob("*.dist-info")
    )
    own = None if current() is None else load_facts().sha256
    code = code_digest("detente", files="*")
    return digest("brief", code, sys.version, beside, own, today().isoformat(), given, asked)
