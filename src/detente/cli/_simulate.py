"""``detente simulate``: what each control costs whom, and when."""

from typing import Any

from detente.cli._common import print_json, progress, standoff_of

__all__ = ["simulate"]


def simulate(
    source: str | None = None,
    /,
    *,
    on: str | None = None,
    days: int = 365,
    draws: int = 32,
    seed: int = 0,
    json: bool = False,
    quiet: bool = False,
) -> None:
    """Work out the cost of every control on the table to both sides.

    Parameters
    ----------
    source
        Standoff TOML, or an article; the packaged example if not given.
    on
        Day as of which controls are looked up, YYYY-MM-DD.
    days
        How far ahead to look [day].
    draws
        Draws of the uncertain inputs, for the ranges.
    seed
        Same seed, same numbers.
    json
        Print JSON.
    quiet
        No progress bar.
    """
    from rich.console import Console
    from rich.table import Column, Table

    from detente.impact import simulate as run

    case = standoff_of(source, on)
    with progress("what each control costs", quiet=quiet) as tell:
        impact = run(case, days=days, draws=draws, seed=seed, progress=tell)
    losses = [*impact.losses(), *(impact.loss(party) for party in impact.parties)]
    clocks = impact.first_stoppages()
    if json:
        rows: list[dict[str, Any]] = [
            {
                "control": loss.name,
                "party": loss.party,
                **loss.total.as_dict(),
                "unit": "USD bn per month",
                "parts": {name: part.as_dict() for name, part in loss.parts.items()},
                "by_month": [month.as_dict() for month in loss.by_month],
            }
            for loss in losses
        ]
        stops = [
            {"party": party, "good": good, "days": days.central if days else None}
            for party, good, days in clocks
        ]
        print_json({"schema": "detente.impact/1", "losses": rows, "clock": stops})
        return
    console = Console()
    headings = (Column("control", no_wrap=True), "party", "central", Column("range", no_wrap=True))
    table = Table(
        *headings,
        *("stops", "prices", "exports"),
        title="Cost, USD bn per month",
        title_justify="left",
    )
    for loss in losses:
        parts = [f"{loss.parts[name].central:.3f}" for name in loss.parts]
        total = loss.total
        ends = f"{total.low:.3f}–{total.high:.3f}"
        table.add_row(loss.name, loss.party, f"{total.central:.3f}", ends, *parts)
    console.print(table)
    stops_table = Table(
        *("party", "good", "days to first shortage"), title="Clock", title_justify="left"
    )
    for party, good, days_left in clocks:
        stops_table.add_row(party, good, f"{days_left.central:.0f}" if days_left else "not within")
    console.print(stops_table)
