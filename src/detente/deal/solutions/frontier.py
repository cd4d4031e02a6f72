"""The Pareto frontier by a dominance filter."""

from bisect import bisect_left

import numpy as np

from detente.deal.surface.runs import Array, Indices

__all__ = ["pareto"]

_PROBES = 64
_CHUNK = 256


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
    parties one sort is enough. With three, packages are taken by falling utility of the first
    party, and the others' utilities of those taken so far are kept as a staircase, in which a
    binary search finds what dominates the next (Kung, Luccio and Preparata 1975). With more, each
    is compared with the survivors. Before that, a few packages that are best in some direction
    remove what they dominate, which with three parties or more is nearly everything.

    References
    ----------
    Kung, H. T., Luccio, F. and Preparata, F. P. (1975). On finding the maxima of a set of vectors.
    Journal of the ACM 22, 469-476. https://doi.org/10.1145/321906.321910

    Examples
    --------
    >>> import numpy as np
    >>> pareto(np.array([[1.0, 1.0], [2.0, 0.0], [0.5, 1.0], [1.0, 1.0]])).tolist()
    [1, 0]
    """
    if tolerance > 0:
        utility = np.round(utility / tolerance) * tolerance
    parties = utility.shape[1]
    if parties <= 2:
        kept = _two(utility)
    else:
        left = _probed(utility)
        kept = left[(_three if parties == 3 else _many)(utility[left])]
    order = np.lexsort((kept, *(-utility[kept, ::-1].T)))
    return kept[order]


def _two(utility: Array) -> Indices:
    first, last = utility[:, 0], utility[:, -1]
    order = np.argsort(-first, kind="stable")
    near = order[last[order] >= _best_before(first[order], last[order])]
    order = near[np.lexsort((near, -last[near], -first[near]))]
    best = np.maximum.accumulate(last[order])
    before = np.concatenate(([-np.inf], best[:-1]))
    return np.asarray(order[last[order] > before])


def _best_before(first: Array, last: Array) -> Array:
    """Best second utility among strictly larger first ones, for falling first utilities."""
    best = np.concatenate(([-np.inf], np.maximum.accumulate(last)))
    return np.asarray(best[np.searchsorted(-first, -first, side="left")])


def _probed(utility: Array) -> Indices:
    """Drop what the best packages of some directions dominate; keep the rest in order."""
    low, span = utility.min(axis=0, initial=np.inf), np.ptp(utility, axis=0)
    scaled = (utility - low) / np.where(span > 0, span, 1.0)
    directions = np.random.default_rng(0).dirichlet(np.ones(utility.shape[1]), size=_PROBES)
    left = np.arange(len(utility))
    for direction in directions:
        if len(left) < _CHUNK:
            break
        rows = utility[left]
        top = rows[np.argmax(scaled[left] @ direction)]
        left = left[(rows > top).any(axis=1) | (rows == top).all(axis=1)]
    return left


def _three(utility: Array) -> Indices:
    order = np.lexsort((np.arange(len(utility)), *(-utility[:, ::-1].T)))
    rising: list[float] = []  # second utility of the staircase; the third falls beside it
    falling: list[float] = []
    kept = []
    second, third = utility[order, 1].tolist(), utility[order, 2].tolist()
    for index, b, c in zip(order.tolist(), second, third, strict=True):
        stop = bisect_left(rising, b)
        if stop < len(rising) and falling[stop] >= c:
            continue
        kept.append(index)
        start = stop
        while start > 0 and falling[start - 1] <= c:
            start -= 1
        stop += stop < len(rising) and rising[stop] == b
        rising[start:stop] = [b]
        falling[start:stop] = [c]
    return np.array(kept, dtype=int)


def _many(utility: Array) -> Indices:
    order = np.lexsort(tuple(-utility[:, ::-1].T))
    kept = np.empty(0, dtype=int)
    for start in range(0, len(order), _CHUNK):
        fresh = order[start : start + _CHUNK]
        covered = np.all(utility[kept] >= utility[fresh][:, None], axis=2)
        fresh = fresh[~np.any(covered, axis=1)]
        survivors = []
        while len(fresh):
            survivors.append(fresh[0])
            top, fresh = utility[fresh[0]], fresh[1:]
            fresh = fresh[np.any(utility[fresh] > top, axis=1)]
        kept = np.append(kept, np.array(survivors, dtype=int))
    return kept
