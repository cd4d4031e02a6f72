"""``detente firms``: which firms would take most of a network down with them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from detente._errors import DetenteError
from detente.cli._common import print_json, progress, write_text
from detente.cli._options import Folder, Quiet, Scheduler, Workers, going_on, writable_all

if TYPE_CHECKING:
    from detente.impact.firms import FirmNetwork

__all__ = ["firms"]

SHOWN = 20
EACH_FIRM = "firm"


def firms(  # noqa: PLR0913 - one option each
    edges: Path,
    members: Annotated[Path, Parameter(name="FIRMS")],
    /,
    *,
    inputs: str = "linear",
    each: str = EACH_FIRM,
    largest: int | None = None,
    strike: list[str] | None = None,
    replaceable: Annotated[bool, Parameter(negative="--no-replaceable")] = True,
    tolerance: float = 0.01,
    workers: Workers = None,
    scheduler: Scheduler = None,
    out: Folder = None,
    top: int = SHOWN,
    json: bool = False,
    csv: Path | None = None,
    svg: Path | None = None,
    quiet: Quiet = False,
) -> None:
    """Rank firms by the part of all output that is lost when one of them stops.

    Parameters
    ----------
    edges
        Links, .parquet or .csv: supplier, buyer, value.
    members
        Firms, .parquet or .csv: firm, sector, and if known output, market and country.
    inputs
        linear (no input is needed), leontief (every sector's is), or a CSV: supplier_sector,
        buyer_sector, kind (essential, non-essential, none).
    each
        What is struck at a time: each firm, or all firms alike in columns of FIRMS, such as
        sector or country,sector.
    largest
        Strike only so many firms, those with the largest output.
    strike
        Strike these firms together instead, by name; repeat the option.
    replaceable
        Whether other firms of a market step in by their share of it.
    tolerance
        Stop when no firm's level fell by more in a step; 0.01 is the published rule.
    top
        Rows that are shown.
    json
        Print detente.firms/1.
    csv
        Write the whole ranking, .csv.
    svg
        Write the risk profile as a picture, .svg.
    """
    writable_all(csv=csv, svg=svg)
    _counts(largest=largest, workers=workers, top=top)
    if sum((largest is not None, bool(strike), each != EACH_FIRM)) > 1:
        raise DetenteError("give one of --largest, --strike and --each")
    try:
        from detente.impact.firms import read_network, systemic_risk
    except ModuleNotFoundError as error:
        raise DetenteError(
            f"detente firms needs {error.name}: python -m pip install 'detente[scale]'"
        ) from error

    network = read_network(edges, members, inputs=inputs)
    with going_on(out), progress("cascades", quiet=quiet) as tell:
        risk = systemic_risk(
            network,
            _struck(network, members, each, strike or (), largest),
            replaceable=replaceable,
            tolerance=tolerance,
            workers=workers,
            scheduler=scheduler,
            out=out,
            progress=tell,
        )
    payload = risk.to_payload(top=None if csv is not None else top)
    if csv is not None:
        write_text(csv, _rows(payload))
    if svg is not None:
        from detente.brief.charts import firms_picture

        write_text(svg, firms_picture(payload, title=f"Systemic risk by {each}") + "\n")
    payload["ranking"] = payload["ranking"][:top]
    if json:
        print_json(payload)
        return
    _say(payload)
    for written in (csv, svg, out):
        if written is not None:
            print(f"Written: {written}")


def _counts(**options: int | None) -> None:
    for option, number in options.items():
        if number is not None and number < 1:
            raise DetenteError(f"--{option} {number}: give a number from 1 up")


def _struck(
    network: "FirmNetwork", members: Path, each: str, strike: Sequence[str], largest: int | None
) -> "Mapping[str, Sequence[int]] | Sequence[Sequence[int]] | None":
    """Which firms stop together; each alone if nothing is said."""
    if each != EACH_FIRM:
        from detente.impact.firms import read_groups

        columns = [name.strip() for name in each.split(",")]
        return {name: group.tolist() for name, group in read_groups(members, columns).items()}
    if strike:
        at = {str(name): position for position, name in enumerate(network.firms.tolist())}
        for name in strike:
            if name not in at:
                raise DetenteError(f"--strike {name}: no such firm in {members}")
        return [tuple(at[name] for name in dict.fromkeys(strike))]
    if largest is not None:
        order = (-network.output).argsort(kind="stable")[:largest]
        return [(int(position),) for position in order]
    return None


def _say(payload: Mapping[str, Any]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    console = Console(highlight=False)
    rule = "with" if payload["manifest"]["replaceable"] else "without"
    console.print(
        f"{payload['firms']:,} firms, {payload['links']:,} links, {payload['scenarios']:,} "
        f"cascades, {rule} replacement within markets",
        style="bold",
    )
    shares = ["output", "index", "down", "up"]
    by_country = bool(payload["ranking"]) and "abroad" in payload["ranking"][0]
    table = Table(
        Column("", justify="right"),
        Column("struck", overflow="fold"),
        Column("sector", overflow="fold"),
        *(Column(name, justify="right") for name in shares + ["abroad"] * by_country),
        title="Share of all output that is lost with it, %",
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    keys = ["output_share", *shares[1:], *["abroad"] * by_country]
    for row in payload["ranking"]:
        table.add_row(
            f"{row['rank']}",
            Text(row["name"]),
            Text(", ".join(row["sectors"][:3]) + " …" * (len(row["sectors"]) > 3)),
            *(f"{100 * row[name]:.3f}" for name in keys),
        )
    console.print(table)
    if payload["own_links_left_out"]:
        console.print(f"Left out: {payload['own_links_left_out']:,} links of a firm to itself.")


def _rows(payload: Mapping[str, Any]) -> str:
    import csv
    import io

    out = io.StringIO()
    names = list(payload["ranking"][0])
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    for row in payload["ranking"]:
        writer.writerow(
            {key: ";".join(at) if isinstance(at, list) else at for key, at in row.items()}
        )
    return out.getvalue()
