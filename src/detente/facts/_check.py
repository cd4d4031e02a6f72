"""Checks across rows and tables: references, duplicates, sums, order of dates, completeness."""

import datetime as dt
import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from ._bargain_rows import BargainTermRow, RecordValueRow, TalksTermRow
from ._control_rows import ALL_DUAL_USE, ControlEntityRow, ControlRow, EventRow
from ._figure_rows import (
    PARAMETERS,
    ControlIntensityRow,
    DependenceRow,
    SupplyShareRow,
)
from ._rows import GoodRow, RegionRow, SourceRow
from ._tables import TABLES, Fault, Table, read_tables

__all__ = ["check_facts", "check_tables"]

SUM_TOLERANCE = 0.02
"""How far shares of one whole may exceed 1 before it is a fault; room for rounding."""


def check_facts(path: Path | str | None = None) -> list[Fault]:
    """Find everything that is wrong in a folder of facts tables.

    Parameters
    ----------
    path
        Folder of CSV files; the tables that come with the package if not given.

    Returns
    -------
    list[Fault]
        All faults, sorted by file, row and field; empty if the tables are right.

    Examples
    --------
    >>> check_facts()
    []
    """
    folder = Path(path) if path is not None else Path(__file__).parent / "tables"
    tables, faults = read_tables(folder)
    return sorted([*faults, *check_tables(tables)])


def check_tables(tables: dict[str, Table]) -> Iterator[Fault]:
    """Yield what is wrong between rows, given tables that were read."""
    yield from _duplicates(tables)
    yield from _references(tables)
    yield from _sources(tables)
    yield from _members(tables)
    yield from _goods(tables)
    yield from _sums(tables)
    yield from _controls(tables)
    yield from _entities(tables)
    yield from _events(tables)
    yield from _terms(tables)


def _duplicates(tables: dict[str, Table]) -> Iterator[Fault]:
    for name, model in TABLES.items():
        seen: dict[tuple[str, ...], int] = {}
        for row, cells in tables[name].cells:
            key = tuple(cells.get(column, "") for column in model.key)
            first = seen.setdefault(key, row)
            if first != row and all(key):
                problem = f"{', '.join(key)} stands already in row {first}; keep one of them"
                yield Fault(file=tables[name].file, row=row, field=model.key[-1], problem=problem)


def _known(tables: dict[str, Table]) -> dict[str, frozenset[str]]:
    countries = {
        member.strip() for cell in tables["regions"].column("members") for member in cell.split(";")
    }
    regions = set(tables["regions"].column("code"))
    parties = set(tables["parties"].column("iso3"))
    everyone = countries | parties | regions
    return {
        "source": frozenset(tables["sources"].column("id")),
        "good": frozenset(tables["goods"].column("good")),
        "good*": frozenset({*tables["goods"].column("good"), "*"}),
        "controlled good": frozenset({*tables["goods"].column("good"), ALL_DUAL_USE}),
        "control": frozenset(tables["controls"].column("id")),
        "bargain": frozenset(tables["bargains"].column("id")),
        "talks": frozenset(tables["talks"].column("id")),
        "matter": frozenset({*tables["bargains"].column("id"), *tables["talks"].column("id")}),
        "control*": frozenset({*tables["controls"].column("id"), "*"}),
        "sector": frozenset(tables["sectors"].column("code")),
        "sector*": frozenset({*tables["sectors"].column("code"), "*"}),
        "region": frozenset(regions),
        "region*": frozenset(regions | {"*"}),
        "party": frozenset(parties),
        "country": frozenset(everyone),
        "country*": frozenset(everyone | {"*"}),
        "target": frozenset(countries | parties | {"ALL"}),
    }


def _references(tables: dict[str, Table]) -> Iterator[Fault]:
    known = _known(tables)
    for name, model in TABLES.items():
        for row in tables[name].rows:
            for column, kind in model.refers.items():
                cell = getattr(row, column)
                for code in cell if isinstance(cell, tuple) else (cell,):
                    if code not in known[kind]:
                        problem = _unknown(kind.rstrip("*"), code, known[kind])
                        yield Fault(file=row.file, row=row.line, field=column, problem=problem)


def _unknown(kind: str, code: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(code, known, n=1, cutoff=0.5)
    home = {
        "controlled good": "goods.csv",
        "country": "regions.csv",
        "matter": "bargains.csv or talks.csv",
        "talks": "talks.csv",
        "party": "parties.csv",
        "target": "parties.csv",
    }
    where = home.get(kind, f"{kind}s.csv")
    hint = f"did you mean {near[0]!r}? Else add it to {where}" if near else f"add it to {where}"
    return f"{code!r} is not a known {kind}; {hint}"


def _sources(tables: dict[str, Table]) -> Iterator[Fault]:
    for row in cast("list[SourceRow]", tables["sources"].rows):
        if row.evidence in {"published", "secondary"} and not row.url:
            problem = f"evidence {row.evidence!r} needs an address; give one, or say 'memory'"
            yield Fault(file=row.file, row=row.line, field="url", problem=problem)


def _members(tables: dict[str, Table]) -> Iterator[Fault]:
    home: dict[str, str] = {}
    for row in cast("list[RegionRow]", tables["regions"].rows):
        for member in row.members:
            first = home.setdefault(member, row.code)
            if first != row.code:
                problem = f"{member} is a member of {first} already; keep it in one region"
                yield Fault(file=row.file, row=row.line, field="members", problem=problem)


def _goods(tables: dict[str, Table]) -> Iterator[Fault]:
    given = set(
        zip(
            tables["good_parameters"].column("good"),
            tables["good_parameters"].column("parameter"),
            tables["good_parameters"].column("region"),
            strict=True,
        )
    )
    kinds = set(
        zip(
            tables["kind_parameters"].column("kind"),
            tables["kind_parameters"].column("parameter"),
            strict=True,
        )
    )
    supplied = set(tables["supply_shares"].column("good"))
    used = set(tables["users"].column("good")) | set(tables["good_inputs"].column("input"))
    for row in cast("list[GoodRow]", tables["goods"].rows):
        if row.stage not in row.stages:
            problem = f"{row.stage!r} is not in the chain {row.chain!r}; name one of its stages"
            yield Fault(file=row.file, row=row.line, field="stage", problem=problem)
        problems = [
            f"{row.good} has no {parameter} for region '*', nor has its kind {row.kind!r}; add it "
            "to good_parameters.csv or kind_parameters.csv"
            for parameter in PARAMETERS
            if (row.good, parameter, "*") not in given and (row.kind, parameter) not in kinds
        ]
        if row.good not in supplied:
            problems.append(f"{row.good} has no supplier; add its shares to supply_shares.csv")
        if row.good not in used:
            problems.append(f"{row.good} has no user; add one to users.csv or good_inputs.csv")
        for problem in problems:
            yield Fault(file=row.file, row=row.line, field="good", problem=problem)


def _sums(tables: dict[str, Table]) -> Iterator[Fault]:
    stages = {row.good: row.stages for row in cast("list[GoodRow]", tables["goods"].rows)}
    total: defaultdict[tuple[str, str], float] = defaultdict(float)
    for row in cast("list[SupplyShareRow]", tables["supply_shares"].rows):
        if row.good in stages and row.stage not in stages[row.good]:
            problem = f"{row.stage!r} is no stage of {row.good}; its chain is in goods.csv"
            yield Fault(file=row.file, row=row.line, field="stage", problem=problem)
        yield from _too_much(total, (row.good, row.stage), row)
    total.clear()
    for dependence in cast("list[DependenceRow]", tables["dependence"].rows):
        yield from _too_much(total, (dependence.good, dependence.importer), dependence)


def _too_much(
    total: defaultdict[tuple[str, str], float],
    whole: tuple[str, str],
    row: SupplyShareRow | DependenceRow,
) -> Iterator[Fault]:
    before = total[whole]
    total[whole] += row.value
    if before <= 1 + SUM_TOLERANCE < total[whole]:
        problem = (
            f"shares of {' at '.join(whole)} sum to {total[whole]:.3f} here; keep them below 1"
        )
        yield Fault(file=row.file, row=row.line, field="value", problem=problem)


def _controls(tables: dict[str, Table]) -> Iterator[Fault]:
    drawn = set(tables["control_intensity"].column("control"))
    classes = set(
        zip(
            tables["intensity_classes"].column("instrument"),
            tables["intensity_classes"].column("breadth"),
            strict=True,
        )
    )
    announced: dict[str, dt.date] = {}
    for row in cast("list[ControlRow]", tables["controls"].rows):
        announced[row.id] = row.announced
        if row.id not in drawn and (row.instrument, row.breadth) not in classes:
            problem = f"{row.id} has no intensity; add a row to control_intensity.csv"
            problem += ", or a 'breadth' that intensity_classes.csv has for its instrument"
            yield Fault(file=row.file, row=row.line, field="id", problem=problem)
        if row.effective is None and row.instrument != "threat" and row.lifted is None:
            problem = "is empty; only a threat, or what was withdrawn before, has none"
            yield Fault(file=row.file, row=row.line, field="effective", problem=problem)
        for early, late in _ORDER:
            first, second = getattr(row, early), getattr(row, late)
            if first and second and second < first:
                problem = f"{second} is before {early} {first}; mend one of the two dates"
                yield Fault(file=row.file, row=row.line, field=late, problem=problem)
        if row.resumed and not row.suspended:
            problem = "is given without a date in 'suspended'; give that date too"
            yield Fault(file=row.file, row=row.line, field="resumed", problem=problem)
    for point in cast("list[ControlIntensityRow]", tables["control_intensity"].rows):
        start = announced.get(point.control)
        if start and point.date < start:
            problem = f"{point.date} is before the control was announced, {start}; mend the date"
            yield Fault(file=point.file, row=point.line, field="date", problem=problem)


def _entities(tables: dict[str, Table]) -> Iterator[Fault]:
    for row in cast("list[ControlEntityRow]", tables["control_entities"].rows):
        if row.delisted and row.delisted < row.listed:
            problem = f"{row.delisted} is before listed {row.listed}; mend one of the two dates"
            yield Fault(file=row.file, row=row.line, field="delisted", problem=problem)


_ORDER = (
    ("announced", "effective"),
    ("announced", "suspended"),
    ("announced", "last_known"),
    ("effective", "lifted"),
    ("effective", "expires"),
    ("suspended", "resumed"),
    ("suspended", "lifted"),
    ("suspended", "expires"),
)


def _events(tables: dict[str, Table]) -> Iterator[Fault]:
    for row in cast("list[EventRow]", tables["events"].rows):
        if row.end and row.end < row.date:
            problem = f"{row.end} is before date {row.date}; mend one of the two dates"
            yield Fault(file=row.file, row=row.line, field="end", problem=problem)


def _terms(tables: dict[str, Table]) -> Iterator[Fault]:
    controls = set(tables["controls"].column("id"))
    known: set[tuple[str, str]] = set()
    for name, of in (("bargain_terms", "bargains"), ("talks_terms", "talks")):
        sides = dict(zip(tables[of].column("id"), tables[of].column("parties"), strict=True))
        for row in cast("list[BargainTermRow | TalksTermRow]", tables[name].rows):
            matter = row.bargain if isinstance(row, BargainTermRow) else row.talks
            known.add((matter, row.number))
            names = [one.strip() for one in sides.get(matter, row.party).split(";")]
            if row.party not in names:
                problem = f"{row.party!r} is no party of {matter}; write one of: {', '.join(names)}"
                yield Fault(file=row.file, row=row.line, field="party", problem=problem)
            if row.control and row.control not in controls:
                problem = _unknown("control", row.control, controls)
                yield Fault(file=row.file, row=row.line, field="control", problem=problem)
    for value in cast("list[RecordValueRow]", tables["record_values"].rows):
        if (value.matter, value.number) not in known:
            problem = f"{value.matter} has no term {value.number}; write the number of one it has"
            yield Fault(file=value.file, row=value.line, field="number", problem=problem)
        if (value.unit == "share") != (value.measure == "easing"):
            problem = f"{value.unit!r} does not go with {value.measure}; an easing is a share"
            yield Fault(file=value.file, row=value.line, field="unit", problem=problem)
