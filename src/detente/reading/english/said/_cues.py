"""Words that attribute: reporting verbs, *according to*, *reportedly*, and what depends on them."""

from bisect import bisect_left

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading.english.grammar.labels import NOUN_SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.said._cue import Cue, reach
from detente.reading.english.said._cue_content import content_of, subject_of
from detente.reading.english.said._labels import label_content, labels, names_as
from detente.reading.english.said._sources import source_beside, whole
from detente.reading.english.text.asides import around
from detente.reading.english.text.quotes import Quote, quoted_at

__all__ = ["find_cues"]

_ASIDE = word_class("cue_aside")
_NO_ONE = word_class("no_one")
_REPORTED = word_class("passive_report")


def _verbal(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"amod", "compound", "aux"}


def _let(token: Token) -> bool:
    """Whether somebody is made to know: *let them know*."""
    return token.dep_ in {"ccomp", "xcomp"} and token.head.lemma_ == "let"


def _unsaid(token: Token) -> bool:
    """Whether it is said that something was *not* said."""
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    nobody = subject is not None and any(
        t.lower_ in _NO_ONE or (t.lower_ == "no" and t.head.lower_ == "one")
        for t in token.doc[max(subject.left_edge.i, subject.i - 6) : subject.i + 1]
    )
    return nobody or any(c.dep_ == "neg" and 0 < token.i - c.i < 5 for c in token.children)


def _withheld(token: Token) -> bool:
    """Whether somebody will not say: *the official would not say when*."""
    return token.lemma_.lower() in word_class("withheld_answer", "say_verb") and any(
        c.lower_ in word_class("conditional_auxiliary") for c in token.children
    )


def find_cues(paragraph: Paragraph, quotes: list[Quote]) -> list[Cue]:
    """Find the reporting words of a paragraph that stand outside its quotes."""
    cues: list[Cue] = []
    for token in paragraph.doc:
        if quoted_at(quotes, paragraph.start_of(token)):
            continue
        cue = source_beside(paragraph, token)
        if cue is None and _verbal(token) and not _let(token):
            cue = _reporting(paragraph, token, quotes)
        if cue is not None:
            cues.append(cue)
    return cues


def _reporting(paragraph: Paragraph, token: Token, quotes: list[Quote]) -> Cue | None:
    """Read a reporting verb."""
    kind = load_lexicon()["cue"].get(token.lemma_.lower())
    named = _named(paragraph, token, quotes)
    if named is not None and kind is None:
        kind = "evaluate"
    if kind is None:
        return None
    if any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children):
        return _passive(paragraph, token, kind)
    if _idle(token, kind):
        return None
    if _unsaid(token) and kind not in word_class("declining_verb"):
        if not _withheld(token):
            return None
        kind = "withhold"
    content, finite, before = content_of(token, kind) if named is None else (named, False, False)
    low, high = reach(token)
    speaker = subject_of(token)
    return Cue(
        token=token,
        kind=kind,
        speaker=speaker,
        start=paragraph.start_of(paragraph.doc[low]),
        end=paragraph.end_of(paragraph.doc[high]),
        content=content,
        finite=finite,
        before=before,
        label=named is not None,
        around=around(token, speaker) if kind in _ASIDE and (before or not finite) else None,
    )


def _passive(paragraph: Paragraph, token: Token, kind: str) -> Cue | None:
    """Read *was praised by X as ...* and *is said to ...*."""
    agent = subject_of(token)
    reported = token.lemma_ in _REPORTED and any(c.dep_ == "xcomp" for c in token.children)
    spoken = agent is not None and kind in word_class("weighing_report")
    return whole(paragraph, token, agent, token) if spoken or reported else None


def _idle(token: Token, kind: str) -> bool:
    """Whether a reporting verb reports nothing here: *a question asked*, *declined to be named*."""
    bare = not any(c.dep_ in NOUN_SUBJECTS for c in token.children)
    if (
        kind in word_class("question_urge")
        and bare
        and (token.tag_ == "VBN" or token.is_sent_start)
    ):
        return True
    return kind == "refuse" and any(t.lower_ in word_class("naming_verb") for t in token.subtree)


def _named(paragraph: Paragraph, token: Token, quotes: list[Quote]) -> tuple[int, int] | None:
    """Return what a word that gives a name in quote marks takes in."""
    if not quotes:
        return None
    start, end = paragraph.start_of(token), paragraph.end_of(token.sent[-1])
    low = bisect_left(quotes, start, key=lambda quote: quote.start)
    high = bisect_left(quotes, end, key=lambda quote: quote.start)
    opening = [quote.start for quote in quotes[low : min(high, low + 4)]]
    if not opening or not (labels(token) or names_as(paragraph, token, opening)):
        return None
    inside = paragraph.tokens(start, quotes[min(high, low + 4) - 1].end)
    content = label_content(token, inside[-1].i)
    if content is None:
        return None
    first = paragraph.start_of(paragraph.doc[content[0]])
    last = paragraph.end_of(paragraph.doc[content[1]])
    return content if any(first <= at < last for at in opening) else None
