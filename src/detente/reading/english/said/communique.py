"""Communiqués and notices: the parties speak in the text itself, without a reporting word."""

import re

from spacy.tokens import Token

from detente.facts.words import compiled, word_class
from detente.reading._text import trim
from detente.reading.english.grammar.labels import NOUN_SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast, Draft
from detente.reading.english.said.said import Said

__all__ = ["find_bullets", "find_declarations", "is_communique"]

_KIND = compiled("communique.kind")
_CONTROL = compiled("communique.control")
_BOTH = compiled("communique.both")

_BULLET = compiled("communique.bullet")
_LONGEST_HEAD = 14
"""Most words of a line that announces a list."""


def is_communique(norm: str) -> bool:
    """Whether the head of a text says that it is a joint statement, a fact sheet or a notice."""
    head = next((line for line in norm.splitlines() if len(line.split()) > 2), "")
    return bool(_KIND.search(head[:200]))


def find_declarations(
    norm: str, paragraphs: list[Paragraph], cast: Cast, said: list[Said]
) -> list[Said]:
    """Read *China will suspend ...* as China's own statement."""
    found: list[Said] = []
    for paragraph in paragraphs:
        if paragraph.segment.kind == "headline":
            continue
        for sentence in paragraph.sentences():
            low, high = paragraph.bounds(sentence)
            if any(s.touches(paragraph, low, high) for s in said):
                continue
            root = sentence.root
            subject = next((c for c in root.children if c.dep_ in NOUN_SUBJECTS), None)
            if subject is None or subject.pos_ == "PRON":
                continue
            draft, start, end = cast.resolve(paragraph, subject, None)
            both = _BOTH.match(norm, start)
            party = draft.type in {"government", "organisation"} and draft.party
            if not both and not party:
                if not (found and _CONTROL.search(norm, low, high)):
                    continue
                draft, start, end = found[-1].speaker or draft, -1, -1
            told = root.tag_ == "VBD" and root.lemma_ not in word_class("joint_decision")
            if told and not _CONTROL.search(norm, low, high):
                continue  # what the meeting was, not what it binds to
            future = any(
                c.dep_ == "aux" and c.lower_ in word_class("future_auxiliary")
                for c in root.children
            )
            one = Said(kind="indirect", content=[trim(norm, low, high)], paragraph=paragraph)
            one.speaker, one.speaker_span = draft, (start, end) if start >= 0 else None
            one.cue_kind = "pledge" if future else "act"
            found.append(one)
    return found


def find_bullets(
    norm: str, paragraphs: list[Paragraph], cast: Cast, said: list[Said]
) -> list[Said]:
    """Read the items of a list under *What X will do:* or *X will:* as X's own statements."""
    found: list[Said] = []
    owner: tuple[Draft, int, int] | None = None
    for paragraph in paragraphs:
        start, end = paragraph.offset, paragraph.end
        text = norm[start:end].rstrip()
        item = _BULLET.match(norm, start, end)
        if text.endswith(":") and len(text.split()) <= _LONGEST_HEAD:
            named = [n for n in cast.named_at(start, end) if n[2].party]
            parties = {draft.party for _, _, draft in named}
            owner = (named[0][2], *named[0][:2]) if len(parties) == 1 else None
            continue
        if item is None:
            owner = None
            continue
        low, high = trim(norm, item.end(), end, marks=" \n,;:.")
        last = re.compile(r"[;,]\s*(?:and|or)$").search(norm, low, high)
        high = last.start() if last else high
        tokens = paragraph.tokens(low, high)
        if owner is None or not tokens or any(s.touches(paragraph, low, high) for s in said):
            continue
        if tokens[0].tag_ not in {"VB", "VBP", "NN", "NNP"} or _own_subject(tokens[0]):
            continue
        one = Said(kind="indirect", content=[(low, high)], paragraph=paragraph)
        one.speaker, one.speaker_span = owner[0], owner[1:]
        one.cue_kind = "pledge"
        found.append(one)
    return found


def _own_subject(word: Token) -> bool:
    """Whether the first word of an item is its subject, and no bare verb."""
    return word.dep_ in {"nsubj", "nsubjpass", "compound", "poss"} and word.tag_ != "VB"
