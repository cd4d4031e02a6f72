"""Phrases that look like a control and are none, or only take one up: *there is no ban*."""

from spacy.tokens import Token

from detente.facts.words import compiled, word_class
from detente.reading.english.text.gazetteer import party_word

__all__ = ["from_abroad", "no_control", "takes_up"]

_IMPORT = compiled("no_control.import")
_OUTWARD = compiled("no_control.outward")
_PERSONS = compiled("no_control.persons")
_GENERAL = word_class("general_control")


def _ruled_out(head: Token) -> bool:
    """*Ruled out any controls on copper*: one that there is not."""
    return head.head.lemma_.lower() in word_class("no_control_verb") and any(
        child.lower_ in word_class("any_or_no") for child in head.children
    )


def _in_a_name(head: Token) -> bool:
    """*The Authority for Regulation and Control of Strategic Minerals*: part of a name."""
    if head.i == 0 or not head.text[:1].isupper() or head.is_sent_start:
        return False
    after = head.nbor(1) if head.i + 1 < len(head.doc) else None
    return (
        head.text.lower() in word_class("control_name")
        and head.nbor(-1).text in word_class("aim_preposition", "of", "and")
        and after is not None
        and after.text == "of"
    )


def _there_is_none(head: Token) -> bool:
    """*There was no ban on exports*, *has no ban on it*, *no curbs are in place*: none there is."""
    above = head.head
    stands = head.dep_ == "nsubj" and above.lemma_.lower() in word_class("being_there")
    held = head.dep_ == "dobj" and above.lemma_.lower() in word_class("imposing", "keep")
    return any(c.lower_ == "no" for c in head.children) and (
        stands or held or any(c.dep_ == "expl" for c in above.children)
    )


def from_abroad(phrase: str) -> bool:
    """*A ban on coal from Australia*: on what comes in, unless it is China's own *curbs from*."""
    source = compiled("no_control.source").search(phrase)
    if source is None or _OUTWARD.search(phrase):
        return False
    place = party_word()[0].match(phrase, source.end())
    owner = party_word()[0].search(phrase, 0, source.start())
    return bool(place and (owner is None or party_word()[1][owner[0]] != party_word()[1][place[0]]))


def takes_up(head: Token, lemma: str) -> bool:
    """*The measure*, *the requirement*, *the quotas*: a control named before, by a general word."""
    definite = any(
        c.dep_ in {"det", "poss"} and c.lower_ in word_class("definite", "demonstrative")
        for c in head.children
    )
    described = any(
        c.dep_ in {"compound", "nmod"}
        or (c.dep_ == "prep" and c.lower_ in word_class("aim_preposition", "of_on"))
        for c in head.children
    )
    if head.dep_ == "compound" or described:
        return False
    return definite and lemma in _GENERAL


def _foreign_to_exports(phrase: str, lemma: str) -> bool:
    """Whether a phrase bars imports, or punishes persons, or is of no one party (*the West*)."""
    if _OUTWARD.search(phrase):
        return False
    return bool(_IMPORT.search(phrase)) or (lemma == "sanction" and bool(_PERSONS.search(phrase)))


def no_control(phrase: str, head: Token, lemma: str) -> bool:
    """Whether a phrase bars imports or persons, denies a control, or is part of a name."""
    return (
        _foreign_to_exports(phrase, lemma)
        or _ruled_out(head)
        or _in_a_name(head)
        or _there_is_none(head)
    )
