"""The brief as a Word document: the printed page's headings, sentences, tables and pictures.

It is made from the same HTML as the page and the PDF, so no number can differ. What print leaves
out (folded tables, links to methods) is left out here too.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from detente._errors import DetenteError
from detente.brief._raster import rasters

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["html_to_docx", "require_docx"]

WIDE_CM = 17.0
"""Width of the text on A4 with margins of 2 cm [cm]."""

HIGH_CM = 24.0
"""Height that a picture may have under a heading [cm]."""

LEFT_OUT = {"how", "tools", "back", "keys", "mode", "only-print"}
SVG_LINK = "data:image/svg+xml,"
EXTRA = "cannot write a Word document: install it with `pip install 'detente[docx]'`"


def require_docx() -> None:
    """Check that a Word document can be written.

    Raises
    ------
    DetenteError
        If python-docx is not installed.
    """
    try:
        import docx as _  # noqa: PLC0415, F401 - an extra, loaded when asked for
    except ImportError:
        raise DetenteError(EXTRA) from None


def html_to_docx(html: str, target: Path, *, on: str) -> None:
    """Write a brief's document as Word."""
    require_docx()
    import docx  # noqa: PLC0415 - an extra
    from docx.shared import Cm, Pt  # noqa: PLC0415

    page = _tree(html)
    document = docx.Document()
    for section in document.sections:
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.0)
        section.top_margin = section.bottom_margin = Cm(1.8)
        _page_number(section.footer.paragraphs[0])
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    title = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    kind = re.search(r'<p class="kind">(.*?)</p>', html, re.DOTALL)
    document.add_heading(_plain(title[1]) if title else "Brief", 0)
    if kind:
        document.add_paragraph(_plain(kind[1]), "Subtitle")
    document.core_properties.title = _plain(title[1]) if title else "Brief"
    document.core_properties.author = "détente"
    document.core_properties.created = dt.datetime.fromisoformat(on).replace(tzinfo=dt.UTC)
    figures = page.findall(".//figure")
    drawn = dict(zip([one.get("id") for one in figures], _pictures(figures), strict=True))
    writer = _Writer(document, drawn)
    for part in page:
        writer.block(part)
    document.save(str(target))


def _tree(html: str) -> ET.Element:
    """The main part of the document; the markup is our own and closes what it opens."""
    start, end = html.index("<main"), html.index("</main>") + len("</main>")
    text = html[start:end].replace("<details open>", '<details open="">')
    return ET.fromstring(text)  # noqa: S314 - made by us, every string in it escaped


def _plain(markup: str) -> str:
    return _words(ET.fromstring(f"<p>{markup}</p>"))  # noqa: S314 - made by us


def _classes(node: ET.Element) -> set[str]:
    return set(node.get("class", "").split())


def _runs(node: ET.Element, *, bold: bool = False) -> Iterator[tuple[str, bool]]:
    """Text of a node piece by piece, with whether it is bold."""
    if node.text:
        yield node.text, bold
    for child in node:
        if not (LEFT_OUT & _classes(child)) and child.tag not in {"svg", "details"}:
            yield from _runs(child, bold=bold or child.tag in {"b", "strong"})
        if child.tail:
            yield child.tail, bold


def _words(node: ET.Element) -> str:
    return " ".join("".join(text for text, _ in _runs(node)).split(" ")).strip()


def _pictures(figures: list[ET.Element]) -> list[bytes | None]:
    links = [figure.find(".//a[@class='svg']") for figure in figures]
    svgs = [
        unquote(str(link.get("href")).removeprefix(SVG_LINK)) if link is not None else ""
        for link in links
    ]
    found = iter(rasters([svg for svg in svgs if svg]))
    return [next(found) if svg else None for svg in svgs]


def _page_number(paragraph: "Paragraph") -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - an extra
    from docx.oxml.ns import qn  # noqa: PLC0415

    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


class _Writer:
    """Puts the blocks of the page into a document, in their order."""

    def __init__(self, document: "Document", drawn: dict[str | None, bytes | None]) -> None:
        self.document, self.drawn = document, drawn
        self.by_class: dict[str, Callable[[ET.Element], None]] = {
            "bottom-line": lambda node: self.paragraph(node, "Intense Quote"),
            "divider": self.divider,
            "key-figures": lambda node: self.grid(node, columns=3, large=1),
            "trade-sides": lambda node: self.grid(node, columns=len(node)),
            "article": self.article,
        }
        self.by_tag: dict[str, Callable[[ET.Element], None]] = {
            **dict.fromkeys(("h2", "h3", "h4", "h5"), self.heading),
            "p": self.paragraph,
            "ul": lambda node: self.items(node, "List Bullet"),
            "ol": lambda node: self.items(node, "List Number"),
            "dl": self.named,
            "blockquote": lambda node: self.paragraph(node, "Quote"),
            "table": self.table,
            "figure": self.figure,
            **dict.fromkeys(("summary", "svg"), lambda _: None),
        }

    def block(self, node: ET.Element) -> None:
        """Write a node in the way of its class, else of its tag, else what is inside it."""
        kinds = _classes(node)
        if kinds & LEFT_OUT or (node.tag == "details" and node.get("open") is None):
            return
        way = next((self.by_class[kind] for kind in self.by_class if kind in kinds), None)
        way = way or self.by_tag.get(node.tag)
        if way is not None:
            way(node)
            return
        for child in node:
            self.block(child)

    def heading(self, node: ET.Element) -> None:
        self.document.add_heading(_words(node), int(node.tag[1]) - 1)

    def divider(self, node: ET.Element) -> None:
        """The annex begins on a page of its own."""
        document: Any = self.document  # python-docx does not say what this returns
        document.add_page_break()
        self.heading(node)

    def items(self, node: ET.Element, style: str) -> None:
        for item in node:
            self.paragraph(item, style)

    def named(self, node: ET.Element) -> None:
        for name, text in zip(node[::2], node[1::2], strict=True):
            self.paragraph(text, lead=_words(name))

    def article(self, node: ET.Element) -> None:
        for line in "".join(text for text, _ in _runs(node)).split("\n\n"):
            if line.strip():
                self.document.add_paragraph(" ".join(line.split()))

    def paragraph(self, node: ET.Element, style: str | None = None, *, lead: str = "") -> None:
        made = self.document.add_paragraph(style=style)
        if lead:
            made.add_run(f"{lead}: ").bold = True
        for text, bold in _runs(node):
            made.add_run(re.sub(r"[ \n\t]+", " ", text)).bold = bold or None

    def figure(self, node: ET.Element) -> None:
        import io  # noqa: PLC0415 - one use

        from docx.shared import Cm  # noqa: PLC0415 - an extra

        says = next((one for one in node if "says" in _classes(one)), None)
        picture = self.drawn.get(node.get("id"))
        if picture is not None:
            shape = self.document.add_picture(io.BytesIO(picture), width=Cm(WIDE_CM))
            if shape.height > Cm(HIGH_CM):
                shape.width, shape.height = (
                    round(shape.width * Cm(HIGH_CM) / shape.height),
                    Cm(HIGH_CM),
                )
            title = _words(next(node.iter("h3")))
            shape._inline.docPr.set("descr", _words(says) if says is not None else title)
            shape._inline.docPr.set("title", title)
            return  # title, unit, legend and sentence are in the picture
        for part in node.iter("h3"):
            self.block(part)
        for part in node.iter("p"):
            if _classes(part) & {"unit", "says"}:
                self.paragraph(part)
        table = node.find(".//details//table")
        if table is not None and len(table.findall("tbody/tr")) <= MOST_ROWS:
            self.table(table)

    def table(self, node: ET.Element) -> None:
        from docx.shared import Pt  # noqa: PLC0415 - an extra

        caption = node.find("caption")
        rows = [list(row) for row in node.iter("tr")]
        if not rows:
            return
        if caption is not None:
            said = self.document.add_paragraph(style="Caption")
            said.add_run(_words(caption))
            said.paragraph_format.keep_with_next = True
        made = self.document.add_table(
            rows=0, cols=max(map(len, rows)), style="Light List Accent 1"
        )
        for row in rows:
            cells = made.add_row().cells
            for cell, part in zip(cells, row, strict=False):
                self.cell(cell, [_words(part)], right="n" in _classes(part))
        _keep_rows(made)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def grid(self, node: ET.Element, *, columns: int, large: int | None = None) -> None:
        """Small boxes side by side, a few lines each; one line of each may be the large one."""
        made = self.document.add_table(rows=0, cols=columns, style="Table Grid")
        items = [_lines(one) for one in node]
        for start in range(0, len(items), columns):
            cells = made.add_row().cells
            for cell, item in zip(cells, items[start : start + columns], strict=False):
                self.cell(cell, item, large=large, size=9.5)
        self.document.add_paragraph()

    def cell(
        self,
        cell: Any,  # noqa: ANN401 - python-docx's cell
        lines: list[str],
        *,
        large: int | None = None,
        size: float = 8.5,
        right: bool = False,
    ) -> None:
        from docx.shared import Pt  # noqa: PLC0415 - an extra

        for at, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            run = paragraph.add_run(line)
            paragraph.paragraph_format.space_after = Pt(0)
            run.font.size = Pt(14) if at == large else Pt(size)
            run.bold = True if at == large else None
            paragraph.alignment = RIGHT if right else None


RIGHT = 2
"""Right, in Word's alignments (WD_ALIGN_PARAGRAPH.RIGHT)."""

MOST_ROWS = 30
"""Longest table that stands in for a picture that could not be made [row]."""


def _lines(node: ET.Element) -> list[str]:
    """Lines of a box: its paragraphs and list items."""
    found = [_words(part) for part in node.iter() if part.tag in {"p", "li"} and part is not node]
    return [line for line in found if line]


def _keep_rows(table: Any) -> None:  # noqa: ANN401 - python-docx's table
    """The head stands on every page, and no row is cut; python-docx has no call for either."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - an extra
    from docx.oxml.ns import qn  # noqa: PLC0415

    for at, row in enumerate(table.rows):
        for name in ("w:cantSplit", *(("w:tblHeader",) if at == 0 else ())):
            mark = OxmlElement(name)
            mark.set(qn("w:val"), "true")
            row._tr.get_or_add_trPr().append(mark)
