"""Words that mean one row of the register: by the table of cues, and by its own fields."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from detente.controls import Control
from detente.facts import Facts

__all__ = ["Cue", "cues_of"]

_NOTICE = re.compile(
    r"(?:Announcements?|Notices?|Notifications?|Orders?|Decrees?|Resolutions?|Regulations?|Decisions?"
    r"|Ordinances?)(?: \((?:EU|EC)\))?(?: No\.?| Nos\.?)? ((?:\d+(?:/\d+)?(?:, | and | to )?)+)",
)
_BOOK = re.compile(r"\b\d{2} FR \d{4,6}\b|\b\d{4}/\d{2,4}\b(?!-)")
_NUMBERED = (
    r"(?:Announcement|Notice|Notification|Order|Decree|Resolution|Regulation|Decision|No\.?|Number)"
)
_TITLE = re.compile(r"\b((?:[A-Z][\w-]+ ){0,3}Act)\b")
_FIRM = re.compile(r"^(?!\d)(?=.*[A-Z])")
_TAIL = re.compile(
    r"(?: (?:China|Semiconductor|Integrated|Circuit|Corporation|Corp|Company|Co|Inc|Ltd|Limited|"
    r"Group|Technologies|Technology|Aerospace|Products|EDA|Dalian|Partners|Transfer))+\.?$"
)
_COMMON = frozenset(
    {
        "General",
        "National",
        "China",
        "United",
        "Energy",
        "Enterprise",
        "Institute",
        "State",
        "Advanced",
    }
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern for one row and what it is: a name, a firm or a phrase."""

    pattern: re.Pattern[str]
    kind: str


def cues_of(control: Control, facts: Facts) -> tuple[Cue, ...]:
    """Return the words by which a text means one row of the register.

    Parameters
    ----------
    control
        The row.
    facts
        Tables; ``control_cues`` holds what the row's own fields do not say.

    Returns
    -------
    tuple of Cue
        Names first.
    """
    return _compiled(
        _rows(facts).get(control.id, ()),
        control.name,
        control.legal_source,
        control.entities,
    )


@cache
def _rows(facts: Facts) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in facts.control_cues:
        found[row.control] = (*found.get(row.control, ()), (row.cue, row.kind))
    return found


@cache
def _compiled(
    rows: tuple[tuple[str, str], ...], name: str, law: str, entities: tuple[str, ...]
) -> tuple[Cue, ...]:
    found = [*rows, *((cue, "name") for cue in _names(name, law))]
    found += [(cue, "firm") for cue in _firms(entities)]
    return tuple(
        Cue(
            re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE if kind != "firm" else 0),
            kind,
        )
        for pattern, kind in dict.fromkeys(found)
    )


def _names(name: str, law: str) -> Iterable[str]:
    """Patterns for the number of a notice, the page of a gazette, the title of a law."""
    for match in _NOTICE.finditer(law):
        for number in re.findall(r"\d+(?:/\d+)?", match[1]):
            yield rf"{_NUMBERED}s?(?: \((?:EU|EC)\))?(?: No\.?)? {re.escape(number)}"
    for match in _BOOK.finditer(law):
        yield re.escape(match[0])
    for match in _TITLE.finditer(name):
        yield re.escape(match[1])


def _firms(entities: Iterable[str]) -> Iterable[str]:
    """Patterns for firms: the name, and its first word where that is a name of its own."""
    for entity in entities:
        if not _FIRM.match(entity):
            continue
        yield re.escape(entity)
        short = _TAIL.sub("", entity)
        if short != entity and short not in _COMMON and len(short) > 3:
            yield re.escape(short)
