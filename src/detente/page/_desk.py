"""The desk: briefs are made one at a time, a few wait, the last ones are kept."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from detente._errors import DetenteError
from detente.page._job import (
    UNDER_WAY,
    Again,
    Entry,
    Job,
    Pages,
    State,
    StoppedError,
    Tell,
    Work,
    entry_of,
)

if TYPE_CHECKING:
    from detente.page._shelf import Shelf

__all__ = [
    "MOST_TRIES",
    "Again",
    "Desk",
    "DeskFullError",
    "Job",
    "Pages",
    "State",
    "StoppedError",
    "Tell",
    "Work",
]

_log = logging.getLogger("detente.page")

MOST_TRIES = 3
"""How often a job is begun that each time ended with the server."""


class DeskFullError(Exception):
    """As many jobs wait as may wait."""


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
    shelf
        Keeps jobs over a restart; none are if None.
    """

    def __init__(
        self,
        *,
        waiting: int = 3,
        kept: int = 20,
        seconds: float = 600.0,
        shelf: "Shelf | None" = None,
    ) -> None:
        self._most_waiting, self._most_kept, self._seconds = waiting, kept, seconds
        self.shelf = shelf
        self._entries: dict[str, Entry] = {}
        self._queue: deque[Entry] = deque()
        self._done: deque[str] = deque()
        self._failed: deque[str] = deque()
        self._running: Entry | None = None
        self._closed = False
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()

    def submit(
        self,
        name: str,
        work: Work,
        *,
        same: str = "",
        stages: tuple[str, ...] = (),
        again: Again | None = None,
        reuse: bool = False,
    ) -> str:
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
        again
            What to write down so that it can be made anew after a restart.
        reuse
            Whether a finished job with the same word will do.

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
            made = self._made(same) if reuse and same else None
            if made is not None:
                return made
            if self._closed or len(self._queue) >= self._room():
                raise DeskFullError
            entry = Entry(name, work, same, stages)
            entry.again = again
            self._line_up(entry)
            return entry.id

    def restore(self, work_of: Callable[[Again], Work]) -> None:
        """Take up what the shelf holds: finished jobs as they are, the others from their start.

        Parameters
        ----------
        work_of
            Makes the work again from what was written down of it.
        """
        for record in self.shelf.jobs() if self.shelf is not None else ():
            try:
                entry = entry_of(record)
            except (DetenteError, AttributeError, LookupError, TypeError, ValueError):
                _log.warning(
                    "job %s is of another version, or broken, and is left alone", record["job"]
                )
                continue
            with self._changed:
                if entry.state not in UNDER_WAY:
                    self._entries[entry.id] = entry
                    self._end(entry)
                    continue
                try:
                    entry.work = _taken_up(entry, work_of)
                except (DetenteError, LookupError, TypeError, ValueError) as error:
                    entry.error = f"{' '.join(str(error).split())}; send it again"
                    self._entries[entry.id] = entry
                    self._retire(entry, State.FAILED)
                    continue
                entry.state = State.WAITING
                self._line_up(entry)

    def _line_up(self, entry: Entry) -> None:
        """Put a job at the end of the queue; the lock is held."""
        self._entries[entry.id] = entry
        self._queue.append(entry)
        self._note(entry)
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="briefs", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _made(self, same: str) -> str | None:
        """A finished job that did the same, which counts as the last one from now on."""
        for job in reversed(self._done):
            if self._entries[job].same == same:
                self._done.remove(job)
                self._done.append(job)
                return job
        return None

    def _note(self, entry: Entry) -> None:
        """Write a job on the shelf; what only the closing of the desk stops stays as it was."""
        stopped = entry.state in {State.CANCELLED, State.STOPPING} and self._closed
        if self.shelf is not None and not stopped:
            self.shelf.put(entry.id, entry.record())

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
                self._note(entry)
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
                entry.tries += 1
                self._note(entry)
                entry.deadline = time.monotonic() + self._seconds
            state = self._do(entry)
            with self._changed:
                self._running = None
                self._retire(entry, state)

    def _do(self, entry: Entry) -> State:
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

    def _retire(self, entry: Entry, state: State) -> None:
        entry.state = state
        self._note(entry)
        self._end(entry)

    def _end(self, entry: Entry) -> None:
        """Count a job among those that ended; the oldest go."""
        ended = self._done if entry.state is State.DONE else self._failed
        ended.append(entry.id)
        while len(ended) > self._most_kept:
            gone = ended.popleft()
            del self._entries[gone]
            if self.shelf is not None:
                self.shelf.drop(gone)


def _taken_up(entry: Entry, work_of: Callable[[Again], Work]) -> Work:
    """The work of a job that ended with the server, unless it is to be given up."""
    if entry.tries >= MOST_TRIES:
        raise DetenteError(f"the page was stopped {entry.tries} times while it ran")
    if entry.again is None:
        raise DetenteError("the page was stopped, and it cannot be taken up again")
    return work_of(entry.again)
