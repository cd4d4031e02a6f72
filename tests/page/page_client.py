"""A browser for tests, and requests as raw as they can be."""

import asyncio
import time

from starlette.testclient import TestClient

from detente.page import Settings, create_app

HERE = "http://127.0.0.1:8765"
SAME = {"Origin": HERE}
SMALL = Settings(draws=2, days=60)

ARTICLE = """Washington weighs easing chip-design curbs if rare earths flow

June 10, 2025

LONDON -- The United States is willing to ease its export controls on chip-design software if China
lifts the licensing rules that have slowed its exports of rare earths and magnets since April,
Commerce Secretary Howard Lutnick told reporters on Monday.

China's commerce ministry said on Saturday that it had approved some licence applications for rare
earth magnets.
"""


def browser(settings=SMALL, desk=None, base_url=HERE):
    return TestClient(create_app(settings, desk=desk), base_url=base_url, follow_redirects=False)


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
