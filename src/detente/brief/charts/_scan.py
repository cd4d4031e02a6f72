"""Scans drawn: what each cut costs its target against what it costs its owner."""

import math
from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from markupsafe import Markup

from detente.brief.charts._picture_style import picture_style
from detente.brief.charts.axes import HEIGHT, WIDTH, Scale, dot, frame
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import el, line, path, picture_of, rect, svg, words_at
from detente.say import number, shorten

__all__ = ["cut_name", "scan_bars", "scan_picture", "scan_scatter"]

Row = Mapping[str, Any]
Spot = tuple[float, float]

DECADES = 4
"""Powers of ten below the largest loss that are drawn; what is smaller stays at the edge."""

NAMED, BARS, TABLE = 12, 20, 200
WIDE, HIGH = 1040.0, 560.0
LEFT, RIGHT, TOP, BOTTOM = 84.0, 600.0, 96.0, 486.0
RATIOS = (1, 10)


def cut_name(row: Row) -> str:
    """Say a cut in words, such as ``CHN → USA: Gallium``.

    Parameters
    ----------
    row
        One of a ``detente.scan/1`` payload.
    """
    return f"{row['exporter']} → {row['target']}: {row['product_name']}"


def scan_scatter(payload: Mapping[str, Any]) -> Markup:
    """Losses of target and owner as HTML, a point a cut, both on logarithmic axes.

    Parameters
    ----------
    payload
        A ``detente.scan/1`` dict.

    Returns
    -------
    Markup
        The figure with its table.
    """
    rows, unit = payload["rows"], payload["unit"]
    named = rows[:NAMED]
    return render(
        Figure(
            name="fig-scan",
            title="What a cut costs its target and its owner",
            unit=f"{unit}, both axes logarithmic; dashed lines = the target loses as much as the "
            "owner, and ten times as much",
            says=_says(rows, unit),
            keys=tuple(
                Key(mark="badge-key", letter=letter, words=cut_name(row))
                for letter, row in zip(ascii_uppercase, named, strict=False)
            ),
            body=_plot(rows, unit) if rows else empty("No cut costs its target that much."),
            table=Table(
                caption=f"The first {min(len(rows), TABLE)} cuts, {unit}",
                head=("From", "Product", "Cut off from", "Target", "Owner", "Others", "Ratio"),
                rows=[
                    (
                        row["exporter"],
                        row["product_name"],
                        row["target"],
                        row["target_loss"],
                        row["owner_loss"],
                        row["other_loss"],
                        "–" if row["ratio"] is None else row["ratio"],
                    )
                    for row in rows[:TABLE]
                ],
                text_columns=3,
            ),
            how="how-scan",
        )
    )


def scan_bars(payload: Mapping[str, Any]) -> Markup:
    """The first of the ranking as HTML: a bar for the target over one for the owner.

    Parameters
    ----------
    payload
        A ``detente.scan/1`` dict.
    """
    rows, unit = payload["rows"][:BARS], payload["unit"]
    most = max((max(row["target_loss"], row["owner_loss"]) for row in rows), default=1.0)
    scale = Scale(0, most, 0, WIDTH)
    drawn = [
        el(
            "div",
            el("span", cut_name(row), class_="who"),
            svg(
                rect(0, 2, scale(row["target_loss"]), 10, "fill p0"),
                rect(0, 13, scale(max(row["owner_loss"], 0.0)), 6, "fill p1"),
                title=f"{cut_name(row)}: target {number(row['target_loss'])}, owner "
                f"{number(row['owner_loss'])} {unit}",
                box=(WIDTH, 22.0),
                class_="bar",
            ),
            el("span", number(row["target_loss"]), class_="num"),
            class_="bar-row",
        )
        for row in rows
    ]
    return render(
        Figure(
            name="fig-ranking",
            title="The first of the ranking, one by one",
            unit=f"{unit}; thick bar and figure = target, thin bar = owner",
            says="",
            keys=(
                Key(mark="fill p0", words="loss of the target"),
                Key(mark="fill p1", words="loss of the owner"),
            ),
            body=el("div", *drawn, class_="pair") if drawn else empty("Nothing to rank."),
            table=Table(caption="", head=(), rows=[]),
            how="how-scan",
        )
    )


def scan_picture(payload: Mapping[str, Any], *, title: str) -> str:
    """Scatter and ranking as one SVG that stands alone.

    Parameters
    ----------
    payload
        A ``detente.scan/1`` dict.
    title
        Heading.

    Returns
    -------
    str
        Light colours, text inside, nothing from outside.
    """
    rows, unit = payload["rows"], payload["unit"]
    heading = shorten(title, 90)
    shapes = [
        el("title", heading),
        el("desc", _says(rows, unit)),
        el("style", _style()),
        rect(0, 0, WIDE, HIGH, "page"),
        words_at(heading, 20, 34, "head"),
        words_at(
            f"Loss of the target against loss of the owner, {unit}, both axes logarithmic; "
            f"{len(rows):,} cuts, each alone",
            20,
            58,
            "quiet",
        ),
    ]
    if rows:
        shapes += _panel(rows)
    shapes += [
        part
        for at, row in enumerate(rows[:NAMED])
        for part in _entry(row, ascii_uppercase[at], TOP + 8 + at * 34)
    ]
    return picture_of(*shapes, wide=WIDE, high=HIGH)


def _panel(rows: Sequence[Row]) -> list[Markup]:
    x, y = _scales(rows, LEFT, RIGHT, BOTTOM, TOP)
    shapes: list[Markup] = []
    for power in _powers(y):
        shapes.append(line(LEFT, y(power), RIGHT, y(power), "grid"))
        shapes.append(words_at(_label(power), LEFT - 10, y(power) + 5, "quiet end"))
    for power in _powers(x):
        shapes.append(line(x(power), BOTTOM, x(power), BOTTOM + 6, "grid"))
        shapes.append(words_at(_label(power), x(power), BOTTOM + 22, "quiet middle"))
    for ratio, ends in _ratios(x, y):
        shapes.append(path(ends, "ratio"))
        shapes.append(words_at(f"{ratio} : 1", ends[1][0] - 4, ends[1][1] + 16, "quiet end"))
    shapes.append(words_at("loss of the target", 20, TOP - 14, "quiet"))
    shapes.append(words_at("loss of the owner", RIGHT, BOTTOM + 44, "quiet end"))
    shapes += [
        el("circle", cx=f"{a:.1f}", cy=f"{b:.1f}", r="3", class_="dot")
        for a, b in (_at(row, x, y) for row in rows[NAMED:])
    ]
    badges = _badges(rows[:NAMED], x, y, apart=(21, 21))
    shapes += [line(*place, *point, "leader") for _, place, point in badges]
    for letter, (a, b), _ in badges:
        shapes.append(rect(a - 9, b - 9, 18, 18, "badge"))
        shapes.append(words_at(letter, a, b + 5, "letter middle"))
    return shapes


def _entry(row: Row, letter: str, at: float) -> list[Markup]:
    ratio = "" if row["ratio"] is None else f", ratio {row['ratio']:.1f}"
    left = RIGHT + 32
    return [
        rect(left, at - 12, 18, 18, "badge"),
        words_at(letter, left + 9, at + 2, "letter middle"),
        words_at(shorten(cut_name(row), 43), left + 28, at),
        words_at(
            f"target {number(row['target_loss'])}, owner {number(row['owner_loss'])}{ratio}",
            left + 28,
            at + 16,
            "quiet small",
        ),
    ]


def _plot(rows: Sequence[Row], unit: str) -> Markup:
    x, y = _scales(rows, 0, WIDTH, HEIGHT, 0)
    badges = _badges(rows[:NAMED], x, y, apart=(34, 34))

    def drawing(grid: list[Markup]) -> Markup:
        return svg(
            *grid,
            *(path(ends, "ratio") for _, ends in _ratios(x, y)),
            *(dot(*_at(row, x, y), "cut") for row in rows),
            *(line(*place, *point, "whisker") for _, place, point in badges),
            title="Loss of the target against loss of the owner",
            desc=_says(rows, unit),
            box=(WIDTH, HEIGHT),
        )

    over = [
        el(
            "span",
            letter,
            class_="badge",
            style=f"left:{100 * a / WIDTH:.2f}%;bottom:{100 - 100 * b / HEIGHT:.2f}%",
        )
        for letter, (a, b), _ in badges
    ]
    return frame(
        drawing,
        Scale(0, x.high - x.low, x.start, x.end),
        Scale(0, y.high - y.low, y.start, y.end),
        x_ticks=[(power - x.low, _label(power)) for power in _powers(x)],
        y_ticks=[(power - y.low, _label(power)) for power in _powers(y)],
        titles=(f"loss of the owner, {unit}", f"loss of the target, {unit}"),
        over=over,
        class_="tall",
    )


def _scales(
    rows: Sequence[Row], left: float, right: float, bottom: float, top: float
) -> tuple[Scale, Scale]:
    found = []
    for key in ("owner_loss", "target_loss"):
        most = max([*(row[key] for row in rows), 1e-6])
        least = min((row[key] for row in rows if row[key] > 0), default=most)
        high = math.ceil(math.log10(most) + 1e-9)
        found.append((max(math.floor(math.log10(least)), high - DECADES, -9), high))
    (x_low, x_high), (y_low, y_high) = found
    return Scale(x_low, x_high, left, right), Scale(y_low, y_high, bottom, top)


def _powers(scale: Scale) -> range:
    return range(round(scale.low), round(scale.high) + 1)


def _label(power: int) -> str:
    return f"{10.0**power:,.{max(0, -power)}f}"


def _at(row: Row, x: Scale, y: Scale) -> tuple[float, float]:
    across, up = row["owner_loss"], row["target_loss"]
    return (x(math.log10(across) if across > 0 else x.low), y(math.log10(up) if up > 0 else y.low))


def _ratios(x: Scale, y: Scale) -> list[tuple[int, list[tuple[float, float]]]]:
    """Lines on which the target loses so many times what the owner does."""
    found = []
    for ratio in RATIOS:
        up = math.log10(ratio)
        low, high = max(x.low, y.low - up), min(x.high, y.high - up)
        if low < high:
            found.append((ratio, [(x(at), y(at + up)) for at in (low, high)]))
    return found


def _badges(
    rows: Sequence[Row], x: Scale, y: Scale, *, apart: tuple[float, float]
) -> list[tuple[str, Spot, Spot]]:
    """Letter, place and point of the first cuts; each letter as near its point as there is room."""
    found: list[tuple[str, Spot, Spot]] = []
    for letter, row in zip(ascii_uppercase, rows, strict=False):
        point = _at(row, x, y)
        places = [point, *_around(point, apart)]
        inside = [at for at in places if x.start <= at[0] <= x.end and y.end <= at[1] <= y.start]
        free = (at for at in inside if not any(_clash(at, other, apart) for _, other, _ in found))
        found.append((letter, next(free, point), point))
    return found


def _around(point: Spot, apart: tuple[float, float]) -> list[Spot]:
    """Places on rings around a point, those above first."""
    turns = [math.pi * k / 8 for k in (4, 6, 2, 8, 0, 10, 14, 12)]
    return [
        (point[0] + ring * apart[0] * math.cos(turn), point[1] - ring * apart[1] * math.sin(turn))
        for ring in (1, 1.5, 2, 2.5, 3, 4)
        for turn in turns
    ]


def _clash(one: Spot, other: Spot, apart: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < apart[0] and abs(one[1] - other[1]) < apart[1]


def _says(rows: Sequence[Row], unit: str) -> str:
    if not rows:
        return "No cut costs its target that much."
    first = rows[0]
    worse = sum(row["owner_loss"] >= row["target_loss"] for row in rows)
    return (
        f"First: {cut_name(first)}, at {number(first['target_loss'])} {unit} for the target and "
        f"{number(first['owner_loss'])} for the owner. {worse:,} of {len(rows):,} cuts cost their "
        "owner as much as their target, or more."
    )


def _style() -> str:
    return picture_style(
        ".small{font-size:13px} .dot{fill:<party-0>;fill-opacity:.6}",
        ".ratio{stroke:<quiet>;stroke-dasharray:6 5} .badge{fill:<party-1>}",
        ".leader{stroke:<party-1>} .letter{fill:<page>;font-weight:bold;font-size:13px}",
    )
