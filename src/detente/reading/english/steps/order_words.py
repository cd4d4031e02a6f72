"""Order told by words: *after*, *once*, *ahead of*, *in response*, *two days later*, *and then*."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading._records import Relation
from detente.reading.english.controls.controls import ControlDraft
from detente.reading.english.grammar.labels import NOUN_SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph, name_type
from detente.reading.english.names.entities import Cast
from detente.reading.english.steps.steps import TRADE, Step, Steps, clause_above, content_of

__all__ = ["WordOrder", "word_orders"]

_LONGEST = 200
"""Longest sentence that is read for order [tokens]; what is longer is no sentence."""
_MARKS = word_class("time_mark")
_CONDITIONS = word_class("condition_mark")
_WAITS = word_class("once", "until_word", "moment_start", "soon_long") | _CONDITIONS
_LATER_FIRST = word_class("earlier_mark")
_TO_A_STATE = word_class("up_to_state")
_PREPOSITIONS = word_class("time_preposition")
_ANSWERS = word_class("reply_noun")
_AHEAD = word_class("prior_mark")
_REACTS = word_class("retaliating")
_TELLS = word_class("telling_verb")
_LINKS = word_class("then_later")
_NUMBERED = word_class("next_in_order")
_VIEWS = word_class("opinion_verb")
_TIMES = word_class("time_noun")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordOrder:
    """Two steps, the earlier first, with the word that orders them."""

    first: Step
    second: Step
    word: tuple[int, int]
    relation: Relation
    condition: Step | None = None
    """Which of the two the other waits for, where the word is one of condition."""
    standing: bool = False
    """Whether it holds as long as the condition does, so that none comes first."""


def word_orders(
    norm: str, paragraphs: list[Paragraph], controls: list[ControlDraft], cast: Cast
) -> list[WordOrder]:
    """Find the steps that a word puts in order, in an article on trade."""
    if not controls and TRADE.search(norm) is None:
        return []
    finder = _Orders(Steps(norm, controls, cast))
    found: list[WordOrder] = []
    before: tuple[Paragraph, Tokens] | None = None
    for paragraph in paragraphs:
        if paragraph.segment.kind == "headline":
            continue
        for sentence in paragraph.sentences():
            if len(sentence) <= _LONGEST and not sentence.text.rstrip().endswith("?"):
                found.extend(finder.inside(paragraph, sentence))
                found.extend(finder.linked(paragraph, sentence, before))
            before = (paragraph, sentence)
    return found


class _Orders:
    """Reads the orders of one sentence after the other."""

    def __init__(self, steps: Steps) -> None:
        self.steps = steps

    def inside(self, paragraph: Paragraph, sentence: Tokens) -> Iterator[WordOrder]:
        """Orders between two parts of a sentence."""
        for token in sentence:
            yield from self._marked(paragraph, sentence, token)
            if (other := _preposition(token)) is not None:
                yield from self._phrases(paragraph, token, other)
            elif token.lemma_.lower() in word_class("follow_precede"):
                yield from self._follows(paragraph, token)
            elif token.lower_ == "which" and token.head.lower_ in word_class("following_on"):
                yield from self._which(paragraph, token.head)

    def _marked(self, paragraph: Paragraph, sentence: Tokens, token: Token) -> Iterator[WordOrder]:
        """Orders of a clause and the one it hangs on, by the word that opens it."""
        low = token.lower_
        if low in _MARKS and token.dep_ in {"mark", "advmod"}:
            if token.head.pos_ in {"VERB", "AUX"} and token.i < token.head.i:
                yield from self._clauses(paragraph, token, token.head, low)
        elif (
            low == "as"
            and token.dep_ == "mark"
            and token.head.head.lower_ in word_class("soon_long")
        ):
            yield from self._clauses(paragraph, token, token.head, token.head.head.lower_)
        elif low in word_class("moment_word") and (verb := _when_clause(token)) is not None:
            yield from self._clauses(paragraph, token, verb, "moment")
        elif low == "should" and (token.text == "Should" or token.dep_ == "advcl"):
            yield from self._should(paragraph, sentence, token)
        elif low in word_class("provided"):
            verb = next((t for t in sentence if t.i > token.i and _predicate(t)), None)
            if verb is not None:
                yield from self._clauses(paragraph, token, verb, low)

    def linked(
        self, paragraph: Paragraph, sentence: Tokens, before: tuple[Paragraph, Tokens] | None
    ) -> Iterator[WordOrder]:
        """Orders between a clause and the one before it: *then*, *in response*, *days later*."""
        for token in sentence:
            word = _link(token)
            verb = clause_above(token) if word else None
            if _reacts(token):
                word, verb = "then", token
            if word is None or verb is None:
                continue
            inner = content_of(verb) if verb.lemma_ in _TELLS else None
            right = self.steps.clause(paragraph, inner or verb)
            left = self._left(paragraph, verb, token, before)
            cued = left is not None and left.head.lemma_ in load_lexicon()["cue"]
            if cued and token.lower_ == "since":
                continue
            if left is None or (left.head.i == right.head.i and left.paragraph is paragraph):
                continue
            yield from self._order(left, right, paragraph, token, "before")

    def _left(
        self,
        paragraph: Paragraph,
        verb: Token,
        token: Token,
        before: tuple[Paragraph, Tokens] | None,
    ) -> Step | None:
        """The clause that a linking word looks back to."""
        if verb.dep_ == "conj" and _clausal(verb.head) and verb.head.i < verb.i:
            return self.steps.clause(paragraph, verb.head)
        beside = [
            c for c in verb.children
            if c.dep_ in {"ccomp", "parataxis"} and c.i < token.i and _clausal(c)
        ]  # fmt: skip
        if beside and token.lower_ == "then":
            return self.steps.clause(paragraph, beside[-1])
        if verb.dep_ == "ccomp" and verb.head.i < verb.i and verb.head.sent.start == verb.head.i:
            return None
        dated = token.lower_ == "later" and verb.dep_ == "ROOT"
        opening = token.i - verb.sent.start <= 4 or token.lemma_.lower() in _REACTS or dated
        if not opening or before is None:
            return None
        return self.steps.main(*before)

    def _clauses(
        self, paragraph: Paragraph, mark: Token, verb: Token, word: str
    ) -> Iterator[WordOrder]:
        apart = mark if word in word_class("provided", "moment_start") else verb
        main = clause_above(apart)
        if main is None or (word == "when" and not _ahead(main)):
            return
        if verb.tag_ == "VBN" and not any(c.dep_ in NOUN_SUBJECTS for c in verb.children):
            return  # *when pressed*
        if word == "since" and (verb.tag_ in {"VBZ", "VBP"} or _perfect(main)):
            return  # a reason, or what has gone on since
        if word in _CONDITIONS and verb.lemma_ in _VIEWS:
            return
        inner = content_of(main)
        if word in _WAITS and inner is not None and inner.i != verb.i:
            joined = [c for c in inner.conjuncts if _clausal(c) and inner.i < c.i < mark.i]
            main = joined[-1] if joined and mark.i > main.i else inner
        while main.dep_ == "xcomp" and (above := clause_above(main)) is not None:
            main = above  # *was ready to suspend*, *may offer to drop*
        sub = self.steps.clause(paragraph, verb)
        whole = self.steps.clause(paragraph, main, without=apart)
        later = (word in _LATER_FIRST and not _withheld(main)) or (
            word in word_class("until_word") and not _withheld(main)
        )
        first, second = (whole, sub) if later else (sub, whole)
        waits = word in _WAITS or (mark.i > 0 and mark.nbor(-1).lower_ == "only")
        order = WordOrder(
            first=first, second=second, word=_place(paragraph, mark),
            relation="follows_from" if word in {*_CONDITIONS, "long"} else "before",
            condition=sub if waits and not later else None, standing=word == "long",
        )  # fmt: skip
        if self._counts(order, whole, sub):
            yield order

    def _counts(self, order: WordOrder, main: Step, other: Step) -> bool:
        """Whether the main clause bears on the standoff, or only a condition on it does."""
        if order.first.start < order.second.end and order.second.start < order.first.end:
            return False
        if order.relation == "follows_from":
            both = self.steps.plausible(main) and self.steps.plausible(other)
            return both and (self.steps.bears(main) or self.steps.bears(other))
        return self.steps.bears(main)

    def _should(self, paragraph: Paragraph, sentence: Tokens, token: Token) -> Iterator[WordOrder]:
        """*Should the shipments restart, we can leave*."""
        comma = next((t for t in sentence if t.i > token.i and t.text == ","), None)
        verb = next((t for t in sentence if comma and t.i > comma.i and _predicate(t)), None)
        if comma is None or verb is None or comma.i - token.i < 3:
            return
        sub = self.steps.stretch(paragraph, token.i + 1, comma.i - 1)
        whole = self.steps.clause(paragraph, verb, without=token)
        order = WordOrder(
            first=sub, second=whole, relation="follows_from", condition=sub,
            word=(paragraph.start_of(token), paragraph.end_of(token)),
        )  # fmt: skip
        if self._counts(order, whole, sub):
            yield order

    def _phrases(self, paragraph: Paragraph, token: Token, other: Token) -> Iterator[WordOrder]:
        main = clause_above(token)
        if main is None:
            return
        if other.pos_ in {"VERB", "AUX"}:
            step = self.steps.clause(paragraph, other)
        else:
            step = self.steps.phrase(paragraph, other)
        while main.dep_ == "xcomp" and (above := clause_above(main)) is not None:
            main = above
        whole = self.steps.clause(paragraph, main, without=token)
        negated = any(
            c.dep_ == "neg"
            or (c.dep_ in NOUN_SUBJECTS and any(g.lower_ == "no" for g in c.children))
            for c in main.children
        )
        word = token.lower_
        if word == "in" and token.children:
            word = next(c.lower_ for c in token.children)
        nothing = any(c.lower_ == "nothing" for c in main.children)
        later = (word in _LATER_FIRST or word in _TO_A_STATE) and not (negated or nothing)
        first, second = (whole, step) if later else (step, whole)
        yield from self._order(first, second, paragraph, token, "before")

    def _follows(self, paragraph: Paragraph, token: Token) -> Iterator[WordOrder]:
        """*The curbs followed a call*; *a call, followed by a meeting*."""
        agent = next((c for c in token.children if c.dep_ == "agent"), None)
        if agent is not None:
            noun = next((c for c in agent.children if c.dep_ == "pobj"), None)
            main = clause_above(token) or (token.head if token.head.i != token.i else None)
            if noun is None or main is None:
                return
            left = (
                self.steps.clause(paragraph, main, without=token)
                if main.pos_ in {"VERB", "AUX"}
                else self.steps.phrase(paragraph, main)
            )
            right = self.steps.phrase(paragraph, noun)
        else:
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            noun = next((c for c in token.children if c.dep_ == "dobj"), None)
            if subject is None or noun is None or token.pos_ != "VERB":
                return
            left, right = (self.steps.phrase(paragraph, n) for n in (noun, subject))
        if token.lower_.startswith("preced"):
            left, right = right, left
        yield from self._order(left, right, paragraph, token, "before")

    def _which(self, paragraph: Paragraph, token: Token) -> Iterator[WordOrder]:
        """*A lifts its ban, after which B ships again*."""
        verb = token.head
        main = clause_above(verb)
        if main is None or verb.pos_ not in {"VERB", "AUX"}:
            return
        left = self.steps.clause(paragraph, main, without=verb)
        right = self.steps.clause(paragraph, verb, without=token)
        yield from self._order(left, right, paragraph, token, "before")

    def _order(
        self, first: Step, second: Step, paragraph: Paragraph, word: Token, relation: Relation
    ) -> Iterator[WordOrder]:
        if first.start < second.end and second.start < first.end:
            return
        if self.steps.bears(first) and self.steps.bears(second):
            place = (paragraph.start_of(word), paragraph.end_of(word))
            yield WordOrder(first=first, second=second, word=place, relation=relation)


def _place(paragraph: Paragraph, mark: Token) -> tuple[int, int]:
    """Where a word of order stands: *provided that*, *only after*."""
    last = mark
    if mark.lower_ == "as" and mark.i > 1:
        return paragraph.start_of(mark.nbor(-2)), paragraph.end_of(mark)  # *as soon as*
    if mark.i + 1 < len(mark.doc) and mark.nbor(1).lower_ == "that" and mark.lower_ != "after":
        last = mark.nbor(1)
    only = mark.i > 0 and mark.nbor(-1).lower_ == "only"
    return paragraph.start_of(mark.nbor(-1) if only else mark), paragraph.end_of(last)


def _perfect(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)


def _clausal(head: Token) -> bool:
    """Whether a word heads a clause; a verb may be taken for a noun."""
    if head.pos_ in {"VERB", "AUX"}:
        return True
    return {"nsubj", "aux"} <= {c.dep_ for c in head.children}


def _withheld(verb: Token) -> bool:
    """*Will not resume until*, *stays barred until*: something waits for what comes after."""
    if any(c.dep_ == "neg" or c.lower_ in word_class("no_subject") for c in verb.children):
        return True
    subject = next((c for c in verb.children if c.dep_ in NOUN_SUBJECTS), None)
    if subject is not None and any(c.lower_ == "no" for c in subject.children):
        return True
    return verb.lemma_ in word_class("remain_stay", "stand_keep")


def _reacts(token: Token) -> bool:
    """*Kyiv responded by pausing its case*: an answer to what was told before."""
    if token.lemma_.lower() not in _REACTS or token.pos_ != "VERB":
        return False
    told = token.tag_ == "VBD" or any(c.lower_ in word_class("have_form") for c in token.children)
    links = {"to"} if token.lemma_ == "answer" else word_class("to_with")
    aimed = any(c.dep_ in {"prep", "dobj"} and c.lower_ in links for c in token.children)
    return told and not aimed and any(c.dep_ == "nsubj" for c in token.children)


def _predicate(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass", "amod"}


def _ahead(verb: Token) -> bool:
    return any(
        c.lower_ in load_lexicon()["modal_strength"].keys() - {"shall"}
        for c in verb.children
        if c.dep_ == "aux"
    )


def _when_clause(token: Token) -> Token | None:
    """The clause of *the moment Washington drops its tariffs*."""
    if not any(c.lower_ == "the" for c in token.children):
        return None
    for child in token.children:
        own = any(c.dep_ in NOUN_SUBJECTS for c in child.children)
        if child.dep_ in {"relcl", "acl"} and own and child.i > token.i:
            return child
    return None


def _preposition(token: Token) -> Token | None:
    """What a preposition of time or cause is about, unless that is a date or a period."""
    word = token.lower_
    inner: Token | None = None
    if word in _PREPOSITIONS and token.dep_ in {"prep", "mark", "advcl"}:
        inner = token
    elif word in _AHEAD:
        inner = next((c for c in token.children if c.lower_ in word_class("of_to")), None)
    elif word == "within" and token.dep_ == "prep":
        inner = next((g for c in token.children for g in c.children if g.lower_ == "of"), None)
    elif word in word_class("as_in_on") and token.dep_ == "prep":
        noun = next((c for c in token.children if c.dep_ == "pobj"), None)
        if noun is not None and noun.lower_ in _ANSWERS | word_class("eve_noun"):
            inner = next((c for c in noun.children if c.lower_ in word_class("for_of_to")), None)
    if inner is None:
        return None
    other = next((c for c in inner.children if c.dep_ in {"pobj", "pcomp", "dobj"}), None)
    if other is None or other.lower_ in word_class("that_or_which"):
        return None
    if other.lemma_.lower() in _TIMES or name_type(other) in {"DATE", "TIME"} or other.like_num:
        return None
    return other


def _link(token: Token) -> str | None:
    """The word by which a clause looks back to the one before it."""
    word = token.lower_
    if word in _LINKS and token.dep_ in {"advmod", "npadvmod"}:
        if word == "later" and not any(  # *two days later*
            c.dep_ == "npadvmod" and c.lemma_.lower() in _TIMES for c in token.children
        ):
            return None
        return word
    if word == "since" and token.dep_ == "advmod" and _perfect(token.head):
        return None if token.head.lemma_ in load_lexicon()["cue"] else word
    if word in _NUMBERED and token.i == token.sent.start:
        return word
    if word == "in" and token.dep_ == "prep":
        noun = next((c for c in token.children if c.dep_ == "pobj"), None)
        if noun is not None and noun.lower_ in word_class("answer_noun"):
            return None if any(c.dep_ == "prep" for c in noun.children) else noun.lower_
    return None
