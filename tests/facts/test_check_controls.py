"""What the register must agree on with itself: ends, acts, pages, targets, codes, firms."""

import csv
from functools import cache

import pytest

from detente.facts import TABLES_FOLDER, load_facts
from detente.facts._all_rows import TABLES
from detente.facts._check_controls import check_controls
from detente.facts._tables import Table, read_tables

FACTS = load_facts()


@cache
def shipped():
    tables, faults = read_tables(TABLES_FOLDER)
    assert faults == []
    return tables


def faults_with(table, match, **change):
    """What the checks of the register say when cells of its first row that matches are changed."""
    tables = dict(shipped())
    lines = tables[table].cells
    line, cells = next((line, cells) for line, cells in lines if match.items() <= cells.items())
    model = TABLES[table]
    row = model.model_validate({"file": f"{table}.csv", "line": line, **(cells | change)})
    rows = [row if one.line == line else one for one in tables[table].rows]
    tables[table] = Table(name=table, rows=rows, cells=lines)
    return line, list(check_controls(tables))


def test_the_shipped_register_agrees_with_itself():
    assert list(check_controls(shipped())) == []


@pytest.mark.parametrize(
    ("table", "row", "change", "says"),
    [
        (
            "controls",
            {"id": "US-2018-44"},
            {"legal_source": "85 FR 37423"},
            "85 FR 37423 is of 2020 and was announced on 2018-07-31",
        ),
        (
            "controls",
            {"id": "CN-2025-55"},
            {"legal_source": "MOFCOM and GAC Announcement 55 of 2024"},
            "Announcement 55 of 2024 is of 2024 and was announced on 2025-10-09",
        ),
        (
            "controls",
            {"id": "EU-2023-12th"},
            {"legal_source": "Council Regulation (EU) 2022/2878"},
            "Regulation (EU) 2022/2878 is of 2022",
        ),
        (
            "controls",
            {"id": "CN-2025-57"},
            {"announced": "2025-10-08", "legal_source": "MOFCOM Announcement 56 of 2025"},
            "Announcement 56 of 2025 stands in row",
        ),
        (
            "controls",
            {"id": "US-2023-Apr"},
            {"legal_source": "88 FR 5"},
            "was printed on 2023-02-01, and 88 FR 5 (row",
        ),
        (
            "controls",
            {"id": "US-2024-Oct26"},
            {"legal_source": "89 FR 14000"},
            "89 FR 14000 was printed about 2024-02-27, and the row was announced on 2024-10-21",
        ),
        ("controls", {"id": "US-2018-44"}, {"targets": "CHN;USA"}, "USA is the imposer itself"),
        ("controls", {"id": "US-2018-44"}, {"targets": "CHN;CHN"}, "'CHN' stands twice"),
        ("controls", {"id": "US-2018-44"}, {"targets": "ALL;CHN"}, "ALL stands beside others"),
        ("controls", {"id": "US-2018-44"}, {"entities": ""}, "names some of them, or how many"),
        (
            "controls",
            {"id": "CN-2023-23"},
            {"goods": "gallium", "codes": "CN 3C002"},
            "CN 3C002 is of germanium, which the row's goods do not have",
        ),
        (
            "control_ends",
            {"control": "CN-2025-55", "said_on": "2025-11-07"},
            {"ends": "2025-11-01"},
            "2025-11-01 is before said_on 2025-11-07",
        ),
        (
            "control_ends",
            {"control": "CN-2025-55", "said_on": "2025-11-07"},
            {"said_on": "2025-10-01"},
            "2025-10-01 is before announced 2025-10-09",
        ),
        (
            "control_ends",
            {"control": "CN-2025-55", "said_on": "2026-09-28"},
            {"ends": "2027-01-11"},
            "2027-01-11 was said last of CN-2025-55, and controls.csv row",
        ),
        (
            "control_entities",
            {"control": "CN-2025-22"},
            {"country": "BRA"},
            "CN-2025-22 does not aim at BRA",
        ),
        (
            "control_entities",
            {"control": "CN-2025-22"},
            {"listed": "2025-04-01"},
            "2025-04-01 is before CN-2025-22 was announced",
        ),
    ],
)
def test_a_row_that_does_not_agree_is_named(table, row, change, says):
    line, faults = faults_with(table, row, **change)
    assert any(says in str(fault) for fault in faults), faults
    assert all(fault.row == line or f"(row {line})" in fault.problem for fault in faults)
    assert all("; " in fault.problem for fault in faults)


@pytest.mark.parametrize(
    ("code", "owner"),
    [
        ("CN 3C001", "gallium"),
        ("ECCN 3C001", None),
        ("CH 3C001", None),
        ("CN 3C002", "germanium"),
        ("ECCN 3C002", "photoresist"),
        ("MY 3C002", None),
        ("HS 280429", "neon"),
        ("CN 280429", None),
    ],
)
def test_a_code_is_compared_in_its_own_system(code, owner):
    held = {"id": "RU-2022-logs"}
    _, faults = faults_with("controls", held, goods="timber", codes=code)
    said = [fault.problem for fault in faults if fault.field == "codes"]
    assert len(said) == (owner is not None)
    assert owner is None or (said[0].startswith(f"{code} is of ") and owner in said[0])


def test_an_act_may_reach_back_five_weeks():
    row = FACTS.control("CD-2025-cobalt-stop")
    assert row.effective < row.announced
    held = {"id": "CN-2025-56"}
    _, weeks = faults_with("controls", held, effective="2025-09-04")
    _, longer = faults_with("controls", held, effective="2025-09-03")
    assert weeks == []
    assert "36 days before announced 2025-10-09" in str(longer[0])


def test_india_numbers_its_notifications_anew_each_april():
    one, other = FACTS.control("IN-2020-onion"), FACTS.control("IN-2022-broken-rice")
    assert one.legal_source.split()[2] == other.legal_source.split()[2]
    _, faults = faults_with("controls", {"id": other.id}, announced="2020-09-08")
    assert "stands in row" in str(faults[0])


def test_the_last_end_that_was_said_is_the_end_of_the_control():
    moved = {row.control for row in FACTS.control_ends}
    assert moved
    for control in moved:
        ends = FACTS.ends_of(control)
        assert ends[-1].ends == FACTS.control(control).expires
        assert [end.said_on for end in ends] == sorted(end.said_on for end in ends)


def test_the_table_of_ends_is_in_order():
    with (FACTS.folder / "control_ends.csv").open(encoding="utf-8", newline="") as stream:
        keys = [(row["control"], row["said_on"]) for row in csv.DictReader(stream)]
    assert keys == sorted(keys)
