"""Plain arrays become a balanced world, or one clear error."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse.linalg import eigs as sparse_eigenvalues

from detente._errors import WorldError
from detente.world import World
from detente.world._assemble import share_out

REGIONS, SECTORS = ("AAA", "BBB"), ("G", "S")


def arrays():
    flows = np.array(
        [
            [10.0, 4.0, 2.0, 1.0],
            [3.0, 8.0, 1.0, 2.0],
            [2.0, 1.0, 9.0, 3.0],
            [1.0, 1.0, 2.0, 7.0],
        ]
    )
    return flows, np.array([[20.0, 5.0], [15.0, 3.0], [4.0, 18.0], [2.0, 16.0]])


def build(flows, final, **details):
    return World.from_arrays(REGIONS, SECTORS, flows, final, **{"year": 2000, **details})


def test_balance_follows_from_rows():
    flows, final = arrays()
    world = build(flows, final)
    np.testing.assert_allclose(world.output, flows.sum(axis=1) + final.sum(axis=1))
    np.testing.assert_allclose(world.value_added, world.output - flows.sum(axis=0))
    np.testing.assert_allclose(world.final_demand[:, :2], final)
    assert (world.final_demand[:, 2] == 0.0).all()
    assert repr(world) == "World(year=2000, regions=2, sectors=2)"


@pytest.mark.parametrize("first", [[20.0, 5.0], [-0.5, -0.6]])  # kept, and mended
def test_arrays_given_are_neither_changed_nor_kept(first):
    flows, final = arrays()
    final[0] = first
    before = flows.copy()
    world = build(flows, final)
    kept = world.flows.copy()
    np.testing.assert_array_equal(flows, before)
    flows *= 2.0
    np.testing.assert_array_equal(world.flows, kept)


def test_residual_column_is_taken_over():
    flows, final = arrays()
    world = build(flows, np.column_stack([final, [1.0, 0.0, 2.0, 0.0]]), residual="OUT")
    assert world.destinations == ("AAA", "BBB", "OUT")
    np.testing.assert_allclose(world.final_demand[:, 2], [1.0, 0.0, 2.0, 0.0])


def test_small_gap_goes_to_final_demand():
    flows, final = arrays()
    output = (flows.sum(axis=1) + final.sum(axis=1)) * 1.0004
    world = build(flows, final, output=output)
    np.testing.assert_allclose(world.output, output)
    np.testing.assert_allclose(world.flows, flows)
    assert world.final_demand.sum() > final.sum()
    assert world.manifest["mended"]["largest_row_gap"] == pytest.approx(0.0004, rel=0.01)


def test_goods_drawn_from_stocks_are_not_production():
    flows, final = arrays()
    final[0] = [30.0, -5.0]
    world = build(flows, final)
    np.testing.assert_allclose(world.final_demand[0], [25.0, 0.0, 0.0])
    assert world.manifest["mended"]["negative_final_deliveries"] == 1
    assert world.manifest["mended"]["negative_final_deliveries_usd_mn"] == -5.0


def test_row_sold_from_stock_shrinks():
    flows, final = arrays()
    flows[:, 3] *= 0.5
    final[3] = [1.0, -2.0]  # more drawn from stocks than delivered to final users
    world = build(flows, final)
    sold = flows[3].sum()
    assert world.output[3] == pytest.approx(sold - 1.0)
    np.testing.assert_allclose(world.flows[3], flows[3] * (sold - 1.0) / sold)
    assert world.final_demand[3].sum() == pytest.approx(0.0)
    assert world.manifest["mended"]["rows_sold_from_stock"] == 1


def test_slightly_subsidised_column_buys_less():
    flows, final = arrays()
    final[1] = [0.0, 0.0]  # output 14, purchases 14
    flows[2, 1] += 0.1
    world = build(flows, final)
    assert world.value_added[1] == pytest.approx(0.0, abs=1e-12)
    assert world.flows[:, 1].sum() == pytest.approx(world.output[1])
    assert world.manifest["mended"]["columns_buying_more_than_output"] == 1
    assert world.manifest["mended"]["purchases_beyond_output_usd_mn"] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f, d: (f - 3.0, d), "AAA G sells -2 USD mn to BBB S: intermediate flows cannot"),
        (lambda f, d: (f[:3], d), r"flows has shape \(3, 4\), and \(4, 4\) is needed"),
        (lambda f, d: (f, d[:, :1]), r"final demand has shape \(4, 1\), and \(4, 3\) is needed"),
        (
            lambda f, d: (f * [[np.nan], [1], [1], [1]], d),
            r"flows of AAA G to \S+ \S+ is not a finite number",
        ),
        (lambda f, d: (f, d * 0.01), r"value added not negative fails: .* buys"),
    ],
)
def test_faults_are_named(change, message):
    with pytest.raises(WorldError, match=message):
        build(*change(*arrays()))


def test_output_of_another_table_is_named():
    flows, final = arrays()
    output = flows.sum(axis=1) + final.sum(axis=1)
    output[2] *= 1.5
    with pytest.raises(
        WorldError, match=r"output of BBB G is 55.5 USD mn and its row adds up to 37"
    ):
        build(flows, final, output=output)
    with pytest.raises(WorldError, match="output of BBB S is -1 USD mn"):
        build(flows[:, :] * 1.0, final, output=np.r_[output[:3], -1.0])


def test_negative_purchases_from_outside_are_named():
    with pytest.raises(WorldError, match="purchases from the residual not negative fails at AAA S"):
        build(*arrays(), imports_residual=[0.0, -1.0, 0.0, 0.0])


@given(
    weights=st.lists(st.lists(st.floats(-5, 5), min_size=3, max_size=3), min_size=1, max_size=5),
    total=st.floats(0, 1e6),
)
def test_shares_add_up(weights, total):
    array = np.array(weights)
    shared = share_out(array, np.full(len(array), total), np.ones_like(array))
    assert shared.min() >= 0.0
    np.testing.assert_allclose(shared.sum(axis=1), total, rtol=1e-9, atol=1e-9)
    some = (array > 0).any(axis=1)
    assert (shared[some][array[some] <= 0] == 0.0).all()


def test_wiod_is_a_world(shared_table):
    data = np.load(shared_table("wiod2011_41x35.npz"))
    regions = [str(code).upper() for code in data["countries"]]
    regions[regions.index("ROW")] = "XRW"
    final = data["F"].reshape(len(data["x"]), len(regions), -1).sum(axis=2)
    world = World.from_arrays(
        regions, [str(code) for code in data["industries"]], data["Z"], final, year=2011
    )
    assert all(check.passed for check in world.check())
    # the table is in whole USD mn: its rows add up to its own output column only within rounding
    assert world.output.sum() == pytest.approx(data["x"].sum(), rel=1e-3)
    assert world.manifest["mended"]["purchases_beyond_output_usd_mn"] < 1e-3 * world.output.sum()
    largest = sparse_eigenvalues(
        world.technical_coefficients(), k=1, return_eigenvectors=False, which="LM"
    )
    assert np.abs(largest).max() < 1.0
