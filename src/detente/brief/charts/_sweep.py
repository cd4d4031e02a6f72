"""Which inputs a party's loss hangs on: Sobol's indices as bars, largest first."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from detente.brief.charts._picture_style import picture_style
from detente.brief.charts.axes import ROW_HIGH as HIGH
from detente.brief.charts.axes import ROW_WIDE as WIDE
from detente.brief.charts.axes import Scale
from detente.brief.charts.figure import Figure, Key, Table, render
from detente.brief.charts.svg import el, line, picture_of, rect, svg, words_at

__all__ = ["index_name", "sweep_figure", "sweep_picture"]

Row = Mapping[str, Any]

MOST = 10
PAGE, LEFT, RIGHT, TOP, STEP, GAP = 900.0, 330.0, 190.0, 96.0, 30.0, 62.0


def index_name(name: str) -> str:
    """Name of an input or a group as it is read.

    Examples
    --------
    >>> index_name("stock_days of ndfeb-magnet")
    'stock days of ndfeb magnet'
    >>> index_name("intensity of CN-2025-18")
    'intensity of CN-2025-18'
    """
    kind, of, good = name.partition(" of ")
    plain = good if any(sign.isdigit() for sign in good) else good.replace("-", " ")
    kind = kind if any(sign.isdigit() for sign in kind) else kind.replace("-", " ")
    return kind.replace("_", " ") + of + plain


def sweep_figure(row: Row, rank: int) -> Markup:
    """Indices of one party as HTML.

    Parameters
    ----------
    row
        A party of a ``detente.sweep/1`` payload.
    rank
        Its place, which fixes its colour.

    Returns
    -------
    Markup
        The figure with its table of all inputs.
    """
    shown = row["indices"][:MOST]
    colour = f"p{min(rank, 3)}"
    scale = Scale(0.0, _reach(shown), 0, WIDE)
    return render(
        Figure(
            name=f"fig-sweep-{rank}",
            title=f"{row['name']}: what its loss hangs on",
            unit="share of the variance of its loss; solid = by itself (first order), pale = with "
            "all interactions (total), whisker = 95 % confidence interval of the total",
            says=_says(shown),
            keys=(
                Key(mark=f"fill {colour}", words="first order"),
                Key(mark=f"sweep-key {colour}", words="total"),
            ),
            body=el("div", *(_bar(one, scale, colour) for one in shown), class_="pair"),
            table=Table(
                caption=f"{row['name']}: Sobol indices, share of variance; ± is half a 95 % "
                "confidence interval",
                head=("Input", "Inputs in it", "First order", "±", "Total", "± of it"),
                rows=[
                    (
                        index_name(one["name"]),
                        int(one["inputs"]),
                        float(one["first"]),
                        float(one["first_error"]),
                        float(one["total"]),
                        float(one["total_error"]),
                    )
                    for one in row["indices"]
                ],
            ),
            how="how-sweep",
        )
    )


def sweep_picture(payload: Mapping[str, Any]) -> str:
    """Indices of all parties in one SVG document.

    Parameters
    ----------
    payload
        A ``detente.sweep/1`` dict.

    Returns
    -------
    str
        Light colours, text inside, nothing from outside.
    """
    rows = payload["parties"]
    title = f"{payload['standoff']['name']}: what its cost hangs on"
    high = TOP + sum(GAP + STEP * len(row["indices"][:MOST]) for row in rows)
    reach = max(_reach(row["indices"][:MOST]) for row in rows)
    shapes: list[Markup] = [
        el("title", title),
        el("desc", " ".join(f"{row['name']}: {_says(row['indices'])}" for row in rows)),
        el("style", _style()),
        rect(0, 0, PAGE, high, "page"),
        words_at(title, 20, 34, "head"),
        words_at(
            "Sobol indices, share of the variance of each party's loss; solid = first order, "
            "pale = total, whisker = 95 %",
            20,
            58,
            "quiet",
        ),
    ]
    top = TOP
    for rank, row in enumerate(rows):
        shapes.append(words_at(row["name"], 20, top + 4))
        for at, one in enumerate(row["indices"][:MOST]):
            y = top + 16 + STEP * at
            scale = Scale(0.0, reach, LEFT, PAGE - RIGHT)
            shapes.append(words_at(index_name(one["name"]), LEFT - 12, y + 15, "end"))
            shapes += _marks(one, scale, f"p{min(rank, 3)}", y)
            shapes.append(words_at(_numbers(one), PAGE - RIGHT + 14, y + 15, "quiet"))
        top += GAP + STEP * len(row["indices"][:MOST])
    return picture_of(*shapes, wide=PAGE, high=high)


def _bar(one: Row, scale: Scale, colour: str) -> Markup:
    name = index_name(one["name"])
    drawing = svg(
        *_marks(one, scale, colour, 0.0),
        title=f"{name}: total {one['total']:.2f}, first order {one['first']:.2f}",
        box=(WIDE, HIGH),
        class_="bar",
    )
    told = el("span", _numbers(one), class_="num")
    return el("div", el("span", name, class_="who"), drawing, told, class_="bar-row")


def _marks(one: Row, scale: Scale, colour: str, top: float) -> list[Markup]:
    """Rail, total, first order, and the total's interval."""
    zero, middle = scale(0.0), top + HIGH / 2
    low, high = one["total"] - one["total_error"], one["total"] + one["total_error"]
    return [
        rect(zero, middle - 1, scale.end - zero, 2, "rail"),
        rect(zero, top + 3, scale(one["total"]) - zero, HIGH - 6, f"band whole {colour}"),
        rect(zero, top + 6, scale(one["first"]) - zero, HIGH - 12, f"fill {colour}"),
        line(scale(low), middle, scale(high), middle, "whisker"),
        line(scale(high), top + 5, scale(high), top + HIGH - 5, "whisker"),
    ]


def _numbers(one: Row) -> str:
    return f"{one['total']:.2f} ± {one['total_error']:.2f}"


def _reach(rows: Sequence[Row]) -> float:
    return max(1e-9, *(float(one["total"] + one["total_error"]) for one in rows))


def _says(rows: Sequence[Row]) -> str:
    first = rows[0]
    if first["total"] <= 0:
        return "No input moves it."
    return f"Most: {index_name(first['name'])}, {first['total']:.2f} of the variance in total."


def _style() -> str:
    return picture_style(
        ".whisker{stroke:<ink>;stroke-width:1.5}",
        ranks=(".fill.p<rank>{fill:<colour>}", ".whole.p<rank>{fill:<colour>;fill-opacity:.35}"),
    )
