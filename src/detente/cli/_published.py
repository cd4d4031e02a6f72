"""``detente backtest --published``: what others have computed beside ours of the same shock."""

from pathlib import Path
from typing import TYPE_CHECKING

from detente._errors import ImpactError
from detente.cli._common import print_json, progress

if TYPE_CHECKING:
    from rich.table import Table

    from detente.controls import Range
    from detente.facts import PublishedRow
    from detente.impact.backtest import Beside

__all__ = ["show_published"]

PER_CENT = 100.0


def show_published(
    cases: tuple[str, ...], *, draws: int, seed: int, html: Path | None, json: bool, quiet: bool
) -> None:
    """Run the published shocks and print them, or ``detente.published/1`` with ``json``.

    Raises
    ------
    ImpactError
        If cases or a page are asked for too.
    """
    from rich.console import Console

    from detente.facts import load_facts
    from detente.impact.backtest import published, published_payload

    if cases or html is not None:
        raise ImpactError(
            "--published runs the table of published shocks: leave out the cases and --html, "
            "or leave out --published"
        )
    facts = load_facts()
    with progress("published shocks", quiet=quiet) as tell:
        found = published(draws=draws, seed=seed, facts=facts, progress=tell)
    if json:
        print_json(published_payload(found, draws=draws, seed=seed, facts=facts))
        return
    console = Console(highlight=False)
    console.print(_table(found))
    for one in found:
        if one.why:
            console.print(f"- {one.row.study}: not run. {one.why}", markup=False)


def _table(found: "tuple[Beside, ...]") -> "Table":
    from rich.table import Column, Table

    table = Table(
        *("study", "who", "shock"),
        *(Column(name, justify="right") for name in ("published", "ours", "and prices")),
        "meet",
        "sectors that carry ours",
        title="Published estimates beside ours, the same shock run here",
        title_justify="left",
        box=None,
        padding=(0, 2, 0, 0),
    )
    for one in found:
        row = one.row
        many = f"{len(row.goods)} goods" if len(row.goods) > 2 else " and ".join(row.goods)
        table.add_row(
            row.study,
            "world" if row.party == "*" else row.party,
            f"{row.cut:.0%} of {many or 'inputs'} by {row.imposer}, {row.days} days",
            _ends(row, row.low, row.value, row.high),
            "" if one.ours is None else _range(row, one.ours),
            "" if one.with_prices is None else _range(row, one.with_prices),
            "" if one.meets is None else ("yes" if one.meets else "no"),
            ", ".join(f"{name} {part:.0%}" for name, part in one.sectors),
        )
    return table


def _range(row: "PublishedRow", ours: "Range") -> str:
    return _ends(row, ours.low, ours.central, ours.high)


def _ends(row: "PublishedRow", low: float, central: float, high: float) -> str:
    scale, unit = {
        "gdp_share": (PER_CENT, " %"),
        "gne_share": (PER_CENT, " %"),
        "loss": (1.0, " bn"),
        "price": (1.0, "×"),
    }.get(row.measure, (1.0, ""))
    low, central, high = (value * scale for value in (low, central, high))
    if low == high:
        return f"{central:.3g}{unit}"
    return f"{central:.3g} ({low:.2g} to {high:.2g}){unit}"
