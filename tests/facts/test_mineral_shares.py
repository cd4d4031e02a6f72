"""Every published share of mineral supply lies within the range of its row."""

import argparse
import importlib.util
from pathlib import Path

import pytest

from detente.facts import load_facts

ROOT = Path(__file__).resolve().parents[2]
MINERALS = ROOT.parent / "shared" / "data" / "minerals"
SPEC = importlib.util.spec_from_file_location("shares", ROOT / "tools" / "build_mineral_shares.py")
shares = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(shares)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("51,000", 51000),
        ("—", 0),
        ("W", None),
        ("NA", None),
        ("s", None),
        (">95", 95),
        ("1.5", 1.5),
    ],
)
def test_a_cell_that_is_withheld_is_unknown_and_a_dash_is_nothing(cell, amount):
    assert shares.number(cell) == amount


def test_the_range_of_a_row_holds_all_years_and_its_value_is_the_newest_editions():
    def one(source, year, share):
        return shares.Published(
            good="tin", stage="mine", country="MMR", source=source, year=year, share=share
        )

    found = [
        one("usgs-mcs-2024", 2022, 0.2),
        one("wmd-2026", 2024, 0.05),
        one("usgs-mcs-2026", 2025, 0.1),
    ]
    (row,) = shares.rows_of(found, [])
    assert (row["value"], row["as_of"], row["source"]) == ("0.1", "2025-12-31", "usgs-mcs-2026")
    assert float(row["low"]) < 0.05
    assert float(row["high"]) > 0.2
    assert shares.outside(found, [row]) == []
    assert len(shares.outside(found, [row | {"low": "0.06"}])) == 1


@pytest.mark.shared
def test_the_table_holds_what_the_usgs_printed_in_two_editions():
    if not MINERALS.is_dir():
        pytest.skip("the published USGS tables are not beside the checkout")
    found = shares.published(argparse.Namespace(usgs=MINERALS, usgs2025=None, wmd=None, iea=None))
    rows = [
        {"good": r.good, "stage": r.stage, "country": r.country, "low": r.low, "high": r.high}
        for r in load_facts().supply_shares
    ]
    assert len(found) > 2000
    assert [str(one) for one, _ in shares.outside(found, rows)] == []
