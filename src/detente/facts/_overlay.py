"""A workspace's own rows: read, held together with the packaged ones, and counted."""

import difflib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from ._all_rows import TABLES
from ._rows import Row, SourceRow
from ._tables import OWN, PACKAGED, Fault, Table, merged, read_table
from .notice_tables import CountryRow, NoticeCodeRow
from .reading_tables import (
    ClauseWeightRow,
    FiscalYearRow,
    GazetteerRow,
    LexiconRow,
    PatternRow,
    PersonRow,
    ReadingGoodRow,
    WordClassRow,
    load_reading_goods,
)

if TYPE_CHECKING:
    from ._facts import Facts

__all__ = ["ALL_TABLES", "READER_TABLES", "own_tables", "together", "unnamed_goods"]

READER_TABLES: dict[str, type[Row]] = {
    "people": PersonRow,
    "gazetteer": GazetteerRow,
    "lexicon": LexiconRow,
    "patterns": PatternRow,
    "word_classes": WordClassRow,
    "clause_weights": ClauseWeightRow,
    "reading_goods": ReadingGoodRow,
    "fiscal_years": FiscalYearRow,
    "countries": CountryRow,
    "notice_codes": NoticeCodeRow,
}
"""Tables of the reader of news and of notices."""

ALL_TABLES: dict[str, type[Row]] = TABLES | READER_TABLES
"""Every table that a workspace may add rows to."""

Tables: TypeAlias = dict[str, Table]


def own_tables(folder: Path) -> tuple[Tables, list[Fault]]:
    """Read the tables that a workspace has."""
    tables: Tables = {}
    faults: list[Fault] = []
    for file in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        model = ALL_TABLES.get(file.stem)
        if model is None:
            near = difflib.get_close_matches(file.stem, ALL_TABLES, n=1, cutoff=0.6)
            hint = f"did you mean {near[0]}.csv?" if near else "see docs/facts.md for the tables"
            problem = f"there is no such table; {hint}"
            faults.append(Fault(file=OWN + file.name, row=0, field="-", problem=problem))
            continue
        tables[file.stem], found = read_table(folder, file.stem, OWN, model)
        faults.extend(found)
    return tables, faults


def together(own: Tables, *, packaged: Path = PACKAGED) -> tuple[Tables, list[Fault]]:
    """Put a workspace's rows among the packaged ones."""
    tables, found = _packaged_tables() if packaged == PACKAGED else _all_tables(packaged)
    tables, faults = dict(tables), list(found)
    for name, table in own.items():
        if name == "sources":
            faults.extend(_renamed(tables[name], table))
        tables[name] = merged(tables[name], table, first=name in READER_TABLES)
    return tables, faults


@cache
def _packaged_tables() -> tuple[Tables, list[Fault]]:
    return _all_tables(PACKAGED)


def _all_tables(folder: Path) -> tuple[Tables, list[Fault]]:
    """All tables of a folder of all; those of the reader may be missing from one of the user's."""
    tables: Tables = {}
    faults: list[Fault] = []
    for name, model in ALL_TABLES.items():
        if name in READER_TABLES and not (folder / f"{name}.csv").is_file():
            continue
        tables[name], found = read_table(folder, name, model=model)
        faults.extend(found)
    return tables, faults


def _renamed(packaged: Table, own: Table) -> Iterator[Fault]:
    """Sources under an id of another: every packaged figure of that id would change its origin."""
    titles = {row.id: row.title for row in cast("list[SourceRow]", packaged.rows)}
    for row in cast("list[SourceRow]", own.rows):
        if titles.get(row.id, row.title) != row.title:
            problem = f"{row.id!r} is the id of a packaged source of another title; choose another"
            yield Fault(file=own.file, row=row.line, field="id", problem=problem)


def unnamed_goods(facts: "Facts") -> list[Fault]:
    """Find goods of the workspace that the reader will not see in an article.

    Parameters
    ----------
    facts
        The tables, with those of the workspace in use.

    Returns
    -------
    list of Fault
        One for each good of the user's that no pattern of ``reading_goods.csv`` names.
    """
    named = {good for row in load_reading_goods() for good in row.goods}
    named |= {good for row in facts.good_groups if row.group in named for good in row.goods}
    problem = "no pattern of reading_goods.csv names it, so that no article will; add one"
    return [
        Fault(file=row.file, row=row.line, field="good", problem=f"{row.good}: {problem}")
        for row in facts.goods
        if row.own and row.good not in named
    ]
