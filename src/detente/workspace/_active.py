"""The workspace that the process works in."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from detente._errors import WorkspaceError

from ._workspace import VARIABLE, Workspace, find, open_workspace

__all__ = ["active", "current", "use"]

_STATE: dict[str, Workspace | None] = {}
_KEPT = "detente.reading.english.grammar.nlp"
"""The language model, which rests on no table and takes a second to load."""
_WORDS = "facts/lexicon.csv"
"""The one table whose words are compiled when the reader loads."""


def current() -> Workspace | None:
    """The workspace that is in use; found from the working folder when first asked for."""
    if "now" not in _STATE:
        _STATE["now"] = find()
    return _STATE["now"]


def use(workspace: Workspace | Path | str | None) -> Workspace | None:
    """Work in a workspace from here on, or in none.

    What was read from tables before is read anew. Processes that are started later work in it too.

    Parameters
    ----------
    workspace
        A workspace or its folder; None for the packaged tables alone.

    Returns
    -------
    Workspace or None
        The workspace in use.

    Raises
    ------
    WorkspaceError
        If the folder is no workspace; or if it changes the words of the reader, which are compiled
        already.
    """
    new = open_workspace(workspace) if isinstance(workspace, (str, Path)) else workspace
    before = _STATE.get("now")
    if new != before and "detente.reading" in sys.modules:
        for one in (new, before):
            if one is not None and (one.root / _WORDS).is_file():
                raise WorkspaceError(
                    f"{one.root / _WORDS}: the reader has compiled its words already; choose the "
                    f"workspace before anything is read, or set {VARIABLE}"
                )
    _STATE["now"] = new
    os.environ[VARIABLE] = "none" if new is None else str(new.root)
    _forget()
    return new


@contextlib.contextmanager
def active(workspace: Workspace | None) -> Iterator[Workspace | None]:
    """Work in a workspace for a while.

    Parameters
    ----------
    workspace
        As of `use`.

    Yields
    ------
    Workspace or None
        The workspace in use.
    """
    state, variable = dict(_STATE), os.environ.get(VARIABLE)
    changed = state.get("now") != workspace
    if changed:
        use(workspace)
    _STATE["now"] = workspace
    try:
        yield workspace
    finally:
        _STATE.clear()
        _STATE.update(state)
        if variable is None:
            os.environ.pop(VARIABLE, None)
        else:
            os.environ[VARIABLE] = variable
        if changed:
            _forget()


def _forget() -> None:
    """Empty every cache of the package: what it holds may rest on tables that changed.

    Functions called ``_packaged…`` hold packaged tables alone, and keep them.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("detente.") and name != _KEPT:
            for called, member in list(vars(module).items()):
                if called.startswith("_packaged"):
                    continue
                clear = getattr(member, "cache_clear", None)
                if callable(clear) and not isinstance(member, type):
                    clear()
