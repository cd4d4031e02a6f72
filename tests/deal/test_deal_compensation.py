"""What would have to be added where the controls alone make no deal."""

import itertools

import numpy as np
import pytest
from deal_games import brute_utility, losses, random_game
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.deal import Range, Stake, Stakes, bargain


def one_sided(cost, worth, **options):
    """One control of A: lifting it takes `cost` from A and brings `worth` to B."""
    runs = losses(
        [[0.0, worth]], owners=("AAA",), parties=("AAA", "BBB"), controls=("c",), **options
    )
    stake = Stake(
        party="AAA",
        control="c",
        security=Range.exactly(cost),
        political=Range.exactly(0.0),
    )
    return runs, Stakes(stakes=(stake,))


def test_a_party_with_nothing_to_give_can_pay():
    deals = bargain(*one_sided(0.4, 1.5))
    assert not deals.exists
    added = deals.compensation
    assert added.easings == {"c": 1.0}
    assert {p: one.central for p, one in added.asks.items()} == pytest.approx({"AAA": 0.4})
    assert {p: one.central for p, one in added.offers.items()} == pytest.approx({"BBB": 1.5})
    assert added.share_of_draws == 1.0
    assert "worth $400\xa0m a month or more to AAA;" in added.words
    assert "worth $1.5\xa0bn to BBB at most, so there is room" in added.words


def test_too_dear_is_said():
    added = bargain(*one_sided(2.0, 1.5)).compensation
    assert added.share_of_draws == 0.0
    assert added.easings == {"c": 1.0}
    assert "which is not enough (room in 0% of the draws)" in added.words


def test_where_nobody_gains_the_smallest_move_is_priced():
    added = bargain(*one_sided(2.0, 0.0)).compensation
    assert not added.offers
    assert 0 < added.easings["c"] < 1
    assert "and nobody gains by it" in added.words


def test_room_is_counted_over_the_draws():
    runs, stakes = one_sided(1.5, 1.5, draws=400, spread=0.5, seed=3)
    share = bargain(runs, stakes).compensation.share_of_draws
    worth = runs.draw_alone[:, 0, 1]
    assert share == pytest.approx((worth > 1.5).mean(), abs=1e-12)


def test_a_red_line_leaves_nothing_to_pay_for():
    runs, stakes = one_sided(0.4, 1.5)
    closed = Stakes(stakes=stakes.stakes, bounds={"c": 0.0})
    assert bargain(runs, closed).compensation is None


@given(seed=st.integers(0, 100_000), parties=st.integers(2, 3))
@settings(max_examples=12, deadline=None)
def test_no_package_of_the_grid_leaves_more_to_share(seed, parties):
    runs, stakes = random_game(seed, parties=parties)
    deals = bargain(runs, stakes)
    added = deals.compensation
    assert deals.exists == (added is None)
    if added is None:
        return
    every = np.array(list(itertools.product(*deals.levels.values())))
    total = brute_utility(runs, stakes, every[every.any(axis=1)]).sum(axis=1)
    mine = brute_utility(runs, stakes, np.array([list(added.easings.values())]))[0]
    assert sum(one.central for one in added.offers.values()) == pytest.approx(mine[mine > 0].sum())
    assert sum(one.central for one in added.asks.values()) == pytest.approx(-mine[mine < 0].sum())
    if total.max() > 1e-9:
        assert mine.sum() == pytest.approx(total.max(), rel=1e-6)
