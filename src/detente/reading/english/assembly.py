"""From drafts to numbered records."""

import re
from datetime import date, timedelta

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._records import (
    Commitment,
    Control,
    Date,
    Event,
    Leg,
    Metadata,
    Published,
    Span,
    Statement,
    Status,
)
from detente.reading._text import normalise, span_of
from detente.reading.english.controls.controls import ControlDraft
from detente.reading.english.controls.status import control_status
from detente.reading.english.dates.clock import opens_with_clock
from detente.reading.english.dates.dates import find_dates
from detente.reading.english.events.events import EventDraft
from detente.reading.english.grammar.nlp import parse
from detente.reading.english.grammar.tense import Tenses
from detente.reading.english.names.entities import Cast, Draft
from detente.reading.english.page.masthead import author, outlet
from detente.reading.english.page.publication import find_anchor, find_place_zone
from detente.reading.english.said.said import Said
from detente.reading.english.steps.legs import LegDraft
from detente.reading.english.text.gazetteer import find_names, time_zone
from detente.reading.english.text.goods import GENERIC, find_goods
from detente.reading.english.text.segments import segment
from detente.reading.english.weight.direction import direction, hedges, on_trade
from detente.reading.source.input import Source

__all__ = ["Assembly", "control_record", "event_record", "leg_record", "statement_record"]

_FRAME = 160
"""How far from a reporting word its venue may be named [code points]."""
_FLOW = compiled("assembly.flow")
_ACT = compiled("assembly.act")
_YIELDING = compiled("assembly.yielding")
_ANAPHOR = compiled("assembly.anaphor")


class Assembly:
    """Turns drafts into numbered records."""

    def __init__(self, source: Source, given: date | None) -> None:
        self.raw = source.mended.text
        self.norm = normalise(self.raw)
        self.source = source
        self.segments = segment(self.norm)
        self.anchor, self.dated = find_anchor(self.norm, self.segments, given, source.name)
        known = [(a, b) for a, b, _ in find_names(self.norm, self.anchor.day)]
        self.paragraphs = parse(self.norm, self.segments, names=known)
        self.cast = Cast(self.norm, self.anchor.day, self.paragraphs)
        self.goods = find_goods(self.norm)
        read = {"headline", "dek", "dateline", "paragraph"}
        within = [
            (s.start, s.end)
            for s in self.segments
            if s.kind in read or opens_with_clock(self.norm, s.start, s.end)
        ]
        zone = find_place_zone(self.norm, self.segments, self.anchor.day)
        self.found = find_dates(
            self.norm,
            self.anchor,
            place_zone=zone,
            within=within,
            ahead=Tenses(self.paragraphs).ahead,
        )

    def span(self, stretch: tuple[int, int] | None) -> Span | None:
        """Return the span of a stretch."""
        return None if stretch is None else span_of(self.raw, *stretch)

    def dates(self) -> tuple[Date, ...]:
        """Number the dates, the publication's first."""
        dates: list[Date] = []
        if self.dated:
            dates.append(
                Date(
                    id="d_0",
                    span=span_of(self.raw, self.anchor.start, self.anchor.end),
                    value=self.anchor.iso,
                )
            )
        for number, found in enumerate(self.found, start=1):
            anchor = None
            if found.on_previous and number > 1:
                anchor = f"d_{number - 1}"
            elif found.anchored and self.dated:
                anchor = "d_0"
            dates.append(
                Date(
                    id=f"d_{number}",
                    span=span_of(self.raw, found.start, found.end),
                    value=found.value,
                    anchor=anchor,
                )
            )
        return tuple(dates)

    def metadata(self, paper: Draft | None) -> Metadata:
        """Headline, author, outlet, publication."""
        headline = next((s for s in self.segments if s.kind == "headline"), None)
        place = min(paper.spans) if paper is not None and paper.spans else None
        published = Published(
            span=span_of(self.raw, self.anchor.start, self.anchor.end) if self.dated else None,
            iso=self.anchor.iso,
        )
        return Metadata(
            headline=self.span((headline.start, headline.end)) if headline else None,
            author=self.span(author(self.norm, self.segments)),
            outlet=self.span(place),
            published=published if self.anchor.iso else None,
        )

    def outlet(self) -> Draft | None:
        """The outlet, as the head of the article names it."""
        place = outlet(self.norm, self.segments)
        if place is None:
            return None
        named = [d for _, _, d in self.cast.named_at(*place) if d.type == "outlet"]
        if named:
            return named[0]
        words = self.norm[slice(*place)]
        return None if time_zone(words.title()) else self.cast.new("outlet", words, *place)

    def about(self, said: Said, controls: list[ControlDraft]) -> list[ControlDraft]:
        """Controls that a statement speaks of: by a mention, else by a good."""
        found: list[ControlDraft] = []
        for start, end in said.content:
            for control in controls:
                if (
                    any(m.start < end and start < m.end for m in control.mentions)
                    and control not in found
                ):
                    found.append(control)
        for start, end in said.content:
            for good in self.goods:
                if not start <= good.start < end or good.row.family == GENERIC:
                    continue
                same = [c for c in controls if good.row.family in c.families]
                if same and not any(c in found for c in same):
                    found.append(same[0])
        own_supply = said.speaker is not None and bool(
            _FLOW.search(self.norm, said.start, said.end)
        )
        acts = any(p.search(self.norm, said.start, said.end) for p in (_ANAPHOR, _ACT, _YIELDING))
        if not found and (own_supply or acts):
            near = [
                (m.start, c)
                for c in controls
                for m in c.mentions
                if said.start - (4000 if own_supply else 2000) < m.start < said.start
            ]
            own = said.speaker.party if said.speaker else None
            anaphor = _ANAPHOR.search(self.norm, said.start, said.end)
            close = [item for item in near if anaphor or item[0] > said.start - 700]
            mine = [item for item in near if item[1].imposer == own] or (close if acts else [])
            if mine:
                found.append(max(mine, key=lambda item: item[0])[1])
        return found

    def weighed(self, said: Said, named: list[ControlDraft]) -> bool:
        """Whether a statement speaks of a control or of a supply held back."""
        return bool(named) or on_trade(said.paragraph, said.content)

    def venue(self, said: Said) -> str | None:
        """Where it was said, by the words around the reporting word."""
        if said.cue_span is None:
            return None
        paragraph = said.paragraph
        low, high = paragraph.offset, paragraph.end
        cue = paragraph.tokens(*said.cue_span)
        if cue:
            low, high = paragraph.bounds(cue[0].sent)
        low, high = max(low, said.cue_span[0] - _FRAME), min(high, said.cue_span[1] + _FRAME)
        frame = list(self.norm[low:high])
        for start, end in said.content:
            for index in range(max(start, low) - low, min(end, high) - low):
                frame[index] = " "
        text = "".join(frame)
        if not compiled("assembly.any_venue").search(text):
            return None
        return next(v for p, v in load_lexicon()["venue"].items() if re.search(p, text))

    def date_of(self, said: Said, dates: tuple[Date, ...]) -> str | None:
        """The day of the saying: a time expression beside the reporting word."""
        if said.cue_span is None:
            return None
        low, high = said.cue_span
        best: tuple[int, str] | None = None
        for item in dates[1 if self.dated else 0 :]:
            inside = any(a <= item.span.start < b for a, b in said.content)
            if inside or not re.match(r"\d{4}-\d{2}-\d{2}", item.value):
                continue
            gap = min(abs(item.span.start - high), abs(low - item.span.end))
            between = self.norm[min(high, item.span.end) : max(low, item.span.start)].strip(".")
            if (
                gap <= 60
                and "." not in between
                and "\n" not in between
                and (best is None or gap < best[0])
            ):
                best = (gap, item.id)
        return best[1] if best else None


def leg_record(assembly: Assembly, leg: LegDraft) -> Leg:
    """The record of a leg of an offer."""
    return Leg(
        actor=leg.actor,
        action=leg.action,
        control=leg.control.identifier if leg.control else None,
        span=span_of(assembly.raw, leg.start, leg.end),
    )


def event_record(work: Assembly, event: EventDraft) -> Event:
    """The record of an event."""
    day = f"d_{event.date + 1}" if event.date is not None else None
    return Event(
        id=event.identifier,
        name=event.name,
        date=day,
        span=span_of(work.raw, event.start, event.end),
        status=event.status,
    )


def control_record(work: Assembly, control: ControlDraft) -> Control:
    """The record of a control."""
    aimed = [m for m in control.mentions if m.target]
    targets = [m.target for m in [m for m in aimed if m.mood == "told"] or aimed]
    named = list(
        dict.fromkeys(
            g.row.product
            for m in control.mentions
            for g in m.goods
            if g.row.family == control.family or (g.row.family in control.families and g.row.goods)
        )
    )
    tiers = list(
        dict.fromkeys(
            g.row.tier
            for m in control.mentions
            for g in m.goods
            if g.row.family == control.family and g.row.tier
        )
    )
    other = any(
        compiled("assembly.another").search(work.norm[m.start : m.end]) for m in control.mentions
    )
    tier = "; ".join(tiers) or ("other" if other and control.family == "semiconductors" else None)
    return Control(
        id=control.identifier,
        imposer=control.imposer,
        target=max(targets, key=targets.count) if targets else None,
        product="; ".join(named) or control.family,
        tier=tier,
        status=_stands(work, control),
        mentions=tuple(span_of(work.raw, m.start, m.end) for m in control.mentions),
        denied=tuple(
            span_of(work.raw, m.start, m.end) for m in control.mentions if m.mood == "denied"
        ),
        imagined=tuple(
            span_of(work.raw, m.start, m.end) for m in control.mentions if m.mood == "imagined"
        ),
    )


_FROM = compiled("assembly.from")
_BEGINS = compiled("assembly.begins")
_OPENS = compiled("assembly.opens")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}(?![\w-])")
_LET_GO = compiled("assembly.let_go")
_LONGER = compiled("assembly.longer")
_SOON = timedelta(days=7)
"""A rule that is told as one *from Monday* stands as good as already."""
_GAP = 60
"""How far behind a control the day on which it begins may stand [code points]."""


def _stands(work: Assembly, control: ControlDraft) -> Status:
    """The status of a control; one that begins on a day to come is proposed."""
    status = control_status(work.norm, control)
    if status != "in force" or work.anchor.day is None:
        return status
    places = [(m, *m.paragraph.bounds(m.head.sent)) for m in control.mentions]
    if any(_LONGER.search(work.norm, low, mention.start) for mention, low, _ in places):
        return status  # a rule that is extended stands
    made = [m for m in control.mentions if m.verbal and m.head.tag_ == "VBD" and m.mood == "told"]
    for mention, low, high in places:
        if any(other.start < mention.start for other in made):
            break  # one that was made stands, whatever is to come
        for found in work.found:
            if _lies_within(found.value, work.anchor.day):
                continue
            if found.end <= mention.start and _OPENS.fullmatch(work.norm, low, found.start):
                return "proposed"
            if not mention.start < found.start < min(high, mention.end + _GAP):
                continue
            between = work.norm[max(mention.start, found.start - 40) : found.start]
            told = work.norm[found.start : found.end]
            inside = found.start < mention.end and any(c.isdigit() for c in told)
            later = not _lies_within(found.value, work.anchor.day + _SOON)
            loose = inside or (later and not _LET_GO.search(work.norm, low, found.start))
            begins = _BEGINS if loose else _FROM
            if begins.search(between):
                return "proposed"
    return status


def _lies_within(value: str, day: date) -> bool:
    """Whether a day, week, month or year does not begin after a day, or has no beginning."""
    week = _WEEK.match(value)
    if week is not None:
        return date.fromisocalendar(int(week[1]), int(week[2]), 1) <= day
    return not _DAY.match(value) or value[:10] <= day.isoformat()


def _halted(named: list[ControlDraft]) -> bool:
    """Whether a control is a supply that was suspended: *Congo suspended exports of cobalt*."""
    return any(
        m.verbal and m.head.lemma_.lower() in word_class("freeze_verb")
        for control in named
        for m in control.mentions
    )


def statement_record(
    work: Assembly,
    number: int,
    said: Said,
    level: Commitment,
    named: list[ControlDraft],
    dates: tuple[Date, ...],
    outlet: Draft | None,
) -> Statement:
    """The record of a statement."""
    about = work.weighed(said, named)
    low = min(said.start, said.cue_span[0] if said.cue_span else said.start)
    high = max(said.end, said.cue_span[1] if said.cue_span else said.end)
    if high - low > said.end - said.start + 120:
        low, high = said.start, said.end
    chain = [d.identifier for d in [*([outlet] if outlet else []), *said.outer] if d.identifier]
    speaker = (said.speaker.identifier or None) if said.speaker else None
    return Statement(
        id=f"s_{number}",
        kind=said.kind,
        speaker=speaker,
        speaker_span=work.span(said.speaker_span),
        cue_span=work.span(said.cue_span),
        content=tuple(span_of(work.raw, a, b) for a, b in said.content),
        venue=work.venue(said),
        date=work.date_of(said, dates),
        attribution=(*chain, speaker),
        controls=tuple(c.identifier for c in named),
        commitment=level,
        polarity=direction(
            said.paragraph, said.content, level, about_control=about, halted=_halted(named)
        ),
        hedges=tuple(span_of(work.raw, a, b) for a, b in hedges(work.norm, low, high)),
    )
