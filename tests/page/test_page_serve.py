"""A server that really listens."""

import http.client
import importlib.util
import re
import socket
import subprocess
import sys
import time

import pytest
import uvicorn

from detente import DetenteError
from detente.cli import main
from detente.page import Settings, listen
from detente.page._serve import secured


@pytest.fixture
def running():
    """The command as a process of its own, on a port that is free."""
    words = [
        sys.executable,
        "-m",
        "detente",
        "serve",
        "--port",
        "0",
        "--draws",
        "2",
        "--days",
        "60",
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as made:
        try:
            line = made.stdout.readline()
            yield made, line
        finally:
            made.terminate()
            made.wait(20)


def port_of(line):
    found = re.fullmatch(
        r"The page is at http://127\.0\.0\.1:(\d+)/ \(stop it with Ctrl-C\)\n", line
    )
    assert found, line
    return int(found[1])


def test_the_command_serves_the_page(running):
    port = port_of(running[1])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/")
    answer = connection.getresponse()
    assert answer.status == 200
    assert "default-src 'none'" in answer.getheader("content-security-policy")
    assert answer.getheader("server") is None
    assert "Make the brief" in answer.read().decode()
    connection.request("GET", "/", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 400
    connection.close()


def test_a_browser_gets_to_see_that_its_article_is_too_long(running):
    connection = http.client.HTTPConnection("127.0.0.1", port_of(running[1]), timeout=20)
    port = connection.port
    headers = {
        "Origin": f"http://127.0.0.1:{port}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", "/brief", body=b"article=" + b"x" * 5_000_000, headers=headers)
    answer = connection.getresponse()
    assert answer.status == 413
    assert "the limit is 2 MB" in answer.read().decode()
    connection.close()


def test_it_survives_what_is_not_http(running):
    port = port_of(running[1])
    for junk in (
        b"\x16\x03\x01\x00\xff" * 50,
        b"GET\r\n\r\n",
        b"GET / HTTP/9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"POST /brief HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: nine\r\n\r\n",
        b"A" * 100_000,
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
            wire.sendall(junk)
            wire.shutdown(socket.SHUT_WR)
            try:
                answer = wire.recv(4096)
            except ConnectionResetError:
                answer = b""
            assert b" 500 " not in answer.split(b"\r\n")[0]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/")
    assert connection.getresponse().status == 200
    connection.close()


def test_interrupting_it_ends_it_cleanly(running):
    process, line = running
    port_of(line)
    time.sleep(2.0)
    process.send_signal(2)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said == "detente: interrupted; the page is stopped; nothing was under way\n"


def complaint(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["serve", *words])
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--port", "99999"], "--port 99999 is not a port"),
        (["--host", "no such host"], "cannot listen on no such host"),
        (["--host", "203.0.113.1", "--port", "0"], "cannot listen on 203.0.113.1"),
        (["--draws", "0"], "--draws 0"),
        (["--days", "5"], "--days 5"),
        (["--port", "0", "--token", "short"], "--token is too short"),
        (["--port", "0", "--name", "*.example"], "whole names"),
    ],
)
def test_what_cannot_be_served_is_one_line(words, says, capsys):
    assert says in complaint(words, capsys)


def test_a_port_that_is_taken_is_said(capsys):
    with listen("127.0.0.1", 0) as taken:
        said = complaint(["--port", str(taken.getsockname()[1])], capsys)
    assert "choose another --host or --port" in said


def test_without_the_extra_it_says_what_to_install(monkeypatch, capsys):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "uvicorn" else real(name)
    )
    assert complaint([], capsys) == "detente: the page needs uvicorn: install detente[page]\n"


def test_loopback_needs_no_token_and_answers_to_its_own_names():
    with listen("localhost", 0) as bound:
        settings = secured(Settings(), bound, "localhost", ["Desk.Example"])
    assert settings.token is None
    assert "desk.example" in settings.names
    assert "127.0.0.1" in settings.names


def test_beyond_loopback_a_token_is_needed():
    with listen("0.0.0.0", 0) as bound:
        with pytest.raises(DetenteError, match="give --token"):
            secured(Settings(), bound, "0.0.0.0")
        given = secured(Settings(token="x" * 16), bound, "0.0.0.0")
    assert given.token == "x" * 16
    assert socket.gethostname().lower() in given.names
    assert "0.0.0.0" not in given.names


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        b"POST /brief HTTP/1.1\r\nX: ",
        b"GET /static/page.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET / HT",
    ],
)
def test_a_request_that_does_not_get_further_is_dropped(monkeypatch, begun):
    """In this process, with a limit of half a second."""
    import asyncio

    from detente.page import _protocol, create_app

    monkeypatch.setattr(_protocol, "HEAD_SECONDS", 0.5)

    async def dropped():
        with listen("127.0.0.1", 0) as bound:
            config = uvicorn.Config(create_app(Settings()), http=_protocol.HeadLimit)
            config.log_config = None
            server = uvicorn.Server(config)
            going = asyncio.create_task(server.serve(sockets=[bound]))
            while not server.started:
                await asyncio.sleep(0.01)
            reader, writer = await asyncio.open_connection(*bound.getsockname())
            writer.write(begun)
            started = time.monotonic()
            await asyncio.wait_for(reader.read(), 10)
            took = time.monotonic() - started
            writer.close()
            server.should_exit = True
            await going
            return took

    assert 0.3 < asyncio.run(dropped()) < 5


def test_loopback_of_ipv6_is_loopback_too():
    try:
        bound = listen("::1", 0)
    except DetenteError:
        pytest.skip("this machine has no IPv6 loopback")
    with bound:
        settings = secured(Settings(), bound, "::1")
    assert settings.token is None
    assert "[::1]" in settings.names


def test_a_token_is_kept_where_none_is_needed():
    with listen("127.0.0.1", 0) as bound:
        assert secured(Settings(token="y" * 20), bound, "127.0.0.1").token == "y" * 20


def test_errors_of_listening_are_of_our_tree():
    with pytest.raises(DetenteError):
        listen("127.0.0.1", -1)
