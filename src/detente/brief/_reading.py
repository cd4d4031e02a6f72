"""A reading as one page: the article with coloured passages beside the list of what it says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente._version import __version__
from detente.brief._spans import Passage, anchor, mark_article
from detente.brief._words import COMMITMENT, POLARITY
from detente.brief.html import brief_environment, styles
from detente.brief.view import View
from detente.reading import UNDATED, Control, Reading, Span, contradicted
from detente.say import clean

if TYPE_CHECKING:
    from detente.reading import Change, Changes

__all__ = ["CHANGE_WORDS", "change_sentence", "render_changes", "render_reading"]

_RELATIONS = {
    "before": "before",
    "immediately_before": "just before",
    "follows_from": "leads to",
    "concurrent_unordered": "in no stated order with",
}
CHANGE_WORDS = {
    "new": "new",
    "gone": "no longer there",
    "firmer": "firmer",
    "softer": "softer",
    "turned": "turned",
    "changed": "changed",
    "later": "slipped",
    "earlier": "brought forward",
}
"""What each kind of change is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One item of the list: its anchor, what leads it, its passages, and a line below."""

    id: str
    lead: str
    spans: tuple[Span, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """One part of the list."""

    id: str
    kind: str
    title: str
    rows: tuple[_Row, ...]


def _control(control: Control | None) -> str:
    return clean(control.words) if control is not None else ""


def _name(reading: Reading, identifier: str | None) -> str:
    entity = reading.entity(identifier)
    return clean(entity.name) if entity else "unnamed"


def _statements(reading: Reading) -> Iterator[_Row]:
    days = {row.id: row.value for row in reading.dates}
    for at, row in enumerate(reading.statements, 1):
        about = ", ".join(_control(reading.control(c)) for c in row.controls)
        notes = (
            COMMITMENT.get(row.commitment, row.commitment),
            POLARITY[row.polarity] + (f": {about}" if about else ""),
            row.kind,
            clean(row.venue).replace("_", " "),
            clean(days.get(row.date or "")),
            "via " + ", ".join(_name(reading, who) for who in row.attribution[:-1])
            if len(row.attribution) > 1
            else "",
        )
        yield _Row(
            id=f"s-{at}",
            lead=f"{at}. {_name(reading, row.speaker)}",
            spans=row.content,
            note="; ".join(note for note in notes if note),
        )


def _offers(reading: Reading) -> Iterator[_Row]:
    for at, row in enumerate(reading.offers, 1):
        moves = (("gives", leg) for leg in row.gives), (("gets", leg) for leg in row.gets)
        legs = [pair for side in moves for pair in side]
        wait = [span for span in (row.condition, row.trigger) if span is not None]
        yield _Row(
            id=f"o-{at}",
            lead=f"o{at}. {_name(reading, row.offeror)}: {row.kind.replace('_', ' ')}",
            spans=(*(leg.span for _, leg in legs), *wait),
            note="; ".join(
                [
                    *(f"{side}: {clean(leg.actor)} {_does(reading, leg)}" for side, leg in legs),
                    COMMITMENT.get(row.strength, row.strength),
                    *(["on a condition"] if row.condition else []),
                    *([f"by its signs ({row.chance:.0%})"] if row.chance is not None else []),
                ]
            ),
        )


def _contradictions(reading: Reading) -> Iterator[_Row]:
    """What is kept, and what eases it: of the same speaker first."""
    places = {row.id: at for at, row in enumerate(reading.exclusions, 1)}
    numbers = {row.id: at for at, row in enumerate(reading.statements, 1)}
    for at, row in enumerate(contradicted(reading), 1):
        said = row.own or row.others
        more = len(row.others) if row.own else 0
        told = ", ".join(f"{numbers[s.id]} ({_name(reading, s.speaker)})" for s in said)
        yield _Row(
            id=f"a-{at}",
            lead=f"x{places[row.exclusion.id]} keeps what "
            + (f"statement {told} eases" if len(said) == 1 else f"statements {told} ease"),
            spans=(row.exclusion.span, *(s.content[0] for s in said)),
            note=("the same speaker says both" if row.own else "said by different speakers")
            + (f"; eased by others too ({more})" if more else ""),
        )


def _does(reading: Reading, leg: Any) -> str:  # noqa: ANN401 - a leg of an offer
    return f"{clean(leg.action).replace('_', ' ')} {_control(reading.control(leg.control))}"


def _groups(reading: Reading) -> Iterator[_Group]:
    names = {event.id: clean(event.name) for event in reading.events}
    spans = {event.id: event.span for event in reading.events}
    days = {row.id: clean(row.value) for row in reading.dates}
    yield _Group(id="list-said", kind="said", title="Statements", rows=tuple(_statements(reading)))
    yield _Group(id="list-offers", kind="offer", title="Offers", rows=tuple(_offers(reading)))
    yield _Group(
        id="list-excluded",
        kind="excluded",
        title="Ruled out",
        rows=tuple(
            _Row(
                id=f"x-{at}",
                lead=f"x{at}. {_control(reading.control(row.control)) or 'no named control'}",
                spans=(row.span,),
                note=COMMITMENT.get(row.strength, row.strength),
            )
            for at, row in enumerate(reading.exclusions, 1)
        ),
    )
    yield _Group(
        id="list-against",
        kind="excluded",
        title="Contradictions",
        rows=tuple(_contradictions(reading)),
    )
    yield _Group(
        id="list-controls",
        kind="control",
        title="Controls",
        rows=tuple(
            _Row(
                id=f"c-{at}",
                lead=_control(row),
                spans=row.mentions,
                note="; ".join(
                    part
                    for part in (
                        row.status + (" by the register" if row.from_register else ""),
                        f"on {clean(row.target)}" if row.target else "",
                        "register: " + ", ".join(row.register_ids) if row.register_ids else "",
                    )
                    if part
                ),
            )
            for at, row in enumerate(reading.controls, 1)
        ),
    )
    yield _Group(
        id="list-events",
        kind="event",
        title="Events and their order",
        rows=tuple(
            _Row(
                id=f"e-{at}",
                lead=names[row.id],
                spans=(row.span,),
                note="; ".join(part for part in (row.status, days.get(row.date or "", "")) if part),
            )
            for at, row in enumerate(reading.events, 1)
        )
        + tuple(
            _Row(
                id=f"q-{at}",
                lead=f"{names[row.first]}: {_RELATIONS[row.relation]} {names[row.second]}",
                spans=tuple(
                    s for s in (spans[row.first], row.trigger, spans[row.second]) if s is not None
                ),
            )
            for at, row in enumerate(reading.sequence, 1)
        ),
    )
    yield _Group(
        id="list-dates",
        kind="date",
        title="Dates",
        rows=tuple(
            _Row(id=f"d-{at}", lead=clean(row.value), spans=(row.span,))
            for at, row in enumerate(reading.dates, 1)
        ),
    )


def render_reading(reading: Reading, name: str = "") -> str:
    """Draw a reading as one self-contained page that needs no script.

    Parameters
    ----------
    reading
        The reading, with its text.
    name
        What the article is called; its headline if not given.

    Returns
    -------
    str
        A complete HTML document: the article with coloured passages, and every item that was
        found as a link to its passage.
    """
    record = reading.to_dict()
    view = View(
        {
            "reading": record,
            "article_text": reading.text,
            "third_countries": [],
            "goods": [],
            "clock": [],
            "standoff": {
                "parties": [],
                **{part: [] for part in ("controls", "red_lines", "mandates", "sequence", "clock")},
            },
        }
    )
    groups = [group for group in _groups(reading) if group.rows]
    marked = {"event", "offer"}
    more = [
        Passage(start=span.start, end=span.end, kind="event" if group.kind == "event" else "offer")
        for group in groups
        if group.kind in marked
        for row in group.rows
        for span in row.spans
    ]
    headline = reading.metadata.headline
    title = clean(headline.text if headline else name) or "Article"
    published = reading.metadata.published
    palette, style = styles()
    return (
        brief_environment()
        .get_template("reading.html.j2")
        .render(
            palette=palette,
            style=style,
            version=__version__,
            title=" ".join(title.split()),
            name=clean(name),
            published=published.iso if published else "",
            inferred=bool(published and published.span is None),
            undated=UNDATED,
            document=reading.document,
            groups=groups,
            anchor=lambda span: anchor(span.model_dump()),
            article=mark_article(view, more),
        )
    )


def change_sentence(change: "Change") -> str:
    """Say a change in a few words.

    Examples
    --------
    >>> from detente.reading import Change
    >>> change_sentence(Change(about="date", kind="later", subject="talks",
    ...     before="2025-06-20", after="2025-07-03"))
    'slipped, 2025-06-20 → 2025-07-03'
    """
    told = " → ".join(part for part in (clean(change.before), clean(change.after)) if part)
    return f"{CHANGE_WORDS[change.kind]}, {told}" if told else CHANGE_WORDS[change.kind]


def render_changes(changes: "Changes", names: tuple[str, str]) -> str:
    """Draw what changed between two articles as one self-contained page.

    Parameters
    ----------
    changes
        What :func:`detente.reading.compare` found.
    names
        What the two articles are called, the earlier one first.
    """
    palette, style = styles()
    return (
        brief_environment()
        .get_template("reading_changes.html.j2")
        .render(
            palette=palette,
            style=style,
            version=__version__,
            names=names,
            changes=changes,
            words=change_sentence,
        )
    )
