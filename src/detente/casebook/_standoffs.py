"""The standoff of a case: put together from its articles, then edited, every version kept."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from detente._errors import CasebookError, DetenteError, StaleVersionError
from detente.casebook.articles import lock_case, unpack_reading
from detente.casebook.schema import articles, linked, standoffs
from detente.casebook.store import Store, now
from detente.controls import Register, Standoff, TabledControl, standoff_from_register

__all__ = ["Version", "assembled", "load_version", "save_version", "versions"]

_LOOKED_THROUGH = 20
"""Articles that are looked through for one that makes a standoff by itself [count]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a case's standoff."""

    version: int
    """Number, from 1 up."""
    day: dt.date
    """The day as of which it is described."""
    added: str
    """When it was kept [ISO 8601]."""
    origin: str
    """``articles`` where it was put together from them, ``edit`` where an analyst gave it."""
    author: str
    note: str
    """Who gave it, and why, as far as said."""

    def as_dict(self) -> dict[str, Any]:
        """The version, ready for JSON."""
        return {
            "version": self.version,
            "day": self.day.isoformat(),
            "added": self.added,
            "origin": self.origin,
            "author": self.author,
            "note": self.note,
        }


def versions(store: Store, case: int) -> list[Version]:
    """List the versions of a case's standoff, newest first."""
    columns = [c for c in standoffs.c if c.name not in {"id", "case_id", "body"}]
    query = select(*columns).where(standoffs.c.case_id == case)
    with store.read() as connection:
        rows = connection.execute(query.order_by(standoffs.c.version.desc())).mappings()
        return [Version(**row) for row in rows]


def load_version(store: Store, case: int, version: int | None = None) -> tuple[int, Standoff]:
    """Take a version of the standoff back."""
    query = select(standoffs.c.version, standoffs.c.body).where(standoffs.c.case_id == case)
    if version is not None:
        query = query.where(standoffs.c.version == version)
    with store.read() as connection:
        row = connection.execute(query.order_by(standoffs.c.version.desc()).limit(1)).first()
    if row is None:
        what = "no standoff yet" if version is None else f"no version {version} of its standoff"
        raise CasebookError(f"the case has {what}")
    return row.version, Standoff.from_json_text(row.body, name=f"version {row.version}")


def save_version(
    store: Store,
    case: int,
    standoff: Standoff,
    *,
    based_on: int,
    origin: str = "edit",
    author: str = "",
    note: str = "",
) -> int:
    """Keep a new version of the standoff."""
    body = standoff.model_dump_json(exclude_defaults=True)
    with store.write() as connection:
        lock_case(connection, case)
        newest = connection.execute(
            select(standoffs)
            .where(standoffs.c.case_id == case)
            .order_by(standoffs.c.version.desc())
            .limit(1)
        ).first()
        number = newest.version if newest else 0
        if newest is not None and newest.body == body:
            return int(number)
        if number != based_on:
            who = f" by {newest.author}" if newest is not None and newest.author else ""
            raise StaleVersionError(
                f"version {number}{who} was kept after version {based_on}, on which this one is "
                f"based; look at version {number}, put your changes into it and save it with "
                f"--based-on {number}"
            )
        connection.execute(
            standoffs.insert().values(
                case_id=case,
                version=number + 1,
                day=standoff.on,
                added=now(),
                origin=origin,
                author=author[:80],
                note=note,
                body=body,
            )
        )
    return int(number) + 1


def assembled(store: Store, case: int, on: dt.date | None = None) -> Standoff:
    """Put the standoff of a case together from its articles.

    The newest article that makes a standoff gives sides, red lines, mandates and clock; controls
    that earlier articles put on the table and that the register does not know as over come with
    it, as they stand on the day.
    """
    wanted = [articles.c.case_id == case]
    if on is not None:
        wanted.append(articles.c.published <= on)
    with store.read() as connection:
        newest = connection.execute(select(func.max(articles.c.published)).where(*wanted)).scalar()
        tabled = connection.execute(
            select(linked.c.control)
            .join_from(linked, articles, linked.c.article_id == articles.c.id)
            .where(*wanted, linked.c.tabled == 1)
            .group_by(linked.c.control)
            .order_by(func.max(articles.c.published).desc(), linked.c.control)
        ).scalars()
        ids = list(tabled)
        base = _newest_standoff(connection, wanted, on or newest)
    if base is None:
        base = _from_register(ids, on or newest)
    here = {name for entry in base.controls for name in (*entry.register_ids, entry.control)}
    sides = {party.party for party in base.parties}
    more: list[TabledControl] = []
    for name in ids:
        if name not in here:
            more += [one for one in _row_of(name, base.on, sides) if one.imposer in sides]
    kept = {entry.control for entry in base.controls}
    added = [entry for entry in more if entry.control not in kept and entry.target in sides]
    return base.model_copy(update={"controls": [*base.controls, *added]})


def _newest_standoff(
    connection: Connection, wanted: list[Any], day: dt.date | None
) -> Standoff | None:
    from detente.reading import standoff as build_standoff  # noqa: PLC0415 - reading alone needs it

    query = (
        select(articles.c.reading, articles.c.text)
        .where(*wanted, articles.c.id.in_(select(linked.c.article_id).where(linked.c.tabled == 1)))
        .order_by(articles.c.published.desc(), articles.c.id.desc())
        .limit(_LOOKED_THROUGH)
    )
    for row in connection.execute(query):
        try:
            return build_standoff(unpack_reading(row.reading, row.text), day)
        except DetenteError:  # one side alone: an earlier article has both
            continue
    return None


def _from_register(ids: list[str], on: dt.date | None) -> Standoff:
    """A standoff of the rows alone, where each article is about one side."""
    known = {control.id for control in Register.load()}
    kept = [name for name in ids if name in known and _row_of(name, on)]
    if not kept:
        raise CasebookError(
            "no article of the case makes a standoff: none speaks of a control of the register "
            "that is in force; keep one by hand with detente case standoff"
        )
    return standoff_from_register(kept, on=on)


def _row_of(name: str, on: dt.date | None, sides: Collection[str] = ()) -> list[TabledControl]:
    """The tabled control of a row of the register; none if it is over or cannot be tabled."""
    try:
        others = [side for side in sides if side != Register.load().get(name).imposer]
        target = others[0] if len(others) == 1 else None
        return list(standoff_from_register([name], on=on, target=target).controls)
    except DetenteError:  # over, blocking nothing, or no longer in the register
        return []
