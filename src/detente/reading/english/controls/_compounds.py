"""Goods whose name only holds that of another: *tear gas* is no gas, *magnet wire* no magnet."""

from bisect import bisect_left, bisect_right
from functools import cache

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.text.goods import GoodMention, named_good

__all__ = ["true_goods"]

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
"""Tags of nouns; one in small letters that is taken for a name is a common noun too."""


def true_goods(
    norm: str, goods: tuple[GoodMention, ...], paragraphs: list[Paragraph]
) -> tuple[GoodMention, ...]:
    """Give a good whose noun is only a part of another's name that other name.

    Notes
    -----
    A noun before a general word (list ``generic_head`` of the lexicon: *gas*, *chip*) makes
    another good of it, and a noun after any good that it only modifies, but for nouns of trade,
    of place and of form (``good_modifier``, ``good_head`` and the lists of nouns that are no good).
    """
    found = list(goods)
    offsets = [paragraph.offset for paragraph in paragraphs]
    for at, good in enumerate(goods):
        number = bisect_right(offsets, good.start) - 1
        if number < 0 or good.end > paragraphs[number].end:
            continue
        tokens = paragraphs[number].tokens(good.start, good.end)
        span = _wider(paragraphs[number], tokens, goods) if tokens else None
        if span is not None:
            found[at] = named_good(*span, " ".join(norm[span[0] : span[1]].split()))
    return tuple(found)


def _wider(
    paragraph: Paragraph, tokens: list[Token], taken: tuple[GoodMention, ...]
) -> tuple[int, int] | None:
    """The stretch of the other good's name; None where the good is what it seems."""
    own = [t for t in tokens if not (t.i > tokens[0].i and t.lemma_.lower() in _benign_heads())]
    last = own[-1]
    follow = last.nbor(1) if last.i + 1 < len(last.doc) else None
    if follow is not None and last.dep_ == "compound" and last.head == follow:
        free = follow.tag_ in _NOUNS and follow.text.islower()
        if free and follow.lemma_.lower() not in _benign_heads():
            end = paragraph.end_of(follow)
            if not _within(taken, paragraph.start_of(follow), end):
                return paragraph.start_of(own[0]), end
    first = own[0]
    before = first.nbor(-1) if first.i else None
    if before is None or first.lemma_.lower() not in load_lexicon()["generic_head"]:
        return None
    noun = before.tag_ in _NOUNS and before.dep_ == "compound" and before.text.islower()
    start = paragraph.start_of(before)
    if _within(taken, start, paragraph.end_of(before)) or not before.whitespace_:
        return None
    if before.lower_ in load_lexicon()["other_kind"] or (
        noun and before.lemma_.lower() not in _benign_modifiers()
    ):
        return start, paragraph.end_of(last)
    return None


def _within(taken: tuple[GoodMention, ...], start: int, end: int) -> bool:
    """Whether a stretch belongs to a good that was found by itself."""
    at = bisect_left(taken, end, key=lambda good: good.start)
    return at > 0 and start < taken[at - 1].end


@cache
def _benign_heads() -> frozenset[str]:
    """Nouns that a good modifies without becoming another: *gas supplies*, *chip makers*."""
    lists = ("good_head", "no_good", "control_noun", "trade_word", "thing", "event_noun")
    return frozenset(word for name in lists for word in load_lexicon()[name])


@cache
def _benign_modifiers() -> frozenset[str]:
    """Nouns that modify a good without making another of it: *pipeline gas*, *car chips*."""
    return _benign_heads() | frozenset(load_lexicon()["good_modifier"])
