"""What several sub-commands share: progress, the article or the example, dates, JSON."""

import datetime as dt
import json
import sys
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente._days import day_of
from detente._errors import DetenteError
from detente._files import EXAMPLE, require_place, whole
from detente._progress import progress

if TYPE_CHECKING:
    from detente.controls import Standoff
    from detente.reading import Reading

__all__ = [
    "EXAMPLE",
    "STANDARD_INPUT",
    "example_text",
    "on_date",
    "print_json",
    "progress",
    "standoff_of",
    "take",
    "writable",
    "write_made",
    "write_text",
]

STANDARD_INPUT = "<standard input>"
"""What ``-`` is called once the command line is read."""

"""The packaged example, used where no article is given."""


def on_date(text: str | None, option: str = "--on") -> dt.date | None:
    """Read an option that is a date.

    Raises
    ------
    DayError
        If it is not one.
    """
    return None if text is None else day_of(text, f"{option} ")


def example_text() -> str:
    """The packaged example article."""
    return (resources.files("detente") / "examples" / EXAMPLE).read_text(encoding="utf-8")


def take(article: str | None, on: str | None) -> tuple["Reading", str]:
    """Read an article, or the example; and its name for the manifest."""
    from detente.reading import read, read_text

    day = on_date(on)
    if article is None:
        return read_text(example_text(), on=day), EXAMPLE
    if article == STANDARD_INPUT:
        return read("-", on=day), "standard input"
    return read(article, on=day), Path(article).name


def standoff_of(
    source: str | None, on: str | None, *, accept: Sequence[str] = (), reject: Sequence[str] = ()
) -> "Standoff":
    """A standoff from a TOML file, or from an article (the example if none)."""
    from detente.controls import Standoff

    if source is not None and source.endswith(".toml"):
        standoff = Standoff.from_toml(source)
        day = on_date(on)
        return standoff if day is None else standoff.model_copy(update={"on": day})
    from detente.reading import standoff as build

    reading, _ = take(source, on)
    return build(reading, on_date(on), accept=accept, reject=reject)


def print_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Write JSON to standard output.

    Raises
    ------
    DetenteError
        If a number in it is not finite.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    except ValueError as error:
        raise DetenteError(
            f"the result holds a number that is not finite ({error}), which JSON cannot say: look "
            "for an input that is zero or missing"
        ) from None
    sys.stdout.write(text + "\n")


def writable(path: Path, *suffixes: str) -> None:
    """Refuse a place that cannot be written before anything long is computed.

    Raises
    ------
    DetenteError
        If its folder is missing, it is a folder, may not be written to, or ends in another suffix.
    """
    suffixes = suffixes or (".html", ".htm", ".json")
    require_place(path)
    if path.suffix not in suffixes:
        names = " or ".join(dict.fromkeys(s for s in suffixes if s != ".htm"))
        raise DetenteError(f"{path}: write {names}, not {path.suffix or 'no suffix'}")


def write_made(*made: tuple[Path | None, Callable[[], str]]) -> list[Path]:
    """Write what was asked for, each made only then; the places that were written."""
    for path, make in made:
        if path is not None:
            write_text(path, make())
    return [path for path, _ in made if path is not None]


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    with whole(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")
