"""The packaged example's brief on this installation, and how far it is from another's.

usage: python tools/same_results.py --out a.json            work it out and keep it
       python tools/same_results.py --against a.json        work it out and compare
       python tools/same_results.py a.json b.json           compare two that were kept

Numbers may differ by `RELATIVE` of the larger one or by `ABSOLUTE`; words, dates and the order of
everything must be the same. What names the installation is left out (`NAMES_IT`). Exit 1 if
anything differs by more.
"""

import argparse
import json
import math
import sys
from collections.abc import Iterator
from importlib import metadata, resources
from pathlib import Path
from typing import Any

RELATIVE = 1e-4
ABSOLUTE = 1e-6
NAMES_IT = ("manifest", "sha256", "made", "versions")
PACKAGES = ("numpy", "scipy", "spacy", "pyarrow", "pydantic", "trafilatura", "htmldate", "pypdf")


def differences(
    one: Any,  # noqa: ANN401 - any JSON value
    other: Any,  # noqa: ANN401
    where: str = "",
) -> Iterator[tuple[str, float]]:
    """Place and size of each difference: of numbers relative to the larger, else infinite.

    Parameters
    ----------
    one, other
        Values as of JSON.
    where
        Place of both.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(one.keys() | other.keys()):
            if name in NAMES_IT:
                continue
            if name not in one or name not in other:
                yield f"{where}.{name}", math.inf
            else:
                yield from differences(one[name], other[name], f"{where}.{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for at, (first, second) in enumerate(zip(one, other, strict=True)):
            yield from differences(first, second, f"{where}[{at}]")
    elif _number(one) and _number(other):
        if one != other:
            away = abs(one - other)
            yield where, 0.0 if away <= ABSOLUTE else away / max(abs(one), abs(other))
    elif one != other:
        yield where, math.inf


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def work_out(draws: int, days: int) -> dict[str, Any]:
    """The brief of the packaged example, and what it was made with.

    Parameters
    ----------
    draws
        Draws of the uncertain inputs.
    days
        Horizon [day].
    """
    import detente as dt  # noqa: PLC0415
    from detente.deal import Rules  # noqa: PLC0415

    place = resources.files("detente") / "examples" / "london-2025-06.txt"
    with resources.as_file(place) as path:
        reading = dt.read(path)
    standoff = dt.standoff(reading)
    impact = dt.simulate(standoff, days=days, draws=draws)
    deals = dt.bargain(standoff, impact=impact, rules=Rules(accept_error=True))
    brief = json.loads(dt.brief(reading, standoff, impact, deals).to_json())
    versions = {name: metadata.version(name) for name in PACKAGES}
    return {
        "versions": {"python": sys.version.split()[0], **versions},
        "reading": json.loads(reading.to_json()),
        "brief": brief,
    }


def say(found: list[tuple[str, float]], versions: list[Any]) -> int:
    """Print what differs; 1 if anything by more than it may.

    Parameters
    ----------
    found
        As of `differences`.
    versions
        Of both sides.
    """
    beyond = [(place, size) for place, size in found if size > RELATIVE]
    largest = max((size for _, size in found), default=0.0)
    for one in versions:
        sys.stdout.write(f"{' '.join(f'{name} {number}' for name, number in one.items())}\n")
    sys.stdout.write(
        f"{len(found)} fields differ, the largest by {largest:.1e}; {len(beyond)} by more than "
        f"{RELATIVE:g}\n"
    )
    for place, size in beyond[:20]:
        sys.stdout.write(f"  {place}: {size:.2g}\n")
    return int(bool(beyond))


def main(words: list[str] | None = None) -> int:
    """Work out, keep, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("kept", nargs="*", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--draws", type=int, default=4)
    parser.add_argument("--days", type=int, default=92)
    asked = parser.parse_args(words)
    if len(asked.kept) not in {0, 2}:
        parser.error("give two results to compare, or none")
    if asked.kept:
        one, other = (json.loads(path.read_text(encoding="utf-8")) for path in asked.kept)
    else:
        one = work_out(asked.draws, asked.days)
        if asked.out is not None:
            asked.out.write_text(json.dumps(one, indent=1), encoding="utf-8")
        if asked.against is None:
            return 0
        other = json.loads(asked.against.read_text(encoding="utf-8"))
    return say(list(differences(one, other)), [one["versions"], other["versions"]])


if __name__ == "__main__":
    sys.exit(main())
