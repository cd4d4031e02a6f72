"""Count how often a reading changes when a word is swapped for another of its class.

usage: python tools/score_swaps.py [--lot open|shut|wide|held|all] [--pairs ID,...] [--each]
                                   [--most N] [--seed N] [FOLDER or TABLE.csv ...]

Every pair of ``tools/swaps.csv`` is put in place in each article that has its first word, all of
its forms at once, where the parser gives it the part of speech of the pair; a word of a name, as
its capital tells, stays. Both texts are read,
and what the readings say is compared sentence by sentence (lines cut by hand are made whole
first): controls with imposer, target, product and status, statements with speaker, firmness and
direction, offers with both sides' legs, exclusions, dates, events and their order. The wording
itself is left out. Articles are the ``.txt`` files of the folders and the rows of tables with
``text`` and ``on``; without any, those of ``tests/articles``. A pair takes at most ``--most``
articles, drawn with the seed. A place that fits the pair's ``but`` is left, since the two words
mean different things there; ``why`` says it. Pairs of the lot ``out`` are no synonyms.
"""

import argparse
import csv
import random
import re
import sys
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from detente._errors import DetenteError
from detente.reading import Reading, Span, read_text
from detente.reading.english.grammar.nlp import MODEL
from detente.reading.source.input import source_of_bytes

HERE = Path(__file__).resolve().parent
ARTICLES = HERE.parent / "tests" / "articles"
ON = "2025-06-10"
"""Day of publication of a text that has none [YYYY-MM-DD]."""
_STARTS = re.compile(r"(?:^|[\n.?!:]['\"\u2018\u2019\u201c\u201d]*\s*|['\"\u2018\u201c])$")
"""What stands before a word whose capital is that of its sentence."""
LOTS = ("open", "shut", "wide")
"""Lots of pairs that are drawn together; those of ``held`` are kept for a last look."""
POS = {"verb": {"VERB", "AUX"}, "noun": {"NOUN", "PROPN"}, "adj": {"ADJ"}, "adv": {"ADV"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two words of one class, each in all its forms."""

    id: str
    part: str
    lot: str
    forms: dict[str, str]
    but: re.Pattern[str] | None = None
    """Where the two mean different things, with ``~`` for the word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text, its name and its day of publication."""

    name: str
    text: str
    on: str


def pairs(lot: str, wanted: set[str]) -> list[Pair]:
    """The pairs of a lot, or those asked for."""
    found = []
    with (HERE / "swaps.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            drawn = row["lot"] in LOTS if lot == "all" else row["lot"] == lot
            if row["id"] not in wanted and (wanted or not drawn):
                continue
            one = row["part"] == "phrase"
            old = [row["from"]] if one else row["from"].split()
            new = [row["to"]] if one else row["to"].split()
            forms = dict(zip(old, new, strict=True))
            but = re.compile(row["but"]) if row["but"] else None
            found.append(Pair(id=row["id"], part=row["part"], lot=row["lot"], forms=forms, but=but))
    return found


def articles(places: list[Path]) -> list[Article]:
    """The texts of folders and tables."""
    found = []
    for place in places:
        if place.suffix == ".csv":
            with place.open(encoding="utf-8", newline="") as handle:
                found += [
                    Article(name=row["id"], text=row["text"], on=row["on"])
                    for row in csv.DictReader(handle)
                ]
        else:
            for path in sorted(place.rglob("*.txt")):
                text = source_of_bytes(path.read_bytes(), path.name).mended.text  # lines whole
                found.append(Article(name=path.stem, text=text, on=ON))
    return found


@cache
def _parser() -> Any:  # noqa: ANN401 - the library's own type is heavy
    return __import__(MODEL).load(exclude=["ner"])


@cache
def _parsed(text: str) -> tuple[tuple[int, str, str], ...]:
    """Where each word starts, the word, its part of speech."""
    return tuple((token.idx, token.text, token.pos_) for token in _parser()(text))


def swapped(text: str, pair: Pair) -> tuple[str, list[tuple[int, int, int, int]]]:
    """The text with the second word, and what was put where: old and new start and end."""
    places: list[tuple[int, int, str]] = []
    if pair.part == "phrase":
        for old, new in pair.forms.items():
            found = re.finditer(rf"\b{re.escape(old)}\b", text, re.IGNORECASE)
            places += [(*match.span(), _as(match[0], new)) for match in found]
    else:
        for start, word, part in _parsed(text):
            new = pair.forms.get(word.lower(), "")
            if new and part in POS[pair.part] and not _in_name(text, start, word):
                places.append((start, start + len(word), _as(word, new)))
    if pair.but is not None:
        places = [
            one for one in places
            if not pair.but.search(f"{text[max(one[0] - 80, 0) : one[0]]}~{text[one[1] :][:80]}")
        ]  # fmt: skip
    out: list[str] = []
    put: list[tuple[int, int, int, int]] = []
    at = size = 0
    for start, end, new in sorted(places):
        before = _article(text[at:start], new)
        out += [before, new]
        size += len(before)
        put.append((start, end, size, size + len(new)))
        size += len(new)
        at = end
    return "".join([*out, text[at:]]), put


def _in_name(text: str, start: int, word: str) -> bool:
    """Whether a word is part of a name, by its capital: *the Bureau of Industry and Security*."""
    return word[0].isupper() and not word.isupper() and _STARTS.search(text[:start]) is None


def _as(old: str, new: str) -> str:
    """The new word with the capitals of the old."""
    if old.isupper():
        return new.upper()
    return new[0].upper() + new[1:] if old[0].isupper() else new


def _article(before: str, new: str) -> str:
    """What stands before a word, with *a* or *an* as the word wants it."""
    wanted = "an" if new[0].lower() in "aeiou" else "a"
    return re.sub(r"\b([Aa])n?(?=\s$)", lambda m: m[1] + wanted[1:], before)


def says(reading: Reading, starts: list[int], words: dict[str, str]) -> Counter[tuple[object, ...]]:
    """What a reading says, by sentence: its wording and its numbers of offsets left out."""

    def place(span: Span | None) -> int:
        return bisect_right(starts, span.start) if span else -1

    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
    names = {
        row.id: named.sub(lambda word: words[word[0].lower()], row.name).lower()
        for row in reading.entities
    }
    controls = {
        row.id: (row.imposer, row.target, row.product, row.status) for row in reading.controls
    }
    days = {row.id: row.value for row in reading.dates}
    events = {row.id: (place(row.span), days.get(row.date or "")) for row in reading.events}

    def legs(rows: Any) -> tuple[object, ...]:  # noqa: ANN401 - of either side
        return tuple((row.actor, controls.get(row.control or ""), place(row.span)) for row in rows)

    found: list[tuple[object, ...]] = []
    found += [("control", *row) for row in controls.values()]
    found += [("date", place(row.span), row.value) for row in reading.dates]
    found += [("event", *row) for row in events.values()]
    for said in reading.statements:
        about = tuple(sorted(str(controls.get(one)) for one in said.controls))
        who = names.get(said.speaker or "")
        found.append(
            ("statement", place(said.content[0]), who, said.commitment, said.polarity, about)
        )
    for offer in reading.offers:
        who = names.get(offer.offeror or "")
        sides = (legs(offer.gives), legs(offer.gets))
        found.append(("offer", who, offer.kind, offer.strength, *sides))
    for row in reading.exclusions:
        kept = controls.get(row.control or "")
        found.append(("exclusion", place(row.span), kept, row.strength))
    for order in reading.sequence:
        both = (events.get(order.first), events.get(order.second))
        found.append(("order", order.relation, *both))
    return Counter(found)


def sentences(text: str) -> list[int]:
    """Where sentences and lines start."""
    return [0, *(match.end() for match in re.finditer(r"\n+|[.?!]['\"”’)]*\s+(?=\W*[A-Z])", text))]


def moved(starts: list[int], put: list[tuple[int, int, int, int]]) -> list[int]:
    """The same starts in the text with the second word."""
    ends = [old for _, old, _, _ in put]
    shifts = [0, *(new - old for _, old, _, new in put)]
    return [at + shifts[bisect_right(ends, at)] for at in starts]


@cache
def _first(text: str, on: str) -> Reading | None:
    try:
        return read_text(text, on=on)
    except DetenteError:
        return None


def score(found: list[Pair], texts: list[Article], most: int, seed: int, *, each: bool) -> int:
    """Read every pair in its articles; print and return how many readings change."""
    changed = tried = 0
    kinds: Counter[str] = Counter()
    for pair in found:
        old = re.compile(rf"\b(?:{'|'.join(pair.forms)})\b", re.IGNORECASE)
        having = [one for one in texts if old.search(one.text) and swapped(one.text, pair)[1]]
        random.Random(f"{seed} {pair.id}").shuffle(having)
        wrong = 0
        for one in having[:most]:
            before = _first(one.text, one.on)
            if before is None:
                continue
            text, put = swapped(one.text, pair)
            starts = sentences(one.text)
            a = says(before, starts, pair.forms)
            b = says(read_text(text, on=one.on), moved(starts, put), pair.forms)
            tried += 1
            if a != b:
                wrong += 1
                kinds.update({str(row[0]) for row in ((a - b) + (b - a))})
                if each:
                    for mark, rows in (("-", a - b), ("+", b - a)):
                        for row in rows:
                            print(f"    {one.name} {mark} {row}")
        changed += wrong
        print(f"{pair.id:22} {wrong:3} of {min(len(having), most)}", flush=True)
    print(f"readings changed       {changed} of {tried}; parts: {dict(kinds.most_common())}")
    return changed


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("places", nargs="*", type=Path)
    parser.add_argument("--lot", choices=(*LOTS, "held", "all"), default="all")
    parser.add_argument("--pairs", default="")
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--most", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    wanted = {one for one in given.pairs.split(",") if one}
    found = pairs(given.lot, wanted)
    score(found, articles(given.places or [ARTICLES]), given.most, given.seed, each=given.each)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
