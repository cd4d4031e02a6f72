"""Offers, demands and refusals that acts of speech make, whatever is asked or pledged."""

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._records import Commitment
from detente.reading._text import trim
from detente.reading.english.grammar.labels import ACTED_ON, NOUN_SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph, subtree
from detente.reading.english.grammar.scope import in_background
from detente.reading.english.names.entities import Draft
from detente.reading.english.offers._offer_drafts import Levels, OfferDraft
from detente.reading.english.offers._ties import MATTER
from detente.reading.english.offers.acts import Act, act_of, kind_of, term_of, wish_of
from detente.reading.english.offers.frames import Frames
from detente.reading.english.said.said import Said
from detente.reading.english.steps.legs import LegDraft
from detente.reading.english.weight.effects import deed_of, thing_of

__all__ = ["spoken_offers", "spoken_refusals"]

_IDLE = word_class("act_idle")
"""What is asked for or pledged and gives nothing: *talks*, *calm*, *an answer*."""
_SILENT = frozenset({"question", "denied", "noncommittal"})


def spoken_offers(
    paragraph: Paragraph, bounds: tuple[int, int], inside: Levels, frames: Frames
) -> list[OfferDraft]:
    """Read the offers and demands of a sentence's acts."""
    found: list[OfferDraft] = []
    for token in paragraph.tokens(*bounds):
        act = act_of(token)
        if act is None:
            continue
        offer = _Spoken(paragraph, bounds, inside, frames, act).offer()
        if offer is not None:
            found.append(offer)
    return found


def spoken_refusals(
    paragraph: Paragraph, bounds: tuple[int, int], inside: Levels, frames: Frames
) -> list[tuple[int, int]]:
    """Where a sentence's acts refuse what another side asks for, or what touches trade."""
    found: list[tuple[int, int]] = []
    for token in paragraph.tokens(*bounds):
        act = act_of(token)
        refusal = None if act is None else _Spoken(paragraph, bounds, inside, frames, act).refusal()
        if refusal is not None:
            found.append(refusal)
    return found


class _Spoken:
    """One act in its sentence, with who its parties are."""

    def __init__(
        self, paragraph: Paragraph, bounds: tuple[int, int], inside: Levels, frames: Frames,
        act: Act,
    ) -> None:  # fmt: skip
        self.paragraph, self.bounds, self.frames, self.act = paragraph, bounds, frames, act
        self.norm, self.cast = frames.finder.norm, frames.finder.cast
        at = paragraph.start_of(act.word)
        self.said, self.level = next(
            ((s, c) for s, c in inside if s.holds(at)), (None, None)
        )
        cue = next(
            (s for s, _ in inside if s.cue is not None and s.paragraph is paragraph
             and s.cue.token.i == act.word.i), None,
        )
        self.cue: Said | None = cue
        self.imposers = [c.imposer for c in frames.finder.controls if c.imposer]

    def offer(self) -> OfferDraft | None:
        """The demand or the offer that the act makes, if it makes one."""
        act = self.act
        start, end = self.stretch(act.content)
        if act.denied or start >= end or not self.weighs():
            return None
        if act.kind == "refuse":
            return self.withheld()
        return self.demand(start, end) if act.kind == "ask" else self.pledge(start, end)

    def weighs(self) -> bool:
        """Whether what is asked or pledged is something, and no burden: not *talks*, *to ban*."""
        content = self.act.content
        things = [content, *(c for c in content.children if c.dep_ in ACTED_ON)]
        if self.level in _SILENT or any(t.lemma_.lower() in _IDLE for t in things):
            return False
        negated = any(c.dep_ == "neg" for c in content.children)
        harms = deed_of(content) == "tighten" or content.lemma_.lower() in word_class("misdeed")
        return harms is negated

    def is_gift(self) -> bool:
        """Whether a noun is something to give: a supply, a relief, what an act asks or allows."""
        content = self.act.content
        if content.pos_ in {"VERB", "AUX"}:
            return self.act.kind != "refuse" or deed_of(content) != "tighten"
        return thing_of(content) in {"flow", "relief"} or kind_of(content) is not None

    def demand(self, start: int, end: int) -> OfferDraft | None:
        """What one side asks of another, or of another whose name is not said."""
        who, mine = self.speaker()
        if mine is None or not self.act.wished or self.nobodys(who):
            return None
        sides = [
            (n, None if n.lower_ in word_class("pronoun_side") else self.party(n))
            for n in self.act.addressees
        ]
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

    def exchange(self, asked: LegDraft, who: Draft | None, mine: str) -> OfferDraft | None:
        """What is given for what is asked: *in order for it to join*, *before it can ship*."""
        given = wish_of(self.act) or term_of(self.act, word_class("act_before"))
        if given is None:
            return None
        start, end = self.stretch(given)
        link = given.head.head if given.head.lower_ == "order" else given.left_edge
        if start > asked.start:
            asked.end = trim(self.norm, asked.start, self.paragraph.start_of(link))[1]
        if start >= end or asked.start >= asked.end or asked.start < end and start < asked.end:
            return None
        leg = LegDraft(
            actor=mine, action=given.lemma_.lower(), control=None, start=start, end=end,
            verb=given,
        )  # fmt: skip
        return OfferDraft(
            kind="conditional_exchange", offeror=who, gives=[leg], gets=[asked],
            condition=(asked.start, asked.end), strength="conditional",
        )  # fmt: skip

    def refusal(self) -> tuple[int, int] | None:
        """Where the act turns something down, if it does."""
        act = self.act
        start, end = self.stretch(act.content)
        if start >= end or not (self.weighs() or act.kind == "refuse"):
            return None
        if act.kind == "refuse":
            refused = not act.denied
        else:
            refused = act.denied and act.word.lemma_.lower() in word_class("act_own_refusal")
            refused &= not any(c.lower_ == "did" for c in act.top.children)
        who, mine = self.speaker()
        if not refused or mine is None or (who is not None and who.type == "company"):
            return None
        if (act.word.pos_ == "NOUN" and act.top == act.word) or self.of_rumour():
            return None
        asked = any(
            t.pos_ == "NOUN" and t.dep_ in {"dobj", "pobj"} and kind_of(t) == "ask"
            for t in act.word.subtree if t.i > act.word.i
        )  # fmt: skip
        asked |= act.content.lemma_ == "do"  # *would refuse to do so*
        own = act.kind != "refuse" and mine in self.imposers and act.speaker is not None and act.speaker.pos_ == "PRON"
        if not (asked or own or (self.touches(start, end) and self.is_gift())):
            return None
        lead = min([act.top, act.word, *(c for c in act.top.children if c.dep_ in {"aux", "neg"})],
                   key=lambda t: t.i)  # fmt: skip
        low = max(self.paragraph.start_of(lead), self.bounds[0])
        if (until := term_of(act, word_class("act_held"))) is not None:
            end = max(end, self.stretch(until)[1])
        return trim(self.norm, low, end, marks=' \n,;:."') if low < end else None

    def withheld(self) -> OfferDraft | None:
        """*Would refuse to sign until a fair price is agreed*: what would end a refusal."""
        until, refused = term_of(self.act, word_class("act_held")), self.refusal()
        if until is None or refused is None:
            return None
        who, mine = self.speaker()
        low, high = self.stretch(until)
        give, get = self.leg(mine, refused[0], low), self.leg(None, low, high)
        get.actor = self.cast.party_in(low, high)
        if get.actor == mine:
            get.actor = None
        give.start, give.end = trim(self.norm, refused[0], self.paragraph.start_of(until.left_edge))
        return OfferDraft(
            kind="conditional_exchange", offeror=who, gives=[give], gets=[get],
            condition=(low, high), strength="conditional",
        )  # fmt: skip

    def of_rumour(self) -> bool:
        """*Dismissed allegations*, *declined to say*: nothing is turned down."""
        act, moods = self.act, load_lexicon()["mood"]
        things = [act.content, *(c for c in act.word.children if c.dep_ in ACTED_ON)]
        return any(
            moods.get(t.lemma_.lower()) == "denied" or t.lemma_.lower() in _IDLE for t in things
        )

    def pledge(self, start: int, end: int) -> OfferDraft | None:
        """What one side commits to, or gives leave for."""
        who, mine = self.speaker()
        act = self.act
        others = [p for n in act.addressees if (p := self.party(n)) is not None]
        if mine is None and act.kind == "commit" and others:
            mine = next((p for p in self.imposers if p not in others), None)
        if mine is None or (who is not None and who.type == "company"):
            return None
        lends = act.kind == "permit" and act.top != act.word
        gives = mine in self.imposers and self.benefits()
        if not (self.touches(start, end) or lends or gives) or not self.is_gift():
            return None
        if in_background(act.word, low=act.word.sent.start) == "aside":
            return None  # *after Kyiv agreed to move the checks*
        firm: Commitment = "pledged"
        if act.kind == "permit":
            if act.top == act.word and not self.spares():
                return None
            told = self.told()
            if told is None:
                return None
            firm = told
            start = min(start, self.paragraph.start_of(act.word))
        elif act.word.dep_ == "aux" and not self.benefits():
            return None
        elif act.word.dep_ == "aux" and act.word.lower_ == "would" and self.said is None:
            return None
        leg = self.leg(mine, start, end)
        return OfferDraft(
            kind="possible_unilateral" if firm == "possible" else "unilateral", offeror=who,
            gives=[leg], strength=firm,
        )  # fmt: skip

    def told(self) -> Commitment | None:
        """How firmly leave is given: *may waive*, *will issue*, *has granted*, or in the past."""
        helpers = {c.lower_ for c in self.act.top.children if c.dep_ == "aux"}
        if helpers & word_class("possible_auxiliary"):
            return "possible"
        if helpers & word_class("tense_sure"):
            return "pledged"
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

    def touches(self, start: int, end: int) -> bool:
        return self.frames.finder.names(start, end) or MATTER.search(
            self.norm, start, end
        ) is not None

    def meant(self, noun: Token, mine: str) -> str | None:
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

    def leg(self, party: str | None, start: int, end: int) -> LegDraft:
        control = self.frames.finder.control_in(start, end, party)
        return LegDraft(
            actor=party, action=self.act.content.lemma_.lower(), control=control, start=start,
            end=end, verb=self.act.content,
        )  # fmt: skip

    def speaker(self) -> tuple[Draft | None, str | None]:
        """Who performs the act, and of which party."""
        if self.cue is not None and self.cue.speaker is not None:
            return self.cue.speaker, self.cue.speaker.party
        noun = self.act.speaker
        party = self.party(noun)
        if noun is not None and party is not None:
            at = self.paragraph.start_of(noun)
            named = self.cast.named_at(self.paragraph.offset, self.paragraph.end)
            return next((d for a, b, d in named if a <= at < b), None), party
        if self.said is not None and self.said.speaker is not None and (
            noun is None or noun.pos_ == "PRON" or noun.lemma_.lower() in word_class("side_noun")
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
            known = self.frames.finder.speaker_party.get(start)
            return known or (own.party if own is not None and noun.i < self.act.word.i else None)
        named = self.cast.named_at(self.paragraph.offset, self.paragraph.end)
        own = next((d.party for a, b, d in named if a <= start < b and d.party), None)
        low = self.paragraph.start_of(noun.doc[noun.left_edge.i])
        return own or self.cast.party_in(low, end)

    def stretch(self, head: Token) -> tuple[int, int]:
        """Where what is asked or pledged stands, without conditions and asides."""
        barred = {
            c for c in head.children
            if c.dep_ in {"punct", "parataxis", "cc", "appos"}
            or (c.dep_ in {"advcl", "prep"} and any(
                m.dep_ == "mark" or m.lower_ in word_class("after_in") for m in (c, *c.children)
            ) and c.dep_ == "advcl")
            or (c.dep_ == "conj" and any(g.dep_ in NOUN_SUBJECTS for g in c.children))
            or (c.dep_ == "mark" and head.dep_ != "advcl") or (c.dep_ == "mark" and c.lower_ == "for") or (c.dep_ == "aux" and c.lower_ == "to")
        }  # fmt: skip
        low, high = subtree(head, without=frozenset(barred))
        doc = self.paragraph.doc
        start, end = self.paragraph.start_of(doc[low]), self.paragraph.end_of(doc[high])
        return trim(
            self.norm, max(start, self.bounds[0]), min(end, self.bounds[1]), marks=' \n,;:."'
        )
