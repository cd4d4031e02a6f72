"""spaCy's rules of tags and words, gone through once for each kind of word, not at each word."""

from collections.abc import Callable
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc

__all__ = ["remembering"]

_TOLD_BY = frozenset({"TAG", "DEP", "LOWER", "IS_SPACE"})
"""What of a word the rules that are remembered ask for."""
_MOST = 20_000
"""Kinds of word from which all are forgotten: memory stays flat."""


def remembering(ruler: Any) -> Callable[[Doc], list[tuple[int, int, int, int]]]:  # noqa: ANN401 - spaCy has no type for it
    """Return what matches as the ruler's own ``match`` does, with a part of its work."""
    strings = ruler.vocab.strings
    alone, others = Matcher(ruler.vocab), Matcher(ruler.vocab)
    for number, rule in enumerate(ruler.patterns):
        asked = {key for words in rule["patterns"] for word in words for key in word}
        single = all(len(words) == 1 for words in rule["patterns"]) and asked <= _TOLD_BY
        (alone if single else others).add(str(number), rule["patterns"])
    known: dict[tuple[int, int, int], list[tuple[int, int]]] = {}

    def match(doc: Doc) -> list[tuple[int, int, int, int]]:
        several = others(doc, allow_missing=True)
        found = [(int(strings[key]), key, low, high) for key, low, high in several]
        for at, token in enumerate(doc):
            kind = token.tag, token.dep, token.lower
            if kind not in known:
                if len(known) >= _MOST:
                    known.clear()
                matched = alone(doc[at : at + 1], allow_missing=True)
                known[kind] = [(int(strings[key]), key) for key, *_ in matched]
            found += [(number, key, at, at + 1) for number, key in known[kind]]
        return sorted(found)

    return match
