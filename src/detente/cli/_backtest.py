"""``detente backtest``: what was forecast as of the first day, and what happened."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.cli._common import print_json, progress, writable, write_text
from detente.cli._options import Draws, Quiet, Seed

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from detente.impact import Progress
    from detente.impact.backtest import Hindcast, Row

__all__ = ["backtest"]


def backtest(
    *cases: str,
    days: int | None = None,
    draws: Draws = 32,
    seed: Seed = 0,
    html: Path | None = None,
    blind: bool = False,
    published: bool = False,
    json: bool = False,
    quiet: Quiet = False,
) -> None:
    """Run standoffs whose outcome is known as of their first day, and score the forecasts.

    Parameters
    ----------
    cases
        Names of packaged cases, folders of your own, or folders of such folders; all packaged
        cases if none is given.
    days
        How far ahead to look; what happened later is left out [day].
    html
        Also write the charts and tables to this HTML file.
    blind
        Make only the runs that are told nothing of what came later: faster.
    published
        In place of the cases run the shocks that others have computed (IMF, ECB, USGS, Bachmann,
        Daiwa, NRI) and print theirs beside ours.
    json
        Print detente.backtest/1 instead of the tables.
    """
    from rich.console import Console

    from detente.facts import hindcast_names, load_facts, load_hindcast
    from detente.impact.backtest import backtest_payload, hindcast
    from detente.world import World

    if published:
        from detente.cli._published import show_published

        show_published(cases, draws=draws, seed=seed, html=html, json=json, quiet=quiet)
        return
    if html is not None:
        writable(html)
    facts, world = load_facts(), World.load()
    chosen = [load_hindcast(name, facts) for name in _names(cases) or hindcast_names()]
    if blind:
        chosen = [case.blind() for case in chosen]
    done: list[Hindcast] = []
    with progress("what was forecast", quiet=quiet) as tell:
        for number, case in enumerate(chosen):
            done.append(
                hindcast(
                    case,
                    days=days,
                    draws=draws,
                    seed=seed,
                    progress=_part(tell, number, len(chosen)),
                    world=world,
                    facts=facts,
                )
            )
    payload = backtest_payload(done, draws=draws, seed=seed, world=world, facts=facts)
    if html is not None:
        from detente.brief import render_backtest

        write_text(html, render_backtest(payload))
    if json:
        print_json(payload)
        return
    _show(Console(highlight=False), done, payload)
    if html is not None:
        print(f"Charts and tables: {html}")


def _show(console: "Console", done: "list[Hindcast]", payload: dict[str, Any]) -> None:
    """Print scores first, then every case."""
    from detente.facts import hindcast_names

    console.print(_held_table(payload["record"], "Packaged cases, each forecast by the others"))
    if any(one.case.name not in hindcast_names() for one in done):
        console.print(_held_table(payload["held_out"], "The cases run here"))
    for one in done:
        console.print(f"[bold]{one.case.case.title}[/bold], as of {one.case.case.on}")
        for path in one.case.case.paths:
            console.print(f"  {path.name}: {path.words}", markup=False)
        console.print("[dim]* misses what happened, ~ weak source, (…) not scored[/dim]\n")
        for table in _rows_tables(one):
            console.print(table)
        console.print(_scores_table(one))
        for note in one.case.case.notes:
            console.print(f"- {note}", markup=False)
        console.print()


def _names(cases: tuple[str, ...]) -> list[str]:
    """Cases by name or folder; a folder that holds no case stands for those in its folders."""
    found: list[str] = []
    for name in cases:
        inside = sorted(file.parent for file in Path(name).glob("*/case.toml"))
        if inside and not (Path(name) / "case.toml").is_file():
            found += [str(folder) for folder in inside]
        else:
            found.append(name)
    return found


def _part(tell: "Progress", number: int, cases: int) -> "Progress":
    return lambda now, of: tell(number * of + now, cases * of)


TITLES = {
    "stoppage": "First stop of a line, days after the control",
    "resumption": "Lines run again, days after the control",
    "price_outside": "Price outside the imposer, times the price before",
    "price_inside": "Price inside the imposer, times the price before",
}

QUANTITIES = {
    "all": "everything",
    "exports": "exports",
    "stoppage": "first stops",
    "resumption": "lines again",
    "price_outside": "prices outside",
    "price_inside": "prices inside",
}


def _held_table(scores: list[dict[str, Any]], title: str) -> "Table":
    """How ranges and chances fared where the case itself set none of them."""
    from rich.table import Column, Table

    table = Table(
        Column("", no_wrap=True),
        *(
            Column(name, justify="right", no_wrap=True)
            for name in (
                *("inside", "range", "interval\n(naive)", "error\n(naive)", "Brier\n(never)"),
            )
        ),
        padding=(0, 2, 0, 0),
        box=None,
        title=f"{title}\ninside: two-sided outcomes, 85% is meant (exports 90%); naive: no change",
        title_justify="left",
    )
    for held in scores:
        both, share = held["two_sided"], held["coverage"]
        multiple = held["quantity"] != "exports"
        width = _two(held["width"])
        table.add_row(
            f"{QUANTITIES[held['quantity']]}, {held['goods']}"
            if held["goods"] != "all goods"
            else f"[bold]{QUANTITIES[held['quantity']]}[/bold]",
            "" if share is None else f"{round(share * both)} of {both}",
            f"×{width}" if width and multiple else width,
            _beside(held["interval_score"], held["naive_interval_score"]),
            _beside(held["error"], held["no_change"]),
            _beside(held["brier"], held["never"]),
        )
    return table


def _two(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _beside(value: float | None, other: float | None) -> str:
    return _two(value) if value is None or other is None else f"{value:.2f} ({other:.2f})"


def _rows_tables(one: "Hindcast") -> list["Table"]:
    """One table for each kind of row: what happened, and a column for each run."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    found: dict[int, list[Row]] = {}
    for row in one.rows:
        found.setdefault(id(row.happened), []).append(row)
    tables: dict[str, Table] = {}
    for mine in found.values():
        seen = mine[0].happened
        title = TITLES.get(seen.quantity) or (
            f"Exports of {seen.good}{'' if seen.region == '*' else f' to {seen.region}'}, "
            "times a normal month"
        )
        if title not in tables:
            tables[title] = Table(
                Column("", max_width=24),
                Column("happened", justify="right", no_wrap=True),
                *(Column(path.name, justify="right") for path in one.case.case.paths),
                title=title,
                title_justify="left",
                box=SIMPLE_HEAD,
            )
        sign = {"equal": "", "at most": "≤ ", "at least": "≥ "}[seen.relation]
        tables[title].add_row(
            _what(mine[0]),
            f"{sign}{_number(seen.value, seen.unit)}{' ~' if seen.weak else ''}",
            *(_cell(row) for row in mine),
        )
    return list(tables.values())


def _what(row: "Row") -> str:
    seen = row.happened
    if seen.quantity == "exports":
        return f"{seen.when:%b %Y}"
    if seen.unit == "day":
        return f"{seen.region} {seen.good}\n{seen.who}".rstrip()
    return f"{seen.good}\n{seen.when}"


def _cell(row: "Row") -> str:
    ends, unit = row.forecast, row.happened.unit
    low, central, high = (_number(v, unit) for v in (ends.low, ends.central, ends.high))
    miss = "" if row.inside else "*"
    return f"{central}{miss}\n{low}–{high}" if row.scored else f"({central})"


def _number(value: float, unit: str) -> str:
    if value == float("inf"):
        return "none"
    from detente.say import fixed

    return fixed(value, 0 if unit == "day" else 2)


def _scores_table(one: "Hindcast") -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    table = Table(
        Column("run", no_wrap=True),
        "what",
        Column("error", justify="right"),
        Column("naive", justify="right", no_wrap=True),
        Column("inside", justify="right", no_wrap=True),
        title="Scores: exports root mean square, days mean, prices mean logarithm",
        title_justify="left",
        box=SIMPLE_HEAD,
    )
    for score in one.scores:
        error = "" if score.error is None else f"{score.error:.2f}"
        naive = "\n".join(f"{name} {value:.2f}" for name, value in score.baselines.items())
        inside = f"{round(score.inside * score.count)} of {score.count}"
        table.add_row(score.path, score.group, error, naive, inside)
    return table
