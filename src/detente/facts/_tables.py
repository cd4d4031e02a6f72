"""Read the tables of a folder row by row, and keep every fault instead of the first."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from detente._errors import FactsError

from ._all_rows import TABLES
from ._rows import Row

__all__ = ["OWN", "PACKAGED", "Fault", "Table", "merged", "read_table", "read_tables"]

PACKAGED = Path(__file__).parent / "tables"
"""Folder of the tables that come with the package."""

OWN = "facts/"
"""What stands before the file names of a workspace's own tables."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fault:
    """Something wrong in a table."""

    file: str
    """Name of the table's file."""
    row: int
    """Line in that file; the header is line 1."""
    field: str
    """The column at fault."""
    problem: str
    """What is wrong, and after a semicolon what to do."""

    def __str__(self) -> str:
        return f"{self.file} row {self.row}, field {self.field}: {self.problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as read: the rows that are right, and the cells of all of them."""

    name: str
    """Name of the table."""
    place: str = ""
    """What stands before the file's name where it is not a packaged one, such as ``facts/``."""
    rows: list[Row] = field(default_factory=list)
    """Rows that hold what they should."""
    cells: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Line number and cells of every row, right or wrong, so that one fault is reported once and
    does not make other rows look wrong."""

    @property
    def file(self) -> str:
        """Name of the table's file."""
        return f"{self.place}{self.name}.csv"

    def column(self, name: str) -> list[str]:
        """Cells of one column, of right and wrong rows alike."""
        return [cells.get(name, "") for _, cells in self.cells]


def read_tables(folder: Path) -> tuple[dict[str, Table], list[Fault]]:
    """Read all tables of a folder."""
    if not folder.is_dir():
        raise FactsError(f"no folder of facts tables at {folder}; give a folder of CSV files")
    tables: dict[str, Table] = {}
    faults: list[Fault] = []
    for name in TABLES:
        tables[name], found = read_table(folder, name)
        faults.extend(found)
    return tables, faults


def read_table(
    folder: Path, name: str, place: str = "", model: type[Row] | None = None
) -> tuple[Table, list[Fault]]:
    """Read one table of a folder."""
    table = Table(name=name, place=place)
    return table, list(_read_table(folder / f"{name}.csv", model or TABLES[name], table))


def merged(packaged: Table, own: Table, *, first: bool = False) -> Table:
    """Put a user's rows among the packaged ones."""
    key = own.rows[0].key if own.rows else ()
    named = {tuple(cells.get(part, "") for part in key) for _, cells in own.cells}
    cells = [
        (line, one)
        for line, one in packaged.cells
        if not key or tuple(one.get(part, "") for part in key) not in named
    ]
    kept = {line for line, _ in cells}
    rows = [row for row in packaged.rows if row.line in kept]
    if first:
        return Table(name=packaged.name, rows=[*own.rows, *rows], cells=[*own.cells, *cells])
    return Table(name=packaged.name, rows=[*rows, *own.rows], cells=[*cells, *own.cells])


def _read_table(path: Path, model: type[Row], table: Table) -> Iterator[Fault]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problem = "the file is missing; add it, a header row alone will do"
        yield Fault(file=table.file, row=0, field="-", problem=problem)
        return
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror}); mend that"
        yield Fault(file=table.file, row=0, field="-", problem=problem)
        return
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        problem = "the text is not UTF-8; save the file as UTF-8"
        yield Fault(file=table.file, row=row, field="-", problem=problem)
        return
    reader = csv.reader(text.splitlines(keepends=True))
    try:
        records = [(reader.line_num, record) for record in reader]
    except csv.Error as error:
        problem = f"the row is no row of a table ({error}); look for a quote that is not closed"
        yield Fault(file=table.file, row=reader.line_num, field="-", problem=problem)
        return
    header = [name.strip() for name in records[0][1]] if records else []
    wrong = list(_header_faults(table.file, header, model))
    yield from wrong
    if wrong:
        return
    for line, record in records[1:]:
        if any(record):
            yield from _read_row(line, header, record, model, table)


def _header_faults(file: str, header: list[str], model: type[Row]) -> Iterator[Fault]:
    columns = model.columns()
    for name in columns:
        if name not in header and name not in model.optional:
            problem = "the column is missing; add it to the header"
            yield Fault(file=file, row=1, field=name, problem=problem)
    for place, name in enumerate(header):
        if name not in columns:
            problem = "the column is not known; remove it or mend its name"
            yield Fault(file=file, row=1, field=name or "-", problem=problem)
        elif name in header[:place]:
            problem = "the column stands twice; keep one"
            yield Fault(file=file, row=1, field=name, problem=problem)


def _read_row(
    line: int, header: list[str], record: list[str], model: type[Row], table: Table
) -> Iterator[Fault]:
    cells = {name: cell.strip() for name, cell in zip(header, record, strict=False)}
    table.cells.append((line, cells))
    if len(record) != len(header):
        problem = f"the row has {len(record)} cells and the header {len(header)}; "
        problem += "quote a cell that holds a comma"
        yield Fault(file=table.file, row=line, field="-", problem=problem)
        return
    try:
        table.rows.append(model.model_validate({"file": table.file, "line": line, **cells}))
    except ValidationError as error:
        for detail in error.errors():
            problem = _plain(detail)
            yield Fault(
                file=table.file, row=line, field=next(map(str, detail["loc"]), "-"), problem=problem
            )


def _plain(detail: ErrorDetails) -> str:
    if detail["type"] == "literal_error":
        expected = detail["ctx"]["expected"].replace("'", "")
        return f"{detail['input']!r} is not allowed here; write one of: {expected}"
    return str(detail["ctx"]["error"]) if "error" in detail.get("ctx", {}) else detail["msg"]
