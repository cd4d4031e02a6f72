"""What holds for any table, model and shock in the disruption engine."""

import tracemalloc

import numpy as np
import pytest
from disruption_worlds import random_world
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.impact import Ario, CapacityCut, DeliveryCut, Inputs, Leontief, disrupt, hold
from detente.impact.disruption._shock_plan import ShockPlan
from detente.impact.disruption.economy import Economy
from detente.impact.disruption.models import prepare
from detente.world import World

MODELS = [
    *(
        Leontief(variant=variant, order_days=5, most_ordered=most, stocks=stocks)
        for variant, most, stocks in (
            ("leontief", 1.2, "binding"),
            ("strong", 1.2, "all"),
            ("half", 1.2, "binding"),
            ("half", 9.0, "all"),
            ("weak", 1.2, "binding"),
            ("linear", 1.2, "binding"),
        )
    ),
    *(
        Ario(
            orders=orders,
            psi=0.8,
            restock_days=20,
            overproduction_max=1.25,
            overproduction_days=60,
            as_boario=as_boario,
        )
        for orders, as_boario in (("noalt", False), ("alt", False), ("alt", True))
    ),
]

seeds = st.integers(0, 10_000)
models = st.sampled_from(MODELS)


def inputs_for(world, seed):
    """Ratings and stocks that differ from pair to pair."""
    generator = np.random.default_rng(seed)
    size = len(world.sectors)
    return Inputs.from_arrays(
        world,
        rating=generator.choice([0.0, 0.5, 1.0], size=(size, size)),
        stock_days=generator.uniform(2, 30, size=(size, size)),
    )


def shocks_for(model, seed):
    generator = np.random.default_rng(seed)
    share = float(generator.uniform(0.05, 1.0))
    cut = CapacityCut(at="R00 S01", share=hold(share, start=2, end=25))
    if isinstance(model, Ario) and model.orders == "alt":
        return [cut]
    return [cut, DeliveryCut(suppliers="R01 *", users="R00 *", share=hold(share, start=5, end=30))]


@settings(max_examples=25, deadline=None)
@given(seeds, models)
def test_nothing_is_negative_and_what_is_made_is_what_is_delivered(seed, model):
    world = random_world(seed)
    network = prepare(world, model, inputs=inputs_for(world, seed), dtype="float64")
    plan = ShockPlan(network, [shocks_for(model, seed)])
    economy = Economy(network, 1, flow_cuts=plan.flow_cuts)
    for day in range(60):
        plan.at(day)
        output = economy.step(plan.capacity, plan.final)
        made, wanted = 1 - output, 1 - economy.demand
        assert made.min() >= 0
        assert wanted.min() >= -1e-12
        assert ((economy.unmet >= 0) & (economy.unmet <= 1)).all()
        assert wanted * (1 - economy.unmet) == pytest.approx(np.minimum(made, wanted), abs=1e-9)
        assert (made <= wanted + 1e-9).all()
        for group, gap, orders in zip(network.groups, economy._gap, economy._orders, strict=True):
            buys = group.weights.any(axis=1, keepdims=True)
            assert ((gap <= group.days + 1e-12) | ~buys).all()
            assert (orders <= 1).all()


@settings(max_examples=9, deadline=None)
@given(seeds, models)
def test_without_a_shock_nothing_moves_for_a_thousand_days(seed, model):
    world = random_world(seed)
    network = prepare(world, model, inputs=inputs_for(world, seed))
    economy = Economy(network, 3)
    calm = np.zeros((world.n, 3), np.float32)
    for _ in range(1000):
        economy.step(calm)
    assert not economy.output.any()
    assert not economy.demand.any()
    assert not any(
        gap[group.weights.any(axis=1)].any()
        for group, gap in zip(network.groups, economy._gap, strict=True)
    )


@settings(max_examples=15, deadline=None)
@given(seeds, models)
def test_a_batch_is_its_single_runs(seed, model):
    world = random_world(seed)
    inputs = inputs_for(world, seed)
    batch = [shocks_for(model, seed + k) for k in range(11)]
    together = disrupt(world, batch, days=50, model=model, inputs=inputs, keep="*")
    pair = disrupt(world, batch[8:10], days=50, model=model, inputs=inputs, keep="*", workers=1)
    alone = disrupt(world, batch[9:10], days=50, model=model, inputs=inputs, keep="*")
    assert together.output[..., 8:10] == pytest.approx(pair.output, abs=2e-5)
    assert together.output[..., 9:10] == pytest.approx(alone.output, abs=2e-5)


@settings(max_examples=15, deadline=None)
@given(seeds, models)
def test_names_of_regions_and_sectors_do_not_matter(seed, model):
    world = random_world(seed)
    regions, sectors = [1, 0], [2, 0, 1]
    order = np.array([r * 3 + s for r in regions for s in sectors])
    other = World.from_arrays(
        [world.regions[r] for r in regions],
        [world.sectors[s] for s in sectors],
        world.flows[np.ix_(order, order)],
        world.final_demand[order][:, [1, 0, 2]],
        year=2000,
    )
    inputs = inputs_for(world, seed)
    moved = Inputs(
        rating=inputs.rating[np.ix_(sectors, order)],
        stock_days=inputs.stock_days[np.ix_(sectors, order)],
    )
    shocks = [shocks_for(model, seed)]
    given_run, moved_run = (
        disrupt(w, shocks, days=50, model=model, inputs=i, dtype="float64", keep="*")
        for w, i in ((world, inputs), (other, moved))
    )
    assert given_run.output[order] == pytest.approx(moved_run.output, abs=1e-7)


@settings(max_examples=15, deadline=None)
@given(seeds, models)
def test_two_halves_of_a_region_are_the_region(seed, model):
    world = random_world(seed)
    n = world.n
    halves = np.kron(np.array([[0.25, 0.25], [0.25, 0.25]]), np.ones((3, 3)))
    flows = np.zeros((n + 3, n + 3))
    flows[:6, :6] = world.flows
    whole = world.flows[3:, 3:]
    flows[3:, 3:] = halves * np.tile(whole, (2, 2))
    flows[:3, 3:] = 0.5 * np.tile(world.flows[:3, 3:], (1, 2))
    flows[3:, :3] = 0.5 * np.tile(world.flows[3:, :3], (2, 1))
    final = np.zeros((n + 3, 4))
    final[:3, 0] = world.final_demand[:3].sum(axis=1)
    final[3:, 0] = 0.5 * np.tile(world.final_demand[3:].sum(axis=1), 2)
    split = World.from_arrays(("R00", "R01", "R02"), world.sectors, flows, final, year=2000)
    inputs = inputs_for(world, seed)
    more = Inputs(
        rating=np.c_[inputs.rating, inputs.rating[:, 3:]],
        stock_days=np.c_[inputs.stock_days, inputs.stock_days[:, 3:]],
    )
    shock = [CapacityCut(at="R00 S01", share=hold(0.7, start=2, end=30))]
    one = disrupt(world, [shock], days=60, model=model, inputs=inputs, dtype="float64", keep="*")
    two = disrupt(split, [shock], days=60, model=model, inputs=more, dtype="float64", keep="*")
    assert two.output[:6] == pytest.approx(one.output, abs=1e-6)
    assert two.output[6:] == pytest.approx(one.output[3:], abs=1e-6)


def test_digits_do_not_depend_on_threads_or_on_the_rest_of_the_batch():
    world = World.load()
    batch = [
        [CapacityCut(at=label, share=0.1 + 0.04 * k)]
        for k, label in enumerate(world.labels[3:300:15])
    ]
    runs = [
        disrupt(world, part, days=40, workers=workers).lost_output
        for part, workers in ((batch, 1), (batch, 3), (batch[4:12], None))
    ]
    assert (runs[0] == runs[1]).all()
    assert runs[0][:, 4:12] == pytest.approx(runs[2], abs=1e-5)


@pytest.mark.parametrize("model", ["leontief", "half", "ario-noalt"])
def test_single_precision_is_enough(model):
    world = World.load()
    shocks = [[CapacityCut(at="CHN C26", share=hold(0.6, start=5, end=40))]]
    single, double = (
        disrupt(world, shocks, days=60, model=model, dtype=dtype).total()
        for dtype in ("float32", "float64")
    )
    assert single == pytest.approx(double, rel=2e-5)


@pytest.mark.parametrize("model", ["half", "leontief", "ario-noalt", "ario-alt"])
def test_a_day_allocates_nothing(model):
    """Beyond what NumPy's buffered casts need, which does not grow with the table."""
    world = World.load()
    network = prepare(world, model)
    plan = ShockPlan(network, [[CapacityCut(at="CHN C26", share=0.6)]] * 32)
    economy = Economy(network, 32)
    plan.at(0)
    for _ in range(5):
        economy.step(plan.capacity)
    assert economy.output.max() > 0.1
    tracemalloc.start()
    try:
        for _ in range(3):
            economy.step(plan.capacity)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < economy.output.nbytes / 2
