"""The equal-gains (egalitarian) solution: the smallest gain is made as large as possible."""

import numpy as np

from detente.deal.surface.runs import Array, Flags, Indices

__all__ = ["equal_gains_ranking"]


def equal_gains_ranking(gains: Array, accepted: Flags, *, scale: Array | None = None) -> Indices:
    """Return the accepted packages, largest smallest gain first.

    Parameters
    ----------
    gains
        Utility above disagreement, shape (packages, parties) [USD bn per month].
    accepted
        Which packages are acceptable to all, shape (packages,).
    scale
        What each party's gain is measured in [USD bn per month]; dollars if None. With the parties'
        losses at disagreement this is the rule of equal proportional gains that Ossa (2014) uses
        for trade talks. A party with scale zero is left out.

    Returns
    -------
    Array
        Indices of accepted packages.

    Notes
    -----
    Maximises ``min_i g_i`` over the parties that some accepted package can help; equal minima are
    told apart by the next smallest gain, and so on (leximin).

    References
    ----------
    Kalai, E. (1977). Proportional solutions to bargaining situations: interpersonal utility
    comparisons. Econometrica 45, 1623-1630. https://doi.org/10.2307/1913954

    Ossa, R. (2014). Trade wars and trade talks with data. American Economic Review 104,
    4104-4146. https://doi.org/10.1257/aer.104.12.4104
    """
    which = np.flatnonzero(accepted)
    own = gains[which]
    size = np.ones(gains.shape[1]) if scale is None else scale
    largest = np.abs(own).max(initial=0.0)
    helped = (own.max(axis=0, initial=0.0) > 1e-9 * largest) & (size > 0)
    if not helped.any():
        return which
    shares = np.sort(own[:, helped] / size[helped], axis=1)
    unit = np.abs(shares).max() or 1.0
    keys = -np.round(shares / unit, 10)
    return np.asarray(which[np.lexsort(keys.T[::-1])])
