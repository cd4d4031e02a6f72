"""Who speaks and what is said, from the grammar around a reporting word."""

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading.english.grammar.nlp import name_type, subtree

__all__ = ["content_of", "edges", "subject_of"]

_CLAUSE = frozenset({"ccomp", "xcomp", "advcl", "parataxis"})
_TO_CLAUSE = word_class("cue_to_clause")
_OBJECT = word_class("cue_object")


def _driven(token: Token) -> Token | None:
    """Find who is made to speak: *the panel forced the minister to admit*."""
    if token.dep_ != "xcomp" or token.head.lemma_ == "promise":
        return None
    driven = next((c for c in token.head.children if c.dep_ == "dobj" and c.i < token.i), None)
    infinitive = any(c.lower_ == "to" for c in token.children)
    return driven if infinitive else None


def subject_of(token: Token, depth: int = 0) -> Token | None:  # noqa: PLR0911 - one branch a rule of grammar
    """Find who does what a verb says: its subject, the one it shares, or the noun it modifies."""
    subjects = [c for c in token.children if c.dep_ in {"nsubj", "csubj"} and c.pos_ != "SCONJ"]
    before = [c for c in subjects if c.i < token.i]
    if subjects:
        child = before[-1] if before else subjects[0]
        relative = child.lower_ in word_class("relative_pronoun") and token.dep_ == "relcl"
        return token.head if relative else child
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in token.children):
        agent = next((c for c in token.children if c.dep_ == "agent"), None)
        if agent is not None:
            return next((c for c in agent.children if c.dep_ == "pobj"), None)
        return None
    if (driven := _driven(token)) is not None:
        return driven
    if depth < 4 and token.dep_ in {"conj", "xcomp", "advcl", "pcomp", "prep"}:
        return subject_of(token.head, depth + 1)
    if token.dep_ == "acl" and token.tag_ == "VBG":
        return token.head
    if depth < 4 and token.dep_ == "ccomp" and token.tag_ == "VBG":
        return subject_of(token.head, depth + 1)
    return None


def edges(token: Token, without: frozenset[Token]) -> tuple[int, int]:
    low, high = subtree(token, without=without)
    doc = token.doc
    while low < high and (
        (doc[low].dep_ == "mark" and doc[low].lower_ == "that")
        or (doc[low].is_punct and doc[low].text != '"')
    ):
        low += 1
    while high > low and doc[high].is_punct and doc[high].text not in {'"', ")"}:
        high -= 1
    return low, high


def content_of(token: Token, kind: str) -> tuple[tuple[int, int] | None, bool, bool]:  # noqa: C901, PLR0912 - one branch a rule of grammar
    """Return content as token indices, whether it is a finite clause, whether it stands first."""
    clauses = [c for c in token.children if c.dep_ in _CLAUSE]
    for child in clauses:
        if child.dep_ == "ccomp" or (child.dep_ == "parataxis" and child.i < token.i):
            if child.i < token.i:
                low, high = edges(child, frozenset())
                return (low, min(high, token.i - 1)), True, True
            finite = any(c.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for c in child.children)
            mark = next((c for c in child.children if c.dep_ == "mark"), None)
            if finite or kind in _TO_CLAUSE or mark is not None:
                low, high = edges(child, frozenset())
                if mark is not None and mark.lower_ == "that" and low < mark.i < high:
                    low = mark.i + 1  # *told reporters on a call that ...*
                return (low, high), finite, False
    if _trails(token):
        low, high = edges(token.head, frozenset({token}))
        return (low, min(high, token.i - 1)), True, True
    for child in clauses:
        if child.dep_ in {"xcomp", "advcl"} and child.i > token.i and kind in _TO_CLAUSE:
            infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children)
            if infinitive or (child.dep_ == "xcomp" and child.tag_ == "VBG"):
                low, high = edges(child, frozenset())
                low = max(low, token.i + 1)
                return (_addressed(token, low) if kind == "urge" else low, high), False, False
    if kind in _OBJECT or kind in word_class("outlook_report"):
        for child in token.children:
            if child.dep_ in {"dobj", "prep", "dative"} and child.i > token.i:
                low, high = edges(child, frozenset())
                if child.dep_ == "prep" and child.lower_ not in word_class(
                    "aim_preposition", "of_on", "against"
                ):
                    continue
                if child.dep_ == "dobj" and (high - low < 1 or _source(token, child)):
                    continue
                following = next(
                    (c for c in token.children if c.dep_ == "prep" and c.i == high + 1), None
                )
                if child.dep_ == "dobj" and following is not None:
                    high = edges(following, frozenset())[1]
                return (low, high), False, False
    return None, False, False


def _source(token: Token, noun: Token) -> bool:
    """Whether somebody is named as a source: *citing people familiar with the matter*."""
    return token.lemma_.lower() in word_class("citing_verb") and (
        noun.lemma_.lower() in load_lexicon()["source_noun"] or name_type(noun) in {"PERSON", "ORG"}
    )


def _addressed(token: Token, low: int) -> int:
    """Take in who is urged: *called on Tokyo to lift the curbs*."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in word_class("over_preposition"):
            child = next((c for c in child.children if c.dep_ == "pobj"), child)  # noqa: PLW2901
        if child.dep_ in {"dobj", "pobj"} and token.i < child.i < low:
            return child.left_edge.i
    return low


def _trails(token: Token) -> bool:
    """Whether a reporting clause follows what it reports: *Moscow may stop the gas, X warned*."""
    if token.dep_ not in {"parataxis", "conj"} or token.head.i > token.i:
        return False
    if token.dep_ == "parataxis":
        return True
    subject = next((c for c in token.children if c.dep_ == "nsubj" and c.i < token.i), None)
    if subject is None or any(c.dep_ in {"ccomp", "xcomp", "dobj"} for c in token.children):
        return False
    low = subject.left_edge.i
    joined = any(c.dep_ == "cc" and c.i > token.head.i for c in token.head.children)
    return low > 0 and token.doc[low - 1].text == "," and not joined
