"""Steps of a standoff: the clauses and noun phrases that an order of events is told between."""

from dataclasses import dataclass

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading.english.controls.controls import ControlDraft
from detente.reading.english.grammar.labels import SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph, subtree
from detente.reading.english.names.entities import Cast
from detente.reading.english.text.goods import GENERIC, find_goods
from detente.reading.english.weight.direction import verb_group

__all__ = ["TRADE", "Step", "Steps", "clause_above", "content_of"]

_HEAVY = frozenset({"advcl", "cc", "conj", "punct", "mark", "parataxis", "advmod", "relcl"})
_ACTORS = word_class("acting_pronoun")
_SIDES = word_class("side_noun")
_STATES = word_class("state_verb")
_MARKET_VERBS = word_class("market_verb")
_MARKET = word_class("market_noun")
_TURNS = word_class("turning_verb")
TRADE = compiled("steps.trade")
"""Words without which an article is not on trade."""
_MATTER = compiled("steps.matter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One end of an order: where it stands, its head, whether it is somebody's saying."""

    start: int
    end: int
    head: Token
    paragraph: Paragraph
    saying: bool = False


def clause_above(token: Token) -> Token | None:
    """Return the verb that a token hangs on."""
    node = token
    for _ in range(12):
        if node.head.i == node.i:
            return None
        node = node.head
        if node.pos_ in {"VERB", "AUX"} and node.dep_ not in {"aux", "auxpass", "amod", "compound"}:
            return node
    return None


class Steps:
    """Cuts steps out of a parsed article and says which of them bear on the standoff."""

    def __init__(self, norm: str, controls: list[ControlDraft], cast: Cast) -> None:
        self.norm, self.cast = norm, cast
        goods = [g.start for g in find_goods(norm) if g.row.family != GENERIC]
        self.places = sorted([*goods, *(m.start for c in controls for m in c.mentions)])

    def clause(self, paragraph: Paragraph, verb: Token, without: Token | None = None) -> Step:
        """Return a verb with its subject, objects and complements."""
        if content_of(verb) is not None:
            return self.saying(paragraph, verb)
        barred = {c for c in verb.children if c.dep_ in _HEAVY}
        if without is not None:
            barred.add(without)
        low, high = subtree(verb, without=frozenset(barred))
        if without is not None:
            if without.left_edge.i > verb.i:
                high = min(high, without.left_edge.i - 1)
            elif without.right_edge.i < verb.i:
                low = max(low, without.right_edge.i + 1)
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS and c.i < verb.i), None)
        if subject is not None:
            low = max(low, subject.left_edge.i)  # *In March Ankara announced*
        if verb.dep_ in {"acl", "relcl"} and not any(c.dep_ in SUBJECTS for c in verb.children):
            low = min(low, verb.head.left_edge.i)
        return self._step(paragraph, low, max(low, high), verb)

    def stretch(self, paragraph: Paragraph, low: int, high: int) -> Step:
        """Return a run of tokens as a step, its last verb or else its last word as the head."""
        tokens = list(paragraph.doc[low : high + 1])
        head = next((t for t in reversed(tokens) if t.pos_ == "VERB"), tokens[-1])
        return self._step(paragraph, low, high, head)

    def saying(self, paragraph: Paragraph, verb: Token) -> Step:
        """Return a reporting verb with who speaks, as an event of its own."""
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        low = high = verb.i
        if subject is not None:
            low, high = min(low, subject.left_edge.i), max(high, subject.i)
        return self._step(paragraph, low, high, verb, saying=True)

    def phrase(self, paragraph: Paragraph, noun: Token) -> Step:
        """Return a noun with what belongs to it, clauses on it left out."""
        barred = {
            c
            for c in noun.children
            if c.dep_ in {"relcl", "acl", "appos", "cc", "conj", "punct", "advcl"} and c.i > noun.i
        }
        low, high = subtree(noun, without=frozenset(barred))
        return self._step(paragraph, low, min(high, noun.i + 12), noun)

    def main(self, paragraph: Paragraph, sentence: Tokens) -> Step | None:
        """Return what a sentence tells of: its main clause, below any reporting verb."""
        root = sentence.root
        for _ in range(3):
            inner = content_of(root)
            if inner is None:
                break
            root = inner
        if root.pos_ not in {"VERB", "AUX"}:
            return None
        return self.clause(paragraph, root)

    def plausible(self, step: Step) -> bool:
        """Whether a step may belong to the standoff: an event, and none of the market."""
        head = step.head
        if _is_phrase(head):
            return self._event_noun(head)
        if head.lemma_.lower() in _MARKET_VERBS:
            return False
        subject = _subject(head)
        return subject is None or subject.lemma_.lower() not in _MARKET

    def bears(self, step: Step) -> bool:
        """Whether a step is an act of a government or one on a control, a supply or the talks."""
        head, subject = step.head, _subject(step.head)
        if _is_phrase(head) or not self.plausible(step):
            return self.plausible(step)
        if subject is not None and subject.pos_ == "NOUN" and self._event_noun(subject):
            return True
        if subject is None:
            return self._deed(step) or head.dep_ in {"pcomp", "acl"}
        acting = self._actor(step.paragraph, subject)
        return acting if step.saying else self._does(step, acting=acting)

    def _does(self, step: Step, *, acting: bool) -> bool:
        """Whether a clause tells of a deed, given whether its subject is one who acts."""
        head = step.head
        if head.lemma_.lower() == "be":
            return acting and any(c.dep_ in {"acomp", "xcomp", "attr"} for c in head.children)
        deed = self._deed(step)
        if any(c.dep_ == "dobj" and self._event_noun(c) for c in head.children):
            return acting or deed  # *had calls*, *held talks*
        state = head.lemma_.lower() in _STATES and not any(c.dep_ == "xcomp" for c in head.children)
        return deed or (acting and not state)

    def _step(
        self, paragraph: Paragraph, low: int, high: int, head: Token, *, saying: bool = False
    ) -> Step:
        doc = paragraph.doc
        while low < high and (doc[low].dep_ in {"mark", "cc", "punct"} or doc[low].is_space):
            low += 1
        while high > low and (doc[high].dep_ in {"punct", "cc"} or doc[high].is_space):
            high -= 1
        return Step(
            start=paragraph.start_of(doc[low]), end=paragraph.end_of(doc[high]), head=head,
            paragraph=paragraph, saying=saying,
        )  # fmt: skip

    def _actor(self, paragraph: Paragraph, subject: Token) -> bool:
        """Whether a subject is a government, one of its people, or a pronoun for one."""
        if subject.lower_ in _ACTORS or subject.lemma_.lower() in _SIDES:
            return True
        start, end = paragraph.start_of(subject), paragraph.end_of(subject)
        named = [d for a, b, d in self.cast.named_at(paragraph.offset, paragraph.end)
                 if a < end and start < b]  # fmt: skip
        if named:
            return named[-1].type in {"government", "organisation", "person", "place"}
        return subject.pos_ == "PROPN"

    def _deed(self, step: Step) -> bool:
        """Whether a clause does something to a control, a supply or the talks."""
        lemma = step.head.lemma_.lower()
        does = (
            verb_group(lemma) is not None
            or lemma in load_lexicon()["supply_verb"]
            or lemma in _TURNS
        )
        if not does:
            return False
        return self.names_good(step) or bool(_MATTER.search(self.norm, step.start, step.end))

    def names_good(self, step: Step) -> bool:
        """Whether a step names a good or a control that was recognised."""
        return any(step.start <= at < step.end for at in self.places)

    def _event_noun(self, noun: Token) -> bool:
        lexicon = load_lexicon()
        lemma = noun.lemma_.lower()
        if lemma in lexicon["event_noun"]:
            return True
        return lemma in lexicon["control_noun"] and lemma not in word_class("not_cut")


def _is_phrase(head: Token) -> bool:
    return head.pos_ in {"NOUN", "PROPN"} and head.dep_ != "ROOT"


def _subject(verb: Token) -> Token | None:
    for node in (verb, verb.head) if verb.dep_ == "conj" else (verb,):
        found = next((c for c in node.children if c.dep_ in SUBJECTS), None)
        if found is not None:
            return found
    return None


def content_of(verb: Token) -> Token | None:
    """Return the verb of what a reporting verb reports, or None if it reports nothing."""
    if verb.lemma_.lower() not in load_lexicon()["cue"]:
        return None
    for child in verb.children:
        if child.dep_ == "ccomp" and child.pos_ in {"VERB", "AUX"}:
            return child
    return None
