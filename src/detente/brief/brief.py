"""A finished brief: printed, drawn as HTML, or written as JSON."""

import html
import json
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente._errors import DetenteError
from detente._files import whole
from detente.brief.view import Payload

if TYPE_CHECKING:
    from rich.console import Console

    from detente.brief.html import Annex

__all__ = ["SCHEMA", "Brief", "rounded"]

SCHEMA = "detente.brief/1"
FIGURES = 6


def rounded(value: Any, where: str = "brief") -> Any:  # noqa: ANN401 (any JSON value)
    """Round every float of a JSON value to six significant figures.

    Returns
    -------
    Any
        The same value, rounded; keys keep their order.

    Raises
    ------
    ValueError
        If a number is not finite, or a value is not JSON.

    Examples
    --------
    >>> rounded({"cost": [1.23456789, 2]})
    {'cost': [1.23457, 2]}
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, dict):
        return {str(key): rounded(inner, f"{where}.{key}") for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(inner, f"{where}[{at}]") for at, inner in enumerate(value)]
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{where} is {value}: a brief holds finite numbers or null")
        return float(f"{value:.{FIGURES - 1}e}") + 0.0  # + 0.0 turns -0.0 into 0.0
    raise ValueError(f"{where} is a {type(value).__name__}: a brief holds JSON values only")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A finished brief."""

    payload: Payload
    """The ``detente.brief/1`` dict, see ``docs/brief-schema.md``."""

    def __post_init__(self) -> None:
        found = self.payload.get("schema")
        if found != SCHEMA:
            raise DetenteError(
                f"not a brief: schema is {found!r}, this version draws {SCHEMA!r}; "
                "make it again with `detente brief`"
            )

    def _repr_html_(self) -> str:
        """A table of one row for a notebook; `save` writes the page."""
        standoff = self.payload["standoff"]
        name, day = html.escape(standoff["name"]), html.escape(standoff["on"])
        return f"<table><caption>Brief</caption><tr><th>{name}</th><td>{day}</td></tr></table>"

    def __repr__(self) -> str:
        standoff = self.payload["standoff"]
        return f"Brief({standoff['name']!r}, on={standoff['on']!r})"

    @classmethod
    def from_json(cls, text: str) -> "Brief":
        """Take a brief back from its JSON.

        Parameters
        ----------
        text
            What :meth:`to_json` wrote.

        Returns
        -------
        Brief
            The same brief, with its floats rounded.
        """
        try:
            payload = json.loads(text)
        except json.JSONDecodeError as error:
            raise DetenteError(
                f"not a brief: line {error.lineno} is not JSON ({error.msg}); "
                "give a file that `detente brief --json` wrote"
            ) from error
        if not isinstance(payload, dict):
            raise DetenteError("not a brief: the JSON is not an object with a schema field")
        return cls(payload=payload)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Brief":
        """Take a brief back from a file that :meth:`save` wrote as ``.json``.

        Raises
        ------
        DetenteError
            If the file cannot be read, or is no brief.
        """
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DetenteError(f"cannot read the brief {path}: {error}") from error
        return cls.from_json(text)

    def to_json(self, indent: int | None = 2) -> str:
        """Write the brief as JSON.

        Parameters
        ----------
        indent
            Spaces per level; ``None`` for one line [count].

        Returns
        -------
        str
            The payload, floats rounded to six significant figures; the same payload always gives
            the same text.
        """
        return json.dumps(rounded(self.payload), indent=indent, ensure_ascii=False, allow_nan=False)

    def against(self, old: "Brief") -> "Brief":
        """Compare with an earlier brief.

        Returns
        -------
        Brief
            This brief with ``changes``: costs beyond their old range, controls, deals.
        """
        from detente.brief._changes import brief_changes  # noqa: PLC0415

        found = brief_changes(rounded(old.payload), rounded(self.payload))
        return Brief(payload={**self.payload, "changes": found})

    def html(self, *, annex: "Annex" = "folded") -> str:
        """Draw the brief as one HTML document.

        Parameters
        ----------
        annex
            What stands behind the first two pages: ``"folded"`` away, ``"open"`` after a divider,
            or ``"none"`` of it.

        Returns
        -------
        str
            The document; it needs nothing else, neither a script nor a network.
        """
        from detente.brief.html import render_html  # noqa: PLC0415 (jinja2 only when drawn)

        return render_html(rounded(self.payload), annex=annex)

    def print(
        self, console: "Console", *, saved: str | os.PathLike[str] | None = None, annex: bool = True
    ) -> None:
        """Print a summary.

        Parameters
        ----------
        console
            Where to.
        saved
            Where the HTML was saved, to be named in the last line.
        annex
            Whether the tables behind it follow.
        """
        from detente.brief.terminal import print_brief  # noqa: PLC0415 (rich only when printed)

        print_brief(rounded(self.payload), console, saved=saved, annex=annex)

    def save(self, path: str | os.PathLike[str], *, annex: bool = True) -> Path:
        """Save the brief, whole or not at all.

        Parameters
        ----------
        path
            Where to; ``.html`` or ``.htm`` for the document, ``.json`` for the data, ``.md`` for
            the summary, ``.pdf`` for the printed document (needs Chromium or Chrome), ``.docx`` for
            Word (needs the extra ``docx``; its pictures need Chromium or Chrome too).
        annex
            Whether what stands behind the first two pages goes with them; the data are always
            whole.

        Returns
        -------
        Path
            The file written.

        Raises
        ------
        DetenteError
            If the suffix is another, no browser prints the PDF, or the folder cannot be written to.
        """
        target = Path(path)
        match target.suffix.lower():
            case ".html" | ".htm":
                text = self.html(annex="folded" if annex else "none")
            case ".json":
                text = self.to_json() + "\n"
            case ".md":
                from detente.brief._markdown import to_markdown  # noqa: PLC0415 (rich only then)

                text = to_markdown(rounded(self.payload), annex=annex)
            case ".pdf":
                from detente.brief.pdf import html_to_pdf  # noqa: PLC0415

                with whole(target) as beside:
                    html_to_pdf(self.html(annex="open" if annex else "none"), beside)
                return target
            case ".docx":
                from detente.brief.docx import html_to_docx  # noqa: PLC0415 (an extra)

                with whole(target) as beside:
                    html_to_docx(
                        self.html(annex="open" if annex else "none"),
                        beside,
                        on=self.payload["standoff"]["on"],
                    )
                return target
            case other:
                raise DetenteError(
                    f"cannot save a brief as {other or 'a file without suffix'} ({target}): "
                    "name the file .html, .json, .md, .pdf or .docx"
                )
        with whole(target) as beside:
            beside.write_text(text, encoding="utf-8", newline="\n")
        return target
