"""The two governments of a standoff."""

import re

from detente._errors import NoStandoffError
from detente.facts import Facts
from detente.reading._records import Reading

__all__ = ["parties_of"]


def parties_of(reading: Reading, facts: Facts) -> tuple[str, ...]:
    """Two governments: who imposes most, and whom it is imposed on or who imposes next."""
    known = {row.iso3 for row in facts.parties}
    weight: dict[str, float] = {}
    for control in reading.controls:
        if control.imposer in known and control.imposer is not None:
            weight[control.imposer] = weight.get(control.imposer, 0.0) + 1 + len(control.mentions)
        for code in _named(control.target, facts):
            weight[code] = weight.get(code, 0.0) + 0.5
    for entity in reading.entities:
        if entity.type in ("government", "person") and entity.party in weight:
            weight[entity.party] += 0.01 * len(entity.mentions)
        elif entity.type == "government" and entity.party in known and entity.party is not None:
            weight[entity.party] = 0.01 * len(entity.mentions)
    imposers = {c.imposer for c in reading.controls if c.imposer in weight}
    ranked = sorted(weight, key=lambda code: (code not in imposers, -weight[code]))
    if not imposers or len(ranked) < 2:
        raise NoStandoffError(
            "no standoff found: looked for export controls and for two governments, one of which "
            "withholds goods that the other needs; the article names "
            f"{len(reading.controls)} controls and {len(ranked)} governments"
        )
    return tuple(ranked[:2])


def _named(words: str | None, facts: Facts) -> list[str]:
    """Parties that a phrase names, by code, name, adjective or alias."""
    if not words:
        return []
    return [
        row.iso3
        for row in facts.parties
        if any(
            re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words)
            for name in (row.iso3, row.name, row.adjective, *row.aliases)
            if name
        )
    ]
