"""Which linked rows a passage without a good of its own speaks of: *the ore ban*, *it stays*."""

import re
from collections.abc import Sequence

from detente.facts import Facts
from detente.facts.words import compiled
from detente.reading._records import Exclusion, Reading, Span
from detente.reading._text import normalise
from detente.reading.english.text.gazetteer import party_word
from detente.reading.english.text.goods import GENERIC, find_goods
from detente.reading.standoff.linking import Linked, bloc_members, cues_of, named_goods

__all__ = ["has_term", "instrument_in", "of_its_own", "refusers", "rows_meant", "voices"]

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


def has_term(exclusion: Exclusion, reading: Reading) -> bool:
    """Whether a refusal holds only until what an offer asks for: *not until it is repaired*."""
    at = exclusion.span
    return any(
        offer.condition is not None
        and at.start <= offer.condition.start < at.end
        and any(leg.span.start < at.end and at.start < leg.span.end for leg in offer.gives)
        for offer in reading.offers
    )


def of_its_own(
    exclusion: Exclusion, reading: Reading, links: Sequence[Linked], facts: Facts
) -> Exclusion:
    """Return an exclusion without a control that stands elsewhere and is not what it refuses.

    It is not where another party refuses (*the US will not pay for it*), or where the passage names
    another row or only other goods.
    """
    control, at = reading.control(exclusion.control), exclusion.span
    if control is None or any(m.start < at.end and at.start < m.end for m in control.mentions):
        return exclusion
    text = normalise(at.text)
    who = _subjects(text, owners=False) or _speakers(at, reading)
    strange = control.imposer is not None and who and control.imposer not in who
    named = {link.control.id for link in links if _called(text, link, facts)}
    goods = _goods_in(text, facts)
    known = named_goods(reading.goods.get(control.id, ()), facts)
    other = goods and known and not goods & known
    if strange or other or (named and not named & set(control.register_ids)):
        return exclusion.model_copy(update={"control": None})
    return exclusion


def refusers(exclusion: Exclusion, reading: Reading, facts: Facts) -> set[str]:
    """Return who refuses: whose control it is, else the passage's subject and its speaker's side.

    A member's bloc is meant with it. Nobody where none of them is known.
    """
    control = reading.control(exclusion.control)
    if control is None or control.imposer is None:
        return voices(exclusion, reading, facts)
    return _with_blocs({control.imposer}, facts)


def voices(exclusion: Exclusion, reading: Reading, facts: Facts) -> set[str]:
    """Return a passage's subject and its speaker's side, with the blocs that they are in."""
    at = exclusion.span
    return _with_blocs(_subjects(normalise(at.text)) | _speakers(at, reading), facts)


def _with_blocs(codes: set[str], facts: Facts) -> set[str]:
    """Parties and their blocs."""
    blocs = bloc_members(facts)
    return codes | {blocs[code] for code in codes if code in blocs}


def rows_meant(span: Span, reading: Reading, links: Sequence[Linked], facts: Facts) -> list[Linked]:
    """Return the linked rows that a passage speaks of by a word for a control."""
    text = normalise(span.text)
    goods = _goods_in(text, facts)
    if goods:
        return [link for link in links if goods & set(link.goods)]
    by_name = [link for link in links if _called(text, link, facts)]
    if by_name:
        return by_name
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
    return _subjects(text) or _speakers(span, reading)


def _subjects(text: str, *, owners: bool = True) -> set[str]:
    """Parties that a passage opens with, or whose something is."""
    pattern, codes = party_word()
    return {
        codes[m[0]]
        for m in pattern.finditer(text)
        if m.start() <= _FIRST or (owners and _OWNS.match(text, m.end()))
    }


def _speakers(span: Span, reading: Reading) -> set[str]:
    """The sides of those who say a passage."""
    parties = {entity.id: entity.party for entity in reading.entities}
    return {
        party
        for statement in reading.statements
        if any(part.start <= span.start < part.end for part in statement.content)
        and (party := parties.get(statement.speaker or "")) is not None
    }


def _goods_in(text: str, facts: Facts) -> set[str]:
    """Goods of the tables that a passage names."""
    return named_goods({g for m in find_goods(text) for g in m.row.goods} - {GENERIC}, facts)


def _called(text: str, link: Linked, facts: Facts) -> bool:
    """Whether a passage has a name or a phrase that means a row: *flows through Nord Stream*."""
    return any(
        cue.kind in {"name", "phrase"} and cue.pattern.search(text)
        for cue in cues_of(link.control, facts)
    )


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
