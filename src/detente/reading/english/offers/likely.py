"""Offers and demands by the signs of their clauses: what is likely, and what is hardly one."""

from collections.abc import Iterator, Mapping, Set
from functools import cache
from itertools import islice
from math import exp

from spacy.tokens import Token

from detente.facts.reading_tables import load_clause_weights
from detente.facts.words import word_class
from detente.reading._records import Commitment
from detente.reading._text import trim
from detente.reading.english.grammar.labels import SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.offers._doers import actor_of
from detente.reading.english.offers._framed import eases
from detente.reading.english.offers._moods import first_of, hung_on, mood_of
from detente.reading.english.offers._offer_drafts import (
    SILENT,
    Levels,
    OfferDraft,
    statement_of,
    subject_of,
)
from detente.reading.english.offers._signs import Clause, clauses_of
from detente.reading.english.offers.frames import Frames, is_sought
from detente.reading.english.steps.legs import LegDraft
from detente.reading.english.weight.effects import deed_of, things_of

__all__ = ["CONSTANT", "LEAST", "chances", "weighed_offers"]

LEAST, FEW = 0.35, 0.07
"""Chance from which a clause is an offer or a demand, and below which it is none [share]."""
_DEEP = 4
"""How many words above a deed a word of doubt may stand."""
CONSTANT = "constant"
"""Name of the weights that every clause has."""
_PAST, _SEEKING = word_class("time_past"), word_class("leave_sought")
_FIRM: dict[str, Commitment] = {
    "possible": "possible", "willing": "willing", "expected": "expected", "done": "done",
    "told": "done",
}  # fmt: skip
_KINDS: dict[Commitment, str] = {
    "possible": "possible_unilateral", "expected": "expected_unilateral",
}  # fmt: skip


def weighed_offers(
    norm: str, paragraphs: list[Paragraph], said: Levels, frames: Frames, known: list[OfferDraft]
) -> list[OfferDraft]:
    """Leave out one-sided offers that their signs speak against; add what is likely one.

    What rules read (``known``) is not read again.

    Notes
    -----
    A multinomial logistic model over the signs of clauses; its weights are learned from labelled
    openings of news (table ``clause_weights``).
    """
    clauses = [(clause, *chances(clause.signs)) for clause in clauses_of(paragraphs, said, frames)]
    at = {clause.word: gives + gets for clause, gives, gets in clauses}
    kept = [offer for offer in known if _stands(offer, at)]
    taken = [(leg.start, leg.end) for offer in known for leg in (*offer.gives, *offer.gets)]
    found: dict[tuple[int, int], OfferDraft] = {}
    for clause, gives, gets in sorted(clauses, key=lambda one: -(one[1] + one[2])):
        if gives + gets < LEAST:
            break
        mood = _mood(clause.word)
        if mood is None or _denied(clause):
            continue
        leg = _leg(norm, clause, frames)
        speaker, level = statement_of(leg, said)
        if level in SILENT or any(a < leg.end and leg.start < b for a, b in taken):
            continue
        taken.append((leg.start, leg.end))
        who = speaker.speaker if speaker is not None else None
        offer = found.setdefault(
            clause.sentence,
            OfferDraft(
                kind="", offeror=who or subject_of(clause.paragraph, leg, frames.finder.cast),
                gives=[], strength=_FIRM.get(mood, "pledged"), chance=gives + gets,
            ),
        )  # fmt: skip
        (offer.gives if gives >= gets else offer.gets).append(leg)
    for bounds, offer in sorted(found.items(), key=lambda one: one[0]):
        _join(offer, bounds, kept)
    return kept


def _join(offer: OfferDraft, bounds: tuple[int, int], kept: list[OfferDraft]) -> None:
    """Add an offer, to one of the same sentence where that has the same giver."""
    for other in kept:
        inside = any(bounds[0] <= leg.start < bounds[1] for leg in (*other.gives, *other.gets))
        alike = {k.actor for k in offer.gives} == {k.actor for k in other.gives}
        if inside and offer.gives and alike:
            other.gives += offer.gives
            other.gets += offer.gets
            return
    kept.append(_kinded(offer))


def _mood(word: Token) -> str | None:
    """How a deed is meant; nothing where it is presupposed, denied, a duty, a state or old."""
    above = list(hung_on(word))
    top = above[-1] if above else word
    presupposed = top.pos_ == "NOUN" and top.dep_ in SUBJECTS
    owned = any(child.dep_ == "poss" for child in top.children)
    mood, _ = mood_of(word, above)
    if (presupposed and not owned) or mood in {"denied", "duty"} or _doubted(word):
        return None
    if any(map(_at_a_time, (word, *above))):
        return None
    near = word.doc[word.left_edge.i : word.right_edge.i + 1]
    past = any(token.lemma_.lower() in _PAST for token in near)
    sought = word.lemma_.lower() in _SEEKING or is_sought(word)  # *shall apply for a licence*
    sought = sought and mood != "possible"
    if sought or mood == "standing" or (mood in {"done", "told"} and past):
        return None
    return mood


def _denied(clause: Clause) -> bool:
    """*Will not lift its ban*, *vowed to keep it*, told by the frame, the verb or a plain *not*."""
    if clause.frame is not None:
        return not eases(clause.frame)
    kept = deed_of(clause.word) in {"tighten", "maintain"}
    return kept or any(child.dep_ == "neg" for child in first_of(clause.word).children)


def _keeps_bar(word: Token) -> bool:
    """*Vowed to keep the ban*: what stays held back."""
    return deed_of(word) == "maintain" and "bar" in things_of(word)


def _doubted(word: Token) -> bool:
    """*It is doubtful that*, *has yet to*, *stopped short of*, *would rather lose it than*."""
    doubts = word_class("offer_doubt")
    for node in (word, *islice(word.ancestors, _DEEP)):
        told = (c for c in node.children if not c.is_sent_start or c.pos_ != "CCONJ")
        if node.lemma_.lower() in doubts or any(c.lower_ in doubts for c in told):
            return True
    return False


def _at_a_time(word: Token) -> bool:
    """Whether a clause only says when: *before it would drop the curb*."""
    return _opened_by(word, word_class("clause_mark") - word_class("condition_mark"))


def _opened_by(word: Token, marks: Set[str]) -> bool:
    """Whether a clause hangs on a verb by one of some words."""
    return word.dep_ == "advcl" and any(
        c.dep_ == "mark" and c.lower_ in marks for c in word.children
    )


def _stands(offer: OfferDraft, chance: dict[Token, float]) -> bool:
    """Whether the signs of an offer's clauses do not all speak against it."""
    if offer.gives and offer.gets:
        return True  # its two sides speak for each other
    legs = (*offer.gives, *offer.gets)
    if all(_doubted(leg.verb) or _keeps_bar(leg.verb) for leg in legs):
        return False
    return max(chance.get(leg.verb, 1.0) for leg in legs) >= FEW


def chances(
    signs: tuple[str, ...], weights: Mapping[str, tuple[float, float]] | None = None
) -> tuple[float, float]:
    """Return the chances that a clause with these signs is given, and that it is asked for.

    By the weights of the table, or by others [log odds].

    Examples
    --------
    >>> gives, gets = chances(("lemma=lift", "aux=will", "object=ban", "object.is=control_noun"))
    >>> gives > gets
    True
    """
    table = _weights() if weights is None else weights
    rows = [table[sign] for sign in (CONSTANT, *signs) if sign in table]
    gives, gets = (exp(min(sum(row[side] for row in rows), 50.0)) for side in (0, 1))
    return gives / (1 + gives + gets), gets / (1 + gives + gets)


def _stretch(paragraph: Paragraph, word: Token) -> tuple[int, int]:
    """Where the words of a deed stand: from its verb, or from what is done something to."""
    doc, first, last = word.doc, word.i, word.right_edge.i
    circumstances = word_class("clause_mark", "condition_mark")
    for child in word.children:
        if child.dep_ == "nsubjpass":
            first = min(first, child.left_edge.i)
        if child.i > word.i and (
            child.dep_ in {"conj", "parataxis"} or _opened_by(child, circumstances)
        ):
            last = min(last, child.left_edge.i - 1)
    while last > first and (doc[last].is_punct or doc[last].dep_ == "cc"):
        last -= 1
    return paragraph.start_of(doc[first]), paragraph.end_of(doc[last])


@cache
def _weights() -> dict[str, tuple[float, float]]:
    return {row.sign: (row.gives, row.gets) for row in load_clause_weights()}


def _leg(norm: str, clause: Clause, frames: Frames) -> LegDraft:
    word, finder = clause.word, frames.finder
    start, end = trim(norm, *_stretch(clause.paragraph, word), marks=' \n,;:."')
    actor = actor_of(clause.paragraph, list(_chain(word)), None, finder)
    control = finder.control_in(start, end, actor)
    return LegDraft(
        actor=actor or (control.imposer if control else None), action=word.lemma_.lower(),
        control=control, start=start, end=end, verb=word,
    )  # fmt: skip


def _chain(word: Token) -> Iterator[Token]:
    """Return the verbs on which a deed hangs, it first."""
    yield word
    above = list(hung_on(word))
    yield from above
    yield first_of(above[-1] if above else word)


def _kinded(offer: OfferDraft) -> OfferDraft:
    offer.kind = _KINDS.get(offer.strength, "unilateral")
    if offer.gets:
        offer.kind = "exchange" if offer.gives else "demand"
    if offer.kind == "demand":
        offer.strength = "willing"
    return offer
