"""Who is answered, and with which headers."""

import random
import re

import pytest
from page_client import HERE, SAME, SMALL, browser, raw
from starlette.datastructures import Headers

from detente.brief.script import SCRIPT_HASH
from detente.page import Settings, create_app
from detente.page._shield import HEADERS, same_origin

TOKEN = "a-token-that-is-long-enough"
LOCKED = Settings(token=TOKEN)


@pytest.mark.parametrize(
    "address", ["/", "/controls", "/api/controls", "/nope", "/brief", "/jobs/x"]
)
def test_every_answer_has_the_safe_headers(address):
    with browser() as client:
        answer = client.get(address)
    for name, value in HEADERS.items():
        assert answer.headers[name.lower()] == value
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert f"script-src 'self' '{SCRIPT_HASH}';" in policy
    assert "connect-src 'self';" in policy


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8765",
        "",
        "localhost@evil.example",
        "localhost.evil.example",
        "192.168.0.7:8765",
    ],
)
def test_other_hosts_are_not_answered(host):
    with browser() as client:
        answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "détente" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765", "localhost"]
)
def test_names_of_this_machine_are_answered(host):
    with browser() as client:
        assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "right"),
    [
        ({"origin": HERE}, True),
        ({"origin": HERE.upper().replace("HTTP", "http")}, True),
        ({"referer": HERE + "/jobs/x"}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"origin": HERE, "sec-fetch-site": "same-origin"}, True),
        ({}, False),
        ({"origin": "null"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "https://127.0.0.1:8765"}, False),
        ({"origin": "http://127.0.0.1:9999"}, False),
        ({"origin": "http://127.0.0.1"}, False),
        ({"origin": "http://localhost:8765"}, False),
        ({"origin": "http://[broken"}, False),
        ({"origin": "http://127.0.0.1:port"}, False),
        ({"referer": "https://evil.example/?" + HERE}, False),
        ({"origin": "https://evil.example", "referer": HERE}, False),
        ({"origin": HERE, "sec-fetch-site": "cross-site"}, False),
        ({"origin": HERE, "sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, False),
    ],
)
def test_same_origin(headers, right):
    assert same_origin(Headers({"host": "127.0.0.1:8765", **headers}), "http") is right


def test_posts_of_other_sites_are_refused_before_their_body_is_read():
    app = create_app(SMALL)
    for path in ("/brief", "/jobs/x/cancel", "/nope"):
        status, _, body, taken = raw(
            app,
            method="POST",
            path=path,
            headers=[(b"host", b"127.0.0.1:8765"), (b"origin", b"https://evil.example")],
            chunks=[b"x" * 1000] * 10,
        )
        assert status == 403
        assert b"another site" in body
        assert taken == 0


def test_the_token_is_asked_for_everywhere():
    with browser(LOCKED) as client:
        for address in (
            "/",
            "/controls",
            "/api/controls",
            "/nope",
            "/briefs/x.json",
            "/?token=wrong",
            "/?token=",
            "/?token=%C3%A9%FF",
            f"/?token={TOKEN}x",
        ):
            answer = client.get(address)
            assert answer.status_code == 403
            assert "asks for its token" in answer.text
        post = client.post(f"/brief?token={TOKEN}", data={"use": "example"}, headers=SAME)
        assert post.status_code == 403
        client.cookies["detente"] = "\xe9-guess"
        assert client.get("/").status_code == 403


def test_the_token_is_shown_once_then_a_cookie_does():
    with browser(LOCKED) as client:
        first = client.get(f"/controls?token={TOKEN}")
        assert first.status_code == 200
        assert 'http-equiv="refresh" content="0; url=/"' in first.text
        cookie = first.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert TOKEN not in cookie
        assert TOKEN not in first.text
        assert client.get("/").status_code == 200
        assert client.get("/api/controls?imposer=CHN").json()
    with browser(LOCKED) as other:
        assert other.get("/").status_code == 403


def test_a_cookie_of_another_run_opens_nothing():
    with browser(LOCKED) as first:
        first.get(f"/?token={TOKEN}")
        cookie = first.cookies["detente"]
    with browser(LOCKED) as second:
        second.cookies["detente"] = cookie
        assert second.get("/").status_code == 403


def _noise(pick, most=40):
    return bytes(pick.randrange(256) for _ in range(pick.randrange(most)))


@pytest.mark.parametrize("settings", [SMALL, LOCKED], ids=["open", "token"])
def test_malformed_requests_never_break_it(settings):
    pick = random.Random(20250610)
    app = create_app(settings)
    paths = [
        "/",
        "/brief",
        "/jobs/x",
        "/jobs/x/cancel",
        "/briefs/x.json",
        "/briefs/.json",
        "/controls",
        "/api/controls",
        "//",
        "/jobs/%00",
        "/..//..",
        "/controls/",
        "/\u2603",
    ]
    names = [b"on", b"imposer", b"target", b"good", b"token", b"\xff"]
    types = [
        b"application/x-www-form-urlencoded",
        b"multipart/form-data; boundary=b",
        b"multipart/form-data; boundary",
        b"multipart/form-data; boundary*=utf-8''%ff",
        b"\xff",
    ]
    seen = set()
    for _ in range(400):
        headers = [
            (b"host", pick.choice([b"127.0.0.1:8765"] * 6 + [_noise(pick), b"[::1", b"a:b:c"]))
        ]
        odd = (
            b"origin",
            b"referer",
            b"cookie",
            b"content-type",
            b"content-length",
            b"sec-fetch-site",
            b"accept",
        )
        headers += [(name, _noise(pick)) for name in odd if pick.random() < 0.3]
        if pick.random() < 0.6:
            headers += [(b"origin", HERE.encode()), (b"content-type", pick.choice(types))]
        query = b"&".join(
            pick.choice(names)
            + b"="
            + pick.choice([_noise(pick), b"CHN", b"2025-06-10", b"%ff%00"])
            for _ in range(pick.randrange(4))
        )
        status, answered, _, _ = raw(
            app,
            method=pick.choice(
                ["GET", "GET", "POST", "POST", "HEAD", "PUT", "OPTIONS", "TRACE", "É"]
            ),
            path=pick.choice([*paths, "/" + re.sub(r"[?#]", "", _noise(pick).decode("latin-1"))]),
            query=query,
            headers=headers,
            chunks=[
                pick.choice([_noise(pick), b"--b" + _noise(pick) + b"--b--", b"use=nothing"])
                for _ in range(1 + pick.randrange(3))
            ],
        )
        seen.add(status)
        assert status < 500
        assert answered[b"x-content-type-options"] == b"nosniff"
    assert {400, 403} <= seen
    if settings is SMALL:
        assert {200, 404, 405} <= seen
