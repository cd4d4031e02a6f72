"""The register as a table to filter, and as JSON."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urlencode

from detente import _days
from detente._days import iso
from detente._errors import DetenteError

if TYPE_CHECKING:
    from detente.controls import Control
    from detente.facts import SourceRow

__all__ = ["Query", "day_of", "find", "register_context", "register_csv"]


class Row(TypedDict):
    """A control with its names as words, and the sources of its rule and of its state."""

    control: "Control"
    state: str
    rests_on: "SourceRow | None"
    imposer: str
    targets: list[str]
    goods: list[str]
    source: "SourceRow | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to look for in the register."""

    on: dt.date | None = None
    """Keep what is in force, suspended, announced or unknown on this day; all if None."""
    imposer: str | None = None
    target: str | None = None
    """ISO3 codes."""
    good: str | None = None
    """Good id."""
    instrument: str | None = None
    status: str | None = None
    """Kind of control; status on that day."""
    words: str | None = None
    """Words that all occur in its name, id, goods, entities or source."""

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> "Query":
        """Take the query from an address; an empty field asks for nothing."""
        given = {
            name: parameters.get(name, "").strip()[:80] or None
            for name in ("imposer", "target", "good", "instrument", "status")
        }
        words = parameters.get("q", "").strip()[:80] or None
        on = day_of(parameters.get("on", ""))
        if given["status"] and on is None:
            raise DetenteError("a status is that of a day: fill in the field “On” too")
        return cls(on=on, words=words, **given)

    def address(self) -> str:
        """The query as part of an address."""
        given = {
            "on": self.on.isoformat() if self.on else "",
            "imposer": self.imposer or "",
            "target": self.target or "",
            "good": self.good or "",
            "instrument": self.instrument or "",
            "status": self.status or "",
            "q": self.words or "",
        }
        return urlencode({name: value for name, value in given.items() if value})


def day_of(text: str) -> dt.date | None:
    """Read a date from a form.

    Examples
    --------
    >>> day_of(" 2025-06-10 ")
    datetime.date(2025, 6, 10)
    """
    return _days.day_of(text) if text.strip() else None


def find(query: Query) -> "tuple[Control, ...]":
    """Find controls."""
    from detente.controls import LISTED, Register  # noqa: PLC0415 - tables load when asked for

    found = Register.load().query(
        on=query.on, statuses=LISTED, imposer=query.imposer, target=query.target, good=query.good
    )
    wanted = (query.words or "").casefold().split()
    return tuple(
        control
        for control in found
        if (query.instrument is None or control.instrument == query.instrument)
        and (query.status is None or (query.on and control.status(query.on) == query.status))
        and all(word in _text(control) for word in wanted)
    )


def _text(control: "Control") -> str:
    from detente.facts import load_facts  # noqa: PLC0415 - tables load when asked for

    facts = load_facts()
    goods = [facts.good(good).name for good in control.goods]
    parts = (
        control.id,
        control.name,
        control.legal_source or "",
        *control.goods,
        *goods,
        *control.entities,
    )
    return " ".join(parts).casefold()


def register_csv(query: Query) -> str:
    """The controls found, as CSV: the fields of the JSON, lists joined by semicolons."""
    import csv  # noqa: PLC0415 - one use
    import io  # noqa: PLC0415

    from detente.controls import control_row  # noqa: PLC0415 - tables load when asked for

    rows = [dict(control_row(control, query.on)) for control in find(query)]
    out = io.StringIO()
    names = [name for name in (rows[0] if rows else {"id": ""}) if name != "intensity"]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow(
            "; ".join(map(str, value)) if isinstance(value, list) else value
            for value in (row[name] for name in names)
        )
    return out.getvalue()


def register_context(query: Query) -> dict[str, object]:
    """What the page of the register shows."""
    from detente.controls import LISTED, Register, today  # noqa: PLC0415 - loads when asked for
    from detente.facts import load_facts  # noqa: PLC0415
    from detente.page._timeline import register_timeline  # noqa: PLC0415 - draws

    facts = load_facts()
    parties = {row.iso3: row.name for row in facts.parties}
    goods = {row.good: row.name for row in facts.goods}
    sources = {row.id: row for row in facts.sources}
    register = Register.load()
    every = register.controls
    imposers = sorted({control.imposer for control in every}, key=lambda c: parties.get(c, c))
    targets = sorted(
        {t for control in every for t in control.targets if t in register.known_parties},
        key=lambda c: parties.get(c, c),
    )
    found = find(query)
    day = query.on or today()
    reach = register.reaches()
    rows: list[Row] = [
        {
            "control": control,
            "state": control.state(day).words(),
            "rests_on": sources.get(control.state(day).rests_on),
            "imposer": parties.get(control.imposer, control.imposer),
            "targets": [
                "all countries" if target == "ALL" else parties.get(target, target)
                for target in control.targets
            ],
            "goods": [goods.get(good, good) for good in control.goods],
            "source": sources.get(control.source),
        }
        for control in found
    ]
    return {
        "timeline": register_timeline(found, query.on, parties),
        "kinds": {kind: kind for kind in sorted({control.instrument for control in every})},
        "states": {str(status): str(status) for status in LISTED},
        "title": "Register of controls",
        "query": query,
        "address": query.address(),
        "reaches": iso(reach.to),
        "checks": [
            {"title": sources[check.source].title, "on": check.on.isoformat()}
            for check in reach.checks
            if check.source in sources and sources[check.source].checked == check.on
        ],
        "rows": rows,
        "all": len(every),
        "imposers": {code: parties.get(code, code) for code in imposers},
        "targets": {code: parties.get(code, code) for code in targets},
        "goods": dict(sorted(goods.items(), key=lambda item: item[1])),
    }
