"""Offers: what one side would give, what it would get, and how firmly that is said."""

import re

from spacy.tokens import Span as Tokens

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled
from detente.reading._going import counted
from detente.reading._text import trim
from detente.reading.english.controls.controls import ControlDraft
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.offers._clipped import clip_legs
from detente.reading.english.offers._conditions import held_until
from detente.reading.english.offers._framed import OLD, offer_of
from detente.reading.english.offers._moods import hung_on
from detente.reading.english.offers._offer_drafts import (
    Levels,
    OfferDraft,
    statement_of,
)
from detente.reading.english.offers._pairs import both_sides, of_sentence, paired, waiting
from detente.reading.english.offers._speech import acts_privately, is_private
from detente.reading.english.offers._spoken import spoken_offers
from detente.reading.english.offers._terms import RETURN, Side, find_terms
from detente.reading.english.offers._ties import find_tie
from detente.reading.english.offers._trades import Trades
from detente.reading.english.offers.frames import Frames
from detente.reading.english.offers.likely import weighed_offers
from detente.reading.english.said.communique import is_communique
from detente.reading.english.said.said import Said
from detente.reading.english.steps.legs import LegDraft
from detente.reading.english.steps.order_words import WordOrder
from detente.reading.english.text.goods import GENERIC

__all__ = ["OfferDraft", "find_offers"]

_NOBODY = compiled("offers.nobody")
_DEEP = 6
"""How many words above a deed its date may stand."""
_CLAUSE = 80
"""How far before an offer its subject may stand [code points]."""

_OFFICE = compiled("offers.office")
"""Whose word can be a government's, even where the text does not say which."""
_TITLED = re.compile(_OFFICE.pattern + r",? $", re.IGNORECASE)
_OURS = compiled("offers.ours")


def find_offers(  # noqa: C901 - one branch a way of telling
    norm: str,
    said: Levels,
    paragraphs: list[Paragraph],
    frames: Frames,
    words: list[WordOrder],
) -> list[OfferDraft]:
    """Find offers in statements and in the narrative beside them."""
    finder = frames.finder
    trades = Trades(frames.steps, finder)
    offers: list[OfferDraft] = []
    spoken: list[OfferDraft] = []
    joint = is_communique(norm)
    if joint:
        offers.extend(_trades(find_terms(norm, said, finder)))
    previous: list[LegDraft] = []
    promised: Said | None = None
    before: tuple[Paragraph, Tokens] | None = None
    for paragraph in counted(paragraphs, paragraphs):
        if paragraph.segment.kind == "headline":
            continue
        for sentence in paragraph.sentences():
            low, high = paragraph.bounds(sentence)
            legs = finder.find(paragraph, low, high)
            inside = [(s, c) for s, c in said if s.touches(paragraph, low, high)]
            answer = RETURN.match(norm, low)
            if legs and previous and answer and not joint and previous[0].actor != legs[0].actor:
                _, level = statement_of(legs[0], inside)
                gone = {id(leg) for leg in previous}
                offers = [o for o in offers if not any(id(leg) in gone for leg in o.gives)]
                offers.append(
                    OfferDraft(
                        kind="exchange",
                        offeror=promised.speaker if promised else None,
                        gives=[k for k in previous if k.actor == previous[0].actor],
                        gets=[k for k in legs if k.actor == legs[0].actor],
                        trigger=trim(norm, low, answer.end()),
                        strength=level or "pledged",
                    )
                )
            elif (
                across := _answer(norm, trades, before, (paragraph, sentence), said)
            ) and not joint:
                offers = [o for o in offers if not any(_inside(k, across) for k in o.gives)]
                offers.append(across)
            else:
                here = [w for w in words if low <= w.word[0] < high]
                offers.extend(
                    _tied(trades, here, legs, inside)
                    or _bound(norm, paragraph, (low, high), legs, inside, trades)
                    or _plain(norm, paragraph, (low, high), legs, inside, frames)
                )
                if not joint:
                    spoken.extend(spoken_offers((paragraph, (low, high), inside), frames))
            before = (paragraph, sentence)
            if legs:
                previous, promised = legs, statement_of(legs[0], inside)[0]
    offers.extend(_contrasts(norm, said, finder.controls))
    spoken_trades = [offer for offer in spoken if offer.gives and offer.gets]
    offers = [o for o in offers if not _known(o, spoken_trades, by_control=False)]
    offers.extend(offer for offer in spoken if not _known(offer, offers))
    if not joint:
        offers = weighed_offers(norm, paragraphs, said, frames, offers)
    offers = [offer for offer in offers if not _past(offer, paragraphs, frames)]
    kept = [
        offer
        for offer in _distinct(offers)
        if not (_nobodys(norm, offer) or _private(norm, offer, said) or _again(offer, offers))
    ]
    clip_legs(norm, paragraphs, kept)
    if joint:
        kept.sort(key=lambda offer: min(leg.start for leg in [*offer.gives, *offer.gets]))
    return kept


def _known(offer: OfferDraft, offers: list[OfferDraft], *, by_control: bool = True) -> bool:
    """Whether what an act gives or asks for is part of an offer already, or the same easing is."""
    mine = [*offer.gives, *offer.gets]
    return any(
        (a.start < b.end and b.start < a.end)
        or (by_control and a in offer.gives and a.control and a.control is b.control)
        for a in mine
        for other in offers
        for b in (*other.gives, *other.gets)
    )


def _again(offer: OfferDraft, offers: list[OfferDraft]) -> bool:
    """Whether an easing that is done is told with its terms elsewhere."""
    if offer.strength != "done" or not offer.gives or offer.gives[0].control is None:
        return False
    return any(
        leg.control is offer.gives[0].control and leg.actor == offer.gives[0].actor
        for other in offers
        if other is not offer and other.strength not in {"done", "possible"}
        for leg in other.gives
    )


def _nobodys(norm: str, offer: OfferDraft) -> bool:
    """Whether nobody makes an offer, or a demand asks no side for an easing: *pressed miners*."""
    legs = [*offer.gives, *offer.gets]
    eases = load_lexicon()["ease"]
    if offer.kind == "demand" and not any(
        leg.actor or leg.control or leg.action in eases for leg in legs
    ):
        return True
    start = min(leg.start for leg in legs)
    return bool(_NOBODY.search(norm, max(start - _CLAUSE, 0), start))


def _past(offer: OfferDraft, paragraphs: list[Paragraph], frames: Frames) -> bool:
    """Whether it is dated back: *in 2012 it had demanded*, *in March it said that they may*."""
    if offer.gives and offer.gets:
        return False  # the terms of a bargain stand
    leg = (offer.gives or offer.gets)[0]
    paragraph = next((p for p in paragraphs if p.offset <= leg.start < p.end), None)
    node = leg.verb
    for _ in range(_DEEP):
        age = frames.age(paragraph, node) if paragraph is not None else None
        if age is not None and age > OLD:
            return True
        node = node.head
    return False


def _private(norm: str, offer: OfferDraft, said: Levels) -> bool:
    """Whether only somebody who speaks for no party tells of it: a florist binds no government."""
    if offer.gives and all(acts_privately(leg.verb) for leg in offer.gives):
        return True
    if offer.gives and all(leg.actor and _is_done(leg) for leg in offer.gives):
        return False  # what a side has agreed to is so, whoever tells of it
    starts = [leg.start for leg in [*offer.gives, *offer.gets]]
    tellers = [s for s, _ in said if any(s.holds(start) for start in starts)]
    return bool(tellers) and all(_for_nobody(norm, teller) for teller in tellers)


def _is_done(leg: LegDraft) -> bool:
    """*Has agreed to export*: told as done, or as bound by."""
    return any(node.tag_ in {"VBD", "VBN"} for node in hung_on(leg.verb))


def _for_nobody(norm: str, said: Said) -> bool:
    """Whether a speaker has no party and no office; *we* of whose role is not told may be one's."""
    if is_private(said):
        return True
    who = said.speaker
    if who is None or who.type != "person" or who.party is not None or said.turn:
        return False
    if any(_TITLED.search(norm, max(0, low - 60), low) for low, _ in who.spans):
        return False
    if who.role is None:
        return not any(_OURS.search(norm, a, b) for a, b in said.content)
    return not _OFFICE.search(who.role)


def _trades(rows: list[Side]) -> list[OfferDraft]:
    """Make trades of the terms of a joint statement: what answers what, or side against side."""
    offers: list[OfferDraft] = []
    loose: list[Side] = []
    for row in rows:
        if row.answers and loose and loose[-1].party != row.party:
            given = loose.pop()
            offers.append(
                OfferDraft(
                    kind="exchange", offeror=given.speaker, gives=given.legs, gets=row.legs,
                    trigger=row.answers, strength="pledged",
                )
            )  # fmt: skip
        else:
            loose.append(row)
    sides: dict[str | None, Side] = {}
    for row in loose:
        sides.setdefault(row.party, Side(row.speaker, row.party)).legs += row.legs
    if len(sides) > 1 and not offers and None not in sides:
        first, *others = sides.values()
        gets = [leg for side in others for leg in side.legs]
        return [
            OfferDraft(
                kind="exchange", offeror=first.speaker, gives=first.legs, gets=gets,
                strength="pledged",
            )
        ]  # fmt: skip
    offers += [
        OfferDraft(kind="unilateral", offeror=s.speaker, gives=s.legs, strength="pledged")
        for s in sides.values()
    ]
    return offers


def _tied(
    trades: Trades, words: list[WordOrder], legs: list[LegDraft], inside: Levels
) -> list[OfferDraft]:
    """Read the trade of a condition or of steps; what a condition asks for is no offer itself."""
    if any(level == "question" for _, level in inside):
        return []
    for order in words:
        offer = trades.conditional(order, inside) or trades.stepwise(order, inside)
        if offer is not None:
            return [offer]
    for order in words if paired(legs) is None else []:
        if (asked := order.condition) is not None:
            legs[:] = [k for k in legs if not (asked.start <= k.start < asked.end)]
    return []


_ANSWERS = compiled("offers.answers")


def _answer(
    norm: str, trades: Trades, before: tuple[Paragraph, Tokens] | None,
    here: tuple[Paragraph, Tokens], said: Levels,
) -> OfferDraft | None:  # fmt: skip
    """Read an exchange from a sentence that answers the one before: *In exchange the EU would*."""
    paragraph, sentence = here
    low, high = paragraph.bounds(sentence)
    match = RETURN.match(norm, low, high) or _ANSWERS.match(norm, low, high)
    if before is None or (match and match[0].strip().startswith(("At the", "Accord"))):
        return None
    if match is None:
        return None
    first, second = trades.steps.main(*before), trades.steps.main(paragraph, sentence)
    if first is None or second is None:
        return None
    low = before[0].bounds(before[1])[0]
    inside = [
        (s, c) for s, c in said
        if s.touches(before[0], low, high) or s.touches(paragraph, low, high)
    ]  # fmt: skip
    return trades.answered(first, second, trim(norm, *match.span()), inside)


def _inside(leg: LegDraft, offer: OfferDraft) -> bool:
    """Whether a leg is part of an offer already."""
    return any(k.start < leg.end and leg.start < k.end for k in (*offer.gives, *offer.gets))


def _bound(
    norm: str, paragraph: Paragraph, bounds: tuple[int, int], legs: list[LegDraft],
    inside: Levels, trades: Trades,
) -> list[OfferDraft]:  # fmt: skip
    """Read what a tying word makes a trade, unless both of its sides are easings known already."""
    if paired(legs) is not None:
        return []
    offer = find_tie(norm, paragraph, bounds, inside, trades.finder, trades.steps)
    return [offer] if offer is not None else []


def _plain(
    norm: str, paragraph: Paragraph, bounds: tuple[int, int], legs: list[LegDraft],
    inside: Levels, frames: Frames,
) -> list[OfferDraft]:  # fmt: skip
    """Offers of a sentence without a trade, frame by frame."""
    found = of_sentence(norm, paragraph, *bounds, legs, inside, frames.finder.cast)
    if found or norm[slice(*bounds)].rstrip().endswith("?"):
        return found
    offers = [
        offer_of(paragraph, frame, inside, frames.finder.cast)
        for frame in frames.of(paragraph, bounds)
    ]
    made = [offer for offer in offers if offer is not None]
    if made:
        return both_sides(norm, made)
    finder = frames.finder
    held = held_until(norm, paragraph, bounds, finder.controls, finder.cast)
    return [waiting(paragraph, held, None, finder.cast)] if held is not None else []


def _contrasts(norm: str, said: Levels, controls: list[ControlDraft]) -> list[OfferDraft]:
    """*Not this; I mean other chips*: what a speaker sets against a refusal is on offer."""
    offers: list[OfferDraft] = []
    refused: Said | None = None
    for statement, level in said:
        if level == "refused":
            refused = statement
            continue
        if (
            refused is None
            or statement.speaker is not refused.speaker
            or statement.paragraph is not refused.paragraph
        ):
            continue
        if level not in {"possible", "asserted"} or not compiled("assembly.another").search(
            norm[statement.start : statement.end]
        ):
            continue
        for control in controls:
            mention = next(
                (m for m in control.mentions if statement.start <= m.start < statement.end), None
            )
            if mention is not None and control.family != GENERIC:
                leg = LegDraft(
                    actor=control.imposer,
                    action="ease",
                    control=control,
                    start=mention.start,
                    end=mention.end,
                    verb=mention.head,
                )
                offers.append(
                    OfferDraft(
                        kind="possible_unilateral",
                        offeror=statement.speaker,
                        gives=[leg],
                        strength="possible",
                        source=statement,
                    )
                )
    return offers


def _distinct(offers: list[OfferDraft]) -> list[OfferDraft]:
    """Keep the first of offers that say the same."""
    seen: set[object] = set()
    kept: list[OfferDraft] = []
    spans: list[tuple[int, int]] = []
    for offer in offers:
        legs = [*offer.gives, *offer.gets]
        key = (
            offer.kind,
            tuple(id(leg.control or leg) for leg in offer.gives),
            tuple(id(leg.control or leg) for leg in offer.gets),
            id(offer.offeror) if offer.kind != "mandate" else 0,
            0
            if offer.gets or offer.kind == "mandate"
            else legs[0].verb.sent.start_char + id(legs[0].verb.doc),
            legs[0].verb.doc[0].idx if offer.gets and offer.gives else 0,
            id(legs[0].verb.doc) if offer.gets and offer.gives else 0,
        )
        if key in seen or any(a < leg.end and leg.start < b for leg in legs for a, b in spans):
            continue
        seen.add(key)
        spans.extend((leg.start, leg.end) for leg in legs)
        kept.append(offer)
    return kept
