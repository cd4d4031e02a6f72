"""Make one of the notices that several files hold of the same number."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable

from detente.notices._notice import NamedEntity, Notice

__all__ = ["folded", "merged"]

_LAST = dt.date.max


def folded(name: str) -> str:
    """A name without case, blanks and signs, for comparison.

    Examples
    --------
    >>> folded("NIKKO-YPK SHOJI Co., Ltd.")
    'nikkoypkshojicoltd'
    """
    return re.sub(r"\W|_", "", name.casefold())


def merged(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Notices in order of their days, those of one government and number made one."""
    by_number: dict[tuple[str, str], Notice] = {}
    rest: list[Notice] = []
    for notice in notices:
        if notice.number is None:
            rest.append(notice)
            continue
        key = (notice.imposer, notice.number.value)
        known = by_number.get(key)
        by_number[key] = _one(known, notice) if known else notice
    both = [*by_number.values(), *rest]
    return tuple(sorted(both, key=lambda n: (n.announced.value if n.announced else _LAST, n.where)))


def _one(first: Notice, second: Notice) -> Notice:
    """Fields of the fuller one, and what only the other has."""
    fuller, other = (second, first) if _weight(second) > _weight(first) else (first, second)
    changes: dict[str, object] = {
        field.name: getattr(other, field.name)
        for field in dataclasses.fields(Notice)
        if not getattr(fuller, field.name) and getattr(other, field.name)
    }
    said = [line for line in fuller.uncoded if not _mended(line, changes)]
    for name, mine, theirs in (
        ("announced", fuller.announced, other.announced),
        ("effective", fuller.effective, other.effective),
    ):
        one = getattr(mine, "value", None) or getattr(mine, "date", None)
        two = getattr(theirs, "value", None) or getattr(theirs, "date", None)
        if one and two and one != two:
            said.append(f"{fuller.where} says {name} {one} and {other.where} {two}; {one} is taken")
    changes["entities"] = _entities(fuller.entities, other.entities)
    changes["uncoded"] = tuple(said)
    return dataclasses.replace(fuller, **changes)  # type: ignore[arg-type]


def _weight(notice: Notice) -> tuple[bool, int]:
    text = notice.announced is not None and notice.announced.passage.where.startswith("char")
    return text, sum(bool(getattr(notice, field.name)) for field in dataclasses.fields(notice))


def _mended(line: str, changes: dict[str, object]) -> bool:
    return ("no name could be read" in line and "entities" in changes) or (
        "no day from which" in line and "phases" in changes
    )


def _entities(
    first: tuple[NamedEntity, ...], second: tuple[NamedEntity, ...]
) -> tuple[NamedEntity, ...]:
    """Entities of both, each once, under the name that is printed with blanks."""
    found: dict[str, NamedEntity] = {}
    for entity in (*first, *second):
        key = folded(entity.name)
        known = found.get(key)
        if known is None:
            found[key] = entity
        elif entity.name.count(" ") > known.name.count(" ") or not known.country:
            better = entity if entity.name.count(" ") > known.name.count(" ") else known
            country = known.country or entity.country
            found[key] = dataclasses.replace(better, country=country)
    return tuple(found.values())
