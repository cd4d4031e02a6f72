"""The risk profile of a firm network as one SVG that stands alone."""

import math
from collections.abc import Mapping
from typing import Any

from detente.brief.charts._picture_style import picture_style
from detente.brief.charts.axes import Scale
from detente.brief.charts.svg import el, line, path, picture_of, rect
from detente.say import shorten

__all__ = ["firms_picture"]

WIDE, HIGH = 900.0, 480.0
LEFT, RIGHT, TOP, BOTTOM = 80.0, 30.0, 90.0, 420.0
LEAST = 1e-6
"""Indices below are drawn at the lower edge [share]."""


def firms_picture(payload: Mapping[str, Any], *, title: str) -> str:
    """Draw the index against the rank, both on logarithmic axes.

    Parameters
    ----------
    payload
        A ``detente.firms/1`` dict.
    title
        Heading.

    Returns
    -------
    str
        An SVG document, light colours, text inside; nothing from outside.
    """
    points = [(at["rank"], max(at["index"], LEAST)) for at in payload["profile"]]
    lowest = math.floor(math.log10(min(index for _, index in points)))
    x = Scale(0, max(math.ceil(math.log10(points[-1][0])), 1), LEFT, WIDE - RIGHT)
    y = Scale(min(lowest, -1), 0, BOTTOM, TOP)
    first = points[0][1]
    half = max(rank for rank, index in points if index >= first / 2)
    heading = shorten(title, 80)
    shapes = [
        el("title", heading),
        el(
            "desc",
            f"The riskiest loses {first:.1%} of all output; at least half of that is lost down to "
            f"rank {half}.",
        ),
        el(
            "style", picture_style(".curve{stroke:<party-0>;stroke-width:2.5} .dot{fill:<party-0>}")
        ),
        rect(0, 0, WIDE, HIGH, "page"),
        el("text", heading, x="20", y="34", class_="head"),
        el(
            "text",
            f"Part of all output lost when the firm stops, by rank; {payload['scenarios']:,} of "
            f"{payload['firms']:,} firms struck, one at a time",
            x="20",
            y="58",
            class_="quiet",
        ),
    ]
    for power in range(round(y.low), 1):
        shapes.append(line(LEFT, y(power), WIDE - RIGHT, y(power), "grid"))
        label = f"{100 * 10.0**power:.{max(0, -power - 2)}f} %"
        shapes.append(el("text", label, x=LEFT - 10, y=y(power) + 5, class_="quiet end"))
    for power in range(round(x.high) + 1):
        label = f"{10**power:,}"
        shapes.append(el("text", label, x=x(power), y=BOTTOM + 22, class_="quiet middle"))
    shapes.append(el("text", "rank", x=WIDE - RIGHT, y=BOTTOM + 44, class_="quiet end"))
    drawn = [(x(math.log10(rank)), y(math.log10(index))) for rank, index in points]
    if len(drawn) > 1:
        shapes.append(path(drawn, "curve"))
    shapes += [el("circle", cx=f"{a:.1f}", cy=f"{b:.1f}", r="3", class_="dot") for a, b in drawn]
    return picture_of(*shapes, wide=WIDE, high=HIGH)
