"""Nouns that report: *Seoul's claim that ...*, *a warning by the ministry that ...*."""

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading.english.grammar.nlp import Paragraph, subtree
from detente.reading.english.said._cue import Cue
from detente.reading.english.text.quotes import Quote, quoted_at

__all__ = ["find_claims"]

_GIVE = word_class("giving_voice")


def find_claims(paragraph: Paragraph, quotes: list[Quote]) -> list[Cue]:
    """Find the nouns of a paragraph that report a clause and say whose it is."""
    nouns = load_lexicon()["cue_noun"]
    found: list[Cue] = []
    for token in paragraph.doc:
        kind = nouns.get(token.lemma_.lower())
        if kind is None or token.pos_ != "NOUN" or quoted_at(quotes, paragraph.start_of(token)):
            continue
        clause = _clause(token)
        speaker = _whose(token, clause) if clause is not None else None
        if clause is None or speaker is None:
            continue
        low, high = subtree(clause)
        doc = paragraph.doc
        while (
            low < high and (doc[low].lower_ == "that" or doc[low].is_punct) and doc[low].text != '"'
        ):
            low += 1
        while high > low and doc[high].is_punct and doc[high].text not in {'"', ")"}:
            high -= 1
        found.append(
            Cue(
                token=token,
                kind=kind,
                speaker=speaker,
                start=paragraph.start_of(token),
                end=paragraph.end_of(token),
                content=(low, high),
                finite=True,
                noun=True,
            )
        )
    return found


def _clause(token: Token) -> Token | None:
    """Return the clause that a noun reports: *that* opens it and it has a subject."""
    for child in token.children:
        if child.dep_ not in {"acl", "ccomp", "relcl"} or child.i < token.i:
            continue
        mark = next((c for c in child.children if c.dep_ == "mark" and c.lower_ == "that"), None)
        subject = any(c.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for c in child.children)
        if mark is not None and subject and mark.i - token.i <= 12:
            return child
    return None


def _whose(token: Token, clause: Token) -> Token | None:
    """Return whose claim it is: an owner, a *by* or *from* phrase, or who makes it."""
    for child in token.children:
        if child.dep_ == "poss" and child.lower_ not in word_class("whose"):
            return child
        if (
            child.dep_ == "prep"
            and child.lower_ in word_class("by_source", "of")
            and child.i < clause.i
        ):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    verb = token.head
    if token.dep_ in {"dobj", "pobj"}:
        verb = verb.head if token.dep_ == "pobj" else verb
        if verb.lemma_ in _GIVE:
            return next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return None
