"""A world from pymrio, compared with pymrio's own arithmetic."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import WorldError
from detente.world import World


@pytest.fixture(scope="module")
def pymrio():
    return pytest.importorskip("pymrio")


@pytest.fixture(scope="module")
def system(pymrio):
    return pymrio.load_test()


def test_same_output_and_coefficients_as_pymrio(pymrio, system):
    world = World.from_pymrio(system, year=2010)
    assert (len(world.regions), len(world.sectors), world.year) == (6, 8, 2010)
    x = pymrio.calc_x(system.Z, system.Y)
    np.testing.assert_allclose(world.output, x["indout"].to_numpy())
    np.testing.assert_allclose(
        world.technical_coefficients(), pymrio.calc_A(system.Z, x).to_numpy(), atol=1e-12
    )
    assert world.labels[0] == "reg1 food"
    assert all(check.passed for check in world.check())


def test_final_demand_by_region(system):
    world = World.from_pymrio(system, year=2010)
    wanted = system.Y.T.groupby(level="region").sum().T[list(world.regions)].to_numpy()
    assert wanted.min() >= 0.0  # so nothing had to be mended
    np.testing.assert_allclose(world.final_demand[:, :-1], wanted)
    np.testing.assert_allclose(world.final_demand.sum(axis=1), wanted.sum(axis=1))


def test_year_and_tables_are_needed(system):
    with pytest.raises(WorldError, match="does not say its year"):
        World.from_pymrio(system)
    with pytest.raises(WorldError, match="no Z or Y"):
        World.from_pymrio(SimpleNamespace(Z=None, Y=None), year=2000)


def test_rows_must_be_regions_by_sectors(system):
    ragged = SimpleNamespace(Z=system.Z.iloc[:-1, :-1], Y=system.Y, meta=None)
    with pytest.raises(WorldError, match="the rows of Z of the pymrio system lack"):
        World.from_pymrio(ragged, year=2000)


def test_strange_final_user_is_named(system):
    columns = pd.MultiIndex.from_tuples([("Mars", "x")] * system.Y.shape[1])
    with pytest.raises(WorldError, match="final demand of 'Mars'"):
        World.from_pymrio(
            SimpleNamespace(Z=system.Z, Y=system.Y.set_axis(columns, axis=1), meta=None), year=2000
        )


def test_year_from_the_description(system):
    named = SimpleNamespace(
        Z=system.Z, Y=system.Y, meta=SimpleNamespace(description="OECD ICIO for 2018")
    )
    assert World.from_pymrio(named).year == 2018


def small(data):
    """A labelled system of a drawn size, with its outputs [USD mn]."""
    regions = data.draw(
        st.lists(
            st.sampled_from(["USA", "CHN", "NA", "DEU", "007"]), min_size=1, max_size=3, unique=True
        )
    )
    sectors = data.draw(
        st.lists(
            st.sampled_from(["C26", "C29", "01", "1", "1E5"]), min_size=1, max_size=3, unique=True
        )
    )
    labels = pd.MultiIndex.from_product([regions, sectors], names=["region", "sector"])
    rng = np.random.default_rng(data.draw(st.integers(0, 999)))
    Z = pd.DataFrame(rng.uniform(0, 5, (len(labels),) * 2), labels, labels)
    users = pd.MultiIndex.from_product([regions, ["households", "state"]])
    Y = pd.DataFrame(rng.uniform(20, 90, (len(labels), len(users))), labels, users)
    return Z, Y


@settings(max_examples=25)
@given(st.data())
def test_labels_decide_whatever_the_order(data):
    Z, Y = small(data)
    wanted = World.from_pymrio(SimpleNamespace(Z=Z, Y=Y), year=2020)
    labels = list(Z.index)
    mixed = SimpleNamespace(
        Z=Z[data.draw(st.permutations(labels))],
        Y=Y.loc[data.draw(st.permutations(labels)), data.draw(st.permutations(list(Y)))],
    )
    if data.draw(st.booleans()):
        mixed.Y = mixed.Y.swaplevel(axis=0)
    got = World.from_pymrio(mixed, year=2020)
    np.testing.assert_allclose(got.output, wanted.output)
    np.testing.assert_allclose(got.flows, wanted.flows)
    np.testing.assert_allclose(got.final_demand, wanted.final_demand)


@settings(max_examples=25)
@given(st.data())
def test_a_missing_or_doubled_label_is_named(data):
    Z, Y = small(data)
    one = data.draw(st.sampled_from(list(Z.index)))
    short = data.draw(st.booleans())
    Y = Y.drop(index=[one]) if short else pd.concat([Y, Y.loc[[one]]])
    words = f"lack {one[0]} {one[1]}" if short else f"{one[0]} {one[1]} twice"
    with pytest.raises(WorldError, match=words):
        World.from_pymrio(SimpleNamespace(Z=Z, Y=Y), year=2020)


SCALES = {"thousand": 1e-3, "million": 1.0, "billion": 1e3}
WORDS = {
    "thousand": ["thousand", "Thousands of", "000", "1,000", "k", "'000"],
    "million": ["Million", "Mill", "M.", "mn", "mio", "m", "Mio."],
    "billion": ["Billion", "bn", "Bill.", "bln"],
}


@settings(max_examples=25)
@given(st.data())
def test_units_are_scaled_or_refused(data):
    Z, Y = small(data)
    plain = World.from_pymrio(SimpleNamespace(Z=Z, Y=Y), year=2020)
    assert "taken as USD mn" in plain.manifest["unit"]["said"]
    scale = data.draw(st.sampled_from(list(SCALES)))
    word = data.draw(st.sampled_from(WORDS[scale]))
    sign, rate = data.draw(
        st.sampled_from(
            [
                ("USD", None),
                ("US$", None),
                ("U.S. dollars", None),
                ("EUR", 1.14),
                ("€", 1.14),
                ("JPY", 0.0094),
                ("yuan", 0.145),
            ]
        )
    )
    first = data.draw(st.booleans())
    said = f"{sign} {word}" if first else f"{word} {sign}"
    unit = pd.DataFrame({"unit": [said] * len(Z)}, index=Z.index)
    system = SimpleNamespace(Z=Z, Y=Y, unit=unit)
    if rate is not None:
        with pytest.raises(WorldError, match="give usd="):
            World.from_pymrio(system, year=2020)
    world = World.from_pymrio(system, year=2020, usd=rate)
    np.testing.assert_allclose(world.output, plain.output * SCALES[scale] * (rate or 1.0))
    assert world.manifest["unit"]["said"] == said


@pytest.mark.parametrize("unit", ["tonnes", "kg", "TJ", "", "persons", "bags of USD"])
def test_what_is_no_money_is_refused(system, unit):
    with pytest.raises(WorldError, match="no unit of money"):
        World.from_pymrio(system, year=2010, unit=unit)


def test_mixed_units_are_refused(system):
    unit = system.unit.copy()
    unit.iloc[0, 0] = "tonnes"
    with pytest.raises(WorldError, match="tonnes"):
        World.from_pymrio(SimpleNamespace(Z=system.Z, Y=system.Y, unit=unit), year=2010)
    unit.iloc[0, 0] = "M.EUR"
    with pytest.raises(WorldError, match="2 units"):
        World.from_pymrio(SimpleNamespace(Z=system.Z, Y=system.Y, unit=unit), year=2010)


def of_regions(regions):
    labels = pd.MultiIndex.from_product([regions, ["C26"]], names=["region", "sector"])
    Z = pd.DataFrame(np.ones((len(labels),) * 2), labels, labels)
    users = pd.MultiIndex.from_product([regions, ["households"]])
    return SimpleNamespace(Z=Z, Y=pd.DataFrame(np.full((len(labels),) * 2, 50.0), labels, users))


def test_regions_are_called_by_their_iso3_codes():
    exiobase = of_regions(["DE", "CN", "WA", "WL", "WE", "WF", "WM"])
    world = World.from_pymrio(exiobase, year=2020)
    assert world.regions == ("DEU", "CHN", "WA", "WL", "WE", "WF", "WM")
    assert world.manifest["regions"] == {"DE": "DEU", "CN": "CHN"}
    assert World.from_pymrio(exiobase, year=2020, iso=False).regions[:2] == ("DE", "CN")
    named = World.from_pymrio(of_regions(["Germany", "FRA", "reg1"]), year=2020)
    assert named.regions == ("DEU", "FRA", "reg1")
    twice = World.from_pymrio(of_regions(["DE", "Germany", "FRA"]), year=2020)
    assert twice.regions == ("DE", "Germany", "FRA")
