"""Cases of the casebook on the page: list, timeline, articles, versions, briefs that stay."""

import datetime as dt
import re
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from detente._errors import CasebookError, DetenteError, StaleVersionError, UnknownCodeError
from detente.page._bench import Bench
from detente.page._desk import Desk, DeskFullError, Pages, Tell, Work
from detente.page._form import Field, read_form, words_in
from detente.page._given import article_of
from detente.page._jobs import FULL
from detente.page._pages import brief_headers, message_page, render
from detente.page._register import day_of
from detente.page._settings import Settings
from detente.page._state import State, pack, parse_standoff
from detente.page._work import STAGES, standoff_work

if TYPE_CHECKING:
    from detente.brief import Brief
    from detente.casebook import Case, Casebook

__all__ = ["KINDS", "Cases", "brief_as"]

SEE_OTHER = 303
CONFLICT = 409
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "json": "application/json",
    "md": "text/markdown",
}
"""Suffix of a brief -> its media type."""
SHOWN = 200
NONE = (
    "This page has no casebook. Start it with detente serve --casebook FILE, or in a workspace, to "
    "follow a standoff over weeks."
)


class Cases:
    """What answers under ``/cases`` and ``/k``.

    Parameters
    ----------
    settings, desk, bench
        As the page has them.
    """

    def __init__(self, settings: Settings, desk: Desk, bench: Bench) -> None:
        self.settings, self.desk, self.bench = settings, desk, bench
        self._opened: Casebook | None = None
        self._opening = threading.Lock()

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/cases", self.overview, methods=["GET"]),
            Route("/cases", self.start, methods=["POST"]),
            Route("/cases/{case}", self.show),
            Route("/cases/{case}/articles", self.add, methods=["POST"]),
            Route("/cases/{case}/standoff", self.edit, methods=["GET"]),
            Route("/cases/{case}/standoff", self.save, methods=["POST"]),
            Route("/cases/{case}/brief", self.make, methods=["POST"]),
            Route("/cases/{case}/briefs/{key}", self.brief),
            Route("/api/casebook", self.list_json),
            Route("/api/casebook/{case}", self.show_json),
            Route("/keep", self.keep, methods=["POST"]),
            Route("/k/{key}", self.kept),
        ]

    def book(self) -> "Casebook":
        """The casebook, opened when it is first asked for."""
        if self.settings.casebook is None:
            raise HTTPException(404, NONE)
        with self._opening:
            if self._opened is None:
                from detente.casebook import Casebook  # noqa: PLC0415 - start-up time

                self._opened = Casebook(self.settings.casebook)
            return self._opened

    def close(self) -> None:
        """Give the casebook back."""
        if self._opened is not None:
            self._opened.close()

    def overview(self, _request: Request) -> Response:
        rows = [] if self.settings.casebook is None else self.book().cases()
        context = {"title": "Cases", "rows": rows, "missing": self.settings.casebook is None}
        return render("cases", {**context, "absent": NONE, "error": "", "name": "", "words": ""})

    def list_json(self, _request: Request) -> Response:
        return JSONResponse(self.book().listed())

    async def start(self, request: Request) -> Response:
        form = await read_form(request, self.settings)
        name, words = words_in(form, "name").strip(), words_in(form, "title").strip()
        book = self.book()
        try:
            case = await run_in_threadpool(book.start, name, words[:200])
        except CasebookError as error:
            context = {"title": "Cases", "rows": book.cases(), "missing": False, "absent": NONE}
            context |= {"error": str(error), "name": name[:80], "words": words[:200]}
            return render("cases", context, status=400)
        return RedirectResponse(f"/cases/{case.name}", SEE_OTHER)

    def show(self, request: Request) -> Response:
        return self._page(self._case(request), request.query_params)

    def show_json(self, request: Request) -> Response:
        asked = request.query_params
        return JSONResponse(self._timeline(self._case(request), asked).as_dict())

    async def add(self, request: Request) -> Response:
        case = self._case(request)
        form = await read_form(request, self.settings, files=True)
        try:
            added = await run_in_threadpool(_add, case, form)
        except DetenteError as error:
            words = str(error).replace("pass --on YYYY-MM-DD", "fill in the field “Day”")
            return self._page(case, {}, fault=words, form=form)
        note = "added" if added.new else "was-there"
        return RedirectResponse(f"/cases/{case.name}?note={note}#changed", SEE_OTHER)

    def edit(self, request: Request) -> Response:
        case = self._case(request)
        number, standoff = case.current()
        return _editor(case, standoff.to_toml(), number)

    async def save(self, request: Request) -> Response:
        case = self._case(request)
        form = await read_form(request, self.settings)
        text, based_on = words_in(form, "toml"), words_in(form, "based_on")
        author = words_in(form, "author").strip()[:80]
        number = int(based_on) if based_on.isdigit() and len(based_on) < 9 else 0
        try:
            standoff = parse_standoff(text, name="the standoff")
            await run_in_threadpool(
                lambda: case.keep(
                    standoff, based_on=number, author=author, note=words_in(form, "note")[:400]
                )
            )
        except StaleVersionError as error:
            newest, other = case.standoff()
            return _editor(
                case,
                text,
                newest,
                fault=f"not kept, and nothing was overwritten: {error}",
                other=other.to_toml(),
                author=author,
                status=CONFLICT,
            )
        except DetenteError as error:
            return _editor(case, text, number, fault=str(error), author=author, status=400)
        return RedirectResponse(f"/cases/{case.name}#standoff", SEE_OTHER)

    async def make(self, request: Request) -> Response:
        case = self._case(request)
        number, standoff = await run_in_threadpool(case.current)
        work = _case_work(case, number, standoff_work(standoff, self.bench, onward=""))
        stages = ("Taking the standoff", *STAGES[1:])
        try:
            job = self.desk.submit(
                f"{case.name}, version {number}", work, same=f"{case.name} {number}", stages=stages
            )
        except DeskFullError:
            raise HTTPException(503, FULL, headers={"Retry-After": "60"}) from None
        return RedirectResponse(f"/jobs/{job}", SEE_OTHER)

    def brief(self, request: Request) -> Response:
        case = self._case(request)
        key, _, suffix = request.path_params["key"].partition(".")
        try:
            _, made = case.brief(key)
        except CasebookError as error:
            raise HTTPException(404, str(error)) from None
        if not suffix:
            return Response(made.html(), media_type="text/html", headers=brief_headers())
        return brief_as(made, suffix, f"{case.name}-{made.payload['manifest']['on']}")

    async def keep(self, request: Request) -> Response:
        from detente.casebook import keep_link  # noqa: PLC0415 - start-up time

        form = await read_form(request, self.settings)
        query = words_in(form, "q")
        state = State.read(_query_of(query))
        target = f"/workbench?{state.query()}"
        key = await run_in_threadpool(keep_link, self.book().store, target)
        address = f"{request.url.scheme}://{request.headers.get('host', '')}/k/{key}"
        return message_page(
            200,
            f"Kept in the casebook as {address}: it opens this state as long as the casebook is "
            "there, also after the page was stopped and started again.",
            onward=f"/k/{key}",
            title="A short address",
            follow=False,
        )

    def kept(self, request: Request) -> Response:
        from detente.casebook import load_link  # noqa: PLC0415 - start-up time

        try:
            return RedirectResponse(
                load_link(self.book().store, request.path_params["key"]), SEE_OTHER
            )
        except CasebookError as error:
            raise HTTPException(404, str(error)) from None

    def _case(self, request: Request) -> "Case":
        try:
            return self.book().case(request.path_params["case"])
        except (UnknownCodeError, CasebookError) as error:
            raise HTTPException(404, str(error)) from None

    def _timeline(self, case: "Case", asked: Mapping[str, str]) -> Any:  # noqa: ANN401 - Timeline
        about = asked.get("about") or None
        if about not in {None, "offer", "position", "control", "date"}:
            raise DetenteError("about: give offer, position, control or date")
        return case.timeline(
            since=day_of(asked.get("since", "")),
            until=day_of(asked.get("until", "")),
            about=about,
            limit=SHOWN,
        )

    def _page(
        self,
        case: "Case",
        asked: Mapping[str, str],
        *,
        fault: str = "",
        form: Mapping[str, Field] | None = None,
    ) -> Response:
        found = self._timeline(case, asked)
        versions = case.versions()
        form = form or {}
        context = {
            "title": case.title or case.name,
            "case": case,
            "found": found,
            "days": _by_day(found.events),
            "asked": {name: asked.get(name, "") for name in ("about", "since", "until")},
            "articles": case.articles(limit=SHOWN),
            "versions": versions,
            "briefs": case.briefs(),
            "scores": case.score(dt.datetime.now(tz=dt.UTC).date()),
            "fault": fault,
            "note": {"added": "The article is in the case.", "was-there": WAS_THERE}.get(
                asked.get("note", ""), ""
            ),
            "article": words_in(form, "article"),
            "address": words_in(form, "address"),
            "on": words_in(form, "on")[:40],
        }
        return render("case", context, status=400 if fault else 200)


WAS_THERE = "This text was in the case already; it was not added again."


def _query_of(text: str) -> dict[str, str]:
    from urllib.parse import parse_qsl  # noqa: PLC0415 - one use

    return dict(parse_qsl(text, keep_blank_values=True))


def _by_day(events: Any) -> list[tuple[dt.date, list[Any]]]:  # noqa: ANN401 - events
    """The events, newest day first."""
    from detente.casebook import without_echoes  # noqa: PLC0415 - start-up time

    days: dict[dt.date, list[Any]] = {}
    for event in without_echoes(events):
        days.setdefault(event.day, []).append(event)
    return sorted(days.items(), reverse=True)


def _add(case: "Case", form: Mapping[str, Field]) -> Any:  # noqa: ANN401 - Added
    """Read what a form gives and add it."""
    from detente.casebook import prepare  # noqa: PLC0415 - start-up time
    from detente.reading import read_bytes  # noqa: PLC0415

    article = article_of(form)
    name, on = article.name, article.on
    return case.add(prepare(read_bytes(article.data, name=name, on=on), name=name, source=name))


def _editor(
    case: "Case",
    text: str,
    number: int,
    *,
    fault: str = "",
    other: str = "",
    author: str = "",
    status: int = 200,
) -> Response:
    context: dict[str, Any] = {
        "title": f"Standoff of {case.title or case.name}",
        "case": case,
        "text": text,
        "number": number,
        "fault": fault,
        "other": other,
        "author": author,
        "workbench": _workbench(text),
        "versions": case.versions(),
    }
    return render("case_standoff", context, status=status)


def _workbench(text: str) -> str:
    try:
        return f"/workbench?{State(token=pack(parse_standoff(text)), a={}).query()}"
    except DetenteError:
        return ""


def _case_work(case: "Case", number: int, work: Work) -> Work:
    """Make a brief, hold it against the last of the case, keep it."""

    def make(tell: Tell) -> Pages:
        from detente.brief import Brief  # noqa: PLC0415 - start-up time

        pages = work(tell)
        made = Brief.from_json(pages.json)
        if case.briefs(limit=1):
            made = made.against(case.brief()[1])
        row = case.keep_brief(made, standoff_version=number)
        return Pages(
            html=made.html(),
            json=made.to_json() + "\n",
            onward=f"/cases/{case.name}/briefs/{row.key}",
            standoff=pages.standoff,
        )

    return make


def brief_as(made: "Brief", suffix: str, stem: str) -> Response:
    """A brief as a file."""
    if suffix not in KINDS:
        raise HTTPException(404, "There is nothing at this address.")
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        data = made.save(Path(folder) / f"brief.{suffix}").read_bytes()
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", stem).strip("-")[:60] or "article"
    headers = {"Content-Disposition": f'attachment; filename="brief-{plain}.{suffix}"'}
    return Response(data, media_type=KINDS[suffix], headers=headers)
