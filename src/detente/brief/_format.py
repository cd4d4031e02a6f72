"""Numbers as a reader wants them: two figures, a unit, and never without the range.

Money comes in as USD bn (usually per month) and goes out in the unit that keeps it short:
``$1.2 bn``, ``$34 m``, ``less than $1 m``. Two significant figures are all these estimates can
carry.
"""

import math
from collections.abc import Mapping

from detente.brief._phrases import NBSP

__all__ = [
    "days",
    "days_range",
    "money",
    "money_range",
    "number",
    "per_cent",
    "plain",
    "range_words",
    "utility",
]

MINUS = "\u2212"
TINY = 0.001  # one million dollars, in USD bn


def number(value: float, figures: int = 2) -> str:
    """Write a number with so many significant figures, thousands apart by a comma.

    Parameters
    ----------
    value
        The number [any].
    figures
        Significant figures kept [count].

    Returns
    -------
    str
        Such as ``0.4``, ``1.0``, ``12``, ``1,200``.

    Examples
    --------
    >>> [number(x) for x in (0, 0.4, 0.996, 1.04, 12.4, 1249)]
    ['0', '0.4', '1.0', '1.0', '12', '1,200']
    """
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "not known"
    rounded = float(f"{value:.{figures - 1}e}")
    size = math.floor(math.log10(abs(rounded)))
    places = max(0, figures - 1 - size)
    text = f"{abs(rounded):,.{places}f}"
    if size < 0:  # 0.40 says no more than 0.4
        text = text.rstrip("0")
    return (MINUS if rounded < 0 else "") + text


def plain(value: float) -> str:
    """Write a figure from a table as it stands there, without false zeros.

    Parameters
    ----------
    value
        The number [any].

    Returns
    -------
    str
        Up to six significant figures.

    Examples
    --------
    >>> [plain(x) for x in (0.85, 12.0, 1234567.0, 0.00012)]
    ['0.85', '12', '1,234,570', '0.00012']
    """
    rounded = float(f"{value:.5e}")
    if rounded == int(rounded):
        return f"{int(rounded):,}".replace("-", MINUS)
    places = max(0, 5 - math.floor(math.log10(abs(rounded))))
    return f"{rounded:,.{places}f}".rstrip("0").replace("-", MINUS)


def _unit(value: float) -> tuple[float, str]:
    """Pick the factor and the word that keep an amount short."""
    size = abs(float(f"{value:.1e}"))
    if size >= 1000:
        return 0.001, "tn"
    return (1.0, "bn") if size >= 1 else (1000.0, "m")


def money(value: float) -> str:
    """Write an amount of money.

    Parameters
    ----------
    value
        The amount [USD bn].

    Returns
    -------
    str
        Such as ``$1.2 bn`` or ``less than $1 m``.

    Examples
    --------
    >>> [money(x).replace(NBSP, " ") for x in (1.234, 0.0342, 0.0004, -0.3, 0)]
    ['$1.2 bn', '$34 m', 'less than $1 m', '−$300 m', '$0']
    """
    if value == 0:
        return "$0"
    if abs(value) < TINY:
        return f"less than $1{NBSP}m" if value > 0 else f"a gain of less than $1{NBSP}m"
    factor, unit = _unit(value)
    sign = MINUS if value < 0 else ""
    return f"{sign}${number(abs(value) * factor)}{NBSP}{unit}"


def _end(value: float, factor: float) -> str:
    if 0 < abs(value) < TINY:
        return "less than 1" if factor == 1000 else "0"
    return number(value * factor)


def money_range(value: Mapping[str, float]) -> str:
    """Write an amount of money with its range.

    Parameters
    ----------
    value
        ``low``, ``central`` and ``high`` [USD bn].

    Returns
    -------
    str
        Such as ``$1.2 bn (0.4 to 2.1)``.

    Examples
    --------
    >>> show = lambda *r: money_range(dict(zip(("low", "central", "high"), r))).replace(NBSP, " ")
    >>> show(0.4, 1.23, 2.1)
    '$1.2 bn (0.4 to 2.1)'
    >>> show(0.004, 0.034, 1.2)
    '$34 m ($4.0 m to $1.2 bn)'
    >>> show(0.0001, 0.0003, 0.0006)
    'less than $1 m'
    >>> show(0, 0, 0)
    '$0'
    """
    low, central, high = value["low"], value["central"], value["high"]
    if low == central == high == 0:
        return "$0"
    if max(abs(low), abs(high), abs(central)) < TINY:
        return f"less than $1{NBSP}m"
    factor, unit = _unit(central if abs(central) >= TINY else high)
    same = all(abs(end) < TINY or _unit(end)[1] == unit for end in (low, high))
    if same or (unit == "bn" and 0 <= low < 1 and _unit(high)[1] == "bn"):
        return f"{money(central)} ({_end(low, factor)} to {_end(high, factor)})"
    return f"{money(central)} ({money(low)} to {money(high)})"


def utility(value: Mapping[str, float]) -> str:
    """Write a gain with its sign and range, as the deals state it.

    Parameters
    ----------
    value
        ``low``, ``central`` and ``high`` [USD bn per month], positive = better off.

    Returns
    -------
    str
        Such as ``+$0.8 bn (−0.1 to 1.9)``.
    """
    words = money_range(value)
    return f"+{words}" if value["central"] >= TINY else words


def range_words(value: Mapping[str, float], *, scale: float = 1.0) -> str:
    """Write a bare number with its range.

    Parameters
    ----------
    value
        ``low``, ``central`` and ``high`` [any].
    scale
        Factor put on all three [1].

    Returns
    -------
    str
        Such as ``0.7 (0.5 to 0.9)``.
    """
    low, central, high = (number(value[key] * scale) for key in ("low", "central", "high"))
    return central if low == high == central else f"{central} ({low} to {high})"


def per_cent(share: float) -> str:
    """Write a share as a percentage.

    Parameters
    ----------
    share
        The share [1].

    Returns
    -------
    str
        Such as ``62%``; ``under 1%`` where it is not nothing.

    Examples
    --------
    >>> [per_cent(x) for x in (0, 0.004, 0.62, 0.997, 1)]
    ['0%', 'under 1%', '62%', 'over 99%', '100%']
    """
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share * 100:.0f}%".replace("-", MINUS)


def points(share: float) -> str:
    """Write a difference of two shares, with its sign.

    Parameters
    ----------
    share
        The difference [1].

    Returns
    -------
    str
        Such as ``+5 points``.

    Examples
    --------
    >>> [points(x).replace(NBSP, " ") for x in (0.05, -0.38, 0.01, 0.001)]
    ['+5 points', '\u221238 points', '+1 point', 'under 1 point']
    """
    whole = round(100 * share)
    if not whole:
        return f"under 1{NBSP}point"
    sign = "+" if whole > 0 else MINUS
    return f"{sign}{abs(whole)}{NBSP}point{'' if abs(whole) == 1 else 's'}"


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
        return f"not within the horizon in most draws; {days(low or 0)} at the earliest"
    ends = [f"{round(end)}" if end is not None else "beyond the horizon" for end in (low, high)]
    if round(central) == 0:
        until = f"0 to {days(high)}" if high is not None else "0 to beyond the horizon"
        return "already short" if ends[1] == "0" else f"already short ({until})"
    if ends[0] == ends[1] == f"{round(central)}":
        return days(central)
    return f"{days(central)} ({ends[0]} to {ends[1]})"
