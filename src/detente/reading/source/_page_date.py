"""When a page says it was published: what it prints under its heading, then what it declares."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from detente.facts.words import compiled
from detente.reading.english.dates.calendar import parse_full_date

__all__ = ["published"]

_PUBLISHED = frozenset(
    {
        *("article:published_time", "article:published", "og:published_time", "datepublished"),
        *("date", "pubdate", "publishdate", "publish-date", "publication_date", "parsely-pub-date"),
        *("dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "sailthru.date"),
        *("citation_publication_date", "citation_date", "timestamp"),
    }
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?$")
_FRACTION = re.compile(r"(?<=\d)\.\d+(?=[Z+-]|$)")
_DIGITS = re.compile(
    r"(?<![\d/.-])(?P<one>\d{1,2})(?P<mark>[-/.])(?P<two>\d{1,2})(?P=mark)(?P<year>20\d\d)(?!\d)"
)
_ARTICLE = compiled("page_date.article")
_CHANGED = compiled("page_date.changed")
_FIRST = compiled("page_date.first")
_ELSEWHERE = frozenset({"aside", "nav", "footer", "ul", "ol", "script", "style", "noscript"})
_BLOCKS = frozenset(
    {"p", "div", "span", "time", "header", "h2", "h3", "h4", "small", "em", "section"}
)
_LARGEST_BLOCK = 200_000
_NEAR = 14
"""Blocks after the heading in which its date may stand."""
_LINE = 160
"""Length up to which a block is a line of the head, not prose [code points]."""


def published(tree: Any, html: str, url: str | None) -> str | None:  # noqa: ANN401 - lxml
    """Return when a page was published, with its time where it says one."""
    language = _language(tree)
    printed = _printed(tree, language)
    declared = [_FRACTION.sub("", value) for value in _declared(tree, language)]
    if printed is not None:
        same = [value for value in declared if value[:10] == printed]
        return same[0] if same else printed
    if declared:
        return declared[0]
    if any(_DIGITS.search(line) and not _day_of(line, language) for line in _head_lines(tree)):
        return None
    from htmldate import find_date  # noqa: PLC0415 - loaded with trafilatura

    try:
        return find_date(html, url=url, original_date=True, extensive_search=False)
    except (ValueError, AssertionError, OverflowError):
        return None


def _language(tree: Any) -> str:  # noqa: ANN401
    """The language that the page declares, small: ``en-us``."""
    for node in tree.iter("html"):
        if value := node.get("lang") or node.get("{http://www.w3.org/XML/1998/namespace}lang"):
            return str(value).lower().replace("_", "-")
    for node in tree.iter("meta"):
        key = (node.get("property") or node.get("http-equiv") or node.get("name") or "").lower()
        if key in {"og:locale", "content-language", "language"}:
            return str(node.get("content") or "").lower().replace("_", "-")
    return ""


def _day_of(line: str, language: str) -> date | None:
    """The first full date of a line, in words or digits."""
    if found := parse_full_date(" ".join(line.split())):
        return found[2]
    match = _DIGITS.search(line)
    if match is None:
        return None
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    american = language in {"en-us", "en-ph"}
    if one <= 12 and two <= 12 and one != two and not american and match["mark"] != ".":
        if not language.startswith("en-"):
            return None
        american = False
    month_first = two > 12 or (american and one <= 12 and match["mark"] != ".")
    try:
        return date(year, one, two) if month_first else date(year, two, one)
    except ValueError:
        return None


def _head_lines(tree: Any) -> Iterator[str]:  # noqa: ANN401
    """The short blocks that follow the heading, up to the first prose."""
    headings = [node for node in tree.iter("h1") if len(node.text_content().split()) > 2]
    if len(headings) != 1:
        return
    heading, after, seen = headings[0], False, 0
    for node in tree.iter():
        if node is heading:
            after = True
            continue
        if not after or node.tag not in _BLOCKS or heading in node.iterancestors():
            continue
        if any(above.tag in _ELSEWHERE for above in node.iterancestors()):
            continue
        line = " ".join(node.text_content().split())
        if len(line) > _LINE:
            if node.tag == "p":
                return
            continue
        if line:
            yield line
            seen += 1
            if seen >= _NEAR:
                return


def _printed(tree: Any, language: str) -> str | None:  # noqa: ANN401
    """The day printed under the heading, that of a change left out."""
    for line in _head_lines(tree):
        changed = _CHANGED.search(line)
        if changed and not _FIRST.search(line):
            continue
        day = _day_of(line[: changed.start()] if changed and changed.start() else line, language)
        if day is not None:
            return day.isoformat()
    return None


def _declared(tree: Any, language: str) -> Iterator[str]:  # noqa: ANN401
    """What the page's metadata say of the article: linked data, tags, the time elements."""
    rows = [
        row
        for node in tree.iter("script")
        if node.get("type") == "application/ld+json" and len(node.text or "") < _LARGEST_BLOCK
        for row in _linked(node.text or "")
    ]
    of_article = [row for row in rows if _ARTICLE.search(str(row.get("@type", "")))]
    untyped = [row for row in rows if "@type" not in row]
    metas = list(_metas(tree, language))
    for row in (*of_article, *untyped):
        yield from _iso(row.get("datePublished"))
    yield from metas
    if not of_article:
        kinds = ("WebPage", "ItemPage")
        for row in rows:
            if str(row.get("@type", "")) in kinds:
                yield from _iso(row.get("datePublished"))
    for node in tree.iter("time"):
        inside = [above.tag for above in node.iterancestors()]
        if not _ELSEWHERE & set(inside):
            yield from _iso(node.get("datetime"))
            return


def _metas(tree: Any, language: str) -> Iterator[str]:  # noqa: ANN401
    for node in tree.iter("meta"):
        key = node.get("property") or node.get("name") or node.get("itemprop") or ""
        if key.lower() not in _PUBLISHED:
            continue
        value = (node.get("content") or "").strip()
        if _ISO.match(value):
            yield value
        elif (day := _day_of(value, language)) is not None:
            yield day.isoformat()


def _iso(value: object) -> Iterator[str]:
    if isinstance(value, str) and _ISO.match(value.strip()):
        yield value.strip()


def _linked(block: str) -> list[dict[str, Any]]:
    """The records of a block of linked data, those of a graph among them."""
    try:
        value = json.loads(block)
    except (ValueError, RecursionError):
        return []
    rows = value if isinstance(value, list) else [value]
    graphs = [row.get("@graph") for row in rows if isinstance(row, dict)]
    rows = [*rows, *(row for graph in graphs if isinstance(graph, list) for row in graph)]
    return [row for row in rows if isinstance(row, dict)]
