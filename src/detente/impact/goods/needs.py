"""Who needs a good, from whom, and what the flows between them are worth per unit of need."""

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from detente._units import MN_PER_BN
from detente.facts import Facts, ModelParameterRow, TradeRow
from detente.impact.goods.suppliers import share_from, world_supply
from detente.world import World

__all__ = ["ESTIMATE", "Needs", "needs_of"]

ESTIMATE = "trade-estimate"
"""Source of a flow that is estimated."""


class Needs:
    """What users of a good in one region make with it, and the part of that from one exporter."""

    def __init__(self, facts: Facts, world: World) -> None:
        self.facts, self.world = facts, world
        self._use = cache(self._used)
        self._known = cache(self._priced)
        self._need = cache(self._needed)
        self._any = cache(self._any_priced)
        self._rows: dict[str, list[TradeRow]] = {}
        for row in facts.trade:
            self._rows.setdefault(row.good, []).append(row)

    def use(self, good: str, region: str) -> float:
        """Output of a region that needs a good [USD bn per year].

        Notes
        -----
        Coverage times output over the sectors that use the good; and where products are made from
        it, the part that needs it of the use of these products, by the region's part in making
        them.
        """
        return self._use(good, region)

    def need(self, good: str, exporter: str, importer: str) -> float:
        """Output of an importer that needs a good and has it from an exporter [USD bn per year]."""
        return self._need(good, exporter, importer)

    def _needed(self, good: str, exporter: str, importer: str) -> float:
        use = self.use(good, importer)
        share = share_from(self.facts, good, importer, exporter, self.world)[1] if use else 0.0
        return use * share

    def parts(self, row: TradeRow) -> dict[str, float]:
        """Which regions a flow goes to, and with what part of its value."""
        facts, world = self.facts, self.world
        if row.importer != "*":
            regions = [c for c in facts.regions_of(row.importer) if world.has_region(c)]
        else:
            named = {
                code
                for other in self.rows(row.good)
                if other.exporter == row.exporter and other.importer != "*"
                for code in facts.regions_of(other.importer)
            } | set(facts.regions_of(row.exporter))
            regions = [code for code in world.regions if code not in named]
        return self.shared(row.good, row.exporter, regions)

    def shared(self, good: str, exporter: str, regions: Sequence[str]) -> dict[str, float]:
        """Part of each of some regions in what they need of a good from an exporter [share]."""
        if len(regions) == 1:
            return {regions[0]: 1.0}
        sellers = [c for c in self.facts.regions_of(exporter) if self.world.has_region(c)]
        amounts = {
            code: sum(self.need(good, seller, code) for seller in sellers if seller != code)
            for code in regions
        }
        total = sum(amounts.values())
        if total <= 0:
            amounts, total = dict.fromkeys(regions, 1.0), float(len(regions))
        return {code: amount / total for code, amount in amounts.items()}

    def price(self, good: str) -> float | None:
        """What users pay for a good per unit of need; None where no row values a flow."""
        return self._known(good)

    def worth(self, good: str) -> tuple[float, ModelParameterRow]:
        """Price to estimate a flow with, and how far such estimates may lie off."""
        price, facts = self.price(good), self.facts
        if price is not None:
            return price, facts.model_parameter("trade_estimate")
        return self.any_price(), facts.model_parameter("trade_estimate_any")

    def rows(self, good: str) -> Sequence[TradeRow]:
        """Rows of ``trade`` on a good."""
        return self._rows.get(good, ())

    def any_price(self) -> float:
        """Median over goods of what users pay per unit of need [1]."""
        return self._any()

    def _any_priced(self) -> float:
        goods = dict.fromkeys(row.good for row in self.facts.trade)
        found = [price for good in goods if (price := self.price(good)) is not None]
        return float(np.median(found)) if found else 0.0

    def _used(self, good: str, region: str) -> float:
        world, facts = self.world, self.facts
        if region in world.outside:
            inside = [code for code in world.regions if code not in world.outside]
            part = facts.gdp_of(region).value / sum(map(world.gdp, inside)) * MN_PER_BN
            return part * sum(self.use(good, code) for code in inside)
        used = sum(
            row.value * float(world.output[world.index(region, row.sector)]) / MN_PER_BN
            for row in facts.users_of(good, region)
            if world.has_sector(row.sector)
        )
        for row in facts.good_inputs:
            if row.input == good:
                made = world_supply(row.good, world, facts)
                part = float(made[world.region_index(region)] / made.sum())
                if part > 0:
                    inside = [code for code in world.regions if code not in world.outside]
                    used += row.value * part * sum(self.use(row.good, code) for code in inside)
        return used

    def _priced(self, good: str) -> float | None:
        value = met = 0.0
        for row in self.rows(good):
            if row.importer == "*" or row.source == ESTIMATE:
                continue
            sellers, buyers = (
                [code for code in self.facts.regions_of(end) if self.world.has_region(code)]
                for end in (row.exporter, row.importer)
            )
            needed = sum(self.need(good, e, r) for e in sellers for r in buyers if e != r)
            if needed > 0:
                value, met = value + row.value, met + needed
        return value / met if met > 0 else None


@lru_cache(maxsize=4)
def needs_of(facts: Facts, world: World) -> Needs:
    """Needs of all goods by these very tables; asked again, what was worked out is still known."""
    return Needs(facts, world)
