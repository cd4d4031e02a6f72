"""Rows of the tables of controls and of dated events."""

from typing import ClassVar, Literal

from ._figure import Date, MaybeDate, SomeWords, Text, Words
from ._rows import Row

__all__ = ["ControlRow", "EventRow"]


class ControlRow(Row):
    """One government's restriction on exports (``controls.csv``).

    Notes
    -----
    `expires` is the end of a suspension or of a licence term. `last_known` is the date of the
    newest source that says what the status is; after it the status is unknown, unless the control
    was lifted. `effective` may lie after `suspended`: the control was stopped before it applied.
    """

    refers: ClassVar[dict[str, str]] = {
        "imposer": "party",
        "targets": "target",
        "goods": "good",
        "source": "source",
    }

    id: Text
    name: Text
    imposer: Text
    targets: SomeWords
    goods: Words
    tiers: Words
    instrument: Literal[
        "ban", "licence", "entity-list", "volume-cap", "revenue-share", "end-user-rule", "threat"
    ]
    announced: Date
    effective: MaybeDate
    suspended: MaybeDate
    resumed: MaybeDate
    lifted: MaybeDate
    expires: MaybeDate
    last_known: Date
    entities: Words
    legal_source: str
    note: str
    as_of: Date
    source: Text


class EventRow(Row):
    """Talks, calls, agreements and statements between parties (``events.csv``)."""

    refers: ClassVar[dict[str, str]] = {"parties": "party", "source": "source"}

    id: Text
    date: Date
    end: MaybeDate
    kind: Literal["talks", "call", "agreement", "summit", "announcement", "statement"]
    parties: SomeWords
    name: Text
    place: str
    note: str
    as_of: Date
    source: Text
