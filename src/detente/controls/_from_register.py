"""A standoff straight from the register: named controls, as they stood when they took effect."""

import datetime as dt
from collections.abc import Sequence

from detente._errors import StandoffError
from detente.controls._control import Control
from detente.controls._course import known_course
from detente.controls._entries import entry_of
from detente.controls._figures import Figure, Origin
from detente.controls._register import Register
from detente.controls._standoff import Party, Standoff
from detente.controls._state import Status
from detente.controls._tabled import TabledControl
from detente.facts import Facts, load_facts

__all__ = ["standoff_from_register"]

_OVER = (Status.LIFTED, Status.SUSPENDED)


def standoff_from_register(
    ids: Sequence[str],
    *,
    on: dt.date | None = None,
    target: str | None = None,
    facts: Facts | None = None,
    register: Register | None = None,
) -> Standoff:
    """Put controls of the register on the table.

    Parameters
    ----------
    ids
        Ids of the register, one or more.
    on
        First day; the day on which the last of them took effect if not given.
    target
        ISO3 of whom controls aimed at all countries are counted against; else that is the other
        side, where the controls have two.
    facts, register
        Other data than the shipped.

    Returns
    -------
    Standoff
        Each control as it stood on the first day, or when it took effect if that is later, with its
        own known path from then on.

    Raises
    ------
    UnknownCodeError
        For an id that the register does not have, or a target that no table knows.
    StandoffError
        If a control is over on the day, blocks nothing, names no good, or leaves open whom it aims
        at.

    Examples
    --------
    >>> case = standoff_from_register(["CN-2025-18", "US-2025-EDA"])
    >>> str(case.on), [(c.imposer, c.target) for c in case.controls]
    ('2025-05-23', [('CHN', 'USA'), ('USA', 'CHN')])
    """
    facts, register = facts or load_facts(), register or Register.load()
    found = [register.get(name) for name in dict.fromkeys(ids)]
    if not found:
        raise StandoffError("no control named; give ids of the register, such as CN-2025-18")
    if target is not None:
        target = facts.party(facts.party_code(target)).iso3
    starts = [control.effective or control.announced for control in found]
    day = on or max(start for start in starts if start is not None)
    sides = list(dict.fromkeys(control.imposer for control in found))
    entries = [_entry(control, day, _target(control, sides, target), facts) for control in found]
    codes = dict.fromkeys([*sides, *(entry.target for entry in entries)])
    parties = [Party(party=code, name=facts.party(code).name) for code in codes]
    return Standoff(
        name=" and ".join(party.name for party in parties),
        on=day,
        parties=parties,
        controls=entries,
    )


def _target(control: Control, sides: list[str], wanted: str | None) -> str:
    """Whom the control is counted against."""
    if wanted is not None and control.aims_at(wanted):
        return wanted
    others = [side for side in sides if control.aims_at(side)]
    if len(others) == 1:
        return others[0]
    named = [code for code in control.targets if code != "ALL"]
    if not others and len(named) == 1:
        return named[0]
    aim = "every country" if "ALL" in control.targets else ", ".join(control.targets)
    raise StandoffError(
        f"{control.id} aims at {aim}: say against whom to count it, such as --target "
        f"{(others or named or ['USA' if control.imposer != 'USA' else 'CHN'])[0]}"
    )


def _entry(control: Control, day: dt.date, target: str, facts: Facts) -> TabledControl:
    if not control.goods:
        raise StandoffError(
            f"{control.id} ({control.name}) names no good that can be computed; leave it out"
        )
    start = control.effective or day
    known = max(day, start)
    status = control.status(known)
    if status in _OVER:
        ended = control.lifted if status is Status.LIFTED else control.suspended
        raise StandoffError(
            f"{control.id} was {status} on {ended}, before {known}: give an earlier --start, "
            f"from {control.effective}, or write the case as TOML"
        )
    drawn = control.effective is None
    blocked, path = known_course(control, target, known, facts.events)
    if blocked.high <= 0 and not drawn:
        raise StandoffError(
            f"the register has no intensity of {control.id} towards {target} on {known}: "
            "write the case as TOML with one"
        )
    return entry_of(
        control,
        target,
        day,
        intensity=Figure.of(facts.if_carried_out(control.id)) if drawn else blocked,
        path=path,
        origin=Origin(kind="register", register_id=control.id, words="named by its id"),
        facts=facts,
    )
