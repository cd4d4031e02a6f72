"""Rows of the record of deals: bargains struck, what each side gave, and talks that failed."""

import datetime as dt
from typing import ClassVar, Literal

from pydantic import ValidationInfo, field_validator

from ._figure import Date, MaybeDate, SomeWords, Text, Words
from ._rows import FigureRow, Row

__all__ = ["BargainRow", "BargainTermRow", "RecordValueRow", "TalksRow", "TalksTermRow"]

Answer = Literal["yes", "no"]

TermKind = Literal[
    "control",
    "licence",
    "tariff",
    "supply",
    "purchase",
    "payment",
    "access",
    "case",
    "oversight",
    "prisoners",
    "talks",
    "none",
]
"""What a side gives."""


class BargainRow(Row):
    """A bargain over controls, strategic supplies or retaliation (``bargains.csv``).

    Notes
    -----
    Two outcomes are coded. *Strict*: ``first_breach`` is the day on which a promise was first
    withdrawn or a new like measure came; it is empty where none had by ``followed``. *Core*:
    ``easings_end`` is the day on which the traded easings ceased to be in force; they were still
    in force on ``easings_seen`` if it is empty. A row without ``easings_seen`` was not coded by
    that rule. ``form`` is ``truce`` if it was to hold while talks go on. ``grade`` says what pages
    confirm: start and course (``page``), the start alone (``start``), or nothing (``memory``).
    ``batch`` is the round of coding, for tests on rows that chose no model.
    """

    refers: ClassVar[dict[str, str]] = {"sources": "source"}

    id: Text
    name: Text
    date: Date
    parties: SomeWords
    kind: Literal["government", "firm", "analogue"]
    form: Literal["truce", "settlement"]
    delivery: Literal[
        "at once", "in turn", "staged", "licence with a term", "suspension with an end", "mechanism"
    ]
    ends: MaybeDate
    monitored: Answer
    snapback: Answer
    talks_from: MaybeDate
    first_breach: MaybeDate
    breach_low: MaybeDate
    breach_high: MaybeDate
    broken_by: str
    breach: str
    easings_end: MaybeDate
    end_how: Literal["", "withdrawn", "lapsed", "emptied by the buyer"]
    easings_seen: MaybeDate
    renewed: MaybeDate
    followed: Date
    batch: Literal["first", "second"]
    grade: Literal["page", "start", "memory"]
    sources: Words

    @field_validator(
        "ends", "first_breach", "easings_end", "easings_seen", "renewed", "followed", mode="after"
    )
    @classmethod
    def _after_the_day(cls, day: dt.date | None, info: ValidationInfo) -> dt.date | None:
        signed = info.data.get("date")
        if day is not None and signed is not None and day < signed:
            raise ValueError(f"{day} is before the bargain, {signed}; mend one of the two dates")
        return day


class BargainTermRow(Row):
    """One thing that one side of a bargain gave (``bargain_terms.csv``).

    ``control`` is an id of the register where it has the control, else empty.
    """

    key = ("bargain", "number")
    refers: ClassVar[dict[str, str]] = {"bargain": "bargain", "source": "source"}

    bargain: Text
    number: Text
    party: Text
    kind: TermKind
    control: str
    words: Text
    source: Text


class TalksRow(Row):
    """Talks that ended without a bargain (``talks.csv``).

    ``later_deal`` is the day of a bargain on the same matter that came after all.
    """

    refers: ClassVar[dict[str, str]] = {"source": "source"}

    id: Text
    name: Text
    parties: SomeWords
    started: Date
    ended: Date
    why: Text
    later_deal: MaybeDate
    source: Text


class TalksTermRow(Row):
    """One thing that was asked of one side in talks that failed (``talks_terms.csv``)."""

    key = ("talks", "number")
    refers: ClassVar[dict[str, str]] = {"talks": "talks", "source": "source"}

    talks: Text
    number: Text
    party: Text
    kind: TermKind
    control: str
    words: Text
    source: Text


class RecordValueRow(FigureRow):
    """What a term of the record comes to (``record_values.csv``).

    ``matter`` and ``number`` name a term of a bargain, or of talks that failed. ``measure`` is
    ``easing`` (how far the term eases its control, in the row of its giver; all of it where no row
    says so) [share], or ``worth`` (what a term that is no control is worth to the party of the row
    [USD bn per month]; below zero for who pays). What is paid once is spread over a year.
    """

    key = ("matter", "number", "measure", "party")
    refers: ClassVar[dict[str, str]] = {"matter": "matter", "source": "source", "party": "party"}
    allowed_units = frozenset({"share", "USD bn per month"})

    matter: Text
    number: Text
    measure: Literal["easing", "worth"]
    party: Text
