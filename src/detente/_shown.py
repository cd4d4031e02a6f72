"""How results look in a session: one line in a console, a small table in a notebook."""

import dataclasses
import datetime as dt
import html
from collections.abc import Iterator, Mapping
from enum import Enum

__all__ = ["Shown"]

SHOWN = 8
"""Fields in the one line [count]."""
LONGEST = 48
"""Characters of a text in it [count]."""
FEW = 6
"""Names that are written out and not counted [count]."""
_HIDDEN = frozenset({"schema_", "text", "file", "line", "facts", "world", "study"})


class Shown:
    """Says in a line what it is, and not all that it holds.

    A class says otherwise by its own ``_shown``: names and values, in order.
    """

    __slots__ = ()

    def _shown(self) -> Mapping[str, object]:
        return dict(_fields(self))

    def __repr__(self) -> str:
        parts = list(self._shown().items())
        words = [f"{name}={_words(value)}" for name, value in parts[:SHOWN]]
        rest = ", …" if len(parts) > SHOWN else ""
        return f"{type(self).__name__}({', '.join(words)}{rest})"

    def _repr_html_(self) -> str:
        """The same as a table, for a notebook."""
        rows = "".join(
            f'<tr><th style="text-align:left">{html.escape(name.replace("_", " "))}</th>'
            f'<td style="text-align:left">{html.escape(_words(value))}</td></tr>'
            for name, value in self._shown().items()
        )
        return f"<table><caption>{html.escape(type(self).__name__)}</caption>{rows}</table>"


def _fields(of: object) -> Iterator[tuple[str, object]]:
    """Fields of a record that can be said in a few words."""
    if dataclasses.is_dataclass(of):
        names = [field.name for field in dataclasses.fields(of)]
    else:
        names = list(getattr(type(of), "model_fields", ()))
    for name in names:
        value = getattr(of, name)
        if not name.startswith("_") and name not in _HIDDEN and _words(value):
            yield name, value


def _words(value: object) -> str:
    """A value in a few words; nothing for what has none."""
    words = ""
    if isinstance(value, float):
        words = f"{value:.4g}"
    elif isinstance(value, str):
        words = value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
    elif isinstance(value, (int, dt.date, Enum)) or value is None:
        words = str(value)
    elif isinstance(value, (tuple, list, set, frozenset, dict)):
        names = [one for one in value if isinstance(one, str) and len(one) <= LONGEST]
        few = 0 < len(names) == len(value) <= FEW
        words = ", ".join(names) if few else f"{len(value)} rows" if value else "none"
    elif isinstance(getattr(value, "shape", None), tuple):
        words = " × ".join(str(size) for size in getattr(value, "shape", ()))
    else:
        low, central, high = (getattr(value, name, None) for name in ("low", "central", "high"))
        if isinstance(low, float) and isinstance(central, float) and isinstance(high, float):
            words = f"{central:.4g} ({low:.4g} to {high:.4g})"
    return words
