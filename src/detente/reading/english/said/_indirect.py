"""Reported speech: the clause that hangs on a reporting word."""

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._text import trim
from detente.reading.english.grammar.labels import NOUN_SUBJECTS
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.said._cue import Cue
from detente.reading.english.said._voices import Voices
from detente.reading.english.said.said import Said
from detente.reading.english.text.quotes import Quote

__all__ = ["Indirect"]

_LEAD = compiled("indirect.lead")
_TOLD = word_class("cue_told")
"""What an office or a paper does: *It said the curbs would stay*, not *it seems*."""
_NO_SOURCE = word_class("no_source")


class Indirect:
    """Reads the reporting words of one paragraph that govern no quote."""

    def __init__(self, voices: Voices, paragraph: Paragraph, quotes: list[Quote]) -> None:
        self.voices, self.norm = voices, voices.norm
        self.paragraph, self.quotes = paragraph, quotes

    def read(self, cue: Cue) -> list[Said]:
        """Return the statement of a reporting word, with what still depends on it."""
        said = self._clause(cue)
        return [] if said is None else [said, *self._continued(cue, said)]

    def _speaks(self, cue: Cue) -> bool:
        if cue.content is None:
            return False
        if not cue.finite and cue.token.lemma_.lower() in load_lexicon()["cue_needs_clause"]:
            return False
        if cue.speaker is None:
            return cue.whole
        if cue.speaker.lower_ == "it":
            return cue.finite and not cue.before and cue.token.lemma_ in _TOLD
        return cue.speaker.lower_ not in _NO_SOURCE

    def _clause(self, cue: Cue) -> Said | None:
        if cue.around is not None and cue.speaker is not None:
            return self._aside(cue, cue.around)
        if cue.content is None or not self._speaks(cue):
            return None
        doc = self.paragraph.doc
        start = self.paragraph.start_of(doc[cue.content[0]])
        end = self.paragraph.end_of(doc[cue.content[1]])
        if cue.before:
            start, end = self._before(cue, start, end)
        elif cue.whole:
            relative = compiled("indirect.relative").search(self.norm[cue.end : end])
            end = cue.end + relative.start() if relative else end
        elif cue.finite:
            start, end = self._after(cue, start, end)
        start, end = trim(self.norm, start, end)
        if self.norm.startswith("that ", start) and cue.finite and self._marks(start):
            start += len("that ")
        lead = _LEAD.match(self.norm, start, end)
        start = lead.end() if lead else start
        end = self._own_account(cue, start, end)
        loose = compiled("indirect.joined").search(self.norm[start:end])
        end = start + loose.start() if loose else end
        if len(self.norm[start:end].split()) < 3:
            return None
        mixed = any(q.start < end and start < q.end for q in self.quotes)
        said = Said(
            kind="mixed" if mixed else "indirect", content=[(start, end)], paragraph=self.paragraph
        )
        for quote in self.quotes:
            if quote.start < end < quote.end:
                said.content = [(start, len(self.norm[: quote.end].rstrip()))]
        self.voices.attach(said, self.paragraph, cue)
        return said

    def _aside(self, cue: Cue, parts: tuple[tuple[int, int], tuple[int, int]]) -> Said | None:
        """Read what stands before and after a reporting word."""
        doc, content = self.paragraph.doc, []
        for low, high in parts:
            start, end = self.paragraph.start_of(doc[low]), self.paragraph.end_of(doc[high])
            content.append(trim(self.norm, start, end))
        lead = _LEAD.match(self.norm, *content[0])
        if lead:
            content[0] = (lead.end(), content[0][1])
        content = [(a, b) for a, b in content if a < b]
        if len(content) < 2 or cue.speaker is None or cue.speaker.lower_ in _NO_SOURCE - {"it"}:
            return None
        low, high = content[0][0], content[-1][1]
        mixed = any(q.start < high and low < q.end for q in self.quotes)
        said = Said(
            kind="mixed" if mixed else "indirect", content=content, paragraph=self.paragraph
        )
        self.voices.attach(said, self.paragraph, cue)
        return said

    def _marks(self, start: int) -> bool:
        """Whether *that* opens a clause, not *that claim*."""
        first = next(iter(self.paragraph.tokens(start, start + 4)), None)
        return first is None or first.dep_ != "det"

    def _own_account(self, cue: Cue, start: int, end: int) -> int:
        """Leave out what is told beside it: *..., although nothing was signed*, *and proposed*."""
        beside = compiled("indirect.concession").search(self.norm, start, end)
        end = beside.start() if beside else end
        if not cue.finite and not cue.whole:
            for token in self.paragraph.tokens(start, end):
                before = token.i > 0 and token.nbor(-1).dep_ == "cc"
                if before and token.tag_ in {"VBD", "VBZ"} and token.dep_ == "conj":
                    return self.paragraph.start_of(token.nbor(-1))
        return end

    def _continued(self, cue: Cue, said: Said) -> list[Said]:
        """*X said A could come, but B would not*: what is still in reported speech."""
        more: list[Said] = []
        for child in cue.token.children:
            shifted = any(
                c.dep_ == "aux" and c.lower_ in word_class("conditional_auxiliary", "might")
                for c in child.children
            )
            own = any(c.dep_ in NOUN_SUBJECTS for c in child.children)
            if child.dep_ != "conj" or not (shifted and own):
                continue
            words = sorted(child.subtree, key=lambda t: t.i)
            start, end = self.paragraph.start_of(words[0]), self.paragraph.end_of(words[-1])
            start, end = trim(self.norm, max(start, said.end), end)
            if any(q.start < end and start < q.end for q in self.quotes) or end - start < 20:
                continue
            other = Said(kind="indirect", content=[(start, end)], paragraph=self.paragraph)
            other.like(said)
            more.append(other)
        return more

    def _before(self, cue: Cue, start: int, end: int) -> tuple[int, int]:
        """Content that comes first runs to the comma before the speaker or the reporting word."""
        first = cue.start
        if cue.speaker is not None and cue.speaker.i < cue.token.i:
            low = cue.speaker.left_edge.i
            first = min(first, self.paragraph.start_of(self.paragraph.doc[low]))
        if first > start:
            end = min(end, first) if end > first else first if "," in self.norm[end:first] else end
        return start, end

    def _after(self, cue: Cue, start: int, end: int) -> tuple[int, int]:
        """Drop the day of the saying, and mend an attachment that cuts the content short."""
        day = compiled("indirect.weekday_after").match(self.norm, start)
        if day and not self.norm[cue.end : start].strip():
            start = day.end()
        sentence_end = self.paragraph.offset + int(cue.token.sent.end_char)
        rest = self.norm[end:sentence_end]
        if rest and not compiled("indirect.clause_after").match(rest) and '"' not in rest:
            end = sentence_end
        return start, end
