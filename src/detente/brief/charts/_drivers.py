"""Chart 6, a tornado: which uncertain input, moved alone, moves each party's total most."""

from typing import Any

from markupsafe import Markup

from detente.brief.charts.axes import ROW_HIGH as HIGH
from detente.brief.charts.axes import ROW_WIDE as WIDE
from detente.brief.charts.axes import Scale
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import el, line, rect, svg
from detente.brief.view import View
from detente.say import clean, money

__all__ = ["driver_name", "drivers_figure", "drivers_of"]

MOST = 8

PLAIN = {
    "coverage": "how much output needs {}",
    "dependence": "how much of its {} comes from the other side",
    "demand_elasticity": "how demand for {} answers its price",
    "diversion_days": "how long it takes to reroute {}",
    "diversion_premium": "the premium paid for rerouted {}",
    "diversion_share": "how much {} still comes by third countries",
    "export_margin": "the margin earned on exports of {}",
    "grade_share": "how much of its {} is of the grade covered",
    "input_need": "how much of the output of {} needs its inputs",
    "intensity": "how much is blocked by {}",
    "new_capacity": "new plants for {}",
    "pooled_share": "how much {} goes to the highest bidder",
    "price_multiple_cap": "how far the price of {} can rise",
    "ramp_days": "how fast spare plants for {} start up",
    "resale_share": "how much {} finds other buyers",
    "scare_stock": "how much {} is hoarded",
    "spare_capacity": "spare capacity elsewhere for {}",
    "stock_days": "the days of {} in stock",
    "stock_spread": "how unevenly stocks of {} are spread",
    "substitution_days": "how slowly users design out {}",
    "supply_elasticity": "how supply of {} answers its price",
    "trade": "the value of trade in {}",
    "transit_days": "how long {} is under way",
}
"""Kinds of inputs in plain words, round the name of the good or control."""


def driver_name(view: View, row: dict[str, Any]) -> str:
    """Name of an uncertain input, with the good it belongs to.

    Returns
    -------
    str
        Such as ``the days of NdFeB magnets in stock``.
    """
    kind = clean(row["input"])
    if not row["good"]:
        return kind.replace("_", " ")
    thing = view.inline(view.thing(row["good"]))
    return PLAIN.get(kind, kind.replace("_", " ") + " of {}").replace("{}", thing)


def drivers_of(view: View, party: str) -> list[dict[str, Any]]:
    """Inputs of a party, the one that moves its total furthest first.

    Returns
    -------
    list of dict
        Rows of the payload.
    """
    rows = [row for row in view.payload["drivers"] if row["party"] == party]
    return sorted(rows, key=lambda row: -abs(row["high"] - row["low"]))[:MOST]


def _row(view: View, row: dict[str, Any], scale: Scale, centre: float | None) -> Markup:
    rank = view.rank(row["party"])
    at_low, at_high = scale(row["low"]), scale(row["high"])
    middle = scale(centre) if centre is not None else at_low
    words = f"{money(row['low'])} to {money(row['high'])}"
    name = driver_name(view, row)
    left, right = min(at_low, at_high, middle), max(at_low, at_high, middle)
    shapes = [rect(0, 10, left, 2, "rail"), rect(right, 10, WIDE - right, 2, "rail")]
    for end, shade in ((at_low, "fill planned"), (at_high, "fill")):
        shapes.append(
            rect(min(middle, end), 4, max(abs(end - middle), 2), HIGH - 8, f"{shade} p{rank}")
        )
    if centre is not None:
        shapes.append(line(middle, 0, middle, HIGH, "whisker"))
    drawing = svg(*shapes, title=f"{name}: {words} a month", box=(WIDE, HIGH), class_="bar")
    told = el("span", words, class_="num")
    return el("div", el("span", name, class_="who"), drawing, told, class_="bar-row")


def _says(view: View, parties: list[str]) -> str:
    told = []
    for party in parties:
        first = drivers_of(view, party)[0]
        told.append(
            f"for {view.the(party)} {driver_name(view, first)}, "
            f"{money(first['low'])} to {money(first['high'])} a month"
        )
    return f"Matters most: {'; '.join(told)}."


def drivers_figure(view: View) -> Markup:
    """Chart 6 as HTML: a tornado for each party.

    Returns
    -------
    Markup
        One bar per input, from the total at the input's low end to that at its high end.
    """
    parties = list(dict.fromkeys(row["party"] for row in view.payload["drivers"]))
    parties.sort(key=lambda party: (view.rank(party), party))
    groups = []
    for party in parties:
        rows = drivers_of(view, party)
        total = view.totals().get(party)
        centre = float(total["together"]["central"]) if total else None
        ends = [row[end] for row in rows for end in ("low", "high")]
        ends += [centre] if centre is not None else []
        pad = 0.03 * ((max(ends) - min(ends)) or 1.0)
        scale = Scale(min(ends) - pad, max(ends) + pad, 0, WIDE)
        note = f"all inputs central: {money(centre)} a month" if centre is not None else ""
        groups.append(
            el(
                "div",
                el("h4", view.party(party), el("small", note)),
                *(_row(view, row, scale, centre) for row in rows),
                class_="pair",
            )
        )
    return render(
        Figure(
            name="fig-drivers",
            title="Which assumption matters most",
            unit="total cost, USD per month, with one input at the low and at the high end of its "
            "range (5th and 95th percentile) and all others central; each side has its own scale",
            says=_says(view, parties) if parties else "",
            keys=tuple(
                Key(mark=f"{mark} p{view.rank(party)}", words=f"{view.party(party)}, input {end}")
                for party in parties
                for mark, end in (("planned-key", "low"), ("fill", "high"))
            ),
            body=el("div", *groups, class_="pairs")
            if groups
            else empty("No input was varied in this run."),
            table=Table(
                caption="Total cost with one input moved to each end, USD bn per month",
                head=("Party", "Input", "Figure", "Total, input low", "Total, input high"),
                rows=[
                    (
                        view.party(row["party"]),
                        driver_name(view, row),
                        clean(row["input"]),
                        float(row["low"]),
                        float(row["high"]),
                    )
                    for party in parties
                    for row in drivers_of(view, party)
                ],
                text_columns=3,
            ),
            how="how-ranges",
        )
    )
