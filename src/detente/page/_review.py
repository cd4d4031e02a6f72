"""The review of an article: rows of the register that it may mean, to tick before anything runs."""

import base64
import binascii
import csv
import dataclasses
import io
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente._errors import DetenteError
from detente.page._form import EMPTY, Field, read_form, words_in
from detente.page._given import article_of, home_page
from detente.page._jobs import Jobs
from detente.page._pages import render
from detente.page._settings import Settings
from detente.page._state import is_standoff
from detente.page._work import Article

if TYPE_CHECKING:
    from detente.reading import Candidate

__all__ = ["Review"]

SEE_OTHER = 303
MOST_LINES = 300
_TICK = "tick:"
_BROKEN = "The review did not arrive whole; go back to the article and begin again."


class Review:
    """Shows what an article may mean, and takes the ticks."""

    def __init__(self, settings: Settings, jobs: Jobs) -> None:
        self.settings, self.jobs = settings, jobs

    def routes(self) -> list[Route]:
        """Its addresses."""
        return [
            Route("/review", self.show, methods=["POST"]),
            Route("/review/brief", self.make, methods=["POST"]),
            Route("/review/labels.csv", self.labels, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """List what the article may mean."""
        form = await read_form(request, self.settings, files=True)
        try:
            article = await run_in_threadpool(article_of, form)
            lines, _ = await run_in_threadpool(_reviewed, article)
        except DetenteError as error:
            return home_page(error=str(error), form=form)
        return render(
            "review",
            {
                "title": "Review",
                "name": article.name,
                "on": article.on.isoformat() if article.on else "",
                "data": base64.b64encode(article.data).decode(),
                "first": " ".join(line.id for line in lines if line.ticked),
                "rows": [line for line in lines if line.role != "proposal"],
                "proposals": [line for line in lines if line.role == "proposal"],
                "tick": _TICK,
            },
        )

    async def make(self, request: Request) -> Response:
        """Make the brief of what is ticked."""
        article = await self._ticked(request)
        return RedirectResponse(f"/jobs/{self.jobs.article(article)}", SEE_OTHER)

    async def labels(self, request: Request) -> Response:
        """The ticks as a labelled example, a row that ``tools/score_linking.py`` reads."""
        _, row = await run_in_threadpool(_reviewed, await self._ticked(request))
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=list(row), lineterminator="\n")
        writer.writeheader()
        writer.writerow(row)
        headers = {"Content-Disposition": 'attachment; filename="labels.csv"'}
        return Response(text.getvalue(), media_type="text/csv", headers=headers)

    async def _ticked(self, request: Request) -> Article:
        """The article with what was ticked and struck out."""
        largest = self.settings.largest_file * 3 // 2  # the file comes back in base 64
        return _article(await read_form(request, self.settings, largest=largest, most=MOST_LINES))


def _article(form: Mapping[str, Field]) -> Article:
    on = words_in(form, "on")
    try:
        data = base64.b64decode(form.get("data", EMPTY).data, validate=True)
        day = date.fromisoformat(on) if on else None
    except (binascii.Error, ValueError):
        raise HTTPException(400, _BROKEN) from None
    if not data:
        raise HTTPException(400, _BROKEN)
    first = set(words_in(form, "first").split())
    ticked = {name.removeprefix(_TICK) for name in form if name.startswith(_TICK)}
    return Article(
        name=words_in(form, "name")[:80] or "pasted text",
        data=data,
        on=day,
        accept=tuple(sorted(ticked - first)),
        reject=tuple(sorted(first - ticked)),
    )


def _reviewed(article: Article) -> tuple[list["Candidate"], dict[str, str]]:
    """The candidates of an article with its ticks, and the labelled example."""
    from detente.reading import read_bytes, review  # noqa: PLC0415 - loads with the first review

    if is_standoff(article.data.decode("utf-8", "replace")):
        raise DetenteError("that is a standoff; an article is what can be reviewed")
    reading = read_bytes(article.data, name="article", on=article.on)
    lines, row = review(
        reading, article.on, accept=article.accept, reject=article.reject, name=article.name
    )
    return [dataclasses.replace(line, dates=_days(line.dates)) for line in lines], row


def _days(dates: str) -> str:
    """Steps of a row in words: made known, in effect, suspended, lifted."""
    words = ("made known", "in effect", "suspended", "lifted")
    steps = zip(words, dates.split(" / "), strict=False)
    return ", ".join(f"{word} {day}" for word, day in steps if day and day != "-")
