"""Offers of one sentence: what two sides do in it is a trade, an easing of one an offer."""

from detente.facts.words import compiled
from detente.reading._text import trim
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast, Draft
from detente.reading.english.offers._conditions import Conditional, find_conditional
from detente.reading.english.offers._mandates import evaded, mandated
from detente.reading.english.offers._offer_drafts import (
    Levels,
    OfferDraft,
    statement_of,
    subject_of,
)
from detente.reading.english.offers._trades import undoes
from detente.reading.english.steps.legs import EXCHANGE, LegDraft

__all__ = ["both_sides", "of_sentence", "paired", "waiting"]

_MUTUAL = compiled("offers.mutual")
_IF = compiled("offers.if")
_TO_COME = frozenset({"possible", "willing", "expected", "pledged"})
"""How firm a deed is that is still to come."""


def paired(legs: list[LegDraft]) -> tuple[LegDraft, LegDraft] | None:
    """Two easings of two sides in one sentence."""
    legs.sort(key=lambda leg: leg.start)
    return next(
        (
            (a, b)
            for i, a in enumerate(legs)
            for b in legs[i + 1 :]
            if a.actor != b.actor
            and (a.control is not b.control or a.control is None)
            and ((a.control is None) + (b.control is None) < 2 or (a.alone and b.alone))
        ),
        None,
    )


def both_sides(norm: str, made: list[OfferDraft]) -> list[OfferDraft]:
    """What two sides would do in one sentence is one trade: *A would lift, and B free*."""
    one = next(
        (o for o in made if o.strength in _TO_COME and o.gives[:1] and o.gives[0].actor), None
    )
    other = next(
        (
            o for o in made
            if one is not None and o.strength in _TO_COME and o.gives and o.gives[0].actor
            and o.gives[0].actor != one.gives[0].actor
        ),
        None,
    )  # fmt: skip
    if one is None or other is None:
        return made
    trigger = trim(norm, one.gives[0].end, other.gives[0].start)
    trade = OfferDraft(
        kind="expected_exchange" if one.strength == "expected" else "exchange",
        offeror=one.offeror, gives=one.gives, gets=other.gives,
        trigger=trigger if trigger[0] < trigger[1] else None, strength=one.strength,
    )  # fmt: skip
    return [trade, *(o for o in made if o is not one and o is not other)]


def waiting(paragraph: Paragraph, tied: Conditional, giver: Draft | None, cast: Cast) -> OfferDraft:
    """The offer of a condition."""
    return OfferDraft(
        kind="conditional_exchange" if tied.gets else "conditional",
        offeror=giver or subject_of(paragraph, tied.gives[0], cast),
        gives=tied.gives, gets=tied.gets, condition=tied.condition,
        trigger=tied.trigger, strength="conditional",
    )  # fmt: skip


def of_sentence(  # noqa: C901, PLR0912 - one branch a rule of grammar
    norm: str, paragraph: Paragraph, low: int, high: int, legs: list[LegDraft],
    inside: Levels, cast: Cast,
) -> list[OfferDraft]:  # fmt: skip
    """Make the offers of one sentence: an exchange where two sides ease, else single ones."""
    offers: list[OfferDraft] = []
    pair = paired(legs)
    text = norm[low:high]
    if pair is not None:
        first, second = pair
        said, level = statement_of(first, inside)
        between = norm[first.end : second.start]
        swap = EXCHANGE.search(between)
        head = norm[low : first.start]
        kind, gives, gets = "expected_exchange", first, second
        trigger: tuple[int, int] | None = None
        if swap:
            kind, trigger = "exchange", (first.end + swap.start(), first.end + swap.end())
        elif match := compiled("offers.in_exchange").search(head):
            # *In exchange for A's pledge to resume it, B will lift that*
            kind, gives, gets = "exchange", second, first
            trigger = (low + match.start(), low + match.end())
        elif (match := _IF.search(between)) and len(between) < 60:
            kind, trigger = (
                "conditional_exchange",
                (first.end + match.start(), first.end + match.end()),
            )
        elif match := _MUTUAL.search(between):
            trigger = (first.end + match.start(), first.end + match.end())
        else:
            clean = trim(norm, first.end, second.start)
            trigger = clean if clean[0] < clean[1] else None
        if (
            kind == "expected_exchange"
            and _IF.search(head[-40:])
            and not between.strip(" ,").startswith("and")
        ):
            kind, gives, gets = "conditional_exchange", second, first
        offeror = said.speaker if said and said.speaker else subject_of(paragraph, first, cast)
        strength = level or "expected"
        if level in {None, "asserted", "evaluation"}:
            strength = (
                "willing"
                if kind == "exchange"
                else "conditional"
                if kind == "conditional_exchange"
                else "expected"
            )
        if strength == "refused" and kind == "conditional_exchange":
            strength = "conditional"  # *will not resume until the other side lifts its sanctions*
        if strength == "refused":
            return offers
        if strength not in {"expected", "conditional"} and kind == "expected_exchange":
            kind = "exchange"
        offers.append(
            OfferDraft(
                kind=kind, offeror=offeror, gives=[gives], gets=[gets], trigger=trigger,
                condition=_condition(norm, low, first.start), strength=strength,
            )
        )  # fmt: skip
        return offers
    tied = _conditional(norm, paragraph, low, high, legs, inside, cast)
    if tied is not None:
        return [tied]
    for leg in (k for k in legs if k.control is not None or k.alone):
        single = mandated(norm, paragraph, leg, cast) or evaded(text, leg, inside)
        if single is not None:
            offers.append(single)
    return offers


def _conditional(
    norm: str, paragraph: Paragraph, low: int, high: int, legs: list[LegDraft],
    inside: Levels, cast: Cast,
) -> OfferDraft | None:  # fmt: skip
    """Read *would lift it if the other side did that*, where one side's part is no easing."""
    if norm[low:high].rstrip().endswith("?") or any(c == "question" for _, c in inside):
        return None
    first = next((s for s, _ in inside), None)
    giver = first.speaker if first is not None else None
    begin = max(low, first.start) if first is not None else low
    tied = find_conditional(
        norm, paragraph, (begin, high), legs, cast, giver.party if giver else None
    )
    if tied is None or undoes(tied.gives[0].verb, norm[tied.gives[0].start : tied.gives[0].end]):
        return None
    return waiting(paragraph, tied, giver, cast)


def _condition(norm: str, low: int, start: int) -> tuple[int, int] | None:
    """The words before an exchange that make it wait: *after the handshake*, *once they meet*."""
    match = compiled("offers.condition").search(norm, low, start)
    if match is None:
        return None
    a, b = trim(norm, match.start(), match.end())
    return (a, b) if b - a > 5 else None
