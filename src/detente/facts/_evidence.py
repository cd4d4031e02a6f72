"""On what the figures rest: how many of each table are published, and how many are judgement."""

from collections import Counter
from dataclasses import dataclass

from ._all_rows import TABLES
from ._facts import Facts
from ._rows import FigureRow
from ._tables import OWN

__all__ = ["ENGINE_TABLES", "EVIDENCE", "Evidence", "evidence_by_table", "evidence_total"]

EVIDENCE = ("published", "computed", "secondary", "memory", "judgement")
"""Grades of evidence, the best first; a figure has that of its source."""

ENGINE_TABLES = ("input_criticality", "input_stocks", "trade_elasticities")
"""Tables of engines, taken whole from the literature: they say nothing on goods or controls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """On what the figures of one table rest."""

    table: str
    """Its name, or what several are called together."""
    figures: int
    """How many figures it holds [count]."""
    by_grade: dict[str, int]
    """How many of each grade of `EVIDENCE` [count]."""

    @property
    def unsourced(self) -> float:
        """Part that is judgement or memory [share]."""
        return (self.by_grade["judgement"] + self.by_grade["memory"]) / max(1, self.figures)


def evidence_by_table(facts: Facts) -> tuple[Evidence, ...]:
    """Count the figures of each table by the grade of their source.

    Returns
    -------
    tuple[Evidence, ...]
        One for each table with figures, in the order of `TABLES`.
    """
    graded = {row.id: row.evidence for row in facts.sources}
    home = {f"{name}.csv": name for name, model in TABLES.items() if issubclass(model, FigureRow)}
    counts: dict[str, Counter[str]] = {name: Counter() for name in home.values()}
    for row in facts.figures():
        counts[home[row.file.removeprefix(OWN)]][graded[row.source]] += 1
    return tuple(_counted(name, count) for name, count in counts.items())


def evidence_total(rows: tuple[Evidence, ...], *, engines: bool = True) -> Evidence:
    """Add up tables.

    Parameters
    ----------
    rows
        As of `evidence_by_table`.
    engines
        With `ENGINE_TABLES`.
    """
    count: Counter[str] = Counter()
    for row in rows:
        if engines or row.table not in ENGINE_TABLES:
            count.update(row.by_grade)
    return _counted("all tables" if engines else "without engine tables", count)


def _counted(table: str, count: Counter[str]) -> Evidence:
    return Evidence(
        table=table,
        figures=sum(count.values()),
        by_grade={grade: count[grade] for grade in EVIDENCE},
    )
