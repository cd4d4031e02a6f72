"""Rows of the tables behind the static check of one mineral: its market and its uses."""

from typing import ClassVar

from pydantic import ValidationInfo, field_validator

from ._figure import Text, in_its_unit
from ._rows import FigureRow

__all__ = ["MARKET_QUANTITIES", "USE_QUANTITIES", "MineralMarketRow", "MineralUseRow"]

MARKET_QUANTITIES = {
    "supply": "t per year",
    "capacity": "t per year",
    "demand": "t per year",
    "net_exports": "t per year",
    "demand_elasticity": "1",
    "supply_elasticity": "1",
    "price": "USD per kg",
}
"""What a row of ``mineral_markets.csv`` can hold, with its unit."""

USE_QUANTITIES = {"use_share": "share", "substitutable": "share", "needed_by": "share"}
"""What a row of ``mineral_uses.csv`` can hold, with its unit."""


def _checked(quantity: str, unit: str | None, units: dict[str, str]) -> str:
    if quantity not in units:
        raise ValueError(f"{quantity!r} is not allowed here; write one of: {', '.join(units)}")
    return in_its_unit(quantity, unit, units)


class MineralMarketRow(FigureRow):
    """One quantity of a mineral's world market, over a year.

    ``supply``, ``capacity`` and ``demand`` of a country outside the restricting one,
    ``net_exports`` of a country that may restrict them, and for all (``*``) the elasticities over
    a year and the price before.
    """

    key = ("good", "quantity", "country")
    refers: ClassVar[dict[str, str]] = {"good": "good", "country": "country*", "source": "source"}

    good: Text
    quantity: Text
    country: Text

    @field_validator("quantity")
    @classmethod
    def _known_quantity(cls, quantity: str, info: ValidationInfo) -> str:
        return _checked(quantity, info.data.get("unit"), MARKET_QUANTITIES)


class MineralUseRow(FigureRow):
    """One application of a mineral in the United States [share].

    ``use_share`` of the country's use, part that is ``substitutable`` within a year (both with
    industry ``*``), and for an industry of the US table the part of its output for which the
    application is ``needed_by`` it.
    """

    key = ("good", "application", "quantity", "industry")
    refers: ClassVar[dict[str, str]] = {"good": "good", "source": "source"}
    allowed_units = frozenset({"share"})

    good: Text
    application: Text
    quantity: Text
    industry: Text

    @field_validator("industry")
    @classmethod
    def _one_kind(cls, industry: str, info: ValidationInfo) -> str:
        quantity = info.data.get("quantity")
        if (quantity == "needed_by") == (industry == "*"):
            raise ValueError(
                f"{industry!r} does not go with {quantity!r}; needed_by is for one industry, "
                "use_share and substitutable are for '*'"
            )
        return industry

    @field_validator("quantity")
    @classmethod
    def _known_quantity(cls, quantity: str, info: ValidationInfo) -> str:
        return _checked(quantity, info.data.get("unit"), USE_QUANTITIES)
