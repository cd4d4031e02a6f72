"""Mandates to bargain over a control, and answers that avoid the question of easing it."""

from detente.facts.words import compiled
from detente.reading._text import trim
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast
from detente.reading.english.offers._offer_drafts import (
    Levels,
    OfferDraft,
    statement_of,
    subject_of,
)
from detente.reading.english.steps.legs import LegDraft, Legs

__all__ = ["evaded", "leave_to_bargain", "mandated"]

_MANDATE = compiled("mandates.mandate")
_LEAVE = compiled("mandates.leave")
_ASKED = compiled("mandates.asked")


def mandated(norm: str, paragraph: Paragraph, leg: LegDraft, cast: Cast) -> OfferDraft | None:
    """Read *authorised the team to negotiate away the curbs*."""
    before = norm[max(leg.start - 160, paragraph.offset) : leg.start]
    if not _MANDATE.search(before) or leg.verb.tag_ != "VB":
        return None
    clause = leg.control.mentions if leg.control else []
    mention = next((m for m in clause if leg.start <= m.start < leg.end), None)
    trigger = None
    if mention is not None:
        trigger = trim(norm, leg.start, mention.start)
        leg.start, leg.end = mention.start, mention.end
    offeror = subject_of(paragraph, leg, cast, mandate=True)
    return OfferDraft(
        kind="mandate", offeror=offeror, gives=[leg], trigger=trigger, strength="willing"
    )


def leave_to_bargain(
    paragraph: Paragraph, bounds: tuple[int, int], finder: Legs
) -> OfferDraft | None:
    """Read *gave his envoys leave to bargain over the curbs*."""
    found = _LEAVE.search(finder.norm, *bounds)
    words = paragraph.tokens(*found.span()) if found is not None else []
    named = [
        (c, m) for c in finder.controls for m in c.mentions
        if found is not None and found.end() <= m.start < bounds[1]
    ]  # fmt: skip
    if found is None or not words or not named:
        return None
    control, mention = named[0]
    leg = LegDraft(
        actor=control.imposer, action="negotiate_away", control=control, start=mention.start,
        end=mention.end, verb=words[-1],
    )  # fmt: skip
    giver = subject_of(paragraph, leg, finder.cast, mandate=True)
    return OfferDraft(
        kind="mandate", offeror=giver, gives=[leg], trigger=found.span(), strength="willing"
    )


def evaded(sentence: str, leg: LegDraft, inside: Levels) -> OfferDraft | None:
    """Read *asked whether they would lift it, he said that they would see*."""
    evasive = next((s for s, level in inside if level == "noncommittal"), None)
    said, _ = statement_of(leg, inside)
    if evasive is None or not (said is evasive or _ASKED.search(sentence)):
        return None
    return OfferDraft(
        kind="noncommittal_answer", offeror=evasive.speaker, gives=[leg],
        strength="noncommittal",
    )  # fmt: skip
