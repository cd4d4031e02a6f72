"""Proposed rows: what a notice would add to the register or change in it."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from detente.facts import ControlRow, Facts, load_facts
from detente.notices._cells import Cell, cells_of, legal_source, register_id
from detente.notices._diff import Change, differences
from detente.notices._merge import folded
from detente.notices._notice import Act, NamedEntity, Notice, Passage, Reference, Sign

__all__ = ["ProposedRow", "propose"]

_NO_ROW = {Act.CATALOGUE, Act.LAW, Act.GUIDANCE, Act.PROPOSAL, Act.NONE}
_NEEDED = ("targets", "instrument", "announced", "effective")
_NEAR_DAYS = 60
_PRINTED_LATER = 14
_OTHER_ACT = re.compile(r"suspended by|ended by|rescinded by|removal of|lifted by|replaced by")

Kind = Literal["new", "change", "known", "easing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedRow:
    """A row of the register as a notice would have it."""

    id: str
    """What a person accepts it by: the row's id, after the notice's if another notice made it."""
    kind: Kind
    """``new``: no row is of it; ``change``: a row is, and fields differ; ``known``: a row says the
    same; ``easing``: it eases something, and a person must say which row."""
    row: str
    """Id of the row."""
    cells: dict[str, Cell]
    """Cells by column, each with the passage it came from."""
    changes: tuple[Change, ...] = ()
    """What differs from the register."""
    entities: tuple[NamedEntity, ...] = ()
    """Who is put on a list or taken off one."""
    needs: tuple[str, ...] = ()
    """What a person must say before it can be accepted."""
    near: tuple[str, ...] = ()
    """Rows that may be of the same control."""
    notice: Notice = field(repr=False)
    """The notice."""


def propose(
    notices: Iterable[Notice], facts: Facts | None = None
) -> tuple[tuple[ProposedRow, ...], tuple[str, ...]]:
    """Hold notices against the register.

    Parameters
    ----------
    notices
        As read, in order of their days.
    facts
        The tables; those of the package if not given.

    Returns
    -------
    tuple[tuple[ProposedRow, ...], tuple[str, ...]]
        The proposed rows, and one line for each notice or part of one that gives none.
    """
    facts = facts or load_facts()
    proposed: list[ProposedRow] = []
    without: list[str] = []
    rows = {row.id: row for row in facts.controls}
    offered: dict[str, ProposedRow] = {}
    for notice in notices:
        if notice.act in _NO_ROW:
            name = legal_source(notice) if notice.number else notice.title
            without.append(f"{name}: {notice.act}, no control of its own")
            continue
        if notice.act in {Act.SUSPENDS, Act.REPEALS, Act.ADJUSTS} and notice.references:
            found, lines = _on_others(notice, rows, offered, facts)
            proposed += found
            without += lines
            if found or notice.act is not Act.ADJUSTS:
                if not found and not lines:
                    without.append(f"{legal_source(notice)}: {notice.act} nothing that is named")
                continue
        one = _own(notice, rows, facts)
        proposed.append(one)
        offered.setdefault(one.row, one)
    return tuple(proposed), tuple(without)


def _own(notice: Notice, rows: dict[str, ControlRow], facts: Facts) -> ProposedRow:
    cells = cells_of(notice)
    identity = register_id(notice) or f"unnumbered:{notice.where}"
    known = _matching(notice, rows)
    easing = notice.sign is Sign.EASING
    kind: Kind = "easing" if easing else "new"
    changes: tuple[Change, ...] = ()
    row = identity
    if known:
        row = known[0].id
        days = tuple(str(phase.date) for phase in notice.phases)
        changes = differences(known[0], cells, days)
        if notice.form == "federal-register" and notice.announced:
            printed = notice.announced.value - known[0].announced
            if 0 < printed.days <= _PRINTED_LATER:  # announced on its release, printed days later
                changes = tuple(change for change in changes if change.field != "announced")
        changes += _unlisted(notice, known, facts)
        kind = "change" if changes else "known"
    needs = [] if kind == "known" else _needs(notice, cells, kind)
    return ProposedRow(
        id=identity,
        kind=kind,
        row=row,
        cells=cells,
        changes=changes,
        entities=notice.entities,
        needs=tuple(needs),
        near=tuple(r.id for r in known[1:]) if known else _near(notice, rows),
        notice=notice,
    )


def _unlisted(notice: Notice, known: list[ControlRow], facts: Facts) -> tuple[Change, ...]:
    """One change if the register lacks entities that the notice names."""
    if not notice.entities:
        return ()
    controls = {row.id for row in known}
    there = {folded(e.name) for e in facts.control_entities if e.control in controls}
    missing = [e for e in notice.entities if folded(e.name) not in there]
    if not missing:
        return ()
    total = len(notice.entities)
    return (
        Change(
            field="entities",
            register=f"{total - len(missing)} of {total}",
            notice=f"{len(missing)} more: {'; '.join(e.name for e in missing[:3])} …",
            passage=missing[0].passage,
        ),
    )


def _needs(notice: Notice, cells: dict[str, Cell], kind: Kind) -> list[str]:
    needs: list[str] = []
    if notice.sign is Sign.UNCLEAR:
        needs.append("sign: restriction or easing")
    if kind == "easing":
        return [*needs, "row: id of the row that it eases, and the field that changes"]
    if kind == "new":
        needs += [
            f"{name}: nothing in the notice says it" for name in _NEEDED if not cells[name][0]
        ]
        if not cells["id"][0]:
            needs.append("id: the notice has no number")
    return needs


def _on_others(
    notice: Notice, rows: dict[str, ControlRow], offered: dict[str, ProposedRow], facts: Facts
) -> tuple[list[ProposedRow], list[str]]:
    """What a notice does to the rows of others: suspended, lifted, adjusted."""
    proposed: list[ProposedRow] = []
    without: list[str] = []
    for reference in notice.references:
        if reference.act is Act.NONE:
            continue
        named = reference.number or reference.title
        identity = reference.number
        if notice.imposer == "CHN":
            identity = f"CN-{identity.replace('-uel-', '-UEL-')}"
        row = rows.get(identity) or _by_law(reference.number, notice.imposer, rows)
        if row is None and identity not in offered:
            says = "of which the register has no row and these files no notice"
            without.append(f"{legal_source(notice)}: {reference.act} {named}, {says}")
            continue
        target = row.id if row else identity
        cells = _changed(notice, reference, row)
        base = {c: v for c, (v, _) in offered[identity].cells.items()} if row is None else row
        changes = differences(base, cells, ())
        part = f"{reference.part} only: " if reference.part else ""
        adjusts = reference.act is Act.ADJUSTS
        needs = [f"sign: {part}restriction or easing"] if adjusts else []
        if reference.part and not adjusts:
            needs.append(
                f"part: it is {reference.part} alone; accept with part=whole or mend by hand"
            )
        day = notice.announced.value if notice.announced else None
        checked = _checked(row, facts) if row else None
        if day is not None and changes and checked is not None and checked > day:
            needs.append(f"older: the register was checked on {checked}; accept with older=yes")
        proposed.append(
            ProposedRow(
                id=f"{register_id(notice)}:{target}",
                kind="change" if changes or adjusts else "known",
                row=target,
                cells=cells,
                changes=changes,
                needs=tuple(needs) if changes or adjusts else (),
                notice=notice,
            )
        )
    return proposed, without


def _changed(notice: Notice, reference: Reference, row: ControlRow | None) -> dict[str, Cell]:
    said = reference.passage
    begin = reference.from_day or (notice.effective.date if notice.effective else None)
    begin = begin or (notice.announced.value if notice.announced else None)
    cells: dict[str, Cell] = {"id": (row.id if row else f"CN-{reference.number}", said)}
    if reference.act is Act.REPEALS:
        cells["lifted"] = _cell(begin, said)
    elif reference.act is Act.SUSPENDS:
        running = row is not None and row.suspended is not None and row.resumed is None
        if not (running and row is not None and row.suspended and begin and row.suspended <= begin):
            cells["suspended"] = _cell(begin, said)
        if reference.until:
            cells["expires"] = _cell(reference.until, said)
    day = notice.announced.value if notice.announced else None
    if day is not None:
        cells["last_known"] = _cell(day, notice.announced.passage if notice.announced else said)
    return cells


def _checked(row: ControlRow, facts: Facts) -> dt.date | None:
    """Day to which the state of a row is known: its own, or that of the sources it rests on."""
    followed = {source.id: source.checked for source in facts.sources if source.checked}
    return row.checks(followed)[-1][0]


def _cell(day: dt.date | None, said: Passage) -> Cell:
    return (day.isoformat() if day else "", said)


def _matching(notice: Notice, rows: dict[str, ControlRow]) -> list[ControlRow]:
    """Rows of the register that are of this notice: by id, or by the act they name."""
    if notice.number is None:
        return []
    identity = register_id(notice)
    first = [rows[identity]] if identity in rows else []
    words = _law(notice.form, notice.number.value)
    return first + [
        row
        for row in rows.values()
        if row.imposer == notice.imposer and row not in first and _names(row, words)
    ]


def _by_law(number: str, imposer: str, rows: dict[str, ControlRow]) -> ControlRow | None:
    """The row of another notice of the same government, by its number."""
    words = _law("mofcom" if imposer == "CHN" else "", number)
    found = (row for row in rows.values() if row.imposer == imposer and _names(row, words))
    return next(found, None) if number else None


def _names(row: ControlRow, words: re.Pattern[str]) -> bool:
    """Whether a row rests on an act; acts that ended or suspended it are others."""
    acts = [part for part in row.legal_source.split(";") if not _OTHER_ACT.search(part)]
    return any(words.search(act) for act in acts)


def _law(form: str, number: str) -> re.Pattern[str]:
    """Words by which `legal_source` names an act of this number."""
    if form == "dgft":
        serial, _, years = number.removeprefix("DGFT ").partition("/")
        return re.compile(rf"DGFT Notifications? (?:\d+ and )?0*{serial}/{re.escape(years)}\b")
    year, _, serial = number.partition("-")
    if form != "mofcom" or not serial:
        return re.compile(rf"\b{re.escape(number)}\b")
    series = "Announcement"
    if serial.startswith("uel-"):
        series = "Unreliable [Ee]ntity [Ll]ist (?:[A-Z]\\w+ )*[Aa]nnouncement"
    elif serial.startswith("order-"):
        series = "Order"
    count = int(re.sub(r"\D", "", serial) or 0)
    return re.compile(rf"\b{series}s? (?:\d+(?:,| and) )*{count}\b(?:(?:,| and) \d+)* of {year}")


def _near(notice: Notice, rows: dict[str, ControlRow]) -> tuple[str, ...]:
    """Rows of the same government, of about the same day, with a good in common."""
    if notice.announced is None:
        return ()
    goods = {found.value for found in notice.goods}
    day = notice.announced.value
    return tuple(
        row.id
        for row in rows.values()
        if row.imposer == notice.imposer
        and abs((row.announced - day).days) <= _NEAR_DAYS
        and (goods & set(row.goods) or not goods)
    )[:4]
