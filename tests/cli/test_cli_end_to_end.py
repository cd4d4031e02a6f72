"""The whole way, from an article to the report, small enough for a test."""

import io
import json
import re
import sys
from importlib import resources

import jsonschema
import pytest

import detente as dt
from detente.brief.schema import brief_schema
from detente.cli import main

SMALL = ["--draws", "2", "--days", "61", "--quiet"]  # as the page's tests: runs are shared
RED = ("US-2022-1007", "US-2025-H20")


def run(words):
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code in (0, None)


@pytest.fixture(scope="module")
def payload():
    """The brief of the packaged example as JSON."""
    stream, sys.stdout = sys.stdout, io.StringIO()
    try:
        run(["brief", "--json", *SMALL])
        text = sys.stdout.getvalue()
    finally:
        sys.stdout = stream
    return json.loads(text), text


def test_the_schema_holds(payload):
    jsonschema.validate(payload[0], brief_schema())


def test_same_seed_same_json(payload, capsys):
    run(["brief", "--json", *SMALL])
    assert capsys.readouterr().out == payload[1]


def test_every_span_is_in_the_text(payload):
    brief = payload[0]
    found = []

    def walk(value):
        if isinstance(value, dict):
            if set(value) == {"start", "end", "text"}:
                found.append(value)
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(brief["reading"])
    walk(brief["standoff"])
    assert len(found) > 40
    for span in found:
        assert brief["article_text"][span["start"] : span["end"]] == span["text"]


def test_every_figure_has_a_source(payload):
    brief = payload[0]
    known = {row["id"] for row in brief["sources"]}
    assert {row["source"] for row in brief["assumptions"]} <= known
    assert all(row["low"] <= row["value"] <= row["high"] for row in brief["assumptions"])


def test_the_founding_case_makes_sense(payload):
    brief = payload[0]
    assert {p["party"] for p in brief["standoff"]["parties"]} == {"USA", "CHN"}
    bound = {row["control"]: row["easing_bound"] for row in brief["standoff"]["controls"]}
    assert {"CN-2025-18", "US-2025-EDA", "US-2025-ethane", "US-2025-engines"} <= {
        name for name, value in bound.items() if value == 1.0
    }
    for name in RED:
        assert bound[name] == 0.0
        for package in [*brief["deals"]["frontier"], brief["deals"]["nash"]]:
            assert package is None or package["easings"][name] == 0.0
    cost = {(row["control"], row["party"]): row["central"] for row in brief["losses"]}
    assert cost["CN-2025-18", "USA"] > cost["CN-2025-18", "CHN"] > 0
    assert cost["US-2022-1007", "CHN"] > 0
    assert all(check["holds"] for check in brief["checks"]), brief["checks"]
    assert brief["deals"]["surface_error"]["relative"] < 0.15


def test_html_is_one_file_without_outside_requests(tmp_path, capsys):
    target = tmp_path / "out.html"
    run(["brief", "--out", str(target), *SMALL])
    html = target.read_text(encoding="utf-8")
    assert "In brief" in html
    assert not re.search(r"""(?:src|srcset)\s*=|url\(\s*["']?(?!#|data:)|<link|@import""", html)
    said = capsys.readouterr().out
    assert "United States" in said
    assert [path.name for path in tmp_path.iterdir()] == ["out.html"]


def test_standoff_file_runs_through_simulate_and_deal(tmp_path, capsys):
    path = tmp_path / "case.toml"
    run(["standoff", "--out", str(path)])
    capsys.readouterr()
    run(["standoff", str(path)])
    assert capsys.readouterr().out == path.read_text(encoding="utf-8")
    run(["brief", str(path), "--json", *SMALL])
    brief = json.loads(capsys.readouterr().out)
    assert brief["reading"] is None
    assert brief["losses"]
    run(["simulate", str(path), "--json", *SMALL])
    impact = json.loads(capsys.readouterr().out)
    assert {row["party"] for row in impact["losses"]} == {"USA", "CHN"}
    run(["deal", str(path), "--json", *SMALL])
    assert "exists_if" in json.loads(capsys.readouterr().out)


def test_people_can_read_simulate_deal_and_read(capsys):
    run(["simulate", *SMALL])
    said = capsys.readouterr().out
    assert "CN-2025-18" in said
    assert "ndfeb-magnet" in said
    run(["deal", "--accept-error", *SMALL])
    said = capsys.readouterr().out
    assert "packages suit all" in said
    assert "unless keeping it is worth more than" in " ".join(said.split()) or "No deal" in said
    run(["read"])
    said = capsys.readouterr().out
    assert "Kevin Hassett" in said
    assert "Excluded" in said
    assert "Contradictions (" in said
    run(["read", "--json"])
    assert json.loads(capsys.readouterr().out)["schema"] == "detente.reading/1"
    run(["standoff", "--json"])
    assert json.loads(capsys.readouterr().out)["format"] == "detente.standoff/1"


def test_standard_input_is_an_article(capsys, monkeypatch):
    text = resources.files("detente") / "examples" / "london-2025-06.txt"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.read_bytes()), "utf-8"))
    run(["standoff", "-"])
    piped = capsys.readouterr().out
    run(["standoff"])
    assert piped == capsys.readouterr().out


def test_data_check_is_clean(capsys):
    run(["data", "check"])
    assert "no fault" in capsys.readouterr().out


def test_data_check_warns_of_what_is_stale(capsys):
    run(["data", "check", "--on", "2031-01-01", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert {row["severity"] for row in found} == {"warning"}
    assert {row["file"] for row in found} == {"controls.csv", "sources.csv"}


def test_data_check_lists_faults(tmp_path, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["data", "check", str(tmp_path)])
    assert caught.value.code == 1
    said = capsys.readouterr()
    assert "goods.csv" in said.out
    assert said.err.count("\n") == 1


def test_a_session_in_python(tmp_path):
    article = tmp_path / "article.txt"
    text = resources.files("detente") / "examples" / "london-2025-06.txt"
    article.write_text(text.read_text(encoding="utf-8"), encoding="utf-8")
    reading = dt.read(article)
    standoff = dt.standoff(reading, on="2025-06-10")
    impact = dt.simulate(standoff, days=61, draws=2)
    deals = dt.bargain(standoff, impact=impact)
    brief = dt.brief(reading, standoff, impact, deals)
    brief.save(tmp_path / "brief.html")
    assert (tmp_path / "brief.html").stat().st_size < 1_500_000


def test_public_names():
    assert dt.__all__ == sorted(dt.__all__)
    for name in dt.__all__:
        assert getattr(dt, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        _ = dt.nonsense
