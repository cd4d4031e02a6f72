"""``detente desk``: a firm's parts against controls."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente._errors import DetenteError
from detente.cli._common import on_date, print_json, progress, write_text
from detente.cli._options import Quiet, Seed, writable_all

if TYPE_CHECKING:
    from detente.controls import Standoff

__all__ = ["desk"]

SHOWN = 12
_CELL = 14


def desk(  # noqa: PLR0913 - one option each
    parts: Path,
    standoffs: tuple[str, ...] = (),
    /,
    *,
    party: str,
    on: str | None = None,
    days: int = 365,
    draws: int = 64,
    seed: Seed = 0,
    top: int = SHOWN,
    json: bool = False,
    html: Path | None = None,
    quiet: Quiet = False,
) -> None:
    """Say which parts are exposed, when each line stops, what it costs and what to stock first.

    Parameters
    ----------
    parts
        Your parts, .csv, .parquet or .xlsx: part, country, one of hs, good and code; and if known
        supplier, share, tier, stock_days, lead_time_days, substitutes, line, margin_per_day (USD).
    standoffs
        Standoff files or articles, one case each; or ids of the register, one case together. All
        controls in force if not given.
    party
        Where your lines are, by code or name.
    on
        First day, YYYY-MM-DD; today if not given.
    days
        Days looked at.
    draws
        Draws of the uncertain figures.
    top
        Rows of each kind that are shown.
    json
        Print detente.desk/1.
    html
        Write a page, .html.
    """
    writable_all(html=html)
    if draws < 2 or top < 1:
        raise DetenteError("give --draws from 2 and --top from 1 up")
    from detente.impact.desk import desk as held

    with progress("parts against controls", quiet=quiet or json) as tell:
        found = held(
            parts,
            party=party,
            standoffs=_standoffs(standoffs, on, party),
            on=on_date(on),
            days=days,
            draws=draws,
            seed=seed,
            progress=tell,
        )
    payload = found.to_payload()
    if html is not None:
        from detente.brief import render_desk

        write_text(html, render_desk(payload))
    if json:
        print_json(payload)
        return
    _say(payload, top)
    if html is not None:
        print(f"Written: {html}")


def _standoffs(sources: tuple[str, ...], on: str | None, party: str) -> list["Standoff"]:
    from detente.cli._sources import case_of
    from detente.facts import load_facts

    day = on_date(on)
    files = [source for source in sources if source.endswith(".toml") or Path(source).exists()]
    ids = [source for source in sources if source not in files]
    cases = [case_of([file], day, None) for file in files]
    if ids:
        cases.append(case_of(ids, day, load_facts().party_code(party)))
    return cases


def _say(payload: Mapping[str, Any], top: int) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    parts = payload["parts"]
    console.print(
        f"{parts['parts']:,} parts on {payload['lines']} lines in {payload['home']}, "
        f"{parts['matched']:,} of them goods of the tables; {payload['days']} days from "
        f"{payload['on']}.",
        markup=False,
    )
    for says in list(parts["unknown_words"].values())[:3]:
        console.print(f"not matched: {says}", markup=False)
    if len(parts["unknown_words"]) > 3:
        console.print(f"and {len(parts['unknown_words']) - 3} more words, in --json", markup=False)
    for says in list(parts["disagreements"].values())[:3]:
        console.print(f"two say different: {says}", markup=False)
    if len(parts["disagreements"]) > 3:
        console.print(f"and {len(parts['disagreements']) - 3} more such, in --json", markup=False)
    if parts["unnamed"]:
        console.print(f"{parts['unnamed']:,} parts have no good, code or hs: taken to arrive.")
    if parts["columns_not_read"]:
        unread = ", ".join(parts["columns_not_read"][:8])
        console.print(f"columns that are not read: {unread}", markup=False)
    if not payload["cases"]:
        console.print("No control in force reaches any of them.")
    for case in payload["cases"]:
        _case(console, case, top)


def _case(console: Any, case: Mapping[str, Any], top: int) -> None:  # noqa: ANN401
    from detente.say import customs_words

    controls = ", ".join(row["control"] for row in case["controls"][:6])
    more = len(case["controls"]) - 6
    more_words = f" and {more} more" if more > 0 else ""
    console.print(
        f"\n{case['name']}: {controls or 'none reaches a part'}{more_words}",
        style="bold",
        markup=False,
    )
    if not case["parts"]:
        return
    lines = _table(("Lines", "held by"), "stops", "from, to", "on sure matches", "cost, USD")
    for row in case["lines"][:top]:
        stop, sure = row["stop"], row["stop_on_sure_matches"]
        lines.add_row(
            row["line"],
            ", ".join(row["held_by"][:2]) + (" …" if len(row["held_by"]) > 2 else ""),
            _day(stop, "central"), _days(stop),
            "no stop" if sure is None else _day(sure, "central"),
            "margin\nnot given" if row["cost"] is None else _money(row["cost"], wide=_CELL),
        )  # fmt: skip
    console.print(lines)
    parts = _table(
        ("Parts", "good", "match"), "runs out", "from, to", "stock, days", "a day more\nis worth"
    )
    for row in case["parts"][:top]:
        out, worth = row["runs_out"], row["value_of_a_day"]
        parts.add_row(
            f"{row['part']} ({row['line']})", row["good"],
            row["match"] if row["candidates"] == 1 else f"1 of {row['candidates']}",
            _day(out, "central"), _days(out),
            "by class" if row["stock_days"] is None else f"{row['stock_days']:g}",
            "?" if worth is None else _money(worth, wide=_CELL),
        )  # fmt: skip
    left = len(case["parts"]) - top
    if left > 0:
        parts.caption = f"and {left} more parts, in --json"
    console.print(parts)
    for row in case["stock_first"][:1]:
        worth = f"one more day is worth USD {_money(row['value_of_a_day'])}"
        console.print(f"Stock first: {row['part']} ({row['line']}), {worth}", markup=False)
    codes = {row["good"]: customs_words(row["hs6"], row["hs_edition"]) for row in case["parts"]}
    for good, others in list(case["others"].items())[:top]:
        who = ", ".join(
            f"{o['country']} {o['share']['central']:.1%} of the world "
            f"(could add {o['could_add']['central']:.1%})"
            for o in others
            if "share" in o
        )
        called = f"{good} ({codes[good]})" if codes.get(good) else good
        console.print(f"{called}, others: {who or 'none known'}", markup=False)


def _table(names: tuple[str, ...], *figures: str) -> Any:  # noqa: ANN401 - rich loads inside commands
    """Columns of names, which fold, and of days and figures, which are never cut in two."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    return Table(
        *(Column(head, overflow="fold") for head in names),
        *(Column(head, no_wrap=True) for head in figures),
        box=SIMPLE_HEAD,
        pad_edge=False,
    )


def _day(stop: Mapping[str, Any], name: str) -> str:
    return stop["date"][name] or "no stop"


def _days(stop: Mapping[str, Any]) -> str:
    low, high = _day(stop, "low"), _day(stop, "high")
    return low if low == high else f"{low} –\n{high}"


def _money(cost: Mapping[str, float], *, wide: int = 80) -> str:
    """A figure with its range, over three lines where it is wider."""
    central, low, high = (f"{cost[name]:,.0f}" for name in ("central", "low", "high"))
    one = f"{central} ({low}–{high})"
    return one if len(one) <= wide else f"{central}\n({low}–\n{high})"
