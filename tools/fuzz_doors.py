"""Mutate inputs of every door and count what is no clean answer.

    python tools/fuzz_doors.py [--count 1000] [--seed 0] [--door NAME ...]

A clean answer is a result or an error of détente's own tree in one line. Everything else is a
fault: another exception, a line break in a message, or more than ``--seconds`` for one input. Each
fault is printed with the seed of its input, and the exit code is 1.
"""

import argparse
import io
import random
import signal
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from detente._errors import DetenteError
from faults.files import icio, pdf_of

PAGE = """<html lang=en-US><head><title>Ban</title><meta property="article:published_time"
content="2025-06-09T20:00:00Z"><script type="application/ld+json">{"@type":"NewsArticle",
"datePublished":"2025-06-09"}</script></head><body><article><h1>China curbs gallium</h1>
<p>BEIJING, June 9, 2025 - China said on Monday it would suspend its export controls on gallium for
90 days if Washington lifts its curbs on chip design software.<sup>4</sup></p><ul><li>Not on
magnets</li><li>10/09/2025</li></ul><table><tr><td>1</td></tr></table></article></body></html>"""
TOML = """schema = "detente.standoff/1"
name = "test"
on = 2025-06-10
[[parties]]
party = "USA"
[[parties]]
party = "CHN"
[[controls]]
control = "CN-2025-18"
imposer = "CHN"
target = "USA"
goods = ["ndfeb-magnet"]
effective = 2025-04-04
"""
WORDS = (
    b"NaN", b"inf", b"-1", b"0", b"", b"1e999", b"\xff\xfe", b"\x00", b'"', b",", b"\n", b"\r",
    b"9" * 5000, b"[", b"{" * 300, b"NA", b"\xef\xbb\xbf", b"2025-13-40", b"=", b"<", b">", b"&#0;",
    b"A" * 140_000, "−5".encode(), b"%PDF-", b"PK\x03\x04",
)  # fmt: skip


def mutate(data: bytes, draw: random.Random) -> bytes:
    """Change a few places: bytes, words, lines, the length."""
    made = bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 4, 12))):
        at = draw.randrange(len(made) + 1)
        end = min(len(made), at + draw.choice((0, 1, 4, 40)))
        match draw.randrange(6):
            case 0:
                made[at:end] = draw.choice(WORDS)
            case 1:
                made[at:end] = bytes(draw.randrange(256) for _ in range(end - at))
            case 2:
                del made[at:end]
            case 3:
                made[at:at] = made[at : at + draw.choice((1, 30, 300))]
            case 4:
                lines = bytes(made).split(b"\n")
                draw.shuffle(lines)
                made = bytearray(b"\n".join(lines))
            case _:
                made = made[: draw.randrange(len(made) + 1)]
    return bytes(made)


def _pdf() -> bytes:
    """A small PDF of one page."""
    words = b"China suspended its gallium controls on 9 June 2025."
    return pdf_of(b"BT /F1 12 Tf 72 720 Td (%b) Tj ET" % words)


def _zip(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2022_SML.csv", data)
    return buffer.getvalue()


def _parquet() -> bytes:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    buffer = io.BytesIO()
    firms = pa.array(["007", "7", "03"]).dictionary_encode()
    pq.write_table(pa.table({"firm": firms, "sector": firms, "output": [1, 2, 3]}), buffer)
    return buffer.getvalue()


def _prices() -> bytes:
    rows = [
        f"2024-{1 + at // 28:02}-{1 + at % 28:02},{100 + at % 7},{50 + at % 5},{at}"
        for at in range(168)
    ]
    return ("Date,A,B,Volume\n" + "\n".join(rows) + "\n").encode()


def _bytes_door(data: bytes, _folder: Path) -> None:
    from detente.reading.source.input import source_of_bytes  # noqa: PLC0415

    source_of_bytes(data, "input")


def _toml_door(data: bytes, folder: Path) -> None:
    from detente.controls import Standoff  # noqa: PLC0415

    place = folder / "s.toml"
    place.write_bytes(data)
    Standoff.from_toml(place)


def _json_door(data: bytes, _folder: Path) -> None:
    from detente.controls import Standoff  # noqa: PLC0415

    Standoff.from_json_text(data.decode("utf-8", "replace"))


def _network_door(suffix: str) -> Callable[[bytes, Path], None]:
    def door(data: bytes, folder: Path) -> None:
        from detente.impact.firms import read_network  # noqa: PLC0415

        edges, firms = folder / "e.csv", folder / f"f.{suffix}"
        edges.write_text("supplier,buyer,value\n007,7,4\n7,03,2\n")
        firms.write_bytes(data)
        read_network(edges, firms)

    return door


def _edges_door(data: bytes, folder: Path) -> None:
    from detente.impact.firms import read_network  # noqa: PLC0415

    edges, firms = folder / "e.csv", folder / "f.csv"
    firms.write_text("firm,sector\n007,01\n7,1\n03,02\n")
    edges.write_bytes(data)
    read_network(edges, firms)


def _world_door(suffix: str) -> Callable[[bytes, Path], None]:
    def door(data: bytes, folder: Path) -> None:
        from detente.world import open_world  # noqa: PLC0415

        place = folder / f"2022_SML.{suffix}"
        place.write_bytes(data)
        open_world(place)

    return door


def _prices_door(data: bytes, folder: Path) -> None:
    import datetime as dt  # noqa: PLC0415

    from detente.impact.market import Window, market_check, read_prices  # noqa: PLC0415

    place = folder / "p.csv"
    place.write_bytes(data)
    event = (dt.date(2024, 5, 2),) * 2
    window = Window(estimation=30, gap=2, permutations=99, placebos=5)
    market_check(read_prices([place]), [event], window=window).to_payload()


def _table_door(data: bytes, folder: Path) -> None:
    from detente.facts._tables import read_table  # noqa: PLC0415

    (folder / "regions.csv").write_bytes(data)
    read_table(folder, "regions")


NETWORK = b"firm,sector,output,country\n007,01,10,NA\n7,1,20,USA\n03,02,30,CHN\n"
EDGES = b"supplier,buyer,value\n007,7,4\n7,03,2\n03,007,1e2\n"
DOORS: dict[str, tuple[Callable[[], bytes], Callable[[bytes, Path], None]]] = {
    "pages": (PAGE.encode, _bytes_door),
    "pdf": (_pdf, _bytes_door),
    "toml": (TOML.encode, _toml_door),
    "json": (
        lambda: b'{"name": "x", "on": "2025-06-10", "parties": [{"party": "USA"}]}',
        _json_door,
    ),
    "csv": (lambda: NETWORK, _network_door("csv")),
    "networks": (lambda: EDGES, _edges_door),
    "parquet": (_parquet, _network_door("parquet")),
    "icio": (icio, _world_door("csv")),
    "zip": (lambda: _zip(icio()), _world_door("zip")),
    "prices": (_prices, _prices_door),
    "facts": (lambda: b"code,name,members\nUSA,United States,USA\n", _table_door),
}


class TooSlowError(Exception):
    """An input took longer than it may."""


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlowError


def faults(door: str, count: int, seed: int, seconds: float) -> Iterator[tuple[int, str]]:
    """Seed and words of each fault among the mutated inputs of a door.

    Parameters
    ----------
    door
        A name of `DOORS`.
    count
        How many inputs.
    seed
        Of the first input; the others follow.
    seconds
        Longest time for one [s].
    """
    make, enter = DOORS[door]
    original = make()
    signal.signal(signal.SIGALRM, _too_slow)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for number in range(seed, seed + count):
            data = mutate(original, random.Random(f"{door} {number}"))
            signal.setitimer(signal.ITIMER_REAL, seconds)
            try:
                enter(data, folder)
            except DetenteError as error:
                words = str(error)
                if "\n" in words or len(words) > 2000:
                    yield number, f"message of {len(words)} characters: {words[:200]!r}"
            except TooSlowError:
                yield number, f"took longer than {seconds} s"
            except Exception:  # noqa: BLE001 - that is what is looked for
                yield number, traceback.format_exc(limit=-3)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)


def main(words: list[str] | None = None) -> int:
    """Run, print, and say by the exit code whether all was clean."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--door", action="append", choices=sorted(DOORS))
    asked: Any = parser.parse_args(words)
    warnings.simplefilter("error")
    bad = 0
    for door in asked.door or DOORS:
        began = time.monotonic()
        found = 0
        for number, said in faults(door, asked.count, asked.seed, asked.seconds):
            found += 1
            sys.stdout.write(f"{door} {number}: {said}\n")
        bad += found
        took = time.monotonic() - began
        sys.stdout.write(f"{door}: {asked.count} inputs, {found} faults, {took:.0f} s\n")
        sys.stdout.flush()
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
