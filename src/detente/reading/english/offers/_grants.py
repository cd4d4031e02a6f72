"""Grants: how something is let through without a word of easing: leave, time, quantities."""

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading.english.grammar.labels import ACTED_ON, HANGING, NOUN_SUBJECTS, SUBJECTS
from detente.reading.english.weight.effects import deed_of
from detente.reading.english.weight.things import thing_of

__all__ = [
    "STANDING",
    "charged",
    "granted",
    "is_paper",
    "needless",
    "reaches",
    "received",
    "spares",
]

STANDING = "leave"
"""What is an offer although it is told as how things stand."""
_SPARING, _SPARED = word_class("spared"), word_class("spared_noun")
_RECEIVING = word_class("receiving")
_CHARGES = word_class("charge")
_REACHING = word_class("rule_reach")
_NO_MORE = word_class("no_more")
_LESSENING = word_class("lowering")
"""Kinds of deeds that make a charge smaller."""


@lru_cache(maxsize=8192)
def _is(name: str, words: str) -> bool:
    """Whether words are of a class of the table of patterns."""
    return compiled(name).fullmatch(words) is not None


def _are(name: str, token: Token) -> bool:
    return _is(name, token.lemma_.lower()) or _is(name, token.lower_)


def _with(token: Token, *labels: str) -> list[Token]:
    return [c for c in token.children if c.dep_ in labels]


def _objects(token: Token) -> list[Token]:
    """What a verb acts on, itself or by a preposition."""
    below = [g for c in _with(token, "prep", "dative") for g in _with(c, "pobj")]
    return [*_with(token, "dobj", "nsubjpass", "dative", "oprd"), *below]


def _goods(noun: Token) -> bool:
    """Whether a noun is a supply, a relief, or so much of a thing."""
    lemma = noun.lemma_.lower()
    known = lemma in load_lexicon()["flow_noun"] or lemma in load_lexicon()["leave_given"]
    return known or thing_of(noun) in {"flow", "relief"} or _are("grants.amount", noun)


def granted(token: Token) -> str:
    """Say how a word lets something through, or nothing: ``leave``, ``back``, ``supply``.

    What somebody asks for is ``asked``; a supply is one only if a side of the standoff promises it.
    """
    if token.pos_ in {"VERB", "AUX"} and not _only_by_leave(token):
        if any(fits(token) for fits in _STANDING):
            return STANDING
        return "back" if _back(token) else "supply" if _supplies(token) else ""
    if token.pos_ == "NOUN" and token.dep_ in {"dobj", "pobj"}:
        if _goods(token) and _under_asking(token):
            return "asked"
        return "given" if _given(token) else ""
    return ""


def _only_by_leave(token: Token) -> bool:
    """*Are allowed only with a permit*: the rule itself."""
    words = token.doc[token.i : token.right_edge.i + 1].text
    return compiled("grants.only_by_leave").search(words) is not None


def _leave(token: Token) -> bool:
    """*Are now allowed to ship*, *authorises shipments*, *may now apply for licences*."""
    inner = [
        *_with(token, "xcomp", "ccomp"),
        *(g for c in _objects(token) for g in _with(c, "acl")),
    ]
    given = [c for c in _with(token, "dobj", "oprd", "acomp") if _are("grants.leave", c)]
    inner += [
        g for c in given for g in (*_with(c, "xcomp", "acl", "relcl"), *_with(token, "advcl"))
    ]
    if _are("grants.leave", token) or given:
        moved = any(_are("grants.use", c) for c in inner)
        return moved or (_are("grants.leave", token) and any(_goods(c) for c in _objects(token)))
    about = [*_objects(token), *_with(token, "nsubj")]
    may = any(_is("grants.may", c.lower_) for c in _with(token, "aux")) and any(map(_goods, about))
    freshly = any(_is("grants.fresh", t.lower_) for t in token.children) or any(
        _are("grants.amount", t) for t in about
    )
    freshly |= any(  # *may go without a licence*
        c.lower_ == "without" and any(map(_goods, _with(c, "pobj"))) for c in _with(token, "prep")
    )
    return may and freshly and _are("grants.use", token)


def _state(token: Token) -> bool:
    """*The licences remain valid*, *exports are free*, *are outside the scope of the rule*."""
    if not _is("grants.stay", token.lemma_.lower()):
        return False
    subjects = [c for c in token.children if c.dep_ in NOUN_SUBJECTS] or [
        t for t in token.sent if t.i < token.i and t.dep_ in NOUN_SUBJECTS
    ]  # *the quotas notified to firms stay valid*, whose first verb the parser takes for the main
    about = [*subjects, *(g for c in subjects for g in c.subtree if g.dep_ == "pobj")]
    so = _with(token, "acomp", "attr", "advmod", "oprd", "dobj")
    if any(_are("grants.spared", c) for c in so):
        return not _from_relief(token)
    outside = any(_are("grants.outside", t) for c in _with(token, "prep") for t in c.subtree)
    free = any(_are("grants.free", c) for c in [*so, *_objects(token)])
    if outside and any(thing_of(t) == "bar" for t in token.subtree):
        return True
    return (free or outside) and any(_goods(c) for c in about)


def _time(token: Token) -> bool:
    """*Have until March to ship*, *get a further 90 days to serve buyers*."""
    if not _are("grants.have", token):
        return False
    until = any(c.lower_ in load_lexicon()["until"] for c in _with(token, "prep"))
    longer = any(
        _are("grants.span", c) and any(_are("grants.more", g) or g.like_num for g in c.children)
        for c in _with(token, "dobj", "oprd")
    )
    return (until or longer) and any(_are("grants.use", t) for t in token.subtree if t.tag_ == "VB")


def _term(token: Token) -> bool:
    """*Prolonged the validity of licences*, *pushed back the deadline*, *carry over quotas*."""
    things = [c for c in token.children if c.dep_ in ACTED_ON | {"dative"}]
    if _are("grants.prolong", token):
        return any(_are("grants.term", c) for c in things)
    return _are("grants.carry", token) and any(_are("grants.carried", c) for c in things)


def _review(token: Token) -> bool:
    """*Will be reviewed case by case*, *adopted a presumption of approval*."""
    if not _are("grants.review", token):
        return False
    words = token.doc[token.i : token.right_edge.i + 1].text
    return compiled("grants.lenient").search(words) is not None


def _from_relief(token: Token) -> bool:
    """*Are exempt from the pause*, *could exclude them from the market*: left out of a good."""
    left = [g for c in _with(token, "prep") if c.lower_ == "from" for g in _with(c, "pobj")]
    if left and token.pos_ == "VERB" and not any(thing_of(g) in {"bar", "cap"} for g in left):
        return True
    return any(t.dep_ == "pobj" and thing_of(t) == "relief" for t in token.subtree if t.i > token.i)


def _spared(token: Token) -> bool:
    """*Exempts exports to Mongolia*, *the decree excludes cargoes*."""
    if _are("grants.spared", token) or (token.lemma_.lower() == "exclude" and _barring(token)):
        told = any(_goods(c) for c in _objects(token)) or bool(_with(token, "auxpass"))
    elif _are("grants.delist", token):
        told = any(_are("grants.list", c) for c in token.subtree if c.dep_ == "pobj")
    else:
        return False
    return told and not _from_relief(token)


def needless(token: Token) -> bool:
    """*No licence is needed for flour*, *no longer require one*: leave that nobody needs."""
    things = _with(token, "nsubjpass", "dobj") if _are("grants.need", token) else []
    none = any(g.lower_ == "no" for c in (token, *things) for g in c.children)
    none |= any(c.lower_ in _NO_MORE for c in _with(token, "advmod"))
    return none and any(map(_goods, things))


def _barring(token: Token) -> bool:
    shared = token.head.children if token.dep_ == "conj" else ()
    subject = next((c for c in (*token.children, *shared) if c.dep_ in SUBJECTS), None)
    return subject is not None and thing_of(subject) in {"bar", "cap"}


def _supplies(token: Token) -> bool:
    """*Agreed to export 50,000 tonnes of sugar*, *is to supply Mongolia with petrol*."""
    sends = token.lemma_.lower() in load_lexicon()["supply_verb"] and token.tag_ == "VB"
    return sends and any(c.pos_ in {"NOUN", "PROPN"} for c in _with(token, "dobj", "dative"))


def _back(token: Token) -> bool:
    """*Should return to normal sales*, *cleared the cargoes*."""
    return (_are("grants.back", token) and any(_goods(c) for c in _objects(token))) or (
        _are("grants.leave", token) and bool(_with(token, "dobj")) and token.dep_ == "xcomp"
    )


def _rules(token: Token) -> bool:
    """*The rule eliminates all licence requirements*: what a rule does, told as a state."""
    if token.tag_ not in {"VBZ", "VBP", "VB"} or deed_of(token) != "ease":
        return False
    return any(is_paper(c) for c in _with(token, "nsubj"))


_STANDING = (_leave, _state, _time, _term, _review, _spared, needless, _rules)
"""Ways of letting through that are told as how things stand."""


def _under_asking(noun: Token) -> bool:
    """Whether a supply or a relief is asked for: *requested 20,000 tonnes of sugar*."""
    return any(
        _are("grants.ask", t)
        or (t.pos_ == "VERB" and load_lexicon()["mood"].get(t.lemma_.lower()) == "asked")
        for t in _up(noun)
    )


def _up(noun: Token) -> Iterator[Token]:
    """The words by which a noun is the object of a deed: *for*, *asked*."""
    node = noun
    while node.dep_ in HANGING and node.head.i != node.i and not (
        node.i != noun.i
        and (
            thing_of(node) == "bar"
            or (node.pos_ == "VERB" and node.lemma_.lower() not in _RECEIVING)
        )
    ):  # fmt: skip
        node = node.head
        yield node


def _given(token: Token) -> bool:
    """*Floated larger volumes*, *firms will get licences*: a thing that is offered."""
    lexicon = load_lexicon()
    lemma = token.lemma_.lower()
    if (got := received(token)) is not None:
        meant = any(c.dep_ == "aux" and lexicon["mood"].get(c.lemma_.lower()) for c in got.children)
        return meant and _goods(token)
    if token.dep_ != "dobj":
        return False
    mood = lexicon["mood"].get(token.head.lemma_.lower(), "")
    relief = thing_of(token) == "relief" or lexicon["deed_noun"].get(lemma) == "ease"
    more = any(c.tag_ == "JJR" for c in token.children)
    firm = mood in {"willing", "pledged"} and (
        lemma in lexicon["leave_given"] or _are("grants.amount", token)
    )
    return bool(mood in {"possible", "willing", "pledged"} and (relief or more or firm))


def received(token: Token) -> Token | None:
    """The verb by which somebody gets a thing: *could benefit from faster approvals*."""
    above = token.head.head if token.dep_ == "pobj" and token.head.dep_ == "prep" else token.head
    known = above.lemma_.lower() in _RECEIVING and above.pos_ == "VERB"
    return above if known else None


def charged(token: Token) -> bool:
    """*Lower nickel royalties*, *drop its export duty on rice*: what an export is charged."""
    if token.pos_ != "VERB" or load_lexicon()["deed"].get(token.lemma_.lower()) not in _LESSENING:
        return False
    things = [c for c in token.children if c.dep_ in ACTED_ON]
    return any(
        one.lemma_.lower() in _CHARGES
        and (one.lemma_ == "royalty" or any(g.lower_ == "export" for g in one.children))
        for c in things
        for one in (c, *c.conjuncts)
    )


def reaches(token: Token) -> bool:
    """*The ban will not extend to Mongolia*: whom a rule reaches."""
    denied = any(c.dep_ == "neg" for c in token.children)
    applicable = any(c.dep_ == "acomp" and c.lower_ == "applicable" for c in token.children)
    verbal = token.lemma_.lower() in _REACHING and token.pos_ == "VERB"
    acted = any(c.dep_ == "nsubjpass" for c in token.children)
    if acted and token.lemma_.lower() in _SPARING:
        return False  # *the older controls are not affected*: they stay
    if not verbal and not (denied and applicable):
        return False
    thing = next((c for c in token.children if c.dep_ == "dobj"), None)
    flows = thing is not None and thing.lemma_.lower() in load_lexicon()["flow_noun"]
    return _barring(token) and (thing is None or flows or denied)


def spares(token: Token) -> bool:
    """*Civilian users will not be affected*: whom a rule leaves alone."""
    if token.pos_ != "VERB" or token.lemma_.lower() not in _SPARING:
        return False
    whom = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    denied = any(c.dep_ == "neg" for c in token.children)
    return denied and whom is not None and whom.lemma_.lower() in _SPARED


def is_paper(token: Token) -> bool:
    """Whether a noun is a rule or a bargain as it is written down."""
    return _are("grants.paper", token)
