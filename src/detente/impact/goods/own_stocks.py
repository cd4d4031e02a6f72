"""Stock days that the analyst puts in place of those of the facts tables."""

from detente.controls import Figure, Standoff
from detente.facts import Facts, SourceRow

__all__ = ["with_stocks"]

OWN = "standoff"
"""Source of a figure that the standoff states itself."""


def with_stocks(facts: Facts, standoff: Standoff) -> Facts:
    """Put the stocks that a standoff states into the tables."""
    if not standoff.stocks:
        return facts
    stated: dict[tuple[str, str], Figure] = {}
    for party, good, figure in sorted(standoff.stated_stocks(), key=lambda one: one[:2]):
        facts.good(good)
        for region in facts.regions_of(party) if party else ("*",):
            stated[good, region] = figure
    rows = [
        row
        for row in facts.good_parameters
        if row.parameter != "stock_days"
        or ((row.good, row.region) not in stated and (row.good, "*") not in stated)
    ]
    for (good, region), own in stated.items():
        changed = {
            "region": region,
            "value": own.central,
            "low": own.low,
            "high": own.high,
            "source": OWN,
            "as_of": standoff.on,
        }
        rows.append(facts.parameter(good, "stock_days", region).model_copy(update=changed))
    source = SourceRow(
        file="",
        line=0,
        id=OWN,
        title="The standoff itself: the analyst's own figure",
        url="",
        date=standoff.on,
        evidence="judgement",
    )
    return facts.with_rows(good_parameters=rows, sources=(*facts.sources, source))
