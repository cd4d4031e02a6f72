"""The linear programme of deliveries, and the dated ladder made of it."""

import dataclasses
import itertools

import numpy as np
import pytest
from deal_games import losses
from hypothesis import given, settings
from hypothesis import strategies as st
from keeping_games import build, keeping, toy_game, wide

from detente._errors import DealError
from detente.deal import Range, Stake, Stakes, tranche_schedule
from detente.deal.keeping.exchange import Exchange, sizes, slacks
from detente.deal.keeping.incentives import promises
from detente.deal.keeping.ladder import exchange_of, ladder
from detente.deal.keeping.schedule import plan, shortest
from detente.deal.keeping.trust import Trust


def swap(hostage, costs=(1.0, 1.5), gains=(3.0, 4.0), discount=0.98):
    hostages = np.full(len(costs), hostage)
    return Exchange.swap(np.array(costs), np.array(gains), hostages, discount)


@pytest.mark.parametrize(("hostage", "steps"), [(0.05, 5), (0.2, 3), (0.5, 2), (1.5, 1)])
def test_with_equal_shares_it_needs_as_many_steps_as_the_recursion(hostage, steps):
    found = shortest(swap(hostage), equal_shares=True)
    assert (found.steps, found.credible) == (steps, True)
    if steps > 1:
        assert not plan(swap(hostage), steps - 1, equal_shares=True).credible
    schedule = tranche_schedule([1, 1.5], [3, 4], [hostage] * 2, 0.98)
    assert slacks(swap(hostage), np.stack([schedule] * 2, axis=1)).min() == pytest.approx(
        0, abs=1e-9
    )


def test_unequal_shares_never_need_more_steps():
    for hostage in (0.03, 0.05, 0.1, 0.2, 0.5):
        assert shortest(swap(hostage)).steps <= shortest(swap(hostage), equal_shares=True).steps


random_swap = st.builds(
    lambda costs, margin, hostage, discount: swap(
        hostage, tuple(costs), tuple(margin * cost / discount for cost in costs), discount
    ),
    st.lists(st.floats(0.2, 3), min_size=2, max_size=3),
    st.floats(1.2, 4),
    st.floats(0.05, 1),
    st.floats(0.8, 1.0),
)


@given(exchange=random_swap, order=st.sampled_from(["together", "in turn"]))
@settings(max_examples=25, deadline=None)
def test_a_plan_delivers_everything_and_its_slack_is_honest(exchange, order):
    steps = 2 * len(exchange.own)
    found = plan(exchange, steps, order=order)
    assert found.shares.sum(axis=0) == pytest.approx(1)
    assert (found.shares >= 0).all()
    for n, i in itertools.product(range(steps), range(len(exchange.own))):
        ahead = sum(
            exchange.discount[i] ** (m - n) * (exchange.future[i] @ found.shares[m])
            for m in range(n + 1, steps)
        )
        own = exchange.once[i, exchange.own[i]] @ found.shares[n, exchange.own[i]]
        assert found.slack[n, i] == pytest.approx(exchange.stake[i] + own + ahead)
    if order == "in turn":
        assert (found.moves.sum(axis=1) <= 1).all()


@given(exchange=random_swap, order=st.sampled_from(["together", "in turn"]))
@settings(max_examples=8, deadline=None)
def test_more_steps_never_need_more_trust(exchange, order):
    count = len(exchange.own)
    least = [
        (plan(exchange, n, order=order).slack / sizes(exchange)).min()
        for n in range(count, count + 4)
    ]
    assert all(later >= earlier - 1e-7 for earlier, later in itertools.pairwise(least))


@given(exchange=random_swap)
@settings(max_examples=15, deadline=None)
def test_relabelling_changes_nothing(exchange):
    turned = dataclasses.replace(
        exchange,
        **{
            name: getattr(exchange, name)[::-1, ::-1]
            for name in ("own", "once", "lasting", "future", "worth")
        },
        discount=exchange.discount[::-1],
        stake=exchange.stake[::-1],
    )
    one, two = plan(exchange, 3), plan(turned, 3)
    relative = [
        (p.slack / np.abs(e.once).sum(axis=1)).min() for p, e in ((one, exchange), (two, turned))
    ]
    assert relative[0] == pytest.approx(relative[1], abs=1e-6)


def lasting(**changes):
    """A side that gives flows against a side whose good is stockpiled."""
    own = np.eye(2, dtype=bool)
    values = {
        "own": own,
        "once": np.array([[-0.6, 0.5], [0.5, -0.6]]),
        "lasting": np.array([[-0.4, 2.0], [2.0, -0.4]]),
        "future": np.array([[-1.0, 2.5], [2.5, -1.0]]),
        "discount": np.full(2, 0.95),
        "stake": np.zeros(2),
        "step": 0.7,
        "lag": np.full(2, 0.8),
        "build_base": np.array([-0.8, 0.0]),
        "build_slope": np.array([1.0, 0.0]),
        "worth": np.array([[0.0, 0.0], [0.0, 0.0]]),
        "stock_months": np.array([6.0, 0.0]),
    }
    return Exchange(**(values | changes))


def test_a_good_that_can_be_stockpiled_is_not_delivered_early():
    """What fills the other side's stocks comes last, and asks for more trust."""
    plain = lasting()
    stocked = lasting(worth=np.array([[0.0, 0.0], [12.0, 0.0]]))
    late = plan(stocked, 4).shares.cumsum(axis=0)
    # Up to 80 % of the flow nothing goes into stock; beyond, the other side could break and wait.
    assert late[:-1, 0].max() <= 0.8 + 1e-6
    assert plan(stocked, 4).slack[:, 1].min() < plan(plain, 4).slack[:, 1].min()


def test_what_cannot_be_scheduled_is_said():
    with pytest.raises(DealError, match="nothing is exchanged"):
        plan(lasting(own=np.zeros((2, 2), dtype=bool)), 2)
    with pytest.raises(DealError, match="one or more"):
        plan(lasting(), 0)
    with pytest.raises(DealError, match="add steps"):
        plan(lasting(), 1, order="in turn")
    with pytest.raises(DealError, match="most is 1"):
        shortest(lasting(), order="in turn", most=1)
    hopeless = shortest(swap(0.0, gains=(0.5, 0.5)), most=4)
    assert not hopeless.credible
    assert shortest(swap(np.inf)).steps == 1


def test_the_last_step_leaves_the_slack_of_the_promise():
    """Without stocks and irreversible deliveries a single swap tempts as the promise does."""
    game = toy_game(draws=5)
    trust = Trust.reading(keeping(game.parties), game)
    exchange = exchange_of(game, np.ones(5), trust, keeping(game.parties))
    only = plan(exchange, 1)
    for one in promises(game, np.ones(5), trust):
        i = game.parties.index(one.party)
        assert only.slack[0, i] == pytest.approx(one.slack, rel=1e-6)


def ethane_game():
    """A ships by sea what lasts; B licenses what A can stockpile; B is barely better off."""
    runs = losses([[0.0, 1.0], [4.0, 0.0]], owners=["A", "B"], parties=("A", "B"), draws=2)
    stakes = Stakes(
        stakes=(
            Stake(party="A", control="C0", security=Range.exactly(0.3)),
            Stake(party="B", control="C1", security=Range.exactly(0.75)),
        )
    )
    return build(runs, stakes, draws=20)


def test_cargoes_load_before_they_may_unload():
    """Nothing in the model names loading; it is what a delivery by sea that must wait becomes."""
    game = ethane_game()
    assumed = keeping(
        game.parties,
        stake=dict.fromkeys(game.parties, Range.exactly(0.02)),
        stock_days={"C0": Range.exactly(60.0), "C1": Range.exactly(30.0)},
        transit_days={"C0": wide(35.0)},
    )
    found = ladder(game, "x", np.ones(2), assumed, say=lambda _: "")
    assert found.credible
    assert found.steps > 1
    loads = [rung for rung in found.rungs if rung.kind == "load"]
    assert {rung.control for rung in loads} == {"C0"}
    handed = {rung.step for rung in found.rungs if rung.control == "C0" and rung.kind == "ease"}
    assert min(rung.step for rung in loads) < max(handed)
    assert all(rung.exposed == 0 and set(rung.worth.values()) == {0.0} for rung in loads)
    eased = [rung for rung in found.rungs if rung.kind == "ease"]
    for control in game.controls:
        path = [(rung.from_easing, rung.to_easing) for rung in eased if rung.control == control]
        assert path[0][0] == 0
        assert path[-1][1] == pytest.approx(1)
        assert all(a[1] == pytest.approx(b[0]) for a, b in itertools.pairwise(path))
    dates = [rung.date for rung in found.rungs]
    assert dates == sorted(dates)
