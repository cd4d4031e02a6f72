"""All tables of the facts, and what the rows of each are."""

from dataclasses import dataclass, fields
from typing import get_args

from ._bargain_rows import BargainRow, BargainTermRow, RecordValueRow, TalksRow, TalksTermRow
from ._control_rows import (
    ControlCueRow,
    ControlEndRow,
    ControlEntityRow,
    ControlPassageRow,
    ControlRow,
    EventRow,
    IntensityClassRow,
    ThreatRow,
)
from ._engine_rows import InputCriticalityRow, InputStockRow, ModelParameterRow, TradeElasticityRow
from ._figure_rows import (
    ControlIntensityRow,
    DependenceRow,
    GoodInputRow,
    GoodParameterRow,
    KindParameterRow,
    ObservationRow,
    PoliticalCostRow,
    SecurityValueRow,
    SupplyShareRow,
    TradeRow,
    UserRow,
)
from ._firm_rows import CapitalGoodRow, ControlFirmRow, ExportedShareRow, FirmRow
from ._gdp_rows import GdpRow
from ._goods_rows import CapacityRow, GoodIntensityRow, GradeRow, LicenceQueueRow
from ._judged_rows import DefaultValueRow, EasingWordRow, ValueShiftRow
from ._keeping_rows import KeepingRow
from ._level_rows import LicenceLevelRow
from ._mineral_rows import MineralMarketRow, MineralUseRow
from ._published_rows import PublishedRow
from ._rows import GoodGroupRow, GoodRow, PartyRow, RegionRow, Row, SectorRow, SourceRow
from ._side_issue_rows import SideIssueRow

__all__ = ["TABLES", "AllRows"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class AllRows:
    """One tuple of typed rows for each table; the file of a table is ``<name>.csv``."""

    sources: tuple[SourceRow, ...]
    parties: tuple[PartyRow, ...]
    sectors: tuple[SectorRow, ...]
    regions: tuple[RegionRow, ...]
    goods: tuple[GoodRow, ...]
    good_groups: tuple[GoodGroupRow, ...]
    supply_shares: tuple[SupplyShareRow, ...]
    good_inputs: tuple[GoodInputRow, ...]
    users: tuple[UserRow, ...]
    good_parameters: tuple[GoodParameterRow, ...]
    kind_parameters: tuple[KindParameterRow, ...]
    dependence: tuple[DependenceRow, ...]
    trade: tuple[TradeRow, ...]
    gdp: tuple[GdpRow, ...]
    controls: tuple[ControlRow, ...]
    control_cues: tuple[ControlCueRow, ...]
    control_intensity: tuple[ControlIntensityRow, ...]
    control_entities: tuple[ControlEntityRow, ...]
    control_ends: tuple[ControlEndRow, ...]
    intensity_classes: tuple[IntensityClassRow, ...]
    threats: tuple[ThreatRow, ...]
    control_passage: tuple[ControlPassageRow, ...]
    good_intensity: tuple[GoodIntensityRow, ...]
    licence_queues: tuple[LicenceQueueRow, ...]
    grades: tuple[GradeRow, ...]
    capacity: tuple[CapacityRow, ...]
    events: tuple[EventRow, ...]
    observations: tuple[ObservationRow, ...]
    security_values: tuple[SecurityValueRow, ...]
    political_costs: tuple[PoliticalCostRow, ...]
    default_values: tuple[DefaultValueRow, ...]
    value_shifts: tuple[ValueShiftRow, ...]
    easing_words: tuple[EasingWordRow, ...]
    input_criticality: tuple[InputCriticalityRow, ...]
    input_stocks: tuple[InputStockRow, ...]
    model_parameters: tuple[ModelParameterRow, ...]
    trade_elasticities: tuple[TradeElasticityRow, ...]
    keeping: tuple[KeepingRow, ...]
    bargains: tuple[BargainRow, ...]
    bargain_terms: tuple[BargainTermRow, ...]
    talks: tuple[TalksRow, ...]
    talks_terms: tuple[TalksTermRow, ...]
    record_values: tuple[RecordValueRow, ...]
    licence_levels: tuple[LicenceLevelRow, ...]
    side_issues: tuple[SideIssueRow, ...]
    mineral_markets: tuple[MineralMarketRow, ...]
    mineral_uses: tuple[MineralUseRow, ...]
    firms: tuple[FirmRow, ...]
    control_firms: tuple[ControlFirmRow, ...]
    capital_goods: tuple[CapitalGoodRow, ...]
    exported_shares: tuple[ExportedShareRow, ...]
    published: tuple[PublishedRow, ...]


TABLES: dict[str, type[Row]] = {one.name: get_args(one.type)[0] for one in fields(AllRows)}
"""Name of each table and what its rows are."""
