"""A simulation, and two compared, as data: ``detente.impact/1`` and ``detente.comparison/1``."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from detente.impact.ranges import LossPart
from detente.impact.shape import ClockRow, Loss, Manifest, Party, Path, ThirdCountry, Total
from detente.shape.common import Day, Exact, Month, Range

__all__ = ["Comparison", "Gdp", "Part", "Price", "Simulation"]


class Control(Exact):
    """One control."""

    control: str
    """Key on the table"""
    name: str
    """Name, as shown to the reader"""
    imposer: str
    """Who imposes it, ISO3"""
    target: str
    """Against whom it is counted, ISO3"""
    goods: list[str]
    """Ids of the goods"""
    effective: Day
    """In effect from"""
    status: str
    """Status on the first day"""
    intensity: Range
    """Blocked share of the base flow to the target [share]"""
    path: list[Path]
    """How that share goes on by itself from the first day, linear between points; empty where it is
    held.
    """


class Tabled(Exact):
    """What was simulated."""

    name: str
    """Name, as shown to the reader"""
    on: Day
    """First day"""
    parties: list[Party]
    """Who bargains."""
    controls: list[Control]
    """Controls on the table."""


class Clock(ClockRow):
    """One clock, with its central day beside its range."""

    days: float | None
    """Central day of the first shortage; null beyond the days simulated [day]"""


class Stoppage(Exact):
    """A sector of a party."""

    party: str
    """Party, ISO3"""
    good: str
    """For want of what"""
    control: str
    """Under which control"""
    sector: str
    """ISIC code"""
    sector_name: str
    """Name, as shown to the reader"""
    days: Range | None
    """Days to the first shortage; a draw without one counts as the horizon; null where the central
    run has none [day].
    """
    share_of_draws: Annotated[float, Field(ge=0, le=1)]
    """Part of the draws with one [share]"""
    output_lost: Range
    """Output missing on the worst day, from all controls together [share]"""


class Price(Exact):
    """A good."""

    good: str
    """Id of the good, such as ndfeb-magnet"""
    good_name: str
    """Name, as shown to the reader"""
    unit: Literal["1 (price before)"]
    """Unit: parts of the price before"""
    highest: Range
    """Highest daily price [1]"""
    by_month: list[Month]
    """Mean price of each month [1]"""


class Gdp(Exact):
    """A party."""

    party: str
    """Party, ISO3"""
    low: float
    """Low end of the range"""
    central: float
    """Value added of the world table, or gross domestic product where the table does not have the
    party.
    """
    high: float
    """High end of the range"""
    unit: Literal["USD bn per year"]
    """Unit of the figures"""
    year: int
    """Year of the figure"""
    source: str
    """The world table, or an id in sources.csv"""


class Simulation(Exact):
    """What a simulation of a standoff says."""

    schema: Literal["detente.impact/1"]
    """Name and version of this form"""
    manifest: Manifest
    """What the result was made of"""
    standoff: Tabled
    """What was simulated"""
    losses: list[Loss]
    """Cost of each control alone, then of all together (`control` is `together`), to each party."""
    totals: list[Total]
    """All controls together, beside the sum of the single losses."""
    third_countries: list[ThirdCountry]
    """Regions that do not bargain and lose most."""
    clock: list[Clock]
    """When each party runs short of each good without which lines stop, soonest first."""
    stoppages: list[Stoppage]
    """First lines that stop, by party, good and sector, soonest first."""
    prices: list[Price]
    """Price of each good outside its imposer, with all controls together."""
    gdp: list[Gdp]
    """Size of each party's economy."""
    notes: list[str]
    """What was estimated, taken over from a region, or could not be counted"""


Part: TypeAlias = Literal["total"] | LossPart


class Change(Exact):
    """A difference."""

    control: str
    """Control alone, or `together`"""
    party: str
    """Whose loss"""
    part: Part
    """The loss or a part of it"""
    month: int | None
    """Month after the date of each; null for the mean of all"""
    before: Range
    """Loss in the first"""
    after: Range
    """Loss in the second"""
    difference: Range
    """Second less first"""


class Comparison(Exact):
    """How a second simulation differs from a first."""

    schema: Literal["detente.comparison/1"]
    """Name and version of this form"""
    before: str
    """What was simulated first"""
    after: str
    """What was simulated second"""
    paired: bool
    """Whether both runs drew the inputs they share alike"""
    months: int
    """Months compared"""
    unit: Literal["USD bn per month"]
    """Unit of all figures"""
    changes: list[Change]
    """One per control, party, part and month."""
