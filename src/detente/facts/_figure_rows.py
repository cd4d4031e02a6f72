"""Rows of the tables that hold figures about goods, trade and parties."""

from typing import ClassVar, Literal

from pydantic import ValidationInfo, field_validator

from ._figure import Date, Text, in_its_unit
from ._rows import FigureRow

__all__ = [
    "PARAMETERS",
    "ControlIntensityRow",
    "DependenceRow",
    "GoodInputRow",
    "GoodParameterRow",
    "KindParameterRow",
    "ObservationRow",
    "PoliticalCostRow",
    "SecurityValueRow",
    "SupplyShareRow",
    "TradeRow",
    "UserRow",
]

PARAMETERS = {
    "stock_days": "day",
    "stock_spread": "1",
    "transit_days": "day",
    "ramp_days": "day",
    "substitution_days": "day",
    "demand_elasticity": "1",
    "supply_elasticity": "1",
    "spare_capacity": "share",
    "diversion_share": "share",
    "diversion_days": "day",
    "export_margin": "share",
    "resale_share": "share",
    "price_multiple_cap": "1",
    "pooled_share": "share",
    "scare_stock": "share",
    "diversion_premium": "1",
}
"""Parameters that every good has, with the unit of each."""

Criticality = Literal["critical", "important", "substitutable"]
SHARE = frozenset({"share"})
_MONTHLY = frozenset({"USD bn per month"})


def _parameter(parameter: str, unit: str | None) -> str:
    if parameter not in PARAMETERS:
        known = ", ".join(PARAMETERS)
        raise ValueError(f"{parameter!r} is not a parameter of a good; write one of: {known}")
    return in_its_unit(parameter, unit, PARAMETERS)


class SupplyShareRow(FigureRow):
    """Part of world supply, at one stage of a good's chain, that a country provides [share]."""

    key = ("good", "stage", "country")
    refers: ClassVar[dict[str, str]] = {"good": "good", "country": "country", "source": "source"}
    allowed_units = SHARE

    good: Text
    stage: Text
    country: Text


class GoodInputRow(FigureRow):
    """Part of a good's output, outside the controlled supplier, that needs another good [share].

    ``grade`` is empty, or the grade of the good (``grades.csv``) whose output is meant.
    """

    key = ("good", "input")
    refers: ClassVar[dict[str, str]] = {"good": "good", "input": "good", "source": "source"}
    allowed_units = SHARE

    good: Text
    input: Text
    grade: str
    criticality: Criticality


class UserRow(FigureRow):
    """Coverage: part of a sector's output that needs the good and would stop without it [share]."""

    key = ("good", "region", "sector")
    refers: ClassVar[dict[str, str]] = {
        "good": "good",
        "region": "region*",
        "sector": "sector",
        "source": "source",
    }
    allowed_units = SHARE

    good: Text
    region: Text
    sector: Text
    criticality: Criticality


class GoodParameterRow(FigureRow):
    """A parameter of a good, for one region or for all (``*``); see `PARAMETERS` for units."""

    key = ("good", "parameter", "region")
    refers: ClassVar[dict[str, str]] = {"good": "good", "region": "region*", "source": "source"}

    good: Text
    parameter: Text
    region: Text

    @field_validator("parameter")
    @classmethod
    def _known_parameter(cls, parameter: str, info: ValidationInfo) -> str:
        return _parameter(parameter, info.data.get("unit"))


class KindParameterRow(FigureRow):
    """A parameter of every good of a kind that has no row of its own in `good_parameters`."""

    key = ("kind", "parameter")

    kind: Text
    parameter: Text

    @field_validator("parameter")
    @classmethod
    def _known_parameter(cls, parameter: str, info: ValidationInfo) -> str:
        return _parameter(parameter, info.data.get("unit"))


class DependenceRow(FigureRow):
    """Part of an importer's use of a good that comes from one exporter [share].

    The importer is a region of the embedded world, or a country of one; the country's row stands
    before that of its region where the country is a party.
    """

    key = ("good", "importer", "exporter")
    refers: ClassVar[dict[str, str]] = {
        "good": "good",
        "importer": "country",
        "exporter": "country",
        "source": "source",
    }
    allowed_units = SHARE

    good: Text
    importer: Text
    exporter: Text


class TradeRow(FigureRow):
    """Value of a flow of a good before the control [USD bn per year]."""

    key = ("good", "exporter", "importer")
    refers: ClassVar[dict[str, str]] = {
        "good": "good",
        "exporter": "country",
        "importer": "country*",
        "source": "source",
    }
    allowed_units = frozenset({"USD bn per year"})

    good: Text
    exporter: Text
    importer: Text


class ControlIntensityRow(FigureRow):
    """Part of the base flow blocked toward a target from a day on, linear between rows [share]."""

    key = ("control", "target", "date")
    refers: ClassVar[dict[str, str]] = {
        "control": "control",
        "target": "country*",
        "source": "source",
    }
    allowed_units = SHARE

    control: Text
    target: Text
    date: Date


class ObservationRow(FigureRow):
    """What was seen on a day (or, for monthly series, in the month that starts on it)."""

    key = ("series", "good", "region", "date")
    refers: ClassVar[dict[str, str]] = {"good": "good", "region": "region*", "source": "source"}

    series: Literal[
        "magnet_exports", "price", "price_multiple", "stoppage", "licence_approval", "stock"
    ]
    good: Text
    region: Text
    date: Date


class SecurityValueRow(FigureRow):
    """What full easing of a control gives up, to its owner, in security [USD bn per month]."""

    key = ("control", "party")
    refers: ClassVar[dict[str, str]] = {"control": "control", "party": "party", "source": "source"}
    allowed_units = _MONTHLY

    control: Text
    party: Text


class PoliticalCostRow(SecurityValueRow):
    """What easing a control at all costs its owner at home [USD bn per month]."""
