"""Hard-wrapped text made whole: the lines of a paragraph joined as if they had never been cut."""

import re

from detente.facts.words import fragment
from detente.reading._mended import Mended
from detente.reading.english.text.segments import BYLINE, LEAD, UNFINISHED, date_rest

__all__ = ["unwrap"]

_NARROWEST, _WIDEST = 45, 110
"""Widths that a wrapped text can have [code points]."""
_FULL = 0.5
"""Share of lines that must be full, where another follows them, for a text to be wrapped."""
_FEW = 3
_SPACED = 3
_LEAST = 2
"""Lines that must be full for a text to be wrapped."""
_RAGGED = 0.75
"""Part of the width from which a line that breaks off in a clause goes on in the next."""
_STOP = re.compile(r"[.!?:;][\"'”’)\]]*$")
_ENDED = re.compile(r"[.!?][\"'”’)\]]*$")
_YEAR = re.compile(r"\b\d{4}$")
_BLANK = re.compile(r"\n[ \t\r]*\n")
_LINE = re.compile(r"[^\n]*")
_ITEM = re.compile(r"\(?(?:[a-z]|[ivx]{1,4})[.)] |[•·*–] |\(\d{1,2}\) ")
_OPENS = re.compile(
    _ITEM.pattern + r"|[QA](?: \(|[:.])|\d{1,2}[:.]\d{2}\b|"
    r"(?:[A-Z]+\.? ){0,3}[A-Z]{3,}:(?=\s|$)|[A-Z]\w+: "
)
"""What opens a paragraph: the sign of an item, who speaks, the time of an entry."""
_ARTICLE = fragment("segments.article")
_BULLET = re.compile(rf"(?:[•·*–-]|\(?\d{{1,2}}[.)]|{_ARTICLE}) ")


def unwrap(text: str) -> Mended:
    r"""Join the lines of hard-wrapped paragraphs.

    Notes
    -----
    A line is full where the first word of the next would not have fitted beside it. The width is
    that of the longest line that is not too long for a wrapped one.

    Examples
    --------
    >>> unwrap("China will lift its curbs on gallium for chip-\nmaking firms in the United "
    ...        "States and other\nbuyers in Japan, the ministry told reporters\nafter the talks "
    ...        "in Geneva had come to an end.").text[41:61]
    'chip-making firms in'
    """
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.end() > m.start()]
    bare = [text[start:end].strip() for start, end in lines]
    lengths = [len(text[start:end].rstrip()) for start, end in lines]
    width = max((n for n in lengths if n <= _WIDEST), default=0)
    pairs = [
        number
        for number in range(len(lines) - 1)
        if bare[number]
        and bare[number + 1]
        and text[lines[number][1] : lines[number + 1][0]] == "\n"
    ]
    spaced = len(_BLANK.findall(text)) >= _SPACED  # blank lines part the paragraphs
    broken = {n for n in pairs if _breaks_off(bare[n], bare[n + 1])}
    fills = {
        n
        for n in pairs
        if _fills(lengths[n], bare[n + 1], width) or (n in broken and lengths[n] >= _RAGGED * width)
    }
    tried = [
        n
        for n in pairs
        if lengths[n] <= _WIDEST
        and (
            (n in fills and (spaced or n in broken))
            or not _parted(bare[n], bare[n + 1], full=n in fills)
        )
    ]
    full = [n for n in tried if n in fills or _ragged(bare[n], bare[n + 1], lengths[n], width)]
    if width < _NARROWEST or len(full) < _LEAST or len(full) < _FULL * len(tried):
        return Mended(text)
    return _joined(text, lines, set(full))


def _parted(line: str, following: str, *, full: bool) -> bool:
    """Whether two lines are two paragraphs by what they are: a head, an item, a turn."""
    return bool(
        (_heads(line) and (not full or _YEAR.search(line)))
        or _heads(following)
        or _OPENS.match(following)
        or LEAD.match(following)
        or (_STOP.search(line) and _BULLET.match(following))
    )


def _heads(line: str) -> bool:
    """Whether a line is a byline or a date by itself: it stands in a head, not in a paragraph."""
    rest = date_rest(line)
    if rest is None or _ENDED.search(line):
        return bool(BYLINE.match(line))
    return bool(BYLINE.match(line)) or len(rest.split()) < _FEW


def _fills(length: int, following: str, width: int) -> bool:
    """Whether the next word would not have fitted beside a line."""
    word = following.split(maxsplit=1)[0]
    part = word.split("-", 1)[0] + "-" if "-" in word[:-1] else word
    return length + 1 + len(part) > width


def _ragged(line: str, following: str, length: int, width: int) -> bool:
    """Whether a line that is not quite full breaks off in a clause."""
    return length >= _RAGGED * width and not _STOP.search(line) and following[:1].islower()


def _breaks_off(line: str, following: str) -> bool:
    """Whether a line ends in the middle of a phrase, and no item of a list follows it."""
    return bool(UNFINISHED.search(line)) and not _ITEM.match(following)


def _joined(text: str, lines: list[tuple[int, int]], joined: set[int]) -> Mended:
    """The text with these line breaks taken out, and the way back."""
    pieces: list[str] = []
    changes: list[tuple[int, int, int, int]] = []
    last = size = 0
    for number in sorted(joined):
        low, high = lines[number][1], lines[number + 1][0]
        while low > last and text[low - 1] in " \t\r":
            low -= 1
        while high < len(text) and text[high] in " \t":
            high += 1
        whole = text[low - 1 : low] == "-" and text[low - 2 : low - 1].isalnum()
        if whole:
            low -= 1
        pieces.append(text[last:low])
        size += low - last
        pieces.append("-" if whole else " ")
        changes.append((size, size + 1, low, high))
        size += 1
        last = high
    pieces.append(text[last:])
    return Mended("".join(pieces), tuple(changes))
