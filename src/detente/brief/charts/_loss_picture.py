"""A simulation as one SVG that stands alone: loss by month, and what runs short when."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from detente.brief.charts._clock import clock_order, first_stoppage
from detente.brief.charts._picture_style import picture_style
from detente.brief.charts.axes import SHEET_LEFT as LEFT
from detente.brief.charts.axes import SHEET_RIGHT as RIGHT
from detente.brief.charts.axes import SHEET_WIDE as WIDE
from detente.brief.charts.axes import Scale, bands, labelled, ticks
from detente.brief.charts.svg import el, line, picture_of, rect, words_at
from detente.brief.view import View
from detente.say import days_range, money, shorten

__all__ = ["loss_picture"]

TOP, HIGH = 118.0, 280.0
ROW = 34.0
MOST_ROWS = 8


def loss_picture(view: View, *, title: str) -> str:
    """Draw the loss of each party by month, and below it the first shortages.

    Parameters
    ----------
    view
        A ``detente.impact/1`` payload.
    title
        Heading.

    Returns
    -------
    str
        An SVG document, light colours, text inside; nothing from outside.
    """
    totals = view.totals()
    clocks = clock_order(view)[:MOST_ROWS]
    bottom = TOP + HIGH + 92
    high = bottom + ROW * max(len(clocks), 1) + 24
    told = [
        f"{view.the(party)} {money(row['together']['central'])} a month"
        for party, row in totals.items()
    ]
    heading = shorten(title, 80)
    shapes: list[Markup] = [
        el("title", heading),
        el("desc", f"All controls together cost {'; '.join(told)}."),
        el("style", _style()),
        rect(0, 0, WIDE, high, "page"),
        words_at(heading, 20, 34, class_="head"),
        words_at(
            "Loss by month, all controls together, USD bn per month; "
            "line = central, band = 5th to 95th percentile",
            20,
            58,
            class_="quiet",
        ),
        *_legend(view, list(totals)),
        *_months(view, totals),
        words_at("Days to the first shortage of a good without which lines stop", 20, bottom - 14),
    ]
    if clocks:
        shapes += _shortages(view, clocks, bottom)
    else:
        shapes.append(words_at("No such good runs short.", 20, bottom + 18, class_="quiet"))
    return picture_of(*shapes, wide=WIDE, high=high)


def _style() -> str:
    return picture_style(
        ranks=(
            ".curve.p<rank>{stroke:<colour>;stroke-width:2.5;stroke-dasharray:<dash>}",
            ".band.p<rank>{fill:<colour>;fill-opacity:.16;stroke:none}",
            ".span.p<rank>{fill:<colour>;fill-opacity:.35}",
            ".mark.p<rank>{stroke:<colour>;stroke-width:3}",
        )
    )


def _legend(view: View, parties: Sequence[str]) -> list[Markup]:
    shapes, x = [], LEFT
    for party in parties:
        name = view.party(party)
        shapes.append(line(x, 83, x + 34, 83, f"curve p{view.rank(party)}"))
        shapes.append(words_at(name, x + 42, 88))
        x += 42 + 8.5 * len(name) + 28
    return shapes


def _months(view: View, totals: Mapping[str, Mapping[str, Any]]) -> list[Markup]:
    rows = [(party, row["by_month"]) for party, row in totals.items()]
    values = [at for _, months in rows for at in months]
    steps = ticks(min([0.0, *(at["low"] for at in values)]), max(at["high"] for at in values))
    last = max(at["month"] for at in values)
    x = Scale(1, max(last, 2), LEFT, WIDE - RIGHT)
    y = Scale(steps[0], steps[-1], TOP + HIGH, TOP)
    shapes = []
    for value, label in labelled(steps):
        kind = "grid" if value else "zero"
        shapes.append(line(LEFT, y(value), WIDE - RIGHT, y(value), kind))
        shapes.append(words_at(label, LEFT - 10, y(value) + 5, class_="quiet end"))
    every = max(1, round(last / 12))
    shapes += [
        words_at(f"{month}", x(month), TOP + HIGH + 22, class_="quiet middle")
        for month in range(1, last + 1, every)
    ]
    shapes.append(words_at("month", WIDE - RIGHT, TOP + HIGH + 42, class_="quiet end"))
    return [*shapes, *bands(view, rows, x, y)]


def _shortages(view: View, clocks: Sequence[Mapping[str, Any]], top: float) -> list[Markup]:
    horizon = float(view.payload["manifest"]["days"])
    x = Scale(0, horizon, 330, WIDE - 250)
    shapes = []
    for at, row in enumerate(clocks):
        y = top + ROW * at
        colour = f"p{view.rank(row['party'])}"
        found = first_stoppage(row)
        name = shorten(f"{view.party(row['party'])}: {view.good(row['good'])}", 40)
        shapes.append(words_at(name, 20, y + 17))
        shapes.append(rect(330, y + 10, WIDE - 580, 4, "rail"))
        if found:
            low = x(found["low"] if found["low"] is not None else found["central"] or 0.0)
            high = x(found["high"] if found["high"] is not None else horizon)
            shapes.append(rect(low, y + 5, max(high - low, 4), 14, f"span {colour}"))
            if found["central"] is not None:
                where = x(found["central"])
                shapes.append(line(where, y + 1, where, y + 23, f"mark {colour}"))
        words = (
            "in under half of draws" if found and found["central"] is None else days_range(found)
        )
        shapes.append(words_at(words, WIDE - 238, y + 17, class_="quiet"))
    return shapes
