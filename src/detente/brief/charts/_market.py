"""Cumulative abnormal returns around events, each beside its own noise."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from detente.brief.charts._picture_style import picture_style
from detente.brief.charts.axes import HEIGHT, WIDTH, Scale, frame, labelled, ticks
from detente.brief.charts.axes import SHEET_LEFT as LEFT
from detente.brief.charts.axes import SHEET_RIGHT as RIGHT
from detente.brief.charts.axes import SHEET_WIDE as WIDE
from detente.brief.charts.figure import Figure, Key, Table, render
from detente.brief.charts.svg import el, line, path, picture_of, rect, svg, words_at

__all__ = ["market_figure", "market_picture"]

Event = Mapping[str, Any]

NOISE = 1.96
"""Standard errors each way within which 95 % of windows without an event end."""

TOP, HIGH, GAP = 130.0, 190.0, 84.0
MOST = 4


def market_figure(event: Event, number: int, when: str) -> Markup:
    """One event as HTML: a line for each asset over a band of noise around zero.

    Parameters
    ----------
    event
        One of a ``detente.market/1`` payload.
    number
        Its place, for the anchor.
    when
        Its days in words.

    Returns
    -------
    Markup
        The figure with its table.
    """
    rows = event["assets"]
    days, steps = _days(event), _steps([event])
    x, y = Scale(days[0], days[-1]), Scale(steps[0], steps[-1], HEIGHT, 0)

    def drawing(grid: list[Markup]) -> Markup:
        return svg(*grid, *_curves(rows, x, y), title=when, desc=_says(rows), box=(WIDTH, HEIGHT))

    return render(
        Figure(
            name=f"fig-market-{number}",
            title=f"Cumulative abnormal return, {when}",
            unit="%; line = cumulative from the first day shown, band = ±1.96 standard errors "
            "around zero",
            says=_says(rows),
            keys=tuple(
                Key(mark=f"fill line p{min(at, MOST - 1)}", words=row["asset"])
                for at, row in enumerate(rows)
            ),
            body=frame(
                drawing,
                x,
                y,
                x_ticks=[(day, f"{day:+d}".replace("-", "−") if day else "0") for day in days],
                y_ticks=labelled(steps),
                titles=("trading days from the event's first day", "%"),
            ),
            table=Table(
                caption=f"{when}: abnormal and cumulative returns by day, %",
                head=("Asset", "Date", "Day", "Abnormal", "s.e.", "Cumulative", "s.e. of it"),
                rows=[
                    (
                        row["asset"],
                        at["date"],
                        at["day"],
                        100 * at["abnormal"],
                        100 * at["abnormal_se"],
                        100 * at["cumulative"],
                        100 * at["cumulative_se"],
                    )
                    for row in rows
                    for at in row["days"]
                ],
                text_columns=2,
            ),
            how="how-market",
        )
    )


def market_picture(payload: Mapping[str, Any], whens: Sequence[str]) -> str:
    """All events below one another in one SVG document.

    Parameters
    ----------
    payload
        A ``detente.market/1`` dict.
    whens
        Days of each event in words.

    Returns
    -------
    str
        Light colours, text inside, nothing from outside; one scale for all events.
    """
    events = payload["events"]
    high = TOP + len(events) * (HIGH + GAP)
    steps = _steps(events)
    title = "Cumulative abnormal returns around events"
    shapes: list[Markup] = [
        el("title", title),
        el(
            "desc",
            " ".join(
                f"{when}: {_says(event['assets'])}"
                for when, event in zip(whens, events, strict=True)
            ),
        ),
        el("style", _style()),
        rect(0, 0, WIDE, high, "page"),
        words_at(title, 20, 34, "head"),
        words_at(
            "%, line = cumulative from the first day shown, band = ±1.96 standard errors "
            "around zero; days are trading days",
            20,
            58,
            "quiet",
        ),
    ]
    along = LEFT
    for at, row in enumerate(events[0]["assets"]):
        shapes.append(line(along, 79, along + 34, 79, f"curve p{min(at, MOST - 1)}"))
        shapes.append(words_at(row["asset"], along + 42, 84))
        along += 78 + 9 * len(row["asset"])
    for at, (event, when) in enumerate(zip(events, whens, strict=True)):
        shapes += _panel(event, when, TOP + at * (HIGH + GAP), steps)
    return picture_of(*shapes, wide=WIDE, high=high)


def _panel(event: Event, when: str, top: float, steps: Sequence[float]) -> list[Markup]:
    days = _days(event)
    x = Scale(days[0], days[-1], LEFT, WIDE - RIGHT)
    y = Scale(steps[0], steps[-1], top + HIGH, top)
    shapes = [words_at(when, LEFT, top - 12)]
    for value, label in labelled(steps):
        shapes.append(line(LEFT, y(value), WIDE - RIGHT, y(value), "grid" if value else "zero"))
        shapes.append(words_at(label, LEFT - 10, y(value) + 5, "quiet end"))
    shapes += [
        words_at(f"{day:+d}" if day else "0", x(day), top + HIGH + 22, "quiet middle")
        for day in days
    ]
    return shapes + _curves(event["assets"], x, y)


def _days(event: Event) -> list[int]:
    return [at["day"] for at in event["assets"][0]["days"]]


def _steps(events: Sequence[Event]) -> list[float]:
    days = [at for event in events for row in event["assets"] for at in row["days"]]
    reach = max(100 * NOISE * at["cumulative_se"] for at in days)
    ends = [100 * at["cumulative"] for at in days]
    return ticks(min(-reach, *ends), max(reach, *ends))


def _curves(rows: Sequence[Event], x: Scale, y: Scale) -> list[Markup]:
    bands, curves = [], []
    for at, row in enumerate(rows):
        colour = f"p{min(at, MOST - 1)}"
        there = [(x(d["day"]), y(100 * NOISE * d["cumulative_se"])) for d in row["days"]]
        back = [(x(d["day"]), y(-100 * NOISE * d["cumulative_se"])) for d in reversed(row["days"])]
        bands.append(path(there + back, f"band {colour}", closed=True))
        points = [(x(d["day"]), y(100 * d["cumulative"])) for d in row["days"]]
        curves.append(path(points, f"curve {colour}"))
    return bands + curves


def _says(rows: Sequence[Event]) -> str:
    told = []
    for row in rows:
        size = f"{100 * row['cumulative']:+.1f}".replace("-", "−")
        words = "beyond noise" if row["beyond_noise"] else "within noise"
        told.append(f"{row['asset']} {size} % (s.e. {100 * row['se']:.1f}), {words}")
    return "; ".join(told) + "."


def _style() -> str:
    return picture_style(
        ranks=(
            ".curve.p<rank>{stroke:<colour>;stroke-width:2.5;stroke-dasharray:<dash>}",
            ".band.p<rank>{fill:<colour>;fill-opacity:.12;stroke:none}",
        )
    )
