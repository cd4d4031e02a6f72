"""``detente standoff``: the standoff of an article as a file to edit, and its review."""

import csv
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente._errors import DetenteError
from detente.cli._common import on_date, print_json, standoff_of, take, writable

if TYPE_CHECKING:
    from detente.reading import Candidate

__all__ = ["standoff"]


def standoff(
    source: str | None = None,
    /,
    *,
    on: str | None = None,
    out: Path | None = None,
    accept: list[str] | None = None,
    reject: list[str] | None = None,
    review: bool = False,
    labels: Path | None = None,
    json: bool = False,
) -> None:
    """Write the standoff that an article describes as TOML, ready to edit.

    Parameters
    ----------
    source
        Article, or a standoff TOML to check; the packaged example if not given.
    on
        Day as of which controls are looked up, YYYY-MM-DD.
    out
        File to write; standard output if not given.
    accept
        Put a row of the register, by its id, or a proposal, by its number, on the table; may be
        repeated.
    reject
        Strike out a row that was linked, by its id; may be repeated.
    review
        List the rows that the article may mean, best first, with passage, confidence, state and
        dates, and the controls that are in no register. At a terminal it asks what to tick, and
        then writes the standoff; else it only lists.
    labels
        CSV file to which the review is added as a labelled example.
    json
        Print JSON instead.
    """
    ticks, struck = list(accept or ()), list(reject or ())
    if labels is not None:
        writable(labels, ".csv")
    if (review or labels is not None) and source is not None and source.endswith(".toml"):
        raise DetenteError(f"{source}: a standoff is reviewed from its article, not from TOML")
    if review:
        asked = _review(source, on, ticks, struck, json=json)
        if labels is not None:
            _label(source, on, ticks, struck, labels)
        if not asked:
            return
    elif labels is not None:
        _label(source, on, ticks, struck, labels)
    case = standoff_of(source, on, accept=ticks, reject=struck)
    if json:
        print_json(case.model_dump(mode="json"))
    elif out is not None:
        case.save_toml(out)
    else:
        sys.stdout.write(case.to_toml())


def _review(
    source: str | None, on: str | None, accept: list[str], reject: list[str], *, json: bool
) -> bool:
    """List the candidates; at a terminal ask for ticks, and return whether it did."""
    from detente.reading import review

    reading, name = take(source, on)
    lines, _ = review(reading, on_date(on), accept=accept, reject=reject, name=name)
    if json:
        print_json([dataclasses.asdict(line) for line in lines])
        return False
    _show(lines)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    known = {line.id for line in lines}
    accept += _ask("tick", known)
    reject += _ask("strike out", known)
    return True


def _show(lines: Sequence["Candidate"]) -> None:
    if not lines:
        sys.stdout.write(
            "no row of the register fits: the article names no government that imposes one, or "
            "nothing that one is on (a bare notice: write the country beside the issuing body)\n"
        )
    for line in lines:
        mark = "x" if line.ticked else " "
        score = "" if line.score is None else f"{line.score:.1f} {line.band}, "
        sys.stdout.write(f"[{mark}] {line.id}  {line.name}\n")
        sys.stdout.write(f"      {score}{line.role}, {line.status}  {line.dates}\n")
        if line.passage:
            sys.stdout.write(f"      “{line.passage}”\n")


def _ask(what: str, known: set[str]) -> list[str]:
    """Ask for ids; none of them is one that was not listed."""
    answer = input(f"{what} (ids, blank for none): ").replace(",", " ").split()
    strange = [name for name in answer if name not in known]
    if strange:
        raise DetenteError(f"{strange[0]}: not listed above; give ids as they stand there")
    return answer


def _label(
    source: str | None, on: str | None, accept: list[str], reject: list[str], path: Path
) -> None:
    """Add the review to a file of labelled examples; an earlier one of the same article goes."""
    from detente._files import whole
    from detente.reading import review

    reading, name = take(source, on)
    _, row = review(reading, on_date(on), accept=accept, reject=reject, name=name)
    rows = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            rows = [dict(old) for old in csv.DictReader(file)]
    rows = [old for old in rows if old.get("article") != row["article"]] + [row]
    with whole(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(row), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
