"""Forecast beside what happened: how the model did on standoffs whose outcome is known."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from detente.brief.charts._hindcast import hindcast_exports
from detente.brief.charts.axes import WIDTH
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import el, rect, svg
from detente.brief.view import View
from detente.say import clean, count, date_words, per_cent

__all__ = ["record_figures"]

HIGH = 22.0
NOMINAL = 0.85
"""Part of outcomes that a range should hold; of exports it is somewhat more [share]."""


def _cases(view: View) -> list[Mapping[str, Any]]:
    record = view.payload.get("record")
    return [] if record is None else list(record["cases"])


def record_figures(view: View) -> list[Markup]:
    """Draw the track record.

    Returns
    -------
    list of Markup
        How many outcomes of each case fell inside the range, and the exports of related cases.
    """
    drawn = [_summary(view)]
    related = [_plain(one) for one in _cases(view) if one["related"]]
    for number, case in enumerate(related, start=1):
        routes: dict[tuple[str, str], list[Any]] = {}
        for row in case["rows"]:
            routes.setdefault((row["good"], row["region"]), []).append(_row(case, row))
        for at, ((good, region), rows) in enumerate(routes.items(), start=1):
            to = "" if region == "*" else f" to {view.the(region)}"
            drawn.append(
                hindcast_exports(
                    case,
                    rows,
                    name=f"fig-record-{number}-{at}",
                    title=f"Exports of {view.inline(view.good(good))}{to}: forecast and outcome",
                    how="how-record",
                )
            )
    return drawn


def _plain(case: Mapping[str, Any]) -> Mapping[str, Any]:
    """A case whose only run is called what it is."""
    if len(case["paths"]) != 1:
        return case
    return {**case, "paths": [{**case["paths"][0], "name": "forecast"}]}


def _row(case: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as a backtest has it; one run alone is called the forecast."""
    ends = {name: row[name] for name in ("low", "central", "high")}
    run = case["paths"][0]["name"] if len(case["paths"]) == 1 else row["path"]
    return {**row, "forecast": ends, "quantity": "exports", "who": "", "path": run}


def _strip(case: Mapping[str, Any]) -> Markup:
    inside = case["inside"] / case["scored"] if case["scored"] else 0.0
    words = f"{case['inside']} of {case['scored']} ({per_cent(inside)})"
    title = clean(case["title"])
    shapes = [
        rect(0, 9, WIDTH, 4, "rail"),
        rect(0, 4, WIDTH * inside, HIGH - 8, "fill p2"),
        rect(WIDTH * NOMINAL - 1, 0, 2, HIGH, "goal"),
    ]
    return el(
        "div",
        el("span", title, el("small", f" as of {date_words(case['on'])}"), class_="who"),
        svg(*shapes, title=f"{title}: {words} inside the range", box=(WIDTH, HIGH), class_="bar"),
        el("span", words, class_="num"),
        class_="bar-row",
    )


def _summary(view: View) -> Markup:
    cases = _cases(view)
    scored, inside = (sum(case[name] for case in cases) for name in ("scored", "inside"))
    says = ""
    if scored:
        says = (
            f"{inside} of {scored} outcomes ({per_cent(inside / scored)}), values and bounds, fell "
            f"inside ranges that only the other cases had set; {per_cent(NOMINAL)} should. "
            "Exports, prices and stops can be held against what happened; of losses nobody has "
            "counted enough, so that their ranges are those of the draws alone."
        )
    return render(
        Figure(
            name="fig-record",
            title="Has it been right before?",
            unit=f"{count(len(cases), 'standoff')} of the past, forecast from what could be known "
            f"on the first day; bar = part of the outcomes inside the range, line = "
            f"{per_cent(NOMINAL)}, which it is meant to hold",
            says=says,
            keys=(
                Key(mark="fill p2", words="outcomes inside the range"),
                Key(mark="goal-key", words=per_cent(NOMINAL)),
            )
            if cases
            else (),
            body=el("div", *(_strip(case) for case in cases), class_="strips")
            if cases
            else empty("No forecast of the past is kept with this brief."),
            table=Table(
                caption="Outcomes inside the range forecast",
                head=("Case", "As of", "Outcomes scored", "Inside the range"),
                rows=[
                    (
                        clean(case["title"]),
                        clean(case["on"]),
                        int(case["scored"]),
                        int(case["inside"]),
                    )
                    for case in cases
                ],
                text_columns=2,
            ),
            how="how-record",
        )
    )
