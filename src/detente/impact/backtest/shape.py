"""Hindcasts as data: ``detente.backtest/1``, one class an object."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field

from detente.impact.shape import Workspace
from detente.shape.common import Day, Exact, Sha256

__all__ = ["Backtest"]


class World(Exact):
    """The world table."""

    source: str
    """Publisher"""
    edition: str
    """Edition"""
    year: int
    """Year"""
    sha256: Annotated[str, Field(pattern="^[0-9a-f]*$")]
    """Hash"""


class Facts(Exact):
    """The facts tables."""

    sha256: Annotated[str, Field(pattern="^[0-9a-f]*$")]
    """Hash"""
    workspace: NotRequired[Workspace]


class Manifest(Exact):
    """What the numbers were made with."""

    version: str
    """Version of the program"""
    draws: Annotated[int, Field(ge=0)]
    """Draws beside the central run"""
    seed: int
    """Seed of the draws"""
    world: World
    """The world table"""
    facts: Facts
    """The facts tables"""
    cases: dict[str, Sha256]
    """Hash of each case's files by name"""


class Record(Exact):
    """Scores of forecasts of one quantity and class of goods, each set by other cases."""

    quantity: str
    """What was forecast, or all"""
    goods: str
    """Class of goods, or all goods"""
    cases: int
    """Cases"""
    count: int
    """Rows"""
    two_sided: int
    """Rows with a value to be met"""
    coverage: float | None
    """Part of the two-sided rows whose range meets what was seen [share]"""
    width: float | None
    """Median of high over low, or of high less low for exports [1]"""
    interval_score: float | None
    """Mean interval score; logarithms for prices and days"""
    naive_interval_score: float | None
    """The same of ranges around no change by its own errors"""
    error: float | None
    """Root mean square error of exports, median absolute logarithm of others"""
    no_change: float | None
    """The same error of no change"""
    permitted: float | None
    """The same error of the permitted share of exports"""
    brier: float | None
    """Mean squared error of the chance of an event"""
    never: float | None
    """The same of the chance zero"""
    base_rate: float | None
    """The same of the mean over the other cases"""


class Path(Exact):
    """A run."""

    name: str
    """Its name"""
    kind: Literal["held", "queue", "queue-known", "until-lifted", "record", "points"]
    """How the engine was told what becomes of the control"""
    known: bool
    """Whether it uses what became known later"""
    words: str
    """What it stands for"""


class Forecast(Exact):
    """Range of a forecast."""

    low: float | None
    """5th percentile of the draws"""
    central: float | None
    """Run at central inputs"""
    high: float | None
    """95th percentile of the draws"""


class Row(Exact):
    """One forecast beside what happened."""

    path: str
    """Name of the run"""
    known: bool
    """Whether the run used anything that became known later"""
    quantity: Literal["exports", "stoppage", "resumption", "price_outside", "price_inside"]
    """What is compared"""
    good: str
    """Id of the good"""
    region: str
    """Region or party; * for all destinations"""
    who: str
    """Firm or plant, if one is meant"""
    when: Day
    """Month (its first day) or day"""
    unit: Literal["1", "day"]
    """Unit of all figures of the row"""
    forecast: Forecast
    """The forecast: of a run that knows nothing of what came later as the record of other cases
    sets it, else the run's own. Of events, given that they come
    """
    chance: Annotated[float, Field(ge=0, le=1)] | None
    """Chance that an event comes within the horizon, or by the day until which it was not seen;
    null for what is no event
    """
    engine: Forecast
    """Range of the run itself, from the 5th to the 95th percentile of its draws"""
    day: int
    """Days from the first day of the case to the row [day]"""
    happened: float
    """What was seen"""
    happened_low: float
    """Low end of what was seen"""
    happened_high: float
    """High end of what was seen"""
    relation: Literal["equal", "at least", "at most"]
    """Whether the event came on that day, not before it, or by then"""
    inside: bool
    """Whether the forecast's range meets what happened, from happened_low to happened_high"""
    scored: bool
    """False where the run was drawn from the very quantity"""
    weak: bool
    """Whether the source is thin"""
    baselines: dict[str, float]
    """Naive forecasts by name"""
    source: str
    """Id of the source"""
    note: str
    """Remark"""


class Score(Exact):
    """Score of one group of rows in one run."""

    path: str
    """Name of the run"""
    known: bool
    """Whether the run used anything that became known later"""
    group: str
    """Which rows; `all` for every scored row"""
    measure: Literal["root mean square error", "mean absolute error", "mean absolute log error", ""]
    """What the error is"""
    count: Annotated[int, Field(ge=0)]
    """Rows in the group"""
    error: float | None
    """Error of the central run"""
    baselines: dict[str, float]
    """The same error of each naive forecast"""
    skill: dict[str, float | None]
    """Part of each naive error that is taken away; negative is worse"""
    inside: Annotated[float, Field(ge=0, le=1)]
    """Part of the rows inside the range"""
    width: float | None
    """Mean width of the ranges"""
    interval_score: float | None
    """Mean interval score; less is better"""
    within_ten_days: Annotated[float, Field(ge=0, le=1)] | None
    """Part of the events forecast to ten days"""


class Source(Exact):
    """Where figures come from."""

    id: str
    """Id"""
    title: str
    """Title"""
    url: str
    """Address"""
    evidence: Literal["published", "computed", "secondary", "memory", "judgement"]
    """How the source knows"""


class Case(Exact):
    """A case, run and scored."""

    name: str
    """Name of its folder"""
    title: str
    """Readable name"""
    on: Day
    """First day of the standoff"""
    days: Annotated[int, Field(ge=0)]
    """Horizon [day]"""
    knowable: str
    """What could be known on the first day"""
    notes: list[str]
    """Remarks"""
    paths: list[Path]
    """The runs"""
    rows: list[Row]
    """Every recorded quantity in every run"""
    score: list[Score]
    """Scores by run and group"""
    sources: list[Source]
    """Sources of the case"""


class Backtest(Exact):
    """Forecasts of standoffs whose outcome is known, as of their first day, and what happened."""

    schema: Literal["detente.backtest/1"]
    """Name and version of this form"""
    manifest: Manifest
    """What the numbers were made with"""
    record: list[Record]
    """How the packaged cases fare, each forecast by the others"""
    held_out: list[Record]
    """How the cases run here fare"""
    cases: list[Case]
    """The cases"""
