"""Scales and the frame around a plot: the drawing stretches, the labels are HTML and do not."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from detente.brief.charts.svg import el, line, path
from detente.brief.view import View

__all__ = [
    "HEIGHT",
    "ROW_HIGH",
    "ROW_WIDE",
    "SHEET_LEFT",
    "SHEET_RIGHT",
    "SHEET_WIDE",
    "WIDTH",
    "Scale",
    "bands",
    "dot",
    "frame",
    "labelled",
    "ticks",
]

WIDTH, HEIGHT = 1000.0, 320.0
ROW_WIDE, ROW_HIGH = 1000.0, 22.0
"""Drawing of one row beside its label, stretched to the row."""
SHEET_WIDE, SHEET_LEFT, SHEET_RIGHT = 900.0, 70.0, 40.0
"""A picture that stands by itself, and its margins."""
STROKE = 24.0
"""Length of a curve of one point."""
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Choose round numbers that span a range.

    Examples
    --------
    >>> ticks(0, 4.3)
    [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    """
    span = high - low
    if span <= max(abs(low), abs(high)) * 1e-9:
        span = abs(high) or 1.0
        high = low + span
    raw = span / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = power * next(step for step in STEPS if power * step >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(at * step, 12) for at in range(first, last + 1)]


def labelled(steps: Sequence[float]) -> list[tuple[float, str]]:
    """Label ticks, all with the same number of decimals.

    Examples
    --------
    >>> labelled([0.0, 0.5, 1.0])
    [(0.0, '0'), (0.5, '0.5'), (1.0, '1.0')]
    """
    places = next(
        (n for n in range(9) if all(abs(round(at, n) - at) <= 1e-9 * abs(at) for at in steps)), 9
    )
    return [(at, f"{at:,.{places}f}".replace("-", "\u2212") if at else "0") for at in steps]


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight map from values to a drawing's units."""

    low: float
    high: float
    """The values at the two ends [any]."""
    start: float = 0.0
    end: float = WIDTH
    """Where the ends lie [drawing units]."""

    def __call__(self, value: float) -> float:
        """Place a value; what lies outside stays at the edge."""
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    def share(self, value: float) -> float:
        """Place a value as a share of the way [%]."""
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        return round(min(max(share, 0.0), 1.0) * 100, 2)


def dot(x: float, y: float, class_: str) -> Markup:
    """Draw a point that stays round however the drawing is stretched."""
    return line(x, y, x, y, f"dot {class_}")


def frame(
    drawing: Callable[[list[Markup]], Markup],
    x: Scale,
    y: Scale,
    *,
    x_ticks: Sequence[tuple[float, str]],
    y_ticks: Sequence[tuple[float, str]],
    titles: tuple[str, str],
    over: Sequence[Markup] = (),
    class_: str = "",
) -> Markup:
    """Put axes round a drawing."""
    x_title, y_title = titles
    grid = [line(0, y(value), WIDTH, y(value), "grid") for value, _ in y_ticks]
    grid += [line(x(value), HEIGHT - 6, x(value), HEIGHT, "tick") for value, _ in x_ticks]
    if y.low < 0 < y.high:
        grid.append(line(0, y(0), WIDTH, y(0), "zero"))
    y_labels = [
        el("span", label, style=f"bottom:{y.share(value)}%", class_="tick-y")
        for value, label in y_ticks
    ]
    x_labels = [
        el("span", label, style=f"left:{x.share(value)}%", class_="tick-x")
        for value, label in x_ticks
    ]
    widest = max((len(label) for _, label in y_ticks), default=1)
    return el(
        "div",
        el("p", y_title, class_="axis-y") if y_title else None,
        el("div", *y_labels, class_="ys", aria_hidden="true"),
        el("div", drawing(grid), *over, class_="area"),
        el("div", *x_labels, class_="xs", aria_hidden="true"),
        el("p", x_title, class_="axis-x"),
        class_=f"frame {class_}".strip(),
        style=f"--y-width:{widest + 0.5:g}ch",
    )


def bands(
    view: View, rows: Sequence[tuple[str, Sequence[Mapping[str, Any]]]], x: Scale, y: Scale
) -> list[Markup]:
    """Range and central curve of each party by month, curves above all ranges."""
    shapes = []
    for party, months in rows:
        there = [(x(at["month"]), y(at["high"])) for at in months]
        back = [(x(at["month"]), y(at["low"])) for at in reversed(months)]
        shapes.append(path(there + back, f"band p{view.rank(party)}", closed=True))
    for party, months in rows:
        curve = [(x(at["month"]), y(at["central"])) for at in months]
        if len(curve) == 1:  # one month: a short stroke instead of a point
            curve.append((curve[0][0] + STROKE, curve[0][1]))
        shapes.append(path(curve, f"curve p{view.rank(party)}"))
    return shapes
