"""Acts of speech: who asks whom for what, commits to it, refuses it, or gives leave for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading.english.grammar.labels import ABOUT, HELPERS, LINKS, NOUN_SUBJECTS, PARTS
from detente.reading.english.offers._moods import first_of
from detente.reading.english.weight.effects import is_stopped
from detente.reading.english.weight.things import thing_of

__all__ = ["Act", "Kind", "act_of", "kind_of", "term_of", "wish_of"]

Kind = Literal["ask", "commit", "refuse", "permit"]

_PLAIN = frozenset({"VB", "VBP", "VBN", "TO"})
"""Tags of a verb that is wished: *that they pay*, *that it be lifted*."""
_DUTIES = word_class("duty_auxiliary")
_MODALS = _DUTIES | word_class("tense_sure")
_TERMS = word_class("act_term")
_LENDING = word_class("act_lend")
"""Verbs that lend a noun of an act their subject: *issued a plea*, *voiced opposition*."""
_BY_WHOM = word_class("act_by")
_TO_WHOM = word_class("ask_whom")
_FOR_WHAT = {
    "ask": word_class("ask_what"), "commit": word_class("commit_what"),
    "refuse": word_class("refuse_what"), "permit": word_class("permit_what"),
}  # fmt: skip
"""Prepositions of what an act is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act: its word, who performs it, whom it is directed at, what it is about.

    ``content`` is the head of the clause or the noun that says what is asked, pledged, refused or
    allowed; ``denied`` whether the act is negated; ``top`` the verb that carries it.
    """

    kind: Kind
    word: Token
    top: Token
    speaker: Token | None
    addressees: tuple[Token, ...]
    content: Token
    denied: bool

    @property
    def wished(self) -> bool:
        """Whether what is asked is an act to come, not a thing that is claimed to be so."""
        helpers = [c for c in self.content.children if c.dep_ in HELPERS]
        if self.content.pos_ not in {"VERB", "AUX"} or self.content.dep_ != "ccomp":
            return True
        if any(c.lower_ in _DUTIES for c in helpers):
            return True
        return all(c.tag_ in _PLAIN for c in (self.content, *helpers))


@cache
def _kinds() -> dict[tuple[str, str], Kind]:
    """The table of acts."""
    lexicon = load_lexicon()
    lists: dict[str, Kind] = {
        "act_commit": "commit", "act_permit": "permit", "act_refuse": "refuse", "act_ask": "ask",
    }  # fmt: skip
    return {
        (word, part): kind
        for name, kind in lists.items()
        for word, parts in lexicon[name].items()
        for part in parts
    }


def kind_of(token: Token) -> Kind | None:
    """Say which act a word performs, by its lemma and its part of speech."""
    part = PARTS.get(token.pos_)
    if part is None or token.dep_ in {"amod", "compound", "aux"}:
        return None
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.dep_ in {"prt", "prep", "advmod"} and child.i > token.i:
            kind = _kinds().get((f"{lemma} {child.lower_}", part))
            if kind is not None:
                return kind
    return _kinds().get((lemma, part))


def act_of(token: Token) -> Act | None:
    """Read the act that a word performs, with its arguments, or None if it performs none."""
    if token.dep_ == "aux" and token.lower_ in _MODALS:
        return _modal(token)
    kind = kind_of(token)
    if kind is None or _supposed(token):
        return None
    top = _carrier(token)
    if top is None:
        return None
    content = _content(token, top, kind)
    if content is None:
        return None
    return Act(
        kind=kind, word=token, top=top, speaker=_speaker(token, top),
        addressees=_addressees(token, top, content), content=content,
        denied=_denied(token, top) or is_stopped(token),
    )  # fmt: skip


def _supposed(word: Token) -> bool:
    """Whether an act is only supposed: *if Ankara agrees to it*."""
    node = word
    for _ in range(6):
        marks = (c.lower_ for c in node.children if c.dep_ in {"mark", "advmod"})
        if node.dep_ == "advcl" and any(m in _TERMS for m in marks):
            return True
        if node.head.i == node.i:
            break
        node = node.head
    return False


def term_of(act: Act, marks: frozenset[str]) -> Token | None:
    """The verb of the clause that one of some words ties to an act: *until it pays*."""
    for holder in (act.content, act.top):
        for clause in holder.children:
            if clause.dep_ == "advcl" and any(
                m.lower_ in marks for m in clause.children if m.dep_ in {"mark", "advmod"}
            ):
                return clause
    return None


def wish_of(act: Act) -> Token | None:
    """What whoever is asked gets for it: *if it wants to join*, *in order for it to join*."""
    condition = term_of(act, _TERMS)
    if condition is not None and _kinds().get((condition.lemma_.lower(), "v")) == "ask":
        below = [c for c in condition.children if c.dep_ in {"xcomp", "ccomp", "dobj"}]
        return next((c for c in below if c.i > condition.i), None)
    for word in act.content.subtree:
        if word.lower_ == "order" and word.dep_ == "pobj" and word.head.lower_ == "in":
            return next((c for c in word.children if c.tag_ == "VB"), None)
    return None


def _modal(modal: Token) -> Act:
    """*Finland must declare an end to it*, *will supply it*: asked by who says so, or pledged."""
    verb = modal.head
    asks = modal.lower_ in _DUTIES
    subjects = tuple(c for c in first_of(verb).children if c.dep_ in NOUN_SUBJECTS)
    return Act(
        kind="ask" if asks else "commit", word=modal, top=verb,
        speaker=None if asks else _speaker(verb, verb), addressees=subjects if asks else (),
        content=verb, denied=False,
    )  # fmt: skip


def _carrier(token: Token) -> Token | None:
    """The verb that carries an act: itself, the copula of an adjective, a verb that lends."""
    if token.pos_ in {"VERB", "AUX"}:
        return token
    if token.pos_ == "ADJ":
        return token.head if token.dep_ in {"acomp", "oprd", "attr", "conj"} else None
    for child in token.children:  # *a request submitted by Cairo*
        if child.dep_ == "acl" and child.tag_ == "VBN" and child.lemma_.lower() in _LENDING:
            return child
    node = token  # *a great deal of pressure*
    while node.dep_ == "pobj" and node.head.lower_ == "of" and node.head.head.pos_ == "NOUN":
        node = node.head.head
    head = node.head
    if node.dep_ in {"dobj", "nsubjpass"} and head.lemma_.lower() in _LENDING:
        return head
    return token


def _nouns(word: Token, links: frozenset[str]) -> Iterator[Token]:
    """What hangs on a word by some prepositions."""
    for child in word.children:
        if child.dep_ in LINKS and child.lower_ in links:
            yield from (c for c in child.children if c.dep_ in {"pobj", "pcomp"})


def _content(word: Token, top: Token, kind: Kind) -> Token | None:
    """What an act is about: a clause, an aim, else the noun that it is for or does it to."""
    things = [c for c in word.children if c.dep_ in {"dobj", "dative", "nsubjpass", "oprd"}]
    if kind == "permit" and word.pos_ == "VERB" and any(thing_of(c) for c in things):
        return next(c for c in things if thing_of(c))
    clause = _clause(word, top, [*things, *_nouns(word, _TO_WHOM | _BY_WHOM | _FOR_WHAT[kind])])
    if clause is not None:
        return clause
    persons = [c for c in things if c.pos_ in {"PROPN", "PRON"}] if kind == "commit" else []
    for noun in (n for holder in (word, *persons) for n in _nouns(holder, _FOR_WHAT[kind])):
        return noun
    if kind != "ask" or word.pos_ == "VERB":
        for thing in things:
            if word.pos_ == "VERB" and thing.pos_ in {"NOUN", "PRON"} and thing.dep_ != "dative":
                return thing
    return None


def _clause(word: Token, top: Token, near: list[Token]) -> Token | None:
    """The clause that says what an act is about: below its word, its arguments, its carrier."""
    above = [top] if top != word else [_governor(word)] if word.pos_ == "NOUN" else []
    for holder in (word, *near, *above):
        for child in holder.children:
            if child.i <= word.i or child == top or child.pos_ not in {"VERB", "AUX"}:
                continue
            whole = child.dep_ in ABOUT and (holder == word or word.pos_ == "ADJ")
            if whole or (child.dep_ in ABOUT | {"advcl", "relcl"} and _aim(child)):
                return child
    return None


def _governor(word: Token) -> Token:
    """The verb above a noun: *bow to pressure to start*."""
    node = word
    for _ in range(4):
        if node.head.i == node.i or node.pos_ == "VERB":
            break
        node = node.head
    return node


def _aim(verb: Token) -> bool:
    """*To lift it*, *for it to be lifted*."""
    return verb.tag_ in {"VB", "VBN"} and any(
        c.lower_ == "to" for c in verb.children if c.dep_ == "aux"
    )


def _speaker(word: Token, top: Token) -> Token | None:
    """Who performs an act: subject, agent, possessor, *of* or *from* whom, who is above."""
    if word.pos_ == "NOUN":
        own = next((c for c in word.children if c.dep_ == "poss"), None)
        own = own or next(_nouns(word, _BY_WHOM), None)
        if own is not None or top == word:
            return own
    node = top
    for _ in range(5):
        lead = first_of(node)
        agent = next(_nouns(lead, word_class("act_agent")), None)
        passive = any(c.dep_ == "nsubjpass" for c in lead.children)
        if passive or (lead.tag_ == "VBN" and lead.dep_ == "acl"):
            return agent
        subject = next((c for c in lead.children if c.dep_ in NOUN_SUBJECTS), None)
        if subject is not None:
            above = lead.head if lead.dep_ == "relcl" and subject.tag_ in {"WP", "WDT"} else None
            return above if above is not None else subject
        if lead.dep_ == "acl":
            by = next(_nouns(lead.head, _BY_WHOM), None)
            return by if by is not None else lead.head
        if lead.head.i == lead.i or lead.dep_ not in {"xcomp", "advcl", "pcomp", "prep", "conj"}:
            return None
        node = lead.head
    return None


def _addressees(word: Token, top: Token, content: Token) -> tuple[Token, ...]:
    """At whom an act may be directed, the likeliest first.

    The subject of what is asked, the object, *from*, *on* or *to* whom; for a noun without one the
    subject of the verb that takes it up: *rejected an appeal*.
    """
    found: list[Token] = []
    if content.pos_ in {"VERB", "AUX"}:
        found += [c for c in content.children if c.dep_ in NOUN_SUBJECTS]
    things = [c for c in word.children if c.dep_ in {"dobj", "dative", "nsubjpass"}]
    links = _TO_WHOM - _BY_WHOM if word.pos_ == "NOUN" else _TO_WHOM
    found += [*things, *(n for h in (word, top, *things) for n in _nouns(h, links))]
    if word.pos_ == "NOUN" and top == word:
        above = _governor(word)
        taker = _speaker(above, above) if above != word else None
        found += [taker] if taker is not None else []
    return tuple(n for n in found if n.i != content.i)


def _denied(word: Token, top: Token) -> bool:
    nodes = {word, top, first_of(top), _governor(word)}
    return any(
        c.dep_ == "neg" or c.lower_ in word_class("never_no") for node in nodes
        for c in node.children
    )  # fmt: skip
