"""The brief as Markdown: the terminal's summary, for a note or an issue."""

import io

from detente.brief._view import Payload

__all__ = ["to_markdown"]

WIDE = 120


def to_markdown(payload: Payload) -> str:
    """Write the summary as Markdown.

    Parameters
    ----------
    payload
        A ``detente.brief/1`` dict.

    Returns
    -------
    str
        Headline as a list, then the tables of the terminal, word for word, as preformatted text.
    """
    from rich.console import Console  # noqa: PLC0415 - start-up time

    from detente.brief._bottom_line import bottom_line  # noqa: PLC0415
    from detente.brief._html import citation  # noqa: PLC0415 - jinja2 only when drawn
    from detente.brief._terminal import print_tables  # noqa: PLC0415
    from detente.brief._view import View  # noqa: PLC0415
    from detente.brief._words import headline, headline_title  # noqa: PLC0415

    view = View(payload)
    out = io.StringIO()
    print_tables(view, Console(file=out, width=WIDE, color_system=None), WIDE)
    said = "\n".join(f"- **{one.topic}.** {_escaped(one.text)}" for one in headline(view))
    tables = "\n".join(f"    {line}".rstrip() for line in out.getvalue().splitlines())
    parts = [f"# {_escaped(headline_title(view))}", said, tables, _escaped(citation(view))]
    if answer := bottom_line(view):
        parts.insert(1, f"**{_escaped(answer)}**")
    return "\n\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    """Keep the data from being read as markup."""
    flat = " ".join(text.split())
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|" else one for one in flat)
