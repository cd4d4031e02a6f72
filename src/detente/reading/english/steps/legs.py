"""Legs of an offer: the clauses in which somebody eases something."""

import re
from dataclasses import dataclass

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._text import trim
from detente.reading.english.controls.controls import ControlDraft
from detente.reading.english.grammar.labels import ACTED_ON, NOUN_SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph, subtree
from detente.reading.english.grammar.scope import noes_of
from detente.reading.english.names.entities import Cast
from detente.reading.english.text.goods import find_goods
from detente.reading.english.weight.direction import EASING_NOUNS, stops_flow, verb_group
from detente.reading.english.weight.things import way_of

__all__ = ["ASKING", "EXCHANGE", "LegDraft", "Legs"]

EXCHANGE = compiled("legs.exchange")
_SUPPLY = compiled("legs.supply")
_NOUNS = EASING_NOUNS | {"suspension"}
_OTHER = word_class("ordered_thing")
_KINDS = compiled("legs.kinds")
_CHARGE = compiled("charge")
_PUT_OFF = word_class("deferring")
ASKING = word_class("asking_verb")
"""Verbs that ask somebody else for something."""
_NEGATIVE = word_class("negative_mark")
_CUT = compiled("legs.cut")
_ACTIONS = load_lexicon()["particle_action"]


def _awaits(token: Token) -> bool:
    """Whether a refusal names what would end it: *will not resume until the sanctions go*."""
    return any(
        c.dep_ == "advcl" and any(m.lower_ in word_class("until_unless") for m in c.children)
        for c in token.children
    )


@dataclass(slots=True, kw_only=True, eq=False)
class LegDraft:
    """One side's part: who eases what, and the words that say so."""

    actor: str | None
    action: str
    control: ControlDraft | None
    start: int
    end: int
    verb: Token
    alone: bool = True
    """Whether it counts without another side's part."""


class Legs:
    """Finds the clauses in which somebody eases something."""

    def __init__(self, norm: str, controls: list[ControlDraft], cast: Cast) -> None:
        self.norm, self.controls, self.cast = norm, controls, cast
        self.goods = find_goods(norm)
        self.speaker_party: dict[int, str] = {}
        self.official: set[int] = set()
        """Where a pronoun stands for a government or who speaks for it."""
        self._paragraph: Paragraph | None = None

    def control_in(self, start: int, end: int, actor: str | None) -> ControlDraft | None:
        """Return the control that a stretch mentions, by its words or by a good."""
        for control in self.controls:
            if any(m.start < end and start < m.end for m in control.mentions):
                return control
        if _CHARGE.search(self.norm, start, end):
            return None  # a royalty on ore is not the ban on it
        families = [g.row.family for g in self.goods if start <= g.start < end]
        for family in families:
            for control in self.controls:
                if family in control.families and actor in {None, control.imposer}:
                    return control
        return None

    def names(self, start: int, end: int) -> bool:
        """Whether a stretch names a control or a good."""
        mentions = (m for control in self.controls for m in control.mentions)
        return any(m.start < end and start < m.end for m in mentions) or any(
            start <= good.start < end for good in self.goods
        )

    def find(self, paragraph: Paragraph, low: int, high: int) -> list[LegDraft]:
        """Find the legs inside a stretch of a paragraph, none inside another."""
        legs: list[LegDraft] = []
        for token in paragraph.tokens(low, high):
            leg = self._leg(paragraph, token, low, high)
            if leg is None or any(k.start <= leg.start and leg.end <= k.end for k in legs):
                continue
            legs = [k for k in legs if not (leg.start <= k.start and k.end <= leg.end)]
            legs.append(leg)
        return legs

    def _leg(self, paragraph: Paragraph, token: Token, low: int, high: int) -> LegDraft | None:  # noqa: C901, PLR0911 - one branch a rule of grammar
        lemma = token.lemma_.lower()
        away = any(
            c.dep_ in {"prt", "advmod"} and c.lower_ in word_class("ending_back")
            for c in token.children
        )
        verbal = token.pos_ in {"VERB", "AUX"} and (
            verb_group(lemma) == "ease"
            or lemma in _PUT_OFF
            or self._supplies(token, lemma)
            or (lemma == "negotiate" and away)
        )
        nominal = token.pos_ == "NOUN" and token.lower_ in _NOUNS
        misread = token.pos_ == "NOUN" and token.lower_ in word_class("resume_restart")
        if misread:
            return self._misread(paragraph, token, low)
        if stops_flow(token) or not (verbal or nominal) or token.dep_ in {"amod", "compound"}:
            return None
        denied = bool(noes_of(token)) or any(c.lower_ in _NEGATIVE for c in token.children)
        if denied and not _awaits(token):
            return None
        start, end = self.stretch(paragraph, token)
        if denied:
            start = paragraph.start_of(token)  # *will not* | *resume shipments unless it pays*
        start, end = trim(self.norm, max(start, low), min(end, high), marks=' \n,;:"')
        if start >= end:
            return None
        actor = self._actor(paragraph, token)
        control = self.control_in(start, end, actor)
        phrase = self.norm[start:end]
        if compiled("legs.favoured_list").search(phrase):
            return None
        if control is None and self._supplies(token, lemma):
            control = next(
                (c for c in self.controls if c.imposer == actor and c.mentions[0].start < start),
                None,
            )
        if control is None:
            return self._other(token, actor, lemma, start, end)
        if not self._about(phrase, lemma, control, start, end):
            return None
        actor = control.imposer or actor
        if (
            lemma == "end"
            and not _SUPPLY.search(phrase)
            and not any(m.start < end and start < m.end for m in control.mentions)
        ):
            return None
        action = _ACTIONS.get(lemma, lemma)
        return LegDraft(
            actor=actor, action=action, control=control, start=start, end=end, verb=token
        )

    def _misread(self, paragraph: Paragraph, token: Token, low: int) -> LegDraft | None:
        """*Deliveries from China resume*, where the tagger takes the verb for a noun."""
        end = paragraph.end_of(token)
        begin = max(low, end - 80)
        flows = list(_SUPPLY.finditer(self.norm, begin, end))
        if not flows or re.search(r"[,.;]", self.norm[flows[-1].start() : end]):
            return None
        start = flows[-1].start()
        control = self.control_in(start, end, None)
        if control is None:
            return None
        return LegDraft(
            actor=control.imposer,
            action=token.lower_,
            control=control,
            start=start,
            end=end,
            verb=token,
        )

    def _supplies(self, token: Token, lemma: str) -> bool:
        """*Increase supplies*, *resume deliveries*: the easing is in the goods that flow."""
        if lemma not in load_lexicon()["supply_verb"]:
            return False
        return any(
            c.dep_ in (NOUN_SUBJECTS | ACTED_ON) and _SUPPLY.fullmatch(c.lower_)
            for c in token.children
        )

    def _other(
        self, token: Token, actor: str | None, lemma: str, start: int, end: int
    ) -> LegDraft | None:
        """Something else that is eased: sanctions, an order, a control that nothing else names."""
        actor = actor or self._party_above(token)
        acted = [c for c in token.children if c.dep_ in ACTED_ON]
        acted += [c for head in acted for c in head.conjuncts]
        phrase = self.norm[start:end]
        plain = any(_KINDS.fullmatch(c.lower_) for c in acted)
        if token.pos_ == "NOUN":
            plain = bool(compiled("legs.off_kinds").search(phrase))
        listed = lemma in word_class("delisting", "drop_remove") and bool(
            compiled("legs.off_list").search(phrase)
        )
        flowing = self._supplies(token, lemma) or (
            lemma in word_class("allow_permit", "freeing", "unblock", "resume")
            and bool(acted)
            and any(start <= g.start < end for g in self.goods)
        )
        vague = any(c.lemma_.lower() in _OTHER for c in acted)
        if not (plain or listed or flowing or vague) or (actor is None and not plain):
            return None
        return LegDraft(
            actor=actor, action=lemma, control=None, start=start, end=end, verb=token,
            alone=plain or listed or flowing,
        )  # fmt: skip

    def _party_above(self, token: Token) -> str | None:
        """Who is to act: whom a verb of asking addresses, else the nearest subject above."""
        own = {c.dep_ for c in token.children} & NOUN_SUBJECTS
        if "nsubjpass" in own or (own and token.dep_ == "advcl"):
            return None  # its own subject names no party
        node = token.head
        for _ in range(4):
            if node.lemma_.lower() in ASKING and self._paragraph is not None:
                for child in node.subtree:
                    if child.dep_ in {"dobj", "pobj", "nsubj"} and node.i < child.i < token.i:
                        a = self._paragraph.start_of(child.doc[child.left_edge.i])
                        return self.cast.party_in(a, self._paragraph.end_of(child))
                return None
            if (party := self.subject_party(node)) is not None:
                return party
            node = node.head
        return None

    def _about(self, phrase: str, lemma: str, control: ControlDraft, start: int, end: int) -> bool:
        """Whether the verb eases the control or lets the supply flow, not something else."""
        if any(m.start < end and start < m.end for m in control.mentions):
            return True
        return bool(_SUPPLY.search(phrase)) or lemma in word_class(
            "freeing", "resume", "restore", "allow"
        )

    def stretch(self, paragraph: Paragraph, token: Token) -> tuple[int, int]:  # noqa: C901 - one branch a rule of grammar
        """Return where the clause of a verb or a verbal noun stands, with its objects."""
        doc = paragraph.doc
        kept = {
            "dobj",
            "nsubj",
            "nsubjpass",
            "aux",
            "auxpass",
            "prt",
            "prep",
            "advmod",
            "poss",
            "det",
            "amod",
            "agent",
            "oprd",
            "dative",
        }
        infinitive = token.tag_ == "VB" and any(
            c.lower_ == "to" and c.dep_ == "aux" for c in token.children
        )
        heavy = {
            c
            for c in token.children
            if c.dep_ not in kept or (infinitive and c.dep_ in {"aux", "nsubj"})
        }
        heavy |= {
            c
            for c in token.children
            if c.dep_ == "prep"
            and c.lower_ in word_class("after_in")
            and EXCHANGE.match(paragraph.doc.text, c.idx)
        }
        heavy |= {
            c
            for c in token.children
            if c.dep_ == "advmod"
            and c.i < token.i - 1
            and c.lower_ in word_class("then_word", "at_once")
        }
        first = token.i if infinitive else None
        low, high = subtree(token, without=frozenset(heavy))
        low = first if first is not None else low
        subject = next(
            (c for c in token.children if c.dep_ in NOUN_SUBJECTS and c.i < token.i), None
        )
        if subject is not None and first is None:
            low = subject.left_edge.i
        while low < token.i and (
            doc[low].dep_ in {"mark", "cc", "punct"}
            or doc[low].lower_ in word_class("then_word", "that_mark")
        ):
            low += 1
        text_end = paragraph.end_of(doc[high])
        exchange = _CUT.search(self.norm, paragraph.start_of(token), text_end)
        if exchange:
            text_end = exchange.start()
        for control in self.controls:
            for mention in control.mentions:
                if paragraph.end_of(token) <= mention.start < text_end:
                    text_end = max(text_end, mention.end)
        if token.pos_ == "NOUN":
            for control in self.controls:
                for mention in control.mentions:
                    gap = self.norm[text_end : mention.start]
                    if mention.start >= text_end and compiled("legs.link").fullmatch(gap):
                        text_end = mention.end
        return paragraph.start_of(doc[low]), text_end

    def _actor(self, paragraph: Paragraph, token: Token) -> str | None:
        self._paragraph = paragraph
        return self.subject_party(token)

    @property
    def sole_imposer(self) -> str | None:
        """Who imposes all controls of the article, if it is one: *the prohibition shall not*."""
        found = {control.imposer for control in self.controls if control.imposer}
        return found.pop() if len(found) == 1 else None

    def subject_party(self, token: Token, paragraph: Paragraph | None = None) -> str | None:
        """The party that a verb's subject names."""
        paragraph = paragraph or self._paragraph
        for child in token.children if paragraph else ():
            if paragraph and child.dep_ in {"nsubj", "poss", "agent"}:
                words = sorted(child.subtree, key=lambda t: t.i)
                way = way_of(child)
                start, end = paragraph.start_of(words[0]), paragraph.end_of(words[-1])
                end = paragraph.start_of(way) if way is not None else end
                party = self.cast.party_in(start, end) or self.speaker_party.get(start)
                if party:
                    return party
        return None
