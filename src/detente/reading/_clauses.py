"""Order told by clauses: *once deliveries resume*, *until the West lifts*, *after it took over*."""

from dataclasses import dataclass

from spacy.tokens import Token

from detente.reading._controls import ControlDraft
from detente.reading._goods import GENERIC, find_goods
from detente.reading._nlp import Paragraph, subtree

__all__ = ["ClauseOrder", "clause_orders"]

_SUB_FIRST = frozenset({"after", "once", "if", "since", "when"})
_MAIN_FIRST = frozenset({"before", "until", "till"})
_HEAVY = frozenset({"advcl", "cc", "conj", "punct", "mark", "parataxis", "advmod", "relcl"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseOrder:
    """Two clauses of a sentence, the earlier first, with the word that orders them."""

    first: tuple[int, int]
    second: tuple[int, int]
    word: tuple[int, int]
    conditional: bool


def clause_orders(
    norm: str, paragraphs: list[Paragraph], controls: list[ControlDraft]
) -> list[ClauseOrder]:
    """Find the clauses that a word of time or condition puts in order, where controls are at stake.

    Parameters
    ----------
    norm, paragraphs, controls
        The parsed article and its controls.
    """
    goods = [g.start for g in find_goods(norm) if g.row.family != GENERIC]
    mentions = [m.start for c in controls for m in c.mentions]
    places = sorted([*goods, *mentions])
    found: list[ClauseOrder] = []
    for paragraph in paragraphs:
        if paragraph.segment.kind == "headline":
            continue
        for token in paragraph.doc:
            if token.dep_ != "advcl" or token.pos_ not in {"VERB", "AUX"}:
                continue
            order = _order(paragraph, token)
            if order is None:
                continue
            low, high = paragraph.bounds(token.sent)
            if any(low <= place < high for place in places):
                found.append(order)
    return found


def _order(paragraph: Paragraph, verb: Token) -> ClauseOrder | None:
    mark = next((c for c in verb.children if c.i < verb.i and c.lower_ in _WORDS), None)
    main = verb.head
    if mark is None or main.i == verb.i or main.pos_ not in {"VERB", "AUX"}:
        return None
    if mark.lower_ == "when" and not any(
        c.lower_ in {"will", "would"} for c in main.children if c.dep_ == "aux"
    ):
        return None
    sub, whole = _clause(paragraph, verb), _clause(paragraph, main, without=verb)
    if sub is None or whole is None or (sub[0] < whole[1] and whole[0] < sub[1]):
        return None
    word = (paragraph.start_of(mark), paragraph.end_of(mark))
    negated = any(c.dep_ == "neg" for c in main.children)
    sub_first = mark.lower_ in _SUB_FIRST or (mark.lower_ in {"until", "till"} and negated)
    first, second = (sub, whole) if sub_first else (whole, sub)
    return ClauseOrder(
        first=first, second=second, word=word, conditional=mark.lower_ in {"if", "when"}
    )


_WORDS = _SUB_FIRST | _MAIN_FIRST


def _clause(
    paragraph: Paragraph, verb: Token, *, without: Token | None = None
) -> tuple[int, int] | None:
    """The verb with its subject, objects and complements, what is set beside it left out."""
    heavy = frozenset(
        c
        for c in verb.children
        if c.dep_ in _HEAVY or c is without or (without is not None and c.i == without.i)
    )
    low, high = subtree(verb, without=heavy)
    if without is not None:
        if without.i < verb.i:
            low = max(low, without.right_edge.i + 1)
        else:
            high = min(high, without.left_edge.i - 1)
    if low > high:
        return None
    return paragraph.start_of(paragraph.doc[low]), paragraph.end_of(paragraph.doc[high])
