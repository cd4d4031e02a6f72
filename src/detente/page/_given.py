"""What is given on the first page: the fields of its form, and the article in them."""

import datetime as dt
import re
from collections.abc import Mapping

from starlette.responses import Response

from detente._errors import DetenteError
from detente.page._form import EMPTY, Field, words_in
from detente.page._pages import render
from detente.page._register import day_of
from detente.page._state import CASES
from detente.page._work import Article, example

__all__ = ["article_of", "home_page"]


def article_of(form: Mapping[str, Field]) -> Article:
    """The article of a form: the example, a file, an address, or text."""
    on = day_of(words_in(form, "on"))
    if words_in(form, "use") == "example":
        return example(on)
    upload, pasted = form.get("file", EMPTY), words_in(form, "article")
    address = words_in(form, "address").strip()
    given = [
        w
        for w, one in (("a text", pasted.strip()), ("a file", upload.data), ("an address", address))
        if one
    ]
    if len(given) > 1:
        raise DetenteError(f"there is {' and '.join(given)}; give one of them")
    if address:
        return _fetched(address, on)
    if upload.data:
        return Article(name=_file_name(upload.filename), data=upload.data, on=on)
    if not pasted.strip():
        raise DetenteError("there is no article; paste its text, or give a file or an address")
    return Article(name="pasted text", data=pasted.encode("utf-8"), on=on)


def _fetched(address: str, on: dt.date | None) -> Article:
    """Fetch an article for the page; addresses inside the network are refused."""
    from detente.reading.source.fetch import fetch  # noqa: PLC0415 - only addresses need it
    from detente.reading.source.input import LARGEST_FILE  # noqa: PLC0415

    try:
        found = fetch(address.strip(), largest=LARGEST_FILE)
    except DetenteError as error:
        words = str(error).partition("; pass --allow-private")[0]
        raise DetenteError(words) from None
    return Article(name=found.url, data=found.data, on=on)


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
            "article": words_in(form, "article"),
            "address": words_in(form, "address")[:2000],
            "on": words_in(form, "on")[:40],
            "cases": {name: words for name, (_, words) in CASES.items()},
        },
        status=400 if error else 200,
    )
