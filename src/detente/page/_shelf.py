"""The shelf: what waits, runs and was made, on disk, so that a restart of the page loses nothing.

One file a job, readable by its owner alone. What a job was asked for (its article) stays only until
it has ended; a brief holds the passages that it rests on.
"""

import contextlib
import json
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from detente._errors import DetenteError
from detente._files import whole
from detente._version import __version__

__all__ = ["Shelf", "own_folder"]

_log = logging.getLogger("detente.page")

FORMAT = "detente.job/1"
LOCK = "in-use"


def own_folder(name: str) -> Path:
    """Folder of this user for what a program keeps between its runs.

    Notes
    -----
    ``DETENTE_STATE`` if it is set; else ``XDG_STATE_HOME`` or what stands for it on the system.
    """
    own = os.environ.get("DETENTE_STATE")
    if own:
        return Path(own) / name
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home())
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return base / "detente" / name


class Shelf:
    """Jobs in a folder, for one page at a time.

    Raises
    ------
    DetenteError
        If the folder cannot be made or written to, or another page uses it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock: IO[str] = (folder / LOCK).open("a", encoding="utf-8")
        except OSError as error:
            raise DetenteError(
                f"--keep {folder}: cannot be written ({error.strerror}); give another folder, or "
                "--forget to keep nothing"
            ) from None
        if not _locked(self._lock):
            self._lock.close()
            raise DetenteError(
                f"--keep {folder}: another page uses this folder; give another, or --forget"
            )

    def put(self, job: str, record: Mapping[str, Any]) -> None:
        """Write a job, whole or not at all; a full disk is logged and stops nobody.

        Parameters
        ----------
        job
            Its id.
        record
            What there is to say of it, as of JSON.
        """
        told = {"format": FORMAT, "version": __version__, "job": job, **record}
        try:
            with whole(self.folder / f"{job}.json") as beside:
                descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as out:
                    json.dump(told, out)
                    out.flush()
                    os.fsync(out.fileno())
        except DetenteError as error:
            _log.warning("a job is not kept over a restart: %s", error)

    def drop(self, job: str) -> None:
        """Forget a job."""
        with contextlib.suppress(OSError):
            (self.folder / f"{job}.json").unlink(missing_ok=True)

    def jobs(self) -> list[dict[str, Any]]:
        """All that is there, in the order in which it was asked for; broken files are left out."""
        found = []
        for place in self.folder.glob("*.json"):
            try:
                record = json.loads(place.read_text(encoding="utf-8"))
                whole_one = (record["format"], record["job"]) == (FORMAT, place.stem)
                _ = record["order"] + 0, record["state"], record["name"]
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                _log.warning("%s holds no job and is left alone", place)
                continue
            if whole_one:
                found.append(record)
        return sorted(found, key=lambda record: record["order"])

    def close(self) -> None:
        """Let another page use the folder."""
        self._lock.close()


def _locked(handle: IO[str]) -> bool:
    """Take a lock that ends with the process, where the system has one."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
