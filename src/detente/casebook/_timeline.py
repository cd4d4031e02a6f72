"""The timeline of a case: what changed from article to article, and how everything stands."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from detente._days import iso
from detente.casebook import shape
from detente.casebook._threads import REPEATED
from detente.casebook._topics import subject_words
from detente.casebook.articles import count_articles
from detente.casebook.schema import articles, linked, said, threads
from detente.casebook.store import Store
from detente.controls import Register, control_row

__all__ = ["Event", "Matter", "Timeline", "events_of", "timeline", "without_echoes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that is new in an article."""

    day: dt.date
    """Day of the article."""
    about: shape.About
    """``offer``, ``position``, ``control`` or ``date``."""
    kind: str
    """What happened: ``appears``, ``firmer``, ``softer``, ``withdrawn``, ``back`` ... of an offer,
    ``turned`` of a position, ``changed`` of a control, ``later`` or ``earlier`` of a day."""
    actor: str
    topic: str
    subject: str
    """Who, on what, and that in words."""
    before: str
    value: str
    """What was said before and now."""
    article: int
    name: str
    """The article's number and name."""
    words: str
    start: int
    end: int
    """The passage, and where it stands in the article [character]."""

    def as_dict(self) -> shape.CaseEvent:
        """The event, ready for JSON."""
        return {
            "day": self.day.isoformat(),
            "about": self.about,
            "kind": self.kind,
            "actor": self.actor or None,
            "topic": self.topic,
            "subject": self.subject,
            "before": self.before or None,
            "value": self.value,
            "article": self.article,
            "article_name": self.name,
            "passage": {"text": self.words, "start": self.start, "end": self.end},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """How one offer, position, control or day stands."""

    about: shape.About
    actor: str
    topic: str
    subject: str
    """As of an event."""
    kind: str
    value: str
    day: dt.date
    """What was last said of it, and when."""
    mentions: int
    """Articles that speak of it [count]."""
    first: dt.date
    """Day of the first of them."""

    @property
    def stands(self) -> bool:
        """Whether an offer is on the table as last said."""
        return self.about == "offer" and self.value not in {"refused", "denied"}

    def as_dict(self) -> shape.CaseMatter:
        """The matter, ready for JSON."""
        return {
            "about": self.about,
            "actor": self.actor or None,
            "topic": self.topic,
            "subject": self.subject,
            "value": self.value,
            "last_said": self.day.isoformat(),
            "first_said": self.first.isoformat(),
            "mentions": self.mentions,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A case over time."""

    case: str
    title: str
    """Its name and title."""
    articles: int
    first: dt.date | None
    last: dt.date | None
    """How many articles [count], and their first and last day."""
    events: tuple[Event, ...]
    """What changed, oldest first."""
    left_out: int
    """Older events that the limit left out [count]."""
    matters: tuple[Matter, ...]
    """How every offer, control and day ahead stands."""
    controls: tuple[shape.LinkedControl, ...]
    """Rows of the register that the articles speak of, as they stand on the day asked for."""
    on: dt.date | None
    """That day."""

    def as_dict(self) -> shape.Over:
        """``detente.case/1``, ready for JSON."""
        return {
            "schema": "detente.case/1",
            "case": self.case,
            "title": self.title,
            "articles": self.articles,
            "first": iso(self.first),
            "last": iso(self.last),
            "on": iso(self.on),
            "events": [event.as_dict() for event in self.events],
            "events_left_out": self.left_out,
            "matters": [matter.as_dict() for matter in self.matters],
            "controls": list(self.controls),
        }


def timeline(
    store: Store,
    case: int,
    name: str,
    title: str,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    about: str | None = None,
    limit: int = 200,
) -> Timeline:
    """Put the timeline of a case together."""
    with store.read() as connection:
        count, first, last = count_articles(connection, case)
        found, all_of_them = _events(connection, case, since, until, about, limit)
        on = min(until, last) if until and last else last
        return Timeline(
            case=name,
            title=title,
            articles=count,
            first=first,
            last=last,
            events=tuple(found),
            left_out=max(0, all_of_them - len(found)),
            matters=tuple(_matters(connection, case, until)),
            controls=tuple(_controls(connection, case, on)),
            on=on,
        )


def without_echoes(events: Sequence[Event]) -> list[Event]:
    """Leave out positions that an offer or a refusal of the same article says already."""
    offers = {(one.article, one.actor, one.topic) for one in events if one.about == "offer"}
    return [
        one
        for one in events
        if one.about != "position"
        or (one.article, one.actor, one.topic.removeprefix(f"{one.actor}:")) not in offers
    ]


def _events(
    connection: Connection,
    case: int,
    since: dt.date | None,
    until: dt.date | None,
    about: str | None,
    limit: int,
) -> tuple[list[Event], int]:
    wanted = [said.c.case_id == case, said.c.kind != REPEATED]
    if since is not None:
        wanted.append(said.c.day >= since)
    if until is not None:
        wanted.append(said.c.day <= until)
    if about is not None:
        wanted.append(threads.c.about == about)
    joined = said.join(threads, said.c.thread_id == threads.c.id)
    counted = joined if about is not None else said
    number = connection.execute(
        select(func.count()).select_from(counted).where(*wanted)
    ).scalar_one()
    query = _query(wanted).order_by(said.c.day.desc(), said.c.article_id.desc(), said.c.id.desc())
    return _read(connection, query.limit(limit))[::-1], number


def events_of(store: Store, case: int, article: int) -> list[Event]:
    """What is new in one article."""
    wanted = (said.c.case_id == case, said.c.article_id == article, said.c.kind != REPEATED)
    with store.read() as connection:
        return _read(connection, _query(wanted).order_by(said.c.id))


def _query(wanted: Sequence[Any]) -> Select[Any]:
    whole = said.join(threads, said.c.thread_id == threads.c.id)
    return (
        select(
            *(said.c[name] for name in ("day", "kind", "value", "before", "start", "end", "words")),
            *(threads.c[name] for name in ("about", "actor", "topic")),
            said.c.article_id,
            articles.c.name,
        )
        .select_from(whole.join(articles, said.c.article_id == articles.c.id))
        .where(*wanted)
    )


def _read(connection: Connection, query: Select[Any]) -> list[Event]:
    return [
        Event(
            day=row["day"],
            about=row["about"],
            kind=row["kind"],
            actor=row["actor"],
            topic=row["topic"],
            subject=subject_words(row["about"], row["actor"], row["topic"]),
            before=row["before"],
            value=row["value"],
            article=row["article_id"],
            name=row["name"],
            words=row["words"],
            start=row["start"],
            end=row["end"],
        )
        for row in connection.execute(query).mappings()
    ]


def _matters(connection: Connection, case: int, until: dt.date | None) -> list[Matter]:
    """The last word on each matter: one look-up in the index of each thread."""
    wanted = [said.c.case_id == case]
    if until is not None:
        wanted.append(said.c.day <= until)
    spans = (
        select(
            said.c.thread_id,
            func.count().label("mentions"),
            func.min(said.c.day).label("first"),
            func.max(said.c.day).label("last"),
        )
        .where(*wanted)
        .group_by(said.c.thread_id)
        .subquery()
    )
    other = said.alias()
    newest = (
        select(func.max(other.c.article_id))
        .where(other.c.thread_id == spans.c.thread_id, other.c.day == spans.c.last)
        .scalar_subquery()
    )
    query = (
        select(
            *(threads.c[name] for name in ("about", "actor", "topic")),
            *(said.c[name] for name in ("kind", "value", "day")),
            spans.c.mentions,
            spans.c.first,
        )
        .select_from(
            spans.join(threads, threads.c.id == spans.c.thread_id).join(
                said, (said.c.thread_id == spans.c.thread_id) & (said.c.day == spans.c.last)
            )
        )
        .where(said.c.article_id == newest, threads.c.about != "position")
        .order_by(threads.c.about, spans.c.last.desc(), threads.c.id)
    )
    return [
        Matter(**row, subject=subject_words(row["about"], row["actor"], row["topic"]))
        for row in connection.execute(query).mappings()
    ]


def _controls(connection: Connection, case: int, on: dt.date | None) -> list[shape.LinkedControl]:
    """Rows of the register that the articles speak of, most often named first."""
    query = (
        select(linked.c.control, func.count(), func.max(linked.c.tabled))
        .where(linked.c.case_id == case)
        .group_by(linked.c.control)
        .order_by(func.count().desc(), linked.c.control)
    )
    register = Register.load()
    known = {control.id: control for control in register}
    rows: list[shape.LinkedControl] = []
    for name, mentions, tabled in connection.execute(query):
        row: shape.LinkedControl = {"id": name, "mentions": mentions, "tabled": bool(tabled)}
        if name in known:
            row = {**control_row(known[name], on), **row}
        rows.append(row)
    return rows
