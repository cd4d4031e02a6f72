"""The partially binding Leontief engine against closed forms and its own invariants."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.facts import load_facts
from detente.impact._network import build_network
from detente.impact._pbl import PartiallyBindingLeontief
from detente.world import World


def chain(stock, rating="critical"):
    """One supplier (C27) that sells all to one user (C29), which sells to final demand."""
    world = World.from_arrays(
        ("AAA",),
        ("C27", "C29"),
        np.array([[0.0, 100.0], [0.0, 0.0]]),
        np.array([[0.0, 0.0], [400.0, 0.0]]),
        year=2000,
    )
    facts = SimpleNamespace(
        input_stocks=[SimpleNamespace(sector="C29", value=stock)],
        input_criticality=[SimpleNamespace(input="C27", user="C29", criticality=rating)],
    )
    return build_network(world, facts)


def run(network, shortfall, days, order_days=5.0):
    """Output of the user by day after the supplier's capacity falls by a share."""
    economy = PartiallyBindingLeontief(network, 1, order_days=order_days)
    capacity = np.zeros((2, 1), np.float32)
    capacity[0] = shortfall
    return np.array([1.0 - economy.step(capacity)[1, 0] for _ in range(days)])


@pytest.mark.parametrize(
    ("stock", "cut", "day"),
    [(14, 0.5, 27), (14, 0.74, 18), (14, 1.0, 14), (30, 0.5, 59), (30, 0.74, 40), (30, 1.0, 30)],
)
def test_first_day_below_one_and_the_level_after(stock, cut, day):
    assert day == math.floor((stock - 1) / cut) + 1
    output = run(chain(stock), cut, day + 20)
    assert (output[:day] > 1 - 1e-4).all()
    assert output[day] < 1 - 1e-3
    assert output[day + 1 :] == pytest.approx(1 - cut, abs=2e-3)


def test_an_important_input_costs_half():
    output = run(chain(10, "important"), 1.0, 40)
    assert output[-1] == pytest.approx(0.5, abs=1e-3)


def test_orders_do_not_change_the_closed_form():
    slow, fast = (run(chain(14), 0.5, 40, order_days=days) for days in (1.0, 30.0))
    assert slow == pytest.approx(fast, abs=1e-4)


@pytest.fixture(scope="module")
def network():
    return build_network(World.load(), load_facts())


def test_calm_stays_exactly_calm(network):
    economy = PartiallyBindingLeontief(network, 3, order_days=5.0)
    for _ in range(40):
        economy.step(np.zeros((network.world.n, 3), np.float32))
    assert (economy.output == 0).all()
    assert (economy.demand == 0).all()


def test_loss_rises_with_the_shock_and_heals(network):
    world = network.world
    cuts = np.array([0.0, 0.02, 0.05, 0.1, 0.3], np.float32)
    economy = PartiallyBindingLeontief(network, len(cuts), order_days=5.0)
    capacity = np.zeros((world.n, len(cuts)), np.float32)
    capacity[world.index("USA", "C29")] = cuts
    for _ in range(60):
        economy.step(capacity)
    lost = network.value_added @ economy.output
    direct = network.value_added[world.index("USA", "C29")] * cuts
    assert (np.diff(lost) > 0).all()
    assert (lost >= direct - 1e-9).all()
    assert (economy.output >= 0).all()
    assert (economy.output <= 1).all()
    for _ in range(200):
        economy.step(np.zeros_like(capacity))
    assert network.value_added @ economy.output == pytest.approx(0, abs=0.01 * lost.max())


@settings(max_examples=8)
@given(st.integers(0, 1349), st.floats(0.01, 1.0))
def test_columns_do_not_see_each_other(network, node, cut):
    if network.world.output[node] <= 0:
        return
    pair = PartiallyBindingLeontief(network, 2, order_days=5.0)
    alone = PartiallyBindingLeontief(network, 1, order_days=5.0)
    capacity = np.zeros((network.world.n, 2), np.float32)
    capacity[node, 1] = cut
    for _ in range(10):
        pair.step(capacity)
        alone.step(capacity[:, 1:])
    assert (pair.output[:, 0] == 0).all()
    assert pair.output[:, 1:] == pytest.approx(alone.output, abs=1e-5)
