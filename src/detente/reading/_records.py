"""The records of a reading: the contract ``detente.reading/1`` as types."""

import json
from typing import Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
)

from detente._errors import ReadingError
from detente._shown import Shown

__all__ = [
    "UNDATED",
    "Commitment",
    "Control",
    "Date",
    "Document",
    "Entity",
    "Event",
    "Exclusion",
    "Leg",
    "Metadata",
    "Offer",
    "Order",
    "Polarity",
    "Published",
    "Reading",
    "Span",
    "Statement",
]

UNDATED = "no publication date found: days are counted from the latest date named; give --on"
"""What is said of an article without one."""

Commitment = Literal[
    "done",
    "pledged",
    "expected",
    "willing",
    "conditional",
    "possible",
    "noncommittal",
    "refused",
    "asserted",
    "denied",
    "question",
    "evaluation",
]
Polarity = Literal["ease", "maintain", "tighten", "neutral"]
EntityType = Literal[
    "person",
    "government",
    "organisation",
    "company",
    "outlet",
    "place",
    "product",
    "group",
    "instrument",
]
Status = Literal["in force", "proposed", "suspended", "lifted", "unknown"]
Relation = Literal["before", "immediately_before", "follows_from", "concurrent_unordered"]

_ONLY_IF_SAID = frozenset({"denied", "imagined", "from_register"})


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Span(_Record):
    """A stretch of the article: code points, end-exclusive, ``text`` the raw slice."""

    start: int
    end: int
    text: str


class Document(_Record):
    """What was read; what follows ``characters`` is left out of the JSON where it is empty.

    ``text`` is there where offsets refer to an extracted text (a page, a PDF), ``reader`` and
    ``dropped`` where a model read it: how many of its passages were not in the text.
    """

    sha256: str
    characters: int
    name: str = ""
    media: Literal["", "html", "pdf"] = ""
    reader: str = ""
    dropped: int | None = None
    text: str = Field(default="", repr=False)

    @model_serializer(mode="wrap")
    def _without_empty(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        record: dict[str, Any] = handler(self)
        return {key: value for key, value in record.items() if value not in ("", None)}


class Published(_Record):
    """When the article was published; ``span`` is null where the date was given by the caller."""

    span: Span | None
    iso: str


class Metadata(_Record):
    """Headline, author, outlet and date of publication."""

    headline: Span | None = None
    author: Span | None = None
    outlet: Span | None = None
    published: Published | None = None


class Entity(_Record):
    """A person, government, organisation, product, place ... with all its mentions."""

    id: str
    type: EntityType
    name: str
    party: str | None = None
    role: str | None = None
    mentions: tuple[Span, ...] = ()


class Date(_Record):
    """A time expression and its TIMEX3 value (or a date-time with its offset)."""

    id: str
    span: Span
    value: str
    anchor: str | None = None


class Control(_Record):
    """A restriction that the article speaks of.

    ``denied`` and ``imagined`` are those of its mentions that say that it is not, or only that it
    could be. ``from_register`` says what of it the register gives: its status, or all of it but the
    passage. In the JSON the three are left out where there are none.
    """

    id: str
    imposer: str | None
    target: str | None
    product: str | None
    tier: str | None = None
    status: Status = "unknown"
    mentions: tuple[Span, ...] = ()
    register_ids: tuple[str, ...] = Field(default=(), alias="register")
    denied: tuple[Span, ...] = ()
    imagined: tuple[Span, ...] = ()
    from_register: Literal["", "status", "control"] = ""

    @property
    def words(self) -> str:
        """The control in a few words: who holds back what."""
        parts = (self.imposer, self.product, f"({self.tier})" if self.tier else None)
        return " ".join(part for part in parts if part)

    @property
    def told(self) -> tuple[Span, ...]:
        """Mentions that tell of it as of a control that there is, or is to be."""
        doubted = {*self.denied, *self.imagined}
        return tuple(span for span in self.mentions if span not in doubted)

    @model_serializer(mode="wrap")
    def _without_doubts(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        record: dict[str, Any] = handler(self)
        return {k: v for k, v in record.items() if v or k not in _ONLY_IF_SAID}


class Statement(_Record):
    """Who said what, how firmly, and in which direction."""

    id: str
    kind: Literal["direct", "mixed", "indirect", "headline"]
    speaker: str | None
    speaker_span: Span | None
    cue_span: Span | None
    content: tuple[Span, ...]
    venue: str | None = None
    date: str | None = None
    attribution: tuple[str | None, ...] = ()
    controls: tuple[str, ...] = ()
    commitment: Commitment = "asserted"
    polarity: Polarity = "neutral"
    hedges: tuple[Span, ...] = ()


class Leg(_Record):
    """One side's part of an offer."""

    actor: str | None
    action: str
    control: str | None
    span: Span


class Offer(_Record):
    """What one side would give, and for what.

    ``chance`` is how likely it is an offer [share], where a learned model says so and no rule;
    left out of the JSON where it is empty.
    """

    id: str
    offeror: str | None
    kind: str
    gives: tuple[Leg, ...]
    gets: tuple[Leg, ...] = ()
    condition: Span | None = None
    trigger: Span | None = None
    strength: Commitment
    chance: float | None = None

    @model_serializer(mode="wrap")
    def _known(self, usual: SerializerFunctionWrapHandler) -> dict[str, Any]:
        found: dict[str, Any] = usual(self)
        if self.chance is None:
            found.pop("chance", None)
        return found


class Exclusion(_Record):
    """What is said not to be up for easing."""

    id: str
    control: str | None
    span: Span
    strength: Commitment = "refused"


class Event(_Record):
    """Something that happened or is to happen."""

    id: str
    name: str
    date: str | None
    span: Span
    status: Literal["past", "expected", "scheduled", "reported"]


class Order(_Record):
    """Which of two events comes first."""

    id: str
    relation: Relation
    first: str
    second: str
    trigger: Span | None = None


class Reading(Shown, _Record):
    """What an article says, each part with the passage it came from.

    ``text`` is the decoded article (not part of the contract's JSON), and ``goods`` maps a
    control's id to the goods or groups of goods that its words name.
    """

    schema_: Literal["detente.reading/1"] = Field(default="detente.reading/1", alias="schema")
    document: Document
    metadata: Metadata
    entities: tuple[Entity, ...] = ()
    dates: tuple[Date, ...] = ()
    controls: tuple[Control, ...] = ()
    statements: tuple[Statement, ...] = ()
    offers: tuple[Offer, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    events: tuple[Event, ...] = ()
    sequence: tuple[Order, ...] = ()
    text: str = Field(default="", exclude=True, repr=False)
    goods: dict[str, tuple[str, ...]] = Field(default_factory=dict, exclude=True, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the contract's dictionary, ready for JSON."""
        return self.model_dump(mode="json", by_alias=True)

    def to_json(self, *, indent: int | None = 1) -> str:
        """Return the contract's JSON.

        Parameters
        ----------
        indent
            Spaces of indentation; None for one line [1].
        """
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @classmethod
    def from_json(cls, source: str, *, text: str = "") -> Self:
        """Read a reading back from its JSON.

        Parameters
        ----------
        source
            JSON in the form of ``detente.reading/1``.
        text
            The article, where it is at hand; the JSON holds it only for pages and PDFs.
        """
        try:
            record = json.loads(source)
            if isinstance(record, dict):
                record.pop("ledger", None)  # what the command adds; the standoff makes it again
            reading = cls.model_validate(record)
        except json.JSONDecodeError as error:
            raise ReadingError(f"this is not JSON: line {error.lineno}: {error.msg}") from None
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise ReadingError(
                f"this is not a detente.reading/1 document: field {where}: {first['msg']}"
            ) from None
        text = text or reading.document.text
        return reading.model_copy(update={"text": text}) if text else reading

    @property
    def read_controls(self) -> tuple[Control, ...]:
        """Controls that the words of the article were read as."""
        return tuple(one for one in self.controls if one.from_register != "control")

    def entity(self, identifier: str | None) -> Entity | None:
        """Return the entity with this id, or None where there is none."""
        return next((entity for entity in self.entities if entity.id == identifier), None)

    def control(self, identifier: str | None) -> Control | None:
        """Return the control with this id, or None where there is none."""
        return next((control for control in self.controls if control.id == identifier), None)
