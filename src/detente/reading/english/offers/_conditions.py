"""Conditional trades: *A would lift this if B dropped that*, in either order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._text import trim
from detente.reading.english.controls.controls import ControlDraft
from detente.reading.english.grammar.labels import ACTED_ON, NOUN_SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast
from detente.reading.english.steps.legs import LegDraft
from detente.reading.english.weight.effects import deed_of

__all__ = ["CONDITION", "READY", "Conditional", "find_conditional", "held_until"]

CONDITION = compiled("conditions.condition")
_STOP = compiled("conditions.stop")
READY = compiled("conditions.ready")
_TIGHT = compiled("conditions.tight")
_UNTIL = compiled("conditions.until")
_CUTTING = word_class("supply_cut")
_STAYING = word_class("staying")
_MISDEEDS = word_class("misdeed")
_SUPPLYING = word_class("supply_verb")
_NEAR = 60
"""How far behind a cut its *until* may stand [code points]."""
_CONTROLS = compiled("conditions.controls")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    """A trade with its condition: what is given, what is asked, and the words that tie them."""

    gives: list[LegDraft]
    gets: list[LegDraft]
    condition: tuple[int, int]
    trigger: tuple[int, int]


def find_conditional(
    norm: str,
    paragraph: Paragraph,
    bounds: tuple[int, int],
    legs: list[LegDraft],
    cast: Cast,
    speaker: str | None,
) -> Conditional | None:
    """Find the trade that a condition makes."""
    low, high = bounds
    for word, main, end in _conditions(norm, low, high):
        condition = trim(norm, word.start(), end, marks=' \n,;:."')
        within = [k for k in legs if word.start() <= k.start < end]
        outside = [k for k in legs if main[0] <= k.start < main[1]]
        text = norm[word.end() : end]
        if word[0].lower() in word_class("until_when") and not within:
            continue
        if outside and within:
            return None  # a pair, read as such
        pair: tuple[LegDraft, LegDraft | None] | None = None
        if outside:
            if not READY.search(norm, low, high):
                continue
            other = _clause(paragraph, word.end(), end, norm, cast, None)
            pair = outside[0], other if _counts(other, outside[0], text) else None
        elif READY.search(norm, *main) and not _TIGHT.search(norm, *main):
            give = _clause(paragraph, *main, norm, cast, speaker)
            get = within[0] if within else _clause(paragraph, word.end(), end, norm, cast, None)
            if (legs and not within) or (not legs and _TIGHT.search(norm, low, high)):
                continue
            misdeed = get is not None and get.verb.lemma_.lower() in _MISDEEDS
            if (
                give
                and get
                and give.actor
                and get.actor
                and give.actor != get.actor
                and not misdeed
            ):
                pair = give, get
        if pair is not None:
            gets = [pair[1]] if pair[1] else []
            return Conditional(gives=[pair[0]], gets=gets, condition=condition, trigger=word.span())
    return None


def held_until(
    norm: str,
    paragraph: Paragraph,
    bounds: tuple[int, int],
    controls: list[ControlDraft],
    cast: Cast,
) -> Conditional | None:
    """Find a cut that waits for another side's deed: *no supplies until they pay*."""
    low, high = bounds
    for word in _UNTIL.finditer(norm, low, high):
        threat = word[0].lower() not in word_class("until_when")
        cuts = [
            (mention.start, mention, control)
            for control in controls
            for mention in control.mentions
            if low <= mention.start < word.start() <= mention.end + _NEAR and not threat
            and mention.head.lemma_.lower() in _CUTTING
            and not _STOP.search(norm, mention.end, word.start())
        ]
        stop = _STOP.search(norm, word.end(), high)
        end = stop.start() if stop else high
        get = _clause(paragraph, word.end(), end, norm, cast, None)
        if get is None or not any(c.dep_ in {*NOUN_SUBJECTS, "expl"} for c in get.verb.children):
            continue
        give = _withheld(norm, paragraph, (low, word.start()), cast)
        if cuts:
            _, mention, control = max(cuts, key=lambda cut: cut[0])
            give = LegDraft(
                actor=control.imposer, action="resume", control=control, start=mention.start,
                end=min(mention.end, word.start()), verb=mention.head,
            )  # fmt: skip
        kept = {"maintain"} if threat else {"maintain", "tighten"}
        give = give or _standing(norm, paragraph, (low, word.start()), controls, cast, kept)
        if give is None or (get.actor is not None and get.actor == give.actor):
            continue
        condition = trim(norm, word.start(), end, marks=' \n,;:."')
        return Conditional(gives=[give], gets=[get], condition=condition, trigger=word.span())
    return None


def _withheld(
    norm: str, paragraph: Paragraph, bounds: tuple[int, int], cast: Cast
) -> LegDraft | None:
    """A supply that is refused: *will send no gas*, *will not deliver*."""
    for token in paragraph.tokens(*bounds):
        things = [c for c in token.children if c.dep_ in ACTED_ON]
        flows = [
            c for c in token.children
            if c.dep_ == "nsubj" and c.lemma_.lower() in load_lexicon()["flow_noun"]
        ]  # fmt: skip
        none = any(g.lower_ == "no" for c in things for g in c.children)
        denied = none or any(c.dep_ == "neg" for c in token.children)
        if token.pos_ == "VERB" and denied and token.lemma_.lower() in _SUPPLYING:
            give = _clause(paragraph, *bounds, norm, cast, None)
            return give if give is not None and (give.actor is not None or flows) else None
    return None


def _standing(
    norm: str, paragraph: Paragraph, bounds: tuple[int, int], controls: list[ControlDraft],
    cast: Cast, deeds: set[str],
) -> LegDraft | None:  # fmt: skip
    """A control that is kept or made: *the ban will remain in effect*, *will impose limits*."""
    for token in paragraph.tokens(*bounds):
        if token.pos_ not in {"VERB", "AUX"} or deed_of(token) not in deeds:
            continue
        give = _clause(paragraph, *bounds, norm, cast, None)
        if give is None:
            return None
        owners = {c.imposer for c in controls if c.imposer}
        give.actor = give.actor or (owners.pop() if len(owners) == 1 else None)
        give.control = next(
            (c for c in controls for m in c.mentions if give.start <= m.start < give.end), None
        )
        stays = token.lemma_.lower() in _STAYING
        return give if give.control is not None or stays else None
    return None


def _conditions(
    norm: str, low: int, high: int
) -> Iterator[tuple[re.Match[str], tuple[int, int], int]]:
    """Find the conditions: the word, the main clause beside it, the end of the condition."""
    for word in CONDITION.finditer(norm, low, high):
        leading = word.start() - low <= 12 or norm[word.start() - 2 : word.start()] in {": ", '" '}
        stop = _STOP.search(norm, word.end(), high)
        end = stop.start() if stop else high
        if not leading:
            yield word, (low, word.start()), end
        elif stop is not None and norm[end] == ",":
            yield word, (end + 1, high), end


def _counts(other: LegDraft | None, give: LegDraft, text: str) -> bool:
    """Whether a condition is another side's part, not a state of the world."""
    if other is None or other.actor == give.actor:
        return False
    return other.actor is not None or bool(_CONTROLS.search(text))


def _clause(
    paragraph: Paragraph,
    start: int,
    end: int,
    norm: str,
    cast: Cast,
    speaker: str | None,
) -> LegDraft | None:
    """A clause as one side's part, whatever it does."""
    a, b = trim(norm, start, end, marks=' \n,;:."')
    lead = compiled("conditions.link").match(norm, a, b)
    a = lead.end() if lead else a
    said = compiled("conditions.telling_tail").search(norm, a, b)
    b = said.start() if said else b
    tokens: list[Token] = paragraph.tokens(a, b) if a < b else []
    verb = next((t for t in tokens if t.pos_ == "VERB"), None)
    if verb is None:
        return None
    subject = next((t for t in tokens if t.dep_ in NOUN_SUBJECTS and t.i <= verb.i), None)
    party = None
    if subject is not None:
        reach = subject.right_edge.i if subject.right_edge.i < verb.i else subject.i
        party = cast.party_in(
            max(a, paragraph.start_of(paragraph.doc[subject.left_edge.i])),
            paragraph.end_of(paragraph.doc[reach]),
        )
        named = cast.named_at(paragraph.offset, paragraph.end)
        party = party or next(
            (d.party for x, y, d in named if x <= paragraph.start_of(subject) < y and d.party), None
        )
    return LegDraft(
        actor=party or speaker, action=verb.lemma_.lower(), control=None, start=a, end=b,
        verb=verb,
    )  # fmt: skip
