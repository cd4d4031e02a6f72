"""A control as one row of JSON, for the command and for the page."""

import datetime as dt
from typing import TYPE_CHECKING

from detente._days import iso
from detente.controls._control import Control
from detente.controls._state import Status

if TYPE_CHECKING:
    from detente.controls.shape import ControlRow

__all__ = ["LISTED", "control_row", "state_words", "today"]

LISTED = (Status.IN_FORCE, Status.SUSPENDED, Status.ANNOUNCED, Status.UNKNOWN)
"""What a list of the controls on a day shows: all but lifted and not yet announced."""


def control_row(control: Control, on: dt.date | None = None) -> "ControlRow":
    """Write a control as a JSON object.

    Parameters
    ----------
    control
        The control.
    on
        Add its status and intensity on this day; its state is that of this day, else of today.

    Examples
    --------
    >>> from detente.controls import Register
    >>> row = control_row(Register.load().get("CN-2025-18"), dt.date(2025, 6, 10))
    >>> row["imposer"], row["status"]
    ('CHN', 'in force')
    """
    checked = control.checked
    row: ControlRow = {
        "id": control.id,
        "name": control.name,
        "imposer": control.imposer,
        "targets": list(control.targets),
        "goods": list(control.goods),
        "instrument": control.instrument,
        "entities": list(control.entities),
        "legal_source": control.legal_source,
        "source": control.source,
        "announced": iso(control.announced),
        "effective": iso(control.effective),
        "suspended": iso(control.suspended),
        "resumed": iso(control.resumed),
        "lifted": iso(control.lifted),
        "expires": iso(control.expires if on is None else control.dates.end_known(on)),
        "last_known": iso(checked.on) if checked else None,
        "rests_on": checked.source if checked else None,
        "state": control.state(on or today()).as_dict(),
    }
    if on is not None:
        row["status"] = str(control.status(on))
        targets = {p.target for p in control.path if p.target != "*"} | (
            set(control.targets) - {"ALL"}
        )
        row["intensity"] = {
            target: control.intensity(on, target).as_dict() for target in sorted(targets)
        }
    return row


def today() -> dt.date:
    """Return the day on which this runs (UTC)."""
    return dt.datetime.now(tz=dt.UTC).date()


def state_words(control: Control, on: dt.date) -> str:
    """Say how a control stands on a day and on what that rests."""
    state = control.state(on)
    return f"{state.words()}; {state.rests_on}" if state.rests_on else state.words()
