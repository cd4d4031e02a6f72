"""Equilibria of two-party control games against Gambit, on random games up to eight by eight."""

import numpy as np
import pytest

from detente.deal.without.equilibria import mixed_equilibria, pure_equilibria


@pytest.fixture(scope="module")
def gambit():
    return pytest.importorskip("pygambit")


def games():
    rng = np.random.default_rng(20250610)
    for number in range(50):
        rows, columns = (int(size) for size in rng.integers(2, 9, size=2))
        payoffs = rng.normal(size=(rows, columns, 2))
        if number % 5 == 4:  # common interests, as when both want the same controls gone
            payoffs[..., 1] = 0.7 * payoffs[..., 0] + 0.3 * payoffs[..., 1]
        yield payoffs


def as_gambit(gambit, payoffs):
    return gambit.StrategicGame.from_arrays(payoffs[..., 0], payoffs[..., 1])


def mixes(profile):
    game = profile.game
    return [profile[who][what] for who in game.players for what in game.get_strategies(who)]


def test_every_pure_equilibrium_is_gambits(gambit):
    found = 0
    for payoffs in games():
        theirs = {
            tuple(
                int(np.argmax(part))
                for part in np.split(np.array(row, dtype=float), [len(payoffs)])
            )
            for row in (
                mixes(one)
                for one in gambit.nash.enumpure_solve(as_gambit(gambit, payoffs)).equilibria
            )
        }
        assert {tuple(row) for row in pure_equilibria(payoffs).tolist()} == theirs
        found += len(theirs)
    assert found > 20


def test_every_mixed_equilibrium_is_gambits(gambit):
    found = 0
    for payoffs in games():
        solved = gambit.nash.enummixed_solve(as_gambit(gambit, payoffs), rational=False).equilibria
        theirs = sorted([float(p) for p in mixes(one)] for one in solved)
        ours = sorted(
            [*one.first.tolist(), *one.second.tolist()] for one in mixed_equilibria(payoffs)
        )
        assert len(ours) == len(theirs) > 0
        assert np.array(sorted(np.round(ours, 6).tolist())) == pytest.approx(
            np.array(sorted(np.round(theirs, 6).tolist())), abs=2e-6
        )
        found += len(ours)
    assert found > 100
