"""Which linked rows a passage without a good of its own speaks of: *the ore ban*, *it stays*."""

import re
from collections.abc import Sequence

from detente.facts import Facts
from detente.facts.words import compiled
from detente.reading._records import Reading, Span
from detente.reading._text import normalise
from detente.reading.english.text.gazetteer import party_word
from detente.reading.english.text.goods import find_goods
from detente.reading.standoff.linking import Linked, named_goods

__all__ = ["instrument_in", "rows_meant"]

_KINDS = (
    ("ban", compiled("binding.ban")),
    ("licence", compiled("binding.licence")),
    ("volume-cap", compiled("binding.quota")),
    ("entity-list", compiled("binding.listing")),
)
_CONTROL = compiled("binding.control")
_PRONOUN = compiled("binding.pronoun")
_OTHER = compiled("binding.other")
_OWNS = compiled("binding.owns")
_FIRST = 5
"""Where a passage's first word can stand after a mark or an article [code points]."""
_SHORT = 3
"""Fewest letters of a word of a good's name that means it in a compound: *the ore ban*."""


def instrument_in(words: str) -> str:
    """What kind of control some words name.

    Examples
    --------
    >>> instrument_in("must apply for licences to ship tin"), instrument_in("curbs on tin")
    ('licence', 'unknown')
    """
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), "unknown")


def rows_meant(span: Span, reading: Reading, links: Sequence[Linked], facts: Facts) -> list[Linked]:
    """Return the linked rows that a passage speaks of by a word for a control."""
    text = normalise(span.text)
    goods = named_goods({g for m in find_goods(text) for g in m.row.goods} - {"technology"}, facts)
    if goods:
        return [link for link in links if goods & set(link.goods)]
    kinds = {kind for kind, pattern in _KINDS if pattern.search(text)}
    if not (kinds or _CONTROL.search(text) or _PRONOUN.match(text)) or _OTHER.search(text):
        return []
    owners = _owners(span, text, reading)
    own = [link for link in links if link.control.imposer in owners]
    by_word = [link for link in own if _named_in_part(text, link, facts)]
    if not owners:
        return _nearest(span, [link for link in links if _named_in_part(text, link, facts)])
    by_kind = [link for link in own if link.control.instrument in kinds]
    return _nearest(span, by_word or by_kind or own)


def _owners(span: Span, text: str, reading: Reading) -> set[str]:
    """Whose control it is: the passage's owner or subject, else its speaker's side."""
    pattern, codes = party_word()
    named = {
        codes[m[0]]
        for m in pattern.finditer(text)
        if m.start() <= _FIRST or _OWNS.match(text, m.end())
    }
    if named:
        return named
    parties = {entity.id: entity.party for entity in reading.entities}
    return {
        party
        for statement in reading.statements
        if any(part.start <= span.start < part.end for part in statement.content)
        and (party := parties.get(statement.speaker or "")) is not None
    }


def _named_in_part(text: str, link: Linked, facts: Facts) -> bool:
    """Whether the passage has a word of the name of one of a row's goods: *ore* of nickel ore."""
    words = {
        word
        for good in link.control.goods
        for word in re.findall(r"[a-z]+", facts.good(good).name.lower())
        if len(word) >= _SHORT
    }
    return bool(words & set(re.findall(r"[a-z]+", text.lower())))


def _nearest(span: Span, links: list[Linked]) -> list[Linked]:
    """The rows whose passages stand nearest before a place."""
    if len(links) < 2:
        return links
    last = {
        link.control.id: max((s.start for s in link.spans if s.start < span.end), default=-1)
        for link in links
    }
    near = max(last.values())
    return [link for link in links if last[link.control.id] == near]
