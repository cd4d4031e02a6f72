"""The reading inside a brief."""

from typing import Annotated, Literal

from pydantic import Field

from detente.shape.common import Open, Sha256, Span

__all__ = [
    "Date",
    "Entity",
    "Event",
    "Exclusion",
    "Metadata",
    "Move",
    "Offer",
    "Published",
    "Reading",
    "ReadingControl",
    "ReadingDocument",
    "Sequence",
    "Statement",
]


class Move(Open):
    """One side of an exchange."""

    actor: str | None
    """Who moves, ISO3 or EU"""
    action: str
    """What it does, such as ease"""
    control: str | None
    """Local id of the control"""
    span: Span
    """Passage"""


class ReadingDocument(Open):
    """The text that was read."""

    sha256: Sha256
    """Hash of the decoded text"""
    characters: Annotated[int, Field(ge=0)]
    """Length in code points"""


class Published(Open):
    """Date of publication."""

    span: Span | None
    """Passage of the date"""
    iso: str
    """Date or date-time, ISO 8601"""


class Metadata(Open):
    """Headline, author, outlet and date of publication."""

    headline: Span | None
    """Passage of the headline"""
    author: Span | None
    """Passage of the author"""
    outlet: Span | None
    """Passage of the outlet"""
    published: Published | None


class Entity(Open):
    """One entity."""

    id: str
    """Local id"""
    type: str
    """Kind of entity"""
    name: str
    """Canonical name"""
    party: str | None
    """Side it belongs to, ISO3 or EU"""
    role: str | None
    """Office or role"""
    mentions: list[Span]
    """Passages that name it"""


class Date(Open):
    """One date."""

    id: str
    """Local id"""
    span: Span
    """Passage"""
    value: str
    """TIMEX3 value or ISO date-time"""
    anchor: str | None
    """Date it is counted from"""


class ReadingControl(Open):
    """One control as read."""

    id: str
    """Local id"""
    imposer: str | None
    """Who imposes it, ISO3 or EU"""
    target: str | None
    """On whom"""
    product: str | None
    """On what"""
    tier: str | None
    """Tier of the product"""
    status: str
    """in force, proposed, suspended, lifted or unknown"""
    mentions: list[Span]
    """Passages that name it"""
    register: list[str]
    """Register ids it was matched with; may be empty"""


class Statement(Open):
    """One statement."""

    id: str
    """Local id"""
    kind: str
    """direct, mixed, indirect or headline"""
    speaker: str | None
    """Entity id of the speaker"""
    speaker_span: Span | None
    """Passage that names the speaker"""
    cue_span: Span | None
    """Passage of the cue, such as said"""
    content: list[Span]
    """Passages of what was said"""
    venue: str | None
    """Where it was said"""
    date: str | None
    """Date id"""
    attribution: list[str]
    """Entity ids, outermost first"""
    controls: list[str]
    """Local ids of the controls it is about"""
    commitment: str
    """How firm: done, pledged, expected, willing, conditional, possible, noncommittal, refused,
    asserted, denied, question or evaluation
    """
    polarity: Literal["ease", "maintain", "tighten", "neutral"]
    """ease, maintain, tighten or neutral"""
    hedges: list[Span]
    """Passages that weaken it"""


class Offer(Open):
    """One offer."""

    id: str
    """Local id"""
    offeror: str | None
    """Entity id"""
    kind: str
    """Kind of offer"""
    gives: list[Move]
    """What the offeror gives"""
    gets: list[Move]
    """What it gets"""
    condition: Span | None
    """Passage of the condition"""
    trigger: Span | None
    """Passage of the trigger"""
    strength: str
    """How firm: done, pledged, expected, willing, conditional, possible, noncommittal, refused,
    asserted, denied, question or evaluation
    """


class Exclusion(Open):
    """One exclusion."""

    id: str
    """Local id"""
    control: str | None
    """Local id of the control"""
    span: Span
    """Passage"""
    strength: str
    """How firm: done, pledged, expected, willing, conditional, possible, noncommittal, refused,
    asserted, denied, question or evaluation
    """


class Event(Open):
    """One event."""

    id: str
    """Local id"""
    name: str
    """Name, as shown to the reader"""
    date: str | None
    """Date id"""
    span: Span
    """Passage"""
    status: str
    """past, expected, scheduled or reported"""


class Sequence(Open):
    """One relation."""

    id: str
    """Local id"""
    relation: str
    """before, immediately_before, follows_from or concurrent_unordered"""
    first: str
    """Event id"""
    second: str
    """Event id"""
    trigger: Span | None
    """Passage of the trigger"""


class Reading(Open):
    """What an article says: detente.reading/1. Ids are local to the document."""

    schema: Literal["detente.reading/1"]
    """Name and version of the reading format"""
    document: ReadingDocument
    metadata: Metadata
    entities: list[Entity]
    """Persons, governments, companies and products named."""
    dates: list[Date]
    """Dates named."""
    controls: list[ReadingControl]
    """Controls the article speaks of."""
    statements: list[Statement]
    """Who said what."""
    offers: list[Offer]
    """Offers and exchanges."""
    exclusions: list[Exclusion]
    """What was ruled out."""
    events: list[Event]
    """Talks, calls and deadlines."""
    sequence: list[Sequence]
    """Order of moves as told."""
