"""Readers that other packages add, by name: a language of their own, say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from detente._doors import Plug, plugs
from detente._errors import DetenteError, UnknownCodeError
from detente.reading._model_reader import Reader

__all__ = ["reader_named"]

DOOR = "detente.readers"


class _Plugged:
    """Another package's reader; what goes wrong in it is told with the package's name."""

    def __init__(self, plug: Plug, reader: Reader) -> None:
        self._plug, self._reader = plug, reader
        self.name = str(reader.name)

    def __call__(self, text: str, *, on: date | None) -> Mapping[str, Any]:
        with self._plug.blamed("fails", but=(DetenteError,)):
            return self._reader(text, on=on)


def reader_named(name: str) -> Reader:
    """A reader that an installed package adds."""
    plug = plugs(DOOR).get(name)
    if plug is None:
        raise UnknownCodeError("reader", name, plugs(DOOR))
    return _Plugged(plug, plug.load(Reader))  # type: ignore[type-abstract]
