"""When a line stops: the least that any of its parts lets it run, by draw and day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["SHORT", "Exposed", "LineRun", "run_line", "stock_out"]

Array = npt.NDArray[np.float32]

SHORT = 0.25
"""A line stops on the first day on which it misses this part of its need of a part [share]."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exposed:
    """A part on a line of whose deliveries something is missing."""

    place: int
    """Its place among the firm's parts."""
    missing: Array
    """Part of its need that does not arrive, shape (draws + 1, days + 1) [share]."""
    stock: Array
    """Days of use in stock, shape (draws + 1, 1) [day]."""
    from_day: Array | None
    """Day from which another part can stand for it, shape (draws + 1, 1) [day]; None if none
    can."""

    def met(self, more: float = 0.0) -> Array:
        """Part of the need that is met, with more days of stock than there are [share]."""
        used = np.cumsum(self.missing, axis=1)
        rate = np.where(used > self.stock + more, 1 - self.missing, np.float32(1))
        if self.from_day is not None:
            days = np.arange(rate.shape[1], dtype=np.float32)
            rate = np.where(days >= self.from_day, np.float32(1), rate)
        return rate


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LineRun:
    """A line under a case."""

    rate: Array
    """Part of its output that it makes, shape (draws + 1, days + 1) [share]."""
    lost: Array
    """Days of output lost by the last day, shape (draws + 1,) [day]."""
    stops: Array
    """First day on which it misses `SHORT`, shape (draws + 1,) [day]; infinite where it does
    not."""
    next_day: dict[int, Array]
    """By place of a part: days of output saved by one more day of its stock alone, shape (draws +
    1,) [day]."""
    binding: tuple[int, ...]
    """Places of the parts that hold it back first in the central draw."""


def stock_out(part: Exposed) -> Array:
    """Day on which the stock of a part is used up, shape (draws + 1,) [day]; infinite if never."""
    return _first(np.cumsum(part.missing, axis=1) > part.stock)


def run_line(parts: Sequence[Exposed]) -> LineRun:
    """Run a line on its scarcest part."""
    least = parts[0].met()
    second = np.ones_like(least)
    which = np.zeros(least.shape, dtype=np.int32)
    for number, part in enumerate(parts[1:], start=1):
        met = part.met()
        lower = met < least
        second = np.where(lower, least, np.minimum(second, met))
        which[lower] = number
        least = np.minimum(least, met)
    lost = (1 - least).sum(axis=1)
    held = least < 1
    numbers = np.unique(which[held]) if held.any() else np.zeros(0, dtype=np.int32)
    saved: dict[int, Array] = {}
    for number in numbers.tolist():
        part = parts[number]
        mine = which == number
        others = np.where(mine, second, least)
        with_more = np.minimum(part.met(more=1.0), others)
        saved[part.place] = lost - (1 - with_more).sum(axis=1)
    stops = _first(least <= 1 - SHORT)
    return LineRun(
        rate=least, lost=lost, stops=stops, next_day=saved, binding=_binding(parts, stops[0])
    )


def _binding(parts: Sequence[Exposed], day: float) -> tuple[int, ...]:
    """Parts that stop the line on its day in the central draw; else those that run out first."""
    ends: list[tuple[float, int]] = []
    for part in parts:
        met = part.met()[:1]
        ends.append((float(_first(met <= 1 - SHORT)[0]), part.place))
    first = min(end for end, _ in ends)
    if not np.isfinite(first) or first > day:
        return ()
    return tuple(place for end, place in ends if end == first)


def _first(hit: npt.NDArray[np.bool_]) -> Array:
    """First day that is hit, shape (draws + 1,); infinite where none is."""
    day: Array = np.argmax(hit, axis=1).astype(np.float32)
    day[~hit.any(axis=1)] = np.inf
    return day


def spread_over(values: Array, read: Callable[[float], float | None]) -> dict[str, float | None]:
    """Low, central and high of draws: 5th percentile, first draw, 95th percentile."""
    low, high = (
        np.percentile(values[1:], [5, 95], method="nearest") if len(values) > 1 else values[[0, 0]]
    )
    central = float(values[0])
    return {
        "low": read(float(min(low, central))),
        "central": read(central),
        "high": read(float(max(high, central))),
    }
