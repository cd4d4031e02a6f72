"""Who loses what, when it runs short, who holds the leverage, and the chains behind it."""

from typing import Literal, NotRequired

from detente.shape.common import Exact, Range

__all__ = [
    "Chain",
    "ChainStage",
    "Chokepoint",
    "Driver",
    "Findings",
    "Good",
    "Leverage",
    "LeverageByMonth",
    "Other",
    "Ratio",
    "Side",
    "Supplier",
]


class Good(Exact):
    """One good."""

    good: str
    """Id of the good"""
    name: str
    """Name, as shown to the reader"""


class Side(Exact):
    """One party."""

    party: str
    """ISO3"""
    all: Range
    """Loss from all controls together"""
    by_others: Range | None
    """Loss from the controls of the other parties alone; null if they have none"""
    by_own: Range | None
    """Loss from its own controls alone; null if it has none"""
    gdp: float | None
    """GDP [USD bn per year]; null where the world table does not hold the party"""
    share_of_gdp: Range | None
    """`all` as a share of a month’s GDP [1]"""


class Ratio(Exact):
    """One pair of parties."""

    of: Literal["all controls", "the others’ controls"]
    """Which controls are counted"""
    more: str
    """Party that loses more in the central run, ISO3"""
    less: str
    """The other party, ISO3"""
    central: float | None
    """How many times as much; null where the other loses nothing [1]"""
    low: float
    """5th percentile of the ratio over the draws [1]"""
    high: float | None
    """95th percentile; null if it has no bound [1]"""
    sure: bool
    """Whether the same party loses more from the 5th to the 95th percentile of the draws of the
    difference
    """
    even: bool
    """Whether the two lose about the same"""


class Findings(Exact):
    """What the message of the first page rests on, measured once over the draws.

    Absent in briefs made before it was.
    """

    sides: list[Side]
    """What each party loses, by whose controls."""
    ratios: list[Ratio]
    """Who loses more, by what is counted."""
    holders: list[str | None]
    """By month from the date of the brief, the party that holds the leverage, of the first pair of
    sides; null where the ranges overlap; empty if one side has all controls.
    """


class LeverageByMonth(Exact):
    """One month."""

    month: int
    """Month from the date of the brief"""
    on_party: float
    """Central loss of the party from the controls of the others [USD bn per month]"""
    on_others: float
    """Central loss of the others from the controls of the party [USD bn per month]"""
    on_party_range: NotRequired[Range]
    """`on_party` with its range"""
    on_others_range: NotRequired[Range]
    """`on_others` with its range"""
    holder: NotRequired[str | None]
    """Who holds the leverage: the side that loses less over the whole range of the draws, ISO3;
    null where the ranges overlap
    """


class Leverage(Exact):
    """One balance."""

    party: str
    """Party whose pressure is weighed, ISO3"""
    others: list[str]
    """The other parties with controls on the table, ISO3"""
    month: int | None
    """First month in which another side holds the leverage than the first to hold it; null if it
    does not pass within the horizon
    """
    words: str
    """The same in plain words"""
    by_month: list[LeverageByMonth]
    """Loss month by month."""


class Supplier(Exact):
    """One supplier."""

    country: str
    """Country, ISO3"""
    name: str
    """Name, as shown to the reader"""
    own: bool
    """Whether it belongs to the party"""
    low: float
    """Low end of its share of world supply [share]"""
    central: float
    """Share of world supply [share]"""
    high: float
    """High end of its share of world supply [share]"""
    source: str
    """Id of the source"""
    as_of: NotRequired[str | None]
    """Day as of which the share holds"""


class ChainStage(Exact):
    """One stage."""

    good: str
    """Good whose stage it is: the one looked at, or one that it is made from"""
    stage: str
    """Name of the stage"""
    need: float
    """Part of the good looked at that needs the stage [share]"""
    concentration: float
    """Herfindahl of the suppliers [1]"""
    unknown: float
    """Share of world supply that no table names [share]"""
    suppliers: list[Supplier]
    """Known suppliers, largest first."""


class Other(Exact):
    """One supplier."""

    name: str
    """Name, as shown to the reader"""
    share: float
    """Share of world supply [share]"""


class Chokepoint(Exact):
    """Stage and foreign country with the largest share, weighed by how much needs the stage.

    Null where no foreign supplier is known.
    """

    good: str
    """Id of the good whose stage it is"""
    stage: str
    """Stage"""
    country: str
    """Country that holds it, ISO3"""
    name: str
    """Name, as shown to the reader"""
    share: Range
    """Share of world supply at that stage [share]"""
    need: float
    """Part of the good that needs the stage [share]"""
    others: list[Other]
    """The next suppliers."""
    as_of: NotRequired[str | None]
    """Day as of which the share holds"""


class Chain(Exact):
    """One chain."""

    party: str
    """Party that needs the good, ISO3"""
    party_name: str
    """Name, as shown to the reader"""
    good: str
    """Id of the good"""
    good_name: str
    """Name, as shown to the reader"""
    control: str
    """Register id of the control, such as CN-2025-18"""
    chain: list[ChainStage]
    """Stages, first to last."""
    chokepoint: Chokepoint | None


class Driver(Exact):
    """One input."""

    party: str
    """Party or region, ISO3 or a group of the embedded world"""
    input: str
    """Kind of input, such as stock_days"""
    good: str | None
    """Good or control it belongs to"""
    low: float
    """Total with the input at the 5th percentile of its range, all else central [USD bn per month]
    """
    high: float
    """Total with the input at the 95th percentile of its range, all else central [USD bn per
    month]
    """
