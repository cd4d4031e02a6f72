"""The disruption engine against closed forms: one supplier, one user, a flow cut by a share."""

import math

import numpy as np
import pytest
from disruption_worlds import chain

from detente._errors import ImpactError
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

CAPACITY = CapacityCut(at="AAA C27", share=0.0)


def path(shock, *, stock, days, model, rating=1.0, place="AAA C29"):
    world = chain()
    inputs = Inputs.from_arrays(world, stock_days=stock, rating=rating)
    run = disrupt(
        world, [[shock]], days=days, model=model, inputs=inputs, dtype="float64", keep="*"
    )
    return run.path(place)


def cuts(share):
    return [
        CapacityCut(at="AAA C27", share=share),
        DeliveryCut(suppliers="AAA C27", users="AAA C29", share=share),
    ]


@pytest.mark.parametrize("variant", ["leontief", "strong", "half", "weak", "linear"])
@pytest.mark.parametrize("kind", [0, 1])
@pytest.mark.parametrize(
    ("stock", "cut", "day"),
    [(14, 0.5, 27), (14, 0.74, 18), (14, 1.0, 14), (30, 0.5, 59), (30, 0.74, 40), (30, 1.0, 30)],
)
def test_leontief_first_day_below_one_and_the_level_after(variant, kind, stock, cut, day):
    assert day == math.floor((stock - 1) / cut) + 1
    rules = Leontief(variant=variant, order_days=5)
    output = path(cuts(cut)[kind], stock=stock, days=day + 20, model=rules)
    assert output[:day] == pytest.approx(1.0, abs=1e-12)
    assert output[day] < 1 - 1e-6
    assert output[day + 1 :] == pytest.approx(1 - cut, abs=1e-12)


def test_an_important_input_costs_half_nothing_or_all():
    ends = {
        variant: path(
            cuts(1.0)[0],
            stock=10,
            rating=0.5,
            days=40,
            model=Leontief(variant=variant, order_days=5, stocks="all"),
        )[-1]
        for variant in ("leontief", "strong", "half", "weak")
    }
    assert ends == pytest.approx({"leontief": 0.0, "strong": 0.0, "half": 0.5, "weak": 1.0})


@pytest.mark.parametrize("order_days", [1.0, 30.0])
@pytest.mark.parametrize("most", [1.0, 1.2, math.inf])
def test_orders_do_not_change_the_closed_form(order_days, most):
    model = Leontief(order_days=order_days, most_ordered=most)
    output = path(cuts(0.5)[0], stock=14, days=40, model=model)
    assert np.flatnonzero(output < 1 - 1e-12)[0] == 27


@pytest.mark.parametrize("orders", ["alt", "noalt"])
@pytest.mark.parametrize(("cut", "day"), [(0.5, 25), (0.74, 17), (1.0, 13)])
def test_ario_first_day_below_one_and_its_decay(orders, cut, day):
    stock, psi = 60.0, 0.8
    assert day == math.floor(stock * (1 - psi) / cut + 1e-9) + 1
    model = Ario(
        orders=orders, psi=psi, restock_days=60, overproduction_max=1.0, overproduction_days=365
    )
    output = path(cuts(cut)[0], stock=stock, days=200, model=model)
    assert output[:day] == pytest.approx(1.0, abs=1e-12)
    assert output[day] < 1 - 1e-6
    slower = 1 - 1 / (psi * stock)
    expected = (1 - cut) + (output[day] - (1 - cut)) * slower ** np.arange(200 - day)
    assert output[day:] == pytest.approx(expected, abs=1e-12)


def test_a_delivery_cut_is_lost_demand_for_the_supplier_at_once():
    shock = DeliveryCut(suppliers="AAA C27", users="* C29", share=hold(0.25, start=3, end=6))
    output = path(shock, stock=30, days=8, model="leontief", place="AAA C27")
    assert output[2:6] == pytest.approx([1.0, 0.75, 0.75, 0.75])
    assert output[6] == pytest.approx(1.0)


def test_two_caps_on_one_flow_are_the_stronger_one():
    world = chain()
    inputs = Inputs.from_arrays(world, stock_days=10)
    some = DeliveryCut(suppliers="*", users="AAA C29", share=0.4)
    more = DeliveryCut(suppliers="AAA C27", users="*", share=hold(0.7, start=0, end=20))
    both, alone = (
        [some, more],
        [DeliveryCut(suppliers="*", users="*", share=((0, 0.7), (20, 0.4)))],
    )
    run = disrupt(world, [both, alone], days=40, model="half", inputs=inputs, keep="*")
    assert run.output[..., 0] == pytest.approx(run.output[..., 1], abs=1e-6)


def test_demand_falls_and_what_is_not_saved_goes_elsewhere():
    world = chain(user_share=50.0)
    inputs = Inputs.from_arrays(world, stock_days=10)
    cut = {
        saved: [DemandCut(at="AAA C29", share=0.1, buyers="AAA", saved=saved)]
        for saved in (1.0, 0.0)
    }
    run = disrupt(world, cut, days=1, model="half", inputs=inputs, dtype="float64", keep="*")
    assert run.path("AAA C29", 0)[0] == pytest.approx(0.9)
    spent = 450.0 / 410.0
    assert run.path("AAA C29", 1)[0] == pytest.approx(0.9 * spent)


def test_firms_hire_and_fire():
    model = Leontief(order_days=5, labour=Labour(hire=0.25, fire=0.5))
    shock = CapacityCut(at="AAA C29", share=hold(0.4, start=2, end=4))
    output = path(shock, stock=1000, days=8, model=model)
    assert output[:5] == pytest.approx([1.0, 1.0, 1.0, 0.6, 0.6])
    gap = 0.4 * 0.75 ** np.arange(1, 4)
    assert output[5:] == pytest.approx(1 - gap, abs=1e-9)


def test_deliveries_cannot_be_cut_where_orders_follow_output():
    with pytest.raises(ImpactError, match="ario-noalt"):
        path(cuts(0.5)[1], stock=60, days=5, model="ario-alt")
