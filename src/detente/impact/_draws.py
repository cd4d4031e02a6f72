"""Draws of the uncertain inputs: a Latin hypercube over triangular ranges."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError

__all__ = ["Sampler", "triangular"]

Array = npt.NDArray[np.floating]


def triangular(quantile: Array, low: float, central: float, high: float) -> Array:
    """Quantile function of the triangular distribution with mode ``central``.

    Parameters
    ----------
    quantile
        Quantiles, 0 to 1, any shape.
    low, central, high
        Ends of the range and its mode.

    Examples
    --------
    >>> triangular(np.array([0.0, 0.5, 1.0]), 0.0, 1.0, 2.0).tolist()
    [0.0, 1.0, 2.0]
    """
    width = high - low
    if width <= 0:
        return np.full(np.shape(quantile), central)
    split = (central - low) / width
    rising = low + np.sqrt(quantile * width * (central - low))
    falling = high - np.sqrt((1.0 - quantile) * width * (high - central))
    return np.asarray(np.where(quantile < split, rising, falling))


class Sampler:
    """Joint draws of every uncertain input of a study.

    Draw 0 has every input at its central value; draws 1 to ``draws`` form a Latin hypercube
    (McKay, Beckman and Conover 1979).

    Parameters
    ----------
    names
        One name per uncertain input; inputs that share a name move together.
    draws
        Number of draws beside the central one.
    seed
        Seed of the random generator; the same seed gives the same draws.

    Attributes
    ----------
    names
        The names, in order.
    quantiles
        Where in its range each input lies, shape (names, draws + 1); the first column is not a
        quantile but stands for the central value.
    """

    def __init__(self, names: Sequence[str], *, draws: int, seed: int) -> None:
        if draws < 1:
            raise ImpactError(f"draws must be at least 1, got {draws}")
        generator = np.random.default_rng(seed)
        self.names = tuple(dict.fromkeys(names))
        self._row = {name: row for row, name in enumerate(self.names)}
        self.quantiles: Array = np.full((len(self.names), draws + 1), 0.5)
        for row in range(len(self.names)):
            strata = generator.permutation(draws) + generator.random(draws)
            self.quantiles[row, 1:] = strata / draws

    @property
    def size(self) -> int:
        """Number of draws, the central one included."""
        return int(self.quantiles.shape[1])

    def values(self, name: str, low: float, central: float, high: float) -> Array:
        """Values of one input over the draws, shape (draws + 1,); the first is ``central``."""
        drawn = triangular(self.quantiles[self._row[name]], low, central, high)
        drawn[0] = central
        return drawn
