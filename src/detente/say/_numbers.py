"""Numbers, shares and ratios as a reader wants them: two figures, and the range."""

import math
from collections.abc import Mapping

from detente.say._phrases import NBSP
from detente.shape.common import Range

__all__ = [
    "MINUS",
    "fixed",
    "number",
    "per_cent",
    "plain",
    "points",
    "range_words",
    "ratio_range",
    "share_range",
    "small_share_range",
]

MINUS = "\u2212"

LEAST = 1e-6
"""A smaller figure of a table is not written out [any]."""

SMALLEST = 0.001
"""A smaller percentage is not written out [%]."""

MOST_TIMES = 100
"""A larger ratio says no more than that the smaller side loses next to nothing [1]."""


def fixed(value: float, places: int, *, signed: bool = False) -> str:
    """Write a number of a table with so many decimals; the minus is a minus, and no zero has one.

    Parameters
    ----------
    value
        The number [any].
    places
        Decimals [count].
    signed
        Whether a number above zero has a plus.

    Examples
    --------
    >>> fixed(-0.25, 1), fixed(-0.0001, 2), fixed(3, 2, signed=True)
    ('\u22120.2', '0.00', '+3.00')
    """
    text = f"{value:+.{places}f}" if signed else f"{value:.{places}f}"
    if float(text) == 0:
        return text.lstrip("+-")
    return text.replace("-", MINUS)


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
    >>> [plain(x) for x in (0.85, 12.0, 2556.0, 1234567.0, 0.00012, 7.3e-18)]
    ['0.85', '12', '2,556', '1,234,570', '0.00012', 'under 0.000001']
    """
    if 0 < abs(value) < LEAST:
        return f"under {LEAST:.6f}"
    rounded = float(f"{value:.5e}")
    if rounded == int(rounded):
        return f"{int(rounded):,}".replace("-", MINUS)
    places = max(0, 5 - math.floor(math.log10(abs(rounded))))
    return f"{rounded:,.{places}f}".rstrip("0").replace("-", MINUS)


def range_words(value: Mapping[str, float] | Range, *, scale: float = 1.0) -> str:
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


def share_range(value: Mapping[str, float] | Range) -> str:
    """Write a share as a percentage with its range.

    Parameters
    ----------
    value
        ``low``, ``central`` and ``high`` [1].

    Returns
    -------
    str
        Such as ``70% (50% to 90%)``.

    Examples
    --------
    >>> share_range({"low": 0.5, "central": 0.7, "high": 0.9})
    '70% (50% to 90%)'
    """
    low, central, high = (per_cent(value[key]) for key in ("low", "central", "high"))
    return central if low == high else f"{central} ({low} to {high})"


def small_share_range(value: Mapping[str, float] | Range) -> str:
    """Write a share that may be a small part of a per cent, with its range, to two figures.

    Parameters
    ----------
    value
        ``low``, ``central`` and ``high`` [1].

    Returns
    -------
    str
        Such as ``0.34% (0.19 to 0.56)``.

    Examples
    --------
    >>> small_share_range({"low": 0.0019, "central": 0.0034, "high": 0.0056})
    '0.34% (0.19 to 0.56)'
    >>> small_share_range({"low": 0, "central": 0.000001, "high": 0.0002})
    'under 0.001% (0 to 0.02)'
    >>> small_share_range({"low": 0, "central": 0, "high": 0.000001})
    'under 0.001%'
    """
    low, central, high = (_small(100 * value[key]) for key in ("low", "central", "high"))
    if high.startswith("under"):
        return f"{high}%"
    if low == high:
        return f"{central}%"
    return f"{central}% ({low} to {high})"


def _small(part: float) -> str:
    """Two figures of a percentage, or that it is under a thousandth of one."""
    return f"under {SMALLEST}" if 0 < abs(part) < SMALLEST else number(part)


def ratio_range(value: Mapping[str, float | None]) -> str:
    """Write how many times as much one thing is as another, with its range.

    Parameters
    ----------
    value
        ``low``, ``central`` and ``high`` [1]; a high end of ``None`` has no bound.

    Returns
    -------
    str
        Such as ``3.4 times (1.9 to 5.6)``.

    Examples
    --------
    >>> ratio_range({"low": 1.9, "central": 3.44, "high": 5.6})
    '3.4 times (1.9 to 5.6)'
    >>> ratio_range({"low": 1.9, "central": 3.44, "high": None})
    '3.4 times (1.9 or more)'
    >>> ratio_range({"low": 150, "central": 2000, "high": 30000})
    'over 100 times'
    """
    low, central, high = value["low"], value["central"], value["high"]
    if central is None or low is None or low >= MOST_TIMES:
        return f"over {MOST_TIMES} times"
    said = f"over {MOST_TIMES} times" if central >= MOST_TIMES else f"{number(central)} times"
    if high is None or high >= MOST_TIMES:
        return f"{said} ({number(low)} or more)"
    return said if low == high else f"{said} ({number(low)} to {number(high)})"
