"""Trades told by a word that ties two things: *in exchange for*, *swap X for Y*, *tie X to Y*."""

from typing import cast

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._records import Commitment
from detente.reading._text import trim
from detente.reading.english.grammar.labels import ACTED_ON, NOUN_SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Draft
from detente.reading.english.offers._carve_outs import verbs_ease
from detente.reading.english.offers._offer_drafts import (
    Levels,
    OfferDraft,
    statement_at,
    subject_of,
)
from detente.reading.english.steps.legs import ASKING, LegDraft, Legs
from detente.reading.english.steps.steps import Steps, clause_above
from detente.reading.english.text.goods import find_goods
from detente.reading.english.weight.direction import EASING_NOUNS, verb_group

__all__ = ["MATTER", "OFFERING", "find_tie"]

_FOR = compiled("ties.for")
_NOTHING = compiled("ties.nothing")
_BACK = compiled("ties.back")
_STOP = compiled("ties.stop")
MATTER = compiled("ties.matter")
"""Words for what is traded in a standoff."""
OFFERING = cast("dict[str, Commitment]", load_lexicon()["offering_verb"])
"""Verbs whose object is on offer, with how firmly."""
_OTHERS = compiled("ties.others")
_SWAPPING = word_class("swapping")
_TYING = word_class("tying")
_HANGING = word_class("hanging_on")
_LEAVE = compiled("ties.leave")
_CONTINGENT = word_class("contingent")
_KEPT_AS = word_class("kept_as")
_MODAL = cast("dict[str, Commitment]", load_lexicon()["modal_strength"])


def find_tie(
    norm: str, paragraph: Paragraph, bounds: tuple[int, int], inside: Levels,
    finder: Legs, steps: Steps,
) -> OfferDraft | None:  # fmt: skip
    """Find the trade of a sentence that a tying word makes, whatever its two sides are."""
    tie = _Ties(norm, paragraph, bounds, inside, finder, steps)
    return tie.with_marker() or tie.in_return() or tie.with_verb()


class _Ties:
    """The sentence that is read, with all that is known of it."""

    def __init__(
        self, norm: str, paragraph: Paragraph, bounds: tuple[int, int], inside: Levels,
        finder: Legs, steps: Steps,
    ) -> None:  # fmt: skip
        self.norm, self.paragraph, self.inside = norm, paragraph, inside
        self.finder, self.steps = finder, steps
        self.low, self.high = bounds
        self.tokens = paragraph.tokens(*bounds)

    def with_marker(self) -> OfferDraft | None:
        """*Ease X in exchange for Y*, *in return for Y, A would do X*."""
        marker = _FOR.search(self.norm, self.low, self.high)
        if marker is None:
            return None
        low, high = self._frame(marker.start())
        stop = _STOP.search(self.norm, marker.end() + 1, high)
        end = stop.start() if stop else high
        get = trim(self.norm, marker.end(), end, marks=' \n,;:."')
        word = self.paragraph.tokens(marker.start(), marker.start() + 3)
        if marker.start() - low < 6 and stop is not None and stop[0] == ",":
            give = trim(self.norm, stop.end(), high, marks=' \n,;:."')
            verb = next((t for t in self.paragraph.tokens(*give) if _finite(t)), None)
        else:
            above = clause_above(word[0]) if word else None
            inside = above is not None and low <= self.paragraph.start_of(above) < marker.start()
            verb = above if inside else next(
                (t for t in reversed(self.paragraph.tokens(low, marker.start()))
                 if t.pos_ == "VERB"), above,
            )  # fmt: skip
            give = self._before(verb, low, marker.start())
        return self._offer(verb, give, get, marker.span())

    def in_return(self) -> OfferDraft | None:
        """*A would do X, and B would do Y in return*."""
        marker = _BACK.search(self.norm, self.low, self.high)
        word = self.paragraph.tokens(marker.start(), marker.start() + 3) if marker else []
        verb = clause_above(word[0]) if word else None
        if marker is None or verb is None:
            return None
        if verb.dep_ == "xcomp" and verb.head.pos_ == "ADJ":
            verb = verb.head.head
        left = verb.head
        if verb.dep_ != "conj" or left.pos_ not in {"VERB", "AUX"}:
            return None
        one, two = self.steps.clause(self.paragraph, left), self.steps.clause(self.paragraph, verb)
        low = min([one.start, *(self.paragraph.start_of(c.doc[c.left_edge.i])
                   for c in left.children if c.dep_ in NOUN_SUBJECTS)])  # fmt: skip
        between = self.norm[one.start : two.start].rfind(",")
        end = one.start + between if between > 0 else two.start
        give = trim(self.norm, low, end, marks=' \n,;:."')
        give = (give[0], give[1] - 4) if self.norm[: give[1]].endswith(" and") else give
        get = (two.start, min(two.end, marker.start()) if marker.start() > two.start else two.end)
        get = trim(self.norm, *get, marks=' \n,;:."')
        above = left.head if left.dep_ in {"xcomp", "ccomp"} else left
        wanted = bool({left.lemma_.lower(), above.lemma_.lower()} & (ASKING - {"tell"}))
        if wanted:
            give, get = get, give
        return self._offer(verb if wanted else left, give, get, marker.span())

    def with_verb(self) -> OfferDraft | None:
        """*Trade X for Y*, *tie X to Y*, *X hinges on Y*, *make X conditional on Y*."""
        for token in self.tokens:
            lemma = token.lemma_.lower()
            links = {"for"} if lemma in _SWAPPING else word_class("to_mark", "over_preposition")
            swapped = lemma in _SWAPPING and token.pos_ in {"VERB", "NOUN"}
            tied = (lemma in _TYING and token.pos_ == "VERB") or lemma in _CONTINGENT
            hung = lemma in _HANGING and token.pos_ == "VERB"
            if not (swapped or tied or hung):
                continue
            what = _tied_thing(token)
            link = next(
                (t for t in token.sent if t.i > (what or token).i and t.i > token.i
                 and t.lower_ in links and t.dep_ in {"prep", "dative"}), None,
            )  # fmt: skip
            if what is None or link is None or (swapped and _replaces(what, link)):
                continue
            first = what.left_edge.i if what.pos_ != "VERB" else what.i
            start = self.paragraph.start_of(token.doc[first])
            stop = self.paragraph.start_of(token if hung or lemma in _CONTINGENT else link)
            if stop <= start:
                stop = self.paragraph.start_of(link)
            cut = _STOP.search(self.norm, self.paragraph.end_of(link), self.high)
            give = trim(self.norm, start, stop, marks=' \n,;:."')
            give = self._without_verb(give)
            end = cut.start() if cut else self.high
            get = trim(self.norm, self.paragraph.end_of(link), end, marks=' \n,;:."')
            both = [MATTER.search(self.norm, *give), MATTER.search(self.norm, *get)]
            held = lemma in _CONTINGENT and verbs_ease(self.norm[slice(*give)])
            if held and _LEAVE.search(self.norm, *get):
                continue  # *subject to a licence*: the rule itself
            if not (swapped or held) and (None in both or not self._other_sides(get)):
                continue
            place = (self.paragraph.start_of(token), self.paragraph.end_of(token))
            return self._offer(token, give, get, place)
        return None

    def _other_sides(self, get: tuple[int, int]) -> bool:
        """Whether what something is tied to is another side's to give, not a rule of one's own."""
        named = self.finder.cast.party_in(*get) is not None
        return named or _OTHERS.search(self.norm, *get) is not None

    def _without_verb(self, span: tuple[int, int]) -> tuple[int, int]:
        tail = compiled("ties.tail")
        found = tail.search(self.norm, *span)
        return (span[0], found.start()) if found else span

    def _frame(self, place: int) -> tuple[int, int]:
        """The statement that a place lies in, else the sentence."""
        for said, _ in self.inside:
            for a, b in said.content:
                if a <= place < b:
                    return max(a, self.low), min(b, self.high)
        return self.low, self.high

    def _before(self, verb: Token | None, low: int, end: int) -> tuple[int, int]:
        """What is given, before the tying word: an offered thing, an act, or a clause."""
        start = low
        if verb is not None:
            thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
            act = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"}), None)
            subject = next((c for c in verb.children if c.dep_ in NOUN_SUBJECTS), None)
            if verb.lemma_.lower() in OFFERING and (thing or act) is not None:
                inner = thing if thing is not None else act
                assert inner is not None  # noqa: S101 - one of them is
                first = inner.left_edge if inner.pos_ != "VERB" else inner
                if inner.pos_ == "VERB" and inner.dep_ == "ccomp":
                    first = next((t for t in inner.subtree if t.dep_ != "mark"), inner)
                start = self.paragraph.start_of(first)
            elif verb.tag_ == "VB" and verb.dep_ in {"xcomp", "ccomp", "acl"} and subject is None:
                start = self.paragraph.start_of(verb)
            else:
                head = subject.left_edge if subject is not None else verb
                start = self.paragraph.start_of(head)
        opens = next(iter(self.paragraph.tokens(low, end)), None)
        if start <= low and opens is not None and opens.dep_ == "prep":
            low = self.paragraph.end_of(opens)  # *agreed* | *on the easing of*
        return trim(self.norm, max(start, low), end, marks=' \n,;:."')

    def _offer(
        self, verb: Token | None, give: tuple[int, int], get: tuple[int, int],
        trigger: tuple[int, int],
    ) -> OfferDraft | None:  # fmt: skip
        if verb is None or give[0] >= give[1] or get[0] >= get[1]:
            return None
        text = f"{self.norm[slice(*give)]} {self.norm[slice(*get)]}"
        if not (MATTER.search(text) or find_goods(text)) or _denied(verb):
            return None
        if _NOTHING.match(self.norm, *give) or _NOTHING.match(self.norm, *get):
            return None
        said, level = statement_at(give[0], self.inside)
        if level in {"question", "denied", "refused"}:
            return None
        giver = self._actor(give, verb, said.speaker if said else None)
        other = self.finder.cast.party_in(*get)
        if other == giver:  # *A and B agreed on the easing of B's curbs in exchange for A's ore*
            control = self.finder.control_in(*give, None)
            giver = (control.imposer if control else None) or giver
        gives = self._leg(give, giver, verb)
        gets = self._leg(get, None if other == giver else other, verb)
        if gets.actor == giver:
            gets.actor, gets.control = None, None
        strength = level if level not in {None, "asserted", "evaluation"} else _strength(verb)
        offeror = subject_of(self.paragraph, gives, self.finder.cast)
        return OfferDraft(
            kind="exchange", offeror=(said.speaker if said and said.speaker else offeror),
            gives=[gives], gets=[gets], trigger=trigger, strength=strength,
        )  # fmt: skip

    def _leg(self, span: tuple[int, int], party: str | None, verb: Token) -> LegDraft:
        control = self.finder.control_in(*span, party)
        eases = next(
            (t for t in self.paragraph.tokens(*span)
             if verb_group(t.lemma_.lower()) == "ease" or t.lower_ in EASING_NOUNS), None,
        )  # fmt: skip
        return LegDraft(
            actor=party or (control.imposer if control else None),
            action=(eases if eases is not None else verb).lemma_.lower(), control=control,
            start=span[0], end=span[1], verb=eases if eases is not None else verb,
        )  # fmt: skip

    def _actor(self, span: tuple[int, int], verb: Token, speaker: Draft | None) -> str | None:
        node: Token | None = verb
        for _ in range(5):
            if node is None:
                break
            if (party := self.finder.subject_party(node, self.paragraph)) is not None:
                return party
            node = node.head if node.head.i != node.i else None
        control = self.finder.control_in(*span, None)
        if control is not None and control.imposer:
            return control.imposer
        return speaker.party if speaker is not None else None


def _finite(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass", "amod"}


def _tied_thing(token: Token) -> Token | None:
    """What is tied, swapped or conditional."""
    if token.lemma_.lower() in _CONTINGENT:
        above = token.head
        if above.pos_ in {"NOUN", "PROPN"} and token.dep_ == "amod":
            return above
        kinds = NOUN_SUBJECTS | ACTED_ON
        found = [c for c in above.children if c.dep_ in kinds and c.i < token.i]
        return found[-1] if found else None
    if token.lemma_.lower() in _HANGING:
        return next((c for c in token.children if c.dep_ in {"nsubj", "csubj"}), None)
    thing = next((c for c in token.children if c.dep_ == "dobj"), None)
    if thing is None and token.pos_ == "VERB":
        thing = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    if thing is None and token.pos_ == "NOUN" and token.lemma_ in word_class("swap"):
        of = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        thing = next((c for c in of.children if c.dep_ == "pobj"), None) if of else None
    return thing


def _replaces(what: Token, link: Token) -> bool:
    """*Swap the ban for quotas*: one control in place of another, no trade."""
    lexicon = load_lexicon()["control_noun"]
    inner = next((c for c in link.children if c.dep_ == "pobj"), None)
    return inner is not None and what.lemma_.lower() in lexicon and inner.lemma_.lower() in _KEPT_AS


def _denied(verb: Token) -> bool:
    node = verb
    for _ in range(3):
        if any(c.dep_ == "neg" or c.lower_ in word_class("never_no") for c in node.children):
            return True
        if node.lemma_.lower() in word_class("deny_refuse") and node is not verb:
            return True
        if node.head.i == node.i:
            break
        node = node.head
    return False


def _strength(verb: Token) -> Commitment:
    """How firm an untold trade is: by the verb of offering, else by the modal."""
    node = verb
    for _ in range(3):
        if node.lemma_.lower() in OFFERING:
            return OFFERING[node.lemma_.lower()]
        for child in node.children:
            if child.dep_ == "aux" and child.lower_ in _MODAL:
                return _MODAL[child.lower_]
        if node.head.i == node.i:
            break
        node = node.head
    return "done" if verb.tag_ == "VBD" and verb_group(verb.lemma_.lower()) == "ease" else "willing"
