"""What acts of speech turn down, and until when."""

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading._text import trim
from detente.reading.english.grammar.labels import ACTED_ON
from detente.reading.english.offers._offer_drafts import OfferDraft
from detente.reading.english.offers._speech import IDLE, Sentence, Speech
from detente.reading.english.offers.acts import kind_of, term_of
from detente.reading.english.offers.frames import Frames
from detente.reading.english.weight.effects import deed_of

__all__ = ["Refusing", "spoken_refusals"]

_UNTIL = word_class("act_held")


def spoken_refusals(sentence: Sentence, frames: Frames) -> list[tuple[int, int]]:
    """Where a sentence's acts refuse what another side asks for, or what touches trade."""
    paragraph, bounds, _ = sentence
    found = (Refusing(act, sentence, frames).refusal() for act in frames.acts(paragraph, bounds))
    return [span for span in found if span is not None]


class Refusing(Speech):
    """An act as a refusal."""

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
        if act.kind == "refuse" and deed_of(act.content) == "tighten":
            return None  # *turned down a plan to stop exports*
        asked = any(
            t.pos_ == "NOUN" and t.dep_ in {"dobj", "pobj"} and kind_of(t) == "ask"
            for t in act.word.subtree if t.i > act.word.i
        )  # fmt: skip
        asked |= act.content.lemma_ == "do"  # *would refuse to do so*
        until = term_of(act, _UNTIL)
        asked |= until is not None and self.cast.party_in(*self.stretch(until)) not in {None, mine}
        own = (
            act.kind != "refuse"
            and mine in self.imposers
            and act.speaker is not None
            and act.speaker.pos_ == "PRON"
        )
        if not (asked or own or (self.touches(start, end) and self.is_gift())):
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

    def of_rumour(self) -> bool:
        """*Dismissed allegations*, *declined to say*: nothing is turned down."""
        act, moods = self.act, load_lexicon()["mood"]
        things = [act.content, *(c for c in act.word.children if c.dep_ in ACTED_ON)]
        return any(
            moods.get(t.lemma_.lower()) == "denied" or t.lemma_.lower() in IDLE for t in things
        )
