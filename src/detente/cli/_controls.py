"""``detente controls``: the register."""

import datetime as dt
from typing import TYPE_CHECKING

from detente._errors import DetenteError
from detente.cli._common import on_date, print_json

if TYPE_CHECKING:
    from detente.controls import Change, Control

__all__ = ["controls"]


def controls(
    *,
    on: str | None = None,
    imposer: str | None = None,
    target: str | None = None,
    good: str | None = None,
    since: str | None = None,
    history: str | None = None,
    json: bool = False,
) -> None:
    """List controls and how they stand, those of a day or all that are known.

    Parameters
    ----------
    on
        Day, YYYY-MM-DD; keeps what is in force, suspended, announced or of unknown status then.
    imposer
        Government that imposes, by code or name (CHN, PRC, South Korea).
    target
        Destination, by code or name.
    good
        A good or group of goods: id, name, customs code or code of a list (detente goods).
    since
        Day, YYYY-MM-DD; lists what changed from it to the day of --on (today without).
    history
        Id of a control; lists all that happened to it, with the sources.
    json
        Print JSON.
    """
    from detente.controls import LISTED, Register, changes_since, control_row, today
    from detente.controls import history as history_of

    day, first, register = on_date(on), on_date(since, "--since"), Register.load()
    asked = day or today()
    if history is not None:
        if first is not None:
            raise DetenteError("--since and --history are two questions; ask one of them")
        if imposer or target or good:
            raise DetenteError("--history is of one control; leave out --imposer, --target, --good")
        one = register.get(history)
        _tell(history_of(one), f"{one.id}: {one.state(asked).words()}", json=json)
        return
    first_known = min(moved for c in register.controls if (moved := c.announced or c.effective))
    if day is not None and day < first_known:
        raise DetenteError(
            f"--on {day} is before the register begins, {first_known}; give a later day"
        )
    found = register.query(
        on=None if first else day, statuses=LISTED, imposer=imposer, target=target, good=good
    )
    if first is not None:
        if first > asked:
            raise DetenteError(f"--since {first} is after {asked}; give an earlier day")
        changes = changes_since(found, first, asked)
        _tell(changes, f"{len(changes)} changes from {first} to {asked}", json=json)
    elif json:
        print_json([control_row(control, day) for control in found])
    else:
        _list(found, day, asked)


def _list(found: "tuple[Control, ...]", day: dt.date | None, asked: dt.date) -> None:
    """Print the controls, with how each stands."""
    from rich.console import Console
    from rich.table import Column, Table

    from detente.controls import Register, day_words, state_words

    table = Table(Column("id", no_wrap=True), "control", "goods", "how it stands, and by what")
    for control in found:
        aimed = f"{control.imposer} → {' '.join(control.targets)}"
        table.add_row(
            f"{control.id}\n{aimed if len(aimed) < 20 else control.imposer}",
            control.name,
            ", ".join(control.goods),
            state_words(control, asked),
        )
    console = Console()
    console.print(table)
    reach = Register.load().reaches()
    to = f"; the register reaches to {day_words(reach.to)}" if reach.to else ""
    console.print(f"{len(found)} controls{f' on {day}' if day else ''}{to}", highlight=False)


def _tell(changes: "tuple[Change, ...]", summary: str, *, json: bool) -> None:
    """Print changes in order."""
    if json:
        print_json([change.as_dict() for change in changes])
        return
    from rich.console import Console
    from rich.table import Column, Table

    table = Table(
        Column("date", no_wrap=True), Column("control", no_wrap=True), "what", "", "source"
    )
    for one in changes:
        table.add_row(str(one.on), one.control, one.what, one.words, one.source)
    console = Console()
    console.print(table)
    console.print(summary, highlight=False)
