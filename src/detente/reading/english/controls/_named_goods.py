"""Goods in no table, by the name the text gives them: *export controls on nitrocellulose*."""

import re

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading.english.controls._found import Found
from detente.reading.english.grammar.labels import ACTED_ON
from detente.reading.english.grammar.nlp import Paragraph, name_type
from detente.reading.english.text.goods import GoodMention, named_good

__all__ = ["named_goods", "sold_goods"]

_TRADE_OBJECT = compiled("trade_object")
_SELLING = word_class("selling")
_VAGUE = word_class("vague_determiner")


def named_goods(found: Found, paragraph: Paragraph, head: Token) -> list[GoodMention]:
    """The good that a control word governs, by its own name: *controls on nitrocellulose*."""
    links = [*head.children]
    if head.i + 1 < len(head.doc) and head.nbor(1).lower_ == "on":
        links.append(head.nbor(1))  # *put controls on*: the parser may hang it on the verb
    for link in links:
        if (
            link.dep_ != "prep"
            or link.lower_ not in word_class("on_to", "for_of_to")
            or link.i < head.i
        ):
            continue
        thing = next((c for c in link.children if c.dep_ == "pobj"), None)
        for _ in range(3):  # exports of, sales of, the shipment of
            if thing is None or not _TRADE_OBJECT.fullmatch(thing.lower_):
                break
            inner = next((c for c in thing.children if c.dep_ == "prep" and c.lower_ == "of"), None)
            goods = [c for c in thing.children if c.dep_ == "compound"]
            if inner is not None:
                thing = next((c for c in inner.children if c.dep_ == "pobj"), None)
            else:
                thing = goods[-1] if goods else None
        if thing is None or not _may_be_a_good(found, paragraph, thing):
            continue
        named = [thing, *(t for t in thing.conjuncts if _may_be_a_good(found, paragraph, t))]
        return [_by_name(found, paragraph, t) for t in named if t.i >= thing.i]
    return _modifying(found, paragraph, head)


def sold_goods(found: Found, paragraph: Paragraph, verb: Token) -> list[GoodMention]:
    """The good that somebody sells, ships or exports, by its own name: *before shipping inks*."""
    for deed in verb.sent:
        if deed.pos_ != "VERB" or deed.lemma_.lower() not in _SELLING:
            continue
        thing = next((c for c in deed.children if c.dep_ in ACTED_ON), None)
        if thing is not None and _may_be_a_good(found, paragraph, thing):
            return [_by_name(found, paragraph, thing)]
    return []


def _modifying(found: Found, paragraph: Paragraph, head: Token) -> list[GoodMention]:
    """The good that a word of trade has before it: *ruthenium ink exports*."""
    if not _TRADE_OBJECT.fullmatch(head.lower_):
        return []
    before = [c for c in head.children if c.dep_ == "compound" and c.i == head.i - 1]
    return [_by_name(found, paragraph, c) for c in before if _may_be_a_good(found, paragraph, c)]


def _may_be_a_good(found: Found, paragraph: Paragraph, thing: Token) -> bool:
    low, high = paragraph.start_of(thing), paragraph.end_of(thing)
    common = thing.text.islower() and (thing.pos_ == "PROPN" or thing.tag_ == "VBZ")
    if not (thing.pos_ == "NOUN" or common) or name_type(thing) in {
        "DATE",
        "TIME",
        "PERSON",
        "GPE",
        "MONEY",
    }:
        return False
    if thing.lemma_.lower() in load_lexicon()["no_good"]:
        return False
    if thing.lemma_.lower() in load_lexicon()["control_noun"]:
        return False
    return not any(a <= low and high <= b for a, b, _ in found.parties.cast.named_at(low, high))


def _by_name(found: Found, paragraph: Paragraph, thing: Token) -> GoodMention:
    words = [c for c in thing.children if c.dep_ in {"compound", "amod"} and c.i < thing.i]
    words = [w for w in words if w.dep_ == "compound" or w.lower_ not in _VAGUE]
    start = paragraph.start_of(words[0]) if words else paragraph.start_of(thing)
    end = paragraph.end_of(thing)
    kinds = [w for w in words if w.dep_ == "compound"]
    first = paragraph.start_of(kinds[0]) if kinds else paragraph.start_of(thing)
    name = re.sub(r"\s+", " ", found.norm[first:end])
    lemma = thing.lemma_.lower()
    return named_good(start, end, lemma if name.islower() and not kinds else name)
