"""The facts: every table, read once, with look-ups by name."""

import datetime as dt
import functools
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from detente._errors import FactsError, UnknownCodeError
from detente._files import folder_sha256
from detente.workspace import current

from ._bargain_rows import BargainRow, BargainTermRow, RecordValueRow, TalksRow, TalksTermRow
from ._check import check_own, check_tables
from ._control_rows import (
    ALL_DUAL_USE,
    ControlCueRow,
    ControlEndRow,
    ControlEntityRow,
    ControlPassageRow,
    ControlRow,
    EventRow,
    IntensityClassRow,
    ThreatRow,
)
from ._engine_rows import (
    InputCriticalityRow,
    InputStockRow,
    ModelParameterRow,
    TradeElasticityRow,
)
from ._figure import Figure
from ._figure_rows import (
    PARAMETERS,
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
from ._good_names import GoodNames
from ._goods_rows import CapacityRow, GoodIntensityRow, GradeRow, LicenceQueueRow
from ._judged_rows import DefaultValueRow, EasingWordRow, ValueShiftRow
from ._keeping_rows import KeepingRow
from ._level_rows import LicenceLevelRow
from ._mineral_rows import MineralMarketRow, MineralUseRow
from ._overlay import own_tables
from ._party_names import PartyNames
from ._published_rows import PublishedRow
from ._rows import FigureRow, GoodGroupRow, GoodRow, PartyRow, RegionRow, Row, SectorRow, SourceRow
from ._side_issue_rows import SideIssueRow
from ._tables import OWN, PACKAGED, TABLES, Fault, read_table, read_tables

__all__ = ["TABLES_FOLDER", "Facts", "load_facts"]

TABLES_FOLDER = PACKAGED
"""Folder of the tables that come with the package."""

_Index: TypeAlias = tuple[dict[tuple[str, ...], Row], dict[str, tuple[Any, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Facts:
    """All facts tables, one tuple of typed rows each.

    Parameters
    ----------
    folder
        Where the tables were read.
    sha256
        Hash over the names and contents of all CSV files of the folder, and of the workspace.
    own_rows
        Number of rows of the user's workspace by table; empty without one [count].

    Examples
    --------
    >>> facts = load_facts()
    >>> facts.good("ndfeb-magnet").host_sector
    'C27'
    >>> facts.parameter("ndfeb-magnet", "stock_days", region="USA").unit
    'day'
    """

    folder: Path
    sha256: str
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
    own_rows: dict[str, int] = field(default_factory=dict)
    _indices: dict[str, _Index] = field(init=False, repr=False, default_factory=dict)
    _homes: dict[str, str] = field(init=False, repr=False, default_factory=dict)

    def __repr__(self) -> str:
        own = f", {sum(self.own_rows.values())} rows your own" if self.own_rows else ""
        return f"Facts({len(TABLES)} tables, sha256 {self.sha256[:12]}{own})"

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """Read a packaged table when it is first asked for."""
            if name not in TABLES:
                raise AttributeError(name)
            rows = _packaged_rows(self.folder, name)
            object.__setattr__(self, name, rows)
            return rows

    def with_rows(self, **tables: Sequence[Row]) -> "Facts":
        """Return the facts with other rows in some tables.

        Parameters
        ----------
        **tables
            Rows by name of their table. Tables that are not named, and were not read yet, stay
            unread.
        """
        other = object.__new__(Facts)
        indices = {name: made for name, made in self._indices.items() if name not in tables}
        kept: dict[str, Any] = {
            "folder": self.folder,
            "sha256": self.sha256,
            "own_rows": self.own_rows,
            "_indices": indices,
            "_homes": {},
        }
        for name in TABLES:
            try:
                kept[name] = object.__getattribute__(self, name)
            except AttributeError:
                continue  # a packaged table that nobody has asked for
        for name, value in (kept | {name: tuple(rows) for name, rows in tables.items()}).items():
            object.__setattr__(other, name, value)
        return other

    def _index(self, table: str) -> _Index:
        """Rows of a table by their key, and by the first part of it; made when first asked for."""
        if table not in self._indices:
            model, by_key = TABLES[table], {}
            groups: defaultdict[str, list[Row]] = defaultdict(list)
            for row in getattr(self, table):
                by_key[tuple(str(getattr(row, part)) for part in model.key)] = row
                groups[getattr(row, model.key[0])].append(row)
            by_first = {code: tuple(group) for code, group in groups.items()}
            self._indices[table] = (by_key, by_first)
        return self._indices[table]

    def _by_key(self, table: str) -> dict[tuple[str, ...], Row]:
        return self._index(table)[0]

    def _by_first(self, table: str) -> dict[str, tuple[Any, ...]]:
        return self._index(table)[1]

    def _one(self, table: str, kind: str, code: str) -> Row:
        try:
            return self._by_key(table)[(code,)]
        except KeyError:
            known = (key[0] for key in self._by_key(table))
            raise UnknownCodeError(kind, code, known) from None

    def source(self, code: str) -> SourceRow:
        """Return where a figure comes from, by the id in its `source`."""
        return cast("SourceRow", self._one("sources", "source", code))

    @property
    def checked(self) -> dict[str, dt.date]:
        """The day to which each source was checked, by its id; without those that do not go on."""
        return {row.id: row.checked for row in self.sources if row.checked is not None}

    def party(self, code: str) -> PartyRow:
        """Return a government or bloc by its ISO3 code (``EU`` for the European Union)."""
        return cast("PartyRow", self._one("parties", "party", code))

    def sector(self, code: str) -> SectorRow:
        """Return a sector by its code."""
        return cast("SectorRow", self._one("sectors", "sector", code))

    def region(self, code: str) -> RegionRow:
        """Return a region of the embedded world by its code."""
        return cast("RegionRow", self._one("regions", "region", code))

    def good(self, code: str) -> GoodRow:
        """Return a good by its id."""
        return cast("GoodRow", self._one("goods", "good", code))

    def good_names(self) -> GoodNames:
        """Return what finds a good by any of its names or codes."""
        return _good_names(self)

    def party_code(self, word: str) -> str:
        """Return the code of a party or country by any of its names, such as ``South Korea``."""
        return self.party_names().code(word)

    def party_names(self) -> PartyNames:
        """Return what finds a party or country by any of its names."""
        return _party_names(self)

    def control(self, code: str) -> ControlRow:
        """Return a control by its id."""
        return cast("ControlRow", self._one("controls", "control", code))

    def event(self, code: str) -> EventRow:
        """Return an event by its id."""
        return cast("EventRow", self._one("events", "event", code))

    def regions_of(self, code: str) -> tuple[str, ...]:
        """Return codes of the regions that a party, region or country lies in."""
        if (code,) in self._by_key("regions"):
            return (code,)
        if not self._homes:
            self._homes.update({m: region.code for region in self.regions for m in region.members})
        if code in self._homes:
            return (self._homes[code],)
        return self.party(code).region

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

    def parameters_of(self, good: str, region: str = "*") -> dict[str, GoodParameterRow]:
        """Return every parameter of a good in a region, by name."""
        return {name: self.parameter(good, name, region) for name in PARAMETERS}

    def model_parameter(self, name: str) -> ModelParameterRow:
        """Return a figure of the engine by its name."""
        return cast("ModelParameterRow", self._one("model_parameters", "model parameter", name))

    def keeping_figure(self, name: str, scope: str = "*") -> KeepingRow:
        """Return a figure on keeping one's word, of a party or commitment, or that for all.

        Parameters
        ----------
        name
            Such as ``"detection_days"``.
        scope
            ISO3 code of a party, or a word of commitment; ``*`` stands for every other.
        """
        rows = self._by_key("keeping")
        row = rows.get((name, scope)) or rows.get((name, "*"))
        if row is None:
            raise UnknownCodeError("figure on keeping", name, {key[0] for key in rows})
        return cast("KeepingRow", row)

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

    def goods_under(self, control: ControlRow) -> tuple[str, ...]:
        """Return the goods a control touches, with ``all-dual-use`` written out.

        Parameters
        ----------
        control
            A row of the register.

        Returns
        -------
        tuple[str, ...]
            Ids of goods. ``all-dual-use`` stands for every good that the same imposer's own
            control list names towards all: those of its rows that carry codes other than HS.
        """
        if ALL_DUAL_USE not in control.goods:
            return control.goods
        listed = (
            good
            for row in self.controls
            if row.imposer == control.imposer
            and "ALL" in row.targets
            and any(not code.startswith("HS ") for code in row.codes)
            for good in row.goods
        )
        wanted = {*listed, *control.goods} - {ALL_DUAL_USE}
        return tuple(row.good for row in self.goods if row.good in wanted)

    def entities_of(self, control: str) -> tuple[ControlEntityRow, ...]:
        """Return the firms and bodies that a control names, in the order of the table."""
        rows: tuple[ControlEntityRow, ...] = self._of("control_entities", "control", control)
        return rows

    def ends_of(self, control: str) -> tuple[ControlEndRow, ...]:
        """Return the ends of a control as they were said one after another; none if never moved."""
        rows: tuple[ControlEndRow, ...] = self._of("control_ends", "control", control)
        return tuple(sorted(rows, key=lambda row: row.said_on))

    def class_intensity(self, control: ControlRow) -> ControlIntensityRow | None:
        """Return what controls of its kind block, from the day a control takes effect.

        Parameters
        ----------
        control
            A row of the register for which nobody measured what it blocks.

        Returns
        -------
        ControlIntensityRow | None
            One point for all targets; None where the row has no `breadth`.
        """
        row = self._by_key("intensity_classes").get((control.instrument, control.breadth))
        if row is None:
            return None
        kind = cast("IntensityClassRow", row)
        return ControlIntensityRow(
            control=control.id,
            target="*",
            date=control.effective or control.announced,
            **kind.model_dump(exclude={"instrument", "breadth", "meaning"}),
        )

    def passage_of(self, ids: Iterable[str]) -> tuple[ControlPassageRow, ...]:
        """Return what some controls stop of others' exports that pass their imposer."""
        wanted = frozenset(ids)
        return tuple(row for row in self.control_passage if row.control in wanted)

    def if_carried_out(self, control: str) -> Figure:
        """Return what a control that never took effect would block if it did.

        Parameters
        ----------
        control
            Id of the register.

        Returns
        -------
        Figure
            That of the class of the rule that was threatened or drafted, by its row of
            ``threats``, else by its own instrument and breadth; ``unknown_intensity`` where
            neither says.
        """
        told = cast("ThreatRow | None", self._by_key("threats").get((control,)))
        row = cast("ControlRow | None", self._by_key("controls").get((control,)))
        own = row if row is not None and row.instrument != "threat" else None
        known = told or own
        classes = self._by_key("intensity_classes")
        if known is not None and (known.instrument, known.breadth) in classes:
            return cast("IntensityClassRow", classes[known.instrument, known.breadth])
        return self.model_parameter("unknown_intensity")

    def gdp_of(self, country: str) -> GdpRow:
        """Return gross domestic product of a country that the world table does not have."""
        row = self._by_key("gdp").get((country,))
        if row is None:
            known = (key[0] for key in self._by_key("gdp"))
            raise UnknownCodeError("country of gdp.csv", country, known)
        return cast("GdpRow", row)

    def intensity_of(self, control: str, target: str = "*") -> tuple[ControlIntensityRow, ...]:
        """Return the points of a control's intensity toward a target, in order of date.

        Parameters
        ----------
        control
            Id of the control.
        target
            ISO3 code or region. Without points of its own it has those of a bloc it lies in, and
            without these those for all other targets (``*``).
        """
        rows: tuple[ControlIntensityRow, ...] = self._of("control_intensity", "control", control)
        blocs = {party.iso3 for party in self.parties if target in party.region}
        own = [row for row in rows if row.target == target]
        bloc = [row for row in rows if row.target in blocs]
        rest = [row for row in rows if row.target == "*"]
        return tuple(sorted(own or bloc or rest, key=lambda row: row.date))

    def observations_of(
        self, series: str, good: str, region: str | None = None
    ) -> tuple[ObservationRow, ...]:
        """Return the observations of a series for a good (and region), in order of date."""
        rows: Iterable[ObservationRow] = self._by_first("observations").get(series, ())
        wanted = [r for r in rows if r.good == good and region in {None, r.region}]
        return tuple(sorted(wanted, key=lambda row: row.date))

    def security_value(self, control: str, party: str) -> SecurityValueRow | None:
        """Return what easing a control gives up to its owner, if the table says so."""
        row = self._by_key("security_values").get((control, party))
        return cast("SecurityValueRow | None", row)

    def political_cost(self, control: str, party: str) -> PoliticalCostRow | None:
        """Return what easing a control at all costs its owner at home, if the table says so."""
        row = self._by_key("political_costs").get((control, party))
        return cast("PoliticalCostRow | None", row)

    def default_value(self, measure: str, instrument: str, good_class: str) -> DefaultValueRow:
        """Return what keeping a control is worth to its owner, by instrument and class of good.

        Parameters
        ----------
        measure
            ``"security"`` or ``"political"``.
        instrument, good_class
            Of the control, and of its good; what no row names counts as ``*``.

        Returns
        -------
        DefaultValueRow
            The row of both; else of the class; else of the instrument; else of neither.
        """
        rows = self._by_key("default_values")
        for key in ((instrument, good_class), ("*", good_class), (instrument, "*"), ("*", "*")):
            if (row := rows.get((measure, *key))) is not None:
                return cast("DefaultValueRow", row)
        raise UnknownCodeError("default value", measure, {key[0] for key in rows})

    def value_shift(self, factor: str) -> float:
        """Return what values by class are multiplied by, by the record of deals; 1 without a row.

        Parameters
        ----------
        factor
            ``control``, ``instrument licence`` or ``class chips``.
        """
        row = self._by_key("value_shifts").get((factor,))
        return 1.0 if row is None else float(cast("ValueShiftRow", row).value)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(TABLES)

    def figures(self) -> Iterator[FigureRow]:
        """Every row that carries a figure, table by table; each row of the files once."""
        for name, model in TABLES.items():
            if issubclass(model, FigureRow):
                homes = {f"{name}.csv", f"{OWN}{name}.csv"}
                yield from (row for row in getattr(self, name) if row.file in homes)

    def _of(self, table: str, kind: str, code: str) -> tuple[Any, ...]:
        self._one(f"{kind}s", kind, code)
        return self._by_first(table).get(code, ())


def load_facts(path: Path | str | None = None) -> Facts:
    """Read the facts tables.

    Parameters
    ----------
    path
        Folder of CSV files. If not given, the tables that come with the package (each is read when
        first asked for, and kept), with the rows of the workspace that is in use.

    Returns
    -------
    Facts
        One tuple of typed rows for each table.

    Raises
    ------
    FactsError
        If anything is wrong in the tables of a folder or workspace; it names the first fault and
        how many there are.
    """
    if path is not None:
        return _load(Path(path))
    home = current()
    return _packaged_facts() if home is None else _with_own(home.facts)


def packaged_facts() -> Facts:
    """The packaged tables alone, whatever workspace is in use."""
    return _packaged_facts()


@functools.lru_cache(maxsize=4)
def _good_names(facts: Facts) -> GoodNames:
    return GoodNames(facts.goods, facts.good_groups)


@functools.lru_cache(maxsize=4)
def _party_names(facts: Facts) -> PartyNames:
    return PartyNames(facts.parties)


@functools.cache
def _packaged_facts() -> Facts:
    """The packaged tables, each to be read when first asked for."""
    facts = object.__new__(Facts)
    for name, value in (
        ("folder", TABLES_FOLDER),
        ("sha256", folder_sha256(TABLES_FOLDER, ".csv")),
        ("own_rows", {}),
        ("_indices", {}),
        ("_homes", {}),
    ):
        object.__setattr__(facts, name, value)
    return facts


@functools.cache
def _with_own(folder: Path) -> Facts:
    """The packaged tables with the rows of a workspace, all checked together."""
    own, faults = own_tables(folder)
    counts = {name: len(table.cells) for name, table in own.items() if table.cells}
    if not counts and not faults:
        return _packaged_facts()
    tables, faults = check_own(folder)
    _refuse(faults)
    rows: dict[str, Any] = {name: tuple(tables[name].rows) for name in TABLES}
    rows["good_parameters"] += tuple(_of_kinds(rows))
    digest = hashlib.sha256(
        (_packaged_facts().sha256 + folder_sha256(folder, ".csv")).encode()
    ).hexdigest()
    return Facts(folder=TABLES_FOLDER, sha256=digest, own_rows=counts, **rows)


@functools.cache
def _packaged_rows(folder: Path, name: str) -> tuple[Row, ...]:
    """The rows of one packaged table, with those that follow from others."""
    rows: dict[str, Any] = {}
    others = ("kind_parameters", "goods") if name == "good_parameters" else ()
    for table in (name, *others):
        read, faults = read_table(folder, table)
        _refuse(sorted(faults))
        rows[table] = tuple(read.rows)
    return (*rows[name], *_of_kinds(rows)) if others else rows[name]


def _refuse(faults: Sequence[Fault]) -> None:
    """Raise the first fault, if there is one."""
    if faults:
        more = f" (and {len(faults) - 1} more; `detente data check` lists all)"
        raise FactsError(f"{faults[0]}{more if len(faults) > 1 else ''}")


def _load(folder: Path) -> Facts:
    tables, faults = read_tables(folder)
    _refuse(sorted([*faults, *check_tables(tables)]))
    rows: dict[str, Any] = {name: tuple(table.rows) for name, table in tables.items()}
    rows["good_parameters"] += tuple(_of_kinds(rows))
    return Facts(folder=folder, sha256=folder_sha256(folder, ".csv"), **rows)


def _of_kinds(rows: dict[str, Any]) -> Iterator[GoodParameterRow]:
    """Parameters that goods have from their kind: the row of the kind under the good's name."""
    own = {(row.good, row.parameter) for row in rows["good_parameters"] if row.region == "*"}
    by_kind: defaultdict[str, list[GoodParameterRow]] = defaultdict(list)
    for row in rows["kind_parameters"]:
        cells = row.model_dump(exclude={"kind"})
        by_kind[row.kind].append(GoodParameterRow.model_construct(**cells, good="", region="*"))
    for good in rows["goods"]:
        for row in by_kind[good.kind]:
            if (good.good, row.parameter) not in own:
                yield row.model_copy(update={"good": good.good})
