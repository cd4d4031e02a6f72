"""Days and dates as they are spoken, with the range of a day that is not sure."""

import datetime as dt
import re
from collections.abc import Mapping

from detente.say._phrases import NBSP

__all__ = ["date_words", "days", "days_range"]

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


def days(value: float) -> str:
    """Write a number of days.

    Parameters
    ----------
    value
        How many [days].

    Returns
    -------
    str
        Such as ``44 days``.
    """
    whole = round(value)
    return f"{whole}{NBSP}day{'' if whole == 1 else 's'}"


def days_range(value: Mapping[str, float | None] | None) -> str:
    """Write days to an event with their range; an end may lie beyond the horizon.

    Parameters
    ----------
    value
        ``low``, ``central`` and ``high`` [days]; ``None`` for what does not happen within the
        horizon.

    Returns
    -------
    str
        Such as ``44 days (31 to 63)``.

    Examples
    --------
    >>> days_range({"low": 31, "central": 44.2, "high": None}).replace(NBSP, " ")
    '44 days (31 to beyond the horizon)'
    >>> days_range({"low": 0, "central": 0, "high": 16}).replace(NBSP, " ")
    'already short (0 to 16 days)'
    >>> days_range(None)
    'not within the horizon'
    """
    if value is None or (value["low"] is None and value["central"] is None):
        return "not within the horizon"
    low, central, high = value["low"], value["central"], value["high"]
    if central is None:
        soonest = (
            f"{days(low or 0)} at the earliest" if round(low or 0) else "in some already short"
        )
        return f"not within the horizon in most draws; {soonest}"
    ends = [f"{round(end)}" if end is not None else "beyond the horizon" for end in (low, high)]
    if round(central) == 0:
        until = f"0 to {days(high)}" if high is not None else "0 to beyond the horizon"
        return "already short" if ends[1] == "0" else f"already short ({until})"
    if ends[0] == ends[1] == f"{round(central)}":
        return days(central)
    return f"{days(central)} ({ends[0]} to {ends[1]})"


def date_words(value: str | None) -> str:
    """Write an ISO date as it is spoken; what is not an ISO date stays as it is.

    Parameters
    ----------
    value
        A date such as ``2025-06-10`` or a date-time [ISO 8601].

    Returns
    -------
    str
        Such as ``10 June 2025``.

    Examples
    --------
    >>> date_words("2025-06-10T10:00+01:00").replace(NBSP, " ")
    '10 June 2025'
    >>> date_words("2025-W24"), date_words(None)
    ('2025-W24', '')
    """
    if not value:
        return ""
    if not ISO_DAY.match(value):
        return value
    try:
        day = dt.date.fromisoformat(value[:10])
    except ValueError:
        return value
    return f"{day.day}{NBSP}{day:%B}{NBSP}{day.year}"
