"""The utilitarian solution: the package with the largest sum of gains, however it is shared."""

import numpy as np

from detente.deal import Problem, Solution

__all__ = ["UTILITARIAN"]


def _largest_sum(problem: Problem) -> np.ndarray:
    """Positions of the packages that all accept, the largest sum of gains first."""
    which = np.flatnonzero(problem.accepted)
    return which[np.argsort(-problem.gains[which].sum(axis=1), kind="stable")]


UTILITARIAN = Solution(
    name="utilitarian",
    title="largest sum",
    letter="U",
    label="Largest sum of gains",
    means="the one with the largest sum of gains, however it is shared",
    ranking=_largest_sum,
)
