"""Chart 7: since when each control has been in force, and the dates ahead."""

import datetime as dt
from typing import Any

from markupsafe import Markup

from detente.brief.charts.axes import ROW_HIGH as HIGH
from detente.brief.charts.axes import ROW_WIDE as WIDE
from detente.brief.charts.axes import Scale
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import el, line, rect, svg
from detente.brief.view import View
from detente.say import date_words

__all__ = ["timeline"]

LOOK_BACK = 400  # days: older controls would squeeze the recent ones


def _day(value: str | None) -> int | None:
    try:
        return dt.date.fromisoformat((value or "")[:10]).toordinal()
    except ValueError:
        return None


def _strip(label: str, note: str, drawing: Markup) -> Markup:
    return el(
        "div",
        el("span", label, class_="who"),
        drawing,
        el("span", note, class_="num"),
        class_="bar-row",
    )


def _rows(view: View, today: int, scale: Scale) -> list[Markup]:
    rows = []
    for control in sorted(
        view.shown_controls(), key=lambda row: (row["effective"] or "", row["control"])
    ):
        start = _day(control["effective"])
        if start is None:
            continue
        colour = f"p{view.rank(control['imposer'])}"
        words = date_words(control["effective"])
        a, b = sorted((scale(start), scale(today)))
        shapes = [
            rect(0, 10, WIDE, 2, "rail"),
            rect(a, 5, max(b - a, 3), 12, f"fill {colour}{' planned' if start > today else ''}"),
            line(scale(today), 0, scale(today), HIGH, "today"),
        ]
        name = view.control(control["control"])
        title = f"{name}: {control['status']} since {words}"
        drawing = svg(*shapes, title=title, box=(WIDE, HIGH), class_="bar")
        rows.append(_strip(name, words, drawing))
    return rows


def _ahead(view: View, scale: Scale) -> list[Markup]:
    rows = []
    for mark in view.payload["standoff"]["clock"]:
        day = _day(mark["date"])
        if day is None:
            continue
        at = scale(day)
        words = date_words(mark["date"])
        drawing = svg(
            rect(0, 10, WIDE, 2, "rail"),
            line(at, 2, at, HIGH - 2, "mark due"),
            title=f"{mark['name']}: {words}",
            box=(WIDE, HIGH),
            class_="bar",
        )
        rows.append(_strip(mark["name"], words, drawing))
    return rows


def timeline(view: View) -> Markup:
    """Chart 7 as HTML.

    Returns
    -------
    Markup
        One strip per control, from its first day to the date of the brief, and per dated event.
    """
    standoff: dict[str, Any] = view.payload["standoff"]
    today = _day(standoff["on"]) or 0
    found = [today]
    found += [day for row in standoff["controls"] if (day := _day(row["effective"]))]
    found += [day for row in standoff["clock"] if (day := _day(row["date"]))]
    start = max(min(found), today - LOOK_BACK)
    pad = max(1.0, 0.02 * (max(found) - start))
    scale = Scale(start - pad, max(found) + pad, 0, WIDE)
    older = "; a bar at the edge began earlier" if start > min(found) else ""
    rows = [*_rows(view, today, scale), *_ahead(view, scale)]
    imposers = list(dict.fromkeys(row["imposer"] for row in standoff["controls"]))
    return render(
        Figure(
            name="fig-timeline",
            title="Since when each control has been in force",
            unit=f"from {date_words(dt.date.fromordinal(start).isoformat())} to "
            f"{date_words(dt.date.fromordinal(max(found)).isoformat())}; "
            f"dashed line = {date_words(standoff['on'])}{older}",
            says="",
            keys=tuple(
                Key(mark=f"fill p{view.rank(code)}", words=f"imposed by {view.the(code)}")
                for code in imposers
            ),
            body=el("div", *rows, class_="strips")
            if rows
            else empty("No control on the table has a date."),
            table=Table(
                caption="Controls and dates",
                head=("Name", "Date", "Status"),
                rows=[
                    *(
                        (view.control(row["control"]), row["effective"] or "", row["status"])
                        for row in standoff["controls"]
                    ),
                    *((row["name"], row["date"] or "", "date ahead") for row in standoff["clock"]),
                ],
                text_columns=3,
            ),
            how="how-standoff",
        )
    )
