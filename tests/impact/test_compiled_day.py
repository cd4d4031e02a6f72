"""The compiled day is that of the general step, and skips only what rests."""

import numpy as np
import pytest
from disruption_worlds import random_world
from hypothesis import given, settings
from hypothesis import strategies as st
from test_disruption_properties import MODELS, inputs_for, shocks_for

from detente.impact import Leontief
from detente.impact.disruption._shock_plan import ShockPlan
from detente.impact.disruption.compiled import CompiledEconomy, start
from detente.impact.disruption.economy import Economy
from detente.impact.disruption.models import prepare

pytest.importorskip("numba")

COMPILED = [
    model for model in MODELS if getattr(model, "variant", "") != "linear"
    and not getattr(model, "as_boario", False)
]  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(COMPILED))
def test_a_day_is_that_of_the_general_step(seed, model):
    world = random_world(seed)
    network = prepare(world, model, inputs=inputs_for(world, seed))
    plans = [ShockPlan(network, [shocks_for(model, seed + k) for k in range(5)]) for _ in range(2)]
    general = Economy(network, 5, flow_cuts=plans[0].flow_cuts)
    compiled = start(network, 5, flow_cuts=plans[1].flow_cuts)
    assert isinstance(compiled, CompiledEconomy)
    for day in range(40):
        for plan in plans:
            plan.at(day)
        expected = general.step(plans[0].capacity, plans[0].final)
        output = compiled.step(plans[1].capacity, plans[1].final)
        assert output == pytest.approx(expected, abs=2e-5)
        assert compiled.demand[:, :5] == pytest.approx(general.demand, abs=2e-5)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(COMPILED), st.integers(1, 12))
def test_a_column_that_wakes_late_has_missed_nothing(seed, model, wakes):
    world = random_world(seed)
    network = prepare(world, model, inputs=inputs_for(world, seed))
    whole, growing = start(network, 3), start(network, 3)
    for day in range(wakes + 25):
        capacity = np.zeros((world.n, 3), np.float32)
        capacity[0, :2] = 0.3
        capacity[1, 2] = 0.6 * (day >= wakes)
        awake = 3 if day >= wakes else 2
        expected = whole.step(capacity)
        output = growing.step(np.ascontiguousarray(capacity[:, :awake]))
        assert output == pytest.approx(expected[:, :awake], abs=2e-5)
        assert not expected[:, awake:].any()


def test_a_model_with_rules_of_its_own_takes_the_general_step():
    class Own(Leontief):
        pass

    world = random_world(1)
    assert isinstance(start(prepare(world, Own(order_days=5)), 1), Economy)
