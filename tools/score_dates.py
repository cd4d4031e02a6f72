"""Score the values of time expressions: our own tables, Recognizers-Text cases, TimeML files.

usage: python tools/score_dates.py [--misses] [SOURCE ...]

SOURCE is a specification of Recognizers-Text (DateTimeModel.json) or a folder of TimeML files
(*.tml), such as TempEval-3; neither is part of this project. Or it is dev or test, for the tables
tests/articles/*/dates*.csv; both if none is named.

For the tables and the specification: how many of the expected expressions are found (characters
overlap), and how many have the right value. For TimeML: F1 of both. Of the specification only what
trade news needs is in scope: dates, periods, date-times and durations. Left out are hours without a
day, ranges of hours, repeated times, offsets of hours and minutes, holidays, school years, weekends
and business days as units, centuries, comparison signs, bare *the day* or *the year*, and what only
chat, calendars and dictation have: abbreviations (*tmrw*, *EOD*, *10D*), years and clock times in
words (*nineteen eighty six*, *nine thirty*), digits without marks (*20161016*).
"""

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

from detente.reading import Date, read_text

ARTICLES = Path(__file__).resolve().parents[1] / "tests" / "articles"
KINDS = ("date", "daterange", "datetime", "duration")
_SPELT = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
OUT_OF_SCOPE = re.compile(
    r"\b(?:school year|sy ?\d*|cy ?\d*|saint|easter|christmas|thanksgiving|new year|halloween|"
    r"independence day|labor day|earth day|black friday|workers' day|freedom day|jubilee day|"
    r"juneteenth|eid al fitr|mins?|minutes?|sec|seconds?|weekends?|centur\w+|"
    r"business days?|remaining of|rest of|hours?(?= (?:from|ago|later))|half an hour)\b|[<>=]|"
    r"^the (?:hour|day|week|month|year)$|^in (?:an?|\d+|two|three|four|five) hours?\b|"
    # of chat, calendars and dictation: abbreviations, years and clock times in words, bare digits
    r"\b(?:eo[dy]|tmrw|otd|\d+ ?[dhwy]|\d+ hrs?|[ap] m|\d{8})\b|"
    r"\b(?:(?:seven|eigh|nine)teen (?:hundred|\w+ty)|two thousand)\b|"
    rf"\b(?:{_SPELT})[- ](?:[ap]m|fifteen|(?:twen|thir|for|fif)ty)\b",
    re.IGNORECASE,
)
FILLER = "This is what we have heard from the people at the office and on the road.\n\n"


@dataclass
class Result:
    """Expected expressions, those found, those with the right value; and the misses."""

    expected: int = 0
    found: int = 0
    right: int = 0
    made: int = 0
    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def add(self, kind: str, *, found: bool, right: bool, miss: str) -> None:
        """Count one expected expression."""
        counter = self.kinds.setdefault(kind, Counter())
        counter["expected"] += 1
        counter["right"] += right
        self.expected += 1
        self.found += found
        self.right += right
        if not right:
            self.misses.append(f"{kind:10s} {miss}")

    @property
    def accuracy(self) -> float:
        """Share of the expected expressions with the right value."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def coverage(self) -> float:
        """Share of the expected expressions that are found."""
        return self.found / self.expected if self.expected else 1.0


def _touching(dates: Iterable[Date], start: int, end: int) -> list[Date]:
    """Dates that share characters with a stretch, the best fit first."""

    def shared(found: Date) -> float:
        inner = min(found.span.end, end) - max(found.span.start, start)
        return inner / (max(found.span.end, end) - min(found.span.start, start))

    return sorted((d for d in dates if d.span and shared(d) > 0), key=shared, reverse=True)


def score_table(path: Path) -> Result:
    """Our own sentences: expressions in brackets, their values parted by bars."""
    result = Result()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            head = f"Notes on trade\n\n{row['published']}\n\n{row['place']} - "
            parts = re.split(r"[\[\]]", row["sentence"])
            dates = read_text(head + "".join(parts) + f"\n\n{FILLER}").dates
            at = len(head)
            values = iter(row["values"].split("|"))
            for number, part in enumerate(parts):
                if number % 2:
                    value = next(values)
                    hits = _touching(dates, at, at + len(part))
                    got = hits[0].value if hits else None
                    result.add(
                        row["kind"],
                        found=bool(hits),
                        right=got == value,
                        miss=f"{part!r}: {value}, not {got}",
                    )
                at += len(part)
    return result


def _period(start: str, end: str, length: str) -> set[str]:
    """Our ways to write a period with both ends: a decade, a quarter, else its ends or length."""
    if length == "P10Y":
        return {start[:3], length}
    if length == "P3M" and start[8:] == "01":
        return {f"{start}/{end}", f"{start[:4]}-Q{(int(start[5:7]) + 2) // 3}"}
    if length == "P6M" and start[5:] in {"01-01", "07-01"}:
        return {f"{start}/{end}", length, f"{start[:4]}-H{1 + (start[5:7] == '07')}"}
    return {f"{start}/{end}", length}


def _bounds(entry: dict[str, str]) -> tuple[str, str]:
    return entry.get("start", entry.get("value", "")), entry.get("end", "")


def _week(day: str) -> str:
    week = date.fromisoformat(day[:10]).isocalendar()
    return f"{week.year}-W{week.week:02d}"


def _placed(timex: str, start: str, end: str) -> set[str]:
    """Our ways to write what the specification leaves open (``XXXX-08``), now placed in time."""
    if re.fullmatch(r"XXXX(?:-XX)?", timex):  # the same year, the same month
        return {start[: len(timex)]}
    if re.fullmatch(r"XXXX-\d\d", timex):
        # the year of the month itself: an open end may lie just after it
        years = {int(bound[:4]) for bound in (start, end) if bound}
        return {f"{year}{timex[4:]}" for year in years}
    if start and end and "T" not in timex:  # a week, by its number or a day
        return {_week(start)}
    bound = start or end
    return {bound.replace(" ", "T") if "T" in timex else bound[:10]}


def accepted(entry: dict[str, str]) -> set[str]:
    """Our ways to write one resolution of the specification.

    TIMEX3 counts the weeks of a year, not of a month, and writes the end of a day as the day.
    """
    timex, (start, end) = entry["timex"], _bounds(entry)
    if timex.startswith("("):
        return _period(start, end, timex.rstrip(")").rpartition(",")[2])
    if entry.get("start") and re.search(r"-\d\d-W\d\d$", timex):
        return {_week(start)}
    if "X" in timex and (start or end):
        return _placed(timex, start, end)
    whole_day = {timex[:10]} if timex.endswith("T23:59:59") else set()
    whole = {"PT0.5H": "PT30M", "PT1.5H": "PT1H30M"}.get(timex, timex)
    return {whole} | whole_day


def _loose(value: str) -> str:
    """A value without seconds of zero and without its zone, hours with minutes."""
    value = re.sub(r"(T\d\d(?::\d\d)*)(?:[+-]\d\d:\d\d|Z)$", r"\1", value)
    value = re.sub(r"(T\d\d:\d\d):00$", r"\1", value)
    value = re.sub(r"^P(\d+)Q$", lambda m: f"P{3 * int(m[1])}M", value)  # quarters in months
    return re.sub(r"T(\d\d)$", r"T\1:00", value)


def score_recognizers(path: Path) -> tuple[Result, int]:
    """A specification of Recognizers-Text; and how many expressions of it are out of scope."""
    head = f"Notes of the day\n\n{FILLER}"
    result, left_out = Result(), 0
    for case in json.loads(path.read_text(encoding="utf-8")):
        text = f"{head}{case['Input']}."  # a fragment without a full stop would be page furniture
        dates: list[Date] | None = None
        for item in case["Results"]:
            kind = item["TypeName"].removeprefix("datetimeV2.")
            entries = item["Resolution"]["values"]
            if not _in_scope(kind, item["Text"], entries):
                left_out += 1
                continue
            if dates is None:
                dates = list(read_text(text, on=case["Context"]["ReferenceDateTime"][:10]).dates)
            start = len(head) + item["Start"]
            hits = _touching(dates, start, len(head) + item["End"] + 1)
            result.add(
                kind,
                found=bool(hits),
                right=_fits(item["Text"], hits, entries, case["Context"]["ReferenceDateTime"][:10]),
                miss=f"{case['Input']!r}: {item['Text']!r} is {entries[0]['timex']}, "
                f"not {[hit.value for hit in hits]}",
            )
    return result, left_out


def _ways(words: str, entry: dict[str, str]) -> set[str]:
    """What fits one resolution; TIMEX3 gives *two months ago* a month, not a day."""
    ways = {_loose(way) for way in accepted(entry)}
    if re.match(r"(?:a )?(?:few|some|several)\b", words):  # how many is not said
        ways.add(re.sub(r"[\d.]+", "X", entry["timex"]))
    counted = re.search(r"\b(weeks?|months?|years?) (?:from|after|before|ago|later|since)\b", words)
    counted = counted or re.match(r"in .* (weeks?|months?|years?)$", words)
    if entry.get("type") == "date" and counted:
        week = date.fromisoformat(entry["value"]).isocalendar()
        unit = counted[1][0]
        ways.add(
            {"w": f"{week.year}-W{week.week:02d}", "m": entry["value"][:7]}.get(
                unit, entry["value"][:4]
            )
        )
    return ways


def _in_scope(kind: str, words: str, entries: list[dict[str, str]]) -> bool:
    unresolved = entries[0].get("value") == "not resolved" and not re.match(
        r"FY\d|\d{4}-(SP|SU|FA|WI)", entries[0]["timex"]
    )
    return kind in KINDS and not unresolved and not OUT_OF_SCOPE.search(words)


def _edges(bound: str) -> set[str]:
    """A bound of a range; as the specification's ranges are half open, also the day before."""
    try:
        before = date.fromisoformat(bound[:10]) - timedelta(days=1)
    except ValueError:
        return {bound}
    return {bound, before.isoformat()}


def _fits(words: str, hits: list[Date], entries: list[dict[str, str]], today: str) -> bool:
    got = {today if hit.value == "PRESENT_REF" else _loose(hit.value) for hit in hits}
    got |= {part for value in got for part in value.split("/")}
    got |= {f"{v[:5]}{3 * int(v[6]) - 2:02d}" for v in got if re.fullmatch(r"\d{4}-Q\d", v)}
    for entry in entries:
        if hits and _loose(hits[0].value) in _ways(words, entry):
            return True
        start, end = _bounds(entry)
        if entry["timex"].startswith("(") and start and end:
            # two expressions, or a period of ours, where the specification has one range
            said = [any(e.startswith(v) for v in got for e in _edges(b) if v) for b in (start, end)]
            if all(said) and len(got) > 1:
                return True
    return False


def score_timeml(folder: Path) -> Result:
    """TimeML files: expressions of the text against TIMEX3 elements, by overlap and by value."""
    result = Result()
    for path in sorted(folder.glob("*.tml")):
        root = ET.fromstring(path.read_text(encoding="utf-8"))  # the caller's own corpus
        made = root.find("DCT/TIMEX3")
        body = root.find("TEXT")
        if made is None or body is None:
            continue
        text, gold = _timexes(body)
        dates = [d for d in read_text(text, on=made.attrib["value"][:10]).dates if d.span]
        result.made += len(dates)
        for start, end, value in gold:
            hits = _touching(dates, start, end)
            result.add(
                "timex",
                found=bool(hits),
                right=bool(hits) and _loose(hits[0].value) == _loose(value),
                miss=f"{path.name}: {text[start:end]!r} is {value}, "
                f"not {hits[0].value if hits else None}",
            )
    return result


def _timexes(body: ET.Element) -> tuple[str, list[tuple[int, int, str]]]:
    pieces: list[str] = []
    gold: list[tuple[int, int, str]] = []

    def walk(node: ET.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(node.text or "")
        for child in node:
            walk(child)
            pieces.append(child.tail or "")
        if node.tag == "TIMEX3":
            gold.append((start, sum(map(len, pieces)), node.attrib["value"]))

    walk(body)
    return "".join(pieces), gold


def report(name: str, result: Result, *, misses: bool) -> None:
    """Print a result."""
    print(
        f"{name}: {result.expected} expressions, found {result.coverage:.3f}, "
        f"right value {result.accuracy:.3f} ({result.right})"
    )
    if result.made:
        for word, hits in (("overlap", result.found), ("value", result.right)):
            print(f"  F1 by {word}: {2 * hits / (result.made + result.expected):.3f}")
    for kind, counter in sorted(result.kinds.items()):
        print(f"  {kind:10s} {counter['right']}/{counter['expected']}")
    if misses:
        print("\n".join("  " + miss for miss in result.misses))


def _paths(names: list[str]) -> list[Path]:
    paths: list[Path] = []
    for name in names:
        own = name in ("dev", "test")
        paths += sorted((ARTICLES / name).glob("dates*.csv")) if own else [Path(name)]
    return paths


def main(arguments: list[str]) -> None:
    """Score what is asked for."""
    misses = "--misses" in arguments
    names = [a for a in arguments if a != "--misses"]
    if any(name.startswith("--") for name in names):
        sys.exit(__doc__)
    for path in _paths(names or ["dev", "test"]):
        name = f"{path.parent.name}/{path.name}"
        if path.suffix == ".csv":
            report(name, score_table(path), misses=misses)
        elif path.is_dir():
            report(path.name, score_timeml(path), misses=misses)
        else:
            result, left_out = score_recognizers(path)
            report(path.name, result, misses=misses)
            print(f"  out of scope: {left_out} expressions")


if __name__ == "__main__":
    main(sys.argv[1:])
