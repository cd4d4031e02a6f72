"""Which standoff a command is about: a file, an article, standard input, or rules by their ids."""

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente._days import iso
from detente._errors import DetenteError, ImpactError
from detente.cli._common import STANDARD_INPUT, on_date, standoff_of

if TYPE_CHECKING:
    import datetime as dt

    from detente.controls import Standoff

__all__ = ["case_of", "is_id", "is_read"]

FORMAT = b"detente.standoff/1"


def case_of(sources: Sequence[str], first: "dt.date | None", target: str | None) -> "Standoff":
    """The standoff that the sources describe."""
    on = iso(first)
    if target is not None and not any(is_id(source) for source in sources):
        raise DetenteError("--target goes with ids of the register; edit the standoff instead")
    if len(sources) == 1 and not is_id(sources[0]):
        if sources[0] == STANDARD_INPUT:
            return _standard_input(on)
        return standoff_of(sources[0], on)
    if not sources:
        return standoff_of(None, on)
    files = [source for source in sources if not is_id(source)]
    if files:
        name = "-" if files[0] == STANDARD_INPUT else files[0]
        raise DetenteError(f"{name}: give one file, or several ids of the register, not both")
    from detente.controls import standoff_from_register

    return standoff_from_register(sources, on=first, target=target)


def is_read(sources: Sequence[str]) -> bool:
    """Whether the sources are one article, or the example, and no standoff and no ids.

    Parameters
    ----------
    sources
        As of `case_of`.
    """
    return not sources or (
        len(sources) == 1 and not is_id(sources[0]) and not sources[0].endswith(".toml")
    )


def is_id(source: str) -> bool:
    """Whether a word is meant as an id of the register: no file, and no name of one.

    Parameters
    ----------
    source
        One of the words given.
    """
    if source == STANDARD_INPUT or Path(source).exists():
        return False
    return not any(sign in source for sign in "./\\")


def _standard_input(on: str | None) -> "Standoff":
    """A standoff file or an article that is piped in."""
    data = sys.stdin.buffer.read()
    if FORMAT not in data:
        sys.stdin = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
        return standoff_of(STANDARD_INPUT, on)
    from detente.controls import Standoff

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ImpactError(f"standard input: not UTF-8 text ({error})") from None
    standoff = Standoff.from_toml_text(text, name="standard input")
    day = on_date(on)
    return standoff if day is None else standoff.model_copy(update={"on": day})
