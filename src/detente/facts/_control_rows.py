"""Rows of the tables of controls and of dated events."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import field_validator

from ._figure import Date, MaybeDate, SomeWords, Text, Words
from ._rows import ISO3, FigureRow, Row

__all__ = [
    "ControlCueRow",
    "ControlEndRow",
    "ControlEntityRow",
    "ControlPassageRow",
    "ControlRow",
    "EventRow",
    "IntensityClassRow",
    "ThreatRow",
]

ALL_DUAL_USE = "all-dual-use"
"""Word that stands in `goods` for all goods under the imposer's own control list."""

Instrument = Literal[
    "ban", "licence", "entity-list", "volume-cap", "revenue-share", "end-user-rule", "threat"
]
Breadth = Literal["", "all", "part", "narrow", "none"]
_CODE = re.compile(r"[A-Z]{2,4} [0-9A-Z.]+[0-9A-Za-z.]*")


class ControlRow(Row):
    """One government's restriction on exports (``controls.csv``).

    Notes
    -----
    `expires` is the last day of a suspension, or of the control's own term where it is not
    suspended, as it was said last; what was said before stands in ``control_ends.csv``.
    `rests_on` names the sources that say how the control stands, `source` if empty; the day to
    which each was checked is in ``sources.csv``. `last_known` is a later day on which the row's
    own source says that the state held, if there is one. `effective` may lie after
    `suspended`: the control was stopped before it applied. A good may be the word
    ``all-dual-use``. `codes` are a system and a code in it (``ECCN 3A090``, ``CN 1C902``,
    ``HS 280429``). `legal_url` is where the act itself stands. `breadth` says how much of its
    goods' trade the words of the rule reach; with the instrument it picks the row of
    ``intensity_classes.csv`` that stands in where ``control_intensity.csv`` has none.
    """

    optional = frozenset({"last_known", "rests_on", "codes", "legal_url", "breadth"})

    refers: ClassVar[dict[str, str]] = {
        "imposer": "party",
        "targets": "target",
        "goods": "controlled good",
        "source": "source",
        "rests_on": "source",
    }

    id: Text
    name: Text
    imposer: Text
    targets: SomeWords
    goods: Words
    tiers: Words
    instrument: Instrument
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
    codes: Words = ()
    legal_url: str = ""
    breadth: Breadth = ""

    @field_validator("codes")
    @classmethod
    def _system_and_code(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            if not _CODE.fullmatch(code):
                raise ValueError(
                    f"{code!r} is not a system and a code; write such as 'ECCN 3A090', "
                    "'CN 1C902' or 'HS 280429'"
                )
        return codes

    def checks(self, checked: Mapping[str, dt.date]) -> tuple[tuple[dt.date, str], ...]:
        """Return when which source last said how the control stands.

        Parameters
        ----------
        checked
            By id of a source, the day to which it was checked.

        Returns
        -------
        tuple of (date, str)
            In order; the row's own `as_of` where no source goes on, and its last decision where
            that is later: who tells of it knew the state on that day.
        """
        names = self.rests_on or (self.source,)
        found = {(checked[name], name) for name in names if name in checked}
        if self.last_known is not None:
            found.add((self.last_known, names[0]))
        if not found:
            found.add((self.as_of, names[0]))
        decided = [day for day in (self.suspended, self.resumed, self.lifted) if day is not None]
        last = max(decided, default=self.as_of)
        if last > max(found)[0]:
            found.add((last, self.source))
        return tuple(sorted(found))


class ControlEntityRow(Row):
    """A firm or body that a control names (``control_entities.csv``).

    Notes
    -----
    `listed` is the day from which the listing applies, `delisted` the day from which it no longer
    does; a suspension of the whole control stands in ``controls.csv``. `local_name` is the name in
    the script of the notice.
    """

    key = ("control", "name")
    refers: ClassVar[dict[str, str]] = {"control": "control", "source": "source"}

    control: Text
    name: Text
    local_name: str
    country: str
    list: Literal[
        "entity list",
        "control list",
        "watch list",
        "unreliable entity list",
        "countermeasures list",
        "unverified list",
        "military end-user list",
        "denied persons list",
    ]
    listed: Date
    delisted: MaybeDate
    source: Text

    @field_validator("country")
    @classmethod
    def _iso3(cls, country: str) -> str:
        if country and not ISO3.fullmatch(country):
            raise ValueError(f"{country!r} is not an ISO3 code; write three capital letters")
        return country


class ControlEndRow(Row):
    """An end of a control as it was said on a day (``control_ends.csv``).

    Notes
    -----
    `ends` is what `expires` of ``controls.csv`` was from `said_on` until the next row of the same
    control: the last day of the suspension, or of the control's own term. A control whose end never
    moved needs no row.
    """

    key = ("control", "said_on")
    refers: ClassVar[dict[str, str]] = {"control": "control", "source": "source"}

    control: Text
    said_on: Date
    ends: Date
    note: str
    source: Text


class IntensityClassRow(FigureRow):
    """Part of the base flow that controls of one kind block (``intensity_classes.csv``) [share].

    It stands in where nobody measured what a control blocks.
    """

    key = ("instrument", "breadth")
    refers: ClassVar[dict[str, str]] = {"source": "source"}
    allowed_units = frozenset({"share"})

    instrument: Instrument
    breadth: Literal["all", "part", "narrow", "none"]
    meaning: Text


class ControlPassageRow(FigureRow):
    """Part of another's exports that passes a control's imposer (``control_passage.csv``) [share].

    Who holds a strait or a pipeline can stop what others sell through it. What can go another way
    is not counted.
    """

    key = ("control", "exporter", "good")
    refers: ClassVar[dict[str, str]] = {
        "control": "control",
        "exporter": "country",
        "good": "good",
        "source": "source",
    }
    allowed_units = frozenset({"share"})

    control: Text
    exporter: Text
    good: Text


class ThreatRow(Row):
    """What a control that never took effect would be if it did (``threats.csv``).

    Notes
    -----
    The instrument and breadth of the rule that was threatened or drafted; with both the row of
    ``intensity_classes.csv`` says what it would block.
    """

    key = ("control",)
    refers: ClassVar[dict[str, str]] = {"control": "control", "source": "source"}

    control: Text
    instrument: Instrument
    breadth: Literal["all", "part", "narrow", "none"]
    as_of: Date
    source: Text
    note: str


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


class ControlCueRow(Row):
    """Words by which news text means one control (``control_cues.csv``).

    Notes
    -----
    ``cue`` is a regular expression, matched on whole words. A ``name`` means the control by itself
    (*the MATCH Act*); a ``firm`` or a ``phrase`` only beside a word for a control. ``usual`` words
    are those by which news means this row of several alike, where nothing says which.
    """

    key = ("control", "cue")
    refers: ClassVar[dict[str, str]] = {"control": "control", "source": "source"}

    control: Text
    cue: Text
    kind: Literal["name", "firm", "phrase", "usual"]
    as_of: Date
    source: Text

    @field_validator("cue")
    @classmethod
    def _compiles(cls, cue: str) -> str:
        try:
            re.compile(cue)
        except re.error as error:
            raise ValueError(f"the pattern does not compile ({error})") from None
        return cue
