"""What every chart comes with: title, unit, one sentence, legend, data table, method."""

import base64
import csv
import io
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

from markupsafe import Markup

from detente.brief.charts._picture import picture
from detente.brief.charts.svg import Children, el, joined
from detente.say import capital, clean

__all__ = ["Figure", "Key", "Table", "empty", "render", "render_table"]

UNQUOTED = " !'*+,-./;=?@&$~[]{}|^"
"""What a data address may hold as it is: less of the page goes into escapes [characters]."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One entry of a legend."""

    mark: str
    """Class of the swatch."""
    words: str
    """What it stands for."""
    letter: str = ""
    """Letter inside the swatch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The numbers behind a chart."""

    caption: str
    """What the table holds, with the unit."""
    head: tuple[str, ...]
    """Column names."""
    rows: list[tuple[str | float | int, ...]]
    """Cells; numbers stay numbers in the download."""
    text_columns: int = 1
    """How many of the first columns are words (the rest align as figures) [count]."""

    def csv(self) -> str:
        """Write the table as CSV; a cell that a spreadsheet would run is marked as text."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.head)
        for row in self.rows:
            cells: list[str | float] = []
            for cell in row:
                if isinstance(cell, str):
                    text = clean(cell)
                    cells.append(f"'{text}" if text.startswith(FORMULA_STARTS) else text)
                else:
                    cells.append(float(f"{cell:.5e}") if isinstance(cell, float) else cell)
            writer.writerow(cells)
        return out.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart, ready to be put on the page."""

    name: str
    """Anchor of the figure; never taken from data."""
    title: str
    """What it shows."""
    unit: str
    """Unit and meaning of the marks."""
    says: str
    """The one thing to see, as a sentence."""
    keys: tuple[Key, ...]
    """The legend."""
    body: Markup
    """The drawing."""
    table: Table
    """Its numbers."""
    how: str
    """Anchor in the methods section."""
    picture: str = ""
    """The drawing for the download, where the body does not show it all."""


def empty(words: str) -> Markup:
    """Say in place of a drawing that there is nothing to draw."""
    return el("p", words, class_="none")


def _cell(value: str | float | int, *, figure: bool) -> Markup:
    if isinstance(value, float):
        text = f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
        if "e" in text:
            text = f"{value:.6f}".rstrip("0").rstrip(".")
        text = text.replace("-", "\u2212") if text not in {"-0", "0."} else "0"
    else:
        text = f"{value}"
    return el("td", text, class_="n" if figure else None)


def render_table(table: Table, class_: str = "data") -> Markup:
    """Write a table."""
    head = joined(
        el("th", name, scope="col", class_="n" if at >= table.text_columns else None)
        for at, name in enumerate(table.head)
    )
    rows = joined(
        el(
            "tr",
            *(
                el("th", cell, scope="row")
                if at == 0 and table.text_columns
                else _cell(cell, figure=at >= table.text_columns)
                for at, cell in enumerate(row)
            ),
        )
        for row in table.rows
    )
    body = el("table", el("caption", table.caption), el("thead", el("tr", head)), el("tbody", rows))
    return el(
        "div",
        body,
        class_=f"scroll {class_}",
        tabindex="0",
        role="region",
        aria_label=table.caption,
    )


def _downloads(figure: Figure, keys: Markup | None) -> Markup:
    """Links that carry the numbers and the drawing; none of them asks for anything."""
    coded = base64.b64encode(figure.table.csv().encode("utf-8-sig")).decode("ascii")
    drawn = figure.picture or picture(
        figure.title, capital(figure.unit), keys, figure.body, figure.says
    )
    return joined(
        [
            el("span", "Download"),
            el(
                "a",
                "CSV",
                href=f"data:text/csv;base64,{coded}",
                download=f"{figure.name}.csv",
                aria_label=f"CSV: the numbers of “{figure.title}”",
                class_="csv",
            ),
            el(
                "a",
                "SVG",
                href=f"data:image/svg+xml,{quote(drawn, safe=UNQUOTED)}",
                download=f"{figure.name}.svg",
                aria_label=f"SVG: the drawing “{figure.title}”",
                class_="svg",
            ),
        ]
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """A chart, the same as another where all that it holds is written the same."""

    digest: bytes
    figure: Figure = field(compare=False)


def render(figure: Figure) -> Markup:
    """Put a chart together; one that was put together before is taken as it was."""
    return _rendered(_Known(sha256(repr(figure).encode("utf-8", "replace")).digest(), figure))


@lru_cache(maxsize=128)
def _rendered(known: _Known) -> Markup:
    figure = known.figure
    keys = [
        el(
            "li",
            el(
                "span",
                key.letter,
                class_=f"key {key.mark}",
                aria_hidden="true" if not key.letter else None,
            ),
            key.words,
        )
        for key in figure.keys
    ]
    legend = el("ul", *keys, class_="keys") if keys else None
    how = el("a", "How this is computed", href=f"#{figure.how}", class_="how")
    children: list[Children] = [
        el(
            "figcaption",
            el("h3", figure.title, id=f"{figure.name}-title"),
            el("p", capital(figure.unit), class_="unit"),
        ),
        legend,
        figure.body,
        el("p", figure.says, class_="says") if figure.says else None,
    ]
    if figure.table.rows:
        children.append(
            el("details", el("summary", "The numbers as a table"), render_table(figure.table))
        )
        children.append(el("p", _downloads(figure, legend), how, class_="tools"))
    else:
        children.append(el("p", how, class_="tools"))
    return el(
        "figure", *children, id=figure.name, aria_labelledby=f"{figure.name}-title", class_="chart"
    )
