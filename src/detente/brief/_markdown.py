"""The brief as Markdown: the terminal's summary, for a note or an issue."""

import io
from collections.abc import Sequence

from detente.brief._view import Payload
from detente.say import Sentence

__all__ = ["to_markdown"]

WIDE = 120


def to_markdown(payload: Payload, *, annex: bool = True) -> str:
    """Write the summary as Markdown.

    Parameters
    ----------
    payload
        A ``detente.brief/1`` dict.
    annex
        Whether the tables behind it follow, after a divider.

    Returns
    -------
    str
        The brief proper as paragraphs and a list, then the tables of the terminal, word for word,
        as preformatted text.
    """
    from rich.console import Console  # noqa: PLC0415 - start-up time

    from detente.brief._html import citation  # noqa: PLC0415 - jinja2 only when drawn
    from detente.brief._proper import brief_proper  # noqa: PLC0415
    from detente.brief._terminal import print_tables  # noqa: PLC0415
    from detente.brief._view import View  # noqa: PLC0415
    from detente.brief._words import headline_title  # noqa: PLC0415

    view = View(payload)
    proper = brief_proper(view)
    parts = [f"# {_escaped(headline_title(view))}"]
    if proper.message:
        answer = " ".join(sentence.text for sentence in proper.message)
        parts.append(f"**{_escaped(answer)}**")
    parts.append(_listed([*proper.caveats, *proper.topics]))
    if annex:
        out = io.StringIO()
        print_tables(view, Console(file=out, width=WIDE, color_system=None), WIDE)
        tables = "\n".join(f"    {line}".rstrip() for line in out.getvalue().splitlines())
        parts += ["---", "## Annex", _listed(proper.annex), tables]
    parts.append(_escaped(citation(view)))
    return "\n\n".join(parts) + "\n"


def _listed(sentences: Sequence[Sentence]) -> str:
    return "\n".join(f"- **{one.topic}.** {_escaped(one.text)}" for one in sentences)


def _escaped(text: str) -> str:
    """Keep the data from being read as markup."""
    flat = " ".join(text.split())
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|" else one for one in flat)
