"""One side's easing alone: mandate, demand, evasive answer, possible or promised easing."""

import re

from detente.reading._records import Commitment
from detente.reading._text import trim
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast
from detente.reading.english.offers._carve_outs import pieces, refuses
from detente.reading.english.offers._conditions import CONDITION, READY
from detente.reading.english.offers._offer_drafts import (
    Levels,
    OfferDraft,
    statement_of,
    subject_of,
)
from detente.reading.english.offers._trades import undoes
from detente.reading.english.said.said import Said
from detente.reading.english.steps.legs import ASKING, LegDraft
from detente.reading.english.weight.commitment import commitment

__all__ = ["single_offer"]

_WHEN = re.compile(r",? (?:before|after|until|as soon as|at once|immediately|by the end|within)\b")
_ASKED = re.compile(r"(?:on |for |upon )?((?:the )?[\w.]+(?: [\w.]+){0,3} (?:to |should |must )?)")
_DUTY = re.compile(r"\b(?:should|must|needs? to|ought|has to|have to)\b")
_OFFERING: dict[str, Commitment] = {
    "offer": "willing", "propose": "willing", "volunteer": "willing", "float": "willing",
    "agree": "pledged", "promise": "pledged", "pledge": "pledged", "vow": "pledged",
    "commit": "pledged", "undertake": "pledged",
}  # fmt: skip


def single_offer(  # noqa: PLR0911 - one branch a rule of grammar
    norm: str,
    paragraph: Paragraph,
    leg: LegDraft,
    sentence: str,
    inside: Levels,
    cast: Cast,
) -> OfferDraft | None:
    """Read an easing of one side without another's: a mandate, a demand, a promise, a maybe.

    Parameters
    ----------
    norm, paragraph, sentence
        Normalised text, the parsed paragraph and the words of the sentence.
    leg
        The easing.
    inside
        The statements of its sentence.
    cast
        The article's entities.
    """
    said, level = statement_of(leg, inside)
    beside = leg.verb.tag_ == "VBG" and leg.verb.dep_ == "advcl"
    if beside or undoes(leg.verb, norm[leg.start : leg.end]):
        return None  # *told them that they may load, easing a ban*; *may end the suspension*
    offer = (
        _mandate(norm, paragraph, leg, cast)
        or _evaded(sentence, leg, said, inside)
        or _told(paragraph, leg, cast, said, level)
    )
    if offer is not None or said is None or level is None:
        return offer
    if level == "conditional" and not READY.search(norm, said.start, said.end):
        return None
    if level == "refused":
        level = commitment(norm[leg.start : leg.end], "assert", about_control=True)
    if level != "conditional" and any(
        low <= leg.start < high and refuses(norm[low:high], said.cue_kind)
        for a, b in said.content
        for low, high in pieces(norm, a, b)
    ):
        return None  # *no question of resuming*
    if _demands(norm, leg, said):
        _narrow(norm, leg, said)
        _asked_too(paragraph, leg)
        return OfferDraft(kind="demand", offeror=said.speaker, gives=[], gets=[leg], strength=level)
    kinds: dict[str, str] = {
        "possible": "possible_unilateral", "willing": "unilateral", "pledged": "unilateral",
        "conditional": "conditional", "expected": "expected_unilateral",
    }  # fmt: skip
    if level not in kinds:
        return None
    condition = None
    if level == "conditional" and (match := CONDITION.search(norm, said.start, said.end)):
        stop = re.compile(r"[,.;\"]").search(norm, match.start())
        condition = trim(norm, match.start(), min(stop.start() if stop else said.end, said.end))
    return OfferDraft(
        kind=kinds[level], offeror=said.speaker, gives=[leg], strength=level, condition=condition
    )


def _told(
    paragraph: Paragraph, leg: LegDraft, cast: Cast, said: Said | None, level: Commitment | None
) -> OfferDraft | None:
    """*Beijing wants Washington to lift it*, *Jakarta offered to ease it*, whoever tells of it."""
    if level not in {None, "asserted", "done", "expected", "willing"} or leg.actor is None:
        return None
    verb = leg.verb.head
    while leg.verb.dep_ == "conj" and verb.dep_ in {"conj", "xcomp"} and verb.head.pos_ == "VERB":
        verb = verb.head
    lemma = verb.lemma_.lower()
    denied = any(c.dep_ == "neg" for c in verb.children)
    if denied or verb.pos_ != "VERB" or not (lemma in ASKING or lemma in _OFFERING):
        return None
    asking = subject_of(paragraph, leg, cast, mandate=True)
    party = asking.party if asking is not None else None
    party = party or (said.speaker.party if said and said.speaker else None)
    if party is None and lemma not in ASKING:
        return None
    if lemma in ASKING and party != leg.actor:
        _asked_too(paragraph, leg)
        speaking = asking or (said.speaker if said else None)
        return OfferDraft(kind="demand", offeror=speaking, gives=[], gets=[leg], strength="willing")
    if lemma in _OFFERING and party == leg.actor and level != "willing":
        strength = _OFFERING[lemma]
        return OfferDraft(kind="unilateral", offeror=asking, gives=[leg], strength=strength)
    return None


def _asked_too(paragraph: Paragraph, leg: LegDraft) -> None:
    """Let a demand's passage begin with who is asked: *the administration to drop the rule*."""
    verb = leg.verb
    if leg.start != paragraph.start_of(verb):
        return
    near = [*verb.head.children, *(g for c in verb.head.children for g in c.children)]
    asked = next((c for c in near if c.dep_ in {"dobj", "pobj"} and c.i < verb.i), None)
    if asked is not None:
        leg.start = paragraph.start_of(asked.left_edge)


def _narrow(norm: str, leg: LegDraft, said: Said) -> None:
    """Make a demand's passage *Tokyo to lift the curbs*: with who is asked, without when."""
    late = _WHEN.search(norm, leg.start + 12, leg.end)
    if late is not None:
        leg.end = late.start()
    asked = _ASKED.match(norm, said.start, leg.start)
    if asked is not None and asked.end() == leg.start:
        leg.start = asked.start(1)


def _wishes(said: Said) -> bool:
    """Whether the reporting word hopes for something: of the other side, that is a demand."""
    return said.cue is not None and said.cue.token.lower_.startswith(("hop", "want", "wish"))


def _mandate(norm: str, paragraph: Paragraph, leg: LegDraft, cast: Cast) -> OfferDraft | None:
    """*Authorised the team to negotiate away the curbs*."""
    before = norm[max(leg.start - 160, paragraph.offset) : leg.start]
    mandate = re.search(
        r"\b(?:authori[sz]ed|empowered|mandated|instructed|permission|a mandate|given room|"
        r"give\w*[\w .]{0,30} room)\b",
        before,
    )
    if mandate and leg.verb.tag_ == "VB":
        clause = leg.control.mentions if leg.control else []
        mention = next((m for m in clause if leg.start <= m.start < leg.end), None)
        if mention is not None:
            trigger = trim(norm, leg.start, mention.start)
            leg.start, leg.end = mention.start, mention.end
        else:
            trigger = None
        offeror = subject_of(paragraph, leg, cast, mandate=True)
        return OfferDraft(
            kind="mandate", offeror=offeror, gives=[leg], trigger=trigger, strength="willing"
        )
    return None


def _evaded(sentence: str, leg: LegDraft, said: Said | None, inside: Levels) -> OfferDraft | None:
    """*Asked whether they would lift it, he said that they would see*."""
    evasive = next((s for s, c in inside if c == "noncommittal"), None)
    if evasive is not None and (
        said is evasive
        or re.search(
            r"\b(?:asked|pressed|questioned|whether|possibility)\b", sentence, re.IGNORECASE
        )
    ):
        return OfferDraft(
            kind="noncommittal_answer",
            offeror=evasive.speaker,
            gives=[leg],
            strength="noncommittal",
        )
    return None


def _demands(norm: str, leg: LegDraft, said: Said) -> bool:
    """Whether a statement asks the other side for an easing."""
    if said.cue_kind == "urge":
        return True
    party = said.speaker.party if said.speaker is not None else None
    passive = any(c.dep_ == "nsubjpass" for c in leg.verb.children)
    other_side = party is not None and (passive if leg.actor is None else party != leg.actor)
    if not other_side:
        return False
    return (
        _wishes(said)
        or bool(_DUTY.search(norm, said.start, said.end))
        or leg.verb.head.lemma_.lower() in {"want", "urge", "ask", "demand", "call"}
    )
