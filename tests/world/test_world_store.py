"""Writing and reading a world."""

import json

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente._errors import WorldError
from detente.world import World
from detente.world._store import MANIFEST, TABLE, round_flows

PARTS = ("flows", "output", "final_demand", "imports_residual", "value_added")


def test_written_whole_reads_the_same(make_world, tmp_path):
    world = make_world(5)
    world.save(tmp_path)
    again = World.load(tmp_path)
    for part in PARTS:
        np.testing.assert_array_equal(getattr(again, part), getattr(world, part))
    assert (again.regions, again.sectors, again.year) == (world.regions, world.sectors, 2000)
    assert again.region_names["AAA"] == "Land AAA"
    assert again.destinations[-1] == "ROW"


@pytest.mark.parametrize("bits", [3, 11, 23])
def test_rounded_flows_keep_the_balance(make_world, tmp_path, bits):
    world = make_world(6)
    world.save(tmp_path, mantissa_bits=bits)
    again = World.load(tmp_path)
    np.testing.assert_array_equal(again.output, world.output)
    np.testing.assert_allclose(again.flows, world.flows, rtol=2.0 ** -(bits + 1) + 1e-6)
    assert all(check.passed for check in again.check())
    assert again.manifest["mantissa_bits"] == bits


@given(st.lists(st.floats(0, 1e9), min_size=1), st.integers(1, 23))
def test_rounding_error_is_bounded(values, bits):
    flows = np.array(values)
    rounded = round_flows(flows, bits)
    assert (np.abs(rounded - flows) <= 2.0 ** -(bits + 1) * flows + 1e-300).all()


def test_mantissa_must_exist():
    with pytest.raises(WorldError, match="1 to 23 bits of mantissa, not 0"):
        round_flows(np.ones(2), 0)


def test_embedded_file_is_small_and_says_where_it_comes_from(embedded):
    from detente.world import _store

    folder = _store.Path(_store.__file__).parent / "data"
    assert (folder / TABLE).stat().st_size <= 4_000_000
    manifest = embedded.manifest
    assert manifest["edition"] == "2025"
    assert manifest["year"] == embedded.year == 2022
    assert all(len(entry["sha256"]) == 64 for entry in manifest["inputs"])
    assert all(check["passed"] for check in manifest["checks"].values())
    inside = pq.read_schema(folder / TABLE).metadata[b"detente.world"]
    assert json.loads(inside) == json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    left_out = manifest["estimated"]["imports_residual_left_out_usd_mn"]
    assert left_out < 0.05 * manifest["estimated"]["imports_residual_found_usd_mn"]


@pytest.mark.parametrize("name", [TABLE, MANIFEST])
def test_missing_file_is_named(make_world, tmp_path, name):
    make_world().save(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(WorldError, match=f"{name} is missing: write a world there first"):
        World.load(tmp_path)


@pytest.mark.parametrize("name", [TABLE, MANIFEST])
def test_damaged_file_is_one_clear_error(make_world, tmp_path, name):
    make_world().save(tmp_path)
    (tmp_path / name).write_bytes(b"not this")
    with pytest.raises(WorldError, match="not a world's files"):
        World.load(tmp_path)


def test_other_schema_and_missing_parts(make_world, tmp_path):
    make_world().save(tmp_path)
    path = tmp_path / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "schema": "detente.world/9"}), encoding="utf-8")
    with pytest.raises(WorldError, match=r"schema is not 'detente.world/1'"):
        World.load(tmp_path)
    path.write_text(json.dumps({k: v for k, v in manifest.items() if k != "year"}), "utf-8")
    with pytest.raises(WorldError, match="'year' is missing or wrong"):
        World.load(tmp_path)


def test_file_out_of_balance_is_refused(make_world, tmp_path):
    world = make_world()
    world.save(tmp_path)
    table = pq.read_table(tmp_path / TABLE)
    at = table.schema.get_field_index("output")
    table = table.set_column(at, "output", [np.asarray(world.output) * 1.01])
    pq.write_table(table, tmp_path / TABLE)
    with pytest.raises(WorldError, match=r"row identity fails at .* check the table's units"):
        World.load(tmp_path)
