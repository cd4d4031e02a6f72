"""Facts about the world: tables with units, ranges and sources.

Every figure carries ``value, low, high, unit, as_of, source``; the tables are the CSV files in
``tables/``, described in ``docs/facts.md``.
"""

from ._check import check_facts
from ._control_rows import ControlRow, EventRow
from ._engine_rows import InputCriticalityRow, InputStockRow, ModelParameterRow
from ._facts import TABLES_FOLDER, Facts, load_facts
from ._figure import UNITS, Figure
from ._figure_rows import (
    PARAMETERS,
    ControlIntensityRow,
    DependenceRow,
    GoodInputRow,
    GoodParameterRow,
    ObservationRow,
    PoliticalCostRow,
    SecurityValueRow,
    SupplyShareRow,
    TradeRow,
    UserRow,
)
from ._rows import FigureRow, GoodGroupRow, GoodRow, PartyRow, RegionRow, Row, SectorRow, SourceRow
from ._tables import TABLES, Fault

__all__ = [
    "PARAMETERS",
    "TABLES",
    "TABLES_FOLDER",
    "UNITS",
    "ControlIntensityRow",
    "ControlRow",
    "DependenceRow",
    "EventRow",
    "Facts",
    "Fault",
    "Figure",
    "FigureRow",
    "GoodGroupRow",
    "GoodInputRow",
    "GoodParameterRow",
    "GoodRow",
    "InputCriticalityRow",
    "InputStockRow",
    "ModelParameterRow",
    "ObservationRow",
    "PartyRow",
    "PoliticalCostRow",
    "RegionRow",
    "Row",
    "SectorRow",
    "SecurityValueRow",
    "SourceRow",
    "SupplyShareRow",
    "TradeRow",
    "UserRow",
    "check_facts",
    "load_facts",
]
