"""A sheet on which a chart is laid out as text and shapes, from the top down."""

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from markupsafe import Markup

from detente.brief.charts._palette import PALETTE
from detente.brief.charts.svg import el

__all__ = [
    "GLYPH",
    "INK",
    "LEADING",
    "MARGIN",
    "PAGE",
    "QUIET",
    "RULE",
    "SIZE",
    "Sheet",
    "badge",
    "classes_of",
    "percent_of",
    "words_of",
    "wrapped",
]

MARGIN = 24.0
SIZE, LEADING = 14.0, 1.36
GLYPH = 0.53
"""Width of an average glyph of a sans serif face, of its size [1]."""

INK, QUIET, RULE, PAGE = (PALETTE[role][0] for role in ("ink", "quiet", "rule", "page"))


@dataclass(slots=True)
class Sheet:
    """What has been laid out so far, and how far down."""

    y: float = MARGIN
    parts: list[Markup] = field(default_factory=list)

    def text(
        self,
        words: str,
        x: float,
        y: float,
        *,
        size: float = SIZE,
        fill: str = INK,
        anchor: str | None = None,
        bold: bool = False,
    ) -> None:
        self.parts.append(
            el(
                "text",
                words,
                x=f"{x:.1f}",
                y=f"{y:.1f}",
                font_size=f"{size:g}",
                fill=fill,
                text_anchor=anchor,
                font_weight="600" if bold else None,
            )
        )

    def lines(
        self,
        words: str,
        x: float,
        wide: float,
        *,
        size: float = SIZE,
        fill: str = INK,
        bold: bool = False,
    ) -> None:
        """Write a paragraph and move down."""
        for line in wrapped(words, wide, size * (1.08 if bold else 1.0)):
            self.y += size * LEADING
            self.text(line, x, self.y, size=size, fill=fill, bold=bold)


def classes_of(node: ET.Element) -> frozenset[str]:
    """Classes of an element."""
    return frozenset(node.get("class", "").split())


def words_of(node: ET.Element) -> str:
    """Text of an element and of all in it, on one line."""
    return " ".join("".join(node.itertext()).split())


def wrapped(words: str, wide: float, size: float) -> list[str]:
    """Break words into lines of a width [px], at a size of type [px]."""
    most = max(int(wide / (size * GLYPH)), 6)
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def percent_of(node: ET.Element, side: str) -> float:
    """Where an element is placed from a side of what it lies in, as a share [1]."""
    found = re.search(rf"{side}:(-?[\d.]+)%", node.get("style", ""))
    return float(found[1]) / 100 if found else 0.0


def badge(sheet: Sheet, letters: str, x: float, y: float, *, origin: bool) -> None:
    """Write letters in a round mark, light on dark or, for the origin, dark on light."""
    wide = 22 + 8 * (len(letters) - 1)
    box = {"x": f"{x - wide / 2:.1f}", "y": f"{y - 11:.1f}", "width": f"{wide}", "height": "22"}
    fill, ink = (PAGE, INK) if origin else (INK, PAGE)
    sheet.parts.append(el("rect", **box, rx="11", fill=fill, stroke=INK, stroke_width="2"))
    sheet.text(letters, x, y + 5, fill=ink, anchor="middle", bold=True)
