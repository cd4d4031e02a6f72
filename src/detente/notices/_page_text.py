"""The text of a web page, its title and its day; table rows keep their cells apart."""

import datetime as dt
import re
from dataclasses import dataclass
from html.parser import HTMLParser

__all__ = ["Page", "page_text"]

_BREAKS = frozenset(
    {"p", "div", "br", "li", "tr", "table", "ul", "ol", "section", "article", "header", "footer"}
    | {"td", "th", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_HIDDEN = frozenset({"script", "style", "noscript", "template", "nav", "select"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as text."""

    title: str
    text: str
    address: str
    """Its title, its words, and its own address if it gives one."""
    day: dt.date | None
    """Day on which it was posted, if it says so."""


class _Reader(HTMLParser):
    """Collects words, with a line for each block and a bar between the cells of a row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.title = ""
        self.metas: dict[str, str] = {}
        self._hidden = 0
        self._in_title = False
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "title":
            self._in_title = True
        elif tag == "meta":
            fields = dict(attrs)
            name = fields.get("name") or fields.get("property")
            if name:
                self.metas[name.lower()] = fields.get("content") or ""
        elif tag == "tr":
            self._cells = 0
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self._cells += 1
            self.parts.append(" | " if self._cells > 1 else "")
        elif tag in _BREAKS and not self._cells:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "title":
            self._in_title = False
        elif tag in {"tr", "table"}:
            self._cells = 0
            self.parts.append("\n")
        elif tag in _BREAKS and not self._cells:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data) if self._cells else data)


def page_text(html: str) -> Page:
    r"""Read a page.

    Examples
    --------
    >>> page = page_text("<title>A</title><p>one</p><table><tr><td>2<td>3</table>")
    >>> page.title, page.text.splitlines()
    ('A', ['one', '2 | 3'])
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (
        re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in "".join(reader.parts).split("\n")
    )
    text = "\n".join(line for line in lines if line)
    posted = re.search(r"20\d\d-\d\d-\d\d", reader.metas.get("pubdate", "") or text[:600])
    try:
        day = dt.date.fromisoformat(posted[0]) if posted else None
    except ValueError:
        day = None
    return Page(
        title=(reader.metas.get("articletitle") or reader.title).strip(),
        text=text,
        address=reader.metas.get("og:url", ""),
        day=day,
    )
