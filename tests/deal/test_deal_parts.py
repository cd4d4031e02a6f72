"""Small parts: grid, ranges, words, refinement."""

import numpy as np
import pytest
from deal_games import random_game, toy
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import DealError
from detente.deal import (
    Game,
    Goal,
    LossSurface,
    Range,
    grid,
)
from detente.deal.game.grid import choose_levels
from detente.deal.game.words import deal_words, package_words
from detente.deal.solutions.refine import _between_many, _between_two, climb
from detente.impact import quantile_range


def test_grid_is_every_combination_once_from_the_status_quo():
    packages = grid(((0.0, 0.5, 1.0), (0.0,), (0.0, 0.3)))
    assert packages.shape == (6, 3)
    assert len(np.unique(packages, axis=0)) == 6
    assert packages[0].tolist() == [0, 0, 0]
    assert packages.max(axis=0).tolist() == [1, 0, 0.3]


def test_levels_coarsen_until_they_fit():
    ones = np.ones(4)
    assert choose_levels(ones, None, 1000)[0] == (0.0, 0.25, 0.5, 0.75, 1.0)
    assert choose_levels(ones, None, 600)[0] == (0.0, 0.5, 1.0)
    assert choose_levels(ones, None, 20)[0] == (0.0, 1.0)
    with pytest.raises(DealError, match=r"16 packages .* more than 15: use fewer levels"):
        choose_levels(ones, None, 15)


def test_central_stays_inside_the_quantiles():
    draws = np.arange(101.0)
    assert quantile_range(draws, 50.0).as_dict() == {"low": 5.0, "central": 50.0, "high": 95.0}
    assert quantile_range(draws, -7.0).low == -7.0
    assert quantile_range(draws, 200.0).high == 200.0


def test_words_of_moves_and_gains():
    moves = deal_words(
        {"m": 1.0, "e": 0.3, "x": 0.0, "soy": 0.5},
        {"m": "CHN", "e": "USA", "x": "USA"},
        {"x": 0.0, "e": 0.3},
        {"USA": "the United States", "CHN": "China", "soy": "soybean purchases"},
    )
    assert moves == (
        "China lifts m; the United States eases e by 30% (red line), keeps x (red line); "
        "soybean purchases: 50% granted"
    )
    gains = {"CHN": Range(low=0.1, central=0.2, high=1.5), "USA": Range.exactly(2.0)}
    assert package_words(moves, gains, 0.5, {}).endswith(
        "Gains a month against today: CHN +$200\u00a0m ($100\u00a0m to $1.5\u00a0bn) and "
        "USA +$2.0\u00a0bn. All accept it in 50% of the draws."
    )


def game_of(runs, stakes):
    return Game.build(runs, LossSurface.fit(runs), stakes, rng=np.random.default_rng(0))


def test_climb_finds_the_toys_ideal_points():
    """A linear programme by hand: 6.2 - 1/3 for the United States, 6.1 for China."""
    game = game_of(*toy())
    for party, most in ((0, 6.2 - 1 / 3), (1, 6.1)):
        goal = Goal(kind="least", scale=np.ones(2), counted=np.arange(2) == party)
        end = climb(game, np.ones(5), goal)
        assert game.utility(end[None])[0, party] == pytest.approx(most, abs=1e-5)


@given(seed=st.integers(0, 100_000), kind=st.sampled_from(["least", "log"]))
@settings(max_examples=15, deadline=None)
def test_climb_never_loses_and_stays_acceptable(seed, kind):
    game = game_of(*random_game(seed))
    packages = grid(((0.0, 0.5, 1.0),) * 3)
    utility = game.utility(packages)
    goal = Goal(kind=kind, scale=np.full(2, 0.5), counted=np.ones(2, dtype=bool))
    for start in packages[(utility > 1e-6).all(axis=1)][:4]:
        end = climb(game, start, goal)
        before, after = game.utility(np.stack([start, end]))
        assert (after >= -1e-8).all()
        assert ((end >= 0) & (end <= game.bounds)).all()
        assert goal.merit(after) >= goal.merit(before) - 1e-4 * max(1, abs(goal.merit(before)))


def test_draws_do_not_depend_on_the_order_of_the_stakes():
    runs, stakes = toy()
    turned = type(stakes)(stakes=stakes.stakes[::-1])
    one, two = game_of(runs, stakes), game_of(runs, turned)
    assert (one.drawn == two.drawn).all()


def test_blocks_give_the_same_as_all_at_once():
    runs, stakes = toy(draws=3000)
    game = game_of(runs, stakes)
    packages = grid(((0.0, 0.25, 0.5, 0.75, 1.0),) * 5)
    parts = list(game.blocks(packages))
    assert len(parts) > 1
    assert parts[-1][0].stop == len(packages)
    some = slice(3100, 3125)
    whole = game.draw_utility(packages[some])
    last = parts[-1][1]
    assert last[:, -25:] == pytest.approx(whole)


@given(seed=st.integers(0, 100_000), kind=st.sampled_from(["least", "log"]))
@settings(max_examples=60, deadline=None)
def test_the_best_trade_of_two_is_what_the_linear_programme_finds(seed, kind):
    rng = np.random.default_rng(seed)
    moves = int(rng.integers(1, 12))
    change = rng.normal(size=(2, moves)) * (rng.random((2, moves)) < 0.85)
    most = rng.random(moves) * (rng.random(moves) < 0.9)
    here = rng.random(2) + 0.05
    least = here - rng.random(2) + rng.random(2) * rng.choice([0.0, 1.5])
    counted = np.array([[True, True], [True, False], [False, True]][rng.integers(3)])
    goal = Goal(kind=kind, scale=rng.random(2) + 0.1, counted=counted)
    closed = _between_two(goal, change, most, here, least)
    solved = _between_many(goal, change, most, here, least)
    assert (closed is None) == (solved is None)
    if closed is not None:
        made, worth = closed
        assert ((made >= 0) & (made <= most + 1e-12)).all()
        assert (here + change @ made >= least - 1e-9).all()
        assert worth == pytest.approx(solved[1], rel=1e-7, abs=1e-7)
