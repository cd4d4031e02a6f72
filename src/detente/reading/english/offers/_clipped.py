"""Where the words of an offer's leg start and end: its deed and what it is done to."""

from spacy.tokens import Token

from detente.facts.words import word_class
from detente.reading._text import trim
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.offers._offer_drafts import OfferDraft
from detente.reading.english.steps.legs import LegDraft

__all__ = ["clip_legs"]

_ASIDE = {"relcl", "acl", "advcl", "prep", "npadvmod"}
"""What may follow a comma and belongs no more to the deed."""
_LEAST = 5
"""Words that a leg keeps at least, or it keeps its asides [words]."""
_VERBAL = {"VERB", "AUX"}


def clip_legs(norm: str, paragraphs: list[Paragraph], offers: list[OfferDraft]) -> None:
    """Let the legs of offers start at their deeds and end before asides and circumstances."""
    homes = {id(paragraph.doc): paragraph for paragraph in paragraphs}
    for offer in offers:
        for leg in (*offer.gives, *offer.gets):
            home = homes.get(id(leg.verb.doc))
            if home is not None:
                _clip(norm, home, leg)


def _clip(norm: str, paragraph: Paragraph, leg: LegDraft) -> None:
    """Let a leg start at its deed and end before asides, times and circumstances."""
    tokens = paragraph.tokens(leg.start, leg.end)
    if not tokens:
        return
    doc, first, last = paragraph.doc, tokens[0].i, tokens[-1].i
    last = _whole(tokens[-1]).i
    span = doc[first : last + 1]
    verb = leg.verb if leg.verb in span else span.root
    commas = [t.i for t in doc[first : verb.i] if t.text == "," and t.head.i < verb.i]
    if commas and any(_aside(t) for t in doc[first : verb.i]):
        after = doc[max(commas) + 1 : verb.i + 1]
        first = next((t.i for t in after if t.pos_ in _VERBAL), first)
    cut = next((t.i for t in doc[verb.i + 1 : last + 1] if _cuts(t, verb)), last + 1)
    if cut - first >= _LEAST:  # *lift the ban, which took effect in May* is told apart by its aside
        last = min(last, cut - 1)
    start, end = paragraph.start_of(doc[first]), paragraph.end_of(doc[last])
    leg.start, leg.end = trim(norm, start, end, marks=' \n,;:."')


def _aside(token: Token) -> bool:
    return token.dep_ in {"relcl", "acl", "appos"}


def _whole(last: Token) -> Token:
    """The end of a word that a hyphen breaks: *the re*-export of war materiel."""
    doc = last.doc
    if last.i + 2 < len(doc) and doc[last.i + 1].text == "-" and not last.whitespace_:
        return doc[last.i + 2].right_edge
    return last


def _cuts(token: Token, verb: Token) -> bool:
    """Whether what belongs to the deed ends before a word."""
    if token.dep_ == "mark" and token.head.dep_ == "advcl" and token.i == token.head.left_edge.i:
        return token.lower_ in word_class("clause_mark")
    hung = token.dep_ in {"prep", "mark"} and token.head.pos_ in _VERBAL
    hung = hung and token.head.dep_ not in {"relcl", "acl"}  # *rules that have slowed it since May*
    if hung and token.lower_ in word_class("time_mark"):
        return True
    before = token.nbor(-1)
    if before.text != ",":
        return False
    return any(
        top.dep_ in _ASIDE and top.left_edge.i == token.i
        for top in (token, *token.ancestors)
        if top.i > verb.i
    )
