"""``detente scan``: ranking, JSON, table and faults."""

import csv
import json

import pytest

from detente.cli._app import main


def run(capsys, *words):
    with pytest.raises(SystemExit) as end:
        main(["scan", *map(str, words), "--quiet"])
    out, err = capsys.readouterr()
    return end.value.code or 0, out, err


STATIC = ("--static", "--from", "CHN", "--to", "USA")


def test_terminal_json_and_table_agree(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    place = tmp_path / "scan.csv"
    code, out, err = run(capsys, *STATIC, "--top", 3, "--csv", place)
    assert (code, err) == (0, "")
    payload = json.loads(run(capsys, *STATIC, "--top", 3, "--json")[1])
    assert payload["schema"] == "detente.scan/1"
    assert len(payload["rows"]) == 3
    with place.open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) > 3
    for row, line in zip(payload["rows"], rows, strict=False):
        assert float(line["target_loss"]) == row["target_loss"]
        assert f"{row['target_loss']:.2f}" in out
        assert row["product"] in out
    assert "3 of 49 cuts" in out


def test_a_run_is_kept_and_gone_on_from(capsys, tmp_path):
    words = ("--from", "TWN", "--sector", "C26", "--days", 5, "--out", tmp_path / "scan", "--json")
    first, again = (run(capsys, *words)[1] for _ in range(2))
    assert (tmp_path / "scan" / "scan.parquet").exists()
    assert first == again
    code, _, err = run(capsys, "--from", "TWN", "--days", 5, "--out", tmp_path / "scan")
    assert code == 1
    assert "asked something else" in err


def test_goods_for_a_party_with_pictures(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    svg, html = tmp_path / "scan.svg", tmp_path / "scan.html"
    words = ("--good", "gallium", "--from", "CHN", "--to", "USA", "--to", "world", "--days", 31)
    words = (*words, "--least", 0, "--party", "JPN")
    code, out, err = run(capsys, *words, "--svg", svg, "--html", html)
    assert (code, err) == (0, "")
    assert "JPN" in out
    assert "2 of 2 cuts" in out
    assert "CHN → world: Gallium" in svg.read_text(encoding="utf-8")
    assert "by what JPN loses" in html.read_text(encoding="utf-8")
    rows = json.loads(run(capsys, *words, "--json")[1])["rows"]
    assert [row["target"] for row in rows] == ["world", "USA"]
    assert rows[0]["party_loss"] >= rows[1]["party_loss"]


def test_firms_in_place_of_the_world(capsys, tmp_path):
    edges, firms, html = (tmp_path / name for name in ("e.csv", "f.csv", "scan.html"))
    edges.write_text("supplier,buyer,value\nmine,mill,4\nmill,plant,3\n")
    firms.write_text("firm,sector,country\nmine,ore,AUS\nmill,metal,CHN\nplant,motor,CHN\n")
    words = ("--network", edges, firms, "--inputs", "leontief")
    code, out, err = run(capsys, *words, "--html", html)
    assert (code, err) == (0, "")
    assert "costs in % of all output" in out
    page = html.read_text(encoding="utf-8")
    assert "all firms of every country’s sector stopped" in page
    assert "cascade through the network" in page
    rows = json.loads(run(capsys, *words, "--json")[1])["rows"]
    found = {row["product"]: (row["target_loss"], row["owner_loss"]) for row in rows}
    assert found["metal"] == pytest.approx((400 / 7, 300 / 7))  # the mine has no other buyer
    assert found["ore"] == pytest.approx((300 / 7, 400 / 7))
    for more, message in ((("--goods",), "leave out --goods"), (("--party", "USA"), "USA")):
        assert message in run(capsys, *words, *more)[2]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--from", "ZZZ"], "ZZZ"),
        (["--static", "--workers", "2"], "--static takes seconds"),
        (["--top", "0"], "--top 0"),
        (["--party", "ZZZ", "--static"], "ZZZ"),
        (["--good", "unobtainium"], "unobtainium"),
        (["--goods", "--sector", "C26"], "takes no sectors"),
        (["--to", "POL"], "POL"),
        (["--share", "2"], "share is 2"),
        (["--scheduler", "nowhere"], "such as tcp://host:8786"),
        (["--scheduler", "tcp://host:8786", "--workers", "2"], "not both"),
        (["--out", __file__], "is a file"),
        (["--out", "/proc/none/such"], "give another folder"),
    ],
)
def test_what_cannot_be(words, message, capsys):
    code, out, err = run(capsys, *words)
    assert (code, out) == (1, "")
    assert message in err
