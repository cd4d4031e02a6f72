"""Firmness of a statement, with what its grammar adds to the words: who binds themselves."""

from dataclasses import replace

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._records import Commitment
from detente.reading._text import trim
from detente.reading.english.grammar.labels import NOUN_SUBJECTS
from detente.reading.english.names.entities import Cast
from detente.reading.english.said.said import Said
from detente.reading.english.weight.commitment import commitment
from detente.reading.english.weight.effects import deed_of

__all__ = ["halves", "weigh"]

_LEAST = 3  # words that a core must have left to stand for the whole
_ASIDE = word_class("aside_mark")
_FUTURE = word_class("future_mark")
_ABLE = word_class("modal_able")
_MODALS = word_class("modal_weighed")
_NOT_OWN_WORD = word_class("others_word")
_YIELDING = word_class("yielding")
_BODIES = word_class("official_body")
_OWN_BODIES = _BODIES - word_class("collective_person")  # fmt: skip
_OFFICE = compiled("weigh.office")
_HINTED = compiled("weigh.hinted")
_REACHING = word_class("reaching")
_HOPED = compiled("weigh.hoped")
_SELF = word_class("pronoun_self")
_CALLS = compiled("weigh.calls")
_ASKED = compiled("weigh.asked")
_AND_THAT = compiled("weigh.and_that")


def weigh(  # noqa: C901, PLR0911 - one branch a rule of grammar
    norm: str, said: Said, cast: Cast, *, about_control: bool
) -> Commitment:
    """Read how firmly a statement is held.

    Notes
    -----
    *Will* binds if the subject is the speaker or their side: *the ministry said it would lift the
    curbs* is a pledge, *the ministry said users would suffer* an expectation.
    """
    text = " ".join(norm[a:b] for a, b in said.content)
    cue = norm[slice(*said.cue_span)] if said.cue_span else ""
    if said.cue_kind == "urge" and said.cue_span and _CALLS.search(cue):
        asked = _ASKED.match(norm, said.cue_span[1]) or _ASKED.match(text)
        if asked is None:
            return "evaluation"
    level = commitment(
        text, said.cue_kind, about_control=about_control, cue_text=cue, core=_core(norm, said)
    )
    if said.cue_kind in word_class("act_announce") and level == "asserted":
        return "done" if about_control or said.cue_kind == "act" else level
    if level == "done" and not about_control:
        return "asserted"
    if said.cue_kind not in _NOT_OWN_WORD:
        if level in {"expected", "asserted", "evaluation", "refused"}:
            level = _asked_or_denied(said, cast, level) or level
        if level in {"expected", "asserted", "evaluation"}:
            level = _bound(said, cast) or level
    if level == "asserted" and about_control and _performed(said):
        return "done"
    if level == "refused" and _of_a_thing(said):
        return "expected"
    if level in {"expected", "asserted", "pledged"} and _HINTED.search(cue):
        return "possible"
    if level == "expected" and _HOPED.match(cue) and not _for_itself(said):
        return "willing"
    return level


def _for_itself(said: Said) -> bool:
    """Whether what is hoped is the speaker's own doing: *hoped to resume*, *hoped it would*."""
    subjects = [c for v in _roots(said) for c in v.children if c.dep_ in NOUN_SUBJECTS]
    return not subjects or subjects[0].pos_ == "PRON"


def _roots(said: Said) -> list[Token]:
    """Main verbs of a content: those that hang on nothing inside it."""
    found: list[Token] = []
    for start, end in said.content:
        tokens = said.paragraph.tokens(start, end)
        if not tokens:
            continue
        low, high = tokens[0].i, tokens[-1].i
        found += [
            t
            for t in tokens
            if t.pos_ in {"VERB", "AUX"}
            and (t.head.i == t.i or not low <= t.head.i <= high)
            and t.dep_ not in {"aux", "auxpass"}
        ]
    return found


def _asked_or_denied(said: Said, cast: Cast, level: Commitment) -> Commitment | None:
    """Read what a side asks (*had asked Tokyo to*, *Brussels should*) or says it does not do."""
    for verb in _roots(said):
        children = list(verb.children)
        words = {c.lower_ for c in children if c.dep_ == "aux"}
        denied = any(c.dep_ == "neg" for c in children)
        subject = next((c for c in children if c.dep_ in NOUN_SUBJECTS), None)
        if subject is None:
            continue
        asking = load_lexicon()["cue"].get(verb.lemma_.lower()) == "urge" and any(
            c.dep_ in {"dobj", "ccomp", "xcomp"} or c.lower_ in word_class("on_for")
            for c in children
        )
        asking = asking or (
            verb.lemma_.lower() == "ask" and any(c.dep_ in {"xcomp", "ccomp"} for c in children)
        )
        if asking and not denied and not words & _MODALS and subject.dep_ == "nsubj":
            return "willing"
        if words & word_class("duty_auxiliary") and not denied and _acts(said, cast, subject):
            return "willing"
        if "must" in words and denied and level == "asserted":
            return "willing"
        if level == "refused":
            continue
        own = subject.lower_ in word_class("we") or _own(said, cast, verb)
        hostile = load_lexicon()["deed"].get(verb.lemma_.lower()) in {"bar", "impose"}
        thing = load_lexicon()["thing"].get(subject.lemma_.lower()) == "bar"
        helped = any(c.lemma_ == "do" for c in children if c.dep_ == "aux")
        if denied and thing and helped and level == "asserted":
            return None if verb.lemma_.lower() in _REACHING else "denied"
        if denied and own and hostile and not words & _MODALS and level != "evaluation":
            return "denied"
    return None


def _performed(said: Said) -> bool:
    """Whether the main verb tells of a deed on trade that is done: *has put on hold*."""
    for verb in _roots(said):
        helpers = {c.lemma_.lower() for c in verb.children if c.dep_ in {"aux", "auxpass"}}
        if helpers & _MODALS or any(c.dep_ == "neg" for c in verb.children):
            continue
        perfect = "have" in helpers and verb.tag_ == "VBN"
        going_on = "be" in helpers and verb.tag_ == "VBG"
        transitive = any(c.dep_ in {"dobj", "auxpass"} for c in verb.children)
        if (perfect or going_on) and transitive and deed_of(verb) in {"ease", "tighten"}:
            return True
    return False


def _acts(said: Said, cast: Cast, subject: Token) -> bool:
    """Whether a subject is a side or a person other than the speaker, who can be asked to act."""
    if subject.pos_ == "PRON" or subject.lower_ == "there":
        return False
    low, high = said.paragraph.start_of(subject), said.paragraph.end_of(subject)
    if cast.party_in(low, high) is None:
        return subject.pos_ == "PROPN" or subject.lemma_.lower() in _BODIES
    return True


def _of_a_thing(said: Said) -> bool:
    """Whether what *would not change* something is a rule and no one who could refuse."""
    for verb in _roots(said):
        children = list(verb.children)
        negated = any(c.dep_ == "neg" for c in children)
        future = any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in children)
        acting = any(c.dep_ == "dobj" for c in children)
        subject = next((c for c in children if c.dep_ == "nsubj"), None)
        if negated and future and acting and subject is not None and subject.pos_ == "NOUN":
            return load_lexicon()["thing"].get(subject.lemma_.lower()) is not None
    return False


def _core(norm: str, said: Said) -> str:
    """The content without relative clauses and clauses of condition, reason or time."""
    pieces: list[str] = []
    for start, end in said.content:
        tokens = said.paragraph.tokens(start, end)
        if not tokens:
            continue
        gone: set[int] = set()
        for token in tokens:
            aside = token.dep_ == "relcl" or (
                token.dep_ == "advcl"
                and any(c.lower_ in _ASIDE for c in token.children if c.i < token.i)
            )
            if aside and token.i not in gone and token.head.i >= tokens[0].i:
                gone.update(t.i for t in token.subtree)
        kept = [t for t in tokens if t.i not in gone]
        if sum(t.is_alpha for t in kept) >= _LEAST:
            pieces.append("".join(t.text_with_ws for t in kept))
        else:
            pieces.append(norm[start:end])
    return " ".join(pieces)


def _bound(said: Said, cast: Cast) -> Commitment | None:
    """Read *we will* and *Berlin would not* of the speaker's own side."""
    for start, end in said.content:
        for token in said.paragraph.tokens(start, end):
            if token.dep_ != "aux" or token.lower_ not in _FUTURE | _ABLE:
                continue
            verb = token.head
            denied = any(c.dep_ == "neg" for c in verb.children)
            if token.lower_ in _ABLE and not (denied and verb.lemma_.lower() in _YIELDING):
                continue
            if not _own(said, cast, verb):
                return None
            passive = any(c.dep_ == "nsubjpass" for c in verb.children)
            if denied:
                return "pledged" if verb.lemma_.lower() in word_class("hesitate") else "refused"
            return None if passive or verb.lemma_ in word_class("auxiliary_lemma") else "pledged"
    return None


def _own(said: Said, cast: Cast, verb: Token) -> bool:  # noqa: PLR0911 - one branch a case
    """Whether a verb's subject is the speaker or the speaker's side."""
    node = verb
    for _ in range(3):
        subject = next((c for c in node.children if c.dep_ in NOUN_SUBJECTS), None)
        if subject is not None:
            break
        if node.dep_ not in {"conj", "xcomp"}:
            return False
        node = node.head
    else:
        return False
    if subject.lower_ in _SELF:
        return said.speaker is not None
    if said.speaker is None:
        return False
    party = said.speaker.party
    words = sorted(subject.subtree, key=lambda t: t.i)
    low, high = said.paragraph.start_of(words[0]), said.paragraph.end_of(words[-1])
    head = said.paragraph.end_of(subject)
    named = cast.party_in(low, min(high, head + 1))
    if named is None:
        definite = any(c.lower_ in word_class("owner_determiner") for c in subject.children)
        office = said.speaker.type in {"person", "government", "organisation"} or bool(
            _OFFICE.search(said.speaker.name)
        )
        return definite and office and subject.lemma_.lower() in _OWN_BODIES
    if party is None:  # an official whom the tables do not know speaks for whom they name
        return subject.pos_ == "PROPN" and bool(_OFFICE.search(said.speaker.role or ""))
    return named == party and (subject.pos_ == "PROPN" or subject.lemma_.lower() in _BODIES)


def halves(norm: str, said: Said) -> tuple[Said, Said] | None:
    """Cut *A, and that B* in two, for the case that both are not held alike."""
    if said.kind not in {"indirect", "mixed"} or len(said.content) != 1:
        return None
    start, end = said.content[0]
    cut = _AND_THAT.search(norm, start, end)
    if cut is None or '"' in norm[start:end]:
        return None
    one, two = trim(norm, start, cut.start()), trim(norm, cut.end(), end)
    if min(one[1] - one[0], two[1] - two[0]) < 12:
        return None
    return replace(said, content=[one]), replace(said, content=[two])
