"""The readable text of a web page: heading, author, date, paragraphs."""

import json
import logging
import re
from typing import Any

from detente._errors import ReadingError

__all__ = ["declared_encoding", "html_to_text", "is_html"]

_PAGE = re.compile(
    r"\s*(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html|<\?xml|<head|<body|<article|<main|<title)",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE
)
_PUBLISHED = frozenset(
    {
        *("article:published_time", "article:published", "og:published_time", "datepublished"),
        *("date", "pubdate", "publishdate", "publish-date", "publication_date", "parsely-pub-date"),
        *("dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "sailthru.date"),
        *("citation_publication_date", "citation_date", "timestamp"),
    }
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?$")
_LARGEST_BLOCK = 200_000


def is_html(text: str) -> bool:
    """Whether a text is a web page.

    Parameters
    ----------
    text
        Decoded text.
    """
    return bool(_PAGE.match(text[:4096]))


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page declares in its head.

    Parameters
    ----------
    data
        The page.
    """
    match = _CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else None


def html_to_text(html: str, name: str = "the page", *, url: str | None = None) -> str:
    """Extract an article's readable text from a page, menus and adverts left out.

    The heading comes first, then the author and the date of publication that the page declares,
    then the paragraphs, a blank line apart.

    Parameters
    ----------
    html
        The page.
    name
        What to call it in the message.
    url
        Where the page came from.

    Raises
    ------
    ReadingError
        If the page holds no text.
    """
    import trafilatura  # noqa: PLC0415 - a second to load

    for noisy in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    try:
        tree = trafilatura.load_html(html)
        found = (
            None
            if tree is None
            else trafilatura.bare_extraction(
                html, url=url, include_comments=False, include_images=False, with_metadata=True
            )
        )
    except (RecursionError, ValueError, AssertionError) as error:
        raise ReadingError(f"{name}: this page cannot be taken apart ({error})") from None
    body = str(getattr(found, "text", None) or "")
    if not body.strip() and tree is not None:
        body = trafilatura.html2txt(html) or ""
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
    published = _published(tree, html, url)
    if published:
        top.append(f"Published: {published}")
    return "\n\n".join([*top, *paragraphs]) + "\n"


def _plain(value: object) -> str:
    return " ".join(str(value).split()) if value else ""


def _heading(tree: Any, found: Any) -> str:  # noqa: ANN401 - lxml and trafilatura are untyped
    """The only first-level heading, else the title that the metadata give."""
    headings = [_plain(node.text_content()) for node in tree.iter("h1")]
    headings = [heading for heading in headings if len(heading.split()) > 2]
    if len(headings) == 1:
        return headings[0]
    return re.split(r"\s+[|–—]\s+", _plain(getattr(found, "title", None)))[0]


def _published(tree: Any, html: str, url: str | None) -> str | None:  # noqa: ANN401
    """When the page says it was published, with its time where it has one."""
    found: list[str] = []
    for node in tree.iter("meta"):
        key = node.get("property") or node.get("name") or node.get("itemprop") or ""
        if key.lower() in _PUBLISHED:
            found.append(node.get("content") or "")
    for node in tree.iter("script"):
        if node.get("type") == "application/ld+json" and len(node.text or "") < _LARGEST_BLOCK:
            found.extend(_linked_dates(node.text or ""))
    for node in tree.iter("time"):
        if "datetime" in node.attrib:
            found.append(node.get("datetime"))
            break
    dates = [value.strip() for value in found if _ISO.match(value.strip())]
    if dates:
        return _stamp(dates[0])
    from htmldate import find_date  # noqa: PLC0415 - loaded with trafilatura

    try:
        return find_date(html, url=url, original_date=True, extensive_search=False)
    except (ValueError, AssertionError, OverflowError):
        return None


def _linked_dates(block: str) -> list[str]:
    try:
        value = json.loads(block)
    except (ValueError, RecursionError):
        return []
    rows = value if isinstance(value, list) else [value]
    rows += [row for item in rows if isinstance(item, dict) for row in _rows(item.get("@graph"))]
    return [
        row["datePublished"]
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("datePublished"), str)
    ]


def _rows(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _stamp(value: str) -> str:
    """Drop the fraction of a second, which says nothing."""
    return re.sub(r"(?<=\d)\.\d+(?=[Z+-]|$)", "", value)
