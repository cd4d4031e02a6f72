"""``detente sweep``: how sure are you, and which uncertain inputs drive each party's loss."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from detente._errors import DetenteError
from detente.cli._common import on_date, print_json, progress, write_made
from detente.cli._options import (
    Days,
    FirstDay,
    Folder,
    FullWorld,
    Html,
    Quiet,
    Scheduler,
    Seed,
    Sources,
    Target,
    Workers,
    WorldYear,
    going_on,
    some_world,
    writable_all,
)
from detente.cli._sources import case_of

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["sweep"]

ROOM = 70
"""Columns that all but the bars take [count]."""


def sweep(  # noqa: PLR0913 - one option each
    *sources: Sources,
    start: FirstDay = None,
    target: Target = None,
    by: Literal["kind", "good", "input"] = "kind",
    vary: Annotated[tuple[str, ...], Parameter(name=["--input", "--vary"])] = (),
    samples: int = 64,
    days: Days = 180,
    seed: Seed = 0,
    top: int = 8,
    full_world: FullWorld = None,
    full_world_year: WorldYear = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    out: Folder = None,
    json: bool = False,
    csv: Path | None = None,
    svg: Path | None = None,
    html: Html = None,
    quiet: Quiet = False,
) -> None:
    """Run a standoff over its uncertain inputs; Sobol indices say which drive each party's loss.

    Parameters
    ----------
    by
        One index for all inputs of a kind (such as stock days), of a good, or for each input.
    vary
        Patterns of inputs to vary, such as 'stock_days of *'; all if none is given.
    samples
        Points of each base sample, a power of 2; samples x (indices + 2) runs.
    top
        Rows that are shown for each party.
    json
        Print detente.sweep/1.
    csv
        Write all indices as one table, .csv.
    svg
        Draw the indices as a picture, .svg.
    """
    writable_all(csv=csv, svg=svg, html=html)
    if top < 1:
        raise DetenteError(f"--top {top}: give 1 or more")
    case = case_of(sources, on_date(start, "--start"), target)

    from detente.impact.sweep import sweep as run

    world = some_world(full_world, full_world_year)
    with going_on(out), progress("over all uncertain inputs", quiet=quiet) as tell:
        payload = run(
            case,
            samples=samples,
            by=by,
            inputs=vary,
            days=days,
            seed=seed,
            out=out,
            workers=workers,
            scheduler=scheduler,
            world=world,
            progress=tell,
        ).to_payload()
    written = _write(payload, csv, svg, html)
    if json:
        print_json(payload)
        return
    _say(payload, top, [path for path in (*written, out) if path is not None])


def _write(
    payload: dict[str, Any], csv: Path | None, svg: Path | None, html: Path | None
) -> list[Path]:
    from detente.brief import render_sweep, sweep_picture

    return write_made(
        (csv, lambda: _rows(payload)),
        (svg, lambda: sweep_picture(payload) + "\n"),
        (html, lambda: render_sweep(payload)),
    )


def _say(payload: dict[str, Any], top: int, written: list[Path]) -> None:
    from rich.console import Console

    from detente.brief import sweep_answer

    console = Console(highlight=False)
    console.print(
        f"{payload['standoff']['name']}: {payload['runs']:,} runs of "
        f"{payload['manifest']['days']} days, {len(payload['manifest']['inputs'])} inputs",
        style="bold",
        markup=False,
    )
    for row in payload["parties"]:
        console.print(_table(row, top, console.width))
    for name, words in sweep_answer(payload):
        console.print(f"- {name}. {words}", markup=False)
    for path in written:
        console.print(f"Written: {path}", markup=False)


def _table(row: dict[str, Any], top: int, width: int) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    from detente.brief.charts import index_name

    shown = row["indices"][:top]
    most = max(one["total"] for one in shown)
    bars = min(max(width - ROOM, 0), 30)
    table = Table(
        Column("input", no_wrap=True, width=32),
        *(Column(name, justify="right", no_wrap=True) for name in ("first", "±", "total", "±")),
        Column("", no_wrap=True),
        title=f"{row['name']}: share of the variance of its loss",
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for one in shown:
        size = round(bars * max(one["total"], 0.0) / most) if most > 0 else 0
        keys = ("first", "first_error", "total", "total_error")
        table.add_row(
            index_name(one["name"]), *(f"{one[key]:.2f}" for key in keys), "█" * max(size, 0)
        )
    return table


def _rows(payload: dict[str, Any]) -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = ("name", "inputs", "first", "first_error", "total", "total_error")
    writer.writerow(("party", *names, "unit"))
    for row in payload["parties"]:
        for one in row["indices"]:
            writer.writerow((row["party"], *(one[name] for name in names), "share of variance"))
    return out.getvalue()
