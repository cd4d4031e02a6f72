"""Words that give a name: *called the curbs "a weapon"*, *went after the firm as "a thief"*."""

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading.english.grammar.nlp import Paragraph

__all__ = ["label_content", "labels", "names_as"]

_NAMED = frozenset({"dobj", "oprd", "ccomp", "xcomp", "attr", "acomp", "dative", "nmod"})
_AS = word_class("label_preposition")
_NO_LABEL = word_class("no_label")
_WITHIN = 30
"""How far behind *as* the quoted name may open [code points]."""


def labels(token: Token) -> bool:
    """Whether a word gives its object a name; *called on*, *called for* do not."""
    after = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
    onto = token.lemma_.lower() in word_class("call_on") and after in word_class(
        "over_preposition", "aim_preposition"
    )
    return not onto and token.lemma_.lower() in load_lexicon()["cue_label"]


def names_as(paragraph: Paragraph, token: Token, opening: list[int]) -> bool:
    """Whether a verb of any kind gives a name in quote marks: *pounded the rival as a "crook"*."""
    if token.lemma_.lower() in _NO_LABEL:
        return False
    as_ = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "as"), None)
    if as_ is None or as_.i < token.i:
        return False
    named = any(
        c.dep_ in {"dobj", "prep", "dative"} and token.i < c.i < as_.i and c.right_edge.i < as_.i
        for c in token.children
    )
    end = paragraph.end_of(as_)
    return named and any(end <= at < end + _WITHIN for at in opening)


def label_content(token: Token, quoted: int) -> tuple[int, int] | None:
    """Return who or what is named and the name, as token indices: all up to the clause's end."""
    taken = [
        c
        for c in token.children
        if c.i > token.i
        and (c.dep_ in _NAMED or (c.dep_ in {"prep", "agent"} and c.lower_ in _AS) or _late(c))
    ]
    if not taken:
        return None
    low, high = min(c.left_edge.i for c in taken), max(c.right_edge.i for c in taken)
    doc = token.doc
    for at in range(max(quoted + 1, low + 1), high + 1):
        if _beside(doc[at]):
            high = at - 1
            break
    while high > low and doc[high].is_punct and doc[high].text not in {'"', ")"}:
        high -= 1
    return max(low, token.i + 1), high


def _late(child: Token) -> bool:
    """A second name that the parser hangs on the verb: *as "wrong" and a "threat" to all*."""
    return child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN", "ADJ"}


def _beside(token: Token) -> bool:
    """Whether the circumstances of the naming begin here: *during a visit*, *on Monday*, a dash."""
    following = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
    dash = token.text in {"—", "–", "--", "-"} and token.i > 0 and token.nbor(-1).whitespace_
    return (
        bool(dash)
        or token.lower_ in word_class("while_clause")
        or (token.lower_.endswith("day") and token.pos_ == "PROPN")
        or (token.lower_ == "on" and following.endswith("day"))
        or (
            token.lower_ in word_class("in_at")
            and following in word_class("article", "possessive_thing", "possessive_person")
        )
    )
