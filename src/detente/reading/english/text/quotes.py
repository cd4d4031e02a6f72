"""Quoted passages, also where marks are missing, reversed or single."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from detente.facts.words import compiled

__all__ = ["Quote", "find_quotes", "is_title", "quoted_at"]

_WORK = compiled("quotes.work")
_TITLE = compiled("quotes.title")
_SINGLE_OPEN = re.compile(r"(?:(?<=\s)|(?<=^)|(?<=[(\[—–]))[‘'](?=\w)")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,?!])[’'](?=[\s.,;:)\]]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quoted stretch, marks included; ``closed`` is false if the closing mark is missing."""

    start: int
    end: int
    closed: bool = True
    continues: bool = False

    def words(self, norm: str) -> int:
        """Count the words inside [1]."""
        return len(re.findall(r"\w[\w'.-]*", norm[self.start : self.end]))


def _doubles(norm: str, raw: str, start: int, end: int, *, nested: bool) -> list[Quote]:
    """Pair double marks; ``nested`` trusts curly ones that open a quote inside a quote."""
    marks = [i for i in range(start, end) if norm[i] == '"']
    quotes: list[Quote] = []
    opened: int | None = None
    depth = 0
    for mark in marks:
        before = norm[mark - 1] if mark > start else " "
        after = norm[mark + 1] if mark + 1 < end else " "
        inch = before.isdigit() and after in " -" and opened is None
        if opened is None:
            if not inch:
                opened = mark
        elif before.isspace() and after.isalnum() and not norm[opened + 1 : mark].strip():
            opened = mark
        elif nested and raw[mark] == "\u201c" and before.isspace() and after.isalnum():
            depth += 1
        elif nested and depth:
            depth -= 1
        else:
            quotes.append(Quote(start=opened, end=mark + 1))
            opened = None
    if opened is not None:
        quotes.append(Quote(start=opened, end=end, closed=False))
    return quotes


def _singles(norm: str, raw: str, start: int, end: int) -> list[Quote]:
    """British style: single marks that hold at least four words."""
    quotes: list[Quote] = []
    position = start
    while opening := _SINGLE_OPEN.search(raw, position, end):
        stop = opening.end()
        closing = None
        limit = min(end, opening.end() + 2500)
        while candidate := _SINGLE_CLOSE.search(raw, stop, limit):
            stop = candidate.end()
            plural = raw[candidate.start() - 1] == "s" and norm[stop : stop + 2].strip().isalpha()
            if not plural:
                closing = candidate
                break
        position = opening.end()
        if closing is None:
            continue
        quote = Quote(start=opening.start(), end=closing.end())
        if quote.words(norm) >= 4:
            quotes.append(quote)
            position = closing.end()
    return quotes


def find_quotes(norm: str, raw: str, start: int, end: int) -> list[Quote]:
    """Find the quoted stretches of one paragraph.

    Marks are paired inside the paragraph, so one wrong mark does no harm further on. A mark that
    opens and is never closed runs to the end of the paragraph, as in quotations that go on in the
    next one.

    Examples
    --------
    >>> text = '"We will see," he said.'
    >>> [(q.start, q.end) for q in find_quotes(text, text, 0, len(text))]
    [(0, 14)]
    """
    doubles = _doubles(norm, raw, start, end, nested=True)
    if doubles and not doubles[-1].closed:
        doubles = _doubles(norm, raw, start, end, nested=False)
    if not doubles:
        return _singles(norm, raw, start, end)
    return doubles


def quoted_at(quotes: list[Quote], position: int) -> bool:
    """Whether a position lies inside a quote."""
    at = bisect_right(quotes, position, key=lambda quote: quote.start)
    return at > 0 and position < quotes[at - 1].end


def is_title(norm: str, quote: Quote) -> bool:
    """Whether a quote is the name of a work or a programme: *on CBS's "Face the Nation"*."""
    head = norm[max(0, quote.start - 24) : quote.start]
    short = quote.end - quote.start <= 60
    return (
        short
        and _TITLE.fullmatch(norm[quote.start : quote.end].rstrip()) is not None
        and (_WORK.search(head) is not None)
    )
