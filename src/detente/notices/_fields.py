"""Cells of tables and fields of records, as every form of notice reads them."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping

from detente._errors import NoticeError
from detente.notices._notice import Notice

__all__ = ["cell", "day_of", "each_row"]


def cell(row: Mapping[str, str], name: str) -> str:
    """Return what stands in a column, without blanks around it; empty where nothing does."""
    return (row.get(name) or "").strip()


def day_of(value: object, name: str, where: str) -> dt.date | None:
    """Read a day that begins as YYYY-MM-DD."""
    if value in (None, ""):
        return None
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        says = f"{where}: {name} {str(value)[:30]!r} is not a date; write YYYY-MM-DD"
        raise NoticeError(says) from None


def each_row(
    rows: Iterable[Mapping[str, str]],
    file: str,
    *,
    wanted: Callable[[Mapping[str, str]], bool],
    read: Callable[[Mapping[str, str], str, str], Notice],
) -> Iterator[Notice | NoticeError | None]:
    """Read each row of a table: a notice, an error, or None where it is not wanted."""
    for line, row in enumerate(rows, start=2):
        if not wanted(row):
            yield None
            continue
        try:
            yield read(row, file, f"row {line}")
        except NoticeError as error:
            yield error
