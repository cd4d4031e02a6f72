"""A Federal Register document as its parts, from the API's JSON, the daily XML, or its text."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from detente._errors import NoticeError
from detente.notices._english import english_days
from detente.notices._fields import day_of

__all__ = ["Document", "from_api", "from_daily_xml", "from_text", "is_api", "looks_like_text"]

_TYPES = ("RULE", "PRORULE", "NOTICE", "PRESDOCU")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The parts of one document that the importer needs."""

    number: str
    """Document number, such as ``2025-19001``."""
    citation: str
    """Volume and first page, such as ``90 FR 47201``; empty if it cannot be told."""
    citation_from: str
    """The words that the citation rests on."""
    title: str
    agencies: str
    kind: str
    action: str
    abstract: str
    dates: str
    """As printed; `kind` is rule, proposed rule, notice or presidential document."""
    published: dt.date | None
    effective_on: dt.date | None
    """Day of publication, and the one day of effect that the API gives."""
    address: str = ""
    """Address of the page."""
    body: str = ""
    """The rest of the text, where the form holds it."""
    rows: tuple[tuple[str, ...], ...] = field(default=())
    """Rows of its tables, one tuple of cells each."""


def is_api(data: object) -> bool:
    """Whether JSON is an answer of the Federal Register's API."""
    if not isinstance(data, dict):
        return False
    results = data.get("results", [data])
    return isinstance(results, list) and any(
        isinstance(item, dict) and "document_number" in item for item in results
    )


def from_api(data: Mapping[str, Any], file: str) -> Iterator[Document | NoticeError]:
    """Documents of an answer of the API; what cannot be read comes as an error in its place."""
    for place, item in enumerate(data.get("results", [data]), start=1):
        if not isinstance(item, dict) or not isinstance(item.get("document_number"), str):
            says = "has no document_number; ask the API for that field"
            yield NoticeError(f"{file}, result {place}: {says}")
            continue
        try:
            yield _from_item(item, f"{file}, {item['document_number']}")
        except NoticeError as error:
            yield error


def _from_item(item: Mapping[str, Any], where: str) -> Document:
    names = item.get("agency_names") or [
        agency.get("name") or agency.get("raw_name", "")
        for agency in item.get("agencies") or ()
        if isinstance(agency, dict)
    ]
    citation = _text(item, "citation")
    if not citation and item.get("volume") and item.get("start_page"):
        citation = f"{item['volume']} FR {item['start_page']}"
    return Document(
        number=str(item["document_number"]),
        citation=citation,
        citation_from=citation,
        title=_text(item, "title"),
        agencies="; ".join(str(name) for name in names if name),
        kind=_text(item, "type").lower(),
        action=_text(item, "action"),
        abstract=_text(item, "abstract"),
        dates=_text(item, "dates"),
        published=day_of(item.get("publication_date"), "publication_date", where),
        effective_on=day_of(item.get("effective_on"), "effective_on", where),
        address=_text(item, "html_url"),
        body=_text(item, "body") or _text(item, "excerpts"),
    )


def from_daily_xml(data: bytes, file: str) -> Iterator[Document | NoticeError]:
    """Documents of a day's XML, or of the XML of one document."""
    if b"<!ENTITY" in data:
        raise NoticeError(f"{file}: declares XML entities; the Federal Register's XML has none")
    try:
        root = ET.fromstring(data)  # noqa: S314 - no entities can be declared, see above
    except (ET.ParseError, LookupError, ValueError) as error:
        raise NoticeError(f"{file}: is not well-formed XML ({error}); get it anew") from None
    volume = _all(root.find("VOL"))
    published = next((day.date for day in english_days(_all(root.find("DATE")))), None)
    pages = _pages(root)
    found = 0
    page = ""
    for element in root.iter():
        if element.tag == "PRTPAGE":
            page = element.get("P", page)
        if element.tag in _TYPES:
            found += 1
            yield _from_element(element, volume, published, pages, page)
    if not found:
        raise NoticeError(f"{file}: holds no RULE, PRORULE or NOTICE of the Federal Register")


def _from_element(
    element: ET.Element, volume: str, published: dt.date | None, pages: Mapping[str, str], page: str
) -> Document:
    preamble = element.find("PREAMB")
    head = preamble if preamble is not None else element
    filed = _all(element.find("FRDOC"))
    number = re.search(r"\b(?:[A-Z]\d-)?\d{2,4}-\d{4,6}\b", filed)
    name = number[0] if number else ""
    first = pages.get(name) or page or _first_page(element)
    citation = f"{volume} FR {first}" if volume and first else ""
    agencies = "; ".join(
        dict.fromkeys(_all(e) for e in head.iter() if e.tag in {"AGENCY", "SUBAGY"} if _all(e))
    )
    return Document(
        number=name,
        citation=citation,
        citation_from=f"volume {volume}, page {first}" if citation else "",
        title=_all(head.find("SUBJECT")),
        agencies=agencies or _labelled(head, "AGY"),
        kind=element.tag.lower().replace("prorule", "proposed rule"),
        action=_labelled(head, "ACT"),
        abstract=_labelled(head, "SUM"),
        dates=_labelled(head, "DATES") or _labelled(head, "EFFDATE") or _labelled(head, "DATE"),
        published=published,
        effective_on=None,
        body=" ".join(_all(part) for part in element.iter("SUPLINF")),
        rows=tuple(_rows(element)),
    )


def _pages(root: ET.Element) -> dict[str, str]:
    """Document numbers to first pages, from the day's table of contents."""
    pages: dict[str, str] = {}
    for parent in root.iter():
        last = ""
        for child in parent:
            if child.tag == "PGS":
                last = re.split(r"[-–,]", _all(child))[0].strip()
            elif child.tag == "FRDOCBP" and last:
                pages[re.sub(r"\s", "", _all(child))] = last
    return pages


def _first_page(element: ET.Element) -> str:
    mark = next(element.iter("PRTPAGE"), None)
    return mark.get("P", "") if mark is not None else ""


def _rows(element: ET.Element) -> Iterator[tuple[str, ...]]:
    for row in element.iter("ROW"):
        yield tuple(_all(cell) for cell in row.iter("ENT"))


def _labelled(head: ET.Element, tag: str) -> str:
    """Paragraphs under a heading of the preamble, without the heading."""
    block = head.find(f".//{tag}")
    if block is None:
        return ""
    return "\n".join(_all(part) for part in block if part.tag != "HD") or _all(block)


def _all(element: ET.Element | None) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip() if element is not None else ""


_HEAD = re.compile(
    r"\[?Federal Register Volume (?P<volume>\d+),? (?:Number|Issue) \d+ \((?P<day>[^)]+)\)"
)
_PAGES = re.compile(r"\[Pages? (?P<page>[A-Z]?\d+)")
_NUMBER = re.compile(r"\[?FR Doc(?:\.| No[.:]*)\s*:?\s*(?P<number>(?:[A-Z]\d-)?\d{2,4}-\d{4,6})")
_NEXT = (
    r"(?=\n\s*(?:[A-Z][A-Z ]{4,}|FOR FURTHER INFORMATION CONTACT|SUPPLEMENTARY INFORMATION)\s*:|\Z)"
)


def looks_like_text(text: str) -> bool:
    """Whether a text is that of a Federal Register document."""
    return bool(
        re.search(r"(?m)^\s*(?:AGENCY|ACTION)\s*:", text)
        and re.search(r"(?m)^\s*SUMMARY\s*:", text)
    )


def from_text(text: str, file: str) -> Document:
    """The document of a text as the Government Publishing Office posts it."""
    head = _HEAD.search(text)
    pages = _PAGES.search(text)
    number = _NUMBER.search(text)
    if number is None and head is None:
        raise NoticeError(f"{file}: no Federal Register number; give the whole document")
    citation = f"{head['volume']} FR {pages['page']}" if head and pages else ""
    agency = re.search(r"(?m)^\s*AGENCY\s*:", text)
    above = text[: agency.start()] if agency else ""
    lines = [
        line.strip() for line in re.split(r"\n\s*\n|\n(?=RIN|\[Docket)", above) if line.strip()
    ]
    title = next((re.sub(r"^RIN\s+\S+\s*", "", x) for x in reversed(lines) if len(x) > 12), "")
    kind = re.search(r"\[(Rules and Regulations|Proposed Rules|Notices)\]", text)
    supplement = re.search(r"SUPPLEMENTARY INFORMATION\s*:", text)
    return Document(
        number=number["number"] if number else "",
        citation=citation,
        citation_from=f"{head[0]} {pages[0]}" if head and pages else "",
        title=re.sub(r"\s+", " ", title),
        agencies=_section(text, "AGENCY"),
        kind={"Rules and Regulations": "rule", "Proposed Rules": "proposed rule"}.get(
            kind[1] if kind else "", "notice" if kind else "rule"
        ),
        action=_section(text, "ACTION"),
        abstract=_section(text, "SUMMARY"),
        dates=_section(text, "DATES") or _section(text, "EFFECTIVE DATE"),
        published=next((d.date for d in english_days(head["day"])), None) if head else None,
        effective_on=None,
        body=re.sub(r"[ \t]+", " ", text[supplement.end() :]) if supplement else "",
    )


def _section(text: str, name: str) -> str:
    match = re.search(rf"(?ms)^\s*{name}\s*:(?P<words>.*?){_NEXT}", text)
    if match is None:
        return ""
    lines = re.sub(r"\[\[Page \d+\]\]|-{5,}", " ", match["words"])
    lines = re.sub(r"[ \t]*\n(?!\s*\n|\s*[•(a-z]\s?[).])[ \t]*", " ", lines)
    return re.sub(r"[ \t]+", " ", lines).strip()


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    if isinstance(value, list):
        return " ".join(str(part) for part in value)
    return value.strip() if isinstance(value, str) else ""
