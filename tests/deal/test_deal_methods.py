"""Frontier, Nash, Kalai-Smorodinsky, equal gains: closed forms and brute force."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from detente._errors import DealError
from detente.deal.solutions.equal_gains import equal_gains_ranking
from detente.deal.solutions.frontier import pareto
from detente.deal.solutions.kalai_smorodinsky import kalai_smorodinsky_ranking
from detente.deal.solutions.nash import nash_ranking
from detente.deal.solutions.rubinstein import nash_weights

COARSE = st.integers(-6, 12).map(lambda n: n / 2)  # many ties on purpose


def utilities(least=1):
    return hnp.arrays(float, st.tuples(st.integers(least, 60), st.integers(1, 4)), elements=COARSE)


def test_the_weights_are_the_limit_of_rubinsteins_shares():
    assert nash_weights([0.95, 0.9])[0] == pytest.approx(0.6726, abs=5e-5)
    one, two = 0.95**1e-5, 0.9**1e-5  # Rubinstein (1982): (1 - d2) / (1 - d1 d2)
    assert (1 - two) / (1 - one * two) == pytest.approx(nash_weights([0.95, 0.9])[0], abs=1e-5)


def test_weights_of_three_parties_follow_patience():
    weights = nash_weights([0.99, 0.98, 0.98])
    assert weights.sum() == pytest.approx(1)
    assert weights[1] == weights[2]
    assert weights[0] / weights[1] == pytest.approx(np.log(0.98) / np.log(0.99))


@pytest.mark.parametrize("bad", [1.0, 1.5, -0.1])
def test_discount_factors_outside_are_refused(bad):
    with pytest.raises(DealError, match="discount factor"):
        nash_weights([0.9, bad])


@given(utilities())
@settings(max_examples=150, deadline=None)
def test_frontier_equals_brute_force(utility):
    def dominated(a):
        return any((b >= a).all() and (b > a).any() for b in utility)

    expected = {tuple(row) for row in utility if not dominated(row)}
    found = pareto(utility)
    assert {tuple(utility[i]) for i in found} == expected
    assert len(found) == len(expected)  # of equals one is kept
    assert (np.diff(utility[found, 0]) <= 0).all()


def test_frontier_tolerance_ignores_rounding_noise():
    utility = np.array([[1.0, 1.0], [1.0 + 1e-13, 1.0 - 1e-13]])
    assert len(pareto(utility)) == 2
    assert len(pareto(utility, tolerance=1e-9)) == 1


@given(utilities(), st.data())
@settings(max_examples=100, deadline=None)
def test_nash_equals_brute_force_and_ignores_scale(utility, data):
    accepted = (utility >= 0).all(axis=1)
    if not (utility[accepted] > 0).all(axis=1).any():
        return
    best = nash_ranking(utility, accepted)[0]
    assert np.prod(utility[best]) == pytest.approx(np.prod(utility[accepted], axis=1).max())
    scale = np.array(
        data.draw(st.lists(st.sampled_from([0.01, 0.5, 3.0, 40.0]), min_size=4, max_size=4))
    )[: utility.shape[1]]
    again = nash_ranking(utility * scale, accepted)[0]
    assert np.prod(utility[again]) == pytest.approx(np.prod(utility[best]))


def test_nash_weight_moves_the_package_towards_the_patient():
    gains = np.array([[1.0, 4.0], [2.0, 2.5], [4.0, 1.0]])
    every = np.ones(3, dtype=bool)
    assert nash_ranking(gains, every)[0] == 1
    assert nash_ranking(gains, every, weights=np.array([0.8, 0.2]))[0] == 2
    assert nash_ranking(gains, every, weights=np.array([0.2, 0.8]))[0] == 0


def test_a_party_that_nothing_can_help_does_not_hide_the_others():
    gains = np.array([[0.0, 0.0, 0.0], [1.0, 3.0, 0.0], [2.0, 2.0, 0.0]])
    every = np.ones(3, dtype=bool)
    assert nash_ranking(gains, every)[0] == 2
    assert kalai_smorodinsky_ranking(gains, every)[0] == 2
    assert equal_gains_ranking(gains, every)[0] == 2


@given(utilities())
@settings(max_examples=100, deadline=None)
def test_max_min_rules_equal_brute_force(utility):
    accepted = (utility >= 0).all(axis=1)
    gains = utility[accepted]
    if not (gains.size and (gains.max(axis=0) > 0).all()):
        return
    ideal = gains.max(axis=0)
    best = kalai_smorodinsky_ranking(utility, accepted)[0]
    assert (utility[best] / ideal).min() == pytest.approx((gains / ideal).min(axis=1).max())
    least = equal_gains_ranking(utility, accepted)[0]
    assert utility[least].min() == pytest.approx(gains.min(axis=1).max())


@given(utilities(), st.sampled_from([0.01, 3.0, 250.0]))
@settings(max_examples=60, deadline=None)
def test_kalai_smorodinsky_ignores_scale(utility, factor):
    accepted = (utility >= 0).all(axis=1)
    if not accepted.any():
        return
    scale = np.ones(utility.shape[1])
    scale[0] = factor
    one = kalai_smorodinsky_ranking(utility, accepted)[0]
    two = kalai_smorodinsky_ranking(utility * scale, accepted)[0]
    assert utility[one] == pytest.approx(utility[two])


@given(utilities())
@settings(max_examples=60, deadline=None)
def test_nash_and_leximin_winners_are_undominated_among_the_accepted(utility):
    accepted = (utility >= 0).all(axis=1)
    if not accepted.any():
        return
    for rank in (nash_ranking, equal_gains_ranking):
        best = utility[rank(utility, accepted)[0]]
        if (best <= 0).any():
            continue
        assert not any((row >= best).all() and (row > best).any() for row in utility[accepted])


def test_leximin_tells_equal_minima_apart():
    gains = np.array([[1.0, 1.0, 5.0], [1.0, 2.0, 2.0], [1.0, 2.0, 3.0]])
    assert equal_gains_ranking(gains, np.ones(3, dtype=bool)).tolist() == [2, 1, 0]


def test_equal_proportional_gains_use_the_scale():
    gains = np.array(list(itertools.product([1.0, 2.0, 4.0], [1.0, 2.0, 4.0])))
    frontier = np.isclose(gains.prod(axis=1), 4.0)
    best = equal_gains_ranking(gains, frontier, scale=np.array([1.0, 4.0]))[0]
    assert gains[best].tolist() == [1.0, 4.0]
