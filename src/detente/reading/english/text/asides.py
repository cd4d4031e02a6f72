"""Reporting words that stand inside what they report: *The curbs, she said, would stay*."""

from spacy.tokens import Token

from detente.facts.words import word_class

__all__ = ["around"]

_NEXT_TOPIC = word_class("next_topic")
_COMPLETES = frozenset({"attr", "dobj", "acomp", "xcomp", "ccomp", "oprd"})
_FAR = 14
"""How many words an aside may have after its verb."""


def around(token: Token, subject: Token | None) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return what stands before and after an aside, as token indices."""
    if subject is None or any(c.dep_ == "ccomp" and c.i > token.i for c in token.children):
        return None
    doc, sentence = token.doc, token.sent
    low = min(subject.left_edge.i, token.left_edge.i if token.left_edge.i > subject.i else token.i)
    if subject.i > token.i:  # *..., said the minister, ...*
        low = token.i
    if abs(subject.i - token.i) > _FAR or low - sentence.start < 2 or doc[low - 1].text != ",":
        return None
    high = max(token.i, subject.right_edge.i if subject.i > token.i else 0)
    stop = next((i for i in range(high + 1, min(high + _FAR, sentence.end)) if doc[i].is_punct), 0)
    if not stop or doc[stop].text != "," or sentence.end - stop < 4:
        return None
    follows = doc[stop + 1]
    if (
        follows.lower_ in _NEXT_TOPIC
        or follows.tag_ in {"VBG", "CC", "WDT", "WP"}
        or follows.is_punct
    ):
        return None
    if not _goes_on(token, low - 1, stop + 1):
        return None
    last = sentence.end - 1
    while last > stop and doc[last].is_punct and doc[last].text not in {'"', ")"}:
        last -= 1
    return (sentence.start, low - 2), (stop + 1, last)


def _goes_on(token: Token, end: int, start: int) -> bool:
    """Whether a clause that began before an aside is still open after it."""
    doc = token.doc
    before = doc[token.sent.start : end]
    whole = any(
        t.dep_ in {"nsubj", "nsubjpass", "expl"} and t.i < t.head.i < end and t.head != token
        for t in before
    )
    if not whole:
        return True
    top = doc[start]
    while top.head.i >= start and top.head != top:
        top = top.head
    return top.dep_ in _COMPLETES and token.sent.start <= top.head.i < end
