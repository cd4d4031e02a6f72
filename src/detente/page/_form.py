"""The body of a form: read with a cap, and taken apart.

Browsers send ``application/x-www-form-urlencoded`` or ``multipart/form-data`` (RFC 7578); both are
small here and wholly in memory.
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from detente.page._settings import Settings

__all__ = ["EMPTY", "Field", "parse_form", "read_body", "read_form", "words_in"]

MOST_FIELDS = 16
DRAINED = 4
"""Multiples of the cap that are read and thrown away, so that a browser gets to see the refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form."""

    data: bytes
    """Its value, undecoded."""
    filename: str = ""
    """Name of the file, if it is one."""

    @property
    def text(self) -> str:
        """The value as text, line ends as on Unix, without what is not UTF-8."""
        return self.data.decode("utf-8", errors="replace").replace("\r\n", "\n")


EMPTY = Field(data=b"")
"""A field that a form does not have."""


async def read_body(request: Request, *, largest: int, seconds: float) -> bytes:
    """Read a request's body while it comes in, and no more of it than allowed."""
    kept: list[bytes] = []
    length = 0
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                length += len(chunk)
                if length <= largest:
                    kept.append(chunk)
                else:
                    kept.clear()
                if length > DRAINED * largest:
                    break
    except TimeoutError:
        raise HTTPException(408, "The article did not arrive in time; send it again.") from None
    except ClientDisconnect:
        raise HTTPException(400, "The article did not arrive whole; send it again.") from None
    if length > largest:
        raise HTTPException(413, _too_long(largest))
    return b"".join(kept)


def _too_long(largest: int) -> str:
    """Refuse a body in words."""
    return f"That is too long; the limit is {largest // 100_000 / 10:g} MB."


async def read_form(
    request: Request,
    settings: Settings,
    *,
    files: bool = False,
    largest: int | None = None,
    most: int = MOST_FIELDS,
) -> dict[str, Field]:
    """Read a form: what is no file keeps to the limit of a body, also beside a file.

    ``files`` says whether a field named ``file`` may be as large as a file; ``largest`` is another
    limit than the settings' of a body [byte].
    """
    kind, plain = request.headers.get("content-type", ""), largest or settings.largest_body
    upload = files and kind.casefold().startswith("multipart/form-data")
    body = await read_body(
        request, largest=settings.largest_file if upload else plain, seconds=settings.body_seconds
    )
    form = parse_form(kind, body, most=most)
    rest = (one for name, one in form.items() if name != "file" or not one.filename)
    if len(body) > plain and sum(len(one.data) for one in rest) > plain:
        raise HTTPException(413, _too_long(plain))
    return form


def words_in(form: Mapping[str, Field], name: str) -> str:
    """The text of a field; empty where the form does not have it."""
    return form.get(name, EMPTY).text


def parse_form(content_type: str, body: bytes, *, most: int = MOST_FIELDS) -> dict[str, Field]:
    """Take a form apart; of fields with one name the last counts.

    Examples
    --------
    >>> form = parse_form("application/x-www-form-urlencoded", b"on=2025-06-10&use=example")
    >>> form["on"].text, form["use"].text
    ('2025-06-10', 'example')
    """
    header = Message()
    header["Content-Type"] = re.sub(r"[\r\n]", " ", content_type)
    match header.get_content_type():
        case "application/x-www-form-urlencoded":
            return _urlencoded(body, most)
        case "multipart/form-data":
            boundary = header.get_param("boundary")
            if not isinstance(boundary, str) or not 1 <= len(boundary) <= 70:  # RFC 2046
                raise _broken()
            return _multipart(body, boundary.encode("latin-1", errors="replace"), most)
    raise HTTPException(415, "Send a form: an article as text, or a file.")


def _urlencoded(body: bytes, most: int) -> dict[str, Field]:
    # Latin-1 in and out keeps every byte as it was
    try:
        pairs = parse_qsl(
            body.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=most
        )
    except ValueError:
        raise _broken() from None
    return {name: Field(data=value.encode("latin-1")) for name, value in pairs}


def _multipart(body: bytes, boundary: bytes, most: int) -> dict[str, Field]:
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(parts) < 2 or not parts[-1].startswith(b"--") or len(parts) > most + 2:
        raise _broken()
    fields = {}
    for part in parts[1:-1]:
        head, blank, data = part.partition(b"\r\n\r\n")
        if not blank:
            raise _broken()
        named = _disposition(head)
        if "name" not in named:
            raise _broken()
        fields[named["name"]] = Field(data=data, filename=named.get("filename", ""))
    return fields


def _disposition(head: bytes) -> dict[str, str]:
    """The quoted parameters of a part's Content-Disposition; browsers write ``"`` as ``%22``."""
    for line in head.decode("utf-8", errors="replace").split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-disposition":
            return {
                key.lower(): inner.replace("%22", '"')
                for key, inner in re.findall(r';[ \t]*([A-Za-z]+)="([^"]*)"', value)
            }
    return {}


def _broken() -> HTTPException:
    return HTTPException(400, "The form did not arrive whole; go back and send it again.")
