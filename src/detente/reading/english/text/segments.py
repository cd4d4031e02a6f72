"""Cut an article into headline, byline, date line, captions, furniture and paragraphs."""

import re
from dataclasses import dataclass
from typing import Literal

from detente.facts.words import compiled, fragment

__all__ = ["BYLINE", "LEAD", "UNFINISHED", "Segment", "date_rest", "segment"]

Kind = Literal[
    "masthead", "headline", "byline", "dateline", "dek", "caption", "furniture", "paragraph"
]

MONTH = fragment("segments.month")
_FULL_DATE = compiled("segments.full_date")
BYLINE = compiled("segments.byline")
_STAMP = compiled("segments.stamp")
_FURNITURE = compiled("segments.furniture")
_TOLD = compiled("segments.told")
_CAPTION = compiled("segments.caption")
LEAD = compiled("segments.lead")
_OPENING = compiled("segments.opening")
UNFINISHED = compiled("segments.unfinished")
"""What ends a line in the middle of a sentence: a preposition, an article, a month cut short."""
"""A place and a full date that open a paragraph and end with a stop."""
_SECTION = re.compile(r"\s*[A-Z][\w&' ]{1,20}(?:\s*[/|>»]\s*[A-Z][\w&' ]{1,20})+\s*")

_HOUSE = compiled("segments.house")

_TELLS = 8
"""Words from which a line that says who said something, up to a full stop, is no title."""
_LONGEST_TITLE = 18
_PROSE = 12
"""Words from which a line that ends with a full stop is prose."""
_LONG = 200
"""Length from which a block with few letters is no prose [code points]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of the article with its part in the whole."""

    kind: Kind
    start: int
    end: int


def _blocks(norm: str) -> list[tuple[int, int]]:
    """Return paragraphs: a hard-wrapped text was made whole before, so each line is one."""
    return [
        (start, end)
        for start, end in (
            (
                line.start() + len(line[0]) - len(line[0].lstrip()),
                line.start() + len(line[0].rstrip()),
            )
            for line in re.finditer(r"[^\n]+", norm)
        )
        if end > start
    ]


def date_rest(line: str) -> str | None:
    """Return what a line says beside its date, or None where it has no full date."""
    if not _FULL_DATE.search(line):
        return None
    return _FULL_DATE.sub(" ", line)


def segment(norm: str) -> list[Segment]:
    """Cut normalised text into segments."""
    segments: list[Segment] = []
    headline_seen = body_seen = False
    blocks = _blocks(norm)
    title = _title(norm, blocks)
    for number, (start, end) in enumerate(blocks):
        line = norm[start:end]
        wanted = not headline_seen and len(blocks) > 1
        kind = _kind(line, top=not body_seen, wanted=wanted)
        if number < title and kind != "dateline":
            kind = "furniture" if number else "masthead"
        elif number == title > 0:
            kind = "headline"
        headline_seen = headline_seen or kind in {"headline", "paragraph"}
        if kind == "headline":
            segments.extend(_split_headline(norm, start, end))
            continue
        if kind == "paragraph" and not body_seen and len(line.split()) < 45:
            lead = re.match(r"[A-Z][\w .,/()'-]{2,60}? *(?:--|—|–) +\S", line)
            lead = lead or _OPENING.match(line)
            kind = "dek" if not lead and _more_prose(norm, end) else kind
        left = start
        if kind == "paragraph":
            place = None if body_seen else _lead(norm, start, end)
            if place and place.end() < end:
                segments.append(Segment(kind="dateline", start=start, end=place.end()))
                left = place.end()
            body_seen = True
        segments.append(Segment(kind=kind, start=left, end=end))
    return segments


def _lead(norm: str, start: int, end: int) -> re.Match[str] | None:
    """Where and when a story was filed, before its first sentence."""
    return _OPENING.match(norm, start, end) or LEAD.match(norm, start, end)


def _title(norm: str, blocks: list[tuple[int, int]]) -> int:
    """Number of the block that is a release's title, below the name of its house, else 0."""
    lines = [norm[start:end] for start, end in blocks[:8]]
    if not lines or len(lines[0].split()) > 10 or not _HOUSE.search(lines[0]):
        return 0
    if _SECTION.fullmatch(lines[0]):
        return 0
    if not (lines[0].isupper() or all(w[:1].isupper() or len(w) < 4 for w in lines[0].split())):
        return 0
    for number, line in enumerate(lines[1:-1], 1):
        words = line.split()
        closed = bool(re.search(r"[.!?:;][\"')]*$", line))
        dated = date_rest(line) is not None
        if closed and len(words) >= _PROSE:
            return 0
        if not closed and not dated and 5 <= len(words) <= 30 and not _plain_head(line):
            return number
    return 0


def _plain_head(line: str) -> bool:
    """Whether a line of the head is no title: a byline, a notice of release, an office."""
    return bool(
        BYLINE.match(line)
        or _FURNITURE.search(line)
        or compiled("segments.release_mark").search(line)
        or (_HOUSE.search(line) and compiled("segments.issuing_body").match(line))
    )


def _kind(line: str, *, top: bool, wanted: bool) -> Kind:
    """Say what a block is: ``top`` before the body, ``wanted`` while no headline was seen."""
    words = line.split()
    rest = date_rest(line)
    kind: Kind = "paragraph"
    if len(line) > _LONG and sum(map(str.isalpha, line)) < 0.4 * sum(map(len, words)):
        kind = "furniture"  # a table or a rule, no prose
    elif _CAPTION.match(line) and len(words) < 25:
        kind = "caption"
    elif (
        len(words) < 40 and _FURNITURE.search(line) and not (_TOLD.search(line) and len(words) > 9)
    ):
        kind = "furniture"
    elif top and BYLINE.match(line) and len(words) < 30:
        kind = "byline"
    elif rest is not None and _is_date_line(line, rest, top=top):
        kind = "dateline"
    elif top and wanted and not _OPENING.match(line):
        stopped = re.search(r"[.!?][\"')]*$", line)
        told = _TOLD.search(line) and line.rstrip("\"')").endswith(".") and len(words) >= _TELLS
        announced = line.endswith(":")  # who speaks in the block below
        prose = bool(stopped and len(words) >= _LONGEST_TITLE) or bool(told) or announced
        small = _SECTION.fullmatch(line) or len(words) < 3
        kind = "furniture" if small else "paragraph" if prose else "headline"
    elif len(words) < 4 and not re.search(r"[.!?:\"]$", line):
        kind = "furniture"
    return kind


def _is_date_line(line: str, rest: str, *, top: bool) -> bool:
    """Whether a line with a full date says little else: ``rest`` is what it says beside it."""
    if top and len(line.split()) < 25 and _STAMP.search(line):
        return True
    return len(rest.split()) <= 9 and not re.search(r"[.!?]\s*$", rest)


def _split_headline(norm: str, start: int, end: int) -> list[Segment]:
    """Cut a byline or a date off the end of a headline that runs into it."""
    line = norm[start:end]
    cut = re.search(r"\s+(?=By\s+[A-Z])", line)
    date = _FULL_DATE.search(line)
    at = None
    if (
        cut
        and len(line[: cut.start()].split()) >= 4
        and (date or len(line[cut.end() :].split()) <= 6)
    ):
        at = cut
    if at is None:
        return [Segment(kind="headline", start=start, end=end)]
    return [
        Segment(kind="headline", start=start, end=start + at.start()),
        Segment(kind="byline", start=start + at.end(), end=end),
    ]


def _more_prose(norm: str, end: int) -> bool:
    """Whether the next block looks like the start of the story proper (a dateline or an agency)."""
    rest = norm[end:].lstrip()[:400]
    return bool(
        re.match(r"[A-Z][\w.'-]*(?:(?:, ?| )[A-Z][\w.'-]*){0,5}[^\n]{0,42}?(?:--|—|–) +\S", rest)
        or BYLINE.match(rest)
        or re.match(rf"[^\n]{{0,40}}{MONTH} \d", rest)
    )
