"""The worked cases that come with the package, by name."""

from importlib import resources

from detente._errors import DetenteError, UnknownCodeError

__all__ = ["CASES", "source_of"]

CASES = {"london": "london-2025-06.txt", "busan": "busan-2025-10.toml"}
"""Name -> article or standoff among the packaged examples."""


def source_of(source: str | None, case: str | None) -> str | None:
    """The source given, or the file of a packaged case.

    Parameters
    ----------
    source
        Article or standoff TOML.
    case
        Name of a packaged case.

    Raises
    ------
    DetenteError
        If both are given, or there is no such case.
    """
    if case is None:
        return source
    if source is not None:
        raise DetenteError(f"give {source} or --case {case}, not both")
    if case not in CASES:
        raise UnknownCodeError("case", case, list(CASES))
    return str(resources.files("detente") / "examples" / CASES[case])
