"""Verbs that restrict trade: *China halted exports of urea*, *chips would not be sold*."""

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._text import trim
from detente.reading.english.controls._found import Found
from detente.reading.english.controls._named_goods import named_goods
from detente.reading.english.grammar.labels import ACTED_ON
from detente.reading.english.grammar.nlp import Paragraph, subtree
from detente.reading.english.names.entities import noun_phrase
from detente.reading.english.text.goods import GENERIC, named_good

__all__ = ["unsold_mention", "verb_mention"]

_TRADE_OBJECT = compiled("verb_mentions.trade_object")
_OTHER_TRADE = compiled("other_trade")
_EXPORT_LIST = compiled("verb_mentions.export_list")
_SELLING = word_class("selling")
_IN_ANSWER = compiled("verb_mentions.in_answer")
_BUYING = word_class("buying")
_LEAVING = word_class("leaving")
_BARRING = word_class("barring")
_RULE = compiled("verb_mentions.rule")
_STOPPING = word_class("stopping")
_LISTING = word_class("listing")
_LISTS = frozenset({"entity-list", "unreliable-entities", "white-list"})


def verb_mention(found: Found, paragraph: Paragraph, verb: Token) -> None:  # noqa: C901, PLR0911 - one branch a rule of grammar
    """*China restricts exports of gallium*, *gas flows were halted*."""
    objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass", "prep", "oprd"}]
    target = next((c for c in objects if c.dep_ in ACTED_ON), None)
    if _stopped(found, paragraph, verb) or target is None:
        return
    heavy = frozenset(
        c
        for c in verb.children
        if c.dep_ not in {"dobj", "nsubjpass", "prep", "aux", "auxpass", "prt"}
    )
    low, high = subtree(verb, without=heavy)
    if target.dep_ == "dobj":
        low = verb.i
    high = min(high, low + 28)
    start, end = paragraph.start_of(paragraph.doc[low]), paragraph.end_of(paragraph.doc[high])
    answer = _IN_ANSWER.search(found.norm, paragraph.end_of(target), end)
    end = answer.start() if answer else end
    start, end = trim(found.norm, start, end, marks=' \n,;:"')
    phrase = found.norm[start:end]
    a, b = noun_phrase(paragraph, target)
    goods = found.goods_in(a, end)
    lemma = verb.lemma_.lower()
    if _from_selling(found, paragraph, verb, start):
        return
    if lemma in _STOPPING and _RULE.match(found.norm, a):
        return  # *suspended the implementation of the ban*: the ban is the control
    trade = _TRADE_OBJECT.search(found.norm[a:b]) or _means_of_buying(target)
    listed = [g for g in found.goods_in(start, end) if g.row.family in _LISTS]
    if lemma in _LISTING or (lemma == "place" and listed):
        controlled = [] if listed or lemma != "add" else found.goods_in(a, b)
        if controlled and _EXPORT_LIST.search(phrase):
            found.add(paragraph, verb, start, end, controlled, verbal=True)
        elif listed and not (
            lemma in word_class("drop_remove") and listed[0].row.family != "white-list"
        ):
            found.add(paragraph, verb, start, end, listed[:1], verbal=True)
        return
    if _OTHER_TRADE.search(phrase) or target.lemma_.lower() in load_lexicon()["control_noun"]:
        return
    if not trade:
        return
    goods = goods or named_goods(found, paragraph, target)
    again = any(g.row.family != GENERIC for g in found.goods) and lemma in word_class("flow_stop")
    if not (goods or again or compiled("verb_mentions.exports").search(found.norm[a:b])):
        return
    if lemma in word_class("require_impose") and not compiled(
        "verb_mentions.licence_or_export"
    ).search(phrase):
        return
    if found.covered(start, end):
        return
    found.add(paragraph, verb, start, end, goods, verbal=True)


def _from_selling(found: Found, paragraph: Paragraph, verb: Token, start: int) -> bool:
    """*Barred the company from exporting chips*: goods of the verb after *from*."""
    if verb.lemma_.lower() not in _BARRING:
        return False
    for link in verb.children:
        if link.dep_ != "prep" or link.lower_ != "from":
            continue
        for deed in link.children:
            leaves = deed.dep_ == "pcomp" and deed.lemma_.lower() in _LEAVING
            if (leaves or deed.dep_ == "pobj") and _barred_good(
                found, paragraph, verb, deed, start
            ):
                return True
            if deed.dep_ != "pcomp" or deed.lemma_.lower() not in _SELLING:
                continue
            high = min(subtree(deed)[1], verb.i + 28)
            end = paragraph.end_of(paragraph.doc[high])
            start, end = trim(found.norm, start, end, marks=' \n,;:"')
            goods = found.goods_in(paragraph.start_of(deed), end)
            sold = next((c for c in deed.children if c.dep_ == "dobj" and c.pos_ == "NOUN"), None)
            if not goods and sold is not None:
                word = sold.lemma_.lower()
                goods = [named_good(paragraph.start_of(sold), paragraph.end_of(sold), word)]
            if goods and not found.covered(start, end):
                found.add(paragraph, verb, start, end, goods, verbal=True)
            return True
    return False


def _barred_good(found: Found, paragraph: Paragraph, verb: Token, thing: Token, start: int) -> bool:
    """*Bar Chinese chipmakers from Western chip tools*, *bar chip tools from China*."""
    low, high = noun_phrase(paragraph, thing)
    object_ = next((c for c in verb.children if c.dep_ == "dobj"), None)
    goods = found.goods_in(low, high)
    leaves = thing.dep_ == "pcomp" or found.parties.cast.party_in(low, high)
    if not goods and object_ is not None and leaves:
        goods = found.goods_in(*noun_phrase(paragraph, object_))
    start, end = trim(found.norm, start, high, marks=' \n,;:"')
    if not goods or found.covered(start, end):
        return False
    found.add(paragraph, verb, start, end, goods, verbal=True)
    return True


def _means_of_buying(target: Token) -> bool:
    """*China's ability to buy chips*: what is restricted is a trade."""
    return target.lemma_.lower() in word_class("ability_noun") and any(
        c.lemma_.lower() in _BUYING for c in target.children
    )


def _stopped(found: Found, paragraph: Paragraph, verb: Token) -> bool:
    """*Told its makers to stop shipping urea*: stopping that governs selling."""
    deed = next(
        (c for c in verb.children if c.dep_ == "xcomp" and c.lemma_.lower() in _SELLING), None
    )
    if deed is None or verb.lemma_.lower() not in _STOPPING:
        return False
    high = min(subtree(deed)[1], verb.i + 24)
    start, end = paragraph.start_of(verb), paragraph.end_of(paragraph.doc[high])
    start, end = trim(found.norm, start, end, marks=' \n,;:"')
    goods = found.goods_in(start, end)
    if not goods or found.covered(start, end):
        return False
    found.add(paragraph, verb, start, end, goods, verbal=True)
    return True


def unsold_mention(found: Found, paragraph: Paragraph, verb: Token) -> None:
    """*The most advanced chips would not be sold*: goods that are held back without a noun."""
    if not any(c.dep_ == "neg" for c in verb.children):
        return
    node = verb if verb.dep_ != "conj" else verb.head
    objects = [c for c in [*verb.children, *node.children] if c.dep_ in ACTED_ON]
    for thing in objects:
        start, end = noun_phrase(paragraph, thing)
        goods = [g for g in found.goods_in(start, end) if g.row.imposer]
        if goods and not found.covered(start, end) and goods[0].row.family != GENERIC:
            found.add(paragraph, thing, start, end, goods, verbal=False)
            return
