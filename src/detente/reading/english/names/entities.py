"""Who and what an article names, and who a pronoun, a title or a surname means."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Token

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, fragment, word_class
from detente.reading._records import Entity, EntityType
from detente.reading._text import span_of, trim
from detente.reading.english.grammar.nlp import Paragraph, name_type, subtree
from detente.reading.english.names._namesakes import Namesakes, eastern_surnames
from detente.reading.english.text.gazetteer import EASTERN, Name, find_names, party_word

__all__ = ["Cast", "Draft", "noun_phrase"]

_TYPES: dict[str, EntityType] = {
    "person": "person", "government": "government", "organisation": "organisation",
    "company": "company", "outlet": "outlet", "place": "place", "group": "group",
    "instrument": "instrument", "product": "product",
}  # fmt: skip
_PREFIX = {
    "person": "p", "government": "g", "organisation": "o", "company": "o", "outlet": "o",
    "place": "l", "group": "x", "instrument": "m", "product": "pr",
}  # fmt: skip
_PERSONAL = word_class("personal_pronoun")
_TELLS = fragment("entities.tells")
_SINGULAR = word_class("singular_person")
_DOCUMENTS = word_class("document_noun")
_ORGANISATION_NOUNS = load_lexicon()["body_role"]
_OUTLET_NOUNS = word_class("outlet_noun")
_COMPANY_NOUNS = word_class("company_noun")


def _start(span: tuple[int, int]) -> int:
    return span[0]


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


@dataclass(slots=True, kw_only=True)
class Draft:
    """An entity while its mentions are collected."""

    key: str
    type: EntityType
    name: str
    party: str | None = None
    role: str | None = None
    titles: tuple[str, ...] = ()
    spans: list[tuple[int, int]] = field(default_factory=list)
    identifier: str = ""
    single: bool = False
    """Whether it is one unnamed human being: *a spokesman*, *the official*."""

    def add(self, start: int, end: int) -> None:
        """Add a mention; one that lies inside another mention of the same entity is dropped."""
        at = bisect_right(self.spans, start, key=_start)
        if at and self.spans[at - 1][1] >= end:  # none lies in another, so the ends rise too
            return
        low = high = bisect_left(self.spans, start, key=_start)
        while high < len(self.spans) and self.spans[high][1] <= end:
            high += 1
        self.spans[low:high] = [(start, end)]


def noun_phrase(paragraph: Paragraph, head: Token) -> tuple[int, int]:
    """Return where the noun phrase of a head starts and ends, without clauses that hang on it."""
    heavy = frozenset(
        child
        for child in head.children
        if child.dep_ in {"relcl", "acl", "appos", "cc", "conj", "punct", "advcl", "parataxis"}
        and child.i > head.i
    )
    low, high = subtree(head, without=heavy)
    high = min(high, head.i + 12)
    return paragraph.start_of(paragraph.doc[low]), paragraph.end_of(paragraph.doc[high])


class Cast:
    """All entities of an article, with a way to look up what a phrase means."""

    def __init__(self, norm: str, day: date, paragraphs: list[Paragraph]) -> None:
        self.norm, self.day = norm, day
        self._covered = bytearray(len(norm))
        self.drafts: dict[str, Draft] = {}
        self._names: list[tuple[int, int, Draft]] = []
        self._officials(find_names(norm, day), paragraphs)
        self._unknown(paragraphs, "PERSON")
        self._surnames()
        self._unknown(paragraphs, "ORG")
        self._names.sort(key=lambda item: item[0])

    def _officials(self, found: list[tuple[int, int, Name]], paragraphs: list[Paragraph]) -> None:
        """Take up known names; somebody else of an official's surname is a person of their own.

        A surname alone is the official's where the story has named them before, and else that of
        whom it introduced by another given name.
        """
        namesakes = Namesakes(self.norm, paragraphs)
        others: dict[str, list[tuple[int, int]]] = {}
        for start, end, name in found:
            if whole := namesakes.whole(start, end, name):
                others.setdefault(name.key, []).append(whole)
        heads = [p for p in paragraphs if p.segment.kind == "headline"]
        official: dict[str, int] = {}
        alike: dict[str, Draft] = {}
        for start, end, name in found:
            whole = namesakes.whole(start, end, name) if name.key in others else None
            if whole is not None:
                low, high = whole
                draft = self._somebody(low, high, paragraphs)
                alike[name.key] = draft
                self._name(low, high, draft)
                continue
            bare = " " not in self.norm[start:end] and name.key in others
            headed = any(p.offset <= start < p.end for p in heads)
            if bare and name.key in alike and self._means_other(start, name.key, others, official):
                alike[name.key].add(start, end)
                self._name(start, end, alike[name.key])
                continue
            if bare and headed and not self._told(found, name, heads, others[name.key]):
                continue  # of whom the story then names: taken up by surname
            if not (headed and bare):
                official[name.key] = start
            draft = self._named(name)
            draft.add(start, end)
            self._name(start, end, draft)

    def _means_other(
        self,
        start: int,
        key: str,
        others: dict[str, list[tuple[int, int]]],
        official: dict[str, int],
    ) -> bool:
        """Whether a surname alone is that of a namesake, not of the official."""
        if key not in official:
            return True
        last = max(low for low, _ in others[key] if low < start)
        return official[key] < last and "\n" not in self.norm[last:start]

    def _told(
        self,
        found: list[tuple[int, int, Name]],
        name: Name,
        heads: list[Paragraph],
        others: list[tuple[int, int]],
    ) -> bool:
        """Whether the story names an official before anybody else of the surname, or in full."""
        first = min(low for low, _ in others)
        mine = [
            (a, b)
            for a, b, n in found
            if n.key == name.key
            and not any(p.offset <= a < p.end for p in heads)
            and not any(a < high and low < b for low, high in others)
        ]
        return any(a < first or " " in self.norm[a:b] for a, b in mine)

    def _somebody(self, start: int, end: int, paragraphs: list[Paragraph]) -> Draft:
        """The person of a whole name, with the role that stands beside it."""
        name = re.sub(r"\s+", " ", self.norm[start:end])
        key = f"{_PREFIX['person']}:{name.casefold()}"
        about: dict[str, str | None] = {}
        paragraph = next((p for p in paragraphs if p.offset <= start < p.end), None)
        tokens = paragraph.tokens(start, end) if paragraph else []
        if paragraph is not None and tokens and key not in self.drafts:
            about = self._about(paragraph, paragraph.doc[tokens[0].i : tokens[-1].i + 1].root)
        return self.new("person", name, start, end, **about)

    def _named(self, name: Name) -> Draft:
        if name.key not in self.drafts:
            self.drafts[name.key] = Draft(
                key=name.key,
                type=_TYPES.get(name.type, "organisation"),
                name=name.name,
                party=name.party,
                role=None if name.role == "party" else name.role,
                titles=name.titles,
            )
        return self.drafts[name.key]

    def new(self, kind: EntityType, name: str, start: int, end: int, **more: str | None) -> Draft:
        """Return the entity of this name and type, made if need be, with one more mention."""
        key = f"{_PREFIX[kind]}:{name.casefold()}"
        if key not in self.drafts:
            self.drafts[key] = Draft(
                key=key, type=kind, name=name, party=more.get("party"), role=more.get("role")
            )
        self.drafts[key].add(start, end)
        return self.drafts[key]

    def forget(self, draft: Draft) -> None:
        """Take out an entity that a phrase only seemed to name."""
        self.drafts.pop(draft.key, None)

    def _taken(self, start: int, end: int) -> bool:
        return any(self._covered[start:end])

    def _name(self, start: int, end: int, draft: Draft) -> None:
        self._names.append((start, end, draft))
        self._covered[start:end] = b"\x01" * (end - start)

    def _unknown(self, paragraphs: list[Paragraph], label: str) -> None:
        """Take up names that the tables do not know, as the named-entity model finds them."""
        for paragraph in paragraphs:
            if paragraph.segment.kind == "headline":
                continue
            for entity in paragraph.doc.ents:
                if entity.label_ != label:
                    continue
                start = paragraph.offset + entity.start_char
                end = paragraph.offset + entity.end_char
                name = re.sub(r"'s?$", "", self.norm[start:end]).strip()
                end = start + len(name)
                words = name.split()
                if self._taken(start, end) or len(name) < 3 or not name[:1].isupper():
                    continue
                if label == "PERSON":
                    if not (2 <= len(words) <= 4 and words[-1][:1].isupper()):
                        continue
                    about = self._about(paragraph, entity.root)
                    draft = self.new("person", name, start, end, **about)
                else:
                    draft = self.new("organisation", name, start, end)
                self._name(start, end, draft)

    def _about(self, paragraph: Paragraph, head: Token) -> dict[str, str | None]:
        """Read role and party of an unknown person from the words beside the name."""
        start, _ = noun_phrase(paragraph, head)
        title = self.norm[start : paragraph.start_of(head)].strip()
        apposition = next((c for c in head.children if c.dep_ == "appos" and c.i > head.i), None)
        role = None
        if apposition is not None:
            low, high = subtree(apposition)
            a = paragraph.start_of(paragraph.doc[low])
            b = paragraph.end_of(paragraph.doc[min(high, low + 14)])
            role = self.norm[a:b]
        elif len(title.split()) > 1:
            role = " ".join(word for word in title.split()[:-1]) or None
        found = party_word()[0].search(role or "")
        return {"role": role, "party": party_word()[1][found[0]] if found else None}

    def _surnames(self) -> None:
        """Add later mentions by surname alone."""
        for draft in [d for d in self.drafts.values() if d.type == "person"]:
            parts = draft.name.split()
            if len(parts) < 2 or not draft.spans:
                continue
            first_comes = draft.party in EASTERN or (
                draft.party is None and parts[0] in eastern_surnames()
            )
            eastern = first_comes and len(parts) <= 3
            surname = parts[0] if eastern else parts[-1]
            if surname.lower() in _PERSONAL or len(surname) < 2:
                pattern = re.compile(rf"(?<=[a-z,] ){surname}{_TELLS}")
            else:
                pattern = re.compile(rf"(?<![\w.-]){re.escape(surname)}(?![\w-])")
            first = min(start for start, _ in draft.spans)
            for match in pattern.finditer(self.norm, first):
                if not self._taken(*match.span()):
                    draft.add(*match.span())
                    self._name(*match.span(), draft)

    def named_at(self, start: int, end: int) -> list[tuple[int, int, Draft]]:
        """Return the names inside a stretch, in order."""
        return [item for item in self._names if start <= item[0] and item[1] <= end]

    def party_in(self, start: int, end: int) -> str | None:
        """Return the first party that a stretch names."""
        pattern, table = party_word()
        found = pattern.search(self.norm, start, end)
        if found:
            return table[found[0]]
        return next((d.party for _, _, d in self.named_at(start, end) if d.party), None)

    def before(self, position: int, *types: str) -> Draft | None:
        """Return the entity of some type that was named last before a position."""
        best: tuple[int, Draft] | None = None
        for start, _, draft in self._names:
            if start >= position:
                break
            if draft.type in types:
                best = (start, draft)
        return best[1] if best else None

    def _body_before(self, position: int) -> Draft | None:
        """The last organisation of a party before a position: a ministry, not a name like one."""
        named = [d for a, _, d in self._names if a < position and d.type == "organisation"]
        return next((d for d in reversed(named) if d.party), None)

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
        if head.pos_ == "PRON" or word in _PERSONAL:
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
        if word in _PERSONAL:
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
            at = bisect_left(draft.spans, position, key=_start) - 1
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
        named = any(
            child.pos_ == "PROPN" or name_type(child) in {"NORP", "GPE"} for child in head.children
        )
        if not definite or named:
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
            draft.identifier = f"{_PREFIX[draft.type]}_{number}"
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
