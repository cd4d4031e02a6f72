"""The page as an ASGI application: what is at which address."""

import contextlib
import re
from collections.abc import AsyncIterator
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from detente._errors import DetenteError
from detente.page._api import Api, state_of
from detente.page._bench import Bench, NotWorkedOutError
from detente.page._cases import Cases, brief_as
from detente.page._desk import Desk, Job, Pages
from detente.page._desk import State as JobState
from detente.page._firm import DESK_STAGES, DESKS, Firm
from detente.page._form import read_form
from detente.page._given import article_of, home_page
from detente.page._jobs import Jobs
from detente.page._openapi import openapi
from detente.page._pages import brief_headers, message_page, render, static_file, with_bar
from detente.page._register import Query, register_context, register_csv
from detente.page._review import Review
from detente.page._settings import Settings
from detente.page._shield import SafeHeaders, SameOrigin, TokenGate
from detente.page._state import is_standoff, parse_standoff
from detente.page._workbench import Workbench

__all__ = ["create_app"]

SEE_OTHER = 303
GONE = (
    "There is no such brief here, or no longer: the last twenty are kept, over a restart too "
    "unless the page was told to forget. Send the article again."
)


def create_app(
    settings: Settings, *, desk: Desk | None = None, bench: Bench | None = None
) -> ASGIApp:
    """Build the page.

    Parameters
    ----------
    settings
        Names it answers to, token, and how briefs are made.
    desk
        Where briefs are made; a new one if None. It is closed when the server stops.
    bench
        Where runs are kept; an empty one if None.

    Returns
    -------
    ASGIApp
        For uvicorn or another ASGI server.
    """
    desk, bench = desk or Desk(), bench or Bench(settings)
    views, cases = _Views(settings, desk, bench), Cases(settings, desk, bench)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(views.desk.restore, views.jobs.work)
        yield
        views.desk.close()
        cases.close()

    site = Starlette(
        routes=[
            Route("/", views.home),
            Route("/brief", views.make, methods=["POST"]),
            Route("/jobs/{job}", views.job),
            Route("/jobs/{job}/cancel", views.cancel, methods=["POST"]),
            Route("/briefs/{job}.json", views.brief_json),
            Route("/briefs/{job}.html", views.brief_file),
            Route("/briefs/{job}.pdf", views.brief_pdf),
            Route("/briefs/{job}.docx", views.brief_docx),
            Route("/briefs/{job}", views.brief),
            Route("/controls", views.controls),
            Route("/controls.csv", views.controls_csv),
            Route("/api", views.api),
            *Api(settings, desk, bench).routes(),
            *Workbench(settings, desk, bench).routes(),
            *cases.routes(),
            *Firm(settings, views.jobs, desk).routes(),
            *Review(settings, views.jobs).routes(),
            Route("/static/{name}", static_file),
            Route("/favicon.ico", lambda _request: Response(status_code=204)),
        ],
        exception_handlers={HTTPException: _refused, DetenteError: _mendable, Exception: _fault},
        lifespan=lifespan,
    )
    site.router.redirect_slashes = False  # it breaks on a query that is not UTF-8
    app: ASGIApp = site
    if settings.token is not None:
        app = TokenGate(app, settings.token)
    app = SameOrigin(app)
    app = TrustedHostMiddleware(app, allowed_hosts=list(settings.names), www_redirect=False)
    return SafeHeaders(app)


class _Views:
    """What answers at each address."""

    def __init__(self, settings: Settings, desk: Desk, bench: Bench) -> None:
        self.settings, self.desk, self.bench = settings, desk, bench
        self.jobs = Jobs(desk, bench)

    def home(self, _request: Request) -> Response:
        return home_page()

    async def make(self, request: Request) -> Response:
        form = await read_form(request, self.settings, files=True)
        try:
            article = await run_in_threadpool(article_of, form)
            text = article.data.decode("utf-8", "replace")
            if is_standoff(text):
                state = state_of(parse_standoff(text, name=article.name))
                return RedirectResponse(f"/workbench?{state.query()}", SEE_OTHER)
        except DetenteError as error:
            return home_page(error=str(error), form=form)
        return RedirectResponse(f"/jobs/{self.jobs.article(article)}", SEE_OTHER)

    def job(self, request: Request) -> Response:
        job = self._find(request)
        if job.state is JobState.DONE and job.pages is not None:
            return RedirectResponse(_onward(job), SEE_OTHER)
        going = job.state in {JobState.WAITING, JobState.RUNNING, JobState.STOPPING}
        return render(
            "job",
            {
                "title": job.name,
                "job": job,
                "going": going,
                "stages": job.stages,
                "of_desk": job.stages == DESK_STAGES,
                "error": _in_words_of_the_page(job.error),
                "refresh": "1" if going else None,
                "scripted": True,
            },
        )

    def cancel(self, request: Request) -> Response:
        if not self.desk.cancel(request.path_params["job"]):
            raise HTTPException(404, GONE)
        return RedirectResponse(f"/jobs/{request.path_params['job']}", SEE_OTHER)

    def brief(self, request: Request) -> Response:
        job, pages = self._finished(request)
        html = with_bar(pages.html, job.id, _bench_of(pages))
        return Response(html, media_type="text/html", headers=brief_headers())

    def brief_file(self, request: Request) -> Response:
        job, pages = self._finished(request)
        stem = re.sub(r"[^A-Za-z0-9-]+", "-", job.name.rpartition(".")[0] or job.name).strip("-")
        name = f"brief-{stem[:60] or 'article'}.html"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(pages.html, media_type="text/html", headers=headers)

    def brief_json(self, request: Request) -> Response:
        return Response(self._finished(request)[1].json, media_type="application/json")

    def brief_pdf(self, request: Request) -> Response:
        return self._brief_as(request, "pdf")

    def brief_docx(self, request: Request) -> Response:
        return self._brief_as(request, "docx")

    def _brief_as(self, request: Request, suffix: str) -> Response:
        from detente.brief import Brief  # noqa: PLC0415 - start-up time

        job, pages = self._finished(request)
        return brief_as(
            Brief.from_json(pages.json), suffix, job.name.rpartition(".")[0] or job.name
        )

    def controls(self, request: Request) -> Response:
        return render("controls", register_context(Query.read(request.query_params)))

    def controls_csv(self, request: Request) -> Response:
        text = register_csv(Query.read(request.query_params))
        headers = {"Content-Disposition": 'attachment; filename="controls.csv"'}
        return Response(text, media_type="text/csv", headers=headers)

    def api(self, _request: Request) -> Response:
        return render("api", {"title": "API", "document": openapi()})

    def _find(self, request: Request) -> Job:
        job = self.desk.get(request.path_params["job"])
        if job is None:
            raise HTTPException(404, GONE)
        return job

    def _finished(self, request: Request) -> tuple[Job, Pages]:
        job = self._find(request)
        if job.pages is None or not job.pages.html or job.pages.onward == DESKS:
            raise HTTPException(404, GONE)
        return job, job.pages


def _onward(job: Job) -> str:
    """Where a finished job leads: to its brief, or back to the workbench."""
    if job.pages is None or not job.pages.onward:
        return f"/briefs/{job.id}"
    if job.pages.onward == DESKS:
        return f"{DESKS}{job.id}"
    if job.pages.html:
        return job.pages.onward
    return f"{job.pages.onward}&exact={job.id}"


def _bench_of(pages: Pages) -> str:
    return "" if pages.standoff is None else f"/workbench?{state_of(pages.standoff).query()}"


def _in_words_of_the_page(message: str) -> str:
    """An option of the command is a field of the form here."""
    return message.replace("pass --on YYYY-MM-DD", "go back and fill in the field “As of”")


def _wants_json(request: Request) -> bool:
    path: str = request.scope["path"]  # not request.url, which breaks on a query that is not UTF-8
    return path.startswith("/api/") or path.endswith(".json")


def _answer(
    request: Request, status: int, message: str, headers: dict[str, str] | None = None
) -> Response:
    if _wants_json(request):
        return JSONResponse({"error": message}, status_code=status, headers=headers)
    return message_page(status, message, headers=headers)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
    known = {
        HTTPStatus.NOT_FOUND: "There is nothing at this address.",
        HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that kind of request.",
    }
    status, message = HTTPStatus(error.status_code), error.detail
    if message == status.phrase:
        message = known.get(status, message)
    return _answer(request, status, message, dict(error.headers or {}))


def _mendable(request: Request, error: Exception) -> Response:
    status = 409 if isinstance(error, NotWorkedOutError) else 400
    return _answer(request, status, " ".join(str(error).split()))


def _fault(request: Request, _error: Exception) -> Response:
    return _answer(request, 500, "A fault in détente itself; the terminal where it runs says more.")
