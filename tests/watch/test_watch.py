"""Watching a folder, a feed and an address on this machine; rules, alerts, and what is refused."""

import contextlib
import datetime as dt
import http.server
import io
import json
import threading
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from detente import DetenteError
from detente.casebook import Casebook
from detente.casebook.schema import alerts
from detente.cli import main
from detente.watch import _alerts, deliver, load_rules, watch_once, write_feed
from detente.watch._alerts import of_register, of_stops, swap

WEEKS = Path(__file__).resolve().parents[1] / "casebook" / "six_weeks"
TODAY = dt.date(2026, 11, 30)
RULES = """format = "detente.watch/1"

[[rule]]
name = "magnets"
kind = "offer"
goods = ["ndfeb-magnet"]

[[rule]]
name = "mine"
kind = "control"
controls = ["CN-2025-18"]

[[rule]]
name = "stops"
kind = "stop-date"
party = "USA"
days = 5
"""


class Site(http.server.BaseHTTPRequestHandler):
    """A feed of two entries, one of them gone, and an article; answers 304 to what is known."""

    protocol_version = "HTTP/1.0"
    asked: list = []  # noqa: RUF012 - emptied by the fixture
    gone = True

    def do_GET(self):
        self.asked.append((self.path, self.headers["If-None-Match"]))
        here = f"http://127.0.0.1:{self.server.server_port}"
        feed = (
            '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>n</title>'
            f'<entry><id>1</id><title>a</title><link href="{here}/a.txt"/>'
            "<updated>2025-09-04T10:00:00Z</updated></entry>"
            f'<entry><id>2</id><title>b</title><link href="{here}/b.txt"/>'
            "<updated>2025-09-26T10:00:00Z</updated></entry></feed>"
        )
        texts = {
            "/feed": (feed, "application/atom+xml"),
            "/a.txt": (_text("2025-09-04*"), "text/plain; charset=utf-8"),
            "/b.txt": (_text("2025-09-26*"), "text/plain; charset=utf-8"),
        }
        body, kind = texts.get(self.path, ("", "text/plain"))
        missing = not body or (self.path == "/b.txt" and self.gone)
        known = self.headers["If-None-Match"] == '"v1"'
        self.send_response(404 if missing else 304 if known else 200)
        self.send_header("ETag", '"v1"')
        self.send_header("Content-Type", kind)
        self.end_headers()
        if not missing and not known:
            self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


def _text(pattern):
    (path,) = WEEKS.glob(pattern)
    return path.read_text(encoding="utf-8")


@contextlib.contextmanager
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Site.asked, Site.gone = [], True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def book(tmp_path):
    with Casebook(tmp_path / "casebook.db") as opened:
        yield opened


@pytest.fixture
def rules(tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text(RULES)
    return load_rules(path)


@pytest.fixture
def inbox(tmp_path):
    """Three articles: an offer, another of the same, its withdrawal."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for pattern in ("2025-09-04*", "2025-09-15*", "2025-09-26*"):
        (path,) = WEEKS.glob(pattern)
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture
def quiet(monkeypatch):
    """No simulation; what a stop-date rule sees is the test's."""
    stops = {}
    monkeypatch.setattr("detente.watch._alerts._stops", lambda _: dict(stops))
    return stops


def look(book, *sources, rules=(), **options):
    return list(watch_once(book, sources, rules, on=TODAY, **options))


def test_a_feed_is_asked_for_what_is_new_only(book, rules, quiet):
    with site() as here:
        first = look(book, f"{here}/feed", rules=rules, case="vienna", allow_private=True)
        assert [(one.outcome, one.alerts) for one in first] == [("added", 1), ("later", 0)]
        Site.gone = False
        second = look(book, f"{here}/feed", rules=rules, allow_private=True)  # finds its case
        assert [(one.outcome, one.case) for one in second] == [("added", "vienna")]
        assert look(book, f"{here}/feed", rules=rules, allow_private=True) == []
        assert Site.asked[-1] == ("/feed", '"v1"')  # and the answer was 304
    assert {row.published for row in book.case("vienna").articles()} == {
        dt.date(2025, 9, 4),
        dt.date(2025, 9, 26),
    }


def test_addresses_inside_are_refused(book):
    with site() as here:
        (one,) = look(book, f"{here}/feed", case="vienna")
        assert one.outcome == "later"
        assert "private address" in one.words
        assert Site.asked == []


def test_a_folder_is_read_once_and_alerts_are_told_once(book, rules, quiet, tmp_path, inbox):
    (inbox / "sport.txt").write_text("The home side won the cup on Monday, the coach said.\n" * 3)
    (inbox / "empty.txt").write_text("")
    found = look(book, str(inbox), rules=rules, case="vienna")
    assert sorted(one.outcome for one in found) == ["added", "added", "added", "unread", "unread"]
    assert look(book, str(inbox), rules=rules) == []
    out, lines = io.StringIO(), tmp_path / "alerts.jsonl"
    assert deliver(book, out=out, lines=lines) == 2
    assert deliver(book, out=out, lines=lines) == 0
    told = [json.loads(line) for line in lines.read_text().splitlines()]
    assert [one["data"]["kind"] for one in told] == ["appears", "withdrawn"]
    assert out.getvalue() == lines.read_text()
    write_feed(book, tmp_path / "alerts.xml")
    feed = ET.fromstring((tmp_path / "alerts.xml").read_text(encoding="utf-8"))
    titles = [one.text for one in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1].startswith("China on easing rare earths: withdrawn")


def test_a_run_that_ended_between_article_and_alert_tells_it_the_next_time(
    book, rules, quiet, inbox
):
    def broken(*_):
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.watch._watch.of_article", broken)
        with pytest.raises(KeyboardInterrupt):
            look(book, str(inbox), rules=rules, case="vienna")
    assert len(book.case("vienna").articles()) == 1
    look(book, str(inbox), rules=rules, case="vienna")
    assert len(book.case("vienna").articles()) == 3
    with book.store.read() as connection:
        keys = [row.key for row in connection.execute(alerts.select())]
    assert len(keys) == len(set(keys)) == 2


def test_a_control_that_the_register_has_in_another_state(book, rules):
    case = book.start("earths")
    assert of_register(case, rules, dt.date(2025, 6, 10)) == 0
    assert of_register(case, rules, dt.date(2025, 6, 11)) == 0
    with book.store.write() as connection:
        key = "state:mine:earths:CN-2025-18"
        assert swap(connection, key, "suspended") == "in force"
    assert of_register(case, rules, dt.date(2025, 6, 12)) == 1


def test_a_stop_date_that_moves_by_more_than_its_days(book, rules, quiet, london):
    case = book.start("stops")
    quiet[("USA", "yttrium")] = dt.date(2025, 7, 1)
    quiet[("CHN", "ethane")] = dt.date(2025, 7, 1)
    assert of_stops(case, rules, london) == 0
    quiet[("USA", "yttrium")] = dt.date(2025, 7, 4)
    quiet[("CHN", "ethane")] = None
    assert of_stops(case, rules, london) == 0  # three days are not told, nor another party
    quiet[("USA", "yttrium")] = dt.date(2025, 7, 20)
    assert of_stops(case, rules, london) == 1
    quiet[("USA", "yttrium")] = None
    assert of_stops(case, rules, london) == 1


def test_stop_dates_are_the_simulations(london, monkeypatch):
    monkeypatch.setattr(_alerts, "DRAWS", 1)
    monkeypatch.setattr(_alerts, "DAYS", 40)
    stops = _alerts._stops(london)
    from detente.impact import simulate

    for clock in simulate(london, days=40, draws=1, seed=0).clocks():
        first = clock.first_shortage[0]
        day = None if np.isnan(first) else london.on + dt.timedelta(days=round(first))
        assert stops[clock.party, clock.good] == day
    assert any(stops.values())


def test_a_command_that_fails_leaves_the_alert_for_the_next_time(
    book, rules, quiet, tmp_path, inbox
):
    look(book, str(inbox), rules=rules, case="vienna")
    with pytest.raises(DetenteError, match="false ended with 1"):
        deliver(book, out=None, command="false")
    got = tmp_path / "got.jsonl"
    script = tmp_path / "take.sh"
    script.write_text(f"#!/bin/sh\ncat >> {got}\n")
    script.chmod(0o755)
    count = deliver(book, out=None, command=str(script))
    assert count == len(got.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "field format"),
        ("format = 1 =", "is no TOML"),
        ('format = "detente.watch/1"', "no \\[\\[rule\\]\\]"),
        ("kind = 'price'", "rule 1: field kind"),
        ("kind = 'control'", "give controls"),
        ("kind = 'control'\ncontrols = ['CN-2025-81']", "unknown control 'CN-2025-81'"),
        ("kind = 'offer'\ngoods = ['magnet']", "unknown good"),
        ("kind = 'stop-date'\ndays = -1", "field days"),
        ("kind = 'offer'\ncolour = 'red'", "field colour: unknown"),
    ],
)
def test_rules_that_are_wrong_are_named(text, says, tmp_path):
    path = tmp_path / "rules.toml"
    if text.startswith("kind"):
        text = f"format = 'detente.watch/1'\n[[rule]]\nname = 'a'\n{text}\n"
    path.write_text(text)
    with pytest.raises(DetenteError, match=says):
        load_rules(path)


def test_the_command_once(tmp_path, monkeypatch, capsys, quiet, inbox):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_CASEBOOK", str(tmp_path / "c.db"))
    Path("rules.toml").write_text(RULES)
    with pytest.raises(SystemExit) as ended:
        main(["watch", str(inbox), "--case", "vienna", "--rules", "rules.toml", "--once"])
    assert ended.value.code in (0, None)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {one["schema"] for one in told} == {"detente.alert/1"}
    with pytest.raises(SystemExit) as ended:
        main(["watch", "nowhere", "--once"])
    assert ended.value.code == 1
    assert "there is no such folder" in capsys.readouterr().err
