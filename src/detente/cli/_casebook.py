"""Which casebook a command works on."""

import os
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from detente._errors import CasebookError

if TYPE_CHECKING:
    from detente.casebook import Casebook

__all__ = ["VARIABLE", "Place", "open_casebook", "place_of"]

VARIABLE = "DETENTE_CASEBOOK"

Place = Annotated[
    str | None,
    Parameter(
        help="The casebook: an SQLite file, made if it is not there, or a PostgreSQL address; "
        f"{VARIABLE}, else that of the workspace, if not given."
    ),
]


def place_of(given: str | None) -> str | None:
    """Where the casebook is; None if nothing says it."""
    named = given or os.environ.get(VARIABLE)
    if named:
        return named
    from detente.workspace import current

    home = current()
    return None if home is None else str(home.casebook)


def open_casebook(given: str | None) -> "Casebook":
    """Open the casebook that was named, or that of the environment or the workspace.

    Raises
    ------
    CasebookError
        If none is named, it cannot be opened, or the extra is not installed.
    """
    place = place_of(given)
    if place is None:
        raise CasebookError(
            "there is no casebook: pass --casebook FILE (or a PostgreSQL address), set "
            f"{VARIABLE}, or work in a workspace (detente init)"
        )
    from detente.casebook import Casebook

    return Casebook(place)
