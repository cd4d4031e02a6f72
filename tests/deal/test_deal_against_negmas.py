"""Frontier, Nash and Kalai-Smorodinsky points against NegMAS, on random multi-issue scenarios."""

import itertools

import numpy as np
import pytest

from detente.deal.solutions.frontier import pareto
from detente.deal.solutions.kalai_smorodinsky import ideal_gains, kalai_smorodinsky_ranking
from detente.deal.solutions.nash import nash_ranking

negmas = pytest.importorskip("negmas")


def scenario(seed):
    """Two to four issues of two to six values, additive utilities with a reserved value."""
    from negmas import make_issue, make_os
    from negmas.preferences import LinearAdditiveUtilityFunction

    rng = np.random.default_rng(seed)
    sizes = rng.integers(2, 7, size=rng.integers(2, 5)).tolist()
    issues = [make_issue(size, name=f"issue {k}") for k, size in enumerate(sizes)]
    space = make_os(issues)
    worths = [[rng.random(size) for size in sizes] for _ in range(2)]
    weights = rng.dirichlet(np.ones(len(sizes)), size=2)
    asked = rng.uniform(0.1, 0.5, size=2)
    outcomes = list(itertools.product(*(range(size) for size in sizes)))
    utility = np.zeros((len(outcomes), 2))
    for party, (worth, weight) in enumerate(zip(worths, weights, strict=True)):
        for row, outcome in enumerate(outcomes):
            utility[row, party] = sum(
                weight[k] * worth[k][value] for k, value in enumerate(outcome)
            )
    reserved = np.maximum(asked, utility.min(axis=0))  # NegMAS counts from the minimum below that
    parties = [
        LinearAdditiveUtilityFunction(
            values=[dict(enumerate(column.tolist())) for column in worth],
            weights=weight.tolist(),
            outcome_space=space,
            reserved_value=float(value),
        )
        for worth, weight, value in zip(worths, weights, reserved, strict=True)
    ]
    return parties, space, outcomes, utility, reserved


@pytest.mark.parametrize("seed", range(50))
def test_same_frontier_and_same_points_as_negmas(seed):
    from negmas.preferences.ops import kalai_points, nash_points, pareto_frontier

    parties, space, outcomes, utility, reserved = scenario(seed)
    gains = utility - reserved
    accepted = (gains >= 0).all(axis=1)
    theirs, _ = pareto_frontier(parties, outcomes=outcomes)  # of what both accept
    rational = utility[accepted]
    ours = rational[pareto(rational)]
    assert len(ours) == len(theirs)
    if not accepted.any():
        return
    assert np.array(sorted(ours.tolist())) == pytest.approx(np.array(sorted(theirs)), abs=1e-12)

    nash = nash_points(parties, theirs, outcome_space=space)
    best = utility[nash_ranking(gains, accepted)[0]]
    assert best == pytest.approx(np.array(nash[0][0]), abs=1e-9)

    # NegMAS equalises gains over each one's best outcome; ours over the best accepted one.
    ideal = utility.max(axis=0) - reserved
    equal = gains[kalai_smorodinsky_ranking(gains, accepted, ideal=ideal)[0]]
    points = np.array([point for point, _ in kalai_points(parties, theirs, outcome_space=space)])
    most = ((points - reserved).clip(0) / ideal).min(axis=1).max() if len(points) else 0.0
    assert (equal / ideal).min() >= most - 1e-9
    assert (ideal_gains(gains, accepted) <= ideal + 1e-12).all()
