"""``detente market``: did prices move on the days of an event by more than they move anyway."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from detente.cli._common import print_json, write_made
from detente.cli._options import Html, Seed, writable_all

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["market"]


def market(  # noqa: PLR0913 - one option each
    *prices: Path,
    event: Annotated[tuple[str, ...], Parameter(name=["--event", "-e"])] = (),
    market: str | None = None,
    asset: tuple[str, ...] = (),
    before: int = 1,
    after: int = 3,
    estimation: int = 120,
    gap: int = 10,
    permutations: int = 9999,
    placebos: int = 500,
    seed: Seed = 0,
    json: bool = False,
    csv: Path | None = None,
    svg: Path | None = None,
    html: Html = None,
) -> None:
    """Ask whether prices moved around events by more than the market and noise explain.

    Parameters
    ----------
    prices
        CSV files of closing prices: a column date (YYYY-MM-DD), the others assets; or Close alone,
        called by the file's name.
    event
        YYYY-MM-DD, YYYY-MM-DD..YYYY-MM-DD, or an id of detente controls or of the events table;
        several may be given.
    market
        Column that stands for the market; a constant mean in its place if not given.
    asset
        Columns to study; all but the market if none is given.
    before
        Trading days before the event that count [day].
    after
        Trading days after it that count [day].
    estimation
        Trading days from which the market model is estimated [day].
    gap
        Trading days between these and the event window [day].
    permutations
        Random choices of days in the permutation test.
    placebos
        Earlier windows without an event to compare with, at most.
    json
        Print detente.market/1.
    csv
        Write abnormal and cumulative returns by day as a table, .csv.
    svg
        Draw cumulative returns beside their noise as a picture, .svg.
    """
    writable_all(csv=csv, svg=svg, html=html)

    from detente.impact.market import Window, event_days, market_check, read_prices

    payload = market_check(
        read_prices(prices),
        [event_days(one) for one in event],
        market=market,
        assets=asset,
        window=Window(
            before=before,
            after=after,
            estimation=estimation,
            gap=gap,
            permutations=permutations,
            placebos=placebos,
        ),
        seed=seed,
    ).to_payload()
    written = _write(payload, csv, svg, html)
    if json:
        print_json(payload)
        return

    from rich.console import Console

    from detente.brief import market_answer

    console = Console(highlight=False)
    console.print(_table(payload))
    for name, words in market_answer(payload):
        console.print(f"- {name}. {words}", markup=False)
    for path in written:
        console.print(f"Written: {path}", markup=False)


def _write(
    payload: dict[str, Any], csv: Path | None, svg: Path | None, html: Path | None
) -> list[Path]:
    from detente.brief import market_picture, render_market

    return write_made(
        (csv, lambda: _rows(payload)),
        (svg, lambda: market_picture(payload) + "\n"),
        (html, lambda: render_market(payload)),
    )


def _table(payload: dict[str, Any]) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    from detente.say import fixed

    table = Table(
        Column("event", no_wrap=True),
        Column("asset", no_wrap=True),
        *(
            Column(name, justify="right", no_wrap=True)
            for name in ("CAR %", "s.e.", "t", "p", "Holm", "perm.", "placebo")
        ),
        title="Cumulative abnormal returns over the event window; p values are two-sided",
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for event in payload["events"]:
        for row in event["assets"]:
            table.add_row(
                event["first"] if row is event["assets"][0] else "",
                row["asset"],
                fixed(100 * row["cumulative"], 2, signed=True),
                fixed(100 * row["se"], 2),
                fixed(row["t"], 2, signed=True),
                *(
                    "–" if row[key] is None else f"{row[key]:.3f}"
                    for key in ("p_value", "p_holm", "permutation_p", "placebo_p")
                ),
            )
    return table


def _rows(payload: dict[str, Any]) -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = ("date", "day", "abnormal", "abnormal_se", "cumulative", "cumulative_se")
    writer.writerow(("event", "asset", *names, "unit"))
    for event in payload["events"]:
        for row in event["assets"]:
            for at in row["days"]:
                writer.writerow(
                    (event["first"], row["asset"], *(at[name] for name in names), payload["unit"])
                )
    return out.getvalue()
