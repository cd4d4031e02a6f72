"""The statement that a headline makes."""

import re
from functools import cache

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._text import trim
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast
from detente.reading.english.said.said import Said

__all__ = ["find_headline"]

_BESIDE = compiled("headline.beside")


@cache
def _verbs() -> dict[str, str]:
    """Present-tense and plain forms of the reporting verbs."""
    forms: dict[str, str] = {}
    for lemma, kind in load_lexicon()["cue"].items():
        forms[lemma] = kind
        forms[lemma + "s"] = kind
        forms[lemma + "es"] = kind
        if lemma.endswith("y"):
            forms[lemma[:-1] + "ies"] = kind
    return forms


@cache
def _acts() -> dict[str, str]:
    lexicon = load_lexicon()
    forms: dict[str, str] = {}
    for group in ("ease", "tighten", "keep"):
        for lemma in lexicon[group]:
            forms.update({lemma: group, lemma + "s": group, lemma + "es": group})
    return forms


def find_headline(norm: str, paragraph: Paragraph, cast: Cast) -> Said | None:
    """Read *X signals Y* and *Y, says X*; a bare *X restricts Y* counts as told."""
    low, high = paragraph.offset, paragraph.end
    words = list(re.finditer(r"[\w'.-]+", norm[low:high]))
    for index, word in enumerate(words):
        lowered = word[0].lower()
        kind = _verbs().get(lowered) if index else None
        act = _acts().get(lowered) if index else None
        if kind is None and act is None:
            continue
        if (
            kind is not None
            and lowered in word_class("headline_tell")
            and not lowered.endswith("s")
        ):
            continue
        token = next(iter(paragraph.tokens(low + word.start(), low + word.end())), None)
        if token is None or token.pos_ not in {"VERB", "AUX"}:
            continue
        speaker = (low, low + word.start())
        content = (low + word.end(), high)
        tail = norm[content[0] : high]
        back = re.search(r",\s*$|^$", norm[low : low + word.start()].rstrip("\n"))
        if back and kind is not None and len(tail.split()) <= 5:
            content, speaker = (low, low + word.start()), content
        elif kind is None:
            content = (low, high)
        beside = _BESIDE.search(norm, *content)
        if beside and kind is not None:
            content = (content[0], beside.start())
        speaker, content = trim(norm, *speaker), trim(norm, *content)
        if len(norm[slice(*content)].split()) < (1 if beside and kind is not None else 3):
            continue
        named = cast.named_at(*speaker)
        party_only = [
            n
            for n in named
            if n[2].type in {"government", "person", "organisation", "company", "outlet"}
        ]
        if not party_only:
            continue
        said = Said(kind="headline", content=[content], paragraph=paragraph)
        said.speaker = party_only[0][2] if kind is None else party_only[-1][2]
        said.speaker_span = (
            (party_only[0][0], party_only[0][1])
            if kind is None
            else (party_only[-1][0], party_only[-1][1])
        )
        said.cue_span = (low + word.start(), low + word.end())
        said.cue_kind = kind or "act"
        return said
    return None
