"""A text in common words: *prohibited* is read as *banned* where it can mean nothing else."""

import re
from functools import cache

from detente.facts.words import classmates
from detente.reading._mended import Mended
from detente.reading._records import Reading

__all__ = ["in_common_words", "in_own_words"]

_STARTS = re.compile(r"(?:^|[\n.?!:]['\"\u2018\u2019\u201c\u201d]*\s*|['\"\u2018\u201c])$")
"""What stands before a word whose capital is that of its sentence."""


@cache
def _rare() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(classmates())})(?![\w-])", re.IGNORECASE)


def in_common_words(mended: Mended) -> Mended:
    """Put the common word of its class for each rare one; names keep theirs.

    Parameters
    ----------
    mended
        The text that is read.

    Returns
    -------
    Mended
        The text in common words, and the way back; the text itself where nothing is put.

    Examples
    --------
    >>> in_common_words(Mended("China prohibited it.")).text
    'China banned it.'
    """
    pieces: list[str] = []
    changes: list[tuple[int, int, int, int]] = []
    last = size = 0
    for match in _rare().finditer(mended.text):
        word, (start, end) = match[0], match.span()
        if word[0].isupper() and not _STARTS.search(mended.text, max(0, start - 4), start):
            continue
        common = _like(word)
        pieces += [mended.text[last:start], common]
        size += start - last
        changes.append((size, size + len(common), start, end))
        size += len(common)
        last = end
    if not changes:
        return mended
    text = "".join([*pieces, mended.text[last:]])
    return Mended(text, tuple(changes), None if mended.same else mended)


def in_own_words(reading: Reading) -> Reading:
    """Give those whom the text itself names the words of the text again.

    Parameters
    ----------
    reading
        A reading whose spans are those of the article.
    """
    if not any(_rare().search(span.text) for row in reading.entities for span in row.mentions):
        return reading
    entities = []
    for row in reading.entities:
        own = next((s.text for s in row.mentions if _common(s.text) == row.name), row.name)
        entities.append(row.model_copy(update={"name": own}))
    return reading.model_copy(update={"entities": tuple(entities)})


def _common(text: str) -> str:
    return _rare().sub(lambda match: _like(match[0]), text)


def _like(word: str) -> str:
    """The common form of a rare word, with its capitals."""
    common = classmates()[word.lower()]
    if word.isupper():
        return common.upper()
    return common.capitalize() if word[0].isupper() else common
