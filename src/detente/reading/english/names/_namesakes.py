"""People who share a surname with an official: a name with another given name is somebody else."""

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from detente.facts.reading_tables import load_gazetteer, load_lexicon, load_people
from detente.facts.words import compiled
from detente.reading.english.dates.words import MONTHS, WEEKDAYS
from detente.reading.english.grammar.nlp import Paragraph, name_type
from detente.reading.english.text.gazetteer import EASTERN, Name

__all__ = ["Namesakes", "eastern_surnames"]

_BEFORE = re.compile(r"(?:(?:[A-Z][a-z]+(?:[-'][A-Z]?[a-z]+)*|[A-Z]\.(?:[A-Z]\.)?) ){1,4}$")
_AFTER = re.compile(r" ([A-Z][a-z]+(?:-[A-Za-z][a-z]+)*)(?![\w-])(?!'s? [a-z])")
_YOUNGER = compiled("namesakes.younger")
_WORD = re.compile(r"[A-Za-z]+")
_SHORT = 3
"""Letters from which a given name that begins another is its short form: *Steve*, *Steven*."""


@cache
def eastern_surnames() -> frozenset[str]:
    """Surnames of officials whose family name comes first."""
    return frozenset(
        row.name.split()[0]
        for row in load_people()
        if row.party in EASTERN and len(row.name.split()) in {2, 3}
    )


@cache
def _no_given_name() -> frozenset[str]:
    """Words that stand before a surname and are no given name: titles, offices, countries, days."""
    lists = load_lexicon()
    words = {*lists["stopword"], *lists["human_noun"], *lists["honorific"], *MONTHS, *WEEKDAYS}
    for row in load_people():
        for part in (row.role, *row.titles):
            words.update(_WORD.findall(part.lower()))
    for place in load_gazetteer():
        if place.type != "place":
            for part in (*place.aliases, *place.adjectives, *place.metonyms):
                words.update(_WORD.findall(part.lower()))
    return frozenset(words)


def _same(one: str, other: str) -> bool:
    """Whether two given names are forms of one: *Steve* of *Steven*, *Bob* of *Robert*, *J.*."""
    a, b = (re.sub(r"[^a-z]", "", word.casefold()) for word in (one, other))
    short, long = sorted((a, b), key=len)
    if len(short) == 1 or "." in one or "." in other:
        return short[:1] == long[:1]
    full = load_lexicon()["nickname"]
    if {a, b} & {full.get(a, ""), full.get(b, "")} or full.get(a, a) == full.get(b, b):
        return True
    return len(short) >= _SHORT and (long.startswith(short) or short[:-1] == long[: len(short) - 1])


@dataclass(slots=True)
class Namesakes:
    """Tells an official's name from somebody else's of the same surname."""

    norm: str
    """Normalised text."""
    paragraphs: list[Paragraph]
    """The parsed paragraphs."""

    def whole(self, start: int, end: int, name: Name) -> tuple[int, int] | None:
        """Return the whole name of somebody else around a mention of an official, or None."""
        if name.type != "person":
            return None
        parts, said = name.name.split(), self.norm[start:end].split()
        if len(said) >= len(parts) > 1:
            younger = _YOUNGER.match(self.norm, end)
            return (start, younger.end()) if younger and said == parts else None
        first = name.party in EASTERN and len(parts) in {2, 3}
        surname = parts[0] if first else parts[-1]
        if said[-1] != surname:
            return None
        low = end - len(surname)
        if first:
            return self._eastern(low, end, parts)
        return self._western(low, end, parts, name.titles) if len(said) == 1 else None

    def _eastern(self, start: int, end: int, parts: list[str]) -> tuple[int, int] | None:
        """*Xi Xiaohui*: another given name follows the family name."""
        follows = _AFTER.match(self.norm, end)
        if follows is None or self._barred(follows[1]) or follows[1] in parts:
            return None
        tokens = self._tokens(start, follows.end())
        named = [name_type(t) == "PERSON" for t in tokens]
        proper = bool(tokens) and all(t.pos_ == "PROPN" for t in tokens)
        return (start, follows.end()) if (named and all(named)) or proper else None

    def _western(
        self, start: int, end: int, parts: list[str], titles: tuple[str, ...]
    ) -> tuple[int, int] | None:
        """*Tiffany Lutnick*: another given name stands before the surname."""
        before = _BEFORE.search(self.norm, max(0, start - 60), start)
        words = before[0].split() if before else []
        given: list[str] = []
        while words and not self._barred(words[-1]):
            given.insert(0, words.pop())
        if not given or any(_same(one, own) for one in given for own in parts[:-1]):
            return None
        low = start - len(" ".join(given)) - 1
        ahead = self.norm[max(0, low - 60) : low].lower().rstrip()
        if any(ahead.endswith(title) for title in titles):
            return None  # *Commerce Secretary Bob Lutnick*
        tokens = self._tokens(low, end)
        if not tokens or tokens[-1].i - tokens[0].i != len(tokens) - 1:
            return None
        whole = all(name_type(t) == "PERSON" for t in tokens)
        proper = all(t.tag_ in {"NNP", "NNPS"} for t in tokens[:-1])
        joined = all(t.dep_ in {"compound", "flat", "amod", "nmod"} for t in tokens[:-1])
        headline = self._paragraph(low)
        if headline is None or headline.segment.kind == "headline":
            return (low, end) if whole else None
        return (low, end) if whole or (proper and joined) else None

    def _barred(self, word: str) -> bool:
        return word.lower().rstrip(".") in _no_given_name()

    def _paragraph(self, position: int) -> Paragraph | None:
        return next((p for p in self.paragraphs if p.offset <= position < p.end), None)

    def _tokens(self, start: int, end: int) -> list[Token]:
        paragraph = self._paragraph(start)
        return paragraph.tokens(start, end) if paragraph else []
