"""A deal that is signed: its terms, its dates, how it stands today, and what to watch next."""

import datetime as dt
import os
import tomllib
from pathlib import Path
from typing import Literal

import pydantic

from detente._errors import DealError
from detente._units import DAYS_PER_MONTH
from detente.deal.record.outlook import Outlook, outlook
from detente.deal.record.survival import traits_of
from detente.facts import ControlEndRow, ControlRow, Facts
from detente.say import join_words

__all__ = ["Signed", "SignedTerm", "Standing", "Watch", "standing"]

_SOON = 400


class _Plain(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")


class SignedTerm(_Plain):
    """One thing that one side promised."""

    party: str
    """Who gives it."""
    words: str
    """What it is."""
    kind: str = "control"
    """As in ``bargain_terms.csv``; ``control`` where it eases a control."""
    control: str = ""
    """Id of the register, where it has the control."""
    until: dt.date | None = None
    """Day on which this term ends by itself."""
    seen_by: str = ""
    """What its compliance is seen by, such as monthly customs figures."""


class _Event(_Plain):
    """Something that happened since: a breach, a new measure, an easing that ended, a renewal."""

    date: dt.date
    party: str = ""
    words: str
    what: Literal["breach", "new measure", "easing ended", "buyer refuses", "renewal", "other"]


class Signed(_Plain):
    """A deal as signed."""

    name: str
    """What it is called."""
    signed: dt.date
    """Day on which it was struck."""
    parties: tuple[str, ...] = pydantic.Field(min_length=2)
    """Who struck it."""
    form: Literal["truce", "settlement"]
    """``truce`` if it is to hold while talks go on, else ``settlement``."""
    ends: dt.date | None = None
    """End date that was agreed."""
    renewable: bool = False
    """Whether it may be renewed at its end."""
    monitored: bool = False
    snapback: bool = False
    """Whether a third party watches it; whether easings fall back by a rule."""
    terms: tuple[SignedTerm, ...] = ()
    """What each side gives."""
    events: tuple[_Event, ...] = ()
    """What has happened since."""

    @pydantic.model_validator(mode="after")
    def _fits(self) -> "Signed":
        for term in self.terms:
            if term.party not in self.parties:
                raise ValueError(f"terms: {term.party!r} is none of the parties; name it there too")
        if self.ends is not None and self.ends < self.signed:
            raise ValueError(
                f"ends {self.ends} is before signed {self.signed}; mend one of the two"
            )
        for event in self.events:
            if event.date < self.signed:
                raise ValueError(
                    f"events: {event.date} is before signed {self.signed}; leave it out"
                )
        return self

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> "Signed":
        """Read a deal from a TOML file.

        Raises
        ------
        DealError
            If it cannot be read or a field is wrong: one line with the field and what to do.
        """
        try:
            return cls.model_validate(tomllib.loads(Path(path).read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise DealError(f"{path}: there is no such file; give a deal as TOML") from None
        except (OSError, UnicodeDecodeError) as error:
            raise DealError(f"{path}: cannot be read as UTF-8 text: {error}") from error
        except tomllib.TOMLDecodeError as error:
            raise DealError(f"{path}: not valid TOML: {error}") from error
        except pydantic.ValidationError as error:
            fault = error.errors()[0]
            where = ".".join(str(part) for part in fault["loc"])
            said = fault["msg"].removeprefix("Value error, ")
            raise DealError(f"{path}: {f'field {where}: ' if where else ''}{said}") from error


class Watch(_Plain):
    """Something to watch next."""

    date: dt.date | None = None
    """The day; None if it has none."""
    words: str
    """What to look at."""


class Standing(_Plain):
    """How a signed deal stands on a day."""

    model_config = pydantic.ConfigDict(frozen=True, arbitrary_types_allowed=True)

    on: dt.date
    """The day."""
    outlook: Outlook | None
    """Chances from then on; None once its easings have ended."""
    strict_broken: str = ""
    """First breach or new like measure so far, in words; empty if there was none."""
    core_ended: str = ""
    """How the traded easings ended, in words; empty if they are in force."""
    costed: tuple[SignedTerm, ...] = ()
    not_costed: tuple[SignedTerm, ...] = ()
    """Terms that the register knows as controls, which a standoff costs, and the others."""
    watch: tuple[Watch, ...] = ()
    """What to watch next, the earliest first."""


def standing(deal: Signed, facts: Facts, on: dt.date) -> Standing:
    """Return how a signed deal stands on a day.

    Raises
    ------
    DealError
        If the day is before the deal, or a control is not in the register.

    Notes
    -----
    A breach, a new like measure or a buyer who refuses breaks the strict rule; the core rule ends
    with ``easing ended``, or where a buyer refuses what was eased. What happens after ``on`` counts
    for nothing.
    """
    if on < deal.signed:
        raise DealError(
            f"{deal.name}: {on} is before it was signed, {deal.signed}; give a later day"
        )
    known = {row.id: row for row in facts.controls}
    for term in deal.terms:
        if term.control and term.control not in known:
            raise DealError(
                f"{deal.name}: control {term.control!r} is not in the register; "
                "see detente controls, or leave it out"
            )
    past = sorted((e for e in deal.events if e.date <= on), key=lambda event: event.date)
    breaks = [
        e for e in past if e.what in {"breach", "new measure", "buyer refuses", "easing ended"}
    ]
    ended = [e for e in past if e.what in {"buyer refuses", "easing ended"}]
    renewed = any(e.what == "renewal" for e in past)
    lapsed = deal.ends is not None and deal.ends < on and not renewed
    core = f"{ended[0].words} ({ended[0].date})" if ended else ""
    if not core and lapsed:
        core = f"its end date, {deal.ends}, has passed and no renewal is given"
    traits = traits_of(
        form=deal.form, ends=deal.ends, monitored=deal.monitored, snapback=deal.snapback
    )
    since = (on - deal.signed).days / DAYS_PER_MONTH
    return Standing(
        on=on,
        outlook=None if core else outlook(facts, traits, since=since),
        strict_broken=f"{breaks[0].words} ({breaks[0].date})" if breaks else "",
        core_ended=core,
        costed=tuple(term for term in deal.terms if term.control),
        not_costed=tuple(term for term in deal.terms if not term.control),
        watch=_watch(deal, facts, on),
    )


def _end_known(row: ControlRow, ends: tuple[ControlEndRow, ...], on: dt.date) -> dt.date | None:
    """The end of a control as it had been said by a day."""
    said = [end.ends for end in ends if end.said_on <= on]
    return (said[-1] if said else None) if ends else row.expires


def _watch(deal: Signed, facts: Facts, on: dt.date) -> tuple[Watch, ...]:
    """Dates that come and what compliance is seen by."""
    known = {row.id: row for row in facts.controls}
    found = []
    if deal.ends is not None and deal.ends >= on:
        end = "end date: renewed, or lapses" if deal.renewable else "end date: the easings lapse"
        found.append(Watch(date=deal.ends, words=end))
    for term in deal.terms:
        row = known.get(term.control)
        last = None if row is None else _end_known(row, facts.ends_of(row.id), on)
        if term.until is not None and term.until >= on:
            found.append(Watch(date=term.until, words=f"{term.party}: {term.words} ends"))
        elif row is not None and last is not None and 0 <= (last - on).days <= _SOON:
            words = f"{term.party}: the register's end of {row.name}"
            found.append(Watch(date=last, words=words))
        if term.seen_by:
            found.append(Watch(words=f"{term.party}: {term.words}, seen by {term.seen_by}"))
    blind = [term.words for term in deal.terms if not term.seen_by]
    if blind:
        found.append(
            Watch(words=f"nothing says what compliance is seen by for {join_words(blind)}")
        )
    return tuple(sorted(found, key=lambda one: one.date or dt.date.max))
