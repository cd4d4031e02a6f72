"""The readable text of a PDF: running heads dropped, lines set back into paragraphs."""

import io
import logging
import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from detente._errors import ReadingError
from detente.reading.source._note_marks import flat, raised, without_marks

if TYPE_CHECKING:
    from pypdf import PageObject

__all__ = ["pdf_to_text"]

MOST_PAGES = 200
_EDGE = 2
"""Lines at the top and foot of a page that may be running heads [count]."""


def pdf_to_text(data: bytes, name: str, *, largest: int) -> str:
    """Extract the text of a PDF."""
    from pypdf.errors import DependencyError, PyPdfError  # noqa: PLC0415 - only PDFs need it

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = _pages(data, name, largest)
    except DependencyError:
        raise ReadingError(
            f"{name}: this PDF is encrypted with AES, and reading it needs cryptography: "
            "python -m pip install 'detente[pdf]'; or save it without encryption"
        ) from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ReadingError(f"{name}: this PDF is damaged ({_short(error)})") from None
    except (RecursionError, NotImplementedError, ImportError, OSError, MemoryError) as error:
        raise ReadingError(f"{name}: this PDF cannot be read ({_short(error)})") from None
    lines = _body(pages)
    if not any(lines):
        held = "page numbers" if any(line for page in pages for line in page) else "pictures"
        raise ReadingError(
            f"{name}: there is no text in this PDF, only {held}; run it through OCR first"
        )
    return _paragraphs(lines)


def _pages(data: bytes, name: str, largest: int) -> list[list[str]]:
    """Lines of each page."""
    import pypdf  # noqa: PLC0415 - only PDFs need it

    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadingError(f"{name}: this PDF is locked; save it without its password")
    if len(reader.pages) > MOST_PAGES:
        raise ReadingError(
            f"{name}: {len(reader.pages)} pages are too many for one article; the limit is "
            f"{MOST_PAGES}"
        )
    pages: list[list[str]] = []
    size = 0
    for page in reader.pages:
        text = _text(page)
        size += len(text)
        if size > largest:
            raise ReadingError(f"{name}: too long for one article")
        pages.append([line.strip() for line in text.split("\n")])
    return pages


_SMALL = 0.9
"""Largest size of a raised mark, of the text before it [1]."""


def _text(page: "PageObject") -> str:
    """The text of a page without the marks of notes, which are set small behind a word."""
    pieces: list[str] = []
    read: list[str] = []
    before = 0.0

    def take(text: str, _page: object, matrix: list[float], _font: object, size: float) -> None:
        nonlocal before
        tall = abs(size * (math.hypot(matrix[2], matrix[3]) or 1.0))
        mark = raised(text) if before and tall <= _SMALL * before else None
        read.append(text)
        pieces.append(text if mark is None else mark)
        if mark is None and text.strip():
            before = tall

    plain = page.extract_text(visitor_text=take)
    if pieces == read or "".join(read) != plain:  # nothing was set small, or its place is not known
        return str(plain)
    return flat(without_marks("".join(pieces)))


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _body(pages: list[list[str]]) -> list[str]:
    """Drop page numbers and lines that most pages repeat at their edge."""

    def shape(line: str) -> str:
        return re.sub(r"\d+", "#", line)

    edges = Counter(
        shape(line) for page in pages for line in {*page[:_EDGE], *page[-_EDGE:]} if line
    )
    often = max(3, len(pages) // 2 + 1)
    lines: list[str] = []
    for page in pages:
        last = len(page) - 1
        for at, line in enumerate(page):
            edge = at < _EDGE or at > last - _EDGE
            number = re.fullmatch(r"(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?", line, re.IGNORECASE)
            if edge and (number or edges[shape(line)] >= often):
                continue
            lines.append(line)
    return lines


def _paragraphs(lines: list[str]) -> str:
    """Join the lines of a paragraph: a short line that ends a sentence ends it, so does a gap."""
    widths = sorted(len(line) for line in lines if line)
    full = 0.75 * widths[int(0.9 * (len(widths) - 1))]
    parts: list[str] = []
    open_ = False
    for line in lines:
        if not line:
            open_ = False
            continue
        if not open_ or not parts:
            parts.append(line)
        elif re.search(r"[a-z]-$", parts[-1]) and line[:1].islower():
            parts[-1] = parts[-1][:-1] + line
        else:
            parts[-1] += " " + line
        open_ = len(line) >= full or (
            len(line) >= 0.85 * full and not re.search(r"[.!?:\"”’)]$", line)
        )
    return "\n\n".join(parts) + "\n"
