"""Articles of a case: each text once, with its reading and what it says."""

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, func, select

from detente._errors import CasebookError, DetenteError, NoStandoffError, StandoffError
from detente._version import __version__
from detente.casebook._said import said_in
from detente.casebook._threads import add_said
from detente.casebook.schema import article_sources, articles, cases, linked
from detente.casebook.store import Store, now
from detente.controls import Standoff

if TYPE_CHECKING:
    from detente.reading import Reading

__all__ = ["Added", "ArticleRow", "Prepared", "add_article", "list_articles", "prepare"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article as a list shows it."""

    id: int
    """Number in the casebook."""
    name: str
    headline: str
    """File name or address, and headline if it has one."""
    published: dt.date
    """Its day."""
    sha256: str
    """Hash of its text, white space evened."""
    sources: tuple[str, ...]
    """Where it was taken from; one text may come from several places."""
    characters: int
    """Length [character]."""

    def as_dict(self) -> dict[str, Any]:
        """The row, ready for JSON."""
        return {
            "id": self.id,
            "name": self.name,
            "headline": self.headline,
            "published": self.published.isoformat(),
            "sha256": self.sha256,
            "sources": list(self.sources),
            "characters": self.characters,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of an article that was given."""

    article: int
    """Its number."""
    new: bool
    """Whether it was not there before."""
    published: dt.date
    """Its day."""
    name: str
    """What it is called."""

    def as_dict(self) -> dict[str, Any]:
        """What became of it, ready for JSON."""
        return {
            "article": self.article,
            "new": self.new,
            "published": self.published.isoformat(),
            "name": self.name,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An article read and held against the register, before it is written down."""

    reading: "Reading"
    """What it says."""
    name: str
    source: str
    """What it is called and where it is from."""
    published: dt.date
    """Its day."""
    standoff: Standoff | None
    """The standoff in it, if there is one."""
    controls: Mapping[str, tuple[str, bool]]
    """Rows of the register that it speaks of: role, and whether it is on the table."""


def prepare(reading: "Reading", *, name: str, source: str) -> Prepared:
    """Hold a reading against the register, ready to be added to a case.

    Parameters
    ----------
    reading
        What :func:`detente.read` returned; its text must be with it.
    name, source
        What it is called and where it is from.

    Raises
    ------
    CasebookError
        If it has no text or no day.
    """
    if not reading.text.strip():
        raise CasebookError(f"{name}: the reading is without its text; read the article again")
    if reading.metadata.published is None:
        raise CasebookError(f"{name}: has no date; pass --on YYYY-MM-DD")
    from detente.reading import standoff as build_standoff  # noqa: PLC0415 - reading alone needs it

    try:
        standoff = build_standoff(reading)
    except (NoStandoffError, StandoffError):  # one side alone, or no control: it still says things
        standoff = None
    return Prepared(
        reading=reading,
        name=name,
        source=source,
        published=dt.date.fromisoformat(reading.metadata.published.iso[:10]),
        standoff=standoff,
        controls=_links(reading) if standoff is None else _tabled(standoff),
    )


def _tabled(standoff: Standoff) -> dict[str, tuple[str, bool]]:
    tabled = set(standoff.register_ids())
    found = {link.control: (str(link.role), link.control in tabled) for link in standoff.links}
    return found | dict.fromkeys(tabled - found.keys(), ("at issue", True))


def _links(reading: "Reading") -> dict[str, tuple[str, bool]]:
    """Rows that an article of one side speaks of, where it makes no standoff by itself."""
    from detente.reading import review  # noqa: PLC0415 - reading alone needs it

    try:
        lines, _ = review(reading)
    except DetenteError:
        return {}
    return {line.id: (line.role, line.ticked) for line in lines if line.ticked}


def text_hash(text: str) -> str:
    r"""Hash of a text, whatever its white space.

    Examples
    --------
    >>> text_hash("Talks  resume\n") == text_hash("Talks resume")
    True
    """
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()


def add_article(store: Store, case: int, prepared: Prepared) -> Added:
    """Add an article to a case, with all that it says, in one step."""
    reading, digest = prepared.reading, text_hash(prepared.reading.text)
    packed = pack_reading(reading)
    pieces = said_in(reading, prepared.published)
    with store.write() as connection:
        lock_case(connection, case)
        known = connection.execute(
            select(articles.c.id, articles.c.published).where(
                articles.c.case_id == case, articles.c.sha256 == digest
            )
        ).first()
        if known is not None:
            _add_source(connection, known.id, prepared.source)
            return Added(article=known.id, new=False, published=known.published, name=prepared.name)
        headline = reading.metadata.headline
        made = connection.execute(
            articles.insert().values(
                case_id=case,
                sha256=digest,
                name=prepared.name,
                headline=" ".join(headline.text.split()) if headline else "",
                published=prepared.published,
                added=now(),
                characters=len(reading.text),
                text=reading.text.replace("\x00", ""),
                reading=packed,
                version=__version__,
            )
        )
        assert made.inserted_primary_key is not None  # noqa: S101 - an insert of one row
        article: int = made.inserted_primary_key[0]
        _add_source(connection, article, prepared.source)
        rows = [
            {
                "article_id": article,
                "control": control,
                "case_id": case,
                "role": role,
                "tabled": int(tabled),
            }
            for control, (role, tabled) in prepared.controls.items()
        ]
        if rows:
            connection.execute(linked.insert(), rows)
        add_said(connection, case, article, prepared.published, pieces)
    return Added(article=article, new=True, published=prepared.published, name=prepared.name)


def lock_case(connection: Connection, case: int) -> None:
    """Let nobody else write to a case until the transaction ends."""
    connection.execute(select(cases.c.id).where(cases.c.id == case).with_for_update())


def _add_source(connection: Connection, article: int, source: str) -> None:
    known = connection.execute(
        select(article_sources.c.source).where(
            article_sources.c.article_id == article, article_sources.c.source == source
        )
    ).first()
    if known is None:
        connection.execute(
            article_sources.insert().values(article_id=article, source=source, added=now())
        )


def list_articles(
    store: Store, case: int, *, limit: int = 100, before: dt.date | None = None
) -> list[ArticleRow]:
    """List the newest articles of a case, newest first."""
    query = select(articles).where(articles.c.case_id == case)
    query = query.with_only_columns(*(c for c in articles.c if c.name not in {"text", "reading"}))
    if before is not None:
        query = query.where(articles.c.published < before)
    query = query.order_by(articles.c.published.desc(), articles.c.id.desc()).limit(limit)
    with store.read() as connection:
        rows = list(connection.execute(query).mappings())
        ids = [row["id"] for row in rows]
        found: dict[int, list[str]] = {}
        for one in connection.execute(
            select(article_sources)
            .where(article_sources.c.article_id.in_(ids))
            .order_by(article_sources.c.added)
        ):
            found.setdefault(one.article_id, []).append(one.source)
    return [_row(row, tuple(found.get(row["id"], ()))) for row in rows]


def _row(row: RowMapping, sources: tuple[str, ...]) -> ArticleRow:
    return ArticleRow(
        id=row["id"],
        name=row["name"],
        headline=row["headline"],
        published=row["published"],
        sha256=row["sha256"],
        sources=sources,
        characters=row["characters"],
    )


def count_articles(connection: Connection, case: int) -> tuple[int, dt.date | None, dt.date | None]:
    """Count the articles of a case, with the first and the last day."""
    row = connection.execute(
        select(func.count(), func.min(articles.c.published), func.max(articles.c.published)).where(
            articles.c.case_id == case
        )
    ).one()
    return row[0], row[1], row[2]


def load_reading(store: Store, case: int, article: int) -> "tuple[Reading, str]":
    """Take a reading back, with its text."""
    with store.read() as connection:
        row = connection.execute(
            select(articles.c.reading, articles.c.text, articles.c.name).where(
                articles.c.case_id == case, articles.c.id == article
            )
        ).first()
    if row is None:
        raise CasebookError(f"article {article}: the case has none of this number")
    return unpack_reading(row.reading, row.text), row.name


def pack_reading(reading: "Reading") -> bytes:
    """Write a reading small, with the goods that its JSON leaves out."""
    kept = {"reading": reading.to_dict(), "goods": {k: list(v) for k, v in reading.goods.items()}}
    return zlib.compress(json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace"), 6)


def unpack_reading(packed: bytes, text: str) -> "Reading":
    """Read what `pack_reading` wrote."""
    from detente.reading import Reading  # noqa: PLC0415 - only what reads it back needs it

    kept = json.loads(zlib.decompress(packed))
    reading = Reading.model_validate(kept["reading"])
    goods = {name: tuple(some) for name, some in kept["goods"].items()}
    return reading.model_copy(update={"text": text, "goods": goods})
