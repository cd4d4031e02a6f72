"""Chart 1: what the same control costs each side, one bar per party, with its range."""

from typing import Any

from markupsafe import Markup

from detente.brief.charts.axes import Scale
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import el, line, rect, svg
from detente.brief.view import View, triple
from detente.say import date_words, join_words, money, money_range

__all__ = ["cost_bars", "cost_figure"]

WIDE, HIGH = 1000.0, 22.0
ROLES = {"owner": "imposes it", "target": "target", "third": "third country"}


def bar(value: dict[str, float], scale: Scale, class_: str, words: str) -> Markup:
    """Draw one bar with its whisker."""
    zero, to = scale(0), scale(value["central"])
    low, high = scale(value["low"]), scale(value["high"])
    middle = HIGH / 2
    return svg(
        rect(min(zero, to), 3, abs(to - zero), HIGH - 6, f"fill {class_}"),
        line(low, middle, high, middle, "whisker"),
        line(low, 6, low, HIGH - 6, "whisker"),
        line(high, 6, high, HIGH - 6, "whisker"),
        line(zero, 0, zero, HIGH, "zero"),
        title=words,
        box=(WIDE, HIGH),
        class_="bar",
    )


def cost_scale(rows: list[dict[str, Any]]) -> Scale:
    """Common scale of all bars, so that lengths compare across controls."""
    low = min([0.0, *(row["low"] for row in rows)])
    high = max([0.0, *(row["high"] for row in rows)]) or 1.0
    margin = 0.02 * (high - low)
    return Scale(low - (margin if low < 0 else 0), high + margin, 4, WIDE - 4)


def _pair(view: View, code: str, rows: list[dict[str, Any]], scale: Scale) -> Markup:
    control = next((row for row in view.shown_controls() if row["control"] == code), None)
    about = [code]
    if control:
        about.append(f"imposed by {view.the(control['imposer'])}")
        about.append(date_words(control["effective"]))
    bars = []
    for row in rows:
        name = view.party(row["party"])
        value = triple(row)
        words = money_range(value)
        bars.append(
            el(
                "div",
                el(
                    "span",
                    el(
                        "span",
                        "",
                        class_=f"key fill p{view.rank(row['party'])}",
                        aria_hidden="true",
                    ),
                    name,
                    el("small", f" {ROLES.get(row['role'], row['role'])}"),
                    class_="who",
                ),
                bar(value, scale, f"p{view.rank(row['party'])}", f"{name}: {words} per month"),
                el("span", words, class_="num"),
                class_="bar-row",
            )
        )
    return el(
        "div",
        el("h4", view.control(code), el("small", " · ".join(filter(None, about)))),
        *bars,
        class_="pair",
    )


def _says(view: View, pairs: dict[str, list[dict[str, Any]]]) -> str:
    code, rows = next(iter(pairs.items()))
    told = [f"{view.the(row['party'])} {money(row['central'])}" for row in rows[:2]]
    return (
        f"Most costly to the two sides together: {view.inline(view.control(code))}. "
        f"Alone it costs {join_words(told)} a month."
    )


def cost_figure(view: View) -> Figure:
    """Chart the cost of each control to each side, the control alone in force."""
    pairs = view.paired_losses()
    rows = [row for group in pairs.values() for row in group]
    scale = cost_scale(rows)
    body = (
        el(
            "div",
            *(_pair(view, code, group, scale) for code, group in pairs.items()),
            class_="pairs",
        )
        if pairs
        else empty("No control on the table has a cost that this version can compute.")
    )
    parts = ("stopped_lines", "price_paid", "own_exports_lost")
    return Figure(
        name="fig-cost",
        title="What the same control costs each side",
        unit="USD bn per month, each control alone in force; bar = central, line = low to high",
        says=_says(view, pairs) if pairs else "",
        keys=tuple(
            Key(mark=f"fill p{view.rank(party)}", words=view.party(party)) for party in view.parties
        ),
        body=body,
        table=Table(
            caption="Cost per control and party, USD bn per month, with its parts (central)",
            head=(
                "Control",
                "Name",
                "Party",
                "Role",
                "Low",
                "Central",
                "High",
                "Stopped lines",
                "Higher prices paid",
                "Own exports lost",
            ),
            rows=[
                (
                    row["control"],
                    view.control(row["control"]),
                    view.party(row["party"]),
                    row["role"],
                    float(row["low"]),
                    float(row["central"]),
                    float(row["high"]),
                    *(float(row["parts"][part]["central"]) for part in parts),
                )
                for row in rows
            ],
            text_columns=4,
        ),
        how="how-cost",
    )


def cost_bars(view: View) -> Markup:
    """Chart 1 as HTML; see :func:`cost_figure`."""
    return render(cost_figure(view))
