"""An act of speech in its sentence: whose it is, whom it names, where its content stands."""

from spacy.tokens import Token

from detente.facts.words import word_class
from detente.reading._text import trim
from detente.reading.english.grammar.labels import ACTED_ON, NOUN_SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph, subtree
from detente.reading.english.names.entities import Draft
from detente.reading.english.offers._offer_drafts import SILENT, Levels, statement_at
from detente.reading.english.offers._ties import MATTER
from detente.reading.english.offers.acts import Act, kind_of
from detente.reading.english.offers.frames import Frames
from detente.reading.english.said.said import Said
from detente.reading.english.steps.legs import LegDraft
from detente.reading.english.text.gazetteer import party_word
from detente.reading.english.weight.effects import deed_of
from detente.reading.english.weight.things import thing_of

__all__ = ["IDLE", "Sentence", "Speech", "acts_privately", "is_private"]

IDLE = word_class("act_idle")
"""What is asked for or pledged and gives nothing: *talks*, *calm*, *an answer*."""
_AFTER = word_class("after_in")
Sentence = tuple[Paragraph, tuple[int, int], Levels]
"""A paragraph, where the sentence stands in the article, what is said in it."""


class Speech:
    """One act in its sentence, with who its parties are."""

    def __init__(self, act: Act, sentence: Sentence, frames: Frames) -> None:
        self.paragraph, self.bounds, inside = sentence
        self.act, self.finder = act, frames.finder
        self.norm, self.cast = frames.finder.norm, frames.finder.cast
        self.said, self.level = statement_at(self.paragraph.start_of(act.word), inside)
        self.cue = next(
            (
                s for s, _ in inside
                if s.cue is not None
                and s.paragraph is self.paragraph and s.cue.token.i == act.word.i
            ),
            None,
        )  # fmt: skip
        self.imposers = [c.imposer for c in self.finder.controls if c.imposer]

    def weighs(self) -> bool:
        """Whether what is asked or pledged is something, and no burden: not *talks*, *to ban*."""
        content = self.act.content
        things = [content, *(c for c in content.children if c.dep_ in ACTED_ON)]
        if self.level in SILENT or any(t.lemma_.lower() in IDLE for t in things):
            return False
        if any(c.lower_ in word_class("never_no") for t in things for c in t.children):
            return False  # *promised no concessions*
        negated = any(c.dep_ == "neg" for c in content.children)
        harms = deed_of(content) == "tighten" or content.lemma_.lower() in word_class("misdeed")
        return harms is negated

    def is_gift(self) -> bool:
        """Whether a noun is something to give: a supply, a relief, what an act asks or allows."""
        content = self.act.content
        top = self.act.top
        if self.act.kind == "permit" and top != self.act.word:
            return top.lemma_.lower() not in word_class("receiving", "leave_sought")
        if content.pos_ in {"VERB", "AUX"}:
            return self.act.kind != "refuse" or deed_of(content) != "tighten"
        return thing_of(content) in {"flow", "relief"} or kind_of(content) is not None

    def touches(self, start: int, end: int) -> bool:
        """Whether a stretch names a control, a good or a matter of trade."""
        return self.finder.names(start, end) or MATTER.search(self.norm, start, end) is not None

    def leg(self, party: str | None, start: int, end: int) -> LegDraft:
        """The part of a side that a stretch tells of."""
        control = self.finder.control_in(start, end, party)
        return LegDraft(
            actor=party, action=self.act.content.lemma_.lower(), control=control, start=start,
            end=end, verb=self.act.content,
        )  # fmt: skip

    @property
    def private(self) -> bool:
        """Whether a firm or the like performs the act: a miner binds no state."""
        noun = self.act.speaker
        return noun is not None and _is_private(noun, "company_noun", "private_noun")

    def speaker(self) -> tuple[Draft | None, str | None]:
        """Who performs the act, and of which party."""
        noun = self.act.speaker
        if self.private:
            return None, None
        if self.cue is not None and self.cue.speaker is not None:
            return self.cue.speaker, self.cue.speaker.party
        party = self.party(noun)
        if noun is not None and party is not None:
            at = self.paragraph.start_of(noun)
            named = self.cast.named_at(self.paragraph.offset, self.paragraph.end)
            return next((d for a, b, d in named if a <= at < b), None), party
        if (
            self.said is not None
            and self.said.speaker is not None
            and (
                noun is None
                or noun.pos_ == "PRON"
                or noun.lemma_.lower() in word_class("side_noun")
            )
        ):
            return self.said.speaker, self.said.speaker.party
        return None, party

    def party(self, noun: Token | None) -> str | None:
        """The party that a noun or a pronoun names."""
        if noun is None:
            return None
        start, end = self.paragraph.start_of(noun), self.paragraph.end_of(noun)
        if noun.pos_ == "PRON":
            own = self.said.speaker if self.said is not None else None
            known = self.finder.speaker_party.get(start)
            return known or (own.party if own is not None and noun.i < self.act.word.i else None)
        named = self.cast.named_at(self.paragraph.offset, self.paragraph.end)
        here = next((d.party for a, b, d in named if a <= start < b and d.party), None)
        low = self.paragraph.start_of(noun.doc[noun.left_edge.i])
        return here or self.cast.party_in(low, end)

    def meant(self, noun: Token, mine: str | None) -> str | None:
        """The party that *the government* or *it* stands for: the last named that is not mine."""
        pronoun = noun.lower_ in word_class("pronoun_side")
        if not (pronoun or (noun.tag_ == "NN" and noun.lemma_ in word_class("governing_body"))):
            return None
        low = self.bounds[0]
        named = self.cast.named_at(low, self.paragraph.start_of(noun))
        return next((d.party for _, _, d in reversed(named) if d.party not in {None, mine}), None)

    def unnamed(self, noun: Token) -> bool:
        """Whether a noun is a side whose name is not said: *unfriendly countries*."""
        if noun.pos_ == "PRON":
            return noun.lower_ in word_class("pronoun_side")
        known = noun.lemma_.lower() in word_class("side_noun")
        taken_up = noun.i < self.act.word.i
        return known and (noun.tag_ == "NNS" or taken_up)

    def stretch(self, head: Token) -> tuple[int, int]:
        """Where what is asked or pledged stands, without conditions and asides."""
        barred = frozenset(c for c in head.children if _apart(c, head))
        low, high = subtree(head, without=barred)
        doc = self.paragraph.doc
        start, end = self.paragraph.start_of(doc[low]), self.paragraph.end_of(doc[high])
        return trim(
            self.norm, max(start, self.bounds[0]), min(end, self.bounds[1]), marks=' \n,;:."'
        )


def acts_privately(verb: Token) -> bool:
    """Whether the subject of the nearest clause binds no side: *a Chilean miner*."""
    node = verb
    for _ in range(4):
        subject = next((c for c in node.children if c.dep_ in NOUN_SUBJECTS), None)
        if subject is not None:
            acts = subject.dep_ != "nsubjpass"  # *refiners are permitted to*: a side permits it
            return acts and _is_private(subject, "private_noun")
        node = node.head
    return False


def _is_private(noun: Token, *classes: str) -> bool:
    """Whether a noun is for who binds no side, and ends no party's name (*European Union*)."""
    if noun.lemma_.lower() not in word_class(*classes):
        return False
    pattern, _ = party_word()
    end = noun.idx + len(noun)
    text = noun.doc.text[noun.sent.start_char : end]
    return not any(m.end() == len(text) for m in pattern.finditer(text))


def is_private(said: Said) -> bool:
    """Whether who says it binds no side."""
    return said.cue is not None and acts_privately(said.cue.token)


def _apart(child: Token, head: Token) -> bool:
    """Whether a word below another is no part of what is asked or pledged."""
    if child.dep_ == "mark":
        return head.dep_ != "advcl" or child.lower_ == "for"
    if child.dep_ == "aux":
        return child.lower_ == "to"
    if child.dep_ == "conj":
        return any(g.dep_ in NOUN_SUBJECTS for g in child.children)
    if child.dep_ == "advcl":
        return any(c.dep_ == "mark" or c.lower_ in _AFTER for c in (child, *child.children))
    return child.dep_ in {"punct", "parataxis", "cc", "appos"}
