"""Nouns that are controls: *export curbs on gallium*, *the licence requirement*."""

import re

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._text import trim
from detente.reading.english.controls._found import Found
from detente.reading.english.controls._named_goods import named_goods, sold_goods
from detente.reading.english.controls._no_control import from_abroad, no_control, takes_up
from detente.reading.english.grammar.labels import ACTED_ON
from detente.reading.english.grammar.nlp import Paragraph, subtree
from detente.reading.english.names.entities import noun_phrase
from detente.reading.english.text.gazetteer import party_word
from detente.reading.english.text.goods import GoodMention

__all__ = ["noun_mention"]

_STRONG = word_class("strong_control")
_TRADE = compiled("noun_mentions.trade")
_TRADE_OBJECT = compiled("trade_object")
_OTHER_TRADE = compiled("other_trade")
_SHIPPING = compiled("noun_mentions.shipping")
_EXCHANGE = compiled("noun_mentions.exchange")
_PERMISSIONS = word_class("permission_asked")
_TO_SELL = compiled("noun_mentions.to_sell")
_GOVERNING = word_class("governing_control")
_EXEMPTING = word_class("exempting")
_SYSTEMS = word_class("system_noun")
_LISTED = re.compile(r",?\s+(?:and|or)\s+|,\s+")
"""What stands between goods of a list."""


def noun_mention(  # noqa: C901, PLR0911, PLR0912 - one branch a rule of grammar
    found: Found, paragraph: Paragraph, head: Token, lemma: str
) -> None:
    start, end = _phrase(found, paragraph, head)
    phrase = found.norm[start:end]
    words = f"{head.nbor(-1).lower_ if head.i else ''} {lemma}"
    if words in load_lexicon()["not_control"] or (
        _OTHER_TRADE.search(phrase) and not _TRADE.search(phrase)
    ):
        return
    if no_control(phrase, head, lemma) or (lemma in _GOVERNING and from_abroad(phrase)):
        return
    if (
        head.dep_ in {"compound", "amod"}
        and head.head.lemma_.lower() in load_lexicon()["control_noun"]
    ):
        return
    start = _list_before(found, start, paragraph.offset)
    goods, whole = found.goods_in(start, end), end
    system = lemma in _SYSTEMS and compiled("noun_mentions.of_export").search(phrase)
    if not goods and (system or lemma in _STRONG | word_class("plain_control")):
        end, goods = _goods_beyond(found, paragraph, head, end)
    if not goods:
        end, goods = _goods_at_once(found, end)
    if not goods:
        goods = _exempted(found, paragraph, head)
    if not goods:
        start, end, goods = _clause_goods(found, paragraph, head, start, end)
    if not goods and lemma in _PERMISSIONS:
        end, goods = _permitted(found, paragraph, head, end)
    if not goods and (
        lemma in _GOVERNING | {"control"} or compiled("noun_mentions.of_export").search(phrase)
    ):
        goods = named_goods(found, paragraph, head)
        end = max([end, *(g.end for g in goods)])
    if not goods and takes_up(head, lemma) and found.mentions and not _TRADE.search(phrase):
        if not found.covered(start, end):
            found.add(paragraph, head, start, end, [], verbal=False, taken_up=True)
        return
    if goods and whole < goods[0].start and _EXCHANGE.search(found.norm[whole : goods[0].start]):
        end, goods = whole, []  # *some controls in exchange for access to rare earths*
    end = _target_beyond(found, end)
    against = lemma == "countermeasure" or compiled("noun_mentions.restrictive").search(phrase)
    named = bool(goods) or bool(against) or bool(_TRADE.search(found.norm[start:end]))
    anaphoric = lemma in _STRONG | word_class("control_head") and any(
        child.lower_
        in word_class("definite", "plural_demonstrative", "possessive_thing", "some_of")
        for child in head.children
    )
    bare = lemma in _STRONG and not named
    imposed = any(c.dep_ in {"relcl", "acl"} and c.lemma_ == "impose" for c in head.children)
    if not named and not ((anaphoric or bare) and (found.mentions or imposed)):
        return
    if not named and lemma == "control" and not anaphoric:
        return
    if lemma in word_class("stem_control") and not (
        goods or against or compiled("noun_mentions.of_flow").search(phrase)
    ):
        return
    loose = compiled("noun_mentions.joined").search(found.norm[start:end])
    end = start + loose.start() if loose else end
    if found.covered(start, end):
        return
    found.add(paragraph, head, start, end, goods, verbal=False)


_NAMING = compiled("noun_mentions.naming")
_BEYOND = 70
"""How far behind a control goods may stand that its verb leads to [code points]."""


def _phrase(found: Found, paragraph: Paragraph, head: Token) -> tuple[int, int]:
    """The control's noun phrase with its complements; clauses only if short."""
    drop = set()
    for child in head.children:
        if child.i > head.i and child.dep_ in {
            "cc",
            "conj",
            "appos",
            "punct",
            "advcl",
            "parataxis",
        }:
            drop.add(child)
        if child.i > head.i and child.dep_ in {"relcl", "acl"}:
            low, high = subtree(child)
            if high - low > 9 or paragraph.doc[child.i - 1].text == ",":
                drop.add(child)
    low, high = subtree(head, without=frozenset(drop))
    high = min(high, head.i + 24)
    start, end = paragraph.start_of(paragraph.doc[low]), paragraph.end_of(paragraph.doc[high])
    comma = compiled("noun_mentions.clause_ends").search(found.norm[paragraph.end_of(head) : end])
    if comma:
        end = paragraph.end_of(head) + comma.start()
    return trim(found.norm, start, end, marks=' \n,;:"')


def _list_before(found: Found, start: int, low: int) -> int:
    """Where a list of goods begins whose last is named with the control: *tin, zinc export ban*."""
    beside = next((g for g in found.goods if low <= g.start and g.end == start - 1), None)
    if beside is not None and found.norm[beside.end] == " ":
        start = beside.start  # the parser cuts *its tin*, *zinc*, *export ban*
    if not any(good.start == start for good in found.goods):
        return start
    for good in reversed(found.goods):
        if low <= good.start < start and _LISTED.fullmatch(found.norm, good.end, start):
            start = good.start
    return start


def _goods_beyond(
    found: Found, paragraph: Paragraph, head: Token, end: int
) -> tuple[int, list[GoodMention]]:
    """Goods that the verb stands before: *curbs would not be lifted on H20 chips*."""
    sentence_end = paragraph.offset + int(head.sent.end_char)
    link = compiled("noun_mentions.goods_beyond").match(found.norm, end)
    for good in found.goods:
        if end <= good.start < min(sentence_end, end + _BEYOND):
            told = _NAMING.search(found.norm, end, good.start)
            if link and told and "," not in found.norm[end : told.start("such")]:
                return good.end, [good]
            break
    return end, []


def _goods_at_once(found: Found, end: int) -> tuple[int, list[GoodMention]]:
    """Goods after *on* that the parser hung on the verb: *defended its rules on rare earths*."""
    link = compiled("noun_mentions.goods_at_once").match(found.norm, end)
    near = [g for g in found.goods if link and end < g.start <= link.end()]
    return (near[0].end, near[:1]) if near else (end, [])


def _permitted(
    found: Found, paragraph: Paragraph, head: Token, end: int
) -> tuple[int, list[GoodMention]]:
    """Goods that a licence lets somebody sell: *licences for its firms to sell jet engines*."""
    link = _TO_SELL.match(found.norm, paragraph.end_of(head))
    if link is None:
        return end, []
    stop = min(paragraph.offset + int(head.sent.end_char), link.end() + 60)
    goods = found.goods_in(link.end(), stop) or [
        good for good in sold_goods(found, paragraph, head) if link.end() - 12 < good.start < stop
    ]
    if not goods or "," in found.norm[link.end() : goods[0].start]:
        return end, []
    return max(end, goods[0].end), goods[:1]


def _exempted(found: Found, paragraph: Paragraph, head: Token) -> list[GoodMention]:
    """Goods that are let off a control: *will exempt some chips from a ban*."""
    verb = head.head.head
    if head.dep_ != "pobj" or head.head.lower_ != "from" or verb.lemma_.lower() not in _EXEMPTING:
        return []
    thing = next((c for c in verb.children if c.dep_ in ACTED_ON), None)
    return found.goods_in(*noun_phrase(paragraph, thing)) if thing is not None else []


def _clause_goods(
    found: Found, paragraph: Paragraph, head: Token, start: int, end: int
) -> tuple[int, int, list[GoodMention]]:
    """Goods in the clause that explains a control: *rules that slow shipments of magnets*."""
    for child in head.children:
        if child.dep_ in {"relcl", "acl"} and child.i > head.i:
            high = min(subtree(child)[1], head.i + 20)
            stop = paragraph.end_of(paragraph.doc[high])
            cut = compiled("noun_mentions.condition").search(found.norm[end:stop])
            stop = end + cut.start() if cut else stop
            goods = found.goods_in(end, stop)
            outward = _TRADE_OBJECT.search(found.norm[end:stop]) or _SHIPPING.search(
                found.norm[end:stop]
            )
            if goods and outward:
                return start, stop, goods
    return start, end, []


def _target_beyond(found: Found, end: int) -> int:
    """Take in a target that the parser hung on the verb: *lift export controls on China*."""
    link = compiled("noun_mentions.against").match(found.norm, end)
    if link is None:
        return end
    party = party_word()[0].match(found.norm, link.end())
    if party and not re.match(r"'s|\s+[a-z]", found.norm[party.end() : party.end() + 2]):
        return party.end()
    if party and compiled("noun_mentions.clause_after_party").match(
        found.norm[party.end() : party.end() + 8]
    ):
        return party.end()
    return end
