"""Trades told by a condition or by steps: *A would lift this once B did*, *first A, then B*."""

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._records import Commitment
from detente.reading.english.grammar.labels import ACTED_ON, NOUN_SUBJECTS, SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Draft
from detente.reading.english.offers._offer_drafts import Levels, OfferDraft, subject_of
from detente.reading.english.steps.legs import ASKING, LegDraft, Legs
from detente.reading.english.steps.order_words import WordOrder
from detente.reading.english.steps.steps import Step, Steps
from detente.reading.english.weight.direction import verb_group

__all__ = ["Trades", "undoes"]

_MODALS = word_class("modal_of_trade")
_READY = compiled("trades.ready")
_COMES_BACK = word_class("coming_back")
_NO_GIFT = word_class("no_gift")
_MISDEEDS = word_class("misdeed")
_UNDOES = word_class("undoing_verb")
_PEACE = compiled("trades.peace")
_GOOD = compiled("trades.good")
_PUTS_BACK = word_class("putting_back")
_BURDEN = compiled("trades.burden")
_NO_CHOICE = compiled("trades.no_choice")
_GRANTS = compiled("trades.grants")


class Trades:
    """Makes offers of the orders that conditions and steps tell."""

    def __init__(self, steps: Steps, finder: Legs) -> None:
        self.steps, self.finder = steps, finder

    def conditional(self, order: WordOrder, inside: Levels) -> OfferDraft | None:
        """Read a trade from a condition, or None where it is a threat or no trade."""
        asked = order.condition
        if asked is None:
            return None
        given = order.second
        said = next(
            (s for s, _ in inside if s.touches(given.paragraph, given.start, given.end)), None
        )
        speaker = said.speaker if said is not None else None
        if speaker is not None and speaker.type == "company":
            return None
        giver = self._party(given) or (speaker.party if speaker is not None else None)
        other = self._party(asked)
        known = giver is not None or self.steps.bears(given)
        if not self._gives(given) or not (known or (speaker is not None and other is not None)):
            return None
        if order.relation == "follows_from" and self._negated(given):
            return None  # *will not supply anything if*
        matter = self._matter(given)
        sides = giver is not None and other not in {None, giver}
        if not self._asks(asked, giver, other) or not (sides or matter or self._matter(asked)):
            return self._waiting(order, giver, speaker) if matter else None
        give, get = self._leg(given, giver), self._leg(asked, None if other == giver else other)
        return OfferDraft(
            kind="conditional_exchange",
            offeror=speaker or subject_of(given.paragraph, give, self.finder.cast),
            gives=[give], gets=[get], condition=(min(order.word[0], asked.start), asked.end),
            trigger=order.word, strength="conditional",
        )  # fmt: skip

    def _waiting(
        self, order: WordOrder, giver: str | None, speaker: Draft | None
    ) -> OfferDraft | None:
        """An easing that waits for what is nobody's act: *once the harvest is in*."""
        given, asked = order.second, order.condition
        deed = _deed(given.head)
        if asked is None or self._negated(given):
            return None
        if not (self._grant(deed) or deed.lemma_.lower() in _COMES_BACK):
            return None
        give = self._leg(given, giver)
        return OfferDraft(
            kind="conditional",
            offeror=speaker or subject_of(given.paragraph, give, self.finder.cast),
            gives=[give], condition=(min(order.word[0], asked.start), asked.end),
            trigger=order.word, strength="conditional",
        )  # fmt: skip

    def _matter(self, step: Step) -> bool:
        """Whether a clause names a control, a supply or a good."""
        return self.steps.names_good(step) or bool(_GRANTS.search(self._text(step)))

    def _negated(self, step: Step) -> bool:
        return any(c.dep_ == "neg" for v in (step.head, _deed(step.head)) for c in v.children)

    def stepwise(self, order: WordOrder, inside: Levels) -> OfferDraft | None:
        """Read a trade from two steps of two sides, the first of which is an easing to come."""
        first, second = order.first, order.second
        if order.condition is not None or order.relation != "before":
            return None
        one, two = self._party(first), self._party(second)
        waited = _waited_for(second.head)
        if waited is not None:
            second = self.steps.clause(second.paragraph, waited)
            two = self._party(second)
        told = any(
            c.tag_ == "VBD" or (c.dep_ == "aux" and c.lower_ in word_class("have_form"))
            for step in (first, second)
            for c in (step.head, *step.head.children)
        )
        if told or one is None or two is None or one == two or not self._grant(first.head):
            return None
        if not (self._grant(second.head) or waited is not None):
            return None
        said = next(
            (s for s, _ in inside if s.touches(first.paragraph, first.start, first.end)), None
        )
        modals = {c.lower_ for c in first.head.children if c.dep_ == "aux"}
        give = self._leg(first, one)
        offeror = said.speaker if said is not None else None
        return OfferDraft(
            kind="exchange", offeror=offeror or subject_of(first.paragraph, give, self.finder.cast),
            gives=[give], gets=[self._leg(second, two)], trigger=order.word,
            strength="pledged" if modals & word_class("future_auxiliary") else "possible",
        )  # fmt: skip

    def answered(
        self, first: Step, second: Step, trigger: tuple[int, int] | None, inside: Levels
    ) -> OfferDraft | None:
        """Read an exchange from a clause and the one that answers it: *In return, B would*."""
        one, two = self._side(first), self._side(second)
        if first.head.lemma_.lower() in ASKING and two in {None, one}:
            first, second, trigger = second, first, None  # *asked for X; in return it offered Y*
        elif one is None or two is None or one == two:
            return None
        if not (self._matter(first) or self._matter(second)):
            return None
        for step in (first, second):
            deed = _deed(step.head)
            if self._negated(step) or _tightens(deed) or not self.steps.plausible(step):
                return None
        said, level = next(
            ((s, c) for s, c in inside if s.touches(first.paragraph, first.start, first.end)),
            (None, None),
        )
        if level in {"question", "denied", "refused"}:
            return None
        give = self._leg(first, self._party(first) or one)
        modal = {c.lower_ for c in first.head.children if c.dep_ == "aux"}
        told: Commitment = "pledged" if modal & word_class("future_auxiliary") else "willing"
        offeror = said.speaker if said is not None else None
        return OfferDraft(
            kind="exchange", offeror=offeror or subject_of(first.paragraph, give, self.finder.cast),
            gives=[give], gets=[self._leg(second, self._party(second))], trigger=trigger,
            strength=level if level in {"pledged", "willing", "possible"} else told,
        )  # fmt: skip

    def _text(self, step: Step) -> str:
        return self.finder.norm[step.start : step.end]

    def _leg(self, step: Step, party: str | None) -> LegDraft:
        control = self.finder.control_in(step.start, step.end, party)
        return LegDraft(
            actor=party or (control.imposer if control else None),
            action=_deed(step.head).lemma_.lower(), control=control, start=step.start,
            end=step.end, verb=_deed(step.head),
        )  # fmt: skip

    def _party(self, step: Step) -> str | None:
        """Whose step it is: by its subject, by a pronoun of the speaker's, by the control eased."""
        subject = next((c for c in step.head.children if c.dep_ in SUBJECTS), None)
        paragraph, cast = step.paragraph, self.finder.cast
        if subject is None:
            return None
        start, end = paragraph.start_of(subject), paragraph.end_of(subject)
        if subject.pos_ == "PRON":
            return self.finder.speaker_party.get(start)
        if subject.dep_ == "nsubjpass" or subject.lemma_.lower() in _FLOWS:
            control = self.finder.control_in(step.start, step.end, None)
            return control.imposer if control is not None else None
        low = paragraph.start_of(subject.doc[subject.left_edge.i])
        named = next(
            (d.party for a, b, d in cast.named_at(paragraph.offset, paragraph.end)
             if a < end and start < b and d.party), None,
        )  # fmt: skip
        return named or cast.party_in(low, end)

    def _side(self, step: Step) -> str | None:
        """The party of a step, or the name of who else takes it: *the United Nations*."""
        party = self._party(step)
        if party is not None:
            return party
        subject = next((c for c in step.head.children if c.dep_ == "nsubj"), None)
        return subject.text if subject is not None and subject.pos_ == "PROPN" else None

    def _gives(self, step: Step) -> bool:
        """Whether a clause holds out something good for the other side."""
        verb, text = step.head, self._text(step)
        open_ = any(c.dep_ == "aux" and c.lower_ in _MODALS for c in verb.children)
        if not (open_ or _READY.search(text)) or not self.steps.plausible(step):
            return False
        deed = _deed(verb)
        if self._negated(step):
            return self._grant(deed)  # *will not resume until*
        if undoes(deed, text) or _NO_CHOICE.search(text) or _tightens(deed):
            return False
        if deed.lemma_.lower() in _NO_GIFT:
            return False
        return deed.lemma_ != "be" or bool(_READY.search(text)) or self._party(step) is not None

    def _grant(self, verb: Token) -> bool:
        """Whether a verb eases a control or lets a supply flow."""
        lemma = verb.lemma_.lower()
        eases = verb_group(lemma) == "ease" or lemma in load_lexicon()["supply_verb"]
        if verb.pos_ == "NOUN":  # a verb taken for part of its object: *could first license chips*
            eases = any(verb_group(c.lemma_.lower()) == "ease" for c in verb.children)
            return eases and any(c.dep_ == "aux" for c in verb.children)
        return eases and bool(_GRANTS.search(" ".join(t.lower_ for t in verb.subtree)))

    def _asks(self, step: Step, giver: str | None, other: str | None) -> bool:
        """Whether a condition asks for an act, not for a misdeed to be left out."""
        text = self._text(step)
        if not self.steps.plausible(step) or any(c.dep_ == "neg" for c in step.head.children):
            return False
        if undoes(step.head, text) or _tightens(step.head) or step.head.lemma_ in _MISDEEDS:
            return False
        if other not in {None, giver}:
            return True
        return self.steps.bears(step) or bool(_GRANTS.search(text))


_FLOWS = word_class("traded_flow")


def _deed(verb: Token) -> Token:
    """The verb that says what is done: *is ready to suspend*, *agreed to lift*, *start to flow*."""
    for _ in range(4):
        inner = next((c for c in verb.children if c.dep_ in {"acomp", "xcomp", "oprd"}), None)
        if inner is None or inner.pos_ not in {"VERB", "AUX", "ADJ"}:
            break
        if inner.pos_ == "ADJ" and not any(c.dep_ == "xcomp" for c in inner.children):
            break
        verb = inner
    return verb


def _tightens(verb: Token) -> bool:
    """Whether a verb cuts the other side off: *halt*, but not *halt its complaint*."""
    if verb_group(verb.lemma_.lower()) != "tighten":
        return False
    objects = [c.lower_ for c in verb.children if c.dep_ in ACTED_ON]
    if verb.lemma_.lower() in word_class("more_trade", "widen") and any(
        _GOOD.fullmatch(w) for w in objects
    ):
        return False
    return not any(
        c.dep_ in ACTED_ON and _BURDEN.fullmatch(c.lower_) and c.lower_ != "ban"
        for c in verb.children
    ) or verb.lemma_.lower() in word_class("more_trade", "impose_anew")


_ENDS = word_class("running_out")


def undoes(verb: Token, text: str) -> bool:
    """Whether a verb of easing takes something good away here: *end the suspension*."""
    lemma = verb.lemma_.lower()
    if lemma in _UNDOES:
        objects = [c.lower_ for c in verb.children if c.dep_ in ACTED_ON]
        subjects = [c.lower_ for c in verb.children if c.dep_ == "nsubj"]
        ends = objects or (subjects if lemma in _ENDS else [])
        return any(_PEACE.fullmatch(word) for word in ends)
    return lemma in _PUTS_BACK and bool(_BURDEN.search(text))


def _waited_for(verb: Token) -> Token | None:
    """*Wait for China to place its orders*: the act that is waited for."""
    if verb.lemma_ != "wait":
        return None
    return next(
        (
            c for c in verb.subtree
            if c.i > verb.i and c.pos_ == "VERB" and any(g.dep_ == "nsubj" for g in c.children)
        ),
        None,
    )  # fmt: skip
