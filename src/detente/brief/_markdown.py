"""The brief as Markdown: the terminal's summary, for a note or an issue."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.brief.view import Payload
from detente.say import Sentence

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

__all__ = ["to_markdown"]


def to_markdown(payload: Payload, *, annex: bool = True) -> str:
    """Write the summary as Markdown."""
    from detente.brief._proper import brief_proper  # noqa: PLC0415
    from detente.brief._words import headline_title  # noqa: PLC0415
    from detente.brief.html import citation  # noqa: PLC0415 - jinja2 only when drawn
    from detente.brief.terminal import tables_of  # noqa: PLC0415 - start-up time
    from detente.brief.view import View  # noqa: PLC0415

    view = View(payload)
    proper = brief_proper(view)
    parts = [f"# {_escaped(headline_title(view))}"]
    if proper.message:
        answer = " ".join(sentence.text for sentence in proper.message)
        parts.append(f"**{_escaped(answer)}**")
    parts.append(_listed([*proper.caveats, *proper.topics]))
    if annex:
        parts += ["---", "## Annex", _listed(proper.annex), *map(_tabled, tables_of(view))]
    parts.append(_escaped(citation(view)))
    return "\n\n".join(parts) + "\n"


def _listed(sentences: Sequence[Sentence]) -> str:
    return "\n".join(f"- **{one.topic}.** {_escaped(one.text)}" for one in sentences)


def _tabled(table: "Table") -> str:
    """A table of the terminal as one of Markdown, its title above it."""
    ends = ["---:" if column.justify == "right" else "---" for column in table.columns]
    heads = [_cell(column.header) for column in table.columns]
    rows = zip(*([_cell(cell) for cell in column.cells] for column in table.columns), strict=True)
    lines = [heads, ends, *rows]
    return "\n".join(
        [f"**{_escaped(str(table.title))}**", "", *(f"| {' | '.join(line)} |" for line in lines)]
    )


def _cell(cell: "RenderableType") -> str:
    """What stands in a cell, on one line."""
    return _escaped(str(cell)) or " "


def _escaped(text: str) -> str:
    """Keep the data from being read as markup."""
    flat = " ".join(text.split())
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|" else one for one in flat)
