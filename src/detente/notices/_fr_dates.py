"""What the DATES of a Federal Register document say: days of effect, of compliance, of an end."""

import datetime as dt
import itertools
import re
from dataclasses import dataclass
from typing import Literal

from detente.notices._english import english_days
from detente.notices._notice import Passage, Phase

__all__ = ["DatedRole", "effective_phases", "ends", "roles"]

Role = Literal["effective", "applicable", "end", "compliance", "comment", "other"]

_CUES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "end",
        re.compile(
            r"\b(?:through|until|expir\w+|ends?|ending|ceases?|terminat\w+|valid(?:ity)?\s+through"
            r"|no longer effective)\b",
            re.IGNORECASE,
        ),
    ),
    ("compliance", re.compile(r"\b(?:complian\w+|comply|compliance)\b", re.IGNORECASE)),
    (
        "comment",
        re.compile(
            r"\b(?:comments?|received|submi\w+|requests?|register(?:ed)?|hearing|meeting|briefing"
            r"|held|convene\w*|aboard|en route|order(?:ed)?)\b",
            re.IGNORECASE,
        ),
    ),
    ("applicable", re.compile(r"\b(?:applicab\w+|approved?)\b", re.IGNORECASE)),
    ("effective", re.compile(r"\b(?:effective|takes? effect|in effect)\b", re.IGNORECASE)),
)
_SENTENCE = re.compile(
    r"(?<=[a-z0-9)\]])[.;](?=\s+(?:[A-Z(\[•]|[a-z]\.\s))|\n+|(?<=\))\s*;\s*|(?<=:)\s*\n"
)
_PUBLICATION = re.compile(
    r"effective\s+(?:up)?on\s+(?:the\s+date\s+of\s+)?publication|effective\s+immediately"
    r"|effective\s+on\s+the\s+date\s+of\s+(?:its\s+)?publication",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"\b(?:instructions?|paragraphs?|sections?|except|amendatory|suspend\w*|amendments?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRole:
    """A day in DATES and the role that its sentence gives it."""

    date: dt.date
    role: Role
    sentence: str
    start: int
    end: int


def roles(text: str) -> list[DatedRole]:
    """Every day of a DATES text with its role: that of the last cue before it in its sentence.

    Examples
    --------
    >>> said = "This rule is effective March 16, 2021. Comments must be received by March 1, 2021."
    >>> [(str(day.date), day.role) for day in roles(said)]
    [('2021-03-16', 'effective'), ('2021-03-01', 'comment')]
    """
    found: list[DatedRole] = []
    edges = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)]
    for start, end in itertools.pairwise(edges):
        sentence = text[start:end]
        found += [
            DatedRole(
                date=day.date,
                role=_role(sentence, day.start, day.end),
                sentence=sentence.strip(),
                start=start,
                end=end,
            )
            for day in english_days(sentence)
        ]
    return found


def _role(sentence: str, start: int, end: int) -> Role:
    before = sentence[:start]
    last: tuple[int, Role] = (-1, "other")
    for role, cue in _CUES:
        places = [match.start() for match in cue.finditer(before)]
        if places and places[-1] > last[0]:
            last = (places[-1], role)
    if last[0] >= 0:
        between = before[last[0] :]
        if last[1] == "end" and re.search(r"\b(?:compl\w+|delayed)\b", before):
            return "compliance"
        if last[1] == "end" and re.search(r"\b(?:on|and)\s+$", between) and "effective" in between:
            return "effective"
        return last[1]
    after = sentence[end:]
    firsts = [(m.start(), role) for role, cue in _CUES if (m := cue.search(after))]
    return min(firsts)[1] if firsts else "other"


def effective_phases(text: str, published: dt.date | None) -> tuple[Phase, ...]:
    """Days of effect that a DATES text gives, each with the part that it is for."""
    found: dict[dt.date, Phase] = {}
    for day in roles(text):
        if day.role == "effective":
            scope = day.sentence if _SCOPE.search(day.sentence) else ""
            said = Passage(text=day.sentence, where=f"DATES, characters {day.start}-{day.end}")
            found.setdefault(day.date, Phase(date=day.date, scope=scope[:160], passage=said))
    match = _PUBLICATION.search(text)
    if not found and match and published:
        said = Passage(text=match[0], where=f"DATES, characters {match.start()}-{match.end()}")
        found[published] = Phase(date=published, scope="", passage=said)
    return tuple(sorted(found.values(), key=lambda phase: phase.date))


def ends(text: str) -> list[DatedRole]:
    """Days on which a DATES text lets something end."""
    return [day for day in roles(text) if day.role == "end"]
