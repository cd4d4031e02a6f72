"""Draws of the uncertain inputs: a Latin hypercube over two-piece triangular ranges."""

from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError

__all__ = ["Sampler", "two_piece"]

Array = npt.NDArray[np.floating]


def two_piece(quantile: Array, low: float, central: float, high: float) -> Array:
    """Quantile function of the two-piece triangular distribution with mode and median ``central``.

    Half of the probability lies on each side, falling linearly to zero at the ends; so a run at
    central values stands in the middle of the draws however lopsided a range is.

    Parameters
    ----------
    quantile
        Quantiles, 0 to 1, any shape.
    low, central, high
        Ends of the range, and its mode and median.

    Examples
    --------
    >>> two_piece(np.array([0.0, 0.125, 0.5, 1.0]), 0.0, 1.0, 5.0).tolist()
    [0.0, 0.5, 1.0, 5.0]
    """
    below = low + (central - low) * np.sqrt(np.minimum(2.0 * quantile, 1.0))
    above = high - (high - central) * np.sqrt(np.minimum(2.0 * (1.0 - quantile), 1.0))
    sides = np.where(quantile < 0.5, below, above)
    return np.asarray(np.where(quantile == 0.5, central, sides))  # whatever rounding makes of it


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
        Seed of the random generator, zero or more. Each input has its own stream, made from the
        seed and its name, so that it has the same draws in every study with this seed.
    streams
        By name of an input, what its stream is made from in place of that name.
    quantiles
        In place of the hypercube: where in its range each named input lies in draws 1 to
        ``draws``, shape (draws,) each; those not named stay at their central value.

    Attributes
    ----------
    names
        The names, in order.
    moved
        Names of the inputs that were asked for and have a range.
    """

    def __init__(
        self,
        names: Sequence[str],
        *,
        draws: int,
        seed: int,
        streams: Mapping[str, str] | None = None,
        quantiles: Mapping[str, Array] | None = None,
    ) -> None:
        if draws < 1:
            raise ImpactError(f"draws must be at least 1, got {draws}")
        if seed < 0:
            raise ImpactError(f"seed must be zero or more, got {seed}")
        self.names = tuple(dict.fromkeys(names))
        self._row = {name: row for row, name in enumerate(self.names)}
        self.moved: set[str] = set()
        self._seed, self._streams = seed, dict(streams or {})
        self._drawn: Array = np.full((len(self.names), draws + 1), 0.5)
        self._left = set(self.names) if quantiles is None else set()
        for name, given in (quantiles or {}).items():
            self._drawn[self._row[name], 1:] = given

    @property
    def quantiles(self) -> Array:
        """Where in its range each input lies, shape (names, draws + 1) [quantile].

        The first column is not a quantile but stands for the central value.
        """
        for name in tuple(self._left):
            self._at(name)
        return self._drawn

    @property
    def size(self) -> int:
        """Number of draws, the central one included."""
        return int(self._drawn.shape[1])

    def _at(self, name: str) -> Array:
        """One input's quantiles, drawn when it is first asked for: most are never."""
        row: Array = self._drawn[self._row[name]]
        if name in self._left:
            draws = len(row) - 1
            stream = self._streams.get(name, name)
            generator = np.random.default_rng([self._seed, crc32(stream.encode())])
            row[1:] = (generator.permutation(draws) + generator.random(draws)) / draws
            self._left.discard(name)
        return row

    def values(self, name: str, low: float, central: float, high: float) -> Array:
        """Values of one input over the draws, shape (draws + 1,); the first is ``central``."""
        if low < high:
            self.moved.add(name)
        drawn = two_piece(self._at(name), low, central, high)
        drawn[0] = central
        return drawn

    def quantile(self, name: str) -> Array:
        """Where in its range one input lies over the draws, shape (draws + 1,); first the middle.

        For inputs whose distribution is not a range.
        """
        self.moved.add(name)
        return np.array(self._at(name))
