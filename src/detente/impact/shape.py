"""Rows of a simulation as data, one class an object; briefs hold them too."""

from typing import Annotated, Literal, NotRequired, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from detente.shape.common import Day, Exact, Month, Paths, Range

__all__ = [
    "ClockPath",
    "ClockRow",
    "DaysToFirstStoppage",
    "Facts",
    "FirstShortage",
    "LeveragePasses",
    "Loss",
    "Manifest",
    "OwnFacts",
    "Parts",
    "Party",
    "Path",
    "Role",
    "Sector",
    "ThirdCountry",
    "TopSector",
    "Total",
    "Workspace",
    "World",
]

Role: TypeAlias = Literal["owner", "target", "third"]


class World(Exact):
    """The input-output table."""

    source: str
    """Publisher"""
    edition: str
    """Edition"""
    year: int
    """Year of the data"""
    sha256: str
    """Hash of the table"""
    regions: Annotated[int, Field(ge=1)]
    """Regions"""
    sectors: Annotated[int, Field(ge=1)]
    """Sectors"""


class Workspace(Exact):
    """Whose rows stand among the tables; only in a workspace."""

    name: str
    """Name of the workspace"""
    rows: dict[str, Annotated[int, Field(ge=1)]]
    """Rows of the user's own by table [count]"""


class OwnFacts(TypedDict, total=False):
    """What of the facts is the user's own; nothing without a workspace."""

    workspace: Workspace


class Facts(Exact):
    """The tables of facts."""

    sha256: str
    """Hash of all tables"""
    tables: Annotated[int, Field(ge=0)]
    """Tables"""
    figures: Annotated[int, Field(ge=0)]
    """Figures"""
    newest: str
    """Date of the newest figure"""
    workspace: NotRequired[Workspace]


class Manifest(Exact):
    """What it takes to make the result again."""

    version: str
    """Version of détente"""
    on: Day
    """Date as of which the standoff is described"""
    seed: int
    """Seed of the draws"""
    draws: Annotated[int, Field(ge=0)]
    """Draws of the uncertain inputs, beside the central run"""
    days: Annotated[int, Field(ge=1)]
    """Days simulated"""
    horizon_months: Annotated[int, Field(ge=1)]
    """Months reported"""
    model: NotRequired[str]
    """How sectors were stepped, where not by the usual model"""
    stepped_apart: NotRequired[list[str]]
    """Regions of the merged table that most draws went through; absent where all went through the
    whole one
    """
    world: World
    facts: Facts


class Party(Exact):
    """One party."""

    party: str
    """Party or region, ISO3 or a group of the embedded world"""
    name: str
    """Name, as shown to the reader"""


class Path(Exact):
    """Blocked share on a day."""

    date: Day
    """Day"""
    low: float
    """Low end"""
    central: float
    """Central value"""
    high: float
    """High end"""


class Parts(Exact):
    """The loss by part."""

    stopped_lines: Range
    """Value added of lines that stop"""
    price_paid: Range
    """Higher prices paid"""
    own_exports_lost: Range
    """Margin on the owner's own lost exports"""


class TopSector(Exact):
    """One sector."""

    region: str
    """Region, ISO3"""
    sector: str
    """ISIC code of the OECD table"""
    name: str
    """Name, as shown to the reader"""
    central: float
    """Central loss [USD bn per month]"""


class Loss(Range):
    """One loss."""

    control: str
    """Register id of the control, such as CN-2025-18"""
    party: str
    """Party or region, ISO3 or a group of the embedded world"""
    unit: Literal["USD bn per month"]
    """Unit of the loss"""
    role: Role
    """owner, target or third"""
    parts: Parts
    by_month: list[Month]
    """The loss month by month"""
    top_sectors: list[TopSector]
    """Sectors that carry most of it."""


class Total(Exact):
    """One total."""

    party: str
    """Party or region, ISO3 or a group of the embedded world"""
    together: Range
    """Loss with all controls in force"""
    sum_of_singles: Range
    """Sum of the losses of each control alone"""
    interaction: Range
    """together minus sum_of_singles"""
    by_month: list[Month]
    """The total month by month"""


class ThirdCountry(Range):
    """One region."""

    region: str
    """Region of the world, ISO3 or group"""
    name: str
    """Name, as shown to the reader"""


class DaysToFirstStoppage(Exact):
    """Days to the first day on which the leanest plants miss a quarter of their need.

    Null beyond the horizon.
    """

    low: float | None
    """Earliest, 5th percentile [days]"""
    central: float | None
    """Central run [days]"""
    high: float | None
    """Latest, 95th percentile [days]"""


class FirstShortage(Exact):
    """The first day on which a party runs short of a good."""

    party: str
    """Party, ISO3"""
    good: str
    """Id of the good"""
    control: str
    """Under which control"""
    days_to_first_stoppage: DaysToFirstStoppage
    """Days to it; null beyond the horizon [day]"""
    share_of_draws: Annotated[float, Field(ge=0, le=1)]
    """Share of draws that reach one within the horizon"""


class Sector(Exact):
    """One sector."""

    code: str
    """ISIC code"""
    name: str
    """Name, as shown to the reader"""


class ClockPath(Exact):
    """Daily paths as a share of normal."""

    days: list[int]
    """Days listed"""
    stock: Paths
    """Stock left, share of the usual stock"""
    need_met: Paths
    """Need met, share"""
    output: Paths
    """Output of the sectors that need it, share of normal"""


class LeveragePasses(Exact):
    """When the greater pressure moves from one side to the other."""

    month: Annotated[int, Field(ge=1)] | None
    """Month, null if it does not"""
    words: str
    """The same in plain words"""


class ClockRow(Exact):
    """One clock."""

    party: str
    """Party or region, ISO3 or a group of the embedded world"""
    good: str
    """Id of the good, such as ndfeb-magnet"""
    good_name: str
    """Name, as shown to the reader"""
    control: str
    """Register id of the control, such as CN-2025-18"""
    days_to_first_stoppage: DaysToFirstStoppage | None
    share_of_draws: Annotated[float, Field(ge=0, le=1)]
    """Share of draws that reach a stoppage within the horizon"""
    sectors: list[Sector]
    """Sectors that need the good, most exposed first."""
    path: ClockPath
    leverage_passes: LeveragePasses | None
