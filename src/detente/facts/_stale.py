"""What has gone stale in the register: ends that have passed, checks that are old."""

import datetime as dt
from collections import defaultdict

from ._control_rows import ControlRow
from ._facts import Facts
from ._tables import Fault

__all__ = ["OLDEST_CHECK", "stale_facts"]

OLDEST_CHECK = 180
"""Days after which a check of how a control stands is called old."""


def stale_facts(facts: Facts, on: dt.date) -> list[Fault]:
    """Find what is not wrong in the tables but no longer fresh.

    Returns
    -------
    list of Fault
        Controls past the end of their suspension or term of which no source says what came then,
        and sources whose last check is more than `OLDEST_CHECK` days old while a control that is
        not lifted rests on it; sorted by file, row and field.
    """
    found, checked = [], facts.checked
    resting: defaultdict[tuple[str, dt.date], list[ControlRow]] = defaultdict(list)
    for row in facts.controls:
        if row.lifted is not None and row.lifted <= on:
            continue
        last = row.expires
        if last is not None and last < on and (row.resumed is None or row.resumed < last):
            found.append(_past(row))
        day, source = max(row.checks(checked))
        if (on - day).days > OLDEST_CHECK:
            resting[source, day].append(row)
    for (code, day), rows in resting.items():
        row_of = facts.source(code)
        whom = ", ".join(row.id for row in rows[:3]) + (" and others" if len(rows) > 3 else "")
        rest = f"{len(rows)} controls rest" if len(rows) > 1 else "one control rests"
        problem = (
            f"{code} was last checked on {day}, {(on - day).days} days before {on}, and "
            f"{rest} on it ({whom}); check it again"
        )
        found.append(Fault(file=row_of.file, row=row_of.line, field="checked", problem=problem))
    return sorted(found)


def _past(row: ControlRow) -> Fault:
    what = "suspension" if row.suspended is not None and row.resumed is None else "term"
    problem = (
        f"the {what} of {row.id} ended on {row.expires} and no source says what came then; "
        "give the day it was resumed or lifted, or its new end"
    )
    return Fault(file=row.file, row=row.line, field="expires", problem=problem)
