"""What acts of speech turn down, and until when."""

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading._text import trim
from detente.reading.english.grammar.labels import ACTED_ON
from detente.reading.english.grammar.nlp import subtree
from detente.reading.english.offers._offer_drafts import OfferDraft
from detente.reading.english.offers._speech import IDLE, Sentence, Speech
from detente.reading.english.offers.acts import kind_of, term_of
from detente.reading.english.offers.frames import Frames
from detente.reading.english.weight.effects import deed_of

__all__ = ["Refusing", "refused_burdens", "spoken_refusals"]

_UNTIL = word_class("act_held")


def spoken_refusals(sentence: Sentence, frames: Frames) -> list[tuple[int, int]]:
    """Where a sentence's acts refuse what another side asks for, or what touches trade."""
    paragraph, bounds, _ = sentence
    found = (Refusing(act, sentence, frames).refusal() for act in frames.acts(paragraph, bounds))
    return [span for span in found if span is not None]


def refused_burdens(sentence: Sentence, frames: Frames) -> list[tuple[int, int]]:
    """Where a burden is turned down, which keeps nothing: *turned down a plan to stop exports*."""
    paragraph, bounds, _ = sentence
    return [
        (paragraph.start_of(act.word), paragraph.end_of(act.content))
        for act in frames.acts(paragraph, bounds)
        if act.kind == "refuse" and not act.denied and deed_of(act.content) == "tighten"
    ]


class Refusing(Speech):
    """An act as a refusal."""

    def refusal(  # noqa: C901, PLR0911 - one branch a gate
        self,
    ) -> tuple[int, int] | None:
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
        if not refused or self.private or (who is not None and who.type == "company"):
            return None
        if act.word.pos_ == "NOUN" and act.top == act.word:
            return None
        if act.kind == "refuse" and deed_of(act.content) == "tighten":
            return None  # *turned down a plan to stop exports*
        if any(c.dep_ == "aux" and c.lower_ == "had" for c in act.top.children):
            return None
        asked = next(
            (t for t in act.word.subtree if t.i > act.word.i and t.pos_ == "NOUN"
             and t.dep_ in {"dobj", "pobj"} and kind_of(t) in {"ask", "commit"}), None
        )  # fmt: skip
        if self.of_rumour() and not (asked is not None and self.touches(start, end)):
            return None
        if mine is None and (asked is None or not self.touches(*self.bounds)):
            return None
        if asked is not None and asked.head == act.word and act.content.dep_ == "pcomp":
            start, end = self.stretch(asked)  # *rejected the offer, with its leader saying that*
        own = (
            act.kind != "refuse"
            and mine in self.imposers
            and act.speaker is not None
            and act.speaker.pos_ == "PRON"
        )
        until = term_of(act, _UNTIL)
        again = act.content.lemma_ == "do"  # *would refuse to do so*
        held = act.kind == "refuse" and until is not None  # *refused to launch it unless*
        if not (asked or again or own or held or (self.touches(start, end) and self.is_gift())):
            return None
        lead = min([act.top, act.word, *(c for c in act.top.children if c.dep_ in {"aux", "neg"})],
                   key=lambda t: t.i)  # fmt: skip
        low = max(self.paragraph.start_of(lead), self.bounds[0])
        if until is not None:
            end = max(end, self.stretch(until)[1])
        return trim(self.norm, low, end, marks=' \n,;:."') if low < end else None

    def withheld(self) -> OfferDraft | None:
        """*Would refuse to sign until a fair price is agreed*: what would end a refusal."""
        until, refused = term_of(self.act, _UNTIL), self.refusal()
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

    def names_other(self, clause: Token, mine: str | None) -> bool:
        """Whether a clause names a party that is not mine."""
        low, high = (self.paragraph.doc[i] for i in subtree(clause))
        span = self.paragraph.start_of(low), self.paragraph.end_of(high)
        return self.cast.party_in(*span) not in {None, mine}

    def of_rumour(self) -> bool:
        """*Dismissed allegations*, *declined to say*: nothing is turned down."""
        act, moods = self.act, load_lexicon()["mood"]
        things = [act.content, *(c for c in act.word.children if c.dep_ in ACTED_ON)]
        return any(
            moods.get(t.lemma_.lower()) == "denied" or t.lemma_.lower() in IDLE for t in things
        )
