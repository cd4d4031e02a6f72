"""Look-ups of goods: what they are, who makes, needs and trades them."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from detente._errors import UnknownCodeError

from ._facts_tables import FactsTables
from ._figure_rows import (
    PARAMETERS,
    DependenceRow,
    GoodInputRow,
    GoodParameterRow,
    ObservationRow,
    SupplyShareRow,
    TradeRow,
    UserRow,
)
from ._good_names import GoodNames
from ._mineral_rows import MineralMarketRow, MineralUseRow
from ._rows import GoodRow

__all__ = ["GoodFacts"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class GoodFacts(FactsTables):
    """The tables with what is asked of a good."""

    def good(self, code: str) -> GoodRow:
        """Return a good by its id."""
        return cast("GoodRow", self._one("goods", "good", code))

    def good_names(self) -> GoodNames:
        """Return what finds a good by any of its names or codes."""
        return _good_names(self)

    def parameter(self, good: str, name: str, region: str = "*") -> GoodParameterRow:
        """Return a parameter of a good in a region, or its value for all regions.

        Parameters
        ----------
        good
            Id of the good.
        name
            Name of the parameter; see `PARAMETERS` for names and units.
        region
            Code of a region; ``*`` for the value that holds where no other is given.

        Returns
        -------
        GoodParameterRow
            The row for that region if there is one, else the row for ``*``, which is that of the
            good's kind (``kind_parameters.csv``) where the good has none.
        """
        rows = self._by_key("good_parameters")
        row = rows.get((good, name, region)) or rows.get((good, name, "*"))
        if row is None:
            self.good(good)
            raise UnknownCodeError("parameter", name, PARAMETERS)
        return cast("GoodParameterRow", row)

    def mineral_market_of(self, good: str) -> tuple[MineralMarketRow, ...]:
        """Return the quantities of a mineral's world market; none for other goods."""
        return cast("tuple[MineralMarketRow, ...]", self._of("mineral_markets", "good", good))

    def mineral_uses_of(self, good: str) -> tuple[MineralUseRow, ...]:
        """Return the applications of a mineral in the United States; none for other goods."""
        return cast("tuple[MineralUseRow, ...]", self._of("mineral_uses", "good", good))

    def users_of(self, good: str, region: str | None = None) -> tuple[UserRow, ...]:
        """Return the sectors that need a good; a region's own rows stand before those for ``*``."""
        rows: tuple[UserRow, ...] = self._of("users", "good", good)
        if region is None:
            return rows
        by_sector = {row.sector: row for row in rows if row.region == "*"}
        by_sector |= {row.sector: row for row in rows if row.region == region}
        return tuple(by_sector.values())

    def supply_of(self, good: str, stage: str | None = None) -> tuple[SupplyShareRow, ...]:
        """Return the suppliers of a good at one stage of its chain, by default its own stage."""
        stage = stage or self.good(good).stage
        rows: tuple[SupplyShareRow, ...] = self._of("supply_shares", "good", good)
        return tuple(row for row in rows if row.stage == stage)

    def inputs_of(self, good: str) -> tuple[GoodInputRow, ...]:
        """Return the goods that a good is made from."""
        return cast("tuple[GoodInputRow, ...]", self._of("good_inputs", "good", good))

    def dependence_of(
        self, good: str, importer: str, exporter: str
    ) -> DependenceRow | SupplyShareRow | None:
        """Return the part of an importer's use of a good that comes from one exporter [share].

        Returns
        -------
        DependenceRow or SupplyShareRow or None
            The row for this pair; without one, the exporter's share of world supply at the
            good's own stage, unless importer and exporter are the same; None if neither is known.
        """
        row = self._by_key("dependence").get((good, importer, exporter))
        if row is not None:
            return cast("DependenceRow", row)
        if importer == exporter:
            return None
        by_country = {supply.country: supply for supply in self.supply_of(good)}
        return by_country.get(exporter)

    def dependence_row(self, good: str, importer: str, exporter: str) -> DependenceRow | None:
        """Return the row on what an importer has from one exporter, if there is one."""
        row = self._by_key("dependence").get((good, importer, exporter))
        return cast("DependenceRow | None", row)

    def dependence_on(self, good: str) -> tuple[DependenceRow, ...]:
        """Return what importers have of a good from single exporters."""
        return cast("tuple[DependenceRow, ...]", self._of("dependence", "good", good))

    def trade_of(self, good: str, exporter: str, importer: str) -> TradeRow | None:
        """Return the flow of a good between two countries before the control, if known."""
        return cast("TradeRow | None", self._by_key("trade").get((good, exporter, importer)))

    def observations_of(
        self, series: str, good: str, region: str | None = None
    ) -> tuple[ObservationRow, ...]:
        """Return the observations of a series for a good (and region), in order of date."""
        rows: Iterable[ObservationRow] = self._by_first("observations").get(series, ())
        wanted = [r for r in rows if r.good == good and region in {None, r.region}]
        return tuple(sorted(wanted, key=lambda row: row.date))


@functools.lru_cache(maxsize=4)
def _good_names(facts: GoodFacts) -> GoodNames:
    return GoodNames(facts.goods, facts.good_groups)
