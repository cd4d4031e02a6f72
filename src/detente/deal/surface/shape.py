"""How one control's loss grows with its intensity: monotone ramps between knots."""

from functools import cache

import numpy as np

from detente.deal.surface.runs import Array, Indices

__all__ = ["find_knots", "products", "ramps"]

_MOST_LEVELS = 6
_DEFAULT_KNOTS = (0.25, 0.5, 0.75, 1.0)


def find_knots(intensity: Array) -> Array:
    """Return the knots of one control's shape: the partial levels that were run, and 1.

    Parameters
    ----------
    intensity
        Intensities of one control in the design, shape (packages,) [share].

    Returns
    -------
    Array
        Rising knots in (0, 1], the last is 1 [share]. Quarters, when more than six partial levels
        were run.

    Examples
    --------
    >>> import numpy as np
    >>> find_knots(np.array([0, 0.5, 1, 1])).tolist()
    [0.5, 1.0]
    """
    inside = intensity[(intensity > 1e-9) & (intensity < 1 - 1e-9)]
    levels = np.unique(np.round(inside, 9))
    if len(levels) > _MOST_LEVELS:
        return np.array(_DEFAULT_KNOTS)
    return np.append(levels, 1.0)


def ramps(intensity: Array, knots: Array) -> Array:
    """Return the ramp basis: ramp j climbs from 0 to 1 between knot j-1 and knot j.

    Parameters
    ----------
    intensity
        Intensities, shape (packages,) [share].
    knots
        Rising knots in (0, 1], shape (knots,) [share].

    Returns
    -------
    Array
        shape (packages, knots) [1]. A sum with weights of one sign is monotone, zero at zero
        intensity, and equal to the sum of the weights at today's intensity. Beyond that (1) the
        last ramp goes on at its slope.
    """
    start = np.concatenate(([0.0], knots[:-1]))
    height = np.append(np.ones(len(knots) - 1), np.inf)
    return np.clip((intensity[:, None] - start) / (knots - start), 0.0, height)


def products(intensity: Array) -> Array:
    """Return ``z_k z_l`` for every pair of controls.

    Parameters
    ----------
    intensity
        shape (packages, controls) [share].

    Returns
    -------
    Array
        shape (packages, pairs) [1].
    """
    first, second = _pairs(intensity.shape[1])
    return intensity[:, first] * intensity[:, second]


@cache
def _pairs(count: int) -> tuple[Indices, Indices]:
    """Every pair of controls, kept: to list them takes longer than to multiply."""
    first, second = np.triu_indices(count, k=1)
    return first, second
