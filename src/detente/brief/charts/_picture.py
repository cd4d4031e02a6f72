"""A chart as one SVG that stands alone: title, unit, legend, labels and drawing.

On the page a chart's labels are HTML, so that a phone does not shrink them. For the download the
same markup is laid out once more, as text inside the drawing; nothing is drawn from other numbers.
"""

from xml.etree import ElementTree as ET

from markupsafe import Markup

from detente._version import __version__
from detente.brief.charts._drawn import SHAPES, drawing, shown
from detente.brief.charts._palette import PALETTE
from detente.brief.charts._sheet import (
    GLYPH,
    INK,
    LEADING,
    MARGIN,
    PAGE,
    QUIET,
    RULE,
    SIZE,
    Sheet,
    badge,
    classes_of,
    percent_of,
    words_of,
    wrapped,
)
from detente.brief.charts._style import colour_of, declared
from detente.brief.charts.svg import el, joined

__all__ = ["picture"]

WIDE = 960.0
PLOT_HIGH, SMALL_HIGH, TALL_HIGH = 280.0, 150.0, 360.0
BAR_HIGH, LABEL_WIDE, FIGURE_WIDE = 20.0, 250.0, 215.0


def _label(node: ET.Element, wide: float) -> list[tuple[str, bool]]:
    """Lines of a label, each with whether it is quiet: what is small stands below."""
    small = [child for child in node if child.tag == "small"]
    whole, quiet = words_of(node), " ".join(words_of(child) for child in small)
    lines = [(line, False) for line in wrapped(whole.removesuffix(quiet).strip(), wide, SIZE)]
    return lines + [(line, True) for line in wrapped(quiet, wide, SIZE)]


def _bar_row(sheet: Sheet, row: ET.Element, x: float, wide: float) -> None:
    who, bar, num = row[0], row[1], row[2]
    label_wide, figure_wide = min(LABEL_WIDE, wide * 0.34), min(FIGURE_WIDE, wide * 0.32)
    left, right = _label(who, label_wide - 22), _label(num, figure_wide)
    high = max(len(left), len(right), 1.15) * SIZE * LEADING
    at = x
    key = next((node for node in who if "key" in classes_of(node)), None)
    if key is not None and (colour := colour_of(classes_of(key))):
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
        sheet.parts += drawing(bar, (classes_of(row),), x + label_wide, top, *box)
    for tick in bar if "ruler" in classes_of(bar) else ():
        at = x + label_wide + (wide - label_wide - figure_wide - 24) * percent_of(tick, "left")
        sheet.text(words_of(tick), at, sheet.y + high / 2 + 5, fill=QUIET, anchor="middle")
    sheet.y += high + 4


def _frame(sheet: Sheet, frame: ET.Element, x: float, wide: float) -> None:
    kinds = classes_of(frame)
    high = SMALL_HIGH if "small" in kinds else TALL_HIGH if "tall" in kinds else PLOT_HIGH
    named = {next(iter(classes_of(child)), ""): child for child in frame}
    if "axis-y" in named:
        sheet.lines(words_of(named["axis-y"]), x, wide, fill=QUIET)
    top, left = sheet.y + 14, x + 54
    plot = wide - 54 - 12
    sheet.parts += drawing(named["area"][0], (kinds,), left, top, plot, high)
    for tick in named["ys"]:
        y = top + high * (1 - percent_of(tick, "bottom"))
        sheet.text(words_of(tick), left - 6, y + 5, fill=QUIET, anchor="end")
    for tick in named["xs"]:
        at = left + plot * percent_of(tick, "left")
        sheet.text(words_of(tick), at, top + high + 20, fill=QUIET, anchor="middle")
    for label in named["area"][1:]:
        across, up = percent_of(label, "left"), percent_of(label, "bottom")
        spot = left + plot * across, top + high * (1 - up)
        if "badge" in classes_of(label):
            badge(sheet, words_of(label), *spot, origin="origin" in classes_of(label))
        else:
            sheet.text(words_of(label), spot[0] + 6, top + 14, size=13)
    sheet.y = top + high + 24
    if "axis-x" in named and words_of(named["axis-x"]):
        sheet.y += SIZE * LEADING
        sheet.text(words_of(named["axis-x"]), left + plot, sheet.y, fill=QUIET, anchor="end")
    sheet.y += 10


def _map(sheet: Sheet, frame: ET.Element, x: float, wide: float) -> None:
    """The map keeps its shapes as they are, inside one group that is scaled."""
    svg = frame[0]
    _, _, box_wide, box_high = map(float, svg.get("viewBox", "0 0 1 1").split())
    scale, top = wide / box_wide, sheet.y + 8
    inside = (classes_of(svg),)
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
            look = {k.replace("-", "_"): v for k, v in shown(node, inside).items()}
            shapes.append(el(node.tag, **place, **look))
    sheet.parts.append(
        el("g", joined(shapes), transform=f"translate({x:.1f} {top:.1f}) scale({scale:.4f})")
    )
    for label in frame[1:]:
        at = x + wide * percent_of(label, "left"), top + box_high * scale * percent_of(label, "top")
        words = words_of(label)
        if "map-spot" in classes_of(label):
            beside = "beside" in classes_of(label)
            spot = (at[0] + 9, at[1] + 5) if beside else (at[0], at[1] + 21)
            sheet.text(words, *spot, size=13, anchor=None if beside else "middle")
            continue
        half = len(words) * 13 * GLYPH / 2 + 6
        box = {"x": f"{at[0] - half:.1f}", "y": f"{at[1] - 19:.1f}", "width": f"{2 * half:.1f}"}
        look = {"fill": PAGE, "stroke": QUIET, "rx": "3", "height": "22"}
        sheet.parts.append(el("rect", **box, **look))
        sheet.text(words, at[0], at[1] - 3, size=13, anchor="middle")
    sheet.y = top + box_high * scale + 8


def _cards(sheet: Sheet, cards: ET.Element, x: float, wide: float) -> None:
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


def _walk(sheet: Sheet, node: ET.Element, x: float, wide: float) -> None:
    kinds = classes_of(node)
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
        words = words_of(node)
        if node.tag == "h4" and small is not None and words_of(small):
            sheet.y += 6
            sheet.lines(words.removesuffix(words_of(small)), x, wide, bold=True)
            sheet.lines(words_of(small), x, wide, fill=QUIET)
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


def _legend(sheet: Sheet, keys: ET.Element, x: float, wide: float) -> None:
    at = x
    sheet.y += 24
    for key in keys:
        swatch, words = key[0], words_of(key).removeprefix(words_of(key[0])).strip()
        long = 26 + len(words) * SIZE * GLYPH + 22
        if at > x and at + long > x + wide:
            at, sheet.y = x, sheet.y + 23
        _swatch(sheet, swatch, at, sheet.y)
        sheet.text(words, at + 26, sheet.y)
        at += long
    sheet.y += 12


def _swatch(sheet: Sheet, swatch: ET.Element, x: float, y: float) -> None:
    kinds = classes_of(swatch)
    colour = colour_of(kinds) or QUIET
    if letter := words_of(swatch):
        badge(sheet, letter, x + 10, y - 5, origin="origin" in kinds)
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
    """Draw a chart as one SVG that stands alone, in light colours."""
    sheet, wide = Sheet(), WIDE - 2 * MARGIN
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
