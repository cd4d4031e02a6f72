"""Flows that no table values, estimated from who needs the good and from whom he has it."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from detente.facts import Facts, ModelParameterRow, TradeRow
from detente.impact._draws import Sampler
from detente.impact.goods.needs import ESTIMATE, Needs, needs_of
from detente.world import World

__all__ = ["complete_trade", "estimates", "trade_of"]

Array = npt.NDArray[np.floating]


def trade_of(good: str, needs: Needs, sampler: Sampler, *, exporter: int | None = None) -> Array:
    """Value of imports by region, from one exporter or from all.

    Notes
    -----
    A row to a bloc goes to its regions, and one to ``*`` to all regions that no other row of the
    exporter names, in proportion to what they need from it.
    """
    facts, world = needs.facts, needs.world
    value = np.zeros((len(world.regions), sampler.size))
    for row in needs.rows(good):
        if exporter is not None and world.regions[exporter] not in facts.regions_of(row.exporter):
            continue
        yearly = sampler.values(f"trade of {good}", row.low, row.value, row.high)
        for region, part in needs.parts(row).items():
            value[world.region_index(region)] += yearly / 12.0 * part
    return value


def complete_trade(facts: Facts, world: World, flows: Sequence[tuple[str, str]]) -> Facts:
    """Estimate the flows of some goods from some exporters that no row of ``trade`` values.

    Notes
    -----
    What an importer pays an exporter for a good, ``p u s``: ``u`` the output that needs the good,
    ``s`` the part of the importer's use that comes from the exporter, ``p`` the value per unit of
    need of the flows of this good that rows do value. Its range is the figure ``trade_estimate`` of
    ``model_parameters`` times it: how far such estimates lie from the flows that rows name, each
    left out in turn. Where rows value no flow of the good at all, ``p`` is the median over all
    goods, and the range that of ``trade_estimate_any``: no more than an order of magnitude.
    """
    found: list[TradeRow] = []
    needs = needs_of(facts, world)
    for good, exporter in flows:
        mine = [row for row in needs.rows(good) if exporter in facts.regions_of(row.exporter)]
        if any(row.importer == "*" for row in mine):
            continue
        named = {code for row in mine for code in facts.regions_of(row.importer)} | {exporter}
        missing = {
            importer: need
            for importer in world.regions
            if importer not in named and (need := needs.need(good, exporter, importer)) > 0
        }
        if missing:
            price, spread = needs.worth(good)
            found += [
                _row(good, exporter, importer, price * need, spread, world.year)
                for importer, need in missing.items()
            ]
    return facts.with_rows(trade=(*facts.trade, *found)) if found else facts


def estimates(facts: Facts) -> Iterable[TradeRow]:
    """Rows of ``trade`` that are estimates."""
    return (row for row in facts.trade if row.source == ESTIMATE)


def _row(
    good: str, exporter: str, importer: str, value: float, spread: ModelParameterRow, year: int
) -> TradeRow:
    return TradeRow.model_validate(
        {
            "file": "",
            "line": 0,
            "good": good,
            "exporter": exporter,
            "importer": importer,
            "value": value * spread.value,
            "low": value * spread.low,
            "high": value * spread.high,
            "unit": "USD bn per year",
            "as_of": f"{year}-12-31",
            "source": ESTIMATE,
        }
    )
