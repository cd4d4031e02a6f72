"""Names the reader knows, found by alias: parties, officials, ministries, companies, places."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache

from detente.facts.reading_tables import PersonRow, load_gazetteer, load_people
from detente.facts.words import compiled, word_class
from detente.reading.english.text.any_of import AnyOf

__all__ = ["EASTERN", "Name", "find_names", "party_word", "time_zone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A thing that has a name; ``titles`` are words by which text refers back to an official."""

    key: str
    type: str
    name: str
    party: str | None
    role: str | None
    aliases: tuple[str, ...]
    full: tuple[str, ...]
    titles: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    timezone: str = ""
    surnames: tuple[str, ...] = field(default=())


_COMMON = word_class("common_body")
"""Words for bodies that many governments have."""
_OWNS = compiled("gazetteer.owns")
EASTERN = frozenset({"CHN", "KOR", "TWN", "VNM"})


def _surname(name: str, party: str | None) -> str:
    parts = name.split()
    if party in EASTERN and len(parts) in {2, 3}:
        return parts[0]
    return parts[-1]


@cache
def _terms() -> dict[str, list[PersonRow]]:
    """The terms of office of each official."""
    found: dict[str, list[PersonRow]] = {}
    for row in load_people():
        found.setdefault(row.name, []).append(row)
    return found


def _since(day: date) -> str:
    """The last day on which an official took or left an office: since then names are the same."""
    steps = _steps()
    return steps[bisect_right(steps, day.isoformat()) - 1]


@cache
def _steps() -> list[str]:
    return sorted({"", *(step for row in load_people() for step in (row.start, row.end) if step)})


def _person(key: str, stamp: str) -> Name:
    rows = _terms()[key]

    def distance(index: int) -> tuple[bool, int]:
        row = rows[index]
        serving = (row.start or "0000") <= stamp < (row.end or "9999")
        return not serving, -index

    at = min(range(len(rows)), key=distance) if len(rows) > 1 else 0
    return _in_office(key, at, not rows[at].end or stamp < rows[at].end)


@cache
def _in_office(key: str, at: int, serving: bool) -> Name:  # noqa: FBT001 - of a cache
    """An official as a term of office has them, in it or after it."""
    row = _terms()[key][at]
    role = row.role if serving or row.role.startswith("former") else f"former {row.role}"
    return Name(
        key=f"p:{key}",
        type="person",
        name=key,
        party=row.party or None,
        role=role,
        aliases=(key, *row.aliases),
        full=(key,),
        titles=row.titles if serving else (),
        surnames=(_surname(key, row.party or None),),
    )


@cache
def _names(stamp: str) -> tuple[Name, ...]:
    """All names, officials in the office they hold on a day."""
    return (*(_person(key, stamp) for key in _terms()), *_bodies())


@cache
def _bodies() -> tuple[Name, ...]:
    """All names but those of officials."""
    return tuple(
        Name(
            key=f"g:{row.name}",
            type=row.type,
            name=row.name,
            party=row.party or None,
            role=row.role or None,
            aliases=row.aliases,
            full=row.aliases,
            adjectives=row.adjectives,
            metonyms=row.metonyms,
            timezone=row.timezone,
        )
        for row in load_gazetteer()
    )


@cache
def _index(stamp: str) -> tuple[AnyOf, dict[str, Name]]:
    table: dict[str, Name] = {}
    for name in reversed(_names(stamp)):
        for alias in (*name.aliases, *name.metonyms):
            table[alias] = name
    for name in _names(stamp):
        for alias in name.aliases:
            if name.type == "person" or name.role == "party":
                table[alias] = name
    return _known_words(frozenset(table)), table


@cache
def _known_words(words: frozenset[str]) -> AnyOf:
    """Finds a set of names: the same for every day, whoever is in office."""
    return AnyOf(words)


class _Spaced(dict[str, str]):
    """Looks names up whatever blanks or line breaks stand between their words."""

    def __missing__(self, key: str) -> str:
        plain = re.sub(r"\s+", " ", key)
        if plain == key:
            raise KeyError(key)
        return self[plain]


def find_names(norm: str, day: date) -> list[tuple[int, int, Name]]:
    """Find every known name in a text, the longest at each place."""
    pattern, table = _index(_since(day))
    found: list[tuple[int, int, Name]] = []
    for match in pattern.finditer(norm):
        words = re.sub(r"\s+", " ", match[0])
        if _a_strangers(norm, table[words], words):
            continue
        name, end = _spoken_of(norm, match.start(), table[words], words), match.end()
        if name.type == "person":
            end = _rest_of_name(norm, end, match[0].split()[-1], name.name.split())
        if not found or match.start() >= found[-1][1]:
            found.append((match.start(), end, name))
    return found


def _a_strangers(norm: str, name: Name, alias: str) -> bool:
    """Whether *the Senate*, *the Commerce Ministry* are those of a party that is not named."""
    if name.type != "organisation" or not _COMMON & {*alias.lower().split()}:
        return False
    named = _parties_named(norm)
    return bool(named) and name.party is not None and name.party not in named


@lru_cache(maxsize=4)
def _parties_named(norm: str) -> frozenset[str]:
    pattern, codes = party_word()
    return frozenset(codes[match[0]] for match in pattern.finditer(norm))


@cache
def _shared() -> dict[str, dict[str, str]]:
    """Names that bodies of several parties have, such as that of a ministry: party to body."""
    owners: dict[str, dict[str, str]] = {}
    for row in load_gazetteer():
        if row.type == "organisation" and row.party:
            for alias in row.aliases:
                owners.setdefault(alias, {})[row.party] = row.name
    return {alias: bodies for alias, bodies in owners.items() if len(bodies) > 1}


def _spoken_of(norm: str, start: int, usual: Name, alias: str) -> Name:
    """Of bodies that share a name, that of the party beside it, else one whose party is named."""
    bodies = _shared().get(alias)
    if bodies is None:
        return usual
    pattern, codes = party_word()
    named = [(match.end(), codes[match[0]]) for match in pattern.finditer(norm)]
    beside = {code for end, code in named if _OWNS.fullmatch(norm, end, start)}
    ours = [code for end, code in named if end <= start and code in bodies]
    if not beside and (usual.party in {code for _, code in named} or not ours):
        return usual
    party = next(iter(beside & bodies.keys()), ours[-1] if ours else None)
    return next((n for n in _bodies() if party and n.name == bodies[party]), usual)


def _rest_of_name(norm: str, end: int, last: str, parts: list[str]) -> int:
    """Extend *President Xi* over a given name that follows, whatever its capitals."""
    if last not in parts[:-1]:
        return end
    rest = r"\s+".join(re.escape(part) for part in parts[parts.index(last) + 1 :])
    more = re.compile(rf"\s+{rest}(?!\w)", re.IGNORECASE).match(norm, end)
    return more.end() if more else end


@cache
def party_word() -> tuple[AnyOf, dict[str, str]]:
    """Return what finds words that name a party (name, adjective, capital) and their parties."""
    table: dict[str, str] = {}
    for row in load_gazetteer():
        if row.type == "government" and row.party:
            for word in (*row.metonyms, *row.adjectives, *row.aliases):
                table[word] = row.party
    return AnyOf(table), _Spaced(table)


@cache
def time_zone(place: str) -> str:
    """Return the IANA zone of a place's name, empty where it is not known."""
    for row in load_gazetteer():
        if place in (row.name, *row.aliases, *row.metonyms):
            return row.timezone
    return ""
