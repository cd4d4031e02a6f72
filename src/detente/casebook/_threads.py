"""Follow what is said from article to article: what is new, firmer, withdrawn, put off.

Each piece is held against the one before it in its thread, by the day of the article, so articles
may come in any order and the threads end up the same.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select, tuple_
from sqlalchemy import insert as plain_insert

from detente.casebook._said import REFUSED, Said
from detente.casebook.schema import said, threads

__all__ = ["REPEATED", "add_said", "kind_of"]

REPEATED = "repeated"
_MOST_WORDS = 400


def kind_of(
    about: str, before: tuple[str, float, dt.date] | None, after: tuple[str, float, dt.date]
) -> str:
    """Name what a piece is beside the one before it.

    Examples
    --------
    >>> first, then = dt.date(2025, 9, 1), dt.date(2025, 9, 8)
    >>> kind_of("offer", ("possible", 2.0, first), ("willing", 4.0, then))
    'firmer'
    >>> kind_of("date", ("2025-09-18", 0.0, first), ("2025-09-25", 0.0, then))
    'later'
    """
    if about == "offer":
        return _offer(None if before is None else before[1], after[1])
    if before is None:
        return {"position": "first said", "control": "named"}.get(about, "set")
    if about == "position":
        same = before[0].split(",")[0] == after[0].split(",")[0]
        return _moved(before[1], after[1]) if same else "turned"
    if after[0] == before[0] or (about == "control" and after[0] == "unknown"):
        return REPEATED
    return "changed" if about == "control" else _day(before[0], after)


def _day(before: str, after: tuple[str, float, dt.date]) -> str:
    """What a day ahead is beside the one named before; one that has gone by is not put off."""
    value, _, told = after
    if told.isoformat() > before[:10]:
        return "set anew"
    return "later" if value > before else "earlier"


def _offer(before: float | None, rank: float) -> str:
    if rank <= REFUSED:
        if before is None:
            return "refused"
        return REPEATED if before <= REFUSED else "withdrawn"
    if before is None:
        return "appears"
    return "back" if before <= REFUSED else _moved(before, rank)


def _moved(before: float, after: float) -> str:
    if before == after:
        return REPEATED
    return "firmer" if after > before else "softer"


def add_said(
    connection: Connection, case: int, article: int, day: dt.date, pieces: Sequence[Said]
) -> None:
    """Put what an article says into its threads; the piece after each is looked at again."""
    known = _threads(connection, case, pieces)
    for piece in pieces:
        thread = known[piece.about, piece.actor, piece.topic]
        earlier = _neighbour(connection, thread, day, article, before=True)
        later = _neighbour(connection, thread, day, article, before=False)
        connection.execute(
            plain_insert(said).values(
                case_id=case,
                thread_id=thread,
                article_id=article,
                day=day,
                kind=kind_of(piece.about, _stood(earlier), (piece.value, piece.rank, day)),
                value=piece.value,
                rank=piece.rank,
                before="" if earlier is None else earlier["value"],
                start=piece.span.start,
                end=piece.span.end,
                words=" ".join((piece.words or piece.span.text).split())[:_MOST_WORDS],
            )
        )
        if later is not None:
            kind = kind_of(
                piece.about,
                (piece.value, piece.rank, day),
                (later["value"], later["rank"], later["day"]),
            )
            connection.execute(
                said.update().where(said.c.id == later["id"]).values(kind=kind, before=piece.value)
            )


def _stood(row: RowMapping | None) -> tuple[str, float, dt.date] | None:
    return None if row is None else (row["value"], row["rank"], row["day"])


def _threads(
    connection: Connection, case: int, pieces: Sequence[Said]
) -> dict[tuple[str, str, str], int]:
    """Ids of the threads of the pieces, made where they are not there."""
    wanted = {(one.about, one.actor, one.topic): one for one in pieces}
    if not wanted:
        return {}
    columns = (threads.c.about, threads.c.actor, threads.c.topic)
    query = select(threads.c.id, *columns).where(
        threads.c.case_id == case, tuple_(*columns).in_(list(wanted))
    )
    known: dict[tuple[str, str, str], int] = {
        (row.about, row.actor, row.topic): row.id for row in connection.execute(query)
    }
    for key, one in wanted.items():
        if key not in known:
            made = connection.execute(
                plain_insert(threads).values(
                    case_id=case, about=one.about, actor=one.actor, topic=one.topic
                )
            )
            assert made.inserted_primary_key is not None  # noqa: S101 - an insert of one row
            known[key] = made.inserted_primary_key[0]
    return known


def _neighbour(
    connection: Connection, thread: int, day: dt.date, article: int, *, before: bool
) -> RowMapping | None:
    """The piece of a thread just before, or just after, an article."""
    here: Any = tuple_(said.c.day, said.c.article_id)
    there = (day, article)
    query = select(said.c.id, said.c.value, said.c.rank, said.c.day).where(
        said.c.thread_id == thread, here < there if before else here > there
    )
    order = (
        (said.c.day.desc(), said.c.article_id.desc()) if before else (said.c.day, said.c.article_id)
    )
    return connection.execute(query.order_by(*order).limit(1)).mappings().first()
