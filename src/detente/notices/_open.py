"""Open files of notices: find the form of each, and read all that is in it."""

import csv
import dataclasses
import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente._errors import NoticeError
from detente.notices import _dgft, _gta, _iea, _mofcom
from detente.notices._federal_register import is_about_exports, read_document
from detente.notices._fr_document import (
    Document,
    from_api,
    from_daily_xml,
    from_text,
    is_api,
    looks_like_text,
)
from detente.notices._importers import read_by_importer
from detente.notices._merge import merged
from detente.notices._mofcom_json import is_collection, read_collection
from detente.notices._notice import Notice
from detente.notices._page_text import Page, page_text

__all__ = ["Reading", "read_notices"]


class _UnknownFormError(NoticeError):
    """A text of none of our forms."""


_LARGEST = 200_000_000
_FORMS = (
    "a MOFCOM notice (JSON, HTML or text), a Federal Register document (API JSON, daily XML or "
    "text), Global Trade Alert's or the IEA tracker's CSV, or a DGFT notification"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read from several files.

    Parameters
    ----------
    notices
        The notices, those of the same number made one, in order of their days.
    refused
        What could not be read, one line each.
    passed_over
        Number of records that are about something else, by file.
    """

    notices: tuple[Notice, ...]
    refused: tuple[str, ...]
    passed_over: dict[str, int]


def read_notices(
    files: Iterable[str | os.PathLike[str]], progress: Callable[[int, int], None] | None = None
) -> Reading:
    """Read files of official notices.

    Parameters
    ----------
    files
        Names of files; a folder stands for the files in it.
    progress
        Called with the number of files read and of all.

    Returns
    -------
    Reading
        The notices, and what could not be read.

    Raises
    ------
    NoticeError
        If there is no file at all.
    """
    paths = _paths(files)
    notices: list[Notice] = []
    refused: list[str] = []
    passed: dict[str, int] = {}
    for done, path in enumerate(paths, start=1):
        try:
            for item in _read(path):
                if isinstance(item, Notice):
                    notices.append(item)
                elif item is None:
                    passed[path.name] = passed.get(path.name, 0) + 1
                else:
                    refused.append(_line(item))
        except NoticeError as error:
            refused.append(_line(error))
        if progress is not None:
            progress(done, len(paths))
    return Reading(notices=merged(notices), refused=tuple(refused), passed_over=passed)


def _line(error: NoticeError) -> str:
    return " ".join(str(error).split())


def _paths(files: Iterable[str | os.PathLike[str]]) -> Sequence[Path]:
    paths: list[Path] = []
    for file in files:
        path = Path(file)
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file() and p.name[0] != ".")
            if not inside:
                raise NoticeError(f"{path}: the folder holds no file; give files of notices")
            paths += inside
        else:
            paths.append(path)
    if not paths:
        raise NoticeError("no file of notices; name at least one")
    return paths


def _read(path: Path) -> Iterator[Notice | NoticeError | None]:
    data = _bytes(path)
    name = path.name
    if data.lstrip()[:1] == b"<" and re.search(rb"<(?:FEDREG|RULE|PRORULE|NOTICE)\b", data[:4000]):
        yield from _documents(from_daily_xml(data, name), name)
        return
    text = _decoded(data, name)
    page = _page(text, path)
    try:
        yield from _of_our_forms(text, page, path)
    except _UnknownFormError:
        found = read_by_importer(text if page is None else page.text, name)
        if found is None:
            raise
        yield from found


def _page(text: str, path: Path) -> Page | None:
    """The text of a page; None where the file is none."""
    table = path.suffix.lower() in {".json", ".csv", ".tsv"}
    marked = text.lstrip()[:1] == "<" or path.suffix.lower() in {".html", ".htm"}
    return page_text(text) if marked and not table else None


def _of_our_forms(
    text: str, page: Page | None, path: Path
) -> Iterator[Notice | NoticeError | None]:
    name, opening = path.name, text.lstrip()[:1]
    if path.suffix.lower() == ".json" or (opening in {"{", "["} and not looks_like_text(text)):
        yield from _json(text, name)
    elif path.suffix.lower() in {".csv", ".tsv"}:
        yield from _table(text, name)
    elif page is not None:
        for notice in _text(page.text, name, title=page.title):
            yield dataclasses.replace(notice, address=notice.address or page.address)
    else:
        yield from _text(text, name, title="")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise NoticeError(f"{path.name}: is larger than 200 MB; give a smaller file")
        data = path.read_bytes()
    except OSError as error:
        says = error.strerror or str(error)
        raise NoticeError(f"{path}: cannot be read ({says}); name a file of notices") from None
    if not data.strip():
        raise NoticeError(f"{path.name}: the file is empty; give {_FORMS}")
    return data


def _decoded(data: bytes, name: str) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise NoticeError(f"{name}: is no text; give {_FORMS}")


def _json(text: str, name: str) -> Iterator[Notice | NoticeError | None]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoticeError(f"{name}: is not JSON ({error}); get it anew") from None
    if isinstance(data, list):
        inside = [item for item in data if isinstance(item, dict)]
        key = "results" if any("document_number" in item for item in inside) else "records"
        data = {key: data}
    if is_collection(data):
        yield from read_collection(data, name)
    elif is_api(data):
        yield from _documents(from_api(data, name), name)
    else:
        raise _UnknownFormError(f"{name}: this JSON is of no known form; give {_FORMS}")


def _documents(
    documents: Iterator[Document | NoticeError], name: str
) -> Iterator[Notice | NoticeError | None]:
    for document in documents:
        if isinstance(document, NoticeError):
            yield document
        else:
            yield read_document(document, name) if is_about_exports(document) else None


def _table(text: str, name: str) -> Iterator[Notice | NoticeError | None]:
    stream = io.StringIO(text.lstrip("\r\n"), newline="")
    rows = csv.DictReader(stream, delimiter="\t" if name.endswith(".tsv") else ",")
    try:
        header = [column.strip() for column in rows.fieldnames or ()]
        rows.fieldnames = header
        if _gta.is_header(header):
            yield from _gta.read_rows(rows, name)
        elif _iea.is_header(header):
            yield from _iea.read_rows(rows, name)
        else:
            says = f"the header ({', '.join(header[:4])} …) is of no known table; give {_FORMS}"
            raise _UnknownFormError(f"{name}: {says}")
    except csv.Error as error:
        raise NoticeError(f"{name}: row {rows.line_num} is no CSV ({error}); mend it") from None


def _text(text: str, name: str, *, title: str) -> Iterator[Notice]:
    if looks_like_text(text):
        yield read_document(from_text(text, name), name)
    elif _dgft.looks_like(text):
        yield _dgft.read_text(text, name)
    elif _mofcom.looks_like(text):
        yield _mofcom.read_text(text, file=name, title=title)
    else:
        raise _UnknownFormError(f"{name}: this text is of no known form; give {_FORMS}")
