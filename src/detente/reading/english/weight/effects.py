"""What a word does to a control or to a supply: *extend the ban*, *extend the waiver*, *lapse*."""

from functools import cache
from typing import Any, Literal

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading.english.grammar.labels import ACTED_ON, NOUN_SUBJECTS
from detente.reading.english.weight.things import DUTIES, Thing, about, thing_of

__all__ = ["Deed", "deed_of", "is_stopped", "moves_trade", "things_of"]

Deed = Literal["ease", "tighten", "maintain"]

_SELLING = word_class("selling_service")
_USING = word_class("using_control")
_MAKING = word_class("rule_making")
_BY_MODAL = word_class("modal_possible")
_OPPOSITE: dict[Deed, Deed] = {"ease": "tighten", "tighten": "ease"}
_FORCE = word_class("force_noun")
_ICE = word_class("hold_noun")


@cache
def _table(name: str) -> dict[str, str]:
    return load_lexicon()[name]


def _name(token: Token) -> str:
    """A verb with its particle: *roll back*, *shut off*."""
    particle = next(
        (c.lower_ for c in token.children if c.dep_ in {"prt", "advmod"} and c.i > token.i
         and f"{token.lemma_.lower()} {c.lower_}" in _table("deed")),
        None,
    )  # fmt: skip
    lemma = token.lemma_.lower()
    if (
        token.i > 1
        and token.nbor(-1).text == "-"
        and token.nbor(-2).lower_ in word_class("fast_green")
    ):
        lemma = f"{token.nbor(-2).lower_}-{lemma}"  # *fast-track*, which the parser cuts
    return f"{lemma} {particle}" if particle else lemma


def _governed(token: Token) -> list[Token]:
    """What a verb acts on, or a verbal noun is about, with what is coordinated to it."""
    heads = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass", "oprd"}]
    if not heads or token.pos_ == "NOUN":
        for child in token.children:
            if child.dep_ in {"prep", "prt", "advmod"} and child.lower_ != "once":
                heads += [c for c in child.children if c.dep_ == "pobj"]
                heads += [
                    c
                    for below in child.children
                    if below.dep_ == "prep"
                    for c in below.children
                    if c.dep_ == "pobj"
                ]
    if token.pos_ == "NOUN":
        heads += [c for c in token.children if c.dep_ == "compound"]
    if not heads and token.dep_ == "conj" and token.head.pos_ == "VERB":
        heads = [c for c in token.head.children if c.dep_ in ACTED_ON]
    if not heads and token.pos_ == "VERB":  # *modify, extend or end the ban*
        heads = [
            c
            for other in token.children
            if other.dep_ == "conj" and other.pos_ == "VERB"
            for c in other.children
            if c.dep_ == "dobj"
        ]
    return heads


def _things(heads: list[Token], *, halted: bool) -> list[Thing]:
    found: list[Thing] = []
    for head in heads:
        kind = thing_of(head, halted=halted)
        if kind is None:
            kind = next(
                (k for c in head.conjuncts if (k := thing_of(c, halted=halted)) is not None), None
            )
        if kind is not None:
            found.append(kind)
    return found


def things_of(token: Token) -> list[Thing]:
    """Return what a verb or a verbal noun acts on: controls, caps, supplies, reliefs."""
    return _things(_governed(token), halted=False)


def _on_duties(heads: list[Token]) -> bool:
    words = {t.lemma_.lower() for head in heads for t in head.subtree if t.i <= head.i}
    return bool(words & DUTIES) and "export" not in words


def _acted(  # noqa: C901, PLR0911, PLR0912 - the table's cases
    name: str, things: list[Thing], *, any_object: bool, matter: bool = False
) -> Deed | None:
    """Combine what a verb does with what it is done to."""
    deed = _table("deed").get(name)
    first = things[0] if things else None
    if deed is None:
        return None
    if name == "raise" and matter:
        return None  # *raise the delays with Beijing*
    if deed in word_class("raise_lower"):  # a cap raised lets more through; a ban widened does not
        up = deed == "raise"
        if first is None:
            return None
        return "ease" if up is (first != "bar") else "tighten"
    if name == "settle" and first == "cap":
        return None  # *the quotas will be settled*: how large they are
    if deed == "allow" and first == "cap":
        return "ease"  # *granted quotas of 20,000 tonnes*
    if first == "cap":
        first = "bar"
    if deed == "lift":
        return "ease"
    if deed == "bar":
        if not any_object:
            return None
        return "ease" if first == "bar" else "tighten"
    if deed == "impose":
        return "tighten" if first != "relief" else "ease"
    if deed == "step":
        if first is None:
            return "tighten" if any_object else None
        return "tighten" if first == "bar" else "ease"
    if deed == "allow":
        return "tighten" if first == "bar" else "ease"
    if deed == "grow":
        return None if first is None else "tighten" if first == "bar" else "ease"
    if deed == "undo":
        return None if first is None else "ease" if first == "bar" else "tighten"
    if deed == "keep":
        return None if first is None else "maintain" if first == "bar" else "ease"
    return None


def deed_of(token: Token, *, halted: bool = False) -> Deed | None:
    """Say which way a word moves trade, its own negation left out."""
    known: dict[Any, Any] = token.doc.user_data
    key = ("deed", token.i, halted)
    if key not in known:
        known[key] = _deed(token, halted=halted)
    found: Deed | None = known[key]
    return found


def _deed(token: Token, *, halted: bool) -> Deed | None:  # noqa: C901, PLR0911, PLR0912 - one branch a rule of grammar
    name = _name(token)
    lemma = token.lemma_.lower()
    if token.pos_ in {"NOUN", "PROPN", "ADJ"} and token.tag_ not in {"VBG", "VBN"}:
        if lemma not in _table("deed_noun"):
            return None
        told = token.head.lemma_.lower()
        tells = told in _MAKING and bool(_governed(token))
        if token.dep_ in ACTED_ON and told in _table("deed") and not tells:
            return None  # the verb above speaks: *take down the countermeasures*
        heads = _governed(token)
        deed = _table("deed_noun")[lemma]
        return None if _on_duties(heads) else _noun_deed(deed, _things(heads, halted=halted))
    if token.pos_ not in {"VERB", "AUX"} and token.tag_ not in {"VBG", "VBN", "VB"}:
        return None
    if _off_a_good_list(token):
        return "tighten"
    below = [c for c in token.children if c.dep_ in {"xcomp", "ccomp", "pcomp"}]
    noun = _noun_taken_for_verb(below or [c for c in token.children if c.dep_ == "conj"])
    if noun is not None:  # *will suspend its affiliates rule*
        return _acted(name, [noun], any_object=True)
    if below and name in _table("deed"):
        return _over_clause(name, below[0], halted=halted)
    heads = _governed(token)
    if _on_duties(heads):
        return None
    things = _things(heads, halted=halted)
    words = {t.lower_ for c in (*token.children, *(b for h in heads for b in h.children))
             if c.dep_ in {"prep", "advmod", "prt"} for t in c.subtree}  # fmt: skip
    if lemma in word_class("put_place", "bring_verb", "keep_leave", "remain_stay", "be_go"):
        acting = any(c.dep_ == "dobj" for c in token.children)
        about = things or ([] if acting else _subject(token, halted=halted))
        set_so = _set_so(token, lemma, about, words)
        if set_so is not None:
            return set_so
    if name in _table("deed"):
        found = _acted(name, things, any_object=bool(heads), matter="with" in words)
        if found is not None:
            return found
    if lemma in _SELLING and any(c.lower_ in _BY_MODAL for c in token.children if c.dep_ == "aux"):
        return "ease"
    whole = {c.lower_ for c in token.children if c.dep_ in {"dobj", "auxpass"}}
    if not whole or whole <= _FORCE:
        return _course(token, words, halted=halted)
    return None


def _off_a_good_list(token: Token) -> bool:
    """*Remove South Korea from its list of trusted buyers*."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in word_class("from_off"):
            words = {t.lower_ for t in child.subtree}
            return bool(words & word_class("favoured_mark"))
    return False


def _noun_taken_for_verb(clauses: list[Token]) -> Thing | None:
    if not clauses or not clauses[0].i or clauses[0].nbor(-1).pos_ not in {"NOUN", "PROPN"}:
        return None
    kind = _table("thing").get(clauses[0].lower_)
    return "bar" if kind == "bar" and clauses[0].nbor(-1).dep_ == "dobj" else None


def is_stopped(verb: Token) -> bool:
    """*Will stop allowing exports*, *stopped issuing licences*."""
    if verb.pos_ == "NOUN" and verb.dep_ == "dobj":
        verb = verb.head
    head = verb.head
    return verb.dep_ in {"xcomp", "pcomp"} and verb.i > head.i and deed_of(head) == "tighten"


def moves_trade(token: Token) -> bool:
    """Whether a deed is done to what is a control or a supply beyond doubt."""
    if token.lemma_.lower() in word_class("ship_export") and token.pos_ == "VERB":
        return True
    around = {t.lower_ for t in token.subtree}
    if token.lemma_.lower() in word_class("remain_stay") and "in" in around and _FORCE & around:
        return True
    if any(c.dep_ == "xcomp" and c.lemma_.lower() in _SELLING for c in token.children):
        return True
    heads = [*_governed(token), *_subjects(token)]
    for child in token.children:
        if child.dep_ in {"xcomp", "ccomp", "pcomp"}:
            heads += [c for c in child.children if c.dep_ == "dobj"]
    words = {t.lemma_.lower() for head in heads for t in (head, *head.children)}
    below = [about(h) for h in heads if _table("thing").get(h.lemma_.lower()) == "part"]
    words |= {inner.lemma_.lower() for inner in below if inner is not None}
    return any(_table("trade_word").get(word) is not None for word in words)


def _noun_deed(deed: str, things: list[Thing]) -> Deed | None:
    first = things[0] if things else None
    if deed == "ease":
        return "ease"
    if deed == "tighten":
        return "ease" if first == "relief" else "tighten"
    if first is None:
        return None
    bar = first in {"bar", "cap"}
    if deed == "undo":
        return "ease" if bar else "tighten"
    return "tighten" if bar else "ease"


def _over_clause(name: str, verb: Token, *, halted: bool) -> Deed | None:
    """*Stop abusing controls*, *let the licences lapse*, *allow firms to sell*."""
    inner = deed_of(verb, halted=halted)
    deed = _table("deed")[name]
    selling = verb.lemma_.lower() in _SELLING
    using = verb.lemma_.lower() in _USING
    if deed in {"undo", "bar"}:
        if inner is not None:
            return _OPPOSITE.get(inner)
        things = _things(_governed(verb), halted=halted)
        if using and "bar" in things:
            return "ease"
        return "tighten" if selling or "flow" in things else None
    if inner is not None:
        return None  # the inner verb speaks for itself
    if deed in word_class("let_grow") and selling:
        return "ease"
    return "ease" if name in word_class("allow_permit") else None


def _subjects(token: Token) -> list[Token]:
    own = [c for c in token.children if c.dep_ in NOUN_SUBJECTS]
    if not own and token.dep_ == "conj":
        own = [c for c in token.head.children if c.dep_ in NOUN_SUBJECTS]
    return own


def _subject(token: Token, *, halted: bool) -> list[Thing]:
    return _things(_subjects(token), halted=halted)


def _set_so(  # noqa: PLR0911 - one branch a rule of grammar
    token: Token, lemma: str, things: list[Thing], words: set[str]
) -> Deed | None:
    """*Put the limits on hold*, *keep the ban in place*, *is in force*, *on the Entity List*."""
    if "bar" not in things and "cap" not in things:
        share = any(c.lemma_.lower() == "percent" for c in _subjects(token))
        stays = lemma in word_class("remain_stay") and "in" in words and bool(_FORCE & words)
        if stays and not things and not share:
            return "maintain"  # *paragraph 1 of that notice remains in force*
        listed = word_class("list_word", "listing_noun") & words
        if lemma in word_class("put_place") and listed:
            return "tighten"
        return None
    if _ICE & words and "on" in words:
        return "ease"
    if word_class("in_into") & words and _FORCE & words:
        return "tighten" if lemma in word_class("into_force_verb") else "maintain"
    if lemma == "be" and (word_class("over_and_gone") & words):
        return "ease"
    if lemma in word_class("put_place", "bring_verb") and any(
        c.dep_ == "dobj" for c in token.children
    ):
        return "tighten"
    if lemma in word_class("keep_leave", "remain_stay"):
        return "maintain"
    return None


def _course(token: Token, words: set[str], *, halted: bool) -> Deed | None:
    """What becomes of a subject by itself: *the licences lapse*, *the ban will expire*."""
    lemma = token.lemma_.lower()
    things = _subject(token, halted=halted)
    if not things:
        return None
    first: Thing = "bar" if things[0] == "cap" else things[0]
    course = _table("course").get(lemma)
    coming = {*words, *(c.lower_ for c in token.children)}
    if lemma in word_class("enter_force") and word_class("force_effect") & coming:
        course = "rise"
    if course == "stay":
        return "maintain" if first == "bar" else None
    if course == "rise":
        return "tighten" if first == "bar" else "ease"
    if course == "fall":
        return "ease" if first == "bar" else "tighten"
    return None
