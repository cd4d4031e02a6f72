"""The packages that are looked at: every combination of a few levels within the red lines."""

import math

import numpy as np

from detente._errors import DealError
from detente.deal._runs import Array

__all__ = ["DEFAULT_LADDERS", "choose_levels", "grid"]

DEFAULT_LADDERS: tuple[tuple[float, ...], ...] = (
    (0.0, 0.25, 0.5, 0.75, 1.0),
    (0.0, 0.5, 1.0),
    (0.0, 1.0),
)


def choose_levels(
    bounds: Array, levels: tuple[float, ...] | None, most: int
) -> tuple[tuple[float, ...], ...]:
    """Return the levels of each column, the finest ladder that stays within the size guard.

    Parameters
    ----------
    bounds
        Largest share of each column, shape (columns,) [share].
    levels
        Levels asked for [share]; the default ladders (quarters, halves, all or nothing), finest
        first, if None.
    most
        Largest number of packages.

    Raises
    ------
    DealError
        A level outside 0 to 1, or too many packages even with the coarsest ladder.

    Examples
    --------
    >>> import numpy as np
    >>> choose_levels(np.array([1.0, 0.4, 0.0]), (0, 0.5, 1), most=100)
    ((0.0, 0.5, 1.0), (0.0, 0.4), (0.0,))
    """
    for level in levels or ():
        if not 0 <= level <= 1:
            raise DealError(
                f"level {level} is not a share: give levels from 0 (as today) to 1 (lifted)"
            )
    ladders = DEFAULT_LADDERS if levels is None else (levels,)
    for ladder in ladders:
        chosen = tuple(_within(ladder, float(bound)) for bound in bounds)
        if math.prod(len(one) for one in chosen) <= most:
            return chosen
    count = math.prod(len(one) for one in chosen)
    raise DealError(
        f"{count} packages ({len(bounds)} columns, up to {max(map(len, chosen))} levels) are more "
        f"than {most}: use fewer levels, set red lines, table fewer controls, or raise the limit"
    )


def grid(levels: tuple[tuple[float, ...], ...]) -> Array:
    """Return every combination of the levels; the first row is the status quo.

    Parameters
    ----------
    levels
        Levels of each column, rising from 0 [share].

    Returns
    -------
    Array
        shape (packages, columns) [share].
    """
    axes = np.meshgrid(*(np.array(one, dtype=float) for one in levels), indexing="ij")
    return np.stack([axis.ravel() for axis in axes], axis=1)


def _within(ladder: tuple[float, ...], bound: float) -> tuple[float, ...]:
    below = {float(level) for level in ladder if level < bound}
    return tuple(sorted(below | {0.0, bound}))
