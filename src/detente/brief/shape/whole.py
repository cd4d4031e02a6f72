"""The whole of ``detente.brief/1``."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field

from detente.brief.shape.impact import Chain, Driver, Findings, Good, Leverage
from detente.brief.shape.reading import Reading
from detente.brief.shape.standoff import Agreement, ExclusionRow, Ledger, Register, Standoff
from detente.deal.shape.deals import Deals
from detente.impact.shape import ClockRow, Loss, ThirdCountry, Total
from detente.impact.shape import Manifest as Simulated
from detente.shape.common import Exact, Range, Sha256

__all__ = [
    "Article",
    "Assumption",
    "Brief",
    "Case",
    "CasePath",
    "Changes",
    "ChangesControl",
    "Check",
    "Deal",
    "Easing",
    "Link",
    "Manifest",
    "Number",
    "Old",
    "Record",
    "Row",
    "Source",
]


class Article(Exact):
    """The article; null for a standoff written by hand."""

    sha256: Sha256
    """Hash of the decoded text"""
    characters: Annotated[int, Field(ge=0)]
    """Length in code points"""
    name: str
    """Name of the file, or of the example"""


class Manifest(Simulated):
    """What it takes to make the brief again."""

    article: Article | None


class Link(Exact):
    """One row of the register."""

    control: str
    """Its id"""
    name: str
    """Its name"""
    role: Literal["at issue", "red line", "background", "over"]
    """What it is to the article"""
    score: float
    """Strength of the evidence [points]"""
    band: Literal["high", "middle", "low"]
    """How sure the link is"""
    status: str
    """What is known of it on the day of the standoff"""
    why: list[str]
    """Kinds of evidence, in a few words"""
    passage: str
    """The sentence it rests on most; empty where an analyst ticked it without one"""


class Check(Exact):
    """One check."""

    name: str
    """Name, as shown to the reader"""
    holds: bool
    """Whether it holds"""
    words: str
    """What was checked, with its figures"""


class CasePath(Exact):
    """One way."""

    name: str
    """Name of the run"""
    words: str
    """What it assumes"""


class Row(Exact):
    """One forecast beside what happened."""

    path: str
    """Name of the run"""
    good: str
    """Id of the good"""
    region: str
    """Destination, ISO3, or * for all"""
    when: str
    """First day of the month"""
    low: float
    """Low end of the forecast [share of a normal month]"""
    central: float
    """Central forecast [share of a normal month]"""
    high: float
    """High end of the forecast [share of a normal month]"""
    happened: float
    """What happened [share of a normal month]"""
    inside: bool
    """Whether it fell inside the range"""
    scored: bool
    """Whether it counts in the score"""


class Case(Exact):
    """One case."""

    name: str
    """Id of the case"""
    title: str
    """What it is about"""
    on: str
    """Day as of which was forecast"""
    days: int
    """Days forecast"""
    related: bool
    """Whether it shares a good with this standoff"""
    scored: int
    """Rows scored"""
    inside: int
    """Rows whose outcome fell inside the range forecast"""
    paths: list[CasePath]
    """How the forecast took the controls to go on."""
    rows: list[Row]
    """Exports month by month, of related cases only."""


class Record(Exact):
    """How forecasts of past standoffs fared; null where none are kept."""

    version: str
    """Version of détente that made the forecasts"""
    facts: str
    """Hash of the tables of facts they were made with"""
    world: str
    """Hash of the input-output table"""
    draws: int
    """Draws of the uncertain inputs"""
    cases: list[Case]
    """Standoffs of the past, those that share a good with this one first."""


class Assumption(Exact):
    """One figure."""

    name: str
    """What it is"""
    good: str | None
    """Good or thing it belongs to"""
    value: float
    """Most plausible value"""
    low: float
    """Low end of the plausible range"""
    high: float
    """High end"""
    unit: str
    """Unit"""
    as_of: str
    """Date or period it holds for"""
    source: str
    """Id in sources"""
    own: NotRequired[str]
    """File and row, where the figure is the user's own"""


class Source(Exact):
    """One source."""

    id: str
    """Id"""
    title: str
    """Title"""
    url: str | None
    """Address; only http and https become links"""
    date: str | None
    """Date of the source"""
    evidence: Literal["published", "computed", "secondary", "memory", "judgement"]
    """published, computed, secondary, memory or judgement"""


class Old(Exact):
    """The earlier brief."""

    on: str
    """Its date"""
    version: str
    """Version that made it"""


class Number(Exact):
    """One cost."""

    name: str
    """Control and party"""
    old: Range
    """Old cost"""
    new: Range
    """New cost"""


class ChangesControl(Exact):
    """One control."""

    control: str
    """Its id"""
    name: str
    """Its name"""
    what: str
    """`new`, `gone` or `changed` (status or easing bound)"""


class Easing(Exact):
    """One easing."""

    control: str
    """Its id"""
    old: float
    """Share eased before"""
    new: float
    """Share eased now"""


class Deal(Exact):
    """One package."""

    rule: str
    """Which rule picks it"""
    before: bool
    """Whether there was one"""
    after: bool
    """Whether there is one"""
    easings: list[Easing]
    """Easings that moved."""


class Changes(Exact):
    """What changed since an earlier brief; only there with `--against`."""

    old: Old
    numbers: list[Number]
    """Costs whose new central value lies outside the old range."""
    within: int
    """How many other costs were compared"""
    controls: list[ChangesControl]
    """Controls that came, went or changed."""
    deals: list[Deal]
    """Named packages that changed."""


class Brief(Exact):
    """What `detente brief --json` prints and what the HTML is drawn from.

    Money is USD bn per month unless a unit is given; positive = worse off for losses, better off
    for gains.
    """

    schema: Literal["detente.brief/1"]
    """Name and version of this format"""
    manifest: Manifest
    reading: Reading | None
    """The reading, detente.reading/1; null for a standoff written by hand"""
    article_text: str
    """The text that every span refers to; empty for a standoff written by hand"""
    standoff: Standoff
    agreement: Agreement | None
    exclusions: list[ExclusionRow]
    """What was said to be off the table, whether or not it bounds a control."""
    ledger: list[Ledger]
    """Every thing that was read, and what became of it."""
    links: NotRequired[list[Link]]
    """Rows of the register that the article speaks of, those that are not on the table among them;
    empty without an article.
    """
    register: NotRequired[Register]
    goods: list[Good]
    """Names of the goods in play."""
    losses: list[Loss]
    """Cost of each control alone, one row per control and party."""
    totals: list[Total]
    """All controls together under the status quo, one row per party."""
    findings: NotRequired[Findings]
    third_countries: list[ThirdCountry]
    """Loss of regions that do not bargain, under the status quo."""
    clock: list[ClockRow]
    """How long stocks last, per party and good."""
    leverage: list[Leverage]
    """Who is under more pressure, month by month; one row per pair of sides."""
    chains: list[Chain]
    """Who supplies which stage of the goods that run short, most urgent first."""
    deals: Deals
    checks: list[Check]
    """Sense checks."""
    drivers: list[Driver]
    """Uncertain inputs that, moved alone, move a party's total most; widest first."""
    record: Record | None
    assumptions: list[Assumption]
    """Figures used."""
    sources: list[Source]
    """Where figures and controls come from."""
    limits: list[str]
    """What the brief does not claim."""
    changes: NotRequired[Changes]
