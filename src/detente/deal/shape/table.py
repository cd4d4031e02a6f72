"""What another program needs to give the answers of the loss surface itself."""

from typing import Annotated, Literal

from pydantic import Field

from detente.deal.shape.answer import MapAxis
from detente.shape.common import Exact, Range

__all__ = ["Column", "Table", "TableError"]


class Column(Exact):
    """One thing that may be eased."""

    name: str
    """Register id of a control, or name of a side issue"""
    kind: Literal["control", "side"]
    """control or side issue"""
    owner: str | None
    """Who imposes the control, ISO3; null for a side issue"""
    bound: float
    """Largest easing within the red line [share]"""
    least: float
    """Least easing that a mandate asks for [share]"""
    steps: list[float] | None
    """Easings that are possible; null where any is [share]"""
    security: Range | None
    """What keeping the control is worth; null for a side issue [USD bn per month]"""


class TableError(Exact):
    """How far the surface misses runs that it has not seen."""

    relative: float | None
    """Of the losses [share]"""
    held_out: Annotated[int, Field(ge=0)]
    """Runs held out [count]"""
    mean_abs: dict[str, float] | None
    """By party [USD bn per month]"""


class Table(Exact):
    """The loss surface and the game over it: enough to give the same answers."""

    schema: Literal["detente.table/1"]
    """Name and version of this form"""
    unit: str
    """Unit of the money"""
    parties: list[str]
    """ISO3, in the order of all rows by party"""
    columns: list[Column]
    """Controls, then side issues"""
    own: list[list[Literal[0, 1]]]
    """By party and control, whether it imposes it"""
    knots: list[list[float]]
    """By control, the intensities between which its cost grows evenly [share]"""
    climbs: list[list[list[float]]]
    """By control, knot and party, what the step costs [USD bn per month]"""
    pair: list[list[float]]
    """By pair of controls and party, what both cost beside the sum of each [USD bn per month]"""
    months: list[list[list[float]]]
    """By month, part and party, the same [USD bn per month]"""
    central: list[list[float]]
    """By party and part, central [USD bn per month]"""
    drawn: list[list[list[float]]]
    """By party, part and draw [USD bn per month]"""
    disagreement: list[float]
    """Utility of no deal by party [USD bn per month]"""
    floor: list[float]
    """Least gain by party with which it accepts [USD bn per month]"""
    tolerance: float
    """Below which a gain is none [USD bn per month]"""
    packages: list[list[float]]
    """Packages behind the maps, no change first [share]"""
    axes: list[MapAxis]
    """What a map of values may be drawn of"""
    error: TableError
