"""Chart: what each side gives and gets per month in the scheduled package, control by control."""

from typing import Any

from markupsafe import Markup

from detente.brief._solutions import solution_rows
from detente.brief.charts.axes import ROW_HIGH as HIGH
from detente.brief.charts.axes import ROW_WIDE as WIDE
from detente.brief.charts.axes import Scale
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import el, line, rect, svg
from detente.brief.view import View, triple
from detente.say import capital, money, utility

__all__ = ["gives_by_control", "gives_figure"]

SMALL = 0.0005


def gives_by_control(view: View) -> dict[str, dict[str, float]]:
    """Add up what the moves of the schedule bring each party.

    Returns
    -------
    dict
        By party, by control: what easing it brings against today in the last month simulated,
        negative = costs [USD bn per month].
    """
    schedule = view.deals["schedule"]
    worth: dict[str, dict[str, float]] = {party: {} for party in view.parties}
    for rung in schedule["rungs"] if schedule else ():
        for party, value in rung["worth"].items():
            if party in worth and rung["kind"] == "ease":
                own = worth[party]
                own[rung["control"]] = own.get(rung["control"], 0.0) + value
    return {party: rows for party, rows in worth.items() if rows}


def _signed(value: float) -> str:
    return f"+{money(value)}" if value >= SMALL else money(value)


def _mean(view: View, party: str) -> dict[str, float] | None:
    """Gain of the party over the horizon, with its range; None where the package has no name."""
    schedule = view.deals["schedule"]
    key = schedule["package"].replace("-", "_") if schedule else ""
    package = next((row["package"] for row in solution_rows(view) if row["key"] == key), None)
    return triple(package["gains"][party]) if package and party in package["gains"] else None


def _point(value: float) -> dict[str, float]:
    return dict.fromkeys(("low", "central", "high"), value)


def _bar(value: dict[str, float], scale: Scale, class_: str, words: str) -> Markup:
    zero, to = scale(0), scale(value["central"])
    shapes = [rect(min(zero, to), 3, abs(to - zero), HIGH - 6, f"fill {class_}")]
    if value["low"] < value["high"]:
        low, high, middle = scale(value["low"]), scale(value["high"]), HIGH / 2
        shapes.append(line(low, middle, high, middle, "whisker"))
        shapes += [line(end, 6, end, HIGH - 6, "whisker") for end in (low, high)]
    shapes.append(line(zero, 0, zero, HIGH, "zero"))
    return svg(*shapes, title=words, box=(WIDE, HIGH), class_="bar")


def _row(who: str, value: dict[str, float], scale: Scale, class_: str, words: str) -> Markup:
    return el(
        "div",
        el("span", who, class_="who"),
        _bar(value, scale, class_, f"{who}: {words} a month"),
        el("span", words, class_="num"),
        class_="bar-row",
    )


def _party(view: View, party: str, rows: dict[str, float], scale: Scale) -> Markup:
    owners = {row["control"]: row["imposer"] for row in view.shown_controls()}
    colour = f"p{view.rank(party)}"
    ordered = sorted(rows.items(), key=lambda item: (owners.get(item[0]) == party, -item[1]))
    drawn = []
    for control, value in ordered:
        verb = "eases" if owners.get(control) == party else "gets"
        name, shade = f"{verb}: {view.control(control)}", f"planned {colour}"
        drawn.append(_row(name, _point(value), scale, shade, _signed(value)))
    total = sum(rows.values())
    drawn.append(_row("all together", _point(total), scale, colour, _signed(total)))
    mean = _mean(view, party)
    if mean:
        drawn.append(_row("mean of the horizon", mean, scale, colour, utility(mean)))
    return el("div", el("h4", view.party(party)), *drawn, class_="pair")


def _says(view: View, worth: dict[str, dict[str, float]]) -> str:
    told = []
    for party, rows in worth.items():
        gets = sum(value for value in rows.values() if value > 0)
        gives = -sum(value for value in rows.values() if value < 0)
        told.append(f"{view.the(party)} gets {money(gets)} and gives {money(gives)} a month")
    words = "; ".join(told)
    return f"{capital(words)} (central, in the last month simulated)."


def gives_figure(view: View) -> Markup:
    """Draw what each side gives and gets as HTML.

    Returns
    -------
    Markup
        One block per party: bars to the right for what it gets, to the left for what it gives.
    """
    worth = gives_by_control(view)
    rows: list[tuple[Any, ...]] = [
        (view.party(party), view.control(control), float(value))
        for party, of in worth.items()
        for control, value in of.items()
    ]
    body = empty("There is no deal at central values, so nobody gives or gets.")
    if worth:
        values = [value for of in worth.values() for value in (*of.values(), sum(of.values()))]
        means = [mean for party in worth if (mean := _mean(view, party))]
        low = min(0.0, *values, *(one["low"] for one in means))
        high = max(0.0, *values, *(one["high"] for one in means)) or 1.0
        margin = 0.02 * (high - low)
        scale = Scale(low - margin, high + margin, 4, WIDE - 4)
        body = el(
            "div", *(_party(view, party, of, scale) for party, of in worth.items()), class_="pairs"
        )
    return render(
        Figure(
            name="fig-gives",
            title="What each side gives and gets",
            unit=(
                "USD bn per month in the Nash package against today, in the last month; "
                "right of the line = better off; line on the mean = low to high"
            ),
            says=_says(view, worth) if worth else "",
            keys=tuple(
                Key(mark=f"fill p{view.rank(party)}", words=view.party(party)) for party in worth
            ),
            body=body,
            table=Table(
                caption="What each control brings each side in the last month, USD bn per month",
                head=("Party", "Control", "Worth"),
                rows=rows,
                text_columns=2,
            ),
            how="how-keeping",
        )
    )
