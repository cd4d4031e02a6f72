"""The worked cases that come with the package, by name."""

from importlib import resources
from typing import TYPE_CHECKING

from detente._errors import DetenteError, UnknownCodeError
from detente.cli._common import standoff_of

if TYPE_CHECKING:
    from detente.controls import Standoff

__all__ = ["CASES", "case_of"]

CASES = {"london": "london-2025-06.txt", "busan": "busan-2025-10.toml"}
"""Name -> article or standoff among the packaged examples."""


def case_of(source: str | None, case: str | None, on: str | None) -> "Standoff":
    """A packaged case, or the standoff that a source describes.

    Parameters
    ----------
    source
        Article or standoff TOML.
    case
        Name of a packaged case.
    on
        Day as of which controls are looked up, YYYY-MM-DD.

    Raises
    ------
    DetenteError
        If both are given, or there is no such case.
    """
    if case is None:
        return standoff_of(source, on)
    if source is not None:
        raise DetenteError(f"give {source} or --case {case}, not both")
    if case not in CASES:
        raise UnknownCodeError("case", case, list(CASES))
    with resources.as_file(resources.files("detente") / "examples" / CASES[case]) as path:
        return standoff_of(str(path), on)
