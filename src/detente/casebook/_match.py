"""To which case an article belongs: the one whose controls and matters it speaks of."""

from dataclasses import dataclass

from sqlalchemy import func, select

from detente.casebook._said import said_in
from detente.casebook.articles import Prepared
from detente.casebook.schema import cases, linked, threads
from detente.casebook.store import Store

__all__ = ["Match", "match_case"]

_OF_CONTROL = 2.0
_OF_MATTER = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A case that an article may belong to."""

    case: str
    """Its name."""
    points: float
    """Two for each row of the register and one for each offer or control, by the same side on the
    same goods, that both speak of; each divided by how many cases speak of it [points]."""
    why: tuple[str, ...]
    """What they share."""


def match_case(store: Store, prepared: Prepared) -> list[Match]:
    """Rank the cases of a casebook by what they share with an article."""
    ids = list(prepared.controls)
    matters = {
        (one.about, one.actor, one.topic)
        for one in said_in(prepared.reading, prepared.published)
        if one.about in {"offer", "control"}
    }
    shared: dict[str, set[int]] = {}
    with store.read() as connection:
        names = dict(connection.execute(select(cases.c.id, cases.c.name)).all())
        if ids:
            query = select(linked.c.case_id, linked.c.control).where(linked.c.control.in_(ids))
            for row in connection.execute(query.distinct()):
                shared.setdefault(row.control, set()).add(row.case_id)
        topics = {topic for _, _, topic in matters}
        spoken = select(threads.c.case_id, threads.c.about, threads.c.actor, threads.c.topic)
        spoken = spoken.where(threads.c.topic.in_(topics), func.length(threads.c.actor) > 0)
        for case, about, actor, topic in connection.execute(spoken):
            if (about, actor, topic) in matters:
                shared.setdefault(f"{actor} {about} {topic}", set()).add(case)
    points: dict[int, float] = {}
    why: dict[int, list[str]] = {}
    for what, where in shared.items():
        weight = _OF_CONTROL if what in prepared.controls else _OF_MATTER
        for case in where:
            points[case] = points.get(case, 0.0) + weight / len(where)
            why.setdefault(case, []).append(what)
    found = [
        Match(case=names[case], points=total, why=tuple(sorted(why[case])))
        for case, total in points.items()
    ]
    return sorted(found, key=lambda one: (-one.points, one.case))
