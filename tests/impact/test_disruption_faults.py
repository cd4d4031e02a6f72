"""What the disruption engine refuses, and how it says so; and the shape of what it returns."""

from types import SimpleNamespace

import numpy as np
import pytest
from disruption_worlds import chain, random_world

from detente._errors import ImpactError, UnknownCodeError
from detente.impact import (
    Ario,
    CapacityCut,
    DeliveryCut,
    DemandCut,
    Inputs,
    Labour,
    Leontief,
    disrupt,
    hold,
)
from detente.impact.disruption.shocks import nodes_at
from detente.world import World

ARIO = {"psi": 0.8, "restock_days": 60, "overproduction_max": 1.25, "overproduction_days": 365}


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan"), ((0, 0.5), (3, 2.0))])
def test_a_share_is_a_part_of_base(share):
    with pytest.raises(ImpactError, match="0 to 1"):
        CapacityCut(at="*", share=share)


@pytest.mark.parametrize("steps", [((5, 0.1), (2, 0.2)), ((5, 0.1), (5, 0.2))])
def test_days_are_in_order(steps):
    with pytest.raises(ImpactError, match="order of days"):
        DeliveryCut(suppliers="*", users="*", share=steps)


@pytest.mark.parametrize("share", ["half", (), ((1, 2, 3),), None])
def test_a_share_is_a_number_or_steps(share):
    with pytest.raises(ImpactError, match="steps"):
        DemandCut(at="*", share=share)


def test_a_cut_ends_after_it_starts():
    with pytest.raises(ImpactError, match="swap"):
        hold(0.5, start=5, end=5)
    with pytest.raises(ImpactError, match="saved"):
        DemandCut(at="*", share=0.1, saved=1.5)


def test_places():
    world = random_world(1)
    assert nodes_at(world, "R01 S02").tolist() == [5]
    assert nodes_at(world, "R01 *").tolist() == [3, 4, 5]
    assert nodes_at(world, "* S00").tolist() == [0, 3]
    assert nodes_at(world, "*").tolist() == list(range(6))
    assert nodes_at(world, ("R01 S00", "R00 S00", "R01 S00")).tolist() == [0, 3]
    assert nodes_at(world, ()).size == 0
    with pytest.raises(ImpactError, match="names no nodes"):
        nodes_at(world, "R01")
    with pytest.raises(UnknownCodeError, match="region"):
        disrupt(world, [[CapacityCut(at="USB S00", share=0.1)]], days=3)
    with pytest.raises(UnknownCodeError, match="sector"):
        disrupt(world, [[CapacityCut(at="R00 C29", share=0.1)]], days=3)


@pytest.mark.parametrize("value", [np.nan, -5.0, np.inf])
def test_a_table_with_a_bad_flow_names_it(value):
    world = random_world(1)
    flows = world.flows.copy()
    flows[1, 4] = value
    bad = replace_flows(world, flows)
    with pytest.raises(ImpactError, match="flow of R00 S01 to R01 S01"):
        disrupt(bad, [[]], days=3, inputs=Inputs.from_arrays(world, stock_days=5))


def replace_flows(world, flows):
    return World(
        regions=world.regions,
        sectors=world.sectors,
        flows=flows,
        output=world.output,
        final_demand=world.final_demand,
        imports_residual=world.imports_residual,
        value_added=world.value_added,
        year=world.year,
    )


def test_inputs_are_checked():
    world = chain()
    with pytest.raises(ImpactError, match="at least one day"):
        Inputs.from_arrays(world, stock_days=[0.5, 3.0])
    with pytest.raises(ImpactError, match="not numbers"):
        Inputs.from_arrays(world, stock_days=np.nan)
    with pytest.raises(ImpactError, match="critical"):
        Inputs.from_arrays(world, stock_days=5, rating=0.3)
    with pytest.raises(ImpactError, match="shape"):
        Inputs.from_arrays(world, stock_days=np.ones((3, 3)))
    with pytest.raises(ImpactError, match="both need"):
        Inputs(rating=np.ones((2, 2)), stock_days=np.ones((2, 3)))
    with pytest.raises(ImpactError, match="make them with this world"):
        disrupt(random_world(0), [[]], inputs=Inputs.from_arrays(world, stock_days=5))


def test_ratings_of_the_facts_go_by_sector_whatever_the_region():
    world = World.from_arrays(
        ("AAA", "BBB"), ("C27", "C29", "ZZZ"), np.ones((6, 6)), np.ones((6, 3)), year=2000
    )
    facts = SimpleNamespace(
        input_stocks=[
            SimpleNamespace(sector="C29", value=9.0),
            SimpleNamespace(sector="X", value=4.0),
        ],
        input_criticality=[
            SimpleNamespace(input="C27", user="C29", criticality="important"),
            SimpleNamespace(input="X", user="C29", criticality="critical"),
        ],
    )
    inputs = Inputs.from_facts(world, facts)
    assert np.argwhere(inputs.rating).tolist() == [[0, 1], [0, 4]]
    assert inputs.stock_days[2].tolist() == [4.0, 9.0, 4.0, 4.0, 9.0, 4.0]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Leontief(variant="most", order_days=5), "unknown variant"),
        (lambda: Leontief(order_days=0.5), "order_days"),
        (lambda: Leontief(order_days=5, most_ordered=0.9), "most_ordered"),
        (lambda: Labour(hire=1.5, fire=0.1), "hire"),
        (lambda: Ario(**ARIO | {"psi": 0}), "psi"),
        (lambda: Ario(**ARIO, orders="new"), "alt"),
        (lambda: Ario(**ARIO | {"restock_days": 0}), "restock_days"),
        (lambda: Ario(**ARIO | {"overproduction_max": 0.9}), "overproduction_max"),
    ],
)
def test_parameters_are_checked(make, words):
    with pytest.raises(ImpactError, match=words):
        make()


def test_what_cannot_be_run():
    world = random_world(0)
    with pytest.raises(ImpactError, match="no scenario"):
        disrupt(world, [])
    with pytest.raises(ImpactError, match="days"):
        disrupt(world, [[]], days=0)
    with pytest.raises(UnknownCodeError, match="half"):
        disrupt(world, [[]], model="halve")


def test_the_result_adds_up():
    world = random_world(3, regions=3)
    inputs = Inputs.from_arrays(world, stock_days=4)
    shocks = {"one": [CapacityCut(at="R00 S00", share=0.5)], "none": []}
    run = disrupt(
        world, shocks, days=75, model="leontief", inputs=inputs, keep=("R00 S00", "R02 *")
    )
    assert run.names == ("one", "none")
    assert run.months == 3
    assert run.loss.shape == (3, 3, 2)
    assert run.loss[:, 0] == pytest.approx(run.daily_loss[:, :31].mean(axis=1))
    per_day = world.value_added[:, None] / 365e3
    assert run.total() == pytest.approx((per_day * run.lost_output).sum(axis=0), rel=1e-5)
    assert run.total("R00") + run.total("R01") + run.total("R02") == pytest.approx(run.total())
    assert run.path("R00 S00", "one")[0] == pytest.approx(0.5)
    assert (run.path("R02 S01", "none") == 1).all()
    with pytest.raises(ImpactError, match="keep"):
        run.path("R01 S00")
    with pytest.raises(ImpactError, match="no scenario"):
        run.path("R00 S00", "two")
