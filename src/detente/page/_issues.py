"""Side issues on the workbench: tariff points, purchases; from the facts tables or by hand."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detente._errors import DetenteError
from detente.page._figures import ENDS, asked_mandates, number_of, ordered, same
from detente.page._form import Field, words_in

if TYPE_CHECKING:
    from detente.controls import Standoff

__all__ = ["edited_issues", "known_issues"]

BY_HAND = {"kind": "analyst", "words": "edited by hand"}


def known_issues(standoff: "Standoff") -> dict[str, dict[str, Any]]:
    """Side issues of the facts tables that all parties at the table could trade."""
    from detente.facts import load_facts  # noqa: PLC0415 - tables load when asked for

    tabled = {issue.name for issue in standoff.side_issues}
    parties = {party.party for party in standoff.parties}
    found: dict[str, dict[str, Any]] = {}
    for row in load_facts().side_issues:
        issue = found.setdefault(row.issue, {"name": row.issue, "unit": row.of_unit, "worth": {}})
        if row.measure == "most":
            issue |= {"giver": row.party, "most": row.value}
        else:
            issue["worth"][row.party] = {"low": row.low, "central": row.value, "high": row.high}
    words = {"kind": "analyst", "words": "facts table of side issues"}
    return {
        name: {**issue, "origin": words}
        for name, issue in found.items()
        if name not in tabled and {issue.get("giver"), *issue["worth"]} <= parties
    }


def edited_issues(standoff: "Standoff", form: Mapping[str, Field]) -> list[dict[str, Any]]:
    """Apply a form to the side issues of a standoff."""
    parties = [party.party for party in standoff.parties]
    plain = [issue.model_dump(mode="json") for issue in standoff.side_issues]
    kept = [_changed(at, row, form) for at, row in enumerate(plain) if f"i{at}-remove" not in form]
    if name := words_in(form, "add-issue").strip():
        known = known_issues(standoff)
        if name not in known:
            raise DetenteError(f"{name[:60]!r} is no side issue of the tables that is free to add")
        kept.append(known[name])
    if name := " ".join(words_in(form, "issue-name").split())[:80]:
        if any(row["name"] == name for row in kept):
            raise DetenteError(f"{name!r} is on the table already")
        kept.append(_new(name, form, parties))
    return kept


def _changed(at: int, row: dict[str, Any], form: Mapping[str, Field]) -> dict[str, Any]:
    changed = dict(row)
    if f"i{at}-most" in form:
        what = f"{row['name']}, most"
        changed["most"] = same(number_of(form[f"i{at}-most"].text, what), row["most"])
    changed["worth"] = {
        party: _worth(f"i{at}-worth-{party}", row["name"], party, form, before)
        for party, before in row["worth"].items()
    }
    changed["mandates"] = asked_mandates(
        form, f"i{at}-mandate-", row["mandates"], what=row["name"], unit=1.0
    )
    return changed if changed == row else {**changed, "origin": {**row["origin"], **BY_HAND}}


def _worth(
    prefix: str, name: str, party: str, form: Mapping[str, Field], before: Mapping[str, float]
) -> dict[str, float]:
    what, ends = f"{name}, worth to {party}", {}
    for end in ENDS:
        field = form.get(f"{prefix}-{end}")
        given = before[end] if field is None else number_of(field.text, f"{what}, {end}")
        ends[end] = same(given, before[end])
    return ordered(ends, what)


def _new(name: str, form: Mapping[str, Field], parties: list[str]) -> dict[str, Any]:
    giver = words_in(form, "issue-giver").strip()
    if giver not in parties:
        raise DetenteError(f"{name}: say which party at the table gives it")
    unit = " ".join(words_in(form, "issue-unit").split())[:60]
    if not unit:
        raise DetenteError(f"{name}: say in what unit it is counted, such as percentage point")
    worth = {}
    for party in parties:
        written = {end: words_in(form, f"issue-worth-{party}-{end}").strip() for end in ENDS}
        if any(written.values()):
            what = f"{name}, worth to {party}"
            middle = number_of(written["central"], what)
            ends = {end: number_of(text, what) if text else middle for end, text in written.items()}
            worth[party] = ordered(ends, what)
    if not worth:
        raise DetenteError(f"{name}: say what a unit is worth to each side; below zero to who pays")
    most = number_of(words_in(form, "issue-most"), f"{name}, most")
    return {
        "name": name,
        "unit": unit,
        "giver": giver,
        "most": most,
        "worth": worth,
        "origin": BY_HAND,
    }
