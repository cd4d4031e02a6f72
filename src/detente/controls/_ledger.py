"""What became of each thing that was read: used, not matched or not costed, and why."""

from typing import Literal

import pydantic

from detente.controls._tabled import Origin, Record, Span

__all__ = ["Kind", "LedgerEntry", "Link", "Outcome", "Proposal"]

Kind = Literal["control", "offer", "exclusion", "date", "statement", "agreement", "side issue"]
Outcome = Literal["used", "not matched", "not costed"]


class LedgerEntry(Record):
    """One thing that was read, and what became of it.

    Parameters
    ----------
    kind
        What it is.
    id
        Its id in the reading, such as ``"c3"``.
    words
        It in the words of the article.
    outcome
        ``used``: it is on the table, or bounds what is; ``not matched``: nothing on the table
        answers to it; ``not costed``: it is on the table, and no figure says what it is worth.
    why
        One clause that says by what it was used, or for want of what it was not.
    ref
        Id of the tabled control or issue that it became, or ``None``.
    headline
        Whether a sentence of the first screen would read otherwise if it had been used.
    origin
        Its passage.
    """

    kind: Kind
    id: str = ""
    words: str
    outcome: Outcome
    why: str
    ref: str | None = None
    headline: bool = False
    origin: Origin = pydantic.Field(default_factory=Origin)


class Proposal(Record):
    """A control that the article tells of and no register row explains.

    It has no numbers: the analyst accepts it, with figures of her own, or takes one of the rows
    that come nearest.

    Parameters
    ----------
    name
        What it is, in a few words.
    imposer, target
        ISO3 where the text names them as who acts and who is hit, else ``None``.
    product
        What it holds back, in the reader's words; empty where they name none.
    goods
        Ids of goods it names.
    status
        As the text has it, such as ``"proposed"``.
    nearest
        Ids of register rows that come nearest, best first.
    origin
        Its passage.
    """

    name: str
    imposer: str | None = None
    target: str | None = None
    product: str = ""
    goods: list[str] = pydantic.Field(default_factory=list)
    status: str = ""
    nearest: list[str] = pydantic.Field(default_factory=list)
    origin: Origin = pydantic.Field(default_factory=Origin)


class Link(Record):
    """A row of the register that the article speaks of.

    Parameters
    ----------
    control, name
        The row's id and name.
    role
        What it is to the article: ``at issue``, a ``red line``, ``background``, or ``over``.
    score
        Strength of the evidence [points].
    band
        How sure the link is: ``high``, ``middle`` or ``low``.
    status
        What is known of the row on the standoff's date.
    why
        Kinds of evidence, in a few words.
    passages
        Sentences it rests on, strongest first.
    """

    control: str
    name: str
    role: Literal["at issue", "red line", "background", "over"]
    score: float
    band: Literal["high", "middle", "low"]
    status: str
    why: list[str] = pydantic.Field(default_factory=list)
    passages: list[Span] = pydantic.Field(default_factory=list)
