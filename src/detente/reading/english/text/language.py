"""Whether a text is English: this version reads nothing else."""

import re
from functools import cache
from typing import Any

from detente._errors import ReadingError
from detente.facts.reading_tables import load_lexicon, load_reading_goods
from detente.facts.words import word_class

__all__ = ["require_english"]

FEWEST_WORDS = 8
_SAMPLE = 20_000
_SURE = 0.2
"""Share of common English words, *the* among them, above which nothing else is asked [share]."""
_LEAD = 20.0
"""By how much another language must be likelier [natural log of odds]."""
_ELEMENT = tuple(word_class("element_ending"))
"""How the English names of the metals end."""
_NEAR_ENGLISH = word_class("near_english")


@cache
def _identifier() -> Any:  # noqa: ANN401 - the library is untyped
    import py3langid  # noqa: PLC0415 - a second to load, seldom needed

    return py3langid


def require_english(text: str, name: str) -> None:
    """Refuse a text in another language."""
    sample = text[:_SAMPLE]
    letters = [char for char in sample if char.isalpha()]
    if not letters:
        raise ReadingError(f"{name}: there are no words in it; give an article as text or HTML")
    latin = sum(1 for char in letters if ord(char) < 0x250)
    if latin < 0.7 * len(letters):
        raise ReadingError(_refusal(name, ""))
    words = re.findall(r"[^\W\d_]+", sample.lower())
    if len(words) >= FEWEST_WORDS:
        stop = load_lexicon()["stopword"]
        common = sum(1 for word in words if word in stop)
        if "the" in words and common >= _SURE * len(words):
            return
        ranked = dict(_identifier().rank(_without_goods(sample)))
        best = max(ranked, key=lambda code: float(ranked[code]))
        if best not in _NEAR_ENGLISH and ranked[best] - ranked["en"] > _LEAD:
            raise ReadingError(_refusal(name, best))
        return
    raise ReadingError(f"{name}: {len(words)} words are not an article; give the article's text")


@cache
def _goods() -> frozenset[str]:
    """Words of goods, which are Latin in many languages: *dysprosium*, *scandium*."""
    patterns = (row.pattern.lower() for row in load_reading_goods())
    return frozenset(word for pattern in patterns for word in re.findall(r"[a-z]{5,}", pattern))


def _without_goods(sample: str) -> str:
    """The sample without words of goods and the names of elements: they belong to no language."""
    goods = _goods()

    def kept(word: re.Match[str]) -> str:
        lowered = word[0].lower()
        return "" if lowered in goods or lowered.endswith(_ELEMENT) else word[0]

    return re.sub(r",(?:[\s,;]*,)+", ",", re.sub(r"[A-Za-z]{4,}", kept, sample))


def _refusal(name: str, code: str) -> str:
    likely = f" (most likely language: {code})" if code else ""
    return (
        f"{name}: this does not look like English{likely}; the rules read English only, "
        "so give an English article, a translation, or a reader of that language "
        "(detente read --reader NAME, or reader= in Python)"
    )
