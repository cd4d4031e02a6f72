"""The facts: every table, with look-ups by name."""

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from detente._errors import UnknownCodeError

from ._control_rows import (
    ALL_DUAL_USE,
    ControlEndRow,
    ControlEntityRow,
    ControlPassageRow,
    ControlRow,
    EventRow,
    IntensityClassRow,
    ThreatRow,
)
from ._engine_rows import ModelParameterRow
from ._figure import Figure
from ._figure_rows import ControlIntensityRow, PoliticalCostRow, SecurityValueRow
from ._gdp_rows import GdpRow
from ._good_facts import GoodFacts
from ._judged_rows import DefaultValueRow, ValueShiftRow
from ._keeping_rows import KeepingRow
from ._party_names import PartyNames
from ._rows import PartyRow, RegionRow, SectorRow, SourceRow

__all__ = ["Facts"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Facts(GoodFacts):
    """All facts tables, with what is asked of goods, parties and controls.

    Examples
    --------
    >>> from detente.facts import load_facts
    >>> facts = load_facts()
    >>> facts.good("ndfeb-magnet").host_sector
    'C27'
    >>> facts.parameter("ndfeb-magnet", "stock_days", region="USA").unit
    'day'
    """

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

    def goods_under(self, control: ControlRow) -> tuple[str, ...]:
        """Return the goods a control touches, with ``all-dual-use`` written out.

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


@functools.lru_cache(maxsize=4)
def _party_names(facts: Facts) -> PartyNames:
    return PartyNames(facts.parties)
