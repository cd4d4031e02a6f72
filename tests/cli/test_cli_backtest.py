"""``detente backtest``: cases by name and by folder, tables, JSON, a page, and refusals."""

import json
import re
import shutil

import jsonschema
import pytest

from detente.cli import main
from detente.facts import HINDCASTS_FOLDER
from detente.impact.backtest import backtest_schema

QUICK = ["--draws", "2", "--quiet"]


def run(words, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["backtest", *words])
    assert caught.value.code in (0, None)
    return capsys.readouterr().out


@pytest.fixture
def folder(tmp_path):
    """A case of one's own, with one name that a page must not take for markup."""
    copy = tmp_path / "mine"
    shutil.copytree(HINDCASTS_FOLDER / "nexperia-2025", copy)
    file = copy / "happened.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"Nissan, Kyushu"', "<b>Nissan</b>"), encoding="utf-8")
    return copy


def test_json_has_the_form_of_its_schema(folder, capsys):
    payload = json.loads(run([str(folder), "--json", *QUICK], capsys))
    schema = backtest_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(payload, schema)
    (case,) = payload["cases"]
    assert (payload["schema"], case["name"]) == ("detente.backtest/1", "mine")
    assert payload["manifest"]["cases"].keys() == {"mine"}
    row = next(row for row in case["rows"] if row["who"] == "Honda, Celaya")
    assert row.keys() >= {"quantity", "unit", "forecast", "happened", "inside"}
    assert row["forecast"].keys() == {"low", "central", "high"}
    assert row["happened"] == 24
    assert {one["path"] for one in case["rows"]} == {"unknown", "record"}
    assert "Infinity" not in json.dumps(payload)


def test_tables_show_misses_and_scores(folder, capsys):
    out = run([str(folder), *QUICK], capsys)
    assert "MEX legacy-chip" in out
    assert re.search(r"\*", out)
    assert "mean stock" in out
    assert max(len(line) for line in out.splitlines()) <= 80


def test_the_page_is_whole_and_asks_nobody(folder, tmp_path, capsys):
    page = tmp_path / "backtest.html"
    out = run([str(folder), "--html", str(page), *QUICK], capsys)
    text = page.read_text(encoding="utf-8")
    assert str(page) in out.replace("\n", "")
    assert "&lt;b&gt;Nissan" in text
    assert "<b>Nissan" not in text
    assert "<script" not in text
    assert not re.search(r'(?:src|href)="(?!#|data:|https?://)', text)
    assert not re.search(r"<(?:img|link|iframe)\b", text)
    assert text.count('class="chart"') == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["backtest.html", "mine"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["rare-earth-2025"], "did you mean one of rare-earths-2025"),
        (["no/such/folder"], "no such folder"),
        (["nexperia-2025", "--html", "nowhere/x.html"], "there is no folder"),
        (["nexperia-2025", "--days", "3"], "nothing is recorded within 3 days"),
        (["nexperia-2025", "--draws", "0"], "draws must be at least 1"),
    ],
)
def test_refusals_are_one_line(words, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as caught:
        main(["backtest", *words, "--quiet"])
    said = capsys.readouterr()
    assert caught.value.code == 1
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert says in said.err
    assert not list(tmp_path.iterdir())
