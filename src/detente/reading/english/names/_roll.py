"""Who and what an article names: officials and namesakes, persons and bodies of no table."""

import re
from datetime import date

from spacy.tokens import Token

from detente.facts.words import fragment, word_class
from detente.reading._records import EntityType
from detente.reading.english.grammar.nlp import Paragraph, subtree
from detente.reading.english.names._draft import Draft, noun_phrase
from detente.reading.english.names._namesakes import Namesakes, eastern_surnames
from detente.reading.english.text.gazetteer import EASTERN, Name, find_names, party_word

__all__ = ["PERSONAL", "PREFIX", "Roll"]

_TYPES: dict[str, EntityType] = {
    "person": "person", "government": "government", "organisation": "organisation",
    "company": "company", "outlet": "outlet", "place": "place", "group": "group",
    "instrument": "instrument", "product": "product",
}  # fmt: skip
PREFIX = {
    "person": "p", "government": "g", "organisation": "o", "company": "o", "outlet": "o",
    "place": "l", "group": "x", "instrument": "m", "product": "pr",
}  # fmt: skip
PERSONAL = word_class("personal_pronoun")
_TELLS = fragment("entities.tells")
_NUMBER = word_class("number_mark")


class Roll:
    """The names of an article, where they stand, and whose they are."""

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
        """Take up known names; a surname alone is the official's if the story named them before."""
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
        key = f"{PREFIX['person']}:{name.casefold()}"
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
        key = f"{PREFIX[kind]}:{name.casefold()}"
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
                if entity.label_ != label or any(t.lower_ in _NUMBER for t in entity):
                    continue  # *Notice No. 46* says nothing
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
            if surname.lower() in PERSONAL or len(surname) < 2:
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
