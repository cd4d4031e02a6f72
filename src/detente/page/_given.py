"""What is given on the first page: the fields of its form, and the article in them."""

import re
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from detente._errors import DetenteError
from detente.page._cases import fetched
from detente.page._form import EMPTY, Field, parse_form, read_body, too_long
from detente.page._pages import render
from detente.page._register import day_of
from detente.page._settings import Settings
from detente.page._state import CASES
from detente.page._work import Article, example

__all__ = ["article_of", "home_page", "taken"]


async def taken(request: Request, settings: Settings) -> dict[str, Field]:
    """Read the form of the first page."""
    kind = request.headers.get("content-type", "")
    upload = kind.casefold().startswith("multipart/form-data")
    largest = settings.largest_file if upload else settings.largest_body
    body = await read_body(request, largest=largest, seconds=settings.body_seconds)
    form = parse_form(kind, body)
    if len(body) > settings.largest_body and not form.get("file", EMPTY).data:
        raise HTTPException(413, too_long(settings.largest_body))
    return form


def article_of(form: Mapping[str, Field]) -> Article:
    """The article of a form: the example, a file, an address, or text."""
    on = day_of(form.get("on", EMPTY).text)
    if form.get("use", EMPTY).text == "example":
        return example(on)
    upload, pasted = form.get("file", EMPTY), form.get("article", EMPTY).text
    address = form.get("address", EMPTY).text.strip()
    given = [
        w
        for w, one in (("a text", pasted.strip()), ("a file", upload.data), ("an address", address))
        if one
    ]
    if len(given) > 1:
        raise DetenteError(f"there is {' and '.join(given)}; give one of them")
    if address:
        return fetched(address, on)
    if upload.data:
        return Article(name=_file_name(upload.filename), data=upload.data, on=on)
    if not pasted.strip():
        raise DetenteError("there is no article; paste its text, or give a file or an address")
    return Article(name="pasted text", data=pasted.encode("utf-8"), on=on)


def _file_name(given: str) -> str:
    last = re.split(r"[/\\]", given)[-1]
    return "".join(char for char in last if char.isprintable()).strip()[:80] or "uploaded file"


def home_page(*, error: str = "", form: Mapping[str, Field] | None = None) -> Response:
    """The first page, with what was given and what was wrong with it."""
    form = form or {}
    return render(
        "home",
        {
            "title": "",
            "error": error,
            "article": form.get("article", EMPTY).text,
            "address": form.get("address", EMPTY).text[:2000],
            "on": form.get("on", EMPTY).text[:40],
            "cases": {name: words for name, (_, words) in CASES.items()},
        },
        status=400 if error else 200,
    )
