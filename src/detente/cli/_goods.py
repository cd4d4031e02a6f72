"""``detente goods``: the goods of the tables, by any of their names, and what is known of each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from detente.cli._common import print_json

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["HELP", "goods"]

HELP = "The goods of the tables, by name or code, and what is known of each; add one of your own."

SHOWN = 6
"""Suppliers of a stage, users and trade flows that are shown; --json has all."""


def goods(word: str | None = None, /, *, json: bool = False) -> None:
    """List the goods, find one by name or code, show what is known of it and how well.

    Parameters
    ----------
    word
        Id, name or part of one, customs code (850511, 8505.11), code of a control list (3B001,
        China's 1C902) or group (rare-earths); all goods if not given.
    json
        Print detente.goods/1.
    """
    from rich.console import Console

    from detente._errors import UnknownCodeError
    from detente.facts import good_card, good_line, load_facts

    facts = load_facts()
    names = facts.good_names()
    found = facts.goods if word is None else names.search(word)
    if not found:
        raise UnknownCodeError(
            "good", word or "", {n for row in facts.goods for n in (row.good, *row.aliases)}
        )
    one = word is not None and (len(found) == 1 or names.is_one(word))
    card = good_card(found[0], facts, names) if one else None
    lines = [good_line(row, facts, names) for row in found]
    if json:
        print_json({"schema": "detente.goods/1", "word": word, "goods": lines, "card": card})
        return
    console = Console(highlight=False)
    if card is None:
        _list(lines, console)
    else:
        _show(card, console)
        if len(found) > 1:
            others = ", ".join(row.good for row in found[1:])
            console.print(f"also: {others}", markup=False)


def _list(lines: Sequence[dict[str, Any]], console: "Console") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    table = Table(
        Column("good", no_wrap=True),
        Column("HS 2022", overflow="fold"),
        Column("lists", overflow="fold"),
        Column("first supplier", no_wrap=True),
        Column("sourced", justify="right", no_wrap=True),
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for line in lines:
        first, figures = line["first_supplier"], line["figures"]
        judged = figures["judgement"] + figures["memory"]
        table.add_row(
            line["good"],
            " ".join(f"{code}*" if code in line["hs6_shared"] else code for code in line["hs6"]),
            " ".join(line["list_codes"]),
            f"{first['country']} {first['central']:.0%}" if first else "none known",
            f"{figures['all'] - judged} of {figures['all']}",
        )
    console.print(table)
    console.print(
        f"{len(lines)} goods. * the customs code stands for other goods of these tables too. "
        "sourced: figures that are not judgement or memory.",
        markup=False,
    )


def _show(card: dict[str, Any], console: "Console") -> None:
    from rich.text import Text

    console.print(Text(f"{card['good']}: {card['name']}", style="bold"))
    for head, words in (
        ("what", card["note"]),
        ("chain", " > ".join(_marked(stage, card) for stage in card["chain"])),
        ("HS 2022", "; ".join(_code(code, card) for code in card["hs6"]) or "none"),
        ("lists", " ".join(card["list_codes"]) or "none known"),
        ("made by", f"sector {card['host_sector']}"),
        ("names", "; ".join(card["aliases"])),
        ("controls", " ".join(card["controls"]) or "none in the register"),
    ):
        console.print(Text.assemble((f"{head:<9}", "dim"), words))
    for title, rows, name in (
        (
            "suppliers, share of the world",
            card["suppliers"],
            lambda r: f"{r['stage']} {r['country']}",
        ),
        (
            "users, part that stops without it",
            card["users"],
            lambda r: f"{r['region']} {r['sector']}",
        ),
        (
            "buyers, part of their use",
            card["dependence"],
            lambda r: f"{r['importer']} from {r['exporter']}",
        ),
        ("trade", card["trade"], lambda r: f"{r['exporter']} to {r['importer']}"),
    ):
        if rows:
            console.print(_figures(title, rows, name))
    console.print(_parameters(card["parameters"]))
    console.print(_evidence(card["evidence"]))


def _marked(stage: str, card: dict[str, Any]) -> str:
    return f"[{stage}]" if stage == card["stage"] else stage


def _code(code: str, card: dict[str, Any]) -> str:
    others = card["hs6_shared"].get(code)
    return f"{code} (cannot be told from {', '.join(others)})" if others else code


def _table(title: str, *heads: str) -> Any:  # noqa: ANN401 - rich loads inside commands
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    first, *rest = heads
    return Table(
        Column(first, overflow="fold"),
        *(Column(head, justify="right", no_wrap=True) for head in rest),
        title=title,
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )


def _figures(title: str, rows: Sequence[dict[str, Any]], name: Any) -> Any:  # noqa: ANN401
    table = _table(title, "", "value", "range", "as of", "evidence")
    shown: dict[str, int] = {}
    ordered = sorted(rows, key=lambda row: -row["central"])
    if "stage" in rows[0]:
        ordered = sorted(ordered, key=lambda row: [r["stage"] for r in rows].index(row["stage"]))
    for row in ordered:
        part = row.get("stage", "")
        shown[part] = shown.get(part, 0) + 1
        if shown[part] <= SHOWN:
            table.add_row(
                name(row),
                f"{row['central']:.3g}",
                f"{row['low']:.3g}–{row['high']:.3g}",
                row["as_of"],
                row["evidence"],
            )
    left = sum(max(0, count - SHOWN) for count in shown.values())
    if left:
        table.caption = f"and {left} more, in --json"
        table.caption_justify = "left"
    return table


def _parameters(rows: Sequence[dict[str, Any]]) -> Any:  # noqa: ANN401
    table = _table("parameters", "", "value", "range", "unit", "rests on")
    for row in rows:
        region = "" if row["region"] == "*" else f" {row['region']}"
        table.add_row(
            f"{row['parameter'].replace('_', ' ')}{region}",
            f"{row['central']:g}",
            f"{row['low']:g}–{row['high']:g}",
            row["unit"],
            "its kind" if row["of_kind"] else row["evidence"],
        )
    return table


def _evidence(rows: Sequence[dict[str, Any]]) -> Any:  # noqa: ANN401
    table = _table("how well this is known", "", "figures", "sourced", "memory", "judged", "newest")
    for row in rows:
        sourced = row["published"] + row["computed"] + row["secondary"]
        table.add_row(
            row["table"].replace("_", " "),
            str(row["all"]),
            str(sourced),
            str(row["memory"]),
            str(row["judgement"]),
            row["newest"],
        )
    return table
