"""Faults in the tables of the goods layer are found, with what to do."""

import pytest

from detente.facts import QUEUE_PARAMETERS, check_facts, load_facts


@pytest.mark.parametrize(
    ("table", "match", "cells", "words"),
    [
        (
            "licence_queues",
            {"control": "CN-2025-18", "target": "USA", "parameter": "validity_days"},
            {"parameter": "validity"},
            "'validity' is not a parameter of a queue; write one of: approval_midpoint_days",
        ),
        (
            "licence_queues",
            {"control": "CN-2025-18", "target": "USA", "parameter": "validity_days"},
            {"unit": "share", "value": "0.5", "low": "0.5", "high": "0.5"},
            "validity_days has unit 'day', not 'share'; mend the unit",
        ),
        (
            "licence_queues",
            {"control": "CN-2025-18", "target": "USA", "parameter": "validity_days"},
            {"control": "CN-2025-81"},
            "'CN-2025-81' is not a known control",
        ),
        ("grades", {"sector": "C29"}, {"sector": "C92"}, "'C92' is not a known sector"),
        ("grades", {"sector": "C29"}, {"controls": "CN-18"}, "'CN-18' is not a known control"),
        ("capacity", {"project": "MP 10X"}, {"opens": "2028"}, "'2028' is not a date"),
        ("capacity", {"project": "MP 10X"}, {"value": "7", "high": "7"}, "a share is a part"),
        ("good_intensity", {"good": "yttrium"}, {"good": "ytrium"}, "did you mean 'yttrium'"),
    ],
)
def test_a_planted_fault_is_found(tables, table, match, cells, words):
    line = tables.plant(table, match, **cells)
    faults = [fault for fault in check_facts(tables.folder) if fault.row == line]
    assert any(fault.file == f"{table}.csv" and words in fault.problem for fault in faults)


def test_any_licence_rule_has_a_whole_queue_at_every_date_known():
    every = load_facts().licence_queues
    rows = [r for r in every if (r.control, r.target, r.goods) == ("*", "*", ("*",))]
    for day in {row.as_of for row in rows}:
        assert {row.parameter for row in rows if row.as_of == day} == set(QUEUE_PARAMETERS)


def test_covered_grades_are_shares_of_one_whole():
    for row in load_facts().grades:
        assert 0 < row.low <= row.high < 1
        assert row.controls
