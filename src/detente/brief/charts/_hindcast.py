"""Charts of the backtest: what was forecast as of the first day, and what happened."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from detente.brief.charts.axes import HEIGHT, WIDTH, Scale, dot, frame, labelled, ticks
from detente.brief.charts.figure import Figure, Key, Table, render
from detente.brief.charts.svg import el, line, path, rect, svg
from detente.say import capital, clean

__all__ = ["hindcast_exports", "hindcast_strips"]

Case = Mapping[str, Any]
Row = Mapping[str, Any]

HOW = "how"
"""Anchor of the page's account of how it is computed."""


def hindcast_exports(
    case: Case, rows: Sequence[Row], *, name: str, title: str, how: str = HOW
) -> Markup:
    """Monthly exports: bands of the runs, dots for what happened.

    Parameters
    ----------
    case
        A case of ``detente.backtest/1``.
    rows
        Its rows of one good and destination.
    name
        Anchor of the figure.
    title
        What it shows.
    how
        Anchor of the page's account of how it is computed.

    Returns
    -------
    Markup
        A line with a band for each run, and a dot for each month.
    """
    place = _places(case)
    months = {row["when"]: _month(row["when"]) for row in rows}
    x = Scale(min(months.values()) - 0.3, max(months.values()) + 0.3)
    steps = ticks(0.0, max(max(row["forecast"]["high"], row["happened"]) for row in rows))
    y = Scale(steps[0], steps[-1], HEIGHT, 0)
    seen = {row["when"]: row["happened"] for row in rows}

    def drawing(grid: list[Markup]) -> Markup:
        shapes = list(grid)
        runs = {p: [row for row in rows if row["path"] == p] for p in place}
        for p, mine in runs.items():
            there = [(x(months[r["when"]]), y(r["forecast"]["high"])) for r in mine]
            back = [(x(months[r["when"]]), y(r["forecast"]["low"])) for r in reversed(mine)]
            if len(mine) > 1:
                shapes.append(path(there + back, f"band p{place[p]}", closed=True))
        for p, mine in runs.items():
            points = [(x(months[r["when"]]), y(r["forecast"]["central"])) for r in mine]
            if points:
                shapes.append(path(points, f"curve p{place[p]}"))
        shapes += [dot(x(months[when]), y(value), "seen") for when, value in seen.items()]
        return svg(*shapes, title=title, desc=_words(case, rows), box=(WIDTH, HEIGHT))

    body = frame(
        drawing,
        x,
        y,
        x_ticks=[(months[when], _month_name(when)) for when in seen],
        y_ticks=labelled(steps),
        titles=("", "exports over a normal month"),
    )
    return render(
        Figure(
            name=name,
            title=title,
            unit="normal month = 1; line = centre, band = the range",
            says=_words(case, rows),
            keys=(Key(mark="dot-key", words="what happened"), *_keys(case)),
            body=body,
            table=_table(rows, title),
            how=how,
        )
    )


def hindcast_strips(
    case: Case, rows: Sequence[Row], *, name: str, title: str, unit: str, multiple: bool = False
) -> Markup:
    """Events or prices: for each of them a strip per run, with a line for what happened.

    Parameters
    ----------
    case
        A case of ``detente.backtest/1``.
    rows
        Its rows of one kind of quantity.
    name, title, unit
        Anchor, what it shows, and what the strips measure.
    multiple
        Whether the values are multiples, drawn on a logarithmic scale.

    Returns
    -------
    Markup
        The strips.
    """
    place = _places(case)
    events: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        key = tuple(str(row[k]) for k in ("good", "region", "who", "when"))
        events.setdefault(key, []).append(row)
    horizon = float(case["days"])
    values = [row["happened"] for row in rows]
    values += [value for row in rows for value in row["forecast"].values() if value is not None]
    scale = (
        Scale(min(0.0, math.log(min(values))), math.log(max(values)))
        if multiple
        else Scale(0.0, horizon)
    )

    def at(value: float | None) -> float:
        if value is None:
            return scale(scale.high)
        return scale(math.log(value) if multiple else value)

    blocks = []
    for mine in events.values():
        seen = mine[0]
        strips = [_strip(row, place[row["path"]], at) for row in mine]
        blocks.append(el("div", el("h4", _event(seen)), *strips, class_="pair"))
    return render(
        Figure(
            name=name,
            title=title,
            unit=unit,
            says=_words(case, rows),
            keys=(Key(mark="today-key", words="what happened"), *_keys(case)),
            body=el("div", *blocks, class_="strips"),
            table=_table(rows, title),
            how=HOW,
        )
    )


def _strip(row: Row, place: int, at: Any) -> Markup:  # noqa: ANN401 - a scale
    ends, colour = row["forecast"], f"p{place}"
    low, high, mid = at(ends["low"]), at(ends["high"]), at(ends["central"])
    shapes = [rect(0, 9, WIDTH, 4, "rail"), rect(low, 5, max(high - low, 4), 12, f"band {colour}")]
    if ends["central"] is not None:
        shapes.append(line(mid, 1, mid, 21, f"mark {colour}"))
    shapes.append(line(at(row["happened"]), 0, at(row["happened"]), 22, "today"))
    words = f"{_number(ends['central'])} ({_number(ends['low'])} to {_number(ends['high'])})"
    return el(
        "div",
        el("span", clean(row["path"]), class_="who"),
        svg(*shapes, title=f"{_event(row)}; forecast {words}", box=(WIDTH, 22), class_="bar"),
        el("span", words, el("small", f" {_verdict(row)}"), class_="num"),
        class_="bar-row",
    )


def _verdict(row: Row) -> str:
    if not row["scored"]:
        return "not scored"
    return "inside" if row["inside"] else "outside"


def _event(row: Row) -> str:
    where = "" if row["region"] == "*" else f", {clean(row['region'])}"
    who = f" ({clean(row['who'])})" if row["who"] else ""
    relation = "" if row["relation"] == "equal" else f"{row['relation']} "
    value = f"{relation}{'day ' if row['unit'] == 'day' else '×'}{row['happened']:g}"
    when = "" if row["unit"] == "day" else f" on {row['when']}"
    return f"{clean(row['good'])}{where}{who}: {value}{when}"


def _number(value: float | None) -> str:
    if value is None:
        return "not seen"
    return f"{value:.0f}" if value >= 20 else f"{value:.1f}"


def _places(case: Case) -> dict[str, int]:
    return {run["name"]: min(at, 4) for at, run in enumerate(case["paths"])}


def _keys(case: Case) -> list[Key]:
    return [
        Key(mark=f"fill line p{place}", words=f"{clean(run)}: {clean(words)}")
        for (run, place), words in zip(
            _places(case).items(), (run["words"] for run in case["paths"]), strict=True
        )
    ]


def _words(case: Case, rows: Sequence[Row]) -> str:
    """How many fell inside, run by run."""
    told = []
    for run in case["paths"]:
        mine = [row for row in rows if row["path"] == run["name"] and row["scored"]]
        if mine:
            inside = sum(row["inside"] for row in mine)
            told.append(f"{clean(run['name'])}: {inside} of {len(mine)} inside the range")
    said = "; ".join(told)
    return f"{capital(said)}." if told else ""


def _table(rows: Sequence[Row], caption: str) -> Table:
    head = ("Run", "What", "When", "Low", "Central", "High", "Happened", "Inside")
    cells: list[tuple[str | float | int, ...]] = []
    for row in rows:
        ends = [row["forecast"][name] for name in ("low", "central", "high")]
        cells.append(
            (
                clean(row["path"]),
                " ".join(clean(row[k]) for k in ("good", "region", "who") if row[k]),
                clean(row["when"]),
                *("not seen" if value is None else float(value) for value in ends),
                float(row["happened"]),
                _verdict(row),
            )
        )
    return Table(caption=caption, head=head, rows=cells, text_columns=3)


def _month(when: str) -> float:
    day = dt.date.fromisoformat(when)
    return float(day.year * 12 + day.month)


def _month_name(when: str) -> str:
    day = dt.date.fromisoformat(when)
    return day.strftime("%b") if day.month > 1 else day.strftime("%b %y")
