"""Words that attribute: reporting verbs, *according to*, *reportedly*, and what depends on them."""

from dataclasses import dataclass

from spacy.tokens import Token

from detente.facts._reading_tables import load_lexicon
from detente.reading._nlp import Paragraph, subtree
from detente.reading._quotes import Quote, quoted_at

__all__ = ["Cue", "find_cues"]

_CLAUSE = frozenset({"ccomp", "xcomp", "advcl", "parataxis"})
_TO_CLAUSE = frozenset(
    {"pledge", "will", "refuse", "urge", "announce", "expect", "authorize", "threat", "deny"}
)
_OBJECT = frozenset({"urge", "announce", "refuse", "evaluate", "deny", "threat"})
_REPORTED = frozenset({"report", "say", "believe", "understand", "rumor"})


@dataclass(slots=True, kw_only=True, eq=False)
class Cue:
    """A reporting word with its speaker and its content, where the grammar shows them."""

    token: Token
    kind: str
    speaker: Token | None
    start: int
    end: int
    content: tuple[int, int] | None
    finite: bool
    whole: bool = False
    before: bool = False


def _driven(token: Token) -> Token | None:
    """Find who is made to speak: *the panel forced the minister to admit*."""
    if token.dep_ != "xcomp" or token.head.lemma_ == "promise":
        return None
    driven = next((c for c in token.head.children if c.dep_ == "dobj" and c.i < token.i), None)
    infinitive = any(c.lower_ == "to" for c in token.children)
    return driven if infinitive else None


def _subject(token: Token, depth: int = 0) -> Token | None:  # noqa: PLR0911 - one branch a rule of grammar
    """Find who does what a verb says: its subject, the one it shares, or the noun it modifies."""
    for child in token.children:
        if child.dep_ in {"nsubj", "csubj"} and child.pos_ != "SCONJ":
            if child.lower_ in {"who", "which", "that"} and token.dep_ == "relcl":
                return token.head
            return child
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in token.children):
        agent = next((c for c in token.children if c.dep_ == "agent"), None)
        if agent is not None:
            return next((c for c in agent.children if c.dep_ == "pobj"), None)
        return None
    if (driven := _driven(token)) is not None:
        return driven
    if depth < 4 and token.dep_ in {"conj", "xcomp", "advcl", "pcomp", "prep"}:
        return _subject(token.head, depth + 1)
    if token.dep_ == "acl" and token.tag_ == "VBG":
        return token.head
    if depth < 4 and token.dep_ == "ccomp" and token.tag_ == "VBG":
        return _subject(token.head, depth + 1)
    return None


def _edges(token: Token, without: frozenset[Token]) -> tuple[int, int]:
    low, high = subtree(token, without=without)
    doc = token.doc
    while low < high and (
        (doc[low].dep_ == "mark" and doc[low].lower_ == "that")
        or (doc[low].is_punct and doc[low].text != '"')
    ):
        low += 1
    while high > low and doc[high].is_punct and doc[high].text not in {'"', ")"}:
        high -= 1
    return low, high


def _content(token: Token, kind: str) -> tuple[tuple[int, int] | None, bool, bool]:  # noqa: C901, PLR0912 - one branch a rule of grammar
    """Return content as token indices, whether it is a finite clause, whether it stands first."""
    clauses = [c for c in token.children if c.dep_ in _CLAUSE]
    for child in clauses:
        if child.dep_ == "ccomp" or (child.dep_ == "parataxis" and child.i < token.i):
            if child.i < token.i:
                low, high = _edges(child, frozenset())
                return (low, min(high, token.i - 1)), True, True
            finite = any(c.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for c in child.children)
            mark = next((c for c in child.children if c.dep_ == "mark"), None)
            if finite or kind in _TO_CLAUSE or mark is not None:
                low, high = _edges(child, frozenset())
                if mark is not None and mark.lower_ == "that" and low < mark.i < high:
                    low = mark.i + 1  # *told reporters on a call that ...*
                return (low, high), finite, False
    if _trails(token):
        low, high = _edges(token.head, frozenset({token}))
        return (low, min(high, token.i - 1)), True, True
    for child in clauses:
        if child.dep_ in {"xcomp", "advcl"} and child.i > token.i and kind in _TO_CLAUSE:
            infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children)
            if infinitive or (child.dep_ == "xcomp" and child.tag_ == "VBG"):
                low, high = _edges(child, frozenset())
                low = max(low, token.i + 1)
                return (_addressed(token, low) if kind == "urge" else low, high), False, False
    if kind in _OBJECT or kind in {"assert", "expect", "signal", "warn", "pledge", "will"}:
        for child in token.children:
            if child.dep_ in {"dobj", "prep", "dative"} and child.i > token.i:
                low, high = _edges(child, frozenset())
                if child.dep_ == "prep" and child.lower_ not in {"for", "on", "of", "against"}:
                    continue
                if child.dep_ == "dobj" and (high - low < 1 or _source(token, child)):
                    continue
                following = next(
                    (c for c in token.children if c.dep_ == "prep" and c.i == high + 1), None
                )
                if child.dep_ == "dobj" and following is not None:
                    high = _edges(following, frozenset())[1]
                return (low, high), False, False
    return None, False, False


def _source(token: Token, noun: Token) -> bool:
    """Whether somebody is named as a source: *citing people familiar with the matter*."""
    return token.lemma_.lower() in {"cite", "quote"} and (
        noun.lemma_.lower() in load_lexicon()["source_noun"] or noun.ent_type_ in {"PERSON", "ORG"}
    )


def _addressed(token: Token, low: int) -> int:
    """Take in who is urged: *called on Tokyo to lift the curbs*."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"on", "upon"}:
            child = next((c for c in child.children if c.dep_ == "pobj"), child)  # noqa: PLW2901
        if child.dep_ in {"dobj", "pobj"} and token.i < child.i < low:
            return child.left_edge.i
    return low


def _trails(token: Token) -> bool:
    """Whether a reporting clause follows what it reports: *Moscow may stop the gas, X warned*."""
    if token.dep_ not in {"parataxis", "conj"} or token.head.i > token.i:
        return False
    if token.dep_ == "parataxis":
        return True
    subject = next((c for c in token.children if c.dep_ == "nsubj" and c.i < token.i), None)
    if subject is None or any(c.dep_ in {"ccomp", "xcomp", "dobj"} for c in token.children):
        return False
    low = subject.left_edge.i
    joined = any(c.dep_ == "cc" and c.i > token.head.i for c in token.head.children)
    return low > 0 and token.doc[low - 1].text == "," and not joined


def _verbal(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"amod", "compound", "aux"}


def _unsaid(token: Token) -> bool:
    """Whether it is said that something was *not* said."""
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    nobody = subject is not None and any(
        t.lower_ in {"neither", "nobody", "none"} for t in subject.subtree
    )
    return nobody or any(c.dep_ == "neg" for c in token.children)


def _withheld(token: Token) -> bool:
    """Whether somebody will not say: *the official would not say when*."""
    return token.lemma_.lower() in {"say", "comment", "confirm", "elaborate", "specify"} and any(
        c.lower_ in {"would", "could"} for c in token.children
    )


def _reach(token: Token) -> tuple[int, int]:
    """Return the cue with its auxiliaries and negation."""
    low = high = token.i
    for child in token.children:
        if child.dep_ in {"aux", "auxpass", "neg"} and child.i < token.i and token.i - child.i < 4:
            low = min(low, child.i)
        if child.dep_ == "prt":
            high = max(high, child.i)
    return low, high


def find_cues(paragraph: Paragraph, quotes: list[Quote]) -> list[Cue]:  # noqa: C901 - one branch a rule of grammar
    """Find the reporting words of a paragraph that stand outside its quotes.

    Parameters
    ----------
    paragraph
        A parsed paragraph.
    quotes
        Its quotes.
    """
    lexicon = load_lexicon()["cue"]
    cues: list[Cue] = []
    for token in paragraph.doc:
        start = paragraph.start_of(token)
        if quoted_at(quotes, start):
            continue
        if token.lower_ in {"according", "accordng"}:
            cue = _according(paragraph, token)
            if cue is not None:
                cues.append(cue)
            continue
        if token.lower_ in {"reportedly", "allegedly"}:
            cues.append(_whole(paragraph, token, None, token.head))
            continue
        kind = lexicon.get(token.lemma_.lower())
        if kind is None or not _verbal(token):
            continue
        passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children)
        if passive:
            agent = _subject(token)
            reported = token.lemma_ in _REPORTED and any(c.dep_ == "xcomp" for c in token.children)
            if (agent is not None and kind in {"evaluate", "assert", "think"}) or reported:
                cues.append(_whole(paragraph, token, agent, token))
            continue
        bare = not any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children)
        if kind in {"question", "urge"} and bare and (token.tag_ == "VBN" or token.is_sent_start):
            continue
        if kind == "refuse" and any(t.lower_ in {"named", "identified"} for t in token.subtree):
            continue
        if _unsaid(token) and kind not in {"refuse", "deny"}:
            if not _withheld(token):
                continue
            kind = "withhold"
        content, finite, before = _content(token, kind)
        low, high = _reach(token)
        cues.append(
            Cue(
                token=token,
                kind=kind,
                speaker=_subject(token),
                start=paragraph.start_of(paragraph.doc[low]),
                end=paragraph.end_of(paragraph.doc[high]),
                content=content,
                finite=finite,
                before=before,
            )
        )
    return cues


def _whole(paragraph: Paragraph, token: Token, speaker: Token | None, head: Token) -> Cue:
    """Make a cue whose content is the clause that it stands in."""
    heavy = frozenset(c for c in head.children if c.dep_ in {"relcl", "advcl"} and c.i > head.i)
    low, high = _edges(head, heavy)
    first, last = _reach(token)
    return Cue(
        token=token,
        kind="evaluate" if speaker is not None else "reported",
        speaker=speaker,
        start=paragraph.start_of(paragraph.doc[first]),
        end=paragraph.end_of(paragraph.doc[last]),
        content=(low, high),
        finite=True,
        whole=True,
    )


def _according(paragraph: Paragraph, token: Token) -> Cue | None:
    """Read *according to X*: the content is the rest of the sentence."""
    to = next((c for c in token.children if c.lower_ == "to"), None)
    if to is None and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
        to = token.nbor()
    if to is None:
        return None
    speaker = next((c for c in to.children if c.dep_ == "pobj"), None)
    if speaker is None:
        return None
    sentence = token.sent
    _, last = subtree(speaker)
    if token.i - sentence.start <= 1:
        low, high = last + 1, sentence.end - 1
    else:
        low, high = sentence.start, token.i - 1
    doc = token.doc
    while low < high and doc[low].is_punct and doc[low].text != '"':
        low += 1
    while high > low and doc[high].is_punct and doc[high].text != '"':
        high -= 1
    if high <= low:
        return None
    return Cue(
        token=token,
        kind="assert",
        speaker=speaker,
        start=paragraph.start_of(token),
        end=paragraph.end_of(to),
        content=(low, high),
        finite=True,
        before=low < token.i,
    )
