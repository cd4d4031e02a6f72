"""For which security values a deal exists: thresholds against solving again."""

import dataclasses

import numpy as np
import pytest
from deal_games import brute_utility, losses, random_game, toy
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.deal import Game, LossSurface, Range, Stake, Stakes, bargain, grid
from detente.deal.game.exists import thresholds

LEVELS = (0.0, 0.5, 1.0)


def build(runs, stakes):
    surface = LossSurface.fit(runs)
    return Game.build(runs, surface, stakes, rng=np.random.default_rng(0))


def with_value(stakes, control, value):
    changed = tuple(
        dataclasses.replace(one, security=Range.exactly(value)) if one.control == control else one
        for one in stakes.stakes
    )
    return dataclasses.replace(stakes, stakes=changed)


@given(seed=st.integers(0, 100_000), parties=st.integers(2, 3))
@settings(max_examples=40, deadline=None)
def test_threshold_is_where_solving_again_turns(seed, parties):
    runs, stakes = random_game(seed, parties=parties)
    packages = grid((LEVELS,) * 3)
    for one in thresholds(build(runs, stakes), packages):
        control = runs.controls[one.control]
        lifted = packages[:, one.control] == 1

        def exists(value, control=control, lifted=lifted):
            utility = brute_utility(runs, with_value(stakes, control, value), packages)
            return bool((utility[lifted] >= -1e-9).all(axis=1).any())

        if one.full > 1e-6:
            assert exists(one.full * (1 - 1e-6))
            assert not exists(one.full + 1e-5)
        elif one.full < 0:
            assert not exists(0.0)


@given(seed=st.integers(0, 100_000))
@settings(max_examples=20, deadline=None)
def test_threshold_in_each_draw_is_that_of_the_draws_losses(seed):
    runs, stakes = random_game(seed, interact=False)
    packages = grid((LEVELS,) * 3)
    found = thresholds(build(runs, stakes), packages)
    for draw in range(len(runs.draw_alone)):
        own = losses(
            runs.draw_alone[draw], owners=runs.owners, parties=runs.parties, controls=runs.controls
        )
        again = thresholds(build(own, stakes), packages)
        for one, two in zip(found, again, strict=True):
            assert one.draws[draw] == pytest.approx(two.full, abs=1e-8)


def test_toy_threshold_by_hand():
    """Easing heavy fully pays up to what the rest brings China while the United States accepts."""
    runs, stakes = toy()
    found = {one.control: one for one in bargain(runs, stakes).exists_if}
    # China: 3 + 1.5 + 2 from the three US controls, magnets kept; the US gets 2 - 1.6 > 0.
    assert found["heavy"].threshold.central == pytest.approx(3 + 1.5 + 2)
    assert found["heavy"].assumed.central == 1.5
    assert found["heavy"].holds
    words = found["heavy"].words.replace("\xa0", " ")
    assert "unless keeping it is worth more than $6.5 bn (6.5 to 6.5) a month" in words
    assert "Easing it by 25% suits all up to" in found["heavy"].words


def test_a_red_line_has_no_row_and_a_partial_one_says_so():
    runs, stakes = toy()
    stakes = dataclasses.replace(stakes, bounds={"eda": 0.0, "heavy": 0.4})
    deals = bargain(runs, stakes)
    assert [one.control for one in deals.exists_if] == ["ethane", "engines", "magnets", "heavy"]
    assert "eases heavy by 40%" in deals.exists_if[-1].words


def test_never_acceptable_is_threshold_zero_that_does_not_hold():
    runs = losses([[0.0, -1.0], [2.0, 0.0]], owners=["A", "B"], parties=("A", "B"))
    stakes = Stakes(stakes=(Stake(party="A", control="C0", security=Range.exactly(0.0)),))
    row = bargain(runs, stakes).exists_if[0]
    assert row.threshold.as_dict() == {"low": 0.0, "central": 0.0, "high": 0.0}
    assert not row.holds
    assert row.words.startswith("No package in which A lifts C0 suits all")
    assert row.words.endswith("There are deals that leave it as it is.")


def test_map_agrees_with_solving_again():
    runs, stakes = toy()
    asked = {"USA": 2.0, "CHN": 2.0}
    chart = bargain(runs, dataclasses.replace(stakes, reservation=asked)).map
    assert {chart.x_party, chart.y_party} == {"USA", "CHN"}
    packages = grid(((0, 0.25, 0.5, 0.75, 1),) * 5)
    x, y = runs.controls.index(chart.x_control), runs.controls.index(chart.y_control)
    both = packages[(packages[:, x] > 0) & (packages[:, y] > 0)]
    for row, column in [(0, 0), (5, 5), (12, 19), (12, 17), (19, 4), (19, 6), (24, 24), (17, 10)]:
        changed = with_value(stakes, chart.x_control, chart.x_values[column])
        changed = with_value(changed, chart.y_control, chart.y_values[row])
        utility = brute_utility(runs, changed, both)
        assert chart.exists[row, column] == (utility >= 2.0 - 1e-9).all(axis=1).any()
    assert 0 < chart.exists.mean() < 1


def test_map_of_one_owner_uses_two_of_its_values_and_one_control_has_none():
    runs = losses([[1.0, 1.0], [1.0, 2.0]], owners=["A", "A"], parties=("A", "B"))
    chart = bargain(runs, Stakes()).map
    assert (chart.x_party, chart.y_party) == ("A", "A")
    # A gains 1 by each in proportion: easing x and y (a quarter at least) pays while
    # x (1 - its value) + y (1 - its value) >= 0 for some x, y from 1/4 to 1.
    one, two = 1 - chart.x_values[None, :], 1 - chart.y_values[:, None]
    best = np.maximum(one, one / 4) + np.maximum(two, two / 4)
    assert (chart.exists == (best >= -1e-9)).all()
    assert 0 < chart.exists.mean() < 1
    single = losses([[1.0, 1.0]], owners=["A"], parties=("A", "B"))
    deals = bargain(single, Stakes())
    assert deals.map is None
    assert deals.to_payload()["map"] is None
