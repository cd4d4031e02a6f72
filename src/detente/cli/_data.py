"""``detente data check``: the facts tables."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente._errors import FactsError
from detente.cli._common import on_date, print_json

if TYPE_CHECKING:
    from detente.facts import Evidence, Facts

__all__ = ["check"]

HEADS = ("figures", "publ.", "comp.", "second.", "memory", "judged", "last two")
"""Columns of the evidence, in the order of `EVIDENCE` between the first and the last."""


def check(
    folder: Path | None = None,
    /,
    *,
    on: str | None = None,
    evidence: bool = False,
    json: bool = False,
) -> None:
    """Validate every facts table; says file, row and field of each fault.

    What is right but no longer fresh is a warning and no fault: controls past the end of their
    suspension or term, and sources whose last check is more than 180 days old.

    Parameters
    ----------
    folder
        Folder of all CSV tables, or a workspace; if not given, the workspace in use, whose rows
        are checked together with the shipped ones, or these alone.
    on
        Day, YYYY-MM-DD, from which freshness is seen; today if not given.
    evidence
        Say on what the figures of each table rest: published, computed, secondary, memory or
        judgement.
    json
        Print the faults and warnings as JSON, or the evidence if that is asked for.
    """
    from detente.controls import today
    from detente.facts import TABLES, check_facts, check_own, load_facts, stale_facts, unnamed_goods
    from detente.workspace import MARK, active, current, open_workspace

    day = on_date(on) or today()
    home = current() if folder is None else None
    if folder is not None and (folder / MARK).is_file():
        home, folder = open_workspace(folder), None
    faults = check_facts(folder) if home is None else check_own(home.facts)[1]
    with active(current() if home is None else home):
        facts = None if faults else load_facts(folder)
        unseen = [] if facts is None else unnamed_goods(facts)
    if evidence and facts is not None:
        _evidence(facts, json=json)
        return
    stale = [] if facts is None else [*unseen, *stale_facts(facts, day)]
    found = [("fault", fault) for fault in faults] + [("warning", one) for one in stale]
    if json:
        print_json(
            [
                {
                    "severity": severity,
                    "file": one.file,
                    "row": one.row,
                    "field": one.field,
                    "problem": one.problem,
                }
                for severity, one in found
            ]
        )
    else:
        shown = [pair for pair in found if home is None or "/" in pair[1].file]
        for severity, one in shown:
            sys.stdout.write(f"{'' if severity == 'fault' else 'warning: '}{one}\n")
    if facts is None:
        where = folder or (home.facts if home else "the shipped tables")
        raise FactsError(f"{len(faults)} faults in {where}")
    if not json:
        figures = sum(1 for _ in facts.figures())
        warned = f", {len(stale)} warnings of {day}" if stale else ""
        if len(shown) < len(found):
            warned += f" ({len(found) - len(shown)} of packaged rows: --workspace none lists them)"
        sys.stdout.write(
            f"{len(TABLES)} tables, {figures} figures, {len(facts.controls)} controls, "
            f"{len(facts.sources)} sources{_own(facts)}: no fault{warned}\n"
        )


def _own(facts: "Facts") -> str:
    rows = sum(facts.own_rows.values())
    return f", {rows} rows your own" if rows else ""


def _evidence(facts: "Facts", *, json: bool) -> None:
    from detente.facts import evidence_by_table, evidence_total

    tables = evidence_by_table(facts)
    totals = (evidence_total(tables, engines=False), evidence_total(tables))
    if json:
        print_json(
            {
                "schema": "detente.evidence/1",
                "tables": [_row(row) for row in tables if row.figures],
                "totals": [_row(row) for row in totals],
            }
        )
        return
    _print_evidence([row for row in tables if row.figures], totals)


def _row(row: "Evidence") -> dict[str, Any]:
    return {
        "table": row.table,
        "figures": row.figures,
        **row.by_grade,
        "judgement_or_memory": round(row.unsourced, 4),
    }


def _print_evidence(tables: list["Evidence"], totals: tuple["Evidence", ...]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Column, Table

    from detente.facts import EVIDENCE

    shown = Table(
        Column("table", no_wrap=True, min_width=22),
        *(Column(head, justify="right", no_wrap=True) for head in HEADS),
        title="On what the figures rest",
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for number, row in enumerate([*tables, *totals]):
        if number == len(tables):
            shown.add_section()
        counts = [str(row.by_grade[grade] or "") for grade in EVIDENCE]
        shown.add_row(row.table, str(row.figures), *counts, f"{row.unsourced:.1%}")
    Console(highlight=False).print(shown)
