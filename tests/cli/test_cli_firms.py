"""``detente firms``: ranking, JSON, table, picture and faults."""

import csv
import json
from xml.etree import ElementTree as ET

import pytest

from detente.cli._app import main

FIRMS = "firm,sector,country\nmine,ore,AUS\nmill,metal,CHN\nplant,motor,CHN\nshop,retail,USA\n"
EDGES = "supplier,buyer,value\nmine,mill,4\nmill,plant,3\nplant,shop,2\nshop,shop,1\n"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "edges.csv").write_text(EDGES)
    (tmp_path / "firms.csv").write_text(FIRMS)
    return tmp_path / "edges.csv", tmp_path / "firms.csv"


def run(capsys, *words):
    with pytest.raises(SystemExit) as end:
        main(["firms", *map(str, words), "--quiet"])
    out, err = capsys.readouterr()
    return end.value.code or 0, out, err


def test_terminal_json_table_and_picture_agree(capsys, tmp_path, files):
    table, picture = tmp_path / "firms-out.csv", tmp_path / "firms.svg"
    code, out, err = run(capsys, *files, "--csv", table, "--svg", picture, "--top", 2)
    assert (code, err) == (0, "")
    assert "4 firms, 3 links, 4 cascades, with replacement" in out
    assert "Left out: 1 links" in out
    payload = json.loads(run(capsys, *files, "--json")[1])
    assert payload["schema"] == "detente.firms/1"
    with table.open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["name"] for row in rows] == [row["name"] for row in payload["ranking"]]
    assert f"{100 * payload['ranking'][0]['index']:.3f}" in out
    assert payload["ranking"][0]["abroad"] >= 0
    assert ET.parse(picture).getroot().get("viewBox")


def test_what_is_struck(capsys, tmp_path, files):
    def names(*words):
        return [
            row["name"] for row in json.loads(run(capsys, *files, *words, "--json")[1])["ranking"]
        ]

    assert names("--largest", 1) == ["mine"]
    assert names("--strike", "mine", "--strike", "shop") == ["mine, shop"]
    assert sorted(names("--each", "country,sector")) == [
        "AUS ore", "CHN metal", "CHN motor", "USA retail",
    ]  # fmt: skip
    assert names("--out", tmp_path / "kept") == names("--out", tmp_path / "kept")
    assert (tmp_path / "kept" / "firms.parquet").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--strike", "yard"], "no such firm"),
        (["--strike", "mine", "--largest", "2"], "give one of"),
        (["--each", "colour"], "no column colour"),
        (["--top", "0"], "--top 0"),
        (["--svg", "no.png"], "write .svg"),
    ],
)
def test_what_cannot_be(capsys, files, words, message):
    code, out, err = run(capsys, *files, *words)
    assert (code, out) == (1, "")
    assert message in err
