"""Forecasts from the record of deals beside how often they came true."""

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.deal import Score

__all__ = ["calibration_picture"]

_SIDE, _LEFT, _TOP, _KEY = 300, 60, 20, 330
_COLOURS = ("#1f6f8b", "#b3261e", "#6b5b00", "#4b3f72")
_MARKS = ("circle", "square", "diamond", "triangle")


def calibration_picture(scores: "Sequence[Score]", names: Sequence[str]) -> str:
    """Draw how often what was forecast happened, by size of the forecast.

    Parameters
    ----------
    scores
        The scores, each forecast made without the case that it is about.
    names
        What each asks, for the key.

    Returns
    -------
    str
        SVG text with a title and a description.
    """

    def at(share: float) -> tuple[float, float]:
        return _LEFT + share * _SIDE, _TOP + (1 - share) * _SIDE

    parts = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = at(share)
        parts.append(
            f'<line x1="{x:.0f}" x2="{x:.0f}" y1="{_TOP}" y2="{_TOP + _SIDE}" stroke="#ddd"/>'
            f'<line x1="{_LEFT}" x2="{_LEFT + _SIDE}" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/>'
            f'<text x="{x:.0f}" y="{_TOP + _SIDE + 18}" text-anchor="middle">{share:.0%}</text>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{share:.0%}</text>'
        )
    (x0, y0), (x1, y1) = at(0.0), at(1.0)
    parts.append(
        f'<line x1="{x0:.0f}" y1="{y0:.0f}" x2="{x1:.0f}" y2="{y1:.0f}" stroke="#555" '
        'stroke-dasharray="4 3"/>'
    )
    for place, (score, name) in enumerate(zip(scores, names, strict=True)):
        colour, mark = _COLOURS[place % 4], _MARKS[place % 4]
        for one in score.bins():
            low, high = _interval(one["happened"], one["cases"])
            x, y = at(one["forecast"])[0], at(one["happened"])[1]
            parts.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{at(low)[1]:.1f}" y2="{at(high)[1]:.1f}" '
                f'stroke="{colour}" stroke-width="1.5"/>{_mark(mark, x, y, colour)}'
                f"<title>{escape(name)}: forecast {one['forecast']:.0%}, happened "
                f"{one['happened']:.0%} of {one['cases']:.0f}</title>"
            )
        y = _TOP + 20 + 22 * place
        parts.append(
            f"{_mark(mark, _LEFT + _SIDE + 24, y - 4, colour)}"
            f'<text x="{_LEFT + _SIDE + 38}" y="{y}">{escape(name)}</text>'
        )
    width, height = _LEFT + _SIDE + _KEY, _TOP + _SIDE + 44
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" font-family="sans-serif" font-size="14">'
        "<title>Forecasts and what happened</title><desc>Across, the chance that was forecast; up, "
        "how often it happened, with a 90 % interval; on the broken line the two agree. Each "
        "forecast was made without the case that it is about.</desc>"
        f'<rect width="{width}" height="{height}" fill="white"/>{"".join(parts)}'
        f'<text x="{_LEFT + _SIDE / 2:.0f}" y="{_TOP + _SIDE + 38}" text-anchor="middle">'
        "forecast</text></svg>"
    )


def _interval(share: float, cases: float, z: float = 1.645) -> tuple[float, float]:
    """Wilson's interval of a share."""
    middle = (share + z * z / (2 * cases)) / (1 + z * z / cases)
    half = (
        z
        / (1 + z * z / cases)
        * math.sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases))
    )
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _mark(kind: str, x: float, y: float, colour: str) -> str:
    shapes = {
        "circle": f"M{x - 5:.1f} {y:.1f} a5 5 0 1 0 10 0 a5 5 0 1 0 -10 0 z",
        "square": f"M{x - 5:.1f} {y - 5:.1f} h10 v10 h-10 z",
        "diamond": f"M{x:.1f} {y - 6:.1f} l6 6 l-6 6 l-6 -6 z",
        "triangle": f"M{x:.1f} {y - 6:.1f} l6 11 h-12 z",
    }
    return f'<path d="{shapes[kind]}" fill="{colour}"/>'
