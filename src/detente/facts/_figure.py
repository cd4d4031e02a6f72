"""A figure about the world: a value, its plausible range, its unit, its date and its source."""

import datetime as dt
import functools
import math
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo, field_validator

__all__ = ["UNITS", "Figure"]

UNITS = {
    "1": "a pure number, such as an elasticity or a multiple",
    "share": "a part of a whole, 0 to 1",
    "day": "calendar days",
    "USD": "US dollars, once",
    "USD bn": "billions of US dollars, once",
    "per month": "a rate a month",
    "per year": "a rate a year",
    "USD bn per month": "billions of US dollars a month",
    "USD bn per year": "billions of US dollars a year",
    "USD per kg": "US dollars a kilogram",
    "USD per t": "US dollars a metric ton",
    "t": "metric tons",
    "t per month": "metric tons a month",
    "t per year": "metric tons a year",
    "kb per day": "thousands of barrels a day",
    "count": "a number of things",
}
"""Every unit a figure may carry, with its meaning."""


def _number(cell: object) -> float:
    try:
        number = float(str(cell))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{str(cell)!r} is not a number; write digits such as 0.35")
    return number


def _text(cell: object) -> str:
    text = str(cell).strip()
    if not text:
        raise ValueError("is empty; give a value")
    return text


def _date(cell: object) -> dt.date:
    return cell if isinstance(cell, dt.date) else _day(str(cell).strip())


@functools.lru_cache(maxsize=4096)
def _day(text: str) -> dt.date:
    try:
        if len(text) != len("YYYY-MM-DD"):
            raise ValueError(text)  # noqa: TRY301 - one message for both ways to be wrong
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date; write YYYY-MM-DD") from None


def _maybe_date(cell: object) -> dt.date | None:
    return None if cell is None or cell == "" else _date(cell)


def _words(cell: object) -> tuple[str, ...]:
    if isinstance(cell, tuple):
        return cell
    return tuple(word.strip() for word in str(cell).split(";") if word.strip())


def _some_words(cell: object) -> tuple[str, ...]:
    words = _words(cell)
    if not words:
        raise ValueError("is empty; give at least one entry, several separated by ';'")
    return words


Number = Annotated[float, BeforeValidator(_number)]
Text = Annotated[str, BeforeValidator(_text)]
Date = Annotated[dt.date, BeforeValidator(_date)]
MaybeDate = Annotated[dt.date | None, BeforeValidator(_maybe_date)]
Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
SomeWords = Annotated[tuple[str, ...], BeforeValidator(_some_words)]


def in_its_unit(quantity: str, unit: str | None, units: Mapping[str, str]) -> str:
    """Return a quantity of ``units``, whose unit is right; None is one that was told as wrong."""
    if unit is not None and unit != units[quantity]:
        raise ValueError(f"{quantity} has unit {units[quantity]!r}, not {unit!r}; mend the unit")
    return quantity


class Figure(BaseModel):
    """A figure about the world with its range and the way back to its source.

    Examples
    --------
    >>> stock = Figure(
    ...     value=45, low=25, high=75, unit="day", as_of="2025-04-04", source="judgement"
    ... )
    >>> stock.range
    (25.0, 45.0, 75.0)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    allowed_units: ClassVar[frozenset[str]] = frozenset(UNITS)

    unit: Text
    """A key of `UNITS`; a ``share`` lies between 0 and 1."""
    value: Number
    """The most plausible number [unit]."""
    low: Number
    high: Number
    """The ends of a plausible range, ``low <= value <= high`` [unit]."""
    as_of: Date
    """The day, or the last day of the period, that the figure describes."""
    source: Text
    """An id in ``sources.csv``."""

    @field_validator("unit")
    @classmethod
    def _unit_is_known(cls, unit: str) -> str:
        if unit not in cls.allowed_units:
            known = ", ".join(sorted(cls.allowed_units))
            raise ValueError(f"{unit!r} is not a unit of this table; write one of: {known}")
        return unit

    @field_validator("value", "low", "high")
    @classmethod
    def _in_order(cls, number: float, info: ValidationInfo) -> float:
        if info.data.get("unit") == "share" and not 0.0 <= number <= 1.0:
            raise ValueError(f"{number:g} is outside 0 to 1; a share is a part of a whole")
        value = info.data.get("value")
        if value is not None and info.field_name == "low" and number > value:
            raise ValueError(f"{number:g} is above value {value:g}; order low <= value <= high")
        if value is not None and info.field_name == "high" and number < value:
            raise ValueError(f"{number:g} is below value {value:g}; order low <= value <= high")
        return number

    @property
    def range(self) -> tuple[float, float, float]:
        """Low end, central value and high end, in this order [unit]."""
        return self.low, self.value, self.high
