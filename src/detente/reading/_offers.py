"""Offers: what one side would give, what it would get, and how firmly that is said."""

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from detente.reading._commitment import commitment
from detente.reading._controls import ControlDraft
from detente.reading._entities import Cast, Draft
from detente.reading._goods import GENERIC
from detente.reading._legs import EXCHANGE, LegDraft, Legs
from detente.reading._nlp import Paragraph
from detente.reading._records import Commitment
from detente.reading._said import Said
from detente.reading._text import trim

__all__ = ["OfferDraft", "find_offers"]

_MUTUAL = re.compile(
    r"\b(?:and )?(?:accordingly|in turn|reciprocally|likewise|simultaneously|at the same time)\b",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if|once|provided(?: that)?|as long as|so long as|on condition that|only after|"
    r"when|unless|until)\b",
    re.IGNORECASE,
)
_RETURN = re.compile(
    r"\W*(?:In (?:return|exchange)|In turn|For its part|Reciprocally|At the same time)\b"
)


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


def find_offers(
    norm: str,
    said: list[tuple[Said, Commitment]],
    paragraphs: list[Paragraph],
    controls: list[ControlDraft],
    cast: Cast,
) -> list[OfferDraft]:
    """Find offers in statements and in the narrative beside them.

    Parameters
    ----------
    norm
        Normalised text.
    said
        Statements with their commitment.
    paragraphs, controls, cast
        The parsed article, its controls and its entities.
    """
    finder = Legs(norm, controls, cast)
    offers: list[OfferDraft] = []
    for statement, _ in said:
        if statement.speaker is not None and statement.speaker.party:
            for word in re.finditer(
                r"\b(?:he|she|it|they|we|I|We|He|She|It)\b", norm[statement.start : statement.end]
            ):
                finder.speaker_party[statement.start + word.start()] = statement.speaker.party
    previous: list[LegDraft] = []
    promised: Said | None = None
    for paragraph in paragraphs:
        if paragraph.segment.kind == "headline":
            continue
        for sentence in paragraph.sentences():
            low, high = paragraph.bounds(sentence)
            legs = finder.find(paragraph, low, high)
            inside = [(s, c) for s, c in said if s.touches(paragraph, low, high)]
            if (
                legs
                and _RETURN.match(norm, low)
                and previous
                and previous[0].actor != legs[0].actor
            ):
                _, level = _statement_of(legs[0], inside)
                gone = {id(leg) for leg in previous}
                offers = [o for o in offers if not any(id(leg) in gone for leg in o.gives)]
                match = _RETURN.match(norm, low)
                offers.append(
                    OfferDraft(
                        kind="exchange",
                        offeror=promised.speaker if promised else None,
                        gives=[k for k in previous if k.actor == previous[0].actor],
                        gets=[k for k in legs if k.actor == legs[0].actor],
                        trigger=trim(norm, low, match.end()) if match else None,
                        strength=level or "pledged",
                    )
                )
                previous = legs
                continue
            if legs:
                previous, promised = legs, _statement_of(legs[0], inside)[0]
            if legs:
                offers.extend(_sentence(norm, paragraph, low, high, legs, inside, cast))
    offers.extend(_contrasts(norm, said, controls))
    return _distinct(offers)


def _statement_of(
    leg: LegDraft, inside: list[tuple[Said, Commitment]]
) -> tuple[Said | None, Commitment | None]:
    for said, level in inside:
        if any(a <= leg.start < b for a, b in said.content):
            return said, level
    return None, None


def _sentence(  # noqa: C901 - one branch a rule of grammar
    norm: str, paragraph: Paragraph, low: int, high: int, legs: list[LegDraft],
    inside: list[tuple[Said, Commitment]], cast: Cast,
) -> list[OfferDraft]:  # fmt: skip
    """Make the offers of one sentence: an exchange where two sides ease, else single ones."""
    legs.sort(key=lambda leg: leg.start)
    offers: list[OfferDraft] = []
    pair = next(
        (
            (a, b)
            for i, a in enumerate(legs)
            for b in legs[i + 1 :]
            if a.actor != b.actor
            and a.control is not b.control
            and (a.control is None) + (b.control is None) < 2
        ),
        None,
    )
    text = norm[low:high]
    if pair is not None:
        first, second = pair
        said, level = _statement_of(first, inside)
        between = norm[first.end : second.start]
        swap = EXCHANGE.search(between)
        head = norm[low : first.start]
        kind, gives, gets = "expected_exchange", first, second
        trigger: tuple[int, int] | None = None
        if swap:
            kind, trigger = "exchange", (first.end + swap.start(), first.end + swap.end())
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
        offeror = said.speaker if said and said.speaker else _subject(paragraph, first, cast)
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
    for leg in (k for k in legs if k.control is not None):
        single = _single(norm, paragraph, leg, text, inside, cast)
        if single is not None:
            offers.append(single)
    return offers


def _single(  # noqa: PLR0911 - one branch a rule of grammar
    norm: str,
    paragraph: Paragraph,
    leg: LegDraft,
    sentence: str,
    inside: list[tuple[Said, Commitment]],
    cast: Cast,
) -> OfferDraft | None:
    """One side's easing alone: mandate, demand, evasive answer, possible or promised easing."""
    said, level = _statement_of(leg, inside)
    head = leg.verb.head.lemma_.lower()
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
        offeror = _subject(paragraph, leg, cast, mandate=True)
        return OfferDraft(
            kind="mandate", offeror=offeror, gives=[leg], trigger=trigger, strength="willing"
        )
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
    if said is None or level is None:
        return None
    if level == "refused":
        level = commitment(norm[leg.start : leg.end], "assert", about_control=True)
    speaker = said.speaker
    other_side = (
        speaker is not None
        and speaker.party is not None
        and leg.actor is not None
        and speaker.party != leg.actor
    )
    if (
        said.cue_kind == "urge"
        or (other_side and _wishes(said))
        or (
            other_side
            and re.search(
                r"\b(?:should|must|needs? to|ought|has to|have to)\b", norm[said.start : said.end]
            )
        )
    ):
        return OfferDraft(kind="demand", offeror=speaker, gives=[], gets=[leg], strength=level)
    if head in {"want", "urge", "ask", "demand", "call"} and other_side:
        return OfferDraft(kind="demand", offeror=speaker, gives=[], gets=[leg], strength=level)
    kinds: dict[str, str] = {
        "possible": "possible_unilateral", "willing": "unilateral", "pledged": "unilateral",
        "conditional": "conditional", "expected": "expected_unilateral",
    }  # fmt: skip
    if level not in kinds:
        return None
    condition = None
    if level == "conditional" and (match := _IF.search(norm, said.start, said.end)):
        stop = re.compile(r"[,.;\"]").search(norm, match.start())
        condition = trim(norm, match.start(), min(stop.start() if stop else said.end, said.end))
    return OfferDraft(
        kind=kinds[level], offeror=speaker, gives=[leg], strength=level, condition=condition
    )


def _wishes(said: Said) -> bool:
    """Whether the reporting word hopes for something: of the other side, that is a demand."""
    return said.cue is not None and said.cue.token.lower_.startswith(("hop", "want", "wish"))


def _condition(norm: str, low: int, start: int) -> tuple[int, int] | None:
    """The words before an exchange that make it wait: *after the handshake*, *once they meet*."""
    match = re.compile(
        r"\b(?:after|once|if|provided|when|as soon as)\b[^.\n]*?(?=,? *(?:and )?$|, *[^,]*$)",
        re.IGNORECASE,
    ).search(norm, low, start)
    if match is None:
        return None
    a, b = trim(norm, match.start(), match.end())
    return (a, b) if b - a > 5 else None


def _subject(
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


def _contrasts(
    norm: str, said: list[tuple[Said, Commitment]], controls: list[ControlDraft]
) -> list[OfferDraft]:
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
        if level not in {"possible", "asserted"} or not re.search(
            r"\bother\b", norm[statement.start : statement.end]
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
            tuple(id(leg.control) for leg in offer.gives),
            tuple(id(leg.control) for leg in offer.gets),
            id(offer.offeror) if offer.kind != "mandate" else 0,
            legs[0].verb.doc[0].idx if offer.gets and offer.gives else 0,
            id(legs[0].verb.doc) if offer.gets and offer.gives else 0,
        )
        if key in seen or any(a < leg.end and leg.start < b for leg in legs for a, b in spans):
            continue
        seen.add(key)
        spans.extend((leg.start, leg.end) for leg in legs)
        kept.append(offer)
    return kept
