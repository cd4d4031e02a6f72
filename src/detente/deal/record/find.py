"""The record of deals: what is found in it, and a user's own rows beside it."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pydantic

from detente._errors import DealError
from detente.facts import BargainRow, Facts, TalksRow

__all__ = ["bargain_line", "find_bargains", "find_talks", "with_own_bargains"]

_MAY_LACK = {
    "ends": "",
    "monitored": "no",
    "snapback": "no",
    "talks_from": "",
    "first_breach": "",
    "breach_low": "",
    "breach_high": "",
    "broken_by": "",
    "breach": "",
    "easings_end": "",
    "end_how": "",
    "easings_seen": "",
    "renewed": "",
    "batch": "second",
    "grade": "memory",
    "sources": "",
}


def with_own_bargains(facts: Facts, path: Path) -> Facts:
    """Return the facts with a user's bargains beside those of the record.

    Parameters
    ----------
    facts
        The tables.
    path
        CSV with the columns of ``bargains.csv``; those on outcome, watch and source may be left
        out. A row whose id the record has stands in its place.

    Raises
    ------
    DealError
        If the file cannot be read, or a cell is wrong: one line with file, row and field.
    """
    records = _read(path)
    own: dict[str, BargainRow] = {}
    for line, record in records:
        if None in record or None in record.values():
            raise DealError(f"{path}: row {line} has not as many cells as the header")
        cells = {name.strip(): cell.strip() for name, cell in record.items()}
        try:
            row = BargainRow.model_validate({**_MAY_LACK, **cells, "file": path.name, "line": line})
        except pydantic.ValidationError as error:
            fault = error.errors()[0]
            said = fault["msg"].removeprefix("Value error, ")
            raise DealError(f"{path}: row {line}, field {fault['loc'][0]}: {said}") from None
        if row.id in own:
            raise DealError(f"{path}: row {line}: {row.id} comes twice; keep one")
        own[row.id] = row
    kept = [row for row in facts.bargains if row.id not in own]
    return facts.with_rows(bargains=(*kept, *own.values()))


def find_bargains(
    facts: Facts, word: str | None = None, *, party: str | None = None
) -> tuple[BargainRow, ...]:
    """Return bargains by a word in their id, name, parties or terms, the latest first.

    Parameters
    ----------
    facts
        The tables.
    word
        Any part of a word, in either case; all if not given.
    party
        Only those that it struck.
    """
    terms: dict[str, list[str]] = {}
    for term in facts.bargain_terms:
        terms.setdefault(term.bargain, []).extend([term.words, term.control, term.kind])
    found = [
        row
        for row in facts.bargains
        if (party is None or party in row.parties)
        and _says(word, [row.id, row.name, row.breach, *row.parties, *terms.get(row.id, [])])
    ]
    return tuple(sorted(found, key=lambda row: row.date, reverse=True))


def find_talks(
    facts: Facts, word: str | None = None, *, party: str | None = None
) -> tuple[TalksRow, ...]:
    """Return talks that failed by a word in their id, name, parties or end, the latest first."""
    found = [
        row
        for row in facts.talks
        if (party is None or party in row.parties)
        and _says(word, [row.id, row.name, row.why, *row.parties])
    ]
    return tuple(sorted(found, key=lambda row: row.ended, reverse=True))


def bargain_line(row: BargainRow, facts: Facts) -> dict[str, Any]:
    """Return one bargain with its terms and sources for JSON."""
    sources = {one.id: one for one in facts.sources}
    cells = row.model_dump(mode="json", exclude={"file", "line", "sources"})
    return {
        **cells,
        "terms": [
            {"party": t.party, "kind": t.kind, "control": t.control or None, "words": t.words}
            for t in facts.bargain_terms
            if t.bargain == row.id
        ],
        "sources": [
            {"id": name, "title": sources[name].title, "url": sources[name].url}
            if name in sources
            else {"id": name, "title": name, "url": ""}
            for name in row.sources
        ],
    }


def _says(word: str | None, texts: Iterable[str]) -> bool:
    return word is None or any(word.casefold() in text.casefold() for text in texts)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _read(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Rows of a user's file with their lines, once its header is right."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            records = [(reader.line_num, record) for record in reader]
            header = [name.strip() for name in reader.fieldnames or ()]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DealError(f"{path}: {reason}; give a CSV in UTF-8") from error
    columns = BargainRow.columns()
    for name in header:
        if name not in columns:
            raise DealError(
                f"{path}: the column {name!r} is not known; it may have {_list(columns)}"
            )
    for name in columns:
        if name not in header and name not in _MAY_LACK:
            raise DealError(
                f"{path}: no column {name}; it needs {_list(set(columns) - set(_MAY_LACK))}"
            )
    if not records:
        raise DealError(f"{path}: no rows; give at least one bargain")
    return records
