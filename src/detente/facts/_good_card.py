"""All that the tables know of one good, and how well."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ._evidence import EVIDENCE
from ._facts import Facts
from ._good_names import GoodNames
from ._rows import FigureRow, GoodRow

__all__ = ["HS_EDITION", "good_card", "good_line"]

HS_EDITION = 2022
"""Edition of the Harmonized System that the six digits of ``goods.csv`` are of."""
_TABLES = ("supply_shares", "users", "good_inputs", "dependence", "trade", "good_parameters")
"""Tables whose figures tell of a good, in the order in which they are shown."""


def good_line(good: GoodRow, facts: Facts, names: GoodNames) -> dict[str, Any]:
    """Say in one line what a good is and on what its figures rest.

    Parameters
    ----------
    good
        The good.
    facts
        The tables.
    names
        As of `Facts.good_names`.

    Returns
    -------
    dict
        Id, name, codes, first supplier at its own stage, figures by grade of evidence [count].
    """
    rows = [row for _, row in _figures(good.good, facts)]
    first = max(facts.supply_of(good.good), key=lambda row: row.value, default=None)
    return {
        "good": good.good,
        "name": good.name,
        "stage": good.stage,
        "kind": good.kind,
        "hs6": list(good.hs6),
        "hs_edition": HS_EDITION,
        "hs6_shared": {code: list(ids) for code, ids in names.sharing(good.good).items()},
        "list_codes": list(good.eccn),
        "host_sector": good.host_sector,
        "first_supplier": None if first is None else {"country": first.country, **_range(first)},
        "figures": _grades(rows, facts),
        **({"own": True} if good.own else {}),
    }


def good_card(good: GoodRow, facts: Facts, names: GoodNames) -> dict[str, Any]:
    """Say everything that is known of a good.

    Parameters
    ----------
    good, facts, names
        As of `good_line`.

    Returns
    -------
    dict
        What `good_line` says, the chain with its suppliers, users, whose inputs it is, whom its
        buyers depend on, trade, parameters, controls of the register that name it, and for each
        table how many figures of which grade and of what day the oldest and newest are.
    """
    by_table: defaultdict[str, list[FigureRow]] = defaultdict(list)
    for table, row in _figures(good.good, facts):
        by_table[table].append(row)
    return {
        **good_line(good, facts, names),
        "chain": list(good.stages),
        "aliases": list(good.aliases),
        "note": good.note,
        "source": _source(good.source, facts),
        "suppliers": _rows(by_table["supply_shares"], ("stage", "country"), facts),
        "users": _rows(by_table["users"], ("region", "sector", "criticality"), facts),
        "inputs": _rows(by_table["good_inputs"], ("good", "input", "criticality"), facts),
        "dependence": _rows(by_table["dependence"], ("importer", "exporter"), facts),
        "trade": _rows(by_table["trade"], ("exporter", "importer"), facts),
        "parameters": [
            {**one, "of_kind": row.file.endswith("kind_parameters.csv")}
            for one, row in zip(
                _rows(by_table["good_parameters"], ("parameter", "region"), facts),
                by_table["good_parameters"],
                strict=True,
            )
        ],
        "controls": [row.id for row in facts.controls if good.good in row.goods],
        "evidence": [
            {
                "table": table,
                **_grades(rows, facts),
                "oldest": str(min(row.as_of for row in rows)),
                "newest": str(max(row.as_of for row in rows)),
            }
            for table, rows in by_table.items()
            if rows
        ],
    }


def _figures(good: str, facts: Facts) -> list[tuple[str, FigureRow]]:
    return _by_good(facts).get(good, [])


@lru_cache(maxsize=2)
def _by_good(facts: Facts) -> dict[str, list[tuple[str, FigureRow]]]:
    """Figures of each good with their tables: all goods are asked for at once in a list."""
    found: defaultdict[str, list[tuple[str, FigureRow]]] = defaultdict(list)
    for table in _TABLES:
        for row in getattr(facts, table):
            found[row.good].append((table, row))
            if table == "good_inputs":
                found[row.input].append((table, row))
    return found


def _grades(rows: Sequence[FigureRow], facts: Facts) -> dict[str, int]:
    counts: Counter[str] = Counter(facts.source(row.source).evidence for row in rows)
    return {"all": len(rows), **{grade: counts[grade] for grade in EVIDENCE}}


def _rows(
    rows: Sequence[FigureRow], columns: tuple[str, ...], facts: Facts
) -> list[dict[str, Any]]:
    return [
        {
            **{name: getattr(row, name) for name in columns},
            **_range(row),
            "unit": row.unit,
            "as_of": str(row.as_of),
            "source": row.source,
            "evidence": facts.source(row.source).evidence,
            **({"own": row.where} if row.own else {}),
        }
        for row in rows
    ]


def _range(row: FigureRow) -> dict[str, float]:
    return {"low": row.low, "central": row.value, "high": row.high}


def _source(code: str, facts: Facts) -> dict[str, str]:
    row = facts.source(code)
    return {"id": row.id, "title": row.title, "url": row.url, "evidence": row.evidence}
