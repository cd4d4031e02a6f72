"""Integer programmes against enumeration, and tables too large to enumerate."""

import dataclasses

import numpy as np
import pytest
from deal_games import losses, random_game
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import DealError
from detente.deal import (
    Game,
    Goal,
    LossSurface,
    Programme,
    Range,
    Rules,
    Stake,
    Stakes,
    candidates,
    grid,
)
from detente.deal.game.stakes import SideIssue
from detente.deal.solutions.candidates import ENUMERATED
from detente.deal.solutions.milp import epsilon_frontier


def build(runs, stakes):
    return Game.build(runs, LossSurface.fit(runs), stakes, rng=np.random.default_rng(0))


def every(game):
    packages = grid(tuple((0.0, float(bound)) for bound in game.bounds))
    utility = game.utility(packages)
    return utility[(utility >= game.floor - 1e-9).all(axis=1)]


def goal(kind, scale):
    return Goal(kind=kind, scale=np.asarray(scale, dtype=float), counted=np.ones(len(scale), bool))


@given(seed=st.integers(0, 100_000), parties=st.integers(2, 3), controls=st.integers(2, 6))
@settings(max_examples=15, deadline=None)
def test_programmes_find_what_enumeration_finds(seed, parties, controls):
    game = build(*random_game(seed, parties=parties, controls=controls))
    programme, gains = Programme(game), every(game)
    for party in range(parties):
        one = Goal(kind="least", scale=np.ones(parties), counted=np.arange(parties) == party)
        best = programme.best(one)
        assert programme.gains(best.package)[party] == pytest.approx(
            gains[:, party].max(), abs=1e-6
        )
        assert best.gap < 1e-5
    least = programme.best(goal("least", np.ones(parties)))
    assert programme.gains(least.package).min() == pytest.approx(gains.min(axis=1).max(), abs=1e-5)
    helped = gains[(gains > 1e-3).all(axis=1)]
    if len(helped):
        nash = programme.best(goal("log", np.full(parties, 1 / parties)))
        best = np.log(helped).mean(axis=1).max()
        assert best - 2e-4 <= nash.value <= nash.bound + 1e-9
        assert nash.bound >= best - 1e-9  # the certificate holds
        assert nash.gap <= 2e-4


def test_weights_move_the_programmes_nash_package():
    runs = losses([[0.0, 3.0], [0.0, 2.0], [2.5, 0.0]], owners=["A", "A", "B"], parties=("A", "B"))
    values = {"C0": ("A", 1.4), "C1": ("A", 0.9), "C2": ("B", 0.4)}
    stakes = Stakes(
        stakes=tuple(
            Stake(party=p, control=c, security=Range.exactly(v)) for c, (p, v) in values.items()
        )
    )
    programme = Programme(build(runs, stakes))
    first = programme.best(goal("log", [0.95, 0.05]))
    second = programme.best(goal("log", [0.05, 0.95]))
    assert programme.gains(first.package)[0] > programme.gains(second.package)[0]


def test_nobody_accepts_is_none():
    runs = losses([[0.1, 1.0]], owners=["A"], parties=("A", "B"))
    stakes = Stakes(
        stakes=(Stake(party="A", control="C0", security=Range.exactly(5.0)),),
        reservation={"A": 0.5},
    )
    assert Programme(build(runs, stakes)).best(goal("least", [1, 1])) is None


def test_side_issues_stay_continuous():
    """A eases (cost 1) for purchases: equal gains where 2 y - 1 = 3 - 2 y."""
    runs = losses([[0.0, 3.0]], owners=["A"], parties=("A", "B"))
    side = SideIssue(name="soy", worth={"A": Range.exactly(2.0), "B": Range.exactly(-2.0)})
    stake = Stake(party="A", control="C0", security=Range.exactly(1.0))
    best = Programme(build(runs, Stakes(stakes=(stake,), side=(side,)))).best(goal("least", [1, 1]))
    assert best.package == pytest.approx([1.0, 1.0], abs=1e-6)
    most = dataclasses.replace(side, worth={"A": Range.exactly(4.0), "B": Range.exactly(-4.0)})
    best = Programme(build(runs, Stakes(stakes=(stake,), side=(most,)))).best(goal("least", [1, 1]))
    assert best.package == pytest.approx([1.0, 0.5], abs=1e-6)


def test_epsilon_frontier_is_undominated():
    game = build(*random_game(3, parties=2, controls=6))
    gains = every(game)
    found = list(epsilon_frontier(Programme(game), points=6))
    assert len(found) >= 6
    for one in found:
        own = game.utility(one.package[None])[0]
        assert not ((gains >= own - 1e-9).all(axis=1) & (gains > own + 1e-5).any(axis=1)).any()


def wide(controls, parties=2, seed=0):
    """A game of many controls, straight from coefficients."""
    rng = np.random.default_rng(seed)
    sides = ("USA", "CHN", "NLD")[:parties]
    owner = np.arange(controls) % parties
    alone = rng.uniform(0.2, 2.0, (controls, parties))
    alone[np.arange(controls), owner] = rng.uniform(0, 0.4, controls)
    pairs = controls * (controls - 1) // 2
    there = rng.random((pairs, 1)) < 4 / controls
    pair = rng.uniform(-0.2, 0.1, (pairs, parties)) * there
    names = [f"C{k:02d}" for k in range(controls)]
    stakes = Stakes(
        stakes=tuple(
            Stake(party=sides[o], control=c, security=Range(low=v / 2, central=v, high=2 * v))
            for o, c, v in zip(owner, names, rng.uniform(0.2, 2.0, controls), strict=True)
        )
    )
    small = losses(alone[:2], owners=[sides[o] for o in owner[:2]], parties=sides)
    surface = LossSurface.fit(small)
    spread = rng.uniform(0.8, 1.2, (4, controls, 1))
    surface = dataclasses.replace(
        surface,
        knots=(np.ones(1),) * controls,
        climbs=tuple(row[None] for row in alone),
        pair=pair,
        draw_alone=alone * spread,
        draw_pair=np.repeat(pair[None], 4, axis=0),
        months=np.concatenate([alone, pair])[None],
    )
    runs = dataclasses.replace(small, controls=tuple(names), owners=tuple(sides[o] for o in owner))
    return Game.build(runs, surface, stakes, rng=rng)


def test_eighteen_controls_are_solved_exactly_and_shortlisted():
    game = wide(18, 3)
    found = candidates(game, most=20_000)
    utility = game.grid_utility(((0.0, 1.0),) * 18)
    accepted = (utility >= game.floor - game.tolerance).all(axis=1)
    assert found.tried == 2**18 - 1
    assert found.accepted == accepted.sum() - 1
    assert len(found.packages) < 20_000
    best = np.prod(utility[accepted].clip(0), axis=1).max()
    assert np.prod(found.utility.clip(0), axis=1).max() == pytest.approx(best)
    assert "lower bound" in found.note
    programme = Programme(game)
    nash = programme.best(goal("log", np.full(3, 1 / 3)))
    assert nash.value == pytest.approx(np.log(best) / 3, abs=1e-4)


def test_a_hundred_controls_come_with_certified_gaps():
    game = wide(100)
    assert ENUMERATED < 2**100
    found = candidates(game)
    assert set(found.gaps) == {"frontier", "nash", "kalai-smorodinsky", "equal-gains"}
    assert max(found.gaps.values()) <= 1e-4
    assert (found.packages[0] == 0).all()
    assert np.isin(found.packages, (0.0, 1.0)).all()
    assert "integer programmes" in found.note
    assert found.accepted > 10


def test_levels_that_were_asked_for_are_not_replaced_by_a_programme():
    with pytest.raises(DealError, match="use fewer levels"):
        candidates(wide(30), levels=(0.0, 0.5, 1.0))


def test_rules_keep_their_default_guard():
    assert Rules().most_packages < ENUMERATED
