"""Chart 5: for which security values a deal exists."""

import itertools
from collections.abc import Sequence

from markupsafe import Markup

from detente.brief.charts.axes import HEIGHT, WIDTH, Scale, frame, labelled, ticks
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import el, line, rect, svg
from detente.brief.view import View
from detente.deal.shape.deals import Axis, Map
from detente.say import per_cent

__all__ = ["value_map"]


def _edges(values: list[float]) -> list[float]:
    """Borders of the cells whose centres are given."""
    if len(values) == 1:
        half = abs(values[0]) / 2 or 0.5
        return [values[0] - half, values[0] + half]
    inner = [(a + b) / 2 for a, b in itertools.pairwise(values)]
    return [values[0] - (inner[0] - values[0]), *inner, values[-1] + (values[-1] - inner[-1])]


def _axis(view: View, axis: Axis) -> str:
    return (
        f"security value that {view.the(axis['party'])} puts on "
        f"{view.inline(view.control(axis['control']))}, "
        "USD bn per month"
    )


def _tick_labels(scale: Scale) -> list[tuple[float, str]]:
    steps = ticks(scale.low, scale.high)
    return labelled([step for step in steps if scale.low <= step <= scale.high])


def _hatch() -> list[Markup]:
    """Slant lines over the whole plot; cells with a deal cover them.

    Hatching reads without colour and in print.
    """
    gap, lean = 28.0, HEIGHT
    return [
        line(
            max(at, 0.0),
            min(HEIGHT, HEIGHT + at),
            min(at + lean, WIDTH),
            max(0.0, at + lean - WIDTH),
            "hatch",
        )
        for at in (k * gap - lean for k in range(1, int((WIDTH + lean) / gap) + 1))
    ]


def _runs(row: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches of neighbouring cells with a deal: first, one past the last."""
    runs: list[tuple[int, int]] = []
    for at, exists in enumerate(row):
        if exists and runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        elif exists:
            runs.append((at, at + 1))
    return runs


def _plot(view: View, grid_: Map) -> Markup:
    x_edges, y_edges = _edges(grid_["x"]["values"]), _edges(grid_["y"]["values"])
    assumed = grid_["assumed"]
    x = Scale(min(x_edges[0], assumed["x"]), max(x_edges[-1], assumed["x"]))
    y = Scale(min(y_edges[0], assumed["y"]), max(y_edges[-1], assumed["y"]), HEIGHT, 0)

    def drawing(_: list[Markup]) -> Markup:
        shapes = [rect(0, 0, WIDTH, HEIGHT, "no-deal"), *_hatch()]
        for row, cells in enumerate(grid_["exists"]):
            top, bottom = y(y_edges[row + 1]), y(y_edges[row])
            for first, last in _runs(cells):
                left, right = x(x_edges[first]), x(x_edges[last])
                shapes.append(rect(left, top, right - left, bottom - top + 0.5, "deal"))
        return svg(
            *shapes,
            title="Security values for which a deal exists",
            desc=grid_["words"],
            box=(WIDTH, HEIGHT),
        )

    here = el(
        "span",
        "A",
        class_="badge",
        style=f"left:{x.share(assumed['x'])}%;bottom:{y.share(assumed['y'])}%",
    )
    return frame(
        drawing,
        x,
        y,
        x_ticks=_tick_labels(x),
        y_ticks=_tick_labels(y),
        titles=("across: " + _axis(view, grid_["x"]), "up: " + _axis(view, grid_["y"])),
        over=[here],
        class_="tall",
    )


def value_map(view: View) -> Markup:
    """Chart 5 as HTML.

    Returns
    -------
    Markup
        A grid of two security values: deal, or no deal (hatched), with the assumed point.
    """
    grid = view.deals["map"]
    cells = [bool(cell) for row in grid["exists"] for cell in row] if grid else []
    table_rows: list[tuple[str | float | int, ...]] = []
    if grid and cells:
        table_rows = [
            (float(x), float(y), "deal" if exists else "no deal")
            for y, row in zip(grid["y"]["values"], grid["exists"], strict=True)
            for x, exists in zip(grid["x"]["values"], row, strict=True)
        ]
    share = sum(cells) / len(cells) if cells else 0.0
    return render(
        Figure(
            name="fig-map",
            title="For which security values a deal exists",
            unit=f"grid of assumed values; a deal exists in {per_cent(share)} of the grid"
            if cells
            else "grid of assumed values",
            says=grid["words"] if grid and cells else "",
            keys=(
                Key(mark="deal-key", words="a deal exists"),
                Key(mark="no-deal-key", words="no deal"),
                Key(mark="badge-key", letter="A", words="the values assumed in this brief"),
            )
            if cells
            else (),
            body=_plot(view, grid)
            if grid and cells
            else empty("No pair of security values was scanned."),
            table=Table(
                caption="Deal or no deal by pair of security values, USD bn per month",
                head=(
                    (_axis(view, grid["x"]), _axis(view, grid["y"]), "Result")
                    if grid
                    else ("x", "y", "Result")
                ),
                rows=table_rows,
                text_columns=0,
            ),
            how="how-deals",
        )
    )
