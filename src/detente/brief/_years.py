"""The years said: one HTML file in the brief's dress."""

from collections.abc import Mapping
from typing import Any

from detente.brief import charts
from detente.brief.charts.figure import Table, render_table
from detente.brief.html import brief_environment, styles
from detente.brief.view import View, triple
from detente.say import capital, range_words

__all__ = ["render_years", "years_answer"]


def years_answer(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say what matters: for each control, whose leverage lasts how long.

    Parameters
    ----------
    payload
        A ``detente.years/1`` dict.

    Returns
    -------
    list of tuple of str
        Control and sentence, on its target; all together for every party.
    """
    view = _view(payload)
    told = []
    rows = sorted(payload["paths"], key=lambda row: row["control"] != "together")
    for row in rows:
        if row["control"] == "together":
            name = "All controls together"
        elif row["role"] == "target":
            name = view.control(row["control"])
        else:
            continue
        told.append((name, charts.years_words(view, row)))
    return told


def render_years(payload: Mapping[str, Any]) -> str:
    """Draw the years as one HTML document; it needs neither a script nor a network.

    Parameters
    ----------
    payload
        A ``detente.years/1`` dict.
    """
    view = _view(payload)
    palette, style = styles()
    names = list(dict.fromkeys(row["control"] for row in payload["paths"]))
    names.sort(key=lambda name: name != "together")
    titles = {name: view.control(name) for name in names} | {"together": "All controls together"}
    return (
        brief_environment()
        .get_template("years.html.j2")
        .render(
            title=f"{payload['standoff']['name']}: cost over the years",
            answer=years_answer(payload),
            manifest=payload["manifest"],
            simulated=payload["simulated_months"],
            unplaced=[view.control(name) for name in payload["unplaced"]],
            figures=[
                (
                    f"years-{name}",
                    capital(titles[name]),
                    charts.years_figure(view, name, title=titles[name]),
                )
                for name in names
            ],
            lasting=render_table(_lasting(view)),
            palette=palette,
            style=style,
        )
    )


def _lasting(view: View) -> Table:
    """Both welfare measures of the trade model, for all controls together."""
    return Table(
        caption="Cost of all controls together by the trade model alone, by both measures of "
        "welfare, USD m per month; a minus is a gain",
        head=("Party", "Month", "Exact real income", "First order: terms plus volume of trade"),
        rows=[
            (
                view.party(row["party"]),
                f"{at['month']}",
                *(
                    range_words(triple(at[name]), scale=1000)
                    for name in ("real_income", "first_order")
                ),
            )
            for row in view.payload["paths"]
            if row["control"] == "together"
            for at in row["trade_model"]
            if at["month"] <= view.payload["manifest"]["months"]
        ],
        text_columns=4,
    )


def _view(payload: Mapping[str, Any]) -> View:
    parts: dict[str, Any] = {
        "reading": None,
        "goods": [],
        "losses": [],
        "clock": [],
        "third_countries": [],
    }
    return View({**payload, **parts})
