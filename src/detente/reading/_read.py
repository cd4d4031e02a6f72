"""Read an article: from text to the records of ``detente.reading/1``."""

import hashlib
import re
from datetime import date
from pathlib import Path

from detente._errors import NoStandoffError, ReadingError
from detente.facts._reading_tables import load_lexicon
from detente.reading._commitment import commitment, direction, hedges
from detente.reading._communique import find_declarations, is_communique
from detente.reading._controls import ControlDraft, find_controls
from detente.reading._dates import Anchor, find_dates, parse_full_date
from detente.reading._entities import Cast, Draft
from detente.reading._events import EventDraft, find_events, find_order
from detente.reading._exclusions import find_exclusions
from detente.reading._gazetteer import find_names, time_zone
from detente.reading._goods import GENERIC, find_goods
from detente.reading._headline import find_headline
from detente.reading._input import Source, check_text, load_source
from detente.reading._nlp import parse
from detente.reading._offers import LegDraft, find_offers
from detente.reading._records import (
    Commitment,
    Control,
    Date,
    Document,
    Event,
    Exclusion,
    Leg,
    Metadata,
    Offer,
    Order,
    Published,
    Reading,
    Span,
    Statement,
)
from detente.reading._segments import MONTH, Segment, segment
from detente.reading._statements import Said, find_statements
from detente.reading._text import normalise, span_of, trim

__all__ = ["read", "read_text", "require_standoff"]

_ANAPHOR = re.compile(r"\b(?:the|these|this|such|those) (?:measures?|steps?|rules?|moves?|restrictions?|controls?|curbs?|ban)\b", re.IGNORECASE)


def read(source: str | Path, *, on: str | date | None = None) -> Reading:
    """Read an article from a file.

    Parameters
    ----------
    source
        Path of a text or HTML file, or ``-`` for standard input.
    on
        Day of publication, used where the article does not give its own [YYYY-MM-DD].

    Returns
    -------
    Reading
        Statements, speakers, dates, controls, offers, exclusions and their order.

    Raises
    ------
    ReadingError
        If the source cannot be read or has no date of publication.
    """
    return _read(load_source(source), on)


def read_text(text: str, *, on: str | date | None = None) -> Reading:
    """Read an article from a string.

    Parameters
    ----------
    text
        The article.
    on
        Day of publication, used where the article does not give its own [YYYY-MM-DD].

    Examples
    --------
    >>> reading = read_text(
    ...     "China will lift its curbs on gallium exports, the minister told reporters on Monday.",
    ...     on="2025-06-10",
    ... )
    >>> reading.statements[0].polarity, reading.dates[0].value
    ('ease', '2025-06-09')
    """
    check_text(text, "the text")
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return _read(Source(text=text, sha256=digest, name="the text"), on)


def require_standoff(reading: Reading) -> Reading:
    """Return the reading if it holds an export-control standoff.

    Parameters
    ----------
    reading
        What :func:`read` returned.

    Raises
    ------
    NoStandoffError
        If no control with an imposer was found.
    """
    if any(control.imposer for control in reading.controls):
        return reading
    raise NoStandoffError(
        "no standoff found: looked for a government's export controls (curbs, bans, licences, limits) "
        "on a good such as rare earths, gallium, chips, chip-making equipment or gas, and found none"
    )


def _given_day(on: str | date | None) -> date | None:
    if on is None or isinstance(on, date):
        return on
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise ReadingError(f"--on {on}: not a date; write it as YYYY-MM-DD") from None


def _anchor(norm: str, segments: list[Segment], given: date | None, name: str) -> tuple[Anchor, bool]:
    """Find the publication date: a date line, a byline, an agency's date line, else what was given."""
    head = [s for s in segments if s.start < 3000][:14]
    tail = segments[-3:]
    for kinds, pool in ((("dateline", "byline"), head), (("furniture", "headline", "dek", "caption"), head), (("dateline",), tail)):
        for part in pool:
            if part.kind not in kinds:
                continue
            found = parse_full_date(norm[part.start : part.end])
            if found:
                start, end, day, iso = found
                return Anchor(start=part.start + start, end=part.start + end, day=day, iso=iso), True
    lead = re.compile(rf"[A-Z][^\n]{{0,60}}?,? (?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH})(?:,? \d{{4}})?\W*(?:\([\w ]+\))?\s*(?:--|—|–|-)\s")
    for part in head:
        match = lead.match(norm, part.start, part.end)
        if match:
            found = parse_full_date(match[0], near=given)
            if found:
                start, end, day, iso = found
                return Anchor(start=part.start + start, end=part.start + end, day=day, iso=iso), True
    if given is not None:
        return Anchor(start=-1, end=-1, day=given, iso=given.isoformat()), False
    raise ReadingError(f"{name}: cannot find a publication date in the article; pass --on YYYY-MM-DD")


def _place_zone(norm: str, segments: list[Segment], day: date) -> str | None:
    """Zone of the article's place: its date line's city, else the place named most, not a capital's name."""
    names = find_names(norm, day)
    first = next((s for s in segments if s.kind == "paragraph"), None)
    if first is not None:
        lead = re.match(r"([A-Z][A-Za-z. ]{2,25}?)(?:,[^\n]{0,40}?)?\s*(?:\([\w ]+\))?\s*(?:--|—|–)", norm[first.start : first.end])
        if lead and (zone := time_zone(lead[1].strip().title())):
            return zone
    places = [name.name for _, _, name in names if name.type == "place" and name.timezone and name.role == "city"]
    if places:
        return time_zone(max(set(places), key=places.count)) or None
    return None


class _Assembly:
    """Turns drafts into numbered records."""

    def __init__(self, source: Source, given: date | None) -> None:
        self.raw = source.text
        self.norm = normalise(source.text)
        self.source = source
        self.segments = segment(self.norm)
        self.anchor, self.dated = _anchor(self.norm, self.segments, given, source.name)
        known = [(a, b) for a, b, _ in find_names(self.norm, self.anchor.day)]
        self.paragraphs = parse(self.norm, self.segments, names=known)
        self.cast = Cast(self.norm, self.anchor.day, self.paragraphs)
        self.goods = find_goods(self.norm)
        within = [(s.start, s.end) for s in self.segments if s.kind in {"headline", "dek", "paragraph"}]
        zone = _place_zone(self.norm, self.segments, self.anchor.day)
        self.found = find_dates(self.norm, self.anchor, place_zone=zone, within=within)

    def span(self, stretch: tuple[int, int] | None) -> Span | None:
        """Return the span of a stretch."""
        return None if stretch is None else span_of(self.raw, *stretch)

    def dates(self) -> tuple[Date, ...]:
        """Number the dates, the publication's first."""
        dates: list[Date] = []
        if self.dated:
            dates.append(Date(id="d_0", span=span_of(self.raw, self.anchor.start, self.anchor.end), value=self.anchor.iso))
        for number, found in enumerate(self.found, start=1):
            anchor = None
            if found.on_previous and number > 1:
                anchor = f"d_{number - 1}"
            elif found.anchored and self.dated:
                anchor = "d_0"
            dates.append(Date(id=f"d_{number}", span=span_of(self.raw, found.start, found.end), value=found.value, anchor=anchor))
        return tuple(dates)

    def metadata(self, outlet: Draft | None) -> Metadata:
        """Headline, author, outlet, publication."""
        headline = next((s for s in self.segments if s.kind == "headline"), None)
        author = None
        for part in self.segments:
            if part.kind == "byline" and author is None:
                match = re.compile(r"By\s+((?:[A-Z][\w.'-]+\s?){1,4}?)(?=\s{2,}|,|\s+and\b|\s+" + MONTH + r"|\s*$|\s+\d)", re.IGNORECASE).match(self.norm, part.start, part.end)
                if match:
                    author = trim(self.norm, *match.span(1))
        place = None
        if outlet is not None and outlet.spans:
            place = min(outlet.spans)
        published = Published(
            span=span_of(self.raw, self.anchor.start, self.anchor.end) if self.dated else None,
            iso=self.anchor.iso,
        )
        return Metadata(
            headline=self.span((headline.start, headline.end)) if headline else None,
            author=self.span(author),
            outlet=self.span(place),
            published=published,
        )

    def outlet(self) -> Draft | None:
        """The outlet: who stands before the date line's dash or in its brackets."""
        first = next((s for s in self.segments if s.kind == "paragraph"), None)
        if first is None:
            return None
        line = self.norm[first.start : min(first.end, first.start + 90)]
        agency = re.match(r"[^\n()]{0,60}\(([A-Z][\w ]{1,25})\)\s*(?:--|—|–|-)", line)
        lead = agency or re.match(r"([A-Z][A-Za-z]*[a-z][A-Za-z]*)\s*(?:--|—|–)\s", line)
        if lead is None:
            return None
        start, end = first.start + lead.start(1), first.start + lead.end(1)
        named = [d for a, b, d in self.cast.named_at(start, end) if d.type == "outlet"]
        if named:
            return named[0]
        if time_zone(lead[1].title()):
            return None
        return self.cast.new("outlet", lead[1], start, end)

    def about(self, said: Said, controls: list[ControlDraft]) -> list[ControlDraft]:
        """Controls that a statement speaks of: by a mention, else by a good."""
        found: list[ControlDraft] = []
        for start, end in said.content:
            for control in controls:
                if any(m.start < end and start < m.end for m in control.mentions) and control not in found:
                    found.append(control)
        for start, end in said.content:
            for good in self.goods:
                if not start <= good.start < end or good.row.family == GENERIC:
                    continue
                same = [c for c in controls if c.family == good.row.family]
                if same and not any(c in found for c in same):
                    found.append(same[0])
        if not found and _ANAPHOR.search(self.norm, said.start, said.end):
            near = [(m.start, c) for c in controls for m in c.mentions if said.start - 700 < m.start < said.start]
            own = said.speaker.party if said.speaker else None
            mine = [item for item in near if item[1].imposer == own] or near
            if mine:
                found.append(max(mine, key=lambda item: item[0])[1])
        return found

    def venue(self, said: Said) -> str | None:
        """Where it was said, by the words around the reporting word."""
        if said.cue_span is None:
            return None
        paragraph = said.paragraph
        low, high = paragraph.offset, paragraph.end
        for sentence in paragraph.sentences():
            a, b = paragraph.offset + int(sentence.start_char), paragraph.offset + int(sentence.end_char)
            if a <= said.cue_span[0] < b:
                low, high = a, b
        frame = list(self.norm[low:high])
        for start, end in said.content:
            for index in range(max(start, low) - low, min(end, high) - low):
                frame[index] = " "
        text = "".join(frame)
        for pattern, venue in load_lexicon()["venue"].items():
            if re.search(pattern, text):
                return venue
        return None

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
            if gap <= 60 and "." not in self.norm[min(high, item.span.end) : max(low, item.span.start)].strip("."):
                if best is None or gap < best[0]:
                    best = (gap, item.id)
        return best[1] if best else None


def _leg(assembly: _Assembly, leg: LegDraft) -> Leg:
    return Leg(
        actor=leg.actor,
        action=leg.action,
        control=leg.control.identifier if leg.control else None,
        span=span_of(assembly.raw, leg.start, leg.end),
    )


def _read(source: Source, on: str | date | None) -> Reading:
    work = _Assembly(source, _given_day(on))
    outlet = work.outlet()
    said = find_statements(work.norm, work.raw, work.paragraphs, work.cast)
    if is_communique(work.norm):
        said.extend(find_declarations(work.norm, work.paragraphs, work.cast, said))
        said.sort(key=lambda s: s.start)
    headline = next((p for p in work.paragraphs if p.segment.kind == "headline"), None)
    if headline is not None:
        statement = find_headline(work.norm, headline, work.cast)
        said = [*([statement] if statement else []), *said]
    parties = [(s.start, s.end, s.speaker.party) for s in said if s.speaker and s.speaker.party]
    controls = find_controls(work.norm, work.paragraphs, work.cast, parties)
    about = [work.about(s, controls) for s in said]
    levels: list[Commitment] = []
    for statement, named in zip(said, about, strict=True):
        text = " ".join(work.norm[a:b] for a, b in statement.content)
        cue = work.norm[slice(*statement.cue_span)] if statement.cue_span else ""
        level = commitment(text, statement.cue_kind, about_control=bool(named), cue_text=cue)
        act = statement.cue_kind in {"act", "announce"} and level == "asserted"
        levels.append("done" if act else level)
    offers = find_offers(
        work.norm, list(zip(said, levels, strict=True)), work.paragraphs, controls, work.cast
    )
    exclusions = find_exclusions(
        work.norm, list(zip(said, levels, about, strict=True)), work.paragraphs, controls
    )
    events = find_events(work.norm, work.paragraphs, work.found, said, offers)
    orders = find_order(work.norm, events, work.found, offers)
    used = {s.speaker.key for s in said if s.speaker} | ({outlet.key} if outlet else set())
    entities = work.cast.entities(work.raw, used)
    dates = work.dates()
    for number, event in enumerate(events, start=1):
        event.identifier = f"e_{number}"
    return Reading(
        document=Document(sha256=source.sha256, characters=len(source.text)),
        metadata=work.metadata(outlet),
        entities=entities,
        dates=dates,
        controls=tuple(_control(work, control) for control in controls),
        statements=tuple(
            _statement(work, n, s, level, named, dates, outlet)
            for n, (s, level, named) in enumerate(zip(said, levels, about, strict=True), start=1)
        ),
        offers=tuple(
            Offer(
                id=f"o_{n}",
                offeror=o.offeror.identifier or None if o.offeror else None,
                kind=o.kind,
                gives=tuple(_leg(work, leg) for leg in o.gives),
                gets=tuple(_leg(work, leg) for leg in o.gets),
                condition=work.span(o.condition),
                trigger=work.span(o.trigger),
                strength=o.strength,
            )
            for n, o in enumerate(offers, start=1)
        ),
        exclusions=tuple(
            Exclusion(
                id=f"x_{n}",
                control=x.control.identifier if x.control else None,
                span=span_of(work.raw, x.start, x.end),
                strength=x.strength,
            )
            for n, x in enumerate(exclusions, start=1)
        ),
        events=tuple(_event(work, event) for event in events),
        sequence=tuple(
            Order(id=f"q_{n}", relation=o.relation, first=o.first.identifier, second=o.second.identifier, trigger=work.span(o.trigger))
            for n, o in enumerate(orders, start=1)
        ),
        text=source.text,
        goods={control.identifier: control.goods for control in controls},
    )


def _event(work: _Assembly, event: EventDraft) -> Event:
    day = f"d_{event.date + 1}" if event.date is not None else None
    return Event(id=event.identifier, name=event.name, date=day, span=span_of(work.raw, event.start, event.end), status=event.status)


def _control(work: _Assembly, control: ControlDraft) -> Control:
    targets = [m.target for m in control.mentions if m.target]
    named = list(dict.fromkeys(g.row.product for m in control.mentions for g in m.goods if g.row.family == control.family))
    tiers = list(dict.fromkeys(g.row.tier for m in control.mentions for g in m.goods if g.row.family == control.family and g.row.tier))
    other = any(re.search(r"\bother\b", work.norm[m.start : m.end]) for m in control.mentions)
    tier = "; ".join(tiers) or ("other" if other and control.family == "semiconductors" else None)
    return Control(
        id=control.identifier,
        imposer=control.imposer,
        target=max(targets, key=targets.count) if targets else None,
        product="; ".join(named) or (control.family if control.family != GENERIC else "technology"),
        tier=tier,
        status=_status(work, control),
        mentions=tuple(span_of(work.raw, m.start, m.end) for m in control.mentions),
    )


def _status(work: _Assembly, control: ControlDraft) -> str:
    """Read from the words beside each mention whether a control stands, is planned or is gone."""
    votes = {"lifted": 0, "suspended": 0, "proposed": 0, "in force": 1}
    for mention in control.mentions:
        beside = work.norm[max(mention.start - 60, mention.paragraph.offset) : min(mention.end + 50, mention.paragraph.end)]
        if re.search(r"\b(?:has|have|had|was|were|been)\b[\w ]{0,20}\b(?:lifted|removed|rescinded|revoked|scrapped|withdrawn)\b", beside):
            votes["lifted"] += 1
        elif re.search(r"\b(?:has|have|had|was|were|been)\b[\w ]{0,20}\b(?:suspended|paused)\b", beside) and not mention.verbal:
            votes["suspended"] += 1
        elif re.search(r"\b(?:plan\w*|propos\w+|consider\w*|threaten\w*|weigh\w*|mull\w*|may|might|could) (?:to )?(?:impose|introduce|restrict|ban|tighten|expand|limit|new)\b", beside):
            votes["proposed"] += 1
        else:
            votes["in force"] += 1
    return max(votes, key=lambda name: votes[name])


def _statement(
    work: _Assembly, number: int, said: Said, level: Commitment, named: list[ControlDraft], dates: tuple[Date, ...], outlet: Draft | None
) -> Statement:
    about = bool(named)
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
        polarity=direction(said.paragraph, said.content, level, about_control=about),
        hedges=tuple(span_of(work.raw, a, b) for a, b in hedges(work.norm, low, high)),
    )


