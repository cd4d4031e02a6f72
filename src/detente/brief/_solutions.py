"""The solutions of a bargain as the brief tells them: rows of the payload, none named in code."""

from typing import Any

from detente.brief.view import Payload
from detente.deal import BUILT_IN
from detente.say import capital

__all__ = ["solution_rows", "solutions_in_words"]


def solution_rows(payload: Payload) -> list[dict[str, Any]]:
    """List the solutions of a payload with their names and packages."""
    deals = payload["deals"]
    rows: list[dict[str, Any]] | None = deals.get("solutions")
    if rows is not None:
        return rows
    return [
        {
            "key": row.key,
            "title": row.title,
            "letter": row.letter,
            "means": row.means,
            "package": deals.get(row.key),
        }
        for row in BUILT_IN
    ]


def solutions_in_words(payload: Payload) -> str:
    """Say what each solution is, in one sentence."""
    first, *others = solution_rows(payload)
    more = "".join(f"; {row['title']} {row['means']}" for row in others)
    return f"{capital(first['title'])} is {first['means']}{more}."
