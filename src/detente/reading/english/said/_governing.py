"""Which reporting word governs a quote."""

import re

from detente.facts.words import compiled, word_class
from detente.reading.english.said._cue import Cue
from detente.reading.english.said._passage import STOP, Passage
from detente.reading.english.text.quotes import Quote

__all__ = ["governing"]

_RELAYING = word_class("relaying")
_AT_ONCE = re.compile(r"[,:]?\s*")


def governing(at: Passage, index: int, quote: Quote) -> Cue | None:
    """Choose the reporting word that governs a quote: beside it, in the same sentence."""
    quotes, paragraph = at.quotes, at.paragraph
    left = quotes[index - 1].end if index else paragraph.offset
    right = quotes[index + 1].start if index + 1 < len(quotes) else paragraph.end
    before = at.norm[left : quote.start]
    stops = list(STOP.finditer(at.text(left, quote.start + 2)))
    left += stops[-1].end() if stops else 0
    inside = at.norm[quote.start : quote.end].rstrip("\"' ")
    after = at.text(quote.end, right)
    stop = re.search(r"[.?!;](?:\s|$)(?!-)", after)
    right = quote.end + (stop.start() + 1 if stop else len(after))
    ahead = [c for c in at.cues_in(left, quote.start) if c.end <= quote.start]
    behind = at.cues_in(quote.end, right)
    if inside[-1:] == ".":
        behind = []
    opens_clause = bool(compiled("governing.cut_off").search(before))
    relayed = behind and ahead and behind[0].token.lemma_.lower() in _RELAYING
    if relayed and _AT_ONCE.fullmatch(at.norm, ahead[-1].end, quote.start):
        return ahead[-1]  # *Trump added, "...", Reuters reports*
    if behind and inside[-1:] in {",", "?", "!", "-", "—"}:
        near = behind[0]
        own = near.content is not None and not near.before and near.finite
        elsewhere = own and bool(ahead) and not near.whole
        if near.start - quote.end < 90 and not elsewhere:
            return near
    if ahead and index and quotes[index - 1].end > left - 1 and not opens_clause and behind:
        return behind[0]
    if ahead:
        return _nearest(at, ahead, quote)
    if behind and behind[0].start - quote.end < 90 and _fits_behind(at, behind[0], quote):
        return behind[0]
    return None


def _nearest(at: Passage, ahead: list[Cue], quote: Quote) -> Cue:
    """Prefer the word whose clause holds the quote, else the nearest with a speaker."""
    holding = [
        c
        for c in ahead
        if c.content is not None and at.content_end(c) > quote.start
    ]  # fmt: skip
    pool = holding or ahead
    spoken = [c for c in pool if c.speaker is not None]
    return (spoken or pool)[-1]


def _fits_behind(at: Passage, cue: Cue, quote: Quote) -> bool:
    return quote.words(at.norm) >= 4 or cue.content is None or cue.before
