"""One door for tables of the world: what comes in, and what is refused."""

import numpy as np
import pytest

from detente._errors import WorldError
from detente.world import World, open_world

REGIONS, SECTORS = ("AAA", "BBB"), ("A01", "C29")


@pytest.fixture
def arrays():
    rng = np.random.default_rng(0)
    flows = rng.uniform(1, 10, (4, 4))
    final = rng.uniform(50, 100, 4)
    return {
        "Z": flows.astype(np.float32),
        "x": flows.astype(np.float32).sum(axis=1) + final,
        "f": final,
        "countries": np.array(REGIONS),
        "sectors": np.array(SECTORS),
    }


def test_an_npz_comes_in_whole(tmp_path, arrays):
    path = tmp_path / "table2022.npz"
    np.savez(path, **arrays)
    world = open_world(path)
    assert (world.regions, world.sectors, world.year) == (REGIONS, SECTORS, 2022)
    assert world.flows == pytest.approx(arrays["Z"])
    assert world.final_demand.sum(axis=1) == pytest.approx(arrays["f"], rel=1e-6)
    assert world.final_demand[:2, 1:].sum() == 0
    assert len(world.manifest["sha256"]) == 64


def test_what_save_wrote_comes_back(tmp_path, arrays):
    np.savez(tmp_path / "t2022.npz", **arrays)
    world = open_world(tmp_path / "t2022.npz")
    world.save(tmp_path / "saved")
    for place in (tmp_path / "saved", tmp_path / "saved" / "world.parquet"):
        assert (open_world(place).flows == world.flows).all()
    assert isinstance(open_world(tmp_path / "saved"), World)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"Z": "nan"}, r"flows of AAA C29 to \S+ \S+ is not a finite number"),
        ({"Z": "negative"}, "intermediate flows cannot be negative; mend the table"),
        ({"f": "short"}, "f has shape"),
        ({"x": None}, "has no array x"),
        ({"f": "nan"}, "not a finite number"),
    ],
)
def test_a_faulty_table_says_where(tmp_path, arrays, change, says):
    for name, fault in change.items():
        match fault:
            case "nan":
                arrays[name].flat[4 if name == "Z" else 1] = np.nan
            case "negative":
                arrays[name].flat[4] = -5.0
            case "short":
                arrays[name] = arrays[name][:-1]
            case None:
                del arrays[name]
    path = tmp_path / "t2022.npz"
    np.savez(path, **arrays)
    with pytest.raises(WorldError, match=says):
        open_world(path)


def test_other_files_are_refused(tmp_path, arrays):
    with pytest.raises(WorldError, match="no such file or folder"):
        open_world(tmp_path / "none.npz")
    (tmp_path / "t.xlsx").write_bytes(b"x")
    with pytest.raises(WorldError, match="not a table of the world"):
        open_world(tmp_path / "t.xlsx")
    (tmp_path / "t2022.npz").write_bytes(b"not a zip")
    with pytest.raises(WorldError, match="cannot be read as npz"):
        open_world(tmp_path / "t2022.npz")
    np.savez(tmp_path / "table.npz", **arrays)
    with pytest.raises(WorldError, match="does not say the year"):
        open_world(tmp_path / "table.npz")
    assert open_world(tmp_path / "table.npz", year=2019).year == 2019
    (tmp_path / "empty").mkdir()
    with pytest.raises(WorldError, match=r"manifest\.json is missing"):
        open_world(tmp_path / "empty")


def test_a_table_in_single_precision_says_the_same(tmp_path):
    draw = np.random.default_rng(5)
    flows = draw.lognormal(size=(6, 6)).astype(np.float32)
    flows[1] *= 0.01
    output = flows.sum(axis=1, dtype=float) + 60.0
    output[1] = flows[:, 1].sum(dtype=float) / 1.005  # it buys a little more than it makes
    final = np.maximum(output - flows.sum(axis=1, dtype=float), 0.0)
    found = []
    for name, dtype in (("single", np.float32), ("double", np.float64)):
        path = tmp_path / f"{name}2022.npz"
        rest = {"countries": np.array(["USA", "CHN"]), "sectors": np.array(["A01", "C24", "C29"])}
        np.savez(path, Z=flows.astype(dtype), x=output, f=final, **rest)
        found.append(open_world(path))
    single, double = found
    assert (single.flows.dtype, double.flows.dtype) == (np.float32, np.float64)
    assert single.manifest["mended"]["columns_buying_more_than_output"] == 1
    for name in ("flows", "value_added", "final_demand"):
        mine, other = getattr(single, name), getattr(double, name)
        np.testing.assert_allclose(mine, other, rtol=1e-6, atol=1e-5)
    groups = {"USA": "ALL", "CHN": "ALL"}
    np.testing.assert_allclose(
        single.aggregate(groups).flows, double.aggregate(groups).flows, rtol=1e-6
    )
