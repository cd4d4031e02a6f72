"""NAFTA as Caliendo and Parro (2015) counted it, from their data of 1993."""

import time
from dataclasses import replace

import numpy as np
import pytest

from detente.impact.longrun import Curb, TradeBase, Wedges, settle, solve, welfare

J, N, TRADED = 40, 31, 20
CAN, MEX, USA = 4, 19, 29
MEMBERS = (MEX, CAN, USA)
FOLDER = "data/checks/caliendo_parro_2015"

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def data(shared):
    folder = shared / FOLDER
    if not folder.is_dir():
        pytest.skip(f"shared/{FOLDER} is not beside this checkout")
    return lambda name: np.loadtxt(folder / f"{name}.txt")


def tariffs(data, year):
    rates = np.zeros((J, N, N))
    rates[:TRADED] = data(f"tariffs{year}").reshape(TRADED, N, N) / 100
    return rates


@pytest.fixture(scope="module")
def table(data):
    trade = np.zeros((J, N, N))
    trade[:TRADED] = data("xbilat1993").reshape(TRADED, N, N) * 1000
    exports = trade.sum(axis=1)
    home = np.maximum(data("GO"), exports) - exports
    trade *= 1 + tariffs(data, 1993)
    trade[:, np.arange(N), np.arange(N)] += home
    return TradeBase.from_purchases(
        trade / 1e9,
        regions=tuple(f"R{i}" for i in range(N)),
        sectors=tuple(f"S{j}" for j in range(J)),
        value_added_share=data("B"),
        inputs=np.maximum(data("IO").reshape(N, J, J), 0.0),
        theta=np.append(data("T"), np.full(J - TRADED, 8.22)),
        tariff=tariffs(data, 1993),
    )


def nafta(base, data):
    rates = tariffs(data, 2005)
    return [
        Curb(sector=f"S{j}", exporter=f"R{i}", importer=f"R{n}", tariff=rates[j, n, i])
        for j in range(TRADED)
        for n in MEMBERS
        for i in MEMBERS
        if n != i
    ]


def percent(values):
    return 100 * values[list(MEMBERS), 0]


@pytest.mark.parametrize(
    ("balanced", "first_order"),
    [(True, (1.3121, -0.0638, 0.0848)), (False, (1.1743, -0.0406, 0.0849))],
)
def test_the_published_welfare(table, data, balanced, first_order):
    base = settle(table, balanced=balanced)
    found = welfare(solve(base, Wedges.of(base, [nafta(base, data)])))
    assert percent(found.first_order) == pytest.approx(first_order, abs=1e-3)


def test_exact_income_wages_and_trade(table, data):
    base = settle(table, balanced=True)
    equilibrium = solve(base, Wedges.of(base, [nafta(base, data)]))
    found = welfare(equilibrium)
    assert percent(found.real_income) == pytest.approx((0.0073, -0.1101, 0.0741), abs=1e-3)
    assert percent(found.real_wage)[0] == pytest.approx(1.7153, abs=1e-3)
    market = equilibrium.market
    before = market.base_purchases() / (1 + base.tariff)
    after = market.purchases(0) / (1 + market.tariffs(0))
    growth = [
        100 * (after[:, n, others].sum() / before[:, n, others].sum() - 1)
        for n in MEMBERS
        for others in [[k for k in MEMBERS if k != n]]
    ]
    assert growth == pytest.approx((118.3, 11.1, 40.5), abs=0.05)


def test_a_batch_is_its_parts(table, data):
    base = settle(table, balanced=True)
    curbs = nafta(base, data)
    parts = [curbs[::2], curbs[1::3], []]
    together = welfare(solve(base, Wedges.of(base, parts)))
    for column, part in enumerate(parts):
        alone = welfare(solve(base, Wedges.of(base, [part])))
        assert together.real_income[:, column] == pytest.approx(alone.real_income[:, 0], abs=1e-8)


def test_one_solve_within_a_second_and_a_batch_five_times_cheaper(table, data):
    base = settle(table, balanced=True)
    curbs = nafta(base, data)
    parts = np.random.default_rng(0).uniform(0.0, 1.0, 64)
    many = [[replace(one, tariff=part * one.tariff) for one in curbs] for part in parts]
    alone = best_of(3, lambda: solve(base, Wedges.of(base, [curbs])))
    batch = best_of(2, lambda: solve(base, Wedges.of(base, many)))
    assert alone < 1.0
    assert batch / 64 < alone / 5


def best_of(times, run):
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)
