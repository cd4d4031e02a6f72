"""Offers and demands that acts of speech make, whatever is asked or pledged."""

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading._records import Commitment
from detente.reading._text import trim
from detente.reading.english.grammar.labels import ACTED_ON
from detente.reading.english.grammar.scope import in_background
from detente.reading.english.names.entities import Draft
from detente.reading.english.offers._grants import is_paper
from detente.reading.english.offers._moods import hung_on
from detente.reading.english.offers._offer_drafts import OfferDraft
from detente.reading.english.offers._refused import Refusing
from detente.reading.english.offers._speech import Sentence
from detente.reading.english.offers.acts import kind_of, term_of, wish_of
from detente.reading.english.offers.frames import Frames
from detente.reading.english.steps.legs import LegDraft
from detente.reading.english.weight.things import thing_of

__all__ = ["spoken_offers"]


def spoken_offers(sentence: Sentence, frames: Frames) -> list[OfferDraft]:
    """Read the offers and demands of a sentence's acts."""
    paragraph, bounds, _ = sentence
    found = (_Speaking(act, sentence, frames).offer() for act in frames.acts(paragraph, bounds))
    return [offer for offer in found if offer is not None]


class _Speaking(Refusing):
    """An act as an offer or a demand."""

    def offer(self) -> OfferDraft | None:
        """The demand or the offer that the act makes, if it makes one."""
        act = self.act
        start, end = self.stretch(act.content)
        if act.denied or start >= end or not self.weighs():
            return None
        if act.kind == "refuse":
            return self.withheld()
        return self.demand(start, end) if act.kind == "ask" else self.pledge(start, end)

    def demand(self, start: int, end: int) -> OfferDraft | None:
        """What one side asks of another, or of another whose name is not said."""
        who, mine = self.speaker()
        paper = self.act.speaker is not None and is_paper(self.act.speaker)
        if not self.act.wished or self.nobodys(who) or paper:
            return None
        told = self.act.content.pos_ == "VERB" and self.act.word.dep_ != "aux"
        if mine is None and not (told and self.touches(start, end)):
            return None
        sides = [
            (n, None if n.lower_ in word_class("pronoun_side") else self.party(n))
            for n in self.act.addressees
        ]
        first = self.act.speaker
        if (
            first is not None
            and first.tag_ == "PRP"
            and any(
                p == mine and n.pos_ != "PRON" and not any(c.dep_ == "poss" for c in n.children)
                for n, p in sides
                if p is not None
            )
        ):
            who, mine = None, None  # *we call on Oslo*: whoever says so, it is not Oslo
        other = next((p for _, p in sides if p not in {None, mine}), None)
        if other is None:
            other = next((m for n, p in sides if p is None and (m := self.meant(n, mine))), None)
        if other is None:
            unnamed = [n for n, p in sides if p is None and self.unnamed(n)]
            if not unnamed or not self.touches(start, end):
                return None
        leg = self.leg(other, start, end)
        return self.exchange(leg, who, mine) or OfferDraft(
            kind="demand", offeror=who, gives=[], gets=[leg], strength="willing"
        )

    def nobodys(self, who: Draft | None) -> bool:
        """Whether a firm applies for something, or a plea is named whose author is not."""
        act = self.act
        firm = who is not None and who.type == "company"
        named = act.word.pos_ == "NOUN" and act.top == act.word and act.speaker is None
        return named or (firm and act.content.pos_ == "NOUN")

    def exchange(self, asked: LegDraft, who: Draft | None, mine: str | None) -> OfferDraft | None:
        """What is given for what is asked: *in order for it to join*, *before it can ship*."""
        given = wish_of(self.act) or term_of(self.act, word_class("act_before"))
        if given is None:
            return None
        start, end = self.stretch(given)
        link = given.head.head if given.head.lower_ == "order" else given.left_edge
        if start > asked.start:
            asked.end = trim(self.norm, asked.start, self.paragraph.start_of(link))[1]
        if start >= end or asked.start >= asked.end or (asked.start < end and start < asked.end):
            return None
        leg = LegDraft(
            actor=mine, action=given.lemma_.lower(), control=None, start=start, end=end,
            verb=given,
        )  # fmt: skip
        return OfferDraft(
            kind="conditional_exchange", offeror=who, gives=[leg], gets=[asked],
            condition=(asked.start, asked.end), strength="conditional",
        )  # fmt: skip

    def pledge(self, start: int, end: int) -> OfferDraft | None:
        """What one side commits to, or gives leave for."""
        who, mine = self.speaker()
        act = self.act
        others = [p for n in act.addressees if (p := self.party(n)) is not None]
        bound = act.content.pos_ in {"VERB", "AUX"}  # *is committed to keeping it*
        if mine is None and act.kind == "commit" and others and bound:
            mine = others[0]
        elif mine is None and act.kind == "commit" and others and not self.private:
            mine = next((p for p in self.imposers if p not in others), None)
        elif mine is None and act.kind == "permit" and act.speaker is None and who is None:
            mine = self.finder.sole_imposer  # *approval has been given*
        mine = self.giver(mine)
        if mine is None or (who is not None and who.type == "company"):
            return None
        lends = act.kind == "permit" and act.top != act.word
        gives = mine in self.imposers and self.benefits()
        if not (self.touches(start, end) or lends or gives) or not self.is_gift():
            return None
        if in_background(act.word, low=act.word.sent.start) == "aside":
            return None  # *after Kyiv agreed to move the checks*
        firm = self.firmness()
        if firm is None:
            return None
        if act.kind == "permit":
            start = min(start, self.paragraph.start_of(act.word))
        told = self.finder.control_in(start, end, None)
        if act.word.pos_ == "NOUN" and told is not None and told.imposer not in {None, mine}:
            leg = self.leg(told.imposer, start, end)  # *its proposal to lift the other's ban*
            return OfferDraft(kind="demand", offeror=who, gives=[], gets=[leg], strength="willing")
        leg = self.leg(mine, start, end)
        return OfferDraft(
            kind="possible_unilateral" if firm == "possible" else "unilateral", offeror=who,
            gives=[leg], strength=firm,
        )  # fmt: skip

    def giver(self, mine: str | None) -> str | None:
        """Who of those that act together imposes something: *the EU and China have agreed*."""
        joined = self.act.speaker.conjuncts if self.act.speaker is not None and mine else ()
        sides = [mine, *map(self.party, joined)]
        return next((p for p in sides if p in self.imposers), mine)

    def firmness(self) -> Commitment | None:
        """How firmly a side binds itself, or None where it does not."""
        act = self.act
        if act.kind == "permit":
            return self.told() if act.top != act.word or self.spares() else None
        return "pledged" if act.word.dep_ != "aux" or self.benefits() else None

    def told(self) -> Commitment | None:
        """How firmly leave is given: *may waive*, *will issue*, *has granted*, or in the past."""
        helpers = {c.lower_ for c in self.act.top.children if c.dep_ == "aux"}
        if helpers & word_class("possible_auxiliary"):
            return "possible"
        if helpers & word_class("tense_sure"):
            return "pledged"
        meant = {load_lexicon()["mood"].get(n.lemma_.lower()) for n in hung_on(self.act.top)}
        if meant & {"pledged", "willing"}:
            return "pledged"  # *decided to give an exemption*
        near = self.act.top.doc[self.act.top.left_edge.i : self.act.top.right_edge.i + 1]
        old = any(
            t.lemma_.lower() in word_class("time_past")
            or (t.like_num and len(t.text) == 4 and t.text < str(self.cast.day.year))
            for t in near
        )
        return None if old or self.act.top.tag_ not in {"VBD", "VBN", "VBZ", "VBG"} else "done"

    def spares(self) -> bool:
        """Whether a verb of leave takes away a bar: *waive the limit*, *exclude it from a ban*."""
        things = [c for c in self.act.word.subtree if c.dep_ in {"pobj", "dobj"}]
        kinds = {thing_of(c) for c in things}
        return "bar" in kinds or "cap" in kinds

    def benefits(self) -> bool:
        """Whether what a side will do is good for another, though it is no word of easing."""
        content = self.act.content
        lemma = content.lemma_.lower()
        negated = any(c.dep_ == "neg" for c in content.children)
        things = [c for c in content.children if c.dep_ in ACTED_ON]
        if negated:
            return lemma in word_class("misdeed")
        given = bool(things) and (
            kind_of(things[0]) == "permit" and lemma in word_class("act_lend")
        )
        return given or (lemma in word_class("act_gift") and bool(things))
