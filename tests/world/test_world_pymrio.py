"""A world from pymrio, compared with pymrio's own arithmetic."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from detente._errors import WorldError
from detente.world import World

pymrio = pytest.importorskip("pymrio")


@pytest.fixture(scope="module")
def system():
    return pymrio.load_test()


def test_same_output_and_coefficients_as_pymrio(system):
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
    shuffled = SimpleNamespace(Z=system.Z.iloc[::-1], Y=system.Y, meta=None)
    with pytest.raises(WorldError, match="the columns of the pymrio system"):
        World.from_pymrio(shuffled, year=2000)
    ragged = SimpleNamespace(Z=system.Z.iloc[:-1, :-1], Y=system.Y, meta=None)
    with pytest.raises(WorldError, match="the rows of the pymrio system"):
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
