"""The sentences of an article, with what each names: goods, parties, words of control, days."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, TypeVar

from detente.facts import Facts
from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled
from detente.reading._mended import Mended
from detente.reading._records import Reading, Span
from detente.reading._text import normalise
from detente.reading.english.text.gazetteer import party_word
from detente.reading.english.text.goods import GENERIC, GoodMention, find_goods
from detente.reading.english.text.segments import segment
from detente.reading.source.unwrap import unwrap
from detente.reading.standoff.linking._cues import spelled_out

__all__ = ["Passage", "Voice", "named_goods", "passages_of"]

T = TypeVar("T")
_READ = frozenset({"headline", "dek", "paragraph"})
_END = re.compile(r"[.?!][\"')\]]*\s+(?=[\"'(]?[A-Z\d•-])|\n+")
_SHORT = compiled("passages.short")
_TOWARD = compiled("passages.toward")
"""Words before a party that only gets what another sends."""
_NONE = compiled("passages.none")
_DRAFTED, _PASSED = compiled("passages.drafted"), compiled("passages.passed")
"""What is told of a bill, and by which words it is more than that."""
_IMPORTS = compiled("passages.imports")
_DUTY = compiled("passages.duty")
_ELSEWHERE = compiled("passages.elsewhere")
"""Words of control that are on another matter than goods that leave: *a ban on travel*."""
_OWNED = re.compile(r"(?:['\u2019]s?)? ")
_NEAR = 30
"""How far before a good whose it is may be said [characters]."""
_BEFORE = 90
"""How far before a good an import measure on it may stand [characters]."""
_OWNS = re.compile(r"['\u2019]s\b")
LEAD = 2
"""Paragraphs, the headline among them, that say what an article is about."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who controls what in a sentence, as the grammar has it: goods of the tables, and in words."""

    imposer: str
    goods: frozenset[str]
    words: tuple[str, ...] = ()

    def bare(self, text: str) -> bool:
        """Whether a text names none of what the control is on."""
        return not any(word.lower() in text.lower() for word in self.words if word != GENERIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence and what it names.

    ``goods`` maps a good to how closely it is named [share]: 1 by itself, less by a word for a
    group of goods; ``claims`` maps it to where it is named, ``owners`` to whose it is said to be,
    where each mention says so: *Ukrainian grain*. ``spelled`` is the text with each
    notice of a list by its own number. Of its ``parties`` the ``senders`` are
    those that are named as more than a destination. ``words`` holds the classes of words of control
    in it, ``days`` the values of its dates; ``bargains`` says that something is offered, asked for
    or excluded in it; ``doubt`` how it speaks of controls, where it tells of none that there is.
    """

    number: int
    paragraph: int
    start: int
    end: int
    text: str
    spelled: str
    heading: bool
    goods: dict[str, float] = field(default_factory=dict)
    claims: dict[str, frozenset[int]] = field(default_factory=dict)
    owners: dict[str, frozenset[str]] = field(default_factory=dict)
    parties: frozenset[str] = frozenset()
    senders: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    voices: tuple[Voice, ...] = ()
    bargains: bool = False
    doubt: Literal["", "denied", "imagined"] = ""

    @property
    def regulates(self) -> bool:
        """Whether it speaks of a control or of a trade held back or let flow."""
        return bool(self.words & _REGULATING) or bool(self.voices) or self.bargains

    def voiced(self, imposer: str) -> bool:
        """Whether the grammar finds a control of an imposer's in it."""
        return any(voice.imposer == imposer for voice in self.voices)

    @property
    def controls(self) -> bool:
        """Whether it speaks of a control, by a word for one or by its grammar."""
        return bool(self.words & (_CONTROLLING | {"ended"})) or bool(self.voices)

    @property
    def lead(self) -> bool:
        """Whether it stands where an article says what it is about."""
        return self.heading or self.paragraph < LEAD


_CONTROLLING = frozenset(
    {"control", "ban", "licence", "volume-cap", "entity-list", "end-user-rule"}
)
_REGULATING = _CONTROLLING | {"measure"}


@cache
def _classes() -> tuple[tuple[re.Pattern[str], str], ...]:
    groups: dict[str, list[str]] = {}
    for pattern, kind in load_lexicon()["link_word"].items():
        groups.setdefault(kind, []).append(pattern)
    return tuple(
        (re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE), kind)
        for kind, patterns in groups.items()
    )


def _sentences(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a paragraph at ends of sentences, not at abbreviations."""
    parts, low = [], start
    for match in _END.finditer(norm, start, end):
        if norm[match.start()] == "." and _SHORT.search(norm, low, match.start()):
            continue
        parts.append((low, match.end()))
        low = match.end()
    if norm[low:end].strip():
        parts.append((low, end))
    return parts


_EXACT, _ONE_OF, _ANY_OF = 1.0, 0.8, 0.4
"""How closely a good is meant by its own name, by a word for some, and for many [share]."""
_MANY = 8
_CHIPS, _FRONTIER, _AT_TIMES = "semiconductors", "ai-accelerator-frontier", 0.6
"""A word for chips at large often means those that are controlled most [share]."""


def _named(products: tuple[str, ...], groups: dict[str, tuple[str, ...]]) -> dict[str, float]:
    """Goods of one mention, each with how closely it is meant."""
    found: dict[str, float] = {}
    for name in products:
        members = groups.get(name, (name,))
        for good in members:
            near = _ONE_OF if name in groups or len(products) > 1 else _EXACT
            near = _ANY_OF if len(members) > _MANY else near
            if name == _CHIPS:
                found[_FRONTIER] = max(found.get(_FRONTIER, 0.0), _AT_TIMES)
            found[good] = max(found.get(good, 0.0), near)
    return found


def _true_goods(norm: str, reading: Reading, facts: Facts) -> list[GoodMention]:
    """Goods of the text, without those that are only part of another's name: *magnet wire*."""
    strange = {
        product
        for control in reading.read_controls
        for product in (control.product or "").split("; ")
        if " " in product and not named_goods(set(reading.goods.get(control.id, ())), facts)
    }
    wider = [
        match.span()
        for product in strange
        for match in re.finditer(re.escape(product), norm, re.IGNORECASE)
    ]
    return [
        good
        for good in find_goods(norm)
        if not _coming_in(norm, good)
        and not any(
            start <= good.start and good.end <= end and (start, end) != (good.start, good.end)
            for start, end in wider
        )
    ]


def _owner(norm: str, good: GoodMention) -> str:
    """Whose a good is said to be just before it: *Ukrainian grain*, *Kyiv's grain*."""
    pattern, codes = party_word()
    before = norm[max(0, good.start - _NEAR) : good.start]
    last = max(pattern.finditer(before), key=lambda found: found.end(), default=None)
    if last is None or not _OWNED.fullmatch(before, last.end()):
        return ""
    return codes[last[0]]


def _coming_in(norm: str, good: GoodMention) -> bool:
    """Whether a good is named as what a duty or a bar falls on at the border that it enters by."""
    before = norm[max(0, good.start - _BEFORE) : good.start]
    return bool(_IMPORTS.search(before) or _DUTY.match(norm, good.end))


def passages_of(reading: Reading, facts: Facts) -> tuple[Passage, ...]:
    """Cut an article into sentences and find what each names."""
    groups = {row.group: row.goods for row in facts.good_groups}
    whole, places = _places(reading)
    norm = whole.text
    pattern, codes = party_word()
    goods = _true_goods(norm, reading, facts)
    parties = [(m.start(), (codes[m[0]], _sends(norm, *m.span()))) for m in pattern.finditer(norm)]
    parties += [
        (
            whole.forth(span.start),
            (entity.party, _sends(norm, whole.forth(span.start), whole.forth(span.end))),
        )
        for entity in reading.entities
        if entity.party and entity.type in ("government", "person", "organisation", "company")
        for span in entity.mentions
    ]
    voices = [
        (
            whole.forth(span.start),
            Voice(
                control.imposer,
                frozenset(_named(_special(reading.goods.get(control.id, ())), groups)),
                tuple(filter(None, (control.product or "").split("; "))),
            ),
        )
        for control in reading.read_controls
        if control.imposer
        for span in control.told
    ]
    named_so_far: set[str] = set()
    deals = [whole.forth(exclusion.span.start) for exclusion in reading.exclusions]
    deals += [whole.forth(leg.span.start) for o in reading.offers for leg in (*o.gives, *o.gets)]
    days = [(whole.forth(date.span.start), date.value) for date in reading.dates]
    moods = [
        (whole.forth(span.start), mood)
        for control in reading.read_controls
        for mood, spans in (
            ("told", control.told), ("denied", control.denied), ("imagined", control.imagined)
        )
        for span in spans
    ]  # fmt: skip
    starts = [start for start, *_ in places]

    def sorted_in(pairs: Iterable[tuple[int, T]]) -> list[list[T]]:
        rows: list[list[T]] = [[] for _ in places]
        for at, thing in pairs:
            number = bisect_right(starts, at) - 1
            if number >= 0 and at < places[number][1]:
                rows[number].append(thing)
        return rows

    goods_in = sorted_in((mention.start, mention) for mention in goods)
    parties_in, voices_in, days_in = sorted_in(parties), sorted_in(voices), sorted_in(days)
    deals_in, moods_in = sorted_in((at, at) for at in deals), sorted_in(moods)
    result = []
    for number, (start, end, paragraph, heading) in enumerate(places):
        named: dict[str, float] = {}
        claims: dict[str, frozenset[int]] = {}
        owners: dict[str, frozenset[str]] = {}
        for mention in goods_in[number]:
            owner = _owner(norm, mention)
            for good, near in _named(_special(mention.row.goods), groups).items():
                named[good] = max(named.get(good, 0.0), near)
                claims[good] = claims.get(good, frozenset()) | {mention.start}
                owners[good] = owners.get(good, frozenset()) | {owner}
        text = norm[start:end]
        spoken = _ELSEWHERE.sub(" ", text)
        present = frozenset(party for party, _ in parties_in[number])
        named_so_far |= present
        result.append(
            Passage(
                number=number,
                paragraph=paragraph,
                start=whole.back(start, end)[0],
                end=whole.back(start, end)[1],
                text=text,
                spelled=spelled_out(text),
                heading=heading,
                goods=named,
                claims=claims,
                owners={good: whose for good, whose in owners.items() if "" not in whose},
                parties=present,
                senders=frozenset(party for party, sends in parties_in[number] if sends),
                words=frozenset(kind for one, kind in _classes() if one.search(spoken)),
                days=frozenset(days_in[number]),
                voices=tuple(v for v in voices_in[number] if v.imposer in named_so_far),
                bargains=bool(deals_in[number]),
                doubt=_doubt({*moods_in[number]}, text),
            )
        )
    return tuple(result)


def _doubt(moods: set[str], text: str) -> Literal["", "denied", "imagined"]:
    """How a sentence speaks of controls, where it tells of none that there is."""
    if _DRAFTED.search(text) and not _PASSED.search(text):
        return "imagined"
    if "told" in moods:
        return ""
    if "denied" in moods or (not moods and _NONE.search(text)):
        return "denied"
    return "imagined" if moods else ""


def _sends(norm: str, start: int, end: int) -> bool:
    """Whether a party is named as more than where goods go: *China's*, not *to China*."""
    return not _TOWARD.search(norm, max(0, start - 20), start) or bool(_OWNS.match(norm, end))


def _special(products: tuple[str, ...]) -> tuple[str, ...]:
    """Goods that a control names, where it names more than technology."""
    return tuple(name for name in products if name != GENERIC)


def _places(reading: Reading) -> tuple[Mended, list[tuple[int, int, int, bool]]]:
    """Normal text and its sentences: start, end, paragraph, whether it is a heading."""
    if reading.text:
        whole = unwrap(reading.text)
        norm = normalise(whole.text)
        read = [part for part in segment(norm) if part.kind in _READ]
        heads = sum(part.kind != "paragraph" for part in read)
        return Mended(norm, whole.changes), [
            (start, end, max(number - max(heads - 1, 0), 0), part.kind != "paragraph")
            for number, part in enumerate(read)
            for start, end in _sentences(norm, part.start, part.end)
        ]
    spans: list[Span] = sorted(
        {
            span
            for spans in (
                *(control.mentions for control in reading.read_controls),
                *(statement.content for statement in reading.statements),
            )
            for span in spans
        },
        key=lambda span: (span.start, span.end),
    )
    size = max((span.end for span in spans), default=0)
    letters = [" "] * size
    for span in spans:
        letters[span.start : span.end] = span.text
    return Mended(normalise("".join(letters))), [
        (span.start, span.end, number, False) for number, span in enumerate(spans)
    ]


def named_goods(words: Iterable[str], facts: Facts) -> set[str]:
    """Goods of the tables that words of the reader stand for: goods, or groups of them."""
    groups = {row.group: row.goods for row in facts.good_groups}
    known = {row.good for row in facts.goods}
    return {good for word in words for good in groups.get(word, (word,)) if good in known}
