"""Chart 6: which uncertain input moves each party's total most."""

from typing import Any

from markupsafe import Markup

from detente.brief._format import number, range_words
from detente.brief._view import View, clean
from detente.brief.charts._axes import Scale
from detente.brief.charts._figure import Figure, Key, Table, empty, render
from detente.brief.charts._svg import el, line, rect, svg

__all__ = ["driver_name", "drivers_figure"]

WIDE, HIGH = 1000.0, 22.0
MOST = 8


def driver_name(view: View, row: dict[str, Any]) -> str:
    """Name of an uncertain input, with the good it belongs to.

    Parameters
    ----------
    view
        The payload.
    row
        One driver.

    Returns
    -------
    str
        Such as ``stock days of NdFeB magnets``.
    """
    name = clean(row["input"]).replace("_", " ")
    return f"{name} of {view.inline(view.thing(row['good']))}" if row["good"] else name


def _ordered(view: View, party: str) -> list[dict[str, Any]]:
    rows = [row for row in view.payload["drivers"] if row["party"] == party]
    return sorted(rows, key=lambda row: -abs(row["rank_correlation"]))[:MOST]


def _signed(rho: float) -> str:
    return f"{rho:+.2f}".replace("-", "\u2212")


def _row(view: View, row: dict[str, Any], scale: Scale) -> Markup:
    rank = view.rank(row["party"])
    low, high = scale(min(row["low"], row["high"])), scale(max(row["low"], row["high"]))
    words = f"{number(row['low'])} to {number(row['high'])}"
    name = driver_name(view, row)
    at_low = scale(row["low"])
    drawing = svg(
        rect(0, 10, WIDE, 2, "rail"),
        rect(low, 4, max(high - low, 3), HIGH - 8, f"fill p{rank}"),
        line(at_low, 1, at_low, HIGH - 1, "whisker"),
        title=f"{name}: total {words} USD bn per month",
        box=(WIDE, HIGH),
        class_="bar",
    )
    told = el("span", words, el("small", f" ρ {_signed(row['rank_correlation'])}"), class_="num")
    return el("div", el("span", name, class_="who"), drawing, told, class_="bar-row")


def _says(view: View, parties: list[str]) -> str:
    told = [
        f"{view.the(party)}: {driver_name(view, _ordered(view, party)[0])}" for party in parties
    ]
    return f"Matters most for {'; for '.join(told)}."


def drivers_figure(view: View) -> Markup:
    """Chart 6 as HTML: a tornado for each party.

    Parameters
    ----------
    view
        The payload.

    Returns
    -------
    Markup
        One bar per input, from the total at the input's low end to that at its high end.
    """
    parties = list(dict.fromkeys(row["party"] for row in view.payload["drivers"]))
    parties.sort(key=lambda party: (view.rank(party), party))
    groups = []
    for party in parties:
        rows = _ordered(view, party)
        ends = [row[end] for row in rows for end in ("low", "high")]
        pad = 0.03 * ((max(ends) - min(ends)) or 1.0)
        scale = Scale(min(ends) - pad, max(ends) + pad, 0, WIDE)
        total = view.totals().get(party)
        note = f"together {range_words(total['together'])} USD bn per month" if total else ""
        groups.append(
            el(
                "div",
                el("h4", view.party(party), el("small", note)),
                *(_row(view, row, scale) for row in rows),
                class_="pair",
            )
        )
    return render(
        Figure(
            name="fig-drivers",
            title="Which assumption matters most",
            unit="mean total cost, USD bn per month, where the input is drawn low and where it "
            "is drawn high; tick = input low; ρ = rank correlation with the total",
            says=_says(view, parties) if parties else "",
            keys=tuple(
                Key(mark=f"fill p{view.rank(party)}", words=view.party(party)) for party in parties
            ),
            body=el("div", *groups, class_="pairs")
            if groups
            else empty("No input was varied in this run."),
            table=Table(
                caption="Mean total cost with each input drawn low and high, USD bn per month",
                head=(
                    "Party",
                    "Input",
                    "Total, input low",
                    "Total, input high",
                    "Rank correlation",
                ),
                rows=[
                    (
                        view.party(row["party"]),
                        driver_name(view, row),
                        float(row["low"]),
                        float(row["high"]),
                        float(row["rank_correlation"]),
                    )
                    for party in parties
                    for row in _ordered(view, party)
                ],
                text_columns=2,
            ),
            how="how-ranges",
        )
    )
