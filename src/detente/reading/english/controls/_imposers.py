"""Who imposes a control, and on whom: owners, subjects and agents in the grammar."""

import re
from functools import cache

from spacy.tokens import Token

from detente.facts.reading_tables import load_gazetteer, load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading.english.grammar.labels import ACTED_ON
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast, noun_phrase
from detente.reading.english.text.gazetteer import party_word
from detente.reading.english.weight.direction import verb_group
from detente.reading.english.weight.things import way_of

__all__ = ["Parties"]

_OPPOSING = word_class("opposing")
_IMPOSING = word_class("imposing")
_COALITION = compiled("imposers.coalition")
_BARRED = compiled("imposers.barred")
"""Verbs whose object is who gets no goods: *bar Chinese chipmakers from chip tools*."""
_NO_TARGET = compiled("imposers.no_target")
"""What stands after a party that is no target: *restrictions on U.S. exports to China*."""
_SAYS = re.compile(r"[A-Z][^:.,;]{1,40}: ")
_RULES = word_class("rule_paper")
_WILL_NOUNS = word_class("will_noun")
_DISPUTES = word_class("dispute_noun")
_WAY = compiled("found.way")
_WILLED = compiled("imposers.willed")
_OWNER = re.compile(r"(?:['\u2019]s?)?\s+(?:[a-z-]+\s+){0,2}")
_WILL = 90
"""How far before a verb the owner of its noun may stand [code points]."""


def _only_reported(verb: Token, clause: Token) -> bool:
    """Whether a verb only reports a clause about the control: *said the curbs showed that*.

    Who says that it *would be lifted* speaks, in doubt, of their own.
    """
    if clause.dep_ != "ccomp" or verb.lemma_.lower() not in load_lexicon()["cue"]:
        return False
    passive = any(c.dep_ == "nsubjpass" for c in clause.children)
    return not (passive and verb_group(clause.lemma_.lower()))


def _close_below(head: Token) -> list[Token]:
    """Tokens one or two steps below a head, two below the word after it, or below its goods."""
    tops = [head]
    if head.i < head.right_edge.i:
        tops.append(head.doc[head.i + 1])
    near = {child.i: child for child in head.children}
    for top in tops:
        near |= {below.i: below for child in top.children for below in child.children}
    goods = [below for below in near.values() if below.dep_ == "pobj" and below.head.head is head]
    near |= {clause.i: clause for good in goods for clause in good.children}
    return [near[at] for at in sorted(near)]


_DOES = compiled("imposers.does")


class Parties:
    """Finds the parties to a control's mention.

    Parameters
    ----------
    norm
        Normalised text.
    cast
        The article's entities.
    """

    def __init__(self, norm: str, cast: Cast) -> None:
        self.norm, self.cast = norm, cast

    def imposer(  # noqa: C901, PLR0911 - one branch a rule of grammar
        self, paragraph: Paragraph, head: Token, start: int, end: int, *, verbal: bool
    ) -> tuple[str | None, bool]:
        if self._coalition(paragraph, head, start, end):
            return None, True
        if verbal and (willed := self._willed(start)) is not None:
            return willed, True
        if not verbal:
            lead = _SAYS.match(self.norm, start, paragraph.start_of(head))
            if lead is not None and (says := self.cast.party_in(start, lead.end())):
                return says, True  # *MOFCOM: export controls on samarium suspended*
            left = self.norm[start : paragraph.start_of(head)]
            for match in party_word()[0].finditer(left):
                tail = left[match.end() : match.end() + 2]
                if tail.startswith(("'", " ")) or match[0] in _adjectives():
                    return party_word()[1][match[0]], True
            clause = self._in_clause(paragraph, head)
            if clause:
                return clause, True
            by = compiled("imposers.by").search(self.norm[paragraph.end_of(head) : end + 40])
            if by:
                at = paragraph.end_of(head) + by.end()
                found = party_word()[0].match(self.norm, at) or party_word()[0].match(
                    self.norm, max(at - 4, 0)
                )
                owner = by.start() + paragraph.end_of(head)
                if found and compiled("imposers.owner_link").match(self.norm, owner):
                    return party_word()[1][found[0]], True
            if any(child.lower_ == "its" for child in head.children):
                subject = (
                    self._beside(start)
                    or self._subject_party(paragraph, head)
                    or self._named_before(paragraph, head, start)
                )
                if subject:
                    return subject, True
        subject = self._subject_party(paragraph, head)
        return subject, False

    def _coalition(self, paragraph: Paragraph, head: Token, start: int, end: int) -> bool:
        """Whether the imposer is no single party: *Western curbs*, *the G7's export controls*."""
        if _COALITION.search(self.norm, start, min(end, paragraph.end_of(head))):
            return True
        if not any(child.lower_ in word_class("possessive_thing") for child in head.children):
            return False
        node = head
        for _ in range(4):
            if node.head.i == node.i:
                return False
            node = node.head
            subject = next((c for c in node.children if c.dep_ == "nsubj"), None)
            if subject is not None and subject.i != head.i:
                low, high = noun_phrase(paragraph, subject)
                return bool(_COALITION.search(self.norm, low, high))
        return False

    def _beside(self, start: int) -> str | None:
        """The party right before the verb of *its*, however a list of clauses was parsed.

        *Japan will ease X and South Korea will lift its ban*: South Korea.
        """
        left = self.norm[max(start - 90, 0) : start]
        for match in party_word()[0].finditer(left):
            if _DOES.fullmatch(left, match.end()):
                return party_word()[1][match[0]]
        return None

    def _willed(self, start: int) -> str | None:
        """Whose will a verb is by the noun before it: *U.S. moves last year to restrict*."""
        left = self.norm[max(start - _WILL, 0) : start]
        noun = _WILLED.search(left)
        parties = list(party_word()[0].finditer(left, 0, noun.start())) if noun else []
        beside = (
            noun is not None and parties and _OWNER.fullmatch(left, parties[-1].end(), noun.start())
        )
        return party_word()[1][parties[-1][0]] if beside else None

    def _named_before(self, paragraph: Paragraph, head: Token, start: int) -> str | None:
        """The party named last before *its*, in the sentence, but where goods go."""
        low = paragraph.offset + int(head.sent.start_char)
        pattern, codes = party_word()
        named = [
            m
            for m in pattern.finditer(self.norm, low, start)
            if not _WAY.search(self.norm, low, m.start())
        ]
        return codes[named[-1][0]] if named else None

    def _in_clause(self, paragraph: Paragraph, head: Token) -> str | None:
        """Who imposes in a clause on the noun: *the controls that China introduced in April*."""
        for clause in _close_below(head):
            if clause.dep_ not in {"relcl", "acl"} or clause.lemma_ not in _IMPOSING:
                continue
            for child in clause.children:
                if child.dep_ == "nsubj" and child.pos_ in {"PROPN", "NOUN"}:
                    return self._party_of(paragraph, child)
                if child.dep_ == "agent":
                    doer = next((c for c in child.children if c.dep_ == "pobj"), None)
                    return self._party_of(paragraph, doer) if doer is not None else None
        return None

    def _subject_party(self, paragraph: Paragraph, head: Token) -> str | None:  # noqa: C901, PLR0911, PLR0912 - one branch a rule of grammar
        """The party of the nearest subject above a head that eases, imposes or keeps it."""
        node, steps, below, referred = head, 0, head, False
        while steps < 10:
            by_means = below.dep_ == "prep" and below.lower_ in word_class("by_means")
            if node.lemma_.lower() in _OPPOSING and not by_means:
                return self._other_side(paragraph, node.head)
            if below.dep_ == "prep":  # *seeks a solution with Beijing regarding the ban*
                for noun in (node, *(c for c in node.children if c.dep_ == "dobj")):
                    if noun.lemma_.lower() in _DISPUTES and node.i != head.i:
                        return self._other_side(paragraph, noun)
            if node.pos_ in {"VERB", "AUX"}:
                group = verb_group(node.lemma_.lower()) or node.lemma_.lower() in word_class(
                    "owner_speech"
                )
                lemma = node.lemma_.lower()
                urged = load_lexicon()["cue"].get(lemma) == "urge" and node.i != head.i
                if urged and below.dep_ == "advcl":
                    return None  # *presses Beijing as the curbs bite*
                if urged:
                    return self._addressee(paragraph, node)
                if lemma in word_class("ask_want") and node.i != head.i:
                    asked = self._addressee(paragraph, node)
                    if asked is not None:
                        return asked
                if not referred and _only_reported(node, below):
                    return None
                subject = next((c for c in node.children if c.dep_ == "nsubj"), None)
                referred = referred or (subject is not None and subject.pos_ == "PRON")
                agent = next((c for c in node.children if c.dep_ == "agent"), None)
                if agent is not None:
                    party = self._party_of(paragraph, next(iter(agent.children), agent))
                    if party:
                        return party
                if subject is not None and subject.i != head.i:
                    relative = node.dep_ == "relcl" and subject.lower_ in word_class(
                        "relative_pronoun"
                    )
                    who = node.head if relative else subject
                    party = self._party_of(paragraph, who, companies=node.i == head.i)
                    near = steps <= 3 and head.lemma_.lower() != "sanction"
                    if party and (group or node.i == head.i or near):
                        return party
                    if who.lemma_.lower() in _RULES:
                        return self._rule_maker(paragraph, who)
                    if subject.pos_ != "PRON":
                        return None
            elif node is not head and node.lemma_.lower() in _WILL_NOUNS:
                party = self._owner(paragraph, node)
                if party:
                    return party
            if node.dep_ in {"ROOT", "relcl"}:
                break
            node, below, steps = node.head, node, steps + 1
        return None

    def _other_side(self, paragraph: Paragraph, node: Token) -> str | None:
        """With whom a way out of a control is sought: *seeks a solution with China to lift it*."""
        for link in (*node.children, *node.head.children):
            if node.lemma_.lower() in _DISPUTES and link.dep_ == "prep" and link.lower_ == "with":
                who = next((c for c in link.children if c.dep_ == "pobj"), None)
                return self._party_of(paragraph, who) if who is not None else None
        return None

    def _rule_maker(self, paragraph: Paragraph, rule: Token) -> str | None:
        """Whose a rule is: by its name or owner, else by who published one in the sentence before.

        *The MATCH Act, a bill that would bar*; *The bureau published a rule. The rules restrict*.
        """
        named = self._party_of(paragraph, rule.head) if rule.dep_ == "appos" else None
        named = named or self._owner(paragraph, rule)
        before = rule.sent.start - 1
        if named is not None or before < 0:
            return named
        root = rule.doc[before].sent.root
        maker = next((c for c in root.children if c.dep_ == "nsubj"), None)
        if root.lemma_.lower() not in _IMPOSING or maker is None:
            return None
        return self._party_of(paragraph, maker)

    def _addressee(self, paragraph: Paragraph, verb: Token) -> str | None:
        """Who is asked: *urged Beijing to lift*, *called on Tokyo to lift*."""
        for child in verb.children:
            if child.dep_ in ACTED_ON:
                return self._party_of(paragraph, child)
            if child.dep_ == "prep" and child.lower_ in word_class(
                "over_preposition", "aim_preposition"
            ):
                inner = next((c for c in child.children if c.dep_ == "pobj"), None)
                party = self._party_of(paragraph, inner) if inner is not None else None
                if party:
                    return party
            if child.dep_ == "ccomp":
                subject = next((c for c in child.children if c.dep_ == "nsubj"), None)
                if subject is not None:
                    return self._party_of(paragraph, subject)
        return None

    def also_asked(self, paragraph: Paragraph, head: Token) -> tuple[str, ...]:
        """Further sides that are asked for the same: *pressed Tokyo and The Hague to tighten*."""
        node = head
        for _ in range(5):
            if node.head.i == node.i:
                return ()
            node = node.head
            if node.pos_ == "VERB" and load_lexicon()["cue"].get(node.lemma_.lower()) == "urge":
                break
        else:
            return ()
        asked = [c for c in node.children if c.dep_ in ACTED_ON]
        for child in node.children:
            if child.dep_ in {"prep", "ccomp"}:
                asked += [c for c in child.children if c.dep_ in {"pobj", "nsubj"}]
        found = [
            self._party_of(paragraph, other)
            for one in asked
            for other in one.conjuncts
            if other.i < head.i
        ]
        return tuple(party for party in found if party)

    def _owner(self, paragraph: Paragraph, noun: Token) -> str | None:
        """The party before a noun: *U.S. willingness*, *Beijing's move*."""
        for child in noun.children:
            if child.i < noun.i and child.dep_ in {"poss", "compound", "amod", "nmod"}:
                party = self._party_of(paragraph, child)
                if party:
                    return party
        return None

    def _party_of(
        self, paragraph: Paragraph, token: Token, *, companies: bool = True
    ) -> str | None:
        start, end = noun_phrase(paragraph, token)
        way = way_of(token)
        end = min(end, paragraph.start_of(way)) if way is not None else end
        for a, b, draft in self.cast.named_at(start, end):
            if draft.type in {"company", "outlet"} and not companies:
                return None
            if draft.party and a < paragraph.end_of(token) <= b + 1:
                return draft.party
        if token.pos_ == "PRON":
            return None
        return self.cast.party_in(start, end)

    def target(self, start: int, end: int, imposer: str | None) -> str | None:
        pattern, table = party_word()
        for match in compiled("imposers.towards").finditer(self.norm[start : end + 1]):
            at = start + match.end()
            found = pattern.match(self.norm, at) or pattern.match(
                self.norm, start + match.start(0) + len(match[0].split()[0]) + 1
            )
            if found and found.end() <= end + 1 and not _NO_TARGET.match(self.norm, found.end()):
                party = table[found[0]]
                if party != imposer and found[0] not in _adjectives() - {
                    "US",
                    "U.S.",
                    "EU",
                    "UK",
                    "U.K.",
                }:
                    return party
        barred = _BARRED.match(self.norm, start, end)
        found = pattern.match(self.norm, barred.end(), end) if barred else None
        if found is not None and table[found[0]] != imposer:
            return table[found[0]]
        return None


@cache
def _adjectives() -> frozenset[str]:
    return frozenset(word for row in load_gazetteer() for word in row.adjectives)
