import asyncio
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from page_client import multipart
from starlette.exceptions import HTTPException
from starlette.requests import Request

from detente.page._form import parse_form, read_body, read_form
from detente.page._settings import Settings

URLENCODED = "application/x-www-form-urlencoded"


@given(st.binary(max_size=300), st.text(max_size=50).filter(lambda t: "\r" not in t))
@example(b"\r\n\r\n--x\r\n", "é\n")
@example(b"", "")
def test_what_a_client_sends_comes_out_byte_for_byte(data, text):
    form = parse_form(*multipart({"article": text}, {"file": ("a b.html", data, "text/html")}))
    assert form["file"].data == data
    assert form["file"].filename == "a b.html"
    assert form["article"].text == text


def test_the_filename_of_a_browser_with_quotes_in_it():
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a%22b;c.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\nhello\r\n--b--\r\n"
    )
    assert parse_form("multipart/form-data; boundary=b", body)["file"].filename == 'a"b;c.txt'


@given(st.dictionaries(st.sampled_from(["on", "use", "article"]), st.text()))
def test_urlencoded_text_comes_out_as_it_went_in(fields):
    encodable = {k: v.encode("utf-8", "replace").decode() for k, v in fields.items()}
    form = parse_form(URLENCODED, urlencode(encodable).encode())
    assert {name: field.data.decode() for name, field in form.items()} == encodable


@given(
    st.sampled_from(
        [URLENCODED, "multipart/form-data; boundary=b", "multipart/form-data", "text/plain", "é;=;"]
    )
    | st.text(st.characters(max_codepoint=255), max_size=60),
    st.binary(max_size=200) | st.builds(lambda b: b"--b" + b + b"\r\n--b--", st.binary()),
)
def test_anything_else_is_refused_and_nothing_breaks(content_type, body):
    try:
        form = parse_form(content_type, body)
    except HTTPException as refused:
        assert refused.status_code in (400, 415)  # noqa: PT017 - either outcome is right
    else:
        assert all(isinstance(field.data, bytes) for field in form.values())


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ("", b"article=x", 415),
        ("multipart/form-data", b"--b--", 400),
        ("multipart/form-data; boundary=b", b"nothing", 400),
        ("multipart/form-data; boundary=b", b"--b\r\nno blank line\r\n--b--", 400),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\nno name\r\n--b--", 400),
        ("multipart/form-data; boundary=b", b"--b\r\nX: y\r\n\r\ncut off", 400),
        (f"multipart/form-data; boundary={'b' * 71}", b"--b--", 400),
        (URLENCODED, b"&".join(b"a=1" for _ in range(17)), 400),
        (
            "multipart/form-data; boundary=b",
            b"".join(
                b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _ in range(18)
            )
            + b"--b--",
            400,
        ),
    ],
)
def test_broken_forms_are_refused(content_type, body, status):
    with pytest.raises(HTTPException) as refused:
        parse_form(content_type, body)
    assert refused.value.status_code == status


def request_of(chunks, delay=0.0, kind=""):
    left = list(chunks)

    async def receive():
        await asyncio.sleep(delay)
        if not left:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    head = [(b"content-type", kind.encode())]
    return Request({"type": "http", "method": "POST", "headers": head}, receive), left


def test_a_body_of_just_the_limit_is_read_whole():
    request, _ = request_of([b"a" * 60, b"b" * 40])
    body = asyncio.run(read_body(request, largest=100, seconds=5))
    assert body == b"a" * 60 + b"b" * 40


@pytest.mark.parametrize(
    ("text", "file", "files", "passes"),
    [
        (600, 4000, True, True),
        (600, 4000, False, False),
        (2000, 4000, True, False),  # beside a file the fields keep to their limit
        (2000, 0, True, False),
        (600, 6000, True, False),
    ],
)
def test_only_what_is_sent_as_a_file_may_be_as_large_as_one(text, file, files, passes):
    sent = {"file": ("a.txt", b"y" * file, "text/plain")} if file else {}
    kind, body = multipart({"article": "x" * text}, sent)
    settings = Settings(largest_body=1000, largest_file=5000)
    read = read_form(request_of([body], kind=kind)[0], settings, files=files)
    if passes:
        assert len(asyncio.run(read)["file"].data) == file
    else:
        with pytest.raises(HTTPException) as refused:
            asyncio.run(read)
        assert refused.value.status_code == 413


def test_a_longer_body_is_refused_without_reading_for_ever():
    request, left = request_of([b"x" * 50] * 1000)
    with pytest.raises(HTTPException) as refused:
        asyncio.run(read_body(request, largest=100, seconds=5))
    assert refused.value.status_code == 413
    assert len(left) > 980


def test_a_body_that_does_not_arrive_is_given_up():
    request, _ = request_of([b"x"] * 100, delay=0.05)
    with pytest.raises(HTTPException) as refused:
        asyncio.run(read_body(request, largest=1000, seconds=0.1))
    assert refused.value.status_code == 408


def test_a_sender_who_goes_away_is_noticed():
    request, left = request_of([b"x", b"y"])
    left.append(b"z")

    async def cut():
        return {"type": "http.disconnect"}

    with pytest.raises(HTTPException) as refused:
        asyncio.run(read_body(Request(request.scope, cut), largest=1000, seconds=5))
    assert refused.value.status_code == 400
