"""Tables of the user, CSV, Parquet or Excel: codes are texts, numbers are asked for by name."""

import csv
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from detente._errors import ImpactError

__all__ = ["codes", "numbers", "read_columns"]

LONGEST_WORD = 60
"""Characters of a wrong cell that an error repeats [count]."""


def read_columns(
    path: Path,
    needed: Sequence[str],
    known: Sequence[str] = (),
    *,
    blank: Sequence[str] = (),
    called: Callable[[str], str] = str.strip,
) -> pa.Table:
    """Read columns of a table.

    Parameters
    ----------
    path
        A .csv in UTF-8, a .parquet, or an Excel .xlsx, of which the first sheet is read.
    needed, known
        Columns that must and that may be there; the others are not read.
    blank
        Columns of which cells may be empty.
    called
        Turns the name of a column as the file has it into that of `needed` and `known`.

    Returns
    -------
    pyarrow.Table
        The columns. Every cell of a CSV is a text without spaces around it, so that 0012, 1E5 and
        NA stay what they are; Parquet keeps its types, dictionaries and views unfolded.

    Raises
    ------
    ImpactError
        If the file cannot be read, has no rows, lacks a column or has it twice, or a cell is empty;
        the message names file, column and row.
    """
    kind = path.suffix.casefold()
    if kind not in {".parquet", ".csv", ".xlsx"}:
        raise ImpactError(f"{path}: give .parquet, .csv or .xlsx, not {path.suffix or 'no suffix'}")
    if not path.is_file():
        raise ImpactError(
            f"{path}: there is no such file; give a table {', '.join(needed)}, .parquet or .csv"
        )
    wanted = list(dict.fromkeys((*needed, *known)))
    try:
        if kind == ".parquet":
            names = pq.read_schema(path).names
            _require(path, [called(name) for name in names], needed, wanted)
            table = pq.read_table(path, columns=[n for n in names if called(n) in wanted])
        elif kind == ".xlsx":
            table = _excel(path)
            _require(path, [called(name) for name in table.column_names], needed, wanted)
            table = table.select([n for n in table.column_names if called(n) in wanted])
        else:
            names = _header(path)
            _require(path, [called(name) for name in names], needed, wanted)
            table = pa_csv.read_csv(
                path,
                convert_options=pa_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    include_columns=[name for name in names if called(name) in wanted],
                    strings_can_be_null=False,
                ),
            )
    except (OSError, ValueError, pa.ArrowException) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0][:200]
        raise ImpactError(f"{path}: {reason}; give a table {', '.join(needed)}") from error
    if not table.num_rows:
        raise ImpactError(f"{path}: no rows")
    table = table.rename_columns([called(name) for name in table.column_names])
    columns = {
        name: _plain(path, name, table[name]) for name in wanted if name in table.column_names
    }
    for name, column in columns.items():
        empty = column.is_null()
        if pa.types.is_string(column.type):
            empty = pc.or_(empty, pc.equal(pc.fill_null(column, ""), ""))
        if name not in blank and pc.any(empty).as_py():
            row = int(np.argmax(empty.to_numpy(zero_copy_only=False))) + 1
            raise ImpactError(f"{path}: row {row}: {name} is empty")
    return pa.table(columns)


def _excel(path: Path) -> pa.Table:
    """The first sheet, every cell a text: numbers as they are shown, so that 0012 needs a text."""
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise ImpactError(
            f"{path}: Excel needs openpyxl: python -m pip install 'detente[excel]', or save as CSV"
        ) from None
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = [
            [_cell(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)
        ]
        book.close()
    except Exception as error:  # whatever a broken zip or sheet makes the library raise
        raise ImpactError(
            f"{path}: is no Excel sheet ({error}); save it anew, or as CSV"
        ) from error
    rows = [row for row in rows if any(row)]
    names = rows[0] if rows else []
    cells = [row + [""] * (len(names) - len(row)) for row in rows[1:]]
    columns = {name: [row[place] for row in cells] for place, name in enumerate(names) if name}
    return pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()})


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value).strip()


def _header(path: Path) -> list[str]:
    """Names of a CSV's columns, with the spaces that stand around them."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return next((row for row in csv.reader(lines) if row), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise ImpactError(f"{path}: is no table in UTF-8; save it as CSV in UTF-8") from error


def _require(
    path: Path, names: Sequence[str], needed: Sequence[str], wanted: Sequence[str]
) -> None:
    for name in wanted:
        if names.count(name) > 1:
            raise ImpactError(f"{path}: column {name} comes twice; keep one of them")
    for name in needed:
        if name not in names:
            raise ImpactError(
                f"{path}: no column {name}; it needs {', '.join(needed)} and has "
                f"{', '.join(' '.join(one.split()) for one in names[:8])}"
            )


def _plain(path: Path, name: str, column: Any) -> Any:  # noqa: ANN401 - an Arrow column
    """One chunk without dictionary, view or large text; a text without spaces around it."""
    kind = column.type
    try:
        if pa.types.is_dictionary(kind):
            column = column.cast(kind.value_type)
            kind = column.type
        if str(kind) in {"string", "large_string", "string_view"}:
            column = pc.utf8_trim_whitespace(column.cast(pa.string()))
        elif pa.types.is_nested(kind):
            raise ImpactError(f"{path}: column {name} holds {kind}; give texts or numbers")
        elif str(kind) in {"binary", "large_binary", "binary_view"}:
            column = pc.utf8_trim_whitespace(column.cast(pa.binary()).cast(pa.string()))
    except pa.ArrowException as error:
        reason = str(error).splitlines()[0][:120]
        raise ImpactError(f"{path}: column {name} holds {kind}: {reason}; give texts") from error
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def codes(column: Any, path: Path, name: str) -> Any:  # noqa: ANN401 - an Arrow column
    """Return a column as texts.

    Raises
    ------
    ImpactError
        If it holds fractions, which are no names.
    """
    kind = column.type
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        raise ImpactError(f"{path}: column {name} holds fractions; give texts or whole numbers")
    try:
        texts = column.cast(pa.string())
    except pa.ArrowException:
        raise ImpactError(f"{path}: column {name} holds {kind}; give texts") from None
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def numbers(column: Any, path: Path, name: str, *, least: float) -> npt.NDArray[np.float64]:  # noqa: ANN401
    """Return a column as numbers.

    Parameters
    ----------
    column, path, name
        The column, and what an error calls it.
    least
        Least value that is allowed [unit of the column].

    Raises
    ------
    ImpactError
        If a cell is no finite number or too small; the message names the row.
    """
    words = "a number from 0 up" if least == 0 else "a number above 0"
    try:
        values: npt.NDArray[np.float64] = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowException:
        if not pa.types.is_string(column.type):
            raise ImpactError(f"{path}: column {name} holds {column.type}, not numbers") from None
        row, cell = _first_word(column)
        raise ImpactError(
            f"{path}: row {row}: {name} is {cell[:LONGEST_WORD]!r}; give {words}"
        ) from None
    fine = np.isfinite(values) & (values >= least)
    if not fine.all():
        row = int(np.argmin(fine))
        raise ImpactError(f"{path}: row {row + 1}: {name} is {values[row]}; give {words}")
    return values


def _first_word(column: Any) -> tuple[int, str]:  # noqa: ANN401 - an Arrow column
    """First row whose text is no number, and the text."""
    for row, cell in enumerate(column.to_pylist(), start=1):
        try:
            pa.scalar(cell).cast(pa.float64())
        except pa.ArrowException:
            return row, str(cell)
    return 1, str(column[0].as_py())
