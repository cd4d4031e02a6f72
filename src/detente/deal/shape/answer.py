"""What one package means for everybody, and for which two values there is a deal."""

from typing import Annotated, Literal

from pydantic import Field

from detente.shape.common import Exact, Range

__all__ = ["Answer", "AnswerLimit", "MapAxis", "PartyAnswer", "ValueMap"]

Share = Annotated[float, Field(ge=0, le=1)]


class PartyAnswer(Exact):
    """What a package means for one party."""

    party: str
    """ISO3"""
    today: Range
    """Cost with all controls as they stand, of what easing can avoid [USD bn per month]"""
    cost: Range
    """Cost that the package leaves [USD bn per month]"""
    gain: Range
    """Utility over that of no deal [USD bn per month]"""
    accepts: bool
    """Whether it accepts at central values"""
    share: Share
    """Share of draws in which it accepts [share]"""
    short: float
    """What it would have to be given elsewhere to accept; zero if it does [USD bn per month]"""
    today_by_month: list[float]
    """Cost as controls stand, by month since the standoff's date [USD bn per month]"""
    by_month: list[float]
    """Cost that the package leaves, by month [USD bn per month]"""
    pressure: list[float]
    """Cost by month of the others' controls alone, as the package leaves them [USD bn per month]"""


class AnswerLimit(Exact):
    """Largest security value of an eased control at which its owner accepts the package."""

    party: str
    """Owner, ISO3"""
    control: str
    """Register id of the control"""
    most: Range
    """The value, over the draws of the losses; not below zero [USD bn per month]"""


class Answer(Exact):
    """What one package means for everybody."""

    schema: Literal["detente.answer/1"]
    """Name and version of this form"""
    unit: str
    """Unit of the money"""
    package: dict[str, float]
    """Share of each control and side issue, 0 = as today, 1 = lifted [share]"""
    parties: list[PartyAnswer]
    """One answer each"""
    accepted: bool
    """Whether all accept at central values, within red lines and mandates"""
    share: Share
    """Share of draws in which all accept; zero outside red lines and mandates [share]"""
    crossed: list[str]
    """Controls and side issues eased beyond their red line"""
    missed: list[str]
    """Those of which less is given than a mandate asks for"""
    limits: list[AnswerLimit]
    """One for each eased control"""
    holders: list[str | None]
    """By month, who holds the leverage, ISO3; null where the ranges overlap"""
    passes: int | None
    """First month in which another holds it than the first to hold it; null if none does"""


class MapAxis(Exact):
    """One axis of a map of values."""

    control: str
    """Register id of the control"""
    values: list[float]
    """Its security values [USD bn per month]"""


class ValueMap(Exact):
    """For which two security values there is a deal, and the package is one."""

    schema: Literal["detente.map/1"]
    """Name and version of this form"""
    x: MapAxis
    """Across"""
    y: MapAxis
    """Up"""
    exists: list[list[Literal[0, 1]]]
    """Whether some package that eases both is accepted, by value up and across"""
    accepted: list[list[Literal[0, 1]]]
    """Whether this package is, by value up and across"""
