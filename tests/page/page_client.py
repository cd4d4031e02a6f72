"""A small browser for tests, in-process, and requests as raw as they can be."""

import asyncio
import json
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import jsonschema

from detente.page import Settings, create_app
from detente.page._openapi import openapi

HERE = "http://127.0.0.1:8765"
SAME = {"Origin": HERE}
SMALL = Settings(draws=2, days=61)

ARTICLE = """Washington weighs easing chip-design curbs if rare earths flow

June 10, 2025

LONDON -- The United States is willing to ease its export controls on chip-design software if China
lifts the licensing rules that have slowed its exports of rare earths and magnets since April,
Commerce Secretary Howard Lutnick told reporters on Monday.

China's commerce ministry said on Saturday that it had approved some licence applications for rare
earth magnets.
"""


@dataclass(frozen=True)
class Answer:
    status_code: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self):
        return self.content.decode("utf-8")

    def json(self):
        return json.loads(self.content)


class Browser:
    """Sends requests as a browser would, keeps cookies, follows nothing by itself."""

    def __init__(self, app):
        self.app, self.cookies = app, {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        steps = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

        async def receive():
            return steps.pop(0)

        async def send(message):
            assert message["type"].endswith(".complete"), message

        asyncio.run(self.app({"type": "lifespan", "asgi": {}}, receive, send))

    def get(self, address, *, headers=None, params=None):
        if params:
            address += "?" + urlencode(params)
        return self._send("GET", address, headers or {}, [b""])

    def post(self, address, *, data=None, files=None, content=None, headers=None):
        kind, body = "application/x-www-form-urlencoded", urlencode(data or {}).encode()
        if files is not None:
            kind, body = multipart(data or {}, files)
        chunks = list(content) if content is not None else [body]
        return self._send("POST", address, {"Content-Type": kind, **(headers or {})}, chunks)

    def _send(self, method, address, headers, chunks):
        path, _, query = address.partition("?")
        sent = {"host": HERE.removeprefix("http://")}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent |= {name.lower(): value for name, value in headers.items()}
        status, answered, body, _ = raw(
            self.app,
            method=method,
            path=path,
            query=query.encode(),
            headers=[(name.encode(), value.encode("latin-1")) for name, value in sent.items()],
            chunks=chunks,
        )
        found = {name.decode(): value.decode("latin-1") for name, value in answered.items()}
        for name, morsel in SimpleCookie(found.get("set-cookie", "")).items():
            self.cookies[name] = morsel.value
        return Answer(status, found, body)


def multipart(data, files):
    """Encode a form as browsers do (HTML standard, "multipart/form-data encoding algorithm")."""
    boundary = "----WebKitFormBoundaryAq3xB7"
    parts = [(f'name="{name}"', value.encode()) for name, value in data.items()]
    for name, (filename, content, *kind) in files.items():
        quoted = filename.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
        head = f'name="{name}"; filename="{quoted}"\r\nContent-Type: {(*kind, "text/plain")[0]}'
        parts.append((head, content))
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for head, content in parts
    )
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()


def browser(settings=SMALL, desk=None):
    return Browser(create_app(settings, desk=desk))


def until_finished(client, address, seconds=120):
    """Follow the page of a job, as its refresh would, until it does not refresh any more."""
    seen = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = client.get(address)
        if answer.status_code != 200 or 'http-equiv="refresh"' not in answer.text:
            return answer, seen
        seen.append(answer.text)
        time.sleep(0.05)
    raise AssertionError(f"{address} was not finished after {seconds} s")


def raw(app, *, method="GET", path="/", query=b"", headers=(), chunks=(b"",)):
    """Send one request that no client library would; returns status, headers, body, chunks read."""
    sent, left, taken = [], list(chunks), [0]

    async def receive():
        if not left:
            return {"type": "http.disconnect"}
        taken[0] += 1
        chunk = left.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(left)}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "surrogateescape"),
        "root_path": "",
        "query_string": query,
        "headers": list(headers),
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8765),
    }
    asyncio.run(app(scope, receive, send))
    body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
    return sent[0]["status"], dict(sent[0]["headers"]), body, taken[0]


def valid(answer, path, method="get"):
    """Hold an answer against the OpenAPI document."""
    document = openapi()
    told = document["paths"][path][method]["responses"][str(answer.status_code)]
    schema = told["content"]["application/json"]["schema"]
    jsonschema.validate(answer.json(), {**schema, "components": document["components"]})
    return answer.json()
