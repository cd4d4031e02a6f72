"""A reading, and what changed between two, as tables in the terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from detente.reading import Changes, Reading, Statement

__all__ = ["show_changes", "show_reading"]

_AGAINST = "Contradictions"
_SHOWN = 150
"""Longest words of a statement that are shown beside what they contradict [code points]."""


def show_changes(changes: "Changes", old: str, new: str) -> None:
    """Print what changed as a table."""
    from rich.console import Console
    from rich.text import Text

    from detente.brief import change_sentence

    console = Console(highlight=False)
    dates = (changes.old_published[:10], changes.new_published[:10])
    told = [f"{name} ({day})" if day else name for name, day in zip((old, new), dates, strict=True)]
    console.print(Text(f"What changed from {told[0]} to {told[1]}", style="bold"))
    if not changes.changes:
        console.print("Nothing that the reader knows.")
        return
    table = _table("about", "subject", "change", "earlier", "later")
    for row in changes.changes:
        passages = [row.before_span, row.after_span]
        table.add_row(
            *map(_text, (row.about, row.subject, change_sentence(row))),
            *(_text(span.text) if span else Text("") for span in passages),
        )
    console.print(table)


def _text(words: str) -> "Text":
    from rich.text import Text

    from detente.say import clean

    return Text(" ".join(clean(words).split()))


def _table(*heads: str, title: str | None = None) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    columns = [Column(head, max_width=24) for head in heads[:-1]]
    return Table(
        *columns,
        heads[-1],
        title=title,
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )


def show_reading(reading: "Reading", name: str) -> None:
    """Print a reading as tables."""
    from rich.console import Console
    from rich.text import Text

    from detente.reading import UNDATED

    console = Console(highlight=False)
    published = reading.metadata.published
    console.print(
        Text.assemble(
            (" ".join(name.split()), "bold"),
            f", published {published.iso}" if published else f", {UNDATED}",
        )
    )
    if reading.document.reader:
        dropped = reading.document.dropped or 0
        console.print(
            Text(
                f"read by {reading.document.reader}; dropped, since not in the text or not in the "
                f"form: {dropped}"
            )
        )
    for title, heads, rows in _parts(reading):
        if not rows and title == _AGAINST:
            continue  # most articles do not contradict themselves
        if rows:
            table = _table(*heads, title=f"{title} ({len(rows)})")
            for row in rows:
                table.add_row(*map(_text, row))
            console.print(table)
        else:
            console.print(Text.assemble((title, "bold"), ": none found"))


def _eased(said: "list[Statement]") -> str:
    """The first of the statements that ease something, cut short, and how many more there are."""
    words = " ".join(said[0].content[0].text.split())
    if len(words) > _SHOWN:
        words = words[:_SHOWN].rsplit(" ", 1)[0] + " ..."
    more = len(said) - 1
    return f"eased: {words}" + (f"; and in {more} more statement{'s' * (more > 1)}" if more else "")


def _parts(reading: "Reading") -> Iterator[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    """Each table: title, heads, rows."""
    from detente.reading import contradicted

    names = {event.id: event.name for event in reading.events}

    def who(identifier: str | None) -> str:
        entity = reading.entity(identifier)
        return entity.name if entity else "-"

    def on(identifier: str | None) -> str:
        control = reading.control(identifier)
        return (control.words if control is not None else "") or "-"

    yield (
        "Statements",
        ("who", "how firmly, which way", "what"),
        [
            (
                who(row.speaker),
                f"{row.commitment}, {row.polarity}",
                " … ".join(span.text for span in row.content),
            )
            for row in reading.statements
        ],
    )
    yield (
        "Controls",
        ("imposer, target", "on", "status", "register", "first named as"),
        [
            (
                f"{row.imposer or '-'}, {row.target or '-'}",
                (row.product or "-") + (f" ({row.tier})" if row.tier else ""),
                row.status + (" (register)" if row.from_register else ""),
                ", ".join(row.register_ids) or "-",
                row.mentions[0].text if row.mentions else "",
            )
            for row in reading.controls
        ],
    )
    yield (
        "Offers",
        ("who", "kind, how firmly", "what"),
        [
            (
                who(row.offeror),
                f"{row.kind.replace('_', ' ')}, {row.strength}"
                + (f"; by its signs ({row.chance:.0%})" if row.chance is not None else ""),
                "; ".join(
                    [
                        *(f"gives ({leg.actor or '-'}): {leg.span.text}" for leg in row.gives),
                        *(f"gets ({leg.actor or '-'}): {leg.span.text}" for leg in row.gets),
                        *([f"if: {row.condition.text}"] if row.condition else []),
                    ]
                ),
            )
            for row in reading.offers
        ],
    )
    yield (
        "Excluded",
        ("control", "how firmly", "what"),
        [(on(row.control), row.strength, row.span.text) for row in reading.exclusions],
    )
    yield (
        _AGAINST,
        ("who keeps", "who eases", "what"),
        [
            (
                who(row.speaker) if row.speaker else "the article",
                ", ".join(dict.fromkeys(who(s.speaker) for s in row.own or row.others)),
                f"kept: {row.exclusion.span.text}; {_eased([*row.own, *row.others])}",
            )
            for row in contradicted(reading)
        ],
    )
    yield "Dates", ("words", "value"), [(row.span.text, row.value) for row in reading.dates]
    yield (
        "Order",
        ("first", "relation", "second"),
        [
            (names[row.first], row.relation.replace("_", " "), names[row.second])
            for row in reading.sequence
        ],
    )
