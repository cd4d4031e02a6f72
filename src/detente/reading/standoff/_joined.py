"""Join a reading to the register: which rows its controls are, and how these stand on the day."""

import datetime as dt

import detente.controls as rules
from detente.controls import Register
from detente.facts import Facts, load_facts
from detente.reading._records import Control, Reading, Status
from detente.reading.standoff._tabled import within
from detente.reading.standoff.linking import Linked, link, named_goods

__all__ = ["joined"]

_AS_READ: dict[rules.Status, Status] = {
    rules.Status.ANNOUNCED: "proposed",
    rules.Status.NOT_YET: "proposed",
    rules.Status.IN_FORCE: "in force",
    rules.Status.SUSPENDED: "suspended",
    rules.Status.LIFTED: "lifted",
}
_ENDS = frozenset({"lifted", "suspended"})
"""What an article tells as a step, as it does a return; the register need not know of it yet."""

_GENERAL = "technology"
_MOST_NAMES = 3
"""Goods beyond which a row is called by its own name [count]."""


def joined(reading: Reading, day: dt.date) -> Reading:
    """Name the rows of a reading's controls, and add the linked rows that no control of it is.

    Parameters
    ----------
    reading
        What an article says.
    day
        The day as of which the register is looked up.

    Returns
    -------
    Reading
        The same with the ids of the rows; a row in question, or just over, that its words do not
        carry is a control too, marked as from the register.

    Notes
    -----
    How a control stands is the register's word where a source speaks of the day. An end or a return
    that the article tells stays: the register may not know of it yet.
    """
    facts, register = load_facts(), Register.load()
    links = [
        found
        for found in link(reading, day, facts=facts, register=register).links
        if found.role != "background"
    ]
    if not links:
        return reading
    states = {found.control.id: found.control.state(day) for found in links}
    stands = {name: _AS_READ.get(state.status, "unknown") for name, state in states.items()}
    sure = {name: now for name, now in stands.items() if states[name].certain}
    carried = {
        control.id: [found for found in links if _carries(control, found, reading, facts)]
        for control in reading.controls
        if control.told
    }
    controls = [_with_rows(one, carried.get(one.id, []), sure) for one in reading.controls]
    goods = dict(reading.goods)
    for found in links:
        name = found.control.id
        own = [one.status for one in controls if name in one.register_ids]
        told = found.returns or any(status in _ENDS for status in own)
        if own and (told or sure.get(name, own[0]) in own):
            continue
        added = _from_row(found, stands[name], f"c_{len(controls) + 1}", facts)
        controls.append(added)
        goods[added.id] = found.goods or found.control.goods
    return reading.model_copy(update={"controls": tuple(controls), "goods": goods})


def _carries(control: Control, found: Linked, reading: Reading, facts: Facts) -> bool:
    """Whether a control of the reading is a row: by a good of both, or by where it is named."""
    if control.imposer != found.control.imposer:
        return False
    words = set(reading.goods.get(control.id, ()))
    if found.control.goods and (control.product or _GENERAL) != _GENERAL:
        return bool(named_goods(words, facts) & set(found.control.goods))
    return any(
        span.start <= mention.start < span.end for span in found.spans for mention in control.told
    )


def _with_rows(control: Control, rows: list[Linked], sure: dict[str, Status]) -> Control:
    """A control with the rows that it is, and their status where they share one."""
    if not rows:
        return control
    ids = tuple(found.control.id for found in rows)
    states = {sure.get(name, control.status) for name in ids}
    now = states.pop() if len(states) == 1 else control.status
    back = any(found.returns for found in rows)
    step = back if now in _ENDS else control.status in _ENDS
    if now == control.status or step:
        return control.model_copy(update={"register_ids": ids})
    return control.model_copy(
        update={"register_ids": ids, "status": now, "from_register": "status"}
    )


def _from_row(found: Linked, now: Status, identifier: str, facts: Facts) -> Control:
    """The control that a linked row is, where no words of the article were read as one."""
    row = found.control
    names = [within(facts.good(good).name) for good in found.goods or row.goods]
    product = "; ".join(names) if len(names) <= _MOST_NAMES else ""
    targets = [code for code in row.targets if code != "ALL"]
    return Control(
        id=identifier,
        imposer=row.imposer,
        target=targets[0] if len(targets) == 1 else None,
        product=product or row.name,
        status=now,
        mentions=found.spans[:1],
        register_ids=(row.id,),
        from_register="control",
    )
