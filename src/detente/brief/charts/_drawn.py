"""A drawing of the page, moved and stretched, with the look that the style sheet gives it."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from markupsafe import Markup

from detente.brief.charts._sheet import classes_of
from detente.brief.charts._style import declared
from detente.brief.charts.svg import el

__all__ = ["SHAPES", "drawing", "shown"]

SHAPES = {"rect", "path", "circle"}
KEPT = ("fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def shown(node: ET.Element, inside: tuple[frozenset[str], ...]) -> dict[str, str]:
    """Attributes for the look of a shape; what it states itself comes first."""
    own = classes_of(node)
    rules = declared(node.tag, own, inside)
    look = {name: rules[name] for name in KEPT if name in rules}
    if node.get("fill"):
        look["fill"] = str(node.get("fill"))
    if node.tag == "path" and "fill" not in look:
        look["fill"] = "none"
    return look


def _shape(
    node: ET.Element, inside: tuple[frozenset[str], ...], x: float, y: float, sx: float, sy: float
) -> Iterator[Markup]:
    """Move and stretch a shape of a drawing; widths of lines stay."""
    look = shown(node, inside)
    if node.tag == "rect":
        own = {name: float(node.get(name, "0")) for name in ("x", "y", "width", "height")}
        place = {
            "x": f"{x + own['x'] * sx:.1f}",
            "y": f"{y + own['y'] * sy:.1f}",
            "width": f"{own['width'] * sx:.1f}",
            "height": f"{own['height'] * sy:.1f}",
        }
    elif node.tag == "path":
        numbers = iter(NUMBER.finditer(node.get("d", "")))
        drawn, last = [], 0
        text = node.get("d", "")
        for at, found in enumerate(numbers):
            value = float(found[0])
            moved = x + value * sx if at % 2 == 0 else y + value * sy
            drawn += [text[last : found.start()], f"{moved:.1f}"]
            last = found.end()
        place = {"d": "".join(drawn) + text[last:]}
    else:
        place = {
            "cx": f"{x + float(node.get('cx', '0')) * sx:.1f}",
            "cy": f"{y + float(node.get('cy', '0')) * sy:.1f}",
            "r": node.get("r", "3"),
        }
    yield el(
        node.tag, **{name.replace("-", "_"): value for name, value in {**place, **look}.items()}
    )


def drawing(
    svg: ET.Element,
    inside: tuple[frozenset[str], ...],
    x: float,
    y: float,
    wide: float,
    high: float,
) -> Iterator[Markup]:
    """Place the shapes of a drawing in a box, stretched to fill it."""
    _, _, box_wide, box_high = map(float, svg.get("viewBox", "0 0 1 1").split())
    sx, sy = wide / box_wide, high / box_high
    around = (classes_of(svg), *inside)
    for node in svg.iter():
        if node.tag in SHAPES:
            yield from _shape(node, around, x, y, sx, sy)
