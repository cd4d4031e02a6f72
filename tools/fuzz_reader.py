"""Throw random and mutated articles at the reader; say what broke and what was slow.

usage: python tools/fuzz_reader.py [--count N] [--seed S] [--workers W] [--engine ENGINE]

Every input must give a reading or a ``DetenteError`` in one line. Of a reading, every span's text
must be its slice of the article, every id must exist, and the JSON must come back the same. No
input may take more than one second of processor time per 10 kB (and less than a second if it is
shorter). Inputs are made while it runs from a small seed text of our own, the reader's own words
and Unicode; they are not kept. Exit code 1 if anything broke.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent import futures
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import FunctionType
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from detente import DetenteError
from detente.facts.reading_tables import (
    load_gazetteer,
    load_lexicon,
    load_people,
    load_reading_goods,
)
from detente.reading import Reading, read_bytes

ON = "2025-06-10"
SECONDS_PER_10_KB = 1.0
MARKS = [
    *('"', "“", "”", "'", "’", "‘", "''", "„", "«", ".", ",", ";", ":", "—", "--", "-", "(", ")"),
    *("\n", "\n\n", "\r\n", "\t", "\u00a0", "\u2009", "\u200b", "\ufeff", "\u00ad", "…", "?", "!"),
    *("U.S.", "a.m.", "$1.5 bn", "H2O", "8.5", "2025-06-10", "June 31, 2025", "Feb. 30", "25:99"),
    *("Q5 2025", "the 1st of never", "10 a.m. local time", "four days after", "that day"),
    *(
        "9999 years ago",
        "0 days after",
        "in 10000000000 weeks",
        "January 0, 0000",
        "Â\u00a0",
        "â€œ",
    ),
]
WORDS = [
    *("he", "she", "they", "it", "who", "which", "that", "the", "a", "of", "to", "if", "not", "no"),
    *("will", "would", "may", "won't", "has", "been", "and", "but", "or", "on", "in", "after"),
    *("then", "before", "Monday", "Tuesday", "tomorrow", "last year", "next week", "curbs", "ban"),
    *("export", "exports", "controls", "licences", "talks", "deal", "in exchange for", "unless"),
]
SENTENCES = [
    "LONDON, June 10 (Agency) - The minister said on Monday that China would lift its curbs.",
    "“We will not ease the ban on gallium,” he told reporters in Beijing late on Tuesday.",
    "If Washington drops the export licences for engines, Beijing may resume shipments of magnets.",
    "By Jo Roe\nJune 10, 2025 12:19 AM ET",
    "Talks resume four days after the call at 10 a.m. local time.",
]


@cache
def vocabulary() -> tuple[str, ...]:
    """The reader's own words: cues, names, goods' first words, people."""
    lexicon = load_lexicon()
    words = [item for group in lexicon.values() for item in group if item.isalpha()]
    words += [alias for row in load_gazetteer() for alias in (*row.aliases, *row.metonyms)]
    words += [name for row in load_people() for name in (row.name, *row.titles)]
    words += [row.product for row in load_reading_goods()]
    return tuple(dict.fromkeys([*words, *WORDS, *MARKS]))


@cache
def seeds() -> tuple[str, ...]:
    """Texts to mutate."""
    example = resources.files("detente") / "examples" / "london-2025-06.txt"
    text = example.read_text(encoding="utf-8")
    return (*SENTENCES, *[part for part in text.split("\n") if part.strip()], text)


def soup(rng: random.Random, size: int) -> str:
    """The reader's own words in no order."""
    words = vocabulary()
    return rng.choice((" ", "", " ", "\n")).join(rng.choice(words) for _ in range(size))


def mutate(rng: random.Random, text: str, times: int) -> str:
    """Cut, double, swap, insert and overwrite pieces of a text."""
    for _ in range(times):
        at = rng.randrange(len(text) + 1)
        to = min(len(text), at + rng.choice((1, 1, 2, 5, 20, 80)))
        piece = text[at:to]
        act = rng.randrange(6)
        if act == 0:
            text = text[:at] + text[to:]
        elif act == 1:
            text = text[:to] + piece + text[to:]
        elif act == 2:
            text = text[:at] + rng.choice(vocabulary()) + text[at:]
        elif act == 3:
            text = text[:at] + rng.choice(MARKS) + text[to:]
        elif act == 4:
            text = text[:at] + piece.swapcase() + text[to:]
        else:
            text = text[to:] + text[:at] + piece
        if not text:
            text = "x"
    return text


def repeated(rng: random.Random, size: int) -> str:
    """One short piece again and again: what finds slow patterns."""
    words = vocabulary()
    piece = rng.choice((" ", "")).join(rng.choice(words) for _ in range(rng.randint(1, 4)))
    head = rng.choice(seeds()[:-1]) + rng.choice(("\n\n", " ", ""))
    sep = rng.choice((" ", "", " ", ", ", "\n", ". "))
    return (head + (piece + sep) * (size // (len(piece + sep)) + 1))[:size]


def make(number: int, *, large: bool = False) -> str:
    """Make the input with this number.

    Parameters
    ----------
    number
        Same number, same input.
    large
        About 10,000 characters in place of a few hundred.
    """
    rng = random.Random(number)
    kind = rng.randrange(4)
    if kind == 0:
        return soup(rng, 1500 if large else rng.randint(1, 24))
    if kind == 1:
        return repeated(rng, 10_000 if large else rng.randint(20, 200))
    text = rng.choice(seeds()[:-1])
    if large:
        text = seeds()[-1] * 4
    elif kind == 2 and len(text) < 100:
        text += rng.choice((" ", "\n", "\n\n")) + rng.choice(seeds()[:-1])
    return mutate(rng, text, rng.randint(1, 200 if large else 12))[:10_000]


def spans(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """Every span in a JSON value."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "text"}:
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from spans(item)


def check(reading: Reading) -> None:
    """Raise AssertionError where a reading breaks its contract.

    Parameters
    ----------
    reading
        What the reader returned.
    """
    record = reading.to_dict()
    for span in spans(record):
        inside = 0 <= span["start"] < span["end"] <= len(reading.text)
        if not inside or reading.text[span["start"] : span["end"]] != span["text"]:
            raise AssertionError(f"span is no slice of the text: {span}")
    ids = {
        part: {row["id"] for row in record[part]}
        for part in ("entities", "dates", "controls", "events")
    }

    wanted = [
        *(("entities", name) for row in record["statements"] for name in row["attribution"]),
        *(("entities", row["speaker"]) for row in record["statements"]),
        *(("entities", row["offeror"]) for row in record["offers"]),
        *(("dates", row["date"]) for part in ("statements", "events") for row in record[part]),
        *(("dates", row["anchor"]) for row in record["dates"]),
        *(("controls", name) for row in record["statements"] for name in row["controls"]),
        *(("controls", row["control"]) for row in record["exclusions"]),
        *(
            ("controls", leg["control"])
            for row in record["offers"]
            for leg in (*row["gives"], *row["gets"])
        ),
        *(("events", row[side]) for row in record["sequence"] for side in ("first", "second")),
    ]
    for part, identifier in wanted:
        if identifier is not None and identifier not in ids[part]:
            raise AssertionError(f"no {part} with id {identifier}")
    if Reading.from_json(reading.to_json()).to_dict() != record:
        raise AssertionError("the JSON does not come back the same")


@dataclass(slots=True)
class Tally:
    """What a run saw."""

    inputs: int = 0
    read: int = 0
    refused: int = 0
    broken: list[str] = field(default_factory=list)
    slow: list[tuple[float, str]] = field(default_factory=list)
    slowest: float = 0.0

    def add(self, other: "Tally") -> None:
        """Add another run."""
        self.inputs += other.inputs
        self.read += other.read
        self.refused += other.refused
        self.broken += other.broken
        self.slow += other.slow
        self.slowest = max(self.slowest, other.slowest)


def attempt(data: bytes, tally: Tally) -> None:
    """Read one input and note what came of it.

    Parameters
    ----------
    data
        The bytes of the article.
    tally
        Counts are added here.
    """
    tally.inputs += 1
    start = time.process_time()
    try:
        reading = read_bytes(data, name="fuzz", on=ON)
        seconds = time.process_time() - start
        check(reading)
        tally.read += 1
    except DetenteError as error:
        seconds = time.process_time() - start
        tally.refused += 1
        if "\n" in str(error):
            tally.broken.append(f"more than one line: {error}")
    except Exception:  # noqa: BLE001 - whatever it is, it is a finding
        seconds = time.process_time() - start
        tally.broken.append(f"{data[:2000]!r}\n{traceback.format_exc(limit=-3)}")
    per = seconds / max(1.0, len(data) / 10_000)
    tally.slowest = max(tally.slowest, per)
    if per > SECONDS_PER_10_KB:
        tally.slow.append((per, repr(data[:300])))


def with_hypothesis(count: int, number: int) -> Tally:
    """Run a share of the inputs, drawn by hypothesis.

    Parameters
    ----------
    count
        Inputs to draw [count].
    number
        Seed.
    """
    tally = Tally()
    attempt(seeds()[-1].encode(), Tally())  # what loads once is not counted
    large = max(1, count // 500)
    plans: list[tuple[int, st.SearchStrategy[bytes]]] = [
        (large, st.integers(0, 2**48).map(lambda n: make(n, large=True).encode())),
        (count // 10, st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))),
        (count // 10, st.binary(max_size=400)),
        (
            count // 20,
            st.text(max_size=200).map(lambda t: f"<html>{t}".encode(errors="replace")),
        ),
    ]
    rest = count - sum(n for n, _ in plans)
    plans.append((rest, st.integers(0, 2**48).map(lambda n: make(n).encode())))
    for many, strategy in plans:

        @seed(number)
        @settings(
            max_examples=max(many, 1),
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def run(data: bytes) -> None:
            attempt(data, tally)

        run()
    return tally


def with_atheris(count: int, number: int) -> None:
    """Run under atheris, which looks for inputs that reach new code.

    Parameters
    ----------
    count
        Inputs to try [count].
    number
        Seed.
    """
    import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415 - optional

    tally = Tally()
    attempt(seeds()[-1].encode(), Tally())

    for name, module in list(sys.modules.items()):
        if name.startswith("detente.reading"):
            for function in list(vars(module).values()):
                if isinstance(function, FunctionType) and function.__module__ == name:
                    with contextlib.suppress(AttributeError, ValueError):
                        atheris.instrument_func(function)

    def one(data: bytes) -> None:
        attempt(SENTENCES[0].encode() + b"\n\n" + data, tally)
        if tally.inputs >= count:
            report(tally, time.perf_counter() - start, as_json=False)
            sys.stdout.flush()
            os._exit(1 if tally.broken or tally.slow else 0)  # the fuzzer takes an exit for a crash

    start = time.perf_counter()
    atheris.Setup([sys.argv[0], f"-seed={number}", "-max_len=400", "-verbosity=0"], one)
    atheris.Fuzz()


def report(tally: Tally, seconds: float, *, as_json: bool) -> None:
    """Print what a run saw.

    Parameters
    ----------
    tally
        The counts.
    seconds
        How long it took [s].
    as_json
        As JSON.
    """
    if as_json:
        print(
            json.dumps(
                {
                    "inputs": tally.inputs,
                    "read": tally.read,
                    "refused": tally.refused,
                    "broken": tally.broken,
                    "slow": sorted(tally.slow, reverse=True),
                    "slowest_s_per_10kB": round(tally.slowest, 3),
                    "seconds": round(seconds, 1),
                },
                ensure_ascii=False,
                indent=1,
            )
        )
        return
    print(
        f"{tally.inputs} inputs in {seconds:.0f} s: {tally.read} read, {tally.refused} refused, "
        f"{len(tally.broken)} broken, {len(tally.slow)} over {SECONDS_PER_10_KB:g} s per 10 kB "
        f"(slowest {tally.slowest:.2f} s)"
    )
    for words in tally.broken[:20]:
        print("BROKEN", words)
    for per, words in sorted(tally.slow, reverse=True)[:20]:
        print(f"SLOW {per:.2f} s", words)


def main() -> None:
    """Run as many inputs as asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", choices=["hypothesis", "atheris"], default="hypothesis")
    parser.add_argument("--json", action="store_true")
    given_ = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where it runs unattended
    start = time.perf_counter()
    if given_.engine == "atheris":
        with_atheris(given_.count, given_.seed)
        return
    total = Tally()
    shares = max(1, given_.count // 1000)
    run: Callable[[int, int], Tally] = with_hypothesis
    with futures.ProcessPoolExecutor(given_.workers) as pool:
        work = [pool.submit(run, given_.count // shares, given_.seed + at) for at in range(shares)]
        try:
            for done in futures.as_completed(work):
                total.add(done.result())
                words = f"{len(total.broken)} broken, {len(total.slow)} slow"
                print(f"\r{total.inputs} inputs, {words}", end="", file=sys.stderr, flush=True)
        except KeyboardInterrupt:  # what was seen so far is told
            pool.shutdown(wait=False, cancel_futures=True)
    print(file=sys.stderr)
    report(total, time.perf_counter() - start, as_json=given_.json)
    if total.broken or total.slow:
        sys.exit(1)


if __name__ == "__main__":
    main()
