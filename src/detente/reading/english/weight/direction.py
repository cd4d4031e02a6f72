"""Which way a statement points, by what its verbs do to controls and supplies; its hedges."""

import re
from functools import cache

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._records import Commitment, Polarity
from detente.reading.english.grammar.labels import ACTED_ON
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.grammar.scope import in_background, turned
from detente.reading.english.weight.effects import Deed, deed_of, moves_trade

__all__ = ["EASING_NOUNS", "direction", "hedges", "on_trade", "stops_flow", "verb_group"]

EASING_NOUNS = word_class("easing_noun")
_SUPPLY = compiled("direction.supply")
_STOPPING = word_class("stopping_relief")
_MAKING_KNOWN = word_class("making_known")
_RENEWING = word_class("renewing")
_ORDER: tuple[Polarity, ...] = ("ease", "tighten", "maintain")


def verb_group(lemma: str) -> str | None:
    """Say what a verb does to a control: ``ease``, ``tighten``, ``keep`` or nothing.

    Examples
    --------
    >>> verb_group("lift"), verb_group("impose"), verb_group("sing")
    ('ease', 'tighten', None)
    """
    lexicon = load_lexicon()
    for group in ("ease", "keep", "tighten"):
        if lemma in lexicon[group]:
            return group
    return None


def _objects(token: Token) -> list[str]:
    """Words that a verb or a verbal noun acts on: heads and what qualifies them."""
    heads = [c for c in token.children if c.dep_ in ACTED_ON]
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            heads.extend(c for c in child.children if c.dep_ == "pobj")
    return [head.lower_ for head in heads]


def stops_flow(token: Token) -> bool:
    """Whether a word that would ease a control here stops a supply: *suspended deliveries*."""
    flow = any(_SUPPLY.fullmatch(word) for word in _objects(token))
    return flow and (token.lemma_ in _STOPPING or token.lower_ in word_class("removal_noun"))


def _listed(token: Token) -> bool:
    """*Add a dozen firms to the Entity List*."""
    if token.lemma_.lower() in word_class("list_making"):
        return bool(word_class("list_word") & {*_objects(token)})
    return token.lemma_.lower() in word_class("put_place", "add_verb") and any(
        below.lower_ in word_class("list_word")
        for child in token.children
        if child.dep_ in {"prep", "dative"}
        for below in child.subtree
    )


def _in_view(token: Token) -> bool:
    """*Considering quotas on cobalt*: a control that does not stand yet."""
    return (
        token.pos_ == "NOUN"
        and token.dep_ == "dobj"
        and token.lemma_.lower() in word_class("control_head", "limit_noun", "quota")
        and token.head.lemma_.lower() in word_class("planning_verb")
        and not any(
            child.dep_ in {"det", "poss"} and child.lower_ != "a" for child in token.children
        )
    )


def _withholds(token: Token) -> bool:
    """*We will not supply anything if*: who threatens to sell no more."""
    return (
        token.lemma_.lower() in word_class("ship_export", "supply_deed")
        and any(child.dep_ == "neg" for child in token.children)
        and any(child.dep_ == "nsubj" for child in token.children)
    )


def _further(token: Token) -> bool:
    """*New curbs*, *tighter controls*: a control that comes on top of what there is."""
    return (
        token.pos_ == "NOUN"
        and token.lemma_.lower() in word_class("control_head", "limit_noun", "rule_noun")
        and (token.head.pos_ not in {"VERB", "AUX"} or token.head.lemma_ in _MAKING_KNOWN)
        and any(child.lower_ in word_class("tightening_mark") for child in token.children)
    )


def _binds(token: Token) -> bool:
    """*Will have to apply for licences*, *needs a permit*, *closes a loophole*."""
    lemma = token.lemma_.lower()
    if lemma in word_class("applying"):
        words = {below.lemma_.lower() for child in token.children for below in child.subtree}
        due = (
            lemma == "need"
            or token.head.lemma_ in word_class("needing_verb")
            or any(child.lower_ in word_class("must_or_shall") for child in token.children)
        )
        return due and bool(words & word_class("licence_word"))
    return lemma == "close" and bool(word_class("gap") & {*_objects(token)})


def _given_as_reason(token: Token) -> bool:
    """Whether a word stands in a clause of reason or time past: *since Moscow cut supplies*."""
    return any(
        node.dep_ == "advcl"
        and any(c.dep_ == "mark" and c.lower_ in word_class("because_since") for c in node.children)
        for node in (token, token.head)
    )


def _special(token: Token) -> Deed | None:
    """Deeds told by set phrases rather than by a verb and its object."""
    if token.pos_ not in {"VERB", "AUX"} and token.tag_ not in {"VBG", "VBN"}:
        return None
    if token.lemma_ == "take" and word_class("retaliation_noun") & {*_objects(token)}:
        return "tighten"
    if _listed(token) or _binds(token):
        return "tighten"
    return None


def on_trade(paragraph: Paragraph, spans: list[tuple[int, int]]) -> bool:
    """Whether a content tells of a deed on a control or a supply, named before or not."""
    return any(
        deed_of(token) is not None and moves_trade(token)
        for start, end in spans
        for token in paragraph.tokens(start, end)
    )


def direction(  # noqa: C901, PLR0911 - one branch a rule of grammar
    paragraph: Paragraph,
    spans: list[tuple[int, int]],
    level: Commitment,
    *,
    about_control: bool,
    halted: bool = False,
) -> Polarity:
    """Read whether a statement points to easing, keeping or tightening.

    Notes
    -----
    What a verb does depends on what it is done to: extending a ban tightens, extending a waiver
    eases, and a lapse is good news of a ban and bad news of a licence. The main clause speaks
    before clauses of condition, reason and description.
    """
    if level in {"noncommittal", "question", "denied"} or not about_control:
        return "neutral"
    front: list[tuple[Deed, bool, Token]] = []
    back: list[tuple[Deed, bool, Token]] = []
    new = False
    for start, end in spans:
        tokens = paragraph.tokens(start, end)
        for token in tokens:
            if level == "conditional" and _withholds(token):
                return "tighten"
            new = new or _further(token) or _in_view(token)
            deed = _special(token) or deed_of(token, halted=halted)
            low = tokens[0].i
            if deed is None or _given_as_reason(token):
                continue
            where = in_background(token, low=low)
            if where == "aside" and level != "conditional":
                continue
            (back if where else front).append((deed, turned(token, low=low), token))
    pointing = _settle(front, level) or (None if new else _settle(back, level))
    if pointing is None:
        text = " ".join("".join(t.text_with_ws for t in paragraph.tokens(*span)) for span in spans)
        pointing = next((way for pattern, way in _idioms() if pattern.search(text)), None)
    if level == "refused":
        renewed = any(
            turned_off and deed == "ease" and token.lemma_.lower() in _RENEWING
            for deed, turned_off, token in front
        )
        if renewed:
            return "tighten"
        deeds = {deed for deed, _, _ in (*front, *back)}
        return "neutral" if deeds == {"tighten"} else "maintain"  # no more curbs: no direction
    if pointing in {None, "maintain"} and new and level != "evaluation":
        return "tighten"
    if pointing == "tighten" and level in {"evaluation", "denied"}:
        return "neutral"
    return pointing or "neutral"


def _settle(deeds: list[tuple[Deed, bool, Token]], level: Commitment) -> Polarity | None:
    """Weigh the deeds of a statement: easing before tightening, both before keeping."""
    found: set[Polarity] = set()
    for deed, turned_off, _ in deeds:
        if not turned_off:
            found.add(deed)
        elif deed == "ease" and level in {"pledged", "expected"}:
            found.add("maintain")
        elif deed == "maintain":
            found.add("ease")
    for deed, _, token in deeds:
        rivals = {other for other, off, t in deeds if t in token.conjuncts and not off}
        if deed == "ease" and "tighten" in rivals:
            return "neutral"
    return next((way for way in _ORDER if way in found), None)


def hedges(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """Find the words that soften a statement, the longest at each place."""
    return [match.span() for match in _hedge_pattern().finditer(norm, start, end)]


@cache
def _idioms() -> tuple[tuple[re.Pattern[str], Polarity], ...]:
    return tuple(
        (re.compile(item, re.IGNORECASE), way)
        for item, value in load_lexicon()["idiom"].items()
        for way in _ORDER
        if way == value
    )


@cache
def _hedge_pattern() -> re.Pattern[str]:
    words = sorted(load_lexicon()["hedge"], key=len, reverse=True)
    either = "|".join(re.escape(word) for word in words)
    return re.compile(rf"\b(?:{either})(?!\w)", re.IGNORECASE)
