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
from detente.reading.english.steps.legs import LegDraft

__all__ = ["evaded", "mandated"]

_MANDATE = compiled("mandates.mandate")
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
