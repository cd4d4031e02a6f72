"""``detente deals-record``: deals that were struck, how long they lasted, and talks that failed."""

from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli._common import print_json, writable, write_text

if TYPE_CHECKING:
    from rich.console import Console

    from detente.deal import Score
    from detente.facts import BargainRow, Facts, TalksRow

__all__ = ["deals_record"]


def deals_record(
    word: str | None = None,
    /,
    *,
    party: str | None = None,
    file: Path | None = None,
    scores: bool = False,
    svg: Path | None = None,
    html: Path | None = None,
    json: bool = False,
) -> None:
    """Search the record of deals, and see how well it foretells.

    Parameters
    ----------
    word
        Part of an id, name, party, term or breach; all if not given.
    party
        Only bargains and talks of this party, by code or name.
    file
        CSV with bargains of your own beside those of the record (columns of bargains.csv).
    scores
        How forecasts of "stands after 3, 6, 12 months" came true, each bargain left out in turn.
    svg
        Write the timeline of what was found to this file.
    html
        Write a page with the timeline, the bargains and the scores to this file.
    json
        Print detente.deals-record/1.
    """
    from rich.console import Console

    from detente._errors import DealError
    from detente.deal import (
        bargain_line,
        find_bargains,
        find_talks,
        record_scores,
        with_own_bargains,
    )
    from detente.facts import load_facts

    for path, suffixes in ((svg, (".svg",)), (html, (".html", ".htm"))):
        if path is not None:
            writable(path, *suffixes)
    facts = load_facts()
    if file is not None:
        facts = with_own_bargains(facts, file)
    party = _code(facts, party)
    found, talks = find_bargains(facts, word, party=party), find_talks(facts, word, party=party)
    if not found and not talks:
        raise DealError(
            f"nothing in the record for {' '.join(filter(None, (word, party)))}; "
            "leave the word out to see all"
        )
    told = record_scores(facts) if scores or html is not None else ()
    if svg is not None or html is not None:
        from detente.brief.charts import deals_timeline

        picture = deals_timeline(found)
        if svg is not None:
            write_text(svg, picture)
        if html is not None:
            write_text(html, _page(facts, found, talks, told, picture))
    if json:
        print_json(
            {
                "schema": "detente.deals-record/1",
                "bargains": [bargain_line(row, facts) for row in found],
                "talks": [row.model_dump(mode="json", exclude={"file", "line"}) for row in talks],
                "scores": [one.as_dict() for one in told],
            }
        )
        return
    _show(found, talks, told, Console(highlight=False))
    for written in filter(None, (svg, html)):
        Console(highlight=False).print(f"Written: {written}", markup=False, soft_wrap=True)


def _code(facts: "Facts", party: str | None) -> str | None:
    """Code of a party; a firm of the record stays as it is called."""
    spoken = {code for row in (*facts.bargains, *facts.talks) for code in row.parties}
    return party if party is None or party in spoken else facts.party_code(party)


def _stood(row: "BargainRow") -> tuple[str, str]:
    """How it went by the strict and by the core rule."""
    strict = f"{row.first_breach}: {row.breach}" if row.first_breach else f"none to {row.followed}"
    if row.easings_end:
        core = f"{row.end_how} {row.easings_end}"
    else:
        core = f"in force on {row.easings_seen}" if row.easings_seen else "not coded"
    return strict, core


def _show(
    found: "tuple[BargainRow, ...]",
    talks: "tuple[TalksRow, ...]",
    told: "tuple[Score, ...]",
    console: "Console",
) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table("Bargain", "Struck", "Form", "First breach", "Easings", box=SIMPLE_HEAD)
    for row in found:
        table.add_row(row.id, str(row.date), row.form, *_stood(row))
    if found:
        console.print(table)
    if talks:
        failed = Table("Talks that failed", "Ended", "Why", box=SIMPLE_HEAD)
        for one in talks:
            failed.add_row(one.id, str(one.ended), one.why)
        console.print(failed)
    for score in told:
        console.print(_score_words(score), markup=False)
    console.print(f"{len(found)} bargains, {len(talks)} failed talks", markup=False)


def _score_words(score: "Score") -> str:
    rule = "easings in force" if score.outcome == "core" else "no breach or new like measure"
    verdict = "beats the base rate" if score.adds else "adds little to the base rate"
    return (
        f"{rule} after {score.months:.0f} months: {score.stood:.0%} of {score.cases}; squared "
        f"error {score.brier:.3f} against {score.base_brier:.3f} of the base rate "
        f"({score.gain:+.0%}), log score {score.log:.3f} against {score.base_log:.3f}: {verdict}"
    )


def _page(
    facts: "Facts",
    found: "tuple[BargainRow, ...]",
    talks: "tuple[TalksRow, ...]",
    told: "tuple[Score, ...]",
    picture: str,
) -> str:
    from html import escape

    from detente.deal import bargain_line

    rows = []
    for row in found:
        line = bargain_line(row, facts)
        gives = "<br>".join(escape(f"{t['party']}: {t['words']}") for t in line["terms"])
        pages = " ".join(
            f'<a href="{escape(s["url"])}">page</a>' if s["url"] else "memory"
            for s in line["sources"]
        )
        cells = [row.name, str(row.date), f"{row.form}, {row.delivery}", *_stood(row)]
        rows.append(
            "<tr>"
            + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
            + f"<td>{gives}</td><td>{row.grade}: {pages}</td></tr>"
        )
    failed = "".join(
        f"<tr><td>{escape(one.name)}</td><td>{one.ended}</td><td>{escape(one.why)}</td></tr>"
        for one in talks
    )
    said = "".join(f"<li>{escape(_score_words(score))}</li>" for score in told)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>The record of deals</title>'
        "<style>body{font:15px sans-serif;max-width:70em;margin:2em auto;padding:0 1em}"
        "td,th{text-align:left;vertical-align:top;padding:.3em .6em;border-bottom:1px solid #ddd}"
        ".wide{overflow-x:auto}</style><h1>The record of deals</h1>"
        f'<div class="wide">{picture}</div><h2>How forecasts came true</h2><ul>{said}</ul>'
        '<h2>Bargains</h2><div class="wide"><table><tr><th>Bargain</th><th>Struck</th><th>Form</th>'
        "<th>First breach</th><th>Easings</th><th>Gave</th><th>Evidence</th></tr>"
        f"{''.join(rows)}</table></div><h2>Talks that failed</h2><table><tr><th>Talks</th>"
        f"<th>Ended</th><th>Why</th></tr>{failed}</table></html>"
    )
