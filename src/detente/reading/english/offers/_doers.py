"""Who would do the deed of a clause, and whether a side of the standoff does it."""

from spacy.tokens import Token

from detente.facts.words import word_class
from detente.reading.english.grammar.labels import SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.steps.legs import Legs

__all__ = ["actor_of", "by_side"]

_BODIES = word_class("official_body") - {"company"}
_RECEIVING = word_class("receiving")


def actor_of(
    paragraph: Paragraph, chain: list[Token], asked: Token | None, finder: Legs
) -> str | None:
    """Who would do it: the nearest subject, or who is asked."""
    if asked is not None and asked == chain[0] and asked.pos_ == "NOUN":
        return finder.cast.party_in(paragraph.end_of(asked), paragraph.end_of(_end(chain)))
    if asked is not None:
        left, right = asked.left_edge, asked
        return finder.cast.party_in(paragraph.start_of(left), paragraph.end_of(right))
    for node in chain:
        if node.lemma_.lower() in _RECEIVING:
            return None  # whoever gets a licence does not give it
        if (party := finder.subject_party(node, paragraph)) is not None:
            return party
    return None


def _end(chain: list[Token]) -> Token:
    return max((node.right_edge for node in chain), key=lambda t: t.i)


def by_side(paragraph: Paragraph, chain: list[Token], finder: Legs) -> bool:
    """Whether a side of the standoff is the subject, and no firm of it."""
    subject = next((c for node in chain for c in node.children if c.dep_ in SUBJECTS), None)
    if subject is None:
        return False
    if subject.lemma_.lower() in _BODIES:
        return True
    if subject.pos_ == "PRON":
        return paragraph.start_of(subject) in finder.official
    at = paragraph.start_of(subject)
    named = finder.cast.named_at(paragraph.offset, paragraph.end)
    return any(a <= at < b and d.party and d.type != "company" for a, b, d in named)
