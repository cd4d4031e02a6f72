"""What stands over and around an article: who wrote it and who brings it out."""

import re

from detente.facts.words import compiled
from detente.reading._text import trim
from detente.reading.english.page.publication import lead_segment
from detente.reading.english.text.segments import MONTH, Segment

__all__ = ["author", "outlet"]

_WRITTEN = compiled("masthead.written")
_STAFF = compiled("masthead.staff")
_PAPER = compiled("masthead.paper")
_PART = re.compile(r"[^|•·]+")
_CLOCK = compiled("masthead.clock")
_AGENCY = re.compile(r"[^\n()]{0,60}\(([A-Z][\w ]{1,25})\)\s*(?:--|—|–|-)")
_SINGLE = re.compile(r"([A-Z][A-Za-z]*[a-z][A-Za-z]*)\s*(?:--|—|–)\s")


def author(norm: str, segments: list[Segment]) -> tuple[int, int] | None:
    """Return where the authors are named: *By A and B*, *Edited by A*; no *staff* or *desk*."""
    for part in _head(segments):
        match = _WRITTEN.match(norm, part.start, part.end)
        if match and not _STAFF.search(norm, match.start(1), min(match.end(1) + 12, part.end)):
            return trim(norm, *_before_date(norm, *match.span(1)))
    return None


def outlet(norm: str, segments: list[Segment]) -> tuple[int, int] | None:
    """Return where the outlet is named, or None.

    Notes
    -----
    In this order: the agency in brackets or before the dash of the first paragraph; a masthead,
    that is a line over the headline; a part of the byline or date line between bars or bullets;
    the house of *a memo from*.
    """
    first = lead_segment(segments)
    if first is not None:
        found = _AGENCY.match(norm, first.start, first.start + 90) or _SINGLE.match(
            norm, first.start, first.start + 90
        )
        if found:
            return found.span(1)
    head = _head(segments)
    for part in head:
        if part.kind == "masthead":
            return part.start, part.end
    for part in head:
        if part.kind in {"byline", "dateline"} and re.search(r"[|•·]", norm[part.start : part.end]):
            for piece in _PART.finditer(norm, part.start, part.end):
                if piece[0].strip()[:1].isupper() and not _CLOCK.search(piece[0]):
                    return trim(norm, *piece.span())
        elif part.kind not in {"headline", "dateline"} and (
            house := _PAPER.search(norm, part.start, min(part.end, part.start + 120))
        ):
            return house.span(1)
    return None


def _head(segments: list[Segment]) -> list[Segment]:
    """What stands before the first long paragraph."""
    out: list[Segment] = []
    for part in segments[:12]:
        if part.kind == "paragraph" and part.end - part.start > 200:
            break
        out.append(part)
    return out


def _before_date(norm: str, start: int, end: int) -> tuple[int, int]:
    """Cut a month off that follows a name without a comma."""
    month = re.search(rf"\s+{MONTH}(?=\s|$)", norm[start:end])
    return (start, start + month.start()) if month else (start, end)
