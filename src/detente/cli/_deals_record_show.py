"""How the record of deals is shown: on the terminal, and as a page."""

from typing import TYPE_CHECKING

from detente._units import MONTHS_PER_YEAR

if TYPE_CHECKING:
    from rich.console import Console

    from detente.deal import RecordAcceptance, Score
    from detente.facts import BargainRow, Facts, TalksRow

__all__ = ["record_page", "show_acceptance", "show_record"]


def _stood(row: "BargainRow") -> tuple[str, str]:
    """How it went by the strict and by the core rule."""
    strict = f"{row.first_breach}: {row.breach}" if row.first_breach else f"none to {row.followed}"
    if row.easings_end:
        core = f"{row.end_how} {row.easings_end}"
    else:
        core = f"in force on {row.easings_seen}" if row.easings_seen else "not coded"
    return strict, core


def show_record(
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


def show_acceptance(against: "RecordAcceptance", console: "Console") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(*_ACCEPTANCE_HEAD, box=SIMPLE_HEAD)
    for cells in _acceptance_rows(against):
        table.add_row(*cells)
    console.print(table)
    console.print(against.words, markup=False)


_ACCEPTANCE_HEAD = (
    "Case",
    "Struck",
    "In the set",
    "Draws",
    "Some deal",
    "Above it",
    "By the others",
    "Their chance",
    "Not costed",
)


def _acceptance_rows(against: "RecordAcceptance") -> "list[list[str]]":
    """Cells of the table of acceptance: at stated values, then at those of the other cases."""
    left = {one.id: one for one in against.revealed.left_out}
    return [
        [
            one.id,
            "yes" if one.struck else "no",
            "yes" if one.accepted else "no",
            f"{one.accepted_share:.0%}",
            f"{one.exists:.0%}",
            f"{one.rank:.0%} of {one.packages}",
            "yes" if left[one.id].accepted else "no",
            f"{left[one.id].chance:.0%}",
            "; ".join(one.not_costed),
        ]
        for one in against.held
    ]


_ASKED = {
    "core": "easings in force",
    "strict": "no breach or new like measure",
    "soon": "a deal, of talks that were sought,",
}


def _score_name(score: "Score") -> str:
    when = "within" if score.outcome == "soon" else "after"
    return f"{_ASKED[score.outcome]} {when} {score.months:.0f} months"


def _score_words(score: "Score") -> str:
    verdict = "beats the base rate" if score.adds else "adds little to the base rate"
    return (
        f"{_score_name(score)}: {score.stood:.0%} of {score.cases}; squared error "
        f"{score.brier:.3f} against {score.base_brier:.3f} of the base rate "
        f"({score.gain:+.0%}), log score {score.log:.3f} against {score.base_log:.3f}: {verdict}"
    )


def _acceptance_part(against: "RecordAcceptance") -> str:
    from html import escape

    head = "".join(f"<th>{escape(name)}</th>" for name in _ACCEPTANCE_HEAD)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
        for cells in _acceptance_rows(against)
    )
    return (
        f"<h2>Held against the acceptance set</h2><p>{escape(against.words)}</p>"
        f'<div class="wide"><table><tr>{head}</tr>{rows}</table></div>'
    )


def record_page(
    facts: "Facts",
    found: "tuple[BargainRow, ...]",
    talks: "tuple[TalksRow, ...]",
    told: "tuple[Score, ...]",
    picture: str,
    against: "RecordAcceptance | None",
) -> str:
    from html import escape

    from detente.brief.charts import calibration_picture
    from detente.deal import bargain_line, who_broke

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
    said += f"<li>{escape(who_broke(facts).words)}</li>"
    asked = [score for score in told if score.months == MONTHS_PER_YEAR or score.outcome == "soon"]
    drawn = calibration_picture(asked, [_score_name(score) for score in asked])
    held = "" if against is None else _acceptance_part(against)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>The record of deals</title>'
        "<style>body{font:15px sans-serif;max-width:70em;margin:2em auto;padding:0 1em}"
        "td,th{text-align:left;vertical-align:top;padding:.3em .6em;border-bottom:1px solid #ddd}"
        ".wide{overflow-x:auto}</style><h1>The record of deals</h1>"
        f'<div class="wide">{picture}</div><h2>How forecasts came true</h2><ul>{said}</ul>'
        f'<div class="wide">{drawn}</div>{held}'
        '<h2>Bargains</h2><div class="wide"><table><tr><th>Bargain</th><th>Struck</th><th>Form</th>'
        "<th>First breach</th><th>Easings</th><th>Gave</th><th>Evidence</th></tr>"
        f"{''.join(rows)}</table></div><h2>Talks that failed</h2><table><tr><th>Talks</th>"
        f"<th>Ended</th><th>Why</th></tr>{failed}</table></html>"
    )
