"""Pipelines and stocks of the plants at every site, by class of plants, day by day."""

import numpy as np
import numpy.typing as npt

from detente.impact.goods._sites import Sites
from detente.impact.goods.day import Plan
from detente.impact.goods.model import GoodsModel

__all__ = ["Stocks"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]

COUNTS = 0.01
"""A class of plants with less than this part of a region's use of a good stops no line [share]."""


class Stocks:
    """What plants hold, what is on its way to them, and what they use.

    Plants of a site differ in whom they buy from and in what they hold: those that depend on
    controlled flows come first, the others second, and each of the two in classes from the leanest
    stock to the fullest. Each class orders, receives and uses for itself. Amounts are in days of
    base use, kept in single precision, shape (2, classes, sites).

    Parameters
    ----------
    model
        Fixed numbers.
    sites
        What is stepped.
    plan
        Says which draw each column uses.
    dependent
        Part of the need that comes from controlled flows, shape (sites,) [share].

    Attributes
    ----------
    stock
        Stock of each class, shape (2, classes, sites) [day of base use].
    afloat
        Mean of what is on its way, shape (sites,) [day of base use].
    met
        Mean part of the need that was met on the day last stepped, shape (sites,) [share].
    leanest
        The same of the leanest class, of the kind of plants that misses most, shape (sites,)
        [share]; a class that makes up less than `COUNTS` of the use does not count.
    normal
        Mean base stock and pipeline together, shape (sites,) [day of base use].
    base
        Mean base stock, shape (sites,) [day of base use].
    """

    def __init__(self, model: GoodsModel, sites: Sites, plan: Plan, dependent: Array) -> None:
        draw = plan.draw[sites.column]
        days = model.stock_days[sites.good, sites.region, draw]
        full = (model.stock_class[:, sites.good, draw] * days).astype(np.float32)
        self._full = np.stack([full, full])
        self._dependent = dependent
        part = np.stack([dependent, 1.0 - dependent]) / len(full)
        self._counts = part * model.item_share[sites.item, draw] >= COUNTS
        self._single = model.whole["single_source_share"][draw]
        self._wanted = self._full.copy()
        self.stock: Array = self._full.copy()
        ahead = model.prebought[sites.good, draw] * (dependent > 0)
        self.stock[0] += ahead.astype(np.float32)
        transit = np.rint(model.parameters["transit_days"]).astype(np.intp)
        self._transit: IntArray = transit[sites.good, draw]
        kinds, classes, number = self.stock.shape
        self._slots = int(self._transit.max(initial=0)) + 1
        self._pipeline = np.ones((kinds, classes, self._slots, number), dtype=np.float32)
        self._source: IntArray | None = None
        self._work = np.empty((2, *self.stock.shape), dtype=np.float32)
        self._above = np.zeros_like(self.stock)
        self._arrived = np.ones_like(self.stock)
        self._sent = self._pipeline[:, :, 0]
        self._most = (model.whole["rebuild_multiple"][draw] - 1.0).astype(np.float32)
        self._per_day = (1.0 / model.whole["rebuild_days"][draw]).astype(np.float32)
        self.base = self._mean(self._full)
        self.afloat: Array = self._transit.astype(float)
        self.normal = self.base + self.afloat
        self.met: Array = np.ones(number)
        self.leanest: Array = np.ones(number)

    @property
    def sent(self) -> Array:
        """Mean of what set out on the day last stepped, shape (sites,) [day of base use]."""
        return self._mean(self._sent)

    @property
    def arrived(self) -> Array:
        """Mean of what came in on the day last stepped, shape (sites,) [day of base use]."""
        return self._mean(self._arrived)

    def above(self, awake: int) -> Array:
        """Order above use that meets the controlled flows, of the first sites [day of base use].

        Dependent plants order what they buy from one supplier there, and all plants the rest.
        """
        above, single = self._above[:, :, :awake], self._single[:awake]
        theirs = _mean(above[0])
        return single * theirs + (1.0 - single) * self._mean(above)

    def mean(self, awake: int) -> Array:
        """Mean stock of the first sites [day of base use]."""
        return self._mean(self.stock[:, :, :awake])

    def want(self, scared: Array) -> None:
        """Set the stocks that plants want, as multiples of the base stock, shape (sites,) [1]."""
        np.multiply(self._full, scared.astype(np.float32), out=self._wanted)

    def copy(self, other: "Stocks", sites: IntArray) -> None:
        """Take the state of a block whose sites these are like, one by one."""
        for mine, theirs in (
            (self.stock, other.stock),
            (self._wanted, other._wanted),
            (self._arrived, other._arrived),
            (self._pipeline, other._pipeline),
        ):
            np.take(theirs, sites, axis=-1, out=mine)
        self.afloat, self.met = other.afloat[sites], other.met[sites]
        self.leanest = other.leanest[sites]

    def advance(self, day: int, offered: Array, through: Array) -> None:
        """Order, ship, receive and use.

        Parameters
        ----------
        day
            Counted from the standoff's date [day].
        offered
            What suppliers offer to each kind of plants, of the sites that are awake, shape
            (2, awake) [share of base flow].
        through
            What may still grow with orders, shape (2, awake) [share of base flow].
        """
        awake = offered.shape[1]
        self._ship(day, offered.astype(np.float32), through.astype(np.float32))
        self._use_up(awake)

    def _ship(self, day: int, offered: Array, through: Array) -> None:
        """Send the day's supply on its way, and take in what has come."""
        awake, (kinds, classes, number) = offered.shape[1], self.stock.shape
        above, order = self._above[:, :, :awake], self._work[0, :, :, :awake]
        np.subtract(self._wanted[:, :, :awake], self.stock[:, :, :awake], out=above)
        above *= self._per_day[:awake]
        np.maximum(above, np.float32(0.0), out=above)
        np.minimum(above, self._most[:awake], out=above)
        sent = self._pipeline[:, :, day % self._slots]
        now = sent[:, :, :awake]
        np.multiply(above, through[:, None], out=now)
        now += offered[:, None]
        np.add(above, np.float32(1.0), out=order)
        np.minimum(now, order, out=now)
        if self._source is None:
            self._source = (day - self._transit) % self._slots * number + np.arange(number)
        arrived = self._arrived[:, :, :awake]
        for kind in range(kinds):
            for k in range(classes):
                flat = self._pipeline[kind, k].reshape(-1)
                np.take(flat, self._source[:awake], out=arrived[kind, k], mode="clip")
        self._source += number
        self._source[self._source >= self._slots * number] -= self._slots * number
        self._sent = sent
        self.afloat[:awake] += self._mean(now) - self._mean(arrived)

    def _use_up(self, awake: int) -> None:
        """Use stocks and what came in, to the last day's worth."""
        stock, arrived = self.stock[:, :, :awake], self._arrived[:, :, :awake]
        used, kept = self._work[0, :, :, :awake], self._work[1, :, :, :awake]
        np.add(stock, arrived, out=used)
        np.minimum(used, np.float32(1.0), out=used)
        stock += np.subtract(arrived, used, out=kept)
        np.maximum(stock, np.float32(0.0), out=stock)
        self.met[:awake] = self._mean(used)
        lean = np.where(self._counts[:, :awake], used[:, 0], np.float32(1.0))
        np.minimum(lean[0], lean[1], out=self.leanest[:awake])

    def _mean(self, values: Array) -> Array:
        """Mean over all plants of the first sites, in double precision."""
        there = self._dependent[: values.shape[-1]]
        return there * _mean(values[0]) + (1.0 - there) * _mean(values[1])


def _mean(values: Array) -> Array:
    """Mean over the classes of one kind of plants, in double precision."""
    total: Array = values[0].astype(float)
    for one in values[1:]:
        total += one
    total /= len(values)
    return total
