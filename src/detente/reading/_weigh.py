"""Firmness of a statement, with what its grammar adds to the words: who binds themselves."""

import re
from dataclasses import replace

from spacy.tokens import Token

from detente.reading._commitment import commitment
from detente.reading._entities import Cast
from detente.reading._records import Commitment
from detente.reading._said import Said
from detente.reading._text import trim

__all__ = ["halves", "weigh"]

_FUTURE = frozenset({"will", "would", "shall", "'ll", "wo", "'d"})
_SELF = frozenset({"it", "he", "she", "they", "we", "i"})
_CALLS = re.compile(r"\bcall(?:s|ed|ing)?$", re.IGNORECASE)
_ASKED = re.compile(r"\s*(?:\w+ly |again )?(?:on|for|upon)\b", re.IGNORECASE)
_AND_THAT = re.compile(r",? (?:and|but) that\s+", re.IGNORECASE)


def weigh(norm: str, said: Said, cast: Cast, *, about_control: bool) -> Commitment:
    """Read how firmly a statement is held.

    Parameters
    ----------
    norm
        Normalised text.
    said
        The statement.
    cast
        The article's entities, to know whether a subject is the speaker's own side.
    about_control
        Whether it speaks of a control.

    Notes
    -----
    *Will* binds if the subject is the speaker or their side: *the ministry said it would lift the
    curbs* is a pledge, *the ministry said users would suffer* an expectation.
    """
    text = " ".join(norm[a:b] for a, b in said.content)
    cue = norm[slice(*said.cue_span)] if said.cue_span else ""
    if said.cue_kind == "urge" and said.cue_span and _CALLS.search(cue):
        asked = _ASKED.match(norm, said.cue_span[1]) or _ASKED.match(text)
        if asked is None:
            return "evaluation"
    level = commitment(text, said.cue_kind, about_control=about_control, cue_text=cue)
    if said.cue_kind in {"act", "announce"} and level == "asserted":
        return "done" if about_control or said.cue_kind == "act" else level
    if level == "done" and not about_control:
        return "asserted"
    if level == "expected" and said.cue_kind not in {"expect", "reported"}:
        return _bound(said, cast) or level
    return level


def _bound(said: Said, cast: Cast) -> Commitment | None:
    """Read *we will* and *Berlin would not* of the speaker's own side."""
    for start, end in said.content:
        for token in said.paragraph.tokens(start, end):
            if token.dep_ != "aux" or token.lower_ not in _FUTURE:
                continue
            verb = token.head
            if not _own(said, cast, verb):
                return None
            denied = any(c.dep_ == "neg" for c in verb.children)
            passive = any(c.dep_ == "nsubjpass" for c in verb.children)
            if denied:
                return "refused"
            return None if passive or verb.lemma_ in {"be", "have"} else "pledged"
    return None


def _own(said: Said, cast: Cast, verb: Token) -> bool:
    """Whether a verb's subject is the speaker or the speaker's side."""
    node = verb
    for _ in range(3):
        subject = next((c for c in node.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is not None:
            break
        if node.dep_ not in {"conj", "xcomp"}:
            return False
        node = node.head
    else:
        return False
    if subject.lower_ in _SELF:
        return said.speaker is not None
    party = said.speaker.party if said.speaker else None
    words = sorted(subject.subtree, key=lambda t: t.i)
    low, high = said.paragraph.start_of(words[0]), said.paragraph.end_of(words[-1])
    head = said.paragraph.end_of(subject)
    named = cast.party_in(low, min(high, head + 1))
    return party is not None and named == party and subject.pos_ == "PROPN"


def halves(norm: str, said: Said) -> tuple[Said, Said] | None:
    """Cut *A, and that B* in two, for the case that both are not held alike.

    Parameters
    ----------
    norm
        Normalised text.
    said
        A statement.
    """
    if said.kind not in {"indirect", "mixed"} or len(said.content) != 1:
        return None
    start, end = said.content[0]
    cut = _AND_THAT.search(norm, start, end)
    if cut is None or '"' in norm[start:end]:
        return None
    one, two = trim(norm, start, cut.start()), trim(norm, cut.end(), end)
    if min(one[1] - one[0], two[1] - two[0]) < 12:
        return None
    return replace(said, content=[one]), replace(said, content=[two])
