"""What a notice says: each field with the passage it came from, and what could not be coded."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

__all__ = ["Act", "Found", "NamedEntity", "Notice", "Passage", "Phase", "Reference", "Sign"]

ValueT = TypeVar("ValueT")


class Act(StrEnum):
    """What a notice does."""

    IMPOSES = "imposes"
    LISTS = "lists"
    DELISTS = "delists"
    SUSPENDS = "suspends"
    ADJUSTS = "adjusts"
    REPEALS = "repeals"
    EASES = "eases"
    CATALOGUE = "catalogue"
    LAW = "law"
    GUIDANCE = "guidance"
    PROPOSAL = "proposal"
    NONE = "none"


class Sign(StrEnum):
    """Whether exports get harder or easier; unclear where only a person can say."""

    RESTRICTION = "restriction"
    EASING = "easing"
    NEITHER = "neither"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a notice, as they stand there."""

    text: str
    """The words."""
    where: str
    """The characters of the text, or the field, column or element they stand in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[ValueT]):
    """A value and the passage it came from."""

    value: ValueT
    """What is coded."""
    passage: Passage
    """The words that say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A day from which a notice, or a part of it, applies."""

    date: dt.date
    """The day."""
    scope: str
    """The part that applies from then; empty for the whole."""
    passage: Passage
    """The words that say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Another notice that is named, and what is done to it."""

    number: str
    """Its number as in the register's ids, such as ``2025-55``; empty if only its title is
    given."""
    title: str
    """How it is named in the text."""
    act: Act
    """What is done to it; `Act.NONE` if it is only cited."""
    part: str
    """The part meant, such as its second paragraph; empty for the whole."""
    passage: Passage
    """The words that name it."""
    from_day: dt.date | None = None
    until: dt.date | None = None
    """First and last day of what is done, if the words give them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedEntity:
    """A firm, institute or person that a notice puts on a list or takes off one."""

    name: str
    """Name in Latin letters; the local one if there is no other."""
    local_name: str
    """Name in the language of the notice; empty if it is the same."""
    country: str
    """ISO3 of its seat; empty if the notice does not say."""
    passage: Passage
    """The words that name it."""
    delisted: bool = False
    """True if it is taken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice as read, before it is held against the register.

    Parameters
    ----------
    form
        Name of the form it came in, such as ``mofcom``.
    file, place
        The file, and the record or element in it (empty if the file is one notice).
    title
        Title as printed.
    imposer
        ISO3 of the government.
    act, sign
        What it does, and whether exports get harder or easier.
    sign_passage
        The words that the sign rests on.
    number
        Its number, as in ``2025-55`` or ``90 FR 47201``.
    issuers
        The offices that issue it.
    announced
        Its own day; not that of a later copy.
    page_day
        Day of the page it was copied from, where that is given.
    phases
        Days from which it, or parts of it, apply.
    until
        Day on which what it does ends by its own words.
    references
        Other notices it names.
    codes, hs
        Control codes, and customs codes of 4 to 10 digits.
    goods, targets
        Goods of the tables, and ISO3 of destinations (or ``ALL``).
    instrument
        As in the register.
    list_name
        The list that entities are put on: control, watch, unreliable, entity list, ...
    entities
        Who is named.
    address
        Address of the page.
    uncoded
        What it says that could not be coded, one line each.
    """

    form: str
    file: str
    place: str
    title: str
    imposer: str
    act: Act
    sign: Sign
    sign_passage: Passage | None = None
    number: Found[str] | None = None
    issuers: tuple[str, ...] = ()
    announced: Found[dt.date] | None = None
    page_day: dt.date | None = None
    phases: tuple[Phase, ...] = ()
    until: Found[dt.date] | None = None
    references: tuple[Reference, ...] = ()
    codes: tuple[Found[str], ...] = ()
    hs: tuple[Found[str], ...] = ()
    goods: tuple[Found[str], ...] = ()
    targets: tuple[Found[str], ...] = ()
    instrument: Found[str] | None = None
    list_name: str = ""
    entities: tuple[NamedEntity, ...] = ()
    address: str = ""
    uncoded: tuple[str, ...] = ()

    @property
    def effective(self) -> Phase | None:
        """The first day from which it, or a part of it, applies."""
        return min(self.phases, key=lambda phase: phase.date, default=None)

    @property
    def where(self) -> str:
        """File and place, for a message."""
        return f"{self.file}, {self.place}" if self.place else self.file
