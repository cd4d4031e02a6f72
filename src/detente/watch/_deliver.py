"""Hand alerts on: lines of JSON, a feed file, a command; each at least once."""

import json
import shlex
import subprocess
import sys
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO
from xml.etree import ElementTree as ET

from sqlalchemy import select

from detente._errors import DetenteError
from detente._files import whole
from detente.casebook import Casebook
from detente.casebook.schema import alerts, cases
from detente.watch._alerts import swap

__all__ = ["deliver", "recent_alerts", "write_feed"]

ATOM = "http://www.w3.org/2005/Atom"
IN_FEED = 100
"""Alerts that a feed file holds [count]."""
COMMAND_SECONDS = 60
_MARK = "delivered:"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    id: int
    line: dict[str, Any]


def recent_alerts(book: Casebook, *, limit: int = IN_FEED) -> list[dict[str, Any]]:
    """The newest alerts, newest first, ready for JSON."""
    return [row.line for row in _rows(book, limit=limit)]


def deliver(
    book: Casebook, *, out: TextIO | None, lines: Path | None = None, command: str | None = None
) -> int:
    """Hand on the alerts that were not handed on yet.

    Parameters
    ----------
    book
        The casebook, which remembers what was handed on to whom.
    out
        Stream for one line of JSON each.
    lines
        File to which the same lines are added.
    command
        Words of a command that is run once for each, with its JSON on standard input.

    Returns
    -------
    int
        Alerts that went to the file, or to the stream if there is no file [count].

    Notes
    -----
    What was handed on is remembered afterwards, so that a process that is killed in between hands
    an alert on twice rather than never.

    Raises
    ------
    DetenteError
        If the file cannot be written or the command fails; the rest stays for the next time.
    """
    count = 0
    doors: list[tuple[str, Any]] = []
    if lines is not None:
        doors.append((f"lines:{lines.absolute()}", lambda row: _append(lines, row.line)))
    if out is not None:
        doors.append(("stream", lambda row: out.write(_json(row.line) + "\n")))
    if command is not None:
        words = shlex.split(command)
        doors.append((f"command:{command}", lambda row: _run(words, row.line)))
    for at, (name, hand) in enumerate(doors):
        after = _mark(book, name)
        for row in _rows(book, after=after):
            hand(row)
            if name == "stream" and out is not None:
                out.flush()
            with book.store.write() as connection:
                swap(connection, _MARK + name, str(row.id))
            count += at == 0
    return count


def write_feed(book: Casebook, path: Path) -> None:
    """Write the newest alerts as an Atom feed, whole or not at all."""
    ET.register_namespace("", ATOM)
    rows = recent_alerts(book)
    feed = ET.Element(f"{{{ATOM}}}feed")
    place = uuid.uuid5(uuid.NAMESPACE_URL, path.absolute().as_uri())
    _add(feed, "id", place.urn)
    _add(feed, "title", "détente: alerts")
    _add(feed, "updated", rows[0]["added"] if rows else "1970-01-01T00:00:00+00:00")
    for row in rows:
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        name = f"{row['case']}/{row['rule']}/{row['key']}"
        _add(entry, "id", uuid.uuid5(place, name).urn)
        _add(entry, "title", row["words"])
        _add(entry, "updated", row["added"])
        author = ET.SubElement(entry, f"{{{ATOM}}}author")
        _add(author, "name", f"détente, rule {row['rule']}")
        passage = (row["data"].get("passage") or {}).get("text", "")
        _add(entry, "summary", f"Case {row['case']}, {row['day']}. {passage}".strip())
    with whole(path) as beside:
        ET.ElementTree(feed).write(beside, encoding="utf-8", xml_declaration=True)


def _add(parent: ET.Element, tag: str, text: str) -> None:
    plain = "".join(char for char in text if char >= " " or char in "\t\n")
    ET.SubElement(parent, f"{{{ATOM}}}{tag}").text = plain


def _rows(book: Casebook, *, after: int | None = None, limit: int | None = None) -> Sequence[_Row]:
    query = select(alerts, cases.c.name).join_from(alerts, cases, alerts.c.case_id == cases.c.id)
    if after is not None:
        query = query.where(alerts.c.id > after).order_by(alerts.c.id)
    else:
        query = query.order_by(alerts.c.id.desc()).limit(limit)
    with book.store.read() as connection:
        return [
            _Row(
                id=row.id,
                line={
                    "schema": "detente.alert/1",
                    "case": row.name,
                    "rule": row.rule,
                    "key": row.key,
                    "day": row.day.isoformat(),
                    "words": row.words,
                    "data": json.loads(row.data),
                    "added": row.added,
                },
            )
            for row in connection.execute(query)
        ]


def _mark(book: Casebook, name: str) -> int:
    """Number of the last alert that was handed on."""
    with book.store.write() as connection:
        before = swap(connection, _MARK + name, "0")
        if before is not None:
            swap(connection, _MARK + name, before)
    return int(before or 0)


def _json(line: dict[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False)


def _append(path: Path, line: dict[str, Any]) -> None:
    try:
        with path.open("a", encoding="utf-8", newline="\n") as kept:
            kept.write(_json(line) + "\n")
    except OSError as error:
        raise DetenteError(f"cannot write {path}: {error.strerror}") from None


def _run(words: list[str], line: dict[str, Any]) -> None:
    """Run a command with an alert on its standard input."""
    try:
        done = subprocess.run(  # noqa: S603 - the user's own command, without a shell
            words,
            input=(_json(line) + "\n").encode(),
            timeout=COMMAND_SECONDS,
            check=False,
            stdout=sys.stderr.fileno() if hasattr(sys.stderr, "fileno") else subprocess.DEVNULL,
        )
    except (OSError, ValueError) as error:
        raise DetenteError(f"the command {words[0]} cannot be run: {error}") from None
    except subprocess.TimeoutExpired:
        raise DetenteError(
            f"the command {words[0]} took longer than {COMMAND_SECONDS} s; the alert stays for the "
            "next time"
        ) from None
    if done.returncode:
        raise DetenteError(
            f"the command {words[0]} ended with {done.returncode}; the alert stays for the next "
            "time"
        )
