"""A text in common words: *prohibited* is read as *banned*, *permits* as *licences* or *allows*."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Literal

from detente.facts.words import classmates, compiled, placed
from detente.reading._mended import Mended
from detente.reading._records import Reading
from detente.reading._text import normalise
from detente.reading.english.grammar.nlp import parts_of_speech, titled

__all__ = ["in_common_words", "in_own_words"]

_STARTS = re.compile(r"(?:^|[\n.?!:]['\"\u2018\u2019\u201c\u201d]*\s*|['\"\u2018\u201c])$")
"""What stands before a word whose capital is that of its sentence."""
_BESIDE = 80
"""How far to look beside a word that is read as another in some places only [code points]."""
_PARTS: dict[str, Literal["noun", "verb"]] = {"NOUN": "noun", "PROPN": "noun", "VERB": "verb"}

Put = tuple[int, int, str]
"""Where a word stands, and the one that is read there."""


@cache
def _rare() -> re.Pattern[str]:
    return _any(frozenset(classmates()))


@cache
def _somewhere() -> re.Pattern[str]:
    """Words that are classmates in some places only."""
    return _any(frozenset(placed()))


@cache
def _doubtful() -> re.Pattern[str]:
    """Words that are classmates as a noun or as a verb only."""
    return _any(frozenset({*classmates("noun"), *classmates("verb")}))


def _any(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(sorted(words, key=len, reverse=True)) or '(?!)'})(?![\w-])",
        re.IGNORECASE,
    )


def in_common_words(mended: Mended) -> Mended:
    """Put the common word of its class for each rare one; names keep theirs.

    What may be a noun or a verb is told by a parse of its paragraph.

    Examples
    --------
    >>> in_common_words(Mended("China prohibited it, and permits none.")).text
    'China banned it, and allows none.'
    """
    for find in (_certain, _placed, _told, _placed):
        mended = _put(mended, find)
    return mended


def _put(mended: Mended, find: Callable[[str], Iterator[Put]]) -> Mended:
    """Put words in a text, and keep the way back."""
    text, pieces = mended.text, []
    changes: list[tuple[int, int, int, int]] = []
    last = size = 0
    for start, end, common in find(text):
        pieces += [text[last:start], common]
        size += start - last
        changes.append((size, size + len(common), start, end))
        size += len(common)
        last = end
    if not changes:
        return mended
    whole = "".join([*pieces, text[last:]])
    return Mended(whole, tuple(changes), None if mended.same else mended)


def _certain(text: str) -> Iterator[Put]:
    """Words that can mean nothing else."""
    for match in _words(_rare(), text):
        yield *match.span(), _as(match[0], classmates()[match[0].lower()])


def _told(text: str) -> Iterator[Put]:
    """Words that are classmates as what the parser takes them for."""
    lines = [
        line for line in re.finditer(r"[^\n]+", text) if _doubtful().search(text, *line.span())
    ]
    parsed = parts_of_speech([normalise(line[0]) for line in lines])
    for line, tagged in zip(lines, parsed, strict=True):
        for match in _words(_doubtful(), text, *line.span()):
            part = _PARTS.get(tagged.get(match.start() - line.start(), ""))
            common = classmates(part).get(match[0].lower()) if part else None
            if common:
                yield *match.span(), _as(match[0], common)


def _placed(text: str) -> Iterator[Put]:
    """Words that are classmates as what stands beside them on the line has it."""
    for match in _words(_somewhere(), text):
        start, end = match.span()
        common, where = placed()[match[0].lower()]
        before = text[max(text.rfind("\n", 0, start) + 1, start - _BESIDE) : start]
        after = text[end : end + _BESIDE].split("\n", 1)[0]
        if compiled(where).search(f"{before}~{after}"):
            yield start, end, _as(match[0], common)


def _words(rare: re.Pattern[str], text: str, *within: int) -> Iterator[re.Match[str]]:
    """Where words stand that are not part of a name, as their capitals tell."""
    for match in rare.finditer(text, *within):
        start = match.start()
        if (
            match[0][0].islower()
            or _STARTS.search(text, max(0, start - 4), start)
            or titled(_line(text, start))
        ):
            yield match


def _line(text: str, at: int) -> str:
    """The line of a text that has a place."""
    return text[text.rfind("\n", 0, at) + 1 :].split("\n", 1)[0]


def in_own_words(reading: Reading) -> Reading:
    """Give those whom the text itself names the words of the text again."""
    entities = []
    for row in reading.entities:
        own = (_own(span.text, row.name) for span in row.mentions)
        name = next((found for found in own if found is not None), None)
        entities.append(row if name is None else row.model_copy(update={"name": name}))
    return reading.model_copy(update={"entities": tuple(entities)})


def _own(mention: str, name: str) -> str | None:
    """The words of a mention that a name has in common words; None if it has its own."""
    own, common = mention.split(), name.split()
    for at in range(len(own) - len(common) + 1):
        stretch = own[at : at + len(common)]
        if stretch != common and all(map(_reads_as, stretch, common)):
            return " ".join(stretch)
    return None


def _reads_as(word: str, common: str) -> bool:
    """Whether a word is another one, or is read as it."""
    if word == common:
        return True
    known = (
        classmates(),
        classmates("noun"),
        classmates("verb"),
        {form: like for form, (like, _) in placed().items()},
    )
    return any(
        re.sub(r"\w+", lambda w, like=like: like.get(w[0].lower(), w[0]), word).lower()  # type: ignore[misc]
        == common.lower()
        for like in known
    )


def _as(word: str, common: str) -> str:
    """The common form of a word, with its capitals."""
    if word.isupper():
        return common.upper()
    return common.capitalize() if word[0].isupper() else common
