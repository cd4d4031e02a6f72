"""Mentions of export controls: noun phrases and verbs that restrict trade in a good."""

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading.english.controls._found import NAMED_RULES, Found, Mention
from detente.reading.english.controls._held_mentions import (
    HOLDING,
    NEEDING,
    held_mention,
    needed_mention,
    perfect_mention,
)
from detente.reading.english.controls._noun_mentions import noun_mention
from detente.reading.english.controls._verb_mentions import unsold_mention, verb_mention
from detente.reading.english.grammar.labels import ACTED_ON
from detente.reading.english.grammar.nlp import subtree
from detente.reading.english.text.goods import GENERIC

__all__ = ["Finder", "Mention"]

_TRADE_OBJECT = compiled("trade_object")
_RESTRICTING = word_class("restricting")
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
_PLURALS = load_lexicon()["plural_control"]
_SELLING = word_class("selling")
_RESUMING = word_class("resuming")

_NUMBERED = compiled("mentions.numbered")
_TRADE_AFTER = compiled("mentions.trade_after")
_BESIDE = 40
"""How far behind its number a rule's goods may stand [code points]."""


class Finder(Found):
    """Finds the mentions of an article by every rule."""

    def collect(self) -> None:
        """Find all mentions."""
        nouns = load_lexicon()["control_noun"]
        for paragraph in self.paragraphs:
            for token in paragraph.doc:
                lemma = token.lemma_.lower()
                named = token.pos_ == "PROPN" or (token.pos_ == "VERB" and token.dep_ in _NOMINAL)
                if lemma not in nouns and named:
                    lemma = _PLURALS.get(token.lower_, lemma)  # taken for a verb, or a name
                noun = token.pos_ in {"NOUN", "PROPN"} or token.lower_ in _PLURALS
                if noun and lemma in nouns and (token.pos_ != "VERB" or token.dep_ in _NOMINAL):
                    noun_mention(self, paragraph, token, lemma)
                elif token.dep_ == "amod" and lemma in _RESTRICTING and token.tag_ == "VBN":
                    perfect_mention(self, paragraph, token)
                elif token.pos_ == "VERB" and lemma in _RESTRICTING:
                    verb_mention(self, paragraph, token)
                elif token.pos_ == "VERB" and lemma in _SELLING:
                    unsold_mention(self, paragraph, token)
                if token.pos_ == "VERB" and lemma in NEEDING:
                    needed_mention(self, paragraph, token)
                elif token.tag_ in {"VBD", "VBN", "VB", "VBZ", "VBP", "VBG"} and lemma in HOLDING:
                    held_mention(self, paragraph, token)

        self._rules_by_name()
        self._rules_by_number()
        self._resumed()

    def _rules_by_name(self) -> None:
        """Rules whose name says it all, whatever the parser makes of the name."""
        for good in self.goods:
            if good.row.family not in NAMED_RULES or self.covered(good.start, good.end):
                continue
            for paragraph in self.paragraphs:
                if paragraph.offset <= good.start and good.end <= paragraph.end:
                    tokens = paragraph.tokens(good.start, good.end)
                    if tokens:
                        self.add(paragraph, tokens[-1], good.start, good.end, [good], verbal=False)
                    break

    def _rules_by_number(self) -> None:
        """Rules called by their number: *lifted Order No. 46 on gallium exports*."""
        for match in _NUMBERED.finditer(self.norm):
            goods = self.goods_in(match.end(), match.end() + _BESIDE)
            if not goods or self.covered(match.start(), goods[0].end):
                continue
            for paragraph in self.paragraphs:
                if not paragraph.offset <= match.start() < paragraph.end:
                    continue
                tokens = paragraph.tokens(match.start(), match.end())
                end = goods[-1].end
                trade = _TRADE_AFTER.match(self.norm, end)
                end = trade.end() if trade else end
                if tokens and "." not in self.norm[match.end() : end]:
                    self.add(paragraph, tokens[0], match.start(), end, goods, verbal=False)
                break

    def _resumed(self) -> None:
        """Supplies to flow again were held back: *let the plant resume shipments of chips*."""
        known = {g.row.family for m in self.mentions for g in m.goods}
        for paragraph in self.paragraphs:
            for noun in paragraph.doc:
                if not _TRADE_OBJECT.fullmatch(noun.lower_) or noun.lower_.startswith("licen"):
                    continue
                verb = noun.head if noun.dep_ in ACTED_ON else None
                near = {t.lemma_.lower() for t in paragraph.doc[max(noun.i - 2, 0) : noun.i]}
                if verb is None or not _RESUMING & {verb.lemma_.lower(), *near}:
                    continue
                low, high = noun.i, min(subtree(noun)[1], noun.i + 12)
                start = paragraph.start_of(paragraph.doc[low])
                end = paragraph.end_of(paragraph.doc[high])
                goods = [g for g in self.goods_in(start, end) if g.row.family not in known]
                if goods and goods[0].row.family != GENERIC and not self.covered(start, end):
                    self.add(paragraph, noun, start, goods[0].end, goods[:1], verbal=False)
