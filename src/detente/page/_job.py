"""A job of the desk: where it stands, what it leaves, and what is written down of it."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.controls import Standoff

__all__ = [
    "UNDER_WAY",
    "Again",
    "Entry",
    "Job",
    "Pages",
    "State",
    "StoppedError",
    "Tell",
    "Work",
    "entry_of",
]

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


UNDER_WAY = frozenset({State.WAITING, State.RUNNING, State.STOPPING})


class StoppedError(Exception):
    """Raised inside work when its job was cancelled or ran out of time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What a finished job leaves."""

    html: str = ""
    """The brief as HTML; empty if it made none."""
    json: str
    """The result as JSON."""
    onward: str = ""
    """Address that shows it; the brief itself if empty."""
    standoff: "Standoff | None" = None
    """The standoff that was worked out; none where a package was."""


Work = Callable[[Tell], Pages]

Again = Mapping[str, Any]
"""What to write down of work, as of JSON, so that it can be made anew after a restart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it stood when it was asked for."""

    id: str
    """Unguessable name."""
    name: str
    """What it is about, for people."""
    state: State
    """Where it stands."""
    ahead: int = 0
    """Jobs before it."""
    stage: int = 0
    done: int = 0
    total: int = 0
    """What it is doing, and how much of that is done of all."""
    stages: tuple[str, ...] = ()
    """Its stages in words."""
    error: str = ""
    """Why it failed, in one line."""
    pages: Pages | None = None
    """The result."""


class Entry:
    """A job while it is on the desk."""

    def __init__(self, name: str, work: Work, same: str, stages: tuple[str, ...]) -> None:
        self.id = secrets.token_urlsafe(16)
        self.name, self.work, self.same, self.stages = name, work, same, stages
        self.again: Again | None = None
        self.order, self.tries = time.time_ns(), 0
        self.state = State.WAITING
        self.step = (0, 0, 0)
        self.error = ""
        self.pages: Pages | None = None
        self.deadline = float("inf")

    def record(self) -> dict[str, Any]:
        """What the shelf keeps; of work that has ended no longer what it was asked for."""
        told: dict[str, Any] = {
            "order": self.order,
            "state": str(self.state),
            "name": self.name,
            "same": self.same,
            "stages": list(self.stages),
            "error": self.error,
        }
        if self.state is State.STOPPING:
            told["state"] = str(State.CANCELLED)
        elif self.state in UNDER_WAY:
            return {**told, "again": self.again, "tries": self.tries}
        if self.pages is not None:
            standoff = self.pages.standoff
            told["pages"] = {
                "html": self.pages.html,
                "json": self.pages.json,
                "onward": self.pages.onward,
                "standoff": None if standoff is None else standoff.model_dump_json(),
            }
        return told


def entry_of(record: Mapping[str, Any]) -> Entry:
    """A job as the shelf has it."""
    entry = Entry(record["name"], _no_work, record.get("same", ""), tuple(record.get("stages", ())))
    entry.id, entry.order = record["job"], record["order"]
    entry.state, entry.error = State(record["state"]), record.get("error", "")
    entry.again, entry.tries = record.get("again"), record.get("tries", 0)
    pages = record.get("pages")
    if pages:
        from detente.controls import Standoff  # noqa: PLC0415 - loads when there is one

        standoff = pages.get("standoff")
        entry.pages = Pages(
            html=pages["html"],
            json=pages["json"],
            onward=pages["onward"],
            standoff=None if standoff is None else Standoff.from_json_text(standoff),
        )
    return entry


def _no_work(_tell: Tell) -> Pages:
    raise StoppedError
