"""The embedded table of the United States."""

import importlib.util
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from detente._errors import UnknownCodeError, WorldError
from detente.world import UsTable

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "build_us.py"
DATA = ROOT / "src" / "detente" / "world" / "data"
SHARED = ROOT.parent / "shared" / "data" / "us"


@pytest.fixture(scope="module")
def table():
    return UsTable.load()


def tiny(**changes):
    fields = {
        "industries": ("a", "b"),
        "names": {"a": "A", "b": "B"},
        "flows": [[1.0, 2.0], [3.0, 0.0]],
        "imports": [1.0, 0.5],
        "output": [10.0, 8.0],
        "value_added": [5.0, 5.5],
        "year": 2000,
    }
    return UsTable(**(fields | changes))


def test_totals_are_those_of_the_accounts(table):
    assert len(table.industries) == 402
    assert table.gdp == pytest.approx(19_612e3, rel=1e-4)  # GDP of 2017 [USD mn]
    at = table.index("334413")
    assert table.value_added[at] == pytest.approx(48_543)
    assert table.output[at] == pytest.approx(64_245)


def test_columns_and_rows_balance(table):
    gap = np.abs(table.other_purchases)
    assert gap.sum() < 1e-4 * table.output.sum()
    assert (table.final_deliveries >= -1e-6 * table.output).all()
    assert all(check.passed for check in table.check())
    n = len(table.industries)
    needed = np.linalg.solve(np.eye(n) - table.domestic_coefficients(), np.ones(n))
    assert (needed >= 1).all()  # the economy can produce what it uses


def test_most_manufacturing_inputs_are_domestic(table):
    making = np.array([code.startswith("3") for code in table.industries])
    bought = table.flows.sum(axis=0) + table.imports
    share = (table.domestic_share() * bought)[making].sum() / bought[making].sum()
    assert share > 0.80  # Baldwin, Freeman and Theodorakopoulos (2023)


def test_unknown_industry_names_the_nearest(table):
    with pytest.raises(UnknownCodeError, match="334413"):
        table.index("334414")


def test_files_are_small_and_say_where_they_come_from(table):
    assert (DATA / "us.parquet").stat().st_size < 1e6
    manifest = table.manifest
    assert "Bureau of Economic Analysis" in manifest["source"]
    assert manifest["year"] == 2017
    assert all(len(entry["sha256"]) == 64 for entry in manifest["inputs"])


def test_save_and_load(tmp_path):
    tiny().save(tmp_path)
    again = UsTable.load(tmp_path)
    assert again.industries == ("a", "b")
    np.testing.assert_array_equal(again.flows, [[1, 2], [3, 0]])
    assert again.domestic_share() == pytest.approx([4 / 5, 2 / 2.5])
    assert (
        tiny(
            output=[10.0, 0.0],
            flows=[[1.0, 0.0], [0.0, 0.0]],
            imports=[4.0, 0.0],
            value_added=[5.0, 0.0],
        )
        .domestic_coefficients()[:, 1]
        .sum()
        == 0
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"flows": [[1.0, -2.0], [3.0, 0.0]]}, "flows are not negative"),
        ({"imports": [-1.0, 0.0]}, "imports are not negative"),
        ({"flows": [[9.0, 2.0], [3.0, 0.0]], "value_added": [-3.0, 5.5]}, "below output"),
        ({"value_added": [9.0, 5.5]}, "without a maker"),
        ({"output": [np.nan, 8.0]}, "finite"),
        ({"output": [1.0]}, "shape"),
        ({"industries": ("a", "a")}, "unique"),
    ],
)
def test_refuses_a_wrong_table(changes, words):
    with pytest.raises(WorldError, match=words):
        tiny(**changes)


def test_refuses_wrong_files(tmp_path):
    with pytest.raises(WorldError, match="missing"):
        UsTable.load(tmp_path)
    for name in ("us.parquet", "us.json"):
        shutil.copy(DATA / name, tmp_path)
    manifest = json.loads((tmp_path / "us.json").read_text())
    (tmp_path / "us.json").write_text(json.dumps(manifest | {"schema": "other/1"}))
    with pytest.raises(WorldError, match="schema"):
        UsTable.load(tmp_path)
    del manifest["year"]
    (tmp_path / "us.json").write_text(json.dumps(manifest))
    with pytest.raises(WorldError, match="year"):
        UsTable.load(tmp_path)
    (tmp_path / "us.parquet").write_bytes(b"no")
    with pytest.raises(WorldError, match="not such a table"):
        UsTable.load(tmp_path)


@pytest.mark.shared
def test_table_can_be_made_again(table, tmp_path):
    pytest.importorskip("pyreadr")
    if not SHARED.is_dir():
        pytest.skip("shared/data/us is absent")
    spec = importlib.util.spec_from_file_location("build_us", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    again = module.build(SHARED, tmp_path)
    assert again.manifest["inputs"] == table.manifest["inputs"]
    for part in ("flows", "imports", "output", "value_added"):
        np.testing.assert_array_equal(getattr(again, part), getattr(table, part))
