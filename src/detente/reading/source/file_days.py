"""Days of publication that a file's name or a table beside it says."""

import csv
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath

from detente._days import day_of
from detente._errors import ReadingError

__all__ = ["day_in_name", "read_days"]

_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<between>[-_.]?)"
    r"(?P<month>0[1-9]|1[0-2])(?P=between)(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)


def day_in_name(name: str) -> date | None:
    """Day that a file's name says.

    Parameters
    ----------
    name
        Such as ``2026-01-15_x.txt``, ``wire_20260115.html`` or ``2026.01.15.pdf``.

    Returns
    -------
    date or None
        The day; None if the name says none, or several.

    Examples
    --------
    >>> day_in_name("2026-01-15_x.txt")
    datetime.date(2026, 1, 15)
    """
    found = set()
    for match in _DAY.finditer(PurePosixPath(name).stem):
        try:
            found.add(date(*(int(match[part]) for part in ("year", "month", "day"))))
        except ValueError:
            continue
    return found.pop() if len(found) == 1 else None


def read_days(path: Path) -> Mapping[str, date]:
    """Read a table of days of publication.

    Parameters
    ----------
    path
        CSV with the columns file (a name inside the folder) and date (YYYY-MM-DD).

    Returns
    -------
    Mapping
        Day by name.

    Raises
    ------
    ReadingError
        If it cannot be read, lacks a column, a date is none, or a file comes twice; the message
        names file and line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            rows = [(reader.line_num, row) for row in reader]
            names = reader.fieldnames or []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "is no table in UTF-8"
        raise ReadingError(f"{path}: {reason}; give a CSV with file and date") from None
    for column in ("file", "date"):
        if list(names).count(column) != 1:
            raise ReadingError(f"{path}: line 1: give the columns file and date, each once")
    days: dict[str, date] = {}
    for line, row in rows:
        name, said = (row["file"] or "").strip(), (row["date"] or "").strip()
        day = day_of(said, f"{path}: line {line}: ")
        if days.setdefault(name, day) != day:
            raise ReadingError(f"{path}: line {line}: {name} has another date before; keep one")
    return days
