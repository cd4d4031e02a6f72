"""``detente sweep``: terminal, JSON, table, picture and page say the same."""

import csv
import json

import pytest

from detente.cli._app import main

CASE = (
    *("US-2025-ethane", "--target", "CHN", "--days", "31", "--quiet"),
    *("--by", "input", "--vary", "export_margin of ethane", "--vary", "trade of ethane"),
)


def run(capsys, *words):
    with pytest.raises(SystemExit) as end:
        main(
            [
                "sweep",
                *CASE,
                *(["--samples", "16"] if "--samples" not in words else []),
                *map(str, words),
            ]
        )
    out, err = capsys.readouterr()
    return end.value.code or 0, out, err


def test_json_table_picture_page_and_folder_agree(capsys, tmp_path):
    places = {kind: tmp_path / f"out.{kind}" for kind in ("csv", "svg", "html")}
    options = [word for kind, place in places.items() for word in (f"--{kind}", place)]
    code, out, err = run(capsys, "--json", "--out", tmp_path / "runs", *options)
    payload = json.loads(out)
    assert (code, err, payload["schema"]) == (0, "", "detente.sweep/1")
    assert (tmp_path / "runs" / "sweep.parquet").is_file()
    usa = next(row for row in payload["parties"] if row["party"] == "USA")
    first = usa["indices"][0]
    with places["csv"].open(encoding="utf-8") as handle:
        rows = [row for row in csv.DictReader(handle) if row["party"] == "USA"]
    assert float(rows[0]["total"]) == first["total"]
    said = f"{first['total']:.2f} ± {first['total_error']:.2f}"
    for kind in ("svg", "html"):
        drawn = places[kind].read_text(encoding="utf-8")
        assert said in drawn
        assert "export margin of ethane" in drawn
        assert "<script" not in drawn
    assert "://" not in places["html"].read_text(encoding="utf-8")


def test_the_terminal_fits_and_names_the_drivers(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(capsys, "--top", 1)
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    assert "Its spread hangs on" in " ".join(out.split())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--samples", "20"], "samples is 20"),
        (["--top", "0"], "--top 0"),
        (["--svg", "x.png"], "x.png"),
    ],
)
def test_what_cannot_be(words, message, capsys):
    code, out, err = run(capsys, *words)
    assert (code, out) == (1, "")
    assert message in err
