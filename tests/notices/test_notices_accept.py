"""Rows that a person accepts: whole or not at all, into a folder of their own."""

import csv
from pathlib import Path

import pytest

from detente._errors import NoticeError
from detente.facts import TABLES_FOLDER, ControlRow, load_facts
from detente.notices import ENTITY_COLUMNS, Reading, accept, propose, read_notices
from detente.notices.report import report

SAMPLES = Path(__file__).parent / "samples"
LIST = """商务部公告2026年第40号 公布将2家美国实体列入出口管制管控名单
决定将Example Inc.等2家美国实体列入出口管制管控名单。
禁止出口经营者向上述2家美国实体出口两用物项。
本公告自公布之日起正式实施。
商务部
2026年11月1日
附件
出口管制管控名单
1. 例一公司（Example One, Inc.）
2. 例二公司（Example Two LLC）
"""


def table(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def proposed(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text(LIST, encoding="utf-8")
    rows, _ = propose(read_notices([path]).notices)
    return rows


def test_a_new_list_is_written_with_its_entities_and_source(proposed, tmp_path):
    (row,) = proposed
    assert (row.id, row.kind, row.needs) == ("CN-2026-40", "new", ())
    done = accept(proposed, ["CN-2026-40"], tmp_path / "mine")
    assert (done.controls, done.entities) == (("CN-2026-40",), 2)
    (control,) = table(tmp_path / "mine" / "controls.csv")
    assert list(control) == list(ControlRow.columns())
    assert control["goods"] == "all-dual-use"
    assert control["legal_source"] == "MOFCOM Announcement 40 of 2026"
    first, second = table(tmp_path / "mine" / "control_entities.csv")
    assert list(first) == list(ENTITY_COLUMNS)
    assert (first["name"], first["local_name"], first["country"]) == (
        "Example One, Inc.",
        "例一公司",
        "USA",
    )
    assert second["listed"] == "2026-11-01"
    (source,) = table(tmp_path / "mine" / "sources.csv")
    assert (source["id"], source["evidence"]) == (control["source"], "published")


def test_accepting_twice_keeps_one_row_and_other_rows_stay(proposed, tmp_path):
    folder = tmp_path / "mine"
    accept(proposed, ["all"], folder)
    accept(proposed, ["CN-2026-40"], folder, said=["name=Another name"])
    (control,) = table(folder / "controls.csv")
    assert control["name"] == "Another name"
    rows, _ = propose(read_notices([SAMPLES / "mofcom-answer-2025-08.txt"]).notices)
    accept(rows, ["CN-statement-2025-08-12:CN-2025-22"], folder, said=["older=yes"])
    by_id = {row["id"]: row for row in table(folder / "controls.csv")}
    assert by_id["CN-2025-22"]["lifted"] == "2025-08-12"
    assert by_id["CN-2025-22"]["name"] == load_facts().control("CN-2025-22").name
    assert "CN-2026-40" in by_id


@pytest.mark.parametrize(
    ("ids", "said", "words"),
    [
        (["CN-9"], [], "no proposed row"),
        ([], [], "no row to accept"),
        (["CN-2026-40"], ["nonsense"], "no FIELD=VALUE"),
        (["CN-2026-40"], ["colour=red"], "no FIELD=VALUE"),
        (["CN-2026-40"], ["X:name=red"], "not among the rows"),
        (["CN-2026-40"], ["targets=Mars"], "is no country"),
        (["CN-2026-40"], ["goods=moon-dust"], "is no good"),
        (["CN-2026-40"], ["announced=soon"], "field announced"),
        (["CN-2026-40"], ["effective=2020-01-01"], "is before announced"),
        (["CN-2026-40"], ["sign=maybe"], "restriction or easing"),
        (["CN-2026-40"], ["sign=easing"], "row=ID"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_is_written(ids, said, words, proposed, tmp_path):
    with pytest.raises(NoticeError, match=words):
        accept(proposed, ids, tmp_path / "mine", said=said)
    assert not (tmp_path / "mine").exists()


def test_the_packaged_tables_are_never_written(proposed):
    before = (TABLES_FOLDER / "controls.csv").read_bytes()
    with pytest.raises(NoticeError, match="packaged"):
        accept(proposed, ["all"], TABLES_FOLDER)
    assert (TABLES_FOLDER / "controls.csv").read_bytes() == before


def test_a_faulty_table_of_the_user_is_said(proposed, tmp_path):
    (tmp_path / "controls.csv").write_text("id,name\n")
    with pytest.raises(NoticeError, match="has no column"):
        accept(proposed, ["all"], tmp_path)
    assert not (tmp_path / "sources.csv").exists()


def test_an_easing_changes_the_row_that_a_person_names(tmp_path):
    rows, _ = propose(read_notices([SAMPLES / "dgft-2025-61.html"]).notices)
    (row,) = rows
    with pytest.raises(NoticeError, match="row"):
        accept(rows, [row.id], tmp_path / "mine")
    with pytest.raises(NoticeError, match="what changes"):
        accept(rows, [row.id], tmp_path / "mine", said=["row=IN-2023-rice"])
    accept(rows, [row.id], tmp_path / "mine", said=["row=IN-2023-rice", "lifted=2025-03-07"])
    (control,) = table(tmp_path / "mine" / "controls.csv")
    assert (control["id"], control["lifted"]) == ("IN-2023-rice", "2025-03-07")
    assert control["effective"] == str(load_facts().control("IN-2023-rice").effective)


def test_two_files_of_one_notice_are_one(tmp_path):
    one, two = tmp_path / "a.txt", tmp_path / "b.txt"
    one.write_text(LIST, encoding="utf-8")
    two.write_text(LIST.replace("Example Two LLC", "ExampleTwoLLC"), encoding="utf-8")
    (notice,) = read_notices([one, two]).notices
    assert [entity.name for entity in notice.entities] == ["Example One, Inc.", "Example Two LLC"]


def test_the_report_carries_passages(tmp_path):
    reading = read_notices([SAMPLES / "mofcom-2024-46.html"])
    rows, without = propose(reading.notices)
    said = report(reading, rows, without, None)
    assert said["proposed"][0]["fields"]["targets"]["passage"]["text"] in (
        SAMPLES / "mofcom-2024-46.html"
    ).read_text(encoding="utf-8")
    assert report(Reading(notices=(), refused=("x",), passed_over={}), (), (), None)["refused"] == [
        "x"
    ]
