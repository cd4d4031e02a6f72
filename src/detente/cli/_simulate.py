"""``detente simulate``: what each control costs whom, and when."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from detente._errors import DetenteError
from detente.cli._common import on_date, print_json, progress, writable, write_made
from detente.cli._options import (
    Days,
    Draws,
    Exact,
    Html,
    Quiet,
    Seed,
    WorldYear,
    foretell,
    some_world,
)
from detente.cli._sources import case_of

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from detente.impact import Impact
    from detente.impact.forms import Simulation

__all__ = ["simulate"]

MOST_ROWS = 12
"""Rows of the clock that are printed."""

SPACE = 44
"""Columns of the clock that the good and the sector do not take [count]."""

MOST_DRAWS = 1000


def simulate(  # noqa: PLR0913 - one option each
    *sources: str,
    start: Annotated[str | None, Parameter(name=["--start", "--on"])] = None,
    target: str | None = None,
    days: Days = 365,
    draws: Draws = 32,
    seed: Seed = 0,
    full_world: Path | None = None,
    full_world_year: WorldYear = None,
    model: str = "half",
    exact: Exact = False,
    mechanisms: bool = False,
    json: bool = False,
    csv: Path | None = None,
    parquet: Path | None = None,
    svg: Path | None = None,
    html: Html = None,
    quiet: Quiet = False,
) -> None:
    """Work out the cost of every control on the table to both sides.

    Parameters
    ----------
    sources
        Standoff TOML, an article, - for standard input (either of them), or ids of the register
        such as CN-2025-18 US-2025-EDA; the packaged example if not given.
    start
        First day, YYYY-MM-DD: the day as of which controls are looked up. If not given, the
        standoff's or the article's own, or the day on which the last control named took effect.
    target
        ISO3 of whom a control of the register that aims at all countries is counted against.
    full_world
        Another table of the world: .npz, OECD's .csv or .zip, or a folder saved from Python.
    model
        How sectors are stepped behind the goods: leontief, strong, half, weak or linear (which
        missing inputs bind), ario-noalt or ario-alt, or another package's.
    mechanisms
        Also say what the loss is without each mechanism: stocks, third countries, spare capacity.
    json
        Print detente.impact/1.
    csv
        Write every figure as one table, .csv.
    parquet
        Write every figure as one .parquet file, or as one per table into a folder.
    svg
        Draw loss by month and first shortages as a picture, .svg.
    """
    _places(csv, parquet, svg, html)
    if draws > MOST_DRAWS:
        raise DetenteError(f"--draws {draws}: give a number from 1 to {MOST_DRAWS}")
    first = on_date(start, "--start")
    case = case_of(sources, first, target)

    from rich.console import Console

    from detente.impact import simulate as run

    world = some_world(full_world, full_world_year)
    foretell(case, days=days, draws=draws, quiet=quiet)
    with progress("what each control costs", quiet=quiet) as tell:
        impact = run(
            case,
            days=days,
            draws=draws,
            seed=seed,
            progress=tell,
            world=world,
            model=model,
            exact=exact,
        )
    payload = impact.to_payload()
    written = [impact.save(path) for path in (csv, parquet) if path is not None]
    written += _draw(payload, svg, html)
    if json:
        print_json(payload)
        return
    _say(impact, payload, Console())
    if mechanisms:
        _say_mechanisms(impact, Console())
    for path in written:
        sys.stdout.write(f"Written: {path}\n")


def _say_mechanisms(impact: "Impact", console: "Console") -> None:
    """One row for each mechanism: the loss of every party without it."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    from detente.impact import MECHANISMS

    found = impact.mechanisms()
    table = Table(
        Column("without"),
        *(Column(party, justify="right", no_wrap=True) for party in found),
        title="What carries the loss: central run [USD bn a month], each mechanism off in turn",
        title_justify="left",
        box=SIMPLE_HEAD,
    )
    rows = {party: {row.name: row for row in mine} for party, mine in found.items()}
    table.add_row("(all on)", *(f"{mine[0].loss:.3g}" for mine in found.values()))
    for name in MECHANISMS:
        table.add_row(
            name,
            *(f"{mine[name].without:.3g} ({-mine[name].carries:+.2g})" for mine in rows.values()),
        )
    console.print(table)


def _places(csv: Path | None, parquet: Path | None, svg: Path | None, html: Path | None) -> None:
    """Refuse places that cannot be written, before the long run."""
    for path, suffixes in ((csv, (".csv",)), (svg, (".svg",)), (html, (".html", ".htm"))):
        if path is not None:
            writable(path, *suffixes)
    if parquet is not None:
        _parquet_place(parquet)


def _draw(payload: "Simulation", svg: Path | None, html: Path | None) -> list[Path]:
    from detente.brief import render_simulation, simulation_picture

    return write_made(
        (svg, lambda: simulation_picture(payload) + "\n"),
        (html, lambda: render_simulation(payload)),
    )


def _parquet_place(path: Path) -> None:
    """Refuse a place for Parquet that cannot be written."""
    if path.suffix == ".parquet" and not path.is_dir():
        writable(path, ".parquet")
    elif path.suffix and not path.is_dir():
        raise DetenteError(f"{path}: name a file .parquet, or a folder")
    elif path.exists():
        writable(path / "losses.parquet", ".parquet")
    else:
        writable(path.with_suffix(".parquet"), ".parquet")


def _say(impact: "Impact", payload: "Simulation", console: "Console") -> None:
    from rich.text import Text

    from detente.brief import month_bars
    from detente.controls import course_words

    standoff = impact.standoff
    console.print(
        Text.assemble(
            (standoff.name, "bold"),
            f", from {standoff.on}, {impact.study.days} days, "
            f"{impact.study.sampler.size - 1} draws, seed {impact.study.seed}",
        )
    )
    for entry in standoff.controls:
        words = course_words(entry, standoff.on)
        if words:
            console.print(Text(words))
    console.print(_losses(payload))
    console.print(Text("Loss by month, all controls together, USD bn per month", "italic"))
    for line in month_bars(payload, width=min(console.width, 120)):
        console.print(Text(line), no_wrap=True, overflow="crop")
    console.print()
    console.print(_clock(impact, min(console.width, 120)))


def _losses(payload: "Simulation") -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    from detente.impact.ranges import LOSS_PARTS
    from detente.say import fixed

    table = Table(
        Column("control", overflow="fold"),
        "party",
        Column("central", justify="right"),
        Column("range", justify="right", no_wrap=True),
        *(Column(name, justify="right") for name in ("stops", "prices", "exports")),
        title="Cost, USD bn per month; parts: stopped lines, higher prices, own exports",
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for row in payload["losses"]:
        ends = f"{fixed(row['low'], 3)}–{fixed(row['high'], 3)}"
        table.add_row(
            row["control"],
            row["party"],
            fixed(row["central"], 3),
            ends,
            *(fixed(row["parts"][part]["central"], 3) for part in LOSS_PARTS),
        )
    return table


def _clock(impact: "Impact", width: int) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    from detente.say import shorten

    rows = impact.first_stoppages()
    more = f" ({MOST_ROWS} of {len(rows)})" if len(rows) > MOST_ROWS else ""
    table = Table(
        "party",
        Column("good", no_wrap=True),
        Column("sector", no_wrap=True),
        Column("days", justify="right"),
        Column("range", justify="right", no_wrap=True),
        Column("draws", justify="right"),
        title=f"Clock: days to the first lines that stop{more}",
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    horizon = impact.study.days
    room = max(8, width - SPACE - max((len(row.good) for row in rows[:MOST_ROWS]), default=0))
    for row in rows[:MOST_ROWS]:
        if row.days is None:
            middle, ends = "not within", ""
        else:
            middle = f"{row.days.central:.0f}"
            last = f"{row.days.high:.0f}" if row.days.high < horizon else "beyond"
            ends = f"{row.days.low:.0f}–{last}"
        draws = f"{row.share_of_draws:.0%}"
        sector = shorten(f"{row.sector} {row.sector_name}", room)
        table.add_row(row.party, row.good, sector, middle, ends, draws)
    return table
