"""A word is parsed as the commonest of its class: *prohibited* as *banned*, in its own place."""

from collections.abc import Iterable, Iterator

from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc

from detente.facts.words import classmates

__all__ = ["parsed"]

_SAID = [HEAD, DEP, TAG, POS, MORPH, LEMMA, ENT_IOB, ENT_TYPE]
"""What the parser says of a word."""


def parsed(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """Parse texts so that a word is read as the one that its class is known by.

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
    own = [nlp.make_doc(text) for text in texts]
    for doc, read in zip(own, nlp.pipe(map(_plain, own), batch_size=64), strict=True):
        if read is doc:
            yield doc
        else:
            yield doc.from_array(_SAID, read.to_array(_SAID))


def _plain(doc: Doc) -> Doc:
    """The same words with each classmate in its common form; the text itself if it has none."""
    known = classmates()
    words = [token.text for token in doc]
    put = {
        at: _as(word, known[word.lower()]) for at, word in enumerate(words) if word.lower() in known
    }
    if not put:
        return doc
    words = [put.get(at, word) for at, word in enumerate(words)]
    return Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])


def _as(word: str, common: str) -> str:
    """The common form with the capitals of the word."""
    if word.isupper():
        return common.upper()
    return common.capitalize() if word[0].isupper() else common
