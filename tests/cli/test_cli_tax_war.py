"""``detente tax-war``: terminal, JSON and table say the same."""

import csv
import json

import pytest

from detente.cli._app import main

CASE = ("US-2025-ethane", "--target", "CHN", "--quiet")


def run(capsys, *words):
    with pytest.raises(SystemExit) as end:
        main(["tax-war", *CASE, *map(str, words)])
    out, err = capsys.readouterr()
    return end.value.code or 0, out, err


def test_json_and_table_agree(capsys, tmp_path):
    table = tmp_path / "taxes.csv"
    code, out, err = run(capsys, "--json", "--csv", table, "--sector", "C20")
    payload = json.loads(out)
    assert (code, err, payload["schema"]) == (0, "", "detente.tax-war/1")
    (flow,) = payload["flows"]
    assert (flow["sector"], flow["exporter"], flow["importer"]) == ("C20", "USA", "CHN")
    assert flow["tax_war"] == pytest.approx(flow["tax_alone"], abs=0.01)  # nobody answers
    with table.open(encoding="utf-8") as handle:
        (row,) = csv.DictReader(handle)
    assert float(row["tax_war"]) == flow["tax_war"]


def test_the_terminal_fits_and_says_who_gains(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(capsys)
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    said = " ".join(out.split()).replace("\xa0", " ")
    assert "United States, a month against today: gains" in said


@pytest.mark.parametrize(
    ("words", "message"),
    [(["--sector", "C99"], "C99"), (["--csv", "x.txt"], "x.txt")],
)
def test_what_cannot_be(words, message, capsys):
    code, out, err = run(capsys, *words)
    assert (code, out) == (1, "")
    assert message in err
