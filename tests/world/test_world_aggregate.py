"""Merging keeps totals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente._errors import UnknownCodeError, WorldError
from detente.world._aggregate import sum_by_group

REGIONS, SECTORS = ("AAA", "BBB", "CCC"), ("A01", "C26", "G")
groups = st.sampled_from(["X", "Y", "AAA"])


@given(
    seed=st.integers(0, 10_000),
    regions=st.dictionaries(st.sampled_from(REGIONS), groups),
    sectors=st.dictionaries(st.sampled_from(SECTORS), st.sampled_from(["S1", "S2"])),
)
def test_totals_and_balance_stay(make_world, seed, regions, sectors):
    world = make_world(seed)
    merged = world.aggregate(regions, sectors=sectors)
    for part in ("output", "imports_residual", "value_added", "flows", "final_demand"):
        assert getattr(merged, part).sum() == pytest.approx(getattr(world, part).sum())
    np.testing.assert_allclose(merged.final_demand[:, -1].sum(), world.final_demand[:, -1].sum())
    assert all(check.passed for check in merged.check())
    assert sorted(c for m in merged.members.values() for c in m) == sorted(REGIONS)
    for region in merged.regions:
        inside = sum(world.gdp(member) for member in merged.members[region])
        assert merged.gdp(region) == pytest.approx(inside)


def test_merging_everything_leaves_one_node(make_world):
    world = make_world()
    one = world.aggregate(dict.fromkeys(REGIONS, "W"), sectors=dict.fromkeys(SECTORS, "T"))
    assert one.n == 1
    assert one.output[0] == pytest.approx(world.output.sum())
    assert one.flows[0, 0] == pytest.approx(world.flows.sum())


def test_merging_nothing_changes_nothing(make_world):
    world = make_world()
    same = world.aggregate()
    assert (same.regions, same.sectors) == (world.regions, world.sectors)
    np.testing.assert_allclose(same.flows, world.flows)
    assert same.region_names == world.region_names


def test_flows_are_placed_in_the_right_cells(make_world):
    world = make_world()
    merged = world.aggregate({"BBB": "X", "CCC": "X"})
    assert merged.regions == ("X", "AAA")
    seller, buyer = merged.index("AAA", "C26"), merged.index("X", "G")
    wanted = sum(
        world.flows[world.index("AAA", "C26"), world.index(region, "G")]
        for region in ("BBB", "CCC")
    )
    assert merged.flows[seller, buyer] == pytest.approx(wanted)
    wanted = world.final_demand[world.index("AAA", "G"), 1:3].sum()
    assert merged.final_demand[merged.index("AAA", "G"), 0] == pytest.approx(wanted)


def test_embedded_keeps_world_output(embedded):
    bloc = embedded.aggregate(dict.fromkeys(("DEU", "FRA", "ITA", "NLD", "XEU"), "EUN"))
    assert bloc.output.sum() == pytest.approx(embedded.output.sum(), rel=1e-12)
    assert len(bloc.members["EUN"]) == 27


def test_unknown_codes_and_the_residual_code(make_world):
    world = make_world()
    with pytest.raises(UnknownCodeError, match="unknown region 'AAB'"):
        world.aggregate({"AAB": "X"})
    with pytest.raises(UnknownCodeError, match="unknown sector 'C27'"):
        world.aggregate(sectors={"C27": "X"})
    with pytest.raises(WorldError, match="no group can be called 'ROW'"):
        world.aggregate({"AAA": "ROW"})


def test_sum_by_group_on_the_second_axis():
    values = np.arange(6.0).reshape(2, 3)
    summed = sum_by_group(values, np.array([1, 0, 1]), 2, axis=1)
    np.testing.assert_array_equal(summed, [[1.0, 2.0], [4.0, 8.0]])
