"""One paragraph with its quotes and its reporting words, as the readers of quotes see it."""

import re
from bisect import bisect_left

from detente.facts.words import compiled
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.said._cue import Cue
from detente.reading.english.text.quotes import Quote

__all__ = ["STOP", "Passage"]

STOP = re.compile(r"[.?!][\"')]*\s+(?=[\"'(]?[A-Z])")
"""The end of a sentence before another that begins with a capital letter."""
_ABBREVIATED = compiled("passage.abbreviated")
"""Stops that end no sentence."""


class Passage:
    """A paragraph, its quotes and its reporting words."""

    def __init__(
        self, norm: str, paragraph: Paragraph, quotes: list[Quote], cues: list[Cue]
    ) -> None:
        self.norm, self.paragraph, self.quotes, self.cues = norm, paragraph, quotes, cues
        self._starts = [cue.start for cue in cues]
        text = norm[paragraph.offset : paragraph.end]
        self._plain = _ABBREVIATED.sub(lambda match: match[0].replace(".", "x"), text)

    def text(self, start: int, end: int) -> str:
        """Return a stretch without the full stops that end no sentence."""
        return self._plain[max(0, start - self.paragraph.offset) : end - self.paragraph.offset]

    def cues_in(self, start: int, end: int) -> list[Cue]:
        """Reporting words that begin in a stretch."""
        low = bisect_left(self._starts, start)
        return self.cues[low : bisect_left(self._starts, end, lo=low)]

    def content_start(self, cue: Cue) -> int:
        """Where the content of a reporting word starts [code points]."""
        assert cue.content is not None  # noqa: S101 - callers check
        return self.paragraph.start_of(self.paragraph.doc[cue.content[0]])

    def content_end(self, cue: Cue) -> int:
        """Where the content of a reporting word ends [code points]."""
        assert cue.content is not None  # noqa: S101 - callers check
        return self.paragraph.end_of(self.paragraph.doc[cue.content[1]])

    def bounds(self, quote: Quote) -> tuple[int, int]:
        """Where a quote starts and ends, blanks left out [code points]."""
        end = quote.end
        while end > quote.start and self.norm[end - 1].isspace():
            end -= 1
        return quote.start, end
