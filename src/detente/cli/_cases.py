"""The worked cases that come with the package, by name."""

from collections.abc import Sequence
from importlib import resources

from detente._errors import DetenteError, UnknownCodeError

__all__ = ["CASES", "sources_of"]

CASES = {"london": "london-2025-06.txt", "busan": "busan-2025-10.toml"}
"""Name -> article or standoff among the packaged examples."""


def sources_of(sources: Sequence[str], case: str | None) -> tuple[str, ...]:
    """The sources given, or the file of a packaged case.

    Raises
    ------
    DetenteError
        If both are given, or there is no such case.
    """
    if case is None:
        return tuple(sources)
    if sources:
        raise DetenteError(f"give {sources[0]} or --case {case}, not both")
    if case not in CASES:
        raise UnknownCodeError("case", case, list(CASES))
    return (str(resources.files("detente") / "examples" / CASES[case]),)
