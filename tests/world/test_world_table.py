"""The embedded table: identities, known numbers, lookup."""

import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse.linalg import eigs

from detente._errors import DetenteError, UnknownCodeError, WorldError
from detente.world import World

PARTIES = "USA CHN JPN KOR TWN DEU FRA GBR ITA NLD IND MEX CAN VNM MYS THA SGP IDN AUS RUS BRA"


def spectral_radius(matrix):
    return np.abs(eigs(matrix, k=1, return_eigenvectors=False)).max()


def test_identities_hold(embedded):
    x = embedded.output
    rows = embedded.flows.sum(axis=1) + embedded.final_demand.sum(axis=1)
    columns = embedded.flows.sum(axis=0) + embedded.imports_residual + embedded.value_added
    np.testing.assert_allclose(rows, x, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(columns, x, rtol=1e-6, atol=1e-6)
    assert all(check.passed for check in embedded.check())


@pytest.mark.parametrize("part", ["flows", "final_demand", "imports_residual", "value_added"])
def test_nothing_is_negative(embedded, part):
    assert getattr(embedded, part).min() >= 0.0


def test_every_active_node_adds_value(embedded):
    share = embedded.value_added_share()
    active = embedded.output > 0
    assert share[active].min() > 0.0
    assert share.max() <= 1.0 + 1e-12
    assert (share[~active] == 0.0).all()


@pytest.mark.parametrize(("region", "trillion"), [("USA", 45.30), ("CHN", 45.09)])
def test_published_output(embedded, region, trillion):
    assert embedded.output[embedded.region_slice(region)].sum() / 1e6 == pytest.approx(
        trillion, abs=0.006
    )


def test_value_added_near_published_gdp(embedded):
    # World Bank, GDP at market prices 2022: United States 25.7, China 17.9-18.3, Japan 4.2-4.3,
    # Germany 4.1-4.2 USD tn; value added leaves out taxes on final purchases (3-12 % of GDP).
    for region, gdp in {"USA": 25.7, "CHN": 18.0, "JPN": 4.25, "DEU": 4.15}.items():
        assert 0.85 * gdp <= embedded.gdp(region) / 1e6 <= 1.02 * gdp


def test_parties_stay_themselves(embedded):
    assert set(PARTIES.split()) <= set(embedded.regions)
    assert (len(embedded.regions), len(embedded.sectors), embedded.n) == (27, 50, 1350)
    assert embedded.destinations == (*embedded.regions, "ROW")
    inside = [country for code in embedded.regions for country in embedded.members[code]]
    assert len(inside) == len(set(inside)) == 80


def test_final_demand_goes_where_it_should(embedded):
    cars = embedded.final_demand[embedded.index("MEX", "C29")]
    assert embedded.destinations[int(np.argmax(cars))] == "USA"
    government = embedded.final_demand[embedded.index("USA", "O")]
    assert government[embedded.region_index("USA")] > 0.99 * government.sum()


def test_leontief_inverse_exists(embedded):
    A = embedded.technical_coefficients()
    assert spectral_radius(A) < 1.0
    inverse = np.linalg.inv(np.eye(embedded.n) - A)
    assert inverse.min() >= -1e-12
    x = inverse @ embedded.final_demand.sum(axis=1)
    np.testing.assert_allclose(x, embedded.output, rtol=1e-8, atol=1e-6)


def test_coefficients_of_idle_nodes_are_zero(embedded):
    idle = embedded.output == 0
    assert idle.any()
    assert (embedded.technical_coefficients()[:, idle] == 0.0).all()


def test_positions(embedded):
    at = embedded.index("CHN", "C29")
    assert embedded.labels[at] == "CHN C29"
    assert embedded.region_slice("CHN").start <= at < embedded.region_slice("CHN").stop
    assert embedded.sector_indices("C29")[embedded.region_index("CHN")] == at
    assert len(embedded.sector_indices("C29")) == len(embedded.regions)
    assert embedded.has_region("CHN")
    assert not embedded.has_region("BEL")
    assert embedded.has_sector("C29")
    assert not embedded.has_sector("C30")


@pytest.mark.parametrize(
    ("region", "near"),
    [
        ("CHNN", ["CHN", "CAN"]),
        ("BEL", ["XEU"]),
        ("germany", ["DEU"]),
        ("us", ["USA"]),
        ("Europe", ["XER", "XEU"]),
    ],
)
def test_unknown_region_names_the_nearest(embedded, region, near):
    with pytest.raises(UnknownCodeError) as caught:
        embedded.index(region, "C29")
    assert caught.value.near == near
    assert str(caught.value) == (
        f"unknown region {region!r}: did you mean one of {', '.join(near)}?"
    )


@pytest.mark.parametrize(
    ("sector", "near"),
    [("C11", ["C10T12"]), ("26", ["C26"]), ("C30", ["C301", "C302T309"]), ("C92", None)],
)
def test_unknown_sector_names_the_nearest(embedded, sector, near):
    with pytest.raises(UnknownCodeError, match="unknown sector") as caught:
        embedded.index("USA", sector)
    if near is None:
        assert set(caught.value.near) <= set(embedded.sectors)
    else:
        assert caught.value.near == near


def test_arrays_cannot_be_changed(embedded):
    with pytest.raises(ValueError, match="read-only"):
        embedded.flows[0, 0] = 1.0


def test_codes_must_be_unique(make_world):
    with pytest.raises(WorldError, match="region codes of a world must be unique"):
        make_world(regions=("AAA", "AAA"))
    with pytest.raises(WorldError, match="'ROW' is also a region"):
        make_world(regions=("AAA", "ROW"))


def test_wrong_shape_is_named(make_world):
    world = make_world()
    parts = {name: getattr(world, name) for name in ("flows", "imports_residual", "value_added")}
    with pytest.raises(DetenteError, match=r"final_demand has shape \(9, 2\), and \(9, 4\)"):
        World(
            regions=world.regions,
            sectors=world.sectors,
            output=world.output,
            final_demand=np.zeros((9, 2)),
            year=2000,
            **parts,
        )


def test_loading_is_light_and_quick(record_property):
    began = time.perf_counter()
    World.load()
    record_property("load_seconds_warm", round(time.perf_counter() - began, 3))
    code = (
        "import sys, time; from detente.world import World; began = time.perf_counter();"
        "World.load(); print(time.perf_counter() - began, 'pandas' in sys.modules)"
    )
    seconds, pandas = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    record_property("load_seconds_cold", float(seconds))
    assert pandas == "False"
    assert float(seconds) < 3.0  # ten times the aim: only a mistake is that slow


def test_method_page_runs_and_states_the_sums_of_the_table(embedded):
    page = Path(__file__).resolve().parents[2] / "docs" / "methods" / "world.md"
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert blocks
    for block in blocks:
        exec(block, {})
    flat = " ".join(text.split())
    radius = spectral_radius(embedded.technical_coefficients())
    for stated in (
        f"spectral radius is {radius:.3f}",
        f"output {embedded.output.sum() / 1e6:.1f} USD tn",
        f"value added {embedded.value_added.sum() / 1e6:.1f}",
        f"deliveries to the residual {embedded.final_demand[:, -1].sum() / 1e6:.2f}",
        f"purchases from it {embedded.imports_residual.sum() / 1e6:.2f}",
        f"{embedded.gdp('USA') / 1e6:.1f} USD tn for the United States",
        f"{embedded.gdp('CHN') / 1e6:.1f} for China",
    ):
        assert stated in flat
