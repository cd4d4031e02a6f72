"""Who and what an article names, and who a pronoun, a title or a surname means."""

import re
from bisect import bisect_left

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._records import Entity, EntityType
from detente.reading._text import span_of, trim
from detente.reading.english.grammar.nlp import Paragraph, name_type
from detente.reading.english.names._draft import Draft, noun_phrase
from detente.reading.english.names._roll import PERSONAL, PREFIX, Roll

__all__ = ["Cast", "Draft", "noun_phrase"]

_SINGULAR = word_class("singular_person")
_DOCUMENTS = word_class("document_noun")
_ORGANISATION_NOUNS = load_lexicon()["body_role"]
_OUTLET_NOUNS = word_class("outlet_noun")
_COMPANY_NOUNS = word_class("company_noun")


def _after(one: "Draft", other: "Draft", position: int) -> bool:
    """Whether somebody was mentioned later than another before a position."""
    mentions = [max((a for a, _ in d.spans if a < position), default=-1) for d in (one, other)]
    return mentions[0] > mentions[1]


def _fits(draft: "Draft", word: str) -> bool:
    """Whether a pronoun of a person may stand for somebody."""
    if draft.type != "person" and not draft.single:
        return False
    if word in word_class("male_person"):
        return not draft.name.endswith("woman")
    if word in word_class("female_person"):
        return not compiled("entities.male_noun").search(draft.name) or draft.name.endswith("woman")
    return True


class Cast(Roll):
    """All entities of an article, with a way to look up what a phrase means."""

    def resolve(  # noqa: C901, PLR0911 - one branch a rule of grammar
        self, paragraph: Paragraph, head: Token, last: Draft | None
    ) -> tuple[Draft, int, int]:
        """Say who a phrase means."""
        start, end = noun_phrase(paragraph, head)
        low, high = paragraph.start_of(head), paragraph.end_of(head)
        for a, b, draft in self._names:
            if a < high and low < b and draft.type != "place":
                start, end = min(start, a), max(end, b) if b >= high else end
                draft.add(start, end)
                return draft, start, end
        for child in head.children:
            if child.dep_ == "appos" and child.i > head.i:
                a, b = paragraph.start_of(child), paragraph.end_of(child)
                person = next(
                    (d for x, y, d in self._names if x < b and a < y and d.type == "person"), None
                )
                if person is not None:
                    person.add(start, end)
                    return person, start, end
        beside = self._name_beside(head, end)
        if beside is not None:
            return beside[2], start, beside[1]
        word = head.lower_
        if (
            word in _DOCUMENTS
            and last is not None
            and not any(c.dep_ == "poss" for c in head.children)
        ):
            return last, start, end
        if word in _SINGULAR and (subject := self._subject_before(paragraph, head)) is not None:
            named = self.resolve(paragraph, subject, last)[0]
            named.single = named.type != "person"
            if _fits(named, word):
                named.add(low, high)
                return named, low, high
        if head.pos_ == "PRON" or word in PERSONAL:
            referent = self._pronoun(word, low, last)
            if referent is not None:
                referent.add(low, high)
                return referent, low, high
        meant = self._by_title(start, end, head) or self._by_kind(paragraph, start, head)
        if meant is None:
            meant = self._fresh(start, end, head)
        meant.add(start, end)
        return meant, start, end

    def _name_beside(self, head: Token, end: int) -> tuple[int, int, Draft] | None:
        """The person whose title the phrase is: *the ministry's spokesperson Wang Wenbin*."""
        if head.pos_ == "PRON":
            return None
        return next((n for n in self._names if n[0] == end + 1 and n[2].type == "person"), None)

    def _pronoun(self, word: str, position: int, last: Draft | None) -> Draft | None:
        if word in PERSONAL:
            return self._person(word, position, last)
        if word in word_class("they"):
            return last or self.before(position, "government", "organisation", "company")
        return last

    def _person(self, word: str, position: int, last: Draft | None) -> Draft | None:
        """Who *he* or *she* is: who spoke last, where that fits, else who was mentioned last."""
        person = self._human_before(position, word)
        if last is None or person is None:
            return person or last
        if last.type == "person" and _fits(last, word):
            return person if person.single and _after(person, last, position) else last
        unnamed = last.type == "organisation" and last.party and _after(last, person, position)
        if unnamed and person.party != last.party:
            return last  # its unnamed spokesman, and not the other side's minister
        return person

    def _subject_before(self, paragraph: Paragraph, pronoun: Token) -> Token | None:
        """The unnamed human being that the sentence before speaks of: *an official defended it*."""
        sentence = pronoun.sent
        if sentence.start == 0:
            return None
        before = paragraph.doc[sentence.start - 1].sent
        for token in before:
            if token.dep_ == "nsubj" and token.tag_ == "NN" and token.head.dep_ == "ROOT":
                human = token.lemma_.lower() in load_lexicon()["human_noun"]
                return token if human else None
        return None

    def _human_before(self, position: int, word: str) -> Draft | None:
        """Return who was mentioned last before a position and may be *he* or *she*."""
        best: tuple[int, Draft] | None = None
        for draft in self.drafts.values():
            at = bisect_left(draft.spans, position, key=lambda span: span[0]) - 1
            if at >= 0 and _fits(draft, word) and (best is None or draft.spans[at][0] > best[0]):
                best = (draft.spans[at][0], draft)
        return best[1] if best else None

    def _by_title(self, start: int, end: int, head: Token) -> Draft | None:
        """*The president*, *the Treasury secretary*, *the White House adviser*."""
        phrase = self.norm[start:end].lower()
        if compiled("entities.unnamed").match(phrase):
            return None
        seen = [d for d in self.drafts.values() if d.type == "person" and d.titles]
        recent = sorted(
            (max((a for a, _ in d.spans if a < start), default=-1), d.key, d) for d in seen
        )
        party = self.party_in(start, end)
        for position, _, draft in reversed(recent):
            if position < 0 or (party and draft.party and party != draft.party):
                continue
            if any(re.search(rf"\b{re.escape(title)}$", phrase) for title in draft.titles):
                return draft
            if any(title.split()[-1] == head.lower_ for title in draft.titles) and (
                "economic" in phrase or party
            ):
                return draft
        return None

    def _by_kind(self, paragraph: Paragraph, start: int, head: Token) -> Draft | None:
        """*The ministry*, *the company*, *the newspaper*: the last of its kind."""
        definite = any(child.lower_ in word_class("this_body") for child in head.children)
        if not definite or any(
            child.pos_ == "PROPN" or (not child.is_lower and name_type(child) in {"NORP", "GPE"})
            for child in head.children
        ):
            return None
        word = head.lower_
        if word in _OUTLET_NOUNS and (outlet := self.before(start, "outlet")):
            return outlet
        if word in _ORGANISATION_NOUNS:
            return self._body_before(start) or self.before(start, "organisation")
        if word in _COMPANY_NOUNS:
            told = self._told_of(paragraph, head)
            return told or self.before(start, "company", "organisation")
        if word in word_class("governing_body", "country"):
            return self.before(start, "government")
        return None

    def _told_of(self, paragraph: Paragraph, head: Token) -> Draft | None:
        """The company that the sentence before tells of: *A wrote to B. The company said*."""
        if head.sent.start == 0:
            return None
        subjects = (
            noun_phrase(paragraph, token)
            for token in head.doc[head.sent.start - 1].sent
            if token.dep_ == "nsubj" and token.head.dep_ == "ROOT"
        )
        named = [d for a, b in subjects for _, _, d in self.named_at(a, b) if d.type == "company"]
        return named[0] if len(named) == 1 else None

    def _fresh(self, start: int, end: int, head: Token) -> Draft:
        start, end = trim(self.norm, start, end)
        name = re.sub(
            r"^(?:the|a|an)\s+", "", re.sub(r"\s+", " ", self.norm[start:end]), flags=re.IGNORECASE
        )
        word = head.lower_
        kind: EntityType = "group"
        if name_type(head) == "PERSON":
            kind = "person"
        elif word in _ORGANISATION_NOUNS or name_type(head) == "ORG":
            kind = "organisation"
        elif word in word_class("governing_body", "cabinet"):
            kind = "government"
        elif word in _COMPANY_NOUNS:
            kind = "company"
        party = self.party_in(start, end)
        if party is None and compiled("entities.body_noun").search(name):
            owner = self.before(start, "organisation", "government")
            party = owner.party if owner else None
        spoken_for = compiled("entities.spoken_for").fullmatch(name)
        if party is None and spoken_for:
            party = self._spoken_for(start, spoken_for[1])
        draft = self.new(kind, name or word, start, end, party=party)
        draft.single = kind == "group" and head.tag_ in {"NN", "NNP"}
        return draft

    def _spoken_for(self, position: int, name: str | None) -> str | None:
        """Party of whom a spokesman speaks for: whoever bears the name, else who came last."""
        kinds = ("organisation", "government", "company")
        if name is None:
            owner = self.before(position, *kinds)
            return owner.party if owner else None
        named = [d for a, _, d in self._names if a < position and d.type in kinds]
        return next((d.party for d in reversed(named) if name in d.name.split()), None)

    def entities(self, text: str, used: set[str]) -> tuple[Entity, ...]:
        """Return the finished entities, numbered by first mention."""
        kept = [d for d in self.drafts.values() if d.spans or d.key in used]
        kept.sort(key=lambda d: (min((a for a, _ in d.spans), default=10**9), d.key))
        result = []
        for number, draft in enumerate(kept, start=1):
            draft.identifier = f"{PREFIX[draft.type]}_{number}"
            result.append(
                Entity(
                    id=draft.identifier,
                    type=draft.type,
                    name=draft.name,
                    party=draft.party,
                    role=draft.role,
                    mentions=tuple(span_of(text, a, b) for a, b in sorted(draft.spans)),
                )
            )
        return tuple(result)
