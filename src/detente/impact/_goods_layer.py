"""The goods layer: physical flows, pipelines and stocks of controlled goods, day by day.

Method: stages with stocks, transit and licence queues; other suppliers, third-country channels
and redesign fill the gap with time; what plants cannot get caps the sectors that need it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.impact._goods_model import GoodsModel
from detente.impact._levers import Lever

__all__ = ["GoodsDay", "GoodsLayer", "Plan"]

Array = npt.NDArray[np.floating]

AMPLE = 1e-9
"""Supply within this of the need counts as meeting it, so that a calm run stays at exactly one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is done with each control in each scenario.

    Parameters
    ----------
    existed
        Whether the control was ever imposed, shape (controls, columns), 0 or 1.
    easing
        Easing towards the target from the standoff's date on, shape (controls, columns) [share].
    draw
        Which draw of the uncertain inputs a column uses, shape (columns,).
    """

    existed: Array
    easing: Array
    draw: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsDay:
    """What the goods layer says of one day.

    Parameters
    ----------
    need_met
        Part of the need that plants could meet, shape (goods, regions, columns) [share].
    stock
        Mean stock of plants, shape (goods, regions, columns) [day of need].
    price
        Price outside the imposer relative to the base, shape (goods, columns) [1].
    price_paid
        Extra paid for imports, shape (regions, columns) [USD bn per month].
    own_exports_lost
        Value added lost on exports that one's own control blocks, shape (regions, columns)
        [USD bn per month].
    capacity
        Capacity shortfall of the using nodes, shape (users, columns) [share].
    """

    need_met: Array
    stock: Array
    price: Array
    price_paid: Array
    own_exports_lost: Array
    capacity: Array


class GoodsLayer:
    """Stocks and pipelines of every good in play, for a block of scenarios.

    Parameters
    ----------
    model
        Fixed numbers.
    levers
        The tabled controls.
    plan
        What is done with them in each column.
    history
        Days stepped before the standoff's date [day].
    rebuild_multiple, rebuild_days
        Most that a buyer orders while refilling a stock [1], and how fast it wants to [day].
    """

    def __init__(
        self,
        model: GoodsModel,
        levers: list[Lever],
        plan: Plan,
        *,
        history: int,
        rebuild_multiple: float,
        rebuild_days: float,
    ) -> None:
        self._model, self._levers, self._plan, self._history = model, levers, plan, history
        self._rebuild = (rebuild_multiple, rebuild_days)
        draw = plan.draw
        self._p = {name: values[:, draw] for name, values in model.parameters.items()}
        self._share = model.pair_share[:, :, draw]
        self._trade = model.pair_trade[:, :, draw]
        self._imports = model.imports[:, :, draw]
        self._coverage = model.user_coverage[:, draw]
        self._input_coverage = model.input_coverage[:, draw]
        self._stock = model.stock_class[:, :, None, :][..., draw] * model.stock_days[..., draw]
        self.base_stock: Array = self._stock.mean(axis=0)
        self._mean_stock = self.base_stock
        goods, regions, columns = self._imports.shape
        self._met: Array = np.ones((goods, regions, columns))
        transit = np.rint(self._p["transit_days"]).astype(np.intp)
        self._transit = transit[:, None, :]
        self._pipeline = np.ones((int(transit.max()) + 1, goods, regions, columns))
        self._index = np.ix_(range(goods), range(regions), range(columns))
        self._rest_total = 1.0 - self._by_good(self._share)
        self._born = self._days_of_effect()
        self._age, self._supply = np.zeros_like(self._born), np.ones_like(self._met)
        self._blocked_pairs = np.zeros_like(self._share)
        self._weight = self._outside_weights()

    def _by_good(self, pairs: Array) -> Array:
        """Sum an array over the pairs of each good."""
        total = np.zeros((len(self._model.goods), *pairs.shape[1:]))
        for good, pair in zip(self._model.pair_good, pairs, strict=True):
            total[good] += pair
        return total

    def _days_of_effect(self) -> Array:
        """Day on which the first control on a good took effect, shape (goods, columns)."""
        born = np.full((len(self._model.goods), len(self._plan.draw)), np.inf)
        for k, lever in enumerate(self._levers):
            for good in lever.goods:
                g = self._model.goods.index(good)
                there = self._plan.existed[k] > 0
                born[g, there] = np.minimum(born[g, there], lever.effective_day)
        return born

    def _outside_weights(self) -> Array:
        """Weight of each region in the market outside the imposers (goods, regions, columns)."""
        weight = np.where(self._imports > 0, self._imports, 1e-9)
        weight[self._model.pair_good, self._model.pair_exporter] = 0.0
        return np.asarray(weight / weight.sum(axis=1, keepdims=True))

    def _blocked(self, day: int) -> Array:
        """Share of each controlled flow that is blocked, shape (pairs, regions, columns)."""
        model, plan = self._model, self._plan
        blocked = np.zeros_like(self._share)
        row = min(day, 0) + self._history
        for k, lever in enumerate(self._levers):
            held = lever.intensity[row][:, plan.draw] * plan.existed[k]
            if day >= 0:
                held = np.where(lever.targets[:, None], held * (1.0 - plan.easing[k]), held)
            for p, (g, e) in enumerate(zip(model.pair_good, model.pair_exporter, strict=True)):
                if e in lever.exporters and model.goods[g] in lever.goods:
                    np.maximum(blocked[p], held, out=blocked[p])
        return blocked

    def _suppliers(self) -> Array:
        """Capacity to make each good, given yesterday's inputs (goods, regions, columns)."""
        model = self._model
        able = np.ones_like(self._met)
        for i, (g, h) in enumerate(zip(model.input_of, model.input_from, strict=True)):
            able[g] *= 1.0 - self._input_coverage[i] * (1.0 - self._met[h])
        return able

    def advance(self, day: int) -> None:
        """Move flows, pipelines and stocks to a day.

        Parameters
        ----------
        day
            Counted from the standoff's date; call in order from ``-history`` [day].
        """
        p, model = self._p, self._model
        self._blocked_pairs = blocked_pairs = self._blocked(day)
        blocked = self._by_good(self._share * blocked_pairs)
        able = self._suppliers()
        supply = np.einsum("ger,gec->grc", model.rest, able)
        supply *= self._rest_total
        self._age = age = np.where(np.isinf(self._born), 0.0, np.maximum(day - self._born, 0.0))
        diverted = (p["diversion_share"] * -np.expm1(-age / p["diversion_days"]))[:, None] * blocked
        expanded = (p["spare_capacity"] * -np.expm1(-age / p["ramp_days"]))[:, None] * supply
        supply += diverted
        supply += np.minimum(expanded, np.maximum(blocked - diverted, 0.0))
        for pair, (g, e) in enumerate(zip(model.pair_good, model.pair_exporter, strict=True)):
            supply[g] += self._share[pair] * (1.0 - blocked_pairs[pair]) * able[g, e]
        supply[supply > 1.0 - AMPLE] = 1.0
        self._supply = supply

        most, rebuild_days = self._rebuild
        gap = (self.base_stock - self._mean_stock) / rebuild_days
        slots = len(self._pipeline)
        self._pipeline[day % slots] = supply * (1.0 + np.clip(gap, 0.0, most - 1.0))
        self._stock += self._pipeline[((day - self._transit) % slots, *self._index)]
        used = np.minimum(self._stock, 1.0)
        self._stock -= used
        self._met = used.mean(axis=0)
        self._mean_stock = self._stock.mean(axis=0)

    def step(self, day: int) -> GoodsDay:
        """Advance to a day and report it.

        Parameters
        ----------
        day
            Counted from the standoff's date [day].

        Returns
        -------
        GoodsDay
            State and flows of the day.
        """
        self.advance(day)
        p, model, supply = self._p, self._model, self._supply
        design = np.exp(-self._age / p["substitution_days"])
        capacity = self._coverage * design[model.user_good]
        capacity *= 1.0 - self._met[model.user_good, model.user_region]
        ratio = np.maximum((self._weight * supply).sum(axis=1), 1e-6)
        ratio[ratio > 1.0 - AMPLE] = 1.0
        price = ratio ** (-1.0 / (p["demand_elasticity"] + p["supply_elasticity"]))
        price = np.clip(price, 1.0, np.maximum(p["price_multiple_cap"], 1.0))
        extra = (price - 1.0)[:, None] * self._imports * np.minimum(supply, 1.0)
        extra[model.pair_good, model.pair_exporter] = 0.0
        lost = (self._trade * self._blocked_pairs).sum(axis=1)
        lost *= ((1.0 - p["resale_share"]) * p["export_margin"])[model.pair_good]
        own = np.zeros(self._met.shape[1:])
        np.add.at(own, model.pair_exporter, lost)
        return GoodsDay(
            need_met=self._met,
            stock=self._mean_stock,
            price=price,
            price_paid=extra.sum(axis=0),
            own_exports_lost=own,
            capacity=capacity,
        )
