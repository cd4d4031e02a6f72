"""Entries of the table: a rule as it stands on a day, and what only an article names."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from detente.controls._control import Control
from detente.controls._figures import Figure, Origin
from detente.controls._ledger import Proposal
from detente.controls._tabled import TabledControl
from detente.controls._worth import worth_of
from detente.facts import Facts

__all__ = ["entry_of", "unexplained_entry"]


def entry_of(
    control: Control,
    target: str,
    day: dt.date,
    /,
    *,
    intensity: Figure,
    origin: Origin,
    facts: Facts,
    imposer: str = "",
    goods: Sequence[str] | None = None,
    **others: Any,  # noqa: ANN401 - fields of a tabled control, which checks them
) -> TabledControl:
    """Put a control of the register on the table.

    Parameters
    ----------
    control
        The control.
    target
        Whom it is counted against, ISO3.
    day
        The standoff's date.
    intensity
        What it blocks of the base flow to the target [share].
    origin
        Where the entry comes from.
    facts
        The tables, for what keeping it is worth.
    imposer, goods
        Its owner and its goods, where they are not as the register has them.
    others
        Further fields.

    Returns
    -------
    TabledControl
        As it stands on the day.
    """
    owner, held = imposer or control.imposer, list(control.goods if goods is None else goods)
    worth = worth_of(facts, control.id, owner, instrument=control.instrument, goods=held)
    state = control.state(day)
    fields: dict[str, Any] = {
        "control": control.id,
        "register_ids": [control.id],
        "name": control.name,
        "imposer": owner,
        "target": target,
        "goods": held,
        "instrument": control.instrument,
        "effective": control.effective or day,
        "status": str(state.status),
        "state": state.words(),
        "known_on": min(day, state.checked.on) if state.checked else None,
        "certain": state.certain,
        "intensity": intensity,
        "origin": origin,
    }
    return TabledControl(**fields | worth.fields() | others)


def unexplained_entry(
    proposal: Proposal,
    target: str,
    day: dt.date,
    *,
    name: str,
    not_costed: str,
    words: str,
    facts: Facts,
    instrument: str = "unknown",
) -> TabledControl:
    """Put a control that no row of the register explains on the table, with default figures.

    Parameters
    ----------
    proposal
        What the article says of it.
    target
        Whom it is counted against, ISO3.
    day
        The standoff's date, from which it is taken to be in force.
    name
        What to call it on the table.
    not_costed
        For want of what no loss can be computed; empty where one can.
    words
        How it came here.
    facts
        The tables.
    instrument
        As its words have it.
    """
    owner, goods = proposal.imposer or "", list(proposal.goods)
    return TabledControl(
        control=f"{owner}-{name}",
        name=proposal.name,
        imposer=owner,
        target=target,
        goods=goods,
        not_costed=not_costed,
        instrument=instrument,
        effective=day,
        status="named in the article only",
        intensity=Figure.of(facts.model_parameter("unknown_intensity")),
        **worth_of(facts, None, owner, instrument=instrument, goods=goods).fields(),
        origin=proposal.origin.model_copy(update={"words": words}),
    )
