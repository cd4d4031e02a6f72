"""``detente scan``: where the chokepoints are, every export cut off in turn."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from detente._errors import DetenteError, UnknownCodeError
from detente.cli._common import print_json, progress, write_made
from detente.cli._options import (
    Folder,
    FullWorld,
    Quiet,
    Scheduler,
    Workers,
    WorldYear,
    going_on,
    some_world,
    writable_all,
)

if TYPE_CHECKING:
    from rich.table import Table

    from detente.impact.scan import Scan
    from detente.world import World

__all__ = ["scan"]

ROOM = 79
"""Columns that all but the bars take [count]."""


def scan(  # noqa: PLR0913 - one option each
    *,
    exporter: Annotated[tuple[str, ...], Parameter(name=["--exporter", "--from"])] = (),
    target: Annotated[tuple[str, ...], Parameter(name=["--target", "--to"])] = ("world",),
    sector: tuple[str, ...] = (),
    goods: bool = False,
    good: tuple[str, ...] = (),
    by: Literal["target", "ratio", "owner"] = "target",
    party: str | None = None,
    static: bool = False,
    days: int = 180,
    share: float = 1.0,
    least: float = 0.01,
    top: int = 20,
    full_world: FullWorld = None,
    full_world_year: WorldYear = None,
    network: tuple[Path, Path] | None = None,
    inputs: str = "linear",
    workers: Workers = None,
    scheduler: Scheduler = None,
    out: Folder = None,
    json: bool = False,
    csv: Path | None = None,
    svg: Path | None = None,
    html: Path | None = None,
    quiet: Quiet = False,
) -> None:
    """Cut off every export of every sector, or of every good, in turn; rank what it costs whom.

    Parameters
    ----------
    exporter
        Region whose exports are cut off; several may be given, all if none is.
    target
        Region or party they are cut off from; several may be given. "world" is all but the
        exporter, "each" every region in turn.
    sector
        Sectors; all if none is given.
    goods
        Cut off the goods of the facts tables in place of sectors.
    good
        Only this good (id, name, customs code or code of a list); several may be given.
    by
        Rank by the target's loss, by its ratio to the owner's, or by the owner's.
    party
        Rank by what it costs this region, be it target, owner or neither.
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
    network
        Firms in place of the world: EDGES and FIRMS as of detente firms, with countries. All firms
        of an exporter's sector stop; losses are in % of all output.
    inputs
        With a network, what its firms need, as of detente firms.
    json
        Print detente.scan/1.
    csv
        Write every ranked cut as one table, .csv.
    svg
        Draw target's loss against owner's as a picture, .svg.
    html
        Write picture and ranking as a page, .html.
    """
    writable_all(csv=csv, svg=svg, html=html)
    if top < 1:
        raise DetenteError(f"--top {top}: give 1 or more")
    if static and (out or workers or scheduler or share != 1.0):
        raise DetenteError("--static takes seconds and cuts all: leave the options of a run out")

    if network is None:
        exporter, target = _codes(exporter), _codes(target)
        party = None if party is None else _codes((party,))[0]
    with going_on(out), progress("every export cut off", quiet=quiet) as tell:
        where: dict[str, Any] = {
            "exporters": exporter,
            "sectors": sector,
            "targets": target,
            "out": out,
            "workers": workers,
            "scheduler": scheduler,
            "progress": tell,
        }
        if network is not None:
            if goods or good or static or full_world is not None or share != 1.0:
                raise DetenteError(
                    "--network stops firms, wholly: leave out --goods, --good, --static, --share "
                    "and --full-world"
                )
            found = _firms(network, inputs, party, where)
        else:
            found = _world(
                some_world(full_world, full_world_year),
                party,
                where,
                goods=good if goods or good else None,
                measure="static" if static else "dynamic",
                days=days,
                share=share,
            )
    rank = by if party is None else "party"
    payload = found.to_payload(by=rank, least=least, party=party or "")
    written = _write(payload, csv, svg, html)
    payload["rows"] = payload["rows"][:top]
    if json:
        print_json(payload)
        return
    _say(payload, [path for path in (*written, out) if path is not None])


def _world(
    table: "World | None",
    party: str | None,
    where: dict[str, Any],
    **asked: Any,  # noqa: ANN401 - passed on
) -> "Scan":
    from detente.impact.scan import scan
    from detente.world import World

    world = table or World.load()
    _known(party, world.regions)
    return scan(world, **where, **asked)


def _codes(words: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of parties that are named by a word; codes of regions stay."""
    from detente.facts import load_facts

    facts = load_facts()
    codes = {row.code for row in facts.regions} | {row.iso3 for row in facts.parties}
    rest = codes | {"world", "each"}
    return tuple(
        word if word in rest or word.isupper() else facts.party_code(word) for word in words
    )


def _known(party: str | None, regions: tuple[str, ...]) -> None:
    """Refuse an unknown party before anything long runs."""
    if party is not None and party not in regions:
        raise UnknownCodeError("region", party, regions)


def _firms(
    network: tuple[Path, Path], inputs: str, party: str | None, where: dict[str, Any]
) -> "Scan":
    try:
        from detente.impact.firms import firm_scan, read_network
    except ModuleNotFoundError as error:
        raise DetenteError(
            f"--network needs {error.name}: python -m pip install 'detente[scale]'"
        ) from error
    firms = read_network(*network, inputs=inputs)
    _known(party, firms.countries)
    return firm_scan(firms, **where)


def _write(
    payload: dict[str, Any], csv: Path | None, svg: Path | None, html: Path | None
) -> list[Path]:
    from detente.brief import render_scan, scan_picture

    return write_made(
        (csv, lambda: _rows(payload)),
        (svg, lambda: scan_picture(payload) + "\n"),
        (html, lambda: render_scan(payload)),
    )


def _say(payload: dict[str, Any], written: list[Path]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.print(_table(payload, console.width))
    shown = len(payload["rows"])
    console.print(f"{shown} of {payload['cuts']} cuts, each alone; costs in {payload['unit']}.")
    for path in written:
        console.print(f"Written: {path}", markup=False)


def _table(payload: dict[str, Any], width: int) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    by, party = payload["ranked_by"], payload["party"]
    key = "ratio" if by == "ratio" else f"{by}_loss"
    known = [row[key] for row in payload["rows"] if row[key] is not None]
    most = max(known, default=0.0)
    figures = ["target_loss", "owner_loss", "ratio", *["party_loss"] * bool(party)]
    names = ["target", "owner", "ratio", *[party] * bool(party)]
    bars = min(max(width - ROOM - 8 * bool(party), 0), 30)
    table = Table(
        Column("from", no_wrap=True),
        Column(payload["kind"], no_wrap=True, width=28),
        Column("to", no_wrap=True),
        *(Column(name, justify="right", no_wrap=True) for name in names),
        Column("", no_wrap=True),
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for row in payload["rows"]:
        size = most if row[key] is None else row[key]
        code = f"{row['product']} " if payload["kind"] == "sector" else ""
        table.add_row(
            row["exporter"],
            f"{code}{row['product_name']}",
            row["target"],
            *(_figure(row[name], name) for name in figures),
            "█" * max(1, round(bars * size / most)) if most > 0 else "",
        )
    return table


def _figure(value: float | None, name: str) -> str:
    if value is None:
        return "–"
    from detente.say import fixed

    return fixed(value, 1 if name == "ratio" else 2)


def _rows(payload: dict[str, Any]) -> str:
    import csv
    import io

    out = io.StringIO()
    names = list(payload["rows"][0]) if payload["rows"] else ["exporter"]
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(payload["rows"])
    return out.getvalue()
