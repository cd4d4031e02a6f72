"""The permutation test: would days drawn at random have added up to as much."""

import numpy as np
import numpy.typing as npt

__all__ = ["permutation_p"]

Array = npt.NDArray[np.floating]

AT_ONCE = 10_000
"""Draws in memory at a time; their number does not change what is drawn [count]."""


def permutation_p(before: Array, during: Array, *, draws: int, rng: np.random.Generator) -> float:
    """Return the two-sided p value of the sum over the event window.

    Parameters
    ----------
    before
        Abnormal returns of the estimation window over their standard errors, shape (days,) [1].
    during
        Those of the event window, shape (event days,) [1].
    draws
        How often days are drawn [count].
    rng
        Where the draws come from.

    Returns
    -------
    float
        Share of draws of as many days from both windows together whose sum is as large, the
        event itself counted in.

    Notes
    -----
    Under the null all days are exchangeable once scaled by their own standard errors: a residual
    varies less than the noise, a prediction error more. No shape of the noise is assumed, but no
    clusters of volatility either; placebo windows keep those.

    References
    ----------
    .. [1] Nguyen and Wolf, "A note on testing AR and CAR for event studies", Journal of Economic
       Statistics 1(2) (2023).

    Examples
    --------
    >>> quiet = np.tile([0.5, -0.5], 60)
    >>> permutation_p(quiet, np.array([6.0]), draws=999, rng=np.random.default_rng(0)) < 0.03
    True
    """
    pool = np.concatenate([before, during])
    as_large = 0
    for done in range(0, draws, AT_ONCE):
        count = min(AT_ONCE, draws - done)
        drawn = rng.permuted(np.tile(pool, (count, 1)), axis=1)[:, : len(during)]
        as_large += int((np.abs(drawn.sum(axis=1)) >= abs(during.sum()) * (1 - 1e-12)).sum())
    return (1 + as_large) / (1 + draws)
