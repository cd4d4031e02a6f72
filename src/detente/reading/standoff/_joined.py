"""Join a reading to the register: which rows its controls are, and how these stand on the day."""

import datetime as dt
from itertools import chain

import detente.controls as rules
from detente.controls import Register
from detente.facts import Facts, load_facts
from detente.reading._records import Control, Reading, Status
from detente.reading.english.text.goods import GENERIC
from detente.reading.standoff._tabled import within
from detente.reading.standoff.linking import Linked, freshness, link, named_goods

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
_STEPS = _ENDS | {"proposed"}
_LONG = 120
"""From how long after a step a plan that is told is another step than this one [day]."""

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
    that the article tells stays, and so does a plan beside a rule that has stood for long: the
    register may not know of it yet.
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
    carried, goods = _carried(reading, links, facts), dict(reading.goods)
    for control in reading.controls:
        if not named_goods(goods.get(control.id, ()), facts):
            rows = (found.goods or found.control.goods for found in carried.get(control.id, ()))
            goods[control.id] = (*goods.get(control.id, ()), *dict.fromkeys(chain(*rows)))
    controls = [_with_rows(one, carried.get(one.id, []), sure, day) for one in reading.controls]
    for found in links:
        name = found.control.id
        own = [one.status for one in controls if found in carried.get(one.id, ())]
        told = found.returns or any(status in _STEPS for status in own)
        over = stands[name] == "lifted"  # what stands beside it in the same words is meant
        if own and (told or over or sure.get(name, own[0]) in own):
            continue
        if not own and found.band == "low":
            continue
        added = _from_row(found, stands[name], f"c_{len(controls) + 1}", facts)
        controls.append(added)
        goods[added.id] = found.goods or found.control.goods
    return reading.model_copy(update={"controls": tuple(controls), "goods": goods})


def _carried(reading: Reading, links: list[Linked], facts: Facts) -> dict[str, list[Linked]]:
    """The rows that each control of a reading is: by a good of both, else by where it is told.

    A control that is no row by its goods, and a row that no control is, are one where the same
    sentence tells both, or where the control's words name no good that is known.
    """
    controls = [one for one in reading.controls if one.told]
    known = {one.id: named_goods(reading.goods.get(one.id, ()), facts) for one in controls}
    carried = {one.id: [f for f in links if _is(one, f, known[one.id])] for one in controls}
    held = {found.control.id for rows in carried.values() for found in rows}
    for one in controls:
        if not carried[one.id]:
            carried[one.id] = [
                found
                for found in links
                if found.control.id not in held
                and found.control.imposer == one.imposer
                and (_told_in(one, found) or not known[one.id])
            ]
    return carried


def _is(control: Control, found: Linked, known: set[str]) -> bool:
    """Whether a control is a row by a good of both, or in general words by where it is told."""
    if control.imposer != found.control.imposer:
        return False
    if found.control.goods and (control.product or GENERIC) != GENERIC:
        return bool(known & set(found.control.goods))
    return _told_in(control, found)


def _told_in(control: Control, found: Linked) -> bool:
    """Whether a passage that speaks of a row tells of a control."""
    return any(span.start <= told.start < span.end for span in found.spans for told in control.told)


def _with_rows(
    control: Control, rows: list[Linked], sure: dict[str, Status], day: dt.date
) -> Control:
    """A control with the rows that it is, and their status where they share one."""
    if control.status not in _ENDS:
        left = [found for found in rows if sure.get(found.control.id) != "lifted" or found.returns]
        rows = left or rows
    if not rows:
        return control
    ids = tuple(found.control.id for found in rows)
    states = {sure.get(name, control.status) for name in ids}
    now = states.pop() if len(states) == 1 else control.status
    back = any(found.returns for found in rows)
    step = back if now in _ENDS else control.status in _ENDS
    told = (control.status, now)
    further = all(freshness(found.control, day) > _LONG for found in rows)
    kept = told == ("in force", "lifted") or (told == ("proposed", "in force") and further)
    if now == control.status or step or kept:
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
