"""Communiqués and notices: the parties speak in the text itself, without a reporting word."""

import re

from detente.reading._entities import Cast
from detente.reading._nlp import Paragraph
from detente.reading._said import Said
from detente.reading._text import trim

__all__ = ["find_declarations", "is_communique"]

_KIND = re.compile(
    r"\b(?:joint (?:statement|communiqu[eé]|declaration)|communiqu[eé]|fact ?sheet|memorandum|"
    r"framework agreement|announcement no\.?|notice no\.?|consensus (?:on|of)|agreed minutes)\b",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"\b(?:controls?|restrictions?|curbs?|bans?|licen[cs]\w+|exports?|shipments?|designations?|"
    r"entity list|suspension|measures?)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"(?:the )?(?:two|both) (?:sides|parties|countries|governments)\b|(?:the )?parties\b",
    re.IGNORECASE,
)


def is_communique(norm: str) -> bool:
    """Whether the head of a text says that it is a joint statement, a fact sheet or a notice.

    Parameters
    ----------
    norm
        Normalised text.
    """
    head = next((line for line in norm.splitlines() if len(line.split()) > 2), "")
    return bool(_KIND.search(head[:200]))


def find_declarations(
    norm: str, paragraphs: list[Paragraph], cast: Cast, said: list[Said]
) -> list[Said]:
    """Read *China will suspend ...* as China's own statement.

    Parameters
    ----------
    norm, paragraphs, cast
        The parsed communiqué and its entities.
    said
        Statements found by their reporting words; sentences that hold one are left alone.
    """
    found: list[Said] = []
    for paragraph in paragraphs:
        if paragraph.segment.kind == "headline":
            continue
        for sentence in paragraph.sentences():
            low, high = paragraph.bounds(sentence)
            if any(s.touches(paragraph, low, high) for s in said):
                continue
            root = sentence.root
            subject = next((c for c in root.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
            if subject is None or subject.pos_ == "PRON":
                continue
            draft, start, end = cast.resolve(paragraph, subject, None)
            both = _BOTH.match(norm, start)
            party = draft.type in {"government", "organisation"} and draft.party
            if not both and not party:
                if not (found and _CONTROL.search(norm, low, high)):
                    continue
                draft, start, end = found[-1].speaker or draft, -1, -1
            told = root.tag_ == "VBD" and root.lemma_ not in {"agree", "reach", "confirm", "decide"}
            if told and not _CONTROL.search(norm, low, high):
                continue  # what the meeting was, not what it binds to
            future = any(c.dep_ == "aux" and c.lower_ in {"will", "shall"} for c in root.children)
            one = Said(kind="indirect", content=[trim(norm, low, high)], paragraph=paragraph)
            one.speaker, one.speaker_span = draft, (start, end) if start >= 0 else None
            one.cue_kind = "pledge" if future else "act"
            found.append(one)
    return found
