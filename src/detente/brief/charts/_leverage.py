"""Who is under more pressure: each side's loss from the other's controls, month by month."""

from typing import Any

from markupsafe import Markup

from detente.brief.charts.axes import HEIGHT, WIDTH, Scale, frame, labelled, ticks
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import el, line, path, svg
from detente.brief.view import View
from detente.say import capital, clean, join_words, money

__all__ = ["leverage_figure"]

Row = dict[str, Any]


def _sides(view: View, row: Row) -> tuple[str, str]:
    others = join_words([view.the(code) for code in row["others"]])
    return view.the(row["party"]), others


def _says(view: View, row: Row) -> str:
    one, two = _sides(view, row)
    last = row["by_month"][-1]
    words = clean(row["words"]).rstrip(".")
    tail = "" if row["month"] is not None else ", so leverage does not pass within the horizon"
    return (
        f"{capital(words)}{tail}. In month {last['month']} the other side’s controls "
        f"cost {one} {money(last['on_party'])} and {two} {money(last['on_others'])} a month."
    )


def _plot(view: View, row: Row) -> Markup:
    months = row["by_month"]
    marks = (view.rank(row["party"]), view.rank(row["others"][0]))
    values = [at[name] for at in months for name in ("on_party", "on_others")]
    x = Scale(months[0]["month"], max(months[-1]["month"], months[0]["month"] + 1))
    steps = ticks(min([0.0, *values]), max([*values, 1e-3]))
    y = Scale(steps[0], steps[-1], HEIGHT, 0)

    def drawing(grid: list[Markup]) -> Markup:
        shapes = list(grid)
        if row["month"] is not None:
            shapes.append(line(x(row["month"]), 0, x(row["month"]), HEIGHT, "when-line"))
        for name, rank in zip(("on_party", "on_others"), marks, strict=True):
            points = [(x(at["month"]), y(at[name])) for at in months]
            shapes.append(path(points, f"curve p{rank}"))
        return svg(
            *shapes,
            title="Pressure on each side by month",
            desc=_says(view, row),
            box=(WIDTH, HEIGHT),
        )

    shown = months[:: max(1, round(len(months) / 6))]
    over = []
    if row["month"] is not None:
        style = f"left:{x.share(row['month'])}%;top:0"
        over.append(el("span", "leverage passes", class_="note-label", style=style))
    return frame(
        drawing,
        x,
        y,
        x_ticks=[(at["month"], f"{at['month']}") for at in shown],
        y_ticks=labelled(steps),
        titles=("months from the date of the brief", "USD bn per month"),
        over=over,
    )


def leverage_figure(view: View) -> Markup:
    """Draw the balance of pressure, with the month in which leverage passes.

    Returns
    -------
    Markup
        A line for each side, for the first pair of sides; all are in the table.
    """
    rows: list[Row] = [row for row in view.payload.get("leverage", []) if row["by_month"]]
    first = rows[0] if rows else None
    keys: list[Key] = []
    if first:
        for code, others in (
            (first["party"], first["others"]),
            (first["others"][0], [first["party"]]),
        ):
            by = join_words([view.the(other) for other in others])
            words = f"{view.party(code)}, from the controls of {by}"
            keys.append(Key(mark=f"fill line p{view.rank(code)}", words=words))
    return render(
        Figure(
            name="fig-leverage",
            title="Who is under more pressure",
            unit="cost of the other side’s controls, USD bn per month, central run; leverage lies "
            "with the side whose opponent loses more",
            says=_says(view, first) if first else "",
            keys=tuple(keys),
            body=_plot(view, first)
            if first
            else empty("Only one side has controls on the table, so there is nothing to weigh."),
            table=Table(
                caption="Loss from the other side’s controls, central run, USD bn per month",
                head=("Party", "Others", "Month", "Loss of the party", "Loss of the others"),
                rows=[
                    (
                        view.party(row["party"]),
                        join_words([view.party(code) for code in row["others"]]),
                        int(at["month"]),
                        float(at["on_party"]),
                        float(at["on_others"]),
                    )
                    for row in rows
                    for at in row["by_month"]
                ],
                text_columns=2,
            ),
            how="how-leverage",
        )
    )
