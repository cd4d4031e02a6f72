"""Days of publication given beside a folder of articles: one for all, a table, or file names."""

import csv
import io
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from detente._errors import ReadingError
from detente.reading._read import given_day

__all__ = ["day_in_name", "days_given"]

_NAMED = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")


def day_in_name(name: str) -> str | None:
    """Return the day that a file's name says, or None.

    Parameters
    ----------
    name
        Path of the file; only the last part counts.

    Examples
    --------
    >>> day_in_name("ministry/2026-01-15_gallium.txt"), day_in_name("notice-46.txt")
    ('2026-01-15', None)
    """
    for found in _NAMED.finditer(Path(name).stem):
        try:
            return date(int(found[1]), int(found[3]), int(found[4])).isoformat()
        except ValueError:
            continue
    return None


def days_given(on: str | None) -> tuple[str | None, Mapping[str, str]]:
    """Take the day for all articles, or the table with a day for each file.

    Parameters
    ----------
    on
        A day [YYYY-MM-DD], or the path of a CSV table with the columns ``file`` and ``on``.

    Returns
    -------
    tuple
        The day for all, and the day of each file named.

    Raises
    ------
    ReadingError
        If it is neither, or a row of the table has no date or a file twice.
    """
    if on is None or not on.lower().endswith(".csv"):
        day = given_day(on)
        return (None if day is None else day.isoformat()), {}
    try:
        text = Path(on).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ReadingError(f"--on {on}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ReadingError(f"--on {on}: is not UTF-8 text; save it as CSV in UTF-8") from None
    rows = csv.DictReader(io.StringIO(text))
    if not {"file", "on"} <= set(rows.fieldnames or ()):
        raise ReadingError(f"--on {on}: needs the columns file and on")
    days: dict[str, str] = {}
    for row in rows:
        where = f"--on {on}, row {rows.line_num}"
        name = (row["file"] or "").strip()
        try:
            day = date.fromisoformat((row["on"] or "").strip())
        except ValueError:
            raise ReadingError(f"{where}: on is no date; write it as YYYY-MM-DD") from None
        if not name or days.setdefault(name, day.isoformat()) != day.isoformat():
            raise ReadingError(f"{where}: give each file once, by its name in the folder")
    return None, days
