"""The Kalai-Smorodinsky solution: everybody gets the same share of its best case."""

import numpy as np

from detente.deal.solutions.equal_gains import equal_gains_ranking
from detente.deal.surface.runs import Array, Flags, Indices

__all__ = ["ideal_gains", "kalai_smorodinsky_ranking"]


def ideal_gains(gains: Array, accepted: Flags) -> Array:
    """Return the most each party could gain from a package that all accept.

    Parameters
    ----------
    gains
        Utility above disagreement, shape (packages, parties) [USD bn per month].
    accepted
        Which packages are acceptable to all, shape (packages,).

    Returns
    -------
    Array
        shape (parties,) [USD bn per month].
    """
    return np.asarray(gains[accepted].max(axis=0, initial=0.0))


def kalai_smorodinsky_ranking(
    gains: Array, accepted: Flags, *, ideal: Array | None = None
) -> Indices:
    """Return the accepted packages, best by the Kalai-Smorodinsky rule first.

    Parameters
    ----------
    gains
        Utility above disagreement, shape (packages, parties) [USD bn per month].
    accepted
        Which packages are acceptable to all, shape (packages,).
    ideal
        Best case of each party [USD bn per month]; the best of the accepted packages if None.

    Returns
    -------
    Array
        Indices of accepted packages.

    Notes
    -----
    Maximises ``min_i g_i / m_i`` with ``m_i`` the best case over the acceptance set; equal minima
    are told apart by the next smallest share, and so on.

    References
    ----------
    Kalai, E. and Smorodinsky, M. (1975). Other solutions to Nash's bargaining problem.
    Econometrica 43, 513-518. https://doi.org/10.2307/1914280
    """
    best = ideal_gains(gains, accepted) if ideal is None else ideal
    return equal_gains_ranking(gains, accepted, scale=best)
