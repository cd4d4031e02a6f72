"""The Nash bargaining solution."""

import numpy as np

from detente.deal.surface.runs import Array, Flags, Indices

__all__ = ["nash_ranking"]


def nash_ranking(gains: Array, accepted: Flags, *, weights: Array | None = None) -> Indices:
    """Return the accepted packages, best by the Nash product first.

    Parameters
    ----------
    gains
        Utility above disagreement, shape (packages, parties) [USD bn per month].
    accepted
        Which packages are acceptable to all, shape (packages,).
    weights
        Weight of each party [1]; equal if None.

    Returns
    -------
    Array
        Indices of accepted packages.

    Notes
    -----
    Maximises ``sum_i w_i ln g_i``. Where no package makes everybody strictly better off, packages
    that make more parties strictly better off come first, then those with the larger product over
    these parties: a party that nothing can help does not make every product zero.

    References
    ----------
    Nash, J. F. (1950). The bargaining problem. Econometrica 18, 155-162.
    https://doi.org/10.2307/1907266
    """
    which = np.flatnonzero(accepted)
    own = gains[which]
    share = np.ones(gains.shape[1]) / gains.shape[1] if weights is None else weights
    least = 1e-9 * np.abs(own).max(initial=0.0)
    strict = own > least
    logs = np.log(np.where(strict, own, 1.0))
    merit = np.where(strict, logs * share, 0.0).sum(axis=1)
    return np.asarray(which[np.lexsort((-np.round(merit, 10), -strict.sum(axis=1)))])
