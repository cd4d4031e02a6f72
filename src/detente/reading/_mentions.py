"""Mentions of export controls: noun phrases and verbs that restrict trade in a good."""

import re
from dataclasses import dataclass

from spacy.tokens import Token

from detente.facts._reading_tables import load_lexicon
from detente.reading._entities import Cast, noun_phrase
from detente.reading._gazetteer import party_word
from detente.reading._goods import GENERIC, GoodMention, find_goods
from detente.reading._imposers import Parties
from detente.reading._nlp import Paragraph, subtree
from detente.reading._text import trim

__all__ = ["Finder", "Mention"]

_STRONG = frozenset({"curb", "restriction", "embargo", "blockade", "stranglehold"})
_TRADE = re.compile(
    r"\b(?:exports?|exporting|exported|shipments?|sales?|suppl(?:y|ies)|deliver(?:y|ies)|"
    r"tech|technolog\w+|"
    r"licen[cs]\w+|flows?|chips?)\b",
    re.IGNORECASE,
)
_TRADE_OBJECT = re.compile(
    r"\b(?:exports?|shipments?|sales?|suppl(?:y|ies)|deliver(?:y|ies)|flows?|licen[cs]es?)\b",
    re.IGNORECASE,
)
_RESTRICTING = frozenset(
    [
        "restrict",
        "ban",
        "curb",
        "halt",
        "suspend",
        "block",
        "limit",
        "cut",
        "stop",
        "prohibit",
        "bar",
        "tighten",
        "impose",
        "require",
        "throttle",
        "withhold",
        "choke",
        "slash",
        "reduce",
        "shut",
        "control",
        "prevent",
        "freeze",
        "place",
        "forbid",
        "outlaw",
        "regulate",
        "ration",
        "cap",
        "add",
        "put",
        "remove",
        "drop",
        "blacklist",
    ]
)
_OTHER_TRADE = re.compile(
    r"\b(?:tariffs?|import (?:duty|duties|ban)|dut(?:y|ies)|visas?|interest rates?)\b",
    re.IGNORECASE,
)


_SELLING = frozenset({"sell", "export", "ship", "supply", "deliver", "license", "release"})
_LISTING = frozenset({"add", "put", "remove", "drop", "blacklist"})
_LISTS = frozenset({"entity-list", "unreliable-entities", "white-list"})


@dataclass(slots=True, kw_only=True, eq=False)
class Mention:
    """One mention of a control, with what its words say."""

    start: int
    end: int
    paragraph: Paragraph
    head: Token
    goods: list[GoodMention]
    imposer: str | None
    target: str | None
    verbal: bool = False
    explicit: bool = False


class Finder:
    """Collects mentions, then groups them."""

    def __init__(self, norm: str, paragraphs: list[Paragraph], cast: Cast) -> None:
        self.norm, self.parties = norm, Parties(norm, cast)
        self.goods = find_goods(norm)
        self.paragraphs = paragraphs
        self.mentions: list[Mention] = []

    def goods_in(self, start: int, end: int) -> list[GoodMention]:
        """Goods inside a stretch."""
        return [g for g in self.goods if start <= g.start and g.end <= end]

    def collect(self) -> None:
        """Find all mentions."""
        nouns = load_lexicon()["control_noun"]
        for paragraph in self.paragraphs:
            for token in paragraph.doc:
                lemma = token.lemma_.lower()
                if token.pos_ in {"NOUN", "PROPN"} and lemma in nouns:
                    self._noun(paragraph, token, lemma)
                elif token.pos_ == "VERB" and lemma in _RESTRICTING:
                    self._verb(paragraph, token)
                elif token.pos_ == "VERB" and lemma in _SELLING:
                    self._unsold(paragraph, token)

    def _covered(self, start: int, end: int) -> bool:
        return any(m.start <= start and end <= m.end for m in self.mentions)

    def _noun(self, paragraph: Paragraph, head: Token, lemma: str) -> None:
        start, end = self._phrase(paragraph, head)
        phrase = self.norm[start:end]
        words = f"{head.nbor(-1).lower_ if head.i else ''} {lemma}"
        if words in load_lexicon()["not_control"] or (
            _OTHER_TRADE.search(phrase) and not _TRADE.search(phrase)
        ):
            return
        if (
            head.dep_ in {"compound", "amod"}
            and head.head.lemma_.lower() in load_lexicon()["control_noun"]
        ):
            return
        goods = self.goods_in(start, end)
        if not goods and lemma in {*_STRONG, "control", "ban", "limit"}:
            end, goods = self._goods_beyond(paragraph, head, end)
        if not goods:
            start, end, goods = self._clause_goods(paragraph, head, start, end)
        end = self._target_beyond(end)
        against = lemma == "countermeasure" or re.search(
            r"\b(?:restrictive|control) measures?", phrase
        )
        named = bool(goods) or bool(against) or bool(_TRADE.search(self.norm[start:end]))
        anaphoric = lemma in _STRONG | {"control", "ban", "restriction"} and any(
            child.lower_ in {"the", "such", "these", "those", "its", "their", "some", "any"}
            for child in head.children
        )
        bare = lemma in _STRONG and not named
        if not named and not ((anaphoric or bare) and self.mentions):
            return
        if not named and lemma == "control" and not anaphoric:
            return
        if lemma in {
            "measure",
            "rule",
            "regime",
            "order",
            "cut",
            "check",
            "freeze",
            "halt",
            "requirement",
            "barrier",
            "suspension",
            "squeeze",
            "license",
            "licence",
            "block",
        } and not (goods or against or re.search(r"export|shipment|suppl", phrase)):
            return
        loose = re.search(r",?\s+(?:and|or|but)$", self.norm[start:end])
        end = start + loose.start() if loose else end
        if self._covered(start, end):
            return
        self._add(paragraph, head, start, end, goods, verbal=False)

    def _phrase(self, paragraph: Paragraph, head: Token) -> tuple[int, int]:
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
        comma = re.search(
            r"[;:\n]|, (?:which|who|where|and that|saying|adding|amid|after)\b"
            r"|\s(?:if|unless|once|because)\s",
            self.norm[start:end],
        )
        if comma:
            end = start + comma.start()
        return trim(self.norm, start, end, marks=' \n,;:"')

    def _goods_beyond(
        self, paragraph: Paragraph, head: Token, end: int
    ) -> tuple[int, list[GoodMention]]:
        """Goods that the verb stands before: *curbs would not be lifted on H20 chips*."""
        sentence_end = paragraph.offset + int(head.sent.end_char)
        link = re.compile(r"[^.;:\"\n]{0,60}?\b(?:on|of|for) (?:the |any )?[\w' ]{0,25}?").match(
            self.norm, end
        )
        for good in self.goods:
            if end <= good.start < min(sentence_end, end + 60):
                gap = self.norm[end : good.start]
                if link and re.search(r"\b(?:on|of|for)\b[\w' ]*$", gap) and "," not in gap:
                    return good.end, [good]
                break
        return end, []

    def _clause_goods(
        self, paragraph: Paragraph, head: Token, start: int, end: int
    ) -> tuple[int, int, list[GoodMention]]:
        """Goods in the clause that explains a control: *rules that slow shipments of magnets*."""
        for child in head.children:
            if child.dep_ in {"relcl", "acl"} and child.i > head.i:
                high = min(subtree(child)[1], head.i + 20)
                stop = paragraph.end_of(paragraph.doc[high])
                cut = re.search(r"\s(?:if|unless|once|because)\s", self.norm[end:stop])
                stop = end + cut.start() if cut else stop
                goods = self.goods_in(end, stop)
                if goods and _TRADE_OBJECT.search(self.norm[end:stop]):
                    return start, stop, goods
        return start, end, []

    def _target_beyond(self, end: int) -> int:
        """Take in a target that the parser hung on the verb: *lift export controls on China*."""
        link = re.compile(r"\s+(?:on|against|to|toward) (?:the )?").match(self.norm, end)
        if link is None:
            return end
        party = party_word()[0].match(self.norm, link.end())
        if party and not re.match(r"'s|\s+[a-z]", self.norm[party.end() : party.end() + 2]):
            return party.end()
        if party and re.match(
            r"\s+(?:in|if|and|as|after|when|are|were|will|would|is|has|have)\b",
            self.norm[party.end() : party.end() + 8],
        ):
            return party.end()
        return end

    def _verb(self, paragraph: Paragraph, verb: Token) -> None:  # noqa: PLR0911 - one branch a rule of grammar
        """*China restricts exports of gallium*, *gas flows were halted*."""
        objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass", "prep", "oprd"}]
        target = next((c for c in objects if c.dep_ in {"dobj", "nsubjpass"}), None)
        if target is None:
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
        start, end = trim(self.norm, start, end, marks=' \n,;:"')
        phrase = self.norm[start:end]
        a, b = noun_phrase(paragraph, target)
        goods = self.goods_in(a, end)
        lemma = verb.lemma_.lower()
        trade = _TRADE_OBJECT.search(self.norm[a:b])
        listed = [g for g in self.goods_in(start, end) if g.row.family in _LISTS]
        if lemma in _LISTING or (lemma == "place" and listed):
            if listed and not (
                lemma in {"remove", "drop"} and listed[0].row.family != "white-list"
            ):
                self._add(paragraph, verb, start, end, listed[:1], verbal=True)
            return
        if _OTHER_TRADE.search(phrase) or target.lemma_.lower() in load_lexicon()["control_noun"]:
            return
        if not trade:
            return
        again = any(g.row.family != GENERIC for g in self.goods) and lemma in {
            "halt",
            "suspend",
            "block",
            "stop",
            "cut",
            "restrict",
            "reduce",
        }
        if not (goods or again or re.search(r"\bexports?\b", self.norm[a:b])):
            return
        if lemma in {"require", "impose", "place"} and not re.search(r"licen[cs]|export", phrase):
            return
        if self._covered(start, end):
            return
        self._add(paragraph, verb, start, end, goods, verbal=True)

    def _unsold(self, paragraph: Paragraph, verb: Token) -> None:
        """*The most advanced chips would not be sold*: goods that are held back without a noun."""
        if not any(c.dep_ == "neg" for c in verb.children):
            return
        node = verb if verb.dep_ != "conj" else verb.head
        objects = [c for c in [*verb.children, *node.children] if c.dep_ in {"dobj", "nsubjpass"}]
        for thing in objects:
            start, end = noun_phrase(paragraph, thing)
            goods = [g for g in self.goods_in(start, end) if g.row.imposer]
            if goods and not self._covered(start, end) and goods[0].row.family != GENERIC:
                self._add(paragraph, thing, start, end, goods, verbal=False)
                return

    def _add(
        self,
        paragraph: Paragraph,
        head: Token,
        start: int,
        end: int,
        goods: list[GoodMention],
        *,
        verbal: bool,
    ) -> None:
        such = any(child.lower_ in {"such", "these", "those"} for child in head.children)
        if such and not goods and self.mentions:
            last = max(
                (m for m in self.mentions if m.start < start), key=lambda m: m.start, default=None
            )
            if last is not None and last.paragraph is paragraph:
                self.mentions.append(
                    Mention(
                        start=start, end=end, paragraph=paragraph, head=head, goods=last.goods,
                        imposer=last.imposer, target=last.target, explicit=last.explicit,
                    )
                )  # fmt: skip
                return
        imposer, explicit = self.parties.imposer(paragraph, head, start, end, verbal=verbal)
        target = self.parties.target(start, end, imposer)
        if imposer is None and goods:
            hints = [g.row.imposer for g in goods if g.row.imposer]
            imposer = hints[0] if hints and hints[0] != target else None
        self.mentions = [m for m in self.mentions if not (start <= m.start and m.end <= end)]
        self.mentions.append(
            Mention(
                start=start, end=end, paragraph=paragraph, head=head, goods=goods,
                imposer=imposer, target=target, verbal=verbal, explicit=explicit,
            )
        )  # fmt: skip
