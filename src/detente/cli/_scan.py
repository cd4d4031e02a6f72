"""``detente scan``: where the chokepoints are, every export of every sector cut off in turn."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from detente._errors import DetenteError
from detente.cli._common import print_json, progress, writable, write_text

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["scan"]

ROOM = 79
"""Columns that all but the bars take [count]."""


def scan(  # noqa: PLR0913 - one option each
    *,
    exporter: Annotated[tuple[str, ...], Parameter(name=["--exporter", "--from"])] = (),
    target: Annotated[tuple[str, ...], Parameter(name=["--target", "--to"])] = ("world",),
    sector: tuple[str, ...] = (),
    by: Literal["target", "ratio", "owner"] = "target",
    static: bool = False,
    days: int = 180,
    share: float = 1.0,
    least: float = 0.01,
    top: int = 20,
    full_world: Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    out: Path | None = None,
    json: bool = False,
    csv: Path | None = None,
    quiet: bool = False,
) -> None:
    """Cut off every export of every sector in turn, and rank what it costs whom.

    Parameters
    ----------
    exporter
        Region whose exports are cut off; several may be given, all if none is.
    target
        Region they are cut off from; several may be given.
    sector
        Sectors; all if none is given.
    by
        Rank by the target's loss, by its ratio to the owner's, or by the owner's.
    static
        A formula in place of the day-by-day run: seconds, also for thousands of nodes.
    days
        Horizon of the day-by-day run [day].
    share
        How much of each flow is cut off [share].
    least
        Leave out cuts that cost their target less [USD bn per month].
    top
        Rows that are shown.
    full_world
        Another table of the world: .npz, OECD's .csv or .zip, or a folder saved from Python.
    workers
        Processes on this machine.
    scheduler
        Address of a Dask scheduler, such as tcp://host:8786.
    out
        Folder for all results; an interrupted scan goes on from there.
    json
        Print detente.scan/1.
    csv
        Write every ranked cut as one table, .csv.
    quiet
        No progress bar.
    """
    if csv is not None:
        writable(csv, ".csv")
    if top < 1:
        raise DetenteError(f"--top {top}: give 1 or more")
    if static and (out or workers or scheduler or share != 1.0):
        raise DetenteError("--static takes seconds and cuts all: leave the options of a run out")

    from detente.impact.scan import scan as run
    from detente.world import World, open_world

    world = World.load() if full_world is None else open_world(full_world)
    with progress("every export cut off", quiet=quiet) as tell:
        found = run(
            world,
            exporters=exporter,
            sectors=sector,
            targets=target,
            measure="static" if static else "dynamic",
            days=days,
            share=share,
            out=out,
            workers=workers,
            scheduler=scheduler,
            progress=tell,
        )
    payload = found.to_payload(by=by, least=least)
    if csv is not None:
        write_text(csv, _rows(payload))
    payload["rows"] = payload["rows"][:top]
    if json:
        print_json(payload)
        return

    from rich.console import Console

    console = Console(highlight=False)
    console.print(_table(payload, by, console.width))
    shown = len(payload["rows"])
    console.print(f"{shown} of {payload['cuts']} cuts, each alone; costs in {payload['unit']}.")
    for written in (csv, out):
        if written is not None:
            console.print(f"Written: {written}", markup=False)


def _table(payload: dict[str, Any], by: str, width: int) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    key = {"target": "target_loss", "ratio": "ratio", "owner": "owner_loss"}[by]
    known = [row[key] for row in payload["rows"] if row[key] is not None]
    most = max(known, default=0.0)
    bars = min(max(width - ROOM, 0), 30)
    table = Table(
        Column("from", no_wrap=True),
        Column("sector", no_wrap=True, width=28),
        Column("to", no_wrap=True),
        *(Column(name, justify="right", no_wrap=True) for name in ("target", "owner", "ratio")),
        Column("", no_wrap=True),
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for row in payload["rows"]:
        size = most if row[key] is None else row[key]
        table.add_row(
            row["exporter"],
            f"{row['sector']} {row['sector_name']}",
            row["target"],
            f"{row['target_loss']:.2f}",
            f"{row['owner_loss']:.2f}",
            "–" if row["ratio"] is None else f"{row['ratio']:.1f}",
            "█" * max(1, round(bars * size / most)) if most > 0 else "",
        )
    return table


def _rows(payload: dict[str, Any]) -> str:
    import csv
    import io

    out = io.StringIO()
    names = list(payload["rows"][0]) if payload["rows"] else ["exporter"]
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(payload["rows"])
    return out.getvalue()
