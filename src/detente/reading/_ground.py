"""Hold what another reader says to the text: a passage is found there, or dropped and counted."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from detente._errors import ReadingError
from detente.facts import load_facts
from detente.reading._records import (
    Control,
    Date,
    Document,
    Entity,
    Event,
    Exclusion,
    Metadata,
    Offer,
    Order,
    Published,
    Reading,
    Span,
    Statement,
)
from detente.reading._text import normalise
from detente.reading.english.page.publication import find_anchor
from detente.reading.english.text.goods import find_goods
from detente.reading.english.text.segments import segment
from detente.reading.source.input import Source

__all__ = ["ground"]

Record = Mapping[str, Any]
Row = TypeVar("Row", bound=BaseModel)


class _Grounder:
    """Finds passages in one text, counts what is not there, and keeps the ids that stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.norm = normalise(text)
        self.dropped = 0
        self.people: set[str] = set()
        self.days: set[str] = set()
        self.known: set[str] = set()
        self.named: set[str] = set()

    def span(self, value: object) -> dict[str, Any] | None:
        """Find a passage; None, and counted, where it is not in the text."""
        if value is None:
            return None
        hint, words = -1, value
        if isinstance(value, Mapping):
            words = value.get("text")
            start = value.get("start")
            hint = start if isinstance(start, int) and not isinstance(start, bool) else -1
        if isinstance(words, str) and words.strip():
            found = self._places(words, hint)
            if found is not None:
                start, end = found
                return {"start": start, "end": end, "text": self.text[start:end]}
        self.dropped += 1
        return None

    def _places(self, words: str, hint: int) -> tuple[int, int] | None:
        """Letter for letter; only blanks, quote marks and dashes may be of another make."""
        for hay, needle in ((self.text, words), (self.norm, normalise(words))):
            if hint >= 0 and hay.startswith(needle, hint):
                return hint, hint + len(needle)
            start = hay.find(needle)
            if start >= 0 and hint >= 0:
                near = (hay.rfind(needle, 0, hint + len(needle)), hay.find(needle, hint))
                start = min((at for at in near if at >= 0), key=lambda at: abs(at - hint))
            if start >= 0:
                return start, start + len(needle)
        return None

    def one(self, value: object, known: Iterable[str]) -> str | None:
        """Keep an id of what stands; one of nothing is counted."""
        found = _one_of(value, known)
        self.dropped += found is None and value is not None
        return found

    def some(self, values: object, known: Iterable[str]) -> list[str]:
        """Keep the ids of what stands."""
        return [name for value in _listed(values) if (name := self.one(value, known)) is not None]

    def spans(self, values: object) -> list[dict[str, Any]]:
        """Find several passages."""
        rows = values if isinstance(values, list) else [values] if values else []
        return [span for span in map(self.span, rows) if span is not None]

    def rows(
        self,
        record: Record,
        part: str,
        kind: type[Row],
        shape: Callable[[dict[str, Any]], dict[str, Any] | None],
    ) -> list[Row]:
        """Take the rows of one part that are in the form and in the text."""
        given = record.get(part)
        found: list[Row] = []
        seen: set[str] = set()
        for item in given if isinstance(given, list) else []:
            row = shape(dict(item)) if isinstance(item, Mapping) else None
            if row is None:
                self.dropped += not isinstance(item, Mapping)
                continue
            try:
                made = kind.model_validate(
                    {key: value for key, value in row.items() if key in kind.model_fields}
                )
            except ValidationError:
                self.dropped += 1
                continue
            identifier = str(getattr(made, "id", ""))
            if identifier in seen:
                self.dropped += 1
                continue
            seen.add(identifier)
            found.append(made)
        return found

    def entity(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Shape an entity; one without a mention is found by its name."""
        row["mentions"] = self.spans(row.get("mentions") or row.get("name"))
        return row if row["mentions"] else None

    def spanned(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Shape a date, an exclusion or an event."""
        row["span"] = self.span(row.get("span"))
        row["control"] = self.one(row.get("control"), self.known)
        row["date"] = self.one(row.get("date"), self.days)
        row.setdefault("anchor", None)
        return row if row["span"] else None

    def control(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Shape a control; the register is looked up later, by rule."""
        row["mentions"] = self.spans(row.get("mentions"))
        row["register_ids"] = ()
        for key in ("imposer", "target", "product"):
            row.setdefault(key, None)
        return row if row["mentions"] else None

    def goods(self, given: object) -> dict[str, tuple[str, ...]]:
        """Goods of the tables that the reader itself names for its controls."""
        rows = [row for row in given if isinstance(row, Mapping)] if isinstance(given, list) else []
        codes = (
            {good.good for good in load_facts().goods} if any("goods" in r for r in rows) else {}
        )
        found = {}
        for row in rows:
            wanted = _listed(row.get("goods"))
            found[str(row.get("id"))] = tuple(dict.fromkeys(self.some(wanted, codes)))
        return found

    def statement(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Shape a statement."""
        row["content"] = self.spans(row.get("content"))
        row["hedges"] = self.spans(row.get("hedges"))
        for key in ("speaker_span", "cue_span"):
            row[key] = self.span(row.get(key))
        row["speaker"] = self.one(row.get("speaker"), self.people)
        row["date"] = self.one(row.get("date"), self.days)
        row["controls"] = self.some(row.get("controls"), self.known)
        row["attribution"] = self.some(row.get("attribution"), self.people)
        return row if row["content"] else None

    def offer(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Shape an offer; one with no leg in the text is none."""
        for side in ("gives", "gets"):
            legs = row.get(side)
            shaped = map(self._leg, legs if isinstance(legs, list) else [])
            row[side] = [one for one in shaped if one is not None]
        row["offeror"] = self.one(row.get("offeror"), self.people)
        for key in ("condition", "trigger"):
            row[key] = self.span(row.get(key))
        return row if row["gives"] or row["gets"] else None

    def _leg(self, row: object) -> dict[str, Any] | None:
        if not isinstance(row, Mapping):
            self.dropped += 1
            return None
        span = self.span(row.get("span"))
        return span and {
            "actor": row.get("actor"),
            "action": row.get("action") or "",
            "control": self.one(row.get("control"), self.known),
            "span": span,
        }

    def order(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Shape an order; both events must stand."""
        row["trigger"] = self.span(row.get("trigger"))
        both = self.one(row.get("first"), self.named) and self.one(row.get("second"), self.named)
        return row if both else None


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _one_of(value: object, known: Iterable[str]) -> str | None:
    return value if isinstance(value, str) and value in known else None


def ground(record: object, source: Source, *, reader: str, on: date | None = None) -> Reading:
    """Make a reading of what another reader says about a text."""
    if not isinstance(record, Mapping):
        raise ReadingError(f"{reader}: its answer is no reading; a JSON object is expected")
    work = _Grounder(source.text)
    entities = work.rows(record, "entities", Entity, work.entity)
    work.people = {row.id for row in entities}
    dates = work.rows(record, "dates", Date, work.spanned)
    work.days = {row.id for row in dates}
    dates = [row.model_copy(update={"anchor": work.one(row.anchor, work.days)}) for row in dates]
    controls = work.rows(record, "controls", Control, work.control)
    work.known = {row.id for row in controls}
    named = work.goods(record.get("controls"))
    statements = work.rows(record, "statements", Statement, work.statement)
    offers = work.rows(record, "offers", Offer, work.offer)
    exclusions = work.rows(record, "exclusions", Exclusion, work.spanned)
    events = work.rows(record, "events", Event, work.spanned)
    work.named = {row.id for row in events}
    sequence = work.rows(record, "sequence", Order, work.order)
    metadata = _metadata(work, record.get("metadata"), on, source.name)
    return Reading(
        document=Document(
            sha256=source.sha256,
            characters=len(source.text),
            reader=reader,
            dropped=work.dropped,
            **({} if source.media == "text" else {"media": source.media, "text": source.text}),
        ),
        metadata=metadata,
        entities=tuple(entities),
        dates=tuple(dates),
        controls=tuple(controls),
        statements=tuple(statements),
        offers=tuple(offers),
        exclusions=tuple(exclusions),
        events=tuple(events),
        sequence=tuple(sequence),
        text=source.text,
        goods={row.id: named.get(row.id) or _goods(work.norm, row) for row in controls},
    )


def _goods(norm: str, control: Control) -> tuple[str, ...]:
    """Goods that the mentions of a control name, as the rules know them."""
    found = [
        good
        for mention in find_goods(norm)
        if any(span.start <= mention.start < span.end for span in control.mentions)
        for good in (mention.row.goods or (mention.row.family,))
    ]
    return tuple(dict.fromkeys(found))


def _metadata(work: _Grounder, given: object, on: date | None, name: str) -> Metadata:
    """The head of the article; the date of publication by rule where the reader has none."""
    record = given if isinstance(given, Mapping) else {}
    spans = {
        key: Span.model_validate(span)
        for key in ("headline", "author", "outlet")
        if (span := work.span(record.get(key))) is not None
    }
    published = record.get("published")
    if isinstance(published, Mapping) and _is_iso(published.get("iso")):
        span = work.span(published.get("span"))
        if span is not None:
            day = Published(span=Span.model_validate(span), iso=str(published["iso"]))
            return Metadata(**spans, published=day)
    anchor, dated = find_anchor(work.norm, segment(work.norm), on, name)
    place = None
    if dated:
        start, end = anchor.start, anchor.end
        place = Span(start=start, end=end, text=work.text[start:end])
    return Metadata(
        **spans, published=Published(span=place, iso=anchor.iso) if anchor.iso else None
    )


def _is_iso(value: object) -> bool:
    if not isinstance(value, str) or not re.match(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
