"""Events that an article tells of or announces."""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading.english.dates.dates import Found
from detente.reading.english.grammar.labels import ACTED_ON, NOUN_SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph, subtree
from detente.reading.english.offers.offers import OfferDraft
from detente.reading.english.said.said import Said
from detente.reading.english.steps.legs import LegDraft

__all__ = ["EventDraft", "find_events", "named"]

_AHEAD = compiled("events.ahead")
_NAME = 70
"""Longest name of an event [code points]."""
_HAPPENING = word_class("happening")


@dataclass(slots=True, kw_only=True, eq=False)
class EventDraft:
    """An event before it is numbered."""

    name: str
    start: int
    end: int
    status: Literal["past", "expected", "scheduled", "reported"]
    date: int | None = None
    saying: bool = False
    report: bool = False
    definite: bool = False
    identifier: str = ""
    key: tuple[str, int] | None = None
    """Actor and control of an easing, by which its mentions are known to be one event."""
    also: list[tuple[int, int]] = field(default_factory=list)

    def at(self, start: int, end: int) -> bool:
        """Whether the event is named in a stretch."""
        return any(a < end and start < b for a, b in [(self.start, self.end), *self.also])


_RETURN_TO = compiled("events.return_to")


@cache
def _nouns() -> re.Pattern[str]:
    either = "|".join(f"(?:{pattern})" for pattern in load_lexicon()["event"])
    return re.compile(rf"(?<![\w-])(?:{either})(?!\w)")


def named(norm: str, start: int, end: int) -> str:
    """Return the words of an event, cut short between two words, as its name."""
    words = " ".join(norm[start:end].split())
    return words if len(words) <= _NAME else words[:_NAME].rsplit(" ", 1)[0] + " ..."


def _date_in(dates: list[Found], low: int, high: int) -> int | None:
    """Index of the first calendar date in a stretch."""
    for index, found in enumerate(dates):
        if low <= found.start < high and re.match(r"\d{4}-\d{2}", found.value):
            return index
    return None


def find_events(
    norm: str,
    paragraphs: list[Paragraph],
    dates: list[Found],
    said: list[Said],
    offers: list[OfferDraft],
) -> list[EventDraft]:
    """Find talks, calls and summits, what is said on a date, and the easings of the offers."""
    events: list[EventDraft] = []
    for paragraph in paragraphs:
        if paragraph.segment.kind == "headline":
            continue
        events.extend(_meetings(norm, paragraph, dates))
    for statement in said:
        if statement.cue_span is None:
            continue
        paragraph = statement.paragraph
        start, end = statement.cue_span
        sentence = next(
            (
                s
                for s in paragraph.sentences()
                if paragraph.offset + s.start_char <= start < paragraph.offset + s.end_char
            ),
            None,
        )
        if sentence is None:
            continue
        first_sign, last_sign = paragraph.bounds(sentence)
        near = _date_in(dates, max(start - 30, first_sign), min(end + 60, last_sign))
        low, _ = statement.speaker_span or (start, end)
        if near is not None and not statement.start <= dates[near].start < statement.end:
            first = min(start, dates[near].start) if dates[near].start > low - 1 else start
            last = max(end, dates[near].end)
            if last - first < 90:
                who = statement.speaker.name if statement.speaker else "report"
                events.append(
                    EventDraft(
                        name=f"{who} {norm[start:end]}",
                        start=first,
                        end=last,
                        status="past",
                        date=near,
                        saying=True,
                        report=statement.speaker is None or statement.speaker.type == "outlet",
                    )
                )
    for offer in offers:
        if not (offer.gives and offer.gets):
            continue
        events.extend(
            EventDraft(
                name=f"{leg.actor or 'somebody'}: {leg.action}",
                start=leg.start,
                end=leg.end,
                status="expected",
                key=_easing(leg),
            )
            for leg in [*offer.gives, *offer.gets]
        )
    return _distinct(events)


def _easing(leg: LegDraft) -> tuple[str, int] | None:
    """What makes two mentions one easing: a clause of its own, its actor and its control."""
    finite = leg.verb.tag_ != "VBG" and any(c.dep_ in NOUN_SUBJECTS for c in leg.verb.children)
    if not finite or leg.actor is None or leg.control is None:
        return None
    return leg.actor, id(leg.control)


def _meetings(norm: str, paragraph: Paragraph, dates: list[Found]) -> list[EventDraft]:
    """Meetings, calls and talks that happen: the noun is what a verb opens, holds or resumes."""
    events: list[EventDraft] = [
        EventDraft(name="return to talks", start=m.start(), end=m.end(), status="expected")
        for m in _RETURN_TO.finditer(norm, paragraph.offset, paragraph.end)
    ]
    for match in _nouns().finditer(norm, paragraph.offset, paragraph.end):
        tokens = paragraph.tokens(match.start(), match.end())
        if not tokens:
            continue
        head = tokens[-1]
        definite = any(c.lower_ in word_class("the_or_those") for c in head.children)
        sentence = head.sent
        low, high = paragraph.bounds(sentence)
        date = _date_in(dates, low, high)
        verb = head.head if head.dep_ in (NOUN_SUBJECTS | ACTED_ON) else None
        if verb is not None and verb.pos_ == "VERB" and verb.lemma_ in _HAPPENING:
            a, b = paragraph.start_of(verb), paragraph.end_of(verb)
            first = min(a, match.start()) if head.dep_ == "dobj" else a
            auxiliaries = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
            if head.dep_ != "dobj" and auxiliaries:
                first = paragraph.start_of(auxiliaries[0])
            last = max(b, match.end()) if head.dep_ == "dobj" else b
            ahead = bool(_AHEAD.search(norm, max(low, first - 20), last))
            events.append(
                EventDraft(
                    name=f"{match[0]}: {verb.lemma_}",
                    start=first,
                    end=last,
                    status="scheduled" if ahead else "past",
                    date=date,
                    definite=definite,
                )
            )
        elif (
            match[0].startswith("handshake")
            or date is not None
            or compiled("events.remote").match(match[0])
        ):
            left, right = subtree(head, without=frozenset(c for c in head.children if c.i > head.i))
            a, b = paragraph.start_of(paragraph.doc[left]), paragraph.end_of(paragraph.doc[right])
            ahead = bool(_AHEAD.search(norm, low, a))
            events.append(
                EventDraft(
                    name=match[0],
                    start=a,
                    end=b,
                    status="expected" if ahead else "past",
                    date=date,
                    definite=definite,
                )
            )
    return events


def _distinct(events: list[EventDraft]) -> list[EventDraft]:
    kept: list[EventDraft] = []
    for event in sorted(events, key=lambda e: (e.start, -e.end)):
        if not any(event.start < k.end and k.start < event.end for k in kept):
            kept.append(event)
    return kept
