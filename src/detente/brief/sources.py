"""The figures a brief rests on, and where each comes from."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from detente._days import iso
from detente.controls import BY_CLASS, Standoff, default_rows, shift_names
from detente.facts import Facts, FigureRow
from detente.impact import Impact

__all__ = ["assumption_rows", "source_rows"]

NAMES: dict[str, Callable[[Any], str]] = {
    "good_parameters": lambda row: f"{row.parameter}{_in(row.region)}",
    "users": lambda row: f"coverage of {row.sector}{_in(row.region)} ({row.criticality})",
    "dependence": lambda row: f"share of {row.importer}'s use from {row.exporter}",
    "supply_shares": lambda row: f"share of world supply, {row.stage}, {row.country}",
    "good_inputs": lambda row: f"part of output that needs {row.input}",
    "trade": lambda row: f"trade {row.exporter} to {row.importer}",
    "control_intensity": lambda row: f"blocked by {row.control} to {row.target} from {row.date}",
    "security_values": lambda row: f"security value of {row.control} to {row.party}",
    "political_costs": lambda row: f"political cost of easing {row.control} to {row.party}",
    "default_values": lambda row: (
        f"{row.measure} value by class ({row.instrument}, {row.good_class})".replace("*", "any")
    ),
    "value_shifts": lambda row: (
        f"times the values by class of {row.factor}, by the record of deals"
    ),
    "model_parameters": lambda row: str(row.meaning),
}
"""Tables whose figures enter a simulation, and what to call a row of each."""


def assumption_rows(impact: Impact) -> list[dict[str, Any]]:
    """Every figure that entered a simulation, with its range and source."""
    facts, goods = impact.study.facts, impact.study.model.goods
    tabled = set(impact.standoff.register_ids())
    by_class = [
        row
        for entry in impact.standoff.controls
        if entry.valued.startswith(BY_CLASS)
        for row in default_rows(facts, entry.instrument, entry.goods)[:2]
    ]
    moved = {
        factor
        for entry in impact.standoff.controls
        if entry.valued.startswith(BY_CLASS)
        for factor in shift_names(facts, entry.instrument, entry.goods)
    }
    return [
        _row(name(row), getattr(row, "good", ""), row)
        for table, name in NAMES.items()
        for row in getattr(facts, table)
        if getattr(row, "good", None) in (None, *goods)
        and getattr(row, "control", None) in (None, *tabled)
        and (table != "default_values" or row in by_class)
        and getattr(row, "factor", None) in (None, *moved)
    ]


def _in(region: str) -> str:
    return "" if region == "*" else f" in {region}"


def _row(name: str, good: str, row: FigureRow) -> dict[str, Any]:
    return {
        "name": name,
        "good": good,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "unit": row.unit,
        "as_of": row.as_of.isoformat(),
        "source": row.source,
        **({"own": row.where} if row.own else {}),
    }


def good_rows(facts: Facts, goods: Collection[str]) -> list[dict[str, Any]]:
    """Every figure that the tables have of some goods, with its range and source."""
    return [
        _row(name(row), row.good, row)
        for table, name in NAMES.items()
        for row in getattr(facts, table)
        if getattr(row, "good", None) in goods
    ]


def source_rows(
    facts: Facts, assumptions: Iterable[dict[str, Any]], standoff: Standoff
) -> list[dict[str, Any]]:
    """Sources of the assumptions and of the controls on the table, each once, by id.

    Parameters
    ----------
    facts
        The tables.
    assumptions
        Rows of `assumption_rows`.
    standoff
        Its controls' register entries are sources too.
    """
    used = {str(row["source"]) for row in assumptions}
    used |= {facts.control(n).source for entry in standoff.controls for n in entry.register_ids}
    used |= {facts.good(good).source for entry in standoff.controls for good in entry.goods}
    used |= {row.source for row in (facts.input_criticality[0], facts.input_stocks[0])}
    return [
        {
            "id": row.id,
            "title": row.title,
            "url": row.url,
            "date": iso(row.date),
            "evidence": row.evidence,
        }
        for row in facts.sources
        if row.id in used
    ]
