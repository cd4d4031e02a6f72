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
IntArray = npt.NDArray[np.intp]

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
    draw: IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsDay:
    """What the goods layer says of one day.

    Parameters
    ----------
    need_met
        Part of the need that plants could meet, shape (goods, regions, columns) [share].
    stock
        Mean stock of plants, shape (goods, regions, columns) [share of base stock].
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

    Only *cells* are stepped: a (good, region) whose supply a control on the table can reach, itself
    or through an input. Every other need is always met.

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
        self._made = np.unique(model.input_of)
        goods, regions, columns = self._imports.shape
        self._g, self._r = np.nonzero(self._reached())
        base = model.stock_days[self._g, self._r][:, draw]
        self._stock = model.stock_class[:, self._g][..., draw] * base
        self._base_stock = self._mean_stock = self._stock.mean(axis=0)
        self._met: Array = np.ones((goods, regions, columns))
        self._fill: Array = np.ones((goods, regions, columns))
        self._supply: Array = np.ones((goods, regions, columns))
        transit = np.rint(self._p["transit_days"]).astype(np.intp)
        self._transit = transit[self._g]
        self._pipeline = np.ones((int(transit.max(initial=0)) + 1, len(self._g), columns))
        self._index = np.ix_(range(len(self._g)), range(columns))
        self._rest_total = 1.0 - self._by_good(self._share)
        self._born = self._days_of_effect()
        self._weight = self._outside_weights()
        self._age = np.zeros_like(self._born)
        self._blocked_pairs = np.zeros_like(self._share)

    def _reached(self) -> npt.NDArray[np.bool_]:
        """Cells that a control can reach, directly or through an input (goods, regions)."""
        model = self._model
        reached = np.zeros(self._imports.shape[:2], dtype=bool)
        for lever in self._levers:
            hit = (lever.intensity > 0).any(axis=(0, 2))
            for pair, (g, e) in enumerate(zip(model.pair_good, model.pair_exporter, strict=True)):
                if e in lever.exporters and model.goods[g] in lever.goods:
                    reached[g] |= hit & (self._share[pair] > 0).any(axis=1)
        for made, needed in zip(model.input_of, model.input_from, strict=True):
            reached[made] |= reached[needed].any()
        return reached

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

    def _flows(self) -> Array:
        """Supply from all makers as far as controls let it through (goods, regions, columns).

        A maker's capacity falls with yesterday's shortage of what the good is made from.
        """
        model, blocked = self._model, self._blocked_pairs
        able = np.ones((len(self._made), *self._met.shape[1:]))
        for i, (g, h) in enumerate(zip(model.input_of, model.input_from, strict=True)):
            made = np.searchsorted(self._made, g)
            able[made] *= 1.0 - self._input_coverage[i] * (1.0 - self._met[h])
        flows = self._rest_total.copy()
        flows[self._made] *= np.einsum("ger,gec->grc", model.rest[self._made], able)
        for pair, (g, e) in enumerate(zip(model.pair_good, model.pair_exporter, strict=True)):
            through = self._share[pair] * (1.0 - blocked[pair])
            made = np.flatnonzero(self._made == g)
            flows[g] += through * able[made[0], e] if made.size else through
        return flows

    def advance(self, day: int) -> None:
        """Move flows, pipelines and stocks to a day.

        Parameters
        ----------
        day
            Counted from the standoff's date; call in order from ``-history`` [day].
        """
        p, g, r = self._p, self._g, self._r
        self._blocked_pairs = self._blocked(day)
        blocked = self._by_good(self._share * self._blocked_pairs)[g, r]
        self._age = age = np.where(np.isinf(self._born), 0.0, np.maximum(day - self._born, 0.0))
        supply = self._flows()[g, r]
        diverted = (p["diversion_share"] * -np.expm1(-age / p["diversion_days"]))[g] * blocked
        expanded = (p["spare_capacity"] * -np.expm1(-age / p["ramp_days"]))[g]
        expanded = expanded * self._rest_total[g, r]
        supply += diverted
        supply += np.minimum(expanded, np.maximum(blocked - diverted, 0.0))
        supply[supply > 1.0 - AMPLE] = 1.0
        self._supply[g, r] = supply

        most, rebuild_days = self._rebuild
        gap = (self._base_stock - self._mean_stock) / rebuild_days
        slots = len(self._pipeline)
        self._pipeline[day % slots] = supply * (1.0 + np.clip(gap, 0.0, most - 1.0))
        self._stock += self._pipeline[((day - self._transit) % slots, *self._index)]
        used = np.minimum(self._stock, 1.0)
        self._stock -= used
        self._met[g, r] = used.mean(axis=0)
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
            State and flows of the day; its arrays are overwritten by the next step.
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
        self._fill[self._g, self._r] = self._mean_stock / self._base_stock
        return GoodsDay(
            need_met=self._met,
            stock=self._fill,
            price=price,
            price_paid=extra.sum(axis=0),
            own_exports_lost=own,
            capacity=capacity,
        )
