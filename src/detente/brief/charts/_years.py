"""From weeks to years: what each control costs each side, month by month, and when it halves."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from detente.brief.charts.axes import HEIGHT, WIDTH, Scale, frame, labelled, ticks
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import line, path, svg
from detente.brief.view import View
from detente.say import capital, money

__all__ = ["years_figure", "years_words"]

Path = Mapping[str, Any]

EVERY = 12
"""Months between two rows of the table."""


def years_words(view: View, row: Path) -> str:
    """Say a path in a sentence."""
    who = view.the(row["party"])
    who = capital(who)
    at = row["by_month"][row["peak_month"] - 1]["central"]
    if at <= 0:
        return f"{who}: no cost in any month."
    words = f"{who}: {money(at)} in month {row['peak_month']}, the largest; "
    if row["halved_month"] is None:
        return words + f"still more than half of it after {len(row['by_month'])} months."
    return words + f"half of it or less from month {row['halved_month']} on."


def years_figure(view: View, control: str, *, title: str) -> Markup:
    """Paths of all parties under one control, or under all together.

    Parameters
    ----------
    view
        A ``detente.years/1`` payload.
    control
        Id of the control, or ``together``.
    title
        What it shows.

    Returns
    -------
    Markup
        A line with a band for each party; an upright stroke where its cost has halved.
    """
    rows = [row for row in view.payload["paths"] if row["control"] == control]
    says = " ".join(years_words(view, row) for row in rows)
    drawn = any(at["high"] > 0 for row in rows for at in row["by_month"])
    return render(
        Figure(
            name=f"fig-years-{control}",
            title=title,
            unit=(
                "USD bn per month; line = central, band = low to high; dotted upright: from then "
                "on half of the largest cost or less"
            ),
            says=says,
            keys=tuple(
                Key(mark=f"fill line p{view.rank(row['party'])}", words=view.party(row["party"]))
                for row in rows
            ),
            body=_plot(view, rows, title, says) if drawn else empty("It costs nobody anything."),
            table=_table(view, rows, title),
            how="how-years",
        )
    )


def _plot(view: View, rows: list[Path], title: str, says: str) -> Markup:
    months = [at["month"] for at in rows[0]["by_month"]]
    values = [at for row in rows for at in row["by_month"]]
    x = Scale(months[0], months[-1])
    steps = ticks(min(0.0, *(at["low"] for at in values)), max(at["high"] for at in values))
    y = Scale(steps[0], steps[-1], HEIGHT, 0)

    def drawing(grid: list[Markup]) -> Markup:
        shapes = list(grid)
        for row in rows:
            there = [(x(at["month"]), y(at["high"])) for at in row["by_month"]]
            back = [(x(at["month"]), y(at["low"])) for at in reversed(row["by_month"])]
            shapes.append(path(there + back, f"band p{view.rank(row['party'])}", closed=True))
        for row in rows:
            colour = f"p{view.rank(row['party'])}"
            curve = [(x(at["month"]), y(at["central"])) for at in row["by_month"]]
            shapes.append(path(curve, f"curve {colour}"))
            if row["halved_month"] is not None:
                at = x(row["halved_month"])
                shapes.append(line(at, 0, at, HEIGHT, f"halved {colour}"))
        return svg(*shapes, title=title, desc=says, box=(WIDTH, HEIGHT))

    shown = [month for month in months if month % EVERY == 0]
    shown = shown[:: max(1, round(len(shown) / 6))]
    return frame(
        drawing,
        x,
        y,
        x_ticks=[(month, f"{month}") for month in shown],
        y_ticks=labelled(steps),
        titles=("months from the standoff's date", "USD bn per month"),
    )


def _table(view: View, rows: list[Path], title: str) -> Table:
    return Table(
        caption=f"{title}, USD bn per month, every twelfth month and the first",
        head=("Party", "Month", "Low", "Central", "High"),
        rows=[
            (
                view.party(row["party"]),
                int(at["month"]),
                float(at["low"]),
                float(at["central"]),
                float(at["high"]),
            )
            for row in rows
            for at in row["by_month"]
            if at["month"] == 1 or at["month"] % EVERY == 0
        ],
    )
