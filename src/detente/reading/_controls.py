"""Export controls that an article speaks of: mentions, who imposes them, on what, on whom."""

import re
from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Token

from detente.facts._reading_tables import load_lexicon
from detente.reading._commitment import verb_group
from detente.reading._entities import Cast, noun_phrase
from detente.reading._gazetteer import party_word
from detente.reading._goods import GENERIC, GoodMention, find_goods
from detente.reading._nlp import Paragraph, subtree
from detente.reading._text import trim

__all__ = ["ControlDraft", "Mention", "find_controls"]

_STRONG = frozenset({"curb", "restriction", "embargo", "blockade", "stranglehold"})
_TRADE = re.compile(
    r"\b(?:exports?|exporting|exported|shipments?|sales?|suppl(?:y|ies)|deliver(?:y|ies)|tech|technolog\w+|"
    r"licen[cs]\w+|flows?|chips?)\b",
    re.IGNORECASE,
)
_TRADE_OBJECT = re.compile(
    r"\b(?:exports?|shipments?|sales?|suppl(?:y|ies)|deliver(?:y|ies)|flows?|licen[cs]es?)\b", re.IGNORECASE
)
_RESTRICTING = frozenset(
    "restrict ban curb halt suspend block limit cut stop prohibit bar tighten impose require "
    "throttle withhold choke slash reduce shut control prevent freeze place".split()
)
_OPPOSING = frozenset("oppose criticize criticise condemn protest denounce deplore regret face suffer fear lament".split())
_WILL_NOUNS = frozenset("willingness move offer plan decision step pledge effort refusal readiness withdrawal removal lifting easing relaxation".split())
_OTHER_TRADE = re.compile(r"\b(?:tariffs?|import (?:duty|duties|ban)|dut(?:y|ies)|visas?|interest rates?)\b", re.IGNORECASE)


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


@dataclass(slots=True, kw_only=True, eq=False)
class ControlDraft:
    """A control: mentions that agree on imposer and goods."""

    imposer: str | None
    family: str
    mentions: list[Mention] = field(default_factory=list)
    identifier: str = ""

    @property
    def goods(self) -> tuple[str, ...]:
        """Canonical goods or groups of goods that the words name."""
        names = [
            good
            for mention in self.mentions
            for found in mention.goods
            if found.row.family == self.family
            for good in found.row.goods
        ]
        if not names and self.imposer == "USA" and self.family == GENERIC:
            names = [GENERIC]
        return tuple(dict.fromkeys(names))


class _Finder:
    """Collects mentions, then groups them."""

    def __init__(self, norm: str, paragraphs: list[Paragraph], cast: Cast) -> None:
        self.norm, self.cast = norm, cast
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

    def _covered(self, start: int, end: int) -> bool:
        return any(m.start <= start and end <= m.end for m in self.mentions)

    def _noun(self, paragraph: Paragraph, head: Token, lemma: str) -> None:
        start, end = self._phrase(paragraph, head)
        phrase = self.norm[start:end]
        words = f"{head.nbor(-1).lower_ if head.i else ''} {lemma}"
        if words in load_lexicon()["not_control"] or (_OTHER_TRADE.search(phrase) and not _TRADE.search(phrase)):
            return
        if head.dep_ in {"compound", "amod"} and head.head.lemma_.lower() in load_lexicon()["control_noun"]:
            return
        goods = self.goods_in(start, end)
        if not goods and lemma in {*_STRONG, "control", "ban", "limit"}:
            end, goods = self._goods_beyond(paragraph, head, end)
        if not goods:
            start, end, goods = self._clause_goods(paragraph, head, start, end)
        end = self._target_beyond(end)
        named = bool(goods) or bool(_TRADE.search(self.norm[start:end]))
        anaphoric = lemma in _STRONG | {"control", "ban", "restriction"} and any(
            child.lower_ in {"the", "such", "these", "those", "its", "their", "some", "any"}
            for child in head.children
        )
        bare = lemma in _STRONG and not named
        if not named and not ((anaphoric or bare) and self.mentions):
            return
        if not named and lemma == "control" and not anaphoric:
            return
        if lemma in {"measure", "rule", "regime", "order", "cut", "check", "freeze", "halt", "requirement", "barrier",
                     "suspension", "squeeze", "license", "licence", "block"} and not (goods or re.search(r"export|shipment|suppl", phrase)):
            return
        if self._covered(start, end):
            return
        self._add(paragraph, head, start, end, goods, verbal=False)

    def _phrase(self, paragraph: Paragraph, head: Token) -> tuple[int, int]:
        """The control's noun phrase with its complements; clauses only if short."""
        drop = set()
        for child in head.children:
            if child.i > head.i and child.dep_ in {"cc", "conj", "appos", "punct", "advcl", "parataxis"}:
                drop.add(child)
            if child.i > head.i and child.dep_ in {"relcl", "acl"}:
                low, high = subtree(child)
                if high - low > 9 or paragraph.doc[child.i - 1].text == ",":
                    drop.add(child)
        low, high = subtree(head, without=frozenset(drop))
        high = min(high, head.i + 24)
        start, end = paragraph.start_of(paragraph.doc[low]), paragraph.end_of(paragraph.doc[high])
        comma = re.search(r"[;:\n]|, (?:which|who|where|and that|saying|adding)\b", self.norm[start:end])
        if comma:
            end = start + comma.start()
        return trim(self.norm, start, end, marks=' \n,;:"')

    def _goods_beyond(self, paragraph: Paragraph, head: Token, end: int) -> tuple[int, list[GoodMention]]:
        """Goods that the verb stands before: *curbs would not be lifted on H20 chips*."""
        sentence_end = paragraph.offset + int(head.sent.end_char)
        link = re.compile(r"[^.;:\"\n]{0,60}?\b(?:on|of|for) (?:the |any )?[\w' ]{0,25}?").match(self.norm, end)
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
        """Goods in the clause that explains a control: *rules that have slowed shipments of magnets*."""
        for child in head.children:
            if child.dep_ in {"relcl", "acl"} and child.i > head.i:
                high = min(subtree(child)[1], head.i + 20)
                stop = paragraph.end_of(paragraph.doc[high])
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
        if party and re.match(r"\s+(?:in|if|and|as|after|when|are|were|will|would|is|has|have)\b", self.norm[party.end() : party.end() + 8]):
            return party.end()
        return end

    def _verb(self, paragraph: Paragraph, verb: Token) -> None:
        """*China restricts exports of gallium*, *gas flows were halted*, *requires licences for*."""
        objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass", "prep", "oprd"}]
        target = next((c for c in objects if c.dep_ in {"dobj", "nsubjpass"}), None)
        if target is None:
            return
        heavy = frozenset(c for c in verb.children if c.dep_ not in {"dobj", "nsubjpass", "prep", "aux", "auxpass", "prt"})
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
        if _OTHER_TRADE.search(phrase) or target.lemma_.lower() in load_lexicon()["control_noun"]:
            return
        if not trade:
            return
        again = bool(self.mentions) and lemma in {"halt", "suspend", "block", "stop", "cut", "restrict", "reduce"}
        if not (goods or again or re.search(r"\bexports?\b", self.norm[a:b])):
            return
        if lemma in {"require", "impose", "place"} and not re.search(r"licen[cs]|export", phrase):
            return
        if self._covered(start, end):
            return
        self._add(paragraph, verb, start, end, goods, verbal=True)

    def _add(
        self, paragraph: Paragraph, head: Token, start: int, end: int, goods: list[GoodMention], *, verbal: bool
    ) -> None:
        such = any(child.lower_ in {"such", "these", "those"} for child in head.children)
        if such and not goods and self.mentions:
            last = max((m for m in self.mentions if m.start < start), key=lambda m: m.start, default=None)
            if last is not None and last.paragraph is paragraph:
                self.mentions.append(
                    Mention(
                        start=start, end=end, paragraph=paragraph, head=head, goods=last.goods,
                        imposer=last.imposer, target=last.target, explicit=last.explicit,
                    )
                )  # fmt: skip
                return
        imposer, explicit = self._imposer(paragraph, head, start, end, verbal=verbal)
        target = self._target(start, end, imposer)
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

    def _imposer(
        self, paragraph: Paragraph, head: Token, start: int, end: int, *, verbal: bool
    ) -> tuple[str | None, bool]:
        if not verbal:
            left = self.norm[start : paragraph.start_of(head)]
            for match in party_word()[0].finditer(left):
                tail = left[match.end() : match.end() + 2]
                if tail.startswith("'") or match[0] in _adjectives() or tail.startswith(" "):
                    return party_word()[1][match[0]], True
            by = re.search(r"\b(?:from|by|imposed by|of) (?:the )?", self.norm[paragraph.end_of(head) : end + 40])
            if by:
                at = paragraph.end_of(head) + by.end()
                found = party_word()[0].match(self.norm, at) or party_word()[0].match(self.norm, max(at - 4, 0))
                if found and self.norm[by.start() + paragraph.end_of(head) :].startswith(("from", "by", "imposed")):
                    return party_word()[1][found[0]], True
            if any(child.lower_ == "its" for child in head.children):
                subject = self._subject_party(paragraph, head)
                if subject:
                    return subject, True
        subject = self._subject_party(paragraph, head)
        return subject, False

    def _subject_party(self, paragraph: Paragraph, head: Token) -> str | None:
        """The party of the nearest subject above a head that eases, imposes or keeps it."""
        node, steps = head, 0
        while steps < 10:
            if node.pos_ in {"VERB", "AUX"}:
                group = verb_group(node.lemma_.lower()) or node.lemma_.lower() in {"announce", "have", "use", "apply", "tell", "press", "ask", "signal", "agree"}
                lemma = node.lemma_.lower()
                if lemma in _OPPOSING:
                    return None
                if load_lexicon()["cue"].get(lemma) == "urge" and node is not head:
                    return self._addressee(paragraph, node)
                subject = next((c for c in node.children if c.dep_ == "nsubj"), None)
                agent = next((c for c in node.children if c.dep_ == "agent"), None)
                if agent is not None:
                    party = self._party_of(paragraph, next(iter(agent.children), agent))
                    if party:
                        return party
                if subject is not None and subject.i != head.i:
                    party = self._party_of(paragraph, subject)
                    if party and (group or node is head or steps <= 3):
                        return party
                    if subject.pos_ != "PRON":
                        return None
            elif node is not head and node.lemma_.lower() in _WILL_NOUNS:
                party = self._owner(paragraph, node)
                if party:
                    return party
            if node.dep_ == "ROOT" or node.dep_ == "relcl":
                break
            node, steps = node.head, steps + 1
        return None

    def _addressee(self, paragraph: Paragraph, verb: Token) -> str | None:
        """Who is asked: *urged Beijing to lift*, *called on Tokyo to lift*."""
        for child in verb.children:
            if child.dep_ in {"dobj", "nsubjpass"}:
                return self._party_of(paragraph, child)
            if child.dep_ == "prep" and child.lower_ in {"on", "upon", "for"}:
                inner = next((c for c in child.children if c.dep_ == "pobj"), None)
                party = self._party_of(paragraph, inner) if inner is not None else None
                if party:
                    return party
            if child.dep_ == "ccomp":
                subject = next((c for c in child.children if c.dep_ == "nsubj"), None)
                if subject is not None:
                    return self._party_of(paragraph, subject)
        return None

    def _owner(self, paragraph: Paragraph, noun: Token) -> str | None:
        """The party before a noun: *U.S. willingness*, *Beijing's move*."""
        for child in noun.children:
            if child.i < noun.i and child.dep_ in {"poss", "compound", "amod", "nmod"}:
                party = self._party_of(paragraph, child)
                if party:
                    return party
        return None

    def _party_of(self, paragraph: Paragraph, token: Token) -> str | None:
        start, end = noun_phrase(paragraph, token)
        for a, b, draft in self.cast.named_at(start, end):
            if draft.party and a < paragraph.end_of(token) <= b + 1:
                return draft.party
        if token.pos_ == "PRON":
            return None
        return self.cast.party_in(start, end)

    def _target(self, start: int, end: int, imposer: str | None) -> str | None:
        pattern, table = party_word()
        for match in re.finditer(r"\b(?:on|to|against|toward|towards|for|into|in) (?:the )?", self.norm[start : end + 1]):
            at = start + match.end()
            found = pattern.match(self.norm, at) or pattern.match(self.norm, start + match.start(0) + len(match[0].split()[0]) + 1)
            if found and found.end() <= end + 1 and not re.match(r"'s|\w", self.norm[found.end() : found.end() + 2]):
                party = table[found[0]]
                if party != imposer and found[0] not in _adjectives() - {"US", "U.S.", "EU", "UK", "U.K."}:
                    return party
        return None


def _adjectives() -> frozenset[str]:
    from detente.facts._reading_tables import load_gazetteer  # noqa: PLC0415

    return frozenset(word for row in load_gazetteer() for word in row.adjectives)


def _families(mention: Mention) -> list[str]:
    names = list(dict.fromkeys(good.row.family for good in mention.goods))
    special = [name for name in names if name != GENERIC]
    exact = [n for n in special if any(g.row.goods for g in mention.goods if g.row.family == n)]
    return exact or special or names


def find_controls(
    norm: str,
    paragraphs: list[Paragraph],
    cast: Cast,
    speaker_parties: list[tuple[int, int, str]],
) -> list[ControlDraft]:
    """Find the controls of an article.

    Parameters
    ----------
    norm
        Normalised text.
    paragraphs
        Parsed segments in order.
    cast
        The article's entities.
    speaker_parties
        Start, end and speaker's party of each statement: who speaks of *the curbs* without saying
        whose means, in doubt, those of the own side.

    Returns
    -------
    list of ControlDraft
        In the order of first mention.
    """
    finder = _Finder(norm, paragraphs, cast)
    finder.collect()
    mentions = sorted(finder.mentions, key=lambda m: m.start)
    _settle_imposers(mentions, speaker_parties)
    controls: dict[tuple[str | None, str], ControlDraft] = {}
    generic: list[Mention] = []
    for mention in mentions:
        families = [f for f in _families(mention) if f != GENERIC]
        if not families:
            generic.append(mention)
        for family in families:
            key = (mention.imposer, family)
            controls.setdefault(key, ControlDraft(imposer=mention.imposer, family=family)).mentions.append(mention)
    _merge_vague(controls)
    _place_generic(generic, controls)
    result = [c for c in controls.values() if c.mentions]
    for control in result:
        control.mentions.sort(key=lambda m: m.start)
    result.sort(key=lambda c: c.mentions[0].start)
    for number, control in enumerate(result, start=1):
        control.identifier = f"c_{number}"
    return result


def _settle_imposers(mentions: list[Mention], speakers: list[tuple[int, int, str]]) -> None:
    """Give mentions without an imposer that of the same goods, or the other side of the target."""
    by_family: dict[str, Counter[str]] = {}
    parties: Counter[str] = Counter()
    for mention in mentions:
        for family in _families(mention):
            if mention.imposer:
                by_family.setdefault(family, Counter())[mention.imposer] += 2 if mention.explicit else 1
        parties.update(p for p in (mention.imposer, mention.target) if p)
    for mention in mentions:
        families = [f for f in _families(mention) if f != GENERIC]
        for family in families:
            counts = by_family.get(family)
            if counts and not mention.explicit:
                top = counts.most_common(1)[0][0]
                if mention.imposer is None or counts[top] >= 3 * counts[mention.imposer]:
                    mention.imposer = top
        if mention.imposer is not None and mention.imposer == mention.target:
            mention.imposer = None
        if mention.imposer is None:
            others = [p for p, _ in parties.most_common() if p != mention.target]
            own = [p for a, b, p in speakers if a <= mention.start < b and p in parties and p != mention.target]
            if own:
                mention.imposer = own[0]
            elif mention.target and others:
                mention.imposer = others[0]


def _merge_vague(controls: dict[tuple[str | None, str], ControlDraft]) -> None:
    """Put *two chip metals* with the gallium that the same side controls, *chips* with its legacy chips."""
    for (imposer, family), control in list(controls.items()):
        exact = any(g.row.goods for m in control.mentions for g in m.goods if g.row.family == family)
        own = [c for (i, f), c in controls.items() if i == imposer and f != family and c.goods]
        home: ControlDraft | None = None
        if not exact and own:
            start = control.mentions[0].start
            home = min(own, key=lambda c: abs(c.mentions[0].start - start))
        elif family == "semiconductors":
            home = controls.get((imposer, "legacy-chips"))
        if home is not None:
            home.mentions.extend(control.mentions)
            del controls[imposer, family]


def _place_generic(
    generic: list[Mention], controls: dict[tuple[str | None, str], ControlDraft]
) -> None:
    """Put a mention that names no good with the imposer's one control, or make a general one."""
    last: ControlDraft | None = None
    ordered = sorted(
        [(m.start, c) for c in controls.values() for m in c.mentions], key=lambda item: item[0]
    )
    for mention in generic:
        near = [c for start, c in ordered if start < mention.start]
        last = near[-1] if near else last
        own = [c for (imposer, family), c in controls.items() if imposer == mention.imposer and family != GENERIC]
        if mention.imposer is None:
            if last is not None:
                last.mentions.append(mention)
            continue
        technology = any(g.row.family == GENERIC for g in mention.goods)
        definite = any(c.lower_ in {"the", "such", "these", "those"} for c in mention.head.children)
        if own and not technology and (len(own) == 1 or (definite and not mention.target)):
            earlier = [c for c in near if c in own]
            (earlier[-1] if earlier else own[0]).mentions.append(mention)
            continue
        key = (mention.imposer, GENERIC)
        controls.setdefault(key, ControlDraft(imposer=mention.imposer, family=GENERIC)).mentions.append(mention)
