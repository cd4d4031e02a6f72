"""Which rows of the register an article of a day can speak of."""

import datetime as dt
from collections.abc import Iterator

from detente.controls import Control, Register, Status

__all__ = ["ahead", "candidates", "freshness", "known_steps", "over"]

AHEAD = 120
"""How long before a control takes effect, or is made known, news may speak of it [day]."""
ENDED = 550
"""How long after its end news may still speak of it [day]."""
_SOON = 3  # a row of the register may be dated some days after the news broke


def candidates(register: Register, day: dt.date) -> Iterator[Control]:
    """Yield the rows that are live, planned or not long over on a day."""
    for control in register:
        first = control.announced or control.effective
        if first is None or first > day + dt.timedelta(days=AHEAD):
            continue
        if control.lifted is not None and (day - control.lifted).days > ENDED:
            continue
        yield control


def ahead(control: Control, day: dt.date) -> bool:
    """Whether a control was made known after a day: an article could but foresee it."""
    first = control.announced or control.effective
    return first is not None and first > day + dt.timedelta(days=_SOON)


def over(control: Control, day: dt.date) -> bool:
    """Whether a control is lifted or suspended on a day."""
    return control.status(day) in (Status.LIFTED, Status.SUSPENDED)


def known_steps(control: Control, day: dt.date) -> list[dt.date]:
    """Days on which a control took a step, but ends that lie after a day and no text can know."""
    ends = [step for step in (control.suspended, control.lifted) if step]
    ends = [step for step in ends if step <= day + dt.timedelta(days=_SOON)]
    begun = [step for step in (control.announced, control.effective) if step]
    return begun + ends + ([control.expires] if control.suspended and control.expires else [])


def freshness(control: Control, day: dt.date) -> int:
    """Days between the article and the nearest step of a control before it [day].

    A rule that was made known and is about to take effect is as near as that day.
    """
    begun = [(day - step).days for step in (control.announced, control.effective) if step]
    ended = [(day - step).days for step in (control.suspended, control.lifted) if step]
    gaps = [gap for gap in begun if gap >= -_SOON] + [gap for gap in ended if gap >= 0]
    first, start = control.announced, control.effective
    coming = [(start - day).days] if first and start and first <= day < start else []
    return max(min(gaps + coming, default=AHEAD * 9), 0)
