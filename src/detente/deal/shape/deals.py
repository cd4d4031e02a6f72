"""The packages: which there are, for which values, and what else it would take."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from detente.deal.shape.keeping import Kept
from detente.shape.common import Exact, Origin, Range, Threshold

__all__ = [
    "Accepted",
    "Assumed",
    "Axis",
    "Bargain",
    "Compensation",
    "Conditional",
    "ConditionalControl",
    "Deals",
    "Map",
    "Package",
    "Solution",
    "SurfaceError",
    "Utility",
    "Verdict",
    "Worth",
]


class Package(Exact):
    """One easing per control."""

    name: str
    """Name, as shown to the reader"""
    easings: dict[str, Annotated[float, Field(le=1)]]
    """Easing by control or side issue, 0 = as today, 1 = lifted, negative = escalation [share]"""
    gains: dict[str, Range]
    """Gain against no deal by party, positive = better off [USD bn per month]"""
    accepted_share: Annotated[float, Field(ge=0, le=1)]
    """Share of draws in which every party accepts the package"""
    words: str
    """The package in plain words"""


class SurfaceError(Exact):
    """Error of the loss surface on impact runs held out from the fit."""

    mean_abs: float | None
    """Mean absolute error"""
    max_abs: float | None
    """Largest absolute error"""
    relative: float | None
    """Error relative to the losses [share]"""
    held_out: Annotated[int, Field(ge=0)]
    """Runs held out"""
    trained: Annotated[int, Field(ge=0)]
    """Runs fitted"""
    bound: float | None
    """Bound the relative error was held against [share]"""
    unit: str
    """Unit of the errors"""


_From = TypedDict(
    "_From", {"from": Annotated[str | Origin, Field(description="Where the values come from")]}
)


class Utility(Exact, _From):
    """One stake."""

    party: str
    """Party or region, ISO3 or a group of the embedded world"""
    control: str
    """Register id of the control, such as CN-2025-18"""
    security: Range
    """Security value of keeping the control"""
    political: Range
    """Political cost of easing it"""


class Accepted(Exact):
    """How many packages all parties accept."""

    count: Annotated[int, Field(ge=0)]
    """Packages accepted, no change left out"""
    of: Annotated[int, Field(ge=0)]
    """Packages examined"""
    share_of_draws: Annotated[float, Field(ge=0, le=1)]
    """Share of draws in which a deal exists"""


class Verdict(Exact):
    """Whether a deal exists, said three ways that belong together."""

    central: bool
    """Whether one exists with every loss and value central"""
    share_of_draws: Annotated[float, Field(ge=0, le=1)]
    """Share of draws of losses and values in which one exists"""
    deciding: Threshold | None
    """The threshold nearest to what is assumed, among the missed ones where there is no deal; null
    where nothing can be eased
    """


class ConditionalControl(Exact):
    """One control."""

    control: str
    """Its id"""
    party: str
    """Who imposes it, ISO3"""
    target: str
    """Whom it hits, ISO3"""
    why: str
    """For want of what"""


class Worth(Range):
    """One value."""

    party: str
    """Party, ISO3"""


class Conditional(Exact):
    """Null where every control has figures; with it, share_of_draws is no chance of a deal."""

    controls: list[ConditionalControl]
    """The controls that were left out."""
    share_of_draws_without: Annotated[float, Field(ge=0, le=1)]
    """Share of draws in which a deal exists that leaves them as they are"""
    least: list[Worth]
    """By party that they hit: the least that lifting them would have to be worth to it before it
    eases a control of its own; 0 where it would anyway.
    """
    most: list[Worth]
    """By party that owns them: the most that lifting them may cost it; 0 where nothing on the
    table would repay it.
    """


class Solution(Exact):
    """One solution."""

    key: str
    """Name of the solution, such as `kalai_smorodinsky`"""
    title: str
    """As the brief calls it"""
    letter: str
    """What marks it on the chart"""
    means: str
    """What it is, in words that follow "is" """
    package: Package | None
    """Its package; null without a deal"""


class Compensation(Exact):
    """What else would have to be on the table; null with a deal, or where nothing can be eased."""

    easings: dict[str, float]
    """Share by control, and by side issue"""
    asks: dict[str, Range]
    """Least worth of something else to each party that loses, USD bn per month"""
    offers: dict[str, Range]
    """Most that the package is worth to each party that gains, USD bn per month"""
    share_of_draws: float
    """Share of draws in which the offers cover the asks"""
    words: str
    """The same in plain words"""


class Axis(Exact):
    """One axis."""

    control: str
    """Register id of the control, such as CN-2025-18"""
    party: str
    """Party or region, ISO3 or a group of the embedded world"""
    values: Annotated[list[float], Field(min_length=1)]
    """Security values tried [USD bn per month]"""


class Assumed(Exact):
    """The values assumed."""

    x: float
    """Across [USD bn per month]"""
    y: float
    """Up [USD bn per month]"""


class Map(Exact):
    """Where in the plane of two security values a deal exists; null with fewer than two."""

    x: Axis
    """Axis across"""
    y: Axis
    """Axis up"""
    exists: list[list[Literal[0, 1]]]
    """One row per y value, one cell per x value: 1 = a deal exists"""
    assumed: Assumed
    words: str
    """The same in plain words"""


class Bargain(Exact):
    """The packages, before it is asked who keeps them."""

    surface_error: SurfaceError
    utilities: list[Utility]
    """What a party gives up when it lifts its own control."""
    accepted: Accepted
    verdict: Verdict
    conditional: Conditional | None
    frontier: list[Package]
    """Accepted packages that no other betters for every party"""
    nash: Package | None
    """Largest product of gains; null without a deal"""
    kalai_smorodinsky: Package | None
    """Same share of the most each could hope for; null without a deal"""
    equal_gains: Package | None
    """Equal gains; null without a deal"""
    solutions: NotRequired[list[Solution]]
    """Every solution, those of other installed packages last."""
    compensation: NotRequired[Compensation | None]
    notes: list[str]
    """What to know of the bargain, such as why there is no deal."""
    exists_if: list[Threshold]
    """Security value up to which a deal that eases the control exists."""
    map: Map | None


class Deals(Bargain, Kept):
    """The bargain."""
