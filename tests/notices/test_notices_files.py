"""Files that are no notices, and the command."""

import json
from pathlib import Path

import pytest

from detente._errors import NoticeError
from detente.cli import main
from detente.controls import Register
from detente.facts import check_own
from detente.notices import read_notices
from detente.workspace import active, create

SAMPLES = Path(__file__).parent / "samples"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("a.json", b"{", "is not JSON"),
        ("a.json", b'{"x": 1}', "of no known form"),
        ("a.json", b'{"records": [{"noticeNumber": 1}, 3]}', "give one of the two"),
        ("a.json", b'{"results": [{"document_number": 5}]}', "has no document_number"),
        ("a.csv", b"a,b\n1,2\n", "of no known table"),
        ("a.xml", b"<RULE><a></RULE>", "not well-formed"),
        ("a.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><RULE/>', "declares XML entities"),
        ("a.txt", b"Good morning, nothing here.", "of no known form"),
        ("a.bin", b"\x00\x01\x02\x00", "is no text"),
        ("a.html", b"<html><p>Hello</p></html>", "of no known form"),
    ],
)
def test_what_is_no_notice_is_said_in_one_line(name, data, words, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    reading = read_notices([path])
    assert reading.notices == ()
    assert words in reading.refused[0]
    assert reading.refused[0].startswith(name)
    assert "\n" not in reading.refused[0]


def test_a_day_that_is_none_is_said_with_its_record(tmp_path):
    path = tmp_path / "a.json"
    record = {"contentText": "商务部公告2025年第1号", "publishedAt": "soon"}
    path.write_text(json.dumps({"records": [record]}), encoding="utf-8")
    assert read_notices([path]).refused == (
        "a.json, record 1: publishedAt 'soon' is not a date; write YYYY-MM-DD",
    )


def test_no_file_and_an_empty_folder(tmp_path):
    with pytest.raises(NoticeError, match="name at least one"):
        read_notices([])
    with pytest.raises(NoticeError, match="holds no file"):
        read_notices([tmp_path])
    assert "cannot be read" in read_notices([tmp_path / "none.txt"]).refused[0]


def test_chinese_text_in_the_national_encoding(tmp_path):
    path = tmp_path / "a.txt"
    text = (SAMPLES / "mofcom-2025-22.txt").read_text(encoding="utf-8")
    path.write_bytes(text.encode("gb18030"))
    assert read_notices([path]).notices[0].number.value == "2025-22"


def run(words, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["data", "import", *words])
    return caught.value.code or 0, capsys.readouterr()


def test_the_command_shows_what_differs_and_writes_nothing(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, said = run([str(SAMPLES / "mofcom-2024-46.html")], capsys)
    assert code == 0
    assert "CN-2024-46" in said.out
    assert "1 notices" in said.out
    assert list(tmp_path.iterdir()) == []


def test_the_command_as_json_and_its_acceptance(capsys, tmp_path):
    files = [str(SAMPLES / "dgft-2022-06.txt"), str(SAMPLES / "gta.csv")]
    code, said = run([*files, "--json"], capsys)
    assert code == 0
    rows = {row["id"]: row for row in json.loads(said.out)["proposed"]}
    wheat = next(row for row in rows.values() if row["row"] == "IN-2022-wheat")
    assert wheat["fields"]["announced"]["passage"]["text"] == "13 May, 2022"
    name, to = "ID-2019-GTA-900001", str(tmp_path / "mine")
    code, said = run([*files, "--accept", name, "--to", to], capsys)
    assert code == 1
    assert "still needs targets" in said.err
    code, said = run([*files, "--accept", name, "--set", "targets=ALL", "--to", to], capsys)
    assert code == 0
    assert "1 rows of controls.csv" in said.out
    assert (tmp_path / "mine" / "controls.csv").exists()


def test_accepted_rows_go_to_the_workspace_that_is_in_use(capsys, tmp_path):
    files = [str(SAMPLES / "dgft-2022-06.txt"), str(SAMPLES / "gta.csv")]
    words = ["--accept", "ID-2019-GTA-900001", "--set", "targets=ALL"]
    with active(None):
        home = create(tmp_path / "firm")
    with active(home):
        code, said = run([*files, *words], capsys)
        assert (code, said.err.count("\n")) == (1, 1)
        assert "has no intensity" in said.err
        assert not list(home.facts.glob("*.csv"))
        code, said = run([*files, *words, "breadth=narrow"], capsys)
        assert code == 0, said.err
        assert str(home.facts) in " ".join(said.out.split())
        assert check_own(home.facts)[1] == []
    with active(home):
        assert Register.load().get("ID-2019-GTA-900001")
    code, said = run([*files, *words, "--to", str(tmp_path / "other")], capsys)
    assert (code, (tmp_path / "other" / "controls.csv").exists()) == (0, True)
    with active(None):
        assert run([*files, *words], capsys)[0] == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--accept", "X"], "needs --to"),
        (["--to", "folder"], "go with --accept"),
    ],
)
def test_options_that_need_each_other(words, expected, capsys):
    code, said = run([str(SAMPLES / "iea.csv"), *words], capsys)
    assert code == 1
    assert expected in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_nothing_readable_is_an_error(capsys, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("nothing")
    code, said = run([str(path)], capsys)
    assert code == 1
    assert "of no known form" in said.err
