"""Sources named beside a sentence: *according to X*, *per the ministry*, *as the memo put it*."""

from spacy.tokens import Token

from detente.facts.words import word_class
from detente.reading.english.grammar.nlp import Paragraph, subtree
from detente.reading.english.said._cue import Cue, reach
from detente.reading.english.said._cue_content import edges, subject_of

__all__ = ["source_beside", "whole"]


def whole(paragraph: Paragraph, token: Token, speaker: Token | None, head: Token) -> Cue:
    """Make a cue whose content is the clause that it stands in."""
    heavy = frozenset(c for c in head.children if c.dep_ in {"relcl", "advcl"} and c.i > head.i)
    low, high = edges(head, heavy)
    first, last = reach(token)
    return Cue(
        token=token,
        kind="evaluate" if speaker is not None else "reported",
        speaker=speaker,
        start=paragraph.start_of(paragraph.doc[first]),
        end=paragraph.end_of(paragraph.doc[last]),
        content=(low, high),
        finite=True,
        whole=True,
    )


def _according(paragraph: Paragraph, token: Token) -> Cue | None:
    """Read *according to X*: the content is the rest of the sentence."""
    to = next((c for c in token.children if c.lower_ == "to"), None)
    if to is None and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
        to = token.nbor()
    return None if to is None else _by_source(paragraph, token, to)


def _per(paragraph: Paragraph, token: Token) -> Cue | None:
    """Read *..., per the ministry*; *per tonne* and *per cent* are none."""
    named = next((c for c in token.children if c.dep_ == "pobj"), None)
    opens = token.is_sent_start or (token.i > 0 and token.nbor(-1).text in {",", '"', "“", "”"})
    if named is None or not opens:
        return None
    known = named.pos_ == "PROPN" or any(
        c.dep_ == "poss" or c.lower_ == "the" for c in named.children
    )
    return _by_source(paragraph, token, token) if known else None


def _by_source(paragraph: Paragraph, token: Token, to: Token) -> Cue | None:
    """Make a cue of a source that is named beside the sentence."""
    speaker = next((c for c in to.children if c.dep_ == "pobj"), None)
    if speaker is None:
        return None
    sentence = token.sent
    _, last = subtree(speaker)
    if token.i - sentence.start <= 1:
        if last >= sentence.end - 2:  # the clause was taken for part of the name
            comma = (t.i for t in sentence if t.i > speaker.i and t.text == ",")
            last = next(comma, last)
        low, high = last + 1, sentence.end - 1
    else:
        low, high = sentence.start, token.i - 1
    doc = token.doc
    while low < high and doc[low].is_punct and doc[low].text != '"':
        low += 1
    while high > low and doc[high].is_punct and doc[high].text != '"':
        high -= 1
    if high <= low:
        return None
    return Cue(
        token=token,
        kind="assert",
        speaker=speaker,
        start=paragraph.start_of(token),
        end=paragraph.end_of(to),
        content=(low, high),
        finite=True,
        before=low < token.i,
    )


def _puts_it(token: Token) -> bool:
    """Whether somebody has put it so: *as the memo put it*."""
    if token.lemma_ != "put":
        return False
    return any(c.dep_ == "dobj" and c.lower_ == "it" for c in token.children) and any(
        c.dep_ in {"mark", "advmod"} and c.lower_ in word_class("as_how") for c in token.children
    )


def _put_so(paragraph: Paragraph, token: Token) -> Cue:
    """Make a cue of *as X put it*: the content is the clause that it is beside."""
    low, high = edges(token.head, frozenset())
    before = token.left_edge.i > token.head.i
    if before:
        high = token.left_edge.i - 1
    else:
        low = token.right_edge.i + 1
        while low < high and paragraph.doc[low].is_punct:
            low += 1
    return Cue(
        token=token,
        kind="assert",
        speaker=subject_of(token),
        start=paragraph.start_of(token),
        end=paragraph.end_of(token),
        content=(low, high) if low < high else None,
        finite=True,
        before=before,
    )


def source_beside(paragraph: Paragraph, token: Token) -> Cue | None:
    """Return the cue that a word makes which is no reporting verb, or None."""
    if token.lower_ in word_class("according"):
        return _according(paragraph, token)
    if token.lower_ == "per":
        return _per(paragraph, token)
    if token.lower_ in word_class("alleged"):
        return whole(paragraph, token, None, token.head)
    if _puts_it(token):
        return _put_so(paragraph, token)
    return None
