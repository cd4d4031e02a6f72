"""Signs of a clause: what speaks for its being an offer, a demand or a red line, as plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading.english.grammar.labels import (
    CLAUSES,
    HELPERS,
    INNER,
    NOUN_SUBJECTS,
    OBJECTS,
    SHARING,
)
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.offers._framed import OLD
from detente.reading.english.offers._offer_drafts import Levels
from detente.reading.english.offers.frames import Frame, Frames
from detente.reading.english.text.gazetteer import party_word
from detente.reading.english.weight.effects import deed_of

__all__ = ["Clause", "clauses_of"]

_ACTS = word_class("easing_noun", "eased_act")
"""Nouns that name an easing by themselves: *relief*, *a waiver*."""
_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})
_MOST = 40
"""Words of a clause that count [words]."""
_SIZES = ((4, "s"), (12, "m"), (30, "l"))
_FAR, _DEEP = 4, 3
"""Paragraph and sentence from which places are alike."""


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """A verb, or a noun for an easing, and the signs of its clause."""

    paragraph: Paragraph
    word: Token
    frame: Frame | None
    sentence: tuple[int, int]
    """Where its sentence starts and ends [code points]."""
    signs: tuple[str, ...]


def clauses_of(paragraphs: list[Paragraph], said: Levels, frames: Frames) -> Iterator[Clause]:
    """Yield the clauses of an article that could hold an offer.

    Parameters
    ----------
    paragraphs
        Parsed paragraphs; headlines are left out.
    said
        Statements and how firmly each is held.
    frames
        Frames of the article's clauses.
    """
    goods = sorted(good.start for good in frames.finder.goods)
    for number, paragraph in enumerate(paragraphs):
        if paragraph.segment.kind == "headline":
            continue
        for place, sentence in enumerate(paragraph.sentences()):
            bounds = paragraph.bounds(sentence)
            known = {frame.verb.i: frame for frame in frames.of(paragraph, bounds)}
            inside = [(s, level) for s, level in said if s.touches(paragraph, *bounds)]
            asked = sentence.text.rstrip().endswith("?")
            for word in sentence:
                if not _heads(word):
                    continue
                start = paragraph.start_of(word)
                level = next((f"{level}/{s.cue_kind}" for s, level in inside if s.holds(start)), "")
                low, high = paragraph.start_of(word.left_edge), paragraph.end_of(word.right_edge)
                frame = known.get(word.i)
                signs = [
                    *_own(word), *_above(word), *_below(word), *_framed(frame),
                    f"said={level}", f"par={min(number, _FAR)}", f"sent={min(place, _DEEP)}",
                ]  # fmt: skip
                signs += ["goods"] * any(low <= at < high for at in goods) + ["asks"] * asked
                yield Clause(paragraph, word, frame, bounds, tuple(dict.fromkeys(signs)))


def _heads(word: Token) -> bool:
    """Whether a word may be what an offer's clause hangs on."""
    if word.pos_ == "AUX":
        return word.dep_ in CLAUSES
    return word.pos_ == "VERB" or (word.pos_ == "NOUN" and word.lemma_.lower() in _ACTS)


def _own(word: Token) -> Iterator[str]:
    """Signs of the word itself and of who does it."""
    lemma = word.lemma_.lower()
    yield f"lemma={lemma}"
    yield f"tag={word.tag_}"
    yield f"dep={word.dep_}"
    yield f"deed={deed_of(word) or ''}"
    subject = _subject(word)
    yield f"subject={_kind(subject)}"
    if subject is not None:
        yield f"subject.dep={subject.dep_}"


def _above(word: Token) -> Iterator[str]:
    """Signs of what a clause hangs on."""
    head = word.head
    if head.i == word.i:
        return
    yield f"above={word.dep_}>{head.lemma_.lower()}"
    yield f"above.subject={_kind(_subject(head))}"
    for child in head.children:
        if child.dep_ in {"aux", "neg"}:
            yield f"above.aux={child.lower_}"


def _below(word: Token) -> Iterator[str]:
    """Signs of what hangs on a clause, and of its words."""
    lexicon = load_lexicon()
    for child in word.children:
        lemma = child.lemma_.lower()
        if child.dep_ in HELPERS:
            yield f"aux={child.lower_}"
        elif child.dep_ in {"mark", "neg", "prep", "advmod", "prt"}:
            yield f"{child.dep_}={child.lower_}"
        elif child.dep_ in OBJECTS:
            yield f"object={lemma}"
            yield from (
                f"object.is={k}" for k in ("control_noun", "flow_noun") if lemma in lexicon[k]
            )
            yield from (f"object.det={c.lower_}" for c in child.children if c.dep_ == "det")
        elif child.dep_ in INNER:
            yield f"below={child.dep_}>{lemma}"
            yield from (f"below.mark={c.lower_}" for c in child.children if c.dep_ == "mark")
    inside = list(word.subtree)
    yield "size=" + next((name for most, name in _SIZES if len(inside) < most), "xl")
    content = dict.fromkeys(t.lemma_.lower() for t in inside if t.pos_ in _CONTENT)
    yield from (f"in={lemma}" for lemma in list(content)[:_MOST])


def _framed(frame: Frame | None) -> Iterator[str]:
    """Signs of the frame that a verb makes."""
    if frame is None:
        return
    yield f"frame={frame.deed}/{frame.mood}/{int(frame.turned)}"
    yield f"frame.deed={frame.deed}{int(frame.turned)}"
    yield f"frame.mood={frame.mood}"
    yield f"frame.way={frame.way}"
    if frame.age is not None:
        yield "frame.old" if frame.age > OLD else "frame.new"
    if frame.asked is not None:
        yield "frame.asked"


def _subject(word: Token) -> Token | None:
    """Who does what a verb says, up the verbs that share their subject."""
    for _ in range(4):
        for child in word.children:
            if child.dep_ in NOUN_SUBJECTS:
                return child
        if word.dep_ not in SHARING or word.head.i == word.i:
            return None
        word = word.head
    return None


def _kind(word: Token | None) -> str:
    """What a subject is: a party of the tables, a pronoun, a name, or a noun."""
    if word is None:
        return "none"
    doc = word.doc
    if party_word()[0].search(doc[word.left_edge.i : word.right_edge.i + 1].text):
        return "party"
    return f"it:{word.lower_}" if word.pos_ == "PRON" else f"a:{word.lemma_.lower()}"
