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


_IMPORT = re.compile(r"\bimport(?:s|ed|ing|er|ers)?\b", re.IGNORECASE)
_OUTWARD = re.compile(r"\b(?:export|shipment|sale|licen[cs]e)\w*|\bdual-use\b", re.IGNORECASE)
_PERSONS = re.compile(
    r"\b(?:officials?|individuals?|persons?|people|oligarchs?|lawmakers?|politicians?|judges?|"
    r"generals?|banks?|tankers?|vessels?|ships|shadow fleet|executives?|citizens?|relatives|"
    r"Western|allied|U\.N\.|leaders?|ministers?|hackers?|prosecutors?|settlers?)\b",
    re.IGNORECASE,
)
_SHIPPING = re.compile(
    r"\b(?:ship|sell|export|suppl|deliver|transfer)(?:s|ed|ing|ping|ped|y|ying|ies|ied)?\b",
    re.IGNORECASE,
)
_EXPORT_LIST = re.compile(
    r"\b(?:export|control(?:led)?|restrict(?:ed|ion)|licen[cs]\w+|dual-use|prohibited|banned)\b"
    r"[\w -]{0,25}\b(?:lists?|catalogues?|catalogs?)\b|"
    r"\b(?:lists?|catalogues?|catalogs?) of [\w -]{0,25}\b(?:export|control|restrict|prohibit|"
    r"bann|licen[cs]|dual-use)",
    re.IGNORECASE,
)
_SELLING = frozenset({"sell", "export", "ship", "supply", "deliver", "license", "release"})
_PERMISSIONS = frozenset({"licence", "license", "permit", "licensing", "requirement"})
_TO_SELL = re.compile(
    r"(?: requirements?| rules?)?(?: for [\w.' -]{1,40}?)? (?:to|before|"
    r"that (?:let|allow)\w* [\w. ]{1,30}?) (?:be )?"
    r"(?:ship|sell|export|supply|deliver|transfer)(?:ping|ling|ing)?\b"
)
_SYSTEMS = frozenset({"regime", "requirement", "rule", "quota", "system", "scheme"})
_IN_ANSWER = re.compile(r"\s(?:in (?:response|retaliation|answer|reply)|following|after|over)\s")
_NAMED_RULES = frozenset({"affiliates-rule"})
_RESUMING = frozenset({"resume", "restore", "restart", "reopen"})
_BARRING = frozenset({"bar", "ban", "block", "prohibit", "prevent", "stop", "forbid", "restrict"})
_STOPPING = frozenset({"stop", "halt", "suspend", "cease", "pause"})
_LISTING = frozenset({"add", "put", "remove", "drop", "blacklist"})
_LISTS = frozenset({"entity-list", "unreliable-entities", "white-list"})


def _ruled_out(head: Token) -> bool:
    """*Ruled out any controls on copper*: one that there is not."""
    return head.head.lemma_.lower() in {"rule", "avoid", "foresee"} and any(
        child.lower_ in {"any", "no"} for child in head.children
    )


def _foreign_to_exports(phrase: str, lemma: str) -> bool:
    """Whether a phrase bars imports, or punishes persons, or is of no one party (*the West*)."""
    if _OUTWARD.search(phrase):
        return False
    return bool(_IMPORT.search(phrase)) or (lemma == "sanction" and bool(_PERSONS.search(phrase)))


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

        self._rules_by_name()
        self._resumed()

    def _rules_by_name(self) -> None:
        """Rules whose name says it all, whatever the parser makes of the name."""
        for good in self.goods:
            if good.row.family not in _NAMED_RULES or self._covered(good.start, good.end):
                continue
            for paragraph in self.paragraphs:
                if paragraph.offset <= good.start and good.end <= paragraph.end:
                    tokens = paragraph.tokens(good.start, good.end)
                    if tokens:
                        self._add(paragraph, tokens[-1], good.start, good.end, [good], verbal=False)
                    break

    def _resumed(self) -> None:
        """Supplies to flow again were held back: *let the plant resume shipments of chips*."""
        known = {g.row.family for m in self.mentions for g in m.goods}
        for paragraph in self.paragraphs:
            for noun in paragraph.doc:
                if not _TRADE_OBJECT.fullmatch(noun.lower_) or noun.lower_.startswith("licen"):
                    continue
                verb = noun.head if noun.dep_ in {"dobj", "nsubjpass"} else None
                near = {t.lemma_.lower() for t in paragraph.doc[max(noun.i - 2, 0) : noun.i]}
                if verb is None or not _RESUMING & {verb.lemma_.lower(), *near}:
                    continue
                low, high = noun.i, min(subtree(noun)[1], noun.i + 12)
                start = paragraph.start_of(paragraph.doc[low])
                end = paragraph.end_of(paragraph.doc[high])
                goods = [g for g in self.goods_in(start, end) if g.row.family not in known]
                if goods and goods[0].row.family != GENERIC and not self._covered(start, end):
                    self._add(paragraph, noun, start, goods[0].end, goods[:1], verbal=False)

    def _covered(self, start: int, end: int) -> bool:
        return any(m.start <= start and end <= m.end for m in self.mentions)

    def _noun(  # noqa: C901, PLR0911 - one branch a rule of grammar
        self, paragraph: Paragraph, head: Token, lemma: str
    ) -> None:
        start, end = self._phrase(paragraph, head)
        phrase = self.norm[start:end]
        words = f"{head.nbor(-1).lower_ if head.i else ''} {lemma}"
        if words in load_lexicon()["not_control"] or (
            _OTHER_TRADE.search(phrase) and not _TRADE.search(phrase)
        ):
            return
        if _foreign_to_exports(phrase, lemma) or _ruled_out(head):
            return
        if (
            head.dep_ in {"compound", "amod"}
            and head.head.lemma_.lower() in load_lexicon()["control_noun"]
        ):
            return
        goods = self.goods_in(start, end)
        system = lemma in _SYSTEMS and re.search(r"licen|export|permit", phrase)
        if not goods and (system or lemma in {*_STRONG, "control", "ban", "limit"}):
            end, goods = self._goods_beyond(paragraph, head, end)
        if not goods:
            start, end, goods = self._clause_goods(paragraph, head, start, end)
        if not goods and lemma in _PERMISSIONS:
            end, goods = self._permitted(paragraph, head, end)
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

    def _permitted(
        self, paragraph: Paragraph, head: Token, end: int
    ) -> tuple[int, list[GoodMention]]:
        """Goods that a licence lets somebody sell: *licences for its firms to sell jet engines*."""
        link = _TO_SELL.match(self.norm, paragraph.end_of(head))
        if link is None:
            return end, []
        stop = min(paragraph.offset + int(head.sent.end_char), link.end() + 60)
        goods = self.goods_in(link.end(), stop)
        if not goods or "," in self.norm[link.end() : goods[0].start]:
            return end, []
        return max(end, goods[0].end), goods[:1]

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
                outward = _TRADE_OBJECT.search(self.norm[end:stop]) or _SHIPPING.search(
                    self.norm[end:stop]
                )
                if goods and outward:
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

    def _verb(self, paragraph: Paragraph, verb: Token) -> None:  # noqa: C901, PLR0911 - one branch a rule of grammar
        """*China restricts exports of gallium*, *gas flows were halted*."""
        objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass", "prep", "oprd"}]
        target = next((c for c in objects if c.dep_ in {"dobj", "nsubjpass"}), None)
        if self._stopped(paragraph, verb) or target is None:
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
        answer = _IN_ANSWER.search(self.norm, paragraph.end_of(target), end)
        end = answer.start() if answer else end
        start, end = trim(self.norm, start, end, marks=' \n,;:"')
        phrase = self.norm[start:end]
        a, b = noun_phrase(paragraph, target)
        goods = self.goods_in(a, end)
        lemma = verb.lemma_.lower()
        if self._from_selling(paragraph, verb, start):
            return
        trade = _TRADE_OBJECT.search(self.norm[a:b])
        listed = [g for g in self.goods_in(start, end) if g.row.family in _LISTS]
        if lemma in _LISTING or (lemma == "place" and listed):
            controlled = [] if listed or lemma != "add" else self.goods_in(a, b)
            if controlled and _EXPORT_LIST.search(phrase):
                self._add(paragraph, verb, start, end, controlled, verbal=True)
            elif listed and not (
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

    def _from_selling(self, paragraph: Paragraph, verb: Token, start: int) -> bool:
        """*Barred the company from exporting chips*: goods of the verb after *from*."""
        if verb.lemma_.lower() not in _BARRING:
            return False
        for link in verb.children:
            if link.dep_ != "prep" or link.lower_ != "from":
                continue
            for deed in link.children:
                if deed.dep_ != "pcomp" or deed.lemma_.lower() not in _SELLING:
                    continue
                high = min(subtree(deed)[1], verb.i + 28)
                end = paragraph.end_of(paragraph.doc[high])
                start, end = trim(self.norm, start, end, marks=' \n,;:"')
                goods = self.goods_in(paragraph.start_of(deed), end)
                if goods and not self._covered(start, end):
                    self._add(paragraph, verb, start, end, goods, verbal=True)
                return True
        return False

    def _stopped(self, paragraph: Paragraph, verb: Token) -> bool:
        """*Told its makers to stop shipping urea*: stopping that governs selling."""
        deed = next(
            (c for c in verb.children if c.dep_ == "xcomp" and c.lemma_.lower() in _SELLING), None
        )
        if deed is None or verb.lemma_.lower() not in _STOPPING:
            return False
        high = min(subtree(deed)[1], verb.i + 24)
        start, end = paragraph.start_of(verb), paragraph.end_of(paragraph.doc[high])
        start, end = trim(self.norm, start, end, marks=' \n,;:"')
        goods = self.goods_in(start, end)
        if not goods or self._covered(start, end):
            return False
        self._add(paragraph, verb, start, end, goods, verbal=True)
        return True

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
