"""Stock days that the analyst puts in place of those of the facts tables."""

from dataclasses import replace

from detente.controls import Standoff
from detente.facts import Facts, GoodParameterRow, SourceRow

__all__ = ["with_stocks"]

OWN = "standoff"
"""Source of a figure that the standoff states itself."""


def with_stocks(facts: Facts, standoff: Standoff) -> Facts:
    """Put the stocks that a standoff states into the tables.

    Parameters
    ----------
    facts
        The tables.
    standoff
        The case; its ``stocks`` hold for every region.

    Returns
    -------
    Facts
        The tables with those rows replaced, and the standoff itself as their source.

    Raises
    ------
    UnknownCodeError
        For a stock of a good that no table knows.
    """
    if not standoff.stocks:
        return facts
    for good in standoff.stocks:
        facts.good(good)
    rows: list[GoodParameterRow] = []
    for row in facts.good_parameters:
        own = standoff.stocks.get(row.good) if row.parameter == "stock_days" else None
        if own is None:
            rows.append(row)
        elif row.region == "*":
            changed = {
                "value": own.central,
                "low": own.low,
                "high": own.high,
                "source": OWN,
                "as_of": standoff.on,
            }
            rows.append(row.model_copy(update=changed))
    source = SourceRow(
        file="",
        line=0,
        id=OWN,
        title="The standoff itself: the analyst's own figure",
        url="",
        date=standoff.on,
        evidence="judgement",
    )
    return replace(facts, good_parameters=tuple(rows), sources=(*facts.sources, source))
