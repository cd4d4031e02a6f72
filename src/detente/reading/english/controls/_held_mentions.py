"""Goods held back in other words: *barred from China*, *needs a permit*, *halted all trade*."""

from spacy.tokens import Token

from detente.facts.words import compiled, word_class
from detente.reading._text import trim
from detente.reading.english.controls._found import Found
from detente.reading.english.controls._named_goods import sold_goods
from detente.reading.english.controls.transitions import no_longer
from detente.reading.english.grammar.labels import ACTED_ON, NOUN_SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph, subtree
from detente.reading.english.names.entities import noun_phrase
from detente.reading.english.text.gazetteer import party_word
from detente.reading.english.text.goods import GENERIC, GoodMention, named_good

__all__ = ["HOLDING", "NEEDING", "held_mention", "needed_mention", "perfect_mention"]

_LETTING = word_class("letting")
HOLDING = word_class("holding") | _LETTING
NEEDING = word_class("needing")
_TRADE_OBJECT = compiled("trade_object")
_PERMITS = word_class("permission")
_PASSIVE_ONLY = word_class("barring_by_others")
_OUT = compiled("held_mentions.out")
_SHIPPING = compiled("held_mentions.shipping")
_LONGEST = 26


def _special(goods: list[GoodMention]) -> list[GoodMention]:
    return [g for g in goods if g.row.family != GENERIC]


def _keep(found: Found, paragraph: Paragraph, head: Token, low: int, high: int,
          goods: list[GoodMention]) -> None:  # fmt: skip
    doc = paragraph.doc
    start, end = paragraph.start_of(doc[low]), paragraph.end_of(doc[min(high, low + _LONGEST)])
    start, end = trim(found.norm, start, end, marks=' \n,;:"')
    if not any(m.start < end and start < m.end for m in found.mentions):
        found.add(paragraph, head, start, end, goods, verbal=True)


def perfect_mention(found: Found, paragraph: Paragraph, participle: Token) -> None:
    """*Has temporarily limited exports of uranium*, which the parser may take for a noun phrase."""
    noun = participle.head
    if noun.dep_ != "dobj" or noun.head.lemma_ != "have" or participle.i > noun.i:
        return
    if any(t.dep_ in {"det", "poss"} for t in noun.children):
        return
    start, end = noun_phrase(paragraph, noun)
    goods = _special(found.goods_in(start, end))
    if goods and compiled("held_mentions.trade_noun").search(noun.lower_):
        _keep(found, paragraph, noun.head, participle.i, min(subtree(noun)[1], noun.i + 14), goods)


def held_mention(found: Found, paragraph: Paragraph, verb: Token) -> None:
    """*The chip was barred from China*, *blocked 250,000 doses*, *halted all trade with*."""
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children) or verb.dep_ == "acomp"
    holder = verb.head if verb.dep_ == "acomp" else verb
    names = NOUN_SUBJECTS if passive else {"dobj"}
    thing = next((c for c in holder.children if c.dep_ in names), None)
    refused = any(c.dep_ == "neg" for c in holder.children)
    if thing is None or refused != (verb.lemma_.lower() in _LETTING):
        return
    if refused:
        low, high = thing.left_edge.i, max(verb.i, subtree(thing)[1])
        goods = _special(found.goods_in(*noun_phrase(paragraph, thing)))
        if passive and goods and _TRADE_OBJECT.fullmatch(thing.lower_):
            _keep(found, paragraph, verb, low, high, goods)
        return
    low = thing.left_edge.i if passive else verb.i
    high = max(subtree(verb)[1], verb.i)
    stop = paragraph.end_of(paragraph.doc[min(high, low + _LONGEST)])
    tail = found.norm[paragraph.start_of(verb) : stop]
    if (
        not passive
        and thing.lemma_ == "trade"
        and compiled("held_mentions.trade_with").search(tail)
    ):
        name = named_good(paragraph.start_of(thing), paragraph.end_of(thing), "trade")
        _keep(found, paragraph, verb, verb.i, min(thing.right_edge.i, verb.i + 12), [name])
        return
    start, end = noun_phrase(paragraph, thing)
    goods = [
        g for g in _special(found.goods_in(start, end)) if g.end >= paragraph.end_of(thing) - 1
    ]
    outward = _OUT.search(tail)
    if passive and verb.lemma_.lower() in _PASSIVE_ONLY and outward is None:
        link = compiled("held_mentions.link").search(tail)
        outward = link and party_word()[0].match(tail, link.end())
    if not goods and outward and "export" in outward[0] and thing.pos_ == "NOUN":
        word = thing.lemma_.lower()
        goods = [named_good(paragraph.start_of(thing), paragraph.end_of(thing), word)]
    if goods and outward:
        end_at = paragraph.start_of(verb) + outward.end()
        last = paragraph.tokens(paragraph.start_of(verb), end_at)
        _keep(found, paragraph, verb, low, last[-1].i if last else verb.i, goods)


def needed_mention(found: Found, paragraph: Paragraph, verb: Token) -> None:
    """*Exporters must seek a licence for ethane*, *chips need approval before they are shipped*."""
    thing = next(
        (c for c in verb.children
         if c.dep_ in ACTED_ON and c.lemma_.lower() in _PERMITS), None
    )  # fmt: skip
    refused = any(c.dep_ == "neg" for c in verb.children)
    if thing is None or (refused and not no_longer(verb, verbal=True)):
        return
    low, high = paragraph.bounds(verb.sent)
    goods = _special(found.goods_in(low, high)) or sold_goods(found, paragraph, verb)
    text = found.norm[low:high]
    if compiled("held_mentions.them_or_list").search(text) and found.mentions:
        return  # the list that was named before says whom it binds
    if goods and (_SHIPPING.search(text) or "prior approval" in text):
        passive = thing.dep_ == "nsubjpass"
        first = thing.left_edge.i if passive else verb.i
        last = max(verb.i, min(thing.right_edge.i, first + _LONGEST))
        _keep(found, paragraph, verb, first, last, goods[:1])
