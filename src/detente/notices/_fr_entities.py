"""Entities that a Federal Register document names, from its table or its text."""

import re

from detente.facts.notice_tables import country_named
from detente.notices._english import english_days
from detente.notices._fr_acts import said_in
from detente.notices._fr_document import Document
from detente.notices._notice import NamedEntity

__all__ = ["entities_of"]

_ADDED = re.compile(r"\[?INSERT|\d{1,2}/\d{1,2}/\d{2,4}")
_BULLET = re.compile(
    r"(?:•|\(\d{1,3}\)|^\s*\d{1,3}\.)\s*(?P<name>[A-Z0-9][^;•]{3,160}?)(?=;|•|\.\s|$)", re.MULTILINE
)
_NAME_END = re.compile(
    r",?\s+(?:a\.?k\.?a\.?|f\.?k\.?a\.?|the following|also known)\b"
    r"|[,;]?\s+located|,\s+\d",
    re.IGNORECASE,
)


def entities_of(document: Document) -> tuple[NamedEntity, ...]:
    """Entities of the list's table, else those in the bullets under "the following"."""
    found: dict[str, NamedEntity] = {}
    country = ""
    for row in document.rows:
        cells = [cell for cell in row if cell]
        if not cells or set(cells[0]) <= {"*", " "}:
            continue
        heading = country_named(cells[0].title().replace("’", "'"))
        if heading and len(cells[0]) < 60:
            country = heading
            cells = cells[1:]
        if len(cells) < 3 or not _ADDED.search(cells[-1]):
            continue
        name = _NAME_END.split(cells[0])[0].strip(" ,;")
        if name:
            found.setdefault(
                name,
                NamedEntity(
                    name=name, local_name="", country=country, passage=said_in("table", cells[0])
                ),
            )
    if found:
        return tuple(found.values())
    said = re.search(r"following [^.:]{0,160}(?:entit|person|address)[^.:]{0,160}:", document.body)
    if said is None:
        return ()
    for match in _BULLET.finditer(document.body, said.end(), said.end() + 20000):
        name = _NAME_END.split(match["name"])[0].strip(" ,;")
        if not next(english_days(name), None):
            found.setdefault(
                name,
                NamedEntity(
                    name=name, local_name="", country="", passage=said_in("text", match[0])
                ),
            )
    return tuple(found.values())
