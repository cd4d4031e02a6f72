"""What a side holds back in plain words: it supplies nothing, or bars it until a term."""

from collections.abc import Iterator

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading._text import trim
from detente.reading.english.grammar.labels import ACTED_ON
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.offers._doers import by_side
from detente.reading.english.offers._speech import IDLE
from detente.reading.english.offers.frames import Frames
from detente.reading.english.weight.effects import deed_of

__all__ = ["held_back"]

_HELD = word_class("act_held")
_GIVING = word_class("act_gift", "supply_verb")
_SPEAKING = frozenset(load_lexicon()["withheld_verb"])
_PAST = word_class("has_or_have", "do_past") | {"had"}
_PAPER = word_class("rule_paper")
_DUTIES = word_class("duty_auxiliary", "possible_auxiliary")


def held_back(
    paragraph: Paragraph, bounds: tuple[int, int], frames: Frames
) -> Iterator[tuple[int, int]]:
    """Where the verbs of a sentence hold something back."""
    norm = frames.finder.norm
    if norm[slice(*bounds)].rstrip().endswith("?"):
        return
    for verb in paragraph.tokens(*bounds):
        if verb.pos_ not in {"VERB", "AUX"} or not _to_come(verb):
            continue
        term = _term(verb)
        holder = verb.head if verb.dep_ == "xcomp" and _means(verb.head) else verb
        held = _kept(paragraph, verb, frames) or (term is not None and _barred(verb, term))
        if not (_undiscussed(verb) or (held and _of_side(paragraph, holder, term, frames))):
            continue
        step = frames.steps.clause(paragraph, holder)
        start, end = step.start, step.end
        if term is not None:
            start = min(start, paragraph.start_of(term.left_edge))
            end = max(end, paragraph.end_of(term.right_edge))
        low, high = max(start, bounds[0]), min(end, bounds[1])
        yield trim(norm, low, high, marks=' \n,;:."')


def _means(verb: Token) -> bool:
    """*Is going to*, *intends to*."""
    return verb.lemma_ == "go" or load_lexicon()["mood"].get(verb.lemma_.lower()) == "pledged"


def _to_come(verb: Token) -> bool:
    """Whether a verb tells of what is or will be, not of what was, may or must be."""
    helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    return verb.tag_ not in {"VBD", "VBN"} and not helpers & (_PAST | _DUTIES)


def _negated(verb: Token) -> bool:
    """Whether a verb is negated, or what it acts on is none, or what somebody means to do."""
    if verb.dep_ == "xcomp" and _means(verb.head) and _negated(verb.head):
        return True
    none = word_class("never_no")
    return any(
        c.dep_ == "neg" or c.lower_ in none or c.lower_ == "nor"
        or (c.dep_ in {"dobj", "attr"} and any(g.lower_ in none for g in c.children))
        for c in verb.children
    )  # fmt: skip


def _of_side(paragraph: Paragraph, verb: Token, term: Token | None, frames: Frames) -> bool:
    """Whether a side is the subject, or with a term a bill."""
    if term is not None and _of_paper(verb):
        return True
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or verb.dep_ in {"advcl", "relcl"}:
        return False
    return subject.lower_ == "we" or by_side(paragraph, [verb], frames.finder)


def _kept(paragraph: Paragraph, verb: Token, frames: Frames) -> bool:
    """*Will not supply the weapons*, *we're not talking about the chip*."""
    lemma = verb.lemma_.lower()
    if not _negated(verb):
        return False
    things = [c for c in verb.children if c.dep_ in ACTED_ON and c.lemma_.lower() not in IDLE]
    if lemma in _GIVING and any(c.pos_ in {"NOUN", "PROPN"} for c in things):
        return True
    if lemma not in _SPEAKING:
        return False
    step = frames.steps.clause(paragraph, verb)
    best = any(t.tag_ == "JJS" for c in things for t in c.children)  # *our best stuff*
    return best or any(step.start <= good.start < step.end for good in frames.finder.goods)


def _term(verb: Token) -> Token | None:
    """What ends what a verb says: *until it pays*, *as long as it blocks the oil*."""
    barred = [
        verb, *(t for c in verb.children if c.dep_ == "prep" for p in c.children
                if p.dep_ == "pcomp" for t in (p, *p.conjuncts)),
    ]  # fmt: skip
    for child in (c for holder in barred for c in holder.children):
        if child.dep_ == "advcl" and any(c.lower_ in _HELD for c in child.children):
            return child
        if child.dep_ == "prep" and child.lower_ in _HELD:
            below = [t for t in child.subtree if t.pos_ == "VERB" or t.tag_ == "VBZ"]
            if below and not any(t.like_num for t in child.subtree):
                return child  # the parser's *until the flow of oil resumes*
        if child.lower_ == "long" and any(c.dep_ == "advcl" for c in child.children):
            return child
    return None


def _barred(verb: Token, term: Token) -> bool:
    """Whether a verb keeps something back; *will cut it off unless* is a threat."""
    if _negated(verb):
        return True
    if any(c.lower_ == "unless" for c in term.children) and not _of_paper(verb):
        return False
    bars = load_lexicon()["deed"].get(verb.lemma_.lower()) == "bar"
    return bars or deed_of(verb) in {"tighten", "maintain"}


def _of_paper(verb: Token) -> bool:
    """Whether a bill or an order does something."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is not None and verb.dep_ == "relcl":
        subject = verb.head
    return subject is not None and subject.lemma_.lower() in _PAPER


def _undiscussed(verb: Token) -> bool:
    """*There are no discussions about lifting it*: an easing that is not even talked of."""
    topics = [c for c in verb.children if c.dep_ in {"dobj", "attr"} and c.lemma_.lower() in IDLE]
    return _negated(verb) and any(
        deed_of(t) == "ease" for topic in topics for link in topic.children for t in link.children
    )
