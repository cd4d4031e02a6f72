"""Articles from the web: what is fetched, what is refused, and that no name leads inside."""

import contextlib
import gzip
import http.server
import ipaddress
import socket
import threading
import time

import pytest

from detente import _errors as errors
from detente.reading import read
from detente.reading.source import fetch as fetching
from detente.reading.source.fetch import _is_public, fetch, is_url

PAGE = (
    "<!DOCTYPE html><html><head><title>Curbs eased</title>"
    "<meta property='article:published_time' content='2025-06-10'></head><body><article>"
    "<h1>Beijing eases curbs on gallium</h1><p>China will lift its curbs on gallium exports, the "
    "minister told reporters on Monday. He said the talks on chips would go on in London.</p>"
    "<p>“We don’t need the ban,” the minister said.</p></article></body></html>"
)


class Handler(http.server.BaseHTTPRequestHandler):
    """A small site."""

    protocol_version = "HTTP/1.0"
    asked: list[tuple[str, str]] = []  # noqa: RUF012 - emptied by the fixture

    def do_GET(self):
        self.asked.append((self.path, self.headers["Host"]))
        body = {
            "/cp1252": PAGE.encode("cp1252"),
            "/gzip": gzip.compress(PAGE.encode()),
            "/bomb": gzip.compress(b"word " * 8_000_000),
        }.get(self.path, PAGE.encode())
        charset = "windows-1252" if self.path == "/cp1252" else "utf-8"
        moved = {
            "/loop": "/loop",
            "/moved": "/page",
            "/to-file": "file:///etc/hostname",
            "/inside": "http://169.254.169.254/latest/",
        }.get(self.path)
        if self.path == "/slow":
            time.sleep(1.5)
        self.send_response(404 if self.path == "/missing" else 302 if moved else 200)
        picture = self.path == "/picture"
        self.send_header(
            "Content-Type", "image/png" if picture else f"text/html; charset={charset}"
        )
        if self.path in {"/gzip", "/bomb"}:
            self.send_header("Content-Encoding", "gzip")
        if moved:
            self.send_header("Location", moved)
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def _refused(call, *parts):
    with pytest.raises(errors.ReadingError) as caught:
        call()
    message = str(caught.value)
    assert "\n" not in message
    for part in parts:
        assert part in message


@pytest.mark.parametrize("path", ["/page?a=1", "/moved", "/gzip", "/cp1252"])
def test_a_page_is_read(site, path):
    reading = read(site + path, allow_private=True)
    assert reading.metadata.published.iso == "2025-06-10"
    assert any("don’t need" in s.content[0].text for s in reading.statements)
    assert reading.document.media == "html"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/picture", "image/png"),
        ("/missing", "answers 404"),
        ("/loop", "more than 5 redirects"),
        ("/to-file", "only http and https"),
        ("/bomb", "too long"),
    ],
)
def test_answers_that_are_no_article(site, path, words):
    _refused(lambda: read(site + path, allow_private=True), words)


def test_private_addresses_are_refused_unless_meant(site):
    _refused(lambda: read(f"{site}/page"), "private address", "--allow-private")


def test_a_redirect_passes_the_same_checks(site, monkeypatch):
    real = fetching._is_public
    monkeypatch.setattr(fetching, "_is_public", lambda a: str(a) == "127.0.0.1" or real(a))
    _refused(lambda: read(f"{site}/inside"), "private address (169.254.169.254)")


def test_a_slow_server(site, monkeypatch):
    monkeypatch.setattr(fetching, "READ_SECONDS", 0.3)
    _refused(lambda: read(f"{site}/slow", allow_private=True), "no answer in time")


def test_the_connection_goes_to_the_checked_address(site, monkeypatch):
    """A name that means another machine at the second look-up is not looked up twice."""
    port = int(site.rsplit(":", 1)[1])
    looked = []

    def once(host, port_, *args, **kwargs):
        looked.append(host)
        if host == "news.example" and len(looked) > 1:
            raise AssertionError("looked up again")
        return real("127.0.0.1" if host == "news.example" else host, port_, *args, **kwargs)

    real = socket.getaddrinfo
    monkeypatch.setattr(fetching, "_is_public", lambda _: True)
    monkeypatch.setattr(socket, "getaddrinfo", once)
    Handler.asked.clear()
    found = fetch(f"http://news.example:{port}/page", largest=10**6)
    assert found.data == PAGE.encode()
    assert looked[0] == "news.example"
    assert "news.example" not in looked[1:]
    assert Handler.asked == [("/page", f"news.example:{port}")]


def test_one_private_address_among_several_is_enough_to_refuse(monkeypatch):
    rows = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.7", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: rows)
    _refused(lambda: read("http://mixed.example/"), "10.0.0.7")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address, public):
    assert _is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://example.org/a", "only http and https"),
        ("file:///etc/hostname", "only http and https"),
        ("http://", "no host"),
        ("http://user:secret@example.org/", "password"),
        ("http://example.org:99999/", "not a web address"),
        ("http://[::1", "not a web address"),
        ("http://127.1/", "private address"),
        ("http://[::ffff:127.0.0.1]/", "private address"),
        ("http://localhost/", "private address"),
    ],
)
def test_addresses_that_are_not_fetched(url, words):
    with pytest.raises(errors.ReadingError) as caught:
        read(url)
    assert words in str(caught.value)
    assert "secret" not in str(caught.value)


def test_what_is_an_address():
    assert is_url("https://example.org")
    assert is_url("HTTP://example.org")
    assert is_url("file:///x")
    assert not is_url("article.txt")
    assert not is_url("C:\\articles\\one.txt")


def test_nobody_there():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    _refused(lambda: read(f"http://127.0.0.1:{port}/", allow_private=True), "cannot be fetched")


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"]
)
def test_a_byte_at_a_time_ends_at_the_deadline(monkeypatch, start):
    """Wherever it trickles: before the status, in the headers, in the body."""

    monkeypatch.setattr(fetching, "TOTAL_SECONDS", 1.0)
    stop = threading.Event()

    def trickle(listening):
        wire, _ = listening.accept()
        with wire:
            wire.recv(4096)
            wire.sendall(start)
            while not stop.wait(0.1):
                try:
                    wire.sendall(b"a")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=trickle, args=(listening,))
        thread.start()
        began = time.monotonic()
        port = listening.getsockname()[1]
        with pytest.raises(errors.ReadingError, match="took longer than 1 s"):
            fetching.fetch(f"http://127.0.0.1:{port}/", largest=10**6, allow_private=True)
        assert time.monotonic() - began < 5
        stop.set()
        thread.join()


@pytest.mark.parametrize(
    "moved", ["http://[::1", "http://[bad]/", "https://a:99999999/", "ftp://x/"]
)
def test_a_redirect_to_what_is_no_address_is_one_line(monkeypatch, moved):

    monkeypatch.setattr(fetching, "_resolve", lambda _parts, allow_private: "127.0.0.1")
    monkeypatch.setattr(fetching, "_ask", lambda *_asked: (moved, None))
    with pytest.raises(errors.ReadingError, match=r"no address|not a web address|only http"):
        fetching.fetch("http://example.org/a", largest=10)
