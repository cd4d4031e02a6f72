"""Days that a standoff can be on."""

import datetime as dt

from detente._errors import DayError

__all__ = ["day_of", "iso", "near"]

_FIRST, _LAST = dt.date(1990, 1, 1), dt.date(2099, 12, 31)


def near(day: dt.date) -> dt.date:
    """Refuse a day that the register and the engines cannot speak of.

    Raises
    ------
    DayError
        If it is before 1990 or after 2099.

    Examples
    --------
    >>> near(dt.date(2025, 6, 10))
    datetime.date(2025, 6, 10)
    """
    if not _FIRST <= day <= _LAST:
        raise DayError(f"{day} is too far away; give a day from {_FIRST.year} to {_LAST.year}")
    return day


def iso(day: dt.date | None) -> str | None:
    """A day as it is printed; None for none."""
    return day.isoformat() if day else None


def day_of(text: str, where: str = "") -> dt.date:
    """Read a day that a user wrote.

    Parameters
    ----------
    text
        The day [YYYY-MM-DD].
    where
        What stands before it in the message, such as ``"--on "``.

    Raises
    ------
    DayError
        If it is no date, or too far away.

    Examples
    --------
    >>> day_of(" 2025-06-10 ")
    datetime.date(2025, 6, 10)
    """
    try:
        return near(dt.date.fromisoformat(text.strip()))
    except ValueError:
        raise DayError(f"{where}{text[:40]!r} is not a date; write YYYY-MM-DD") from None
