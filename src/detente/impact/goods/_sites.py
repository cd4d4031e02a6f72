"""Where a control can be felt: the (item, region, scenario) that the goods layer steps."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.impact.goods.day import Plan
from detente.impact.goods.levers import Lever
from detente.impact.goods.model import GoodsModel

__all__ = ["Sites", "days_of_effect"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """What is stepped, in the order in which it is first touched; all else stays at its base.

    A *site* is an (item, region, column) that a control of the column's history can reach: itself,
    through an input, or through the world market. It sleeps until the first such control takes
    effect, so that the sites awake on a day are the first ``count(day)``.
    """

    item: IntArray
    good: IntArray
    region: IntArray
    column: IntArray
    """Positions, shape (sites,)."""
    awake: Array
    """Day from which a site is stepped, rising, shape (sites,) [day]."""
    shape: tuple[int, int, int]
    """Number of items, regions and columns."""
    goods: int
    """Number of goods."""
    spot: IntArray
    place: IntArray
    market: IntArray
    course: IntArray
    """Flat positions of a site among (item, region, column), (good, region, column), (item, column)
    and (good, column), shape (sites,)."""
    leads: IntArray
    """Sites of the first item of each good: one for every place, shape (places,)."""

    @classmethod
    def of(cls, model: GoodsModel, levers: list[Lever], plan: Plan) -> "Sites":
        """Find the sites of a block of scenarios."""
        awake = days_of_effect(model, levers, plan)
        for item, origin in zip(model.input_of, model.input_from, strict=True):
            good = model.item_good[item]
            awake[good] = np.minimum(awake[good], awake[origin])
        reached = _reached(model, levers)[model.item_good]
        felt = reached[:, :, None] & np.isfinite(awake)[model.item_good][:, None, :]
        item, region, column = np.nonzero(felt)
        order = np.argsort(awake[model.item_good[item], column], kind="stable")
        item, region, column = item[order], region[order], column[order]
        good = model.item_good[item]
        items, regions, columns = felt.shape
        first = np.flatnonzero(np.diff(model.item_good, prepend=-1))
        return cls(
            item=item,
            good=good,
            region=region,
            column=column,
            awake=awake[good, column],
            shape=(items, regions, columns),
            goods=len(model.goods),
            spot=(item * regions + region) * columns + column,
            place=(good * regions + region) * columns + column,
            market=item * columns + column,
            course=good * columns + column,
            leads=np.flatnonzero(np.isin(item, first)),
        )

    def __len__(self) -> int:
        return len(self.item)

    def count(self, day: int) -> int:
        """Return how many sites are awake on a day."""
        return int(np.searchsorted(self.awake, day, side="right"))

    def by_place(self, values: Array) -> Array:
        """Sum values of the first sites over items, shape (goods, regions, columns)."""
        shape = (self.goods, *self.shape[1:])
        total = np.bincount(self.place[: len(values)], values, int(np.prod(shape)))
        return np.asarray(total.reshape(shape), dtype=float)

    def least_by_place(self, values: Array) -> Array:
        """Least value of the first sites over items, 1 elsewhere, (goods, regions, columns)."""
        least = np.ones((self.goods, *self.shape[1:]))
        np.minimum.at(least.reshape(-1), self.place[: len(values)], values)
        return least

    def find(self, other: "Sites", column: IntArray) -> IntArray:
        """Return where another block's sites stand among these."""
        at = np.zeros(self.shape, dtype=np.intp)
        at[self.item, self.region, self.column] = np.arange(len(self))
        return np.asarray(at[other.item, other.region, column[other.column]])


def days_of_effect(model: GoodsModel, levers: list[Lever], plan: Plan) -> Array:
    """Day on which the first control on a good took effect, infinite if none did.

    Shape (goods, columns) [day].
    """
    born = np.full((len(model.goods), len(plan.draw)), np.inf)
    for k, lever in enumerate(levers):
        for good in lever.goods:
            g = model.goods.index(good)
            there = plan.existed[k] > 0
            born[g, there] = np.minimum(born[g, there], lever.effective_day)
    return born


def _reached(model: GoodsModel, levers: list[Lever]) -> npt.NDArray[np.bool_]:
    """(good, region) that any control on the table can reach, shape (goods, regions)."""
    reached = np.zeros(model.imports.shape[:2], dtype=bool)
    for lever in levers:
        for pair, (g, e) in enumerate(zip(model.pair_good, model.pair_exporter, strict=True)):
            if e in lever.sources(model.goods[g]):
                hit = lever.intensity[model.goods[g]].reaches()
                reached[g] |= hit & (model.pair_share[pair] > 0).any(axis=1)
    for good in range(len(model.goods)):
        of_inputs = model.input_from[model.item_good[model.input_of] == good]
        reached[good] |= reached[of_inputs].any()
        if reached[good].any() and (model.parameters["pooled_share"][good] > 0).any():
            reached[good] |= model.use[good] > 0
    return reached
