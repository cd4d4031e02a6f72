"""Chinese notices as collected in JSON: texts with their pages, and entities one record each."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from detente._errors import NoticeError
from detente.facts.notice_tables import country_named, load_countries
from detente.notices._fields import day_of
from detente.notices._mofcom import read_text
from detente.notices._notice import Act, Found, NamedEntity, Notice, Passage, Phase

__all__ = ["is_collection", "read_collection"]

_WATCH = {"export_control_watch_list": "watch list", "export_control_control_list": "control list"}


def is_collection(data: object) -> bool:
    """Whether JSON is a collection of Chinese notices."""
    if not isinstance(data, dict) or not isinstance(data.get("records"), list):
        return False
    return any(
        isinstance(record, dict) and ("contentText" in record or "noticeNumber" in record)
        for record in data["records"]
    )


def read_collection(data: Mapping[str, Any], file: str) -> Iterator[Notice | NoticeError]:
    """Read every notice of a collection; what cannot be read comes as an error in its place."""
    parts: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for place, record in enumerate(data["records"], start=1):
        name = f"record {place}"
        if not isinstance(record, dict):
            yield NoticeError(f"{file}, {name}: is no object of fields; mend or remove it")
        elif _text(record, "contentText"):
            try:
                yield _from_text(record, file, f"{name} {_text(record, 'recordId')}".strip())
            except NoticeError as error:
                yield error
        elif _text(record, "noticeNumber"):
            parts[_text(record, "noticeNumber")].append(record)
        else:
            missing = "has neither contentText nor noticeNumber; give one of the two"
            yield NoticeError(f"{file}, {name}: {missing}")
    for number, records in parts.items():
        try:
            yield _from_entities(number, records, file)
        except NoticeError as error:
            yield error


def _from_text(record: Mapping[str, Any], file: str, place: str) -> Notice:
    return read_text(
        _text(record, "contentText"),
        file=file,
        place=place,
        title=_text(record, "noticeTitle"),
        address=_text(record, "sourceUrl"),
        page_day=day_of(record.get("publishedAt"), "publishedAt", f"{file}, {place}"),
        given_number=_text(record, "noticeNumber"),
    )


def _from_entities(number: str, records: list[Mapping[str, Any]], file: str) -> Notice:
    first = records[0]
    where = f"{file}, {number}"
    summary = max((_text(record, "restrictionSummary") for record in records), key=len)
    title = _text(first, "noticeTitle")
    announced = day_of(first.get("publishedAt"), "publishedAt", where)
    effective = day_of(first.get("effectiveFrom"), "effectiveFrom", where)
    read = read_text(
        f"{title}\n{summary}",
        file=file,
        place=number,
        title=title,
        address=_text(first, "sourceUrl"),
        page_day=announced,
        given_number=number,
    )
    home = read.targets[0].value if len(read.targets) == 1 else ""
    entities = tuple(
        _entity(record, "" if home in {"ALL", "EU"} else home)
        for record in records
        if _text(record, "entityName") or _text(record, "entityNameEn")
    )
    declared = next(
        (n for r in records if isinstance(n := r.get("declaredEntityCount"), int)), None
    )
    uncoded = [line for line in read.uncoded if "no name could be read" not in line]
    uncoded = [line for line in uncoded if "no day from which" not in line or effective is None]
    if declared is not None and declared != len(entities):
        uncoded.append(f"the notice names {declared} entities and the file holds {len(entities)}")
    name = _WATCH.get(_text(first, "measureType"), read.list_name)
    phases = read.phases
    if effective is not None:
        said = Passage(text=effective.isoformat(), where="field effectiveFrom")
        phases = (Phase(date=effective, scope="", passage=said),)
    day: Found[dt.date] | None = None
    if announced is not None:
        printed = Passage(text=announced.isoformat(), where="field publishedAt")
        day = Found(value=announced, passage=printed)
    return dataclasses.replace(
        read,
        act=Act.LISTS if entities else read.act,
        announced=day,
        phases=phases,
        list_name=name,
        entities=entities,
        uncoded=tuple(uncoded),
    )


def _entity(record: Mapping[str, Any], home: str) -> NamedEntity:
    latin, local = _text(record, "entityNameEn"), _text(record, "entityName")
    code = _text(record, "countryCode")
    country = next((row.iso3 for row in load_countries() if code and row.iso2 == code), "")
    addresses = record.get("addresses")
    if not country and isinstance(addresses, list) and addresses:
        country = country_named(str(addresses[0]))
    return NamedEntity(
        name=latin or local,
        local_name=local if latin else "",
        country=country or home,
        passage=Passage(text=f"{local} ({latin})" if latin else local, where="field entityName"),
    )


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return value.replace("\u200c", "").strip() if isinstance(value, str) else ""
