"""Facts about the world: tables with units, ranges and sources.

Every figure carries ``value, low, high, unit, as_of, source``; the tables are the CSV files in
``tables/``, described in ``docs/facts.md``.
"""

from ._all_rows import TABLES
from ._bargain_rows import BargainRow, BargainTermRow, TalksRow, TalksTermRow
from ._check import check_facts, check_own
from ._control_rows import ALL_DUAL_USE, ControlEndRow, ControlEntityRow, ControlRow, EventRow
from ._engine_rows import ModelParameterRow
from ._evidence import EVIDENCE, Evidence, evidence_by_table, evidence_total
from ._facts import Facts
from ._figure import UNITS, Figure
from ._figure_rows import (
    ControlIntensityRow,
    DependenceRow,
    SupplyShareRow,
    TradeRow,
    UserRow,
)
from ._firm_rows import ControlFirmRow, FirmRow
from ._good_card import HS_EDITION, good_card, good_line
from ._good_file import read_good
from ._good_names import GoodNames
from ._goods_rows import QUEUE_PARAMETERS, GradeRow, LicenceQueueRow
from ._hindcast_rows import MEASURES, QUANTITIES, HappenedRow, KnownPath, MonthsBefore, Relation
from ._hindcasts import HINDCASTS_FOLDER, HindcastCase, hindcast_names, load_hindcast
from ._judged_rows import DefaultValueRow
from ._keeping_rows import KeepingRow
from ._load import TABLES_FOLDER, load_facts
from ._mineral_rows import MineralMarketRow, MineralUseRow
from ._overlay import unnamed_goods
from ._party_names import PartyNames
from ._published_rows import PublishedRow
from ._rows import FigureRow, PartyRow, RegionRow, Row, SectorRow, SourceRow
from ._stale import stale_facts
from ._suppliers import held_share, sells
from ._write_own import write_own

__all__ = [
    "ALL_DUAL_USE",
    "EVIDENCE",
    "HINDCASTS_FOLDER",
    "HS_EDITION",
    "MEASURES",
    "QUANTITIES",
    "QUEUE_PARAMETERS",
    "TABLES",
    "TABLES_FOLDER",
    "UNITS",
    "BargainRow",
    "BargainTermRow",
    "ControlEndRow",
    "ControlEntityRow",
    "ControlFirmRow",
    "ControlIntensityRow",
    "ControlRow",
    "DefaultValueRow",
    "DependenceRow",
    "EventRow",
    "Evidence",
    "Facts",
    "Figure",
    "FigureRow",
    "FirmRow",
    "GoodNames",
    "GradeRow",
    "HappenedRow",
    "HindcastCase",
    "KeepingRow",
    "KnownPath",
    "LicenceQueueRow",
    "MineralMarketRow",
    "MineralUseRow",
    "ModelParameterRow",
    "MonthsBefore",
    "PartyNames",
    "PartyRow",
    "PublishedRow",
    "RegionRow",
    "Relation",
    "Row",
    "SectorRow",
    "SourceRow",
    "SupplyShareRow",
    "TalksRow",
    "TalksTermRow",
    "TradeRow",
    "UserRow",
    "check_facts",
    "check_own",
    "evidence_by_table",
    "evidence_total",
    "good_card",
    "good_line",
    "held_share",
    "hindcast_names",
    "load_facts",
    "load_hindcast",
    "read_good",
    "sells",
    "stale_facts",
    "unnamed_goods",
    "write_own",
]
