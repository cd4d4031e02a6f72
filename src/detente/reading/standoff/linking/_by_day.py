"""What the day of an article, and the days it names, say of a row of the register."""

import datetime as dt
from collections.abc import Iterable, Mapping

from detente.controls import Control
from detente.reading.standoff.linking._candidates import known_steps
from detente.reading.standoff.linking._passages import Passage

__all__ = [
    "agrees",
    "end_untold",
    "newly_listed",
    "of_another_rule",
    "of_that_day",
    "recent_curbs",
    "ruled_on",
]

_WHOLE_DAY = 10
"""Length of the value of a day [characters]."""


def recent_curbs(control: Control, passage: Passage, steps: list[str]) -> bool:
    """Whether *recent curbs* on a target, or its listing at the top, may mean a row, by the day."""
    bare = any(v.imposer == control.imposer and not v.goods for v in passage.voices)
    if _of_another_day(passage, steps) or not (bare and passage.parties & set(control.targets)):
        return False
    if control.instrument == "entity-list":
        return passage.lead and "entity-list" in passage.words
    return "recent" in passage.words


def newly_listed(control: Control, passage: Passage, steps: list[str]) -> bool:
    """Whether a sentence tells that a row's imposer put parties on a list, and it is news.

    For a list that took a step in the days before the article: nothing else need point at it.
    """
    if control.instrument != "entity-list" or "entity-list" not in passage.words:
        return False
    told = control.imposer in passage.senders or passage.voiced(control.imposer)
    others = passage.parties - {control.imposer}
    aimed = any(control.aims_at(party) for party in others)
    news = passage.lead or "fresh" in passage.words
    return told and aimed and news and not _of_another_day(passage, steps)


def of_that_day(control: Control, passage: Passage) -> bool:
    """Whether a sentence speaks of what a row's imposer announced on a day, and the row is of it.

    Goods that it names must be the row's, and a list is spoken of as a list and nothing else is.
    """
    if control.announced is None or control.announced.isoformat() not in passage.days:
        return False
    if (control.instrument == "entity-list") != ("entity-list" in passage.words):
        return False
    fits = not passage.goods or bool(passage.goods.keys() & set(control.goods))
    return fits and passage.voiced(control.imposer)


def ruled_on(rows: Iterable[Control], day: dt.date) -> dict[tuple[str, str], frozenset[str]]:
    """Return the goods that each imposer ruled on each day, by imposer and day."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for row in rows:
        for step in known_steps(row, day):
            key = row.imposer, step.isoformat()
            found[key] = found.get(key, frozenset()) | frozenset(row.goods)
    return found


def of_another_rule(
    control: Control,
    passage: Passage,
    steps: list[str],
    ruled: Mapping[tuple[str, str], frozenset[str]],
) -> bool:
    """Whether a sentence names the day of another rule of the imposer on a row's goods."""
    if agrees(passage.days, steps):
        return False
    others = [ruled.get((control.imposer, value[:_WHOLE_DAY])) for value in passage.days]
    return any(goods & set(control.goods) for goods in others if goods)


def _of_another_day(passage: Passage, steps: list[str]) -> bool:
    days = any(len(value) >= _WHOLE_DAY for value in passage.days)
    return days and not agrees(passage.days, steps)


def end_untold(control: Control, passage: Passage) -> bool:
    """Whether a sentence names a day of a row's end alone, and no word of an end."""
    ends = [step.isoformat() for step in (control.suspended, control.lifted) if step]
    begun = [step.isoformat() for step in (control.announced, control.effective) if step]
    days = passage.days
    return bool(agrees(days, ends) and not agrees(days, begun) and "ended" not in passage.words)


def agrees(days: frozenset[str], steps: list[str]) -> str:
    """Which part of a day on which a control took a step a time expression names."""
    if any(value[:_WHOLE_DAY] in steps for value in days):
        return "day"
    months = {step[:7] for step in steps}
    if any(value in months for value in days):
        return "month"
    return "year" if any(value == step[:4] for value in days for step in steps) else ""
