"""What became of each thing that was read: used, not matched or not costed, and why."""

from typing import Literal

import pydantic

from detente.controls._figures import Origin, Record, Span

__all__ = ["Kind", "LedgerEntry", "Link", "Outcome", "Proposal"]

Kind = Literal["control", "offer", "exclusion", "date", "statement", "agreement", "side issue"]
Outcome = Literal["used", "not matched", "not costed"]


class LedgerEntry(Record):
    """One thing that was read, and what became of it."""

    kind: Kind
    """What it is."""
    id: str = ""
    """Its id in the reading, such as ``"c3"``."""
    words: str
    """It in the words of the article."""
    outcome: Outcome
    """``used``: it is on the table, or bounds what is; ``not matched``: nothing on the table
    answers to it; ``not costed``: it is on the table, and no figure says what it is worth."""
    why: str
    """One clause that says by what it was used, or for want of what it was not."""
    ref: str | None = None
    """Id of the tabled control or issue that it became, or ``None``."""
    headline: bool = False
    """Whether a sentence of the first screen would read otherwise if it had been used."""
    origin: Origin = pydantic.Field(default_factory=Origin)
    """Its passage."""


class Proposal(Record):
    """A control that the article tells of and no register row explains.

    It has no numbers: the analyst accepts it, with figures of her own, or takes one of the rows
    that come nearest.
    """

    name: str
    """What it is, in a few words."""
    imposer: str | None = None
    target: str | None = None
    """ISO3 where the text names them as who acts and who is hit, else ``None``."""
    product: str = ""
    """What it holds back, in the reader's words; empty where they name none."""
    goods: list[str] = pydantic.Field(default_factory=list)
    """Ids of goods it names."""
    status: str = ""
    """As the text has it, such as ``"proposed"``."""
    nearest: list[str] = pydantic.Field(default_factory=list)
    """Ids of register rows that come nearest, best first."""
    origin: Origin = pydantic.Field(default_factory=Origin)
    """Its passage."""


class Link(Record):
    """A row of the register that the article speaks of."""

    control: str
    name: str
    """The row's id and name."""
    role: Literal["at issue", "red line", "background", "over"]
    """What it is to the article: ``at issue``, a ``red line``, ``background``, or ``over``."""
    score: float
    """Strength of the evidence [points]."""
    band: Literal["high", "middle", "low"]
    """How sure the link is: ``high``, ``middle`` or ``low``."""
    status: str
    """What is known of the row on the standoff's date."""
    why: list[str] = pydantic.Field(default_factory=list)
    """Kinds of evidence, in a few words."""
    passages: list[Span] = pydantic.Field(default_factory=list)
    """Sentences it rests on, strongest first."""
