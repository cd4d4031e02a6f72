"""What a linked row is to the article: at issue, a red line, background, or over."""

import datetime as dt
from typing import Literal

from detente.reading.standoff.linking._candidates import freshness, over
from detente.reading.standoff.linking._passages import Passage
from detente.reading.standoff.linking._score import Evidence

__all__ = ["Band", "Role", "band_of", "role_of", "strong"]

Role = Literal["at issue", "red line", "background", "over"]
Band = Literal["high", "middle", "low"]
HIGH, MIDDLE = 7.0, 5.0
"""Scores from which a link is of high and of middle confidence [points]."""
_STRONG = 0.6
"""Share of the best sentence's points from which another is nearly as strong [share]."""
_NEWS, _FRESH = 7, 45
"""Days within which a step of a control is the news of the day, and still news [day]."""


def band_of(score: float) -> Band:
    """Return how sure a link is, by its score."""
    return "high" if score >= HIGH else "middle" if score >= MIDDLE else "low"


def role_of(
    found: Evidence, passages: tuple[Passage, ...], day: dt.date, rivals: list[Evidence]
) -> Role:
    """Say what a row is to the article."""
    if over(found.control, day):
        return "over"
    mine = strong(found, passages)
    if freshness(found.control, day) <= _FRESH or any(p.lead or p.bargains for p in mine):
        return "at issue"
    outranked = any(_outranks(other, found, passages, day) for other in rivals)
    return "background" if outranked else "at issue"


def _outranks(
    other: Evidence, found: Evidence, passages: tuple[Passage, ...], day: dt.date
) -> bool:
    """Whether another row is what the article is about: a step of these days is.

    Whom the other aims at answers with what it holds back itself.
    """
    mine, its = found.control.imposer, other.control
    if over(its, day) or mine in its.targets or (found.own and its.aims_at(mine)):
        return False
    if mine == its.imposer and its.targets == found.control.targets != ("ALL",):
        return False  # further curbs on the same partner are a part of the same standoff
    if freshness(other.control, day) <= _NEWS:
        return True
    theirs = strong(other, passages)
    if all(passage.number in found.passages for passage in theirs):
        return False
    fresh = freshness(other.control, day) <= _FRESH
    return fresh or any(passage.lead or passage.bargains for passage in theirs)


def strong(found: Evidence, passages: tuple[Passage, ...]) -> list[Passage]:
    """Return the sentences that speak of a row nearly as strongly as the best one."""
    top = max(found.passages.values(), default=0.0)
    return [
        passages[number] for number, points in found.passages.items() if points >= _STRONG * top
    ]
