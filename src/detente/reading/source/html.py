"""The readable text of a web page: heading, author, date, paragraphs."""

import logging
import re
from copy import deepcopy
from typing import Any

from detente._errors import ReadingError
from detente.reading.source._note_marks import without_marks
from detente.reading.source._page_date import published
from detente.reading.source._page_marks import mend_marks, open_lists

__all__ = ["declared_encoding", "html_to_text", "is_html"]

_PAGE = re.compile(
    r"\s*(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html|<\?xml|<head|<body|<article|<main|<title)",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE
)


def is_html(text: str) -> bool:
    """Whether a text is a web page."""
    return bool(_PAGE.match(text[:4096]))


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page declares in its head."""
    match = _CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else None


def html_to_text(html: str, name: str = "the page", *, url: str | None = None) -> str:
    """Extract an article's readable text from a page, menus and adverts left out.

    The heading comes first, then the author and the date of publication that the page declares,
    then the paragraphs, a blank line apart.
    """
    import trafilatura  # noqa: PLC0415 - a second to load

    for noisy in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    try:
        tree = trafilatura.load_html(html)
        found = None
        if tree is not None:
            dated = published(tree, html, url)
            mend_marks(tree)
            found = _extract(tree, url)
            if open_lists(tree, str(getattr(found, "text", None) or "")):
                found = _extract(tree, url)
    except (RecursionError, ValueError, AssertionError) as error:
        raise ReadingError(f"{name}: this page cannot be taken apart ({error})") from None
    body = str(getattr(found, "text", None) or "")
    if not body.strip() and tree is not None:
        body = trafilatura.html2txt(tree) or ""
    body = without_marks(body)
    paragraphs = [part.strip() for part in body.split("\n") if part.strip()]
    if tree is None or not paragraphs:
        raise ReadingError(
            f"{name}: there is no text in this page; it may be made by a script: save the page "
            "from the browser, or give its text"
        )
    heading = _heading(tree, found)
    top = [heading] if heading and heading not in paragraphs[:2] else []
    if not top and heading:
        top = [heading]
        paragraphs.remove(heading)
    author = _plain(getattr(found, "author", None))
    if author and not any(author in part for part in paragraphs[:3]):
        top.append(f"By {author.replace('; ', ' and ')}")
    if dated:
        top.append(f"Published: {dated}")
    return "\n\n".join([*top, *paragraphs]) + "\n"


def _extract(tree: Any, url: str | None) -> Any:  # noqa: ANN401 - both libraries are untyped
    import trafilatura  # noqa: PLC0415 - a second to load

    return trafilatura.bare_extraction(
        deepcopy(tree), url=url, include_comments=False, include_images=False, with_metadata=True
    )


def _plain(value: object) -> str:
    return " ".join(str(value).split()) if value else ""


def _heading(tree: Any, found: Any) -> str:  # noqa: ANN401 - lxml and trafilatura are untyped
    """The only first-level heading, else the title that the metadata give."""
    headings = [_plain(node.text_content()) for node in tree.iter("h1")]
    headings = [heading for heading in headings if len(heading.split()) > 2]
    if len(headings) == 1:
        return headings[0]
    return re.split(r"\s+[|–—]\s+", _plain(getattr(found, "title", None)))[0]
