"""Link an article to the rows of the register it speaks of."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.controls import Control, Register
from detente.facts import Facts
from detente.reading._records import Reading, Span
from detente.reading._text import span_of
from detente.reading.standoff.linking._article import article_of
from detente.reading.standoff.linking._candidates import candidates
from detente.reading.standoff.linking._compete import admitted, winners
from detente.reading.standoff.linking._passages import Passage, passages_of
from detente.reading.standoff.linking._role import Band, Role, band_of, role_of, strong
from detente.reading.standoff.linking._score import Evidence, evidence

__all__ = ["Linked", "Linking", "link"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A row of the register that an article speaks of."""

    control: Control
    """The row."""
    role: Role
    """What it is to the article."""
    score: float
    """Strength of the evidence [points]."""
    band: Band
    """How sure the link is, by its score."""
    goods: tuple[str, ...]
    """Goods of the row that the article names; empty where it names none."""
    why: tuple[str, ...]
    """Kinds of evidence, in a few words."""
    spans: tuple[Span, ...]
    """Passages it rests on, strongest first."""
    central: bool
    """Whether the article opens with it, or bargains over it."""
    returns: bool
    """Whether it is over, and the article says that it comes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """An article held against the register."""

    passages: tuple[Passage, ...]
    """Its sentences."""
    links: tuple[Linked, ...]
    """Rows it speaks of, best first."""
    rows: tuple[tuple[Control, float], ...]
    """Every candidate with any evidence and its score [points], best first."""
    best: Mapping[str, Passage]
    """The sentence that speaks most for each of them, by the row's id."""


def link(
    reading: Reading,
    day: dt.date,
    *,
    facts: Facts,
    register: Register,
    accept: Sequence[str] = (),
    reject: Sequence[str] = (),
) -> Linking:
    """Find the rows of the register that an article speaks of.

    Parameters
    ----------
    reading
        What the article says.
    day
        The day as of which the register is looked up.
    facts
        Tables of goods and cues.
    register
        The rows.
    accept, reject
        Ids of rows that an analyst ticked or struck out.

    Returns
    -------
    Linking
        The rows, and what they were chosen from.

    Notes
    -----
    Every row that is live, planned or not long over is scored by what the article's sentences say:
    its name, firms, goods, imposer, target, days, instrument, and how new it is. Rows that claim
    the same mention of a good compete.
    """
    passages = passages_of(reading, facts)
    rows = _weighed(passages, day, facts, register)
    kept = winners([found for found in rows if admitted(found, passages, day)], day, facts)
    chosen = [found for found in kept if found.control.id not in reject]
    have = {found.control.id for found in chosen}
    ticked = [register.get(name) for name in accept if name not in have]
    known = {found.control.id: found for found in rows}
    chosen += [known.get(row.id) or Evidence(control=row) for row in ticked]
    return Linking(
        passages=passages,
        links=tuple(
            _linked(found, passages, reading, day, chosen, sure=found.control.id in accept)
            for found in chosen
        ),
        rows=tuple(
            (found.control, round(found.score, 2))
            for found in sorted(rows, key=lambda found: (-found.score, found.control.id))
            if found.score
        ),
        best={
            found.control.id: passages[max(found.passages, key=lambda n: found.passages[n])]
            for found in rows
            if found.passages
        },
    )


def _weighed(
    passages: tuple[Passage, ...], day: dt.date, facts: Facts, register: Register
) -> list[Evidence]:
    """Weigh every candidate."""
    named = {party for passage in passages for party in passage.parties}
    rows = [control for control in candidates(register, day) if control.imposer in named]
    article = article_of(passages, rows, day, facts)
    return [evidence(control, article) for control in rows]


def _linked(
    found: Evidence,
    passages: tuple[Passage, ...],
    reading: Reading,
    day: dt.date,
    kept: list[Evidence],
    *,
    sure: bool,
) -> Linked:
    order = sorted(found.passages, key=lambda number: (-found.passages[number], number))
    rivals = [other for other in kept if other is not found]
    spans = tuple(_span(reading, passages[number]) for number in order)
    return Linked(
        control=found.control,
        role="at issue" if sure else role_of(found, passages, day, rivals),
        score=round(found.score, 2),
        band=band_of(found.score),
        goods=tuple(good for good in found.control.goods if good in found.goods),
        why=(*(["the analyst"] if sure else []), *dict.fromkeys(found.why)),
        spans=spans,
        central=sure or any(p.lead or p.bargains for p in strong(found, passages)),
        returns=found.returns,
    )


def _span(reading: Reading, passage: Passage) -> Span:
    """A sentence without the blanks around it."""
    if reading.text:
        raw = reading.text[passage.start : passage.end]
        start = passage.start + len(raw) - len(raw.lstrip())
        return span_of(reading.text, start, passage.start + len(raw.rstrip()))
    return Span(start=passage.start, end=passage.end, text=passage.text)
