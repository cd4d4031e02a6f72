"""Read a folder of articles: all cores, flat memory, going on after any interruption."""

import errno
import hashlib
import json
import multiprocessing
import os
import re
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from detente._deaf import deaf
from detente._errors import DetenteError, ReadingError
from detente._files import whole
from detente._plain_script import apart_from_script
from detente._version import __version__
from detente.reading._read import given_day, read
from detente.reading._records import Reading
from detente.reading.source.file_days import day_in_name

__all__ = ["FolderReport", "Unread", "is_article", "read_folder"]

SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf"})
_BATCH = 16
_AHEAD = 4
"""Batches of work that wait for each process [count]."""
_MANIFEST = "readings.json"
_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
_UNREAD = "unread.jsonl"
_GIVE_ON = "pass --on YYYY-MM-DD"
_GIVE_DAYS = (
    "put it in the file's name (2026-01-15_x.txt), pass --on YYYY-MM-DD, or --on with a CSV of "
    "file and date"
)

Render = Callable[[Reading, str], str]
Progress = Callable[[int, int], None]


class Unread(NamedTuple):
    """A file that could not be read, and why, in one line."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderReport:
    """What became of a folder's files."""

    read: int
    """Articles read in this run [count]."""
    kept: int
    """Articles whose reading was there already [count]."""
    unread: tuple[Unread, ...]
    """Files that could not be read."""

    def to_dict(self) -> dict[str, Any]:
        """Return ``detente.readings/1``, ready for JSON."""
        return {
            "schema": "detente.readings/1",
            "read": self.read,
            "kept": self.kept,
            "unread": [row._asdict() for row in self.unread],
        }


class _Job(NamedTuple):
    """What every process needs to know."""

    folder: str
    out: str
    on: str | None
    render: Render | None
    days: Mapping[str, date]


def read_folder(
    folder: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    on: str | None = None,
    days: Mapping[str, date] | None = None,
    workers: int | None = None,
    render: Render | None = None,
    progress: Progress | None = None,
) -> FolderReport:
    """Read every article of a folder and its sub-folders.

    Parameters
    ----------
    folder
        Text, HTML and PDF files; hidden ones and other suffixes are left alone.
    out
        Folder for the readings: one JSON file for each article, under the article's own name and
        ``.json``; what could not be read is listed in ``unread.jsonl``.
    on
        Day of publication of articles that do not give their own, nor have it in their file's name
        (``2026-01-15_x.txt``) [YYYY-MM-DD].
    days
        Days of publication of articles that do not give their own, by name in the folder; they
        stand before the day in a file's name.
    workers
        Processes; as many as the machine has cores if not given [count].
    render
        Makes a page of a reading and its name, written beside the JSON as ``.html``; a function
        of a module, such as :func:`detente.brief.render_reading`.
    progress
        Called with how many files are done, and how many there are.

    Returns
    -------
    FolderReport
        Counts, and the files that could not be read with the reason.

    Raises
    ------
    ReadingError
        If there is no such folder or no article in it, or ``out`` holds readings that were made
        with other settings.

    Notes
    -----
    Each file is written whole or not at all, so a run that was killed at any moment goes on where
    it stood: a reading is kept if it was made from the same bytes. The same files give the same
    output with any number of processes. Files are taken as they come, a few at a time, so memory
    does not grow with the folder.
    """
    source, place = Path(folder), Path(out)
    if not source.is_dir():
        raise ReadingError(f"{source}: there is no such folder")
    given_day(on)
    names = sorted(_names(source, place))
    if not names:
        raise ReadingError(
            f"{source}: there is no article in this folder ({', '.join(sorted(SUFFIXES))})"
        )
    days = dict(days or {})
    strange = next((name for name in days if name not in set(names)), None)
    if strange is not None:
        raise ReadingError(f"{strange}: has a date and is no article of {source}; mend its name")
    _prepare(place, on, days, html=render is not None)
    job = _Job(str(source), str(place), on, render, days)
    count = min(workers or os.cpu_count() or 1, len(names))
    read_now = kept = 0
    unread: list[Unread] = []
    for done, (name, state, reason) in enumerate(_results(job, names, count), 1):
        read_now += state == "read"
        kept += state == "kept"
        if state == "unread":
            unread.append(Unread(name, reason))
        if progress is not None:
            progress(done, len(names))
    with whole(place / _UNREAD) as beside:
        lines = [json.dumps(row._asdict(), ensure_ascii=False) + "\n" for row in unread]
        beside.write_text("".join(lines), encoding="utf-8", newline="\n")
    return FolderReport(read=read_now, kept=kept, unread=tuple(unread))


def is_article(name: str) -> bool:
    """Whether a file is one of those that are read, by its name: of a known kind and not hidden.

    Examples
    --------
    >>> is_article("a.TXT"), is_article(".a.txt"), is_article("a.csv")
    (True, False, False)
    """
    return not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES


def _names(source: Path, place: Path) -> Iterator[str]:
    """Names of the articles, relative to the folder."""
    avoided = place.resolve()
    for here, folders, files in os.walk(source):
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and (Path(here) / name).resolve() != avoided
        ]
        for name in files:
            if is_article(name):
                yield (Path(here) / name).relative_to(source).as_posix()


def _prepare(place: Path, on: str | None, days: Mapping[str, date], *, html: bool) -> None:
    """Make the folder for the readings, or see that it was made with the same settings."""
    settings: dict[str, Any] = {
        "schema": "detente.readings/1",
        "version": __version__,
        "on": on,
        "html": html,
    }
    if days:
        settings["days"] = {name: day.isoformat() for name, day in sorted(days.items())}
    try:
        place.mkdir(parents=True, exist_ok=True)
        manifest = place / _MANIFEST
        if manifest.exists():
            if json.loads(manifest.read_text(encoding="utf-8")) != settings:
                raise ReadingError(
                    f"{place}: holds readings made with other settings or another version of "
                    "détente; name another folder"
                )
            return
        if any(place.iterdir()):
            raise ReadingError(f"{place}: this folder is not empty; name a new one")
    except ValueError:
        raise ReadingError(f"{place / _MANIFEST}: is damaged; name another folder") from None
    except OSError as error:
        raise ReadingError(f"cannot write to {place}: {error.strerror}") from None
    with whole(manifest) as beside:
        beside.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def _results(job: _Job, names: Iterable[str], count: int) -> Iterator[tuple[str, str, str]]:
    """What became of each file, in order."""
    if count == 1:
        for name in names:
            yield _one(job, name)
        return
    rest = iter(names)
    batches = iter(lambda: tuple(islice(rest, _BATCH)), ())
    with (
        apart_from_script(),
        ProcessPoolExecutor(
            count, mp_context=multiprocessing.get_context("spawn"), initializer=_follow_parent
        ) as pool,
    ):
        waiting: deque[Future[list[tuple[str, str, str]]]] = deque()
        try:
            with deaf():
                for batch in islice(batches, count * _AHEAD):
                    waiting.append(pool.submit(_several, job, batch))
            while waiting:
                yield from waiting.popleft().result()
                for batch in islice(batches, 1):
                    waiting.append(pool.submit(_several, job, batch))
        except BrokenProcessPool:
            raise ReadingError(
                "a process that reads articles was ended from outside (out of memory?); run the "
                "same command again and it goes on, with fewer --workers if need be"
            ) from None
        finally:
            for future in waiting:
                future.cancel()


def _follow_parent() -> None:
    """End when the parent does, however it ends; the parser keeps to one core by itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    parent = multiprocessing.parent_process()
    if parent is not None:

        def wait() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()


def _several(job: _Job, names: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [_one(job, name) for name in names]


def _one(job: _Job, name: str) -> tuple[str, str, str]:
    """Read one file unless its reading is there; nothing that is wrong with it stops the rest."""
    path = Path(job.folder) / name
    target = Path(job.out) / f"{name}.json"
    page = Path(job.out) / f"{name}.html"
    try:
        if _is_done(path, target) and (job.render is None or page.exists()):
            return name, "kept", ""
        reading = read(path, on=job.days.get(name) or day_in_name(name) or job.on)
        named = reading.document.model_copy(update={"name": name})
        reading = reading.model_copy(update={"document": named})
        target.parent.mkdir(parents=True, exist_ok=True)
        if job.render is not None:
            with whole(page) as beside:
                beside.write_text(job.render(reading, name), encoding="utf-8", newline="\n")
        with whole(target) as beside:
            beside.write_text(reading.to_json() + "\n", encoding="utf-8", newline="\n")
    except DetenteError as error:
        if _of_the_disk(error.__cause__):
            raise
        words = " ".join(str(error).split())
        return name, "unread", words.replace(_GIVE_ON, _GIVE_DAYS)
    except OSError as error:
        if _of_the_disk(error):
            raise ReadingError(f"cannot write to {job.out}: {error.strerror}; make room") from None
        return name, "unread", f"{name}: {error.strerror or error}"
    except (Exception, RecursionError) as error:  # noqa: BLE001 - the other files go on
        what = " ".join(str(error).split())[:200]
        return name, "unread", f"{name}: a fault in the reader ({type(error).__name__}: {what})"
    return name, "read", ""


def _of_the_disk(error: BaseException | None) -> bool:
    """Whether an error will meet every other file too."""
    return isinstance(error, OSError) and error.errno in _OF_THE_DISK


def _is_done(path: Path, target: Path) -> bool:
    """Whether a reading is there, whole, and made from the same bytes."""
    try:
        saved = target.read_bytes()
        with path.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()
    except OSError:
        return False
    found = re.search(rb'"sha256": "([0-9a-f]{64})"', saved[:400])
    return found is not None and found[1] == digest.encode() and saved.endswith(b"}\n")
