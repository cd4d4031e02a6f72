"""What changed between two briefs: costs beyond their range, controls, deals."""

from collections.abc import Iterator
from typing import Any

from detente.brief._solutions import solution_rows
from detente.brief.view import Payload, View, triple
from detente.say import money_range, per_cent

__all__ = ["brief_changes", "change_words"]

MOVED = 0.005
"""A smaller move of an easing is not told [share]."""


def _costs(view: View) -> Iterator[tuple[tuple[str, str], str, dict[str, float]]]:
    """Every cost of a brief: key, name in words, value."""
    for party, row in view.totals().items():
        yield ("together", party), f"All together, {view.party(party)}", triple(row["together"])
    for row in view.payload["losses"]:
        name = f"{view.control(row['control'])}, {view.party(row['party'])}"
        yield (row["control"], row["party"]), name, triple(row)
    for row in view.payload["third_countries"]:
        yield ("third", row["region"]), f"All together, {view.party(row['region'])}", triple(row)


def _controls(old: View, new: View) -> Iterator[dict[str, Any]]:
    before = {row["control"]: row for row in old.shown_controls()}
    after = {row["control"]: row for row in new.shown_controls()}
    for code in [*after, *(code for code in before if code not in after)]:
        one, two = before.get(code), after.get(code)
        name = (new if two else old).control(code)
        if one is None or two is None:
            yield {"control": code, "name": name, "what": "gone" if two is None else "new"}
        elif one["status"] != two["status"] or one["easing_bound"] != two["easing_bound"]:
            yield {"control": code, "name": name, "what": "changed"}


def _deals(old: View, new: View) -> Iterator[dict[str, Any]]:
    before, after = ({row["key"]: row for row in solution_rows(view)} for view in (old, new))
    for key, row in {**before, **after}.items():
        packages = tuple(rows[key]["package"] if key in rows else None for rows in (before, after))
        one, two = ({} if package is None else package["easings"] for package in packages)
        moved = [
            {"control": code, "old": one.get(code, 0.0), "new": two.get(code, 0.0)}
            for code in sorted({*one, *two})
            if abs(two.get(code, 0.0) - one.get(code, 0.0)) >= MOVED
        ]
        there = tuple(package is not None for package in packages)
        if moved or there[0] != there[1]:
            yield {"rule": row["title"], "before": there[0], "after": there[1], "easings": moved}


def brief_changes(old: Payload, new: Payload) -> dict[str, Any]:
    """Compare two briefs."""
    one, two = View(old), View(new)
    before = {key: value for key, _, value in _costs(one)}
    compared = [(name, before[key], value) for key, name, value in _costs(two) if key in before]
    moved = [
        {"name": name, "old": was, "new": now}
        for name, was, now in compared
        if not was["low"] <= now["central"] <= was["high"]
    ]
    return {
        "old": {"on": old["standoff"]["on"], "version": old["manifest"]["version"]},
        "numbers": moved,
        "within": len(compared) - len(moved),
        "controls": list(_controls(one, two)),
        "deals": list(_deals(one, two)),
    }


def change_words(view: View) -> list[tuple[str, str]]:
    """Say what changed, one pair of topic and sentence each."""
    changes = view.payload.get("changes")
    if changes is None:
        return []
    told = [
        (
            "Cost beyond its range",
            f"{row['name']}: {money_range(row['new'])} a month; was {money_range(row['old'])}",
        )
        for row in changes["numbers"]
    ]
    told.append(("Cost within its range", f"{changes['within']} other figures"))
    titles = {"new": "New control", "gone": "Control gone", "changed": "Control changed"}
    told += [(titles[row["what"]], row["name"]) for row in changes["controls"]]
    for row in changes["deals"]:
        if row["before"] and row["after"]:
            words = "; ".join(
                f"{view.control(one['control'])} eased {per_cent(one['new'])}, "
                f"was {per_cent(one['old'])}"
                for one in row["easings"]
            )
        else:
            words = "a package now, none before" if row["after"] else "no package any more"
        told.append((f"Deal, {row['rule']}", words))
    return told
