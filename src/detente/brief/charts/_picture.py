"""A chart as one SVG that stands alone: title, unit, legend, labels and drawing.

On the page a chart's labels are HTML, so that a phone does not shrink them. For the download the
same markup is laid out once more, as text inside the drawing; nothing is drawn from other numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from markupsafe import Markup

from detente._version import __version__
from detente.brief.charts._palette import PALETTE
from detente.brief.charts._style import colour_of, declared
from detente.brief.charts._svg import el, joined

__all__ = ["picture"]

WIDE, MARGIN = 960.0, 24.0
SIZE, LEADING = 14.0, 1.36
GLYPH = 0.53
"""Width of an average glyph of a sans serif face, of its size [1]."""

PLOT_HIGH, SMALL_HIGH, TALL_HIGH = 280.0, 150.0, 360.0
BAR_HIGH, LABEL_WIDE, FIGURE_WIDE = 20.0, 250.0, 215.0
SHAPES = {"rect", "path", "circle"}
KEPT = ("fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
INK, QUIET, RULE, PAGE = (PALETTE[role][0] for role in ("ink", "quiet", "rule", "page"))


@dataclass(slots=True)
class _Sheet:
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
        for line in _wrapped(words, wide, size * (1.08 if bold else 1.0)):
            self.y += size * LEADING
            self.text(line, x, self.y, size=size, fill=fill, bold=bold)


def _classes(node: ET.Element) -> frozenset[str]:
    return frozenset(node.get("class", "").split())


def _words(node: ET.Element) -> str:
    return " ".join("".join(node.itertext()).split())


def _wrapped(words: str, wide: float, size: float) -> list[str]:
    most = max(int(wide / (size * GLYPH)), 6)
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _shown(node: ET.Element, inside: tuple[frozenset[str], ...]) -> dict[str, str]:
    """Attributes for the look of a shape; what it states itself comes first."""
    own = _classes(node)
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
    look = _shown(node, inside)
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


def _drawing(
    svg: ET.Element,
    inside: tuple[frozenset[str], ...],
    x: float,
    y: float,
    wide: float,
    high: float,
) -> Iterator[Markup]:
    _, _, box_wide, box_high = map(float, svg.get("viewBox", "0 0 1 1").split())
    sx, sy = wide / box_wide, high / box_high
    around = (_classes(svg), *inside)
    for node in svg.iter():
        if node.tag in SHAPES:
            yield from _shape(node, around, x, y, sx, sy)


def _label(node: ET.Element, wide: float) -> list[tuple[str, bool]]:
    """Lines of a label, each with whether it is quiet: what is small stands below."""
    small = [child for child in node if child.tag == "small"]
    whole, quiet = _words(node), " ".join(_words(child) for child in small)
    lines = [(line, False) for line in _wrapped(whole.removesuffix(quiet).strip(), wide, SIZE)]
    return lines + [(line, True) for line in _wrapped(quiet, wide, SIZE)]


def _bar_row(sheet: _Sheet, row: ET.Element, x: float, wide: float) -> None:
    who, bar, num = row[0], row[1], row[2]
    label_wide, figure_wide = min(LABEL_WIDE, wide * 0.34), min(FIGURE_WIDE, wide * 0.32)
    left, right = _label(who, label_wide - 22), _label(num, figure_wide)
    high = max(len(left), len(right), 1.15) * SIZE * LEADING
    at = x
    key = next((node for node in who if "key" in _classes(node)), None)
    if key is not None and (colour := colour_of(_classes(key))):
        square = {"x": f"{x:.1f}", "y": f"{sheet.y + high / 2 - 5:.1f}"}
        sheet.parts.append(el("rect", **square, width="11", height="11", fill=colour))
        at += 18
    for lines, place in ((left, at), (right, x + wide - figure_wide)):
        top = sheet.y + (high - len(lines) * SIZE * LEADING) / 2
        for number, (line, quiet) in enumerate(lines, start=1):
            y = top + number * SIZE * LEADING - 5
            sheet.text(line, place, y, fill=QUIET if quiet else INK)
    if bar.tag == "svg":
        box = (wide - label_wide - figure_wide - 24, BAR_HIGH)
        top = sheet.y + (high - BAR_HIGH) / 2
        sheet.parts += _drawing(bar, (_classes(row),), x + label_wide, top, *box)
    for tick in bar if "ruler" in _classes(bar) else ():
        at = x + label_wide + (wide - label_wide - figure_wide - 24) * _percent(tick, "left")
        sheet.text(_words(tick), at, sheet.y + high / 2 + 5, fill=QUIET, anchor="middle")
    sheet.y += high + 4


def _percent(node: ET.Element, side: str) -> float:
    found = re.search(rf"{side}:(-?[\d.]+)%", node.get("style", ""))
    return float(found[1]) / 100 if found else 0.0


def _frame(sheet: _Sheet, frame: ET.Element, x: float, wide: float) -> None:
    kinds = _classes(frame)
    high = SMALL_HIGH if "small" in kinds else TALL_HIGH if "tall" in kinds else PLOT_HIGH
    named = {next(iter(_classes(child)), ""): child for child in frame}
    if "axis-y" in named:
        sheet.lines(_words(named["axis-y"]), x, wide, fill=QUIET)
    top, left = sheet.y + 14, x + 54
    plot = wide - 54 - 12
    sheet.parts += _drawing(named["area"][0], (kinds,), left, top, plot, high)
    for tick in named["ys"]:
        y = top + high * (1 - _percent(tick, "bottom"))
        sheet.text(_words(tick), left - 6, y + 5, fill=QUIET, anchor="end")
    for tick in named["xs"]:
        at = left + plot * _percent(tick, "left")
        sheet.text(_words(tick), at, top + high + 20, fill=QUIET, anchor="middle")
    for badge in named["area"][1:]:
        spot = left + plot * _percent(badge, "left"), top + high * (1 - _percent(badge, "bottom"))
        origin = "origin" in _classes(badge)
        if "badge" in _classes(badge):
            _badge(sheet, _words(badge), *spot, origin=origin)
        else:
            sheet.text(_words(badge), spot[0] + 6, top + 14, size=13)
    sheet.y = top + high + 24
    if "axis-x" in named and _words(named["axis-x"]):
        sheet.y += SIZE * LEADING
        sheet.text(_words(named["axis-x"]), left + plot, sheet.y, fill=QUIET, anchor="end")
    sheet.y += 10


def _badge(sheet: _Sheet, letters: str, x: float, y: float, *, origin: bool) -> None:
    wide = 22 + 8 * (len(letters) - 1)
    box = {"x": f"{x - wide / 2:.1f}", "y": f"{y - 11:.1f}", "width": f"{wide}", "height": "22"}
    fill, ink = (PAGE, INK) if origin else (INK, PAGE)
    sheet.parts.append(el("rect", **box, rx="11", fill=fill, stroke=INK, stroke_width="2"))
    sheet.text(letters, x, y + 5, fill=ink, anchor="middle", bold=True)


def _map(sheet: _Sheet, frame: ET.Element, x: float, wide: float) -> None:
    """The map keeps its shapes as they are, inside one group that is scaled."""
    svg = frame[0]
    _, _, box_wide, box_high = map(float, svg.get("viewBox", "0 0 1 1").split())
    scale, top = wide / box_wide, sheet.y + 8
    inside = (_classes(svg),)
    shapes = []
    for node in svg:
        if node.tag == "defs":
            hatch = el("path", d="M0 0V5", stroke=RULE, stroke_width="1.6")
            land = el("rect", width="5", height="5", fill=PALETTE["soft"][0])
            turned = {"patternTransform": "rotate(45)", "patternUnits": "userSpaceOnUse"}
            pattern = ET.Element(
                "pattern", {"id": "map-hatch", "width": "5", "height": "5"} | turned
            )
            start = ET.tostring(pattern, encoding="unicode").removesuffix(" />")
            shapes.append(Markup(f"<defs>{start}>{land}{hatch}</pattern></defs>"))  # noqa: S704
        elif node.tag in SHAPES:
            place = {name: node.get(name) for name in ("d", "cx", "cy", "r") if node.get(name)}
            look = {k.replace("-", "_"): v for k, v in _shown(node, inside).items()}
            shapes.append(el(node.tag, **place, **look))
    sheet.parts.append(
        el("g", joined(shapes), transform=f"translate({x:.1f} {top:.1f}) scale({scale:.4f})")
    )
    for label in frame[1:]:
        at = x + wide * _percent(label, "left"), top + box_high * scale * _percent(label, "top")
        words = _words(label)
        if "map-spot" in _classes(label):
            beside = "beside" in _classes(label)
            spot = (at[0] + 9, at[1] + 5) if beside else (at[0], at[1] + 21)
            sheet.text(words, *spot, size=13, anchor=None if beside else "middle")
            continue
        half = len(words) * 13 * GLYPH / 2 + 6
        box = {"x": f"{at[0] - half:.1f}", "y": f"{at[1] - 19:.1f}", "width": f"{2 * half:.1f}"}
        look = {"fill": PAGE, "stroke": QUIET, "rx": "3", "height": "22"}
        sheet.parts.append(el("rect", **box, **look))
        sheet.text(words, at[0], at[1] - 3, size=13, anchor="middle")
    sheet.y = top + box_high * scale + 8


def _cards(sheet: _Sheet, cards: ET.Element, x: float, wide: float) -> None:
    """Cards stand in two columns, row by row."""
    half, top, bottom = (wide - 32) / 2, sheet.y + 8, sheet.y
    for at, card in enumerate(cards):
        column = at % 2
        if at and not column:
            top = bottom + 20
        sheet.y = top
        _walk(sheet, card, x + (half + 32) * column, half)
        bottom = max(bottom, sheet.y)
    sheet.y = bottom + 8


def _walk(sheet: _Sheet, node: ET.Element, x: float, wide: float) -> None:
    kinds = _classes(node)
    if "bar-row" in kinds:
        _bar_row(sheet, node, x, wide)
    elif "frame" in kinds:
        _frame(sheet, node, x, wide)
    elif "map-frame" in kinds:
        _map(sheet, node, x, wide)
    elif "cards" in kinds:
        _cards(sheet, node, x, wide)
    elif node.tag in {"h4", "h5", "p", "ul"}:
        small = next((child for child in node if child.tag == "small"), None)
        words = _words(node)
        if node.tag == "h4" and small is not None and _words(small):
            sheet.y += 6
            sheet.lines(words.removesuffix(_words(small)), x, wide, bold=True)
            sheet.lines(_words(small), x, wide, fill=QUIET)
        elif words:
            sheet.y += 6 if node.tag != "p" else 0
            quiet = node.tag == "h5" or "unit" in kinds
            sheet.lines(words, x, wide, fill=QUIET if quiet else INK, bold=node.tag != "p")
        sheet.y += 5
    else:
        for child in node:
            _walk(sheet, child, x, wide)
        if "pair" in kinds:
            sheet.y += 8


def _legend(sheet: _Sheet, keys: ET.Element, x: float, wide: float) -> None:
    at = x
    sheet.y += 24
    for key in keys:
        swatch, words = key[0], _words(key).removeprefix(_words(key[0])).strip()
        long = 26 + len(words) * SIZE * GLYPH + 22
        if at > x and at + long > x + wide:
            at, sheet.y = x, sheet.y + 23
        _swatch(sheet, swatch, at, sheet.y)
        sheet.text(words, at + 26, sheet.y)
        at += long
    sheet.y += 12


def _swatch(sheet: _Sheet, swatch: ET.Element, x: float, y: float) -> None:
    kinds = _classes(swatch)
    colour = colour_of(kinds) or QUIET
    if letter := _words(swatch):
        _badge(sheet, letter, x + 10, y - 5, origin="origin" in kinds)
    elif "line" in kinds:
        dash = "6 4" if kinds & {"p1", "dashed"} else None
        place = {"d": f"M{x:.1f} {y - 5:.1f}H{x + 21:.1f}", "stroke": colour, "fill": "none"}
        sheet.parts.append(el("path", **place, stroke_width="3", stroke_dasharray=dash))
    elif "dot-key" in kinds:
        sheet.parts.append(el("circle", cx=f"{x + 10:.1f}", cy=f"{y - 5:.1f}", r="5", fill=QUIET))
    else:
        rules = declared("span", kinds, (frozenset(),))
        fill = rules.get("background", colour)
        hatched = "gradient" in fill
        box = {"x": f"{x + 4:.1f}", "y": f"{y - 11:.1f}", "width": "13", "height": "13"}
        plain = fill if fill.startswith("#") else colour
        look = {"fill": PALETTE["soft"][0] if hatched else plain, "stroke": QUIET}
        sheet.parts.append(el("rect", **box, **look))
        if hatched:
            for step in (4, 9, 13):
                line = f"M{x + 4 + max(step - 13, 0):.1f} {y - 11 + min(step, 13):.1f}"
                line += f"L{x + 4 + min(step, 13):.1f} {y - 11 + max(step - 13, 0):.1f}"
                sheet.parts.append(el("path", d=line, stroke=QUIET, fill="none"))


def picture(title: str, unit: str, keys: Markup | None, body: Markup, says: str) -> str:
    """Draw a chart as one SVG that stands alone, in light colours.

    Parameters
    ----------
    title, unit
        What it shows, and in what.
    keys
        Its legend, a list as the page shows it.
    body
        The chart as the page shows it.
    says
        The one thing to see.

    Returns
    -------
    str
        An SVG document with its text inside; nothing from outside.
    """
    sheet, wide = _Sheet(), WIDE - 2 * MARGIN
    sheet.lines(title, MARGIN, wide, size=20, bold=True)
    sheet.lines(unit, MARGIN, wide, fill=QUIET)
    if keys is not None:
        _legend(sheet, ET.fromstring(str(keys)), MARGIN, wide)  # noqa: S314 (made by us)
    sheet.y += 8
    _walk(sheet, ET.fromstring(f"<div>{body}</div>"), MARGIN, wide)  # noqa: S314 (made by us)
    if says:
        sheet.y += 6
        sheet.lines(says, MARGIN, wide)
    sheet.y += 6
    sheet.lines(f"détente {__version__}", MARGIN, wide, size=12, fill=QUIET)
    high = sheet.y + MARGIN * 0.7
    return str(
        el(
            "svg",
            el("title", title),
            el("desc", says or unit),
            el("rect", width=f"{WIDE:g}", height=f"{high:.0f}", fill=PAGE),
            *sheet.parts,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {WIDE:g} {high:.0f}",
            width=f"{WIDE:g}",
            height=f"{high:.0f}",
            font_family="system-ui, 'Segoe UI', 'Liberation Sans', Arial, sans-serif",
        )
    )
