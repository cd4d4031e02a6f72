"""Variants of every kind of fault, drawn with a seed: how many come out right.

usage: python tools/score_faults.py [--seed N] [--count N] [--kind K ...] [--out table.json]
       python tools/score_faults.py --against earlier.json --out now.json

Runs on the détente that is on PYTHONPATH, so that two checkouts stand side by side. A variant that
ends in anything but what it should, an error included, counts as wrong.
"""

import argparse
import json
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

from faults import Variant
from faults.files import FILES
from faults.texts import TEXTS
from faults.work import WORK

KINDS: dict[int, tuple[str, Variant]] = dict(sorted({**TEXTS, **FILES, **WORK}.items()))


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def score(kind: int, count: int, seed: int, seconds: float) -> tuple[int, list[str]]:
    """How many variants of a kind are right, and what became of the others.

    Parameters
    ----------
    kind
        A number of `KINDS`.
    count
        How many are drawn.
    seed
        Of the draws.
    seconds
        Longest time for one [s].
    """
    right, wrong = 0, []
    variant = KINDS[kind][1]
    for number in range(count):
        signal.setitimer(signal.ITIMER_REAL, seconds)
        with tempfile.TemporaryDirectory() as place:
            try:
                good = variant(random.Random(f"{seed} {kind} {number}"), Path(place))
                words = "not as it should be"
            except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is wrong
                good, words = False, f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        right += good
        if not good:
            wrong.append(f"{number}: {words}")
    return right, wrong


def main() -> int:
    """Draw, run, print; 1 if any variant is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--kind", type=int, action="append", choices=sorted(KINDS))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--against", type=Path)
    asked = parser.parse_args()
    signal.signal(signal.SIGALRM, _too_slow)
    before = json.loads(asked.against.read_text()) if asked.against else {}
    found: dict[str, list[int]] = {}
    faulty = False
    for kind in asked.kind or KINDS:
        began = time.monotonic()
        right, wrong = score(kind, asked.count, asked.seed, asked.seconds)
        faulty |= bool(wrong)
        found[str(kind)] = [right, asked.count]
        was = before.get(str(kind))
        earlier = f"{was[0]:3} of {was[1]} -> " if was else ""
        took = time.monotonic() - began
        sys.stdout.write(
            f"{kind:2}  {KINDS[kind][0]:46} {earlier}{right:3} of {asked.count}  {took:.0f} s\n"
        )
        for words in wrong:
            sys.stdout.write(f"      {words}\n")
        sys.stdout.flush()
        if asked.out:
            asked.out.write_text(json.dumps(found), encoding="utf-8")
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main())
