"""The script that makes the embedded world."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from detente._errors import WorldError

TOOL = Path(__file__).resolve().parents[2] / "tools" / "build_world.py"


@pytest.fixture(scope="module")
def tool():
    if not TOOL.exists():
        pytest.skip("tools/build_world.py is absent")
    spec = importlib.util.spec_from_file_location("build_world", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_embedded_world_can_be_made_again(tool, shared_table, embedded, tmp_path):
    icio, bilateral = shared_table("icio2022.npz"), shared_table("ICIO2022_bilateral.npz")
    world = tool.build(icio, bilateral, tool.DATA / "regions.csv", tmp_path, year=2022)
    assert world.manifest["inputs"] == embedded.manifest["inputs"]
    for part in ("output", "final_demand", "imports_residual", "value_added"):
        np.testing.assert_allclose(
            getattr(world, part), getattr(embedded, part), rtol=1e-6, atol=1e-3
        )
    np.testing.assert_allclose(world.flows, embedded.flows, rtol=2.0**-11)
    # merging keeps the totals of the input
    given = np.load(icio)
    assert world.output.sum() == pytest.approx(given["x"].sum(), rel=1e-7)
    assert world.final_demand.sum() == pytest.approx(given["f"].sum(), rel=1e-4)
    assert world.flows.sum() == pytest.approx(given["Z"].sum(dtype=float), rel=1e-4)


def test_official_table_is_merged(tool, tmp_path):
    official = tmp_path / "2020_SML.csv"
    labels = [f"{region}_{sector}" for region in ("AUT", "BEL", "ROW") for sector in ("A01", "G")]
    users = [f"{region}_HFCE" for region in ("AUT", "BEL", "ROW")]
    lines = [",".join(["V1", *labels, *users, "OUT"])]
    lines += [",".join([label, *["1"] * 6, *["2"] * 3, "12"]) for label in labels]
    lines += [",".join([total, *["1"] * 9, "9"]) for total in ("TLS", "VA", "OUT")]
    official.write_text("\n".join(lines) + "\n", encoding="utf-8")
    mapping = tmp_path / "regions.csv"
    mapping.write_text(
        "country,country_name,region,region_name\nAUT,Austria,XEU,Rest\nBEL,Belgium,XEU,Rest\n",
        encoding="utf-8",
    )
    world = tool.build(official, Path("unused"), mapping, tmp_path / "out", year=2020)
    assert world.regions == ("XEU",)
    assert world.members["XEU"] == ("AUT", "BEL")
    np.testing.assert_allclose(world.output, [24.0, 24.0])
    np.testing.assert_allclose(world.imports_residual, [4.0, 4.0])
    assert [entry["file"] for entry in world.manifest["inputs"]] == ["2020_SML.csv", "regions.csv"]


def test_tables_of_different_editions_are_refused(tool, tmp_path):
    np.savez(tmp_path / "icio.npz", countries=["AUT"], sectors=["A01"])
    np.savez(tmp_path / "trade.npz", countries=["BEL", "ROW"], sectors=["A01", "Services"])
    with pytest.raises(WorldError, match="countries or goods differ"):
        tool.build(
            tmp_path / "icio.npz",
            tmp_path / "trade.npz",
            tool.DATA / "regions.csv",
            tmp_path / "out",
            year=2022,
        )


def test_missing_input_is_one_line(tool, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["build_world", "--icio", str(tmp_path / "none.npz")])
    assert tool.main() == 1
    assert capsys.readouterr().err.startswith("build_world: ")
