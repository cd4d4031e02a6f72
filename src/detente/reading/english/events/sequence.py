"""Which event comes first."""

import re
from dataclasses import dataclass
from itertools import pairwise

from detente.facts.words import compiled, word_class
from detente.reading._records import Relation
from detente.reading.english.dates.dates import Found
from detente.reading.english.events.events import EventDraft, named
from detente.reading.english.grammar.labels import NOUN_SUBJECTS
from detente.reading.english.grammar.tense import Tenses
from detente.reading.english.offers.offers import OfferDraft
from detente.reading.english.steps.legs import LegDraft
from detente.reading.english.steps.order_words import WordOrder
from detente.reading.english.steps.steps import Step

__all__ = ["OrderDraft", "find_order"]

_THEN = compiled("sequence.then")
_NO_ORDER = compiled("sequence.no_order")
_AFTER = compiled("sequence.after")


@dataclass(slots=True, kw_only=True, eq=False)
class OrderDraft:
    """One event before another."""

    relation: Relation
    first: EventDraft
    second: EventDraft
    trigger: tuple[int, int] | None


def find_order(
    norm: str,
    events: list[EventDraft],
    dates: list[Found],
    offers: list[OfferDraft],
    words: list[WordOrder],
) -> list[OrderDraft]:
    """Order events: by what offers say (*accordingly*, *and*, *after*), and by *after* and *then*.

    Notes
    -----
    Where two phrases of an article disagree on who moves first, both orders are kept.
    """
    orders = _of_offers(norm, events, offers)
    told = _by_words(norm, events, words)
    used = [order.trigger for order in told if order.trigger]
    places = sorted(
        ((a, b, e) for e in events for a, b in [(e.start, e.end), *e.also]), key=lambda p: p[:2]
    )
    for (start, end, event), (begin, _, later) in pairwise(places):
        gap = norm[end:begin]
        if "\n" in gap or len(gap) > 120:
            continue
        then, after = _THEN.search(norm, start, begin), _AFTER.search(gap)
        first, second = event, later
        trigger = then.span() if then else None
        if then is None and after is not None and "." not in gap:
            first, second = later, _meant(norm, event, events)
            trigger = (end + after.start(), end + after.end())
        if trigger is not None and not any(a < trigger[1] and trigger[0] < b for a, b in used):
            orders.append(
                OrderDraft(relation="before", first=first, second=second, trigger=trigger)
            )
    tied = [order.trigger for order in orders if order.trigger]
    orders.extend(
        o for o in told
        if o.trigger is None or not any(a < o.trigger[1] and o.trigger[0] < b for a, b in tied)
    )  # fmt: skip
    orders.extend(_by_word(norm, events, dates))
    return _once([o for o in orders if o.first is not o.second])


def _of_offers(norm: str, events: list[EventDraft], offers: list[OfferDraft]) -> list[OrderDraft]:
    """Read from an exchange who moves first, and what both wait for."""
    orders: list[OrderDraft] = []
    for offer in offers:
        if not (offer.gives and offer.gets):
            continue
        give = _event_at(events, offer.gives[0].start, offer.gives[0].end)
        get = _event_at(events, offer.gets[0].start, offer.gets[0].end)
        if give is None or get is None or give is get:
            continue
        words = norm[slice(*offer.trigger)].lower() if offer.trigger else ""
        relation: Relation = "concurrent_unordered"
        first, second = give, get
        if compiled("sequence.in_turn").search(words):
            relation = "follows_from"
            if offer.gets[0].start < offer.gives[0].start:
                first, second = get, give
        elif words.endswith("long as"):
            continue  # neither comes first
        elif offer.kind == "conditional_exchange":
            relation, first, second = "before", get, give
        elif offer.kind != "expected_exchange" and (
            not words or _NO_ORDER.search(words) or not (_told(offer.gives) and _told(offer.gets))
        ):
            continue  # *this in exchange for that* tells no order of two events
        orders.append(
            OrderDraft(relation=relation, first=first, second=second, trigger=offer.trigger)
        )
        awaited = _named_before(norm, events, offer.condition) if offer.condition else None
        if awaited is None or offer.condition is None:
            continue
        at_once = "immediately" in norm[slice(*offer.condition)]
        orders.extend(
            OrderDraft(
                relation="immediately_before" if at_once else "before",
                first=awaited,
                second=later,
                trigger=offer.condition,
            )
            for later in ((give, get) if at_once else (give,))
        )
    return orders


def _told(legs: list[LegDraft]) -> bool:
    """Whether a leg is told as an act with its own subject."""
    return any(c.dep_ in NOUN_SUBJECTS for c in legs[0].verb.children)


def _event_at(events: list[EventDraft], start: int, end: int) -> EventDraft | None:
    return next((e for e in events if e.at(start, end)), None)


def _by_words(norm: str, events: list[EventDraft], words: list[WordOrder]) -> list[OrderDraft]:
    """Orders that a word tells; a step that is no event yet becomes one."""
    orders: list[OrderDraft] = []
    for told in words:
        if told.standing:
            continue
        first = _event_of(norm, events, told.first)
        second = _event_of(norm, events, told.second, other=first)
        orders.append(
            OrderDraft(relation=told.relation, first=first, second=second, trigger=told.word)
        )
    return orders


def _event_of(
    norm: str, events: list[EventDraft], step: Step, other: EventDraft | None = None
) -> EventDraft:
    """The event that a step is, one that has its head or that it holds, else a new one."""
    head = (step.paragraph.start_of(step.head), step.paragraph.end_of(step.head))
    for place in (head, (step.start, step.end)):
        event = _event_at(events, *place)
        if event is not None and event is not other and event.saying == step.saying:
            return event
    ahead = Tenses([step.paragraph]).ahead(*head)
    event = EventDraft(
        name=named(norm, step.start, step.end), start=step.start, end=step.end,
        status="expected" if ahead else "past", saying=step.saying,
    )  # fmt: skip
    events.append(event)
    return event


def _once(orders: list[OrderDraft]) -> list[OrderDraft]:
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for order in orders:
        key = (order.relation, id(order.first), id(order.second))
        if key not in seen:
            seen.add(key)
            kept.append(order)
    return kept


def _by_word(norm: str, events: list[EventDraft], dates: list[Found]) -> list[OrderDraft]:
    """*Resume* comes after the opening; *later Monday* comes after what was said on Monday."""
    orders: list[OrderDraft] = []
    for index, event in enumerate(events):
        words = norm[event.start : event.end]
        resumed = compiled("sequence.resumed").search(words)
        if resumed:
            opened = next(
                (
                    e
                    for e in reversed(events[:index])
                    if compiled("same_event.opened").search(e.name)
                ),
                None,
            )
            if opened is not None:
                a = event.start + resumed.start()
                orders.append(
                    OrderDraft(
                        relation="before",
                        first=opened,
                        second=event,
                        trigger=(a, a + len(resumed[0])),
                    )
                )
        if (
            event.saying
            and event.date is not None
            and norm[dates[event.date].start :].startswith("later ")
        ):
            day = dates[event.date].value[:10]
            same = [
                e for e in events[:index]
                if e.date is not None and e.saying and not e.report
                and dates[e.date].value[:10] == day
                and not norm[dates[e.date].start :].startswith("later ")
            ]  # fmt: skip
            if same:
                found = dates[event.date]
                orders.append(
                    OrderDraft(
                        relation="before",
                        first=same[-1],
                        second=event,
                        trigger=(found.start, found.end),
                    )
                )
    return orders


def _meant(norm: str, event: EventDraft, events: list[EventDraft]) -> EventDraft:
    """The event that *the meeting* or *the talks* means: the last one that opened."""
    if not compiled("sequence.the_talks").match(norm[event.start : event.end].lower()):
        return event
    earlier = [
        e for e in events if e.end <= event.start and compiled("same_event.opened").search(e.name)
    ]
    return earlier[-1] if earlier else event


def _named_before(
    norm: str, events: list[EventDraft], condition: tuple[int, int]
) -> EventDraft | None:
    if compiled("sequence.named_before").search(norm[slice(*condition)].lower()):
        return next((e for e in reversed(events) if e.end <= condition[0]), None)
    words = set(re.findall(r"\w{5,}", norm[slice(*condition)].lower())) - word_class(
        "after_at_once"
    )
    for event in events:
        if words & set(re.findall(r"\w{5,}", norm[event.start : event.end].lower())):
            return event
    return None
