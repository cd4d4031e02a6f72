"""An offer while it is read, and what every kind of offer is read from."""

from dataclasses import dataclass, field

from spacy.tokens import Token

from detente.reading._records import Commitment
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast, Draft
from detente.reading.english.said.said import Said
from detente.reading.english.steps.legs import LegDraft

__all__ = ["SILENT", "Levels", "OfferDraft", "statement_at", "statement_of", "subject_of"]

Levels = list[tuple[Said, Commitment]]
"""Statements with how firmly each is held."""
SILENT: frozenset[Commitment] = frozenset({"question", "denied", "noncommittal"})
"""How firmly a statement is held that neither gives nor asks for anything."""


@dataclass(slots=True, kw_only=True, eq=False)
class OfferDraft:
    """An offer before it is numbered."""

    kind: str
    offeror: Draft | None
    gives: list[LegDraft]
    gets: list[LegDraft] = field(default_factory=list)
    condition: tuple[int, int] | None = None
    trigger: tuple[int, int] | None = None
    strength: Commitment = "possible"
    source: Said | None = None
    chance: float | None = None
    """How likely it is an offer, where its signs alone speak for it [share]."""


def statement_of(leg: LegDraft, inside: Levels) -> tuple[Said | None, Commitment | None]:
    """Return the statement that a leg stands in, and how firmly it is held."""
    return statement_at(leg.start, inside)


def statement_at(position: int, inside: Levels) -> tuple[Said | None, Commitment | None]:
    """Return the statement that a position stands in, and how firmly it is held."""
    return next(((said, level) for said, level in inside if said.holds(position)), (None, None))


def subject_of(
    paragraph: Paragraph, leg: LegDraft, cast: Cast, *, mandate: bool = False
) -> Draft | None:
    """Who would make the offer: the subject above the easing verb; of a mandate, who gives it."""
    node: Token | None = leg.verb.head if mandate else leg.verb
    for _ in range(8):
        if node is None:
            break
        subject = next(
            (c for c in node.children if c.dep_ == "nsubj" and c.pos_ in {"PROPN", "NOUN"}), None
        )
        if subject is not None:
            start, end = paragraph.start_of(subject), paragraph.end_of(subject)
            named = [
                d
                for a, b, d in cast.named_at(paragraph.offset, paragraph.end)
                if a < end and start < b
            ]
            if named:
                return named[-1]
        node = node.head if node.head.i != node.i else None
    return None
