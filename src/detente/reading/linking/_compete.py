"""Gates and competition: which rows explain what an article says of a good."""

import datetime as dt
from collections.abc import Iterable

from detente.controls import Control
from detente.reading.linking._candidates import freshness, over
from detente.reading.linking._passages import Passage
from detente.reading.linking._score import Evidence

__all__ = ["admitted", "winners"]

LEAST = 3.6
"""Score below which a row is not linked [points]."""
MARGIN = 1.2
"""How far behind the best row of its good another may be and still be linked [points]."""
_LISTS = frozenset({"entity-list"})
_LATELY = 45
_PACKAGE = 3  # rows announced within so many days of each other are steps of one package


def admitted(found: Evidence, passages: tuple[Passage, ...], day: dt.date) -> bool:
    """Whether a row may be linked at all.

    Its imposer must be named in the article, and so must one of its targets, where it does not aim
    at all; a row that lists firms needs its name, a firm, or a word for a list.

    Parameters
    ----------
    found
        What speaks for the row.
    passages
        Sentences of the article.
    day
        Its day.
    """
    control = found.control
    named = {party for passage in passages for party in passage.parties}
    if found.score < LEAST or control.imposer not in named:
        return False
    if not (found.placed or found.named):
        return False
    if not found.own and _out_of_the_news(control, day):
        return False
    aims = "ALL" in control.targets or any(control.aims_at(party) for party in named)
    if not (aims or found.named):
        return False
    if control.instrument in _LISTS:
        return found.named or found.firm or (found.listed and found.own)
    return found.own or bool(found.goods)


def winners(rows: Iterable[Evidence], day: dt.date) -> list[Evidence]:
    """Keep the rows that explain their goods best.

    Parameters
    ----------
    rows
        Rows that are admitted.
    day
        The article's day.

    Returns
    -------
    list of Evidence
        Best first. Of rows that an imposer lays on the same good the best stays, and those within
        the margin that differ in kind, belong to one package with it, or are pointed at by words of
        their own.
    """
    ranked = sorted(rows, key=lambda found: (-_rank(found, day), found.control.id))
    kept: list[Evidence] = []
    for found in ranked:
        rivals = [
            other
            for other in kept
            if other.control.imposer == found.control.imposer
            and (set(other.control.goods) & set(found.goods) or _only_firm(found, other))
        ]
        if all(_beside(found, other, day) for other in rivals):
            kept.append(found)
    return kept


def _out_of_the_news(control: Control, day: dt.date) -> bool:
    """Whether a row is over, or was never in force, and took no step of late."""
    idle = over(control, day) or control.effective is None
    return idle and freshness(control, day) > _LATELY


def _rank(found: Evidence, day: dt.date) -> float:
    """Score, and for rows alike what blocks more and is wider comes first."""
    control = found.control
    target = next((code for code in control.targets if code != "ALL"), "*")
    heavy = 0.0 if over(control, day) else control.intensity(day, target, known_on=day).central
    return found.score + 0.5 * heavy + (0.0 if control.entities else 0.3)


def _only_firm(found: Evidence, other: Evidence) -> bool:
    """Whether nothing but a firm speaks for a row, and the same firm for a better one."""
    alone = found.firm and not (found.goods or found.named or found.dated or found.phrased)
    return alone and bool(set(found.control.entities) & set(other.control.entities))


def _beside(found: Evidence, other: Evidence, day: dt.date) -> bool:
    """Whether a row is linked beside a better one on the same good."""
    mine, its = found.control, other.control
    new = set(found.goods) - set(other.goods)
    if _only_firm(found, other):
        return False
    if found.named or found.dated or found.firm:
        return True
    if new and any(found.goods[good] >= LEAST - 1 for good in new):
        return True
    if over(its, day) and not over(mine, day):
        return found.phrased
    if (mine.instrument in _LISTS) != (its.instrument in _LISTS) and found.phrased:
        return True
    behind = _rank(other, day) - _rank(found, day)
    if behind > MARGIN and not (found.phrased and behind <= 2 * MARGIN):
        return False
    return found.phrased or _differ(mine, its) or _one_package(mine, its)


def _differ(mine: Control, its: Control) -> bool:
    """Whether two rows are of two kinds: a ban beside a licence, one country beside all."""
    return mine.instrument != its.instrument or ("ALL" in mine.targets) != ("ALL" in its.targets)


def _one_package(mine: Control, its: Control) -> bool:
    first, second = mine.announced, its.announced
    return first is not None and second is not None and abs((first - second).days) <= _PACKAGE
