"""What a noun is to a trade: a control, a cap, a supply, or a relief from a control."""

from itertools import islice
from typing import Literal

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading.english.grammar.labels import ACTED_ON

__all__ = ["DUTIES", "Thing", "about", "thing_of", "way_of"]

Thing = Literal["bar", "flow", "relief", "cap"]

DUTIES = word_class("duty")
"""Words for a charge on trade."""
_UNDOING = word_class("undoing")
_IT = word_class("pronoun_thing")
_APART = {"bar": word_class("clearing"), "relief": word_class("talk_channel")}
"""What a noun before makes of a bar or of a relief."""
_LONGEST = 40
"""How far into what hangs on a noun is looked [words]."""


def thing_of(noun: Token, *, halted: bool = False) -> Thing | None:  # noqa: PLR0911 - one branch a kind
    """Say what a noun is to a trade: a control, a cap, a supply, or a relief from a control."""
    numbered = _numbered(noun)
    noun = numbered or noun
    lemma = noun.lemma_.lower()
    kind = load_lexicon()["thing"].get(lemma)
    if kind == "act":  # *Announcement No. 46*, *the notice banning exports*
        kind = "bar" if numbered or any(c.dep_ == "acl" for c in noun.children) else None
    if (kind is None and noun.pos_ != "PRON") or _is_duty(noun):
        return None
    before = {c.lemma_.lower() for c in noun.children if c.dep_ in {"compound", "amod"}}
    behind = {other.lemma_.lower()} if (other := about(noun)) is not None else set()
    if kind in _APART and (before | behind) & _APART[kind]:
        return "flow" if kind == "bar" else None  # *customs procedures*, *diplomatic channels*
    if kind == "pause":
        return _paused(noun, before, halted=halted)
    if kind in {"bar", "flow", "relief", "cap"}:
        return kind  # type: ignore[return-value] # the table's own words
    if kind == "part":  # most of the curbs, a range of restrictions
        below = about(noun)
        if below is None:
            return "bar" if lemma == "list" else None
        return thing_of(below, halted=halted)
    if noun.pos_ == "PRON":
        undone = noun.dep_ in ACTED_ON and noun.head.lemma_.lower() in _UNDOING
        return "bar" if undone and noun.lower_ in _IT else None
    return None


def _numbered(noun: Token) -> Token | None:
    """The act whose number the parser takes for the head: *Order No. 46*, *Notice 46*."""
    if noun.pos_ != "NUM" and noun.lower_ not in word_class("number_mark"):
        behind = any(c.dep_ == "nummod" and c.i > noun.i for c in noun.children)
        return noun if behind else None
    before = noun.nbor(-1) if noun.i else None
    return before if before is not None and before.pos_ in {"NOUN", "PROPN"} else None


def _paused(noun: Token, before: set[str], *, halted: bool) -> Thing:
    """A suspension: of a supply, a bar; of a control, a relief."""
    below = about(noun)
    inner = thing_of(below) if below is not None else None
    if inner is None and any(load_lexicon()["thing"].get(word) == "flow" for word in before):
        inner = "flow"
    if inner is None:
        return "bar" if halted else "relief"
    return "bar" if inner == "flow" else "relief"


def _is_duty(noun: Token) -> bool:
    """Whether a tariff or the like stands before a noun: *tariff curbs*."""
    phrase = islice(noun.subtree, _LONGEST)
    return any(t.lemma_.lower() in DUTIES for t in phrase if t.dep_ in {"compound", "amod"})


def about(noun: Token) -> Token | None:
    """What a noun is of, to or in: *most* | *of the curbs*."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in word_class("to_mark", "of_on", "in_from"):
            return next((c for c in child.children if c.dep_ in {"pobj", "pcomp"}), None)
    return None


def way_of(noun: Token) -> Token | None:
    """Where goods go, said of a noun for a flow of them: *exports of oxide* | *to Japan*."""
    if noun.lemma_.lower() not in load_lexicon()["flow_noun"]:
        return None
    marks = word_class("to_mark")
    return next((c for c in noun.children if c.i > noun.i and c.lower_ in marks), None)
