"""The solutions of a bargain as the brief tells them: rows of the payload, none named in code."""

from typing import TYPE_CHECKING

from detente.brief.view import View
from detente.say import capital

if TYPE_CHECKING:
    from detente.deal.shape.deals import Solution

__all__ = ["solution_rows", "solutions_in_words"]


def solution_rows(view: View) -> "list[Solution]":
    """List the solutions of a brief with their names and packages."""
    deals = view.deals
    if "solutions" in deals:
        return deals["solutions"]
    from detente.deal import BUILT_IN  # noqa: PLC0415 - the engine loads for briefs of before alone

    named = {
        "nash": deals["nash"],
        "kalai_smorodinsky": deals["kalai_smorodinsky"],
        "equal_gains": deals["equal_gains"],
    }
    return [
        {
            "key": row.key,
            "title": row.title,
            "letter": row.letter,
            "means": row.means,
            "package": named[row.key],
        }
        for row in BUILT_IN
    ]


def solutions_in_words(view: View) -> str:
    """Say what each solution is, in one sentence."""
    first, *others = solution_rows(view)
    more = "".join(f"; {row['title']} {row['means']}" for row in others)
    return f"{capital(first['title'])} is {first['means']}{more}."
