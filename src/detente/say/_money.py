"""Money as a reader wants it: two figures, a unit, and never without the range.

Money comes in as USD bn (usually per month) and goes out in the unit that keeps it short:
``$1.2 bn``, ``$34 m``, ``less than $1 m``. Two significant figures are all these estimates can
carry.
"""

from collections.abc import Mapping

from detente.say._numbers import MINUS, number
from detente.say._phrases import NBSP
from detente.shape.common import Range

__all__ = ["TINY", "money", "money_range", "utility"]

TINY = 0.001
"""One million dollars, below which an amount is not counted out [USD bn]."""


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


def money_range(value: Mapping[str, float] | Range) -> str:
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
    >>> show(0, 0, 0), show(2, 2, 2)
    ('$0', '$2.0 bn')
    """
    low, central, high = value["low"], value["central"], value["high"]
    if low == central == high:
        return money(central)
    if max(abs(low), abs(high), abs(central)) < TINY:
        return f"less than $1{NBSP}m"
    factor, unit = _unit(central if abs(central) >= TINY else high)
    same = all(abs(end) < TINY or _unit(end)[1] == unit for end in (low, high))
    if same or (unit == "bn" and 0 <= low < 1 and _unit(high)[1] == "bn"):
        return f"{money(central)} ({_end(low, factor)} to {_end(high, factor)})"
    return f"{money(central)} ({money(low)} to {money(high)})"


def utility(value: Mapping[str, float] | Range) -> str:
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
