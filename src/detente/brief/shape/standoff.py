"""What stands on the table: controls, the agreement, what was read of them, the register."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from detente.deal.shape.keeping import ByMonth
from detente.deal.shape.reported import Appraisal
from detente.impact.shape import Party, Path
from detente.shape.common import Day, Exact, Origin, Range

__all__ = [
    "Agreement",
    "Clock",
    "ExclusionRow",
    "Given",
    "Ledger",
    "Mandate",
    "RedLine",
    "Register",
    "RegisterSource",
    "SequenceStep",
    "Standing",
    "Standoff",
    "StandoffControl",
]

_From = TypedDict("_From", {"from": Annotated[Origin, Field(description="Where it comes from")]})


class StandoffControl(Exact, _From):
    """One control."""

    control: str
    """Register id of the control, such as CN-2025-18"""
    name: str
    """Name, as shown to the reader"""
    imposer: str
    """Who imposes it, ISO3"""
    target: str
    """On whom, ISO3"""
    goods: list[str]
    """Ids of the goods"""
    instrument: str
    """ban, licence, entity list, volume cap, revenue share"""
    effective: Day
    """First day in force"""
    intensity: Range
    """Share of the base flow that it blocks"""
    status: str
    """announced, in force, suspended, lifted, unknown, not yet announced, or named in the article
    only
    """
    state: NotRequired[str]
    """How it stands in words, with the day of the last check where that is before the standoff's
    date; empty for what is in no register
    """
    known_on: NotRequired[Day | None]
    """Day to which it is known how it stands, not after the standoff's date"""
    certain: NotRequired[bool]
    """Whether a source speaks of the standoff's date; if not, say `state`"""
    path: NotRequired[list[Path]]
    """How the blocked share goes on by itself from the standoff's date, linear between points;
    empty where it is held
    """
    easing_bound: Annotated[float, Field(ge=0, le=1)]
    """Largest easing on the table; 0 = red line"""
    not_costed: str
    """For want of what no loss of it can be computed; empty where one can"""
    sources: list[str]
    """Ids of the sources of its entries in the register"""


class RedLine(Exact, _From):
    """One red line."""

    control: str
    """Register id of the control, such as CN-2025-18"""
    goods: list[str]
    """Ids of the goods"""
    bound: Annotated[float, Field(ge=0, le=1)]
    """Largest easing allowed"""


class Mandate(Exact, _From):
    """One mandate."""

    party: str
    """Party or region, ISO3 or a group of the embedded world"""
    words: str
    """The mandate in plain words"""


class SequenceStep(Exact, _From):
    """One relation."""

    words: str
    """Who moves when, in plain words"""


class Clock(Exact, _From):
    """One date."""

    name: str
    """Name, as shown to the reader"""
    date: Day | None
    """Day, if known"""
    words: str
    """What happens then"""


class Standoff(Exact):
    """Parties and controls on the table."""

    name: str
    """Name, as shown to the reader"""
    on: Day
    """Date as of which it is described"""
    parties: list[Party]
    """Who bargains."""
    controls: list[StandoffControl]
    """Controls on the table, red lines included."""
    red_lines: list[RedLine]
    """What a side ruled out."""
    mandates: list[Mandate]
    """Who may promise what."""
    sequence: list[SequenceStep]
    """Order of moves."""
    clock: list[Clock]
    """Dates ahead."""


class Given(Exact, _From):
    """One part."""

    party: str
    """Who gives, ISO3"""
    words: str
    """What it gives, in the words of the article"""
    controls: list[str]
    """Ids of the controls on the table that it eases; empty where none answers to the words"""
    easing: Range | None
    """How far, by the words [share]; null without a control"""


class Standing(Exact):
    """Null where nothing asks who keeps a deal; a brief of an earlier version has none."""

    by_month: list[ByMonth]
    """One for each time"""
    not_costed: list[str]
    """Parts of it that no control on the table answers to, in the words of the article"""
    words: str
    """The chances of the next twelve months, each with its base rate"""


class Agreement(Exact, _From):
    """A deal that the article reports as agreed; null where it reports none."""

    words: str
    """The sentence that reports it, or the part of it that was read"""
    firmness: str
    """How firm it is by the words, such as “in principle”; empty where they do not say"""
    said_by: str
    """Who reports it; empty where the article itself does"""
    gives: list[Given]
    """What each side gives."""
    appraisal: Appraisal | None
    standing: NotRequired[Standing | None]


class ExclusionRow(Exact, _From):
    """One exclusion."""

    id: str
    """Id in the reading, such as x_1; empty for one that the analyst drew"""
    words: str
    """It in the words of the article"""
    control: str | None
    """The control on the table that it speaks of; null where none does"""
    outcome: Literal["used", "not matched", "not costed"]
    """used: it bounds the control; not matched: nothing on the table answers to it; not costed: it
    takes a part off the table, and no figure says how large a part
    """
    bound: float | None
    """Largest easing that it leaves [share]; null where it bounds nothing"""
    why: str
    """One clause that says by what it was used, or for want of what it was not"""


class Ledger(Exact, _From):
    """One thing that was read."""

    kind: Literal["control", "offer", "exclusion", "date", "statement", "agreement", "side issue"]
    """What it is"""
    id: str
    """Id in the reading, such as c_3"""
    words: str
    """It in the words of the article"""
    outcome: Literal["used", "not matched", "not costed"]
    """What became of it"""
    why: str
    """One clause that says by what it was used, or for want of what it was not"""
    ref: str | None
    """The control or issue on the table that it became; null without one"""
    headline: bool
    """Whether a sentence of the first screen would read otherwise if it had been used"""


class RegisterSource(Exact):
    """One source."""

    id: str
    """Id"""
    title: str
    """Title"""
    checked: Day
    """Day to which it was checked"""


class Register(Exact):
    """To what day the register of controls reaches."""

    reaches: Day | None
    """Day to which it is known how the controls of every party stand; null if nothing was checked
    """
    standoff_is_later: bool
    """Whether the standoff is of a later day"""
    sources: list[RegisterSource]
    """What the states of the controls on the table rest on, newest check first."""
