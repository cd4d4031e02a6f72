"""Who holds the leverage, month by month, in words: one definition for brief, page and terminal.

A side holds the leverage in a month where the others lose more to its controls than it loses to
theirs, over the whole range of the draws. Where the ranges overlap nobody holds it.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from detente.say._phrases import capital, join_words

__all__ = ["leverage_words", "passes_in", "segments"]

OPEN = "the ranges of what each side loses to the other’s controls overlap"


def segments(holders: Sequence[str | None]) -> list[tuple[str | None, int, int]]:
    """Join months that follow one another with the same holder.

    Parameters
    ----------
    holders
        By month from the first, who holds the leverage; ``None`` where nobody does.

    Returns
    -------
    list of tuple
        Holder, first month and last month [month].

    Examples
    --------
    >>> segments(["A", "A", None, "B"])
    [('A', 1, 2), (None, 3, 3), ('B', 4, 4)]
    """
    found, at = [], 1
    for holder, group in groupby(holders):
        many = len(list(group))
        found.append((holder, at, at + many - 1))
        at += many
    return found


def passes_in(holders: Sequence[str | None]) -> int | None:
    """First month in which another holds the leverage than the first to hold it.

    Parameters
    ----------
    holders
        By month from the first, who holds the leverage; ``None`` where nobody does.

    Returns
    -------
    int or None
        The month; ``None`` if the leverage does not pass [month].

    Examples
    --------
    >>> passes_in(["A", None, "B"]), passes_in([None, "A", None]), passes_in([])
    (3, None, None)
    """
    first = next((holder for holder in holders if holder), None)
    return next(
        (month for month, one in enumerate(holders, start=1) if one not in (None, first)), None
    )


def leverage_words(holders: Sequence[str | None], names: Mapping[str, str]) -> str:
    """Say who holds the leverage, and when it passes.

    Parameters
    ----------
    holders
        By month from the first, who holds the leverage; ``None`` where nobody does.
    names
        Holders as they stand in a sentence.

    Returns
    -------
    str
        A sentence without its full stop.

    Examples
    --------
    >>> names = {"A": "the United Arland", "B": "Borland"}
    >>> leverage_words(["B", "B"], names)
    'Borland holds the leverage throughout'
    >>> leverage_words(["B", None, "A"], names)
    'Leverage passes in month 3: Borland holds it in month 1, the United Arland in month 3'
    >>> leverage_words([None, "A", "A"], names)
    'The United Arland holds the leverage in months 2 to 3; in month 1 the ranges overlap'
    """
    found = segments(holders)
    held = [one for one in found if one[0] is not None]
    if not held:
        return f"Neither side clearly holds the leverage: {OPEN}"
    who = {names.get(one[0] or "", one[0] or "") for one in held}
    if len(found) == 1:
        return f"{capital(who.pop())} holds the leverage throughout"
    passes = passes_in(holders)
    if passes is None:
        when, else_ = (
            join_words(
                [_months(first, last) for holder, first, last in found if bool(holder) == is_held]
            )
            for is_held in (True, False)
        )
        return f"{capital(who.pop())} holds the leverage in {when}; in {else_} the ranges overlap"
    told = [
        f"{names.get(holder or '', holder or '')}{' holds it' if at == 0 else ''} in "
        f"{_months(first, last)}"
        for at, (holder, first, last) in enumerate(held)
    ]
    listed = join_words(told) if len(told) > 2 else ", ".join(told)
    return f"Leverage passes in month {passes}: {listed}"


def _months(first: int, last: int) -> str:
    return f"month {first}" if first == last else f"months {first} to {last}"
