"""A simulation said: a picture for the terminal, an SVG, and one HTML file in the brief's dress."""

from collections.abc import Iterator, Mapping
from typing import Any

from detente.brief import charts
from detente.brief.charts.figure import Table, render_table
from detente.brief.html import brief_environment, styles
from detente.brief.view import View, triple
from detente.say import days_range, money_range, per_cent

__all__ = ["month_bars", "render_simulation", "simulation_picture", "simulation_view"]

BLOCKS = " ▏▎▍▌▋▊▉█"
MOST_STOPPAGES = 30


def simulation_view(payload: Mapping[str, Any]) -> View:
    """Look up names in a ``detente.impact/1`` payload, as the charts of a brief do."""
    return View(
        {
            **payload,
            "reading": None,
            "goods": [],
            "losses": [row for row in payload["losses"] if row["control"] != "together"],
        }
    )


def _title(view: View) -> str:
    standoff = view.payload["standoff"]
    return f"{standoff['name']}: cost from {standoff['on']}"


def simulation_picture(payload: Mapping[str, Any]) -> str:
    """Draw a simulation as one SVG that stands alone; see :func:`charts.loss_picture`."""
    view = simulation_view(payload)
    return charts.loss_picture(view, title=_title(view))


def month_bars(payload: Mapping[str, Any], *, width: int = 80) -> Iterator[str]:
    """Draw the loss of each party by month in characters.

    Parameters
    ----------
    payload
        A ``detente.impact/1`` dict.
    width
        Columns of the terminal [count].

    Yields
    ------
    str
        Lines, parties beside one another where two fit; all bars have one scale.
    """
    view = simulation_view(payload)
    totals = list(view.totals().items())
    most = max((at["central"] for _, row in totals for at in row["by_month"]), default=0.0)
    numbers = [len(_amount(at)) for _, row in totals for at in row["by_month"]]
    tail = max(numbers, default=0)
    beside = 2 if len(totals) > 1 and width >= 2 * (tail + 8) + 6 else 1
    cell = (width - 6) // beside - 1
    for first in range(0, len(totals), beside):
        group = totals[first : first + beside]
        yield "month " + " ".join(f"{view.party(party):{cell}.{cell}}" for party, _ in group)
        for at in range(max(len(row["by_month"]) for _, row in group)):
            cells = []
            for _, row in group:
                month = row["by_month"][at]
                bar = _bar(month["central"], most, cell - tail - 1)
                cells.append(f"{bar} {_amount(month):<{cell - len(bar) - 1}}")
            yield (f"{at + 1:>5} " + " ".join(cells)).rstrip()


def _amount(month: Mapping[str, float]) -> str:
    low, central, high = (f"{month[key]:.3g}" for key in ("low", "central", "high"))
    return central if low == high else f"{central} ({low}–{high})"


def _bar(value: float, most: float, width: int) -> str:
    """A bar of eighths of a block; a thin one where there is something, but little."""
    eighths = round(8 * width * max(value, 0.0) / most) if most > 0 else 0
    eighths = max(eighths, 1 if value > 0 else 0)
    full, rest = divmod(eighths, 8)
    return "█" * full + (BLOCKS[rest] if rest else "")


def render_simulation(payload: Mapping[str, Any]) -> str:
    """Draw a simulation as one HTML document; it needs neither a script nor a network.

    Parameters
    ----------
    payload
        A ``detente.impact/1`` dict.
    """
    view = simulation_view(payload)
    palette, style = styles()
    answer = []
    for party, row in view.totals().items():
        together, singles = (money_range(triple(row[k])) for k in ("together", "sum_of_singles"))
        words = f"All controls together cost {together} a month; one by one, {singles} in sum."
        answer.append((view.party(party), words))
    for row in charts.clock_order(view)[:3]:
        words = days_range(charts.first_stoppage(row))
        topic = f"{view.party(row['party'])}: {view.good(row['good'])}"
        answer.append((topic, f"First shortage: {words}."))
    return (
        brief_environment()
        .get_template("simulation.html.j2")
        .render(
            title=_title(view),
            answer=answer,
            manifest=payload["manifest"],
            figures=[
                ("months", "By month", charts.cost_months(view)),
                ("cost", "By control", charts.cost_bars(view)),
                ("clock", "The clock", charts.clock_figure(view)),
            ],
            stoppages=render_table(_stoppages(view)),
            palette=palette,
            style=style,
        )
    )


def _stoppages(view: View) -> Table:
    rows = view.payload["stoppages"][:MOST_STOPPAGES]
    return Table(
        caption="First lines that stop, by party, good and sector; soonest first",
        head=("Party", "Good", "Sector", "Days", "Draws", "Output lost, worst day"),
        rows=[
            (
                view.party(row["party"]),
                view.good(row["good"]),
                f"{row['sector']} {row['sector_name']}",
                days_range(row["days"]),
                per_cent(row["share_of_draws"]),
                per_cent(row["output_lost"]["central"]),
            )
            for row in rows
        ],
        text_columns=4,
    )
