"""What an answer says in words; static/words.js says the same while a slider moves."""

from collections.abc import Mapping, Sequence
from typing import Any

from detente.say import join_words, leverage_words, money, per_cent

__all__ = ["accept_words", "balance_words", "verdict_words"]


def accept_words(party: Mapping[str, Any]) -> str:
    """Say whether one party accepts."""
    draws = f"{per_cent(party['share'])} of draws"
    if party["accepts"]:
        return f"yes, in {draws}"
    return f"no; it would need {money(party['short'])} more a month ({draws} accept)"


def verdict_words(
    answer: Mapping[str, Any], names: Mapping[str, str], labels: Mapping[str, str]
) -> str:
    """Say whether a package is a deal."""
    if not any(answer["package"].values()):
        return "Nothing is eased: everything stays as it is today."
    if answer["crossed"]:
        lines = join_words([labels[name] for name in answer["crossed"]])
        return f"No deal: it crosses the red line on {lines}."
    if answer["missed"]:
        lines = join_words([labels[name] for name in answer["missed"]])
        return f"No deal: a mandate asks for more on {lines}."
    if answer["accepted"]:
        who = "Both accept" if len(answer["parties"]) == 2 else "All accept"
        return f"{who} this package; in {per_cent(answer['share'])} of draws they all do."
    against = [names[one["party"]] for one in answer["parties"] if not one["accepts"]]
    verb = "does" if len(against) == 1 else "do"
    return f"No deal: {join_words(against)} {verb} not accept."


def balance_words(
    answer: Mapping[str, Any], names: Mapping[str, str], today: Sequence[str | None] = ()
) -> str:
    """Say who holds the leverage, and when it passes."""
    moved = any(answer["package"].values())
    holders: Sequence[str | None] = answer["holders"] if moved or not today else today
    return f"{leverage_words(holders, names)}."
