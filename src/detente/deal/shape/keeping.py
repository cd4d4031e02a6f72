"""Whether a deal is kept: steps, promises, the chance that it stands, what to ask."""

from typing import Annotated, Any, Literal, NotRequired, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from detente.shape.common import Exact, Range, Term

__all__ = [
    "BreakdownRisk",
    "BreaksFirst",
    "ByMonth",
    "Kept",
    "Kind",
    "Outlook",
    "Promise",
    "Rung",
    "Schedule",
    "ValueOfInformation",
]

Kind: TypeAlias = Literal["security", "political", "loss", "patience", "lag", "stake"]

_From = TypedDict("_From", {"from": Annotated[float, Field(description="Easing before [share]")]})


class Rung(Exact, _From):
    """One move."""

    step: Annotated[int, Field(ge=1)]
    """Number of the step, from 1"""
    date: str
    """Its day, YYYY-MM-DD"""
    party: str
    """Party or region, ISO3 or a group of the embedded world"""
    control: str
    """Register id of the control, or a side issue"""
    kind: Literal["ease", "load"]
    """ease, or load: ship but do not hand over until a later step"""
    to: float
    """Easing after [share]"""
    worth: dict[str, float]
    """What the move brings each party, negative = costs it [USD bn per month]"""
    exposed: Annotated[float, Field(ge=0)]
    """What the mover loses by this step if another then breaks its word [USD bn]"""
    slack: float | None
    """How much more the mover has from going on than from breaking off; null = without limit [USD
    bn]
    """
    words: str
    """The same in plain words"""


class Schedule(Exact):
    """The shortest credible schedule of the Nash package; null without a deal."""

    package: str
    """Name of the package that is delivered"""
    credible: bool
    """Whether no party gains by breaking off at any step"""
    caution: Annotated[float, Field(ge=-1, le=1)]
    """How far towards the worst ends of all ranges of trust it still is; 0 = central values, -1 =
    only at the most trusting ends [1]
    """
    steps: Annotated[int, Field(ge=0)]
    """Number of steps"""
    step_days: Annotated[float, Field(ge=0)]
    """From one step to the next [day]"""
    order: Literal["together", "in turn"]
    """Whether the parties move together or in turn"""
    least_slack: dict[str, float | None]
    """Smallest slack by party; null = without limit [USD bn]"""
    validity_days: dict[str, Term]
    """By licensor, how long one of its licences may run so that the others still keep their word,
    see Term
    """
    alternatives: dict[str, int | None]
    """Steps needed in each order of moves at the same caution; null if none is credible"""
    rungs: list[Rung]
    """The moves, by date."""
    words: str
    """The same in plain words"""


class Promise(Exact):
    """What holds one party to its part."""

    party: str
    """Party or region, ISO3 or a group of the embedded world"""
    controls: list[str]
    """What it would take back in the breach that tempts it most"""
    against: str | None
    """Who would lose most by it"""
    kept: bool
    """Whether keeping is worth as much as breaking, or more"""
    temptation: float
    """What the breach gains until the others answer [USD bn per month]"""
    harm: float
    """What it costs the one it is against [USD bn per month]"""
    slack: float | None
    """How much more keeping is worth than breaking, over all time; null = it has nothing to break
    [USD bn]
    """
    lag_days: float | None
    """From the breach until the answer bites; null = nobody can answer [day]"""
    survives_lag_days: float | None
    """Longest such lag at which it keeps its word; null = any [day]"""
    rate: float
    """Discounting and hazard together [per month]"""
    survives_rate: float | None
    """Highest such rate at which it keeps its word; null = any [per month]"""
    discount_needed: float
    """Smallest discount factor per month at which it keeps its word [1]"""
    refill: float
    """What stocks filled during the deal are worth to it once it has broken it [USD bn]"""
    holds_days: float | None
    """How long it keeps its word while its stocks fill; null = for good [day]"""
    punishment: str
    """What follows a breach"""
    words: str
    """The same in plain words"""


class BreaksFirst(Exact):
    """What holds each party to the Nash package; null without a deal."""

    package: str
    """Name of the package"""
    promises: list[Promise]
    """One promise per party, most fragile first."""


class ByMonth(Exact):
    """The chances at one time, each over its uncertainty."""

    month: float
    """Time from the day of the standoff [month]"""
    easings_in_force: Range
    """Chance that the traded easings are in force [share]"""
    no_new_measure: Range
    """Chance that no promise was withdrawn and no new like measure came [share]"""


class Outlook(Exact):
    """Chances that a deal stands once it is struck, from the record of deals; null if not asked."""

    since_months: float
    """Time for which it stands already [month]"""
    by_month: list[ByMonth]
    """One for each time"""
    record: dict[str, Any]
    """By rule (core: easings in force; strict: no new measure), how often it was so after 12
    months in the record, and what forecasts save of the error of that rate
    """
    deal_within_six_months: NotRequired[dict[str, Any]]
    """Of the matters of the record on which talks were sought, the share with a deal within six
    months, and how many they are
    """
    words: str
    """In plain words"""


class BreakdownRisk(Exact):
    """The chances that no deal lasts, over draws of all that is unknown.

    Null where not computed.
    """

    total: Annotated[float, Field(ge=0, le=1)]
    """Chance that no deal stands at the horizon: the sum of the three parts"""
    no_deal: Annotated[float, Field(ge=0, le=1)]
    """No package suits all"""
    none_kept: Annotated[float, Field(ge=0, le=1)]
    """Packages suit all, but each is broken by somebody"""
    shock: Annotated[float, Field(ge=0, le=1)]
    """A deal is made and kept, and a shock ends it within the horizon"""
    months: float
    """The horizon [month]"""
    outlook: NotRequired[Outlook | None]
    delay_months: Range | None
    """Months of talks before a deal, by the war of attrition; null if the demands do not clash
    [month]
    """
    draws: Annotated[int, Field(ge=1)]
    """Draws behind the chances"""
    words: str
    """The same in plain words"""


class ValueOfInformation(Exact):
    """One quantity that is not known."""

    kind: Kind
    """What it is"""
    party: str
    """Party or region, ISO3 or a group of the embedded world"""
    control: str | None
    """Of which control; null for what belongs to the party"""
    gain: float
    """By how much learning it raises the chance that the best proposal is accepted and kept
    [share]
    """
    swing: float
    """Chance of a kept deal where it is in its highest third, less that where it is in its lowest
    [share]
    """
    words: str
    """The same in plain words"""


class Kept(Exact):
    """Who keeps the deal, and with which risk."""

    schedule: Schedule | None
    breaks_first: BreaksFirst | None
    breakdown_risk: BreakdownRisk | None
    value_of_information: list[ValueOfInformation]
    """What learning each unknown would bring, most useful first."""
