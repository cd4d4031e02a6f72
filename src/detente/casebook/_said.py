"""What an article says, in pieces that can be followed from one article to the next."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.casebook._appointments import appointments_of
from detente.casebook._topics import topics_of
from detente.casebook.shape import About

if TYPE_CHECKING:
    from detente.reading import Control, Offer, Reading, Span, Statement

__all__ = ["REFUSED", "Said", "said_in"]

FIRMNESS = {
    "done": 7.0,
    "pledged": 6.0,
    "expected": 5.0,
    "willing": 4.0,
    "conditional": 3.0,
    "possible": 2.0,
    "noncommittal": 1.0,
}
"""How firmly something is offered, firmest highest [rank]."""
REFUSED = -1.0
"""Rank of a refusal [rank]."""
_CONDITION = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that an article says."""

    about: About
    actor: str
    topic: str
    """Offer, position, control or date; by whom (a party's code, or a name), on what: two articles
    that agree in these speak of the same."""
    value: str
    """What is said: how firmly, in which state, which day."""
    rank: float
    """How firm, for an offer or a position [rank]."""
    span: "Span"
    """The passage."""
    words: str = ""
    """The passage as it is shown; the span's own where empty."""


def said_in(reading: "Reading", published: dt.date) -> list[Said]:
    """List what an article says, one entry for each offer, position, control and day ahead."""
    found: dict[tuple[str, str, str], Said] = {}
    for one in (
        *_offers(reading),
        *_refusals(reading),
        *_positions(reading),
        *_controls(reading),
        *_days(reading, published),
    ):
        key = (one.about, one.actor, one.topic)
        if key not in found or one.rank > found[key].rank:
            found[key] = one
    return list(found.values())


def _topics(reading: "Reading", control: "Control | None") -> tuple[str, ...]:
    """What a control is about; where no good is known, its own words."""
    if control is None:
        return ()
    goods = reading.goods.get(control.id, ())
    return topics_of(goods) or ((control.product or "").casefold()[:80],)


def _offers(reading: "Reading") -> Iterator[Said]:
    for offer in reading.offers:
        for leg in offer.gives:
            control = reading.control(leg.control)
            actor = leg.actor or (control.imposer if control else None) or ""
            value, rank = _firmness(reading, offer, leg.span)
            for topic in _topics(reading, control):
                if actor and topic:
                    yield Said(
                        about="offer",
                        actor=actor,
                        topic=topic,
                        value=value,
                        rank=rank,
                        span=leg.span,
                    )


def _firmness(reading: "Reading", offer: "Offer", span: "Span") -> tuple[str, float]:
    """How firm an offer is: a condition hides the modal, which its statement still has."""
    held = bool(offer.condition) or offer.strength == "conditional"
    rank, word = FIRMNESS.get(offer.strength, 0.5), str(offer.strength)
    if held:
        for statement in reading.statements:
            firm = FIRMNESS.get(statement.commitment, 0.0)
            if firm > rank and statement.polarity == "ease" and _covers(statement, span):
                rank, word = firm, str(statement.commitment)
    conditional = held and word != "conditional"
    return word + (", on a condition" if conditional else ""), rank - _CONDITION * conditional


def _covers(statement: "Statement", span: "Span") -> bool:
    return any(one.start < span.end and span.start < one.end for one in statement.content)


def _refusals(reading: "Reading") -> Iterator[Said]:
    for row in reading.exclusions:
        control = reading.control(row.control)
        if control is None or not control.imposer:
            continue
        for topic in _topics(reading, control):
            if topic:
                yield Said(
                    about="offer",
                    actor=control.imposer,
                    topic=topic,
                    value=row.strength,
                    rank=REFUSED,
                    span=row.span,
                )


def _positions(reading: "Reading") -> Iterator[Said]:
    """The firmest word of each side on each matter; of a speaker without a side, by name."""
    for statement in reading.statements:
        speaker = reading.entity(statement.speaker)
        if speaker is None or statement.polarity == "neutral" or not statement.content:
            continue
        actor = (speaker.party or speaker.name)[:80]
        for control in filter(None, map(reading.control, statement.controls)):
            others = control.imposer not in {None, speaker.party}
            asked = others and statement.commitment == "willing"  # *urged Washington to lift it*
            firm = "" if asked else f", {statement.commitment}"
            value = f"{'asks to ' if asked else ''}{statement.polarity}{firm}"
            for topic in _topics(reading, control):
                if topic:
                    yield Said(
                        about="position",
                        actor=actor,
                        topic=f"{control.imposer or '-'}:{topic}"[:80],
                        value=value,
                        rank=FIRMNESS.get(statement.commitment, 0.0),
                        span=statement.content[0],
                    )


def _controls(reading: "Reading") -> Iterator[Said]:
    for control in reading.controls:
        if not control.imposer or not control.mentions:
            continue
        for topic in _topics(reading, control):
            if topic:
                yield Said(
                    about="control",
                    actor=control.imposer,
                    topic=topic,
                    value=control.status,
                    rank=0.0,
                    span=control.mentions[0],
                )


def _days(reading: "Reading", published: dt.date) -> Iterator[Said]:
    for one in appointments_of(reading, published):
        yield Said(
            about="date",
            actor="",
            topic=one.kind,
            value=one.day.isoformat(),
            rank=0.0,
            span=one.span,
            words=one.words,
        )
