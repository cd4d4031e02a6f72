"""What a text must hold for a pattern to be found in it: most patterns are ruled out at once."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import product
from re import _parser as grammar  # type: ignore[attr-defined]  # nothing public tells it
from typing import Any

__all__ = ["fold", "may_hold", "needed"]

_MOST = 64
"""Pieces beyond which a choice is not followed further."""
_THREE = 3
_Pieces = frozenset[str]
_NOTHING: _Pieces = frozenset({""})
_DIGIT = re.compile(r"\d")


def fold(text: str) -> str:
    """Take capitals and the values of digits out of a text.

    Examples
    --------
    >>> fold("On 9 May 2025")
    'on 0 may 0000'
    """
    return text.casefold() if text.isalpha() else _DIGIT.sub("0", text.casefold())


def may_hold(folded: str, pattern: str) -> bool:
    """Whether a pattern, not compiled yet, could be found in a text that is folded.

    Examples
    --------
    >>> may_hold("from monday", "[Mm]ondays?"), may_hold("from now", "[Mm]ondays?")
    (True, False)
    """
    pieces, opening = _asked(pattern)
    if opening and opening.isdisjoint(_threes(folded)):
        return False
    return not pieces or any(piece in folded for piece in pieces)


@cache
def _asked(pattern: str) -> tuple[_Pieces, _Pieces]:
    """The pieces of a pattern, and the ends of them, if all have three letters."""
    pieces = needed(pattern)
    short = any(len(piece) < _THREE for piece in pieces)
    return pieces, frozenset() if short else frozenset(piece[-_THREE:] for piece in pieces)


@lru_cache(maxsize=512)
def _threes(folded: str) -> _Pieces:
    """Every three letters in a row."""
    return frozenset(map("".join, zip(folded, folded[1:], folded[2:], strict=False)))


@cache
def needed(pattern: str) -> frozenset[str]:
    r"""Pieces of which a text holds one, folded, wherever the pattern fits; empty if unknown.

    Notes
    -----
    As in the prefilters of RE2 (Cox, 2012, Regular expression matching with a trigram index): runs
    of letters are joined through choices, and the longest of what must stand there is taken.

    Examples
    --------
    >>> sorted(needed(r"\b(?:two|ten) \w+ (?:week|month)s? ago"))
    [' month ago', ' months ago', ' week ago', ' weeks ago']
    """
    pieces = sorted(_sequence(grammar.parse(pattern))[1], key=len)
    if "" in pieces:
        return frozenset()
    return frozenset(
        piece for at, piece in enumerate(pieces) if not any(less in piece for less in pieces[:at])
    )


def _sequence(items: Iterable[tuple[Any, Any]]) -> tuple[_Pieces | None, _Pieces]:
    """All that a sequence can be, if few things, and the pieces of which it holds one."""
    run, best, whole = _NOTHING, frozenset[str](), True
    for kind, inner in items:
        if kind is grammar.LITERAL:
            letter = fold(chr(inner))
            run = frozenset([a + letter for a in run])
            continue
        exact, held = _item(str(kind), inner)
        best = _better(best, held) if held else best
        if exact is None or len(run) * len(exact) > _MOST:
            best, run, whole = _better(best, run), exact or _NOTHING, False
        else:
            run = frozenset(a + b for a in run for b in exact)
    return (run if whole else None), _better(best, run)


def _item(kind: str, inner: Any) -> tuple[_Pieces | None, _Pieces]:  # noqa: ANN401, PLR0911 - one a kind
    if kind == "IN":
        letters = {_letter(str(one), at) for one, at in inner}
        return (None if "" in letters else frozenset(letters)), frozenset()
    if kind == "SUBPATTERN":
        return _sequence(inner[-1])
    if kind == "BRANCH":
        return _choice([_sequence(one) for one in inner[1]])
    if kind in {"MAX_REPEAT", "MIN_REPEAT"}:
        least, most, repeated = inner
        exact, held = _sequence(repeated)
        if exact is not None and int(most) <= 4 and len(exact) ** int(most) <= _MOST:
            times = ({"".join(one) for one in product(exact, repeat=n)}
                     for n in range(least, most + 1))  # fmt: skip
            return frozenset().union(*times), frozenset()
        return None, held if least else frozenset()
    if kind == "ASSERT":
        return _NOTHING, _sequence(inner[1])[1]
    return (_NOTHING if kind in {"AT", "ASSERT_NOT"} else None), frozenset()


def _letter(kind: str, inner: Any) -> str:  # noqa: ANN401
    """What one of a set of letters is, empty if many things."""
    if kind == "LITERAL":
        return fold(chr(inner))
    digits = kind == "CATEGORY" and str(inner) == "CATEGORY_DIGIT"
    return "0" if digits or (kind == "RANGE" and {*map(fold, map(chr, inner))} == {"0"}) else ""


def _choice(ways: list[tuple[_Pieces | None, _Pieces]]) -> tuple[_Pieces | None, _Pieces]:
    """One of several: each must be known for anything to be."""
    exact = [way[0] for way in ways]
    held = [way[1] for way in ways]
    union = frozenset().union(*held) if all(held) else frozenset[str]()
    if any(one is None for one in exact):
        return None, union
    every = frozenset().union(*(one or () for one in exact))
    return (every if len(every) <= _MOST else None), union


def _better(one: _Pieces, other: _Pieces) -> _Pieces:
    """The pieces that rule out more: the longer ones, or else the fewer."""
    if not one or not other:
        return one or other
    least, less = len(min(one, key=len)), len(min(other, key=len))
    return one if (least, -len(one)) >= (less, -len(other)) else other
