"""What a trade says in words: who eases what, how likely one is, which unknowns matter."""

from collections.abc import Iterable
from typing import Any

from detente.brief._findings import NONE, WHOLE
from detente.brief.view import View
from detente.deal.shape.deals import Package
from detente.say import clean, count, join_words, per_cent

__all__ = ["listed", "moves", "moves_by_party", "unknown_name"]

MOST_NAMES = 4

UNKNOWNS = {
    "security": "what keeping {control} is worth to {party}",
    "political": "what easing {control} costs {party} at home",
    "loss": "what {control} costs {party}",
    "patience": "how far ahead {party} looks",
    "lag": "how long a breach by {party} goes unanswered",
    "stake": "what a breach costs {party} elsewhere",
}


def listed(view: View, controls: Iterable[str], most: int = MOST_NAMES) -> str:
    """Name controls; in quote marks where a name holds a comma or an "and" of its own."""
    found = list(dict.fromkeys(view.control(code) for code in controls))
    if len(found) > 1 and any("," in name or " and " in name for name in found):
        found = [f"“{name}”" for name in found]
    else:
        found = [view.inline(name) for name in found]
    if len(found) > most:
        rest = len(found) - most + 1
        found = [*found[: most - 1], f"{count(rest, 'other')}"]
    return join_words(found)


def unknown_name(view: View, row: dict[str, Any]) -> str:
    """Name an unknown whose learning would change the answer."""
    control = view.inline(view.control(row["control"])) if row["control"] else ""
    return UNKNOWNS[row["kind"]].format(party=view.the(row["party"]), control=control)


def moves_by_party(view: View, package: Package) -> dict[str, list[tuple[str, str]]]:
    """List what each side does in a package, in full first."""
    owners = {row["control"]: row["imposer"] for row in view.shown_controls()}
    found: dict[str, list[tuple[str, str]]] = {}
    for code, easing in sorted(package["easings"].items(), key=lambda item: -item[1]):
        if abs(easing) <= NONE:
            continue
        how = "in full" if easing >= WHOLE else f"by {per_cent(abs(easing))}"
        how = f"tightened {how}" if easing < 0 else how
        found.setdefault(owners.get(code, ""), []).append((view.thing(code), how))
    return {party: found[party] for party in (*view.parties, "") if party in found}


def moves(view: View, package: Package) -> str:
    """Say side by side what a package eases: in full first, then the rest."""
    owners = {row["control"]: row["imposer"] for row in view.shown_controls()}
    told = []
    for party in dict.fromkeys(owners.values()):
        mine = {k: v for k, v in package["easings"].items() if owners.get(k) == party}
        full = [code for code, easing in mine.items() if easing >= WHOLE]
        words = [f"lifts {listed(view, full)} in full"] if full else []
        part = {k: v for k, v in mine.items() if NONE < abs(v) < WHOLE or v <= -WHOLE}
        words += [
            f"{'eases' if easing > 0 else 'tightens'} {view.inline(view.control(code))} by "
            f"{per_cent(abs(easing))}"
            for code, easing in part.items()
        ]
        if words:
            told.append(f"{view.the(party)} {join_words(words)}")
    beside = [
        f"{view.thing(code)} {'in full' if easing >= WHOLE else f'by {per_cent(easing)}'}"
        for code, easing in package["easings"].items()
        if code not in owners and easing > NONE
    ]
    if beside:
        told.append(f"with {join_words(beside)}")
    return "; ".join(told) or clean(package["words"]) or "nothing changes"
