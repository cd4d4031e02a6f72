"""A word is parsed as the commonest of its class, where its part of speech says that it is one."""

from collections.abc import Iterator, Sequence
from typing import Literal

from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc

from detente.facts.words import classmates

__all__ = ["parsed"]

_SAID = [HEAD, DEP, TAG, POS, MORPH, LEMMA, ENT_IOB, ENT_TYPE]
"""What the parser says of a word."""
_BATCH = 64
_PARTS: dict[str, Literal["noun", "verb"]] = {"NOUN": "noun", "PROPN": "noun", "VERB": "verb"}


def parsed(nlp: Language, texts: Sequence[str]) -> Iterator[Doc]:
    """Parse texts so that a word is read as the one that its class is known by.

    What may be a noun or a verb is told by a first parse; the paragraph is then parsed again as if
    the common word stood there: *permits* as *licences* or as *allows*.

    Parameters
    ----------
    nlp
        The parser.
    texts
        Paragraphs.

    Returns
    -------
    iterator of Doc
        Words and offsets are those of the text; grammar and lemma are those of the class.
    """
    for start in range(0, len(texts), _BATCH):
        read = list(nlp.pipe(texts[start : start + _BATCH], batch_size=_BATCH))
        put = {at: words for at, doc in enumerate(read) if (words := _tagged(doc))}
        again = [_with(read[at], words) for at, words in put.items()]
        for at, doc in zip(put, nlp.pipe(again, batch_size=_BATCH), strict=True):
            read[at] = _with(read[at], {}).from_array(_SAID, doc.to_array(_SAID))
        yield from read


def _tagged(doc: Doc) -> dict[int, str]:
    """Where words stand that are classmates as the part of speech that they have there."""
    return {
        at: common
        for at, token in enumerate(doc)
        if (part := _PARTS.get(token.pos_)) and (common := classmates(part).get(token.lower_))
    }


def _with(doc: Doc, put: dict[int, str]) -> Doc:
    """The words of a text, unparsed, with others in some places."""
    words = [_as(token.text, put[at]) if at in put else token.text for at, token in enumerate(doc)]
    return Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])


def _as(word: str, common: str) -> str:
    """The common form with the capitals of the word."""
    if word.isupper():
        return common.upper()
    return common.capitalize() if word[0].isupper() else common
