"""The form that edits a standoff: its fields as they come, and what they make of it."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detente._errors import DetenteError
from detente.page._check import check
from detente.page._figures import ENDS, asked_mandates, number_of, ordered, same
from detente.page._form import Field, words_in
from detente.page._issues import edited_issues

if TYPE_CHECKING:
    from detente.controls import Standoff

__all__ = ["MOST_EDIT_FIELDS", "edited"]

MOST_EDIT_FIELDS = 600
FIGURES = {"intensity": 100.0, "security": 1.0, "political": 1.0}
"""Figures of a control in the form, and how many of its units make one of the standoff's."""


def edited(standoff: "Standoff", form: Mapping[str, Field]) -> "Standoff":
    """Apply a form to a standoff; what the form does not name stays."""
    from detente.controls import Standoff  # noqa: PLC0415 - loads when asked for

    plain: dict[str, Any] = standoff.model_dump(mode="json")
    if "name" in form:
        plain["name"] = " ".join(form["name"].text.split())[:200] or plain["name"]
    if words_in(form, "on").strip():
        plain["on"] = form["on"].text.strip()
    controls = [_control(at, row, form) for at, row in enumerate(plain["controls"])]
    plain["controls"] = [row for row in controls if row is not None]
    if not plain["controls"]:
        raise DetenteError("the last control on the table cannot be taken off")
    kept = {row["control"] for row in plain["controls"]}
    plain["red_lines"] = [one for one in plain["red_lines"] if one["control"] in kept]
    plain["stocks"] = _stocks(plain["stocks"], form)
    plain["side_issues"] = edited_issues(standoff, form)
    added = words_in(form, "add").strip()
    if added:
        plain["controls"].append(_added(standoff, added, form))
    made = Standoff.from_json_text(json.dumps(plain), name="the form")
    check(made)
    return made


def _control(at: int, row: dict[str, Any], form: Mapping[str, Field]) -> dict[str, Any] | None:
    if f"c{at}-remove" in form:
        return None
    changed = dict(row)
    if f"c{at}-bound" in form:
        what = f"{row['control']}, red line"
        changed["bound"] = same(number_of(form[f"c{at}-bound"].text, what) / 100, row["bound"])
    for name, unit in FIGURES.items():
        ends = {}
        for end in ENDS:
            field = form.get(f"c{at}-{name}-{end}")
            before = row[name][end]
            what = f"{row['control']}, {name}, {end}"
            given = before if field is None else number_of(field.text, what) / unit
            ends[end] = same(given, before)
        changed[name] = ordered(ends, f"{row['control']}, {name}")
    changed["mandates"] = asked_mandates(
        form, f"c{at}-mandate-", row["mandates"], what=row["control"], unit=100.0
    )
    if changed != row:
        changed["origin"] = {
            "kind": "analyst",
            "register_id": row["origin"]["register_id"],
            "words": "edited by hand",
        }
    return changed


def _stocks(stocks: dict[str, Any], form: Mapping[str, Field]) -> dict[str, Any]:
    kept = dict(stocks)
    goods = {
        name.removeprefix("stock-").removesuffix("-central")
        for name in form
        if name.startswith("stock-") and name.endswith("-central")
    }
    for good in sorted(goods):
        written = {end: words_in(form, f"stock-{good}-{end}").strip() for end in ENDS}
        if not any(written.values()):
            kept.pop(good, None)
            continue
        what = f"stock of {good}"
        middle = number_of(written["central"], what)
        ends = {end: number_of(text, what) if text else middle for end, text in written.items()}
        kept[good] = ordered(ends, what)
    return kept


def _added(standoff: "Standoff", name: str, form: Mapping[str, Field]) -> dict[str, Any]:
    from detente.controls import Register, standoff_from_register  # noqa: PLC0415

    if any(entry.control == name for entry in standoff.controls):
        raise DetenteError(f"{name} is on the table already")
    register = Register.load()
    imposer = register.get(name).imposer
    parties = [one.party for one in standoff.parties]
    if imposer not in parties:
        raise DetenteError(f"{name} is imposed by {imposer}, which is not at this table")
    target = words_in(form, "add-target").strip()
    if not target:
        target = next((party for party in parties if party != imposer), "")
    found = standoff_from_register([name], on=standoff.on, target=target or None)
    row: dict[str, Any] = found.controls[0].model_dump(mode="json")
    return row
