"""A few hundred made-up requests to the API; benchmarks/page_fuzz.py makes ten thousand."""

import json
import warnings
from urllib.parse import urlencode

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_case import SMALL, small_bench, small_token
from page_client import HERE, raw
from test_page_api import Idle

from detente.page import create_app
from detente.page._openapi import openapi

APP = create_app(SMALL, bench=small_bench(), desk=Idle())
GOOD, BAD = "positive", "negative"
OPERATIONS = [
    (path, method, mode)
    for path, ways in openapi()["paths"].items()
    for method, one in ways.items()
    for mode in ((GOOD, BAD) if "requestBody" in one else (GOOD,))
]


@pytest.fixture(scope="module")
def strategy():
    """Requests for an operation, good ones or bad, from the document."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its dependencies' own deprecations
        schemathesis = pytest.importorskip("schemathesis")
        from schemathesis.generation import GenerationMode
    schema = schemathesis.openapi.from_dict(openapi())

    def requests(path, method, mode):
        operation = schema[path][method.upper()]
        return operation.as_strategy(generation_mode=GenerationMode(mode))

    return requests


def told(path, method, status):
    """The schema that the document gives for an answer."""
    found = openapi()["paths"][path][method]["responses"]
    assert str(status) in found, f"{method} {path} answered {status}"
    schema = found[str(status)]["content"]["application/json"]["schema"]
    return {**schema, "components": openapi()["components"]}


def written(body):
    if isinstance(body, bytes):
        return body
    if isinstance(body, dict | list | str | int | float | bool | None):
        return json.dumps(body).encode("utf-8", "replace")
    return b""


@pytest.mark.parametrize(("path", "method", "mode"), OPERATIONS)
def test_every_answer_is_one_that_the_document_names(strategy, path, method, mode):
    cases = strategy(path, method, mode)

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cases, st.booleans())
    def ask(case, worked_out):
        query = {name: str(value) for name, value in (case.query or {}).items()}
        if worked_out and "/api/controls" not in path:
            query.pop("case", None)
            query["s"] = small_token()
        status, headers, body, _ = raw(
            APP,
            method=method.upper(),
            path=case.formatted_path,
            query=urlencode(query, errors="replace").encode(),
            headers=[
                (b"host", HERE.removeprefix("http://").encode()),
                (b"origin", HERE.encode()),
                (b"content-type", (case.media_type or "application/json").encode("latin-1")),
            ],
            chunks=[written(case.body)],
        )
        assert status < 500
        assert headers[b"content-type"].startswith(b"application/json"), (status, body[:200])
        jsonschema.validate(json.loads(body), told(path, method, status))

    ask()
