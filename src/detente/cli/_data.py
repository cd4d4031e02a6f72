"""``detente data check``: the facts tables."""

import sys
from pathlib import Path

from detente._errors import FactsError
from detente.cli._common import print_json

__all__ = ["check"]


def check(folder: Path | None = None, /, *, json: bool = False) -> None:
    """Validate every facts table; says file, row and field of each fault.

    Parameters
    ----------
    folder
        Folder of CSV tables; the shipped ones if not given.
    json
        Print the faults as JSON.
    """
    from detente.facts import TABLES, check_facts, load_facts

    faults = check_facts(folder)
    if json:
        print_json(
            [{"file": f.file, "row": f.row, "field": f.field, "problem": f.problem} for f in faults]
        )
    else:
        for fault in faults:
            sys.stdout.write(f"{fault}\n")
    if faults:
        raise FactsError(f"{len(faults)} faults in {folder or 'the shipped tables'}")
    if not json:
        facts = load_facts(folder)
        figures = sum(1 for _ in facts.figures())
        sys.stdout.write(
            f"{len(TABLES)} tables, {figures} figures, {len(facts.controls)} controls, "
            f"{len(facts.sources)} sources: no fault\n"
        )
