"""What changed between two articles: offers, red lines, controls, positions and dates."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from detente._shown import Shown
from detente.facts.words import compiled
from detente.reading._records import Control, Document, Reading, Span, Statement

__all__ = ["Change", "ChangeKind", "Changes", "compare"]

ChangeKind = Literal["new", "gone", "firmer", "softer", "turned", "changed", "later", "earlier"]
About = Literal["offer", "exclusion", "control", "position", "date"]

FIRMNESS = {
    "done": 7,
    "pledged": 6,
    "expected": 5,
    "willing": 4,
    "conditional": 3,
    "possible": 2,
    "noncommittal": 1,
}
"""How firmly something is offered, firmest highest; a refusal is no offer [rank]."""
_POSITIONS = frozenset({"ease", "maintain", "tighten"})
_SPEECH = compiled("compare.speech")
_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(?:T.*)?$")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two articles."""

    about: About
    """``offer``, ``exclusion``, ``control``, ``position`` or ``date``."""
    kind: ChangeKind
    """``new``, ``gone``, ``firmer``, ``softer``, ``turned`` (another direction), ``changed``
    (status or tier), ``later``, ``earlier``."""
    subject: str
    """Whom or what it is about, in words."""
    before: str = ""
    after: str = ""
    """What each article says, in a word or a value; empty where it says nothing."""
    before_span: Span | None = None
    after_span: Span | None = None
    """The passages."""

    def to_dict(self) -> dict[str, Any]:
        """Return the change, ready for JSON."""

        def said(value: str, span: Span | None) -> dict[str, Any] | None:
            return {"value": value, "span": span.model_dump()} if span is not None else None

        return {
            "about": self.about,
            "kind": self.kind,
            "subject": self.subject,
            "before": said(self.before, self.before_span),
            "after": said(self.after, self.after_span),
        }


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Changes(Shown):
    """All differences between two articles."""

    old: Document
    new: Document
    """What was read."""
    old_published: str
    new_published: str
    """When [ISO 8601], empty where it is not known."""
    changes: tuple[Change, ...]
    """Offers first, then red lines, controls, positions, dates."""

    def to_dict(self) -> dict[str, Any]:
        """Return ``detente.reading-changes/1``, ready for JSON."""
        return {
            "schema": "detente.reading-changes/1",
            "old": {"sha256": self.old.sha256, "published": self.old_published or None},
            "new": {"sha256": self.new.sha256, "published": self.new_published or None},
            "changes": [change.to_dict() for change in self.changes],
        }


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing that an article says, under a key that is the same in another article."""

    subject: str
    value: str
    span: Span
    rank: float = 0.0


def compare(old: Reading, new: Reading) -> Changes:
    """Say what changed from one article to another.

    Parameters
    ----------
    old, new
        Their readings, the earlier one first.

    Returns
    -------
    Changes
        An offer is the same if the same side does the same to the same goods; a control if imposer
        and goods are the same; a position if the speaker and the controls are the same; a date if
        it is that of an event of the same name that is still ahead. What only one article speaks
        of is ``new`` or ``gone``: it may have been left out, not withdrawn.

    Examples
    --------
    >>> from detente.reading import read_text
    >>> old = read_text("Beijing may ease its curbs on gallium, a minister said.", on="2025-06-09")
    >>> new = read_text("Beijing will ease its curbs on gallium, a minister said.", on="2025-06-10")
    >>> for c in compare(old, new).changes:
    ...     print(c.about, c.kind, c.before, "->", c.after)
    offer firmer possible -> expected
    position firmer ease, possible -> ease, expected
    """
    if not (old.goods and new.goods):  # a reading from JSON has only the words of its controls
        old, new = (reading.model_copy(update={"goods": {}}) for reading in (old, new))
    found: list[Change] = []
    found += _differences("offer", _offers(old), _offers(new), _by_rank)
    found += _differences("exclusion", _exclusions(old), _exclusions(new), _by_rank)
    found += _differences("control", _controls(old), _controls(new), _changed)
    found += _differences("position", _positions(old), _positions(new), _turned, both=True)
    found += _differences("date", _appointments(old), _appointments(new), _moved)
    return Changes(
        old=old.document,
        new=new.document,
        old_published=old.metadata.published.iso if old.metadata.published else "",
        new_published=new.metadata.published.iso if new.metadata.published else "",
        changes=tuple(found),
    )


def _differences(
    about: About,
    old: dict[Key, _Item],
    new: dict[Key, _Item],
    verdict: Callable[[_Item, _Item], ChangeKind | None],
    *,
    both: bool = False,
) -> Iterator[Change]:
    """Match two sides by key; ``both`` leaves out what only one side speaks of."""
    for key in dict.fromkeys([*new, *old]):
        one, two = old.get(key), new.get(key)
        kind: ChangeKind | None = None
        if one is None or two is None:
            kind = None if both else "gone" if two is None else "new"
        else:
            kind = verdict(one, two)
        if kind is not None:
            shown = two or one
            yield Change(
                about=about,
                kind=kind,
                subject=shown.subject if shown else "",
                before=one.value if one else "",
                after=two.value if two else "",
                before_span=one.span if one else None,
                after_span=two.span if two else None,
            )


def _by_rank(one: _Item, two: _Item) -> ChangeKind | None:
    if one.rank == two.rank:
        return None
    return "firmer" if two.rank > one.rank else "softer"


def _changed(one: _Item, two: _Item) -> ChangeKind | None:
    return None if one.value == two.value else "changed"


def _turned(one: _Item, two: _Item) -> ChangeKind | None:
    if one.value.split(",")[0] != two.value.split(",")[0]:
        return "turned"
    return _by_rank(one, two)


def _moved(one: _Item, two: _Item) -> ChangeKind | None:
    short = min(len(one.value), len(two.value), 10)
    before, after = one.value[:short], two.value[:short]
    if before == after:
        return None
    return "later" if after > before else "earlier"


def _goods(reading: Reading, control: Control | None) -> str:
    """What a control is on: its goods where they are known, else its words."""
    if control is None:
        return ""
    return ", ".join(sorted(reading.goods.get(control.id, ()))) or (control.product or "").lower()


def _words(control: Control | None) -> str:
    if control is None:
        return ""
    return " ".join(part for part in (control.imposer, control.product) if part)


def _offers(reading: Reading) -> dict[Key, _Item]:
    items: dict[Key, _Item] = {}
    for offer in reading.offers:
        for leg in offer.gives:
            control = reading.control(leg.control)
            key = (leg.actor or "", _goods(reading, control) or leg.action)
            does = leg.action.replace("_", " ")
            item = _Item(
                subject=f"{leg.actor or '-'}: {does} {_words(control)}".rstrip(),
                value=offer.strength + (", on a condition" if offer.condition else ""),
                span=leg.span,
                rank=FIRMNESS.get(offer.strength, 0.5) - (0.25 if offer.condition else 0.0),
            )
            if key not in items or item.rank > items[key].rank:
                items[key] = item
    return items


def _exclusions(reading: Reading) -> dict[Key, _Item]:
    firm = {"refused": 3.0, "denied": 2.0, "possible": 0.5}
    items: dict[Key, _Item] = {}
    for row in reading.exclusions:
        control = reading.control(row.control)
        key = (control.imposer or "" if control else "", _goods(reading, control))
        item = _Item(
            subject=_words(control) or "-",
            value=row.strength,
            span=row.span,
            rank=firm.get(row.strength, 1.0),
        )
        if key not in items or item.rank > items[key].rank:
            items[key] = item
    return items


def _controls(reading: Reading) -> dict[Key, _Item]:
    items: dict[Key, _Item] = {}
    for control in reading.controls:
        if control.mentions:
            value = control.status + (f", tier {control.tier}" if control.tier else "")
            items.setdefault(
                (control.imposer or "", _goods(reading, control)),
                _Item(subject=_words(control) or "-", value=value, span=control.mentions[0]),
            )
    return items


def _positions(reading: Reading) -> dict[Key, _Item]:
    """The firmest word of each speaker on each control."""
    items: dict[Key, _Item] = {}
    for statement in reading.statements:
        speaker = reading.entity(statement.speaker)
        if speaker is None or statement.polarity not in _POSITIONS or not statement.content:
            continue
        for control in _known(reading, statement):
            item = _Item(
                subject=f"{speaker.name} on {_words(control)}",
                value=f"{statement.polarity}, {statement.commitment}",
                span=statement.content[0],
                rank=float(FIRMNESS.get(statement.commitment, 0)),
            )
            key = (speaker.name, control.imposer or "", _goods(reading, control))
            if key not in items or item.rank > items[key].rank:
                items[key] = item
    return items


def _known(reading: Reading, statement: Statement) -> Iterable[Control]:
    found = (reading.control(identifier) for identifier in statement.controls)
    return [control for control in found if control is not None]


def _appointments(reading: Reading) -> dict[Key, _Item]:
    """Events that are still ahead and have a day or a month."""
    days = {row.id: row for row in reading.dates}
    items: dict[Key, _Item] = {}
    for event in reading.events:
        day = days.get(event.date or "")
        if day is None or event.status not in {"scheduled", "expected"}:
            continue
        if not _DAY.match(day.value) or _SPEECH.search(event.name):
            continue
        name = re.sub(r"[^a-z]+", " ", event.name.lower()).strip()
        items.setdefault((name,), _Item(subject=event.name, value=day.value, span=day.span))
    return items
