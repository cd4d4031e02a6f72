"""Direct speech: every quote with its speaker."""

import re

from detente.facts.words import compiled
from detente.reading._text import trim
from detente.reading.english.grammar.labels import NOUN_SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.said._cue import Cue
from detente.reading.english.said._extent import spread
from detente.reading.english.said._governing import governing
from detente.reading.english.said._passage import STOP, Passage
from detente.reading.english.said._voices import Voices
from detente.reading.english.said.said import Said
from detente.reading.english.text.quotes import Quote, is_title, quoted_at

__all__ = ["Direct"]

_SIGNED = re.compile(r"\s*[―—–-]{1,2}\s*(?P<name>[A-Z][\w.'-]*(?:[ ,]+[\w.'()-]+){0,9})")
_LINK = compiled("quoted.link")


class Direct:
    """Reads the quotes of one paragraph."""

    def __init__(
        self, voices: Voices, paragraph: Paragraph, quotes: list[Quote], cues: list[Cue]
    ) -> None:
        self.voices, self.norm = voices, voices.norm
        self.paragraph, self.quotes, self.cues = paragraph, quotes, cues
        self.used: dict[Cue, Said] = {}
        self.at = Passage(voices.norm, paragraph, quotes, cues)

    def read(self) -> list[Said]:
        """Give every quote its speaker; words quoted by nobody are left out."""
        here = self.voices.here
        last: Said | None = None
        for index, quote in enumerate(self.quotes):
            if is_title(self.norm, quote):
                continue
            said = self._one(index, quote, last)
            if said is not None and said is not last:
                here.append(said)
            last = said or last
        return here

    def _one(self, index: int, quote: Quote, last: Said | None) -> Said | None:
        cue = governing(self.at, index, quote)
        fresh = bool(compiled("quoted.joined").search(self.norm[: quote.start][-8:])) and (
            self.norm[quote.start + 1 : quote.start + 2].isupper() and quote.words(self.norm) >= 4
        )
        if cue is not None and not fresh and cue in self.used:
            earlier = self.used[cue]
            if self._same_sentence(earlier, quote):
                earlier.content.append(self.at.bounds(quote))
                return earlier
        if cue is None and last is not None and last.cue is not None and index:
            gap = self.norm[self.quotes[index - 1].end : quote.start]
            if _LINK.fullmatch(gap):
                if not fresh:
                    last.content.append(self.at.bounds(quote))
                    return last
                said = self._bare(quote)
                said.like(last)
                return said
        if cue is not None:
            said = self._with_cue(quote, cue)
            if cue not in self.used:
                spread(self.at, said, index, cue)
                self.used[cue] = said
            return said
        return self._signed(index, quote) or self._floating(quote, last)

    def _bare(self, quote: Quote) -> Said:
        return Said(kind="direct", content=[self.at.bounds(quote)], paragraph=self.paragraph)

    def _same_sentence(self, said: Said, quote: Quote) -> bool:
        gap = self.at.text(said.end, quote.start)
        if said.end > quote.start or STOP.search(gap + " X") or ". " in gap:
            return False
        return not self._clause_in(said, quote)

    def _clause_in(self, said: Said, quote: Quote) -> bool:
        """Whether somebody does something between two quotes, other than to say them."""
        return any(
            token.dep_ in NOUN_SUBJECTS
            and token.head.dep_ in {"conj", "ROOT"}
            and token.head.i > token.i
            and self.paragraph.start_of(token.head) < quote.start
            and all(token.head != cue.token for cue in self.cues)
            for token in self.paragraph.tokens(said.end, quote.start)
        )

    def _with_cue(self, quote: Quote, cue: Cue) -> Said:
        said = self._bare(quote)
        self.voices.attach(said, self.paragraph, cue)
        inside = cue.speaker is not None and quoted_at(
            self.quotes, self.paragraph.start_of(cue.speaker)
        )
        if said.speaker is None or inside:
            self._speaker_beside(said, quote, cue)
        return said

    def _speaker_beside(self, said: Said, quote: Quote, cue: Cue) -> None:
        """Find the speaker by place where the parser found none: between quote and word."""
        paragraph, cast = self.paragraph, self.voices.cast
        low, high = quote.end, cue.start
        if cue.start < quote.end or not self.norm[low:high].strip(" ,"):
            low = cue.end
            stop = re.compile(r"[,;:\"\n]|(?<![A-Z])\.\s").search(self.norm, low, paragraph.end)
            high = min(stop.start() if stop else paragraph.end, low + 120)
        if not 0 < len(self.norm[low:high].split()) <= 14 or (cue.start < quote.start):
            return
        named = [n for n in cast.named_at(low, high) if n[2].type != "place"]
        if named:
            start, end, draft = next((n for n in named if n[2].type == "person"), named[-1])
            said.speaker, said.speaker_span = draft, (start, end)
            return
        nouns = [t for t in paragraph.tokens(low, high) if t.pos_ in {"NOUN", "PROPN", "PRON"}]
        if nouns:
            draft, start, end = cast.resolve(paragraph, nouns[-1], self.voices.last)
            said.speaker, said.speaker_span = draft, (max(start, low), min(end, high))
            if said.speaker_span[0] >= said.speaker_span[1]:
                said.speaker_span = None

    def _signed(self, index: int, quote: Quote) -> Said | None:
        """Read a quote that is signed: *"..." - Jane Doe, chief executive*."""
        right = self.quotes[index + 1].start if index + 1 < len(self.quotes) else self.paragraph.end
        match = _SIGNED.match(self.norm, quote.end, right)
        rest = self.norm[match.end() : right].strip(" .,") if match else "x"
        if match is None or rest or quote.words(self.norm) < 4:
            return None
        said = self._bare(quote)
        start, end = match.span("name")
        named = self.voices.cast.named_at(start, end)
        name = re.split(r",| of | at ", match["name"])[0].strip(" .")
        said.speaker = next((d for _, _, d in named if d.type != "place"), None)
        if said.speaker is None:
            said.speaker = self.voices.cast.new("person", name, start, start + len(name))
        said.speaker_span = (start, start + len(name))
        return said

    def _floating(self, quote: Quote, last: Said | None) -> Said | None:
        """Carry the speaker over to a quote that stands as a sentence of its own."""
        paragraph, announced = self.paragraph, self.voices.announced
        before = self.norm[paragraph.offset : quote.start].rstrip()
        alone = not before or before[-1] in '.?!":' or self.voices.open_quote
        inside = self.norm[quote.start : quote.end].strip("\"' ")
        sentence = inside[:1].isupper() and inside[-1:] in {".", "?", "!", ",", "…"}
        least = 2 if last is not None and last.cue is not None else 4
        if quote.words(self.norm) < least or not (alone and (sentence or not quote.closed)):
            return None
        said = self._bare(quote)
        if not before and announced is not None and announced.speaker is not None:
            said.like(announced)
            return said
        if last is not None:
            said.speaker = last.speaker
            said.follows = None if self._clause_in(last, quote) else last
        else:
            said.speaker = self.voices.named_before(paragraph, quote.start)
        return said if said.speaker is not None else None

    def beside(self, cue: Cue, said: Said) -> Said | None:
        """Keep the indirect part that a word has beside its quote, where it stands apart."""
        if cue.content is None or not cue.finite or said.kind == "mixed":
            return None
        low, high = self.at.content_start(cue), self.at.content_end(cue)
        if low < said.end and said.start < high:
            return None
        if any(q.start < high and low < q.end for q in self.quotes) or abs(low - said.end) > 200:
            return None
        if len(self.norm[low:high].split()) < 4 or low < said.end:
            return None
        other = Said(
            kind="indirect", content=[trim(self.norm, low, high)], paragraph=self.paragraph
        )
        other.like(said)
        other.cue, other.cue_span, other.cue_kind = cue, (cue.start, cue.end), cue.kind
        return other
