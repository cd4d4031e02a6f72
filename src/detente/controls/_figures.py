"""The figures of a standoff, its days, and where each comes from."""

import datetime as dt
from typing import Annotated, Literal, Self

import pydantic

from detente._days import near
from detente._errors import DayError
from detente.controls._control import Range
from detente.facts import Figure as Fact

__all__ = ["Day", "Figure", "NearDay", "Origin", "PathPoint", "Record", "Span"]


class Record(pydantic.BaseModel):
    """A part of a standoff: no field beyond those named, checked again at each change."""

    model_config = pydantic.ConfigDict(extra="forbid", validate_assignment=True)


def _day(value: object) -> object:
    """A day as a file has it; a bare number is none."""
    if isinstance(value, int | float):
        raise ValueError(f"{value!r} is not a day; write YYYY-MM-DD")  # noqa: TRY004 - pydantic's
    return value


Day = Annotated[dt.date, pydantic.BeforeValidator(_day)]
"""A calendar day."""


def _near(day: dt.date) -> dt.date:
    """A day of these times; pydantic wants its own kind of error."""
    try:
        return near(day)
    except DayError as error:
        raise ValueError(str(error)) from None


NearDay = Annotated[Day, pydantic.AfterValidator(_near)]
"""A calendar day that a standoff can be on."""


class Span(Record):
    """Characters of the article: Unicode code points, end-exclusive."""

    start: int = pydantic.Field(ge=0)
    end: int = pydantic.Field(ge=0)
    text: str


class Origin(Record):
    """Where a field came from: the article (span), the register (id), a default, or the analyst."""

    kind: Literal["article", "register", "default", "analyst"] = "analyst"
    span: Span | None = None
    register_id: str | None = None
    words: str = ""


class Figure(Record):
    """Low, central and high of one number."""

    low: float
    central: float
    high: float

    @pydantic.model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.central <= self.high:
            raise ValueError(f"low {self.low} <= central {self.central} <= high {self.high} fails")
        return self

    @classmethod
    def of(cls, row: Fact) -> Self:
        """Return the three numbers of a row of facts."""
        return cls(low=row.low, central=row.value, high=row.high)

    @property
    def range(self) -> Range:
        """The three numbers as a range."""
        return Range(low=self.low, central=self.central, high=self.high)


class PathPoint(Record):
    """Blocked share from a day on; linear between two points, held after the last [share]."""

    date: Day
    low: float
    central: float
    high: float

    @pydantic.model_validator(mode="after")
    def _is_a_share(self) -> Self:
        if not 0 <= self.low <= self.central <= self.high <= 1:
            raise ValueError(
                f"path on {self.date} is {self.low:g}, {self.central:g}, {self.high:g}: give the "
                "blocked share of the flow as low <= central <= high, from 0 to 1"
            )
        return self

    @property
    def range(self) -> Range:
        """The three numbers as a range."""
        return Range(low=self.low, central=self.central, high=self.high)
