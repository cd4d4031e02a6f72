"""A casebook and its cases: the face of this package."""

import datetime as dt
import os
import re
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import func, select

from detente._days import iso
from detente._errors import CasebookError, UnknownCodeError
from detente.casebook import shape
from detente.casebook._briefs import BriefRow, list_briefs, load_brief, save_brief
from detente.casebook._forecasts import Forecast, Scored, add_forecasts, add_observation, score
from detente.casebook._match import Match, match_case
from detente.casebook._standoffs import Version, assembled, load_version, save_version, versions
from detente.casebook._timeline import Event, Timeline, events_of, timeline
from detente.casebook.articles import (
    Added,
    ArticleRow,
    Prepared,
    add_article,
    list_articles,
    load_reading,
    lock_case,
    prepare,
)
from detente.casebook.schema import articles, briefs, cases
from detente.casebook.store import Store, now
from detente.controls import Standoff

if TYPE_CHECKING:
    from detente.brief import Brief
    from detente.reading import Reading

__all__ = ["Case", "CaseRow", "Casebook"]

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,78}[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case as a list shows it."""

    name: str
    title: str
    """Its name in commands and addresses, and its title."""
    articles: int
    briefs: int
    """How many it has [count]."""
    first: dt.date | None
    last: dt.date | None
    """Days of its first and last article."""
    added: str
    """When it was begun [ISO 8601]."""

    def as_dict(self) -> shape.CaseLine:
        """The row, ready for JSON."""
        return {
            "case": self.name,
            "title": self.title,
            "articles": self.articles,
            "briefs": self.briefs,
            "first": iso(self.first),
            "last": iso(self.last),
            "added": self.added,
        }


class Casebook:
    """What is kept of all cases.

    Parameters
    ----------
    place
        Path of an SQLite file, made if it is not there, or the address of a PostgreSQL database.

    Raises
    ------
    CasebookError
        If it cannot be opened.

    Examples
    --------
    >>> import tempfile
    >>> from detente.reading import read_text
    >>> words = "China may ease its curbs on gallium, the minister told reporters on Monday."
    >>> with tempfile.TemporaryDirectory() as folder, Casebook(f"{folder}/casebook.db") as book:
    ...     case = book.start("gallium")
    ...     added = case.add(read_text(words, on="2025-06-10"), name="a.txt")
    ...     [(event.kind, event.subject) for event in case.timeline(about="offer").events]
    [('appears', 'China on easing gallium and germanium')]
    """

    def __init__(self, place: str | os.PathLike[str]) -> None:
        self.store = Store(place)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Casebook({self.store.name!r})"

    def close(self) -> None:
        """Give back the database."""
        self.store.close()

    def listed(self) -> shape.Cases:
        """``detente.cases/1``."""
        return {"schema": "detente.cases/1", "cases": [row.as_dict() for row in self.cases()]}

    def cases(self) -> list[CaseRow]:
        """List the cases by name."""
        written = (
            select(
                articles.c.case_id,
                func.count().label("articles"),
                func.min(articles.c.published).label("first"),
                func.max(articles.c.published).label("last"),
            )
            .group_by(articles.c.case_id)
            .subquery()
        )
        made = (
            select(briefs.c.case_id, func.count().label("briefs"))
            .group_by(briefs.c.case_id)
            .subquery()
        )
        query = (
            select(
                cases.c.name,
                cases.c.title,
                cases.c.added,
                func.coalesce(written.c.articles, 0).label("articles"),
                func.coalesce(made.c.briefs, 0).label("briefs"),
                written.c.first,
                written.c.last,
            )
            .outerjoin_from(cases, written, written.c.case_id == cases.c.id)
            .outerjoin(made, made.c.case_id == cases.c.id)
            .order_by(cases.c.name)
        )
        with self.store.read() as connection:
            return [CaseRow(**row) for row in connection.execute(query).mappings()]

    def case(self, name: str) -> "Case":
        """Take a case by its name.

        Raises
        ------
        UnknownCodeError
            If there is none of this name; the message names the nearest.
        """
        with self.store.read() as connection:
            row = connection.execute(select(cases).where(cases.c.name == name)).first()
            known = [] if row else list(connection.execute(select(cases.c.name)).scalars())
        if row is None:
            if not known:
                raise CasebookError(f"{self.store.name}: there is no case yet; add an article")
            raise UnknownCodeError("case", name, known)
        return Case(self.store, row.id, row.name, row.title)

    def match(self, prepared: Prepared) -> "Case":
        """Take the case that an article belongs to, by the controls and offers both speak of.

        Raises
        ------
        CasebookError
            If none shares any with it, or two share as much.
        """
        found = self.matches(prepared)
        if not found:
            raise CasebookError(
                f"{prepared.name}: speaks of no control or offer of any case; name the case with "
                "--case NAME"
            )
        if len(found) > 1 and found[0].points == found[1].points:
            raise CasebookError(
                f"{prepared.name}: may belong to {found[0].case} or {found[1].case}; name one with "
                "--case NAME"
            )
        return self.case(found[0].case)

    def matches(self, prepared: Prepared) -> list[Match]:
        """Rank the cases by what they share with an article; see `match_case`."""
        return match_case(self.store, prepared)

    def start(self, name: str, title: str = "") -> "Case":
        """Begin a case, or take the one of this name.

        Parameters
        ----------
        name
            Small letters, digits, ``.``, ``_`` and ``-``.
        title
            What it is about; it replaces an earlier one if given.

        Raises
        ------
        CasebookError
            If the name cannot be one.
        """
        if not _NAME.fullmatch(name):
            raise CasebookError(
                f"{name[:80]!r} is no name of a case: use small letters, digits, . _ and - only"
            )
        with self.store.write() as connection:
            if connection.dialect.name == "postgresql":  # two that begin it at once make one
                from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415
            else:
                from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]  # noqa: PLC0415
            connection.execute(
                insert(cases)
                .values(name=name, title=title, added=now())
                .on_conflict_do_nothing(index_elements=["name"])
            )
            if title:
                connection.execute(cases.update().where(cases.c.name == name).values(title=title))
        return self.case(name)


class Case:
    """One standoff followed over time.

    Parameters
    ----------
    store
        The casebook's database.
    number, name, title
        The case's number in it, its name and title.
    """

    def __init__(self, store: Store, number: int, name: str, title: str) -> None:
        self.store, self.number, self.name, self.title = store, number, name, title

    def __repr__(self) -> str:
        return f"Case({self.name!r})"

    def add(self, reading: "Reading | Prepared", *, name: str = "", source: str = "") -> Added:
        """Add an article; a text that is there already stays as it is.

        Parameters
        ----------
        reading
            What :func:`detente.read` returned.
        name, source
            What it is called and where it is from; the reading's own name if not given.
        """
        if not isinstance(reading, Prepared):
            called = name or reading.document.name or "article"
            reading = prepare(reading, name=called, source=source or called)
        return add_article(self.store, self.number, reading)

    def articles(self, *, limit: int = 100, before: dt.date | None = None) -> list[ArticleRow]:
        """List the newest articles; see `list_articles`."""
        return list_articles(self.store, self.number, limit=limit, before=before)

    def reading(self, article: int) -> "tuple[Reading, str]":
        """Take back what an article says, and its name."""
        return load_reading(self.store, self.number, article)

    def timeline(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        about: str | None = None,
        limit: int = 200,
    ) -> Timeline:
        """What changed from article to article; see `detente.casebook.Timeline`."""
        return timeline(
            self.store,
            self.number,
            self.name,
            self.title,
            since=since,
            until=until,
            about=about,
            limit=limit,
        )

    def events_of(self, article: int) -> list[Event]:
        """What is new in one article."""
        return events_of(self.store, self.number, article)

    def assembled(self, on: dt.date | None = None) -> Standoff:
        """The standoff put together from the articles up to a day."""
        return assembled(self.store, self.number, on)

    def standoff(self, version: int | None = None) -> tuple[int, Standoff]:
        """A kept version of the standoff, the newest if not given, with its number."""
        return load_version(self.store, self.number, version)

    def versions(self) -> list[Version]:
        """Versions of the standoff, newest first."""
        return versions(self.store, self.number)

    def keep(
        self,
        standoff: Standoff,
        *,
        based_on: int,
        origin: str = "edit",
        author: str = "",
        note: str = "",
    ) -> int:
        """Keep a version of the standoff; refused if somebody kept one after ``based_on``."""
        return save_version(
            self.store,
            self.number,
            standoff,
            based_on=based_on,
            origin=origin,
            author=author,
            note=note,
        )

    def current(self, on: dt.date | None = None) -> tuple[int, Standoff]:
        """The standoff as it stands: an analyst's newest version, else one of the articles, kept.

        Parameters
        ----------
        on
            Day as of which it is put together, where it is.
        """
        kept = self.versions()
        if kept and kept[0].origin == "edit":
            return self.standoff(kept[0].version)
        made = self.assembled(on)
        number = self.keep(made, based_on=kept[0].version if kept else 0, origin="articles")
        return number, made

    def keep_brief(self, made: "Brief", *, standoff_version: int) -> BriefRow:
        """Keep a brief with its forecasts."""
        return save_brief(self.store, self.number, made, standoff_version=standoff_version)

    def briefs(self, *, limit: int = 50) -> list[BriefRow]:
        """List the briefs, newest first."""
        return list_briefs(self.store, self.number, limit=limit)

    def brief(self, key: str | None = None) -> "tuple[BriefRow, Brief]":
        """Take a brief back, the newest if no key is given."""
        return load_brief(self.store, self.number, key)

    def forecast(self, row: Forecast) -> bool:
        """Write a forecast down; whether it was new."""
        with self.store.write() as connection:
            lock_case(connection, self.number)
            return bool(add_forecasts(connection, self.number, [row]))

    def observe(self, subject: str, day: dt.date, value: float, *, source: str) -> None:
        """Write down what was seen; see `add_observation`."""
        add_observation(self.store, self.number, subject, day, value, source)

    def score(self, on: dt.date) -> list[Scored]:
        """Hold every forecast against what was seen by a day."""
        return score(self.store, self.number, on)
