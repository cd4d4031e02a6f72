"""What is new in a folder, a feed or at an address."""

import calendar
import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from detente._errors import DetenteError, ReadingError
from detente.casebook import Casebook
from detente.casebook.schema import seen, watched
from detente.casebook.store import now
from detente.reading import is_article
from detente.reading.source.fetch import FEEDS, Fetched, fetch, is_url
from detente.reading.source.file_days import day_in_name
from detente.reading.source.input import LARGEST_FILE

__all__ = ["Found", "new_in"]

LARGEST_FEED = 5_000_000
"""Most of a feed that is taken [byte]."""
MOST_ENTRIES = 200
"""Most new entries of one feed in one look; the rest comes with the next [count]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something new."""

    key: str
    """Hash by which it is known again."""
    name: str
    source: str
    """What it is called and where it is from."""
    data: bytes | None
    """Its bytes; none where it could not be had."""
    on: dt.date | None = None
    """Its day, where the source says one."""
    fault: str = ""
    """Why it could not be had; it is tried again the next time."""


def new_in(book: Casebook, source: str, *, allow_private: bool = False) -> Iterator[Found]:
    """Look for what is new."""
    if is_url(source):
        yield from _at_address(book, source, allow_private=allow_private)
        return
    folder = Path(source)
    if not folder.is_dir():
        raise DetenteError(f"{source}: there is no such folder; give a folder or an address")
    for path in sorted(folder.rglob("*")):
        if not is_article(path.name):
            continue
        try:
            if not path.is_file() or path.stat().st_size > LARGEST_FILE:
                continue
            data = path.read_bytes()
        except OSError as error:
            fault = f"{path}: cannot be read ({error.strerror})"
            yield Found(key="", name=path.name, source=str(path), data=None, fault=fault)
            continue
        key = _hash("file", hashlib.sha256(data).hexdigest())
        if not _was_seen(book, key):
            place = str(path.absolute())
            yield Found(key=key, name=path.name, source=place, data=data, on=day_in_name(path.name))


def _at_address(book: Casebook, url: str, *, allow_private: bool) -> Iterator[Found]:
    with book.store.read() as connection:
        row = connection.execute(select(watched).where(watched.c.url == url)).first()
    try:
        answer = fetch(
            url,
            largest=LARGEST_FILE,
            allow_private=allow_private,
            also=FEEDS,
            etag=row.etag if row else "",
            modified=row.modified if row else "",
        )
    except ReadingError as error:
        yield Found(key="", name=url, source=url, data=None, fault=str(error))
        return
    if answer.unchanged:
        return
    feed = _feed(answer)
    if feed is None:
        key = _hash("page", url, hashlib.sha256(answer.data).hexdigest())
        if not _was_seen(book, key):
            yield Found(key=key, name=url, source=answer.url, data=answer.data)
        _remember(book, url, answer)
        return
    whole = True
    entries = [one for one in feed.entries if not _was_seen(book, _entry_key(url, one))]
    for entry in entries[:MOST_ENTRIES]:
        found = _entry(url, entry, allow_private=allow_private)
        whole = whole and not found.fault
        yield found
    if whole and len(entries) <= MOST_ENTRIES:
        _remember(book, url, answer)  # else it is asked for whole the next time


def _feed(answer: Fetched) -> Any | None:  # noqa: ANN401 - of the library
    """The feed in an answer; None if it is none."""
    head = answer.data[:2000].lstrip().lower()
    if not (head.startswith(b"<?xml") or b"<rss" in head or b"<feed" in head or b"<rdf" in head):
        return None
    if b"<html" in head:
        return None
    if len(answer.data) > LARGEST_FEED:
        raise ReadingError(f"{answer.url}: a feed of {len(answer.data) / 1e6:.0f} MB is too long")
    try:
        import feedparser  # noqa: PLC0415 - an extra
    except ImportError:
        raise DetenteError("feeds need feedparser: install detente[watch]") from None
    parsed = feedparser.parse(answer.data)
    return parsed if parsed.version else None


def _entry(url: str, entry: Any, *, allow_private: bool) -> Found:  # noqa: ANN401 - of the library
    """Fetch what an entry points to; without a link, its own text is the article."""
    key, link = _entry_key(url, entry), str(entry.get("link") or "")
    name = link or str(entry.get("title") or entry.get("id") or "entry")[:200]
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    day = None
    if moment is not None:
        day = dt.datetime.fromtimestamp(calendar.timegm(moment), tz=dt.UTC).date()
    if not link:
        data = _own_text(entry).encode("utf-8", "replace")
        return Found(key=key, name=name, source=url, data=data, on=day)
    try:
        answer = fetch(link, largest=LARGEST_FILE, allow_private=allow_private)
    except ReadingError as error:
        return Found(key=key, name=name, source=link, data=None, on=day, fault=str(error))
    return Found(key=key, name=name, source=link, data=answer.data, on=day)


def _own_text(entry: Any) -> str:  # noqa: ANN401 - of the library
    parts = [str(one.get("value", "")) for one in entry.get("content", ())]
    body = "\n".join(parts) or str(entry.get("summary", ""))
    return f"<html><body><article><h1>{entry.get('title', '')}</h1>{body}</article></body></html>"


def _entry_key(url: str, entry: Any) -> str:  # noqa: ANN401 - of the library
    said = entry.get("id") or entry.get("link") or f"{entry.get('title')}{entry.get('published')}"
    return _hash("entry", url, str(said))


def _remember(book: Casebook, url: str, answer: Fetched) -> None:
    """Keep what the server calls this version."""
    with book.store.write() as connection:
        connection.execute(watched.delete().where(watched.c.url == url))
        connection.execute(
            watched.insert().values(
                url=url, etag=answer.etag, modified=answer.modified, checked=now()
            )
        )


def _was_seen(book: Casebook, key: str) -> bool:
    with book.store.read() as connection:
        return connection.execute(select(seen.c.key).where(seen.c.key == key)).first() is not None


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
