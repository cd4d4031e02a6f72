"""Leave that a government gives without a verb of easing: *cargoes may sail*, *is to issue*."""

import re
from collections.abc import Set

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.reading._records import Commitment
from detente.reading.english.text.goods import find_goods

__all__ = ["MODALS", "allowance", "modal_of"]

MODALS: dict[str, Commitment] = {
    "will": "pledged", "shall": "pledged", "'ll": "pledged", "would": "willing",
    "could": "possible", "may": "possible", "might": "possible", "can": "possible",
}  # fmt: skip
"""Helping verbs, with how firmly they promise."""
_SENT = re.compile(r"\b(?:tonnes|tons|barrels|exports?|shipments?|cargoes|sales|supplies)\b")
_RULES = re.compile(
    r"\b(?:bans?|curbs?|prohibitions?|restrictions?|controls?|requirements?|quotas?|embargo)\b",
    re.IGNORECASE,
)


def modal_of(verb: Token) -> str | None:
    """Return the helping verb of a promise or a leave; *is to* and *promised to* count as will.

    Parameters
    ----------
    verb
        The verb.
    """
    modal = next((c.lower_ for c in verb.children if c.dep_ == "aux" and c.lower_ in MODALS), None)
    above = verb.head
    planned = verb.dep_ == "xcomp" and (
        (above.lemma_ == "be" and above.tag_ in {"VBZ", "VBP"})
        or above.lemma_ in _words_of("promise_verb")
    )
    return "will" if modal is None and planned and verb.tag_ == "VB" else modal


def allowance(verb: Token) -> bool:  # noqa: PLR0911 - one branch a rule of grammar
    """Whether a verb gives leave to send what is controlled.

    Parameters
    ----------
    verb
        A verb of the sentence.

    Notes
    -----
    *Cargoes may sail*, *consignments shall be allowed*, *the ban shall not apply to Indonesia*, *is
    to issue general licences*, *will exempt memory chips*.
    """
    modal = modal_of(verb)
    if modal is None or verb.dep_ in {"advcl", "relcl", "acl"}:
        return False
    lemma = verb.lemma_.lower()
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "csubj"}]
    subject = subjects[0] if subjects else None
    denied = any(c.dep_ == "neg" for c in verb.children)
    if subject is not None and lemma in {"apply", "extend", "cover"}:
        return denied and modal in {"will", "shall"} and bool(_RULES.search(_words(subject)))
    if denied:
        return False
    passive = subject is not None and subject.dep_ == "nsubjpass"
    if passive and subject is not None:
        flows = _flow(subject) or bool(find_goods(_words(subject)))
        return flows and lemma in _words_of("leave_passive") and modal in {"will", "shall", "may"}
    if subject is not None and _flow(subject):
        return lemma in _words_of("flow_move") and modal in {
            "may",
            "can",
            "could",
            "will",
            "shall",
        }
    if lemma in _words_of("leave_permit"):
        let = [c for c in verb.children if c.dep_ in {"dobj", "ccomp"}]
        return any(_SENT.search(_words(c)) or find_goods(_words(c)) for c in let)
    if lemma not in _words_of("leave_give") or modal not in {"will", "shall"}:
        return False
    things = [c for c in verb.children if c.dep_ == "dobj"]
    if lemma == "exempt":
        return any(find_goods(_words(thing)) for thing in things)
    return any(thing.lemma_.lower() in _words_of("leave_given") for thing in things)


def _words_of(kind: str) -> Set[str]:
    """The words of one list of the lexicon."""
    return load_lexicon()[kind].keys()


def _flow(token: Token) -> bool:
    """Whether a noun is of what moves."""
    return bool({token.lemma_.lower(), token.lower_} & _words_of("flow_noun"))


def _words(token: Token) -> str:
    """The words of a phrase."""
    return " ".join(t.text for t in sorted(token.subtree, key=lambda t: t.i))
