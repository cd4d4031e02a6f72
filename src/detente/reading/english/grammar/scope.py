"""Where a word stands in its statement: in the main clause or aside, and whether negated."""

from spacy.tokens import Token

from detente.facts.words import word_class
from detente.reading.english.grammar.labels import ACTED_ON, NOUN_SUBJECTS

__all__ = ["in_background", "noes_of", "turned"]

_MARKS = word_class("clause_mark")
_REFUSING = word_class("refusing")
_DEEPEST = 30  # steps from a word to its main clause; no sentence has more
_NO = word_class("negation")
_ARGUMENTS = frozenset(NOUN_SUBJECTS | ACTED_ON)
_BELOW = frozenset(
    ["xcomp", "pcomp", "acl", "prep", "pobj", "dobj", "conj", "attr", "acomp", "ccomp", "advcl",
     "nsubj", "nsubjpass"]
)  # fmt: skip


def in_background(token: Token, *, low: int) -> str:
    """Say whether a word stands in a clause of description or of condition, reason or time.

    Returns ``relative``, ``aside`` or nothing.
    """
    node = token
    for _ in range(_DEEPEST):
        if node.dep_ == "relcl" or (node.dep_ == "acl" and node.tag_ == "VBN"):
            return "relative"
        if node.dep_ == "advcl" and any(
            c.dep_ in {"mark", "advmod"} and c.lower_ in _MARKS for c in node.children
        ):
            return "aside"
        if node.dep_ == "prep" and node.lower_ in word_class("scope_link"):
            return "aside"
        if node.head.i == node.i or node.head.i < low:
            return ""
        node = node.head
    return ""


def noes_of(verb: Token) -> list[Token]:
    """Return what negates a verb, of one that *or* joins it to too: *not to ban or put quotas*."""
    noes = [c for c in verb.children if c.dep_ == "neg"]
    own = any(c.dep_ in {*NOUN_SUBJECTS, "aux"} for c in verb.children)
    if noes or own or verb.dep_ != "conj":
        return noes
    joined = any(c.dep_ == "cc" and c.lower_ in word_class("or_nor") for c in verb.head.children)
    return noes_of(verb.head) if joined else []


def turned(token: Token, *, low: int) -> bool:
    """Whether a word is negated, or what governs it is: *no plan to lift*, *ruled out*."""
    noes: set[int] = set()
    flips = 0
    node = token
    for _ in range(_DEEPEST):
        children = list(node.children)
        near = [*children, *(t for c in children if c.dep_ in _ARGUMENTS for t in c.children)]
        here = {c.i for c in children if c.dep_ == "neg"} | {
            t.i
            for t in near
            if t.lower_ in _NO and t.pos_ != "PROPN"  # *Order No. 46*
        }
        flips += bool(here - noes)
        noes |= here
        if node.i != token.i and (
            node.lemma_.lower() in _REFUSING
            or (node.lemma_ == "rule" and any(c.lower_ == "out" for c in children))
        ):
            flips += 1
        if node.head.i == node.i or node.head.i < low:
            break
        if node.dep_ == "conj" and any(c.dep_ in {"nsubj", "nsubjpass", "aux"} for c in children):
            break
        if node.dep_ not in _BELOW:
            break
        if node.dep_ in {"ccomp", "advcl"} and any(
            c.dep_ in NOUN_SUBJECTS for c in children
        ) and node.head.lemma_.lower() not in word_class("belief_verb"):  # fmt: skip
            break
        node = node.head
    return flips % 2 == 1
