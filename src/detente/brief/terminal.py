"""The brief on a terminal: the headline, then a few small tables. Plain when piped."""

import os
from collections.abc import Iterable, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from detente.brief._changes import change_words
from detente.brief._proper import Proper, brief_proper
from detente.brief._words import COMMITMENT, POLARITY, STRENGTH, headline_title
from detente.brief.charts import (
    clock_order,
    driver_name,
    drivers_of,
    eased_controls,
    first_stoppage,
    named_packages,
)
from detente.brief.deal import kept_words
from detente.brief.view import Payload, View, triple
from detente.deal.shape.deals import Package
from detente.say import clean, days_range, money, money_range, per_cent, quote, shorten, utility

__all__ = ["print_brief", "print_tables", "tables_of"]

MOST_STATEMENTS = 8
MOST_DRIVERS = 3
WIDEST = 120
WIDEST_WORD = 17
ABREAST = 3


def _text(words: object, style: str = "") -> Text:
    """Text of the data: never read as markup, without control characters."""
    return Text(clean(words), style=style)


def plain_table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Set a table; a column whose head ends in ``>`` aligns right."""
    table = Table(
        title=title, box=SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False
    )
    for name in head:
        right = name.endswith(">")
        words = name.rstrip(">")
        table.add_column(
            words,
            justify="right" if right else "left",
            overflow="fold",
            min_width=min(max(map(len, words.split()), default=0), WIDEST_WORD),
        )
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else _text(cell) for cell in row))
    return table


def _proper(view: View, proper: Proper) -> Panel:
    """The brief proper, boxed."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", max_width=16)
    grid.add_column(overflow="fold")
    if proper.message:
        answer = " ".join(sentence.text for sentence in proper.message)
        grid.add_row(_text("In brief"), _text(answer, "bold"))
    for sentence in (*proper.caveats, *proper.topics):
        grid.add_row(_text(sentence.topic), _text(sentence.text))
    return Panel(grid, title=_text(headline_title(view), "bold"), title_align="left")


def _said(view: View) -> Table | None:
    statements: list[dict[str, Any]] = view.reading.get("statements", [])
    if not statements:
        return None
    firm = sorted(
        statements,
        key=lambda row: (row["polarity"] == "neutral", STRENGTH.get(row["commitment"], 99)),
    )
    shown = {id(row) for row in firm[:MOST_STATEMENTS]}
    rows = [
        (
            view.speaker(row["speaker"]),
            COMMITMENT.get(row["commitment"], row["commitment"]),
            POLARITY.get(row["polarity"], row["polarity"]),
            quote(" ".join(span["text"] for span in row["content"]), 110),
        )
        for row in statements
        if id(row) in shown
    ]
    title = "What was said" + (
        f" (the {len(rows)} firmest of {len(statements)})" if len(rows) < len(statements) else ""
    )
    return plain_table(title, ("Who", "How firm", "About", "Passage"), rows)


def _cost(view: View) -> Table | None:
    pairs = view.paired_losses()
    if not pairs:
        return None
    bounds = {row["control"]: row["easing_bound"] for row in view.shown_controls()}

    def cells(rows: dict[str, str]) -> list[str]:
        return [rows.get(party, "") for party in view.parties]

    rows: list[tuple[object, ...]] = []
    for code, group in pairs.items():
        bound = bounds.get(code, 0.0)
        open_ = "yes" if bound >= 0.995 else f"up to {per_cent(bound)}"
        costs = {row["party"]: money_range(triple(row)) for row in group}
        name = Text.assemble(_text(view.control(code)), "\n", _text(code, "dim"))
        rows.append((name, _text("excluded", "red") if bound <= 0 else open_, *cells(costs)))
    together = {party: money_range(triple(row["together"])) for party, row in view.totals().items()}
    rows.append((_text("All together", "bold"), "", *cells(together)))
    head = ("Control", "May be eased", *(f"{view.party(party)}>" for party in view.parties))
    return plain_table("On the table: cost per month to each side, each control alone", head, rows)


def _clock(view: View) -> Table | None:
    rows = [
        (
            view.party(row["party"]),
            view.good(row["good"]),
            days_range(first_stoppage(row)),
            per_cent(row["share_of_draws"]),
        )
        for row in clock_order(view)
    ]
    head = ("Party", "Good", "First short", "Draws>")
    return plain_table("The clock", head, rows) if rows else None


def deals_tables(view: View) -> list[Table]:
    """One row per control that some named package eases, one column per package.

    Three beside one another fit a narrow terminal; further ones have a table of their own.
    """
    named = named_packages(view)
    return [
        _packages(view, named[start : start + ABREAST], further=start > 0)
        for start in range(0, len(named), ABREAST)
    ]


def _packages(view: View, named: Sequence[tuple[str, str, Package]], *, further: bool) -> Table:
    packages = [package for _, _, package in named]
    rows: list[tuple[object, ...]] = [
        (view.control(code), *(per_cent(package["easings"].get(code, 0.0)) for package in packages))
        for code in eased_controls(view)
    ]
    rows += [
        (
            _text(f"Gain of {view.the(party)}", "bold"),
            *(
                utility(triple(package["gains"][party])) if party in package["gains"] else ""
                for package in packages
            ),
        )
        for party in view.parties
    ]
    accepted = (per_cent(package["accepted_share"]) for package in packages)
    rows.append((_text("Accepted by all in", "bold"), *(f"{share} of draws" for share in accepted)))
    head = ("Eased", *(f"{name}>" for _, name, _ in named))
    whose = "Further trades" if further else "Trades"
    return plain_table(f"{whose} both would accept: share eased, gain per month", head, rows)


def _keeping(view: View) -> Table | None:
    """Schedule, most fragile promise and risk, one line of the table each."""
    short = {"Who moves when": "How"}
    shown = [(short.get(one, one), shorten(words, 260)) for one, words in kept_words(view)]
    if not shown:
        return None
    return plain_table("Keeping it", ("Question", "Answer"), shown)


def _drivers(view: View) -> Table | None:
    """The inputs that, moved alone, move each party's total furthest."""
    rows = [
        (view.party(party), driver_name(view, row), money(row["low"]), money(row["high"]))
        for party in view.parties
        for row in drivers_of(view, party)[:MOST_DRIVERS]
    ]
    head = ("Party", "Input", "At its low end>", "At its high end>")
    return plain_table("What matters most: total cost per month", head, rows) if rows else None


def _changes(view: View) -> Table | None:
    rows = change_words(view)
    return plain_table("What changed", ("What", "How"), rows) if rows else None


def print_tables(view: View, console: Console, width: int) -> None:
    """Print the tables of the summary."""
    for table in tables_of(view):
        console.print()
        console.print(table, width=width)


def tables_of(view: View) -> list[Table]:
    """The tables of the summary."""
    before = (part(view) for part in (_changes, _cost, _clock))
    after = (part(view) for part in (_keeping, _drivers, _said))
    found = (*before, *deals_tables(view), *after)
    return [table for table in found if table is not None]


def print_brief(
    payload: Payload,
    console: Console,
    *,
    saved: str | os.PathLike[str] | None = None,
    annex: bool = True,
) -> None:
    """Print the summary of a brief."""
    view = View(payload)
    width = min(console.width, WIDEST)
    proper = brief_proper(view)
    console.print(_proper(view, proper), width=width)
    if annex:
        console.print()
        for sentence in proper.annex:
            words = Text.assemble((f"{sentence.topic}. ", "bold"), clean(sentence.text))
            console.print(words, width=width)
        print_tables(view, console, width)
    failed = [row for row in payload["checks"] if not row["holds"]]
    if failed:
        console.print()
        for row in failed:
            fails = shorten(clean(row["words"]), 200)
            console.print(Text.assemble(("Sense check fails: ", "red"), fails), width=width)
    if saved is not None:
        console.print()
        # no wrapping: a path must stay in one piece to be opened or copied
        console.print(Text.assemble("Brief saved: ", (os.fspath(saved), "bold")), soft_wrap=True)
