"""Clock times and their zones."""

import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled
from detente.reading.english.text.gazetteer import time_zone

__all__ = ["TAIL", "clock_said", "opens_with_clock", "stamp", "with_zone", "zone_offset"]

TAIL = compiled("dates.clock_after")
_STAMPED = compiled("dates.stamped")


def zone_offset(name: str, day: date, place_zone: str | None) -> timezone | None:
    """Return the offset from UTC that a zone's name means on a day."""
    lowered = name.lower().strip()
    known = load_lexicon()["time_zone"].get(lowered, "")
    if known.lstrip("-").isdigit():
        return timezone(timedelta(hours=int(known)))
    iana = place_zone if lowered == "local time" else known
    if not iana and lowered.endswith(" time"):
        iana = time_zone(name.strip()[:-5])
    if not iana:
        return None
    try:
        offset = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(iana)).utcoffset()
    except ZoneInfoNotFoundError:
        return None
    return timezone(offset) if offset is not None else None


def opens_with_clock(norm: str, start: int, end: int) -> bool:
    """Whether a line of furniture is a time stamp, as of an entry in a live report."""
    return _STAMPED.match(norm, start, end) is not None


def clock_said(clock: re.Match[str]) -> bool:
    """Whether a number beside a day is surely a time of day."""
    if clock["noon"]:
        return True
    said = clock["half"] or clock["minute"] or clock["short"] or clock["whole"]
    return bool(said) and int(clock["hour"]) < 25


def _hour(match: re.Match[str]) -> tuple[int, int]:
    if match["noon"]:
        return 12, 0
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or match["short"] or "").lower()[:1]
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return hour, minute


def stamp(day: date, clock: re.Match[str], zone: str | None, place_zone: str | None) -> str:
    """Write a day with a clock time, and with its offset where the zone is known."""
    hour, minute = _hour(clock)
    if hour > 23 or minute > 59:
        return day.isoformat()
    stamp = f"{day.isoformat()}T{hour:02d}:{minute:02d}"
    offset = zone_offset(zone, day, place_zone) if zone else None
    if offset is None:
        return stamp if not zone else stamp + ":00"
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=offset).isoformat()


def with_zone(day: date, clock: re.Match[str], place_zone: str | None) -> str:
    """Write a day with a clock time whose zone may be an offset in digits."""
    zone = clock["zone"]
    if zone and re.fullmatch(r"Z|[+-]\d\d:?\d\d", zone):
        hour, minute = _hour(clock)
        shift = "+00:00" if zone == "Z" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
        return f"{day.isoformat()}T{hour:02d}:{minute:02d}:00{shift}"
    return stamp(day, clock, zone, place_zone)
