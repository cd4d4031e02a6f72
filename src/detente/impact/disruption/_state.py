"""Rows of state arrays, without copies where they are slices."""

import numpy as np
import numpy.typing as npt

__all__ = ["Array", "raise_rows", "rows"]

Array = npt.NDArray[np.floating]
Rows = slice | npt.NDArray[np.intp]


def rows(array: Array, at: Rows, work: Array) -> Array:
    """Rows of a state array: a view of a slice, else a copy in ``work``.

    Parameters
    ----------
    array
        Shape (n, columns).
    at
        Which rows.
    work
        Where a copy goes, shape (rows, columns).
    """
    if isinstance(at, slice):
        return array[at]
    return np.take(array, at, axis=0, out=work, mode="clip")


def raise_rows(array: Array, at: Rows, values: Array, spare: Array) -> None:
    """Raise rows of a state array to at least the values, in place.

    Parameters
    ----------
    array
        Shape (n, columns).
    at
        Which rows.
    values
        Shape (rows, columns).
    spare
        Room to work in, shape (rows, columns).
    """
    if isinstance(at, slice):
        np.maximum(array[at], values, out=array[at])
    else:
        np.take(array, at, axis=0, out=spare, mode="clip")
        np.maximum(spare, values, out=spare)
        array[at] = spare
