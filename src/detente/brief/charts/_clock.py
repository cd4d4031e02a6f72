"""Chart 3: how long stocks last, and when lines first stop."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from detente._units import MEAN_YEAR, MONTHS_PER_YEAR
from detente.brief.charts.axes import HEIGHT, WIDTH, Scale, frame, ticks
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import el, line, path, rect, svg
from detente.brief.view import View
from detente.say import capital, days_range, join_words, per_cent

__all__ = ["clock_figure", "clock_order", "first_stoppage"]

MOST_PATHS = 6
MOST_POINTS = 130
TABLE_ROWS = 25


def first_stoppage(row: Mapping[str, Any]) -> Mapping[str, float | None] | None:
    """Days to the first stoppage, or nothing where no draw reaches one.

    Returns
    -------
    dict or None
        ``low``, ``central``, ``high`` [days]; an end may be ``None``.
    """
    found: Mapping[str, float | None] | None = row["days_to_first_stoppage"]
    if found is None or all(end is None for end in found.values()):
        return None
    return found


def clock_order(view: View) -> list[dict[str, Any]]:
    """Order the clock by the day of the first stoppage; on one day, what may be eased first."""
    held = {row["control"] for row in view.shown_controls() if row.get("easing_bound") == 0}

    def key(row: dict[str, Any]) -> tuple[float, bool, float, str, str]:
        found = first_stoppage(row)
        middle = found["central"] if found else None
        return (
            float("inf") if middle is None else round(middle),
            middle is not None and row["control"] in held,
            -row["share_of_draws"],
            row["party"],
            row["good"],
        )

    return sorted(view.payload["clock"], key=key)


def _horizon(rows: Sequence[Mapping[str, Any]]) -> float:
    ends = [row["path"]["days"][-1] for row in rows if row["path"]["days"]]
    found = [first_stoppage(row) or {} for row in rows]
    ends += [end for value in found for end in value.values() if end is not None]
    return float(max(ends, default=1))


def _day_ticks(horizon: float) -> list[tuple[float, str]]:
    step = next((s for s in (7, 15, 30, 60, 90, 180) if horizon / s <= 6), 365)
    return [(float(day), f"{day}") for day in range(0, int(horizon) + 1, step)]


def _strip(view: View, row: Mapping[str, Any], scale: Scale) -> Markup:
    found = first_stoppage(row)
    words = days_range(found)
    shapes = [rect(0, 9, WIDTH, 4, "rail")]
    if found and (found["low"] is not None or found["central"] is not None):
        low = scale(found["low"] if found["low"] is not None else found["central"] or 0)
        high = scale(found["high"] if found["high"] is not None else scale.high)
        colour = f"p{view.rank(row['party'])}"
        shapes.append(rect(low, 5, max(high - low, 4), 12, f"band {colour}"))
        if found["central"] is not None:
            at = scale(found["central"])
            shapes.append(line(at, 1, at, 21, f"mark {colour}"))
    who = f"{view.party(row['party'])}: {view.good(row['good'])}"
    return el(
        "div",
        el(
            "span",
            el("b", view.good(row["good"])),
            el("small", f" {view.party(row['party'])}"),
            class_="who",
        ),
        svg(*shapes, title=f"{who}: {words}", box=(WIDTH, 22), class_="bar"),
        el(
            "span", words, el("small", f" {per_cent(row['share_of_draws'])} of draws"), class_="num"
        ),
        class_="bar-row",
    )


def _ruler(scale: Scale) -> Markup:
    """The days under the strips."""
    ticks_ = [
        el("span", label, style=f"left:{scale.share(day)}%", class_="tick-x")
        for day, label in _day_ticks(scale.high)
    ]
    return el(
        "div",
        el("span", "days from the date of the brief", class_="who"),
        el("div", *ticks_, class_="ruler", aria_hidden="true"),
        el("span", "", class_="num"),
        class_="bar-row ruled",
    )


def _thin(days_: Sequence[int]) -> list[int]:
    step = max(1, len(days_) // MOST_POINTS)
    kept = list(range(0, len(days_), step))
    return kept if kept[-1] == len(days_) - 1 else [*kept, len(days_) - 1]


def _passes(row: Mapping[str, Any]) -> float | None:
    """Day on which the month begins in which leverage passes."""
    month = (row["leverage_passes"] or {}).get("month")
    return None if month is None else (month - 1) * (MEAN_YEAR / MONTHS_PER_YEAR)


def _curves(
    row: Mapping[str, Any], names: Mapping[str, str], steps: Sequence[float], *, title: str
) -> Markup:
    track = row["path"]
    found, passes = first_stoppage(row), _passes(row)
    x = Scale(track["days"][0], max(track["days"][-1], track["days"][0] + 1))
    y = Scale(steps[0], steps[-1], HEIGHT, 0)
    kept = _thin(track["days"])

    def points(values: Sequence[float]) -> list[tuple[float, float]]:
        return [(x(track["days"][at]), y(values[at])) for at in kept]

    def drawing(grid: list[Markup]) -> Markup:
        shapes = list(grid)
        if found and found["central"] is not None:
            low = found["low"] if found["low"] is not None else found["central"]
            high = found["high"] if found["high"] is not None else x.high
            shapes.append(rect(x(low), 0, x(high) - x(low), HEIGHT, "when"))
            shapes.append(line(x(found["central"]), 0, x(found["central"]), HEIGHT, "when-line"))
        if passes is not None and passes < x.high:
            shapes.append(line(x(passes), 0, x(passes), HEIGHT, "today"))
        for name, colour in names.items():
            both = points(track[name]["high"]) + points(track[name]["low"])[::-1]
            shapes.append(path(both, f"band {colour}", closed=True))
        for name, colour in names.items():
            shapes.append(path(points(track[name]["central"]), f"curve {colour}"))
        return svg(
            *shapes, title=title, desc=f"First shortage: {days_range(found)}.", box=(WIDTH, HEIGHT)
        )

    return frame(
        drawing,
        x,
        y,
        x_ticks=_day_ticks(x.high),
        y_ticks=[(step, per_cent(step)) for step in steps],
        titles=("days from the date of the brief", ""),
        class_="small",
    )


def _leverages(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Words on when leverage passes, each said once."""
    found: set[str] = set()
    words = []
    for row in rows:
        passes = row["leverage_passes"] or {}
        told = passes["words"] if passes.get("month") is not None else ""
        words.append("" if told in found else told)
        found.add(told)
    return words


def _sentence(words: str) -> str:
    return f"{capital(words).rstrip('.')}."


def _card(view: View, row: Mapping[str, Any], leverage: str) -> Markup:
    track = row["path"]
    name = f"{view.good(row['good'])}, {view.party(row['party'])}"
    sectors = join_words([sector["name"] for sector in row["sectors"][:4]])
    tall = ticks(0, max([*track["stock"]["high"], 1.0]), 4)
    plots = [
        el("h5", "Stock left, share of the usual stock"),
        _curves(row, {"stock": "p2"}, tall, title=f"Stock left: {name}"),
        el("h5", "Need met and output, share of normal"),
        _curves(
            row,
            {"need_met": "p3", "output": f"p{min(view.rank(row['party']), 1)}"},
            ticks(0, max([1.0, *track["output"]["high"], *track["need_met"]["high"]]), 4),
            title=f"Need met and output: {name}",
        ),
    ]
    return el(
        "div",
        el("h4", view.good(row["good"]), el("small", view.party(row["party"]))),
        el("p", f"First shortage: {days_range(first_stoppage(row))}", class_="lead"),
        *plots,
        el("p", f"Where: {sectors}.") if sectors else None,
        el("p", _sentence(leverage)) if leverage else None,
        class_="card",
    )


def _says(view: View, rows: Sequence[Mapping[str, Any]]) -> str:
    found = first_stoppage(rows[0]) if rows else None
    if not found or found["central"] is None:
        return "In the central case nobody runs short within the horizon."
    return (
        f"First to run short: {view.the(rows[0]['party'])}, of "
        f"{view.inline(view.good(rows[0]['good']))}: {days_range(found)}."
    )


def _table(view: View, rows: Sequence[Mapping[str, Any]]) -> Table:
    cells: list[tuple[str | float | int, ...]] = []
    for row in rows:
        track = row["path"]
        step = max(1, len(track["days"]) // TABLE_ROWS)
        for at, day in enumerate(track["days"]):
            if at % step == 0:
                cells.append(
                    (
                        view.party(row["party"]),
                        view.good(row["good"]),
                        int(day),
                        *(
                            float(track[name][end][at])
                            for name in ("stock", "need_met", "output")
                            for end in ("low", "central", "high")
                        ),
                    )
                )
    three = ("low", "central", "high")
    return Table(
        caption="Stock, need met and output as a share of normal by day",
        head=(
            "Party",
            "Good",
            "Day",
            *(f"Stock {end}" for end in three),
            *(f"Need met {end}" for end in three),
            *(f"Output {end}" for end in three),
        ),
        rows=cells,
        text_columns=2,
    )


def clock_figure(view: View) -> Markup:
    """Chart 3 as HTML: one strip per party and good, then the paths of the most urgent.

    Returns
    -------
    Markup
        Strips of days to the first stoppage, and small plots of stock, need met and output.
    """
    rows = clock_order(view)
    if rows:
        scale = Scale(0, _horizon(rows), 0, WIDTH)
        drawn = [row for row in rows if row["path"]["days"]]
        cards = ([row for row in drawn if first_stoppage(row) is not None] or drawn)[:MOST_PATHS]
        body = el(
            "div",
            el("div", *(_strip(view, row, scale) for row in rows), _ruler(scale), class_="strips"),
            el(
                "div",
                *(
                    _card(view, row, words)
                    for row, words in zip(cards, _leverages(cards), strict=True)
                ),
                class_="cards",
            ),
        )
    else:
        body = empty("None of the goods on the table stops a line by itself.")
    return render(
        Figure(
            name="fig-clock",
            title="When each side runs short",
            unit="days from the date of the brief to the first on which the leanest plants miss a "
            "quarter of their need; bar = low to high, mark = central",
            says=_says(view, rows) if rows else "",
            keys=(
                Key(mark="fill line p2", words="stock"),
                Key(mark="fill line p3 dashed", words="need met"),
                Key(mark="fill line p0", words="output (colour of the party)"),
                Key(mark="when-key", words="first shortage, range and centre"),
                *(
                    [Key(mark="today-key", words="month in which leverage passes")]
                    if any(_passes(row) is not None for row in rows)
                    else []
                ),
            )
            if rows
            else (),
            body=body,
            table=_table(view, rows[:MOST_PATHS]),
            how="how-clock",
        )
    )
