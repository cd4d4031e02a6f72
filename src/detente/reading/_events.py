"""Events and which comes first."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from detente.facts._reading_tables import load_lexicon
from detente.reading._dates import Found
from detente.reading._nlp import Paragraph, subtree
from detente.reading._offers import OfferDraft
from detente.reading._statements import Said

__all__ = ["EventDraft", "OrderDraft", "find_events", "find_order"]

Relation = Literal["before", "immediately_before", "follows_from", "concurrent_unordered"]
_AHEAD = re.compile(r"\b(?:will|would|to (?:resume|meet|begin|hold|be held)|scheduled|due|plans?|expected)\b")
_HAPPENING = frozenset(
    "open begin start resume meet hold end conclude take continue speak talk call visit lead return "
    "suspend announce impose lift agree sign".split()
)


@dataclass(slots=True, kw_only=True, eq=False)
class EventDraft:
    """An event before it is numbered."""

    name: str
    start: int
    end: int
    status: Literal["past", "expected", "scheduled", "reported"]
    date: int | None = None
    identifier: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class OrderDraft:
    """One event before another."""

    relation: Relation
    first: EventDraft
    second: EventDraft
    trigger: tuple[int, int] | None


@cache
def _nouns() -> re.Pattern[str]:
    either = "|".join(f"(?:{pattern})" for pattern in load_lexicon()["event"])
    return re.compile(rf"(?<![\w-])(?:{either})(?!\w)")


def _date_in(dates: list[Found], low: int, high: int) -> int | None:
    """Index of the first calendar date in a stretch."""
    for index, found in enumerate(dates):
        if low <= found.start < high and re.match(r"\d{4}-\d{2}", found.value):
            return index
    return None


def find_events(
    norm: str, paragraphs: list[Paragraph], dates: list[Found], said: list[Said], offers: list[OfferDraft]
) -> list[EventDraft]:
    """Find talks, calls and summits, what is said on a date, and the easings of the offers.

    Parameters
    ----------
    norm, paragraphs, dates
        The article, parsed, with its time expressions.
    said, offers
        Its statements and offers.
    """
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
            (s for s in paragraph.sentences() if paragraph.offset + s.start_char <= start < paragraph.offset + s.end_char),
            None,
        )
        if sentence is None:
            continue
        near = _date_in(dates, start - 30, end + 60)
        low, high = statement.speaker_span or (start, end)
        if near is not None and not statement.start <= dates[near].start < statement.end:
            first = min(start, dates[near].start) if dates[near].start > low - 1 else start
            last = max(end, dates[near].end)
            if last - first < 90:
                who = statement.speaker.name if statement.speaker else "report"
                events.append(EventDraft(name=f"{who} {norm[start:end]}", start=first, end=last, status="past", date=near))
    for offer in offers:
        if not (offer.gives and offer.gets):
            continue
        for leg in [*offer.gives, *offer.gets]:
            events.append(EventDraft(name=f"{leg.actor or 'somebody'}: {leg.action}", start=leg.start, end=leg.end, status="expected"))
        if offer.condition is not None:
            a, b = offer.condition
            events.append(EventDraft(name=norm[a:b], start=a, end=b, status="expected"))
    return _distinct(events)


def _meetings(norm: str, paragraph: Paragraph, dates: list[Found]) -> list[EventDraft]:
    """Meetings, calls and talks that happen: the noun is what a verb opens, holds or resumes."""
    events: list[EventDraft] = []
    for match in _nouns().finditer(norm, paragraph.offset, paragraph.end):
        tokens = paragraph.tokens(match.start(), match.end())
        if not tokens:
            continue
        head = tokens[-1]
        sentence = head.sent
        low, high = paragraph.offset + int(sentence.start_char), paragraph.offset + int(sentence.end_char)
        date = _date_in(dates, low, high)
        verb = head.head if head.dep_ in {"nsubj", "nsubjpass", "dobj"} else None
        if verb is not None and verb.pos_ == "VERB" and verb.lemma_ in _HAPPENING:
            a, b = paragraph.start_of(verb), paragraph.end_of(verb)
            first = min(a, match.start()) if head.dep_ == "dobj" else a
            auxiliaries = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
            if head.dep_ != "dobj" and auxiliaries:
                first = paragraph.start_of(auxiliaries[0])
            last = max(b, match.end()) if head.dep_ == "dobj" else b
            ahead = bool(_AHEAD.search(norm, max(low, first - 20), last))
            events.append(EventDraft(name=f"{match[0]}: {verb.lemma_}", start=first, end=last, status="scheduled" if ahead else "past", date=date))
        elif match[0].startswith("handshake") or date is not None or re.match("(?:phone|telephone|video)", match[0]):
            left, right = subtree(head, without=frozenset(c for c in head.children if c.i > head.i))
            a, b = paragraph.start_of(paragraph.doc[left]), paragraph.end_of(paragraph.doc[right])
            ahead = bool(_AHEAD.search(norm, low, a))
            events.append(EventDraft(name=match[0], start=a, end=b, status="expected" if ahead else "past", date=date))
    return events


def _distinct(events: list[EventDraft]) -> list[EventDraft]:
    kept: list[EventDraft] = []
    for event in sorted(events, key=lambda e: (e.start, -e.end)):
        if not any(event.start < k.end and k.start < event.end for k in kept):
            kept.append(event)
    return kept


_AFTER = re.compile(r"\b(?:\w+ days? )?after\b", re.IGNORECASE)


def find_order(
    norm: str, events: list[EventDraft], dates: list[Found], offers: list[OfferDraft]
) -> list[OrderDraft]:
    """Order events: by what offers say (*accordingly*, *and*, *after*), and by *after* and *then*.

    Parameters
    ----------
    norm, events, dates, offers
        What the other parts found.

    Notes
    -----
    Where two phrases of an article disagree on who moves first, both orders are kept.
    """
    orders: list[OrderDraft] = []

    def event_at(start: int, end: int) -> EventDraft | None:
        return next((e for e in events if e.start < end and start < e.end), None)

    for offer in offers:
        if not (offer.gives and offer.gets):
            continue
        give = event_at(offer.gives[0].start, offer.gives[0].end)
        get = event_at(offer.gets[0].start, offer.gets[0].end)
        if give is None or get is None or give is get:
            continue
        words = norm[slice(*offer.trigger)].lower() if offer.trigger else ""
        if re.search(r"accordingly|in turn|then", words):
            orders.append(OrderDraft(relation="follows_from", first=give, second=get, trigger=offer.trigger))
        elif offer.kind == "conditional_exchange":
            orders.append(OrderDraft(relation="before", first=get, second=give, trigger=offer.trigger))
        else:
            orders.append(OrderDraft(relation="concurrent_unordered", first=give, second=get, trigger=offer.trigger))
        if offer.condition is not None:
            shake = event_at(*offer.condition) or _named_before(norm, events, offer.condition)
            relation: Relation = "immediately_before" if "immediately" in norm[slice(*offer.condition)] else "before"
            if shake is not None:
                for later in (give, get) if relation == "immediately_before" else (give,):
                    orders.append(OrderDraft(relation=relation, first=shake, second=later, trigger=offer.condition))
    for index, event in enumerate(events):
        for later in events[index + 1 : index + 2]:
            gap = norm[event.end : later.start]
            match = re.search(r"\b(?:and )?then\b|\band after that\b|\bwill lead to\b|\bfollowed by\b", gap)
            if match and len(gap) < 80 and "\n" not in gap:
                a = event.end + match.start()
                orders.append(OrderDraft(relation="before", first=event, second=later, trigger=(a, a + len(match[0]))))
            elif (match := _AFTER.search(gap)) and len(gap) < 120 and "\n" not in gap and "." not in gap:
                a = event.end + match.start()
                orders.append(OrderDraft(relation="before", first=later, second=event, trigger=(a, a + len(match[0]))))
    return [o for o in orders if o.first is not o.second]


def _named_before(norm: str, events: list[EventDraft], condition: tuple[int, int]) -> EventDraft | None:
    words = set(re.findall(r"\w{5,}", norm[slice(*condition)].lower()))
    for event in events:
        if words & set(re.findall(r"\w{5,}", norm[event.start : event.end].lower())):
            return event
    return None


