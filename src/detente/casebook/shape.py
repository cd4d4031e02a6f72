"""The forms of a casebook: its cases, and one over time."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field

from detente.controls.shape import StateRow
from detente.shape.common import Day, Exact, Open

__all__ = ["CaseEvent", "CaseLine", "CaseMatter", "Cases", "LinkedControl", "Over", "Passage"]

Count = Annotated[int, Field(ge=0)]
About = Literal["offer", "position", "control", "date"]


class CaseLine(Exact):
    """A case in a list."""

    case: str
    """Its name"""
    title: str
    """What it is about"""
    articles: Count
    """Articles it has [count]"""
    briefs: Count
    """Briefs that were kept [count]"""
    first: Day | None
    """Day of the first article"""
    last: Day | None
    """Day of the last article"""
    added: str
    """When it was begun [ISO 8601]"""


class Cases(Exact):
    """The cases of a casebook."""

    schema: Literal["detente.cases/1"]
    """Name and version of this form"""
    cases: list[CaseLine]
    """All of them"""


class Passage(Exact):
    """Words of an article."""

    text: str
    """The words"""
    start: Count
    """First character"""
    end: Count
    """One past the last"""


class CaseEvent(Exact):
    """Something that is new in an article."""

    day: Day
    """Day of the article"""
    about: About
    """What it is about"""
    kind: str
    """What happened, such as appears, firmer, withdrawn, later"""
    actor: str | None
    """Whose it is, ISO3"""
    topic: str
    """Key of the matter"""
    subject: str
    """The same in words"""
    before: str | None
    """What was said before"""
    value: str
    """What is said now"""
    article: int
    """Number of the article"""
    article_name: str
    """What it is called"""
    passage: Passage


class CaseMatter(Exact):
    """How one offer, control or day ahead stands."""

    about: About
    """What it is"""
    actor: str | None
    """Whose it is, ISO3"""
    topic: str
    """Key of the matter"""
    subject: str
    """The same in words"""
    value: str
    """What was last said of it"""
    last_said: Day
    """When"""
    first_said: Day
    """When it was first said"""
    mentions: Count
    """Articles that speak of it [count]"""


class LinkedControl(Open):
    """A row of the register that the articles speak of; more fields are those of `Control`."""

    id: str
    """Register id"""
    name: NotRequired[str]
    """What it is called; left out where the register no longer has it"""
    state: NotRequired[StateRow]
    mentions: Count
    """Articles that speak of it [count]"""
    tabled: bool
    """Whether one has it on the table"""


class Over(Exact):
    """A case over time."""

    schema: Literal["detente.case/1"]
    """Name and version of this form"""
    case: str
    """Its name"""
    title: str
    """What it is about"""
    articles: Count
    """Articles it has [count]"""
    first: Day | None
    """Day of the first"""
    last: Day | None
    """Day of the last"""
    on: Day | None
    """Day for which controls are shown"""
    events: list[CaseEvent]
    """What changed, oldest first"""
    events_left_out: Count
    """Older events that the limit left out [count]"""
    matters: list[CaseMatter]
    """How every offer, control and day ahead stands"""
    controls: list[LinkedControl]
    """Rows of the register that the articles speak of"""
