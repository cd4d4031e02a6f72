"""Write rows into a workspace's tables: all of them, or none if anything would be wrong."""

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from detente._errors import FactsError
from detente._files import whole

from ._check import check_own
from ._overlay import ALL_TABLES, own_tables

__all__ = ["write_own"]

Cells = dict[str, str]
_LAST = ("as_of", "source")
"""Columns that end a row, as in the packaged tables."""


def write_own(
    folder: Path,
    rows: Mapping[str, Sequence[Cells]],
    *,
    drop: Callable[[str, Cells], bool] = lambda _table, _cells: False,
) -> dict[str, int]:
    """Add rows to the tables of a workspace, in the place of those with the same key.

    Parameters
    ----------
    folder
        The workspace's ``facts/``.
    rows
        Cells of new rows by table; a column that is not named is empty.
    drop
        Says of a table and a row that is there whether it goes.

    Returns
    -------
    dict[str, int]
        Rows written by table [count].

    Raises
    ------
    FactsError
        If the tables hold a fault before, or would after; then nothing is written.
    """
    own, faults = own_tables(folder)
    if faults:
        raise FactsError(f"{faults[0]}; mend this first, `detente data check` lists all")
    files: dict[str, str] = {}
    for name in dict.fromkeys((*own, *rows)):
        model = ALL_TABLES[name]
        new = {tuple(row.get(part, "") for part in model.key): row for row in rows.get(name, ())}
        kept = [
            cells
            for _, cells in (own[name].cells if name in own else ())
            if tuple(cells.get(part, "") for part in model.key) not in new and not drop(name, cells)
        ]
        columns = sorted(model.columns(), key=lambda column: column in _LAST)
        files[f"{name}.csv"] = _text(columns, [*kept, *new.values()])
    _require_sound(folder, files)
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:  # all are written beside their places before any is put in place
        for name, text in files.items():
            beside = stack.enter_context(whole(folder / name))
            beside.write_text(text, encoding="utf-8", newline="\n")
    return {name: len(some) for name, some in rows.items() if some}


def _text(columns: Sequence[str], rows: Sequence[Cells]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows({name: row.get(name, "") for name in columns} for row in rows)
    return text.getvalue()


def _require_sound(folder: Path, files: Mapping[str, str]) -> None:
    """Refuse what would be wrong, looked at in a copy."""
    with tempfile.TemporaryDirectory() as spare:
        copy = Path(spare) / "facts"
        if folder.is_dir():
            shutil.copytree(folder, copy)
        copy.mkdir(exist_ok=True)
        for name, text in files.items():
            (copy / name).write_text(text, encoding="utf-8", newline="\n")
        _, faults = check_own(copy)
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise FactsError(f"nothing was written, since it would be wrong: {faults[0]}{more}")
