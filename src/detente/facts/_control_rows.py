"""Rows of the tables of controls and of dated events."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar, Literal

from ._figure import Date, MaybeDate, SomeWords, Text, Words
from ._rows import Row

__all__ = ["ControlRow", "EventRow"]


class ControlRow(Row):
    """One government's restriction on exports (``controls.csv``).

    Notes
    -----
    `expires` is the last day of a suspension, or of the control's own term where it is not
    suspended. `rests_on` names the sources that say how the control stands, `source` if empty; the
    day to which each was checked is in ``sources.csv``. `last_known` is a later day on which the
    row's own source says that the state held, if there is one. `effective` may lie after
    `suspended`: the control was stopped before it applied.
    """

    optional = frozenset({"last_known", "rests_on"})

    refers: ClassVar[dict[str, str]] = {
        "imposer": "party",
        "targets": "target",
        "goods": "good",
        "source": "source",
        "rests_on": "source",
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
    last_known: MaybeDate = None
    entities: Words
    legal_source: str
    note: str
    as_of: Date
    source: Text
    rests_on: Words = ()

    def checks(self, checked: Mapping[str, dt.date]) -> tuple[tuple[dt.date, str], ...]:
        """Return when which source last said how the control stands.

        Parameters
        ----------
        checked
            By id of a source, the day to which it was checked.

        Returns
        -------
        tuple of (date, str)
            In order; the row's own `as_of` alone where no source goes on.
        """
        names = self.rests_on or (self.source,)
        found = {(checked[name], name) for name in names if name in checked}
        if self.last_known is not None:
            found.add((self.last_known, names[0]))
        return tuple(sorted(found)) or ((self.as_of, names[0]),)


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
