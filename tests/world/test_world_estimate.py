"""Estimates of final demand by destination and of purchases from the residual region."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente._errors import WorldError
from world_estimate import (
    BilateralTable,
    estimate_final_demand,
    estimate_imports_residual,
    fit_margins,
    limit_to_margin,
)

C, S, GOODS = 3, 5, 3


def full_table(seed):
    """A known truth for C countries and a residual one, and what the two tables show of it."""
    rng = np.random.default_rng(seed)
    flows = rng.gamma(0.7, 5.0, (C + 1, S, C + 1, S))
    final = rng.gamma(0.7, 20.0, (C + 1, S, C + 1))
    by_sector = flows.sum(axis=3) + final  # (origin, sector, destination)
    products = np.concatenate(
        [by_sector[:, :GOODS], by_sector[:, GOODS:].sum(axis=1, keepdims=True)], axis=1
    )
    known = flows[:C, :, :C]
    to_residual = by_sector[:C, :, C]
    final_total = final[:C, :, :C].sum(axis=2) + to_residual
    table = BilateralTable(
        flows=known,
        output=known.sum(axis=(2, 3)) + final_total,
        final_total=final_total,
        deliveries=products.transpose(0, 2, 1),
    )
    truth = np.concatenate([final[:C, :, :C], to_residual[:, :, None]], axis=2)
    return table, truth.reshape(C * S, C + 1), flows[C, :, :C].sum(axis=0)


@given(seed=st.integers(0, 10_000))
def test_goods_are_recovered_and_services_keep_what_is_known(seed):
    table, truth, _ = full_table(seed)
    found = estimate_final_demand(table)
    assert found.min() >= 0.0
    np.testing.assert_allclose(found.sum(axis=1), table.final_total.ravel())
    goods = np.arange(C * S) % S < GOODS
    np.testing.assert_allclose(found[goods], truth[goods], rtol=1e-9, atol=1e-9)
    for origin in range(C):
        services = slice(origin * S + GOODS, (origin + 1) * S)
        np.testing.assert_allclose(
            found[services].sum(axis=0), truth[services].sum(axis=0), rtol=1e-4, atol=1e-4
        )


def test_negative_remainders_count_as_zero():
    table, _, _ = full_table(3)
    deliveries = table.deliveries.copy()
    deliveries[0, 1, 0] = 0.0  # less than what is sold to its industries
    short = BilateralTable(
        flows=table.flows,
        output=table.output,
        final_total=table.final_total,
        deliveries=deliveries,
    )
    found = estimate_final_demand(short)
    assert found[0, 1] == 0.0
    assert found[0].sum() == pytest.approx(table.final_total[0, 0])


@given(seed=st.integers(0, 10_000))
def test_purchases_from_the_residual_follow_other_suppliers(seed):
    table, _, _ = full_table(seed)
    found = estimate_imports_residual(table).reshape(C, S)
    assert found.min() >= 0.0
    delivered = table.deliveries[C, :C].sum(axis=1)
    assert (found.sum(axis=1) <= delivered * (1 + 1e-9)).all()
    # one product seen alone: shares of its users are those of the other foreign suppliers
    alone = table.deliveries.copy()
    alone[C] = 0.0
    alone[C, :C, 0] = 7.0
    one = estimate_imports_residual(
        BilateralTable(
            flows=table.flows,
            output=table.output,
            final_total=table.final_total,
            deliveries=alone,
        )
    ).reshape(C, S)
    for country in range(C):
        others = [origin for origin in range(C) if origin != country]
        used = table.flows[others, 0, country].sum(axis=0)
        bought = table.deliveries[others, country, 0].sum()
        np.testing.assert_allclose(one[country], 7.0 * used / bought, rtol=1e-9)


def test_limit_leaves_half_the_margin():
    limited = limit_to_margin(np.array([1.0, 9.0, 2.0]), np.array([10.0, 10.0, 0.0]))
    np.testing.assert_array_equal(limited, [1.0, 5.0, 0.0])


@given(seed=st.integers(0, 10_000), rows=st.integers(1, 6), columns=st.integers(1, 6))
def test_ras_fits_both_margins(seed, rows, columns):
    rng = np.random.default_rng(seed)
    wanted = rng.random((rows, columns)) + 0.05
    fitted = fit_margins(rng.random((rows, columns)) + 0.05, wanted.sum(axis=1), wanted.sum(axis=0))
    np.testing.assert_allclose(fitted.sum(axis=1), wanted.sum(axis=1), rtol=1e-8)
    np.testing.assert_allclose(fitted.sum(axis=0), wanted.sum(axis=0), rtol=1e-6)


def test_ras_keeps_a_matrix_that_fits():
    # Miller & Blair (2009), section 7.4: a matrix with the right margins is its own RAS solution
    start = np.array([[2.0, 1.0], [0.0, 5.0]])
    fitted = fit_margins(start, start.sum(axis=1), start.sum(axis=0))
    np.testing.assert_allclose(fitted, start)


def test_tables_must_fit_together():
    table, _, _ = full_table(1)
    with pytest.raises(WorldError, match="do not fit a table of 3 countries and 5 sectors"):
        BilateralTable(
            flows=table.flows,
            output=table.output,
            final_total=table.final_total,
            deliveries=table.deliveries[:2],
        )
