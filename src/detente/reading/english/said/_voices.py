"""Whose voice is heard: who spoke last, and who is about to."""

import re
from bisect import bisect_left, insort
from dataclasses import dataclass, field

from spacy.tokens import Token

from detente.facts.words import compiled, word_class
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast, Draft
from detente.reading.english.said._cue import Cue
from detente.reading.english.said.said import Said

__all__ = ["Voices"]

_FROM = compiled("voices.from")
_TAG = re.compile(r", (?P<name>[Tt]he (?:[\w'-]+ ){1,3})$")
_PERSONS = word_class("pronoun_person")
_NOBODY = word_class("nobody")


@dataclass(slots=True, kw_only=True)
class Voices:
    """What the reading of one paragraph hands to the next."""

    norm: str
    raw: str
    cast: Cast
    last: Draft | None = None
    open_quote: bool = False
    announced: Said | None = None
    """A speaker named at the end of the paragraph before, up to a colon: *The minister added:*."""
    here: list[Said] = field(default_factory=list)
    _heard: list[tuple[int, int, Draft]] = field(default_factory=list)
    """Speakers of the paragraph by where their reporting words stand."""
    _read: int = 0

    def attach(self, said: Said, paragraph: Paragraph, cue: Cue) -> None:
        """Give a statement the speaker of its reporting word."""
        said.cue, said.cue_span, said.cue_kind = cue, (cue.start, cue.end), cue.kind
        if cue.speaker is not None:
            speaker = self._beside(cue) or cue.speaker
            draft, start, end = self.cast.resolve(paragraph, speaker, self._before(cue))
            if draft.name.lower() in _PERSONS or speaker.lower_ in _NOBODY:
                self.cast.forget(draft)  # *He said*, *everyone says*: nobody in particular
                return
            said.speaker, said.speaker_span = draft, (start, self._relative(cue, end))

    def _beside(self, cue: Cue) -> Token | None:
        """The noun between a comma and a reporting word: *..., the ministry added*."""
        found = _TAG.search(self.norm, max(0, cue.start - 60), cue.start)
        near = cue.token.nbor(-1) if cue.token.i else None
        if found is None or near is None or near.pos_ not in {"NOUN", "PROPN"}:
            return None
        first = cue.token.i - len(found["name"].split()) - 1
        return near if cue.speaker is not None and cue.speaker.i < first else None

    def _relative(self, cue: Cue, end: int) -> int:
        """Take in the relative pronoun that stands for the speaker: *Huang, who said*."""
        link = compiled("voices.relative").match(self.norm, end, cue.start)
        return link.end() if link and cue.token.dep_ == "relcl" else end

    def open(self) -> list[Said]:
        """Forget the paragraph before; what is added to the list is heard in the next one."""
        self.here = []
        self._heard.clear()
        self._read = 0
        return self.here

    def _before(self, cue: Cue) -> Draft | None:
        """Who spoke last before a reporting word, for *he added*."""
        for number, said in enumerate(self.here[self._read :], start=self._read):
            if said.cue_span and said.speaker:
                insort(self._heard, (said.cue_span[0], -number, said.speaker), key=lambda h: h[:2])
        self._read = len(self.here)
        at = bisect_left(self._heard, cue.start, key=lambda heard: heard[0])
        return self._heard[at - 1][2] if at else self.last

    def named_before(self, paragraph: Paragraph, position: int) -> Draft | None:
        """Who speaks where no word says so: the last speaker, else the last person named."""
        people = [
            d for _, _, d in self.cast.named_at(paragraph.offset, position) if d.type == "person"
        ]
        return people[-1] if people and self.last is None else self.last

    def close(self, paragraph: Paragraph, cues: list[Cue], *, unclosed: bool) -> None:
        """Remember what the next paragraph needs to know."""
        speakers = [s for s in sorted(self.here, key=lambda s: s.end) if s.speaker is not None]
        if speakers:
            self.last = speakers[-1].speaker
        self.open_quote = unclosed
        self.announced = None
        tail = self.norm[paragraph.offset : paragraph.end].rstrip()
        ended = paragraph.offset + len(tail)
        lead = [c for c in cues if c.speaker is not None and c.start >= ended - 160]
        if (
            lead
            and tail.endswith(":")
            and not re.search(r"[.?!] ", self.norm[lead[-1].end : ended])
        ):
            self.announced = Said(kind="direct", content=[(ended, ended)], paragraph=paragraph)
            self.attach(self.announced, paragraph, lead[-1])
            self.last = self.announced.speaker or self.last
        elif tail.endswith(":") and _FROM.match(self.norm, paragraph.offset):
            self._announce(paragraph, ended)

    def _announce(self, paragraph: Paragraph, ended: int) -> None:
        """*And from the minister:* names who speaks in the next paragraph."""
        named = [n for n in self.cast.named_at(paragraph.offset, ended) if n[2].type != "place"]
        named = [n for n in named if n[2].type == "person"] or named
        if named:
            start, end, draft = named[-1]
            self.announced = Said(kind="direct", content=[(ended, ended)], paragraph=paragraph)
            self.announced.speaker, self.announced.speaker_span = draft, (start, end)
            self.last = draft
