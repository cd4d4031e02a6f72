"""When and where an article was published."""

import re
from collections.abc import Iterator
from datetime import date

from detente._errors import ReadingError
from detente.facts.words import compiled
from detente.reading.english.dates.calendar import parse_full_date
from detente.reading.english.dates.dates import Anchor
from detente.reading.english.text.gazetteer import find_names, time_zone
from detente.reading.english.text.segments import Segment

__all__ = ["find_anchor", "find_place_zone", "lead_segment"]

_TITLED = re.compile(r"(?:, | in )([A-Z][a-z]+)(?=$|\s*\()")
_AGENCY_LINE = compiled("publication.agency_line")
_SAID_WHEN = compiled("publication.said_when")
_PLACE = re.compile(r"\b[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)?\b")

_FullDate = tuple[int, int, date, str]


def find_anchor(
    norm: str, segments: list[Segment], given: date | None, name: str
) -> tuple[Anchor, bool]:
    """Find the publication date: date line, byline, agency's date line, else what was given."""
    for part, found in _dated(norm, segments, given):
        if found:
            start, end, day, iso = found
            return Anchor(start=part.start + start, end=part.start + end, day=day, iso=iso), True
    if given is not None:
        return Anchor(start=-1, end=-1, day=given, iso=given.isoformat()), False
    if named := [found[2] for part in segments for found in _all_dates(norm, part)]:
        return Anchor(start=-1, end=-1, day=max(named), iso=""), False
    raise ReadingError(
        f"{name}: cannot find a publication date in the article; pass --on YYYY-MM-DD (in "
        "a folder, name the file 2026-01-15_name.txt or pass --on TABLE.csv with file and on)"
    )


def _dated(
    norm: str, segments: list[Segment], given: date | None
) -> Iterator[tuple[Segment, _FullDate | None]]:
    """Where the publication date may stand, the likeliest first, with the date found there."""
    head = [s for s in segments if s.start < 3000][:14]
    for kinds, pool in (
        (("dateline", "byline"), head),
        (("furniture", "headline", "dek", "caption"), head),
        (("dateline",), segments[-3:]),
    ):
        for part in pool:
            if part.kind in kinds:
                zone = _line_zone(norm, part, segments)
                yield part, parse_full_date(norm[part.start : part.end], place_zone=zone)
    for part in head:
        if match := _AGENCY_LINE.match(norm, part.start, part.end):
            zone = _line_zone(norm, part, segments)
            yield part, parse_full_date(match[0], near=given, place_zone=zone)
    for part in head[:5]:
        yield part, _in_heading(norm, part)


def _all_dates(norm: str, part: Segment) -> Iterator[_FullDate]:
    at = part.start
    while found := parse_full_date(norm[at : part.end]):
        yield found
        at += found[1]


def _in_heading(norm: str, part: Segment) -> _FullDate | None:
    """A full date that ends a short heading, or follows *updated* or *published* in it."""
    line = norm[part.start : part.end]
    found = parse_full_date(line) if len(line) < 250 else None
    if found is None:
        return None
    said = _SAID_WHEN.search(line[: found[0]])
    return found if said or not line[found[1] :].strip(" .") else None


def lead_segment(segments: list[Segment]) -> Segment | None:
    """Return where the story proper starts: the place and date before its first paragraph."""
    for index, part in enumerate(segments):
        if part.kind == "paragraph":
            before = segments[index - 1] if index else part
            beside = before.kind == "dateline" and before.end == part.start
            return before if beside else part
    return None


def _line_zone(norm: str, part: Segment, segments: list[Segment]) -> str | None:
    """Zone for *local time* in a date line: of its city, the story's own line, the title's end.

    None where none of them names a city that the gazetteer knows; the time then has no offset.
    """
    line = norm[part.start : part.end]
    if "local time" not in line:
        return None
    for name in _PLACE.findall(line):
        for words in (name, name.split(" ")[0], name.rpartition(" ")[2]):
            if zone := time_zone(words.title()):
                return zone
    titled = next((norm[s.start : s.end] for s in segments if s.kind == "headline"), "")
    place = _TITLED.search(titled)
    return _lead_zone(norm, segments) or (time_zone(place[1]) if place else None) or None


def _lead_zone(norm: str, segments: list[Segment]) -> str | None:
    """Zone of the city that opens the story (*LONDON, June 9 - ...*)."""
    first = lead_segment(segments)
    if first is None:
        return None
    lead = re.match(
        r"([A-Z][A-Za-z. ]{2,25}?)(?:,[^\n]{0,40}?)?\s*(?:\([\w ]+\))?\s*(?:--|—|–|- )",
        norm[first.start : first.start + 90],
    )
    return (time_zone(lead[1].strip().title()) or None) if lead else None


def find_place_zone(norm: str, segments: list[Segment], day: date) -> str | None:
    """Zone of the article's place: its date line's city, else the place named most."""
    names = find_names(norm, day)
    if zone := _lead_zone(norm, segments):
        return zone
    places = [
        name.name
        for _, _, name in names
        if name.type == "place" and name.timezone and name.role == "city"
    ]
    if places:
        return time_zone(max(set(places), key=places.count)) or None
    return None
