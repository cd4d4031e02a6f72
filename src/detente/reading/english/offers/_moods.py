"""How a deed is meant: what it hangs on, how firmly somebody means it, and who is asked for it."""

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading.english.grammar.labels import MEANT, SUBJECTS

__all__ = ["first_of", "hung_on", "is_aim", "mood_of"]

_FIRST = ("denied", "asked", "duty", "refused", "possible", "willing", "expected", "pledged")
"""Moods, the one that decides first."""
_ASKING_WORDS = word_class("question_word")
_BRINGS = compiled("frames.brings")
_DEEPEST = 12
_MAKING = word_class("rule_making")
_ASPECT = word_class("aspect_verb")
"""Verbs that only say where a deed stands: *began issuing licences*."""


def hung_on(verb: Token) -> Iterator[Token]:
    """What a deed hangs on, up to the clause that is told."""
    node = verb
    for _ in range(_DEEPEST):
        node = first_of(node)
        if not (node.dep_ in MEANT or is_aim(node)) or node.head.i == node.i:
            return
        own = any(c.dep_ in SUBJECTS for c in node.children)
        infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in node.children)
        head = node.head
        says = head.lemma_.lower() in load_lexicon()["cue"]
        asks = _class(head) == "asked"
        if own and not asks and not infinitive and (says or node.dep_ in {"ccomp", "acl"}):
            if _class(head) == "denied":
                yield head
            return
        node = head
        yield node


def is_aim(node: Token) -> bool:
    """*Pressed him to ensure trade*, *published a rule to relax it*: an aim that is the content."""
    meant = _class(node.head) == "asked" or node.head.lemma_.lower() in _MAKING
    return node.dep_ == "advcl" and meant and node.tag_ == "VB" and any(
        c.dep_ == "aux" and c.lower_ == "to" for c in node.children
    )  # fmt: skip


def first_of(node: Token) -> Token:
    """The first of verbs that share their subject and their helping verbs."""
    while node.dep_ == "conj" and not any(
        c.dep_ in SUBJECTS or c.dep_ == "aux" for c in node.children
    ):
        node = node.head
    return node


def _class(token: Token) -> str:
    if compiled("frames.hope").match(token.lower_):
        return "asked"  # the parser's base form of *hoped* is *hop*
    kind = load_lexicon()["mood"].get(token.lemma_.lower(), "")
    if token.lemma_ == "mean":
        return "denied" if any(c.dep_ == "neg" for c in token.children) else ""
    if token.lemma_ == "insist" and not any(
        c.dep_ == "ccomp" and c.tag_ == "VB" and not any(g.dep_ == "aux" for g in c.children)
        for c in token.children
    ):
        return ""  # *insisted that it would*, not *that the other side do so*
    if token.lemma_ == "tell":
        return "asked" if any(c.dep_ == "xcomp" for c in token.children) else ""
    if token.lemma_ == "rule":
        return kind if any(c.lower_ == "out" for c in token.children) else ""
    return kind


def mood_of(  # noqa: C901 - one branch a rule of grammar
    verb: Token, above: list[Token]
) -> tuple[str, Token | None]:
    """How firmly a deed is meant, and who is asked for it."""
    classes: list[str] = []
    asked: Token | None = None
    for node in above:
        kind = _class(node)
        if kind:
            classes.append(kind)
        if kind == "asked" and asked is None:
            asked = _addressed(node, verb) or verb
    lead = first_of(verb)
    if above and lead.tag_ == "VB" and above[0].lemma_ == "be" and lead.dep_ == "xcomp":
        classes.append("pledged")  # *is to issue general licences*
    owns = any(c.dep_ in SUBJECTS for c in lead.children)  # *provided that Jakarta eased it*
    if not owns and any(_BRINGS.fullmatch(node.lemma_.lower()) for node in above):
        classes.append("pledged")  # *provides for the removal*, *published a rule to relax it*
    if lead.tag_ == "VB" and lead.dep_ in {"ROOT", "ccomp"} and not _helped(lead):
        return "asked", verb  # *Lift the ban now*
    for node in (verb, lead, *above):
        classes += [m for c in node.children if c.dep_ == "aux" and (m := _class(c))]
    last = above[-1] if above else verb
    owned = any(c.dep_ == "poss" for c in last.children)  # *Tokyo's decision to resume exports*
    presupposed = last.pos_ == "NOUN" and last.dep_ in SUBJECTS and not owned
    clauses = {c.dep_ for c in verb.head.children if c.i > verb.i}
    if verb.pos_ == "NOUN" and verb.dep_ == "attr" and verb.head.tag_ == "VBZ":
        classes.append("pledged")  # *the main change is the removal of it*
    presupposed |= (
        verb.pos_ == "NOUN" and verb.dep_ == "dobj" and bool(clauses & {"xcomp", "ccomp"})
    )
    asking = last.dep_ != "relcl" and any(c.lower_ in _ASKING_WORDS for c in last.children)
    asking |= any(
        c.lower_ in _ASKING_WORDS for n in (lead, *above) if n.dep_ == "ccomp" for c in n.children
        if c.dep_ == "mark"
    )  # fmt: skip
    if presupposed or asking:
        return "", None  # *the decision to lift it is seen as*, *asked whether they may ship*
    for kind in _FIRST:
        if kind in classes:
            return kind, asked
    top = next((n for n in reversed([lead, *above]) if n.pos_ in {"VERB", "AUX"}), None)
    if top is not None and top != lead and top.lemma_.lower() in _ASPECT:
        return _told(first_of(top)), None  # *continue to allow it*, *began issuing licences*
    if top is None or (above and top != lead and not classes):
        return "", None
    return _told(top), None


def _helped(verb: Token) -> bool:
    return any(c.dep_ in {"aux", "auxpass"} or c.dep_ in SUBJECTS for c in verb.children)


def _addressed(asking: Token, verb: Token) -> Token | None:
    """Whom a verb of asking addresses; *was told by Washington to get licences*: its subject."""
    passive = next((c for c in asking.children if c.dep_ == "nsubjpass"), None)
    if passive is not None:
        return passive
    for child in islice(asking.subtree, 60):
        if child.i >= verb.i:
            break
        near = asking in {child.head, child.head.head} or child.head == verb
        if near and child.i > asking.i and child.dep_ in {"dobj", "pobj", "nsubj", "dative"}:
            return child
    return None


def _told(top: Token) -> str:
    """Whether a finite verb tells of a deed that is done, or of a state that stands."""
    helpers = {c.lower_ for c in top.children if c.dep_ in {"aux", "auxpass"}}
    if "had" in helpers:
        return "told"
    if top.tag_ == "VBG" and helpers & word_class("be_past", "be_present_plain"):
        return "told" if helpers & word_class("be_past") else "done"  # *is lifting the ban*
    if top.tag_ in {"VBN", "VBD"} or helpers & word_class("has_or_have", "do_past"):
        state = helpers & word_class("be_present") and not helpers & word_class(
            "has_or_have", "been"
        )
        return "standing" if state else "done"
    if top.tag_ in {"VBZ", "VBP"} or helpers & word_class("be_present_plain", "do_form"):
        return "standing"
    if top.tag_ == "VB" and not helpers and any(c.dep_ in SUBJECTS for c in top.children):
        return "standing"  # a present tense that the tagger misses
    if top.tag_ == "VB" and "to" in helpers and top.head.lemma_ == "be":
        return "pledged"
    return ""
