"""The control game: what each side would do alone, and what a deal is measured against."""

import dataclasses
import itertools

import numpy as np
import pytest
from deal_games import losses, random_game, toy
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import DealError
from detente.deal import Game, LossSurface, Range, Stake, Stakes, bargain
from detente.deal.without.control_game import control_game
from detente.deal.without.disagreement import disagreement_point
from detente.deal.without.equilibria import guaranteed, mixed_equilibria, pure_equilibria

LEVELS = (0.0, 0.5, 1.0)


def build(runs, stakes):
    return Game.build(runs, LossSurface.fit(runs), stakes, rng=np.random.default_rng(0))


def test_textbook_games():
    dilemma = np.array([[3, 0], [5, 1]])
    assert pure_equilibria(np.stack([dilemma, dilemma.T], -1)).tolist() == [[1, 1]]
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    payoffs = np.stack([pennies, -pennies], -1)
    assert len(pure_equilibria(payoffs)) == 0
    (mixed,) = mixed_equilibria(payoffs)
    assert mixed.first == pytest.approx([0.5, 0.5])
    assert mixed.utility == pytest.approx([0.0, 0.0])
    assert guaranteed(payoffs).tolist() == [-1.0, -1.0]
    sexes = np.stack([np.diag([2.0, 1.0]), np.diag([1.0, 2.0])], -1)
    assert len(mixed_equilibria(sexes)) == 3
    with pytest.raises(DealError, match="two players"):
        mixed_equilibria(np.zeros((2, 2, 2, 3)))
    with pytest.raises(DealError, match="pairs of supports"):
        mixed_equilibria(np.zeros((12, 12, 2)))


def test_the_toy_is_a_prisoners_dilemma():
    """Each side keeps what costs it to ease, and eases ethane, whose control harms its owner."""
    game = build(*toy())
    found = control_game(game)
    assert found.exhaustive
    assert found.packages.tolist() == [[0.0, 1.0, 0.0, 0.0, 0.0]]
    assert found.utility[0] == pytest.approx([0.2, 1.5])
    assert found.strict.tolist() == [True]
    point = disagreement_point(game, "control-game", names={"ethane": "ethane"})
    assert "easing ethane" in point.words
    assert point.as_dict()["equilibria"] == 1


@given(seed=st.integers(0, 100_000), parties=st.integers(2, 3))
@settings(max_examples=20, deadline=None)
def test_equilibria_are_those_of_asking_every_party_in_every_package(seed, parties):
    game = build(*random_game(seed, parties=parties, controls=4))
    packages = np.array(list(itertools.product(LEVELS, repeat=4)))
    utility = {tuple(p): u for p, u in zip(packages.tolist(), game.utility(packages), strict=True)}

    def stable(package):
        for party in range(parties):
            own = [k for k in range(4) if game.own[party, k]]
            for choice in itertools.product(LEVELS, repeat=len(own)):
                other = list(package)
                for k, level in zip(own, choice, strict=True):
                    other[k] = level
                if utility[tuple(other)][party] > utility[package][party] + 1e-9:
                    return False
        return True

    found = control_game(game)
    assert {tuple(row) for row in found.packages.tolist()} == {p for p in utility if stable(p)}
    for row, value in zip(found.packages.tolist(), found.utility, strict=True):
        assert value == pytest.approx(utility[tuple(row)])
        assert (value >= found.guaranteed - 1e-9).all()


@given(seed=st.integers(0, 100_000))
@settings(max_examples=10, deadline=None)
def test_following_best_replies_finds_only_equilibria(seed):
    game = build(*random_game(seed, parties=2, controls=4))
    every, some = control_game(game), control_game(game, most=10)
    assert not some.exhaustive
    known = {tuple(row) for row in every.packages.tolist()}
    assert {tuple(row) for row in some.packages.tolist()} <= known
    if len(some.packages) and some.cycles == 0:
        assert tuple(some.packages[0]) == tuple(every.packages[0])


def chase():
    """A wants to match what B does, B wants not to: no choice is stable."""
    runs = losses(
        [[1.0, -1.0], [1.0, -1.0]],
        pair=np.array([[-2.0, 2.0]]),
        owners=["A", "B"],
        parties=("A", "B"),
    )
    return runs, Stakes()


def test_without_a_pure_equilibrium_the_mixed_one_is_counted():
    game = build(*chase())
    game = dataclasses.replace(game, steps=((0.0, 1.0), (0.0, 1.0)))
    found = control_game(game)
    assert (len(found.packages), found.cycles, len(found.mixed)) == (0, 1, 1)
    point = disagreement_point(game, "control-game")
    assert point.utility == pytest.approx(found.mixed[0].utility)
    assert "no fixed choice of all is stable" in point.words


def test_three_parties_one_without_a_control():
    runs = losses([[0.3, 2.0, 0.5], [3.0, 0.2, 0.4]], owners=["A", "B"], parties=("A", "B", "C"))
    stakes = Stakes(
        stakes=(
            Stake(party="A", control="C0", security=Range.exactly(1.0)),
            Stake(party="B", control="C1", security=Range.exactly(0.1)),
        )
    )
    found = control_game(build(runs, stakes))
    assert found.packages.tolist() == [[0.0, 1.0]]
    assert found.utility[0] == pytest.approx([3.0, 0.1, 0.4])


def test_with_room_a_cheap_control_is_tightened_and_escalation_hurts_both():
    runs = losses([[-0.2, 2.0], [2.0, -0.1]], owners=["A", "B"], parties=("A", "B"))
    stakes = Stakes(room={"C0": 0.5, "C1": 0.25})
    game = build(runs, stakes)
    found = control_game(game)
    assert found.packages.tolist() == [[-0.5, -0.25]]
    point = disagreement_point(game, "escalation")
    assert dict(point.easings) == {"C0": -0.5, "C1": -0.25}
    assert point.utility == pytest.approx([0.5 * 0.2 - 0.25 * 2.0, -0.5 * 2.0 + 0.25 * 0.1])
    assert point.utility == pytest.approx(found.utility[0])


def test_escalation_without_room_and_unknown_points_are_refused():
    game = build(*toy())
    with pytest.raises(DealError, match="no control can be tightened"):
        disagreement_point(game, "escalation")
    with pytest.raises(DealError, match="give one of 'status-quo', 'control-game', 'esc"):
        disagreement_point(game, "war")


@given(seed=st.integers(0, 100_000))
@settings(max_examples=3, deadline=None)
def test_no_solution_is_worse_than_the_disagreement_point(seed):
    runs, stakes = random_game(seed)
    stakes = dataclasses.replace(stakes, room=dict.fromkeys(runs.controls, 0.5))
    game = build(runs, stakes)
    for kind in ("control-game", "escalation"):
        deals = bargain(runs, stakes, disagreement=kind)
        point = disagreement_point(game, kind)
        assert deals.disagreement.utility == pytest.approx(point.utility)
        assert point.words in deals.notes
        for package in (deals.nash, deals.kalai_smorodinsky, deals.equal_gains, *deals.frontier):
            if package is not None:
                easings = np.array([list(package.easings.values())])
                gains = game.utility(easings)[0] - point.utility
                assert (gains >= -1e-8).all()
                named = [gain.central for gain in package.gains.values()]
                assert named == pytest.approx(gains, abs=1e-8)


def test_a_worse_point_for_one_side_gives_the_other_more():
    runs, stakes = toy()
    stakes = dataclasses.replace(stakes, room={"eda": 0.5})
    quiet, war = bargain(runs, stakes), bargain(runs, stakes, disagreement="escalation")
    easings = [list(one.nash.easings.values()) for one in (quiet, war)]
    utility = build(runs, stakes).utility(np.array(easings))
    assert utility[1, 0] >= utility[0, 0] - 1e-6
