"""Offers, demands and red lines that single frames make: one side, one deed."""

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._records import Commitment
from detente.reading.english.dates.words import WEEKDAYS
from detente.reading.english.grammar.labels import SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast
from detente.reading.english.offers._grants import STANDING, is_paper
from detente.reading.english.offers._offer_drafts import (
    SILENT,
    Levels,
    OfferDraft,
    statement_of,
    subject_of,
)
from detente.reading.english.offers.frames import Frame
from detente.reading.english.said.said import Said
from detente.reading.english.steps.legs import LegDraft
from detente.reading.english.weight.effects import things_of

__all__ = ["OLD", "eases", "keeps", "offer_of", "unoffered"]

_SILENT = SILENT | {"evaluation"}
_NOW = word_class("present_day", "no_more").union(WEEKDAYS)
_PAST = word_class("time_past")
_KEEPING = word_class("keep")
_BODIES = word_class("official_body")
_IN_DOUBT = word_class("modal_weighed")
_NOBODY = word_class("nobody")
_FORECASTERS = word_class("forecaster")
_MEANT = frozenset({"pledged", "refused", "willing", "done"})
"""Moods in which somebody who will not ease keeps a control."""
_TURNED = frozenset({"pledged", "expected", "duty", "standing", "refused", "asked"})
"""Moods in which somebody who will not tighten eases."""
_FIRM: dict[str, Commitment] = {
    "possible": "possible", "willing": "willing", "expected": "expected", "pledged": "pledged",
    "done": "done", "told": "done",
}  # fmt: skip
_DATED = compiled("frames.dated")
OLD = 45
"""What was done or said longer ago is no news [day]."""
_WEAKER = ("possible", "conditional", "willing", "expected", "pledged", "done")
_KINDS: dict[Commitment, str] = {
    "possible": "possible_unilateral", "conditional": "conditional", "willing": "unilateral",
    "expected": "expected_unilateral", "pledged": "unilateral", "done": "unilateral",
}  # fmt: skip


def eases(frame: Frame) -> bool:
    """Whether a frame lets more through: an easing, or a tightening that is turned round."""
    if frame.deed == "tighten":
        return frame.turned and frame.mood in _TURNED
    return frame.deed == "ease" and not frame.turned


def offer_of(  # noqa: C901, PLR0911 - one branch a mood
    paragraph: Paragraph, frame: Frame, inside: Levels, cast: Cast
) -> OfferDraft | None:
    """Make the offer or the demand of one frame, if it is one."""
    stands = frame.mood == "standing" and frame.way == STANDING
    if not eases(frame) or (frame.mood in {"", "standing"} and frame.deed == "ease" and not stands):
        return None
    promised = frame.mood == "asked" or frame.mood in _WEAKER[2:5]
    if frame.way == "supply" and (not promised or _old(frame)):
        return None
    leg = _leg(frame)
    said, level = statement_of(leg, inside)
    if stands and said is None and not _fresh(frame):
        return None  # the scope of a rule, as an article tells it
    if _unmeant(frame, said, level):
        return None
    if frame.mood == "duty" and frame.deed == "ease":
        return _due(paragraph, frame, leg, said, cast)
    deal = next((c for c in frame.top.children if c.dep_ in SUBJECTS and is_paper(c)), None)
    if frame.mood == "asked" and deal is not None and not _asks_by_terms(frame, said):
        return _termed(frame, leg, said)
    if frame.mood == "asked" or (said is not None and _asks(said, frame)):
        return _demand(paragraph, frame, leg, said, cast)
    if frame.mood == "refused" and frame.deed != "tighten":
        return None
    firm = "pledged" if frame.mood in {"standing", "refused", "duty"} else _FIRM[frame.mood]
    if level in _KINDS and level != "done" and frame.mood != "possible":
        firm = min(firm, level, key=_WEAKER.index)
    if leg.actor is None and said is not None and said.speaker is not None:
        leg.actor = said.speaker.party
    if firm == "done" and not _news(paragraph, frame, said):
        return None
    offeror = said.speaker if said is not None and said.speaker is not None else None
    return OfferDraft(
        kind=_KINDS[firm], offeror=offeror or subject_of(paragraph, leg, cast), gives=[leg],
        strength=firm,
    )  # fmt: skip


def _asks_by_terms(frame: Frame, said: Said | None) -> bool:
    """*Any deal would require Washington to scrap them*, Beijing said: a demand of who says so."""
    party = said.speaker.party if said is not None and said.speaker is not None else None
    doubted = any(c.dep_ == "aux" and c.lower_ in _IN_DOUBT for c in frame.top.children)
    return doubted and party is not None


def _termed(frame: Frame, leg: LegDraft, said: Said | None) -> OfferDraft | None:
    """*The deal calls for Beijing to rein in its controls*: what a bargain binds a side to."""
    if frame.actor is None:
        return None
    return OfferDraft(
        kind="unilateral", offeror=said.speaker if said is not None else None, gives=[leg],
        strength="pledged",
    )  # fmt: skip


def _unmeant(frame: Frame, said: Said | None, level: Commitment | None) -> bool:
    """Whether nobody means a deed: it is denied, advised, foretold, or only told of."""
    if level in _SILENT or frame.mood == "denied" or (frame.mood == "told" and said is None):
        return True
    if level == "refused" and frame.verb.lemma_.lower() in _KEEPING:
        return True  # *its licensing would be kept*
    if frame.mood in {"done", "told"} and frame.verb.lemma_.lower() in _KEEPING:
        return True
    whose = _whose(frame)
    foretold = frame.mood == "expected" and whose in _FORECASTERS
    return foretold or (frame.mood in {"willing", "possible"} and whose == "you")


def keeps(frame: Frame) -> bool:
    """Whether a frame takes a control off the table: it stays, or its easing is turned down."""
    none = frame.turned and frame.top.lemma_ == "be"  # *there will be no easing*
    if frame.verb.pos_ not in {"VERB", "AUX"} and not none:
        return False
    if frame.deed == "ease":
        if frame.top.tag_ == "VBD" and _whose(frame) in _NOBODY:
            return False  # *nobody proposed to lift it*
        if unoffered(frame.top):
            return False
        weighed = frame.mood == "possible" and frame.top != frame.verb
        return frame.turned and (weighed or frame.mood in _MEANT)  # *is not considering any*
    if frame.verb.lemma_ == "be" and frame.mood == "pledged":
        return False  # *the quotas will be in force from January*
    told = frame.mood == "willing" and any(c.lower_ == "would" for c in frame.verb.children)
    stands = told or frame.mood in {"pledged", "standing"}
    return frame.deed == "maintain" and not frame.turned and stands


def unoffered(verb: Token) -> bool:
    """*Did not offer to lift it*: nobody turned anything down."""
    did = word_class("has_or_have", "do_past")
    plain = any(c.dep_ == "aux" and c.lower_ in did for c in verb.children)
    return plain and verb.lemma_.lower() in word_class("putting_forward")


def _whose(frame: Frame) -> str:
    """The word that is the subject of the verb that says how a deed is meant."""
    word = next((c for c in frame.top.children if c.dep_ in SUBJECTS), None)
    if word is None:
        return ""
    none = any(c.lower_ == "no" for c in word.children)
    return f"no {word.lower_}" if none else word.lemma_.lower()


def _leg(frame: Frame) -> LegDraft:
    return LegDraft(
        actor=frame.actor or (frame.control.imposer if frame.control else None),
        action=frame.verb.lemma_.lower(), control=frame.control, start=frame.start,
        end=frame.end, verb=frame.verb,
    )  # fmt: skip


def _asks(said: Said, frame: Frame) -> bool:
    """Whether a statement asks another side for what the frame tells."""
    if said.cue_kind != "urge":
        return False
    party = said.speaker.party if said.speaker is not None else None
    return party is None or frame.actor != party


def _due(
    paragraph: Paragraph, frame: Frame, leg: LegDraft, said: Said | None, cast: Cast
) -> OfferDraft | None:
    """*The listing must be withdrawn*: of the other side, that is a demand."""
    party = said.speaker.party if said is not None and said.speaker is not None else None
    passive = any(c.dep_ == "nsubjpass" for c in frame.verb.children)
    if party is None or (party == leg.actor and not passive):
        return None
    if party == leg.actor:
        leg.actor = None
    return _demand(paragraph, frame, leg, said, cast)


def _demand(
    paragraph: Paragraph, frame: Frame, leg: LegDraft, said: Said | None, cast: Cast
) -> OfferDraft | None:
    """*Urged the Dutch government to lift the order*, *appealed for the ban to end*."""
    if frame.asked is not None and frame.asked != frame.verb:
        words = paragraph.doc[frame.asked.left_edge.i : frame.verb.i]
        far = any(t.text == "," or t.pos_ == "VERB" for t in words)
        if not far:  # not *his counterpart, the minister, to lift it*
            leg.start = min(leg.start, paragraph.start_of(frame.asked.left_edge))
    asking = subject_of(paragraph, leg, cast, mandate=True)
    speaker = said.speaker if said is not None else None
    if frame.deed == "tighten" and frame.asked == frame.verb:
        return None  # *we do not want to block exports*
    who = speaker if speaker is not None and frame.mood != "asked" else asking or speaker
    own = who is not None and who.party is not None and who.party == leg.actor
    if own and who is not None and who.type in {"government", "organisation"}:
        if frame.asked is None or frame.asked == frame.verb or leg.control is None:
            return None  # *asked its ministry to hold the notice back* is a step of its own
        if any(c.tag_ == "PRP" for c in frame.top.children if c.dep_ in SUBJECTS):
            return OfferDraft(kind="demand", offeror=None, gives=[], gets=[leg], strength="willing")
        return OfferDraft(kind="unilateral", offeror=who, gives=[leg], strength="pledged")
    if own and frame.asked is None:
        return None
    return OfferDraft(kind="demand", offeror=who, gives=[], gets=[leg], strength="willing")


def _news(paragraph: Paragraph, frame: Frame, said: Said | None) -> bool:
    """Whether a deed that is done is news: somebody tells of it, or a paragraph opens with it."""
    told = said is not None and said.speaker is not None and said.speaker.party is not None
    if not (frame.actor or frame.control or told or _whose(frame) in _BODIES):
        return False
    helpers = {c.lower_ for c in frame.top.children if c.dep_ in {"aux", "auxpass"}}
    perfect = bool(helpers & word_class("has_or_have"))
    perfect |= frame.mood == "told" and said is not None
    if frame.age is not None and frame.age > OLD:
        return False
    perfect |= frame.top.tag_ == "VBG" and bool(helpers & word_class("be_present_plain"))
    now = _now(frame)
    first = frame.top.sent.start == paragraph.doc[0].i
    old = frame.age is None and _old(frame, grant=said is not None)
    if said is None:
        gives_leave = load_lexicon()["deed"].get(frame.verb.lemma_.lower()) == "allow"
        leave = gives_leave and "flow" in things_of(frame.verb)
        lately = (
            first
            and not _old(frame)
            and bool(frame.way)
            and not gives_leave
            and frame.top.tag_ == "VBD"
        )
        return (
            lately
            or (perfect and (first or now))
            or (leave and frame.actor is not None and not old)
        )
    own = said.speaker is None or {said.speaker.party, frame.actor} & {None, frame.actor}
    return perfect or now or (bool(own) and not old)


def _now(frame: Frame) -> bool:
    return any(t.lower_ in _NOW for t in _near(frame))


def _fresh(frame: Frame) -> bool:
    """Whether a state is news: *are now allowed*, *the decree, which allows it*."""
    words = {c for c in frame.verb.children if c.dep_ in SUBJECTS}
    return _now(frame) or frame.verb.dep_ == "relcl" or any(map(is_paper, words))


def _near(frame: Frame) -> Tokens:
    return frame.top.doc[frame.top.left_edge.i : frame.top.right_edge.i + 1]


def _old(frame: Frame, *, grant: bool = True) -> bool:
    """Whether a deed is dated back: *last year*, *in 2019*; a grant may run for a year."""
    if grant and frame.way:
        return _DATED.search(_near(frame).text) is not None
    return any(t.lemma_.lower() in _PAST or (t.like_num and len(t.text) == 4) for t in _near(frame))
