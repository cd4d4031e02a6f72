"""Chart 2: the cost to each party month by month under the status quo, with its range."""

from markupsafe import Markup

from detente.brief.charts.axes import HEIGHT, WIDTH, Scale, bands, frame, labelled, ticks
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import svg
from detente.brief.view import View
from detente.say import capital, count, money

__all__ = ["cost_months"]


def _says(view: View) -> str:
    told = []
    for party, row in view.totals().items():
        months = row["by_month"]
        if len(months) > 1:
            first, last = months[0], months[-1]
            told.append(
                f"{view.the(party)}: {money(first['central'])} in month {first['month']}, "
                f"{money(last['central'])} in month {last['month']}"
            )
    words = "; ".join(told)
    return f"{capital(words)}." if words else ""


def _plot(view: View) -> Markup:
    rows = [(party, row["by_month"]) for party, row in view.totals().items() if row["by_month"]]
    values = [at for _, months in rows for at in months]
    x = Scale(min(at["month"] for at in values), max(at["month"] for at in values))
    steps = ticks(min([0.0, *(at["low"] for at in values)]), max(at["high"] for at in values))
    y = Scale(steps[0], steps[-1], HEIGHT, 0)

    def drawing(grid: list[Markup]) -> Markup:
        return svg(
            *grid,
            *bands(view, rows, x, y),
            title="Cost by month to each party, all tabled controls in force",
            desc=_says(view),
            box=(WIDTH, HEIGHT),
        )

    months = sorted({at["month"] for at in values})
    shown = months[:: max(1, round(len(months) / 6))]
    return frame(
        drawing,
        x,
        y,
        x_ticks=[(month, f"{month}") for month in shown],
        y_ticks=labelled(steps),
        titles=("months from the date of the brief", "USD bn per month"),
    )


def cost_months(view: View) -> Markup:
    """Chart 2 as HTML."""
    totals = view.totals()
    drawn = any(row["by_month"] for row in totals.values())
    return render(
        Figure(
            name="fig-months",
            title="The cost month by month if nothing changes",
            unit=(
                f"USD bn per month, {count(len(view.shown_controls()), 'control')} together; "
                "line = central, band = low to high"
            ),
            says=_says(view),
            keys=tuple(
                Key(mark=f"fill line p{view.rank(party)}", words=view.party(party))
                for party in totals
            ),
            body=_plot(view) if drawn else empty("No month was computed."),
            table=Table(
                caption="Cost by month under the status quo, USD bn per month",
                head=("Party", "Month", "Low", "Central", "High"),
                rows=[
                    (
                        view.party(party),
                        int(at["month"]),
                        float(at["low"]),
                        float(at["central"]),
                        float(at["high"]),
                    )
                    for party, row in totals.items()
                    for at in row["by_month"]
                ],
            ),
            how="how-cost",
        )
    )
