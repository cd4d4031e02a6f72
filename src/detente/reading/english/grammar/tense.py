"""Whether a time expression lies ahead of its article, by the verb that it hangs on."""

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import word_class
from detente.reading.english.grammar.nlp import Paragraph

__all__ = ["Tenses"]

_AHEAD = word_class("tense_ahead")
_PLANNED = word_class("planned")
_UNTIL = word_class("until")


def _names_source(token: Token, verb: Token) -> bool:
    """Whether a verb only names who said what stands before its comma (*..., she said*)."""
    if verb.i < token.i or verb.lemma_.lower() not in load_lexicon()["cue"]:
        return False
    between = token.doc[token.i + 1 : verb.i]
    return any(word.text == "," for word in between)


def _hidden_verb(root: Token) -> bool:
    """Whether a sentence without a verb hides one in a plural: *The embargo lifts on Monday*."""
    if root.tag_ != "NNS" or any(word.pos_ in {"VERB", "AUX"} for word in root.sent):
        return False
    return any(child.dep_ == "compound" and child.tag_ == "NN" for child in root.children)


class Tenses:
    """Looks up the verb above a place in the text."""

    def __init__(self, paragraphs: list[Paragraph]) -> None:
        self.paragraphs = paragraphs

    def ahead(self, start: int, end: int) -> bool | None:
        """Return True for the future, False for the past, None where no verb says so."""
        for paragraph in self.paragraphs:
            if paragraph.offset <= start < paragraph.end:
                tokens = paragraph.tokens(start, end)
                return self._of(tokens[-1], start - paragraph.offset) if tokens else None
        return None

    def _of(self, token: Token, start: int) -> bool | None:
        node, first = token, token
        while node.head.idx >= start and node.head.i != node.i and node.pos_ != "VERB":
            node = node.head
        for _ in range(10):
            if node.dep_ == "prep" and node.lower_ in _UNTIL:
                return True
            if node.pos_ in {"VERB", "AUX"} and node.dep_ not in {"aux", "auxpass", "amod"}:
                if _names_source(first, node):
                    return self._beside(first)
                found = self._verb(node)
                if found is not None:
                    return found
            if node.pos_ == "ADJ" and node.lower_ in word_class("set_to"):
                return True
            if node.head.i == node.i:
                return True if _hidden_verb(node) else None
            node = node.head
        return None

    def _beside(self, token: Token) -> bool | None:
        """Read the verb that stands before the time in its own clause, not who said it."""
        for left in reversed(token.doc[: token.i]):
            if left.text in {".", "?", "!"}:
                return None
            if left.pos_ in {"VERB", "AUX"} and left.dep_ not in {"aux", "auxpass", "amod"}:
                return self._verb(left)
        return None

    def _verb(self, verb: Token) -> bool | None:  # noqa: PLR0911 - one branch a rule of grammar
        helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
        if helpers & _AHEAD:
            if "would" in helpers and "have" in helpers:
                return True  # *would have taken effect in November*: what was to come
            return not helpers & {"have"}
        if verb.lemma_ in _PLANNED and (verb.tag_ == "VBN" or helpers & word_class("do_form")):
            return True
        if verb.tag_ == "VBN" and word_class("be_or_to") <= helpers and "have" not in helpers:
            return True
        if verb.tag_ == "VBD" or helpers & word_class("have_form", "be_past", "been", "do_past"):
            return False
        if verb.tag_ == "VBN":
            return None if helpers else False
        if verb.tag_ == "VB":
            return True if "to" in helpers else None
        if verb.tag_ in {"VBZ", "VBP"}:
            plain = verb.lemma_ in word_class("auxiliary_lemma", "do_lemma")
            return None if plain or verb.lemma_.lower() in load_lexicon()["cue"] else True
        if verb.tag_ == "VBG" and helpers & word_class("be_present"):
            return True
        return None
