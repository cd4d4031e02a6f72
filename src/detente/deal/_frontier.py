"""The Pareto frontier by a dominance filter."""

import numpy as np

from detente.deal._runs import Array, Indices

__all__ = ["pareto"]


def pareto(utility: Array, *, tolerance: float = 0.0) -> Indices:
    """Return the indices of packages that no other package dominates.

    Parameters
    ----------
    utility
        Utilities, shape (packages, parties) [USD bn per month].
    tolerance
        Differences up to this count as equal [USD bn per month].

    Returns
    -------
    Array
        Indices, by falling utility of the first party. Of packages with equal utilities the first
        is kept.

    Notes
    -----
    Package b dominates a if it is at least as good for every party and better for one. With two
    parties one sort is enough; with more, each survivor in order of falling utility sum removes
    what it dominates (Kung, Luccio and Preparata 1975 treat the general problem).

    Examples
    --------
    >>> import numpy as np
    >>> pareto(np.array([[1.0, 1.0], [2.0, 0.0], [0.5, 1.0], [1.0, 1.0]])).tolist()
    [1, 0]
    """
    if tolerance > 0:
        utility = np.round(utility / tolerance) * tolerance
    kept = _two(utility) if utility.shape[1] <= 2 else _many(utility)
    order = np.lexsort((kept, *(-utility[kept, ::-1].T)))
    return kept[order]


def _two(utility: Array) -> Indices:
    first, last = utility[:, 0], utility[:, -1]
    order = np.lexsort((np.arange(len(utility)), -last, -first))
    best = np.maximum.accumulate(last[order])
    before = np.concatenate(([-np.inf], best[:-1]))
    return np.asarray(order[last[order] > before])


def _many(utility: Array) -> Indices:
    left = np.argsort(-utility.sum(axis=1), kind="stable")
    kept = []
    while len(left):
        top = utility[left[0]]
        kept.append(left[0])
        rest = left[1:]
        left = rest[(utility[rest] > top).any(axis=1)]
    return np.array(kept, dtype=int)
