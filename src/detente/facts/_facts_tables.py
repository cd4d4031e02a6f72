"""The tables of the facts: typed rows, each table read when first asked for, with their keys."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from detente._errors import UnknownCodeError

from ._all_rows import TABLES, AllRows
from ._read_rows import packaged_rows
from ._rows import FigureRow, Row
from ._tables import OWN

__all__ = ["FactsTables"]

_Index: TypeAlias = tuple[dict[tuple[str, ...], Row], dict[str, tuple[Any, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class FactsTables(AllRows):
    """The tables as they were read, one tuple of typed rows each, with their keys."""

    folder: Path
    """Where the tables were read."""
    sha256: str
    """Hash over the names and contents of all CSV files of the folder, and of the workspace."""
    own_rows: dict[str, int] = field(default_factory=dict)
    """Number of rows of the user's workspace by table; empty without one [count]."""
    _indices: dict[str, _Index] = field(init=False, repr=False, default_factory=dict)
    _homes: dict[str, str] = field(init=False, repr=False, default_factory=dict)

    def __repr__(self) -> str:
        own = f", {sum(self.own_rows.values())} rows your own" if self.own_rows else ""
        return f"{type(self).__name__}({len(TABLES)} tables, sha256 {self.sha256[:12]}{own})"

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """Read a packaged table when it is first asked for."""
            if name not in TABLES:
                raise AttributeError(name)
            rows = packaged_rows(self.folder, name)
            object.__setattr__(self, name, rows)
            return rows

    def with_rows(self, **tables: Sequence[Row]) -> Self:
        """Return the facts with other rows in some tables.

        Parameters
        ----------
        **tables
            Rows by name of their table. Tables that are not named, and were not read yet, stay
            unread.
        """
        other = object.__new__(type(self))
        indices = {name: made for name, made in self._indices.items() if name not in tables}
        kept: dict[str, Any] = {
            "folder": self.folder,
            "sha256": self.sha256,
            "own_rows": self.own_rows,
            "_indices": indices,
            "_homes": {},
        }
        for name in TABLES:
            try:
                kept[name] = object.__getattribute__(self, name)
            except AttributeError:
                continue  # a packaged table that nobody has asked for
        for name, value in (kept | {name: tuple(rows) for name, rows in tables.items()}).items():
            object.__setattr__(other, name, value)
        return other

    def _index(self, table: str) -> _Index:
        """Rows of a table by their key, and by the first part of it; made when first asked for."""
        if table not in self._indices:
            model, by_key = TABLES[table], {}
            groups: defaultdict[str, list[Row]] = defaultdict(list)
            for row in getattr(self, table):
                by_key[tuple(str(getattr(row, part)) for part in model.key)] = row
                groups[getattr(row, model.key[0])].append(row)
            by_first = {code: tuple(group) for code, group in groups.items()}
            self._indices[table] = (by_key, by_first)
        return self._indices[table]

    def _by_key(self, table: str) -> dict[tuple[str, ...], Row]:
        return self._index(table)[0]

    def _by_first(self, table: str) -> dict[str, tuple[Any, ...]]:
        return self._index(table)[1]

    def _one(self, table: str, kind: str, code: str) -> Row:
        try:
            return self._by_key(table)[(code,)]
        except KeyError:
            known = (key[0] for key in self._by_key(table))
            raise UnknownCodeError(kind, code, known) from None

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(TABLES)

    def figures(self) -> Iterator[FigureRow]:
        """Every row that carries a figure, table by table; each row of the files once."""
        for name, model in TABLES.items():
            if issubclass(model, FigureRow):
                homes = {f"{name}.csv", f"{OWN}{name}.csv"}
                yield from (row for row in getattr(self, name) if row.file in homes)

    def _of(self, table: str, kind: str, code: str) -> tuple[Any, ...]:
        self._one(f"{kind}s", kind, code)
        return self._by_first(table).get(code, ())
