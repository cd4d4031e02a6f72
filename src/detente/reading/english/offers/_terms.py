"""Terms of a joint statement or a fact sheet: what each side binds itself to, as one trade."""

from spacy.tokens import Token

from detente.facts.words import compiled, word_class
from detente.reading._records import Commitment
from detente.reading._text import trim
from detente.reading.english.grammar.labels import NOUN_SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph, subtree
from detente.reading.english.names.entities import Draft
from detente.reading.english.said.said import Said
from detente.reading.english.steps.legs import LegDraft, Legs
from detente.reading.english.weight.direction import stops_flow, verb_group

__all__ = ["RETURN", "Side", "find_terms"]

RETURN = compiled("terms.return")
_EASES = word_class("easing_term")
_OPENS = word_class("term_opener")


_NO_TERM = word_class("no_term")


class Side:
    """One party's terms in a row."""

    def __init__(self, speaker: Draft | None, party: str | None) -> None:
        self.speaker, self.party = speaker, party
        self.legs: list[LegDraft] = []
        self.answers: tuple[int, int] | None = None
        """The words that make the row an answer: *In return*."""


def find_terms(norm: str, said: list[tuple[Said, Commitment]], finder: Legs) -> list[Side]:
    """Find what each party of a joint statement will do to ease, rows of one party together."""
    rows: list[Side] = []
    for statement, level in said:
        if level != "pledged" or statement.speaker is None or statement.cue is not None:
            continue
        legs = _of_statement(norm, statement, finder)
        if not legs:
            continue
        party = statement.speaker.party
        answer = RETURN.match(norm, statement.start, statement.end)
        if not rows or rows[-1].party != party or answer:
            rows.append(Side(statement.speaker, party))
        if answer:
            rows[-1].answers = trim(norm, *answer.span(), marks=' \n,;:."-')
        rows[-1].legs += legs
    return rows


def _of_statement(norm: str, statement: Said, finder: Legs) -> list[LegDraft]:
    paragraph = statement.paragraph
    party = statement.speaker.party if statement.speaker else None
    found = finder.find(paragraph, statement.start, statement.end)
    legs = [leg for leg in found if leg.actor in {None, party} or leg.control is None]
    for leg in legs:
        leg.actor = party
    if _listed(norm, statement):
        item = paragraph.tokens(statement.start, statement.end)[0]
        start, end = _item(norm, statement, paragraph)
        if legs or item.lemma_.lower() in _NO_TERM or verb_group(item.lemma_.lower()) == "tighten":
            return legs
        control = finder.control_in(start, end, party)
        return [
            LegDraft(
                actor=party, action=item.lemma_.lower(), control=control,
                start=start, end=end, verb=item,
            )
        ]  # fmt: skip
    for token in paragraph.tokens(statement.start, statement.end):
        if token.pos_ not in {"VERB", "AUX"} or not _bound(token):
            continue
        if not _eases(token):
            continue
        start, end = _clause(norm, paragraph, token)
        if any(leg.start < end and start < leg.end for leg in legs):
            continue
        legs.append(
            LegDraft(
                actor=party, action=token.lemma_.lower(), control=None, start=start, end=end,
                verb=token,
            )
        )  # fmt: skip
    return sorted(legs, key=lambda leg: leg.start)


def _listed(norm: str, statement: Said) -> bool:
    """Whether a statement is an item of a list below a line that names its party."""
    if statement.speaker_span is None or statement.speaker_span[1] > statement.start:
        return False
    return ":" in norm[statement.speaker_span[1] : statement.start]


def _item(norm: str, statement: Said, paragraph: Paragraph) -> tuple[int, int]:
    """An item without the clauses that hang on it: *so that 10 percent stays in force*."""
    end = statement.end
    for token in paragraph.tokens(statement.start, statement.end):
        if token.lower_ in word_class("opens_term") and token.i:
            before = token.nbor(-1)
            if before.text == ",":
                end = min(end, paragraph.start_of(before))
    return trim(norm, statement.start, end, marks=' \n,;:."')


def _bound(token: Token) -> bool:
    """Whether *will* stands before a verb or before the one it is joined to."""
    if any(c.dep_ == "aux" and c.lower_ in word_class("future_auxiliary") for c in token.children):
        return True
    return token.dep_ == "conj" and any(
        c.dep_ == "aux" and c.lower_ in word_class("future_auxiliary") for c in token.head.children
    )


def _eases(token: Token) -> bool:
    denied = any(c.dep_ == "neg" for c in token.children)
    lemma = token.lemma_.lower()
    if denied:
        return verb_group(lemma) == "tighten"
    if lemma in _OPENS:
        return any(
            t.i > token.i and (verb_group(t.lemma_.lower()) == "ease" or t.lemma_ in _EASES)
            for t in token.subtree
            if t.pos_ == "VERB"
        )
    return (verb_group(lemma) == "ease" and not stops_flow(token)) or lemma in _EASES


def _clause(norm: str, paragraph: Paragraph, token: Token) -> tuple[int, int]:
    heavy = frozenset(
        c
        for c in token.children
        if c.dep_ in {"conj", "cc", "advcl", "punct", "advmod", "parataxis"}
    )
    low, high = subtree(token, without=heavy)
    subject = next((c for c in token.children if c.dep_ in NOUN_SUBJECTS), None)
    if subject is not None:
        low = subject.left_edge.i
    doc = paragraph.doc
    return trim(norm, paragraph.start_of(doc[low]), paragraph.end_of(doc[high]), marks=' \n,;:."-')
