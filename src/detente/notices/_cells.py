"""The cells of a register row as a notice gives them."""

import datetime as dt

from detente.facts import ALL_DUAL_USE, load_facts
from detente.facts.notice_tables import load_countries
from detente.notices._notice import Act, Notice, Passage

__all__ = ["Cell", "cells_of", "legal_source", "register_id", "source_id", "title_of"]

Cell = tuple[str, Passage | None]

_KINDS = {
    "ban": "Ban on {goods}{to}",
    "licence": "Licences for {goods}{to}",
    "volume-cap": "Quotas on {goods}{to}",
    "revenue-share": "Revenue share on {goods}{to}",
    "end-user-rule": "End-user rule on {goods}{to}",
    "threat": "Threat of controls on {goods}{to}",
    "": "Controls on {goods}{to}",
}
_OFFICES = {"MOFCOM": "MOFCOM", "GAC": "GAC", "State Council": "State Council", "MOST": "MOST"}


def register_id(notice: Notice) -> str:
    """Id of the register row that a notice would have, such as ``CN-2025-57``."""
    said = notice.announced.value if notice.announced else None
    said = said or (notice.effective.date if notice.effective else None)
    if notice.number is None and (said is None or notice.act is not Act.SUSPENDS):
        return ""
    iso2 = next((r.iso2 for r in load_countries() if r.iso3 == notice.imposer), notice.imposer)
    if notice.number is None:
        return f"{iso2}-statement-{said}"
    number = notice.number.value.replace(" ", "-").replace("/", "-")
    if notice.form == "mofcom":
        return f"{iso2}-{number.replace('-uel-', '-UEL-')}"
    year = f"{notice.announced.value.year}-" if notice.announced else ""
    if notice.form == "federal-register":
        return f"{iso2}-{year}{number.replace('-FR-', 'FR')}"
    return f"{iso2}-{year}{number}"


def source_id(notice: Notice) -> str:
    """Id of the row in ``sources.csv`` that stands for the notice itself."""
    return f"{notice.form}-{register_id(notice)}".lower()


def legal_source(notice: Notice) -> str:
    """The act as the register names it."""
    if notice.number is None:
        return notice.title
    number = notice.number.value
    if notice.form != "mofcom":
        return number.replace("DGFT ", "DGFT Notification ")
    year, _, serial = number.partition("-")
    if serial.startswith("uel-"):
        return f"Unreliable Entity List Working Mechanism Announcement {int(serial[4:])} of {year}"
    kind = "Order" if serial.startswith("order-") else "Announcement"
    offices = " and ".join(name for name in notice.issuers if name in _OFFICES) or "MOFCOM"
    if kind == "Order":
        offices = "State Council" if "State Council" in notice.issuers else "MOFCOM"
    return f"{offices} {kind} {int(serial.removeprefix('order-'))} of {year}"


def title_of(notice: Notice) -> str:
    """A readable English name, from its fields."""
    facts = load_facts()
    named = {row.iso3: row.name for row in facts.parties}
    named |= {row.iso3: row.names[0] for row in load_countries() if row.iso3 not in named}
    adjective = {row.iso3: row.adjective for row in facts.parties}
    targets = [found.value for found in notice.targets if found.value != "ALL"]
    if notice.act in {Act.LISTS, Act.DELISTS}:
        of = (
            f"{adjective.get(targets[0], named.get(targets[0], targets[0]))} "
            if len(targets) == 1
            else ""
        )
        count = str(len(notice.entities)) if notice.entities else "further"
        name = (notice.list_name or "entity list").capitalize().replace("list", "list")
        return f"{name}: {count} {of}entities"
    if notice.form != "mofcom":
        return notice.title[:120]
    names = {row.good: row.name for row in facts.goods}
    goods = [names.get(found.value, found.value) for found in notice.goods]
    listed = " and ".join([", ".join(goods[:-1]), goods[-1]] if len(goods) > 1 else goods)
    words = listed if notice.goods and notice.goods[0].value != ALL_DUAL_USE else "dual-use goods"
    to = f" to {', '.join(named.get(code, code) for code in targets)}" if targets else ""
    kind = _KINDS.get(notice.instrument.value if notice.instrument else "", _KINDS[""])
    return kind.format(goods=words or "what its title names", to=to)


def cells_of(notice: Notice) -> dict[str, Cell]:
    """Cells of a new row of ``controls.csv``, each with the passage it came from."""
    effective = notice.effective
    system = "CN" if notice.form == "mofcom" else "ECCN"
    goods = [found for found in notice.goods if _known(found.value)]
    cells: dict[str, Cell] = {
        "id": (register_id(notice), notice.number.passage if notice.number else None),
        "name": (title_of(notice), None),
        "imposer": (notice.imposer, None),
        "targets": _words([(t.value, t.passage) for t in notice.targets]),
        "goods": _words([(g.value, g.passage) for g in goods]),
        "instrument": (notice.instrument.value, notice.instrument.passage)
        if notice.instrument
        else ("", None),
        "announced": _day(notice.announced.value, notice.announced.passage)
        if notice.announced
        else ("", None),
        "effective": _day(effective.date, effective.passage) if effective else ("", None),
        "expires": _day(notice.until.value, notice.until.passage)
        if notice.until and notice.act in {Act.IMPOSES, Act.LISTS}
        else ("", None),
        "entities": _words([(e.name.replace(";", ","), e.passage) for e in notice.entities]),
        "codes": _words(
            [(f"{system} {c.value}", c.passage) for c in notice.codes]
            + [(f"HS {c.value}", c.passage) for c in notice.hs]
        ),
        "legal_source": (legal_source(notice), notice.number.passage if notice.number else None),
        "legal_url": (notice.address, None),
        "note": (_note(notice), None),
        "source": (source_id(notice), None),
    }
    day = cells["announced"][0]
    return cells | {"as_of": (day, None), "last_known": (day, None)}


def _known(good: str) -> bool:
    return good == ALL_DUAL_USE or any(row.good == good for row in load_facts().goods)


def _words(found: list[tuple[str, Passage]]) -> Cell:
    values = list(dict.fromkeys(value for value, _ in found))
    return ";".join(values), found[0][1] if found else None


def _day(date: dt.date, passage: Passage) -> Cell:
    return date.isoformat(), passage


def _note(notice: Notice) -> str:
    parts = [notice.title if notice.form == "mofcom" else ""]
    if len(notice.phases) > 1:
        parts.append("In parts from " + ", ".join(str(phase.date) for phase in notice.phases))
    return " ".join(f"{part.strip('.')}." for part in parts if part)[:300]
