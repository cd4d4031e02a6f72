"""``detente exposure``: how exposed a party is for a good, a sector, or all goods."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente._errors import DetenteError
from detente.cli._common import print_json, write_made
from detente.cli._options import Draws, Seed

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["exposure"]

BAR = 28
"""Characters in the bar of a stage."""


def exposure(
    *,
    party: str = "USA",
    good: str | None = None,
    sector: str | None = None,
    draws: Draws = 200,
    seed: Seed = 0,
    svg: Path | None = None,
    html: Path | None = None,
    json: bool = False,
) -> None:
    """Show who supplies a party, where its chain is narrowest, and what stands behind it.

    Without a good or a sector, ranks all goods for the party.

    Parameters
    ----------
    party
        ISO3 code of a party, or EU.
    good
        A good: its id, a name, a customs code or a code of a control list (detente goods).
    sector
        Code of a sector, such as C29: whose goods stand behind it, at any remove.
    svg
        Also write a picture of the chain to this file.
    html
        Also write a page with chart and tables to this file.
    json
        Print detente.exposure/1 instead of the tables.
    """
    from rich.console import Console

    from detente.impact.exposure import exposure as look
    from detente.impact.exposure import ranking, sector_reliance

    if good is not None and sector is not None:
        raise DetenteError("give --good or --sector, not both")
    _place(svg, ".svg", good)
    _place(html, ".html", good)
    console = Console(highlight=False)
    if good is None:
        found = (
            ranking(party, draws=draws, seed=seed)
            if sector is None
            else sector_reliance(party, sector)
        ).as_dict()
        if json:
            print_json(found)
        else:
            console.print(_ranking(found) if sector is None else _reliance(found))
        return
    payload = look(party=party, good=good, draws=draws, seed=seed).as_dict()
    _write(payload, svg, html)
    if json:
        print_json(payload)
        return
    _say(payload, console)


def _place(path: Path | None, suffix: str, good: str | None) -> None:
    from detente._files import require_place

    if path is None:
        return
    if good is None:
        raise DetenteError(f"--{suffix[1:]} needs a good: add --good, such as ndfeb-magnet")
    if path.suffix != suffix:
        raise DetenteError(f"{path}: write {suffix}, not {path.suffix or 'no suffix'}")
    require_place(path)


def _write(payload: Mapping[str, Any], svg: Path | None, html: Path | None) -> None:
    from detente.brief import render_exposure
    from detente.brief.charts import chain_picture

    write_made(
        (svg, lambda: chain_picture(payload) + "\n"), (html, lambda: render_exposure(payload))
    )


def _say(payload: Mapping[str, Any], console: "Console") -> None:
    from rich.table import Table
    from rich.text import Text

    from detente.brief.exposure import exposure_answer, exposure_tables
    from detente.say import clean

    console.print(
        Text(f"{clean(payload['party_name'])}: {clean(payload['good_name'])}", style="bold")
    )
    console.print()
    for line in _picture(payload):
        console.print(line, no_wrap=True, overflow="ellipsis")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, words in exposure_answer(payload):
        grid.add_row(name, Text(words))
    console.print()
    console.print(grid)
    for title, _, shown in exposure_tables(payload):
        if not shown.rows:
            continue
        table = _table(title)
        for at, head in enumerate(shown.head):
            table.add_column(
                head, justify="left" if at < shown.text_columns else "right", overflow="fold"
            )
        for row in shown.rows:
            table.add_row(*(Text(f"{c:.3g}" if isinstance(c, float) else str(c)) for c in row))
        console.print()
        console.print(table)
    for note in payload["notes"]:
        console.print(Text(clean(note), style="dim"))


def _picture(payload: Mapping[str, Any]) -> list[Any]:
    """One bar a stage: the chokepoint's country solid, the party's own hatched, others light."""
    from rich.text import Text

    from detente.brief.charts import stage_words
    from detente.say import clean, per_cent

    stages = [stage for stage in payload["chain"] if stage["suppliers"]]
    point = payload["chokepoint"]
    wide = max((len(stage_words(stage, payload["good"])) for stage in stages), default=0)
    lines = []
    for stage in stages:
        bar = Text()
        for one in stage["suppliers"]:
            held = point is not None and one["country"] == point["country"]
            style = "blue" if one["own"] else "red" if held else ""
            mark = "▒" if one["own"] else "█" if held else "░"
            bar.append(mark * round(one["central"] * BAR), style=style)
        bar.append("·" * max(0, BAR - len(bar)), style="dim")
        here = point is not None and (stage["good"], stage["stage"]) == (
            point["good"],
            point["stage"],
        )
        names = ", ".join(
            f"{clean(one['name'])} {per_cent(one['central'])}" for one in stage["suppliers"][:2]
        )
        words = stage_words(stage, payload["good"]).ljust(wide)
        lines.append(
            Text.assemble(
                (">" if here else " ", "bold red"),
                (f" {words} ", "bold" if here else ""),
                bar,
                f" {names}",
            )
        )
    return lines


def _table(title: str) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    return Table(
        title=title, box=SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False
    )


def _ranking(found: Mapping[str, Any]) -> "Table":
    from rich.text import Text

    from detente.say import fixed, per_cent

    table = _table(
        f"{found['party_name']}: what stops if the country of the chokepoint sells nothing "
        "more, USD bn per year"
    )
    table.add_column("good", no_wrap=True)
    table.add_column("chokepoint", overflow="fold")
    for head in ("stops", "range", "aggregate"):
        table.add_column(head, justify="right", no_wrap=True)
    newest = max((row["as_of"] for row in found["ranking"] if row["as_of"]), default="0001-01-01")
    a_year_before = f"{int(newest[:4]) - 1:04}{newest[4:]}"
    for row in found["ranking"]:
        stops, aggregate = row["bottleneck"], row["aggregate"]
        old = f" ({row['as_of'][:4]})" if row["as_of"] and row["as_of"] < a_year_before else ""
        stage = row["stage"].removeprefix(f"{row['good']} ").replace("-", " ")
        point = f"{row['country']} {per_cent(row['share'])} {stage}".strip()
        table.add_row(
            Text(row["good"]),
            Text((point + old) if row["country"] else "none known"),
            fixed(stops["central"], 1),
            f"{fixed(stops['low'], 1)}–{fixed(stops['high'], 1)}",
            f"{'~' * row['estimated']}{fixed(aggregate['central'], 2)}" if aggregate else "?",
        )
    table.caption = (
        "~: on estimated spending. (Year): the oldest figure behind a row, where it is more than a "
        "year older than the newest of the table"
    )
    return table


def _reliance(found: Mapping[str, Any]) -> "Table":
    from rich.text import Text

    from detente.say import per_cent

    home = per_cent(found["domestic_share"])
    table = _table(
        f"{found['region']} {found['name']}: foreign inputs per unit of output "
        f"({home} of all inputs of {found['region']} are made at home)"
    )
    table.add_column("origin")
    table.add_column("face value", justify="right")
    table.add_column("look-through", justify="right")
    for row in found["origins"][:12]:
        table.add_row(
            Text(f"{row['origin']} {row['name']}"),
            f"{row['face_value']:.4f}",
            f"{row['look_through']:.4f}",
        )
    return table
