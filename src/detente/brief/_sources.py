"""The figures a brief rests on, and where each comes from."""

from collections.abc import Iterable
from typing import Any

from detente.controls import Standoff
from detente.facts import Facts, Figure
from detente.impact import Impact

__all__ = ["assumption_rows", "source_rows"]


def assumption_rows(impact: Impact) -> list[dict[str, Any]]:
    """Every figure that entered a simulation, with its range and source.

    Parameters
    ----------
    impact
        The simulation.
    """
    facts, goods = impact.study.facts, impact.study.model.goods
    rows = [
        _row(f"{row.parameter}{_in(row.region)}", row.good, row)
        for row in facts.good_parameters
        if row.good in goods
    ]
    rows += [
        _row(f"coverage of {row.sector}{_in(row.region)} ({row.criticality})", row.good, row)
        for row in facts.users
        if row.good in goods
    ]
    rows += [
        _row(f"share of {row.importer}'s use from {row.exporter}", row.good, row)
        for row in facts.dependence
        if row.good in goods
    ]
    rows += [
        _row(f"share of world supply, {row.stage}, {row.country}", row.good, row)
        for row in facts.supply_shares
        if row.good in goods
    ]
    rows += [
        _row(f"part of output that needs {row.input}", row.good, row)
        for row in facts.good_inputs
        if row.good in goods
    ]
    rows += [
        _row(f"trade {row.exporter} to {row.importer}", row.good, row)
        for row in facts.trade
        if row.good in goods
    ]
    tabled = {name for entry in impact.standoff.controls for name in entry.register_ids}
    rows += [
        _row(f"blocked by {row.control} to {row.target} from {row.date}", "", row)
        for row in facts.control_intensity
        if row.control in tabled
    ]
    rows += [
        _row(f"{what} of {row.control} to {row.party}", "", row)
        for what, table in (
            ("security value", facts.security_values),
            ("political cost", facts.political_costs),
        )
        for row in table
        if row.control in tabled
    ]
    rows += [_row(row.meaning, "", row) for row in facts.model_parameters]
    return rows


def _in(region: str) -> str:
    return "" if region == "*" else f" in {region}"


def _row(name: str, good: str, row: Figure) -> dict[str, Any]:
    return {
        "name": name,
        "good": good,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "unit": row.unit,
        "as_of": row.as_of.isoformat(),
        "source": row.source,
    }


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
            "date": row.date.isoformat() if row.date else None,
            "evidence": row.evidence,
        }
        for row in facts.sources
        if row.id in used
    ]
