"""The backtest as one HTML file, in the brief's dress: no script, no outside request."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from detente.brief import charts
from detente.brief._published import kept_published, published_table
from detente.brief.charts.figure import Table, render_table
from detente.brief.html import brief_environment, styles
from detente.say import clean, per_cent

__all__ = ["render_backtest"]

STRIPS = {
    "stoppage": ("First stop of a line", "days after the control took effect", False),
    "resumption": ("Lines run again", "days after the control took effect", False),
    "price_outside": ("Price outside the imposer", "multiple of the price before", True),
    "price_inside": ("Price inside the imposer", "multiple of the price before", True),
}
"""Title, unit and whether it is a multiple, of what is drawn as strips."""


def render_backtest(payload: Mapping[str, Any]) -> str:
    """Draw a backtest.

    Parameters
    ----------
    payload
        A ``detente.backtest/1`` dict.

    Returns
    -------
    str
        A complete HTML document.
    """
    palette, style = styles()
    return (
        brief_environment()
        .get_template("backtest.html.j2")
        .render(
            manifest=payload["manifest"],
            record=_held(payload["record"]),
            published=published_table(kept_published()),
            published_with=kept_published()["manifest"],
            held_out=_held(payload["held_out"]),
            cases=[_case(case, number) for number, case in enumerate(payload["cases"], start=1)],
            palette=palette,
            style=style,
        )
    )


QUANTITIES = {
    "all": "everything",
    "exports": "exports",
    "stoppage": "first stops",
    "resumption": "lines run again",
    "price_outside": "prices outside the imposer",
    "price_inside": "prices inside the imposer",
}
"""What the quantities of a score are called in the page."""


def _held(scores: Sequence[Mapping[str, Any]]) -> Markup:
    """Scores of forecasts that the case itself did not set, by quantity and class of goods."""
    cells: list[tuple[str | float | int, ...]] = []
    for held in scores:
        share, both = held["coverage"], int(held["two_sided"])
        cells.append(
            (
                QUANTITIES[held["quantity"]],
                clean(held["goods"]),
                "" if share is None else f"{round(share * both)} of {both}",
                _two(held["width"]),
                _two(held["interval_score"]),
                _two(held["naive_interval_score"]),
                _two(held["error"]),
                _two(held["no_change"]),
                _two(held["permitted"]),
                _two(held["brier"]),
                _two(held["never"]),
                int(held["cases"]),
                int(held["count"]),
            )
        )
    return render_table(
        Table(
            caption="Scores with ranges set by other cases; less is better but for what is inside",
            head=(
                *("What", "Goods", "Two-sided outcomes inside", "Median range", "Interval score"),
                *("of no change", "Error", "of no change", "of the permitted share"),
                *("Brier score", "of never", "Cases", "Rows"),
            ),
            rows=cells,
            text_columns=3,
        )
    )


def _two(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _case(case: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {
        "name": clean(case["name"]),
        "title": clean(case["title"]),
        "on": case["on"],
        "days": case["days"],
        "knowable": clean(case["knowable"]),
        "notes": [clean(note) for note in case["notes"]],
        "sources": case["sources"],
        "scores": _scores(case),
        "figures": list(_figures(case, number)),
    }


GROUPS = {
    "stoppage": "first stops, days",
    "resumption": "lines run again, days",
    "price_outside": "prices outside the imposer",
    "price_inside": "prices inside the imposer",
    "all": "all rows",
}
"""What the groups of a score are called in the page."""


def _figures(case: Mapping[str, Any], number: int) -> Iterator[Markup]:
    routes: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in case["rows"]:
        if row["quantity"] == "exports":
            routes.setdefault((row["good"], row["region"]), []).append(row)
    for at, ((good, region), rows) in enumerate(routes.items(), start=1):
        to = "" if region == "*" else f" to {clean(region)}"
        yield charts.hindcast_exports(
            case,
            rows,
            name=f"fig-{number}-exports-{at}",
            title=f"Exports of {clean(good).replace('-', ' ')}{to}, month by month",
        )
    for quantity, (title, unit, multiple) in STRIPS.items():
        rows = [row for row in case["rows"] if row["quantity"] == quantity]
        if rows:
            yield charts.hindcast_strips(
                case,
                rows,
                name=f"fig-{number}-{quantity.replace('_', '-')}",
                title=title,
                unit=unit,
                multiple=multiple,
            )


def _scores(case: Mapping[str, Any]) -> Markup:
    cells: list[tuple[str | float | int, ...]] = []
    for score in case["score"]:
        naive = ", ".join(f"{name} {value:.2f}" for name, value in score["baselines"].items())
        cells.append(
            (
                clean(score["path"]),
                GROUPS.get(score["group"], clean(score["group"])),
                naive,
                "" if score["error"] is None else f"{score['error']:.2f}",
                per_cent(score["inside"]),
                int(score["count"]),
            )
        )
    return render_table(
        Table(
            caption=(
                "Scores: error of the central run (exports root mean square, days mean, prices "
                "mean logarithm) beside those of naive forecasts; part of the rows inside"
            ),
            head=("Run", "What", "Naive", "Error", "Inside", "Rows"),
            rows=cells,
            text_columns=3,
        )
    )
