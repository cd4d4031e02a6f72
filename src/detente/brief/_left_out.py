"""What was left out, and what is not known: the lines that no smooth sentence may hide."""

from collections import Counter
from typing import Any

from detente.brief._trade_words import listed
from detente.brief.view import View
from detente.say import (
    Claim,
    Sentence,
    agrees,
    capital,
    clean,
    count,
    date_words,
    join_words,
    per_cent,
    quote,
    shorten,
)

__all__ = ["caveats", "ledger_counts", "left_out"]

MOST_TOLD = 4
"""Things named one by one on the first page at most; all are in the annex [count]."""

OUTCOMES = ("used", "not matched", "not costed")

TOLD_ELSEWHERE = frozenset({"exclusion", "agreement"})
"""Kinds that have a sentence of their own on the first page."""


def ledger_counts(view: View) -> dict[str, int]:
    """Count what became of the things read."""
    rows = view.payload.get("ledger") or []
    many = Counter(row["outcome"] for row in rows)
    return {outcome: many[outcome] for outcome in OUTCOMES} if rows else {}


def caveats(view: View) -> list[Sentence]:
    """Say in one line each what makes the message less than it seems."""
    made = (_reach(view), _states(view), _not_costed(view), _in_part(view), _unused(view))
    return [sentence for sentence in made if sentence is not None]


def _line(topic: str, text: str, *claims: Claim) -> Sentence:
    return Sentence(topic=topic, text=text, anchor="table", how="how-standoff", claims=claims)


def _reach(view: View) -> Sentence | None:
    register = view.payload.get("register") or {}
    reaches = register.get("reaches")
    if not reaches or not register.get("standoff_is_later"):
        return None
    return _line(
        "Later than the register",
        f"For both sides the register of controls reaches to {date_words(reaches)}, and this is of "
        f"{date_words(view.payload['standoff']['on'])}: what changed between may be known from the "
        "article alone.",
    )


def _states(view: View) -> Sentence | None:
    """Controls of which no source says how they stand that day."""
    rows = [
        row
        for row in view.shown_controls()
        if not row.get("certain", True) or row["status"] == "unknown"
    ]
    if not rows:
        return None
    told = []
    for row in rows[:MOST_TOLD]:
        name = view.inline(view.control(row["control"]))
        state = clean(row.get("state"))
        if not state:
            since = row.get("known_on")
            state = f"not known since {date_words(since)}" if since else "not known"
        ends = dict.fromkeys(per_cent(row["intensity"][end]) for end in ("low", "high"))
        told.append(f"{name} ({state}; taken to block {' to '.join(ends)})")
    if len(rows) > MOST_TOLD:
        told.append(f"{len(rows) - MOST_TOLD} more")
    verb = agrees(len(rows), "control", "controls")
    return _line(
        "Not known for sure",
        f"How {count(len(rows), verb, verb)} {agrees(len(rows), 'stands', 'stand')} today is not "
        f"known: {'; '.join(told)}.",
    )


def _not_costed(view: View) -> Sentence | None:
    rows = [row for row in view.shown_controls() if row.get("not_costed")]
    if not rows:
        return None
    why = join_words(list(dict.fromkeys(clean(row["not_costed"]) for row in rows))[:2])
    names = listed(view, [row["control"] for row in rows])
    return _line(
        "Not costed",
        f"{capital(names)} {agrees(len(rows), 'is', 'are')} on the table and not costed: {why}.",
    )


def _in_part(view: View) -> Sentence | None:
    """Controls that are costed as something less, or something else, than the article tells."""
    rows = [
        row
        for row in view.payload.get("ledger") or []
        if row.get("headline") and row["outcome"] == "used" and row["kind"] == "control"
    ]
    return _line("Costed in part", f"{capital(_told(rows, MOST_TOLD))}.") if rows else None


def _unused(view: View) -> Sentence | None:
    """What was read, was not used, and would change the message."""
    rows = [
        row
        for row in view.payload.get("ledger") or []
        if row.get("headline") and row["outcome"] != "used" and row["kind"] not in TOLD_ELSEWHERE
    ]
    if not rows:
        return None
    return _line("Read and not used", f"{capital(_told(rows, MOST_TOLD))}.")


def _told(rows: list[dict[str, Any]], most: int) -> str:
    """Things read, each with why it was not used."""
    told = [
        f"{row['kind']} {quote(clean(row['words']), 90)} "
        f"({shorten(clean(row['why']).rstrip('.'), 140)})"
        for row in rows[:most]
    ]
    if len(rows) > most:
        told.append(f"{count(len(rows) - most, 'more thing')}")
    return "; ".join(told)


def left_out(view: View) -> Sentence | None:
    """Say how much of what was read was used."""
    many = ledger_counts(view)
    total = sum(many.values())
    if not total:
        return None
    parts = [count(n, outcome, outcome) for outcome, n in many.items() if n]
    text = f"Of {count(total, 'thing')} read, {join_words(parts)}."
    return Sentence(
        topic="What was left out",
        text=text,
        anchor="ledger",
        how="how-reading",
        claims=(Claim(relation="ledger", value=float(total)),),
    )
