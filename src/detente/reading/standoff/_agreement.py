"""A deal that an article reports as agreed: its sentence, who says so, and what each side gives."""

import re
from collections.abc import Callable
from functools import cache

from detente.controls import Agreement, Figure, Given
from detente.facts import Facts
from detente.facts.reading_tables import load_lexicon
from detente.facts.words import either
from detente.reading._records import Leg, Offer, Reading, Span
from detente.reading.english.said.communique import is_communique
from detente.reading.standoff._tabled import from_article

__all__ = ["easing_of", "find_agreement", "sentence_of"]

_FIRM = frozenset({"done", "pledged", "expected", "asserted", "willing"})
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[\"“‘A-Z(])|\n\s*\n")
_WORDS = 300
"""Most characters of a sentence that is kept as the words of a deal."""


def find_agreement(
    reading: Reading, facts: Facts, answers: Callable[[Leg], list[str]]
) -> Agreement | None:
    """Find the deal that an article reports as agreed.

    Notes
    -----
    An offer is told as agreed where its sentence says so (lists ``agreed`` and ``not_agreed`` of
    the lexicon) or where it is a term of a joint statement or fact sheet that binds both sides.
    """
    told: list[tuple[Offer, Span, str]] = []
    joint = is_communique(reading.text)
    for offer in reading.offers:
        if offer.strength not in _FIRM or not offer.gives:
            continue
        span = sentence_of(reading, offer.gives[0].span)
        firmness = _agreed(span.text)
        if firmness is None and joint and offer.strength == "pledged" and _actors(offer):
            firmness = ""
        if firmness is not None:
            told.append((offer, span, firmness))
    sides = {actor for offer, _, _ in told for actor in _actors(offer)}
    if len(sides) < 2:
        return None
    first, span, _ = told[0]
    speaker = reading.entity(first.offeror)
    return Agreement(
        words=" ".join(span.text.split())[:_WORDS],
        firmness=next((word for _, _, word in told if word), ""),
        said_by=speaker.name if speaker is not None and speaker.party not in sides else "",
        gives=_parts([offer for offer, _, _ in told], facts, answers),
        origin=from_article(span, "reported as agreed"),
    )


def easing_of(words: str, facts: Facts) -> Figure:
    """How far words of easing ease a control, of what it blocks today [share]."""
    row = next(
        row
        for row in facts.easing_words
        if re.search(row.pattern, words, re.IGNORECASE | re.DOTALL)
    )
    return Figure.of(row)


def _parts(offers: list[Offer], facts: Facts, answers: Callable[[Leg], list[str]]) -> list[Given]:
    """What each side gives, each passage once."""
    known = {row.iso3 for row in facts.parties}
    parts: dict[tuple[str, int], Given] = {}
    for offer in offers:
        for leg in (*offer.gives, *offer.gets):
            if leg.actor not in known or leg.actor is None:
                continue
            eased = answers(leg)
            words = f"{leg.action.replace('_', ' ')} {leg.span.text}"
            parts.setdefault(
                (leg.actor, leg.span.start),
                Given(
                    party=leg.actor,
                    words=" ".join(leg.span.text.split()),
                    controls=eased,
                    easing=easing_of(words, facts) if eased else None,
                    origin=from_article(leg.span, "reported as agreed"),
                ),
            )
    return list(parts.values())


def _actors(offer: Offer) -> set[str]:
    return {leg.actor for leg in (*offer.gives, *offer.gets) if leg.actor}


@cache
def _patterns() -> tuple[tuple[tuple[re.Pattern[str], str], ...], re.Pattern[str]]:
    words = load_lexicon()
    found = tuple(
        (re.compile(pattern, re.IGNORECASE), value) for pattern, value in words["agreed"].items()
    )
    never = either("not_agreed")
    return found, re.compile(never, re.IGNORECASE)


def _agreed(sentence: str) -> str | None:
    """How firmly a sentence says that something is agreed; None where it does not."""
    found, denied = _patterns()
    flat = " ".join(sentence.split())
    for pattern, firmness in found:
        for match in pattern.finditer(flat):
            if not denied.search(flat[: match.start()] + " "):
                return firmness
    return None


def sentence_of(reading: Reading, span: Span) -> Span:
    """Return the sentence of a passage; where the article is not at hand, what was said there."""
    if not reading.text:
        said = (part for statement in reading.statements for part in statement.content)
        return next((s for s in said if s.start <= span.start and span.end <= s.end), span)
    ends = [(m.start(), m.end()) for m in _SENTENCE_END.finditer(reading.text)]
    low = max((end for _, end in ends if end <= span.start), default=0)
    high = min((start for start, _ in ends if start >= span.end), default=len(reading.text))
    return Span(start=low, end=high, text=reading.text[low:high])
