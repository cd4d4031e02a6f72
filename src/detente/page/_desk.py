"""The desk: briefs are made one at a time, a few wait, the last ones are kept."""

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from detente._errors import DetenteError

if TYPE_CHECKING:
    from detente.controls import Standoff

__all__ = ["Desk", "DeskFullError", "Job", "Pages", "State", "StoppedError", "Tell", "Work"]

_log = logging.getLogger("detente.page")

Tell = Callable[[int, int, int], None]
"""Called by work with its stage, and how much of that is done of all; raises to stop it."""


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class DeskFullError(Exception):
    """As many jobs wait as may wait."""


class StoppedError(Exception):
    """Raised inside work when its job was cancelled or ran out of time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What a finished job leaves.

    Parameters
    ----------
    html
        The brief as HTML; empty if it made none.
    json
        The result as JSON.
    onward
        Address that shows it; the brief itself if empty.
    standoff
        The standoff that was worked out; none where a package was.
    """

    html: str = ""
    json: str
    onward: str = ""
    standoff: "Standoff | None" = None


Work = Callable[[Tell], Pages]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it stood when it was asked for.

    Parameters
    ----------
    id
        Unguessable name.
    name
        What it is about, for people.
    state
        Where it stands.
    ahead
        Jobs before it.
    stage, done, total
        What it is doing, and how much of that is done of all.
    stages
        Its stages in words.
    error
        Why it failed, in one line.
    pages
        The result.
    """

    id: str
    name: str
    state: State
    ahead: int = 0
    stage: int = 0
    done: int = 0
    total: int = 0
    stages: tuple[str, ...] = ()
    error: str = ""
    pages: Pages | None = None


class _Entry:
    """A job while it is on the desk."""

    def __init__(self, name: str, work: Work, same: str, stages: tuple[str, ...]) -> None:
        self.id = secrets.token_urlsafe(16)
        self.name, self.work, self.same, self.stages = name, work, same, stages
        self.state = State.WAITING
        self.step = (0, 0, 0)
        self.error = ""
        self.pages: Pages | None = None
        self.deadline = float("inf")


class Desk:
    """One worker, a short queue, and the last results.

    Parameters
    ----------
    waiting
        How many jobs may wait beside the one that runs.
    kept
        How many finished jobs are kept; as many that failed or were cancelled, apart from them.
    seconds
        Longest time that a job may run [s].
    """

    def __init__(self, *, waiting: int = 3, kept: int = 20, seconds: float = 600.0) -> None:
        self._most_waiting, self._most_kept, self._seconds = waiting, kept, seconds
        self._entries: dict[str, _Entry] = {}
        self._queue: deque[_Entry] = deque()
        self._done: deque[str] = deque()
        self._failed: deque[str] = deque()
        self._running: _Entry | None = None
        self._closed = False
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()

    def submit(self, name: str, work: Work, *, same: str = "", stages: tuple[str, ...] = ()) -> str:
        """Put work on the desk.

        Parameters
        ----------
        name
            What it is about, for people.
        work
            Called in the worker thread.
        same
            Jobs with the same word here do the same; while one waits or runs no other is made.
        stages
            Its stages in words.

        Returns
        -------
        str
            The job's id.

        Raises
        ------
        DeskFullError
            If as many wait as may wait, or the desk is closed.
        """
        with self._changed:
            under_way = [*self._queue, *([self._running] if self._running else [])]
            for other in under_way:
                if same and other.same == same and other.state is not State.STOPPING:
                    return other.id
            if self._closed or len(self._queue) >= self._room():
                raise DeskFullError
            entry = _Entry(name, work, same, stages)
            self._entries[entry.id] = entry
            self._queue.append(entry)
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="briefs", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return entry.id

    def get(self, job: str) -> Job | None:
        """Say how a job stands; None if there is none of that id, or no longer."""
        with self._changed:
            entry = self._entries.get(job)
            if entry is None:
                return None
            ahead = 0
            if entry in self._queue:
                ahead = self._queue.index(entry) + (self._running is not None)
            stage, done, total = entry.step
            return Job(
                id=entry.id,
                name=entry.name,
                state=entry.state,
                ahead=ahead,
                stage=stage,
                done=done,
                total=total,
                stages=entry.stages,
                error=entry.error,
                pages=entry.pages,
            )

    def cancel(self, job: str) -> bool:
        """Stop a job: at once if it waits, at its next step if it runs.

        Returns
        -------
        bool
            Whether there is such a job; one that has finished stays as it is.
        """
        with self._changed:
            entry = self._entries.get(job)
            if entry is None:
                return False
            if entry.state is State.WAITING:
                self._queue.remove(entry)
                self._retire(entry, State.CANCELLED)
            elif entry.state is State.RUNNING:
                entry.state = State.STOPPING
            return True

    def under_way(self) -> tuple[int, int, int]:
        """Count jobs.

        Returns
        -------
        tuple of int
            Running, waiting and finished ones that are kept.
        """
        with self._changed:
            return int(self._running is not None), len(self._queue), len(self._done)

    def close(self, *, seconds: float = 5.0) -> None:
        """Cancel everything and let the worker end.

        Parameters
        ----------
        seconds
            How long to wait for it [s].
        """
        with self._changed:
            self._closed = True
            waiting = [entry.id for entry in self._queue]
            running = self._running
            thread = self._thread
            self._changed.notify_all()
        for job in [*waiting, *([running.id] if running else [])]:
            self.cancel(job)
        if thread is not None:
            thread.join(seconds)

    def _room(self) -> int:
        """How many may be in the queue; one more while nothing has been taken from it yet."""
        return self._most_waiting + (self._running is None)

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._closed)
                if not self._queue:
                    return
                entry = self._running = self._queue.popleft()
                entry.state = State.RUNNING
                entry.deadline = time.monotonic() + self._seconds
            state = self._do(entry)
            with self._changed:
                self._running = None
                self._retire(entry, state)

    def _do(self, entry: _Entry) -> State:
        def tell(stage: int, done: int, total: int) -> None:
            entry.step = (stage, done, total)
            if entry.state is State.STOPPING or time.monotonic() > entry.deadline:
                raise StoppedError

        try:
            entry.pages = entry.work(tell)
        except StoppedError:
            if entry.state is State.STOPPING:
                return State.CANCELLED
            entry.error = f"it took longer than {self._seconds:.0f} s and was stopped"
        except DetenteError as error:
            entry.error = " ".join(str(error).split())
        except Exception:  # noqa: BLE001 - the worker must outlive any fault; it is logged
            _log.exception("a brief could not be made")
            entry.error = "a fault in détente itself; the terminal where it runs says more"
        else:
            return State.DONE
        return State.FAILED

    def _retire(self, entry: _Entry, state: State) -> None:
        entry.state = state
        ended = self._done if state is State.DONE else self._failed
        ended.append(entry.id)
        while len(ended) > self._most_kept:
            del self._entries[ended.popleft()]
