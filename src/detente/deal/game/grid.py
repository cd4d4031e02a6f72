"""The packages that are looked at: every combination of a few levels within the red lines."""

import math
from collections.abc import Sequence

import numpy as np

from detente._errors import DealError
from detente.deal.surface.runs import Array

__all__ = ["DEFAULT_LADDERS", "choose_levels", "grid"]

DEFAULT_LADDERS: tuple[tuple[float, ...], ...] = (
    (0.0, 0.25, 0.5, 0.75, 1.0),
    (0.0, 0.5, 1.0),
    (0.0, 1.0),
)


def choose_levels(
    bounds: Array,
    levels: tuple[float, ...] | None,
    most: int,
    *,
    least: Array | None = None,
    steps: Sequence[tuple[float, ...] | None] | None = None,
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
    least
        Smallest share of each column, shape (columns,) [share]; 0 if None.
    steps
        For each column the only shares it can take, or None where it is continuous.

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
    lows = np.zeros(len(bounds)) if least is None else least
    kinds = [None] * len(bounds) if steps is None else steps
    ladders = DEFAULT_LADDERS if levels is None else (levels,)
    for ladder in ladders:
        chosen = tuple(
            _within(ladder, float(bound), float(low))
            if some is None
            else _stepped(some, float(low))
            for bound, low, some in zip(bounds, lows, kinds, strict=True)
        )
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


def _within(ladder: tuple[float, ...], bound: float, least: float) -> tuple[float, ...]:
    return tuple(sorted({float(x) for x in ladder if least < x < bound} | {least, bound}))


def _stepped(steps: tuple[float, ...], least: float) -> tuple[float, ...]:
    return tuple(step for step in steps if step >= least)
