"""What a clause does to a control: ends, pauses, brings back, begins or keeps it, and when."""

import itertools
from typing import Literal

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._records import Status
from detente.reading.english.grammar.labels import ACTED_ON, NOUN_SUBJECTS
from detente.reading.english.text.gazetteer import party_word

__all__ = ["Time", "no_longer", "state_after"]

Time = Literal["done", "ahead", "not"]
_AFTER: dict[tuple[str, Time], Status] = {
    ("gone", "done"): "lifted",
    ("gone", "ahead"): "in force",
    ("paused", "done"): "suspended",
    ("paused", "ahead"): "in force",
    ("back", "done"): "in force",
    ("back", "ahead"): "proposed",
    ("made", "done"): "in force",
    ("made", "ahead"): "proposed",
    ("begun", "done"): "in force",
    ("begun", "ahead"): "proposed",
    ("put off", "done"): "proposed",
    ("kept", "done"): "in force",
    ("kept", "ahead"): "in force",
}
"""The status of a control after what is done to it; what is not done leaves it as it was."""
_OWN = NOUN_SUBJECTS | ACTED_ON
_ENDING = word_class("ending_verb")
_FORCE = word_class("force_effect")
_HOLDS = word_class("restricting", "needing", "barring")
_LETS = word_class("letting", "selling")
_STOPS = word_class("stopping", "ending_verb")
_NO_LONGER = compiled("transitions.no_longer")
_CLOSE = 4
"""Words from a verb within which *no longer*, *any more* speak of it [words]."""
_AHEAD = word_class("modal_possible", "modal_ahead")
_MARKS = word_class("open_condition", "time_condition")
_NEAR = 9
"""Words behind a control within which *on hold*, *lapse* speak of it [words]."""


def state_after(head: Token, target: str | None) -> Status | None:
    """Return the status that a noun's clause leaves its control in, if it says anything.

    A lifting for others than its ``target`` (ISO3) leaves it in force.
    """
    found = None
    for kind, verb in _steps(head):
        time = _time(verb, kind)
        if kind == "gone" and time == "done" and _for_others(verb, target):
            return "in force"
        found = _AFTER.get((kind, time), found) if time is not None else found
    return found


def no_longer(head: Token, *, verbal: bool) -> bool:
    """Whether a control is told as one that there was: *no longer requires*, *stopped requiring*.

    What is *no longer sold*, or *no longer allowed*, is held back.
    """
    verb = head if verbal or head.dep_ not in _OWN else head.head
    lemma = verb.lemma_.lower()
    if lemma not in _HOLDS or lemma in _LETS:
        return False
    above = verb.head
    if verb.dep_ == "xcomp" and above.lemma_.lower() in _STOPS and verb.tag_ == "VBG":
        return not any(child.dep_ == "neg" for child in above.children)
    low, high = max(verb.i - _CLOSE, verb.sent.start), verb.i + _CLOSE
    return bool(_NO_LONGER.search(verb.doc[low:high].text))


def _steps(head: Token) -> list[tuple[str, Token]]:
    """Verbs that act on a control and what each does, in the order of the text."""
    words = load_lexicon()["transition"]
    over = head.head
    if head.dep_ == "pobj" and over.lower_ in word_class("to_mark", "of_on"):
        noun = over.head
    else:
        noun = over if head.dep_ == "poss" else head
    if noun.pos_ == "NOUN" and words.get(noun.lemma_.lower()) == "paused" and _of_a_rule(noun):
        lasting = noun.dep_ in _OWN and words.get(noun.head.lemma_.lower()) in word_class(
            "kept_runs"
        )
        return [("paused", noun)] if lasting else []
    if head.dep_ not in _OWN or over.pos_ not in {"VERB", "AUX"}:
        return [(kind, t) for t in head.subtree
                if t.dep_ == "acl" and t.tag_ in {"VBN", "VBD"} and t.lemma_.lower() in _ENDING
                and (kind := _kind(t))]  # fmt: skip
    tail = [token.lower_ for token in head.doc[head.i + 1 : head.right_edge.i + _NEAR]]
    if over.lemma_ == "let" and _ENDING & {*tail}:
        return [("gone", over)]
    if over.lemma_ in word_class("put_place") and any(
        " ".join(pair) in word_class("on_hold") for pair in itertools.pairwise(tail)
    ):
        return [("paused", over)]
    verbs = [over, *(c for c in over.conjuncts if c.i > over.i)]
    verbs += [child for child in over.children if child.dep_ == "xcomp" and over.lemma_ == "be"]
    return [(kind, verb) for verb in sorted(verbs, key=lambda v: v.i) if (kind := _kind(verb))]


def _kind(verb: Token) -> str:
    """What a verb does to a control: *takes effect*, *is back in force*, *lifted*."""
    kind = load_lexicon()["transition"].get(verb.lemma_.lower(), "")
    if kind == "gone" and any(child.lower_ in word_class("partly") for child in verb.children):
        return "kept"
    below = {t.lower_ for c in verb.children for t in (c, *c.children) if t.i > verb.i}
    if below & _FORCE:
        again = any(t.lower_ in word_class("again_back") for t in verb.subtree)
        stays = kind == "kept" or verb.lemma_ == "be"
        return "back" if again else "kept" if stays else "begun"
    return kind


def _of_a_rule(noun: Token) -> bool:
    """Whether what is suspended is a control, not a flow: *the suspension of the ban*."""
    nouns = load_lexicon()["control_noun"]
    below = [t for c in noun.children for t in (c, *c.children)]
    return any(t.lemma_.lower() in nouns and t.i != noun.i for t in below)


def _time(verb: Token, kind: str) -> Time | None:
    """Whether a step is done, still to come or not taken; ``None`` where it is only supposed."""
    if verb.pos_ == "NOUN":
        return "done"
    words = {child.lower_ for child in verb.children if child.i < verb.i}
    if words & _MARKS:
        return None
    if any(child.dep_ == "neg" for child in verb.children) or "never" in words:
        return "not"
    aux = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if not aux and verb.dep_ == "ccomp" and verb.tag_ in {"VB", "VBP"}:
        return "ahead"  # *demanded that Beijing lift the curbs*
    to_come = kind == "begun" or verb.lemma_.lower() in _ENDING
    if aux & _AHEAD or (to_come and verb.tag_ in {"VBZ", "VBP", "VB"}):
        return "ahead"
    return (
        None if verb.tag_ == "VBG" and verb.head.lower_ not in word_class("after_since") else "done"
    )


def _for_others(verb: Token, target: str | None) -> bool:
    """Whether a step is taken for one party that is not the control's target."""
    pattern, codes = party_word()
    for link in verb.subtree:
        if link.dep_ == "prep" and link.lower_ == "for" and link.i > verb.i:
            words = link.doc[link.i + 1 : link.right_edge.i + 1].text
            named = pattern.match(words)
            if named is not None and codes[named[0]] != target:
                return True
    return False
