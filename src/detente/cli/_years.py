"""``detente years``: what each control costs over ten years, and when its leverage has halved."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from detente._errors import DetenteError
from detente.cli._common import on_date, print_json, progress, writable, write_text
from detente.cli._sources import case_of

if TYPE_CHECKING:
    from rich.table import Table

    from detente.world import World

__all__ = ["years"]

SHOWN = (1, 6, 12, 24, 60, 120)
"""Months that are printed."""

MOST_DRAWS = 1000


def years(  # noqa: PLR0913 - one option each
    *sources: str,
    start: Annotated[str | None, Parameter(name=["--start", "--on"])] = None,
    target: str | None = None,
    months: int = 120,
    days: int = 730,
    draws: int = 8,
    seed: int = 0,
    reroute: float | None = None,
    full_world: Path | None = None,
    json: bool = False,
    csv: Path | None = None,
    html: Path | None = None,
    quiet: bool = False,
) -> None:
    """Follow what each control costs both sides from the first month to the tenth year.

    Parameters
    ----------
    sources
        As of detente simulate: a standoff TOML, an article, -, or ids of the register; the
        packaged example if not given.
    start
        First day, YYYY-MM-DD.
    target
        ISO3 of whom a control of the register that aims at all countries is counted against.
    months
        How far ahead, at most 120.
    days
        How many of them are simulated day by day [day].
    draws
        Draws of the uncertain inputs in these days.
    seed
        Same seed, same numbers.
    reroute
        Extra cost at which controlled goods come through third countries, such as 0.3; not at all
        if not given [share].
    full_world
        Another table of the world: .npz, OECD's .csv or .zip, or a folder saved from Python.
    json
        Print detente.years/1.
    csv
        Write every path as one table, .csv.
    html
        Write charts and tables as a page, .html.
    quiet
        No progress bar.
    """
    for path, suffixes in ((csv, (".csv",)), (html, (".html", ".htm"))):
        if path is not None:
            writable(path, *suffixes)
    if not 1 <= draws <= MOST_DRAWS:
        raise DetenteError(f"--draws {draws}: give a number from 1 to {MOST_DRAWS}")
    case = case_of(sources, on_date(start, "--start"), target)

    from detente.impact import simulate
    from detente.impact.longrun import years as follow

    world = _world(full_world)
    with progress("the first months", quiet=quiet) as tell:
        impact = simulate(case, days=days, draws=draws, seed=seed, world=world, progress=tell)
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


def _world(place: Path | None) -> "World | None":
    if place is None:
        return None
    from detente.world import open_world

    return open_world(place)


def _table(payload: dict[str, Any]) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

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
            *(f"{row['by_month'][month - 1]['central']:.2f}" for month in shown),
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
