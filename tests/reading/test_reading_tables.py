"""The reader's tables load, point to sources, and say where they are wrong."""

import csv
import re
from importlib import resources
from typing import get_args

import pytest

from detente import _errors as errors
from detente.facts import reading_tables as tables
from detente.reading._records import Commitment

TABLES = resources.files("detente.facts") / "tables"


def test_every_row_names_a_known_source():
    with (TABLES / "sources.csv").open(encoding="utf-8") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    rows = [*tables.load_people(), *tables.load_gazetteer(), *tables.load_reading_goods()]
    assert {row.source for row in rows} <= known


def test_goods_are_goods_groups_or_technology():
    names = {"technology"}
    for file, column in (("goods.csv", "good"), ("good_groups.csv", "group")):
        with (TABLES / file).open(encoding="utf-8") as handle:
            names |= {row[column] for row in csv.DictReader(handle)}
    used = {good for row in tables.load_reading_goods() for good in row.goods}
    assert used <= names


def test_commitment_patterns_compile_and_have_a_level():
    for pattern, level in tables.load_lexicon()["commitment"].items():
        re.compile(pattern)
        assert level in get_args(Commitment)


def test_packaged_patterns_of_goods_compile():
    faults = [fault for row in tables.load_reading_goods() if (fault := _fault(row))]
    assert not faults


def _fault(row):
    try:
        re.compile(row.pattern)
    except re.error as error:
        return f"{row.file} row {row.line}: {error}"
    return None


def test_a_pattern_of_the_user_that_does_not_compile_is_named(tmp_path):
    (tmp_path / "reading_goods.csv").write_text(
        "pattern,product,goods,imposer,tier,family,as_of,source\n(,b,,,,f,2026-06-01,s\n",
        encoding="utf-8",
    )
    with pytest.raises(errors.FactsError, match=r"row 2, field pattern: .* does not compile"):
        tables._table(tmp_path, "reading_goods", tables.ReadingGoodRow, tables.OWN)


def test_terms_of_office_are_in_order():
    for row in tables.load_people():
        assert not (row.start and row.end) or row.start < row.end, row.name


def test_a_faulty_row_is_named(tmp_path, monkeypatch):
    (tmp_path / "reading_goods.csv").write_text(
        "pattern,product,goods,imposer,tier,family,as_of,source\n"
        "ok,a,,,,f,2026-06-01,s\n"
        "ok2,b,,,,f,2026-06-31,s\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(tables, "PACKAGED", tmp_path)
    with pytest.raises(errors.FactsError, match=r"reading_goods\.csv row 3, field as_of"):
        tables.rows_of("reading_goods", tables.ReadingGoodRow)
    with pytest.raises(errors.FactsError, match=r"cannot be read|missing|no such"):
        tables.rows_of("none", tables.ReadingGoodRow)
