"""``detente data check``: the facts tables."""

import sys
from pathlib import Path

from detente._errors import FactsError
from detente.cli._common import on_date, print_json

__all__ = ["check"]


def check(folder: Path | None = None, /, *, on: str | None = None, json: bool = False) -> None:
    """Validate every facts table; says file, row and field of each fault.

    What is right but no longer fresh is a warning and no fault: controls past the end of their
    suspension or term, and sources whose last check is more than 180 days old.

    Parameters
    ----------
    folder
        Folder of CSV tables; the shipped ones if not given.
    on
        Day, YYYY-MM-DD, from which freshness is seen; today if not given.
    json
        Print the faults and warnings as JSON.
    """
    from detente.controls import today
    from detente.facts import TABLES, check_facts, load_facts, stale_facts

    day = on_date(on) or today()
    faults = check_facts(folder)
    facts = None if faults else load_facts(folder)
    stale = [] if facts is None else stale_facts(facts, day)
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
        for severity, one in found:
            sys.stdout.write(f"{'' if severity == 'fault' else 'warning: '}{one}\n")
    if facts is None:
        raise FactsError(f"{len(faults)} faults in {folder or 'the shipped tables'}")
    if not json:
        figures = sum(1 for _ in facts.figures())
        warned = f", {len(stale)} warnings of {day}" if stale else ""
        sys.stdout.write(
            f"{len(TABLES)} tables, {figures} figures, {len(facts.controls)} controls, "
            f"{len(facts.sources)} sources: no fault{warned}\n"
        )
