"""Rows on firms that a control names, on goods that are capacity, and on what leaves a country."""

from typing import ClassVar

from pydantic import ValidationInfo, field_validator

from ._figure import Date, Text, in_its_unit
from ._figure_rows import SHARE
from ._rows import FigureRow

__all__ = ["FIRM_QUANTITIES", "CapitalGoodRow", "ControlFirmRow", "ExportedShareRow", "FirmRow"]

FIRM_QUANTITIES = {
    "output": "USD bn per year",
    "needs": "share",
    "purchases": "USD bn per year",
    "stock_days": "day",
}
"""What is known of a firm, with the unit of each: what it sells, the part of that which stops
without the good, what it buys of the good's imposer, and days of use in stock."""


class FirmRow(FigureRow):
    """A quantity of a firm that a control is aimed at; see `FIRM_QUANTITIES` for units."""

    key = ("firm", "quantity")
    refers: ClassVar[dict[str, str]] = {
        "country": "country",
        "sector": "sector",
        "source": "source",
    }

    firm: Text
    country: Text
    sector: Text
    quantity: Text

    @field_validator("quantity")
    @classmethod
    def _known_quantity(cls, quantity: str, info: ValidationInfo) -> str:
        if quantity not in FIRM_QUANTITIES:
            known = ", ".join(FIRM_QUANTITIES)
            raise ValueError(f"{quantity!r} is not a quantity of a firm; write one of: {known}")
        return in_its_unit(quantity, info.data.get("unit"), FIRM_QUANTITIES)


class ControlFirmRow(FigureRow):
    """Part of a firm's purchases of a good that a control blocks from a day on [share]."""

    key = ("control", "firm", "good", "date")
    refers: ClassVar[dict[str, str]] = {"control": "control", "good": "good", "source": "source"}
    allowed_units = SHARE

    control: Text
    firm: Text
    good: Text
    date: Date


class CapitalGoodRow(FigureRow):
    """Value added a year that a dollar of a good makes possible, where the good is capacity."""

    key = ("good",)
    refers: ClassVar[dict[str, str]] = {"good": "good", "source": "source"}
    allowed_units = frozenset({"per year"})

    good: Text


class ExportedShareRow(FigureRow):
    """Part of a country's output of a good that leaves it [share]."""

    key = ("good", "country")
    refers: ClassVar[dict[str, str]] = {"good": "good", "country": "country", "source": "source"}
    allowed_units = SHARE

    good: Text
    country: Text
