"""``detente years``: terminal, JSON, table and page say the same."""

import csv
import json

import pytest

from detente.cli._app import main

CASE = ("CN-2025-18", "--target", "USA", "--days", "180", "--draws", "2", "--quiet")


def run(capsys, *words):
    with pytest.raises(SystemExit) as end:
        main(["years", *CASE, *map(str, words)])
    out, err = capsys.readouterr()
    return end.value.code or 0, out, err


def test_json_table_and_page_agree(capsys, tmp_path):
    table, page = tmp_path / "years.csv", tmp_path / "years.html"
    code, out, _ = run(capsys, "--json", "--csv", table, "--html", page)
    payload = json.loads(out)
    assert (code, payload["schema"]) == (0, "detente.years/1")
    assert payload["simulated_months"] == 6
    assert payload["unplaced"] == []
    with table.open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 120 * len(payload["paths"])
    target = next(row for row in payload["paths"] if row["role"] == "target")
    at = target["by_month"][11]
    mine = [r for r in rows if (r["control"], r["party"]) == (target["control"], "USA")]
    assert float(mine[11]["central"]) == at["central"]
    assert at["low"] <= at["central"] <= at["high"]
    drawn = page.read_text(encoding="utf-8")
    assert drawn.count("<svg") == len({row["control"] for row in payload["paths"]})
    assert f"from month {target['halved_month']} on" in drawn
    assert "Exact real income" in drawn
    assert "First order" in drawn
    assert "http://" not in drawn
    assert "https://" not in drawn


def test_the_terminal_says_when_leverage_has_halved(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(capsys, "--months", 60)
    assert (code, err) == (0, "")
    assert "CN-2025-18" in out
    assert "half of it or less from month" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--months", "3"], "--months 3"),
        (["--months", "121"], "at most 120"),
        (["--csv", "out.txt"], "out.txt"),
        (["--reroute", "-0.5"], "reroute"),
        (["--full-world", "nowhere.npz"], "nowhere.npz"),
    ],
)
def test_what_cannot_be(words, message, capsys):
    code, out, err = run(capsys, *words)
    assert (code, out) == (1, "")
    assert message in err
