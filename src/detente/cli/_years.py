"""``detente years``: what each control costs over ten years, and when its leverage has halved."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente._errors import DetenteError
from detente._units import DAYS_PER_MONTH
from detente.cli._common import on_date, print_json, progress, write_text
from detente.cli._options import (
    FirstDay,
    FullWorld,
    Html,
    Quiet,
    Seed,
    Sources,
    Target,
    WorldYear,
    some_world,
    writable_all,
)
from detente.cli._sources import case_of

if TYPE_CHECKING:
    from rich.table import Table


__all__ = ["years"]

SHOWN = (1, 6, 12, 24, 60, 120)
"""Months that are printed."""

MOST_DRAWS = 1000
MOST_MONTHS = 120


def years(  # noqa: PLR0913 - one option each
    *sources: Sources,
    start: FirstDay = None,
    target: Target = None,
    months: int = 120,
    days: int = 730,
    draws: int = 8,
    seed: Seed = 0,
    reroute: float | None = None,
    full_world: FullWorld = None,
    full_world_year: WorldYear = None,
    json: bool = False,
    csv: Path | None = None,
    html: Html = None,
    quiet: Quiet = False,
) -> None:
    """Follow what each control costs both sides from the first month to the tenth year.

    Parameters
    ----------
    months
        How far ahead, at most 120.
    days
        How many of them are simulated day by day [day].
    draws
        Draws of the uncertain inputs in these days.
    reroute
        Extra cost at which controlled goods come through third countries, such as 0.3; not at all
        if not given [share].
    json
        Print detente.years/1.
    csv
        Write every path as one table, .csv.
    """
    writable_all(csv=csv, html=html)
    if not 1 <= draws <= MOST_DRAWS:
        raise DetenteError(f"--draws {draws}: give a number from 1 to {MOST_DRAWS}")
    if not days / DAYS_PER_MONTH < months <= MOST_MONTHS:
        raise DetenteError(
            f"--months {months}: give more than the {days / DAYS_PER_MONTH:.0f} that are simulated "
            f"(--days {days}), and at most {MOST_MONTHS}"
        )
    if reroute is not None and reroute < 0:
        raise DetenteError(f"--reroute {reroute}: give an extra cost of zero or more, such as 0.3")
    case = case_of(sources, on_date(start, "--start"), target)

    from detente.impact import simulate
    from detente.impact.longrun import years as follow

    world = some_world(full_world, full_world_year)
    with progress("the first months", quiet=quiet) as tell:
        impact = simulate(
            case, days=days, draws=draws, seed=seed, world=world, progress=tell, exact=True
        )
    with progress("the years after", quiet=quiet) as tell:
        payload = follow(impact, months=months, reroute=reroute, progress=tell).to_payload()
    if csv is not None:
        write_text(csv, _rows(payload))
    if html is not None:
        from detente.brief import render_years

        write_text(html, render_years(payload))
    if json:
        print_json(payload)
        return

    from rich.console import Console

    from detente.brief import years_answer

    console = Console(highlight=False)
    console.print(f"{payload['standoff']['name']}, {months} months", style="bold", markup=False)
    console.print(_table(payload))
    for name, words in years_answer(payload):
        console.print(f"- {name}. {words}", markup=False)
    for written in (csv, html):
        if written is not None:
            console.print(f"Written: {written}", markup=False)


def _table(payload: dict[str, Any]) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    from detente.say import fixed

    shown = [month for month in SHOWN if month <= payload["manifest"]["months"]]
    table = Table(
        Column("control", no_wrap=True),
        "party",
        *(Column(f"{month}", justify="right") for month in shown),
        Column("half", justify="right"),
        title="Cost by month, USD bn per month; half: month from which it is half the peak or less",
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for row in payload["paths"]:
        table.add_row(
            row["control"],
            row["party"],
            *(fixed(row["by_month"][month - 1]["central"], 2) for month in shown),
            "later" if row["halved_month"] is None else f"{row['halved_month']}",
        )
    return table


def _rows(payload: dict[str, Any]) -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("control", "party", "role", "month", "low", "central", "high", "unit"))
    for row in payload["paths"]:
        for at in row["by_month"]:
            writer.writerow(
                (
                    row["control"],
                    row["party"],
                    row["role"],
                    at["month"],
                    at["low"],
                    at["central"],
                    at["high"],
                    payload["unit"],
                )
            )
    return out.getvalue()
