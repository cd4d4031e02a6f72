"""Checks across rows and tables: references, duplicates, sums, order of dates, completeness."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from detente._errors import FactsError

from ._bargain_rows import BargainTermRow, RecordValueRow, TalksTermRow
from ._check_controls import check_controls
from ._control_rows import ALL_DUAL_USE, EventRow
from ._figure_rows import PARAMETERS, DependenceRow, SupplyShareRow
from ._overlay import ALL_TABLES, own_tables, together
from ._rows import GoodRow, RegionRow, SourceRow
from ._tables import PACKAGED, Fault, Table

__all__ = ["check_facts", "check_own", "check_tables"]

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
    folder = Path(path) if path is not None else PACKAGED
    if not folder.is_dir():
        raise FactsError(f"no folder of facts tables at {folder}; give a folder of CSV files")
    tables, faults = together({}, packaged=folder)
    return sorted([*faults, *check_tables(tables)])


def check_own(folder: Path) -> tuple[dict[str, Table], list[Fault]]:
    """Read a workspace's rows together with the packaged ones, and find what is wrong.

    Parameters
    ----------
    folder
        The workspace's ``facts/``.

    Returns
    -------
    dict[str, Table], list[Fault]
        All tables; all faults, sorted by file, row and field.
    """
    own, faults = own_tables(folder)
    tables, others = together(own)
    return tables, sorted([*faults, *others, *check_tables(tables, own)])


def check_tables(tables: dict[str, Table], own: dict[str, Table] | None = None) -> Iterator[Fault]:
    """Yield what is wrong between rows, given tables that were read."""
    yield from _duplicates(tables if own is None else own)
    yield from _references(tables)
    yield from _sources(tables)
    yield from _members(tables)
    yield from _goods(tables)
    yield from _sums(tables)
    yield from check_controls(tables)
    yield from _events(tables)
    yield from _terms(tables)


def _duplicates(tables: dict[str, Table]) -> Iterator[Fault]:
    for name, model in ALL_TABLES.items():
        seen: dict[tuple[str, ...], int] = {}
        for row, cells in tables[name].cells if name in tables else ():
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
    goods = tables["goods"].column("good")
    nations = tables["countries"].column("iso3") if "countries" in tables else []
    return {
        "good or group": frozenset({*goods, *tables["good_groups"].column("group")}),
        "party or none": frozenset({*everyone, *nations, ""}),
        "list of the lexicon": frozenset(_packaged_lists(tables)),
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
    for name, model in ALL_TABLES.items():
        for row in tables[name].rows if name in tables else ():
            for column, kind in model.refers.items():
                cell = getattr(row, column)
                for code in cell if isinstance(cell, tuple) else (cell,):
                    if code not in known[kind]:
                        problem = _unknown(kind.rstrip("*"), code, known[kind])
                        yield Fault(file=row.file, row=row.line, field=column, problem=problem)


def _packaged_lists(tables: dict[str, Table]) -> set[str]:
    """Lists that the reader asks for: a list of the user's own would never be read."""
    rows = tables["lexicon"].rows if "lexicon" in tables else ()
    return {getattr(row, "list", "") for row in rows if not row.own}


def _unknown(kind: str, code: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(code, known, n=1, cutoff=0.5)
    if kind == "list of the lexicon" and not near:
        return f"{code!r} is no list that the reader asks for; write one of those of lexicon.csv"
    home = {
        "controlled good": "goods.csv",
        "country": "regions.csv",
        "matter": "bargains.csv or talks.csv",
        "talks": "talks.csv",
        "party": "parties.csv",
        "target": "parties.csv",
        "good or group": "goods.csv",
        "party or none": "parties.csv",
        "list of the lexicon": "lexicon.csv",
    }
    where = home.get(kind, f"{kind}s.csv")
    hint = f"did you mean {near[0]!r}? Else add it to {where}" if near else f"add it to {where}"
    return f"{code!r} is not a known {kind}; {hint}"


def _sources(tables: dict[str, Table]) -> Iterator[Fault]:
    for row in cast("list[SourceRow]", tables["sources"].rows):
        if row.evidence in {"published", "secondary"} and not row.url and not row.own:
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
