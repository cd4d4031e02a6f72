"""Days that a standoff can be on."""

import datetime as dt

from detente._errors import DetenteError

__all__ = ["near"]

_FIRST, _LAST = dt.date(1990, 1, 1), dt.date(2099, 12, 31)


def near(day: dt.date) -> dt.date:
    """Refuse a day that the register and the engines cannot speak of.

    Parameters
    ----------
    day
        The day.

    Raises
    ------
    DetenteError
        If it is before 1990 or after 2099.

    Examples
    --------
    >>> near(dt.date(2025, 6, 10))
    datetime.date(2025, 6, 10)
    """
    if not _FIRST <= day <= _LAST:
        raise DetenteError(f"{day} is too far away; give a day from {_FIRST.year} to {_LAST.year}")
    return day
