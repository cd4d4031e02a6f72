"""A language model as reader, played by a small server on this machine."""

import contextlib
import http.server
import json
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import _errors as errors
from detente.reading import ModelReader, read_text, standoff
from detente.reading._ground import ground
from detente.reading.source.input import source_of_text

TEXT = """Beijing may ease curbs on gallium

June 10, 2025

BEIJING -- China may lift its export curbs on gallium, Commerce Minister Wang Wentao said on \
Monday. “We won’t sell\u00a0germanium,” he said. The curbs on gallium were set in 2023.
"""
SAID = "China may lift its export curbs on gallium"
ANSWER = {
    "metadata": {
        "headline": "Beijing may ease curbs on gallium",
        "outlet": "The Daily Nothing",
        "published": {"span": "June 10, 2025", "iso": "2025-06-10"},
    },
    "entities": [
        {"id": "w", "type": "person", "name": "Wang Wentao", "party": "CHN", "mentions": []},
        {"id": "x", "type": "person", "name": "Nobody Here", "mentions": ["Nobody Here"]},
    ],
    "dates": [{"id": "d", "span": "Monday", "value": "2025-06-09", "anchor": "no-such"}],
    "controls": [
        {
            "id": "c",
            "imposer": "CHN",
            "product": "gallium",
            "status": "in force",
            "mentions": [{"text": "curbs on gallium", "start": 20}, "curbs on steel"],
        }
    ],
    "statements": [
        {
            "id": "s1",
            "kind": "indirect",
            "speaker": "w",
            "cue_span": "said",
            "content": [SAID],
            "date": "d",
            "attribution": ["x", "w"],
            "controls": ["c", "zz"],
            "commitment": "possible",
            "polarity": "ease",
        },
        {
            "id": "s2",
            "kind": "direct",
            "speaker": "x",
            "content": ['"We won\'t sell germanium,"'],
            "commitment": "refused",
            "polarity": "maintain",
        },
        {"id": "s3", "kind": "direct", "content": ["He never said this"], "commitment": "done"},
        {"id": "s4", "kind": "sung", "content": [SAID], "commitment": "done"},
    ],
    "offers": [
        {
            "id": "o",
            "offeror": "w",
            "kind": "possible_unilateral",
            "gives": [
                {"actor": "CHN", "action": "lift", "control": "c", "span": SAID},
                {"actor": "CHN", "action": "sell", "control": "c", "span": "sell germanium now"},
            ],
            "strength": "possible",
        }
    ],
    "events": [{"id": "e", "name": "talks", "span": "talks in Geneva", "status": "expected"}],
    "sequence": [{"id": "q", "relation": "before", "first": "e", "second": "e"}],
}


class Service(http.server.BaseHTTPRequestHandler):
    """Answers as the test tells it, one reply after the other; the last one again and again."""

    replies: list = []  # noqa: RUF012 - set by each test
    asked: list = []  # noqa: RUF012

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.path, dict(self.headers), body))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        status, content = reply if isinstance(reply, tuple) else (200, reply)
        if content == "slow":
            time.sleep(1.0)
        if isinstance(content, bytes):
            data = content
        else:
            data = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(data)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def no_key(monkeypatch):
    monkeypatch.delenv("DETENTE_READER_KEY", raising=False)
    Service.asked.clear()


def model(address, *replies, **options):
    Service.replies[:] = replies
    return ModelReader(url=address, model="small", **{"pause": 0.01, **options})


@pytest.mark.parametrize("wrap", ["{}", "```json\n{}\n```"])
def test_what_is_in_the_text_is_kept_and_the_rest_is_dropped_and_counted(address, wrap):
    answer = wrap.replace("{}", json.dumps(ANSWER))
    reading = read_text(TEXT, reader=model(address, answer))
    assert [s.id for s in reading.statements] == ["s1", "s2"]
    first, second = reading.statements
    assert first.content[0].text == SAID
    assert (first.date, first.controls, first.attribution) == ("d", ("c",), ("w",))
    assert second.content[0].text == "“We won’t sell\u00a0germanium,”"
    assert second.speaker is None
    assert [leg.action for leg in reading.offers[0].gives] == ["lift"]
    assert [e.name for e in reading.entities] == ["Wang Wentao"]
    assert reading.dates[0].anchor is None
    assert not reading.events
    assert not reading.sequence
    assert reading.metadata.outlet is None
    assert reading.metadata.published.iso == "2025-06-10"
    # outlet, x's mention, curbs on steel, s3's content, s4's kind, a leg, the event's passage
    assert reading.document.dropped == 12
    assert reading.document.reader == "model small"
    assert '"dropped": 12' in reading.to_json()


def test_a_model_reading_becomes_a_standoff(address):
    reading = read_text(TEXT, reader=model(address, json.dumps(ANSWER)))
    assert reading.goods == {"c": ("gallium",)}
    us = {"id": "u", "imposer": "USA", "mentions": ["export curbs"], "product": "chips"}
    both = ANSWER | {"controls": [*ANSWER["controls"], us]}
    text = TEXT + "\nThe United States keeps its export curbs on chips sold to China.\n"
    found = standoff(read_text(text, reader=model(address, json.dumps(both))))
    assert "CHN" in [party.party for party in found.parties]


def test_what_is_sent(address, monkeypatch):
    monkeypatch.setenv("DETENTE_READER_KEY", "secret-1")
    reader = model(address, json.dumps(ANSWER))
    read_text(TEXT, reader=reader, on="2025-06-11")
    path, headers, body = Service.asked[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret-1"
    assert body["model"] == "small"
    assert body["temperature"] == 0
    assert TEXT in body["messages"][1]["content"]
    assert "2025-06-11" in body["messages"][1]["content"]
    assert "secret-1" not in repr(reader)


def test_off_unless_asked_for(address, monkeypatch):
    monkeypatch.setenv("DETENTE_READER_KEY", "secret-1")
    read_text(TEXT)
    assert Service.asked == []


@pytest.mark.parametrize(
    "bad", ["not JSON at all", '{"statements": [', "[1, 2]", "", (200, b"<html>")]
)
def test_no_json_is_asked_for_again_and_then_told_in_one_line(address, bad):
    with pytest.raises(errors.ReadingError) as caught:
        read_text(TEXT, reader=model(address, bad))
    message = str(caught.value)
    assert message.startswith("model small: ")
    assert "3 attempts" in message
    assert "\n" not in message
    assert len(Service.asked) == 3


def test_it_goes_on_after_a_busy_answer_and_a_bad_one(address):
    reader = model(address, (503, b"busy"), "no JSON", json.dumps(ANSWER))
    assert read_text(TEXT, reader=reader).statements
    assert len(Service.asked) == 3


@pytest.mark.parametrize(
    ("status", "words"), [(401, "DETENTE_READER_KEY"), (404, "answers 404"), (302, "answers 302")]
)
def test_answers_that_will_not_get_better_are_not_asked_again(address, status, words):
    with pytest.raises(errors.ReadingError, match=words):
        read_text(TEXT, reader=model(address, (status, b"{}")))
    assert len(Service.asked) == 1


def test_a_slow_service_is_given_up(address):
    start = time.monotonic()
    with pytest.raises(errors.ReadingError, match="does not answer"):
        read_text(TEXT, reader=model(address, "slow", timeout=0.2, retries=1))
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("localhost:11434", "give an http or https address"),
        ("ftp://localhost/v1", "give an http or https address"),
        ("http://a:b@localhost/v1", "give an http or https address"),
        ("http://example.org/v1", "use https"),
    ],
)
def test_addresses_that_are_refused(url, words):
    with pytest.raises(errors.ReadingError, match=words) as caught:
        ModelReader(url=url, model="small", key="secret-2")
    assert "secret" not in str(caught.value)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from([SAID, "c", "w"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "span", "content", "text", "start", "mentions", "kind", "gives"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
PARTS = [*ANSWER, "exclusions", "other"]


@given(st.dictionaries(st.sampled_from(PARTS), JSON, max_size=6) | JSON)
def test_no_answer_breaks_the_contract(record):
    source = source_of_text(TEXT)
    try:
        reading = ground(record, source, reader="x")
    except errors.ReadingError:
        assert not isinstance(record, dict)
        return

    def walk(value):
        if isinstance(value, dict):
            if value.keys() == {"start", "end", "text"}:
                assert TEXT[value["start"] : value["end"]] == value["text"] != ""
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(reading.to_dict())


def test_any_callable_can_read():
    class Mine:
        name = "mine"

        def __call__(self, text, *, on):
            return {"statements": [{"id": "a", "kind": "indirect", "content": [SAID]}]}

    reading = read_text(TEXT, reader=Mine())
    assert reading.statements[0].content[0].text == SAID
    assert reading.document.dropped == 0
    assert reading.metadata.published.iso == "2025-06-10"
