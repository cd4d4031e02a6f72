"""Frames of clauses: who does what to which control, how firmly, and whether it is turned round."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._text import trim
from detente.reading.english.controls.controls import ControlDraft
from detente.reading.english.dates.dates import Found
from detente.reading.english.grammar.labels import ACTED_ON
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.grammar.scope import in_background, noes_of, turned
from detente.reading.english.names.entities import Cast
from detente.reading.english.offers._doers import actor_of, by_side
from detente.reading.english.offers._grants import (
    STANDING,
    charged,
    granted,
    is_paper,
    needless,
    reaches,
    received,
    spares,
)
from detente.reading.english.offers._moods import first_of, hung_on, is_aim, mood_of
from detente.reading.english.offers._offer_drafts import Levels
from detente.reading.english.offers.acts import Act, act_of
from detente.reading.english.steps.legs import Legs
from detente.reading.english.steps.steps import Steps
from detente.reading.english.weight.effects import Deed, deed_of, is_stopped, moves_trade, things_of
from detente.reading.english.weight.things import thing_of

__all__ = ["Frame", "Frames", "is_sought"]

_MAKING = word_class("rule_making")
_REFRAINING = word_class("refraining")
_HOLDING_BACK = word_class("refraining", "avoiding")
_MISUSING = word_class("misusing")
_OFFERING = word_class("offering")
_COURSE = word_class("taking_course")
_PAPER = word_class("paper_verb")
_SEEKING = word_class("leave_sought")
_GOING_ON = word_class("going_on")
_PRONOUNS = word_class("pronoun_thing") - {"that"}
"""*That* mostly opens a clause here."""
_LONG = 160
"""Longest phrase that is told with the clauses on it [code points]."""
_WORDS_OF_DEEDS = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ"})
_PRONOUN = compiled("frames.pronoun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One deed of one side.

    ``mood`` is a class of the lexicon's list ``mood``, or ``done``, ``told`` (*had lifted it*),
    ``standing`` (a present state) or nothing; ``asked`` is who is asked for the deed, ``top`` the
    verb that says how it is meant, ``way`` how something is let through without a word of easing,
    ``age`` how long ago the clause puts it [day].
    """

    verb: Token
    top: Token
    deed: Deed
    turned: bool
    mood: str
    way: str
    asked: Token | None
    actor: str | None
    control: ControlDraft | None
    age: int | None
    start: int
    end: int


class Frames:
    """The frames of an article, sentence by sentence."""

    def __init__(
        self, norm: str, said: Levels, controls: list[ControlDraft], cast: Cast,
        dates: list[Found],
    ) -> None:  # fmt: skip
        self.finder = Legs(norm, controls, cast)
        self.dates = dates
        self.steps = Steps(norm, controls, cast)
        self._known: dict[tuple[int, int], list[Frame]] = {}
        self._acts: dict[tuple[int, int], list[Act]] = {}
        for statement, _ in said:  # whose *we*, *it* and *they* each statement's are
            if statement.speaker is None or not statement.speaker.party:
                continue
            for word in _PRONOUN.finditer(norm, statement.start, statement.end):
                self.finder.speaker_party[word.start()] = statement.speaker.party
                if statement.speaker.type != "company":
                    self.finder.official.add(word.start())

    def of(self, paragraph: Paragraph, bounds: tuple[int, int]) -> list[Frame]:
        """Find the frames of a sentence, none inside another."""
        if bounds not in self._known:
            self._known[bounds] = self._find(paragraph, bounds)
        return self._known[bounds]

    def acts(self, paragraph: Paragraph, bounds: tuple[int, int]) -> list[Act]:
        """Read the acts of speech of a sentence."""
        if bounds not in self._acts:
            found = map(act_of, paragraph.tokens(*bounds))
            self._acts[bounds] = [act for act in found if act is not None]
        return self._acts[bounds]

    def age(self, paragraph: Paragraph, verb: Token) -> int | None:
        """How long before the article's day a clause puts its verb [day], or None."""
        ages = []
        for told in self.dates:
            if paragraph.offset <= told.start < paragraph.end and (
                word := next(iter(paragraph.tokens(told.start, told.end)), None)
            ):
                node = word
                while node.pos_ not in {"VERB", "AUX"} and node.head.i != node.i:
                    node = node.head
                if node == verb and (last := _last_day(told.value)) is not None:
                    ages.append((self.finder.cast.day - last).days)
        return min(ages, key=abs, default=None)

    def _find(self, paragraph: Paragraph, bounds: tuple[int, int]) -> list[Frame]:
        found: list[Frame] = []
        tokens = paragraph.tokens(*bounds)
        for token in tokens:
            if token.pos_ not in _WORDS_OF_DEEDS:
                continue
            frame = _frame(paragraph, token, tokens[0].i, bounds, self)
            if frame is None or any(k.start <= frame.start and frame.end <= k.end for k in found):
                continue
            found = [k for k in found if not (frame.start <= k.start and k.end <= frame.end)]
            found.append(frame)
        return found


def _frame(  # noqa: C901, PLR0911, PLR0912 - one branch a gate
    paragraph: Paragraph, token: Token, first: int, bounds: tuple[int, int], frames: Frames
) -> Frame | None:
    """The frame of one word that does something to a control or a supply."""
    finder, steps = frames.finder, frames.steps
    way, deed = granted(token), _deed(token)
    if way == "supply" and deed is not None:
        way = ""
    reached = reaches(token)
    deed = "ease" if way and not reached else deed
    if deed is None or token.dep_ in {"amod", "compound"} or _makes_rule(token):
        return None
    verb = _let(token)
    stands = way == STANDING and verb.dep_ == "relcl" and any(map(is_paper, verb.head.subtree))
    if in_background(token, low=first) and not stands and not _rule_made(verb):
        return None
    above = list(hung_on(verb))
    top = above[-1] if above else verb
    mood, asked = mood_of(verb, above)
    if verb.lemma_.lower() in _HOLDING_BACK:
        deed = "tighten"
    if deed == "ease" and (is_stopped(verb) or is_stopped(token)):
        deed, way = "tighten", ""
    if way == "asked":
        mood, asked = way, verb
    if mood in {"asked", "duty"} and way == STANDING and token.lemma_.lower() in _SEEKING:
        return None  # *was told to obtain licences*: a duty
    start, end = _stretch(paragraph, token, verb, bounds, finder)
    if token.pos_ == "NOUN" and (way or deed == "ease"):
        got = received(token) if way else None
        step = steps.clause(paragraph, got) if got else steps.phrase(paragraph, token)
        start = min(step.start, start)
        end = max(step.end, end) if way else step.end if end - start > _LONG else end
    if verb.dep_ == "conj" and (noes := noes_of(verb)):
        start = min(start, paragraph.start_of(noes[0]))  # *not to ban or put quotas on exports*
    if start >= end:
        return None
    if mood == "done" and reached:
        mood = "standing"  # *the ban did not include parts*
    actor = actor_of(paragraph, [verb, *above, first_of(top)], asked, finder)
    if way == "supply" and not by_side(paragraph, [verb, *above], finder):
        return None
    fee, spared = charged(token), spares(token)
    control = None if fee else finder.control_in(start, end, actor)
    if way and actor is None and control is None and asked is None:
        actor = finder.sole_imposer
    goods = any(start <= g.start < end for g in finder.goods)
    if verb.pos_ == "VERB" and not way and not steps.plausible(steps.clause(paragraph, verb)):
        return None  # prices, shares and factories
    things = (
        bool(things_of(token))
        or reached
        or bool(way)
        or _taken_up(token)
        or _given_up(token)
        or fee
        or spared
    )
    if not things and (
        (deed == "tighten" and verb == token) or (deed != "maintain" and _bare(token))
    ):
        return None
    sent = _lets_go(token) or _opens(token)
    meant = control is not None or goods or moves_trade(token) or way == STANDING
    if not meant and not spared and ((actor is None and asked is None) or not (things or sent)):
        return None
    if control is not None and (asked is not None or actor is None or verb.pos_ == "NOUN"):
        actor = control.imposer or actor
    return Frame(
        verb=verb, top=top, deed=deed,
        turned=(not needless(token) and turned(token, low=first)) or (verb.lemma_ in _REFRAINING),
        mood=mood, way=way, asked=asked, actor=actor, control=control, start=start, end=end,
        age=frames.age(paragraph, first_of(top)),
    )  # fmt: skip


def _last_day(value: str) -> date | None:
    """The last day of a day, a month or a year of a calendar: ``2025-10``."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", value)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 12), found[3]
    return date(year, month, int(day) if day else monthrange(year, month)[1])


def _stretch(
    paragraph: Paragraph, token: Token, verb: Token, bounds: tuple[int, int], finder: Legs
) -> tuple[int, int]:
    """Where the words of a deed stand, with what it lets happen and what it is for."""
    start, end = finder.stretch(paragraph, verb)
    lets = load_lexicon()["deed"].get(verb.lemma_.lower()) == "allow"
    over = any(c.dep_ == "xcomp" and c.tag_ == "VBG" for c in token.children)  # *stop blocking*
    if verb != token or lets or over or _lets_go(token) or token.lemma_ == "be":
        end = max(end, paragraph.end_of(_last(token)))
        cut = finder.norm.find(" and to ", start, end)
        end = cut if cut > 0 else end
    if not finder.names(start, end) and granted(verb):
        end = max(end, paragraph.end_of(verb.right_edge))
    if not finder.names(start, end):
        end = max(end, paragraph.end_of(_purpose(verb)))
    stop = compiled("legs.cut").search(finder.norm, paragraph.end_of(token), end)
    end = stop.start() if stop else end
    return trim(finder.norm, max(start, bounds[0]), min(end, bounds[1]), marks=' \n,;:."')


def _last(token: Token) -> Token:
    """Where what a verb lets happen, or holds back from, ends."""
    kept = {"ccomp", "xcomp", "dobj", "prep", "dative", "conj", "acomp"}
    ends = [c.right_edge for c in token.children if c.dep_ in kept and c.i > token.i]
    return max(ends, key=lambda t: t.i, default=token)


def _purpose(verb: Token) -> Token:
    """Where the purpose of a deed ends: *establish a channel* | *to expedite licences*."""
    things = [verb, *(c for c in verb.children if c.dep_ == "dobj")]
    ends = [
        c.right_edge
        for thing in things
        for c in thing.children
        if c.i > verb.i
        and c.tag_ == "VB"
        and c.dep_ in {"advcl", "acl", "relcl", "xcomp"}
        and any(g.lower_ == "to" for g in c.children)
    ]
    return max(ends, key=lambda t: t.i, default=verb)


def _bare(token: Token) -> bool:
    """Whether a verb of easing has no object, and its subject is nothing that is controlled."""
    kept = {"dobj", "nsubjpass", "ccomp", "xcomp", "prep", "oprd", "prt", "dative"}
    if token.pos_ not in {"VERB", "AUX"} or any(c.dep_ in kept - {"prep"} for c in token.children):
        return False
    if any(c.dep_ == "prep" and c.lower_ != "in" for c in token.children):
        return False
    subject = next((c for c in first_of(token).children if c.dep_ == "nsubj"), None)
    return subject is not None and thing_of(subject) is None


def _opens(token: Token) -> bool:
    """*Reopen its market to Norwegian fish*."""
    return any(c.dep_ == "dobj" and c.lemma_ == "market" for c in token.children)


def _given_up(token: Token) -> bool:
    """*Offered to scrap its tax*: whatever is given up is an offer where it is offered."""
    undoes = load_lexicon()["deed"].get(token.lemma_.lower()) == "undo"
    return undoes and token.dep_ == "xcomp" and token.head.lemma_ in _OFFERING


def _taken_up(token: Token) -> bool:
    """Whether a deed is done to what was named before: *withdraw it at once*."""
    return any(c.dep_ in ACTED_ON and c.lower_ in _PRONOUNS for c in token.children)


def _makes_rule(token: Token) -> bool:
    """Whether a verb only makes a rule known that says what it does."""
    things = [c for c in token.children if c.dep_ == "dobj"]
    return token.lemma_.lower() in _MAKING and any(
        (c.dep_ == "relcl" or is_aim(c)) and _deed(c)
        for above in (token, *things)
        for c in above.children
    )


def _rule_made(verb: Token) -> bool:
    """*Has issued a rule which will suspend*: what a rule does that is the news."""
    head = verb.head
    return verb.dep_ == "relcl" and head.dep_ == "dobj" and head.head.lemma_.lower() in _MAKING


def _deed(token: Token) -> Deed | None:
    """What a word does to trade, a rule that does not reach somebody among it."""
    if reaches(token) or spares(token):
        return "tighten"
    lemma = token.lemma_.lower()
    if is_sought(token):
        return None
    if lemma in _MISUSING and token.pos_ == "VERB":
        return "tighten" if things_of(token) else None
    if lemma in _COURSE or (lemma in _PAPER and "relief" in things_of(token)):
        return None
    if _lets_go(token) or _given_up(token) or charged(token):
        return "ease"
    return deed_of(token)


def is_sought(token: Token) -> bool:
    """*Must apply for licences*, *rather than seek approval*: leave that somebody needs."""
    if token.pos_ == "NOUN" and token.dep_ == "dobj":
        return token.head.lemma_.lower() in _SEEKING
    applies = token.lemma_.lower() == "apply"
    return applies and any(c.lower_ == "for" for c in token.children)


def _lets_go(token: Token) -> bool:
    """*Will let cobalt leave*, *they may load tankers with ethane*."""
    lexicon = load_lexicon()
    lemma = token.lemma_.lower()
    if lexicon["deed"].get(lemma) == "allow":
        moves = {*lexicon["flow_move"], *lexicon["supply_verb"]}
        inner = [c for c in token.children if c.dep_ in {"ccomp", "xcomp"} and c.i > token.i]
        return any(
            t.lemma_.lower() in moves
            for c in inner
            for t in (c, *(g for g in c.children if g.dep_ in {"nsubj", "compound"}))
        )
    may = any(
        c.dep_ == "aux" and c.lower_ in word_class("possible_auxiliary", "could")
        for c in token.children
    )
    sends = lemma == "load" or lemma in lexicon["supply_verb"]
    goes_on = lemma in _GOING_ON and any(
        c.lemma_.lower() in lexicon["supply_verb"] for c in token.subtree if c.tag_ in {"VBG", "VB"}
    )
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    leaves = (
        subject is not None
        and subject.lemma_.lower() in lexicon["flow_noun"]
        and lemma in lexicon["flow_move"]
    )
    return may and token.pos_ == "VERB" and (sends or goes_on or leaves)


def _let(token: Token) -> Token:
    """The verb that lets something happen: *allow Nvidia to resume shipments*."""
    head = token.head
    above = head.head if head.dep_ == "prep" and token.dep_ == "pcomp" else head
    if above.lemma_.lower() in _HOLDING_BACK:
        return above
    lets = load_lexicon()["deed"].get(head.lemma_.lower()) == "allow"
    return head if lets and head.pos_ == "VERB" and token.dep_ in {"ccomp", "xcomp"} else token
