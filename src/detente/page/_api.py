"""The page's JSON: states, answers, jobs, the register, and the document that describes it."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from detente._errors import DetenteError
from detente.page._bench import Bench
from detente.page._desk import Desk, Job, Pages
from detente.page._firm import DESKS
from detente.page._form import read_body
from detente.page._jobs import Jobs
from detente.page._openapi import openapi
from detente.page._register import Query, day_of, find
from detente.page._settings import Settings
from detente.page._state import CASES, State, case_standoff, pack, parse_standoff, read_package
from detente.page._work import Article

if TYPE_CHECKING:
    from detente.controls import Standoff
    from detente.page._forms import Job as JobForm
    from detente.page._forms import NamedDeals, PackagedCase, Started, TheState

__all__ = ["Api", "state_of"]

GONE = "There is no such job here, or no longer: the last twenty are kept."
SOURCES = ("article", "case", "s", "standoff")
"""Fields of a job of which one is given."""


def state_of(standoff: "Standoff") -> State:
    """The state of a standoff with nothing eased: a case by its name, else by its token."""
    for case in CASES:
        if case_standoff(case) == standoff:
            return State(case=case, a={})
    return State(token=pack(standoff), a={})


class Api:
    """What answers under ``/api/``.

    Parameters
    ----------
    settings, desk, bench
        As the page has them.
    """

    def __init__(self, settings: Settings, desk: Desk, bench: Bench) -> None:
        self.settings, self.desk, self.bench = settings, desk, bench
        self.jobs = Jobs(desk, bench)

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/api/openapi.json", self.document),
            Route("/api/cases", self.cases),
            Route("/api/controls", self.controls),
            Route("/api/controls/{control}", self.control),
            Route("/api/standoff", self.standoff, methods=["GET"]),
            Route("/api/standoff", self.take_standoff, methods=["POST"]),
            Route("/api/table", self.table),
            Route("/api/answer", self.answer),
            Route("/api/map", self.map),
            Route("/api/deals", self.deals),
            Route("/api/jobs", self.start, methods=["POST"]),
            Route("/api/jobs/{job}", self.job, methods=["GET"]),
            Route("/api/jobs/{job}", self.cancel, methods=["DELETE"]),
            Route("/api/jobs/{job}/result", self.result),
        ]

    def document(self, _request: Request) -> Response:
        return JSONResponse(openapi())

    def cases(self, _request: Request) -> Response:
        told: list[PackagedCase] = [
            {"case": name, "words": words} for name, (_, words) in CASES.items()
        ]
        return JSONResponse(told)

    def controls(self, request: Request) -> Response:
        from detente.controls import control_row  # noqa: PLC0415 - tables load when asked for

        query = Query.read(request.query_params)
        return JSONResponse([control_row(control, query.on) for control in find(query)])

    def control(self, request: Request) -> Response:
        from detente.controls import Register, control_row  # noqa: PLC0415

        on = day_of(request.query_params.get("on", ""))
        try:
            found = Register.load().get(request.path_params["control"])
        except DetenteError as error:
            raise HTTPException(404, str(error)) from None
        return JSONResponse(control_row(found, on))

    def standoff(self, request: Request) -> Response:
        state = State.read(request.query_params)
        return JSONResponse(_described(state))

    async def take_standoff(self, request: Request) -> Response:
        text = (await self._body(request)).decode("utf-8", "replace")
        state = state_of(parse_standoff(text, name="the standoff"))
        return JSONResponse(_described(state))

    def table(self, request: Request) -> Response:
        state = State.read(request.query_params)
        return Response(self.bench.table_json(state.standoff), media_type="application/json")

    async def answer(self, request: Request) -> Response:
        state = State.read(request.query_params)
        name = state.case or state.token
        explorer = self.bench.ready(name)
        if explorer is None:  # laying the game out takes a thread; an answer is a millisecond
            explorer = await run_in_threadpool(lambda: self.bench.explorer_of(name, state.standoff))
        return JSONResponse(explorer.answer(state.a).as_dict())

    def map(self, request: Request) -> Response:
        state, asked = State.read(request.query_params), request.query_params
        explorer = self.bench.explorer(state.standoff)
        known = [explorer.game.controls[one.control] for one in explorer.thresholds]
        if len(known) < 2:
            raise DetenteError("a map needs two controls that may be eased")
        x, y = asked.get("x") or known[0], asked.get("y") or known[-1]
        return JSONResponse(explorer.map(x, y, state.a))

    def deals(self, request: Request) -> Response:
        from detente.brief.brief import rounded  # noqa: PLC0415 - loads when asked for

        state = State.read(request.query_params)
        found: NamedDeals = {
            "schema": "detente.deals/1",
            **self.bench.deals(state.standoff).to_payload(),
        }
        return JSONResponse(rounded(found))

    async def start(self, request: Request) -> Response:
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise HTTPException(415, "Send JSON.")
        wanted = _object(await self._body(request))
        job = self._start(wanted)
        told: Started = {"job": job}
        return JSONResponse(told, 202, headers={"Location": f"/api/jobs/{job}"})

    def job(self, request: Request) -> Response:
        return JSONResponse(_told(self._find(request)))

    def cancel(self, request: Request) -> Response:
        if not self.desk.cancel(request.path_params["job"]):
            raise HTTPException(404, GONE)
        return JSONResponse(_told(self._find(request)))

    def result(self, request: Request) -> Response:
        job = self._find(request)
        if job.pages is None:
            raise HTTPException(404, "This job has no result, or not yet.")
        return Response(job.pages.json, media_type="application/json")

    def _start(self, wanted: Mapping[str, Any]) -> str:
        from detente.page._forms import NewJob  # noqa: PLC0415 - loads when asked for

        known = (*NewJob.__annotations__,)
        for name, value in wanted.items():
            if name not in known:
                raise DetenteError(f"{name[:40]!r} is no field of a job; give {', '.join(known)}")
            if not isinstance(value, str) and not (name == "standoff" and isinstance(value, dict)):
                raise DetenteError(f"{name} has to be a text")
        given = [name for name in SOURCES if wanted.get(name)]
        if len(given) != 1:
            raise DetenteError(f"give one of {', '.join(SOURCES)}")
        on = day_of(wanted.get("on", ""))
        if given == ["article"]:
            if wanted.get("package"):
                raise DetenteError("a package needs a standoff, not an article")
            data = str(wanted["article"]).encode("utf-8", "replace")
            return self.jobs.article(Article(name="posted text", data=data, on=on))
        if on is not None:
            raise DetenteError("the date of a standoff is in it; leave out on")
        if given == ["standoff"]:
            written = wanted["standoff"]
            text = written if isinstance(written, str) else json.dumps(written)
            state = state_of(parse_standoff(text, name="the standoff"))
        else:
            state = State.read({name: wanted.get(name, "") for name in ("case", "s")})
        if wanted.get("package"):
            return self.jobs.exact(state, read_package(wanted["package"]))
        return self.jobs.standoff(state)

    async def _body(self, request: Request) -> bytes:
        settings = self.settings
        return await read_body(
            request, largest=settings.largest_body, seconds=settings.body_seconds
        )

    def _find(self, request: Request) -> Job:
        job = self.desk.get(request.path_params["job"])
        if job is None:
            raise HTTPException(404, GONE)
        return job


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise DetenteError("the request is not valid JSON") from None
    if not isinstance(found, dict):
        raise DetenteError("the request is not a JSON object")
    return found


def _described(state: State) -> "TheState":
    standoff = state.standoff
    query = state.query()
    return {
        "schema": "detente.state/1",
        "query": query,
        "s": state.token or pack(standoff),
        "a": dict(state.a),
        "b": None if state.b is None else dict(state.b),
        "standoff": standoff.model_dump(mode="json"),
    }


def _is_brief(pages: Pages) -> bool:
    return bool(pages.html) and pages.onward != DESKS


def _told(job: Job) -> "JobForm":
    told: JobForm = {
        "job": job.id,
        "name": job.name,
        "state": job.state,
        "ahead": job.ahead,
        "stage": job.stages[job.stage] if job.stage < len(job.stages) else "",
        "done": job.done,
        "total": job.total,
        "error": job.error or None,
        "result": f"/api/jobs/{job.id}/result" if job.pages else None,
        "brief": f"/briefs/{job.id}" if job.pages and _is_brief(job.pages) else None,
        "workbench": None,
    }
    if job.pages and job.pages.standoff is not None:
        told["workbench"] = f"/workbench?{state_of(job.pages.standoff).query()}"
    elif job.pages and job.pages.onward and job.pages.onward != DESKS:
        told["workbench"] = job.pages.onward
    return told
