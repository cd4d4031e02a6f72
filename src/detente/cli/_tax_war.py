"""``detente tax-war``: each party's best export taxes, alone and in reply to one another."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.cli._common import on_date, print_json, progress, write_text
from detente.cli._options import (
    FirstDay,
    FullWorld,
    Quiet,
    Sources,
    Target,
    WorldYear,
    some_world,
    writable_all,
)
from detente.cli._sources import case_of

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["tax_war"]


def tax_war(
    *sources: Sources,
    start: FirstDay = None,
    target: Target = None,
    sector: tuple[str, ...] = (),
    full_world: FullWorld = None,
    full_world_year: WorldYear = None,
    json: bool = False,
    csv: Path | None = None,
    quiet: Quiet = False,
) -> None:
    """Find the export taxes or quotas that suit each imposer best, alone and in a tax war.

    Parameters
    ----------
    sector
        Sectors that imposers may tax towards their targets; those of the goods they control if
        none is given.
    json
        Print detente.tax-war/1.
    csv
        Write taxes and quotas by flow as a table, .csv.
    """
    writable_all(csv=csv)
    case = case_of(sources, on_date(start, "--start"), target)

    from detente.impact.longrun import standoff_war

    world = some_world(full_world, full_world_year)
    with progress("best replies", quiet=quiet) as tell:
        found = standoff_war(case, sectors=sector, world=world, progress=tell)
    payload = found.to_payload()
    if csv is not None:
        write_text(csv, _rows(payload))
    if json:
        print_json(payload)
        return

    from rich.console import Console

    console = Console(highlight=False)
    console.print(_table(payload))
    for line in _said(payload):
        console.print(f"- {line}", markup=False)
    if csv is not None:
        console.print(f"Written: {csv}", markup=False)


def _table(payload: dict[str, Any]) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    table = Table(
        Column("sector", no_wrap=True, width=24),
        Column("from", no_wrap=True),
        Column("to", no_wrap=True),
        *(
            Column(name, justify="right", no_wrap=True)
            for name in ("tax alone", "quota", "in war", "quota")
        ),
        title="Best export taxes, or quotas sold by the exporter (of today's quantity)",
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for row in payload["flows"]:
        table.add_row(
            f"{row['sector']} {row['sector_name']}",
            row["exporter"],
            row["importer"],
            *(f"{row[name]:.0%}" for name in ("tax_alone", "quota_alone", "tax_war", "quota_war")),
        )
    return table


def _said(payload: dict[str, Any]) -> list[str]:
    from detente.controls import with_article

    names = {row["party"]: with_article(row["name"]) for row in payload["parties"]}
    told = []
    for row in payload["parties"]:
        alone = [
            f"{_moved(loss)} if only {names[who]} taxes" for who, loss in row["loss_alone"].items()
        ]
        parts = [*alone, f"{_moved(row['loss_war'])} in the war"]
        told.append(f"{row['name']}, a month against today: {'; '.join(parts)}.")
    if not payload["settled"]:
        told.append(f"Replies had not come to rest after {payload['rounds']} rounds.")
    return told


def _moved(loss: float) -> str:
    from detente.say import money

    return f"loses {money(loss)}" if loss > 0 else f"gains {money(-loss)}"


def _rows(payload: dict[str, Any]) -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.DictWriter(out, list(payload["flows"][0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(payload["flows"])
    return out.getvalue()
