"""The OpenAPI document of the page's JSON."""

import functools
from typing import Any

from detente._version import __version__

__all__ = ["openapi"]

Part = dict[str, Any]

_TEXT: Part = {"type": "string"}


def _list(kind: Part) -> Part:
    return {"type": "array", "items": kind}


def _ref(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{name}"}


def _query(name: str, words: str, *, kind: Part | None = None, example: str = "") -> Part:
    found: Part = {"name": name, "in": "query", "description": words, "schema": kind or _TEXT}
    return found | ({"example": example} if example else {})


_DAY = _query("on", "Day, YYYY-MM-DD.", example="2025-06-10")
_STATE = [
    _query("case", "A packaged case, see /api/cases.", example="london"),
    _query("s", "A standoff as a token, see POST /api/standoff; instead of a case."),
]
_PACKAGE = _query(
    "a",
    "A package as `detente deal --package` takes it; what is not named stays as it is.",
    example="CN-2025-18=0.7,US-2025-EDA",
)
_JOB = {"name": "job", "in": "path", "required": True, "schema": _TEXT}


def _schemas() -> dict[str, Part]:
    from detente.page._forms import FORMS, component  # noqa: PLC0415 - loads when asked for

    return {name: component(form) for name, form in FORMS.items()}


_WRONG = {
    400: "What is wrong with the request, in one line.",
    403: "It comes from another site, or the token is missing.",
    404: "There is none of that name, or no longer.",
    405: "This address does not take that kind of request.",
    408: "The body did not arrive in time.",
    409: "What the standoff costs has not been worked out; start a job.",
    413: "The body is too long.",
    415: "The body is of another type.",
    503: "As many jobs wait as may wait.",
}


def _operation(
    name: str,
    summary: str,
    schema: Part,
    *,
    wrong: tuple[int, ...] = (),
    parameters: list[Part] | None = None,
    body: Part | None = None,
    status: int = 200,
) -> Part:
    def answer(words: str, inner: Part) -> Part:
        return {"description": words, "content": {"application/json": {"schema": inner}}}

    answers = {str(status): answer("The answer.", schema)}
    for code in sorted({400, 403, *wrong}):
        answers[str(code)] = answer(_WRONG[code], _ref("Error"))
    found: Part = {"operationId": name, "summary": summary, "responses": answers}
    if parameters:
        found["parameters"] = parameters
    if body:
        found["requestBody"] = {"required": True, "content": body}
    return found


@functools.cache
def openapi() -> Part:
    """The document, OpenAPI 3.1."""
    state = [*_STATE, _PACKAGE]
    filters = [
        _DAY,
        _query("imposer", "ISO3 of who imposes it.", example="CHN"),
        _query("target", "ISO3 of whom it is aimed at.", example="USA"),
        _query("good", "Id of a good.", example="ndfeb-magnet"),
        _query("instrument", "Kind of control.", example="licence"),
        _query("status", "Status on the day `on`.", example="in force"),
        _query("q", "Words in name, id, goods, entities or source.", example="magnets"),
    ]
    json_or_toml = {
        "application/toml": {"schema": _TEXT},
        "application/json": {"schema": {"type": "object"}},
    }
    read = (409,)
    paths = {
        "/api/cases": {"get": _operation("cases", "Packaged cases", _list(_ref("Case")))},
        "/api/casebook": {
            "get": _operation(
                "casebook", "Cases of the casebook (detente.cases/1)", _ref("Cases"), wrong=(404,)
            )
        },
        "/api/casebook/{case}": {
            "get": _operation(
                "timeline",
                "A case over time (detente.case/1)",
                _ref("CaseOverTime"),
                wrong=(404,),
                parameters=[
                    {"name": "case", "in": "path", "required": True, "schema": _TEXT},
                    _query("about", "Only offer, position, control or date.", example="offer"),
                    _query("since", "First day, YYYY-MM-DD."),
                    _query("until", "Last day, YYYY-MM-DD."),
                ],
            )
        },
        "/api/controls": {
            "get": _operation(
                "controls", "The register", _list(_ref("Control")), parameters=filters
            )
        },
        "/api/controls/{control}": {
            "get": _operation(
                "control",
                "One control of the register",
                _ref("Control"),
                wrong=(404,),
                parameters=[
                    {
                        "name": "control",
                        "in": "path",
                        "required": True,
                        "schema": _TEXT,
                        "example": "CN-2025-18",
                    },
                    _DAY,
                ],
            )
        },
        "/api/standoff": {
            "get": _operation(
                "standoff", "The standoff of a state", _ref("State"), parameters=state
            ),
            "post": _operation(
                "takeStandoff",
                "A standoff file (TOML or JSON) as a state",
                _ref("State"),
                wrong=(408, 413),
                body=json_or_toml,
            ),
        },
        "/api/table": {
            "get": _operation(
                "table",
                "All that answers are made of",
                _ref("Table"),
                wrong=read,
                parameters=_STATE,
            )
        },
        "/api/answer": {
            "get": _operation(
                "answer",
                "What a package leaves and brings, from the loss surface",
                _ref("Answer"),
                wrong=read,
                parameters=state,
            )
        },
        "/api/map": {
            "get": _operation(
                "map",
                "For which two security values there is a deal, and the package is one",
                _ref("Map"),
                wrong=read,
                parameters=[
                    *state,
                    _query("x", "Control across; the first that may be eased if not given."),
                    _query("y", "Control up; the last that may be eased if not given."),
                ],
            )
        },
        "/api/deals": {
            "get": _operation(
                "deals",
                "The packages that have a name",
                _ref("Deals"),
                wrong=read,
                parameters=_STATE,
            )
        },
        "/api/jobs": {
            "post": _operation(
                "startJob",
                "Make a brief, work out a standoff, or simulate one package",
                _ref("Started"),
                wrong=(408, 409, 413, 415, 503),
                body={"application/json": {"schema": _ref("NewJob")}},
                status=202,
            )
        },
        "/api/jobs/{job}": {
            "get": _operation(
                "job", "How a job stands", _ref("Job"), wrong=(404,), parameters=[_JOB]
            ),
            "delete": _operation(
                "cancelJob", "Stop a job", _ref("Job"), wrong=(404,), parameters=[_JOB]
            ),
        },
        "/api/jobs/{job}/result": {
            "get": _operation(
                "result",
                "What it made: detente.brief/1, detente.exact/1 or detente.desk/1",
                {"anyOf": [_ref(name) for name in ("Brief", "ExactPackage", "DeskAnswer")]},
                wrong=(404,),
                parameters=[_JOB],
            )
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "détente",
            "version": __version__,
            "summary": "What export controls cost each side, and the deals both would keep.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": _schemas()},
    }
