"""Whether a mention tells of a control that there is, denies one, or only imagines one."""

from typing import Literal

from spacy.tokens import Token

from detente.facts.words import word_class
from detente.reading.english.controls.transitions import no_longer
from detente.reading.english.grammar.labels import NOUN_SUBJECTS
from detente.reading.english.grammar.scope import noes_of

__all__ = ["Mood", "mood_of"]

Mood = Literal["told", "denied", "imagined"]
_DENYING = word_class("denying")
_FALSE = word_class("false_word")
_HEARSAY = word_class("hearsay_noun")
_DREADED = word_class("dreaded_noun")
_IMPOSING = word_class("imposing") - word_class("keep", "renewing")
_EXPECTING = word_class("expecting_verb")
_LETTING = word_class("letting")
_WEIGHING = word_class("weighing_verb")
_PERMITS = word_class("permission", "permission_asked")
_MODALS = word_class("modal_possible")
_ONLY_A = word_class("article", "indefinite")
_SUPPOSING = word_class("supposing")
_DEEPEST = 12
"""Steps from a control to what governs it, after which nothing bears on it."""


def mood_of(head: Token, *, verbal: bool) -> Mood:
    """Say whether a mention, by its noun or restricting verb, tells of a control or does not.

    Notes
    -----
    What is called *the ban*, *its ban* or *China's curbs* is presupposed: it is there, whatever is
    denied, asked or supposed of it. A verb that restricts, and *a ban*, are only as real as the
    clauses that they stand in.
    """
    if not verbal and not head.text.isupper() and _presupposed(head):
        return "told"
    if no_longer(head, verbal=verbal):
        return "told"
    permit = not verbal and head.lemma_.lower() in _PERMITS
    loose = verbal or any(child.lower_ in _ONLY_A for child in head.children)
    node, below = head, head
    for _ in range(_DEEPEST):
        acts = node.i == head.i if verbal else not permit and node.lemma_.lower() in _IMPOSING
        found = _by_hearsay(node) or _by_verb(node, below, head, acts=acts, loose=loose)
        if found is not None:
            return found
        if node.head.i == node.i or (node.dep_ == "relcl" and not acts):
            break
        node, below = node.head, node
    return "told"


def _presupposed(head: Token) -> bool:
    """Whether a noun speaks of a control as of one that there is: *the ban*, *China's curbs*."""
    return any(
        child.dep_ == "poss"
        or child.lower_ in word_class("definite", "demonstrative", "possessive_thing")
        for child in head.children
    )


def _by_verb(node: Token, below: Token, head: Token, *, acts: bool, loose: bool) -> Mood | None:  # noqa: PLR0911 - one branch a kind
    """What a verb above a mention makes of it: *has never banned*, *no plan to ban*."""
    lemma = node.lemma_.lower()
    noes = noes_of(node) or [c for c in node.children if c.lower_ in word_class("never_any")]
    aux = {child.lower_ for child in node.children if child.dep_ == "aux"}
    if acts and noes and not aux & _MODALS and lemma not in _LETTING:
        return "denied"
    if acts and (aux & _MODALS or _supposed(node)):
        return "imagined"
    if lemma == "rule" and any(child.lower_ == "out" for child in node.children):
        return ("imagined" if noes else "denied") if loose else None
    if lemma in _DENYING and node.i != head.i:
        refused = below.i == head.i and head.lemma_.lower() in _PERMITS
        apart = refused or _other_clause(below, head) or _cut_off(head, node)
        return None if apart else "denied"
    if loose and lemma in _SUPPOSING and below.dep_ in {"ccomp", "xcomp"}:
        own = any(child.dep_ in {*NOUN_SUBJECTS, "aux"} for child in node.children)
        return "imagined" if own else "denied"  # *imagine that Chile banned exports*
    if (
        noes
        and below.dep_ == "prep"
        and below.lower_ in word_class("to_with")
        and lemma in word_class("retaliating")
    ):
        return "denied"  # *never answered with curbs of its own*
    if loose and noes and lemma in _EXPECTING:
        return "denied" if below.dep_ == "xcomp" else "imagined"
    if (
        loose
        and node.i != head.i
        and any(child.lower_ == "no" and child.dep_ == "det" for child in node.children)
    ):
        return "denied"
    weighed = below.i == head.i and below.dep_ in NOUN_SUBJECTS and aux & (_MODALS | {"would"})
    return "imagined" if weighed and loose and node.i != head.i else None


def _by_hearsay(node: Token) -> Mood | None:
    """What a noun above a mention makes of it: *reports of a ban were false*, *fears of a ban*."""
    lemma = node.lemma_.lower()
    if lemma in _DREADED:
        return "imagined"
    if lemma not in _HEARSAY:
        return None
    above = node.head
    false = above.lemma_.lower() in _DENYING or {t.lemma_.lower() for t in above.subtree} & _FALSE
    return "denied" if false else None


def _supposed(node: Token) -> bool:
    """Whether a clause is a condition: *if it banned*, *were it to ban*, *whether it banned*."""
    if node.head.lemma_.lower() not in _WEIGHING and any(
        child.lower_ == "whether" for child in node.children
    ):
        return True
    for above in (node, node.head):
        marks = {child.lower_ for child in above.children if child.dep_ in {"mark", "advmod"}}
        if above.dep_ == "advcl" and marks & word_class("open_condition", "should_lest"):
            return True
        subject = next((child for child in above.children if child.dep_ in NOUN_SUBJECTS), None)
        if subject is None:
            continue
        turned = [above, *above.children]
        if any(t.lower_ in word_class("should_were") and t.i < subject.left_edge.i for t in turned):
            return True
    return False


def _cut_off(head: Token, node: Token) -> bool:
    """Whether a clause of its own follows: *China stopped exports; Beijing denied it*."""
    return head.i < node.i and ";" in head.doc[head.i : node.i].text


def _other_clause(below: Token, head: Token) -> bool:
    """Whether what is denied is another clause that only contains the mention."""
    node = head
    while node.i not in (below.i, node.head.i):
        if node.dep_ in {"relcl", "advcl", "acl"} and node.head.i != below.i:
            return True
        node = node.head
    return False
